"""The works that entries of a .bib state; who wrote them and where they appeared is read when it is first asked for.

Most entries of a large file are like no other one: of those, no more is read than the keys under which they would meet
their copies. What an entry says plainly is read straight from its fields; the rest goes through the crosswalk, which
gives the same (``works.work_of``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from functools import lru_cache

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex, names_from_bibtex
from bertbib.crosswalk.read import is_eprint_of_arxiv
from bertbib.duplicates.kinds import Kind, kind_of, known_series, venue_of
from bertbib.duplicates.people import Person, first_surname, people_in
from bertbib.duplicates.wording import edition_number, wording_in
from bertbib.duplicates.works import Work, first_of, known_ids, pages_of, volume_of, work_of
from bertbib.model import Identifier
from bertbib.text.bibtex import BibEntry
from bertbib.text.latex import to_text
from bertbib.text.name_lists import single_names
from bertbib.text.pages import normalize_pages

_UNREAD_NAMES = (
    "abstract keywords file annote annotation timestamp bibsource language review comment owner groups mendeley-tags "
    "date-added date-modified bdsk-url-1 bdsk-file-1 address location issn editor urldate"
)
_UNREAD = frozenset(_UNREAD_NAMES.split())
"""Fields that say nothing of whether two entries are of one work, or nothing certain; editors where authors lack."""

_INHERITED = ("booktitle", "year", "date", "publisher", "series", "volume")
"""Fields that an entry takes from the volume that its ``crossref`` names, which gives its title as the booktitle."""

_VENUE = ("journal", "journaltitle", "booktitle", "eventtitle", "type")
_WORDS_OF_KIND = ("howpublished", "note", "institution", "school", "organization", "publisher")
"""Fields that say what kind of publication an entry is; the latter only where it names no venue."""

_PREPRINTS = ("arxiv", "corr", "computing research")
"""How a journal begins that may be none."""

_TOLD_BY = ("author", *_VENUE, *_WORDS_OF_KIND)
"""Fields that say who wrote an entry and where it appeared."""

_FACTS = tuple(field.name for field in dataclass_fields(Work))
_IN_A_BOOK = frozenset({"inproceedings", "conference", "incollection", "inbook"})
_DATES = ("date", "year", "month", "day")
_ON_ARXIV = "1901.11504"
"""Any number of arXiv's: which one it is changes no kind."""

_PAGES = re.compile("([0-9]+)(?:(?:--?|\u2013)([0-9]+))?")

Publication = tuple[Kind, str, frozenset[str]]
Fields = Mapping[str, str]


def works_in(entries: Sequence[BibEntry]) -> list[Work]:
    """The works that the entries of one file state, in their order; volumes lend what their papers lack."""
    volumes = {}
    if any("crossref" in entry.fields for entry in entries):
        volumes = {entry.key.casefold(): entry for entry in reversed(entries)}
    return [work_of_entry(entry, volumes) for entry in entries]


def work_of_entry(entry: BibEntry, volumes: Mapping[str, BibEntry] | None = None) -> Work:
    """The work that an entry states, as ``work_of`` makes it of its item; ``volumes`` are entries by folded key."""
    fields = entry.fields
    if not all(map(str.strip, fields.values())):
        fields = {name: value for name, value in fields.items() if value.strip()}
    pages, volume = _pages(fields), _volume(fields)
    if pages is None or volume is None or "crossref" in fields:
        read = _read(entry, volumes or {})
        return _StatedWork(
            entry.type, read.fields, known=work_of(item_from_bibtex(read), identifiers_from_bibtex(read))
        )
    work = _StatedWork(entry.type, fields)
    work.read(known_ids(names_from_bibtex(entry, fields)), pages, volume)
    return work


class _StatedWork(Work):
    """A work whose people and publication are read out of its fields when they are first asked for."""

    __slots__ = ("_fields", "_type")

    _type: str
    _fields: Fields

    def __init__(self, entry_type: str, fields: Fields, known: Work | None = None) -> None:
        object.__setattr__(self, "_type", entry_type)
        object.__setattr__(self, "_fields", fields)
        for name in _FACTS if known else ():
            object.__setattr__(self, name, getattr(known, name))

    def read(self, ids: frozenset[Identifier], pages: tuple[str, ...], volume: str) -> None:
        """Read what is asked of every work."""
        put, fields = object.__setattr__, self._fields  # the dataclass is frozen
        title = wording_in(fields.get("title", ""))
        put(self, "title", title)
        put(self, "year", _year(fields))
        put(self, "volume", volume)
        put(self, "pages", pages)
        put(self, "ids", ids)
        put(self, "edition", title.edition or (edition_number(fields["edition"]) if "edition" in fields else 0))
        put(self, "first", (first_surname(fields["author"]) if "author" in fields else "") or first_of(self.people))

    def order(self) -> tuple[str, ...]:
        """What it says of its people and venue, as written."""
        return (self._type, *(self._fields.get(name, "") for name in _TOLD_BY))

    __hash__ = Work.__hash__

    def __eq__(self, other: object) -> bool:
        """Whether two entries say the same.

        Where they state it in other words, that is left to the verdict, which is "same" for all that say the same, but
        for works of nobody, or of a title that many bear.
        """
        if not isinstance(other, _StatedWork) or not self.first or self.title.is_generic:
            return super().__eq__(other)
        if self.year != other.year or self.ids != other.ids or self.pages != other.pages or self._type != other._type:
            return False
        if self.volume != other.volume or self.edition != other.edition or self.title != other.title:
            return False
        return all(self._fields.get(name) == other._fields.get(name) for name in _TOLD_BY)

    def __getattr__(self, name: str) -> object:
        """What nobody has asked for yet."""
        if name == "people":
            object.__setattr__(self, name, _people(self._fields))
        elif name in ("kind", "venue", "series"):
            kind, venue, series = _publication(self._type, self._fields, self.ids)
            object.__setattr__(self, "kind", kind)
            object.__setattr__(self, "venue", venue)
            object.__setattr__(self, "series", series)
        else:
            raise AttributeError(name)
        return object.__getattribute__(self, name)


def _read(entry: BibEntry, volumes: Mapping[str, BibEntry]) -> BibEntry:
    """An entry without what is not compared, and with what its volume says."""
    skipped = _UNREAD if entry.fields.get("author", "").strip() else _UNREAD - {"editor"}
    fields = {name: value for name, value in entry.fields.items() if name not in skipped}
    volume = volumes.get(fields["crossref"].strip().casefold()) if "crossref" in fields else None
    if volume is not None and volume is not entry:
        inherited = {"booktitle": volume.fields.get("title", ""), **volume.fields}
        fields = {**{name: inherited[name] for name in _INHERITED if name in inherited}, **fields}
    return replace(entry, fields=fields)


def _people(fields: Fields) -> tuple[Person, ...]:
    """The authors, or the editors where no author is named, not even as "others"."""
    named = (fields[name] for name in ("author", "editor", "bookeditor") if name in fields)
    return next((people_in(field) for field in named if single_names(field)), ())


def _year(fields: Fields) -> int | None:
    year, month = fields.get("year", ""), fields.get("month", "jan")
    if "date" not in fields and len(year) == 4 and year.isdecimal() and (month.isalpha() or month in ("1", "2", "3")):
        return int(year)
    stated = tuple([(name, fields[name]) for name in _DATES if name in fields])
    return _dated(stated) if stated else None


@lru_cache(maxsize=4096)
def _dated(stated: tuple[tuple[str, str], ...]) -> int | None:
    issued = item_from_bibtex(BibEntry("misc", "", dict(stated))).issued
    return issued.year if issued else None


def _pages(fields: Fields) -> tuple[str, ...] | None:
    """The pages as they are compared; None where a number may stand for them."""
    written = fields.get("pages", "")
    plain = _PAGES.fullmatch(written)
    if plain:
        first, last = plain.groups()
        if last is None:
            return (first,)
        return first, first[: max(0, len(first) - len(last))] + last
    found = pages_of(normalize_pages(to_text(written))) if written else ()
    return None if not found and ("number" in fields or "eid" in fields) else found


def _volume(fields: Fields) -> str | None:
    """The volume as it is compared; None where it may be arXiv's number in CoRR."""
    volume = fields.get("volume", "")
    if not volume or volume.isdecimal():
        return volume.lstrip("0")
    return None if "abs" in volume.lower() or "\\" in volume or "{" in volume else volume_of(to_text(volume))


def _publication(entry_type: str, fields: Fields, ids: frozenset[Identifier]) -> Publication:
    names: tuple[str, ...] = _VENUE
    venue = fields.get("journal") or fields.get("journaltitle") or ""
    if not venue and entry_type in _IN_A_BOOK:
        venue = fields.get("booktitle", "")
    if not venue[:1].isalnum() or "\\" in venue or venue.lower().startswith(_PREPRINTS):
        names = _VENUE + _WORDS_OF_KIND
    stated = tuple([(name, fields[name]) for name in names if name in fields])
    if not any(one.scheme == "arxiv" for one in ids):
        return _published(entry_type, "", stated)
    return _published(entry_type, "eprint" if is_eprint_of_arxiv(fields) else "url", stated)


@lru_cache(maxsize=1 << 14)
def _published(entry_type: str, on_arxiv: str, stated: tuple[tuple[str, str], ...]) -> Publication:
    """Kind, venue and known series of an entry; ``on_arxiv`` is the field that says it is there."""
    fields = {**dict(stated), on_arxiv: f"https://arxiv.org/abs/{_ON_ARXIV}"} if on_arxiv else dict(stated)
    item = item_from_bibtex(BibEntry(entry_type, "", fields))
    return kind_of(item), venue_of(item), known_series(item)


__all__ = ["work_of_entry", "works_in"]
