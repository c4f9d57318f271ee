"""Lines put into a text, and whether the text then says what it said before, and what is new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bertbib.model import Intake, Reference

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
Placed = tuple[tuple[str, ...], Reference]
"""The path of a theme, and one of its references."""


def inserted(text: str, after: int, added: Sequence[str]) -> str:
    """The text with lines put behind a line (1-based); line ends are those around it, no other byte changes."""
    place, ending = 0, ""
    for number, found in enumerate(_LINE.finditer(text), 1):
        ending = found[2] or ending
        place = found.end(1)
        if number == after:
            break
    ending = ending or "\n"
    return text[:place] + ending + ending.join(added) + text[place:]


class Back(NamedTuple):
    """What reading back found: the references in the new lines, whether there are findings on them, and whether all
    others are as they were.
    """

    new: list[Placed]
    troubled: bool
    others: bool


def compared(before: Intake, after: Intake, own: range) -> Back:
    """What a list says after lines were put into it, the new ones being ``own``, against what it said before."""
    old = [(one.path, reference) for one in before.themes for reference in one.references]
    new, others = [], []
    for one in after.themes:
        for reference in one.references:
            line = reference.where.line
            if line in own:
                new.append((one.path, reference))
            else:
                moved = replace(reference, where=replace(reference.where, line=line - len(own) * (line >= own.stop)))
                others.append((one.path, moved))
    troubled = any(problem.where and problem.where.line in own for problem in after.problems)
    return Back(new, troubled, sorted(others, key=_order) == sorted(old, key=_order))


def _order(placed: Placed) -> tuple[tuple[str, ...], int]:
    return placed[0], placed[1].where.line
