"""Where everything stands in a .bib file that somebody else wrote, so that it can be edited in place.

The grammar is BibTeX's ("BibTeXing", O. Patashnik, 1988; bibtex.web, sections 240-256): every brace counts, with or
without a backslash. ``%`` comments between fields are passed over, as biber does. What other programs would read
otherwise is found but counts as not closed, because a wrong guess about where a value ends destroys what follows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bertbib.text.bib_certain import parts_of
from bertbib.text.bib_values import KNOWN_FIELDS, MONTHS, evaluate

Span = tuple[int, int]

_HEAD = re.compile(r"@\s*+(?P<type>\w++)\s*+(?P<open>[{(])")
# A key may hold an @, but not the start of another entry.
_KEY = {close: re.compile(rf"(?:[^,={{}}\"@\r\n{close}]++|@(?!\w++\s*+[{{(]))*+") for close in ("}", ")")}
_COMMENT_BEHIND_KEY = re.compile(r"(?<=\s)%")
_SEPARATORS = re.compile(r"(?:[\s,]++|%[^\r\n]*+)*+")
_GAP = re.compile(r"(?:\s++|%[^\r\n]*+)*+")
_NAME = re.compile(r"[^\s,={}\"#%'()@]++")
_BARE = {"}": re.compile(r"[^\s,#{}\"=%@]++"), ")": re.compile(r"[^\s,#{}\"=%@()]++")}
_PLAIN_BRACES = re.compile(r"\{[^{}\\]*+\}")
_BRACES = re.compile(r"[{}]")
_BRACES_OR_QUOTE = re.compile(r"[{}\"]")
_LOOSE_MARKS = re.compile(r"(?<!\\)[{}\"]")
_SWALLOWED = re.compile(
    rf"(?:,[ \t]*+(?:\r\n|[\r\n])?|[\r\n])[ \t]*+(?i:{KNOWN_FIELDS})[ \t]*+=[ \t]*+(?:[{{\"]|\d++[ \t]*+[,\r\n}}])"
)
_NO_ENTRIES = frozenset({"string", "preamble", "comment"})


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """A field: its name as written, and the spans of the name, of the value with its delimiters, and of all of it.

    The whole ends behind the comma that follows the value, if one does.
    """

    name: str
    name_span: Span
    value_span: Span
    whole_span: Span


@dataclass(frozen=True, slots=True)
class EntrySpan:
    """An entry from its "@" to its closing delimiter, its type and key as written, and its 1-based line.

    ``closed`` says whether it is certain where the entry and its fields end; others must not be edited. One that is
    not closed reaches to the next line that starts an entry, and has the fields that could be made out.
    """

    type: str
    type_span: Span
    key: str
    key_span: Span
    span: Span
    fields: tuple[FieldSpan, ...]
    closed: bool
    line: int


def scan(text: str) -> tuple[EntrySpan, ...]:
    r"""All entries of a .bib text, in order; never raises, and takes time in proportion to the text.

    Left out are ``@string``, ``@preamble``, ``@comment``, entries behind a ``%``, and free text. Not closed are entries
    that break BibTeX's rules, those that bibtexparser would end elsewhere (``\{``), those with a value that seems to
    have swallowed another field, and those that contain the start of an entry or stand in such a block.
    """
    return tuple(_Scanner(text).entries())


def entry_span(chunk: str) -> EntrySpan | None:
    """The entry that a text consists of, if it is certain where it and its fields end; else None.

    The same as ``scan`` finds in such a text, for plain entries several times faster.
    """
    parts = parts_of(chunk)
    if parts is None or not chunk.startswith("@"):
        found = scan(chunk)
        sure = len(found) == 1 and found[0].closed and found[0].span == (0, len(chunk))
        return found[0] if sure else None
    head, fields = parts
    spans = tuple([_field_span(chunk, field) for field in fields])
    return EntrySpan(head[1], head.span(1), head[2], head.span(2), (0, len(chunk)), spans, True, 1)


def _field_span(chunk: str, field: re.Match[str]) -> FieldSpan:
    name, end = field.span(1), field.end()
    if field[4] is not None:
        start, stop = field.span(4)
    else:
        start, stop = field.span(2 if field[2] is not None else 3)
        start, stop = start - 1, stop + 1
    if field[5]:
        stop = field.start(5) + len(field[5].rstrip())
    comma = chunk.find(",", stop, end) + 1
    return FieldSpan(field[1], name, (start, stop), (name[0], comma or stop))


def macros(text: str) -> Mapping[str, str]:
    """The ``@string`` macros of a .bib text with their values, by lower-case name, and BibTeX's months as they are.

    A macro that is defined twice is left out unless both definitions agree.
    """
    return survey(text).macros


@dataclass(frozen=True, slots=True)
class Survey:
    """Where the entries of a file stand, its macros, and the names of those that are defined twice, otherwise."""

    entries: tuple[EntrySpan, ...]
    macros: Mapping[str, str]
    ambiguous: frozenset[str]


def survey(text: str) -> Survey:
    """What ``scan`` and ``macros`` find, in one pass."""
    scanner = _Scanner(text)
    entries = tuple(scanner.entries())
    known = dict(MONTHS)
    ambiguous = set()
    for name, raw in scanner.strings:
        value = evaluate(raw, known).text
        if known.setdefault(name, value) != value and name not in MONTHS:
            ambiguous.add(name)
    certain = {name: value for name, value in known.items() if name not in ambiguous}
    return Survey(entries, certain, frozenset(ambiguous))


def _count_lines(text: str, start: int, end: int) -> int:
    """How many lines end in a span, whichever of the three line ends they have."""
    returns = text.count("\r", start, end)
    return text.count("\n", start, end) + (returns and returns - text.count("\r\n", start, end))


class _Scanner:
    """One pass over a text; ``at`` is how far it has been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.certain = True
        self.strings: list[tuple[str, str]] = []
        self._line_heads = _line_heads(text)
        self._far_ends: dict[int, int] | None = None

    def entries(self) -> Iterator[EntrySpan]:
        at = counted = doubtful = 0  # doubtful: the end of a block that contains what looks like entries
        line = 1
        while head := _HEAD.search(self.text, at):
            start = head.start()
            before = self._before(at, start)
            is_entry = head["type"].lower() not in _NO_ENTRIES
            self.at, self.certain = head.end(), True
            key_span, fields, complete = self._entry(head) if is_entry else self._other(head)
            end, limit = self.at, self._next_line_head(start)
            if complete and end > limit:
                doubtful = max(doubtful, end)
            if is_entry and _is_entry(before, fields, complete):
                line += _count_lines(self.text, counted, start)
                counted = start
                closed = complete and self.certain and start >= doubtful
                span = start, end if complete else start + len(self.text[start:limit].rstrip())
                key = self.text[slice(*key_span)]
                yield EntrySpan(head["type"], head.span("type"), key, key_span, span, tuple(fields), closed, line)
            at = end if complete and end <= limit else min(end, limit) if before else limit

    def _before(self, at: int, start: int) -> str:
        """What stands on the line before an "@", and behind what has been read."""
        line_start = max(self.text.rfind("\n", at, start), self.text.rfind("\r", at, start)) + 1
        return self.text[max(line_start, at) : start].strip().removeprefix("\ufeff")

    def _next_line_head(self, at: int) -> int:
        """Where the next line starts an entry, or the end of the text: no value is taken to reach so far unasked."""
        index = bisect_right(self._line_heads, at)
        return self._line_heads[index] if index < len(self._line_heads) else len(self.text)

    def _entry(self, head: re.Match[str]) -> tuple[Span, list[FieldSpan], bool]:
        close = "}" if head["open"] == "{" else ")"
        self._pass(_GAP)
        written = _KEY[close].match(self.text, self.at)
        key = written[0] if written else ""
        if comment := _COMMENT_BEHIND_KEY.search(key):
            key = key[: comment.start()]
        key_span = self.at, self.at + len(key.rstrip())
        self.at = key_span[1]
        self._pass(_GAP)
        if not self.text.startswith((",", close), self.at):
            return key_span, [], False
        return key_span, *self._fields(close)

    def _other(self, head: re.Match[str]) -> tuple[Span, list[FieldSpan], bool]:
        """A block that is no entry; macros are noted, and ``@comment(`` is the start of free text."""
        kind, close = head["type"].lower(), "}" if head["open"] == "{" else ")"
        complete = True
        if kind == "comment":
            if head["open"] == "{":
                complete = self._delimited(head.end() - 1)
        elif kind == "preamble":
            self._pass(_GAP)
            complete = self._value(close)
            self._pass(_GAP)
            complete = complete and self.text.startswith(close, self.at)
            self.at += complete
        else:
            fields, complete = self._fields(close)
            if complete:
                self.strings += ((one.name.lower(), self.text[slice(*one.value_span)]) for one in fields)
        return (0, 0), [], complete

    def _fields(self, close: str) -> tuple[list[FieldSpan], bool]:
        """The fields up to the closing delimiter, and whether it is there."""
        fields: list[FieldSpan] = []
        while True:
            self._pass(_SEPARATORS)
            if self.text.startswith(close, self.at):
                self.at += 1
                return fields, True
            field = self._field(close)
            if not field:
                return fields, False
            fields.append(field)

    def _field(self, close: str) -> FieldSpan | None:
        name = _NAME.match(self.text, self.at)
        if not name:
            return None
        self.at = name.end()
        self._pass(_GAP)
        if not self.text.startswith("=", self.at):
            return None
        self.at += 1
        self._pass(_GAP)
        start = self.at
        if not self._value(close):
            return None
        end = self.at
        self._pass(_GAP)
        self.at = self.at + 1 if self.text.startswith(",", self.at) else end
        return FieldSpan(name[0], name.span(), (start, end), (name.start(), self.at))

    def _value(self, close: str) -> bool:
        """Read terms joined by ``#``; a value ends where its last term does."""
        start = self.at
        while self._term(close):
            end = self.at
            self._pass(_GAP)
            if not self.text.startswith("#", self.at):
                self.at = end
                self.certain = self.certain and not self._has_swallowed(start, end)
                return True
            self.at += 1
            self._pass(_GAP)
        return False

    def _term(self, close: str) -> bool:
        if self.text.startswith(("{", '"'), self.at):
            return self._delimited(self.at)
        bare = _BARE[close].match(self.text, self.at)
        self.at = bare.end() if bare else self.at
        return bare is not None

    def _delimited(self, start: int) -> bool:
        end = self._braces_end(start) if self.text[start] == "{" else self._quotes_end(start)
        if end and "\\" in (term := self.text[start:end]):
            self.certain = self.certain and _ends_for_all(term)
        self.at = end or self._next_line_head(start)
        return end > 0

    def _braces_end(self, start: int) -> int:
        """Where the braces that open at ``start`` are closed; 0 if they are not."""
        limit = self._next_line_head(start)
        plain = _PLAIN_BRACES.match(self.text, start, limit)
        if plain:
            return plain.end()
        depth = 0
        for mark in _BRACES.finditer(self.text, start, limit):
            depth += 1 if mark[0] == "{" else -1
            if depth == 0:
                return mark.end()
        if self._far_ends is None:
            self._far_ends = _far_ends(self.text, self._line_heads)
        end = self._far_ends.get(start, 0)
        self.certain = self.certain and not end
        return end

    def _quotes_end(self, start: int) -> int:
        at = start + 1
        while mark := _BRACES_OR_QUOTE.search(self.text, at, self._next_line_head(at - 1)):
            if mark[0] != "{":
                return mark.end() if mark[0] == '"' else 0
            at = self._braces_end(mark.start())
            if not at:
                return 0
        return 0

    def _pass(self, pattern: re.Pattern[str]) -> None:
        """Go past blanks and comments; a comment with a brace too many ends the entry for BibTeX."""
        match = pattern.match(self.text, self.at)
        end = match.end() if match else self.at
        if self.text.find("%", self.at, end) >= 0:
            self.certain = self.certain and _is_balanced(self.text[self.at : end])
        self.at = end

    def _has_swallowed(self, start: int, end: int) -> bool:
        """Whether a field that everybody knows stands inside a value, as it does where a brace was not closed."""
        found = _SWALLOWED.search(self.text, start, end) if self.text.find("=", start, end) >= 0 else None
        if not found:
            return False
        depth = self.text.count("{", start + 1, found.start()) - self.text.count("}", start + 1, found.start())
        return depth == 0


def _is_entry(before: str, fields: list[FieldSpan], complete: bool) -> bool:
    """Whether what looks like an entry is one, and no address in free text nor commented out."""
    if before.startswith("%") and not before.strip("% \t"):
        return False
    return (complete and bool(fields)) or not before or before.endswith(("}", ")"))


def _line_heads(text: str) -> list[int]:
    """Where the "@" of entries stands that are the first thing on their line."""
    heads = []
    at = 0
    for head in _HEAD.finditer(text):
        start = head.start()
        line_end = max(text.rfind("\n", at, start), text.rfind("\r", at, start))
        # Between two heads without a line end stands the first one's "@".
        if (line_end >= 0 or at == 0) and not text[line_end + 1 : start].strip():
            heads.append(start)
        at = start
    return heads


def _far_ends(text: str, line_heads: list[int]) -> dict[int, int]:
    """Where braces end that have the start of an entry between them."""
    ends = {}
    opened: list[int] = []
    passed: list[int] = []  # how many heads stand before each of them
    count = 0
    for mark in _BRACES.finditer(text):
        at = mark.start()
        while count < len(line_heads) and line_heads[count] < at:
            count += 1
        if mark[0] == "{":
            opened.append(at)
            passed.append(count)
        elif opened:
            start = opened.pop()
            if passed.pop() < count:
                ends[start] = mark.end()
    return ends


def _ends_for_all(term: str) -> bool:
    r"""Whether a term ends where it does for readers, too, for whom ``\{``, ``\}`` and ``\"`` delimit nothing."""
    depth = 0
    for mark in _LOOSE_MARKS.finditer(term, 1):
        if depth == 0 and mark[0] == ("}" if term[0] == "{" else '"'):
            return mark.end() == len(term)
        depth += {"{": 1, "}": -1, '"': 0}[mark[0]]
    return False


def _is_balanced(text: str) -> bool:
    depth = 0
    for mark in _BRACES.finditer(text):
        depth += 1 if mark[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0
