"""Reading lists in reStructuredText: sections, lists, tables and links, into the same units as Markdown's.

Syntax: https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html. Docutils itself was looked at: it reads as
fast, but makes error messages of what lists are written with (Sphinx's roles and directives: ``:doi:``, ``:cite:``,
``bibliography``, a table with a slip in it), and its list items carry no lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bertbib.model import InputError, Intake, Problem, Where
from bertbib.model.protocols import Neighbours
from bertbib.readers.assembling import assemble
from bertbib.readers.citing import with_cited_prose
from bertbib.readers.named_works import Bibliographies
from bertbib.readers.nesting import Nesting, indent_of, lines_of
from bertbib.readers.rst_inline import Names, folded, rst_pieces
from bertbib.readers.rst_tables import Dedented, table_at
from bertbib.readers.themes import sections
from bertbib.readers.units import events

_HINT = "A list in reStructuredText has entries such as ``* `Title <https://arxiv.org/abs/1901.11504>`_ (ACL2019)``."

_SIGNS = r"`[^`\n]+<[^<>`\n]+>`__?|^\.\. (?:_[^:\n]+:|[\w-]+::|\[[^\]\n]+\] )"
# Titles that Markdown has not: its own are underlined by "=" and "-", and "```" and "~~~" begin code there.
_UNDERLINED = r"^(\S.{0,200})\n([~^\"#*+.:'_]{4,})[ \t]*$"
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{1,}[ \t]*$")
_BULLET = re.compile(r"([ \t]*)([*+\-\u2022\u2023\u2043])(?:[ \t]+(.*))?$")
_NUMBER = re.compile(r"([ \t]*)(\(?(?:\d{1,9}|#|[A-Za-z]|[ivxlcdmIVXLCDM]{1,12})[.)])[ \t]+(.*)$")
_SURE_NUMBER = re.compile(r"\(?(?:\d{1,9}|#)[.)]")
_EXPLICIT = re.compile(r"([ \t]*)\.\.(?:[ \t]+(.*))?$")
_DIRECTIVE = re.compile(r"(?:\|([^|]{1,80})\|[ \t]+)?([\w.+:-]{1,80}?)[ \t]?::(?:[ \t]+(.*))?$")
_TARGET = re.compile(r"_(`[^`]{1,500}`|(?:\\:|[^:]){1,500}):(?:[ \t]+(.*))?$")
_NOTE = re.compile(r"\[([^\]]{1,60})\](?:[ \t]+(.*))?$")
_ANONYMOUS = re.compile(r"([ \t]*)__[ \t]+(\S.*)$")
_FIELD = re.compile(r"[ \t]*:([^:\s`][^:`\n]{0,60}):(?:[ \t]+(.*))?$")
_TABLE = re.compile(r"\+[-=]{2,}.*\+$|={2,}[ \t]+={2,}")
_SILENT_NAMES = (
    "code code-block sourcecode highlight math raw image figure literalinclude graphviz mermaid plot ipython doctest "
    "testcode parsed-literal meta contents sectnum index toctree include automodule autoclass autofunction "
    "currentmodule default-role role title header footer"
)
_SILENT = frozenset(_SILENT_NAMES.split())
"""Directives whose content lists no papers."""
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class RstReader:
    """Reads ``.rst`` files."""

    suffixes: tuple[str, ...] = (".rst", ".rest")

    def sniff(self, text: str) -> bool:
        """Whether a text has a link, a directive, a target or a title of reStructuredText near its start."""
        head = text[:20000].replace("\r\n", "\n").replace("\r", "\n")
        if re.search(r"\]\(https?:", head):  # a link of Markdown
            return False
        marked = re.search(_SIGNS, head, re.MULTILINE) is not None
        return marked or any(len(mark[2]) >= len(mark[1]) for mark in re.finditer(_UNDERLINED, head, re.MULTILINE))

    def read(self, text: str, path: str) -> Intake:
        """The themes and references of a list; raise InputError where it holds none at all."""
        return self.follow(text, path, None)

    def follow(self, text: str, path: str, neighbours: Neighbours | None) -> Intake:
        """The same, with the works that it cites by key looked up in the .bib files that it names."""
        if not text.strip("\ufeff \t\r\n"):
            raise InputError(f"{path} is empty", hint=_HINT)
        document = _read(lines_of(text), path)
        found = sections(events(with_cited_prose(document.nesting.blocks)), path)
        intake = assemble(found, path, _HINT, document.problems)
        works = Bibliographies(path, neighbours)
        for name, line in document.bibliographies:
            works.add(name, path, line)
        return works.filled(intake)


READER = RstReader()


def _read(lines: list[str], path: str) -> _Document:
    """The document; its anonymous links count only where there is a target for each: one too many shifts them all."""
    names = _names(lines)
    document = _Document(path, names)
    document.read(lines, 0, 0)
    document.nesting.close()
    if names.taken == len(names.anonymous):
        return document
    again = _Document(path, Names(names.targets, names.anonymous, names.substitutions, pair_anonymous=False))
    again.read(lines, 0, 0)
    again.nesting.close()
    message = f"{names.taken} anonymous references and {len(names.anonymous)} anonymous targets: none of them is read"
    again.problems.append(Problem("anonymous-links", "warning", message, Where(path), "give each reference its target"))
    return again


def _names(lines: Sequence[str]) -> Names:
    """All targets and substitutions: they hold for the whole text wherever they stand."""
    names = Names()
    for place, line in enumerate(lines):
        if anonymous := _ANONYMOUS.match(line):
            names.anonymous.append(_address(anonymous[2], lines, place))
        explicit = _EXPLICIT.match(line) if ".." in line else None
        text = (explicit[2] or "") if explicit else ""
        if text.startswith("__:"):
            names.anonymous.append(_address(text[3:], lines, place))
        elif target := _TARGET.match(text):
            names.targets.setdefault(folded(target[1].strip("`")), _address(target[2] or "", lines, place))
        elif (directive := _DIRECTIVE.match(text)) and directive[1]:
            replaces = directive[2] == "replace"
            names.substitutions.setdefault(folded(directive[1]), (directive[3] or "") if replaces else "")
    _resolve_chained(names, lines)
    return names


def _resolve_chained(names: Names, lines: Sequence[str]) -> None:
    """Targets without an address share that of the next target (``.. _a:`` above ``.. _b: url``)."""
    waiting: list[str] = []
    for line in lines:
        explicit = _EXPLICIT.match(line) if ".." in line else None
        target = _TARGET.match(explicit[2] or "") if explicit else None
        if target is None:
            waiting = waiting if not line.strip() else []
            continue
        name = folded(target[1].strip("`"))
        if names.targets.get(name):
            for earlier in waiting:
                names.targets[earlier] = names.targets[name]
            waiting = []
        else:
            waiting.append(name)
    for name in [name for name, url in names.targets.items() if not url]:
        names.targets[name] = "#" + name


def _address(text: str, lines: Sequence[str], place: int) -> str:
    """An address, which may go on in the indented lines below."""
    parts = [text.strip()]
    indent = indent_of(lines[place])
    for line in lines[place + 1 : place + 20]:
        if not line.strip() or indent_of(line) <= indent or _EXPLICIT.match(line):
            break
        parts.append(line.strip())
    joined = "".join(parts)
    return joined if joined.endswith("_") else joined.replace("\\", "")


@dataclass(slots=True)
class _Document:
    """One pass over the lines of a file."""

    path: str
    names: Names
    problems: list[Problem] = field(default_factory=list)
    bibliographies: list[tuple[str, int]] = field(default_factory=list)
    styles: list[tuple[str, bool]] = field(default_factory=list)
    """Adornments of titles in the order in which they are met: the first one is the outermost."""
    nesting: Nesting = field(init=False)

    def __post_init__(self) -> None:
        self.nesting = Nesting(lambda text: rst_pieces(text, self.names))

    def read(self, lines: Sequence[str], offset: int, depth: int) -> None:
        """Read lines, the first of which is line ``offset + 1`` of the file; ``depth`` counts directives around."""
        at = 0
        while at < len(lines):
            at = self._line(lines, at, offset, depth)

    def _line(self, lines: Sequence[str], at: int, offset: int, depth: int) -> int:
        """Read the line at ``at`` and what belongs to it; return where to go on."""
        line, number = lines[at], offset + at + 1
        if not line.strip():
            self.nesting.blank()
            return at + 1
        if taken := self._title(lines, at, number):
            return at + taken
        indent = indent_of(line)
        stripped = line.strip()
        if not self.nesting.in_paragraph:
            if explicit := _EXPLICIT.match(line):
                return self._explicit(explicit[2] or "", lines, at, offset, depth)
            if _ANONYMOUS.match(line):
                return self._behind(lines, at)
            if _TABLE.match(stripped):
                return self._table(lines, at, number, indent)
        return self._text(lines, at, number, indent, stripped)

    def _title(self, lines: Sequence[str], at: int, number: int) -> int:
        """Take a title with its underline; return how many lines it takes, 0 where there is none."""
        if self.nesting.in_paragraph and self.nesting.indent_of_item() < 0:
            return 0
        line = lines[at]
        below = lines[at + 1] if at + 1 < len(lines) else ""
        over = _ADORNMENT.match(line)
        under = _ADORNMENT.match(lines[at + 2]) if over and at + 2 < len(lines) and below.strip() else None
        if over and under and over[1] == under[1] and not _ADORNMENT.match(below):
            self._section((over[1], True), below.strip(), number + 1)
            return 3
        if over and not below.strip():  # a transition
            self.nesting.blank()
            return 1
        marks = _ADORNMENT.match(below) if line[:1] not in (" ", "\t") and not over else None
        if marks and (len(below.rstrip()) >= min(4, len(line.rstrip()))) and not _BULLET.match(line):
            self._section((marks[1], False), line.strip(), number)
            return 2
        return 0

    def _section(self, style: tuple[str, bool], text: str, number: int) -> None:
        if style not in self.styles:
            self.styles.append(style)
        self.nesting.heading(number, self.styles.index(style) + 1, text)

    def _explicit(self, text: str, lines: Sequence[str], at: int, offset: int, depth: int) -> int:
        """A directive, a citation, a target or a comment, with the indented lines below it."""
        end = self._behind(lines, at)
        number = offset + at + 1
        if note := _NOTE.match(text):
            indent = indent_of(lines[at])
            self.nesting.item(number, indent, (note[2] or "").strip())
            self.read(lines[at + 1 : end], offset + at + 1, depth + 1) if depth < _DEEPEST else None
            self.nesting.blank()
        elif (directive := _DIRECTIVE.match(text)) and not directive[1]:
            self._directive(directive[2].lower(), (directive[3] or "").strip(), lines, at, end, offset, depth)
        return end

    def _directive(
        self, name: str, argument: str, lines: Sequence[str], at: int, end: int, offset: int, depth: int
    ) -> None:
        number = offset + at + 1
        if name in ("include", "toctree"):
            hint = "name it as a list of its own" if name == "include" else "name the files in it as lists of their own"
            message = f"what `{name}` brings in here is not read: {argument or 'a table of contents'}"
            self.problems.append(Problem("not-followed", "info", message, Where(self.path, number), hint))
        if name in ("bibliography", "footbibliography"):
            self.bibliographies += [(file, number) for file in argument.replace(",", " ").split()]
        elif name == "rubric":
            self.nesting.heading(number, 7, argument)
        elif name in _SILENT:
            self.nesting.other(number)
        elif depth < _DEEPEST:
            first = _after_options(lines, at + 1, end)
            if name in ("list-table", "csv-table"):
                self._made_table(name, lines, at, first, end, offset)
            else:
                self.nesting.blank()
                self.read(lines[first:end], offset + first, depth + 1)
                self.nesting.blank()

    def _made_table(self, name: str, lines: Sequence[str], at: int, first: int, end: int, offset: int) -> None:
        """The rows of a ``list-table`` or ``csv-table``."""
        from bertbib.readers.rst_made_tables import csv_rows, list_rows  # few lists have one

        rows = (list_rows if name == "list-table" else csv_rows)(lines[at:end], first - at)
        indent = indent_of(lines[at])
        for row in rows.rows:
            self.nesting.row(offset + at + row.line + 1, indent, row.cells, rows.header)

    @staticmethod
    def _behind(lines: Sequence[str], at: int) -> int:
        """Where the lines end that are indented below the one at ``at``."""
        indent = indent_of(lines[at])
        end = last = at + 1
        while end < len(lines) and (not lines[end].strip() or indent_of(lines[end]) > indent):
            end += 1
            last = end if lines[end - 1].strip() else last
        return last

    def _table(self, lines: Sequence[str], at: int, number: int, indent: int) -> int:
        """The rows of a table; what only looks like the start of one is text."""
        table = table_at(Dedented(lines, indent) if indent else lines, at)
        if table is None:
            return self._text(lines, at, number, indent, lines[at].strip())
        for row in table.rows:
            self.nesting.row(number + row.line, indent, row.cells, table.header)
        return at + max(1, table.lines)

    def _text(self, lines: Sequence[str], at: int, number: int, indent: int, stripped: str) -> int:
        line = lines[at]
        open_ = self.nesting.in_paragraph
        item = _BULLET.match(line)
        if not item and (item := _NUMBER.match(line)):
            sure = _SURE_NUMBER.fullmatch(item[2]) or not open_ or indent <= self.nesting.indent_of_item()
            item = item if sure else None
        if item:
            self.nesting.item(number, indent, (item[3] or "").strip())
        elif not open_ and (field_ := _FIELD.match(line)):
            if self.nesting.indent_of_item() < 0:
                self.nesting.other(number)  # the document's own: its author and date
            else:
                self.nesting.text(number, indent, f"{field_[1]}: {field_[2] or ''}")
        elif not open_ and self._is_term(lines, at, indent):
            self.nesting.item(number, indent, stripped)
        else:
            self.nesting.text(number, indent, stripped.removeprefix("| ") if stripped != "|" else "")
        if stripped.endswith("::") and not (at + 1 < len(lines) and lines[at + 1].strip()):
            return self._behind(lines, at)  # a literal block
        return at + 1

    @staticmethod
    def _is_term(lines: Sequence[str], at: int, indent: int) -> bool:
        """Whether a line is the term of a definition: the next one is indented more."""
        below = lines[at + 1] if at + 1 < len(lines) else ""
        return bool(below.strip()) and indent_of(below) > indent and lines[at].strip()[:2] != "| "


def _after_options(lines: Sequence[str], first: int, end: int) -> int:
    """Where a directive's content begins, behind its options."""
    while first < end and lines[first].strip() and _FIELD.match(lines[first]):
        first += 1
    return first
