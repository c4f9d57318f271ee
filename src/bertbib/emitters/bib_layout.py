"""How somebody else has laid out an entry of a .bib, so that what is added to it looks like the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeVar

from bertbib.text.bib_spans import EntrySpan
from bertbib.text.bib_values import MONTHS

LINE_END = re.compile(r"\r\n|[\r\n]")

_UNTIL_COMMA = re.compile(r"(?:[^,%]++|%[^\r\n]*+)*+")
_ASSIGN = re.compile(r"([ \t]*+)=([ \t]*+)")
_GAP = re.compile(r"[ \t]*+,([ \t]*+)")
_LAST_LINE = re.compile(r"[\r\n]([ \t]*+(?:,[ \t]*+)?)\Z")
_MARKS = re.compile(r"[{}\"]")
_DELIMITER = re.compile(r"[{\"]")
_DIGITS = re.compile(r"[0-9]+")
_T = TypeVar("_T")

Aligned = Literal["", "equals", "names", "values"]


@dataclass(slots=True)
class Field:
    """A field, and what stands before it since the last one: ``before`` ``name`` ``assign`` ``raw``."""

    before: str
    name: str
    assign: str
    raw: str


@dataclass(slots=True)
class Body:
    """An entry's fields, and what stands between the last one and the closing delimiter."""

    fields: list[Field]
    tail: str

    def behind(self, index: int) -> str:
        """What stands between a field (-1: the key) and what follows it."""
        return self.fields[index + 1].before if index + 1 < len(self.fields) else self.tail

    def put_behind(self, index: int, between: str) -> None:
        """Replace what stands there."""
        if index + 1 < len(self.fields):
            self.fields[index + 1].before = between
        else:
            self.tail = between

    def __str__(self) -> str:
        return "".join(f"{one.before}{one.name}{one.assign}{one.raw}" for one in self.fields) + self.tail


def taken_apart(text: str, entry: EntrySpan) -> Body:
    """The fields of an entry of this text; ``str`` of it is what stands between the key and the closing delimiter."""
    fields = []
    at = entry.key_span[1]
    for one in entry.fields:
        (name_start, name_end), (value_start, value_end) = one.name_span, one.value_span
        fields.append(Field(text[at:name_start], one.name, text[name_end:value_start], text[value_start:value_end]))
        at = value_end
    return Body(fields, text[at : entry.span[1] - 1])


@dataclass(frozen=True, slots=True)
class Layout:
    """How an entry is laid out.

    ``gap`` stands between a comma and the next field on its line; if fields stand on lines of their own, ``indent``
    stands before them, and ``lead``, with a comma in it, where commas lead. What is ``aligned`` stands in ``column``:
    the equals signs or the values, counted from the name's start, or the names' ends, counted from the line's.
    """

    newline: str
    on_lines: bool
    leading: bool
    gap: str
    indent: str
    lead: str
    before_equals: str
    after_equals: str
    aligned: Aligned
    column: int
    quotes: bool
    names: tuple[str, ...]

    def opening(self, name: str, *, leading: bool) -> str:
        """A line's end and what stands before a name on the next one."""
        indent = self.lead if leading else self.indent
        if self.aligned == "names" and not leading:
            indent = " " * (self.column - len(name))
        return self.newline + indent

    def assign(self, name: str) -> str:
        """The equals sign and the blanks around it."""
        before, after = self.before_equals, self.after_equals
        if self.aligned == "equals":
            before = " " * max(self.column - len(name), 1)
        elif self.aligned == "values":
            after = " " * max(self.column - len(f"{name}{before}="), 1)
        return f"{before}={after}"

    def enclosed(self, name: str, value: str, old: str = "") -> str:
        """A value with its delimiters: the old value's, or those that the entry uses; what needs none gets none."""
        value = LINE_END.sub(self.newline, value)
        if name.lower() == "month" and value.lower() in MONTHS:
            return value
        if _DIGITS.fullmatch(old) and _DIGITS.fullmatch(value):
            return value
        used = _DELIMITER.search(old)
        quotes = used[0] == '"' if used else self.quotes
        return f'"{value}"' if quotes and not _has_bare_quote(value) else f"{{{value}}}"


def _has_bare_quote(value: str) -> bool:
    depth = 0
    for mark in _MARKS.finditer(value):
        if mark[0] == '"' and depth == 0:
            return True
        depth += {"{": 1, "}": -1, '"': 0}[mark[0]]
    return False


def layout_of(body: Body, newline: str) -> Layout:
    """How an entry is laid out in a file with these line ends; what its fields disagree on, most of them decide."""
    return _layout(tuple([(one.before, one.name, one.assign, one.raw[:1]) for one in body.fields]), body.tail, newline)


@lru_cache(maxsize=1024)  # measured: the entries of a file that one program wrote have few layouts
def _layout(fields: tuple[tuple[str, str, str, str], ...], tail: str, newline: str) -> Layout:
    body = Body([Field(*field) for field in fields], tail)
    befores = [one.before for one in body.fields]
    on_lines = [LINE_END.search(before) is not None for before in befores or [body.tail]]
    indents = [line[1] for before in befores if (line := _LAST_LINE.search(before))]
    gaps = [gap[1] for before in befores if (gap := _GAP.fullmatch(before))]
    quoted, braced = (sum(one.raw.startswith(mark) for one in body.fields) for mark in '"{')
    assigns = [assign.groups() for one in body.fields if (assign := _ASSIGN.fullmatch(one.assign))]
    aligned, column = _alignment(body)
    return Layout(
        newline=newline,
        on_lines=2 * sum(on_lines) >= len(on_lines),
        leading=any(map(is_leading, befores)),
        gap=_commonest(gaps, " "),
        indent=_commonest([indent for indent in indents if "," not in indent], "" if indents else "  "),
        lead=_commonest([indent for indent in indents if "," in indent], ", "),
        before_equals=_commonest([before for before, _ in assigns], " "),
        after_equals=_commonest([after for _, after in assigns], " "),
        aligned=aligned,
        column=column,
        quotes=quoted > braced,
        names=tuple(one.name for one in body.fields),
    )


def _alignment(body: Body) -> tuple[Aligned, int]:
    """What most fields have in one column, and which; with tabs there is no telling."""
    columns: dict[Aligned, list[tuple[int, int]]] = {"equals": [], "names": [], "values": []}
    for one in body.fields:
        line, assign = _LAST_LINE.search(one.before), _ASSIGN.fullmatch(one.assign)
        if line and assign and "\t" not in one.assign:
            length = len(one.name)
            columns["equals"].append((length + len(assign[1]), length))
            columns["names"].append((len(line[1]) + length, length))
            columns["values"].append((length + len(assign[0]), length))
    for aligned, found in columns.items():
        column = _commonest([column for column, _ in found], 0)
        lengths = [length for at, length in found if at == column]
        if len(set(lengths)) > 1 and 2 * len(lengths) > len(body.fields):
            return aligned, column
    return "", 0


def _commonest(values: Sequence[_T], default: _T) -> _T:
    return Counter(values).most_common(1)[0][0] if values else default


def comma_in(between: str) -> int:
    """Where the comma stands between two fields, outside comments; -1 if there is none."""
    match = _UNTIL_COMMA.match(between)
    return match.end() if match and match.end() < len(between) else -1


def is_leading(between: str) -> bool:
    """Whether the comma stands on a later line than the field before it."""
    comma = comma_in(between)
    return comma >= 0 and LINE_END.search(between, 0, comma) is not None


def cased(word: str, models: Sequence[str]) -> str:
    """A word in capitals, or with a capital, if all its models have them."""
    if models and all(model.isupper() for model in models):
        return word.upper()
    if models and all(model.istitle() for model in models):
        return word[:1].upper() + word[1:]
    return word
