"""One value of a .bib file as it stands after the equals sign: terms joined by ``#``, and what slipped into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_MONTH_MACROS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: name for name in _MONTH_MACROS.split()}
"""The macros that every BibTeX style defines; they stay what they are."""

KNOWN_FIELDS = (
    "abstract|address|annote|archiveprefix|author|booktitle|chapter|date|doi|edition|editor|eprint|eprinttype|file|"
    "institution|isbn|issn|journal|journaltitle|keywords|language|location|month|note|number|organization|pages|"
    "primaryclass|publisher|school|series|title|url|urldate|volume|year"
)

_BARE = re.compile(r"[^\s#{}\",=]+")
_BLANK = re.compile(r"\s*")
_NAME = r"[A-Za-z][\w.:+/-]*"
_MACRO = re.compile(_NAME)
_FIELD_START = re.compile(rf"(?P<between>(?:[\s,]|%[^\n]*+)*+)(?:(?P<name>{_NAME})\s*=\s*(?!=))?")
_SWALLOWED = rf"(?:,[ \t]*+\n?|\n)[ \t]*+(?P<name>(?i:{KNOWN_FIELDS}))[ \t]*+=[ \t]*+(?=[{{\"]|\d++[ \t]*+[,\n}}])"


@dataclass(frozen=True, slots=True)
class Value:
    """A value resolved; ``undefined`` are macros that nobody defined, their names stay in the text.

    ``end`` is where it ends in what was read: before the end, where a comma or ``#`` was due.
    """

    text: str
    end: int
    undefined: tuple[str, ...] = ()


def evaluate(raw: str, macros: Mapping[str, str], at: int = 0) -> Value:
    """Resolve the value that starts at ``at``: delimiters off, macros (lower-case in ``macros``) and ``#`` resolved."""
    if at == 0 and raw[:1] == "{" and raw.find("{", 1) < 0 and raw.find("}") == len(raw) - 1:
        return Value(raw[1:-1], len(raw))
    terms: list[str] = []
    undefined: list[str] = []
    at = _skip_blank(raw, at)
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
    return Value("".join(terms), min(at, len(raw)), tuple(undefined))


def _skip_blank(raw: str, at: int) -> int:
    blank = _BLANK.match(raw, at)
    return blank.end() if blank else at


def _term(raw: str, at: int) -> tuple[int, str, bool]:
    """One term from ``at`` on: where it ends, its text, and whether it is a macro's name."""
    if raw[at] in '{"':
        return _delimited(raw, at)
    bare = _BARE.match(raw, at)
    if not bare:
        return at + 1, "" if raw[at] == "#" else raw[at], False
    return bare.end(), bare[0], bool(_MACRO.fullmatch(bare[0]))


def _delimited(raw: str, at: int) -> tuple[int, str, bool]:
    """A term in braces or quotes; without its end it goes on to the end of the text.

    For bibtexparser a delimiter behind a backslash is a character, for BibTeX it is not; what closes the term is right.
    """
    end = _closing(raw, at, "(?<!\\\\)") or _closing(raw, at, "") or len(raw) + 1
    return min(end, len(raw)), raw[at + 1 : end - 1], False


def _closing(raw: str, at: int, lead: str) -> int:
    """Where the term that starts at ``at`` ends, only delimiters behind ``lead`` counted; 0 if it does not."""
    depth = 0
    for mark in re.compile(lead + (r"[{}]" if raw[at] == "{" else r'[{}"]')).finditer(raw, at + 1):
        if mark[0] == "{":
            depth += 1
        elif depth == 0:
            return mark.end()
        elif mark[0] == "}":
            depth -= 1
    return 0


def is_open(raw: str) -> bool:
    """Whether a value starts with a quotation mark that BibTeX sees no end of."""
    return raw[:1] == '"' and not _closing(raw, 0, "")


@dataclass(frozen=True, slots=True)
class Following:
    """What stands behind a value: the name of the field that begins there, if one does.

    ``at`` is where that field's value starts, or other text; ``comma`` whether a comma stands before it.
    """

    name: str
    at: int
    comma: bool


def following(raw: str, at: int) -> Following:
    """Look behind a value that ends at ``at``, past commas and ``%`` comments."""
    match = _FIELD_START.match(raw, at)
    if not match:
        return Following("", at, False)
    return Following(match["name"] or "", match.end(), "," in match["between"])


def swallowed(text: str) -> tuple[int, str, int] | None:
    """A field inside a value, there because a brace was not closed: where the value ends, its name, where it starts.

    Only fields that everybody knows count, at the start of a line or behind a comma, and outside inner braces: an
    abstract may show code, an annotation another entry.
    """
    match = re.search(_SWALLOWED, text) if "=" in text else None
    if not match or text.count("{", 0, match.start()) != text.count("}", 0, match.start()):
        return None
    return len(text[: match.start()].rstrip(" \t\n,")), match["name"], match.end()
