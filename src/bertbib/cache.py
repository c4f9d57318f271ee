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
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bertbib.model import Answer, Identifier, Problem, Request, Where

FILE = "answers.sqlite"
SCHEMA = 1
DAY = 86_400
"""Seconds for which "the source does not know it" stays good, at most."""

_APPLICATION = 0x42425442  # "BBTB": tells our files from other SQLite databases (https://sqlite.org/pragma.html)
_TABLES = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, source TEXT NOT NULL, request TEXT NOT NULL, status INTEGER NOT NULL, headers TEXT NOT NULL,
    fetched TEXT NOT NULL, sha256 TEXT NOT NULL, stored REAL NOT NULL, expires REAL NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS answers_expires ON answers (expires);
CREATE TABLE IF NOT EXISTS covers (
    source TEXT NOT NULL, identifier TEXT NOT NULL, found INTEGER NOT NULL, key TEXT NOT NULL, expires REAL NOT NULL,
    PRIMARY KEY (source, identifier)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS covers_key ON covers (key);
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {SCHEMA};
COMMIT;
"""
_HEAD = (
    "PRAGMA application_id",
    "PRAGMA user_version",
    "SELECT count(*) FROM sqlite_master",
    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('answers', 'covers')",
)
_GET = "SELECT key, stored FROM answers WHERE key = ? AND (expires > ? OR ?)"
_FIND = """SELECT answers.key, stored FROM covers JOIN answers USING (key)
WHERE covers.source = ? AND identifier = ? AND (covers.expires > ? OR (found AND ?))"""
_LOAD = "SELECT source, request, status, headers, fetched, sha256, body FROM answers WHERE key = ? AND stored = ?"
_PUT = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COVER = "INSERT OR REPLACE INTO covers VALUES (?, ?, ?, ?, ?)"
_FORGET = """DELETE FROM answers
WHERE expires <= ? AND NOT EXISTS (SELECT 1 FROM covers WHERE covers.key = answers.key)"""
_SIZE = "SELECT count(*), coalesce(sum(length(body)), 0) FROM answers"


class _ForeignError(Exception):
    """The file is a database of something else, or lacks our tables."""


class _NewerError(Exception):
    """The file was written by a later version of bertbib."""


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
            return cls(path, _open_or_begin(path, problems), problems)
        except _NewerError:
            message = "the cache of answers was written by a later version of bertbib and is left alone"
        except (OSError, sqlite3.Error) as error:
            message = f"the cache of answers cannot be used ({error})"
        hint = "answers are kept for this run only"
        problems.append(Problem("cache-unavailable", "warning", message, Where(str(path)), hint))
        return cls(None, _connect(":memory:"), problems)

    def get(self, request: Request, *, stale: bool = False) -> Answer | None:
        """The fresh answer of exactly this request (method, URL, sorted parameters), with ``stale`` also an old one."""
        answer = self._find(_GET, (_key(request), time.time(), stale))
        return _of_request(answer, request) if answer else None

    def find(self, source: str, identifier: Identifier, *, stale: bool = False) -> Answer | None:
        """The newest fresh answer of a source that decides about an identifier, whatever else was asked with it.

        With ``stale`` an old answer that found it counts too; an old "does not know it" never does.
        """
        return self._find(_FIND, (source, _folded(identifier), time.time(), stale))

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
                with _transaction(self._connection) as connection:
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
                with _transaction(self._connection) as connection:
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
        if self._path is not None and _is_broken(error):
            path, self._path = self._path, None  # once: a second failure is one of the disk, not of the file
            self._connection.close()
            try:
                self._connection = _open_or_begin(path, self.problems, suspect=True)
            except (OSError, sqlite3.Error, _ForeignError, _NewerError):
                self._connection = _connect(":memory:")
            return
        if _code(error) != sqlite3.SQLITE_BUSY:
            self._storing = False
        if not any(problem.code == "cache-not-stored" for problem in self.problems):
            message = f"answers can no longer be stored ({error})"
            hint = "the run goes on; these answers will have to be asked for again"
            self.problems.append(Problem("cache-not-stored", "warning", message, hint=hint))


def _open_or_begin(path: Path, problems: list[Problem], *, suspect: bool = False) -> sqlite3.Connection:
    """The connection to a file that is ours and of our schema; what is in the way is moved aside."""
    if not suspect and (connection := _connect_unless_broken(path)):
        return connection
    from filelock import FileLock  # rarely needed, and slow to import

    with FileLock(path.with_name("moving.lock"), timeout=30):
        # Another process may have put a good file there in the meantime.
        connection = _connect_unless_broken(path)
        if connection and connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok":
            return connection
        if connection:
            connection.close()
        aside = _move_aside(path)
        message = "the cache of answers was broken or not ours; it was moved aside and a new one begun"
        problems.append(Problem("cache-moved", "warning", message, Where(str(path)), f"the old file is {aside}"))
        return _connect(path)


def _connect_unless_broken(path: Path) -> sqlite3.Connection | None:
    try:
        return _connect(path)
    except _ForeignError:
        return None
    except sqlite3.Error as error:
        if _is_broken(error):
            return None
        raise


def _connect(path: Path | str) -> sqlite3.Connection:
    """Connect and make the tables; raise _ForeignError, _NewerError or sqlite3.Error."""
    connection = sqlite3.connect(path, timeout=20.0, isolation_level=None, check_same_thread=False)
    try:
        version = _schema(connection)
        with suppress(sqlite3.OperationalError):  # busy: another process is doing just this
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if not version:
            connection.executescript(_TABLES)
    except BaseException:
        connection.close()
        raise
    return connection


def _schema(connection: sqlite3.Connection) -> int:
    """The schema version of a file that is ours, 0 for an empty one; raise _ForeignError or _NewerError."""
    connection.execute("BEGIN")  # one view of the three, while another process makes the tables
    application, version, tables, ours = (connection.execute(query).fetchone()[0] for query in _HEAD)
    connection.execute("COMMIT")
    if not (application or version or tables):
        return 0
    if application == _APPLICATION and version > SCHEMA:
        raise _NewerError
    if application != _APPLICATION or version != SCHEMA or ours != 2:
        raise _ForeignError
    return SCHEMA


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite itself has rolled back after some errors
            connection.execute("ROLLBACK")
        raise


def _code(error: sqlite3.Error) -> int:
    """The primary result code of SQLite; 0 where the error is not one of SQLite's (a closed connection)."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_broken(error: sqlite3.Error) -> bool:
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "no such table" in str(error)


def _move_aside(path: Path) -> Path:
    """Rename a file and its journals to a name not yet taken; return that name."""
    stamp, number = time.strftime("%Y%m%d-%H%M%S"), 0
    while (aside := path.with_name(f"{path.name}.{stamp}-{number}.aside")).exists():
        number += 1
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def _key(request: Request) -> str:
    """What makes two requests the same: never the identifiers' grouping, never a token."""
    parts = (request.method, request.url, sorted(request.params), request.accept)
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
        "token": request.token,  # the name of the variable; its value is not known here
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
