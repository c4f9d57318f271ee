"""The evidence for an entry out of the answers, packs and lists at hand: judged again, and nobody is asked.

The functions that decide are the ones that are asked here (``judge``, ``publications``, ``proof``): there is no second
copy of the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bertbib.account import ANOTHER_WORK, LIST, ONLY_YOURS, YOUR_BIB, Candidate, Evidence, Verdict
from bertbib.aggregators import where_published
from bertbib.findings import acceptable, decision
from bertbib.inquiry import Absent, Refused
from bertbib.judge import Judge, Ruling, preprint_first
from bertbib.likeness import Likeness, likeness
from bertbib.model import Entry, Identifier, Item, Lock, Record, Reference, SourceError
from bertbib.model.entry import STATED
from bertbib.proof import agree
from bertbib.publications import REQUIRED_WITNESSES, Publications, arxiv_ids, stated_preprint
from bertbib.sources._preprints import is_preprint_doi
from bertbib.standing import as_record, is_date
from bertbib.text.links import implied
from bertbib.text.titles import plain
from bertbib.venues.notes import note_verdict, parse_note, same_venue, series_of

if TYPE_CHECKING:
    from bertbib.overrides import Overrides


@dataclass(slots=True)
class Retrial:
    """One entry, judged again: ``base`` is the preprint (or what stands for it) that records are compared with."""

    entry: Entry
    reference: Reference
    publications: Publications
    judge: Judge
    base: Record | None = None
    rulings: dict[Identifier, Ruling] = field(default_factory=dict)

    def rows(self) -> list[Evidence]:
        """What each source says whose answer is at hand, each pack, and the list."""
        inquiry = self.publications.inquiry
        heard = [
            row
            for one, said in inquiry.verdicts.items()
            for source, verdict in said.items()
            for row in self._row(source, one, verdict)
        ]
        told = [
            row
            for one, said in inquiry.testimony.items()
            for source, verdict in said.items()
            for row in self._told(source, one, verdict)
        ]
        packed = [self._of_record(ruling.record) for ruling in self.rulings.values() if self._pack(ruling.record)]
        return [*heard, *packed, *told, *self._listed()]

    def candidates(self) -> list[Candidate]:
        """The records that may be the publication of a work that is not known to be published."""
        if self.entry.status not in ("preprint", "unknown") or self.entry.source == STATED:
            return []
        found = {one.record: one for one in (*self._refused_records(), *self._unproven_names(), *self._related())}
        return list(found.values())

    def why(self) -> list[str]:
        """In words, what keeps a preprint from being called unpublished, as far as the answers at hand tell."""
        if self.base is None or self.entry.status not in ("preprint", "unknown"):
            return []
        known = replace(self.base, ids=tuple(dict.fromkeys((*self.base.ids, *self.entry.ids))))
        questions = self.publications.open_questions(known, self.reference.note)
        return list(dict.fromkeys(one.text for one in questions if not one.unheard))

    def scores(self, item: Item, *, named: bool = True) -> Likeness | None:
        """How far an item agrees with the preprint."""
        base = self.base
        if base is None or base.item is item:
            return None
        other = Record(id=base.id, source="", item=item, status="published")
        return likeness(*preprint_first(base, other), named=named)

    def _row(self, source: str, one: Identifier, verdict: object) -> Iterator[Evidence]:
        if isinstance(verdict, Record):
            yield self._of_record(verdict)
        elif isinstance(verdict, Absent | Refused):
            yield _unknown(source, one, verdict)
        elif isinstance(verdict, SourceError) and verdict.failure != "offline":
            yield Evidence(source=source, record=str(one), verdict="unasked", because=verdict.message)

    def _of_record(self, record: Record) -> Evidence:
        verdict, because = self._verdict(record)
        pack = self._pack(record)
        named = record.status != "preprint" or bool(self.rulings.get(record.id))
        return _evidence(
            record,
            source=f"pack {pack[0]}" if pack else record.source,
            verdict=verdict,
            because=because,
            scores=None if record is self.base else self.scores(record.item, named=named),
        )

    def _verdict(self, record: Record) -> tuple[Verdict, str]:
        entry, ruling = self.entry, self.rulings.get(record.id)
        by = entry.proof.by if entry.proof else ()
        if ruling is not None and not ruling.admitted:
            return "refused", ruling.because if record.id not in entry.related else f"{ANOTHER_WORK}: {ruling.because}"
        if str(record.id) in by and entry.proof is not None:
            return "proves", _accepted(entry) or (ruling.because if ruling else "the lock names it as the proof")
        if record.id.scheme == "arxiv":
            return "supports", "the preprint" + ("" if record.status == "preprint" else f", {record.status}")
        if record.status != "published":
            return ("supports" if record.status == "other" else "refused"), _no_publication(record)
        if ruling is None:
            return "refused", "nothing connects it with the preprint"
        if entry.status == "published":
            return "supports", f"{ruling.because}; the same publication"
        return "proves", f"{ruling.because}; the lock does not have it yet: run `bertbib update {entry.key}`"

    def _told(self, source: str, one: Identifier, verdict: object) -> Iterator[Evidence]:
        if not isinstance(verdict, Record):
            yield from (replace(row, record=f"{source}:{one.value}") for row in self._row(source, one, verdict))
            return
        word, because = self._on_testimony(one, verdict)
        names = tuple(str(name) for name in verdict.ids if name.scheme != "arxiv")
        row = _evidence(verdict, source=source, verdict=word, because=because, scores=self.scores(verdict.item))
        yield replace(row, record=f"{source}:{one.value}", names=names)

    def _on_testimony(self, one: Identifier, said: Record) -> tuple[Verdict, str]:
        """What an aggregator's word does for the entry."""
        entry, proof = self.entry, self.entry.proof
        if proof is not None and f"{said.source}:{one.value}" in proof.by:
            return "proves", "both aggregators agree with the preprint, and with each other on venue and year"
        if said not in self.publications.inquiry.testimonies(one):
            return "silent", _passed_over(said)
        where = where_published(said)
        if entry.status == "published":
            return self._beside_the_proof(said, where)
        overrides = self.judge.overrides
        if overrides is not None and overrides.refuses(entry, said.ids):
            return "refused", f"it names {where}; refused in overrides.bib"
        if said.status != "published":
            return "refused", f"it names {where} and no venue; only the record behind it could prove anything"
        against = self.publications.weighed(one, self.base, self.reference.note).against if self.base else ""
        return "refused", f"it names {where}; {against or 'only the record behind it could prove that'}"

    def _beside_the_proof(self, said: Record, where: str) -> tuple[Verdict, str]:
        entry = self.entry
        compared = self.base.item if self.base else entry.item
        if against := agree(compared, said.item, named=True).against:
            return "contradicts", f"it speaks of another work: {'; '.join(against)}"
        led_to = [str(name) for name in said.ids if name.scheme != "arxiv" and name in entry.ids]
        if led_to:
            return "supports", f"it names {', '.join(led_to)}"
        if same_venue(said.item, entry.item) and _year(said.item) == _year(entry.item):
            return "supports", "it names the same venue and year"
        if series_of(said.item) and series_of(entry.item) and not same_venue(said.item, entry.item):
            return "contradicts", f"it names {where}"
        return "answered", f"it names {where}"

    def _listed(self) -> Iterator[Evidence]:
        """What the list says: its title and its note, and what its .bib states."""
        reference, entry = self.reference, self.entry
        if not reference.where.line:
            return
        note, stated = reference.note or "", reference.stated
        said = note_verdict(note, entry.item) if entry.proof else "silent"
        verdict: Verdict = "supports" if said == "agrees" else "contradicts" if said == "contradicts" else "silent"
        because = f'it notes "{note}"' if note else "it has no venue note"
        if note and entry.proof is None and parse_note(note).acronyms:
            verdict, because = "contradicts", f'it notes "{note}", and no record proves that'
        if stated is not None and not note:
            because = "it states the work"
        if entry.source == STATED:
            verdict, because = "supports", ONLY_YOURS
        yield Evidence(
            source=YOUR_BIB if stated else LIST,
            record=str(reference.where),
            verdict=verdict,
            because=because,
            title=plain(reference.title),
            venue=plain(stated.container_title) if stated else "",
            year=stated.issued.year if stated and stated.issued else reference.year,
            authors=len(stated.author) if stated else 0,
        )

    def _refused_records(self) -> Iterator[Candidate]:
        refuses = self.judge.overrides.refuses if self.judge.overrides else (lambda _entry, _ids: False)
        for ruling in self.rulings.values():
            record = ruling.record
            refused = refuses(self.entry, (record.id, *record.ids))
            if record.status == "published" and not ruling.admitted and not refused:
                yield self._candidate(acceptable((record.id, *record.ids)), record, ruling.because)

    def _unproven_names(self) -> Iterator[Candidate]:
        """The identifiers that aggregators name and whose authorities gave no valid answer."""
        inquiry, entry = self.publications.inquiry, self.entry
        refuses = self.judge.overrides.refuses if self.judge.overrides else (lambda _entry, _ids: False)
        for said in (said for one in arxiv_ids(as_record(entry)) for said in inquiry.testimonies(one)):
            for name in said.ids:
                heard = inquiry.verdicts_on(name).values()
                denied = bool(heard) and all(isinstance(verdict, Absent | Refused) for verdict in heard)
                follows = any(implied_by in said.ids for implied_by in implied(name))
                if name.scheme == "arxiv" or name in entry.ids or inquiry.record(name) or denied or follows:
                    continue
                if not refuses(entry, (name, *said.ids)):
                    because = f"{said.source} names it, and no valid answer of its authority is at hand"
                    yield self._candidate(acceptable((name,)), said, because)

    def _related(self) -> Iterator[Candidate]:
        for one in self.entry.related:
            if one.scheme != "arxiv" and one not in self.rulings and self.publications.inquiry.record(one) is None:
                yield candidate(self.entry, one)

    def _candidate(self, name: Identifier | None, record: Record, because: str) -> Candidate:
        item, key = record.item, self.entry.key
        return Candidate(
            record=str(name or record.id),
            source=record.source,
            because=because,
            accept=decision(key, "is", str(name)) if name else "",
            refuse=decision(key, "not", str(name)) if name else "",
            title=plain(item.title),
            venue=_venue(item),
            year=_year(item),
            scores=self.scores(item),
        )

    def _pack(self, record: Record) -> tuple[str, str] | None:
        return None if record.digest else self.publications.origins.get(record.id)


def retry(
    entry: Entry, reference: Reference, publications: Publications, lock: Lock, overrides: Overrides | None
) -> Retrial:
    """Judge an entry again with what is at hand; ``reference`` is the list's, or one made of the entry."""
    inquiry = publications.inquiry
    accepted = overrides.accepts(entry) if overrides is not None else ()
    ids = tuple(dict.fromkeys((*reference.ids, *entry.ids, *entry.related, *accepted)))
    if inquiry.connect is not None:
        inquiry.ask(ids)
        inquiry.hear(one for one in entry.ids if one.scheme == "arxiv")
    judge = Judge(publications, lock, [], overrides)
    trial = Retrial(entry, reference, publications, judge)
    whole = replace(reference, ids=ids)
    agreeing = judge.agreeing_records(whole) or _without_answers(entry, reference)
    if agreeing:
        judge.with_publication(agreeing, whole, None)
    trial.rulings = {ruling.record.id: ruling for ruling in judge.rulings}
    preprints = [record for record in agreeing if record.status in ("preprint", "withdrawn")]
    trial.base = next((one for one in preprints if one.id.scheme == "arxiv"), preprints[0] if preprints else None)
    return trial


def candidate(entry: Entry, one: Identifier) -> Candidate:
    """What the lock alone knows of a refused record: that the list links it."""
    accept, refuse = (decision(entry.key, word, str(one)) if acceptable((one,)) else "" for word in ("is", "not"))
    return Candidate(record=str(one), source=LIST, because=ANOTHER_WORK, accept=accept, refuse=refuse)


def why_by_lock(entry: Entry) -> list[str]:
    """In words, what the lock alone says about its status: the proof, or who was asked and who could not be."""
    if entry.status == "published" and entry.proof is not None:
        return [f"proven by {', '.join(entry.proof.by)} ({entry.proof.level})"]
    if entry.status not in ("preprint", "unknown"):
        return []
    if entry.source == STATED:
        return [ONLY_YOURS]
    asked = dict(entry.asked)
    if entry.status == "preprint":
        heard = ", ".join(source for source in asked if is_date(asked[source]))
        return [f"{heard} gave valid answers, and none named a publication"]
    failed = [f"{source} could not be asked ({value})" for source, value in asked.items() if not is_date(value)]
    on_arxiv = any(one.scheme == "arxiv" for one in entry.ids)
    never = [f"{source} has not been asked" for source in REQUIRED_WITNESSES if source not in asked and on_arxiv]
    off_arxiv = [] if on_arxiv else ["no arXiv identifier is known by which the aggregators could be asked"]
    return failed + never + off_arxiv


def _without_answers(entry: Entry, reference: Reference) -> list[Record]:
    if entry.source != STATED:
        return [as_record(entry)] if entry.status in ("preprint", "unknown") else []
    stated = stated_preprint(reference)
    return [stated] if stated is not None else []


def _evidence(record: Record, *, source: str, verdict: Verdict, because: str, scores: Likeness | None) -> Evidence:
    item = record.item
    return Evidence(
        source=source,
        record=str(record.id),
        asked=record.fetched,
        verdict=verdict,
        because=because,
        title=plain(item.title),
        venue=_venue(item),
        year=_year(item),
        authors=len(item.author),
        scores=scores,
    )


def _unknown(source: str, one: Identifier, verdict: Absent | Refused) -> Evidence:
    if isinstance(verdict, Refused):
        return Evidence(source=source, record=str(one), verdict="silent", because=f"it refuses {one}: {verdict.text}")
    because = f"it does not know {one}"
    return Evidence(source=source, record=str(one), asked=verdict.date, verdict="silent", because=because)


def _no_publication(record: Record) -> str:
    """Why a record that is not published proves nothing."""
    hints = dict(record.hints)
    if record.source == "openreview":
        words = hints.get("venue") or hints.get("venueid") or "no venue"
        state = "withdrawn" if record.status == "withdrawn" else "not accepted"
        return f'a submission that was {state} is no publication (its venue is "{words}")'
    if is_preprint_doi(record.id):
        return "the DOI is a preprint server's"
    if record.id.scheme == "dblp" and record.id.value.startswith("journals/corr/"):
        return "CoRR is arXiv's stream in DBLP, no publication"
    return "a record of another kind" if record.status == "other" else f"it is a record of a {record.status} text"


def _passed_over(said: Record) -> str:
    """Why an aggregator's word names no publication."""
    hints = dict(said.hints)
    servers = [words for name in ("preprint_server", "preprint_ids") if (words := hints.get(name))]
    return "it knows of no publication" + (f", only of {', '.join(servers)}: a preprint's" if servers else "")


def _accepted(entry: Entry) -> str:
    return "accepted in overrides.bib" if dict(entry.origins).get("source") else ""


def _venue(item: Item) -> str:
    return plain(item.container_title) or item.event_title


def _year(item: Item) -> int | None:
    return item.issued.year if item.issued else None
