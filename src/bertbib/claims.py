"""Who says where a preprint was published: the list's note, its authors on arXiv, the aggregators. Claims, no proof.

What a search by title finds counts only where one of them names its venue and year: a title and its people alone may
also be those of a longer version elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bertbib.model import Item, Record, Wanted
from bertbib.text.titles import STOP_WORDS, fold
from bertbib.venues.notes import parse_note, series_of, side_events

_ACCEPTED = r"(?i)\b(?:accepted|to appear|appear(?:s|ed|ing)? (?:in|at)|published|camera.ready)\b"
_EMPTY_WORDS = frozenset({"proceedings", "international", "conference", "annual", "journal", "acm", "ieee"})


def claims_venue(preprint: Record) -> str:
    """The words in which a preprint's authors say that it was published: a journal reference, or a comment that names
    a venue and speaks of acceptance; empty where they do not.
    """
    hints = dict(preprint.hints)
    comment = hints.get("comment", "")
    claimed = comment if re.search(_ACCEPTED, comment) and parse_note(comment).acronyms else ""
    return hints.get("journal_ref") or claimed


def wanted(preprint: Record, note: str | None, testimonies: Iterable[Record]) -> Wanted | None:
    """What to search for, out of all that is said of a preprint's venue; None where nobody says anything.

    A note or comment without a year, and an aggregator that gives the year of the preprint, may mean the next one.
    """
    posted = preprint.item.issued.year if preprint.item.issued else None
    hints = dict(preprint.hints)
    venues: set[tuple[str, int]] = set()
    names: set[str] = set()
    for said in (note or "", hints.get("comment", ""), hints.get("journal_ref", "")):
        noted = parse_note(said)
        if "workshop" not in noted.side:
            venues |= {(series, year) for series in noted.acronyms for year in _years(noted.year, posted)}
    for record in testimonies:
        if record.status == "published":
            year = record.item.issued.year if record.item.issued else None
            years = _years(None if year == posted else year, posted)
            series = series_of(record.item)
            venues |= {(one, year) for one in series for year in years}
            names |= set() if series or not record.item.container_title else {record.item.container_title}
    found = Wanted(preprint.item, frozenset(venues), frozenset(names))
    return found if venues or names else None


def fits(item: Item, sought: Wanted) -> bool:
    """Whether a record's venue is one that somebody names: of the series and year, or with the very words of a
    name that is no known series. Where nothing but a workshop is named, any main event's paper is its sequel.
    """
    year = item.issued.year if item.issued else None
    if any((series, year) in sought.venues for series in series_of(item)):
        return "workshop" not in side_events(item)  # what is sought there is the main event's
    if not sought.venues and all(side_events(Item(container_title=name)) for name in sought.names):
        return not side_events(item)
    own = _words(f"{item.container_title} {item.event_title}")
    return any(_is_called(own, said, side_events(item)) for said in map(_words, sought.names) if said)


def _is_called(own: set[str], said: set[str], side: frozenset[str]) -> bool:
    """Whether the words of a venue are those said; of Findings, whose name nobody writes out, some are enough."""
    return own == said or (side == {"findings"} and said == {"findings"})


def _years(year: int | None, posted: int | None) -> tuple[int, ...]:
    if year is not None:
        return (year,)
    return (posted, posted + 1) if posted is not None else ()


def _words(venue: str) -> set[str]:
    return set(fold(venue).split()) - STOP_WORDS - _EMPTY_WORDS
