"""The rule about venues: the registry's name where a field says no more than which venue it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bertbib.text import tex
from bertbib.text.latex import to_text
from bertbib.tidying.edits import Edit, Facts, Settings
from bertbib.venues.boilerplate import CONFERENCE, MONTHS, ORDINALS, ORGANISATIONS
from bertbib.venues.identify import identify
from bertbib.venues.index import vocabulary
from bertbib.venues.registry import registry
from bertbib.venues.venue import Venue
from bertbib.venues.words import stems

VENUE_FIELDS = ("booktitle", "journal", "journaltitle")
_NOT_RENAMED = frozenset({"preprint", "book series"})
_LONGEST = 300
_BOILERPLATE = CONFERENCE | ORGANISATIONS | {"proc", "procs", "proceed", "annu", "bienn", "biennial", "int", "worksh"}
_ORDINAL = r"\d+(?:st|nd|rd|th|d)|\w*(?:eenth|ieth|elfth)"
_YEAR = r"(?:19|20)\d\d"
_GLUED = r"(?<=[A-Za-z])(?:'| ')?((?:19|20)\d\d|(?<=')\d\d|(?<=[A-Z]{2})\d\d)(?![\w/-])"
_DATED = re.compile(rf"(?i)\b(?:{'|'.join(sorted(MONTHS - {'may', 'march'}, key=len, reverse=True))})\b|\d\s*-+\s*\d")


def venue_names(entry: Facts, settings: Settings) -> Iterator[Edit]:
    """The registry's name in the year of the entry, where nothing but that name is written."""
    if settings.venues == "keep":
        return
    for name in VENUE_FIELDS:
        value = entry.fields.get(name)
        if value is None or len(value) > _LONGEST or _DATED.search(value):
            continue
        year = _year(entry)
        new = _renamed(value, name, year, settings.venues, settings.ascii)
        if new is not None:
            yield Edit(name, value, new)


def unknown_venue(value: str, field: str) -> bool:
    """Whether the registry does not know a venue."""
    return not identify(to_text(value), field).known


def _year(entry: Facts) -> int | None:
    text = entry.fields.get("year", "").strip() or entry.fields.get("date", "").strip()[:4]
    return int(text) if len(text) == 4 and text.isascii() and text.isdecimal() else None


@lru_cache(maxsize=65536)
def _renamed(value: str, field: str, year: int | None, form: str, ascii_only: bool) -> str | None:
    """The name that a value is to have, None where it stays as it is."""
    text = " ".join(to_text(value).split())
    venue = identify(text, field, year)
    if not venue.known or venue.track != "main" or venue.kind in _NOT_RENAMED or "/" in venue.venue:
        return None
    if (year is None and _renamed_over_time(venue)) or _is_shared(text, venue):
        return None
    name = venue.printed(form)
    if name == text or not name or not _says_no_more(text, venue, year):
        return None
    again = identify(name, field, year)
    if again.venue != venue.venue or again.printed(form) != name:
        return None  # who reads the new name must find the same venue
    written = tex.escape(name)
    written = tex.to_ascii(written) if ascii_only else written
    return written if to_text(written) == name else None


def _renamed_over_time(venue: Venue) -> bool:
    rows = (registry()[one] for one in venue.venue.split("+"))
    return any(label.first > 0 or label.last < 9999 for row in rows for label in (*row.names, *row.acronyms))


def _is_shared(text: str, venue: Venue) -> bool:
    """Whether nothing but an acronym names a venue, and others have that acronym too (CC, MM)."""
    rows = [registry()[one] for one in venue.venue.split("+")]
    return any(row.guard for row in rows) and set(stems(text)).isdisjoint(*(vocabulary(row.id) for row in rows))


def _says_no_more(text: str, venue: Venue, year: int | None) -> bool:
    """Whether all words are the venue's, or boilerplate, an ordinal or the year of the entry.

    Places, dates, volumes, parts, tracks and honours are said nowhere else, and so the whole text stays.
    """
    own = _own_words(venue.venue)
    short = "" if year is None else f"{year % 100:02}"
    years = {str(year), short} if year is not None else set()
    if any(found[1] not in years for found in re.finditer(_GLUED, text)):
        return False
    words = stems(re.sub(_GLUED, "", text))
    return all(
        word in own or word in _BOILERPLATE or word in ORDINALS or re.fullmatch(_ORDINAL, word) or word == str(year)
        for word in words
    )


@lru_cache(maxsize=4096)
def _own_words(ids: str) -> frozenset[str]:
    rows = [registry()[one] for one in ids.split("+")]
    rows += [registry()[part] for row in rows for part in row.linked("part")]
    labels = {word for row in rows for label in row.acronyms for word in stems(label.text)}
    whole = {label.text.lower() for row in rows for label in row.acronyms}
    return frozenset(labels | whole).union(*(vocabulary(row.id) for row in rows))
