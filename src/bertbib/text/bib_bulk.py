"""BibTeX in bulk: entries read one by one out of what may be larger than the memory.

``scan`` answers None for what it is not sure of; ``parse_bib`` is then asked, which gives the same wherever ``scan``
answers, but for an entry that an abstract shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bertbib.text.bib_certain import CertainReader
from bertbib.text.bib_values import MONTHS, evaluate
from bertbib.text.bibtex import BibEntry, parse_bib

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
        self._certain = CertainReader(self._macros, alone=True)

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
        found = self._certain.read(text)
        if found is None or (found.behind and not found.behind.isspace()):
            return None
        return BibEntry(found.type, found.key, found.fields)

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
