"""A .bib text as entries and what stands between them, put together again without the entries that went."""

from __future__ import annotations

import re
from collections.abc import Sequence

_REST_OF_LINE = re.compile(r"[ \t]*+(?:\r\n|[\r\n])")
_BLANK_LINES = re.compile(r"(?:[ \t]*+(?:\r\n|[\r\n]))*+")
_ENDS_BLANK = re.compile(r"(?:\A|(?>\r\n|\r|\n))[ \t]*+(?>\r\n|\r|\n)[ \t]*+\Z")
_LAST_LINE_ENDS = re.compile(r"((?>\r\n|\r|\n))(?:[ \t]*+(?>\r\n|\r|\n))++\Z")


def without(gaps: Sequence[str], chunks: Sequence[str | None]) -> tuple[list[str], list[str]]:
    """The gaps and entries that are left where those that are None go, each with the rest of its line.

    There is one gap more than entries; what stands in them stays, but for blank lines that would be doubled.
    """
    left = [gaps[0]]
    kept: list[str] = []
    for chunk, behind in zip(chunks, gaps[1:], strict=True):
        if chunk is None:
            left[-1] = _closed(left[-1], behind, first=not kept)
        else:
            kept.append(chunk)
            left.append(behind)
    return left, kept


def joined(gaps: Sequence[str], chunks: Sequence[str]) -> str:
    """The text."""
    parts = [gaps[0]]
    for chunk, gap in zip(chunks, gaps[1:], strict=True):
        parts += (chunk, gap)
    return "".join(parts)


def _closed(before: str, behind: str, *, first: bool) -> str:
    """What is left between the neighbours of an entry that goes."""
    at_line_start = (
        not before.removeprefix("\ufeff") or before.endswith(("\n", "\r")) if first else _on_new_line(before)
    )
    if not at_line_start:
        return before + behind
    rest = _REST_OF_LINE.match(behind)
    if rest:
        behind = behind[rest.end() :]
        blank = not before.removeprefix("\ufeff").strip() and first
        if blank or _ENDS_BLANK.search(before):
            lines = _BLANK_LINES.match(behind)
            behind = behind[lines.end() :] if lines else behind
    if not behind.strip() and not first:
        before = _LAST_LINE_ENDS.sub(r"\1", before)
    return before + behind


def _on_new_line(before: str) -> bool:
    return before.rstrip(" \t").endswith(("\n", "\r"))
