"""The source of one entry taken apart into text, links, images and comments, every character in one of them."""

from __future__ import annotations

import re
from html import unescape
from typing import Literal, NamedTuple

from bertbib.text.id_forms import trim

_ANCHOR = re.compile(r"""<a\s[^<>]*?href\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')[^<>]*>""", re.IGNORECASE)
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_BARE = re.compile(r"https?://[^\s<>\[\]\"\u3000-\u303f\uff00-\uffef]+")
_TICKS = re.compile(r"`+")
_BREAKING = re.compile(r"[\\`<!\[h]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Part(NamedTuple):
    """A piece of source; ``label`` and ``url`` are spans of ``raw``, of a link and an image only."""

    kind: Literal["text", "link", "image", "comment"]
    raw: str
    label: tuple[int, int] = (0, 0)
    url: tuple[int, int] = (0, 0)

    @property
    def address(self) -> str:
        """The address of a link, as a reader sees it."""
        return unescape(_ESCAPED.sub(r"\1", self.raw[slice(*self.url)])).strip()

    def with_target(self, label: str, url: str) -> str:
        """The source of this link with another label and address."""
        spans = sorted([(self.label, label), (self.url, url)])
        if self.label == (0, 0):
            spans = [(self.url, url)]
        done, place = "", 0
        for (start, end), text in spans:
            done += self.raw[place:start] + text
            place = end
        return done + self.raw[place:]


def parts_of(source: str) -> list[Part]:
    """The parts of an entry's source in order."""
    parts: list[Part] = []
    text, place = "", 0
    while place < len(source):
        found = _BREAKING.search(source, place)
        if found is None:
            text += source[place:]
            break
        text += source[place : found.start()]
        place = found.start()
        part, skipped = _at(source, place)
        if part is None:
            text += source[place : place + skipped]
            place += skipped
            continue
        if text:
            parts.append(Part("text", text))
            text = ""
        parts.append(part)
        place += len(part.raw)
    return [*parts, Part("text", text)] if text else parts


def _at(source: str, place: int) -> tuple[Part | None, int]:
    """The link, image or comment that begins here; else None and how many characters of text do."""
    character = source[place]
    if character == "\\":
        return None, 2
    if character == "`":
        ticks = _TICKS.match(source, place)
        width = len(ticks[0]) if ticks else 1
        end = source.find("`" * width, place + width)
        return None, (end + width - place) if end >= 0 else width
    if character == "<":
        return _html(source, place), 1
    if character == "!":
        link = _link(source, place + 1) if source[place + 1 : place + 2] == "[" else None
        return (_shifted(link) if link else None), 1
    if character == "[":
        return _link(source, place), 1
    found = _BARE.match(source, place)
    if found is None:
        return None, 1
    url = trim(found[0])
    return Part("link", url, (0, 0), (0, len(url))), 1


def _shifted(link: Part) -> Part:
    (label, end), (url, last) = link.label, link.url
    return Part("image", "!" + link.raw, (label + 1, end + 1), (url + 1, last + 1))


def _html(source: str, place: int) -> Part | None:
    if source.startswith("<!--", place):
        end = source.find("-->", place)
        return Part("comment", source[place : end + 3]) if end >= 0 else None
    found = _AUTOLINK.match(source, place)
    if found:
        return Part("link", found[0], (0, 0), (1, len(found[0]) - 1))
    anchor = _ANCHOR.match(source, place)
    close = source.find("</a>", place) if anchor else -1
    if anchor is None or close < 0:
        return None
    group = 1 if anchor[1] is not None else 2
    url = (anchor.start(group) - place, anchor.end(group) - place)
    return Part("link", source[place : close + 4], (len(anchor[0]), close - place), url)


def _link(source: str, place: int) -> Part | None:
    """A Markdown link ``[label](url "title")`` (CommonMark, 6.3)."""
    end = _closing(source, place, "[", "]")
    if end < 0 or source[end + 1 : end + 2] != "(":
        return None
    close = _closing(source, end + 1, "(", ")")
    if close < 0:
        return None
    inside = source[end + 2 : close]
    lead = len(inside) - len(inside.lstrip())
    target = inside.split(None, 1)[0] if inside.strip() else ""
    if inside[lead : lead + 1] == "<":
        stop = inside.find(">", lead)
        start, finish = lead + 1, stop
    else:
        start, finish = lead, lead + len(target)
    if finish < start:
        return None
    offset = end + 2 - place
    return Part("link", source[place : close + 1], (1, end - place), (offset + start, offset + finish))


def _closing(source: str, place: int, left: str, right: str) -> int:
    """The place of the bracket that closes the one here; -1 where none does."""
    depth = 0
    while place < len(source):
        character = source[place]
        if character == "\\":
            place += 1
        elif character == left:
            depth += 1
        elif character == right:
            depth -= 1
            if not depth:
                return place
        place += 1
    return -1
