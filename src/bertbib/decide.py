"""One reference after the other: which entry it gets, what is merged into it, and which citation key it bears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from bertbib import amending, heard
from bertbib.findings import note_contradiction, title_mismatch, why_unresolved
from bertbib.heard import unique
from bertbib.inquiry import Inquiry
from bertbib.judge import Judge, preprint_first
from bertbib.merge import merge
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
from bertbib.naming import Namer
from bertbib.proof import agree, authors_agree, titles_agree
from bertbib.publications import Publications, stated_preprint
from bertbib.standing import as_record, is_date, is_open, is_undecided, proof_of, united
from bertbib.text.links import implied
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
    publications: Publications
    judge: Judge
    namer: Namer
    resolution: Resolution
    claimed: set[str] = field(default_factory=set)
    """Keys of the entries that references of this run have got."""

    def place(self, theme: Theme, reference: Reference) -> Placement:
        """Decide one reference's fate, adding or completing its entry."""
        if reference.outcome == "not-a-paper":
            return Placement(theme, reference, "not-a-paper")
        entry = self._entry_for(reference)
        if entry is None:
            if reference.outcome == "duplicate":
                return Placement(theme, reference, "duplicate")
            return Placement(theme, reference, "unresolved", None, why_unresolved(reference, self.inquiry))
        entry = amending.marked(amending.amended(entry, reference, self.judge, self._new_entry), self.judge)
        entry = self.namer.renamed(self._with_links(entry, reference), reference)
        if self.judge.overrides is not None:
            entry = self.judge.overrides.corrected(entry)
        self.resolution.lock.add(entry)
        self.claimed.add(entry.key)
        self.judge.show_candidates(entry.key)
        for problem in (title_mismatch(entry, reference), note_contradiction(entry, reference)):
            if problem is not None:
                self.judge.report(problem)
        fate: Fate = "duplicate" if reference.outcome == "duplicate" else "resolved"
        return Placement(theme, reference, fate, entry.key)

    def _entry_for(self, reference: Reference) -> Entry | None:
        reference = replace(reference, note=self.publications.noted(reference.ids, reference.note))
        known = self._known(reference)
        if self.judge.overrides is not None and known is not None:
            arxiv = (one for one in self.judge.overrides.accepts(known) if one.scheme == "arxiv")
            reference = replace(reference, ids=unique((*reference.ids, *arxiv)))
        if known is not None and amending.is_due(known, self.judge):
            return known
        undecided = known is not None and known.key not in self.claimed and is_undecided(known, self.inquiry.ranks)
        if known is not None and undecided and (anew := self._anew(known, reference)) is not None:
            return anew
        weak = undecided and known is not None and known.status == "published"
        if known is not None and known.source != STATED and not weak:
            return self._completed(known, reference)
        records = self.judge.with_publication(self.judge.agreeing_records(reference), reference, known)
        if not records and (stated := stated_preprint(reference)):
            found = self.judge.with_publication([stated], reference, known)
            records = [record for record in found if record is not stated]
        if records:
            return self._new_entry(records, reference, known)
        if weak:
            return known
        return self._by_list(reference, known) or self._stated(known, reference)

    def _anew(self, known: Entry, reference: Reference) -> Entry | None:
        """An entry decided as if the lock had never had it, under its key; None where that would lose what is known:
        somebody was heard then and is not now, or what was found or proven is not.
        """
        records = self.judge.with_publication(self.judge.agreeing_records(reference), reference, None)
        now = heard.answers(self.inquiry, reference.ids, records)
        deaf = any(is_date(said) and not is_date(now.get(name, said)) for name, said in known.asked)
        published = known.status == "published"
        kept = any(record.status == "published" if published else str(record.id) == known.source for record in records)
        if deaf or not kept:
            return None
        new = self._new_entry(records, reference, known)
        return replace(new, ids=unique((*new.ids, *self._unasked_ids(known)))) if new.key == known.key else new

    def _unasked_ids(self, known: Entry) -> Iterator[Identifier]:
        """Identifiers of an entry that nobody was asked about in this run, as they are other references'; those of its
        publication go with that.
        """
        own = {known.source, *(known.proof.by if known.proof else ()), f"doi:{known.item.DOI}", f"url:{known.item.URL}"}
        for one in known.ids:
            if not self.inquiry.verdicts_on(one) and str(one) not in own and self.inquiry.askable(one):
                yield one

    def _known(self, reference: Reference) -> Entry | None:
        """The entry that already holds one of the reference's identifiers, or that its .bib stated before."""
        lock = self.resolution.lock
        every = [one for identifier in reference.ids for one in (identifier, *implied(identifier))]
        found = {entry.key: entry for entry in map(lock.find, every) if entry is not None}
        if not found:
            return self._known_stated(reference)
        first, *others = found.values()
        for other in others:
            first = self._joined(first, other, reference)
        return first

    def _known_stated(self, reference: Reference) -> Entry | None:
        """The entry of what a .bib stated before: under its key, or the same title and people under another one."""
        stated = reference.stated
        if stated is None:
            return None
        by_key = self.resolution.lock.find_key(reference.key or "")
        if by_key is not None and by_key.source == STATED and self._states_it(by_key, stated, same_key=True):
            return by_key
        entries = (entry for entry in self.resolution.lock if entry.source == STATED)
        return next((entry for entry in entries if self._states_it(entry, stated)), None)

    def _states_it(self, entry: Entry, stated: Item, *, same_key: bool = False) -> bool:
        """Whether an entry is what a .bib states; under its own key also with a title that was corrected since."""
        people = authors_agree(entry.item.author, stated.author) or entry.item.author == stated.author
        if titles_agree(entry.item.title, stated.title):
            return people or not (entry.item.author and stated.author)
        free = entry.key not in self.claimed
        return same_key and free and people and entry.item.issued == stated.issued

    def _joined(self, entry: Entry, other: Entry, reference: Reference) -> Entry:
        """Two entries of one work as one, under the key of the published or older one; two works are reported."""
        if any(one in entry.related for one in other.ids):
            return entry
        if not agree(*preprint_first(as_record(entry), as_record(other)), named=True):
            self.judge.report_two_works(reference, str(entry.ids[0]), str(other.ids[0]))
            return entry
        kept, gone = (other, entry) if other.status == "published" != entry.status else (entry, other)
        lock = self.resolution.lock
        lock.remove(kept.key)
        lock.remove(gone.key)
        joined = united(kept, gone)
        lock.add(joined)
        return joined

    def _by_list(self, reference: Reference, known: Entry | None) -> Entry | None:
        """An entry out of packs and the list's own words, where nobody could be asked; it is proven again later."""
        found = self.publications.by_list(reference)
        if found is None:
            return None
        record = found.record
        ids = unique(expanded for one in (*reference.ids, record.id, *record.ids) for expanded in (one, *implied(one)))
        same = next((entry for one in ids if (entry := self.resolution.lock.find(one))), None)
        if same is not None and not titles_agree(same.item.title, record.item.title):
            same = None  # an identifier of another work, which keeps it
        if same is not None and same.source != STATED:
            return same
        replaced = same or known
        ids = self._own(ids, replaced, reference)
        return Entry(
            key=replaced.key if replaced else self.namer.name(ids, record.item, reference),
            item=record.item,
            ids=ids,
            status="published",
            source=str(record.id),
            proof=Proof(found.level, (str(record.id),), note_verdict(reference.note, record.item)),
            asked=heard.asked(self.inquiry, reference.ids, ()),
            aliases=replaced.aliases if replaced else (),
            links=replaced.links if replaced else (),
            pack=self.publications.origins.get(record.id),
        )

    def _status(self, chosen: Record, note: str | None, ids: Sequence[Identifier] = ()) -> Status:
        """``preprint`` only where everybody who could know of a publication was heard; see Publications.conclusive.

        ``ids`` are all that were found for the work, beside the chosen record's own.
        """
        if chosen.status != "preprint":
            return chosen.status
        found = replace(chosen, ids=unique((*chosen.ids, *ids)))
        return "preprint" if self.publications.conclusive(found, note) else "unknown"

    def _new_entry(self, records: list[Record], reference: Reference, known: Entry | None) -> Entry:
        merged = merge(records, self.inquiry.trust)
        ids = heard.all_ids(self.inquiry, merged.chosen, records, reference)
        holders = map(self.resolution.lock.find, ids)
        same = next((one for one in holders if one is not None and one is not known), None)
        if same and not agree(*preprint_first(as_record(same), merged.chosen), named=True):
            same = None  # an identifier of another work, which keeps it
        if same is not None and same.source != STATED:
            return self._completed(same, reference, records)
        replaced = known or same
        ids = self._own(ids, replaced, reference)
        own_key = replaced.key if replaced else self.namer.name(ids, merged.item, reference)
        origins = dict(merged.origins)
        return Entry(
            key=own_key,
            item=self._with_stated(merged.item, origins, reference),
            ids=ids,
            status=self._status(merged.chosen, reference.note, ids),
            source=str(merged.chosen.id),
            origins=tuple(sorted(origins.items())),
            proof=proof_of(merged.chosen, reference, merged.item),
            pack=self._pack(merged.chosen),
            asked=heard.asked(self.inquiry, reference.ids, records),
            aliases=replaced.aliases if replaced else (),
            related=heard.related(self.inquiry, reference, records),
            links=replaced.links if replaced else (),
        )

    def _own(self, ids: Sequence[Identifier], entry: Entry | None, reference: Reference) -> tuple[Identifier, ...]:
        """The identifiers that no other entry holds; those of another work stay with it."""
        lock = self.resolution.lock
        key = entry.key if entry else None
        return tuple(one for one in ids if (holder := lock.find(one)) is None or holder.key == key)

    def _with_stated(self, item: Item, origins: dict[str, str], reference: Reference) -> Item:
        """An item with the fields of the user's .bib that bertbib does not know, marked as stated."""
        stated = reference.stated.extra if reference.stated else ()
        have = {name for name, _value in item.extra}
        new = tuple((name, value) for name, value in stated if name not in have and name != "entrytype")
        origins.update((name, STATED) for name, _value in new)
        return replace(item, extra=(*item.extra, *new)) if new else item

    def _pack(self, chosen: Record) -> tuple[str, str] | None:
        """The pack that a record came from; one that a source answered has a digest."""
        return None if chosen.digest else self.publications.origins.get(chosen.id)

    def _completed(self, entry: Entry, reference: Reference, records: Sequence[Record] = ()) -> Entry:
        """An entry of the lock, with what this reference's further identifiers add to it."""
        known = {*entry.ids, *entry.related}
        own = self._as_heard(entry)
        agreeing = [own]
        for record in (*records, *self.judge.agreeing_records(reference)):
            self.judge.admit(agreeing, record, reference)
        if is_open(entry):
            agreeing = self.judge.with_publication(agreeing, reference, None)
        related = tuple(one for one in heard.related(self.inquiry, reference, agreeing) if one not in known)
        entry = replace(entry, related=(*entry.related, *related)) if related else entry
        asked = tuple(
            sorted(
                {
                    **dict(entry.asked),
                    **dict(heard.asked(self.inquiry, (*entry.ids, *reference.ids), agreeing[1:])),
                }.items()
            )
        )
        if len(agreeing) == 1:
            return self._asked_again(replace(entry, asked=asked), own, reference)
        holders = (self.resolution.lock.find(one) for one in heard.all_ids(self.inquiry, own, agreeing, reference))
        for holder in {one.key: one for one in holders if one is not None and one.key != entry.key}.values():
            entry = self._joined(entry, holder, reference)
        merged = merge(agreeing, self.inquiry.trust)
        if merged.chosen is own:
            status = self._status(own, reference.note) if is_open(entry) else entry.status
            proof, pack, origins = entry.proof, entry.pack, {**dict(entry.origins), **dict(merged.origins)}
        else:
            status = self._status(merged.chosen, reference.note, entry.ids)
            proof, pack = proof_of(merged.chosen, reference, merged.item), self._pack(merged.chosen)
            origins = dict(merged.origins)
        return replace(
            entry,
            item=merged.item,
            ids=self._own(
                unique((*entry.ids, *heard.all_ids(self.inquiry, merged.chosen, agreeing, reference))), entry, reference
            ),
            status=status,
            source=str(merged.chosen.id),
            origins=tuple(sorted(origins.items())),
            proof=proof,
            pack=pack,
            asked=asked,
        )

    def _as_heard(self, entry: Entry) -> Record:
        """An entry as the record that it was made of, with the words of its source that the lock does not keep."""
        own = as_record(entry)
        source = self.inquiry.record(own.id)
        return replace(own, hints=source.hints) if source is not None else own

    def _asked_again(self, entry: Entry, own: Record, reference: Reference) -> Entry:
        """An entry that was asked for again, and nothing new was found."""
        return (
            replace(entry, status=self._status(own, reference.note))
            if is_open(entry) or entry.status == "unknown"
            else entry
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
        key = known.key if known else self.namer.name(reference.ids, reference.stated, reference)
        status: Status = "other" if reference.stated.type in _NEVER_PUBLISHED else "unknown"
        wrong = tuple(one for one in reference.ids if self.inquiry.record(one) is not None)
        related = unique((*(known.related if known else ()), *wrong))
        claimed = (one for one in reference.ids if one not in related)
        ids = unique(expanded for one in claimed for expanded in (one, *implied(one)))
        return Entry(
            key=key,
            item=reference.stated,
            ids=self._own(ids, known, reference),
            status=status,
            source=STATED,
            asked=tuple(
                sorted(
                    {**dict(known.asked if known else ()), **dict(heard.asked(self.inquiry, reference.ids, ()))}.items()
                )
            ),
            aliases=known.aliases if known else (),
            related=related,
            links=known.links if known else (),
        )

    def _report_unasked(self, reference: Reference) -> None:
        message = f'"{reference.title}" could not be asked for; it stands as your .bib states it'
        self.judge.report(Problem("not-asked", "warning", message, reference.where, "run again with a network"))

    def _with_links(self, entry: Entry, reference: Reference) -> Entry:
        """The entry with the reference's further links (code, blogs), each URL once."""
        have = {link.url for link in entry.links}
        links: list[Link] = []
        for link in reference.links:
            if link.url not in have:
                have.add(link.url)
                links.append(link)
        return replace(entry, links=(*entry.links, *links)) if links else entry


_NEVER_PUBLISHED = frozenset({"book", "software", "dataset", "webpage", "post", "post-weblog", "report", "thesis"})
