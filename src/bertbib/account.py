"""The evidence for an entry, source by source, as far as the lock alone tells it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bertbib.likeness import Likeness
from bertbib.model import Entry
from bertbib.model.entry import STATED
from bertbib.publications import REQUIRED_WITNESSES
from bertbib.standing import is_date, is_lasting, is_open
from bertbib.text.titles import plain

Verdict = Literal["proves", "supports", "contradicts", "refused", "silent", "answered", "unasked"]
"""What a source's word does for an entry; ``silent``: it knows of no publication, ``answered``: what it said is not at
hand, or decides nothing.
"""
_ORDER: tuple[Verdict, ...] = ("proves", "supports", "contradicts", "refused", "silent", "answered", "unasked")

YOUR_BIB, LIST, OVERRIDES = "your .bib", "list", "overrides.bib"
"""What is evidence besides the services."""

ANOTHER_WORK = "the list links it, and its record is another work's"
ONLY_YOURS = "only your own .bib vouches for the work"
_PROOFS = {
    "id": "the list links it",
    "title+authors": "title, authors and year agree with the preprint's",
    "aggregators": "both aggregators agree with the preprint, and with each other on venue and year",
    "title+note": "its title and the list's note agree; the authors were not known",
    "title": "no other work has this title; the authors were not known",
}
_SOURCES = {"doi": ("crossref", "datacite"), "url": ("pages",)}
"""The sources of records whose scheme is not their source's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one source says of an entry's work, and what that does for it.

    ``record`` is the id of the record, ``asked`` the date of the answer or the word that says why there is none,
    ``names`` the identifiers that a witness leads to, ``authors`` how many the record has. ``scores`` compare the
    record with the preprint, where both are at hand.
    """

    source: str
    record: str = ""
    asked: str = ""
    verdict: Verdict
    because: str
    title: str = ""
    venue: str = ""
    year: int | None = None
    authors: int = 0
    names: tuple[str, ...] = ()
    scores: Likeness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record that may be the publication, what speaks against it, and the entries of ``overrides.bib`` that settle
    it; these are empty where only a pack knows it, by no identifier.
    """

    record: str
    source: str
    because: str
    accept: str
    refuse: str
    title: str = ""
    venue: str = ""
    year: int | None = None
    scores: Likeness | None = None


def from_lock(entry: Entry) -> list[Evidence]:
    """The evidence that the lock holds: the proof, what gave which fields, who was asked, what the list's note says."""
    rows = [*_proving(entry), *_giving(entry), *_on_arxiv(entry)]
    rows += _asked(entry, {row.source for row in rows})
    rows += [
        Evidence(source=_source(str(one), entry), record=str(one), verdict="refused", because=ANOTHER_WORK)
        for one in entry.related
    ]
    return unique([*rows, *_note(entry)])


def unique(rows: Iterable[Evidence]) -> list[Evidence]:
    """One row for each record of a source, the first one; those that prove first."""
    found: dict[tuple[str, str], Evidence] = {}
    for row in rows:
        found.setdefault((row.source, row.record), row)
    return sorted(found.values(), key=lambda row: _ORDER.index(row.verdict))


def joined(answered: Sequence[Evidence], locked: Sequence[Evidence]) -> list[Evidence]:
    """The rows out of answers at hand and those of the lock, where the answers do not say more."""
    heard = {row.source for row in answered}
    records = {row.record for row in answered} - {""}
    own = {row.source for row in answered if row.source in (LIST, YOUR_BIB)}
    kept = [
        row
        for row in locked
        if row.record not in records
        and (row.source not in heard or row.verdict not in ("silent", "answered"))
        and (row.source not in own or row.record)
    ]
    dates = {(row.source, row.record): row.asked for row in locked if is_date(row.asked)}
    dated = [replace(row, asked=dates.get((row.source, row.record), row.asked)) for row in answered]
    return unique([*dated, *kept])


def _proving(entry: Entry) -> list[Evidence]:
    proof = entry.proof
    if proof is None:
        return [_own(entry)]
    because = "accepted in overrides.bib" if dict(entry.origins).get("source") else _PROOFS[proof.level]
    rows = [_record(one, entry, "proves", because) for one in proof.by]
    return rows if entry.source in proof.by or proof.level == "aggregators" else [*rows, _own(entry)]


def _own(entry: Entry) -> Evidence:
    """The record that an unproven entry was made of."""
    if entry.source == STATED:
        return replace(_record("", entry, "supports", ONLY_YOURS), source=YOUR_BIB, asked="")
    words = {"preprint": "the preprint itself", "unknown": "the preprint itself", "withdrawn": "the work was withdrawn"}
    return _record(entry.source, entry, "supports", words.get(entry.status, "the work's own record"))


def _record(one: str, entry: Entry, verdict: Verdict, because: str) -> Evidence:
    """A row of a record that the entry's facts are."""
    source = f"pack {entry.pack[0]}" if entry.pack and one == entry.source else _source(one, entry)
    date = entry.pack[1] if entry.pack and one == entry.source else dict(entry.asked).get(source, "")
    item = entry.item
    return Evidence(
        source=source,
        record=one,
        asked=date,
        verdict=verdict,
        because=because,
        title=plain(item.title),
        venue=plain(item.container_title) or item.event_title,
        year=item.issued.year if item.issued else None,
        authors=len(item.author),
    )


def _giving(entry: Entry) -> list[Evidence]:
    """A row for each record, and each word of the user's, that gave fields."""
    fields: dict[str, list[str]] = {}
    for name, origin in entry.origins:
        fields.setdefault(origin, []).append(name)
    rows = []
    for origin, names in fields.items():
        scheme, _colon, value = origin.partition(":")
        if scheme == "override":
            said = [_OVERRIDING.get(name, f"corrects {name}") for name in names]
            rows.append(Evidence(source=OVERRIDES, record=value, verdict="supports", because=", ".join(said)))
        elif origin == STATED:
            rows.append(Evidence(source=YOUR_BIB, verdict="supports", because=f"gives {', '.join(names)}"))
        elif origin != entry.source:
            source = _source(origin, entry)
            preprint = "the preprint; " if scheme == "arxiv" and entry.status == "published" else ""
            date, because = dict(entry.asked).get(source, ""), f"{preprint}gives {', '.join(names)}"
            rows.append(Evidence(source=source, record=origin, asked=date, verdict="supports", because=because))
    return rows


_OVERRIDING = {
    "source": "accepts the record",
    "not": "refuses another record",
    "joined": "joined with this entry by your word",
}


def _on_arxiv(entry: Entry) -> list[Evidence]:
    date = dict(entry.asked).get("arxiv", "")
    return [
        Evidence(source="arxiv", record=str(one), asked=date, verdict="supports", because="the preprint")
        for one in entry.ids
        if one.scheme == "arxiv"
    ]


def _asked(entry: Entry, known: set[str]) -> list[Evidence]:
    """A row for each source that was asked and that nothing else is known of, or that failed."""
    rows = []
    for source, value in entry.asked:
        verdict: Verdict = "answered"
        because = "what it said is not in the lock"
        if not is_date(value):
            verdict, because = "unasked", _unheard(entry, value)
        elif source in known:
            continue
        elif entry.status == "preprint" and source in REQUIRED_WITNESSES:
            verdict, because = "silent", "it knows of no publication"
        about = [
            str(one)
            for one in entry.ids
            if _source(str(one), entry) == source or source in _SOURCES.get(one.scheme, ())
        ]
        rows.append(Evidence(source=source, record=", ".join(about), asked=value, verdict=verdict, because=because))
    return rows


def _unheard(entry: Entry, why: str) -> str:
    """In words, why a source gave no valid answer; what it refuses is asked again only while the entry is open."""
    said = "its answer decided nothing" if why == "unclear" else f"it could not be asked ({why})"
    return said if is_lasting(why) and not is_open(entry) else f"{said}; the next build asks again"


def _note(entry: Entry) -> list[Evidence]:
    if entry.proof is None or entry.proof.note == "silent":
        return []
    agrees = entry.proof.note == "agrees"
    because = "the list's note agrees" if agrees else "the list's note names another venue or year"
    return [Evidence(source=LIST, verdict="supports" if agrees else "contradicts", because=because)]


def _source(record: str, entry: Entry) -> str:
    """The name of the source that a record is of, by its scheme and by who was asked."""
    scheme = record.partition(":")[0]
    asked = dict(entry.asked)
    return next((name for name in _SOURCES.get(scheme, ()) if name in asked), scheme)
