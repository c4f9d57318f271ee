"""A .bib text as it is read, and where each of its characters stands in the text that was given."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence

CONFLICT = r"(?m)^(?:[<>|]{7}(?: .*)?|={7})$"
"""The lines of a merge conflict that stand between the two sides."""

_CONFLICT_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_HEAD_TYPES = (
    "article|book|booklet|collection|conference|dataset|electronic|inbook|incollection|inproceedings|manual|"
    "mastersthesis|misc|online|patent|phdthesis|proceedings|report|software|techreport|thesis|unpublished|string|comment"
)
# Blanks behind the "@" and a line end before the brace are BibTeX, but not what bibtexparser takes for a block.
_LOOSE_HEAD = (
    r"(?im)(?P<indent>^[ \t]*+)?@(?P<gap>(?(indent)\s*+|[ \t]*+\n\s*+))"
    rf"(?P<type>{_HEAD_TYPES})(?P<blank>\s*+)(?P<open>[{{(])"
)
_MAYBE_LOOSE = rf"(?i)@(?:\s++(?:{_HEAD_TYPES})\s*+|(?:{_HEAD_TYPES})\s++)[{{(]"


class Origins:
    """Maps offsets of a text to those of the one that it was made of by leaving out and putting in."""

    def __init__(self, steps: Iterable[tuple[int, int]] = ()) -> None:
        """``steps`` are offsets of the new text, ascending, and what is to be added from there on."""
        self._points, self._added = array("q"), array("q")
        for at, added in steps:
            self._points.append(at)
            self._added.append(added)

    def __call__(self, at: int) -> int:
        """Where the character at ``at`` stood."""
        index = bisect_right(self._points, at)
        return at + self._added[index - 1] if index else at


Ways = Sequence[Origins]
"""From the text that is read to the one that was given, step by step."""


def original_span(ways: Ways, start: int, end: int) -> tuple[int, int]:
    """Where what stands from ``start`` to ``end`` stood in the text that was given."""
    last = end - 1  # what was left out behind the end is none of it
    for way in ways:
        start, last = way(start), way(last)
    return start, last + 1


def with_line_feeds(text: str) -> tuple[str, Ways]:
    """A text without byte order mark, its lines ended by line feeds."""
    mark = text.startswith("\ufeff")
    body = text.removeprefix("\ufeff")
    if "\r" not in body:
        return body, [Origins([(0, 1)])] if mark else []
    pairs = (found.start() - count for count, found in enumerate(re.finditer("\r\n", body)))
    steps = ((at, count) for count, at in enumerate(pairs, start=1 + mark))
    way = Origins([(0, 1), *steps] if mark else steps)
    return body.replace("\r\n", "\n").replace("\r", "\n"), [way]


def has_conflicts(text: str) -> bool:
    """Whether some line may be one of a merge conflict; the pattern itself takes longer."""
    return any(mark in text for mark in _CONFLICT_MARKS)


def without_conflicts(text: str) -> tuple[str, Ways]:
    """A text with the lines blanked that are marks of a merge conflict."""
    parts, steps, at, left_out = [], [], 0, 0
    for mark in re.finditer(CONFLICT, text):
        parts.append(text[at : mark.start()])
        at = mark.end()
        steps.append((mark.start() - left_out, left_out + len(mark[0])))
        left_out += len(mark[0])
    return "".join([*parts, text[at:]]), [Origins(steps)] if steps else []


def tightened(text: str, *, from_line_start: bool = True) -> tuple[str, Ways]:
    """The text with entries' heads without the blanks of ``@ article {``; its lines stay where they are.

    ``from_line_start`` says whether the text begins a line.
    """
    if re.search(_MAYBE_LOOSE, text) is None:
        return text, []
    lead = "" if from_line_start else "}"
    whole = lead + text
    parts: list[str] = []
    steps: list[tuple[int, int]] = []
    at = new = added = 0
    for head in re.finditer(_LOOSE_HEAD, whole):
        if not head["gap"] and not head["blank"]:
            continue
        lines = "\n" * head[0].count("\n")
        tight = (whole[at : head.start("gap")], head["type"] + head["open"], lines)
        parts += tight
        new += len(tight[0])
        added += len(head["gap"])
        steps.append((new, added))
        new += len(head["type"])
        added += len(head["blank"])
        steps.append((new, added))
        new += 1 + len(lines)
        added -= len(lines)
        steps.append((new, added))
        at = head.end()
    made = "".join([*parts, whole[at:]])
    return made[len(lead) :], [Origins((point - len(lead), add) for point, add in steps)] if steps else []


__all__ = [
    "CONFLICT",
    "Origins",
    "Ways",
    "has_conflicts",
    "original_span",
    "tightened",
    "with_line_feeds",
    "without_conflicts",
]
