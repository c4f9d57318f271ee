"""Well-formed entries of a .bib text, each read by two patterns, ten times faster than ``text.bibtex`` reads the rest.

An entry is read only where that is certain: where every reader of BibTeX sees the same fields. What is left goes to
``text.bibtex``, which gives the same wherever an answer is given here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from bertbib.text.bib_values import swallowed

# A backslash before a brace, or before another backslash, is where readers of BibTeX differ: none of those here.
_PLAIN = r"[^{}\\]++|\\[^{}\\]"
_BRACES = rf"(?:{_PLAIN})*+"
# Nor a bare quotation mark anywhere inside of quotation marks.
_UNQUOTED = r"[^{}\\\"]++|\\[^{}\\]"
_IN_QUOTES = rf"(?:{_UNQUOTED})*+"
for _ in range(3):
    _BRACES = rf"(?:{_PLAIN}|\{{{_BRACES}\}})*+"
    _IN_QUOTES = rf"(?:{_UNQUOTED}|\{{{_IN_QUOTES}\}})*+"
_QUOTES = rf"(?:[^{{}}\\\"]++|\\[^{{}}\\\"]|\{{{_IN_QUOTES}\}})*+"
_BARE = r"[A-Za-z0-9][\w-]*+"
_TERM = rf"\{{({_BRACES})\}}|\"({_QUOTES})\"|({_BARE})"
_MORE = rf"\s*+((?:#\s*+(?:\{{{_BRACES}\}}|\"{_QUOTES}\"|{_BARE})\s*+)*+)"
_FIELD = rf"([A-Za-z][\w-]*+)\s*+=\s*+(?:{_TERM}){_MORE}(?:,\s*+|(?=\}}))"
_REST = r"([\s\S]++)"
_HEAD = r"\s*@((?!(?i:comment|string|preamble))[A-Za-z]++)\{([^\s,{}\"%#=@\\]++),\s*"
# For bibtexparser the start of a block at the start of a line ends what stands before it, wherever it is, and blanks
# behind an "@" are mended in its text.
_BLOCK_WITHIN = re.compile(r"\n[^\S\n]*+@|@[ \t]*+\n")


class Certain(NamedTuple):
    """An entry: its type and its fields' names in lower case, and what stands behind its closing brace."""

    type: str
    key: str
    fields: dict[str, str]
    behind: str


class CertainReader:
    """Reads entries whose macros are ``macros`` (by lower-case name; others may be added to it in between).

    ``undefined`` are names that are known to have no definition: they stand for themselves. ``alone`` says that the
    texts hold an entry each, so that what looks like another one is part of a value.
    """

    def __init__(self, macros: Mapping[str, str], undefined: Container[str] = (), *, alone: bool = False) -> None:
        self._macros = macros
        self._undefined = undefined
        self._alone = alone
        self._head = re.compile(_HEAD).match
        self._fields = re.compile(f"{_FIELD}|{_REST}").findall
        self._terms = re.compile(_TERM).findall
        self._lower = _Lower()  # one text for each name in lower case: entries share their fields' names

    def read(self, text: str) -> Certain | None:
        """The entry that a text begins with, blanks aside; None where it is not certain what it says."""
        head = self._head(text)
        found = self._found(text, head) if head else None
        if not head or not found:
            return None
        rest = found.pop()[-1]
        lower = self._lower
        try:
            fields = {
                lower[name]: self._joined(braced or in_quotes, bare, more) if bare or more else braced or in_quotes
                for name, braced, in_quotes, bare, more, _ in found
            }
        except KeyError:  # a macro that nobody defined
            return None
        if not fields or len(fields) < len(found) or "\r" in text:
            return None
        if text.count("=") > len(fields) and any("=" in value and swallowed(value) for value in fields.values()):
            return None
        return Certain(lower[head[1]], head[2], fields, rest[1:])

    def end(self, text: str) -> int:
        """Where an entry that a text begins with ends beyond doubt, whatever its fields say; 0 for none."""
        head = self._head(text)
        found = self._found(text, head) if head else None
        return len(text) - len(found[-1][-1]) + 1 if found else 0

    def _found(self, text: str, head: re.Match[str]) -> list[tuple[str, ...]] | None:
        """The parts of all fields, and at last the rest of the text from the closing brace on."""
        # One call finds all fields, each where the one before it ends, and at last the rest, which is none.
        found = self._fields(text, head.end())
        if not found or found[-1][-1][:1] != "}":
            return None
        if (
            text.count("@") > 1
            and not self._alone
            and _BLOCK_WITHIN.search(text, head.end(), len(text) - len(found[-1][-1]))
        ):
            return None
        return found

    def _joined(self, text: str, bare: str, more: str) -> str:
        """The value of a text or bare word and of the terms that ``#`` joins to it; raise KeyError for no macro."""
        value = self._bare(bare) if bare else text
        if more:
            value += "".join(self._bare(word) if word else text or quoted for text, quoted, word in self._terms(more))
        return value

    def _bare(self, word: str) -> str:
        if word[0].isdecimal():
            return word
        name = word.lower()
        return word if name not in self._macros and name in self._undefined else self._macros[name]


@cache
def _whole() -> tuple[Callable[..., re.Match[str] | None], Callable[..., Iterator[re.Match[str]]]]:
    return re.compile(_HEAD).match, re.compile(f"{_FIELD}|{_REST}").finditer


@cache
def _one_term() -> Callable[[str], re.Match[str] | None]:
    return re.compile(rf"{_TERM}\Z").match


def parts_of(text: str) -> tuple[re.Match[str], list[re.Match[str]]] | None:
    """The head and the fields of a text that is one entry beyond doubt; None where that is not certain.

    Groups of the head: type and key. Groups of a field: its name; its value's text in braces, in quotation marks, or
    bare; and what ``#`` joins to it.
    """
    head_at, fields_at = _whole()
    head = head_at(text)
    if head is None or text.count("@") > 1:
        return None
    found = [*fields_at(text, head.end())]
    if not found or found.pop()[6] != "}" or text.count("=") > len(found):
        return None  # an equals sign in a value may be a field's that slipped into it
    return head, found


def is_sure_value(raw: str) -> bool:
    """Whether a value with its delimiters is one term for everybody, and cannot seem to be more than a value."""
    return "=" not in raw and "@" not in raw and _one_term()(raw) is not None


class _Lower(dict[str, str]):
    """Names and the same in lower case, remembered up to a number that no honest file reaches."""

    _MOST = 4096

    def __missing__(self, name: str) -> str:
        lower = name.lower()
        if len(self) < self._MOST:
            lower = self[name] = self.setdefault(lower, lower)
        return lower


__all__ = ["Certain", "CertainReader", "is_sure_value", "parts_of"]
