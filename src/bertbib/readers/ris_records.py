"""RIS text -> records of tags, in whatever dialect: each from its ``TY`` line to its ``ER`` line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bertbib.model import Problem, Where
from bertbib.readers.ris_table import TAGS

_STRICT = re.compile(r"[\ufeff\s]{0,8}([A-Z][A-Z0-9]) {2}-(?:[ \t](.*)|)", re.DOTALL)
_LOOSE = re.compile(r"[\ufeff\s]{0,8}([A-Z][A-Z0-9]|PMID)[ \t]{0,4}-(?:[ \t]+(.*)|)", re.DOTALL)
_HINT = "each entry begins with `TY  - ` and ends with `ER  - `"


@dataclass(slots=True)
class RisRecord:
    """An entry: the 1-based line where it starts, its type, its values by tag in their order."""

    line: int
    type: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)

    def first(self, tags: Sequence[str]) -> str:
        """The first value that is there, tag by tag."""
        return next((value for tag in tags for value in self.values.get(tag, ()) if value), "")

    def every(self, tags: Sequence[str]) -> list[str]:
        """All values of these tags."""
        return [value for tag in tags for value in self.values.get(tag, ()) if value]


def tag_of(line: str) -> tuple[str, str] | None:
    """The tag and the value of a line, if it is one: ``TY  - JOUR``, and of known tags ``TY - JOUR`` too."""
    found = _STRICT.fullmatch(line)
    if found is None:
        found = _LOOSE.fullmatch(line)
        if found is None or found[1] not in TAGS:
            return None
    return found[1], (found[2] or "").strip()


def records(text: str, path: str, problems: list[Problem]) -> Iterator[RisRecord]:
    """The entries of a text; what is wrong with one is told, and costs no other.

    A line without a tag goes on with the value above it. An entry without ``ER`` ends where the next begins; tags
    before any ``TY`` make an entry of no type.
    """
    record: RisRecord | None = None
    value = _Value()
    for number, line in enumerate(text.split("\n"), 1):
        found = tag_of(line)
        if found is None:
            value.go_on(line)
            continue
        value.end()
        tag, start = found
        if tag == "TY" and record is not None:
            _report(problems, path, record, "ris-no-end", "the entry has no ER line; it was read up to the next TY")
            yield record
            record = None
        if tag == "ER":
            if record is not None:
                yield record
            record = None
            continue
        if record is None:
            record = RisRecord(number)
            if tag != "TY":
                _report(problems, path, record, "ris-no-type", "the entry does not begin with TY; read without a type")
        if tag == "TY":
            record.type = start.upper()[:20]
        else:
            value.begin(record.values.setdefault(tag, []), start)
    value.end()
    if record is not None:
        _report(problems, path, record, "ris-no-end", "the file ends without an ER line: it may be cut off here")
        yield record


class _Value:
    """The value that is being read: its lines are joined once, for there may be very many."""

    def __init__(self) -> None:
        self.values: list[str] | None = None
        self.lines: list[str] = []

    def begin(self, values: list[str], line: str) -> None:
        self.values, self.lines = values, [line]

    def go_on(self, line: str) -> None:
        if self.values is not None and line.strip():
            self.lines.append(line.strip())

    def end(self) -> None:
        if self.values is not None:
            self.values.append("\n".join(self.lines))
        self.values = None


def _report(problems: list[Problem], path: str, record: RisRecord, code: str, message: str) -> None:
    problems.append(Problem(code, "warning", message, Where(path, record.line), _HINT))
