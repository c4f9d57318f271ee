"""Which citation key an entry bears: the user's own, else a new one; old ones stay as aliases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bertbib.evidence import KeyEvidence
from bertbib.keys import new_key
from bertbib.model import Entry, Identifier, Item, Lock, Problem, Reference
from bertbib.text.titles import plain


@dataclass(slots=True)
class Namer:
    """Gives keys to the entries of a lock; ``taken`` holds the case-folded keys and aliases in use."""

    evidence: KeyEvidence
    pattern: str
    lock: Lock
    report: Callable[[Problem], None]
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._free_reserved_keys()
        self.taken = {key.casefold() for entry in self.lock for key in (entry.key, *entry.aliases)}

    def _free_reserved_keys(self) -> None:
        """Give entries other keys where the user's papers use theirs for another work."""
        others = self.evidence.reserved()
        for entry in list(self.lock):
            if entry.key.casefold() in others and entry.key not in self.evidence.keys_for(entry.ids, entry.item):
                self.lock.remove(entry.key)
                taken = {key.casefold() for one in self.lock for key in (one.key, *one.aliases)} | others
                moved = replace(entry, key=new_key(entry.item, taken, self.pattern))
                self.lock.add(moved)
                title = plain(entry.item.title)
                message = f'your papers use the key {entry.key} for another work; "{title}" is now {moved.key}'
                self.report(Problem("key-moved", "warning", message))

    def name(self, ids: Sequence[Identifier], item: Item, reference: Reference) -> str:
        """A key for a new entry: the one that the user's papers or .bib use for the work, else a new one."""
        used = [*self.evidence.keys_for(ids, item), *([reference.key] if reference.key else [])]
        key = next((one for one in used if one.casefold() not in self.taken), None)
        if key is None:
            key = new_key(item, self.taken | self.evidence.reserved(), self.pattern)
        self.taken.add(key.casefold())
        return key

    def renamed(self, entry: Entry, reference: Reference) -> Entry:
        """The entry under the key that the user's papers use for it; the old key stays as an alias."""
        used = self.evidence.keys_for(entry.ids, entry.item)
        if not used:
            return entry
        key, also = used[0], used[1:]
        aliases = dict.fromkeys([*entry.aliases, *also])
        cited = [one for one in also if one in self.evidence.cited]
        if cited and key in self.evidence.cited:
            self._report_two_keys(key, cited, entry, reference)
        if key != entry.key:
            if self._belongs_to_another(key, entry):
                title = plain(entry.item.title)
                message = f'your papers cite "{title}" as {key}, which is another entry\'s key in the lock'
                hint = "rename one of the two in the paper"
                self.report(Problem("key-clash", "error", message, reference.where, hint))
                return entry
            if entry.key in self.lock.entries:
                self.lock.remove(entry.key)
                aliases[entry.key] = None
            self.taken.add(key.casefold())
        return replace(entry, key=key, aliases=tuple(alias for alias in aliases if alias != key))

    def _belongs_to_another(self, key: str, entry: Entry) -> bool:
        own = {one.casefold() for one in (entry.key, *entry.aliases)}
        return key in self.lock.entries or (key.casefold() in self.taken and key.casefold() not in own)

    def _report_two_keys(self, key: str, others: Sequence[str], entry: Entry, reference: Reference) -> None:
        message = f'your papers cite "{plain(entry.item.title)}" under two keys, {key} and {", ".join(others)}'
        hint = f"cite it as {key}; biblatex knows the others as ids, BibTeX does not"
        self.report(Problem("two-keys", "warning", message, reference.where, hint))
