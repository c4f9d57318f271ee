"""Tables that directives of reStructuredText make: ``list-table`` and ``csv-table``.

Syntax: https://docutils.sourceforge.io/docs/ref/rst/directives.html#table-directives.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from bertbib.readers.nesting import indent_of
from bertbib.readers.rst_tables import Row, Table

_OPTION = re.compile(r"[ \t]*:(header|header-rows|delim):[ \t]*(.*)$")
_CELL = re.compile(r"([ \t]*)[*+-](?:[ \t]+|$)(.*)$")


def list_rows(lines: Sequence[str], first: int) -> Table:
    """The rows of a ``list-table``: outer items are rows, the items in them cells; content begins at ``first``."""
    rows: list[Row] = []
    outer = -1
    for place in range(first, len(lines)):
        line = lines[place]
        if not line.strip():
            continue
        indent = indent_of(line)
        item = _CELL.match(line)
        if item and (outer < 0 or indent <= outer):
            outer = indent
            rows.append(Row(place, []))
            inner = _CELL.match(item[2])
            if inner:
                rows[-1].cells.append(inner[2].strip())
        elif item and rows and (not rows[-1].cells or indent <= outer + 4):
            rows[-1].cells.append(item[2].strip())
        elif rows and rows[-1].cells:
            rows[-1].cells[-1] = f"{rows[-1].cells[-1]} {line.strip()}".strip()
    heads = _options(lines, first).get("header-rows", "")
    count = int(heads) if heads.isdecimal() and len(heads) < 4 else 0
    header = [" ".join(cell.split()) for cell in rows[count - 1].cells] if 0 < count <= len(rows) else []
    return Table(header, rows[count:], len(lines))


def csv_rows(lines: Sequence[str], first: int) -> Table:
    """The rows of a ``csv-table`` whose content stands in the text."""
    options = _options(lines, first)
    delimiter = {"": ",", "tab": "\t", "space": " "}.get(options.get("delim", ""), options.get("delim", ","))[:1]
    header = _parsed([options["header"]], ",")[0] if options.get("header") else []
    rows = []
    for place in range(first, len(lines)):
        if lines[place].strip():
            rows += [Row(place, cells) for cells in _parsed([lines[place].strip()], delimiter)]
    return Table([" ".join(cell.split()) for cell in header], rows, len(lines))


def _options(lines: Sequence[str], first: int) -> dict[str, str]:
    return {found[1]: found[2].strip() for line in lines[:first] if (found := _OPTION.match(line))}


def _parsed(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True)]
    except csv.Error:
        return [lines]
