"""Reading .bib text: entries with their fields' raw LaTeX, and a problem for all that could not be read.

bibtexparser cuts the text into blocks; macros, ``#`` and what bibtexparser gives up on are dealt with here, because a
broken entry must cost that entry only, and nothing may be lost silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bertbib.model import Problem, Severity, Where
from bertbib.text.bib_blocks import Block, cut, repaired, tightened
from bertbib.text.bib_scan import scan
from bertbib.text.bib_values import KNOWN_FIELDS, MONTHS, evaluate, following, is_open, swallowed

_CONFLICT = r"(?m)^(?:[<>|]{7}(?: .*)?|={7})$"
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
    """

    type: str
    key: str
    fields: Mapping[str, str]
    line: int = 0


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
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reading = _Reading(path)
    text = tightened(reading.without_conflicts(text))
    reading.read(cut(text), text)
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
        self.undefined: set[str] = set()
        self.unfinished = False  # the text that follows may be the rest of a broken entry

    def report(self, code: str, severity: Severity, message: str, line: int, hint: str = "") -> None:
        self.problems.append(Problem(code, severity, message, Where(self.path, line), hint))

    def without_conflicts(self, text: str) -> str:
        """The text with the markers of a merge conflict reported and blanked; both sides are read."""
        for line, marker in _numbered(_CONFLICT, text, 1):
            if marker[0] == "<":
                hint = "choose one side and delete the marker lines"
                self.report("bib-conflict-marker", "error", "an unresolved merge conflict", line, hint)
        return re.sub(_CONFLICT, "", text)

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
            self._entry(replace(block, kind="entry", name=scanned.type, key=scanned.key, fields=scanned.fields), before)
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
            self._admit(replace(mended, line=block.line))
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
        self.entries.append(BibEntry(block.name, key, fields, block.line))

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
            if folded not in self.undefined and folded not in _MONTH_NAMES.split():
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
