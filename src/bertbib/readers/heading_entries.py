"""Lists that write each entry's title as a heading, and its authors, venue and links as the bullets below it."""

from __future__ import annotations

from collections.abc import Sequence

from bertbib.readers.blocks import Block, flat_item
from bertbib.readers.labels import hyperlinks
from bertbib.readers.notes import is_venue_note
from bertbib.readers.paragraphs import is_key, is_key_paragraph
from bertbib.readers.pieces import BREAK, text_of
from bertbib.readers.sentences import is_credit
from bertbib.readers.slots import Title, Unit, clean

_FEWEST = 4
"""Headings above bullets that are none of their own, from which on a list is taken to write its titles so."""

_MOST_BULLETS = 12


def titled_headings(blocks: Sequence[Block]) -> dict[int, Unit]:
    """The entries that headings are, by the heading's place; empty where it is not how the list writes most of them.

    The bullets below a heading are in the details of its unit; how many blocks those are, ``bullets_below`` says.
    """
    found: dict[int, Unit] = {}
    others = 0
    for place, block in enumerate(blocks):
        below = bullets_below(blocks, place) if block.kind == "heading" else []
        if below and _is_entry(block, below):
            unit = Unit.of(block.line, block.pieces, [piece for one in below for piece in (BREAK, *flat_item(one))])
            text = clean(text_of(block.pieces)).strip('"\u201c\u201d .')
            unit.cell = Title(text, "cell", len(block.pieces))
            found[place] = unit
        else:
            others += bool(below)
    return found if len(found) >= max(_FEWEST, others) else {}


def bullets_below(blocks: Sequence[Block], place: int) -> list[Block]:
    """The bullets, and the lines of keys, that follow a heading at once."""
    end = place + 1
    while end < len(blocks) and (blocks[end].kind == "item" or is_key_paragraph(blocks[end])):
        end += 1
    return list(blocks[place + 1 : end])


def _is_entry(heading: Block, below: Sequence[Block]) -> bool:
    """Whether a heading reads like a title, and the bullets below it like what is said of one work."""
    text = text_of(heading.pieces)
    if text.count(" ") < 2 or len(below) > _MOST_BULLETS or any(piece.kind == "link" for piece in heading.pieces):
        return False
    links = [link for block in below for link in hyperlinks(flat_item(block))]
    leads = any(link.role == "paper" for link in links) and not any(link.titled for link in links)
    return leads and 4 * sum(map(_is_said_of_a_work, below)) >= 3 * len(below)


def _is_said_of_a_work(block: Block) -> bool:
    """Whether a bullet is a key, a bare link, authors or a venue: no entry of its own."""
    end = next((place for place, piece in enumerate(block.pieces) if piece.kind == "link"), len(block.pieces))
    text = text_of(block.pieces[:end]).strip(" .,:;[(-")
    return is_key(block.pieces) or text.count(" ") < 2 or is_credit(text) or is_venue_note(text)
