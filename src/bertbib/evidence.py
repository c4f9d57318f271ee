"""Citation keys that the user's papers already use, and the works they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bertbib.model import Identifier, Item
from bertbib.proof import authors_agree, titles_agree
from bertbib.text.titles import fold


class NamedWork(NamedTuple):
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
        keys = tuple(dict.fromkeys(work.key for work in found))
        return tuple(sorted(keys, key=lambda key: key not in self.cited))

    def reserved(self) -> frozenset[str]:
        """All keys that name works in the user's .bib files, case-folded: no other work may get one of them."""
        return frozenset(work.key.casefold() for work in self.works)


def _same_work(stated: Item, item: Item) -> bool:
    """Whether an entry that shares an identifier names this work: people do paste wrong identifiers."""
    return not stated.title or titles_agree(stated.title, item.title) or authors_agree(stated.author, item.author)
