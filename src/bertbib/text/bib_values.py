"""One value of a .bib file as it stands after the equals sign: terms joined by ``#``, and what slipped into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MONTHS = {name: name for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
"""The macros that every BibTeX style defines; they stay what they are."""

# Like bibtexparser's marks: a brace or quotation mark behind a backslash is a character.
_BRACE = re.compile(r"(?<!\\)[{}]")
_QUOTE_OR_BRACE = re.compile(r'(?<!\\)[{}"]')
_BARE = re.compile(r"[^\s#{}\",=]+")
_BLANK = re.compile(r"\s*")
_NAME = r"[A-Za-z][\w.:+/-]*"
_FIELD_START = re.compile(rf"\s*({_NAME})\s*=(?!=)")
_MACRO = re.compile(_NAME)

_KNOWN_FIELDS = (
    "abstract|address|annote|archiveprefix|author|booktitle|chapter|date|doi|edition|editor|eprint|eprinttype|file|"
    "institution|isbn|issn|journal|journaltitle|keywords|language|location|month|note|number|organization|pages|"
    "primaryclass|publisher|school|series|title|url|urldate|volume|year"
)
_SWALLOWED = re.compile(
    rf"(?:,[ \t]*|\n[ \t]*)\n?[ \t]*(?P<name>(?i:{_KNOWN_FIELDS}))[ \t]*=[ \t]*(?=[{{\"]|\d+[ \t]*[,\n}}])"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value resolved.

    ``undefined`` are the macros that nobody defined; their names stay in the text. ``rest`` is what stood behind the
    value where a comma or ``#`` was due.
    """

    text: str
    undefined: tuple[str, ...] = ()
    rest: str = ""


def evaluate(raw: str, macros: Mapping[str, str]) -> Value:
    """Resolve a value: delimiters off, macros replaced (their names lower-case in ``macros``), ``#`` joined."""
    if raw[:1] == "{" and raw[-1:] == "}" and "{" not in raw[1:] and "}" not in raw[:-1]:
        return Value(raw[1:-1])
    terms: list[str] = []
    undefined: list[str] = []
    at = 0
    while at < len(raw):
        at, term, macro = _term(raw, at)
        if macro and term.lower() in macros:
            term = macros[term.lower()]
        elif macro:
            undefined.append(term)
        terms.append(term)
        at = _skip_blank(raw, at)
        if at < len(raw) and raw[at] != "#":
            break
        at = _skip_blank(raw, at + 1)
    return Value("".join(terms), tuple(undefined), raw[at:].strip())


def _skip_blank(raw: str, at: int) -> int:
    blank = _BLANK.match(raw, at)
    return blank.end() if blank else at


def _term(raw: str, at: int) -> tuple[int, str, bool]:
    """One term from ``at`` on: where it ends, its text, and whether it is a macro's name."""
    if raw[at] == "{":
        return _delimited(raw, at, _BRACE)
    if raw[at] == '"':
        return _delimited(raw, at, _QUOTE_OR_BRACE)
    bare = _BARE.match(raw, at)
    if not bare:
        return at + 1, "" if raw[at] == "#" else raw[at], False
    return bare.end(), bare[0], bool(_MACRO.fullmatch(bare[0]))


def _delimited(raw: str, at: int, marks: re.Pattern[str]) -> tuple[int, str, bool]:
    depth = 0
    for mark in marks.finditer(raw, at + 1):
        if mark[0] == "{":
            depth += 1
        elif depth == 0:
            return mark.end(), raw[at + 1 : mark.start()], False
        elif mark[0] == "}":
            depth -= 1
    return len(raw), raw[at + 1 :], False


def field_start(rest: str) -> tuple[str, str] | None:
    """The field that begins behind a value whose comma is missing: its name and its raw value."""
    match = _FIELD_START.match(rest)
    return (match[1], rest[match.end() :].strip()) if match else None


def swallowed(text: str) -> tuple[str, str, str] | None:
    """A field inside a value, there because a brace was not closed: what comes before it, its name, its raw value.

    Only fields that everybody knows count, at the start of a line or behind a comma: an abstract may show code.
    """
    if "=" not in text:
        return None
    match = _SWALLOWED.search(text)
    if not match:
        return None
    return text[: match.start()].rstrip(" \t\n,"), match["name"], text[match.end() :].strip()
