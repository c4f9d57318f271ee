"""Markdown as a flat run of blocks: headings, list items with their nested ones, table rows, paragraphs, summaries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bertbib.readers.pieces import BREAK, Piece, Pieces, Tag, pieces_of, split_tags

DEEPEST = 50
"""Levels of nesting that are read; markdown-it drops what lies below."""

BlockKind = Literal["heading", "item", "row", "paragraph", "summary", "end", "other"]


@dataclass(slots=True)
class Block:
    """A block and its 1-based line.

    ``level`` is a heading's. ``pieces`` is its text, ``later`` what follows the first paragraph of a list item,
    ``children`` its nested items, ``cells`` and ``header`` those of a table's row. An ``end`` closes the ``<details>``
    of a summary, ``other`` is content that lists no papers (code).
    """

    kind: BlockKind
    line: int
    pieces: list[Piece] = field(default_factory=list)
    level: int = 0
    later: list[Piece] = field(default_factory=list)
    children: list[Block] = field(default_factory=list)
    cells: list[list[Piece]] = field(default_factory=list)
    header: list[str] = field(default_factory=list)


def flat_item(item: Block) -> list[Piece]:
    """All the pieces of an item and what is nested in it."""
    return [*item.pieces, *item.later, *(piece for child in item.children for piece in (BREAK, *flat_item(child)))]


def parse(text: str) -> list[Token]:
    """markdown-it's tokens: CommonMark with tables and HTML, links taken as they are written."""
    markdown = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}).enable("table")
    # Links are classified, never followed or shown: rewriting them only loses what was written (and costs time).
    markdown.normalizeLink = _as_written  # type: ignore[method-assign]  # the documented way to change it
    markdown.validateLink = bool  # type: ignore[method-assign,assignment]  # as above
    return markdown.parse(text)


def _as_written(url: str) -> str:
    return url


class _Walk:
    """One pass over the tokens; ``items`` are the list items that are open."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.items: list[Block] = []
        self.heading = 0
        self.row: Block | None = None
        self.header: list[str] = []
        self.in_head = False

    def add(self, block: Block) -> None:
        """Put a block where it belongs: below the open list item, or at the end."""
        if not self.items:
            self.blocks.append(block)
        elif block.kind == "item":
            self.items[-1].children.append(block)
        else:
            cells = [piece for cell in block.cells for piece in (*cell, BREAK)]
            self.items[-1].later += [BREAK, *block.pieces, *cells]

    def inline(self, token: Token) -> None:
        """Take the text of a heading, a cell, an item or a paragraph."""
        pieces = pieces_of(token.children or ())
        line = token.map[0] + 1 if token.map else 0
        if self.row is not None:
            self.row.cells.append(pieces)
        elif self.items:
            item = self.items[-1]
            if item.pieces or item.children:
                item.later += [BREAK, *pieces]
            else:
                item.pieces = pieces
        elif self.heading:
            self.blocks.append(Block("heading", line, pieces, self.heading))
        else:
            self.blocks.append(Block("paragraph", line, pieces))

    def table(self, token: Token) -> None:
        """Follow a table's head and rows."""
        kind = token.type
        if kind == "thead_open":
            self.in_head = True
        elif kind == "thead_close":
            self.in_head = False
        elif kind == "tr_open":
            self.row = Block("row", token.map[0] + 1 if token.map else 0)
        elif kind == "tr_close" and self.row is not None:
            row, self.row = self.row, None
            if self.in_head:
                self.header = ["".join(piece.text for piece in cell).strip() for cell in row.cells]
            else:
                row.header = self.header
                self.add(row)


def blocks(tokens: Iterable[Token]) -> list[Block]:
    """The blocks of a token stream, in order."""
    walk = _Walk()
    for token in tokens:
        kind = token.type
        if kind == "inline":
            walk.inline(token)
        elif kind == "list_item_open":
            walk.items.append(Block("item", token.map[0] + 1 if token.map else 0))
        elif kind == "list_item_close":
            walk.add(walk.items.pop())
        elif kind == "heading_open":
            walk.heading = int(token.tag[1:])
        elif kind == "heading_close":
            walk.heading = 0
        elif kind == "html_block":
            for block in html_blocks(token.content, token.map[0] + 1 if token.map else 0):
                walk.add(block)
        elif kind in ("fence", "code_block"):
            walk.add(Block("other", token.map[0] + 1 if token.map else 0))
        elif kind[:1] == "t":
            walk.table(token)
    return walk.blocks


_ENDS = frozenset({"p", "div", "ul", "ol", "table", "thead", "tbody", "hr", "section", "center", "details"})


def html_blocks(html: str, line: int) -> list[Block]:
    """The blocks of some HTML that starts at this line: headings, summaries, items, rows and paragraphs."""
    page = _Html(line)
    for part in split_tags(html):
        if isinstance(part, Tag):
            page.tag(part)
        else:
            page.text(part)
    page.flush("paragraph")
    return page.blocks


class _Html:
    """One pass over the tags of a block of HTML."""

    def __init__(self, line: int) -> None:
        self.blocks: list[Block] = []
        self.line = self.start = line
        self.pieces = Pieces()
        self.kind: BlockKind = "paragraph"
        self.level = 0
        self.opened = False

    def text(self, text: str) -> None:
        """Take text; a block starts at the line of its first word."""
        if not self.pieces.done and not self.opened:
            blank = len(text) - len(text.lstrip())
            self.start = self.line + text.count("\n", 0, blank)
        self.line += text.count("\n")
        folded = " ".join(text.split())
        if folded:
            self.pieces.text(" " * text[:1].isspace() + folded + " " * text[-1:].isspace())

    def tag(self, tag: Tag) -> None:
        """Follow a tag; attributes may hold line breaks."""
        name = tag.name
        if name == "summary" or (name[0] == "h" and name[1:] in "123456" and len(name) == 2):
            self.flush(self.kind if tag.closes else "paragraph")
            self.kind = "paragraph" if tag.closes else "summary" if name == "summary" else "heading"
            self.level = int(name[1:]) if self.kind == "heading" else 0
        elif name in ("li", "tr"):
            self.flush(self.kind)
            self.kind = "paragraph" if tag.closes else "item"
            self.opened = not tag.closes
        elif name in ("td", "th"):
            if self.pieces.done:
                self.pieces.line_break()
        elif name in _ENDS:
            self.flush(self.kind)
            if name == "details" and tag.closes:
                self.blocks.append(Block("end", self.line))
        else:
            self.pieces.tag(tag)
        self.line += tag.attributes.count("\n")

    def flush(self, kind: BlockKind) -> None:
        """End the block that is open, if it holds anything."""
        self.pieces.close_link()
        done = self.pieces.done
        self.pieces = Pieces()
        if any(piece.text.strip() or piece.kind == "link" for piece in done):
            self.blocks.append(Block(kind, self.start, done, self.level if kind == "heading" else 0))
        self.start = self.line
