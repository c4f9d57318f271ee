"""The links of a Markdown text as they are written, broken and empty ones too, with their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markdown_it.token import Token

from bertbib.model import Where
from bertbib.readers.blocks import parse
from bertbib.readers.pieces import BREAK, Pieces, Tag, pieces_of, split_tags


class SourceLink(NamedTuple):
    """A link: its place, its label without marks, its target as written."""

    where: Where
    label: str
    url: str


def source_links(text: str, path: str) -> list[SourceLink]:
    """The links of a Markdown text in their order; those of code and comments are none."""
    return [
        SourceLink(Where(path, line), label, url)
        for token in parse(text.removeprefix("\ufeff"))
        for line, label, url in _links(token)
    ]


def _links(token: Token) -> Iterator[tuple[int, str, str]]:
    line = token.map[0] + 1 if token.map else 0
    if token.type == "inline":
        for piece in pieces_of(token.children or ()):
            if piece.kind == "link":
                yield line, piece.text.strip("[] "), piece.url
            line += piece.text == BREAK.text
    elif token.type == "html_block":
        yield from _html_links(split_tags(_without_comments(token.content)), line)


def _without_comments(html: str) -> str:
    """HTML with its comments blanked, so that lines keep their numbers."""
    kept = ""
    while "<!--" in html:
        before, _opening, rest = html.partition("<!--")
        comment, _closing, html = rest.partition("-->")
        kept += before + "\n" * comment.count("\n")
    return kept + html


def _html_links(parts: Iterable[str | Tag], line: int) -> Iterator[tuple[int, str, str]]:
    pieces = Pieces()
    seen = 0
    for part in parts:
        text = part if isinstance(part, str) else part.attributes
        if isinstance(part, str):
            pieces.text(part)
        else:
            pieces.tag(part)
        for piece in pieces.done[seen:]:
            if piece.kind == "link":
                yield line, piece.text.strip("[] "), piece.url
        seen = len(pieces.done)
        line += text.count("\n")
