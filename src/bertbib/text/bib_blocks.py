"""Cutting .bib text into blocks with bibtexparser, and the entries that it gives up on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bibtexparser.model import Block as ParsedBlock

Kind = Literal["entry", "macro", "comment", "text", "preamble", "broken"]

_KEYLESS = re.compile(r"(@\w+[ \t]*[{(])([^,={}\"]*)=")
_LINE_COMMENT = re.compile(r"(?:^|(?<=,))[ \t]*%[^\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a .bib file: what it is, where it starts (offset and 1-based line), its text as written.

    Entries have ``name`` (their type), ``key`` and ``fields`` (names and values as written, in order); macros have
    ``key`` and one nameless field. ``reason`` says what is wrong with a broken block.
    """

    kind: Kind
    start: int
    line: int
    raw: str
    name: str = ""
    key: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    reason: str = ""


def cut(text: str, line: int = 1) -> list[Block]:
    """The blocks of a .bib text, in order; entries of one key and fields of one name are all there.

    ``line`` is the number of the text's first line.
    """
    # Imported here: only commands that read .bib files need it.
    from bibtexparser.splitter import Splitter

    with _silenced("bibtexparser.splitter"):
        found = Splitter(text).split().blocks
    blocks = []
    at = counted = 0
    for block in found:
        raw = block.raw or ""
        start = text.find(raw, at)
        # bibtexparser does not count lines that end in a backslash.
        line += text.count("\n", counted, start)
        blocks.append(_block(block, start, line))
        # Past the block, as its text may be there twice; the next one may start within the text of a broken one.
        counted, at = start, start + (1 if blocks[-1].kind == "broken" else len(raw))
    return blocks


def _block(block: ParsedBlock, start: int, line: int) -> Block:
    from bibtexparser import model

    raw = block.raw or ""
    # Duplicates come as failures that carry the block itself.
    inner = block.ignore_error_block if isinstance(block, model.ParsingFailedBlock) else block
    if isinstance(inner, model.Entry):
        fields = tuple((field.key, str(field.value)) for field in inner.fields)
        return Block("entry", start, line, raw, inner.entry_type, inner.key, fields)
    if isinstance(inner, model.String):
        return Block("macro", start, line, raw, "string", inner.key, (("", inner.value),))
    if isinstance(inner, model.ExplicitComment):
        return Block("comment", start, line, raw, "comment", inner.comment)
    if isinstance(block, model.ParsingFailedBlock):
        reason = getattr(block.error, "abort_reason", str(block.error))
        return Block("broken", start, line, raw, _type(raw), reason=" ".join(reason.split()))
    return Block("preamble" if isinstance(inner, model.Preamble) else "text", start, line, raw)


def _type(raw: str) -> str:
    head = re.match(r"@(\w*)", raw)
    return head[1].lower() if head else ""


@contextmanager
def _silenced(name: str) -> Iterator[None]:
    """Keep a logger quiet: bibtexparser logs what our problems say."""
    import logging

    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def repaired(chunk: str, *, closed_by_next: bool) -> Block | None:
    """The entry that a broken block means, where that is certain.

    ``chunk`` is the text up to the next block. Mended are comments behind ``%``, a key without its comma, a missing key
    and, if another block follows (the file was not cut off there), a missing last brace. The line is the chunk's.
    """
    if "=" not in chunk:
        return None
    candidates = [_with_comma(chunk), _without_comments(chunk), _with_comma(_without_comments(chunk))]
    if closed_by_next:
        closing = ")" if re.match(r"@\w+[ \t]*\(", chunk) else "}"
        candidates = [*candidates, *(f"{candidate.rstrip()}\n{closing}" for candidate in (chunk, *candidates))]
    tried = {chunk}
    for candidate in candidates:
        if candidate not in tried:
            tried.add(candidate)
            blocks = [block for block in cut(candidate) if block.kind != "text"]
            if len(blocks) == 1 and blocks[0].kind == "entry" and blocks[0].fields:
                return blocks[0]
    return None


def _without_comments(chunk: str) -> str:
    return _LINE_COMMENT.sub("", chunk)


def _with_comma(chunk: str) -> str:
    """The entry with a comma between its key, if it has one, and the name of its first field."""
    return _KEYLESS.sub(_comma_before_last_word, chunk, count=1)


def _comma_before_last_word(head: re.Match[str]) -> str:
    before = head[2].rstrip()
    name = before.split()[-1] if before else ""
    return f"{head[1]}{before[: len(before) - len(name)].rstrip()}, {name} ="
