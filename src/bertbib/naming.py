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
    """Gives keys to the entries of a lock; ``owners`` maps each case-folded key and alias in use to its entry's key."""

    evidence: KeyEvidence
    pattern: str
    lock: Lock
    report: Callable[[Problem], None]
    owners: dict[str, str] = field(default_factory=dict)
    _reported: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.evidence.reserved:
            self._free_reserved_keys()
        for entry in self.lock:
            for alias in entry.aliases:
                self.owners.setdefault(alias.casefold(), entry.key)
        self.owners |= {entry.key.casefold(): entry.key for entry in self.lock}
        for entry in [one for one in self.lock if one.aliases]:
            self._keep_aliases(entry, [alias for alias in entry.aliases if self._is_free(alias, entry)])

    def _free_reserved_keys(self) -> None:
        """Give entries other keys where the user's papers use theirs for another work, and take such aliases off."""
        reserved = self.evidence.reserved
        for entry in list(self.lock):
            self._keep_aliases(entry, [alias for alias in entry.aliases if not self._is_anothers(alias, entry)])
        for entry in list(self.lock):
            if entry.key.casefold() in reserved and self._is_anothers(entry.key, entry):
                self.lock.remove(entry.key)
                taken = {key.casefold() for one in self.lock for key in (one.key, *one.aliases)} | reserved
                moved = replace(entry, key=new_key(entry.item, taken, self.pattern))
                self.lock.add(moved)
                title = plain(entry.item.title)
                message = f'your papers use the key {entry.key} for another work; "{title}" is now {moved.key}'
                self.report(Problem("key-moved", "warning", message))

    def _is_anothers(self, key: str, entry: Entry) -> bool:
        return self.evidence.is_anothers(key, entry.ids, entry.item)

    def _keep_aliases(self, entry: Entry, aliases: Sequence[str]) -> None:
        if len(aliases) < len(entry.aliases):
            self.lock.add(replace(entry, aliases=tuple(aliases)))

    def name(self, ids: Sequence[Identifier], item: Item, reference: Reference) -> str:
        """A key for a new entry: the one that the user's papers or .bib use for the work, else a new one."""
        used = self.evidence.keys_for(ids, item)
        key = next((one for one in used if one.casefold() not in self.owners), None)
        if key is None and reference.key and self._may_have(reference.key, used):
            key = reference.key
        if key is None:
            key = new_key(item, self.owners.keys() | self.evidence.reserved, self.pattern)
            if reference.key:
                self._report_taken(reference.key, key, item, reference)
        self.owners[key.casefold()] = key
        return key

    def _may_have(self, key: str, used: Sequence[str]) -> bool:
        """Whether a list may give a new entry this key: it is nobody's, and names no other work in the papers."""
        folded = key.casefold()
        reserved = folded in self.evidence.reserved and folded not in {one.casefold() for one in used}
        return folded not in self.owners and not reserved

    def renamed(self, entry: Entry, reference: Reference) -> Entry:
        """The entry under the key that the user's papers use for it; the old key stays as an alias.

        A cited key that is another entry's already is reported as ``key-clash``: one of the two works would be cited
        as the other, so nothing may be written.
        """
        used = self.evidence.keys_for(entry.ids, entry.item)
        free = [key for key in used if self._is_free(key, entry)]
        for key in used:
            if key not in free and (key in self.evidence.cited or not free):
                self._report_clash(key, entry, reference)
        if not free:
            return entry
        cited = [key for key in free if key in self.evidence.cited]
        if len(cited) > 1:
            self._report_two_keys(cited[0], cited[1:], entry, reference)
        key = free[0]
        aliases = dict.fromkeys((*entry.aliases, *free))
        if key != entry.key and entry.key in self.lock.entries:
            self.lock.remove(entry.key)
            if not self._is_anothers(entry.key, entry):
                aliases[entry.key] = None
        aliases.pop(key, None)
        self.owners.pop(entry.key.casefold(), None)
        self.owners |= {one.casefold(): key for one in (*aliases, key)}
        return replace(entry, key=key, aliases=tuple(aliases))

    def _is_free(self, key: str, entry: Entry) -> bool:
        """Whether no other entry bears this key, in any case, as its key or alias."""
        owner = self.owners.get(key.casefold(), entry.key)
        joined = owner in entry.aliases and owner not in self.lock.entries  # since the owners were listed
        return owner == entry.key or joined

    def _report_taken(self, wanted: str, key: str, item: Item, reference: Reference) -> None:
        owner = self.lock.find_key(self.owners.get(wanted.casefold(), ""))
        whose = f'"{plain(owner.item.title)}"' if owner else "another work"
        message = f'the key {wanted} is already that of {whose}; "{plain(item.title)}" is now {key}'
        hint = f"cite it as {key}, or give it a key of its own in the .bib"
        self._report_once(Problem("key-moved", "warning", message, reference.where, hint))

    def _report_clash(self, key: str, entry: Entry, reference: Reference) -> None:
        owner = self.lock.find_key(self.owners[key.casefold()])
        title, whose = plain(entry.item.title), f'"{plain(owner.item.title)}"' if owner else "another entry"
        where, hint = reference.where, "rename one of the two in the paper and its .bib"
        if key in self.evidence.cited:
            message = f'your papers cite two works as {key}: "{title}", and {whose}, which bears the key in the lock'
            self._report_once(Problem("key-clash", "error", message, where, hint))
        else:
            message = f'the key {key} is given to two works; {whose} keeps it, and "{title}" is {entry.key}'
            self._report_once(Problem("key-moved", "warning", message, where, hint))

    def _report_two_keys(self, key: str, others: Sequence[str], entry: Entry, reference: Reference) -> None:
        message = f'your papers cite "{plain(entry.item.title)}" under two keys, {key} and {", ".join(others)}'
        hint = f"cite it as {key}; biblatex knows the others as ids, BibTeX does not"
        self._report_once(Problem("two-keys", "warning", message, reference.where, hint))

    def _report_once(self, problem: Problem) -> None:
        """A work may stand in several lists; its finding is told at the first place."""
        if (problem.code, problem.message) not in self._reported:
            self._reported.add((problem.code, problem.message))
            self.report(problem)
