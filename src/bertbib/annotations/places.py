"""Where in the source of one Markdown entry its title stands, what encloses it, and what must never be written into."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_TICKS = re.compile(r"`+")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*|/)?>")
_AUTOLINK = re.compile(r"<[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*>")
_BARE_URL = re.compile(r"(?:https?://|www\.)[^\s<>\[\]\"\u3000-\u303f\uff00-\uffef]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_QUOTES = {'"': '"', "\u201c": "\u201d", "\u300a": "\u300b", "\u300c": "\u300d"}
_HTML_MARKS = re.compile(r"<(b|strong|i|em|a|u|span|font)\b[^<>]*>$", re.IGNORECASE)
_TAG_CLOSES = r"\s?</\w+>"
HIDDEN = "\0"
"""What stands in a mask for a character that is no text: of a link's target, a tag, a comment, a URL."""


def mask(source: str) -> str:
    """The source with the targets of links, tags, comments and URLs hidden; of the same length.

    The brackets around a link's target stay, so that a label can be told from other brackets.
    """
    kept = list(source)
    for start, end in _hidden_spans(source):
        kept[start:end] = HIDDEN * (end - start)
    return "".join(kept)


def code_spans(source: str) -> list[tuple[int, int]]:
    """The spans of inline code, ticks included."""
    closing: dict[int, list[int]] = {}
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(source)]
    for start, end in reversed(runs):
        closing.setdefault(end - start, []).append(start)
    spans = []
    place = 0
    for start, end in runs:
        ends = closing[end - start]
        while ends and ends[-1] < end:
            ends.pop()
        if start >= place and ends and not _is_escaped(source, start):
            place = ends[-1] + end - start
            spans.append((start, place))
    return spans


def _is_escaped(source: str, place: int) -> bool:
    slashes = 0
    while place and source[place - 1] == "\\":
        place, slashes = place - 1, slashes + 1
    return slashes % 2 == 1


def _hidden_spans(source: str) -> Iterator[tuple[int, int]]:
    code = dict(code_spans(source))
    brackets = _brackets(source)
    place = 0
    while place < len(source):
        character = source[place]
        if place in code:
            place = code[place]
            continue
        end = place + 1
        if character == "\\":
            end = place + 2
        elif character == "<":
            end = _angle_end(source, place)
            if end > place + 1:
                yield place, end
        elif character == "]" and source[place + 1 : place + 2] == "(":
            end = brackets.get(place + 1, place + 1) + 1
            yield place + 2, max(place + 2, end - 1)
        elif character in "hw" and not source[place - 1 : place].isalnum():
            found = _BARE_URL.match(source, place)
            if found:
                end = found.end()
                yield place, end
        place = end


def _angle_end(source: str, place: int) -> int:
    """The end of the tag, comment or autolink that begins here; the next place where none does."""
    if source.startswith("<!--", place):
        end = source.find("-->", place)
        return len(source) if end < 0 else end + 3
    found = _AUTOLINK.match(source, place) or _TAG.match(source, place)
    return found.end() if found else place + 1


def _brackets(source: str) -> dict[int, int]:
    """Where each round bracket of a line is closed."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for found in re.finditer(r"\\.|[()\r\n]", source):
        if found[0] == "(":
            opened.append(found.start())
        elif found[0] == ")" and opened:
            pairs[opened.pop()] = found.start()
        elif found[0] in "\r\n":
            opened.clear()
    return pairs


_REFERENCE = re.compile(r"\[[^\[\]\r\n]{0,80}\]")


def _target_end(masked: str, place: int) -> int:
    """The place behind the target of a link whose label ends here, ``(url)`` or ``[reference]``; else the same one."""
    if masked[place : place + 1] == "(":
        end = place + 1
        while masked[end : end + 1] == HIDDEN:
            end += 1
        return end + 1 if masked[end : end + 1] == ")" else place
    reference = _REFERENCE.match(masked, place)
    return reference.end() if reference else place


class TitlePlace(NamedTuple):
    """Where a title stands: its text from ``start`` to ``end``, with the marks around it from ``opens`` to ``closes``.

    For ``**[Title?](url)**`` they enclose everything, and ``end`` is the place behind the question mark. ``closes`` is
    ``end`` for a title in plain text.
    """

    opens: int
    start: int
    end: int
    closes: int


def find_title(source: str, masked: str, title: str) -> TitlePlace | None:
    """Where a title as its reader gives it stands in the source, marks, escapes and entities aside.

    Of several places the one with marks around it counts, a link before others; none in code that holds more than it.
    None where it is not found.
    """
    wanted = "".join(filter(str.isalnum, title))
    if not wanted:
        return None
    letters, places = _letters(masked)
    code = code_spans(source)
    found: list[TitlePlace] = []
    at = letters.find(wanted)
    while at >= 0 and len(found) < 5:
        start, last = places[at], places[at + len(wanted) - 1]
        end = last + 1 if masked[last] != "&" else masked.index(";", last) + 1
        inside_code = any(opening < start and end < closing for opening, closing in code)
        if not (inside_code or masked[start - 1 : start].isalnum() or masked[end : end + 1].isalnum()):
            found.append(_enclosed(source, masked, start, _with_tail(masked, end, title)))
        at = letters.find(wanted, at + 1)
    return max(found, key=lambda one: (source[one.closes - 1] == ")", one.closes > one.end), default=None)


def _letters(masked: str) -> tuple[str, list[int]]:
    """The letters and digits of a source, entities resolved, and where each stands."""
    letters: list[str] = []
    places: list[int] = []
    skip = 0
    for place, character in enumerate(masked):
        if place < skip:
            continue
        text = character
        if character == "&" and (entity := _ENTITY.match(masked, place)):
            text, skip = unescape(entity[0]), entity.end()
        for letter in filter(str.isalnum, text):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _with_tail(masked: str, end: int, title: str) -> int:
    """The end of a title with the marks that are its own last characters (``Need?``)."""
    last = max(place for place, character in enumerate(title) if character.isalnum())
    for character in title[last + 1 :]:
        if masked[end : end + 1] == "\\" and masked[end + 1 : end + 2] == character:
            end += 2
        elif masked[end : end + 1] == character:
            end += 1
        else:
            break
    return end


def closes_at(source: str, masked: str, title: TitlePlace, place: int) -> bool:
    """Whether the marks that open right before a title close right at a place."""
    return any(_closing(source, masked, closer, place) for _opening, closer in _openers(source, masked, title.start))


def _closing(source: str, masked: str, closer: str, place: int) -> int | None:
    """The place behind what closes a mark, a few signs before it passed over; None where it does not close here."""
    if closer == _TAG_CLOSES:
        found = re.compile(closer).match(source, place)
    else:
        found = re.compile(rf"[^\w\0]{{0,4}}?{closer}").match(masked, place)
    return found.end() if found else None


def _enclosed(source: str, masked: str, start: int, end: int) -> TitlePlace:
    """A title's place with the marks that open right before it and close right after it."""
    opens, closes = start, end
    for opening, closer in _openers(source, masked, start):
        behind = _closing(source, masked, closer, closes)
        if behind is None:
            continue
        if closer == r"\]":
            behind = _target_end(masked, behind)
        opens, closes = opening, behind
    return TitlePlace(opens, start, end, closes)


def _openers(source: str, masked: str, start: int) -> Iterator[tuple[int, str]]:
    """The marks that open before a title, the nearest first: where each begins, and a pattern of what closes it."""
    place = start
    limit = max(0, start - 400)
    while place > limit:
        character = masked[place - 1]
        if character == HIDDEN:
            tag = _HTML_MARKS.search(source[limit:place])
            if tag is None:
                return
            place = limit + tag.start()
            yield place, _TAG_CLOSES
        elif character in "*_":
            run = place
            while run > limit and masked[run - 1] == character and place - run < 3:
                run -= 1
            if masked[place : place + 1].isspace():
                return  # a bullet
            yield run, re.escape(character * (place - run))
            place = run
        elif character == "[":
            place -= 1
            yield place, r"\]"
        elif character in _QUOTES:
            place -= 1
            yield place, _QUOTES[character]
        elif character == " " or unicodedata.category(character) in ("So", "Sk", "Mn"):
            place -= 1
        else:
            return
