"""The short name of the venue that a record names, as a reading list would note it: ``ACL``, 2019, workshop."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from bertbib.model import Item
from bertbib.venues.notes import series_of, side_events

_WRITTEN = {"neurips": "NeurIPS", "conll": "CoNLL", "corl": "CoRL", "interspeech": "Interspeech"}
"""Acronyms that are not all capitals."""

_JUNIOR = frozenset({"ijcnlp"})
"""Series that only lend their name where they meet together with another one."""

JOURNALS = frozenset({"tacl", "jmlr", "tmlr"})
"""Series that are journals: a work may well have appeared in one of them and at a conference."""

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)")
_TRACKS = {
    "Demo": re.compile(r"(?i)system demonstrations?|\bdemo(?:nstration)?s?\b"),
    "Industry": re.compile(r"(?i)\bindustry\b"),
}
_NO_TRACK = re.compile(r"(?i)\btutorials?\b|\bcompanion\b|\bdoctoral\b|\bstudent abstracts?\b")

Side = Literal["", "findings", "workshop"]
Trouble = Literal["unknown-venue", "dates-disagree"]


class VenueName(NamedTuple):
    """A venue as a note names it; ``track`` is a part of the conference that has volumes of its own (``Demo``)."""

    series: str
    name: str
    year: int
    side: Side = ""
    track: str = ""


def venue_name(item: Item) -> VenueName | Trouble:
    """The venue of a published record.

    ``unknown-venue`` where it is none or several of the known series, ``dates-disagree`` where the year in its name is
    not the record's year, or the record has none.
    """
    venue = f"{item.container_title} {item.event_title}"
    sides = side_events(item)
    series = set(series_of(item))
    series = (series - _JUNIOR) or series
    if "findings" in sides and len(series) > 1:
        series.discard("acl")  # "Findings of the ACL: EMNLP 2020"
    if len(series) != 1 or len(sides) > 1 or _NO_TRACK.search(venue):
        return "unknown-venue"
    years = {int(year) for year in _YEAR.findall(venue)}
    if item.issued is None or (years and item.issued.year not in years):
        return "dates-disagree"
    (acronym,) = series
    side: Side = "findings" if "findings" in sides else "workshop" if sides else ""
    track = next((name for name, pattern in _TRACKS.items() if pattern.search(venue)), "") if not side else ""
    return VenueName(acronym, _WRITTEN.get(acronym, acronym.upper()), item.issued.year, side, track)
