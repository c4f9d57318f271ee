"""What may stand where a note would: a preprint server's name, a bare year, or the venue in some other form."""

from __future__ import annotations

import re
from typing import NamedTuple

from bertbib.annotations.habits import Place, first_links
from bertbib.annotations.sources import EntrySource
from bertbib.venues.acronyms import VenueName
from bertbib.venues.notes import parse_note


class Claim(NamedTuple):
    """A preprint server's name or a bare year that stands where the note would: its span, brackets included."""

    start: int
    end: int
    words: str
    year: int | None
    server: bool


_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_PREPRINT = (
    r"(?:arxiv(?:\.org)?(?: preprint)?|corr|pre-?print)"
    rf"(?:,? ?(?:{_MONTH} )?(?P<year>(?:19|20)\d\d)|,?['\u2019]\s?(?P<short>\d\d)|\((?P<inner>(?:19|20)\d\d)\))?"
)
_CLAIM = rf"(?P<server>{_PREPRINT})|(?P<bare>(?:19[5-9]|20[0-4])\d)"
_GROUP = re.compile(
    r"(?P<joint>[ \t.,;:|\u2013\u2014-]{0,6})(?P<open>[*_`(\[\uff08]{0,4})"
    rf"(?:{_CLAIM})(?P<close>[*_`)\]\uff09]{{0,4}})(?=$|[\s.,;|(\[])",
    re.IGNORECASE,
)


def find_claim(source: EntrySource, place: Place) -> Claim | None:
    """What stands in the note's place in the words of a preprint: ``*arXiv, Feb 2022*``, ``Preprint``, ``(2019)``."""
    title, masked = source.title, source.masked
    if title is None:
        return None
    if place.kind in ("after", "inside"):
        starts = [title.closes if place.kind == "after" else title.end]
    elif place.kind == "late":
        links = first_links(source, title.closes)
        end = len(masked.rstrip()) if links is None else links
        between = masked[title.closes : end]
        starts = [title.closes + found.start() for found in re.finditer(r"(?<=[.*_\r\n])[ \t]|[\r\n]+", between)][-3:]
    else:
        return None
    for start in starts:
        found = _GROUP.match(masked, start)
        if found and _is_whole(found, place):
            year = found["year"] or found["inner"] or found["bare"] or (f"20{found['short']}" if found["short"] else "")
            words = found["server"] or found["bare"]
            opening = found.start("open")
            return Claim(opening, found.end(), words, int(year) if year else None, found["bare"] is None)
    return None


def _is_whole(found: re.Match[str], place: Place) -> bool:
    """Whether the words are all of a group in brackets or marks, or of a sentence where notes are sentences."""
    pairs = {"(": ")", "[": "]", "\uff08": "\uff09"}
    closing = "".join(pairs.get(mark, mark) for mark in reversed(found["open"]))
    if closing != found["close"]:
        return False
    stop = place.joint.strip()
    alike = bool(stop) and found["joint"].strip() == stop and found["server"] is not None
    return bool(found["open"]) or place.kind == "late" or alike


def names_venue(source: EntrySource, venue: VenueName) -> bool:
    """Whether the entry names the venue with a year outside of its title, in a badge say."""
    title = source.title
    if title is None:
        return False
    rest = source.masked[: title.start] + source.masked[title.end :]
    rest += " ".join(re.findall(r"\bbadge[^\s)\]\"'>]*", source.text))
    for found in re.finditer(r"[A-Za-z]+", rest):
        if venue.series in parse_note(found[0]).acronyms:
            around = rest[max(0, found.start() - 6) : found.start()] + " " + rest[found.end() : found.end() + 8]
            if re.search(r"(?:19|20)\d\d|['\u2019]\s?\d\d", around):
                return True
    return False
