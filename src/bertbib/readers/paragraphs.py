"""Which paragraphs of a list are entries, or begin some: by a title, by authors before one, by keys below one.

A list that writes its entries as paragraphs does so throughout, so what most of them are settles what one is that
shows it less clearly.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from bertbib.readers.blocks import Block, flat_item
from bertbib.readers.events import Event, Heading, Prose
from bertbib.readers.labels import hyperlinks, label_role
from bertbib.readers.notes import note_after
from bertbib.readers.pieces import BREAK, Piece, text_of
from bertbib.readers.sentences import is_credit
from bertbib.readers.slots import Unit, bold, clean, is_note, italic, linked, plain, quoted

_BOLD_LEVEL = 7

_STEADY = 4
"""Paragraphs of one kind from which on a list is one of paragraphs, so that one that shows it less counts too."""

_LONGEST_REFERENCE = 3000
"""Characters; author lists of collaborations are longer, but nobody writes them out in a reading list."""

_KEY = re.compile(r"[\w /()\uff08\uff09-]{1,40}[:\uff1a]")
_HEADING_SLIP = re.compile(r"(#{1,6})[^#\s!]")
"""A heading without the blank that Markdown asks for: ``##Models``."""

_CREDIT_KEYS = frozenset(("作者", "单位", "机构", "author", "authors", "affiliation", "affiliations"))


class Habits(NamedTuple):
    """How a list uses paragraphs: as entries that open with a title (``steady``), as titles above ``Paper: url`` lines
    (``keyed``), as entries that open with authors (``cited``).
    """

    steady: bool
    keyed: bool
    cited: bool


def habits(blocks: Sequence[Block], opened: Sequence[Sequence[Unit]]) -> Habits:
    """The habits of a list by all its blocks; ``opened`` are the ``openings`` of each."""
    plain_ones = sum(block.kind == "paragraph" and _is_unmarked(block) and _is_noted(block) for block in blocks)
    steady = sum(map(has_papers, opened)) + plain_ones
    keyed = sum(_is_alone(block) and bool(_key_blocks(blocks, n + 1)) for n, block in enumerate(blocks))
    cited = sum(map(_is_cited, blocks))
    return Habits(steady >= _STEADY, keyed >= _STEADY, cited >= _STEADY)


def has_papers(units: Iterable[Unit]) -> bool:
    """Whether one of these units leads to a paper."""
    return any(link.role == "paper" for unit in units for link in unit.links)


def paragraph(blocks: Sequence[Block], place: int, opened: Sequence[Unit], how: Habits) -> Generator[Event, None, int]:
    """The units of the paragraph at this place, or a bold line as a heading; returns how many of the blocks behind it
    belong to it.
    """
    block = blocks[place]
    units = [unit for unit in opened if has_papers((unit,)) or (how.steady and (unit.links or _line_count(unit) > 2))]
    targets = [piece.url for piece in block.pieces if piece.kind == "link"]
    if targets and all(target[:1] == "#" for target in targets):
        units = []  # a table of contents
    elif not opened and ((how.steady and _is_unmarked(block)) or (how.cited and _is_cited(block))):
        units = [Unit.of(block.line, block.pieces)]
    if units:
        yield from units
        return 0
    text = text_of(block.pieces)
    slip = _HEADING_SLIP.match(text)
    if slip and len(text) <= 80 and len(block.pieces) == 1:
        yield Heading(text[slip.end(1) :], block.line, len(slip[1]))
        return 0
    alone = _is_alone(block)
    if alone or (how.keyed and 2 <= text.count(" ") < 30):
        keys = _key_blocks(blocks, place + 1)
        if not keys and how.keyed and text.count(" ") > 1:
            keys = _any_keys(blocks, place + 1)
        if keys:
            yield Unit.of(block.line, block.pieces, [piece for key in keys for piece in (BREAK, *flat_item(key))])
            return len(keys)
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        heads = following is not None and following.kind == "item"
        if heads and alone and len(text) <= 80 and not any(piece.kind == "link" for piece in block.pieces):
            yield Heading(text, block.line, _BOLD_LEVEL)
            return 0
    yield Prose(block.line, text, any(piece.kind == "link" for piece in block.pieces))
    return 0


def _line_count(unit: Unit) -> int:
    return 1 + sum(piece.kind == "break" for piece in unit.pieces)


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


def _is_cited(block: Block) -> bool:
    """Whether a paragraph is a reference that begins with its authors."""
    if block.kind != "paragraph" or sum(len(piece.text) for piece in block.pieces) > _LONGEST_REFERENCE:
        return False
    unit = Unit.of(block.line, block.pieces)
    for find in (linked, quoted, italic, bold):
        title = find(unit)
        before = text_of(unit.pieces).partition(title.text)[0] if title is not None else ""
        if title is not None and (title.strong or find is quoted) and is_credit(before):
            return True
    title = plain(unit)
    return (
        title is not None and title.slot == "sentence" and re.search(r"(?:19|20)\d\d", text_of(unit.pieces)) is not None
    )


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


def _key_blocks(blocks: Sequence[Block], place: int) -> list[Block]:
    """The ``Paper: https://...`` items or lines that follow a bold title; empty where none leads to a paper."""
    keys = []
    papers = 0
    while place < len(blocks) and (blocks[place].kind == "item" or is_key_paragraph(blocks[place])):
        links = hyperlinks(flat_item(blocks[place]))
        if any(link.titled for link in links):
            break
        papers += any(link.role == "paper" for link in links)
        keys.append(blocks[place])
        place += 1
    return keys if papers == 1 else []


def is_key_paragraph(block: Block) -> bool:
    """Whether every line of a paragraph is a ``Paper: https://...``."""
    return block.kind == "paragraph" and all(is_key(line) for _number, line in _lines(block) if line)


def is_key(line: Sequence[Piece]) -> bool:
    """Whether a line begins with a key that names authors or what a link leads to."""
    key, colon, _rest = text_of(line).replace("\uff1a", ":").partition(":")
    named = label_role(key) not in (None, "other") or key.strip().lower() in _CREDIT_KEYS
    return bool(colon) and len(key) <= 24 and named


def _lines(block: Block) -> list[tuple[int, list[Piece]]]:
    """The lines of a paragraph with their numbers; one within a bold run begins with the break before it."""
    lines: list[tuple[int, list[Piece]]] = [(block.line, [])]
    for piece in block.pieces:
        if piece.kind == "break":
            lines.append((lines[-1][0] + (piece.text == BREAK.text), [piece] if piece.bold else []))
        else:
            lines[-1][1].append(piece)
    return lines


def _unwrapped(block: Block) -> list[tuple[int, list[Piece]]]:
    """The lines of a paragraph; in one that ends its lines by ``<br>``, the end of a line of the source is a blank."""
    lines = _lines(block)
    if not any(piece.kind == "break" and piece.text != BREAK.text for piece in block.pieces):
        return lines
    joined = lines[:1]
    for number, line in lines[1:]:
        before = joined[-1]
        ended = not before[1] or (is_key(before[1]) and any(piece.kind == "link" for piece in before[1]))
        if line and not ended and number > before[0] and not is_key(line):
            before[1].extend([Piece(" "), *line])
        else:
            joined.append((number, line))
    return joined


def openings(block: Block) -> list[Unit]:
    """A paragraph cut before each of its lines that opens with a title, or stands above lines of keys; empty where
    nothing does.
    """
    lines = _lines(block)
    how = _opens(lines[0][1])
    groups: list[Unit] = []
    lines = lines if how else _unwrapped(block)
    above = [] if how else _titles_of_keys(lines)
    for place, (number, line) in enumerate(lines):
        if place in above if above else how and _opens(line) == how:
            groups.append(Unit(number, line, [], []))
        elif groups:
            groups[-1].pieces += line if line and line[0].kind == "break" else [BREAK, *line]
    units = [Unit.of(group.line, group.pieces) for group in groups]
    return [unit for unit in units if has_papers((unit,))] if above else units


def _titles_of_keys(lines: Sequence[tuple[int, list[Piece]]]) -> list[int]:
    """The places of the lines that stand above lines of keys (``Title`` / ``Authors: ...`` / ``Paper: url``)."""
    filled = [(place, is_key(line)) for place, (_number, line) in enumerate(lines) if text_of(line)]
    return [place for (place, key), (_next, is_key) in pairwise(filled) if is_key and not key]


def _opens(line: list[Piece]) -> str:
    """How a line opens, where it opens with a title: linked, bold or quoted."""
    first = next((piece for piece in line if clean(piece.text)), None)
    if line and line[0].kind == "break":
        return ""  # a bold run goes on
    if first is None or not (first.bold or first.kind == "link" or clean(first.text)[:1] in ('"', "\u201c", "\u300a")):
        return ""
    unit = Unit.of(0, line)
    title = (linked(unit) if first.kind == "link" else None) or (bold(unit) if first.bold else None) or quoted(unit)
    return title.slot if title is not None and title.strong and not is_note(title.text) else ""
