"""The user's .tex and .bib files -> the citation keys they use, and the works these name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.evidence import KeyEvidence, NamedWork
from bertbib.model import Problem
from bertbib.text.bibtex import BibEntry, parse_bib
from bertbib.text.tex_scan import TexFacts, read_tex

__all__ = ["TexFacts", "gather", "read_tex"]


def gather(tex: Iterable[TexFacts], bibs: Mapping[str, str]) -> tuple[KeyEvidence, list[Problem]]:
    """Evidence out of .tex facts and of .bib texts by path, and the problems met in the .bib files."""
    works: list[NamedWork] = []
    problems: list[Problem] = []
    for path, text in bibs.items():
        parsed = parse_bib(text, path)
        problems += parsed.problems
        works += [
            NamedWork(entry.key, identifiers_from_bibtex(entry), item_from_bibtex(entry))
            for entry in _citable(parsed.entries)
        ]
    return KeyEvidence(frozenset(key for facts in tex for key in facts.cited), tuple(works)), problems


def _citable(entries: Iterable[BibEntry]) -> Iterator[BibEntry]:
    """The entries that have a key; of two that share one BibTeX and biber take the first."""
    seen = {""}
    for entry in entries:
        if entry.key not in seen:
            seen.add(entry.key)
            yield entry
