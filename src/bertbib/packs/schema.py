"""The SQLite file of a pack: its tables, how it is opened, and how it is refused.

A pack is one file that is built once and never changed: it is read without locks, and replaced as a whole.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from zlib import crc32

from bertbib.model import Identifier, InputError, Where
from bertbib.text.links import implied

SCHEMA = 1
SUFFIX = ".sqlite"

ROWS = 2**32
"""More rows than a pack can have."""

_APPLICATION = 0x42425450  # "BBTP": tells our files from other SQLite databases (https://sqlite.org/pragma.html)
TABLES = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {SCHEMA};
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE work (
    id INTEGER PRIMARY KEY, ident TEXT NOT NULL, status TEXT NOT NULL, ids TEXT NOT NULL, part_of TEXT NOT NULL,
    hints TEXT NOT NULL, item BLOB NOT NULL);
CREATE TABLE clue (id INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE word USING fts5(title, content='', detail='none', columnsize=0, tokenize='ascii');
"""
"""``clue`` leads from the hash of a folded title, or of an identifier, to works; ``word`` from the words of titles.

A clue is one number, the hash in its upper 32 bits and the work's row in the lower, so that it is its own index. Words
are those of folded titles, so their tokenizer has to know ASCII only (https://sqlite.org/fts5.html).
"""

_IMPLYING = ("doi:10.18653/", "doi:10.3115/", "doi:10.48550/", "dblp:journals/corr/")  # to ask for few only: it is slow


def open_pack(path: Path) -> sqlite3.Connection:
    """The connection to a pack, for reading; raise InputError where the file is no pack or not of our schema."""
    where = Where(str(path))
    hint = f"build it again: bertbib pack build {path.stem}"
    try:
        path.stat()
        # Immutable: nobody writes into a pack, so no lock is needed, on network file systems either.
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise InputError(f"the pack cannot be opened ({error})", where=where, hint=hint) from None
    try:
        application, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        complete = connection.execute("SELECT count(*) FROM meta WHERE key = 'records'").fetchone()[0]
    except sqlite3.Error as error:
        connection.close()
        raise InputError(f"this is not a pack, or a broken one ({error})", where=where, hint=hint) from None
    if application == _APPLICATION and version == SCHEMA and complete:
        return connection
    connection.close()
    if application == _APPLICATION and version > SCHEMA:
        hint = "upgrade bertbib, or build the pack again with this version"
        raise InputError("the pack was built by a newer bertbib", where=where, hint=hint)
    raise InputError("this is not a pack, or a broken one", where=where, hint=hint)


def clue_of_title(folded: str) -> int:
    """The first clue of a folded title: its hash, for row 0."""
    return _hash(f"title:{folded}")


def clue_of(identifier: Identifier) -> int:
    """The first clue of an identifier."""
    return _hash(f"{identifier.scheme}:{identifier.folded}")


def clues_of(identifier: str) -> list[int]:
    """The first clues of an identifier in its text form, and of what follows from it by form."""
    folded = identifier.lower() if identifier.startswith("doi:") else identifier
    clues = [_hash(folded)]
    if folded.startswith(_IMPLYING):
        clues += map(clue_of, implied(Identifier.parse(identifier)))
    return clues


def _hash(text: str) -> int:
    # 32 bits are enough: whatever a clue leads to is compared with what was asked for.
    return (crc32(text.encode("utf-8", "surrogatepass")) - 2**31) << 32
