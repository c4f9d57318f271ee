"""Which lines of a Markdown text an entry takes up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from markdown_it.token import Token

_LINE_END = re.compile(r"\r\n|\r|\n")
_DETAILS = re.compile(r"<(/?)details\b", re.IGNORECASE)
_LEAVES = frozenset({"paragraph_open", "html_block"})


Kind = Literal["item", "row", "paragraph", "html"]
_KINDS: dict[str, Kind] = {
    "list_item_open": "item",
    "tr_open": "row",
    "paragraph_open": "paragraph",
    "html_block": "html",
}


class Extent(NamedTuple):
    """The last line of an entry, and the kind of block that it is or stands in."""

    end: int
    kind: Kind


def split_lines(text: str) -> list[str]:
    r"""The lines of a text, without their ends, as Markdown counts them: ``\n``, ``\r\n`` and ``\r`` end one."""
    return _LINE_END.split(text)


def extents(tokens: Sequence[Token], starts: Sequence[int], lines: Sequence[str]) -> dict[int, Extent]:
    """How far the entry reaches that starts at each of these lines (ascending, 1-based), without blank lines at its
    end.

    An entry ends with its block (list item, table row, paragraph, HTML with the ``<details>`` it opens), or before the
    next entry. A paragraph that is one has the ``Paper: https://...`` items below it.
    """
    whole, leaves = _blocks(tokens, frozenset(starts))
    heads = [start for start, _extent in leaves]
    details = _details(tokens)
    found: dict[int, Extent] = {}
    for number, start in enumerate(starts):
        extent = whole.get(start)
        if extent is None:  # one of several in a paragraph or a piece of HTML
            place = bisect_right(heads, start) - 1
            extent = leaves[place][1] if place >= 0 else Extent(start, "paragraph")
        end = max(start, extent.end, details.get(start, 0) if extent.kind == "html" else 0)
        if number + 1 < len(starts):
            end = min(end, max(start, starts[number + 1] - 1))
        end = min(end, details[start]) if extent.kind == "html" and start in details else end
        end = min(end, len(lines))
        while end > start and not lines[end - 1].strip(" \t>"):
            end -= 1
        found[start] = Extent(end, extent.kind)
    return found


def _blocks(tokens: Sequence[Token], starts: frozenset[int]) -> tuple[dict[int, Extent], list[tuple[int, Extent]]]:
    """The longest block at each line where one begins, and the paragraphs and pieces of HTML in order."""
    whole: dict[int, Extent] = {}
    leaves: list[tuple[int, Extent]] = []
    for place, token in enumerate(tokens):
        kind = _KINDS.get(token.type)
        if kind is None or token.map is None:
            continue
        start, end = token.map[0] + 1, token.map[1]
        if token.type == "paragraph_open" and start in starts:
            end = _end_of_keys(tokens, place + 3, starts) or end
        if start not in whole or end > whole[start].end:
            whole[start] = Extent(end, kind)
        if token.type in _LEAVES:
            leaves.append((start, Extent(end, kind)))
    return whole, leaves


def _details(tokens: Sequence[Token]) -> dict[int, int]:
    """The line where the ``<details>`` end that are opened on each line."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for token in tokens:
        if token.type != "html_block" or token.map is None or "details" not in token.content.lower():
            continue
        for tag in _DETAILS.finditer(token.content):
            line = token.map[0] + 1 + token.content.count("\n", 0, tag.start())
            if not tag[1]:
                opened.append(line)
            elif opened:
                found[opened.pop()] = line
    return found


def _end_of_keys(tokens: Sequence[Token], place: int, starts: frozenset[int]) -> int:
    """The end of the list of ``Paper: ...`` items that follows a paragraph at this place; 0 where none does."""
    if place >= len(tokens) or tokens[place].type != "bullet_list_open" or tokens[place].map is None:
        return 0
    first, last = tokens[place].map or (0, 0)
    return 0 if any(first < start <= last for start in starts) else last
