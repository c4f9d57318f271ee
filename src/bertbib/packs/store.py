"""Reading packs: records by title, by identifier, and by a title that has drifted."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bertbib.config import environment
from bertbib.crosswalk import item_from_csl
from bertbib.model import Identifier, InputError, Item, Problem, Record, Where
from bertbib.model.record import RecordStatus
from bertbib.packs import nearness
from bertbib.packs.schema import ROWS, SUFFIX, clue_of, clue_of_title, open_pack
from bertbib.text.links import implied
from bertbib.text.titles import fold, plain
from bertbib.venues.booktitles import without_place_and_date

T = TypeVar("T")

_MOST = 200
"""Works of one clue that are looked at; "Editorial" or "Preface" is the title of thousands."""
_WORK = "SELECT ident, status, ids, part_of, hints, item FROM work"
_BY_CLUE = f"""{_WORK} JOIN clue ON work.id = clue.id & {ROWS - 1}
WHERE clue.id BETWEEN ? AND ? ORDER BY clue.id LIMIT {_MOST}"""
_BY_ROW = f"{_WORK} WHERE work.id = ?"
_STATUSES: dict[str, RecordStatus] = {
    "published": "published",
    "preprint": "preprint",
    "withdrawn": "withdrawn",
    "other": "other",
}
_BROKEN = (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A pack: its name, its kind, how many records it holds and how many entries of the source were left out.

    ``built`` is the ISO date of its building, ``date`` that of its data, as far as the source told it, else that of the
    building. ``source`` is the name of the file that it was built from, ``size`` its own in bytes.
    """

    name: str
    kind: str
    records: int
    left_out: int
    built: str
    date: str
    source: str
    path: Path
    size: int


class Pack:
    """A pack, open for reading; what goes wrong later (a disk, a file cut short) is in ``problems``, never raised."""

    def __init__(self, connection: sqlite3.Connection, info: PackInfo) -> None:
        self.info = info
        self.problems: list[Problem] = []
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Pack:
        """Open a pack; raise InputError where the file is no pack, broken, or built by a newer bertbib."""
        connection = open_pack(path)
        try:
            meta = dict(connection.execute("SELECT key, value FROM meta"))
            info = PackInfo(
                path.stem,
                meta["kind"],
                int(meta["records"]),
                int(meta["left_out"]),
                meta["built"],
                meta["date"],
                meta["source"],
                path,
                path.stat().st_size,
            )
        except (*_BROKEN, OSError) as error:
            connection.close()
            raise InputError(f"this is not a pack, or a broken one ({error})", where=Where(str(path))) from None
        return cls(connection, info)

    def by_title(self, title: str) -> list[Record]:
        """All records whose folded title is that of ``title``, in any form; several works may have one title."""
        folded = fold(title)
        return self._by_clue(clue_of_title(folded), lambda record: fold(record.item.title) == folded) if folded else []

    def by_id(self, identifier: Identifier) -> list[Record]:
        """All records that state this identifier, or one that it follows from (a DOI of the ACL its Anthology id)."""
        return self._by_clue(clue_of(identifier), lambda record: identifier in _all_ids(record))

    def near(self, title: str, limit: int = 8) -> list[Record]:
        """Candidates for a title that has drifted, the likeliest first; never a proof.

        They have the same acronym before the colon, or most of the content words.
        """
        nobody: list[int] = []
        rows = self._tried(lambda: nearness.rows(self._connection, title), nobody)
        found = [record for row in rows for record in self._records(_BY_ROW, (row,))]
        return nearness.ranked(title, found)[:limit]

    def close(self) -> None:
        """Close the file; the pack then knows nothing."""
        self._connection.close()

    def _by_clue(self, clue: int, fits: Callable[[Record], bool]) -> list[Record]:
        return [record for record in self._records(_BY_CLUE, (clue, clue + ROWS - 1)) if fits(record)]

    def _records(self, query: str, values: tuple[int, ...]) -> list[Record]:
        return self._tried(lambda: [self._record(*row) for row in self._connection.execute(query, values)], [])

    def _record(self, ident: str, status: str, ids: str, part_of: str, hints: str, item: str) -> Record:
        facts = _item(json.loads(item))
        if part_of:
            facts = self._within(facts, Identifier.parse(part_of))
        own = Identifier.parse(ident)
        facts = without_place_and_date(facts) if own.scheme == "dblp" else facts
        stated = [Identifier.parse(one) for one in ids.split("\n")] if ids else []
        return Record(
            id=own,
            source=ident.partition(":")[0],
            item=facts,
            status=_STATUSES[status],
            ids=tuple(sorted(stated, key=lambda one: one != own)),
            hints=tuple(json.loads(hints).items()) if hints else (),
            fetched=self.info.date,
        )

    def _within(self, item: Item, volume: Identifier) -> Item:
        """The item with the title, editors and publisher of the volume that it stands in, where the pack has that."""
        rows = self._connection.execute(_BY_CLUE, (clue_of(volume), clue_of(volume) + ROWS - 1)).fetchall()
        books = [_item(json.loads(row[-1])) for row in rows if row[0] == str(volume)]
        if len(books) != 1 or not books[0].title:
            return item
        book = books[0]
        return replace(
            item,
            container_title=plain(book.title),
            editor=item.editor or book.editor,
            publisher=item.publisher or book.publisher,
            collection_title=item.collection_title or book.collection_title,
            volume=item.volume or book.volume,
        )

    def _tried(self, read: Callable[[], T], nothing: T) -> T:
        """What reading gives; where the file fails, nothing, and a problem the first time."""
        try:
            return read()
        except _BROKEN as error:
            if not self.problems:
                hint = f"build it again: bertbib pack build {self.info.name}"
                message = f"the pack {self.info.name} cannot be read ({error}) and is left out"
                self.problems.append(Problem("pack-unreadable", "warning", message, Where(str(self.info.path)), hint))
            return nothing


def _item(csl: object) -> Item:
    """The item of its CSL-JSON, with what stands under ``custom`` as its ``extra``."""
    if not isinstance(csl, Mapping):
        raise ValueError("an item that is no JSON object")
    item = item_from_csl(csl)
    custom = csl.get("custom")
    return replace(item, extra=tuple(custom.items())) if custom else item


def _all_ids(record: Record) -> Iterator[Identifier]:
    """The record's identifiers and those that follow from them by form."""
    for identifier in (record.id, *record.ids):
        yield identifier
        yield from implied(identifier)


def default_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where packs are kept: ``BERTBIB_PACK_DIR``, or a folder beside the answers on disk."""
    env = os.environ if environ is None else environ
    own = env.get("BERTBIB_PACK_DIR")
    return Path(own) if own else environment(environ).cache_dir() / "packs"


def open_packs(folder: Path) -> tuple[list[Pack], list[Problem]]:
    """All packs of a folder, by name, and a problem for each file that cannot be read as one; never raises."""
    packs: list[Pack] = []
    problems: list[Problem] = []
    for path in pack_files(folder):
        try:
            packs.append(Pack.open(path))
        except InputError as error:
            problems.append(Problem("pack-unreadable", "warning", error.message, error.where, error.hint))
    return packs, problems


def pack_files(folder: Path) -> list[Path]:
    """The files of packs in a folder, by name; none where there is no such folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == SUFFIX and not path.name.startswith("."))
    except OSError:
        return []
