"""Citations by key in lists that are documents: ``cite:`` links among pieces, and works that prose cites."""

from __future__ import annotations

from collections.abc import Iterable

from bertbib.readers.blocks import Block
from bertbib.readers.pieces import Piece

CITE = "cite:"
"""How the URL of a link begins that is a citation by key; the key follows."""


def citation(key: str, label: str = "") -> Piece:
    """A citation as a link."""
    return Piece(label, "link", CITE + key)


def cited_key(url: str) -> str | None:
    """The key that a link cites, or None where it is another link."""
    return url[len(CITE) :] or None if url.startswith(CITE) else None


def keys_in(pieces: Iterable[Piece]) -> list[str]:
    """The keys cited among pieces, each once, in order."""
    return list(dict.fromkeys(key for piece in pieces if piece.kind == "link" and (key := cited_key(piece.url))))


def with_cited_prose(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, each citation of a paragraph of prose as an item of its own: in a paper, what is cited is listed."""
    found: list[Block] = []
    for block in blocks:
        keys = keys_in(block.pieces) if block.kind == "paragraph" else []
        if not keys or _opens_an_entry(block.pieces):
            found.append(block)
        else:
            found += [Block("item", block.line, [citation(key)]) for key in keys]
    return found


def _opens_an_entry(pieces: list[Piece]) -> bool:
    first = next((piece for piece in pieces if piece.text.strip()), None)
    return first is not None and (first.bold or (first.kind == "link" and cited_key(first.url) is None))
