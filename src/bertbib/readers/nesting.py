"""Lines of a list -> blocks, for formats whose lists nest by indentation (Org, reStructuredText)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bertbib.readers.blocks import DEEPEST, Block
from bertbib.readers.pieces import BREAK, Piece

Inline = Callable[[str], list[Piece]]

_DEEPEST_ITEM = DEEPEST // 2
"""Items that are nested more deeply are read as if they stood at this depth: nothing is lost, and nothing overflows."""


class Nesting:
    """Builds blocks out of lines in their order.

    A list item holds all later lines that are indented more than its bullet. Lines that follow each other without a
    blank one are one paragraph, whose text goes through ``inline`` as a whole, since marks may span lines.
    """

    def __init__(self, inline: Inline) -> None:
        self.blocks: list[Block] = []
        self._inline = inline
        self._items: list[tuple[int, Block]] = []
        self._lines: list[str] = []
        self._line = 0
        self._owner: Block | None = None

    @property
    def in_paragraph(self) -> bool:
        """Whether the line before belongs to a paragraph that may go on."""
        return bool(self._lines)

    def indent_of_item(self) -> int:
        """The indentation of the innermost open item, -1 where none is open."""
        return self._items[-1][0] if self._items else -1

    def blank(self) -> None:
        """End the paragraph; items stay open."""
        if not self._lines:
            return
        pieces = self._inline("\n".join(self._lines))
        owner, self._lines = self._owner, []
        if owner is None:
            self.blocks.append(Block("paragraph", self._line, pieces))
        elif owner.pieces or owner.children or owner.later:
            owner.later += [BREAK, *pieces]
        else:
            owner.pieces = pieces

    def heading(self, line: int, level: int, text: str) -> Block:
        """Start a section: everything that is open ends."""
        self.close()
        block = Block("heading", line, self._inline(text), level)
        self.blocks.append(block)
        return block

    def item(self, line: int, indent: int, text: str) -> None:
        """Start a list item whose bullet stands at ``indent``."""
        self.blank()
        self._leave(indent)
        del self._items[_DEEPEST_ITEM:]
        block = Block("item", line)
        (self._items[-1][1].children if self._items else self.blocks).append(block)
        self._items.append((indent, block))
        self._lines, self._line, self._owner = [text], line, block

    def text(self, line: int, indent: int, text: str) -> None:
        """Add a line of text: to the paragraph that is open, or to a new one of the item that it is indented below."""
        if not self._lines or indent <= self.indent_of_item():
            self.blank()
            self._leave(indent)
            self._owner = self._items[-1][1] if self._items else None
            self._line = line
        self._lines.append(text)

    def row(self, line: int, indent: int, cells: Sequence[str], header: list[str]) -> None:
        """Add a row of a table."""
        self.blank()
        self._leave(indent)
        block = Block("row", line, cells=[self._inline(cell) for cell in cells], header=header)
        if self._items:
            self._items[-1][1].later += [BREAK, *(piece for cell in block.cells for piece in (*cell, BREAK))]
        else:
            self.blocks.append(block)

    def other(self, line: int) -> None:
        """Add content that lists no papers."""
        self.blank()
        if not self._items:
            self.blocks.append(Block("other", line))

    def close(self) -> None:
        """End the paragraph and all items."""
        self.blank()
        self._items.clear()

    def _leave(self, indent: int) -> None:
        while self._items and self._items[-1][0] >= indent:
            self._items.pop()


def lines_of(text: str) -> list[str]:
    """The lines of a text, as an editor counts them; byte order mark and the three kinds of line ends off."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def indent_of(line: str) -> int:
    """How many columns a line is indented, tabs to the next multiple of eight."""
    if line[:1] not in (" ", "\t"):
        return 0
    expanded = line.expandtabs(8)
    return len(expanded) - len(expanded.lstrip(" "))
