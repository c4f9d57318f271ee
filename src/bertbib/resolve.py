"""Themes and the lock -> a lock that knows every reference that can be proven, and what became of each reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bertbib.decide import Decider, Fate, Placement, Resolution
from bertbib.evidence import KeyEvidence
from bertbib.inquiry import Inquiry
from bertbib.judge import Judge
from bertbib.model import Entry, Identifier, Lock, Outcome, Record, Reference, Theme
from bertbib.model.entry import STATED
from bertbib.naming import Namer
from bertbib.proof import agree
from bertbib.publications import Publications
from bertbib.standing import could_not_ask, is_open, is_weak
from bertbib.text.links import implied

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
    wanted: list[Identifier] = []
    resolution = Resolution(lock)
    unsettled: list[Reference] = []
    for theme in themes:
        for reference in theme.references:
            entries = _entries(reference, lock)
            accepted = [one for entry in entries for one in (overrides.accepts(entry) if overrides else ())]
            missing = _missing((*reference.ids, *accepted), reference.outcome, entries, inquiry)
            wanted += missing
            if missing and not entries:
                resolution.gaps.append(reference)
            if missing or any(map(is_open, entries)):
                unsettled.append(reference)
    inquiry.ask(wanted)
    inquiry.hear(_unpublished(unsettled, lock, publications))
    namer = Namer(evidence, pattern, lock, resolution.problems.append)
    judge = Judge(publications, lock, resolution.problems, overrides)
    decider = Decider(inquiry, publications, judge, namer, resolution)
    for theme in themes:
        placed: set[str] = set()
        for reference in theme.references:
            placement = decider.place(theme, reference)
            if placement.key and placement.fate in ("resolved", "duplicate"):
                placement = placement._replace(fate="duplicate" if placement.key in placed else "resolved")
            if placement.key:
                placed.add(placement.key)
            resolution.placements.append(placement)
    return resolution


def _entries(reference: Reference, lock: Lock) -> list[Entry]:
    """The entries that hold an identifier of a reference."""
    found = [lock.find(one) for identifier in reference.ids for one in (identifier, *implied(identifier))]
    return [entry for entry in found if entry is not None]


def _missing(
    ids: Sequence[Identifier], outcome: Outcome, entries: Sequence[Entry], inquiry: Inquiry
) -> list[Identifier]:
    """Those of a reference's identifiers that the lock does not know, or not well enough, and a source can be asked
    for.
    """
    if outcome == "not-a-paper" or not ids:
        return []
    vouched = [entry for entry in entries if entry.source != STATED or (entry.asked and not could_not_ask(entry))]
    witnesses = {witness.name for witness in inquiry.witnesses} if any(map(could_not_ask, vouched)) else set()
    again = any(is_weak(entry) or _source_failed(entry, witnesses) for entry in vouched)
    known = frozenset() if again else {one for entry in vouched for one in (*entry.ids, *entry.related)}
    return [one for one in ids if one not in known and inquiry.askable(one)]


def _source_failed(entry: Entry, witnesses: Iterable[str]) -> bool:
    failed = {source for source, date in entry.asked if not date[:1].isdigit()}
    return entry.status == "unknown" and bool(failed - set(witnesses))


def _unpublished(references: Iterable[Reference], lock: Lock, publications: Publications) -> list[Identifier]:
    """The arXiv identifiers of the references whose publication neither their own records nor a pack have shown yet."""
    inquiry = publications.inquiry
    found: list[Identifier] = []
    for reference in references:
        linked = [record for one in reference.ids if (record := inquiry.record(one))]
        if any(_is_published(record, inquiry) for record in linked):
            continue
        preprint = next((record for record in linked if record.id.scheme == "arxiv"), None)
        if preprint is not None and not _in_a_pack(preprint, publications):
            found.append(preprint.id)
        elif preprint is None:
            open_entries = filter(is_open, _entries(reference, lock))
            found += [one for entry in open_entries for one in entry.ids if one.scheme == "arxiv"]
    return found


def _is_published(record: Record, inquiry: Inquiry) -> bool:
    named = (inquiry.record(one) for one in record.ids)
    proven = (one for one in named if one is not None and one.status == "published" and agree(record.item, one.item))
    return record.status == "published" or any(proven)


def _in_a_pack(preprint: Record, publications: Publications) -> bool:
    records = publications.in_packs(preprint.item.title)
    return any(record.status == "published" and bool(agree(preprint.item, record.item)) for record in records)
