"""The user's .tex and .bib files -> the citation keys they use, and the works these name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.evidence import KeyEvidence, NamedWork
from bertbib.model import Problem
from bertbib.text.bibtex import parse_bib

_COMMENT = re.compile(r"(?<!\\)%.*")
_CITE = re.compile(r"\\[A-Za-z]*[Cc]ite[A-Za-z]*\*?((?:\s*\[[^\]]*\]){0,2})\s*\{([^{}]*)\}")
_BIBLIOGRAPHY = re.compile(
    r"\\(?:bibliography|addbibresource|addglobalbib|addsectionbib)(?:\s*\[[^\]]*\])?\s*\{([^{}]*)\}"
)
_INCLUDE = re.compile(r"\\(?:input|include|subfile)\s*\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class TexFacts:
    """What a .tex file says: the keys it cites, the .bib files it names, and the .tex files it includes."""

    cited: tuple[str, ...]
    bibliographies: tuple[str, ...]
    included: tuple[str, ...]


def read_tex(text: str) -> TexFacts:
    r"""Read the ``\cite``-like commands, ``\bibliography``/``\addbibresource`` and ``\input`` of a .tex file;
    comments do not count.
    """
    code = "\n".join(_COMMENT.sub("", line) for line in text.splitlines())
    cited = [key for _options, keys in _CITE.findall(code) for key in _split(keys) if key != "*"]
    bibs = [_with_suffix(name, ".bib") for names in _BIBLIOGRAPHY.findall(code) for name in _split(names)]
    tex = [_with_suffix(name, ".tex") for names in _INCLUDE.findall(code) for name in _split(names)]
    return TexFacts(_unique(cited), _unique(bibs), _unique(tex))


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _with_suffix(name: str, suffix: str) -> str:
    return name if name.endswith(suffix) else name + suffix


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def gather(tex: Iterable[TexFacts], bibs: Mapping[str, str]) -> tuple[KeyEvidence, list[Problem]]:
    """Evidence out of .tex facts and of .bib texts by path, and the problems met in the .bib files."""
    works: list[NamedWork] = []
    problems: list[Problem] = []
    for path, text in bibs.items():
        parsed = parse_bib(text, path)
        problems += parsed.problems
        works += [
            NamedWork(entry.key, identifiers_from_bibtex(entry), item_from_bibtex(entry)) for entry in parsed.entries
        ]
    return KeyEvidence(frozenset(key for facts in tex for key in facts.cited), tuple(works)), problems
