"""The SQLite file of the answers: its tables, and what is done with a file that is broken, foreign or newer."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bertbib.model import Problem, Where

SCHEMA = 1

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


class ForeignFileError(Exception):
    """The file is a database of something else, or lacks our tables."""


class NewerFileError(Exception):
    """The file was written by a later version of bertbib."""


def open_or_begin(path: Path, problems: list[Problem], *, suspect: bool = False) -> sqlite3.Connection:
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
        return connect(path)


def _connect_unless_broken(path: Path) -> sqlite3.Connection | None:
    try:
        return connect(path)
    except ForeignFileError:
        return None
    except sqlite3.Error as error:
        if is_broken(error):
            return None
        raise


def connect(path: Path | str) -> sqlite3.Connection:
    """Connect and make the tables; raise ForeignFileError, NewerFileError or sqlite3.Error."""
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
    """The schema version of a file that is ours, 0 for an empty one; raise ForeignFileError or NewerFileError."""
    connection.execute("BEGIN")  # one view of the three, while another process makes the tables
    application, version, tables, ours = (connection.execute(query).fetchone()[0] for query in _HEAD)
    connection.execute("COMMIT")
    if not (application or version or tables):
        return 0
    if application == _APPLICATION and version > SCHEMA:
        raise NewerFileError
    if application != _APPLICATION or version != SCHEMA or ours != 2:
        raise ForeignFileError
    return SCHEMA


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of the statements inside, or none of them; raise sqlite3.Error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite itself has rolled back after some errors
            connection.execute("ROLLBACK")
        raise


def primary_code(error: sqlite3.Error) -> int:
    """The primary result code of SQLite; 0 where the error is not one of SQLite's (a closed connection)."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_broken(error: sqlite3.Error) -> bool:
    """Whether an error means that the file itself is damaged."""
    return primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "no such table" in str(error)


def _move_aside(path: Path) -> Path:
    """Rename a file and its journals to a name not yet taken; return that name."""
    stamp, number = time.strftime("%Y%m%d-%H%M%S"), 0
    while (aside := path.with_name(f"{path.name}.{stamp}-{number}.aside")).exists():
        number += 1
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside
