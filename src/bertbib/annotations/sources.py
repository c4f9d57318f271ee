"""The source text of each entry of a Markdown list: which characters of the file are its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from bertbib.annotations.places import TitlePlace, find_title, mask
from bertbib.model import Reference
from bertbib.readers import units

VENUE_COLUMNS, YEAR_COLUMNS = units.VENUE_COLUMNS, units.YEAR_COLUMNS
"""The names of columns in which the reader finds notes, and so the ones where they are written."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|$)")
_NESTED = re.compile(r"[ \t>]*(?:[*+-]|\d{1,9}[.)])[ \t]|[ \t>]*(?:```|~~~|#{1,6} )")
_TABLE_RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_LONGEST = 20_000


class EntrySource(NamedTuple):
    """The source of an entry: where in the file it begins, its text, the same masked, and where its title stands.

    ``header`` holds the names of a table's columns where the entry is a row of one; ``nested`` the items below the
    entry's own text, right behind it.
    """

    start: int
    text: str
    masked: str
    title: TitlePlace | None
    header: tuple[str, ...] = ()
    nested: str = ""

    def cell(self, names: frozenset[str]) -> tuple[int, int] | None:
        """The span of the cell in the first column of one of these names; None where there is none."""
        found = zip(self._columns(), cells(self.text), strict=False) if self.header else ()
        return next((span for column, span in found if column in names), None)

    @property
    def notes_in_cells(self) -> bool:
        """Whether the entry is a row of a table with a column of venues."""
        return not VENUE_COLUMNS.isdisjoint(self._columns())

    def _columns(self) -> list[str]:
        return [column.replace(" ", "").strip("*").lower() for column in self.header]

    @property
    def is_html(self) -> bool:
        """Whether the entry is written in HTML, where the marks of Markdown mean nothing."""
        return self.text.lstrip(" \t>").startswith("<")


def entry_sources(text: str, references: Iterable[Reference]) -> dict[int, EntrySource]:
    """The source of each reference, by its number among them; those without words are left out.

    An entry reaches from its line to the next entry's, at most to the next blank line or nested item: a note stands
    beside its title.
    """
    if text.startswith("\ufeff"):
        text = " " + text[1:]  # a byte order mark is no part of a first line
    starts = [0]
    starts += [found.end() for found in _LINE.finditer(text) if found.end() > found.start()]
    listed = list(references)
    taken = {reference.where.line for reference in listed}
    headers = _headers(text, starts)
    found: dict[int, EntrySource] = {}
    masks: dict[int, tuple[str, str, str]] = {}
    for number, reference in enumerate(listed):
        line = reference.where.line
        if not 1 <= line < len(starts):
            continue
        if line not in masks:
            own = _own(text, starts, line, taken, alone=line in headers)
            masks[line] = (own, mask(own), _nested(text, starts, starts[line - 1] + len(own), taken))
        own, masked, nested = masks[line]
        title = find_title(own, masked, reference.title) if reference.title else None
        found[number] = EntrySource(starts[line - 1], own, masked, title, headers.get(line, ()), nested)
    return found


def _own(text: str, starts: list[int], line: int, taken: set[int], *, alone: bool) -> str:
    """The text of an entry that begins in a line."""
    start = starts[line - 1]
    end = starts[line]
    while not alone and line + 1 < len(starts) and line + 1 not in taken and end - start < _LONGEST:
        following = text[end : starts[line + 1]]
        if not following.strip(" \t\r\n>") or _NESTED.match(following):
            break
        line += 1
        end = starts[line]
    return text[start : min(end, start + _LONGEST)]


def _nested(text: str, starts: list[int], start: int, taken: set[int]) -> str:
    """The indented items that follow an entry's own text."""
    line = bisect_right(starts, start)
    end = start
    while line < len(starts) and line not in taken and end - start < _LONGEST:
        following = text[end : starts[line]]
        if not _NESTED.match(following) or not following.startswith((" ", "\t", ">")):
            break
        end = starts[line]
        line += 1
    return text[start:end]


def _headers(text: str, starts: list[int]) -> Mapping[int, tuple[str, ...]]:
    """The names of the columns of each line that is a row of a table, by the 1-based number of the line."""
    headers: dict[int, tuple[str, ...]] = {}
    lines = [text[start:end] for start, end in pairwise(starts)]
    current: tuple[str, ...] = ()
    for number, line in enumerate(lines, 1):
        rule = "|" in line and _TABLE_RULE.fullmatch(line.rstrip("\r\n"))
        if rule and number > 1 and "|" in lines[number - 2]:
            above = lines[number - 2]
            current = tuple(above[slice(*span)].strip() for span in cells(above))
        elif current and "|" in line:
            headers[number] = current
        else:
            current = ()
    return headers


def cells(row: str) -> list[tuple[int, int]]:
    """The spans of a table row's cells (https://github.github.com/gfm/#tables-extension-): pipes part them."""
    end = len(row.rstrip())
    places = [place for place in range(end) if row[place] == "|" and row[place - 1 : place] != "\\"]
    first = len(row) - len(row.lstrip(" \t>"))
    edges = places if places and places[0] == first else [first - 1, *places]
    edges = edges if places and places[-1] == end - 1 else [*edges, end]
    return [(left + 1, right) for left, right in pairwise(edges)]
