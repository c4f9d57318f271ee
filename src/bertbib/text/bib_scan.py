"""Reading one entry strictly by BibTeX's own rules, for what bibtexparser reads otherwise or not at all.

BibTeX counts every brace, with or without a backslash, and a quotation mark inside braces ends nothing
("BibTeXing", O. Patashnik, 1988; bibtex.web, section 253): ``"f{"u}r"`` is one value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEAD = re.compile(r"@(?P<type>\w+)\s*(?P<open>[{(])\s*(?P<key>[^\s,{}=\"]*)\s*(?=[,})])")
_NAME = re.compile(r"[\s,]*+(?P<name>[^\s,={}\"#%'()]+)\s*=\s*")
_BARE = re.compile(r"[^\s,#{}\"=()]+")
_JOIN = re.compile(r"\s*#\s*")
_AFTER = re.compile(r"\s*(?:(?P<comma>,)|(?P<close>[)}]))")
_CLOSE = re.compile(r"[\s,]*([)}])")
_BRACES = re.compile(r"[{}]")
_BRACES_OR_QUOTE = re.compile(r'[{}"]')


@dataclass(frozen=True, slots=True)
class Scanned:
    """An entry: its type, its key, its fields as written, and where it ends."""

    type: str
    key: str
    fields: tuple[tuple[str, str], ...]
    end: int


def scan(text: str, start: int, limit: int) -> Scanned | None:
    """The entry whose "@" is at ``start``, if all of it stands before ``limit`` and breaks no rule."""
    head = _HEAD.match(text, start, limit)
    if not head:
        return None
    closing = "}" if head["open"] == "{" else ")"
    fields: list[tuple[str, str]] = []
    at = head.end()
    while True:
        close = _CLOSE.match(text, at, limit)
        if close:
            well = close[1] == closing
            return Scanned(head["type"].lower(), head["key"], tuple(fields), close.end()) if well else None
        name = _NAME.match(text, at, limit)
        end = _value_end(text, name.end(), limit) if name else 0
        after = _AFTER.match(text, end, limit) if end else None
        if not name or not after:
            return None
        fields.append((name["name"], text[name.end() : end]))
        at = after.end() if after["comma"] else end


def _value_end(text: str, at: int, limit: int) -> int:
    """Where the value that starts at ``at`` ends; 0 if it does not."""
    while at < limit:
        if text[at] in '{"':
            at = _delimited_end(text, at, limit)
        else:
            bare = _BARE.match(text, at, limit)
            at = bare.end() if bare else 0
        join = _JOIN.match(text, at, limit) if at else None
        if not join:
            return at
        at = join.end()
    return 0


def _delimited_end(text: str, at: int, limit: int) -> int:
    marks = _BRACES if text[at] == "{" else _BRACES_OR_QUOTE
    depth = 0
    for mark in marks.finditer(text, at + 1, limit):
        if mark[0] == "{":
            depth += 1
        elif depth == 0:
            return mark.end() if mark[0] == '"' or text[at] == "{" else 0
        elif mark[0] == "}":
            depth -= 1
    return 0
