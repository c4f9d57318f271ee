"""Reading lists in Org: headings, lists, tables and links, into the same units as Markdown's.

Syntax: https://orgmode.org/worg/org-syntax.html. What a list needs of it is lines: headings, items, rows, drawers and
blocks; a parser of the whole language (orgparse) was looked at: it gives headings and properties, which are two
patterns, and leaves bodies, lists, tables and links as raw text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from bertbib.model import InputError, Intake, Problem, Where
from bertbib.model.protocols import Neighbours
from bertbib.readers.assembling import assemble
from bertbib.readers.citing import with_cited_prose
from bertbib.readers.named_works import Bibliographies
from bertbib.readers.nesting import Nesting, indent_of, lines_of
from bertbib.readers.org_entries import Outline, blocks_of
from bertbib.readers.org_inline import org_pieces
from bertbib.readers.themes import sections
from bertbib.readers.units import events

_HINT = "A list in Org has entries such as `*** [[https://arxiv.org/abs/1901.11504][Title]] (ACL2019)` under headings."

_SIGNS = r"^[ \t]*#\+\w+:|^:PROPERTIES:|^\*{2,} \S|^[*+-] .*\[\[\w+:|\[\[https?:[^\]\n]+\](?:\[|\])"
_HEADING = re.compile(r"(\*+)[ \t]+(.*)")
_KEYWORD = re.compile(r"[ \t]*#\+([A-Za-z_-]+)(?:\[[^\]]*\])?:[ \t]*(.*)")
_BEGIN = re.compile(r"[ \t]*#\+begin_([^\s]+)", re.IGNORECASE)
_END = re.compile(r"[ \t]*#\+end_([^\s]+)[ \t]*$", re.IGNORECASE)
_DRAWER = re.compile(r"[ \t]*:([\w-]+):[ \t]*$")
_PROPERTY = re.compile(r"[ \t]*:([\w-]+)\+?:[ \t]+(.*)")
_ITEM = re.compile(
    r"[ \t]*([-+]|\*(?<=[ \t]\*)|\d{1,9}[.)]|[A-Za-z][.)])(?:[ \t]+(?:\[@\w+\][ \t]*)?(?:\[[ Xx-]\][ \t]+)?(.*))?$"
)
_PLANNING = re.compile(r"[ \t]*(?:(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):|-{5,}[ \t]*$|\[fn:[^\]]*\])")
_ORG_REF_BIBLIOGRAPHY = re.compile(r"(?:no)?bibliography:([^\s\]]+)")
_SILENT = frozenset({"src", "example", "export", "comment", "html", "latex"})
_TODO_KEYWORDS = ("TODO", "SEQ_TODO", "TYP_TODO")
_USUAL_STATES = (
    "TODO DONE NEXT WAIT WAITING HOLD CANCELLED CANCELED STARTED INPROGRESS IN-PROGRESS DOING SOMEDAY MAYBE READ "
    "READING TOREAD TO-READ"
)


@dataclass(frozen=True, slots=True)
class OrgReader:
    """Reads ``.org`` files."""

    suffixes: tuple[str, ...] = (".org",)

    def sniff(self, text: str) -> bool:
        """Whether a text has a keyword, a drawer, a second-level heading or a link of Org near its start."""
        head = text[:20000].replace("\r", "\n")
        return re.search(_SIGNS, head, re.MULTILINE) is not None

    def read(self, text: str, path: str) -> Intake:
        """The themes and references of a list; raise InputError where it holds none at all."""
        return self.follow(text, path, None)

    def follow(self, text: str, path: str, neighbours: Neighbours | None) -> Intake:
        """The same, with the works that it cites by key looked up in the .bib files that it names."""
        if not text.strip("\ufeff \t\r\n"):
            raise InputError(f"{path} is empty", hint=_HINT)
        document = _Document(path)
        document.read(lines_of(text))
        blocks = with_cited_prose(blocks_of(document.nesting.blocks, document.outlines))
        found = sections(events(blocks), path)
        if document.title:
            found[0].path = (document.title,)
        intake = assemble(found, path, _HINT, document.problems)
        works = Bibliographies(path, neighbours)
        for name, line in document.bibliographies:
            works.add(name, path, line)
        return works.filled(intake)


READER = OrgReader()


class _Blocks(NamedTuple):
    """Where each kind of ``#+end_`` stands."""

    ends: dict[str, list[int]]

    @classmethod
    def of(cls, lines: list[str]) -> _Blocks:
        ends: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            if "#+" in line and (found := _END.match(line)):
                ends.setdefault(found[1].lower(), []).append(number)
        return cls(ends)

    def end(self, name: str, number: int) -> int | None:
        """The line that ends the block of this name that starts at a line; None where nothing does."""
        ends = self.ends.get(name.lower(), [])
        place = bisect_right(ends, number)
        return ends[place] if place < len(ends) else None


@dataclass(slots=True)
class _Document:
    """One pass over the lines of a file."""

    path: str
    title: str = ""
    bibliographies: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    outlines: dict[int, Outline] = field(default_factory=dict)
    """What each heading says beside its text, by its line."""
    abbreviations: dict[str, str] = field(default_factory=dict)
    states: set[str] = field(default_factory=lambda: set(_USUAL_STATES.split()))
    nesting: Nesting = field(init=False)
    _table: list[tuple[int, str]] = field(default_factory=list)
    _commented: int = 0

    def __post_init__(self) -> None:
        self.nesting = Nesting(lambda text: org_pieces(text, self.abbreviations))

    def read(self, lines: list[str]) -> None:
        """Read all lines; the keywords first, for they hold for the whole file wherever they stand."""
        for number, line in enumerate(lines, 1):
            if "#+" in line and (keyword := _KEYWORD.match(line)):
                self._keyword(keyword[1].upper(), keyword[2].strip(), number)
        blocks = _Blocks.of(lines)
        at = 0
        while at < len(lines):
            at = self._line(lines, at, blocks)
        self._end_table()
        self.nesting.close()

    def _keyword(self, name: str, value: str, line: int) -> None:
        if name == "TITLE":
            self.title = self.title or value
        elif name in ("BIBLIOGRAPHY", "ADDBIBRESOURCE") and value:
            file = value.split('"')[1] if value.startswith('"') and value.count('"') > 1 else value.split()[0]
            self.bibliographies.append((file, line))
        elif name in _TODO_KEYWORDS:
            self.states |= {state.partition("(")[0] for state in value.split() if state != "|"}
        elif name == "LINK" and len(value.split(None, 1)) == 2:
            short, pattern = value.split(None, 1)
            self.abbreviations[short] = pattern
        elif name == "INCLUDE":
            message = f"the file {value.split()[0] if value else ''} is included here and not read"
            hint = "name it as a list of its own"
            self.problems.append(Problem("not-followed", "info", message, Where(self.path, line), hint))

    def _line(self, lines: list[str], at: int, blocks: _Blocks) -> int:
        """Read the line at ``at`` and what belongs to it; return where to go on."""
        line, number = lines[at], at + 1
        stripped = line.strip()
        heading = _HEADING.match(line) if line[:1] == "*" else None
        if heading:
            self._end_table()
            self._heading(len(heading[1]), heading[2], number)
            return at + 1
        if self._commented:
            return at + 1
        if stripped[:1] == "|":
            self._table.append((number, line))
            return at + 1
        self._end_table()
        if not stripped:
            self.nesting.blank()
        elif stripped[0] in "#:":
            return self._special(lines, at, stripped, blocks)
        elif not _PLANNING.match(line):
            self._text(line, number)
        return at + 1

    def _heading(self, level: int, text: str, number: int) -> None:
        if self._commented and level > self._commented:
            return
        self._commented = 0
        outline = Outline.of(text, self.states)
        if outline.commented:
            self._commented = level
            return
        self.outlines[number] = outline
        self.nesting.heading(number, level, outline.text)

    def _special(self, lines: list[str], at: int, stripped: str, blocks: _Blocks) -> int:
        """A comment, a keyword, a block, a drawer or fixed-width text."""
        line, number = lines[at], at + 1
        if begin := _BEGIN.match(line):
            end = blocks.end(begin[1], at)
            if end is not None and begin[1].lower() in _SILENT:
                self.nesting.other(number)
                return end + 1
        elif drawer := _DRAWER.match(line):
            return self._drawer(lines, at, drawer[1].upper())
        elif stripped[:2] == ": " or stripped == ":":
            self.nesting.other(number)
        elif not (stripped == "#" or stripped[:2] in ("# ", "#\t", "#+")):
            self._text(line, number)
        return at + 1

    def _drawer(self, lines: list[str], at: int, name: str) -> int:
        """Take properties in, pass over a log; the content of any other drawer is text."""
        if name not in ("PROPERTIES", "LOGBOOK"):
            return at + 1
        end = at + 1
        while end < len(lines) and (property_ := _PROPERTY.match(lines[end]) or name == "LOGBOOK"):
            if lines[end].strip().upper() == ":END:" or _HEADING.match(lines[end]):
                break
            if not isinstance(property_, bool):
                self._property(property_[1].upper(), property_[2].strip())
            end += 1
        return end + (end < len(lines) and lines[end].strip().upper() == ":END:")

    def _property(self, name: str, value: str) -> None:
        last = self.nesting.blocks[-1] if self.nesting.blocks else None
        outline = self.outlines.get(last.line) if last is not None and last.kind == "heading" else None
        if outline is not None:
            outline.properties.append((name, value))

    def _text(self, line: str, number: int) -> None:
        for found in _ORG_REF_BIBLIOGRAPHY.finditer(line) if "bibliography:" in line else ():
            self.bibliographies += [(name, number) for name in found[1].split(",")]
            return
        item = _ITEM.match(line)
        if item:
            text = (item[2] or "").replace(" :: ", ": ", 1)
            self.nesting.item(number, indent_of(line), text)
        else:
            self.nesting.text(number, indent_of(line), line.strip())

    def _end_table(self) -> None:
        """Add the rows of the table that has ended; those above its first rule are its header."""
        if not self._table:
            return
        rows = [(number, line) for number, line in self._table]
        self._table = []
        rule = next((place for place, (_number, line) in enumerate(rows) if _is_rule(line)), 0)
        header = [" ".join(cell.split()) for cell in _cells(rows[rule - 1][1])] if rule else []
        for number, line in rows[rule:]:
            if not _is_rule(line):
                self.nesting.row(number, indent_of(line), _cells(line), header)


def _is_rule(line: str) -> bool:
    return line.lstrip()[:2] == "|-"


def _cells(line: str) -> list[str]:
    r"""The cells of a row; ``\vert`` is a bar inside one."""
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\vert{}", "|").replace("\\vert", "|") for cell in inner.split("|")]
