"""Drafts of one work become one: which of them may go, and what is told of those that may not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bertbib.duplicates import Group, Work, groups_of, work_of_entry
from bertbib.duplicates.merging import Disagreement, Merger, Record, are_linked, best, contradiction, merged
from bertbib.text.bibtex import BibEntry
from bertbib.tidying.drafts import Draft
from bertbib.tidying.edits import Edit

_NAMING = ("crossref", "xref", "xdata", "related", "entryset")
"""Fields that name other entries (the biblatex manual, 2.2.3)."""

_NO_WORKS = frozenset({"set", "xdata"})
"""Entry types that are no works but parts of others or groups of them."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Entries that became one: its key and line, those of the others, why, and the decision's parts."""

    key: str
    line: int
    retired: tuple[str, ...]
    lines: tuple[int, ...]
    because: tuple[str, ...]
    taken: Mapping[str, str]
    disagreements: tuple[Disagreement, ...]
    left_out: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Kinship:
    """Entries that were not merged: of one work (``same``), or of related ones, with the keys of each work."""

    relation: Literal["same", "related"]
    works: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    because: tuple[str, ...]


class Uniting:
    """Rounds of mergers; ``merges`` are those made, ``kin`` what the last round left."""

    def __init__(
        self,
        drafts: Sequence[Draft],
        dialect: Literal["bibtex", "biblatex"],
        is_writable: Callable[[Draft], bool],
    ) -> None:
        self.merges: list[Merge] = []
        self.kin: tuple[Kinship, ...] = ()
        self._drafts = drafts
        self._dialect: Literal["bibtex", "biblatex"] = dialect
        self._is_writable = is_writable
        self._living: Counter[str] = Counter()
        self._named: frozenset[str] = frozenset()

    def round(self, *, merge: bool) -> list[Draft]:
        """Find groups among the drafts that are left and merge them; return the drafts that others went into."""
        live = [draft for draft in self._drafts if not draft.gone]
        groups = groups_of(self._works(live))
        self._living = Counter(draft.key for draft in live)
        self._named = frozenset(_named(live))  # who went names nobody any more
        won: list[Draft] = []
        kin: list[Kinship] = []
        together = {at for group in groups if group.relation == "same" for at in group.members}
        for members, because in (*_same(groups, live), *_copies(live, together)):
            winners, apart = self._united(members, because) if merge else ([], ("not merged: --no-merge",))
            won += winners
            left = [draft for draft in members if not draft.gone]
            if len(left) > 1:
                kin.append(_kinship("same", [left], (*because, *apart)))
        for group in groups:
            if group.relation == "related":
                works = [[live[at] for at in work if not live[at].gone] for work in group.works]
                kin.append(_kinship("related", [work for work in works if work], group.because))
        self.kin = tuple(sorted(kin, key=lambda one: one.lines))
        return won

    def _works(self, live: Sequence[Draft]) -> list[Work]:
        """The works that drafts state; of one that names a volume, as the volume is by now."""
        inheriting = [draft for draft in live if "crossref" in draft.fields]
        volumes = {draft.key.casefold(): draft.as_entry() for draft in reversed(live)} if inheriting else {}
        for draft in inheriting:
            draft.work = work_of_entry(draft.as_entry(), volumes)
        for draft in live:
            if draft.work is None:
                draft.work = work_of_entry(draft.as_entry())
        return [draft.work for draft in live if draft.work is not None]

    def _united(self, members: Sequence[Draft], because: tuple[str, ...]) -> tuple[list[Draft], tuple[str, ...]]:
        """The drafts into which others went, and why some did not."""
        sure = [draft for draft in members if draft.editable and draft.type not in _NO_WORKS]
        reasons = [f"kept: it is not certain where {draft.key} ends" for draft in members if not draft.editable]
        won = []
        for records, against in _clusters([_record(draft) for draft in sure]):
            reasons += against
            draft, kept = self._one_of(records, because)
            reasons += kept
            won += [draft] if draft is not None else []
        return won, tuple(dict.fromkeys(reasons))

    def _one_of(self, records: Sequence[Record], because: tuple[str, ...]) -> tuple[Draft | None, list[str]]:
        """The first of some records with what the others lend it; none where all have to stay."""
        winner, *others = records
        going = []
        kept = []
        for record in sorted(others, key=lambda one: one.at):
            if record.entry.key.casefold() in self._named and record.entry.key != winner.entry.key:
                kept.append(f"kept: other entries name {record.entry.key}")
            else:
                going.append(record)
        if not going:
            return None, kept
        decision = merged(winner, going, self._dialect)
        draft = self._drafts[winner.at]
        if not self._take(draft, decision):
            return None, [*kept, f"kept: {draft.key} cannot take their fields"]
        self._note(draft, decision, [record.entry for record in going], because)
        for record in going:
            self._drafts[record.at].gone = True
            self._living[record.entry.key] -= 1
        return draft, kept

    def _take(self, draft: Draft, decision: Merger) -> bool:
        """Give the winner its new fields; False, and nothing is changed, where its bytes do not allow it."""
        own = Counter(self._drafts[at].key for at in (draft.at, *decision.retired))
        edits = [
            Edit(name, draft.fields.get(name), self._without_living(value, own) if name == "ids" else value)
            for name, value in decision.fields.items()
        ]
        edits = [edit for edit in edits if edit.new and edit.new != edit.old]
        if not all(draft.admits(edit) or (edit.old is not None and not edit.old.strip()) for edit in edits):
            return False
        if draft.is_changed and not self._is_writable(draft):  # what was changed before may be what is wrong
            return False
        for edit in edits:
            draft.apply("merge", edit)
        return self._is_writable(draft)

    def _without_living(self, aliases: str, own: Counter[str]) -> str:
        """Old keys but for those that another entry has."""
        return ", ".join(alias for alias in aliases.split(", ") if self._living[alias] <= own[alias])

    def _note(self, draft: Draft, decision: Merger, entries: Sequence[BibEntry], because: tuple[str, ...]) -> None:
        self.merges.append(
            Merge(
                draft.key,
                draft.entry.line,
                tuple(entry.key for entry in entries),
                tuple(entry.line for entry in entries),
                because,
                decision.taken,
                decision.disagreements,
                decision.left_out,
            )
        )


def _clusters(records: list[Record]) -> Iterator[tuple[list[Record], list[str]]]:
    """Records that may become one, the one that stays first, and what speaks against the others."""
    while records:
        winner = best(records)
        cluster, reasons = [winner], []
        left = [record for record in records if record is not winner]
        grown = True
        while grown:  # one may be linked to another that joins later
            grown = False
            for record in list(left):
                if any(are_linked(one, record) for one in cluster) and not _against(cluster, record):
                    cluster.append(record)
                    left.remove(record)
                    grown = True
        for record in left:
            why = _against(cluster, record)
            reasons.append(f"kept: {record.entry.key} {f'is of {why}' if why else 'has another title'}")
        yield cluster, reasons
        records = left


def _against(cluster: Sequence[Record], record: Record) -> str:
    return next(filter(None, (contradiction(one, record) for one in cluster)), "")


def _record(draft: Draft) -> Record:
    entry = draft.as_entry()
    return Record(draft.at, entry, draft.work or work_of_entry(entry))


def _named(drafts: Sequence[Draft]) -> Iterator[str]:
    """The keys that entries name, in lower case."""
    for draft in drafts:
        for name in _NAMING:
            value = draft.fields.get(name)
            if value is not None:
                yield from (key.strip().casefold() for key in value.split(","))


def _same(groups: Iterable[Group], live: Sequence[Draft]) -> Iterator[tuple[list[Draft], tuple[str, ...]]]:
    for group in groups:
        if group.relation == "same":
            yield [live[at] for at in group.members], group.because


def _copies(live: Sequence[Draft], together: set[int]) -> Iterator[tuple[list[Draft], tuple[str, ...]]]:
    """Entries of one key that say the same, though they say too little to be compared."""
    by_key: defaultdict[str, list[Draft]] = defaultdict(list)
    for at, draft in enumerate(live):
        if at not in together:
            by_key[draft.key].append(draft)
    for drafts in by_key.values():
        if len(drafts) > 1:
            for one in _each_copied(drafts):
                yield one, ("the same record again",)


def _each_copied(drafts: Sequence[Draft]) -> list[list[Draft]]:
    found: defaultdict[tuple[object, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        found[
            draft.type, tuple(sorted((name, " ".join(value.split())) for name, value in draft.fields.items()))
        ].append(draft)
    return [copies for copies in found.values() if len(copies) > 1]


def _kinship(
    relation: Literal["same", "related"], works: Sequence[Sequence[Draft]], because: tuple[str, ...]
) -> Kinship:
    lines = sorted(draft.entry.line for work in works for draft in work)
    return Kinship(relation, tuple(tuple(draft.key for draft in work) for work in works), tuple(lines), because)
