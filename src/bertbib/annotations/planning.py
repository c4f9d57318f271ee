"""What is to be written into a list, and what became of each of its references."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import NamedTuple

from bertbib.annotations.claims import Claim, find_claim, names_venue
from bertbib.annotations.corrections import corrected, is_other_version, names_month, rewritten
from bertbib.annotations.habits import Habits, habits, locate
from bertbib.annotations.places import HIDDEN, code_spans, mask
from bertbib.annotations.placing import placed
from bertbib.annotations.sources import EntrySource, entry_sources
from bertbib.annotations.tables import fill_cells
from bertbib.findings import title_mismatch
from bertbib.model import Entry, Lock, Reference
from bertbib.readers.note_forms import NoteForm, spelled, written_note
from bertbib.standing import entries_of, is_weak
from bertbib.text.links import classify
from bertbib.venues.acronyms import VenueName, venue_name
from bertbib.venues.notes import note_verdict, parse_note

REASONS = {
    "not-a-paper": "no works",
    "not-in-lock": "not in the lock; run `bertbib build`",
    "not-published": "not known to be published",
    "weak-proof": "proven by title alone so far; run `bertbib build` with a network",
    "link-mismatch": "the record behind the link has another title",
    "several-works": "the entry's identifiers are of several works",
    "unknown-venue": "published in a venue that has no known short name",
    "dates-disagree": "the record's own dates disagree",
    "unread-note": "the list notes a venue that bertbib does not know",
    "other-version": "noted as another version (workshop, conference or journal)",
    "other-year": "another year stands where the note would",
    "named-already": "the entry seems to name the venue in another way",
    "no-place": "where the note would go is not certain",
    "refused": "the list would not have read back as it was",
}
"""Why a reference is left as it is, by code."""


class Span(NamedTuple):
    """A span of the file and the text that replaces it."""

    start: int
    end: int
    text: str


class Edit(NamedTuple):
    """The change of one reference, by its number in the list: the note before (if any) and after, and the entry."""

    number: int
    old: str | None
    new: str
    spans: tuple[Span, ...]
    entry: Entry


class Plan(NamedTuple):
    """The edits, and for every other reference, by number, why there is none (``right`` where its note agrees)."""

    edits: tuple[Edit, ...]
    left: dict[int, str]


class _Left(Exception):  # noqa: N818  # no error: a reference that is left as it is
    """A reference is left as it is; the argument is the code of the reason."""


def plan(text: str, references: Sequence[Reference], lock: Lock, tries: Mapping[int, int] | None = None) -> Plan:
    """The edits that give a list's references the notes that the lock has proven.

    ``tries`` says of references, by number, how many of their places were refused before.
    """
    tries = tries or {}
    sources = entry_sources(text, references)
    noted = [(sources[number], one.note) for number, one in enumerate(references) if one.note and number in sources]
    how = habits(noted, len(sources))
    spell = cache(partial(spelled, notes=how.notes))  # of many notes, for few venues
    edits: list[Edit] = []
    left: dict[int, str] = {}
    for number, reference in enumerate(references):
        try:
            entry = _proven(reference, lock)
            if reference.note and note_verdict(reference.note, entry.item) == "agrees":
                raise _Left("right")
            venue = venue_name(entry.item)
            if isinstance(venue, str):
                raise _Left(venue)
            source = sources.get(number)
            if source is None:
                raise _Left("no-place")
            name = spell(venue.name, venue.year)
            spans = _spans(source, reference, venue, name, how, tries.get(number, 0))
        except _Left as reason:
            left[number] = str(reason)
        else:
            moved = tuple(Span(source.start + start, source.start + end, new) for start, end, new in spans)
            edits.append(Edit(number, reference.note, _said(spans), moved, entry))
    return Plan(tuple(edits), left)


def _said(spans: Sequence[Span]) -> str:
    return " ".join(" ".join(span.text for span in spans).strip(" .,;:|").split())


def _proven(reference: Reference, lock: Lock) -> Entry:
    """The published entry of a reference; raise _Left where its proof would not carry a note."""
    if reference.outcome not in ("paper", "duplicate"):
        raise _Left("not-a-paper")
    entries = {entry.key: entry for entry in entries_of(reference, lock)}
    if len(entries) != 1:
        raise _Left("several-works" if entries else "not-in-lock")
    (entry,) = entries.values()
    if entry.status != "published" or entry.proof is None:
        raise _Left("not-published")
    if is_weak(entry):
        raise _Left("weak-proof")  # a note that bertbib wrote must never be what proves a record later
    if title_mismatch(entry, reference) is not None:
        raise _Left("link-mismatch")
    return entry


def _spans(
    source: EntrySource, reference: Reference, venue: VenueName, name: str, how: Habits, tries: int
) -> tuple[Span, ...]:
    """The spans to replace; ``tries`` says how many places were refused before. Raise _Left where there is none."""
    if tries and (reference.note or source.notes_in_cells):
        raise _Left("refused")
    if source.header:
        cells = fill_cells(source, reference.note, venue, name)
        if isinstance(cells, str):
            raise _Left(cells)
        if cells:
            return tuple(Span(*cell) for cell in cells)
    if reference.note:
        return (_correction(source, reference.note, venue, name, how),)
    return (_addition(source, venue, name, how, tries),)


def _correction(source: EntrySource, note: str, venue: VenueName, name: str, how: Habits) -> Span:
    said = parse_note(note)
    if not said.acronyms:
        raise _Left("unread-note")
    if is_other_version(said, venue):
        raise _Left("other-version")
    written = locate(source, note)
    new_words = corrected(note, venue, name)
    new_side = bool(venue.side) and venue.side not in said.side and not names_month(note)
    if written is not None and (new_side or new_words is None):
        return Span(written.start, written.end, rewritten(written, _tracked(how.form, venue), venue, name))
    place = _literal(source, note)
    if new_words is None or place is None:
        raise _Left("no-place")
    return Span(*place, new_words)


def _literal(source: EntrySource, note: str) -> tuple[int, int] | None:
    """Where the words of a note stand, behind the title if possible; None for those that a correction would falsify."""
    if source.title is None:
        return None
    whole, masked = source.text + source.nested, source.masked + mask(source.nested)
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, note.split())) + r"(?!\w)")
    found = pattern.search(masked, source.title.end) or pattern.search(masked, 0, source.title.opens)
    if found is None or _IMAGE.search(masked, 0, found.start()):
        return None  # a badge: its picture would go on saying what its text did
    target = _LABEL.match(masked, found.end())
    identifier = classify(whole[slice(*target.span(1))])[0] if target else None
    if target and (identifier is None or identifier.scheme != "arxiv"):
        return None  # the label of a link to the very venue
    return found.span()


_IMAGE = re.compile(r"!\[[^\[\]]*$")
_LABEL = re.compile(rf"[^\[\]]{{0,40}}\]\(({HIDDEN}*)\)")


def _tracked(form: NoteForm, venue: VenueName) -> NoteForm:
    """The form with a conference's track (``Demo``) behind the year."""
    if not venue.track:
        return form
    mark = "{year}" if "{year}" in form.template else "{yy}"
    return form._replace(template=form.template.replace(mark, f"{mark} {venue.track}"))


def _addition(source: EntrySource, venue: VenueName, name: str, how: Habits, tries: int) -> Span:
    title = source.title
    if title is None or not how.places or _is_open(source.masked[title.start : title.end]):
        raise _Left("no-place")
    form = _tracked(how.form, venue)
    if source.is_html:
        form = NoteForm(*(part.translate(_NO_MARKS) for part in form))
    note = form.render(name, venue.year, venue.side)
    claim = find_claim(source, how.places[0])
    if claim is not None:
        if tries:
            raise _Left("refused")
        return _superseded(source, claim, venue, name, form, note)
    if names_venue(source, venue):
        raise _Left("named-already")
    code = code_spans(source.text)
    found = [where for place in how.places if (where := placed(source, place, note))]
    sure = [where for where in found if not any(start < where[0] < end for start, end in code)]
    if len(sure) <= tries:
        raise _Left("refused" if sure else "no-place")
    place, text = sure[tries]
    return Span(place, place, text)


def _is_open(text: str) -> bool:
    """Whether a bracket is open at the end of a text: what follows stands in it."""
    return any(text.count(opening) > text.count(closing) for opening, closing in ("()", "[]"))


_NO_MARKS = str.maketrans("", "", "*_`")


def _superseded(source: EntrySource, claim: Claim, venue: VenueName, name: str, form: NoteForm, note: str) -> Span:
    """The note instead of a preprint's claim, in the claim's own form where that shows one."""
    if not claim.server:
        if claim.year != venue.year:
            raise _Left("other-year")
        return Span(claim.start, claim.end, note)
    part = source.masked[claim.start : claim.end]
    written = written_note(part, claim.words) if claim.year is not None else None
    if written is not None and not venue.side and not venue.track:
        return Span(claim.start, claim.end, form._replace(template=written.template).render(name, venue.year))
    return Span(claim.start, claim.end, note)
