"""Themes and the lock -> a lock that knows every reference that can be proven, and what became of each reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bertbib.amending import first_questions, idle, needs_witnesses, part, pending, questions, why_anew
from bertbib.decide import Decider, Fate, Placement, Resolution
from bertbib.evidence import KeyEvidence
from bertbib.inquiry import Inquiry
from bertbib.judge import Judge
from bertbib.model import Entry, Identifier, Lock, Outcome, Record, Reference, Theme
from bertbib.model.entry import STATED
from bertbib.naming import Namer
from bertbib.proof import agree
from bertbib.publications import Publications, arxiv_ids
from bertbib.standing import as_record, could_not_ask, entries_of, is_open, is_provisional, is_undecided
from bertbib.text.links import implied
from bertbib.venues.notes import note_verdict, parse_note, side_events

if TYPE_CHECKING:
    from bertbib.overrides import Overrides

__all__ = ["Fate", "Placement", "Resolution", "resolve"]


def resolve(
    themes: Sequence[Theme],
    lock: Lock,
    publications: Publications,
    evidence: KeyEvidence,
    pattern: str,
    overrides: Overrides | None = None,
) -> Resolution:
    """Resolve all references of the themes; ``lock`` is completed in place and returned in the Resolution.

    Only what the lock lacks, or holds without knowing whether it is published, is asked for; an inquiry without a
    transport asks nobody.
    """
    inquiry = publications.inquiry
    resolution = Resolution(lock)
    publications.notes |= _venue_notes(themes)
    if inquiry.connect is not None:
        _reopen(themes, lock)
    wanted, unsettled = _wanted(themes, resolution, inquiry, overrides)
    inquiry.ask((*wanted, *first_questions(overrides, lock)))
    unpublished = _unpublished(unsettled, lock, publications)
    inquiry.hear(record.id for record, _note in unpublished)
    publications.search(unpublished)
    judge = Judge(publications, lock, resolution.problems, overrides)
    part(judge, _linked(themes))
    namer = Namer(evidence, pattern, lock, resolution.problems.append)
    decider = Decider(inquiry, publications, judge, namer, resolution)
    resolution.placements += [decider.place(theme, one) for theme in themes for one in theme.references]
    resolution.placements = _by_their_keys(resolution.placements, lock)
    if inquiry.connect is not None or not resolution.gaps:
        resolution.problems += idle(overrides, lock, inquiry)
    return resolution


def _linked(themes: Sequence[Theme]) -> set[Identifier]:
    """The identifiers of all references, with those that follow from their form."""
    ids = (one for theme in themes for reference in theme.references for one in reference.ids)
    return {expanded for one in ids for expanded in (one, *implied(one))}


def _venue_notes(themes: Sequence[Theme]) -> dict[Identifier, str]:
    """By identifier, a note that names a venue: a work may stand in several themes, and have its note in one."""
    found: dict[Identifier, str] = {}
    for reference in (one for theme in themes for one in theme.references):
        if reference.note and parse_note(reference.note).acronyms:
            for one in reference.ids:
                found.setdefault(one, reference.note)
    return found


def _reopen(themes: Sequence[Theme], lock: Lock) -> None:
    """Take back that an entry is not published where a list notes a venue now: that is a claim to be looked into."""
    for reference in (one for theme in themes for one in theme.references):
        if reference.note and parse_note(reference.note).acronyms:
            for entry in entries_of(reference, lock):
                if entry.status == "preprint":
                    lock.add(replace(entry, status="unknown", asked=()))


def _wanted(
    themes: Sequence[Theme], resolution: Resolution, inquiry: Inquiry, overrides: Overrides | None
) -> tuple[list[Identifier], list[Reference]]:
    """What has to be asked for the references of the themes, and those whose publication is open; what the lock lacks
    and nobody is asked for is noted in the resolution.
    """
    wanted: list[Identifier] = []
    unsettled: list[Reference] = []
    for reference in (one for theme in themes for one in theme.references):
        entries = entries_of(reference, resolution.lock)
        anew = {entry.key: (entry, why) for entry in entries if (why := why_anew(entry, overrides))}
        wanted += [
            one for entry, why in anew.values() for one in questions(entry, why, overrides) if inquiry.askable(one)
        ]
        accepted = [one for entry in entries for one in (overrides.accepts(entry) if overrides else ())]
        settled = [entry for entry in entries if entry.key not in anew or anew[entry.key][1] == "uncorrected"]
        missing = _missing((*reference.ids, *accepted), reference.outcome, settled, inquiry)
        wanted += missing
        still_open = [entry for entry in entries if is_open(entry)]
        if inquiry.connect is not None:  # "not published" takes everybody's answer: of those who gave one before, too
            wanted += [one for entry in still_open for one in entry.ids if inquiry.askable(one)]
        else:
            waiting = [said for entry, why in anew.values() if (said := pending(entry, why, overrides, inquiry))]
            resolution.problems += [one for one in waiting if one not in resolution.problems]
            resolution.gaps += [reference] if waiting or (missing and not entries) else []
        again = any(is_open(entry) or is_provisional(entry, inquiry.ranks) for entry in entries)
        if missing or again or any(needs_witnesses(*one) for one in anew.values()):
            unsettled.append(reference)
    return wanted, unsettled


def _by_their_keys(placements: Iterable[Placement], lock: Lock) -> list[Placement]:
    """The placements under the keys that their entries have in the end; what a theme has already is a duplicate."""
    found: list[Placement] = []
    placed: set[tuple[str, str]] = set()
    for one in placements:
        entry = lock.find_key(one.key) if one.key else None
        if entry is not None and one.fate in ("resolved", "duplicate"):
            place = (one.theme.slug, entry.key)
            one = one._replace(key=entry.key, fate="duplicate" if place in placed else "resolved")
            placed.add(place)
        found.append(one)
    return found


def _missing(
    ids: Sequence[Identifier], outcome: Outcome, entries: Sequence[Entry], inquiry: Inquiry
) -> list[Identifier]:
    """Those of a reference's identifiers that the lock does not know, or not well enough, and a source can be asked
    for.
    """
    if outcome == "not-a-paper" or not ids:
        return []
    vouched = [entry for entry in entries if entry.source != STATED or (entry.asked and not could_not_ask(entry))]
    again = any(is_undecided(entry, inquiry.ranks) for entry in vouched)
    known = frozenset() if again else {one for entry in vouched for one in (*entry.ids, *entry.related)}
    return [one for one in ids if one not in known and inquiry.askable(one)]


def _unpublished(
    references: Iterable[Reference], lock: Lock, publications: Publications
) -> list[tuple[Record, str | None]]:
    """The preprints of the references, with their notes, whose publication neither their own records nor a pack have
    shown yet.
    """
    inquiry = publications.inquiry
    found: dict[Identifier, tuple[Record, str | None]] = {}
    for reference in references:
        linked = [record for one in reference.ids if (record := inquiry.record(one))]
        if any(_is_published(record, inquiry) for record in linked):
            continue
        preprint = next((record for record in linked if record.id.scheme == "arxiv"), None)
        if preprint is not None and not _in_a_pack(preprint, reference.note, publications):
            found.setdefault(preprint.id, (preprint, publications.venue_note(preprint, reference.note)))
        elif preprint is None:
            for entry in filter(is_open, entries_of(reference, lock)):
                own = as_record(entry)
                for one in arxiv_ids(own):
                    found.setdefault(one, (replace(own, id=one), publications.venue_note(own, reference.note)))
    return list(found.values())


def _is_published(record: Record, inquiry: Inquiry) -> bool:
    named = (inquiry.record(one) for one in record.ids)
    published = [one for one in named if one is not None and one.status == "published"]
    return record.status == "published" or any(agree(record.item, one.item, named=True) for one in published)


def _in_a_pack(preprint: Record, note: str | None, publications: Publications) -> bool:
    """Whether a pack settles it: with a main event's record that agrees, also with the venue that a note names."""
    records = (one for one in publications.in_packs(preprint.item.title) if one.status == "published")
    agreeing = (one.item for one in records if agree(preprint.item, one.item) and not side_events(one.item))
    named = bool(parse_note(note or "").acronyms)
    return any(not named or note_verdict(note, item) == "agrees" for item in agreeing)
