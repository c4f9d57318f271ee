"""What may stand where a note would: a preprint server's name, a bare year, or the venue in some other form."""

from __future__ import annotations

import re
from typing import NamedTuple

from bertbib.annotations.habits import Place, first_links
from bertbib.annotations.places import HIDDEN, TitlePlace, mask
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
    rf"(?P<joint>[ \t.,;:|\u2013\u2014-]{{0,6}})(?P<open>[*_`(\[\uff08]{{0,4}})(?:{_CLAIM})",
    re.IGNORECASE,
)
_ENDS = tuple(f' \t\r\n.,;|([]*_"\u201d{HIDDEN}')
_BEFORE = re.compile(
    r"(?P<open>[(\[\uff08]?)(?P<bare>(?:19[5-9]|20[0-4])\d)(?P<close>[)\]\uff09]?)(?P<joint>[ \t.,:|-]{0,4})$"
)


def find_claim(source: EntrySource, place: Place) -> Claim | None:
    """What stands in the note's place in the words of a preprint: ``*arXiv, Feb 2022*``, ``Preprint``, ``(2019)``."""
    if source.title is None:
        return None
    if place.kind == "before":
        return _year_before(source.masked[: source.title.opens])
    for start in _starts(source, source.title, place):
        found = _GROUP.match(source.masked, start)
        end = _end(source.masked, found, place) if found else None
        if found and end is not None:
            year = found["year"] or found["inner"] or found["bare"] or (f"20{found['short']}" if found["short"] else "")
            words = found["server"] or found["bare"]
            return Claim(found.start("open"), end, words, int(year) if year else None, found["bare"] is None)
    return None


def _starts(source: EntrySource, title: TitlePlace, place: Place) -> list[int]:
    """Where a claim may begin: behind the title, or behind the last sentences before the links."""
    if place.kind != "late":
        return [title.closes if place.kind == "after" else title.end]
    links = first_links(source, title.closes)
    between = source.masked[title.closes : len(source.masked.rstrip()) if links is None else links]
    return [title.closes + found.end() for found in re.finditer(r"(?<=[.*_])[ \t]|[\r\n]+", between)][-3:]


def _year_before(text: str) -> Claim | None:
    """A year alone in brackets before a title."""
    found = _BEFORE.search(text)
    if found is None or not found["open"] or not found["close"]:
        return None
    return Claim(found.start(), found.end("close"), found["bare"], int(found["bare"]), server=False)


def _end(masked: str, found: re.Match[str], place: Place) -> int | None:
    """The end of a claim with what closes its brackets and marks, where it is all of a group or, where notes are
    sentences, of a sentence.
    """
    pairs = {"(": ")", "[": "]", "\uff08": "\uff09"}
    closing = "".join(pairs.get(mark, mark) for mark in reversed(found["open"]))
    end = found.end() + len(closing)
    if not masked.startswith(closing, found.end()) or masked[end : end + 1] not in ("", *_ENDS):
        return None
    stop = place.joint.strip()
    alike = bool(stop) and found["joint"].strip() == stop and found["server"] is not None
    return end if found["open"] or place.kind == "late" or alike else None


def names_venue(source: EntrySource, venue: VenueName) -> bool:
    """Whether the entry names the venue with a year outside of its title, in a badge say."""
    title = source.title
    if title is None:
        return False
    whole = source.masked + mask(source.nested)
    rest = whole[: title.start] + whole[title.end :]
    rest += " ".join(re.findall(r"\bbadge[^\s)\]\"'>]*", source.text))
    for found in re.finditer(r"[A-Za-z]+", rest):
        if venue.series in parse_note(found[0]).acronyms:
            around = rest[max(0, found.start() - 6) : found.start()] + " " + rest[found.end() : found.end() + 8]
            if re.search(r"(?:19|20)\d\d|['\u2019]\s?\d\d", around):
                return True
    return False
