"""The same work twice within one theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bertbib.model import Identifier, Problem, Reference
from bertbib.text.links import implied
from bertbib.text.titles import fold


def mark_duplicates(references: Sequence[Reference]) -> tuple[list[Reference], list[Problem]]:
    """A theme's references, a later one that shares an identifier with an earlier one marked as its duplicate.

    One identifier under two unlike titles is a wrong link more often than one work, and gives a finding.
    """
    seen: dict[Identifier, Reference] = {}
    marked: list[Reference] = []
    problems: list[Problem] = []
    for reference in references:
        every = [same for identifier in reference.ids for same in (identifier, *implied(identifier))]
        earlier = next((seen[identifier] for identifier in every if identifier in seen), None)
        for identifier in every:
            seen.setdefault(identifier, reference)
        if earlier is None or reference.outcome != "paper":
            marked.append(reference)
            continue
        marked.append(replace(reference, outcome="duplicate"))
        if not _alike(earlier.title, reference.title):
            message = f"“{reference.title}” has the same identifier as “{earlier.title}” in line {earlier.where.line}."
            hint = "One of the two links may be wrong."
            problems.append(Problem("same-id-other-title", "warning", message, reference.where, hint))
    return marked, problems


def _alike(one: str, other: str) -> bool:
    """Whether two titles may be one: equal when folded, or one begins like the other."""
    first, second = sorted((fold(one), fold(other)), key=len)
    return second.startswith(first) or first[:20] == second[:20]
