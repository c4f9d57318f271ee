"""Which blocks of a list are entries: from blocks to headings and units.

An entry is the smallest of: an outermost list item with its nested lines, a table's row, a paragraph that opens with a
title, a summary with a link. A nested item is an entry of its own only below a grouping item: one that has neither a
paper's link nor a title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bertbib.readers.blocks import Block, flat_item
from bertbib.readers.events import Event, Heading, Prose
from bertbib.readers.heading_entries import bullets_below, titled_headings
from bertbib.readers.labels import hyperlinks
from bertbib.readers.notes import is_preprint, year_in
from bertbib.readers.paragraphs import habits, has_papers, openings, paragraph
from bertbib.readers.pieces import BREAK, Piece, text_of
from bertbib.readers.slots import Title, Unit, bold, clean, linked, noted, plain, quoted

_SUMMARY_LEVEL = 8


def events(blocks: Sequence[Block]) -> Iterator[Event]:
    """Headings, units and prose in their order."""
    opened = [openings(block) if block.kind == "paragraph" else [] for block in blocks]
    how = habits(blocks, opened)
    titled = titled_headings(blocks)
    inside = 0  # open <details> of an entry
    place = 0
    while place < len(blocks):
        block = blocks[place]
        place += 1
        if inside:
            inside += (block.kind == "summary") - (block.kind == "end")
        elif place - 1 in titled:
            yield Heading("", block.line, block.level)  # what stood above it is over
            yield titled[place - 1]
            place += len(bullets_below(blocks, place - 1))
        elif block.kind == "heading":
            yield _heading(block, block.level)
        elif block.kind == "item":
            found = item_units(block)
            yield from found or (Prose(block.line),)
        elif block.kind == "row":
            yield from table_units(block)
        elif block.kind == "summary":
            unit = Unit.of(block.line, block.pieces)
            named = plain(unit) or _before_links(unit)
            unit.cell = named._replace(slot="summary") if named else None
            inside = 1 if unit.links else 0
            yield unit if unit.links else _heading(block, _SUMMARY_LEVEL)
        elif block.kind == "end":
            yield Heading("", block.line, _SUMMARY_LEVEL)
        elif block.kind == "paragraph":
            taken = yield from paragraph(blocks, place - 1, opened[place - 1], how)
            place += taken
        else:
            yield Prose(block.line)


def _heading(block: Block, level: int) -> Heading:
    return Heading(text_of(piece for piece in block.pieces if not piece.image), block.line, level)


def item_units(item: Block) -> list[Unit]:
    """The units of a list item: itself with its nested lines, or those of its children.

    An item of a table of contents (all its links are ``#anchors``) gives none.
    """
    targets = [piece.url for piece in item.pieces if piece.kind == "link"]
    anchored = bool(targets) and all(target[:1] == "#" for target in targets)
    unit = Unit.of(item.line, item.pieces, item.later)
    if not anchored and (not item.children or _is_entry(unit, item)):
        for child in item.children:
            unit.details += [BREAK, *flat_item(child)]
        return [unit] if item.pieces or item.later else []
    return [unit for child in item.children for unit in item_units(child)]


def _is_entry(unit: Unit, item: Block) -> bool:
    """Whether an item with nested ones is an entry rather than the heading of a group."""
    if any(link.titled or link.role == "paper" for link in unit.links):
        return True
    below = [piece for child in item.children for piece in flat_item(child)]
    nested = hyperlinks(below)
    if any(piece.url[:1] == "#" for piece in below):
        return False
    if unit.links or not nested:
        return True
    # A title above labelled links (authors, "[Paper]") is an entry; one above titles of others is a group.
    return not any(link.titled for link in nested) and (bold(unit) or quoted(unit) or _plain(unit)) is not None


def _plain(unit: Unit) -> str | None:
    text = text_of(unit.pieces)
    return text if text.count(" ") >= 2 else None


_TITLE_COLUMN_NAMES = (
    "title titles paper papers article work name paper/title papertitle papername 名字 论文 标题 题目 论文名 文章 "
    "论文名字 论文名称 论文标题 名称 title&authors titleandauthors title&author paper&title"
)
_TITLE_COLUMNS = frozenset(_TITLE_COLUMN_NAMES.split())
_ALSO_OF_TOOLS = frozenset({"name", "work", "名字", "名称"})
"""Columns of titles in which tables of tools and datasets have their names."""


VENUE_COLUMNS = frozenset(
    {
        "venue",
        "conference",
        "journal",
        "publication",
        "pub.",
        "published",
        "publishedin",
        "publishedat",
        "conf.",
        "会议",
        "期刊",
        "发表",
        "发表于",
    }
)
YEAR_COLUMNS = frozenset({"year", "date", "年份", "时间"})


def table_units(row: Block) -> list[Unit]:
    """The unit of a table's row, if it has a link or its columns name a title and a venue."""
    pieces: list[Piece] = []
    starts = []
    for cell in row.cells:
        starts.append(len(pieces))
        pieces += [*cell, BREAK]
    unit = Unit.of(row.line, pieces)
    columns = {name.replace(" ", "").strip("*").lower(): place for place, name in reversed([*enumerate(row.header)])}
    venue, year = (_cell(row, columns, names) for names in (VENUE_COLUMNS, YEAR_COLUMNS))
    unit.claim = ("" if is_preprint(venue) else venue, year_in(year) if year.isdecimal() else year_in(venue))
    unit.aside = not has_papers((unit,)) and not (venue and columns.keys() & _TITLE_COLUMNS)
    unit.cell, of_papers = _titled_cell(row, columns, starts)
    if unit.cell:
        unit.aside &= not (of_papers and unit.cell.strong and not unit.links)
    return [unit] if unit.links or not unit.aside else []


def _cell(row: Block, columns: Mapping[str, int], names: frozenset[str]) -> str:
    """The text of the first of a row's columns that has one of these names; a dash is nothing."""
    places = sorted(place for name, place in columns.items() if name in names and place < len(row.cells))
    text = text_of(row.cells[places[0]]) if places else ""
    return "" if not text.strip("- ") else text


def _titled_cell(row: Block, columns: Mapping[str, int], starts: Sequence[int]) -> tuple[Title | None, bool]:
    """The title in a row's columns of titles, and whether such a column is one of papers: the first of them, unless it
    holds a short name and another one a title.
    """
    places = {columns[name]: name not in _ALSO_OF_TOOLS for name in columns.keys() & _TITLE_COLUMNS}
    first: tuple[Title | None, bool] = None, False
    for place in sorted(place for place in places if place < len(row.cells)):
        title = _cell_title(row.line, row.cells[place])
        if title:
            found = title._replace(after=starts[place] + title.after), places[place]
            if title.strong:
                return found
            first = first if first[0] else found
    return first


def _cell_title(line: int, cell: list[Piece]) -> Title | None:
    """The title in a cell: linked, or the text before its first link or line's end, its note in the tail."""
    inner = Unit.of(line, cell)
    title = linked(inner)
    first = inner.links[0] if inner.links else None
    if title is None and first and first.place == 0 and first.label.count(" ") >= 3 and not first.titled:
        title = Title(clean(first.label), "cell", 1)  # a column of titles names one where a label would be a venue
    marked = bold(inner) if title is None else None
    if marked and marked.strong and not any(map(str.isalpha, text_of(cell).partition(marked.text)[0])):
        title = marked._replace(after=len(cell))
    if title is None:
        end = next((link.place for link in inner.links), len(cell))
        text = text_of(_first_line(cell[:end])).rstrip("[(\uff08\u3010 ")
        title = Title(clean(text), "cell", end)
    return noted(title._replace(slot="cell")) if any(map(str.isalpha, title.text)) else None


def _first_line(pieces: list[Piece]) -> list[Piece]:
    ends = [place for place, piece in enumerate(pieces) if piece.kind == "break" and place]
    return pieces[: ends[0]] if ends else pieces


def _before_links(unit: Unit) -> Title | None:
    """The text of a summary before its first link as a title, however short."""
    place = unit.links[0].place if unit.links else len(unit.pieces)
    text = clean(text_of(unit.pieces[:place]).rstrip("[("))
    return noted(Title(text, "summary", place)) if any(map(str.isalpha, text)) else None
