"""Reading .bib text: entries with their fields' raw LaTeX, and a problem for all that could not be read.

bibtexparser cuts the text into blocks; macros, ``#`` and what bibtexparser gives up on are dealt with here, because a
broken entry must cost that entry only, and nothing may be lost silently.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bertbib.model import Problem, Severity, Where
from bertbib.text.bib_blocks import Block, cut, repaired
from bertbib.text.bib_certain import CertainReader
from bertbib.text.bib_origins import (
    CONFLICT,
    Origins,
    Ways,
    has_conflicts,
    original_span,
    tightened,
    with_line_feeds,
    without_conflicts,
)
from bertbib.text.bib_scan import scan
from bertbib.text.bib_values import KNOWN_FIELDS, MONTHS, evaluate, following, is_open, swallowed

_COMMENTED = re.compile(r"%[%\s]*")
_LINE_COMMENT = re.compile(r"%[^\n]*(?:\n|$)")
_STRANGE_HEAD = r"(?m)^[ \t]*@[^\s{(%@,]*[ \t]*[{(]"
_STRAY_FIELD = rf"(?m)^[ \t,]*(?i:{KNOWN_FIELDS})[ \t]*=[ \t]*(?=[{{\"])"
_MONTH_NAMES = "january february march april june july august september october november december"
_MOST_LAYERS = 20  # of fields that swallow fields; hostile input nests thousands
_QUOTING_FIELDS = frozenset({"abstract", "annote", "annotation", "note", "addendum", "review", "comment"})


@dataclass(frozen=True, slots=True)
class BibEntry:
    """An entry: its type in lower case, its key as written, its fields by lower-case name, its 1-based line.

    Values are raw LaTeX without their delimiters, macros and ``#`` resolved; month macros stay ``jan`` to ``dec``.
    ``span`` is where it stands in the text that was read, from its "@" to behind its closing delimiter.
    """

    type: str
    key: str
    fields: Mapping[str, str]
    line: int = 0
    span: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class BibFile:
    """What a .bib file holds, in the order of its lines.

    ``comments`` are the texts of its ``@comment`` blocks: JabRef and Zotero keep their groups there.
    """

    entries: tuple[BibEntry, ...]
    problems: tuple[Problem, ...] = ()
    comments: tuple[str, ...] = ()


def parse_bib(text: str, path: str) -> BibFile:
    """Read .bib text; ``path`` is shown in the problems. Never raises: what cannot be read is a problem.

    Grammar: "BibTeXing" (O. Patashnik, 1988). Every entry is returned or reported: an unreadable one as
    ``bib-broken-entry``, one behind a ``%`` as ``bib-commented-entry``. Of two fields of one name the first counts.
    """
    return _parsed(text, path, _Reading.read_all)


def parse_bib_by_blocks(text: str, path: str) -> BibFile:
    """What ``parse_bib`` returns, all of it read by bibtexparser, which takes ten times as long.

    ``parse_bib`` reads so what is not well-formed beyond doubt.
    """
    return _parsed(text, path, _Reading.read_as_blocks)


def _parsed(text: str, path: str, read: Callable[[_Reading, str], None]) -> BibFile:
    reading = _Reading(path)
    text, reading.ways = with_line_feeds(text)
    if has_conflicts(text):
        text = reading.without_conflicts(text)
    read(reading, text)
    reading.report_duplicate_keys()
    problems = sorted(reading.problems, key=lambda problem: problem.where.line if problem.where else 0)
    return BibFile(tuple(reading.entries), tuple(problems), tuple(reading.comments))


class _Reading:
    """What has been read so far."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.entries: list[BibEntry] = []
        self.problems: list[Problem] = []
        self.comments: list[str] = []
        self.macros = dict(MONTHS)
        self.undefined = set(_MONTH_NAMES.split())  # and what has been reported
        self.unfinished = False  # the text that follows may be the rest of a broken entry
        self.ways: Ways = ()  # from the text that is read to the one that was given
        self.stretch: Ways = ()  # and from the stretch of it that is read

    def report(self, code: str, severity: Severity, message: str, line: int, hint: str = "") -> None:
        self.problems.append(Problem(code, severity, message, Where(self.path, line), hint))

    def without_conflicts(self, text: str) -> str:
        """The text with the markers of a merge conflict reported and blanked; both sides are read."""
        for line, marker in _numbered(CONFLICT, text, 1):
            if marker[0] == "<":
                hint = "choose one side and delete the marker lines"
                self.report("bib-conflict-marker", "error", "an unresolved merge conflict", line, hint)
        text, ways = without_conflicts(text)
        self.ways = (*ways, *self.ways)
        return text

    def read_all(self, text: str) -> None:
        """Read well-formed entries fast, and as blocks what stands around others."""
        reader = CertainReader(self.macros, self.undefined)
        at, line = 0, 1  # the end of what has been read, and its line
        while True:
            start = _next_head(text, at)
            gap = text[at:start]
            end = _next_head(text, start + 1)
            chunk = text[start:end]
            found = reader.read(chunk) if "@" not in gap else None
            if found is not None:
                self._between(gap, line)
                line += gap.count("\n")
                at = end - len(found.behind)
                span = original_span(self.ways, start, at) if self.ways else (start, at)
                self.entries.append(BibEntry(found.type, found.key, found.fields, line, span))
                line += chunk.count("\n") - found.behind.count("\n")
            elif chunk or "@" in gap:
                at, line = self._read_stretch(reader, text, at, line, end)
            else:
                self._between(gap, line)
                return

    def _between(self, gap: str, line: int) -> None:
        """Text between entries in which nothing looks like an entry; it starts in that line."""
        raw = gap.lstrip() if gap and not gap.isspace() else ""
        if raw:
            line += gap.count("\n", 0, len(gap) - len(raw))
            self._text(Block("text", 0, line, raw.rstrip()))

    def _read_stretch(self, reader: CertainReader, text: str, at: int, line: int, end: int) -> tuple[int, int]:
        """Read from ``at``, the end of an entry, to behind ``end`` as blocks; return where that ends, and its line.

        It ends with an entry that is one beyond doubt, if bibtexparser finds that one, too; else further on. Each try
        is twice as long as the one before, so that the time stays in proportion to the text.
        """
        least = 0
        while end < len(text):
            start, end = end, _next_head(text, end + 1)
            length = reader.end(text[start:end]) if start - at >= least else 0
            if length:
                stop = start + length
                if self._read_until(text, at, line, start, stop):
                    return stop, line + text.count("\n", at, stop)
                least = 2 * (stop - at)
        self._read_until(text, at, line, len(text), len(text))
        return len(text), line

    def _read_until(self, text: str, at: int, line: int, start: int, stop: int) -> bool:
        """Read a stretch of the text as blocks unless the entry that has to be its last block is none."""
        stretch, ways = tightened(text[at:stop], from_line_start=at == 0)
        blocks = cut(stretch, line)
        if start < stop:
            last = blocks[-1] if blocks else None
            if last is None or last.kind != "entry" or last.start + len(last.raw) != len(stretch):
                return False
            if len(last.raw) != stop - start:
                return False
        self.stretch = (*ways, Origins([(0, at)]), *self.ways)
        self.read(blocks, stretch)
        return True

    def read_as_blocks(self, text: str) -> None:
        """Read all of the text as bibtexparser cuts it."""
        self._read_until(text, 0, 1, len(text), len(text))

    def read(self, blocks: list[Block], text: str) -> None:
        done = 0  # what a block ahead of its turn has already read
        for block, before, end in _in_context(blocks, text):
            if block.start < done:
                continue
            if block.kind == "broken" or (block.kind == "entry" and block.fields and is_open(block.fields[-1][1])):
                done = self._doubtful(block, before, text, end)
            elif block.kind == "entry":
                self._entry(block, before)
            elif block.kind == "macro":
                self._macro(block)
            elif block.kind == "comment":
                self.comments.append(block.key)
            elif block.kind == "text":
                self._text(block)
            self.unfinished = block.kind == "broken"

    def _doubtful(self, block: Block, before: str, text: str, end: int) -> int:
        """An entry that bibtexparser gave up on or may have cut short; return where what was read ends."""
        scanned = scan(text, block.start, end)
        if scanned and scanned.fields:
            whole = text[block.start : scanned.end]
            self._entry(
                Block("entry", block.start, block.line, whole, scanned.type, scanned.key, scanned.fields), before
            )
            return scanned.end
        if block.kind == "entry":
            self._entry(block, before)
        else:
            self._broken(block, before, text[block.start : end].rstrip(), closed_by_next=end < len(text))
        return 0

    def _macro(self, block: Block) -> None:
        name = block.key.lower()
        text = self._resolved(block.fields[0][1], block.line)
        if name not in MONTHS:
            self.macros[name] = text

    def _text(self, block: Block) -> None:
        for line, head in _numbered(_STRANGE_HEAD, block.raw, block.line):
            message = f"not read: {head.strip()} does not start an entry that BibTeX knows"
            self.report("bib-broken-entry", "error", message, line)
        if self.unfinished:
            return
        for line, name in _numbered(_STRAY_FIELD, block.raw, block.line):
            hint = "look for a closing brace too many in the entry above"
            message = f"left out: {name.strip()} stands outside an entry"
            self.report("bib-stray-field", "warning", message, line, hint)

    def _entry(self, block: Block, before: str) -> None:
        if _COMMENTED.fullmatch(before):
            message = f"the entry {block.key} stands behind a % and is left out"
            self.report("bib-commented-entry", "info", message, block.line)
        elif block.fields or not before or before.endswith(("}", ")")):
            self._admit(block)

    def _broken(self, block: Block, before: str, chunk: str, *, closed_by_next: bool) -> None:
        if block.name == "comment":
            self.comments.append(block.raw)
        elif _COMMENTED.fullmatch(before):
            self.report(
                "bib-commented-entry", "info", f"an @{block.name} stands behind a % and is left out", block.line
            )
        elif before and not before.endswith(("}", ")")) and "=" not in chunk:
            pass  # free text: an address
        elif block.name != "string" and (mended := repaired(chunk, closed_by_next=closed_by_next)):
            message = f"the entry {mended.key or '(no key)'} is not well-formed and was mended: {block.reason}"
            self.report("bib-repaired-entry", "warning", message, block.line)
            self._admit(replace(mended, line=block.line, start=block.start, raw=chunk))
        else:
            what = block.raw.split("\n", 1)[0].strip()[:80]
            hint = "look for a brace, quotation mark or comma that is missing"
            self.report("bib-broken-entry", "error", f"not read: {what} ({block.reason})", block.line, hint)

    def _admit(self, block: Block) -> None:
        key = _uncommented(block.key) if "\n" in block.key else block.key
        if not key:
            self.report("bib-no-key", "warning", f"an @{block.name} without a citation key", block.line)
        fields: dict[str, str] = {}
        for written, raw in block.fields:
            name = _uncommented(written) if "%" in written else written
            if name:
                self._field(fields, name, raw, block)
            elif not written:
                self.report("bib-stray-text", "warning", f"left out: a value without a name in {key}", block.line)
        span = original_span(self.stretch, block.start, block.start + len(block.raw))
        self.entries.append(BibEntry(block.name, key, fields, block.line, span))

    def _field(self, fields: dict[str, str], name: str, raw: str, block: Block) -> None:
        """Put a field, and those that slipped into its value, among the fields."""
        at = layers = 0
        while name:
            value = evaluate(raw, self.macros, at)
            self._undefined(value.undefined, block.line)
            text, name_before = value.text, name.lower()
            inside = swallowed(text) if name_before not in _QUOTING_FIELDS and layers < _MOST_LAYERS else None
            if inside:
                raw, layers = text, layers + 1
                end, name, at = inside
                text = text[:end]
                self._slipped("bib-swallowed-field", f"{name} stands inside the value of {name_before}", block)
            elif value.end < len(raw):
                behind = following(raw, value.end)
                name, at = behind.name, behind.at
                if name and not behind.comma:
                    self._slipped("bib-missing-comma", f"a comma is missing before {name}", block)
                elif not name and at < len(raw):
                    text = self._with_stray(text, raw, at, name_before, block)
            else:
                name = ""
            self._put(fields, name_before, text, block)

    def _put(self, fields: dict[str, str], name: str, text: str, block: Block) -> None:
        if name in fields:
            message = f"the entry {block.key} has a second {name}; the first counts"
            self.report("bib-duplicate-field", "warning", message, block.line)
        else:
            fields[name] = text

    def _slipped(self, code: str, message: str, block: Block) -> None:
        self.report(code, "warning", f"{message} in the entry {block.key}; read as a field of its own", block.line)

    def _with_stray(self, text: str, raw: str, at: int, name: str, block: Block) -> str:
        """A value with the text behind it, which would be lost otherwise."""
        self.report("bib-stray-text", "warning", f"text behind the value of {name} in {block.key}", block.line)
        if len(raw) > 1 and raw[0] == raw[-1] == '"':
            return raw[1:-1]
        return raw if raw.startswith("{") else f"{text} {raw[at:].strip()}"

    def _resolved(self, raw: str, line: int) -> str:
        value = evaluate(raw, self.macros)
        self._undefined(value.undefined, line)
        return value.text

    def _undefined(self, names: tuple[str, ...], line: int) -> None:
        for name in names:
            folded = name.lower()
            if folded not in self.undefined:
                self.undefined.add(folded)
                message = f"the macro {name} is not defined; its name is taken as the text"
                self.report("bib-undefined-macro", "warning", message, line)

    def report_duplicate_keys(self) -> None:
        seen: dict[str, BibEntry] = {}
        for entry in self.entries:
            first = seen.setdefault(entry.key.casefold(), entry)
            if first is not entry and entry.key:
                message = f"the key {entry.key} is already that of the entry in line {first.line}; both are kept"
                if first.key != entry.key:
                    message = f"the key {entry.key} differs only in case from {first.key} in line {first.line}"
                self.report("bib-duplicate-key", "warning", message, entry.line)


def _next_head(text: str, at: int) -> int:
    """Where the next line starts with an "@", or the text's end."""
    if at == 0 and text[:1] == "@":
        return 0
    return text.find("\n@", at) + 1 or len(text)


def _uncommented(name: str) -> str:
    return _LINE_COMMENT.sub("", name).strip()


def _numbered(pattern: str, text: str, first: int) -> Iterator[tuple[int, str]]:
    """What a pattern finds, with its line; ``first`` is the number of the text's first line."""
    at = 0
    for match in re.finditer(pattern, text):
        first += text.count("\n", at, match.start())
        at = match.start()
        yield first, match[0]


def _in_context(blocks: list[Block], text: str) -> Iterator[tuple[Block, str, int]]:
    """Each block, what stands before it on its line, and where the next one starts that is no free text."""
    ends = []
    end = len(text)
    for block in reversed(blocks):
        ends.append(end)
        end = end if block.kind == "text" else block.start
    at = 0
    for block, end in zip(blocks, reversed(ends), strict=True):
        line_start = text.rfind("\n", at, block.start) + 1
        yield block, text[max(line_start, at) : block.start].strip(), end
        at = block.start + len(block.raw) if block.kind != "text" else at
