"""The answers of the sources, kept in one SQLite file, so that no question is asked twice.

Several processes and threads use the file at once; every answer is committed by itself, so that an interrupted run
resumes where it stopped. Nothing that happens to the file ends a run: the cache goes on without it and says so in
``problems``.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from bertbib.cache.file import NewerFileError, connect, is_broken, open_or_begin, primary_code, transaction
from bertbib.model import Answer, Identifier, Problem, Request, Where

FILE = "answers.sqlite"
DAY = 86_400
"""Seconds for which "the source does not know it" stays good, at most."""

_GET = "SELECT key, stored FROM answers WHERE key = ? AND (expires > ? OR ?)"
_FIND = """SELECT answers.key, stored FROM covers JOIN answers USING (key)
WHERE covers.source = ? AND identifier = ? AND (covers.expires > ? OR (found AND ?))"""
_LOAD = "SELECT source, request, status, headers, fetched, sha256, body FROM answers WHERE key = ? AND stored = ?"
_PUT = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COVER = "INSERT OR REPLACE INTO covers VALUES (?, ?, ?, ?, ?)"
_FORGET = """DELETE FROM answers
WHERE expires <= ? AND NOT EXISTS (SELECT 1 FROM covers WHERE covers.key = answers.key)"""
_SIZE = "SELECT count(*), coalesce(sum(length(body)), 0) FROM answers"


class AnswerCache:
    """Answers by request and by the identifiers that they decide about; safe to share between threads."""

    def __init__(self, path: Path | None, connection: sqlite3.Connection, problems: list[Problem]) -> None:
        self.problems = problems
        self._path = path
        self._connection = connection
        self._storing = True
        self._guard = threading.RLock()
        self._loaded: dict[str, tuple[float, Answer]] = {}

    @classmethod
    def open(cls, directory: Path) -> AnswerCache:
        """Open (or begin) the cache file in a directory; never raises, see ``problems`` for what went wrong.

        A file that is broken or not ours is moved aside; where the directory cannot be written, or the file belongs to
        a later version, the answers of this run stay in memory.
        """
        path = directory / FILE
        problems: list[Problem] = []
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            return cls(path, open_or_begin(path, problems), problems)
        except NewerFileError:
            message = "the cache of answers was written by a later version of bertbib and is left alone"
        except (OSError, sqlite3.Error) as error:
            message = f"the cache of answers cannot be used ({error})"
        hint = "answers are kept for this run only"
        problems.append(Problem("cache-unavailable", "warning", message, Where(str(path)), hint))
        return cls(None, connect(":memory:"), problems)

    def get(self, request: Request, *, stale: bool = False) -> Answer | None:
        """The fresh answer of exactly this request (method, URL, sorted parameters), with ``stale`` also an old one."""
        answer = self._find(_GET, (_key(request), time.time(), stale))
        return _of_request(answer, request) if answer else None

    def find(self, source: str, identifier: Identifier, *, stale: bool = False, any_age: bool = False) -> Answer | None:
        """The newest fresh answer of a source that decides about an identifier, whatever else was asked with it.

        With ``stale`` an old answer that found it counts too; an old "does not know it" does only with ``any_age``.
        """
        return self._find(_FIND, (source, _folded(identifier), 0.0 if any_age else time.time(), stale))

    def put(self, answer: Answer, found: Iterable[Identifier], absent: Iterable[Identifier], ttl: int) -> None:
        """Keep an answer for ``ttl`` seconds; what it says is absent, and so the answer to this request, for a day."""
        now, key, source = time.time(), _key(answer.request), answer.request.source
        brief = min(ttl, DAY)
        covers = {_folded(i): (source, _folded(i), 0, key, now + brief) for i in absent}
        expires = now + (brief if covers else ttl)
        covers |= {_folded(i): (source, _folded(i), 1, key, now + ttl) for i in found}
        row = (key, source, *_pack(answer), now, expires, answer.body)
        with self._guard:
            if not self._storing:
                return
            try:
                with transaction(self._connection) as connection:
                    # The newest answer decides: an older verdict must not come back when a newer one expires.
                    connection.execute("DELETE FROM covers WHERE key = ?", (key,))
                    connection.execute(_PUT, row)
                    connection.executemany(_COVER, covers.values())
                    connection.execute(_FORGET, (now,))
            except sqlite3.Error as error:
                self._mishap(error)

    def clean(self) -> int:
        """Forget every answer; return how many there were."""
        with self._guard:
            self._loaded.clear()
            try:
                with transaction(self._connection) as connection:
                    count = connection.execute("DELETE FROM answers").rowcount
                    connection.execute("DELETE FROM covers")
            except sqlite3.Error as error:
                self._mishap(error)
                return 0
            with suppress(sqlite3.Error):  # another process may be reading: the space is then given back later
                self._connection.execute("VACUUM")
            return count

    def size(self) -> tuple[int, int]:
        """How many answers there are, and the bytes of their bodies."""
        with self._guard:
            try:
                row = self._connection.execute(_SIZE).fetchone()
            except sqlite3.Error as error:
                self._mishap(error)
                return 0, 0
            return row[0], row[1]

    def close(self) -> None:
        """Close the file; the cache cannot be used afterwards."""
        with self._guard:
            self._connection.close()

    def _find(self, query: str, values: tuple[Any, ...]) -> Answer | None:
        with self._guard:
            try:
                row = self._connection.execute(query, values).fetchone()
                return self._load(*row) if row else None
            except sqlite3.Error as error:
                self._mishap(error)
                return None

    def _load(self, key: str, stored: float) -> Answer | None:
        """An answer by its key; the last ones stay loaded, as hundreds of identifiers share one batch."""
        kept = self._loaded.get(key)
        if kept and kept[0] == stored:
            return kept[1]
        row = self._connection.execute(_LOAD, (key, stored)).fetchone()
        answer = _unpack(row) if row else None
        if answer:
            if len(self._loaded) >= 16:
                self._loaded.clear()
            self._loaded[key] = (stored, answer)
        return answer

    def _mishap(self, error: sqlite3.Error) -> None:
        """A failed statement: a broken file is replaced, a full disk ends the storing, a busy one costs one answer."""
        if self._path is not None and is_broken(error):
            path, self._path = self._path, None  # once: a second failure is one of the disk, not of the file
            self._connection.close()
            try:
                self._connection = open_or_begin(path, self.problems, suspect=True)
            except (OSError, sqlite3.Error, NewerFileError):
                self._connection = connect(":memory:")
            return
        if primary_code(error) != sqlite3.SQLITE_BUSY:
            self._storing = False
        if not any(problem.code == "cache-not-stored" for problem in self.problems):
            message = f"answers could not be stored ({error})"
            hint = "the run goes on; these answers will have to be asked for again"
            self.problems.append(Problem("cache-not-stored", "warning", message, hint=hint))


def _key(request: Request) -> str:
    """What makes two requests the same: never the identifiers' grouping, never a token."""
    parts: tuple[object, ...] = (request.method, request.url, sorted(request.params), request.accept)
    if request.body:
        parts += (request.content_type, request.body)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _folded(identifier: Identifier) -> str:
    return f"{identifier.scheme}:{identifier.folded}"


def _of_request(answer: Answer, request: Request) -> Answer:
    """The answer, with the request that asks now: one volume file answers for other papers than it was fetched for."""
    return Answer(
        request=request,
        status=answer.status,
        body=answer.body,
        headers=answer.headers,
        fetched=answer.fetched,
        sha256=answer.sha256,
        from_cache=True,
    )


def _pack(answer: Answer) -> tuple[str, int, str, str, str]:
    request = answer.request
    asked = {
        "url": request.url,
        "ids": [(i.scheme, i.value, i.version) for i in request.ids],
        "method": request.method,
        "params": request.params,
        "accept": request.accept,
        "body": request.body,
        "content_type": request.content_type,
        "token": request.token,  # the name of the variable; its value is not known here
        "token_header": request.token_header,
        "token_param": request.token_param,
    }
    digest = answer.sha256 or hashlib.sha256(answer.body).hexdigest()
    return json.dumps(asked), answer.status, json.dumps(dict(answer.headers)), answer.fetched, digest


def _unpack(row: tuple[Any, ...]) -> Answer | None:
    """The answer of a row; None where the row is damaged."""
    source, asked, status, headers, fetched, sha256, body = row
    try:
        if hashlib.sha256(body).hexdigest() != sha256:
            return None
        asked = json.loads(asked)
        asked["ids"] = tuple(Identifier(*parts) for parts in asked["ids"])
        asked["params"] = tuple((name, value) for name, value in asked["params"])
        request = Request(source=source, **asked)
        headers = json.loads(headers)
    except (ValueError, TypeError, KeyError):
        return None
    return Answer(
        request=request, status=status, body=body, headers=headers, fetched=fetched, sha256=sha256, from_cache=True
    )
