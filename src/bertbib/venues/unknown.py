"""Venues that nobody has registered: tidied, and never forced into the nearest known one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bertbib.venues.boilerplate import KINDS, MONTHS, is_region
from bertbib.venues.index import Core, core, says_nothing
from bertbib.venues.pieces import Part, is_acronym, is_small, once, unnumbered
from bertbib.venues.reading import JOURNAL_WORDS, Reading
from bertbib.venues.registry import registry
from bertbib.venues.tracks import LABELS
from bertbib.venues.venue import Venue
from bertbib.venues.words import plain, stems

_LEADING = (
    r"(?i)^(?:(?:the|in|proceedings?|proc\.?|of|annual|digest of papers|\d+(?:st|nd|rd|th)|(?:19|20)\d\d)\b[ .,]*)+"
)


def unknown(reading: Reading) -> Venue:
    """An unknown venue: its words without dates, places and other boilerplate."""
    event = reading.field == "event" or not KINDS.isdisjoint(reading.words)
    kept = _content(reading, event)
    named = core(word for part in kept for word in part.words)
    key = _key(reading, kept, named)
    kind = "workshop" if named.workshop else "conference" if named.conference else _kind(reading, key)
    bare = kind == "unknown" and reading.field == "event" and len(key) > 2  # a meeting by its topic alone
    ending = " workshop" if named.workshop else " conf" if named.conference or bare else ""
    title = " ".join(tidied(part.text) for part in kept) or " ".join(reading.text.split())
    venue = ((" ".join(key) or title.casefold()) + ending).strip()
    if venue in registry():
        venue = f"the {venue}"  # Time is not TIME; an unknown one bears no id of the registry
    if reading.track and reading.track != "working-notes":
        title = f"{title}: {LABELS[reading.track]}"
        return Venue(f"{venue}/{reading.track}", reading.track, reading.track, "", reading.year, title, "", False)
    return Venue(venue, kind, "workshop" if named.workshop else "main", "", reading.year, title, "", False)


def as_given(text: str, year: int | None) -> Venue | None:
    """An unknown venue's track in the form in which ``unknown`` gives it (``odd conf/demo``), None for other text."""
    venue, _, track = text.partition("/")
    if track not in LABELS or not venue or not venue.replace(" ", "").isalnum() or not venue.islower():
        return None
    return Venue(text, track, track, "", year, f"{venue}: {LABELS[track]}", "", False)


def _key(reading: Reading, kept: Sequence[Part], named: Core) -> list[str]:
    """The compared words that all spellings of an unknown venue have in common."""
    lone = re.findall("[a-z0-9]+", " ".join(plain(part.text) for part in kept).lower())
    if len(lone) == 1 and not is_small(lone[0]):
        return lone  # ISO 4 abbreviates no title of one word
    if named.conference or named.workshop:
        return once(unnumbered(named.words))
    words = [word for part in kept for word in part.words]
    key = once([word for word in words if not _dates(word)])
    if reading.field == "event":
        return unnumbered([word for word in key if not says_nothing(word)]) or key
    return key


def _dates(word: str) -> bool:
    return word.isdigit() or word in MONTHS or word in ("vol", "issn")


def _kind(reading: Reading, key: Sequence[str]) -> str:
    return "journal" if reading.field == "journal" or not JOURNAL_WORDS.isdisjoint(key) else "unknown"


def _content(reading: Reading, event: bool) -> list[Part]:
    """The parts that name an unknown venue: no dates and places, nothing behind its acronym."""
    kept: list[Part] = []
    spelled = any(not (is_acronym(one.text) or one.empty or one.place) for one in reading.parts)
    for place, part in enumerate(reading.parts):
        if spelled and is_acronym(part.text) and (event or part.before.endswith("(")):
            if any(core(one.words).words for one in kept) and not _kind_follows(reading, place, kept):
                break
            continue
        empty = part.empty if event else all(map(_dates, part.words))
        if not empty or not KINDS.isdisjoint(part.words):
            kept.append(part)
    while len(kept) > 1 and kept[-1].place and (event or kept[-1].before.endswith("(")):
        _drop_place(kept)
    return kept or [part for part in reading.parts if not part.empty][:1]


def _drop_place(kept: list[Part]) -> None:
    """Take the place at the end away, and the city before a country."""
    region = is_region(" ".join(word for word in kept.pop().text.split() if not word[0].isdigit()))
    city = len(kept[-1].text.split()) <= 3 and (KINDS | JOURNAL_WORDS).isdisjoint(kept[-1].words)
    if region and city and len(kept) > 1:
        kept.pop()


def _kind_follows(reading: Reading, place: int, kept: Sequence[Part]) -> bool:
    """Whether only behind an acronym the text says what kind of event it is."""
    said = any(not KINDS.isdisjoint(one.words) for one in kept)
    return not said and any(not KINDS.isdisjoint(one.words) for one in reading.parts[place + 1 :])


def tidied(text: str) -> str:
    """A part as written without ``Proceedings of the 27th``."""
    text = re.sub(r"'?\b(?:19|20)\d\d\b|'\d\d\b", " ", text)
    rest = " ".join(re.sub(_LEADING, "", " ".join(text.split())).split())
    first = rest.partition(" ")
    if first[2] and stems(first[0]) and all(says_nothing(stem) for stem in stems(first[0].replace("-", ""))):
        rest = first[2]
    return rest.strip(" ,.-") or " ".join(text.split())
