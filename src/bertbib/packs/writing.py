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
_SETTINGS = """
PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -32000;
"""  # a file that is not whole is thrown away, so nothing has to survive a crash but the old pack


class Writer:
    """Takes the works of a pack one by one; raises sqlite3.Error where they cannot be written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.records = 0
        self._connection = connection
        self._works: list[tuple[int, str, str, str, str, str, str]] = []
        self._titles: list[tuple[int, str]] = []
        self._clues: list[int] = []

    def add(self, work: Work) -> None:
        """Write a work, and what leads to it."""
        self.records += 1
        row, folded = self.records, fold(work.title)
        self._works.append((row, work.ident, work.status, "\n".join(work.ids), work.part_of, work.hints, work.item))
        if folded:
            self._titles.append((row, folded))
            self._clues.append(clue_of_title(folded) + row)
        for identifier in work.ids if work.ident in work.ids else (work.ident, *work.ids):
            for clue in clues_of(identifier):
                self._clues.append(clue + row)
        if len(self._works) >= _WORKS:
            self._write_works()
        if len(self._clues) >= _CLUES:
            self._write_clues()

    def finish(self, meta: Mapping[str, str]) -> None:
        """Write what waits, and last what makes the file a whole pack."""
        self._write_works()
        self._write_clues()
        self._connection.execute("INSERT INTO word (word) VALUES ('optimize')")
        self._connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        self._connection.commit()

    def _write_works(self) -> None:
        self._connection.executemany("INSERT INTO work VALUES (?, ?, ?, ?, ?, ?, ?)", self._works)
        self._connection.executemany("INSERT INTO word (rowid, title) VALUES (?, ?)", self._titles)
        self._works.clear()
        self._titles.clear()

    def _write_clues(self) -> None:
        self._clues.sort()
        self._connection.executemany("INSERT OR IGNORE INTO clue VALUES (?)", zip(self._clues, strict=True))
        self._clues.clear()


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
        connection.executescript(_SETTINGS + TABLES)
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
