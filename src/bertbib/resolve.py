"""Themes and the lock -> a lock that knows every reference that can be proven, and what became of each reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bertbib.decide import Decider, Fate, Placement, Resolution
from bertbib.evidence import KeyEvidence
from bertbib.inquiry import Inquiry
from bertbib.keys import new_key
from bertbib.model import Entry, Identifier, Lock, Problem, Reference, Theme
from bertbib.model.entry import STATED
from bertbib.text.links import implied
from bertbib.text.titles import plain

__all__ = ["Fate", "Placement", "Resolution", "resolve"]


def resolve(themes: Sequence[Theme], lock: Lock, inquiry: Inquiry, evidence: KeyEvidence, pattern: str) -> Resolution:
    """Resolve all references of the themes; ``lock`` is completed in place and returned in the Resolution.

    Only what the lock lacks is asked for; an inquiry without a transport asks nobody.
    """
    wanted: list[Identifier] = []
    resolution = Resolution(lock)
    for theme in themes:
        for reference in theme.references:
            missing = _missing(reference, lock, inquiry)
            wanted += missing
            known = any(lock.find(one) for identifier in reference.ids for one in (identifier, *implied(identifier)))
            if missing and not known:
                resolution.gaps.append(reference)
    inquiry.ask(wanted)
    _free_reserved_keys(resolution, evidence, pattern)
    taken = {key.casefold() for entry in lock for key in (entry.key, *entry.aliases)}
    decider = Decider(inquiry, evidence, pattern, resolution, taken)
    for theme in themes:
        placed: set[str] = set()
        for reference in theme.references:
            placement = decider.place(theme, reference)
            if placement.key in placed and placement.fate == "resolved":
                placement = placement._replace(fate="duplicate")
            if placement.key:
                placed.add(placement.key)
            resolution.placements.append(placement)
    return resolution


def _free_reserved_keys(resolution: Resolution, evidence: KeyEvidence, pattern: str) -> None:
    """Give entries of the lock other keys where the user's papers use theirs for another work."""
    lock = resolution.lock
    others = evidence.reserved()
    for entry in list(lock):
        if entry.key.casefold() in others and entry.key not in evidence.keys_for(entry.ids, entry.item):
            lock.remove(entry.key)
            taken = {key.casefold() for one in lock for key in (one.key, *one.aliases)} | others
            moved = replace(entry, key=new_key(entry.item, taken, pattern))
            lock.add(moved)
            message = (
                f'your papers use the key {entry.key} for another work; "{plain(entry.item.title)}" is now {moved.key}'
            )
            resolution.problems.append(Problem("key-moved", "warning", message))


def _missing(reference: Reference, lock: Lock, inquiry: Inquiry) -> list[Identifier]:
    """The reference's identifiers that the lock does not know and a source can be asked for."""
    if reference.outcome == "not-a-paper":
        return []
    found = [lock.find(one) for identifier in reference.ids for one in (identifier, *implied(identifier))]
    entries = [entry for entry in found if entry is not None and entry.source != STATED]
    again = any(entry.status == "unknown" and _could_not_ask(entry) for entry in entries)
    known = frozenset() if again else {one for entry in entries for one in (*entry.ids, *entry.related)}
    return [one for one in reference.ids if one not in known and inquiry.askable(one)]


def _could_not_ask(entry: Entry) -> bool:
    """Whether a source failed when this entry was asked for: it is asked again, until it answers."""
    return any(not date[:1].isdigit() for _source, date in entry.asked)
