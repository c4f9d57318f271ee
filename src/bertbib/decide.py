"""One reference after the other: which entry it gets, what is merged into it, and which citation key it bears."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from bertbib.evidence import KeyEvidence
from bertbib.findings import note_contradiction, title_mismatch, why_unresolved
from bertbib.inquiry import Absent, Inquiry
from bertbib.keys import new_key
from bertbib.merge import merge, status_of
from bertbib.model import (
    Entry,
    Identifier,
    Item,
    Link,
    Lock,
    Problem,
    Proof,
    Record,
    Reference,
    SourceError,
    Status,
    Theme,
)
from bertbib.model.entry import STATED
from bertbib.model.record import RecordStatus
from bertbib.proof import agree, titles_agree
from bertbib.text.links import implied
from bertbib.text.titles import plain
from bertbib.venues.notes import note_verdict

Fate = Literal["resolved", "unresolved", "not-a-paper", "duplicate"]


class Placement(NamedTuple):
    """What became of one reference: its fate, its entry's citation key and, if unresolved, why."""

    theme: Theme
    reference: Reference
    fate: Fate
    key: str | None = None
    reason: str = ""


@dataclass(slots=True)
class Resolution:
    """The new lock and the fate of every reference, in the order of the lists; ``gaps`` counts references the lock
    lacked.
    """

    lock: Lock
    placements: list[Placement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    gaps: list[Reference] = field(default_factory=list)


@dataclass(slots=True)
class Decider:
    """Decides references one after the other, into a growing lock."""

    inquiry: Inquiry
    evidence: KeyEvidence
    pattern: str
    resolution: Resolution
    taken: set[str] = field(default_factory=set)

    def place(self, theme: Theme, reference: Reference) -> Placement:
        """Decide one reference's fate, adding or completing its entry."""
        if reference.outcome == "not-a-paper":
            return Placement(theme, reference, "not-a-paper")
        entry = self._entry_for(reference)
        if entry is None:
            if reference.outcome == "duplicate":
                return Placement(theme, reference, "duplicate")
            return Placement(theme, reference, "unresolved", None, why_unresolved(reference, self.inquiry))
        entry = self._renamed(self._with_links(entry, reference), reference)
        self.resolution.lock.add(entry)
        for problem in (title_mismatch(entry, reference), note_contradiction(entry, reference)):
            if problem is not None:
                self._problem(problem)
        fate: Fate = "duplicate" if reference.outcome == "duplicate" else "resolved"
        return Placement(theme, reference, fate, entry.key)

    def _entry_for(self, reference: Reference) -> Entry | None:
        known = self._known(reference)
        if known is not None and known.source != STATED:
            return self._completed(known, reference)
        records = self._agreeing_records(reference)
        if not records:
            return self._stated(known, reference)
        return self._new_entry(records, reference, known)

    def _known(self, reference: Reference) -> Entry | None:
        """The entry that already holds one of the reference's identifiers; two different ones are reported."""
        lock = self.resolution.lock
        every = [one for identifier in reference.ids for one in (identifier, *implied(identifier))]
        found = {entry.key: entry for entry in map(lock.find, every) if entry is not None}
        if not found and not reference.ids and reference.key:
            stated = lock.find_key(reference.key)
            return stated if stated is not None and stated.source == STATED else None
        entries = list(found.values())
        for other in entries[1:]:
            unrelated = all(one not in entries[0].related for one in other.ids)
            if unrelated:
                self._report_two_works(reference, str(entries[0].ids[0]), str(other.ids[0]))
        return entries[0] if entries else None

    def _report_two_works(self, reference: Reference, one: str, other: str, against: Iterable[str] = ()) -> None:
        detail = "; ".join(against)
        message = f'"{reference.title}" links two different works, {one} and {other}' + (
            f": {detail}" if detail else ""
        )
        hint = "the first one is used; remove the link that is wrong"
        self._problem(Problem("two-works", "warning", message, reference.where, hint, (other,)))

    def _problem(self, problem: Problem) -> None:
        if problem not in self.resolution.problems:
            self.resolution.problems.append(problem)

    def _agreeing_records(self, reference: Reference) -> list[Record]:
        """The records of the reference's work: the first link that bears the list's title, and all that agree with it.

        Records of other works are reported.
        """
        linked = [record for one in reference.ids if (record := self.inquiry.record(one))]
        if not linked:
            return []
        agreeing = [next((one for one in linked if titles_agree(reference.title, one.item.title)), linked[0])]
        for record in linked:
            self._admit(agreeing, record, reference)
        for record in tuple(agreeing):
            for named in record.ids:
                further = self.inquiry.record(named)
                if further is not None and named.scheme != record.id.scheme:
                    self._admit(agreeing, further, reference)
        return agreeing

    def _admit(self, agreeing: list[Record], record: Record, reference: Reference) -> None:
        if record.id in (one.id for one in agreeing):
            return
        verdict = agree(*_preprint_first(agreeing[0], record))
        if verdict:
            agreeing.append(record)
        else:
            self._report_two_works(reference, str(agreeing[0].id), str(record.id), verdict.against)

    def _new_entry(self, records: list[Record], reference: Reference, known: Entry | None) -> Entry:
        merged = merge(records, self.inquiry.trust)
        ids = self._all_ids(merged.chosen, records, reference)
        same = next((found for one in ids if (found := self.resolution.lock.find(one))), None)
        if same is not None and same.source != STATED:
            return self._completed(same, reference, records)
        replaced = same or known
        own_key = replaced.key if replaced else self._new_key(ids, merged.item, reference)
        return Entry(
            key=own_key,
            item=merged.item,
            ids=ids,
            status=status_of(merged.chosen),
            source=str(merged.chosen.id),
            origins=merged.origins,
            proof=_proof(merged.chosen, reference, merged.item),
            asked=self._asked(reference.ids, records),
            aliases=replaced.aliases if replaced else (),
            related=self._related(reference, records),
            links=replaced.links if replaced else (),
        )

    def _all_ids(self, chosen: Record, records: Sequence[Record], reference: Reference) -> tuple[Identifier, ...]:
        """The reference's own identifiers that were admitted, those of the winning record, then those of the others.

        What a preprint's record names is a claim of its authors: it counts only once the record behind it was
        admitted, or where no source could ever tell.
        """
        admitted = {record.id for record in records}
        named = [record.id for record in (chosen, *records)]
        for record in (chosen, *records):
            for one in record.ids:
                further = self.inquiry.record(one)
                proven = record.status in ("published", "other") or one.scheme == record.id.scheme
                if proven or (further.id in admitted if further else not self.inquiry.askable(one)):
                    named.append(one)
        own = [one for one in reference.ids if (found := self.inquiry.record(one)) and found.id in admitted]
        return _unique(expanded for one in (*own, *named) for expanded in (one, *implied(one)))

    def _new_key(self, ids: Sequence[Identifier], item: Item, reference: Reference) -> str:
        used = [*self.evidence.keys_for(ids, item), *([reference.key] if reference.key else [])]
        for key in used:
            if key.casefold() not in self.taken:
                self.taken.add(key.casefold())
                return key
        key = new_key(item, self.taken | self.evidence.reserved(), self.pattern)
        self.taken.add(key.casefold())
        return key

    def _related(self, reference: Reference, records: Sequence[Record]) -> tuple[Identifier, ...]:
        """Identifiers of the reference whose records speak of another work."""
        admitted = {record.id for record in records}
        found = ((one, self.inquiry.record(one)) for one in reference.ids)
        return tuple(one for one, record in found if record is not None and record.id not in admitted)

    def _completed(self, entry: Entry, reference: Reference, records: Sequence[Record] = ()) -> Entry:
        """An entry of the lock, with what this reference's further identifiers add to it."""
        known = {*entry.ids, *entry.related}
        own = _as_record(entry)
        agreeing = [own]
        for record in (*records, *self._agreeing_records(reference)):
            self._admit(agreeing, record, reference)
        related = tuple(one for one in self._related(reference, agreeing) if one not in known)
        entry = replace(entry, related=(*entry.related, *related)) if related else entry
        if len(agreeing) == 1:
            return entry
        merged = merge(agreeing, self.inquiry.trust)
        changed = merged.chosen is not own
        return replace(
            entry,
            item=merged.item,
            ids=_unique((*entry.ids, *self._all_ids(merged.chosen, agreeing, reference))),
            status=status_of(merged.chosen) if changed else entry.status,
            source=str(merged.chosen.id),
            origins=tuple(sorted({**dict(entry.origins if not changed else ()), **dict(merged.origins)}.items())),
            proof=_proof(merged.chosen, reference, merged.item) if changed else entry.proof,
            asked=tuple(sorted({**dict(entry.asked), **dict(self._asked(reference.ids, agreeing[1:]))}.items())),
        )

    def _stated(self, known: Entry | None, reference: Reference) -> Entry | None:
        """An entry out of what the user's own .bib states, where no source vouches for the work (yet)."""
        if reference.stated is None or not reference.stated.title:
            return known
        if any(
            isinstance(verdict, SourceError)
            for one in reference.ids
            for verdict in self.inquiry.verdicts_on(one).values()
        ):
            self._report_unasked(reference)
        key = known.key if known else self._new_key(reference.ids, reference.stated, reference)
        status: Status = "other" if reference.stated.type in _NEVER_PUBLISHED else "unknown"
        return Entry(
            key=key,
            item=reference.stated,
            ids=_unique(one for identifier in reference.ids for one in (identifier, *implied(identifier))),
            status=status,
            source=STATED,
            asked=self._asked(reference.ids, ()),
            aliases=known.aliases if known else (),
            links=known.links if known else (),
        )

    def _report_unasked(self, reference: Reference) -> None:
        message = f'"{reference.title}" could not be asked for; it stands as your .bib states it'
        self._problem(Problem("not-asked", "warning", message, reference.where, "run again with a network"))

    def _asked(self, ids: Sequence[Identifier], records: Sequence[Record]) -> tuple[tuple[str, str], ...]:
        """Each source's date of its last valid answer on the work, or why there was none."""
        asked: dict[str, str] = {}
        for one in _unique([*ids, *(named for record in records for named in record.ids)]):
            for source, verdict in self.inquiry.verdicts_on(one).items():
                if isinstance(verdict, Record):
                    asked[source] = verdict.fetched
                elif isinstance(verdict, Absent):
                    asked.setdefault(source, verdict.date)
                elif isinstance(verdict, SourceError):
                    asked.setdefault(source, verdict.failure)
        return tuple(sorted((source, date) for source, date in asked.items() if date))

    def _with_links(self, entry: Entry, reference: Reference) -> Entry:
        """The entry with the reference's further links (code, blogs), each URL once."""
        have = {link.url for link in entry.links}
        links: list[Link] = []
        for link in reference.links:
            if link.url not in have:
                have.add(link.url)
                links.append(link)
        return replace(entry, links=(*entry.links, *links)) if links else entry

    def _renamed(self, entry: Entry, reference: Reference) -> Entry:
        """The entry under the key that the user's papers use for it; the old key stays as an alias."""
        used = self.evidence.keys_for(entry.ids, entry.item)
        if not used:
            return entry
        key, also = used[0], used[1:]
        aliases = _unique([*entry.aliases, *also])
        if key != entry.key:
            other = self.resolution.lock.entries.get(key)
            if other is not None or (key.casefold() in self.taken and key.casefold() != entry.key.casefold()):
                message = (
                    f'your papers cite "{plain(entry.item.title)}" as {key}, which is another entry\'s key in the lock'
                )
                self._problem(
                    Problem("key-clash", "error", message, reference.where, "rename one of the two in the paper")
                )
                return entry
            if entry.key in self.resolution.lock.entries:
                self.resolution.lock.remove(entry.key)
                aliases = _unique([*aliases, entry.key])
            self.taken.add(key.casefold())
        return replace(entry, key=key, aliases=tuple(alias for alias in aliases if alias != key))


_NEVER_PUBLISHED = frozenset({"book", "software", "dataset", "webpage", "post", "post-weblog", "report", "thesis"})


_RECORD_STATUS: dict[Status, RecordStatus] = {
    "published": "published",
    "preprint": "preprint",
    "unknown": "preprint",
    "withdrawn": "withdrawn",
    "other": "other",
}


def _as_record(entry: Entry) -> Record:
    """The entry as the record that it was made of, to be compared with what is found now."""
    return Record(
        id=Identifier.parse(entry.source),
        source=entry.source.partition(":")[0],
        item=entry.item,
        status=_RECORD_STATUS[entry.status],
        ids=entry.ids,
    )


def _preprint_first(one: Record, other: Record) -> tuple[Item, Item]:
    return (other.item, one.item) if other.status == "preprint" != one.status else (one.item, other.item)


def _proof(chosen: Record, reference: Reference, item: Item) -> Proof | None:
    """The proof of a published record: by its own id where the list links it, else by title and authors."""
    if chosen.status != "published":
        return None
    linked = {one for identifier in reference.ids for one in (identifier, *implied(identifier))}
    level: Literal["id", "title+authors"] = "id" if chosen.id in linked else "title+authors"
    return Proof(level, (str(chosen.id),), note_verdict(reference.note, item))


def _unique(ids: Iterable[Identifier | str]) -> tuple:  # type: ignore[type-arg]  # one helper for both kinds
    return tuple(dict.fromkeys(ids))
