"""Which record of one work stays, and what it takes from the others: a decision, never a union of their fields.

One record wins and keeps its facts; what it lacks comes from another record of the same publication, and from a
preprint only its number. What people write for themselves goes along, old keys live on, all else is listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bertbib.duplicates.kinds import venues_alike
from bertbib.duplicates.wording import compare_titles
from bertbib.duplicates.works import Work
from bertbib.model import Identifier
from bertbib.sources._preprints import is_preprint_doi
from bertbib.text.bibtex import BibEntry
from bertbib.text.pages import normalize_pages
from bertbib.text.titles import fold

_DRAFTS = frozenset({"preprint", "report"})
_VENUES = ("booktitle", "journal", "journaltitle")
_SAME_FACT = (("year", "date"), ("address", "location"), ("school", "institution"), ("number", "issue"), _VENUES)
_FACTS = (
    "booktitle journal journaltitle volume number issue series pages eid year date month publisher address location "
    "organization school institution editor edition isbn issn doi url urldate language langid eventtitle eventdate "
    "venue chapter type pagetotal numpages articleno subtitle shorttitle titleaddon howpublished"
)
FACTS = tuple(_FACTS.split())
"""Fields that describe a publication, in the order in which they are taken from another record of it."""

ARCHIVE = ("eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass")
_OWN_FIELDS = (
    "author title crossref xref xdata entryset related relatedtype relatedstring options key ids biburl bibsource "
    "timestamp archive"
)
_OWN = frozenset(_OWN_FIELDS.split())
"""Fields that only hold for the record in which they stand."""

UNITED = ("keywords", "groups", "mendeley-tags", "mendeley-groups")
"""Lists of words of the user's own: those of all records."""

_COMPLETE = (
    "author",
    "title",
    "pages",
    "volume",
    "number",
    "doi",
    "url",
    "publisher",
    "editor",
    "year",
    "date",
    "month",
)
_DRAFT_NOTE = (
    r"(?i)\b(?:arxiv|e-?prints?|pre-?print|corr|to appear|accepted|forthcoming|in press|submitted|under review"
    r"|manuscript|draft|in preparation)\b"
)
_NOBODY = frozenset({"anonymous", "anon", "unknown"})
_INITIAL = r"(?<!\w)[A-Z]\.|(?<=, )[A-Z]{1,3}(?=\s|$)"
_COMPARED_AS_WRITTEN = frozenset({"url", "eprint", "file", "ids", "doi", "isbn", "issn"})


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of one work, with what is compared of it; ``at`` is its place among all entries."""

    at: int
    entry: BibEntry
    work: Work

    @property
    def preprints(self) -> frozenset[str]:
        """Its numbers on arXiv."""
        return frozenset(one.value for one in self.work.ids if one.scheme == "arxiv")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What records of one work say differently: values by citation key."""

    field: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Merger:
    """A decision.

    ``winner`` and ``retired`` are places; ``fields`` are those that the winner gets, new or longer, and ``taken`` the
    keys of the records that they come from. ``left_out`` has, by key, what is said nowhere any more.
    """

    winner: int
    retired: tuple[int, ...]
    fields: Mapping[str, str]
    taken: Mapping[str, str]
    disagreements: tuple[Disagreement, ...]
    left_out: Mapping[str, Mapping[str, str]]


def best(records: Sequence[Record]) -> Record:
    """The record that stays: by trust, then the more complete one, then the one that is there first."""
    return max(records, key=lambda one: (trust(one), _completeness(one), -one.at))


def trust(record: Record) -> int:
    """A published record with a publisher's identifier 4, one without 3, a draft that has one 2, a draft 1, else 0."""
    work = record.work
    identified = bool(work.publication_ids)
    if work.kind in _DRAFTS:
        return 2 if identified else 1
    if work.kind == "unknown" and not work.venue:
        return 2 if identified else 0
    return 4 if identified else 3


def _completeness(record: Record) -> tuple[int, int]:
    fields = record.entry.fields
    author = fields.get("author", "")
    whole = int("others" not in author) + int(re.search(_INITIAL, author) is None)
    return sum(bool(fields.get(name, "").strip()) for name in _COMPLETE) + whole, len(record.work.people)


def merged(winner: Record, others: Sequence[Record], dialect: Literal["bibtex", "biblatex"]) -> Merger:
    """What becomes of records of one work where this one stays; ``others`` in the order of the file."""
    fields = {name: value for name, value in winner.entry.fields.items() if value.strip()}
    new: dict[str, str] = {}
    taken: dict[str, str] = {}
    for other in others:
        for name, value in _offered(winner, other, dialect):
            if value.strip() and not _has(fields, name):
                fields[name] = new[name] = value
                taken[name] = other.entry.key
    _unite(fields, new, taken, others)
    aliases = _aliases(winner, others)
    if aliases != _listed(winner.entry.fields.get("ids", "")):
        fields["ids"] = new["ids"] = ", ".join(aliases)
    return Merger(
        winner.at,
        tuple(other.at for other in others),
        new,
        taken,
        tuple(_disagreements((winner, *others))),
        _left_out(fields, others, (winner, *others)),
    )


def is_same_publication(one: Record, other: Record) -> bool:
    """Whether two records of one work describe the same publication of it, so that the one may lend facts to the other.

    That takes a publisher's identifier of both, or one kind, year and venue; of preprints one number.
    """
    left, right = one.work, other.work
    if left.kind in _DRAFTS or right.kind in _DRAFTS:
        numbers = (one.preprints, other.preprints)
        return left.kind == right.kind and (numbers[0] == numbers[1] or not all(numbers))
    if left.dois and right.dois and not left.dois & right.dois:
        return False
    if left.publication_ids & right.publication_ids:
        return True
    if left.kind != right.kind or left.year != right.year or not left.venue or not right.venue:
        return False
    return bool(left.series & right.series) or left.venue == right.venue or venues_alike(left.venue, right.venue)


def contradiction(one: Record, other: Record) -> str:
    """Why two records that may be of one work are not to become one, empty where nothing speaks against it.

    A report may err where nobody looks; a merger must not. Columns and lists of a periodical recur under one title and
    often on one page: without an identifier of both, another volume or issue of a journal is another article, and what
    nobody signed is of one year.
    """
    left, right = one.work, other.work
    if left.kind in _DRAFTS or right.kind in _DRAFTS or left.publication_ids & right.publication_ids:
        return ""
    if left.kind == right.kind == "journal":
        for name in ("volume", "number"):
            values = [" ".join(record.entry.fields.get(name, "").split()) for record in (one, other)]
            if all(values) and values[0] != values[1]:
                return f"another {name}"
    unsigned = any(not _signed(record) for record in (one, other))
    return "another year, and nobody signed it" if unsigned and left.year != right.year else ""


def are_linked(one: Record, other: Record) -> bool:
    """Whether an identifier or the title says that two records are of one work; a place alone holds several notes."""
    if one.work.ids & other.work.ids or one.work == other.work:
        return True
    return compare_titles(one.work.title, other.work.title, close=True) in ("equal", "near", "cut", "akin")


def _signed(record: Record) -> bool:
    return any(not person.surnames & _NOBODY for person in record.work.people)


def _offered(winner: Record, other: Record, dialect: str) -> Iterator[tuple[str, str]]:
    """The fields that another record may lend."""
    said = other.entry.fields
    if is_same_publication(winner, other):
        yield from _lent_facts(winner, other)
    elif winner.work.publication_ids & other.work.publication_ids and not is_preprint_doi(_doi(other)):
        yield "doi", said.get("doi", "")
    yield from _archived(winner, other, dialect)
    yield from ((name, value) for name, value in said.items() if _is_personal(name, value, other))


def _is_personal(name: str, value: str, record: Record) -> bool:
    """Whether a field is the user's own; a note about a draft is not, nor are lists, which are united."""
    if name in FACTS or name in ARCHIVE or name in _OWN or name in UNITED:
        return False
    return name != "note" or record.work.kind not in _DRAFTS or not re.search(_DRAFT_NOTE, value)


def _doi(record: Record) -> Identifier:
    return next((one for one in record.work.ids if one.scheme == "doi"), Identifier("doi", "10.48550/"))


def _lent_facts(winner: Record, other: Record) -> Iterator[tuple[str, str]]:
    own, said = winner.entry.fields, other.entry.fields
    one_type = winner.entry.type == other.entry.type
    for name in FACTS:
        if (
            name not in said
            or (name in _VENUES and not one_type)
            or (name in ("type", "howpublished") and not one_type)
        ):
            continue
        if name == "month" and ("date" in own or winner.work.year != other.work.year):
            continue
        if name == "urldate" and own.get("url", "").strip() not in ("", said.get("url", "").strip()):
            continue
        if name == "doi" and is_preprint_doi(_doi(other)) and winner.work.kind not in _DRAFTS:
            continue
        yield name, said[name]


def _archived(winner: Record, other: Record, dialect: str) -> Iterator[tuple[str, str]]:
    """The preprint's number with its archive, as the other record has them or from what it says."""
    said = other.entry.fields
    if _has(winner.entry.fields, "eprint"):
        if winner.entry.fields["eprint"].strip() == said.get("eprint", "").strip():
            yield from ((name, said[name]) for name in ARCHIVE[1:] if name in said and _fits(winner, name))
        return
    if said.get("eprint", "").strip():
        yield from ((name, said[name]) for name in ARCHIVE if name in said)
        if "archiveprefix" in said or "eprinttype" in said:
            return
        if other.preprints != {said["eprint"].strip()}:
            return
    elif len(other.preprints) == 1 and not winner.preprints - other.preprints:
        yield "eprint", next(iter(other.preprints))
    else:
        return
    yield ("archiveprefix", "arXiv") if dialect == "bibtex" else ("eprinttype", "arxiv")


def _fits(winner: Record, name: str) -> bool:
    """Whether an archive's name is not there yet under its name in the other dialect."""
    twins = {"archiveprefix": "eprinttype", "eprinttype": "archiveprefix"}
    twins |= {"primaryclass": "eprintclass", "eprintclass": "primaryclass"}
    return not _has(winner.entry.fields, twins[name])


def _has(fields: Mapping[str, str], name: str) -> bool:
    """Whether a field is there, or one that says the same."""
    family = next((names for names in _SAME_FACT if name in names), (name,))
    return any(fields.get(one, "").strip() for one in family)


def _unite(fields: dict[str, str], new: dict[str, str], taken: dict[str, str], others: Sequence[Record]) -> None:
    """Put the words of all records into the winner's lists."""
    for name in UNITED:
        for other in others:
            added = other.entry.fields.get(name, "")
            value = _united(fields.get(name, ""), added) if added.strip() else ""
            if value and value != fields.get(name, ""):
                fields[name] = new[name] = value
                taken.setdefault(name, other.entry.key)


def _united(own: str, added: str) -> str:
    """A list with the words of another one that it lacks, behind its own separator."""
    if not own.strip():
        return added.strip()
    separator = ";" if ";" in own or (";" in added and "," not in own) else ","
    has = {" ".join(word.split()).casefold() for word in re.split("[,;]", own)}
    more = [word for word in _listed(added.replace(";", ",")) if " ".join(word.split()).casefold() not in has]
    return f"{separator} ".join([own.strip().rstrip(",; "), *more]) if more else own


def _listed(value: str) -> list[str]:
    return [one.strip() for one in value.split(",") if one.strip()]


def _aliases(winner: Record, others: Sequence[Record]) -> list[str]:
    """The winner's old keys, then those of the others and theirs (biblatex's ``ids``; the biblatex manual, 2.2.3)."""
    found = dict.fromkeys(_listed(winner.entry.fields.get("ids", "")))
    for other in others:
        found.update(dict.fromkeys((other.entry.key, *_listed(other.entry.fields.get("ids", "")))))
    found.pop(winner.entry.key, None)
    found.pop("", None)
    return list(found)


def _left_out(
    fields: Mapping[str, str], others: Sequence[Record], records: Sequence[Record]
) -> dict[str, dict[str, str]]:
    """By key, the values of the others that the merged entry does not say."""
    keys = [record.entry.key for record in records]
    found: dict[str, dict[str, str]] = {}
    for other in others:
        key = other.entry.key
        label = key if keys.count(key) == 1 else f"{key} (line {other.entry.line})"
        lost = {name: value for name, value in other.entry.fields.items() if not _is_said(fields, name, value)}
        if lost:
            found[label] = lost
    return found


def _is_said(fields: Mapping[str, str], name: str, value: str) -> bool:
    if not value.strip() or name == "ids":
        return True
    if name in UNITED:
        own = {" ".join(word.split()).casefold() for word in re.split("[,;]", fields.get(name, ""))}
        return all(" ".join(word.split()).casefold() in own for word in re.split("[,;]", value) if word.strip())
    family = next((names for names in _SAME_FACT if name in names), (name,))
    return any(_says(name, fields[one], value) for one in family if one in fields)


def _says(name: str, one: str, other: str) -> bool:
    """Whether two values say the same: in the same words or, of texts, but for case, accents and punctuation."""
    if one.split() == other.split():
        return True
    if name == "pages":
        return normalize_pages(one) == normalize_pages(other)
    if name == "doi":
        return one.strip().lower() == other.strip().lower()
    if name in _COMPARED_AS_WRITTEN:
        return False
    return bool(fold(one)) and fold(one) == fold(other)


def _disagreements(records: Sequence[Record]) -> Iterator[Disagreement]:
    """Year, pages, authors, venue and title, where they differ; preprints have neither pages nor a venue."""
    printed = [record for record in records if record.work.kind not in _DRAFTS]
    compared: tuple[tuple[str, tuple[str, ...], Sequence[Record], Callable[[Record], Hashable]], ...] = (
        ("year", ("year", "date"), records, lambda one: one.work.year),
        ("pages", ("pages",), printed, lambda one: one.work.pages),
        ("author", ("author",), records, _people),
        ("venue", _VENUES, printed, _venue_of(printed)),
        ("title", ("title",), records, lambda one: one.work.title.letters),
    )
    for name, fields, asked, said in compared:
        values = {
            label: value
            for label, record in _labelled(asked)
            if (
                value := next(
                    (record.entry.fields[one] for one in fields if record.entry.fields.get(one, "").strip()), ""
                )
            )
            and said(record)
        }
        if len({said(record) for label, record in _labelled(asked) if label in values}) > 1:
            yield Disagreement(name, values)


def _labelled(records: Sequence[Record]) -> list[tuple[str, Record]]:
    keys = [record.entry.key for record in records]
    return [
        (key if keys.count(key) == 1 else f"{key} (line {record.entry.line})", record)
        for key, record in zip(keys, records, strict=True)
    ]


def _people(record: Record) -> tuple[frozenset[str], ...]:
    return tuple(person.surnames for person in record.work.people)


def _venue_of(records: Sequence[Record]) -> Callable[[Record], str]:
    """A function from a record to its venue, one for all that are called alike."""

    def venue(record: Record) -> str:
        for one in records:
            alike = one.work.series & record.work.series or venues_alike(one.work.venue, record.work.venue)
            if one.work.venue and alike:
                return one.work.venue
        return record.work.venue

    return venue
