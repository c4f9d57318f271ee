"""Which blocks of a list are entries: from blocks to headings and units.

An entry is the smallest of: an outermost list item with its nested lines, a table's row, a paragraph that opens with a
title, a summary with a link. A nested item is an entry of its own only below a grouping item: one that has neither a
paper's link nor a title.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bertbib.readers.blocks import Block
from bertbib.readers.labels import hyperlinks
from bertbib.readers.notes import is_preprint, note_after, year_in
from bertbib.readers.pieces import BREAK, Piece, text_of
from bertbib.readers.slots import Title, Unit, bold, clean, is_note, linked, noted, plain, quoted


class Heading(NamedTuple):
    """A heading, its line and its level; below the six real levels stand summaries and bold lines."""

    text: str
    line: int
    level: int


class Prose(NamedTuple):
    """Content that lists no papers; ``contents`` says that it is a table of contents."""

    line: int
    text: str = ""
    linked: bool = False


Event = Heading | Unit | Prose

_BOLD_LEVEL = 7
_SUMMARY_LEVEL = 8


def events(blocks: Sequence[Block]) -> Iterator[Event]:
    """Headings, units and prose in their order."""
    opened = [_openings(block) if block.kind == "paragraph" else [] for block in blocks]
    plain_ones = sum(block.kind == "paragraph" and _is_unmarked(block) and _is_noted(block) for block in blocks)
    steady = sum(map(_has_papers, opened)) + plain_ones >= _STEADY
    keyed = sum(_is_alone(block) and bool(_key_items(blocks, n + 1)) for n, block in enumerate(blocks)) >= _STEADY
    inside = 0  # open <details> of an entry
    place = 0
    while place < len(blocks):
        block = blocks[place]
        place += 1
        if inside:
            inside += (block.kind == "summary") - (block.kind == "end")
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
            units = opened[place - 1]
            if steady and not units and _is_unmarked(block):
                units = [Unit.of(block.line, block.pieces)]
            taken = yield from _paragraph(block, units, blocks, place, steady, keyed)
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
            unit.details += [BREAK, *_flat(child)]
        return [unit] if item.pieces or item.later else []
    return [unit for child in item.children for unit in item_units(child)]


def _flat(item: Block) -> list[Piece]:
    """All the pieces of an item and what is nested in it."""
    return [*item.pieces, *item.later, *(piece for child in item.children for piece in (BREAK, *_flat(child)))]


def _is_entry(unit: Unit, item: Block) -> bool:
    """Whether an item with nested ones is an entry rather than the heading of a group."""
    if any(link.titled or link.role == "paper" for link in unit.links):
        return True
    below = [piece for child in item.children for piece in _flat(child)]
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
    {"venue", "conference", "journal", "publication", "pub.", "publishedin", "会议", "期刊", "发表", "发表于"}
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
    unit.aside = not _has_papers((unit,)) and not (venue and columns.keys() & _TITLE_COLUMNS)
    place = min((place for name, place in columns.items() if name in _TITLE_COLUMNS), default=len(row.cells))
    if place < len(row.cells):
        cell = row.cells[place]
        inner = linked(Unit.of(row.line, cell))
        text = inner.text if inner else clean(text_of(_first_line(cell)))
        if any(map(str.isalpha, text)):
            unit.cell = Title(text, "cell", starts[place] + (inner.after if inner else len(cell)))
            of_papers = any(columns.get(name) == place for name in _TITLE_COLUMNS - _ALSO_OF_TOOLS)
            unit.aside &= not (of_papers and unit.cell.strong and not unit.links)
    return [unit] if unit.links or not unit.aside else []


def _cell(row: Block, columns: Mapping[str, int], names: frozenset[str]) -> str:
    """The text of the first of a row's columns that has one of these names; a dash is nothing."""
    places = sorted(place for name, place in columns.items() if name in names and place < len(row.cells))
    text = text_of(row.cells[places[0]]) if places else ""
    return "" if not text.strip("- ") else text


def _first_line(pieces: list[Piece]) -> list[Piece]:
    ends = [place for place, piece in enumerate(pieces) if piece.kind == "break" and place]
    return pieces[: ends[0]] if ends else pieces


def _before_links(unit: Unit) -> Title | None:
    """The text of a summary before its first link as a title, however short."""
    place = unit.links[0].place if unit.links else len(unit.pieces)
    text = clean(text_of(unit.pieces[:place]).rstrip("[("))
    return noted(Title(text, "summary", place)) if any(map(str.isalpha, text)) else None


def _lines(unit: Unit) -> int:
    return 1 + sum(piece.kind == "break" for piece in unit.pieces)


_STEADY = 4
"""Paragraphs that open with a title from which on a list is one of paragraphs, so that an unmarked one counts too."""


def _has_papers(units: Iterable[Unit]) -> bool:
    return any(link.role == "paper" for unit in units for link in unit.links)


def _is_unmarked(block: Block) -> bool:
    """Whether a paragraph leads to a paper by a labelled link behind its first words: an entry without its marks."""
    links = hyperlinks(block.pieces)
    if not any(link.role == "paper" and not link.titled for link in links) or any(link.titled for link in links):
        return False
    before, after = text_of(block.pieces[: links[0].place]), text_of(block.pieces[links[-1].place + 1 :])
    return before.count(" ") >= 3 and len(after) <= 40


def _is_noted(block: Block) -> bool:
    """Whether a paragraph in plain text begins with a title and gives its venue."""
    title = plain(Unit.of(block.line, block.pieces))
    return title is not None and title.strong and note_after(block.pieces[title.after :])[0] is not None


def _paragraph(
    block: Block, groups: Sequence[Unit], blocks: Sequence[Block], place: int, steady: bool, keyed: bool
) -> Generator[Event, None, int]:
    """The units of a paragraph, or a bold line as a heading; returns how many following blocks belong to it.

    ``steady`` and ``keyed`` say that the list usually writes its entries as paragraphs, or as titles above keys.
    """
    units = [unit for unit in groups if _has_papers((unit,)) or (steady and (unit.links or _lines(unit) > 2))]
    if units:
        yield from units
        return 0
    text = text_of(block.pieces)
    alone = _is_alone(block)
    following = blocks[place] if place < len(blocks) else None
    titled = alone or (keyed and 2 <= text.count(" ") < 30)
    if titled and following and following.kind == "item":
        keys = _key_items(blocks, place) or (_any_keys(blocks, place) if keyed and text.count(" ") > 1 else [])
        if keys:
            yield Unit.of(block.line, block.pieces, [piece for key in keys for piece in (BREAK, *_flat(key))])
            return len(keys)
        if alone and len(text) <= 80 and not any(piece.kind == "link" for piece in block.pieces):
            yield Heading(text, block.line, _BOLD_LEVEL)
            return 0
    yield Prose(block.line, text, any(piece.kind == "link" for piece in block.pieces))
    return 0


def _is_alone(block: Block) -> bool:
    """Whether a paragraph is bold as a whole."""
    bold = bool(block.pieces) and all(piece.bold or not piece.text.strip() for piece in block.pieces)
    return block.kind == "paragraph" and bold


def _any_keys(blocks: Sequence[Block], place: int) -> list[Block]:
    """The ``Key: ...`` items that follow a title whatever they lead to; empty where one of them is none."""
    end = place
    while end < len(blocks) and blocks[end].kind == "item":
        end += 1
    items = list(blocks[place:end])
    return items if all(_KEY.match(text_of(item.pieces)) for item in items) else []


_KEY = re.compile(r"[\w /()\uff08\uff09-]{1,40}[:\uff1a]")


def _key_items(blocks: Sequence[Block], place: int) -> list[Block]:
    """The ``Paper: https://...`` items that follow a bold title; empty where none leads to a paper."""
    keys = []
    papers = 0
    while place < len(blocks) and blocks[place].kind == "item":
        links = hyperlinks(_flat(blocks[place]))
        if any(link.titled for link in links):
            break
        papers += any(link.role == "paper" for link in links)
        keys.append(blocks[place])
        place += 1
    return keys if papers == 1 else []


def _openings(block: Block) -> list[Unit]:
    """A paragraph cut before each of its lines that opens with a title; empty where the first one does not."""
    lines: list[list[Piece]] = [[]]
    numbers = [block.line]
    for piece in block.pieces:
        if piece.kind == "break":
            lines.append([])
            numbers.append(numbers[-1] + (piece is BREAK))
        else:
            lines[-1].append(piece)
    how = _opens(lines[0])
    if not how:
        return []
    groups: list[Unit] = []
    for number, line in zip(numbers, lines, strict=True):
        if _opens(line) == how:
            groups.append(Unit(number, line, [], []))
        else:
            groups[-1].pieces += [BREAK, *line]
    return [Unit.of(group.line, group.pieces) for group in groups]


def _opens(line: list[Piece]) -> str:
    """How a line opens, where it opens with a title: linked, bold or quoted."""
    first = next((piece for piece in line if clean(piece.text)), None)
    if first is None or not (first.bold or first.kind == "link" or clean(first.text)[:1] in ('"', "\u201c", "\u300a")):
        return ""
    unit = Unit.of(0, line)
    title = (linked(unit) if first.kind == "link" else None) or (bold(unit) if first.bold else None) or quoted(unit)
    return title.slot if title is not None and title.strong and not is_note(title.text) else ""
