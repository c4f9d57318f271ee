"""BibTeX in bulk: well-formed entries, each read out of its own text ten times faster than by ``text.bibtex``.

``scan`` answers None for what it is not sure of; ``parse_bib`` is then asked, which gives the same wherever ``scan``
answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bertbib.text.bib_values import MONTHS, evaluate, swallowed
from bertbib.text.bibtex import BibEntry, parse_bib

# A backslash before a brace, or before another backslash, is where readers of BibTeX differ: none of those here.
_PLAIN = r"[^{}\\]++|\\[^{}\\]"
_BRACES = rf"(?:{_PLAIN})*+"
for _ in range(3):
    _BRACES = rf"(?:{_PLAIN}|\{{{_BRACES}\}})*+"
_QUOTES = rf"(?:[^{{}}\\\"]++|\\[^{{}}\\\"]|\{{{_BRACES}\}})*+"
_BARE = r"[A-Za-z0-9][\w-]*+"
_TERM = rf"\{{({_BRACES})\}}|\"({_QUOTES})\"|({_BARE})"
_MORE = rf"\s*+((?:#\s*+(?:\{{{_BRACES}\}}|\"{_QUOTES}\"|{_BARE})\s*+)*+)"
_FIELD = rf"([A-Za-z][\w-]*+)\s*+=\s*+(?:{_TERM}){_MORE}(?:,\s*+|(?=\}}))"
_REST = r"([\s\S]++)"
_HEAD = r"\s*@([A-Za-z]++)\{([^\s,{}()\"'%#=@\\]++),\s*"
_STRING = r"\s*@string\s*[{(]\s*([A-Za-z][\w.:+/-]*)\s*=\s*(.*)[})]\s*"
_START = r"\s*@\s*[A-Za-z]+\s*[{(]"
_LONGEST = 1_000_000  # characters of one text, and of a file's macros
_MOST_OPEN = 3


class BulkReader:
    """Reads the entries of one file, text by text, and keeps its macros; ``broken`` counts what is unreadable."""

    def __init__(self) -> None:
        self.broken = 0
        self._macros = dict(MONTHS)
        self._definitions = ""
        self._head = re.compile(_HEAD).match
        self._fields = re.compile(f"{_FIELD}|{_REST}").findall
        self._terms = re.compile(_TERM).findall

    def read(self, text: str) -> tuple[BibEntry, ...]:
        """The entries of a text that holds one entry, as it mostly does, or several, or none."""
        entry = self.scan(text)
        if entry is not None:
            return (entry,)
        if text[:20].lower().lstrip().startswith("@string"):
            self._define(text)
        found = parse_bib(self._definitions + text, "")
        self.broken += sum(problem.code == "bib-broken-entry" for problem in found.problems)
        return found.entries

    def scan(self, text: str) -> BibEntry | None:
        """The entry that a text consists of, its fields as ``parse_bib`` gives them; None where that is not certain."""
        head = self._head(text)
        if head is None or "\r" in text:
            return None
        # One call finds all fields, each where the one before it ends, and at last the rest, which is none.
        found = self._fields(text, head.end())
        if not found or found.pop()[-1].rstrip() != "}":
            return None
        try:
            fields = {
                name.lower(): self._joined(braced or in_quotes, bare, more) if bare or more else braced or in_quotes
                for name, braced, in_quotes, bare, more, _ in found
            }
        except KeyError:  # a macro that nobody defined
            return None
        if not fields or len(fields) < len(found):
            return None
        if text.count("=") > len(fields) and any("=" in value and swallowed(value) for value in fields.values()):
            return None
        return BibEntry(head[1].lower(), head[2], fields)

    def _joined(self, text: str, bare: str, more: str) -> str:
        """The value of a text or bare word and of the terms that ``#`` joins to it; raise KeyError for no macro."""
        value = self._bare(bare) if bare else text
        if more:
            value += "".join(self._bare(word) if word else text or quoted for text, quoted, word in self._terms(more))
        return value

    def _bare(self, word: str) -> str:
        return word if word.isdecimal() else self._macros[word.lower()]

    def _define(self, text: str) -> None:
        definition = re.fullmatch(_STRING, text, re.IGNORECASE | re.DOTALL)
        if len(self._definitions) + len(text) < _LONGEST:
            self._definitions += text.strip() + "\n"
        if definition and (name := definition[1].lower()) not in MONTHS:
            value = evaluate(definition[2], self._macros)
            if value.end == len(definition[2]) and not value.undefined:
                self._macros[name] = value.text


def split_entries(lines: Iterator[str]) -> Iterator[str]:
    """A .bib file's text, cut before the lines that begin an entry; what stands before the first is not given back.

    A text whose braces are still open goes on, for an abstract may show BibTeX, but not for long, for a brace may be
    missing. No text is much longer than ``_LONGEST``: a file without line ends does not fill the memory.
    """
    part: list[str] = []
    size = open_heads = 0
    for line in lines:
        starts = "@" in line and re.match(_START, line) is not None
        if part and (starts or size > _LONGEST):
            text = "".join(part)
            if open_heads < _MOST_OPEN and size < _LONGEST and text.count("{") > text.count("}"):
                open_heads += 1
            else:
                yield text
                part, size, open_heads = [], 0, 0
        if starts or part:
            part.append(line)
            size += len(line)
    if part:
        yield "".join(part)


__all__ = ["BulkReader", "split_entries"]
