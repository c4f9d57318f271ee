"""Citation keys that the user's papers already use, and the works they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bertbib.model import Entry, Identifier, Item, Lock, Problem, Reference, Theme
from bertbib.proof import authors_agree, titles_agree
from bertbib.text.links import implied
from bertbib.text.titles import fold, plain


class NamedWork(NamedTuple):
    """One entry of the user's .bib: its citation key and what it says about the work."""

    key: str
    ids: tuple[Identifier, ...]
    item: Item


@dataclass(slots=True)
class KeyEvidence:
    """Which citation keys the user's papers use for which works.

    ``cited`` are the keys that .tex files cite, ``works`` the entries of the user's .bib files in their order;
    ``reserved`` are all keys of ``works``, case-folded: no other work may get one of them.
    """

    cited: frozenset[str] = frozenset()
    works: tuple[NamedWork, ...] = ()
    reserved: frozenset[str] = field(init=False, default=frozenset())
    _by_id: dict[Identifier, list[NamedWork]] = field(init=False, default_factory=dict)
    _by_title: dict[str, list[NamedWork]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.reserved = frozenset(work.key.casefold() for work in self.works)
        for work in self.works:
            for identifier in work.ids:
                self._by_id.setdefault(identifier, []).append(work)
            self._by_title.setdefault(fold(work.item.title), []).append(work)

    def keys_for(self, ids: Sequence[Identifier], item: Item) -> tuple[str, ...]:
        """The keys that name this work, the cited ones first: by a shared identifier and an agreeing title (if the
        user's entry states one), else by equal title and agreeing authors.
        """
        if not self.works:  # no paper is configured: folding every title would cost time for nothing
            return ()
        found = [work for one in ids for work in self._by_id.get(one, ()) if _same_title(work.item, item)]
        same_title = self._by_title.get(fold(item.title), ()) if item.title else ()
        found += [work for work in same_title if authors_agree(work.item.author, item.author)]
        keys = tuple(dict.fromkeys(work.key for work in found))
        return tuple(sorted(keys, key=lambda key: key not in self.cited))

    def is_anothers(self, key: str, ids: Sequence[Identifier], item: Item) -> bool:
        """Whether the user's .bib files name another work by this key (in any case), and not this one.

        Milder than ``keys_for``: an entry keeps the key that it bears as long as identifier and authors still speak
        for it, for its title may have been corrected since the .bib was written.
        """
        folded = key.casefold()
        if folded not in self.reserved:
            return False
        if any(one.casefold() == folded for one in self.keys_for(ids, item)):
            return False
        shared = [work for one in ids for work in self._by_id.get(one, ()) if work.key.casefold() == folded]
        return not any(authors_agree(work.item.author, item.author) for work in shared)


def with_keys_of_lists(evidence: KeyEvidence, themes: Iterable[Theme], lock: Lock) -> tuple[KeyEvidence, list[Problem]]:
    """The evidence with the citation keys that hints in reading lists give (a .bib's own keys come with what it
    states), and a finding for each that is another work's in the lock: somebody may cite that one by it.
    """
    named, problems = [], []
    for one in (one for theme in themes for one in theme.references if one.key and one.stated is None):
        key = one.key or ""
        owner = lock.find_key(key)
        if owner is not None and not _is_of(one, owner):
            message = f'the key {key} is already that of "{plain(owner.item.title)}" and stays so'
            hint = "choose another key for the hint"
            problems.append(Problem("key-taken", "warning", message, one.where, hint))
        else:
            named.append(NamedWork(key, one.ids, Item(title="" if one.ids else one.title)))
    return (KeyEvidence(evidence.cited, (*evidence.works, *named)) if named else evidence), problems


def _is_of(reference: Reference, entry: Entry) -> bool:
    """Whether an entry is the one of a reference."""
    ids = {same for one in reference.ids for same in (one, *implied(one))}
    return bool(ids & set(entry.ids)) or (not ids and fold(reference.title) == fold(entry.item.title))


def _same_title(stated: Item, item: Item) -> bool:
    """Whether an entry that shares an identifier names this work: people do paste wrong identifiers, and those of the
    same authors' other works most easily.
    """
    return not stated.title or titles_agree(stated.title, item.title, named=True)
