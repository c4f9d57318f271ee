"""Reading lists in Markdown: every grammar of list, one set of rules.

The text is parsed by markdown-it (CommonMark with tables and HTML), never line by line. Then come, one module each:
pieces (inline text and links), blocks, units (which blocks are entries), slots (where the title stands), labels and
notes, themes (headings) and entries (a unit as a reference).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from markdown_it.token import Token

from bertbib.model import InputError, Intake, Problem, Where
from bertbib.readers.assembling import assemble
from bertbib.readers.blocks import DEEPEST, blocks, parse
from bertbib.readers.themes import Section, sections
from bertbib.readers.units import events

if TYPE_CHECKING:
    from bertbib.readers.hinted import Hints

_HINT = (
    "A list has one entry a bullet, such as `* [Title](https://arxiv.org/abs/1901.11504) (ACL2019)`, under headings."
)


class MarkdownReader(NamedTuple):
    """Reads ``.md`` files."""

    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")

    def sniff(self, text: str) -> bool:
        """Whether a text has a heading, a bullet with a link or a link of Markdown near its start."""
        return re.search(r"^#{1,6} |^\s*[*+-] .*\]\(|\]\(https?://", text[:20000], re.MULTILINE) is not None

    def read(self, text: str, path: str) -> Intake:
        """The themes and references of a list; raise InputError where it holds none at all."""
        if not text.strip("\ufeff \t\r\n"):
            raise InputError(f"{path} is empty", hint=_HINT)
        read = outline(text, path)
        hidden = _swallowed(read.tokens, read.text, path)
        return assemble(read.sections, path, _HINT, hidden, read.hints, read.depth)


class Outline(NamedTuple):
    """A list before its entries are read: its text (front matter blanked), tokens, sections, hints and depth."""

    text: str
    tokens: Sequence[Token]
    sections: Sequence[Section]
    hints: Hints | None
    depth: int | None


def outline(text: str, path: str) -> Outline:
    """The sections of a list with their units, and what the list says to bertbib."""
    text = text.removeprefix("\ufeff")
    if not text.startswith("---") and "bertbib" not in text.lower():
        tokens = parse(text)
        return Outline(text, tokens, sections(events(blocks(tokens)), path), None, None)
    from bertbib.readers.front_matter import front_matter  # most lists have neither front matter nor hints
    from bertbib.readers.hinted import place
    from bertbib.readers.hints import find_hints

    front, text, wrong = front_matter(text, path)
    tokens = parse(text)
    comments, unread = find_hints(tokens, text, path)
    found = sections(events(blocks(tokens)), path, front.theme)
    hints = place(comments, [*wrong, *unread], found, tokens, text, front.skip)
    return Outline(text, tokens, found, hints, front.depth)


def _swallowed(tokens: Sequence[Token], text: str, path: str) -> list[Problem]:
    """A finding for each construct that hides the rest of the text from a reader of Markdown."""
    lines: list[str] = []
    found: list[Problem] = []
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        if token.level >= DEEPEST - 2 and token.nesting == 1:
            message = f"Lists are nested more than {DEEPEST // 2} levels deep here; what follows is not read."
            return [*found, Problem("too-deep", "error", message, Where(path, line))]
        if token.type == "fence" and token.map:
            lines = lines or text.splitlines()
            closing = lines[token.map[1] - 1].strip(" \t>") if token.map[1] <= len(lines) else ""
            unclosed = token.map[1] - token.map[0] < 2 or not closing.startswith(token.markup)
        else:
            unclosed = token.type == "html_block" and token.content.startswith("<!--") and "-->" not in token.content
        if unclosed:
            message = "A block of code or a comment that starts here is never closed; what follows is not read."
            found.append(Problem("unclosed", "warning", message, Where(path, line)))
    return found


READER = MarkdownReader()
