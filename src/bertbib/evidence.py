"""Citation keys that the user's papers already use, and the works they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.model import Identifier, Item, Problem
from bertbib.proof import authors_agree, titles_agree
from bertbib.text.bibtex import parse_bib
from bertbib.text.titles import fold

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


@dataclass(frozen=True, slots=True)
class NamedWork:
    """One entry of the user's .bib: its citation key and what it says about the work."""

    key: str
    ids: tuple[Identifier, ...]
    item: Item


@dataclass(slots=True)
class KeyEvidence:
    """Which citation keys the user's papers use for which works.

    ``cited`` are the keys that .tex files cite, ``works`` the entries of the user's .bib files in their order.
    """

    cited: frozenset[str] = frozenset()
    works: tuple[NamedWork, ...] = ()
    _by_id: dict[Identifier, list[NamedWork]] = field(default_factory=dict)
    _by_title: dict[str, list[NamedWork]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for work in self.works:
            for identifier in work.ids:
                self._by_id.setdefault(identifier, []).append(work)
            self._by_title.setdefault(fold(work.item.title), []).append(work)

    def keys_for(self, ids: Sequence[Identifier], item: Item) -> tuple[str, ...]:
        """The keys that name this work, the cited ones first: by a shared identifier, else by equal title and
        authors.
        """
        found = [work for one in ids for work in self._by_id.get(one, ()) if _same_work(work.item, item)]
        same_title = self._by_title.get(fold(item.title), ()) if item.title else ()
        found += [work for work in same_title if authors_agree(work.item.author, item.author)]
        keys = _unique(work.key for work in found)
        return tuple(sorted(keys, key=lambda key: key not in self.cited))

    def reserved(self) -> frozenset[str]:
        """All keys that name works in the user's .bib files, case-folded: no other work may get one of them."""
        return frozenset(work.key.casefold() for work in self.works)


def _same_work(stated: Item, item: Item) -> bool:
    """Whether an entry that shares an identifier names this work: people do paste wrong identifiers."""
    return not stated.title or titles_agree(stated.title, item.title) or authors_agree(stated.author, item.author)


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
