"""Entries in the order of their keys, with the comments above them; the frame of the file stays around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from bertbib.text.bibtex import BibEntry

_BLANK_LINE = re.compile(r"[ \t]*+(?:\r\n|\n|\r)")
_BLOCK = re.compile(r"[ \t]*+@\s*+(string|preamble|comment)\s*+([{(])", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\n|\r|\Z)")
_GROUPS = re.compile(r"[ \t]*+@\s*+comment\s*+[{(]\s*+(?:jabref|bibdesk)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t]*+")


@dataclass(frozen=True, slots=True)
class Unit:
    """An entry to be put in order: its key and level, its bytes; ``fixed`` where it is not certain where it ends."""

    key: str
    level: int
    chunk: str
    fixed: bool = False


class _Block(NamedTuple):
    """A part of a gap: free text, the file's ``frame`` (macros, preambles), or the ``groups`` of another program.

    ``blank`` are the blank lines behind it.
    """

    kind: Literal["text", "frame", "groups"]
    text: str
    blank: str


class _Gap(NamedTuple):
    """What stands between two entries: the rest of the first one's line, blank lines, blocks."""

    trailing: str
    blank: str
    blocks: tuple[_Block, ...]

    def of(self, kind: str) -> list[_Block]:
        """The blocks of a kind."""
        return [block for block in self.blocks if block.kind == kind]

    @property
    def lead(self) -> str:
        """The free text."""
        return "".join(block.text + block.blank for block in self.blocks if block.kind == "text")


def levels(entries: Sequence[BibEntry]) -> list[int]:
    """How far behind its children an entry has to stand, for BibTeX inherits only from entries that follow
    ("BibTeXing", section 2.2, on ``crossref``): 0 where none inherits from it.
    """
    children: dict[str, list[str]] = {}
    for entry in entries:
        parent = entry.fields.get("crossref", "").strip().casefold()
        if parent and parent != entry.key.casefold():
            children.setdefault(parent, []).append(entry.key.casefold())
    found: dict[str, int] = {}
    for parent in sorted(children):  # of a circle, the order of the file must not decide
        _measure(parent, children, found)
    return [found.get(entry.key.casefold(), 0) for entry in entries]


def _measure(key: str, children: Mapping[str, list[str]], found: dict[str, int]) -> None:
    """Note the height of an entry above its farthest descendant; a circle counts as one step."""
    pending = [key]
    while pending:
        at = pending[-1]
        below = sorted(children.get(at, []))
        if at not in found:
            found[at] = 0
            pending += [child for child in below if child in children and child not in found]
        else:
            pending.pop()
            found[at] = max((found.get(child, 0) + 1 for child in below), default=0)


def in_order(gaps: Sequence[str], units: Sequence[Unit]) -> tuple[list[str], list[str]]:
    """Gaps and entries in order; entries that are fixed stay, and those before and behind them are ordered apart."""
    out_gaps: list[str] = []
    out_chunks: list[str] = []
    start = 0
    stops = [at for at, unit in enumerate(units) if unit.fixed]
    for stop in [*stops, len(units)]:
        part_gaps, part_chunks = _run(gaps[start : stop + 1], units[start:stop])
        out_gaps += part_gaps
        out_chunks += part_chunks
        if stop < len(units):
            out_chunks.append(units[stop].chunk)
        start = stop + 1
    return out_gaps, out_chunks


def _run(gaps: Sequence[str], units: Sequence[Unit]) -> tuple[list[str], list[str]]:
    """Units in order with the gaps between them, as many as were given."""
    order = sorted(range(len(units)), key=lambda at: (units[at].level, units[at].key.casefold(), units[at].key))
    taken = [_gap(gap, first=at == 0) for at, gap in enumerate(gaps)]
    late = any(gap.of("frame") for gap in taken[1:]) or any(gap.of("groups") for gap in taken[1:-1])
    if not units or (order == list(range(len(units))) and not late):
        return list(gaps), [unit.chunk for unit in units]
    newline = _newline(gaps)
    head, leads = _head(gaps[0], taken, newline)
    common = Counter(gap.blank for gap in taken[1:-1] if gap.blank and not gap.blocks).most_common(1)
    separator = common[0][0] if common else newline * 2
    new_gaps = [head + leads[order[0]]]
    for before, at in pairwise(order):
        trailing = taken[before + 1].trailing
        blank = separator if "\n" in separator or "\r" in separator or not (trailing or leads[at]) else newline
        new_gaps.append(trailing + blank + leads[at])
    trailing, tail = taken[order[-1] + 1].trailing, _tail(taken, newline)
    joint = newline if trailing and tail and not tail.startswith(("\n", "\r")) else ""
    new_gaps.append(trailing + joint + tail)
    return new_gaps, [units[at].chunk for at in order]


def _newline(gaps: Sequence[str]) -> str:
    found = next((end for gap in gaps if (end := re.search(r"\r\n|\r|\n", gap))), None)
    return found[0] if found else "\n"


def _head(first: str, taken: Sequence[_Gap], newline: str) -> tuple[str, list[str]]:
    """What stands before all entries, and each entry's own lead; of the first gap only what touches the entry."""
    blocks = taken[0].blocks
    touching = bool(blocks) and blocks[-1].kind == "text" and not re.search(r"[\r\n]", blocks[-1].blank)
    own = blocks[-1].text + blocks[-1].blank if touching else ""
    head = first[: len(first) - len(own)]
    moved = [block.text for gap in taken[1:] for block in gap.of("frame")]
    for text in moved:
        head = _ended(head, newline) + text
    if moved:
        head = _ended(head, newline) + newline
    return head, [own, *(gap.lead for gap in taken[1:-1])]


def _tail(taken: Sequence[_Gap], newline: str) -> str:
    """What follows the last entry: what did before, then the groups of other programs."""
    end = taken[-1]
    tail = end.blank + "".join(block.text + block.blank for block in end.blocks if block.kind != "frame")
    for block in (block for gap in taken[1:-1] for block in gap.of("groups")):
        tail = _ended(tail, newline) + newline + _ended(block.text, newline)
    return tail


def _ended(text: str, newline: str) -> str:
    return text if not text or text.endswith(("\n", "\r")) else text + newline


def _gap(text: str, *, first: bool) -> _Gap:
    """Take a gap apart; behind an entry, a comment on its line is the entry's own."""
    at = 0
    line = _LINE.match(text)
    rest = line[0].rstrip("\r\n") if line and not first else ""
    if rest.strip() and not _BLOCK.match(rest) and len(rest) < len(text):
        at = len(rest)
    blank_end = _blank(text, at)
    return _Gap(text[:at], text[at:blank_end], tuple(_blocks(text, blank_end)))


def _blocks(text: str, at: int) -> Iterator[_Block]:
    while at < len(text):
        end = _block_end(text, at)
        blank_end = _blank(text, end)
        head = _BLOCK.match(text, at)
        kind: Literal["text", "frame", "groups"] = "text"
        if head and head[1].lower() != "comment":
            kind = "frame"
        elif head and _GROUPS.match(text, at):
            kind = "groups"
        yield _Block(kind, text[at:end], text[end:blank_end])
        at = blank_end


def _blank(text: str, at: int) -> int:
    """Where blank lines end; what is blank up to the end belongs to them."""
    while (line := _BLANK_LINE.match(text, at)) is not None:
        at = line.end()
    rest = _SPACES.match(text, at)
    return len(text) if rest and rest.end() == len(text) else at


def _block_end(text: str, at: int) -> int:
    """Where a macro, preamble or comment ends, with its line; else the run of lines up to a blank one or a block."""
    head = _BLOCK.match(text, at)
    if head and not (head[1].lower() == "comment" and head[2] == "("):
        end = _closing(text, head.end() - 1)
        line = _LINE.match(text, end)
        return (line.end() if line and not line[0].strip() else end) if end else len(text)
    while at < len(text):
        line = _LINE.match(text, at)
        at = line.end() if line else len(text)
        if _BLANK_LINE.match(text, at) or _BLOCK.match(text, at):
            break
    return at


def _closing(text: str, at: int) -> int:
    """Behind the delimiter that closes the one that opens here; 0 if none does."""
    round_one = text[at] == "("
    depth = 0
    for mark in re.compile(r"[{})]" if round_one else r"[{}]").finditer(text, at + round_one):
        if mark[0] == ")":
            if depth == 0:
                return mark.end()
            continue
        depth += 1 if mark[0] == "{" else -1
        if depth == 0 and not round_one:
            return mark.end()
    return 0
