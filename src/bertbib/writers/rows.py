"""A row of a table for another work, after a row that is there: each column says what it says in that one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bertbib.model import Reference
from bertbib.readers.note_forms import taken_apart
from bertbib.readers.units import VENUE_COLUMNS, YEAR_COLUMNS
from bertbib.writers.author_forms import author_form
from bertbib.writers.escaping import escaped, link_target
from bertbib.writers.parts import Part, parts_of
from bertbib.writers.work import Work

_RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_AUTHOR_COLUMNS = frozenset({"author", "authors", "\u4f5c\u8005"})
_DATE = re.compile(r"(?:19|20)\d\d(?:([-/.])(?:0[1-9]|1[0-2]))?")
_EMPTY = re.compile(r"\s*(?:-{1,3}|\u2013|\u2014|n/?a|x|\u00d7)\s*", re.IGNORECASE)


def cells_of(row: str) -> list[str]:
    """The cells of a row, with what stands before the first pipe and behind the last one (GFM, 4.10)."""
    return re.split(r"(?<!\\)\|", row)


def column_names(lines: Sequence[str], line: int) -> list[str]:
    """The names of the columns of the table that a row (1-based) is in, as ``cells_of`` counts them."""
    for place in range(line - 2, max(-1, line - 5000), -1):
        if not lines[place].strip():
            break
        if place and _RULE.fullmatch(lines[place]) and "|" in lines[place - 1]:
            return [name.replace(" ", "").strip("*").lower() for name in cells_of(lines[place - 1])]
    return []


def row_of(row: str, names: Sequence[str], rows: Sequence[str], reference: Reference, work: Work) -> str | None:
    """A row for a work after the row of a reference; ``rows`` are the table's others, which say what an empty cell
    looks like. None where the row cannot be told apart.
    """
    cells = cells_of(row)
    linked = [number for number, cell in enumerate(cells) if _primary(cell, reference) is not None]
    titled = [number for number, cell in enumerate(cells) if _at_title(cell, reference.title)]
    if not linked or not titled or len(cells) < 3:
        return None
    title, link = titled[0], titled[0] if titled[0] in linked else linked[0]
    edges = {0} if not cells[0].strip(" \t>") else set()
    edges |= {len(cells) - 1} if not cells[-1].strip() else set()
    done = []
    for number, cell in enumerate(cells):
        name = names[number] if number < len(names) else ""
        if number in edges:
            text: str | None = None
        elif number in (title, link):
            text = _cell_of_work(cell, reference, work, titled=number == title)
        else:
            text = _cell(cell, name, work)
            text = _empty(rows, number) if text is None else text
        done.append(cell if text is None else _padded(text, cell))
    return "|".join(done)


def _primary(cell: str, reference: Reference) -> Part | None:
    return next((one for one in parts_of(cell) if one.kind == "link" and one.address == reference.url), None)


def _at_title(cell: str, title: str) -> re.Match[str] | None:
    words = (r"\\?".join(re.escape(character) for character in word) for word in title.split())
    return re.search(r"(?<!\w)\\?" + r"\s+".join(words) + r"(?!\w)", cell) if title else None


def _cell_of_work(cell: str, reference: Reference, work: Work, *, titled: bool) -> str:
    """The cell of the title, of the link, or of both; badges, other links and remarks are left out."""
    link = _primary(cell, reference)
    title = escaped(work.title, table=True)
    if link is None:
        found = _at_title(cell, reference.title)
        place, end = found.span() if found else (0, 0)
        while place and end < len(cell) and cell[place - 1] == cell[end] and cell[end] in "*_":
            place, end = place - 1, end + 1
        marks = cell[place : found.start()] if found else ""
        return f"{marks}{title}{marks}"
    label = link.raw[slice(*link.label)]
    inside = _at_title(label, reference.title)
    if inside:
        label = label[: inside.start()] + title + label[inside.end() :]
    raw = link.with_target(label, link_target(work.url))
    place = cell.find(link.raw)
    end = place + len(link.raw)
    opening = closing = ""
    pairs = {"[": "]", "(": ")", "*": "*"}
    while place and end < len(cell) and pairs.get(cell[place - 1]) == cell[end]:
        opening, closing = cell[place - 1] + opening, closing + cell[end]
        place, end = place - 1, end + 1
    raw = f"{opening}{raw}{closing}"
    return f"{title} {raw}" if titled and not inside else raw


def _cell(cell: str, name: str, work: Work) -> str | None:
    """The cell of a column that its name explains; None for any other."""
    said = cell.strip()
    bare = said.strip("*_` ")
    text: str | None = None
    if name in VENUE_COLUMNS:
        text = _venue(bare, work)
    elif name in YEAR_COLUMNS:
        date = _DATE.fullmatch(bare)
        if date and date[1]:
            text = f"{work.posted[0]}{date[1]}{work.posted[1]:02}" if work.posted else None
        elif work.year or work.posted:
            text = str(work.year or (work.posted or (0, 0))[0])
    elif name in _AUTHOR_COLUMNS and work.authors:
        form = author_form(bare)
        text = escaped(form.render(work.authors) if form else ", ".join(map(str, work.authors)), table=True)
    marks = said[: len(said) - len(said.lstrip("*_`"))]
    return f"{marks}{text}{marks[::-1]}" if text else None


def _venue(said: str, work: Work) -> str | None:
    if not work.venue:
        return "arXiv" if work.arxiv and not re.search(r"\d", said) and "arxiv" in said.lower() else None
    taken = taken_apart(said)
    side = {"findings": "Findings of {}", "workshop": "{} Workshop"}.get(work.side, "{}").format(work.venue)
    if taken is None or taken[2] is None or work.year is None:
        return side
    filled = taken[0].replace("{venue}", side).replace("{year}", str(work.year))
    return filled.replace("{yy}", f"{work.year % 100:02}") if not taken[3] else f"{side} {work.year}"


def _empty(rows: Sequence[str], number: int) -> str:
    """What the table writes where it has nothing to say in a column, or in any."""
    said = [cells_of(row) for row in rows]
    own = [cells[number].strip() for cells in said if number < len(cells) and _EMPTY.fullmatch(cells[number])]
    every = own or [cell.strip() for cells in said for cell in cells if _EMPTY.fullmatch(cell)]
    return max(every, key=every.count) if every else ""


def _padded(text: str, cell: str) -> str:
    """The text with the blanks around a cell, as wide as that one where it is shorter."""
    lead = " " if cell[:1] in (" ", "\t") else ""
    trail = " " if cell[-1:] in (" ", "\t") and (cell.strip() or not lead) else ""
    padded = f"{lead}{text}{trail}"
    return padded.ljust(len(cell)) if trail or not cell.strip() else padded
