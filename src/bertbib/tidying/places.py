"""Where everything stands in a .bib text: its entries, and the macros between them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bertbib.text.bib_spans import EntrySpan, Span, survey
from bertbib.text.bib_values import MONTHS
from bertbib.text.bibtex import BibEntry

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Places:
    """A file's anatomy.

    ``spans`` are those of the entries read, in their order, None where that is not clear; ``closed`` says of each
    whether it is certain where it ends, None where its own bytes tell. ``blocks`` are all spans that entries or
    what looks like them take, each with the entry's place among those read (-1: none) and its line.
    """

    spans: tuple[Span | None, ...]
    closed: tuple[bool | None, ...]
    blocks: tuple[tuple[Span, int, int], ...]
    macros: Mapping[str, str]
    ambiguous: frozenset[str]
    newline: str


def places(text: str, entries: Sequence[BibEntry], *, doubtful: bool) -> Places:
    """Where the entries of a text stand; ``doubtful`` says that the reader met broken ones.

    Then the whole text is looked through, for an entry may stand in another one's open braces.
    """
    end = _LINE_END.search(text)
    newline = end[0] if end else "\n"
    if doubtful or not _are_in_order(entries):
        return _looked_through(text, entries, newline)
    spans = tuple(entry.span for entry in entries)
    blocks = tuple((entry.span, at, entry.line) for at, entry in enumerate(entries))
    starts = [end for _start, end in ((0, 0), *spans)]
    between = "\n".join(
        gap
        for start, end in zip(starts, [*(start for start, _ in spans), len(text)], strict=True)
        if "@" in (gap := text[start:end])
    )
    found = survey(between) if between else None
    macros, ambiguous = (found.macros, found.ambiguous) if found else (MONTHS, frozenset[str]())
    return Places(spans, (None,) * len(spans), blocks, macros, ambiguous, newline)


def _are_in_order(entries: Sequence[BibEntry]) -> bool:
    at = 0
    for entry in entries:
        start, end = entry.span
        if start < at or end <= start:
            return False
        at = end
    return True


def _looked_through(text: str, entries: Sequence[BibEntry], newline: str) -> Places:
    known = survey(text)
    by_place: defaultdict[tuple[str, int], list[EntrySpan]] = defaultdict(list)
    for one in known.entries:
        by_place[one.key, one.line].append(one)
    wanted: defaultdict[tuple[str, int], int] = defaultdict(int)
    for entry in entries:
        wanted[entry.key, entry.line] += 1
    clear = {place for place, count in wanted.items() if len(by_place.get(place, ())) == count}
    found = [by_place[entry.key, entry.line].pop(0) if (entry.key, entry.line) in clear else None for entry in entries]
    at_start = {one.span[0]: at for at, one in enumerate(found) if one is not None}
    blocks: list[tuple[Span, int, int]] = []
    for one in known.entries:
        if not blocks or one.span[0] >= blocks[-1][0][1]:
            blocks.append((one.span, at_start.get(one.span[0], -1), one.line))
    return Places(
        tuple(one.span if one is not None else None for one in found),
        tuple(one is not None and one.closed for one in found),
        tuple(blocks),
        known.macros,
        known.ambiguous,
        newline,
    )
