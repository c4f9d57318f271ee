"""What the finders share: which of many titles may be that of a preprint looked for, and what that leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bertbib.model import Answer, Identifier, Item, Reading, Record, Wanted
from bertbib.proof import titles_alike
from bertbib.sources import _forms
from bertbib.text.titles import fold, words

_MOST = 3
"""Leads that are followed for one preprint; the nearest titles come first."""


def at_venues(wanted: Mapping[Identifier, Wanted], series: str) -> dict[int, list[Identifier]]:
    """By year, the preprints that somebody says appeared in a series."""
    found: dict[int, list[Identifier]] = {}
    for one, work in wanted.items():
        for name, year in sorted(work.venues):
            if name == series:
                found.setdefault(year, []).append(one)
    return found


def reading(answer: Answer, titles: Iterable[tuple[str, Identifier]]) -> Reading:
    """For each preprint asked about, a record of the identifiers behind the titles that may be its own; else absent."""
    wanted = dict(zip(answer.request.ids, answer.request.titles, strict=True))
    near: dict[Identifier, list[tuple[float, Identifier]]] = {one: [] for one in wanted}
    asked = [(one, title, set(words(title))) for one, title in wanted.items()]
    for title, lead in titles:
        own = set(words(title))
        for one, sought, shared in asked:
            if own & shared and titles_alike(sought, title):
                score = 2.0 if fold(sought) == fold(title) else len(own & shared) / len(own | shared)
                near[one].append((-score, lead))
    records: dict[Identifier, Record] = {}
    for one, leads in near.items():
        best = dict.fromkeys(lead for _score, lead in sorted(leads, key=lambda found: found[0]))
        if best:
            found = _forms.record(answer, one, Item(title=wanted[one]), "other")
            records[one] = replace(found, ids=tuple(best)[:_MOST])  # without its own
    return Reading(records, absent=frozenset(wanted.keys() - records.keys()))
