"""Tables of reStructuredText, grid and simple, as rows of cells.

Syntax: https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#tables. Cells that span columns or rows are
read where they begin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, overload

_GRID = re.compile(r"\+(?:[-=]+\+)+[ \t]*$")
_SIMPLE = re.compile(r"=+(?:[ \t]+=+)+[ \t]*$")
_SPAN = re.compile(r"[-=]+(?:[ \t]+[-=]+)*[ \t]*$")


class Row(NamedTuple):
    """A row: its line, counted from the table's first, and the text of its cells."""

    line: int
    cells: list[str]


class Table(NamedTuple):
    """A table's header (empty where it has none), its rows, and how many lines it takes."""

    header: list[str]
    rows: list[Row]
    lines: int


class Dedented(Sequence[str]):
    """Lines without their first columns; those that are indented less are empty."""

    def __init__(self, lines: Sequence[str], indent: int) -> None:
        self._lines = lines
        self._indent = indent

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        line = self._lines[place].expandtabs(8)
        return line[self._indent :] if not line[: self._indent].strip() else ""


def table_at(lines: Sequence[str], at: int) -> Table | None:
    """The table that starts at a line, if one does; lines come without their common indentation."""
    line = lines[at]
    if line[:1] == "+" and _GRID.match(line):
        return _grid(lines, at)
    if line[:1] == "=" and _SIMPLE.match(line):
        return _simple(lines, at)
    return None


def _grid(lines: Sequence[str], at: int) -> Table:
    edges = [place for place, character in enumerate(lines[at].rstrip()) if character == "+"]
    header: list[str] = []
    rows: list[Row] = []
    cells: list[list[str]] = []
    start = number = at
    while number < len(lines) and lines[number][:1] in ("+", "|"):
        line = lines[number]
        if line[0] == "+" and (_GRID.match(line) or "+-" in line or "-+" in line):
            row = [_joined(cell) for cell in cells]
            if any(row):
                rows.append(Row(start - at, row))
            if "=" in line and rows and not header:
                header, rows = rows[-1].cells, []
            cells, start = [], number + 1
        else:
            cells = cells or [[] for _edge in edges[1:]]
            _cut(line, edges, cells)
        number += 1
    if cells:
        rows.append(Row(start - at, [_joined(cell) for cell in cells]))
    return Table(header, rows, number - at)


def _cut(line: str, edges: Sequence[int], cells: list[list[str]]) -> None:
    """Give each cell its part of a line; a cell goes on where no bar stands on an edge."""
    begin = 0
    for place in range(1, len(edges)):
        if place + 1 == len(edges) or line[edges[place] : edges[place] + 1] in ("|", "+", ""):
            cells[begin].append(line[edges[begin] + 1 : edges[place]].strip())
            begin = place


def _joined(cell: Sequence[str]) -> str:
    return " ".join(line for line in cell if line)


def _simple(lines: Sequence[str], at: int) -> Table | None:
    spans = [found.span() for found in re.finditer("=+", lines[at])]
    borders = _borders(lines, at)[:3]
    if len(borders) < 2:
        return None
    header: list[str] = []
    if len(borders) > 2:
        header = [" ".join(cell.split()) for row in _rows(lines, at + 1, borders[1], spans, at) for cell in row.cells]
        header = header[: len(spans)]
    rows = _rows(lines, borders[-2] + 1, borders[-1], spans, at)
    return Table(header, rows, borders[-1] + 1 - at)


def _borders(lines: Sequence[str], at: int) -> list[int]:
    """The borders of a simple table: two, or three with a header; it ends at a border that a blank line follows."""
    found = [at]
    for number in range(at + 1, len(lines)):
        if lines[number][:1] == "=" and _SPAN.match(lines[number]):
            found.append(number)
            ends = number + 1 == len(lines) or not lines[number + 1].strip()
            if len(found) == 3 or ends:
                break
        elif lines[number][:1] in (" ", "\t") and not lines[number].strip():
            continue
    return found


def _rows(lines: Sequence[str], first: int, end: int, spans: Sequence[tuple[int, int]], at: int) -> list[Row]:
    rows: list[Row] = []
    for number in range(first, end):
        line = lines[number]
        if not line.strip() or _SPAN.match(line):
            continue
        stops = [start for start, _stop in spans[1:]] + [max(len(line), spans[-1][1])]
        cells = [line[start:stop].strip() for (start, _end), stop in zip(spans, stops, strict=True)]
        if cells[0] in ("", "\\") and rows and not cells[0]:
            previous = rows[-1].cells
            for place, cell in enumerate(cells):
                previous[place] = f"{previous[place]} {cell}".strip()
        else:
            rows.append(Row(number - at, ["" if cell == "\\" else cell for cell in cells]))
    return rows
