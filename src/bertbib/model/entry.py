"""One work of the lock, and the lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bertbib.model.identifier import Identifier
from bertbib.model.item import Item
from bertbib.model.reference import Link

Status = Literal["published", "preprint", "unknown", "withdrawn", "other"]
STATED = "stated"
"""Source of an entry that only the user's own .bib vouches for."""

ProofLevel = Literal["id", "title+authors", "aggregators", "title+note", "title"]
NoteVerdict = Literal["agrees", "contradicts", "silent"]


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a published entry is believed: the level, the record ids that prove it, what the list's note says."""

    level: ProofLevel
    by: tuple[str, ...] = ()
    note: NoteVerdict = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One work: its facts, its citation key, and where every fact came from.

    ``source`` names the record that gave the facts (``acl:P19-1441``), ``origins`` the fields that came from another
    one. ``asked`` maps each source to the ISO date of its last valid answer, or to the word that says why there was
    none (``blocked``, ``timeout``). ``aliases`` are retired citation keys. ``related`` are identifiers that a list
    gives with this work but whose records speak of another one: known, reported, never merged.
    """

    key: str
    item: Item
    ids: tuple[Identifier, ...]
    status: Status
    source: str
    origins: tuple[tuple[str, str], ...] = ()
    proof: Proof | None = None
    asked: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    related: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    pack: tuple[str, str] | None = None


@dataclass(slots=True)
class Lock:
    """All entries by citation key, findable by identifier, key or alias.

    Not frozen: it is the index that a run builds; its entries are values.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    _by_id: dict[Identifier, str] = field(default_factory=dict, repr=False)
    _by_alias: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Lock:
        """Build a lock of entries; of two entries that claim one identifier the first keeps it."""
        lock = cls()
        for entry in entries:
            lock.add(entry)
        return lock

    def add(self, entry: Entry) -> None:
        """Add an entry, or replace the one of the same key."""
        if entry.key in self.entries:
            self.remove(entry.key)
        self.entries[entry.key] = entry
        for identifier in entry.ids:
            self._by_id.setdefault(identifier, entry.key)
        for alias in entry.aliases:
            self._by_alias.setdefault(alias, entry.key)

    def remove(self, key: str) -> None:
        """Take the entry of this key out; raise KeyError where there is none."""
        entry = self.entries.pop(key)
        for identifier in entry.ids:
            if self._by_id.get(identifier) == key:
                del self._by_id[identifier]
        for alias in entry.aliases:
            if self._by_alias.get(alias) == key:
                del self._by_alias[alias]

    def find(self, identifier: Identifier) -> Entry | None:
        """The entry that holds this identifier, if any."""
        key = self._by_id.get(identifier)
        return self.entries[key] if key is not None else None

    def find_key(self, key: str) -> Entry | None:
        """The entry of this citation key or alias, if any."""
        found = self.entries.get(key)
        if found is None and key in self._by_alias:
            found = self.entries[self._by_alias[key]]
        return found

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)
