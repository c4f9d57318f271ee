"""Writing a pack: into a new file beside its place, and over the old one when it is whole."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from bertbib.model import InputError, Where
from bertbib.packs.schema import SUFFIX, TABLES, clue_of_title, clues_of
from bertbib.packs.work import Work
from bertbib.text.titles import fold

_UNFINISHED = ".building"
_LOCK = ".building.lock"
_WORKS, _CLUES = 2_000, 500_000
"""Rows that wait in memory; clues are sorted before they are written, or the disk would seek for each."""
_AT_ONCE = 500  # clues that one statement writes: half the time of as many statements (measured)
_SETTINGS = """
PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -32000;
"""  # a file that is not whole is thrown away, so nothing has to survive a crash but the old pack

_MERGED_AT_THE_END = "INSERT INTO word (word, rank) VALUES ('automerge', 0);"  # https://sqlite.org/fts5.html, 6.1


class Writer:
    """Takes the works of a pack one by one; raises sqlite3.Error where they cannot be written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.records = 0
        self._connection = connection
        self._works: list[Work] = []
        self._clues: list[int] = []

    def add(self, work: Work) -> None:
        """Write a work, and what leads to it."""
        self.records += 1
        self._works.append(work)
        if len(self._works) >= _WORKS:
            self._write_works()

    def finish(self, meta: Mapping[str, str]) -> None:
        """Write what waits, and last what makes the file a whole pack."""
        self._write_works()
        self._write_clues()
        self._connection.execute("INSERT INTO word (word) VALUES ('optimize')")
        self._connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        self._connection.commit()

    def _write_works(self) -> None:
        works = list(enumerate(self._works, self.records - len(self._works) + 1))
        rows = (
            (row, one.ident, one.status, "\n".join(one.ids), one.part_of, one.hints, one.item) for row, one in works
        )
        self._connection.executemany("INSERT INTO work VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        titles = [(row, folded) for row, work in works if (folded := fold(work.title))]
        self._connection.executemany("INSERT INTO word (rowid, title) VALUES (?, ?)", titles)
        self._clues += [clue_of_title(folded) + row for row, folded in titles]
        self._clues += [clue + row for row, work in works for one in _ids(work) for clue in clues_of(one)]
        self._works.clear()
        if len(self._clues) >= _CLUES:
            self._write_clues()

    def _write_clues(self) -> None:
        self._clues.sort()
        for at in range(0, len(self._clues), _AT_ONCE):
            clues = self._clues[at : at + _AT_ONCE]
            places = ",".join(["(?)"] * len(clues))
            self._connection.execute(f"INSERT OR IGNORE INTO clue VALUES {places}", clues)  # noqa: S608  # only marks
        self._clues.clear()


def _ids(work: Work) -> tuple[str, ...]:
    """The ids that lead to a work, its own among them."""
    return work.ids if work.ident in work.ids else (work.ident, *work.ids)


@contextmanager
def new_pack(folder: Path, name: str) -> Iterator[Writer]:
    """A writer of the pack of this name; what it wrote takes the place of the old pack, unless something is raised.

    Raise InputError where the folder or the disk does not take it, or another build is at work there. What an
    interrupted build left behind is swept.
    """
    target = folder / f"{name}{SUFFIX}"
    hint = f"the old pack is as it was, if there was one; BERTBIB_PACK_DIR names another folder than {folder}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            unfinished = folder / f".{name}{_UNFINISHED}"
            try:
                yield from _written(unfinished)
                os.replace(unfinished, target)
            finally:
                with suppress(OSError):
                    unfinished.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise InputError(f"the pack cannot be written ({error})", where=Where(str(target)), hint=hint) from None


def _written(path: Path) -> Iterator[Writer]:
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_SETTINGS + TABLES + _MERGED_AT_THE_END)
        yield Writer(connection)
    finally:
        connection.close()
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder for one build and sweep what an earlier one left; raise InputError where one is at work."""
    from filelock import FileLock, Timeout  # only builds need it

    try:
        lock = FileLock(folder / _LOCK, timeout=0)
        lock.acquire()
    except Timeout:
        raise InputError("another build is at work here", where=Where(str(folder)), hint="wait for its end") from None
    try:
        for left in folder.glob(f".*{_UNFINISHED}*"):
            left.unlink()
        yield
    finally:
        lock.release()
