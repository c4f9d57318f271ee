"""Which lines of a Markdown text an entry takes up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from markdown_it.token import Token

_LINE_END = re.compile(r"\r\n|\r|\n")
_LEAVES = frozenset({"paragraph_open", "html_block"})
_BLOCKS = _LEAVES | {"list_item_open", "tr_open"}


def split_lines(text: str) -> list[str]:
    r"""The lines of a text, without their ends, as Markdown counts them: ``\n``, ``\r\n`` and ``\r`` end one."""
    return _LINE_END.split(text)


def extents(tokens: Sequence[Token], starts: Sequence[int], lines: Sequence[str]) -> dict[int, int]:
    """The last line of the entry that starts at each of these lines (ascending, 1-based), blank lines at its end left
    out.

    An entry ends with its block (list item, table row, paragraph, HTML with the ``<details>`` it opens), or before the
    next entry. A paragraph that is one has the ``Paper: https://...`` items below it.
    """
    whole, leaves = _blocks(tokens, frozenset(starts))
    heads = [start for start, _end in leaves]
    found: dict[int, int] = {}
    for number, start in enumerate(starts):
        end = whole.get(start)
        if end is None:  # one of several in a paragraph or a piece of HTML
            place = bisect_right(heads, start) - 1
            end = max(start, leaves[place][1]) if place >= 0 else start
        if number + 1 < len(starts):
            end = min(end, max(start, starts[number + 1] - 1))
        end = min(end, len(lines))
        while end > start and not lines[end - 1].strip(" \t>"):
            end -= 1
        found[start] = end
    return found


def _blocks(tokens: Sequence[Token], starts: frozenset[int]) -> tuple[dict[int, int], list[tuple[int, int]]]:
    """The longest block at each line where one begins, and the paragraphs and pieces of HTML in order."""
    whole: dict[int, int] = {}
    leaves: list[tuple[int, int]] = []
    opened: list[tuple[int, int]] = []  # places in ``leaves``, and the depth of their <details>
    depth = 0
    for place, token in enumerate(tokens):
        if token.type not in _BLOCKS or token.map is None:
            continue
        start, end = token.map[0] + 1, token.map[1]
        if token.type == "paragraph_open" and start in starts:
            end = _end_of_keys(tokens, place + 3, starts) or end
        whole[start] = max(end, whole.get(start, 0))
        if token.type not in _LEAVES:
            continue
        leaves.append((start, end))
        if token.type == "html_block":
            html = token.content.lower()
            before = depth
            depth = max(0, depth + html.count("<details") - html.count("</details"))
            if depth > before:
                opened.append((start, before))
            while opened and depth <= opened[-1][1]:
                first, _before = opened.pop()
                whole[first] = max(end, whole[first])
    return whole, leaves


def _end_of_keys(tokens: Sequence[Token], place: int, starts: frozenset[int]) -> int:
    """The end of the list of ``Paper: ...`` items that follows a paragraph at this place; 0 where none does."""
    if place >= len(tokens) or tokens[place].type != "bullet_list_open" or tokens[place].map is None:
        return 0
    first, last = tokens[place].map or (0, 0)
    return 0 if any(first < start <= last for start in starts) else last
