"""Where was this preprint published? What packs hold, what witnesses lead to, and which of it may be believed.

Whatever is found here is a candidate: it counts only once it agrees with the preprint (``proof.agree``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bertbib import claims
from bertbib.aggregators import Weighed, weigh, where_published
from bertbib.inquiry import Absent, Inquiry, Verdict
from bertbib.model import Identifier, Item, Record, Reference, SourceError, Wanted
from bertbib.model.entry import STATED, ProofLevel
from bertbib.proof import Agreement, agree, fits_note, fits_title, titles_agree
from bertbib.sources._preprints import is_preprint_doi, is_preprint_server, names_venue
from bertbib.text.titles import fold, plain
from bertbib.venues.notes import confirms, note_verdict, parse_note, same_venue, side_events

if TYPE_CHECKING:
    from bertbib.packs.store import Pack

REQUIRED_WITNESSES = ("semanticscholar", "openalex")
"""Both aggregators must have answered before a preprint is called unpublished, and both must agree where no authority
can be had.
"""


class Found(NamedTuple):
    """A publication by the list's words alone: the record, and how weakly it is proven."""

    record: Record
    level: ProofLevel


class Question(NamedTuple):
    """What keeps a work from being called an unpublished preprint, in words; ``about`` is a source or "list"."""

    about: str
    text: str
    unheard: bool = False
    """Whether it is only that no valid answer was had."""


@dataclass
class Publications:
    """Looks for the publications of preprints, in packs first, then with what the inquiry has heard."""

    inquiry: Inquiry
    load_packs: Callable[[], Sequence[Pack]] = tuple
    origins: dict[Identifier, tuple[str, str]] = field(default_factory=dict)
    """By a pack record's id, the pack's name and date."""
    notes: dict[Identifier, str] = field(default_factory=dict)
    """The note of each identifier's work that names a venue, from whichever of its references has one."""
    sought: dict[Identifier, Wanted] = field(default_factory=dict)
    """What was searched for by title, and where it is said to have appeared."""

    @cached_property
    def packs(self) -> Sequence[Pack]:
        """The offline packs; opened when a preprint has to be looked up."""
        return self.load_packs()

    def candidates(self, preprint: Record) -> list[Record]:
        """Published records that may be of this preprint: of packs, and of the authorities that witnesses and finders
        lead to.
        """
        found = self.in_packs(preprint.item.title)
        for one in arxiv_ids(preprint):
            for name in (name for testimony in self.inquiry.testimonies(one) for name in testimony.ids):
                record = self.inquiry.record(name)
                found += [record] if record is not None else self.by_id_in_packs(name)
            leads = map(self.inquiry.record, self.inquiry.led_to(one) if one in self.sought else ())
            found += [record for record in leads if record is not None and claims.fits(record.item, self.sought[one])]
        return list({record.id: record for record in found if record.status == "published"}.values())

    def search(self, preprints: Iterable[tuple[Record, str | None]]) -> None:
        """Look for the publications of preprints by title, each with its list's note, where somebody says that it was
        published and neither packs nor witnesses have led to it.
        """
        if self.inquiry.connect is None:
            return
        unsettled: dict[Identifier, tuple[Record, str | None]] = {}
        for preprint, note in preprints:
            heard = (said for one in arxiv_ids(preprint) for said in self.inquiry.testimonies(one))
            sought = claims.wanted(preprint, note, heard)
            if sought is not None and not self._is_settled(preprint, note):
                one = arxiv_ids(preprint)[0]
                self.sought[one], unsettled[one] = sought, (preprint, note)
        self.inquiry.search(self.sought)
        rest = [one for one, question in unsettled.items() if not self._is_settled(*question)]
        self.inquiry.search({one: self.sought[one] for one in rest}, everywhere=True)

    def _is_settled(self, preprint: Record, note: str | None) -> bool:
        """Whether a main event's record agrees, also with the venue that a note names."""
        agreeing = (one.item for one in self.candidates(preprint) if self.verdict(preprint, one, note))
        named = bool(parse_note(note or "").acronyms)
        main = (item for item in agreeing if not side_events(item))
        return any(not named or note_verdict(note, item) == "agrees" for item in main)

    def by_id_in_packs(self, identifier: Identifier) -> list[Record]:
        """Records of packs that bear an identifier."""
        found: dict[Identifier, Record] = {}
        for pack in self.packs:
            for record in pack.by_id(identifier):
                found.setdefault(record.id, record)
                self.origins.setdefault(record.id, (pack.info.name, pack.info.date))
        return list(found.values())

    def in_packs(self, title: str) -> list[Record]:
        """Records of packs with this title, each id once; those with one near it only where none bears it itself."""
        found: dict[Identifier, Record] = {}
        exact = [(pack, pack.by_title(title)) for pack in self.packs]
        known = any(record.status == "published" for _pack, records in exact for record in records)
        near = [] if known else [(pack, pack.near(title)) for pack in self.packs]
        for pack, records in (*exact, *near):
            for record in records:
                found.setdefault(record.id, record)
                self.origins.setdefault(record.id, (pack.info.name, pack.info.date))
        return list(found.values())

    def worth_showing(self, preprint: Record, candidate: Record, verdict: Agreement) -> bool:
        """Whether a refused candidate is shown: one that a witness named, or one of a pack that is near."""
        return self.is_named(preprint, candidate) or verdict.title

    def verdict(self, preprint: Record, candidate: Record, note: str | None) -> Agreement:
        """Whether a candidate is the publication of a preprint: who names it, and who confirms its venue and year."""
        named = self.is_named(preprint, candidate)
        said = (note, *(text for _kind, text in preprint.hints))
        noted = any(confirms(one, candidate.item) for one in said)
        return agree(preprint.item, candidate.item, named=named, confirmed=named and noted, noted=noted)

    def is_named(self, preprint: Record, candidate: Record) -> bool:
        """Whether a witness calls a candidate the preprint's publication."""
        named = {name for one in arxiv_ids(preprint) for said in self.inquiry.testimonies(one) for name in said.ids}
        return bool({candidate.id, *candidate.ids} & named)

    def aggregated(self, preprint: Record, note: str | None) -> Record | None:
        """The publication that both aggregators testify to, where no authority could be had; None in any doubt."""
        weighed = (self.weighed(one, preprint, note) for one in arxiv_ids(preprint))
        return next((found.record for found in weighed if found.record is not None), None)

    def weighed(self, one: Identifier, preprint: Record, note: str | None) -> Weighed:
        """What the aggregators' testimony on an arXiv identifier of a preprint comes to."""
        said = {record.source: record for record in self.inquiry.testimonies(one) if record.status == "published"}
        both = [said[name] for name in REQUIRED_WITNESSES if name in said]
        if len(both) < len(REQUIRED_WITNESSES):
            return Weighed(None, "one aggregator alone proves nothing")
        scholar, openalex = both
        return weigh(scholar, openalex, preprint, note, lambda name: self._speaks_against(name, preprint))

    def _speaks_against(self, name: Identifier, preprint: Record) -> bool:
        """Whether an authority knows an identifier that a witness names as another work's, or does not know it."""
        heard = self.inquiry.verdicts_on(name).values()
        if name.scheme == "dblp" and any(isinstance(one, Absent) for one in heard):
            return True
        return any(isinstance(one, Record) and not agree(preprint.item, one.item, named=True) for one in heard)

    def _unanswered_searches(self, one: Identifier) -> Iterator[Question]:
        for finder, verdict in self.inquiry.leads.get(one, {}).items():
            if isinstance(verdict, SourceError):
                yield Question(finder, _unheard(finder, one, verdict), unheard=True)

    def venue_note(self, preprint: Record, note: str | None) -> str | None:
        """A note, or another reference's to the same work that names a venue where this one names none."""
        return self.noted((preprint.id, *preprint.ids), note)

    def noted(self, ids: Iterable[Identifier], note: str | None) -> str | None:
        """As ``venue_note``, of a work with these identifiers."""
        if parse_note(note or "").acronyms:
            return note
        return next((self.notes[one] for one in ids if one in self.notes), note)

    def conclusive(self, preprint: Record, note: str | None) -> bool:
        """Whether everybody who could know of a publication gave a valid answer, and nobody named one."""
        return next(self.open_questions(preprint, note), None) is None

    def open_questions(self, preprint: Record, note: str | None) -> Iterator[Question]:
        """What keeps a preprint from being called unpublished.

        That takes arXiv, both aggregators, and the authority of every identifier found; a note that names a venue, of
        the list or of the authors on arXiv, is a claim that stays open.
        """
        ids = arxiv_ids(preprint)
        note = self.venue_note(preprint, note)
        if not ids:
            yield Question("arxiv", "no arXiv identifier is known by which the aggregators could be asked")
        if ids and parse_note(note or "").acronyms:
            yield Question("list", f'the list notes "{note}", and nothing proves it')
        for one in ids:
            for record in filter(None, (preprint, self.inquiry.record(one))):
                if said := claims.claims_venue(record):
                    yield Question(record.source, f'{record.id} says "{said}", and nothing proves it')
            heard = self.inquiry.testimony.get(one, {})
            for witness in REQUIRED_WITNESSES:
                if not _valid(heard.get(witness)):
                    yield Question(witness, _unheard(witness, one, heard.get(witness)), unheard=True)
            yield from self._unanswered_searches(one)
            for record in self.inquiry.testimonies(one):
                yield Question(record.source, f"{record.source} names {where_published(record)}, and nothing proves it")
        heard_of = [found for one in ids if (found := self.inquiry.record(one))]
        led_to = [lead for one in ids for lead in self.inquiry.led_to(one)]
        named_ids = (named for found in heard_of for named in found.ids)
        for name in dict.fromkeys((*ids, *preprint.ids, *named_ids, *led_to)):
            said_of = self.inquiry.verdicts_on(name)
            failed = [source for source, verdict in said_of.items() if isinstance(verdict, SourceError)]
            for source in failed if said_of else [name.scheme]:
                yield Question(source, _unheard(source, name, said_of.get(source)), unheard=True)

    def by_list(self, reference: Reference) -> Found | None:
        """The publication that a pack and the list's own words prove, where nobody could be asked for the authors.

        By the identifier that the list links and the title; by the note's venue and year and the title
        (``title+note``); or by an exact title of at least five words that no other work in the packs bears
        (``title``). Two records that fit are one too many.
        """
        if not reference.title:
            return None
        records = [record for record in self.in_packs(reference.title) if record.status == "published"]
        linked = self._linked_in_packs(reference)
        by_note = [record for record in linked if confirms(reference.note, record.item)]
        by_note = by_note or [record for record in records if fits_note(reference, record.item)]
        if by_note:
            return Found(by_note[0], "title+note") if _one_publication(by_note) else None
        if note_names_another(reference, linked or records):
            return None
        if linked:
            return Found(linked[0], "title") if _one_publication(linked) else None
        if parse_note(reference.note or "").acronyms and reference.year:  # a table's year is part of its claim
            records = [one for one in records if one.item.issued and one.item.issued.year == reference.year]
        year = reference.year or _year_of_ids(reference.ids)
        by_title = [record for record in records if fits_title(reference.title, record.item)]
        if by_title and _one_publication(by_title) and _in_window(year, by_title[0].item):
            return Found(by_title[0], "title")
        return None

    def _linked_in_packs(self, reference: Reference) -> list[Record]:
        """Published records of packs that bear what a list links, under an agreeing title: DBLP's of a note of
        OpenReview, when that cannot be asked.
        """
        found = [record for one in reference.ids for record in self.by_id_in_packs(one)]
        agreeing = (one for one in found if titles_agree(reference.title, one.item.title, named=True))
        return [record for record in agreeing if record.status == "published"]


def note_names_another(reference: Reference, records: Iterable[Record]) -> bool:
    """Whether the list's note contradicts one of these records: then no title alone proves anything."""
    return any(note_verdict(reference.note, record.item) == "contradicts" for record in records)


def _unheard(source: str, one: Identifier, verdict: Verdict | None) -> str:
    return f"{source} was not asked about {one}" if verdict is None else f"{source} gave no valid answer on {one}"


def arxiv_ids(record: Record) -> list[Identifier]:
    """The arXiv identifiers of a record, its own first."""
    return list(dict.fromkeys(one for one in (record.id, *record.ids) if one.scheme == "arxiv"))


def is_preprint(reference: Reference) -> bool:
    """Whether a .bib states a preprint: it is on arXiv, or names a preprint server, and names neither venue nor
    publisher's DOI. An entry that inherits fields (``crossref``, ``xdata``) has its venue there.
    """
    stated = reference.stated
    if stated is None or (stated.DOI and not is_preprint_doi(Identifier("doi", stated.DOI))):
        return False
    if any(name in ("crossref", "xdata") and value.strip() for name, value in stated.extra):
        return False
    venue = plain(stated.container_title)
    if names_venue(venue) or stated.type in ("book", "thesis", "software", "dataset"):
        return False
    on_arxiv = any(one.scheme == "arxiv" for one in reference.ids)
    return on_arxiv or is_preprint_server(venue) or is_preprint_server(stated.publisher)


def stated_preprint(reference: Reference) -> Record | None:
    """What a .bib states of a preprint, as a record: its authors are known, though nobody vouches for them."""
    stated = reference.stated
    if stated is None or not stated.author or not is_preprint(reference):
        return None
    arxiv = tuple(one for one in reference.ids if one.scheme == "arxiv")
    one = arxiv[0] if arxiv else Identifier(STATED, reference.key or stated.title)
    return Record(id=one, source=STATED, item=stated, status="preprint", ids=arxiv)


def choose(
    published: Sequence[Record], preprint: Record | None, reference: Reference, trust: dict[str, int]
) -> tuple[list[Record], list[Record]]:
    """Of several published records, those of the one publication to cite, and the others.

    First what the list links, then what its note names, then the same title, then a main event before its workshops and
    companions, then the earlier year, then the more trusted source.
    """
    linked = set(reference.ids)
    titles = {fold(reference.title), fold(preprint.item.title) if preprint else ""}

    def rank(record: Record) -> tuple[bool, bool, bool, bool, int, int, str]:
        return (
            record.id not in linked,
            note_verdict(reference.note, record.item) != "agrees",
            fold(record.item.title) not in titles,
            bool(side_events(record.item)),
            record.item.issued.year if record.item.issued else 9999,
            -trust.get(record.source, 0),
            str(record.id),
        )

    ordered = sorted(published, key=rank)
    chosen = [record for record in ordered if same_publication(ordered[0], record)]
    return chosen, [record for record in ordered if record not in chosen]


def same_publication(one: Record, other: Record) -> bool:
    """Whether two published records are of one publication: a shared identifier, or the same venue and year."""
    shared = {one.id, *one.ids} & {other.id, *other.ids}
    if any(name.scheme != "arxiv" for name in shared):
        return True
    same_kind = one.item.type == other.item.type and side_events(one.item) == side_events(other.item)
    return same_kind and _year(one.item) == _year(other.item) and same_venue(one.item, other.item)


def _one_publication(records: Sequence[Record]) -> bool:
    return all(same_publication(records[0], record) for record in records[1:])


def _valid(verdict: Verdict | None) -> bool:
    return isinstance(verdict, Record | Absent)


def _year(item: Item) -> int:
    return item.issued.year if item.issued else 0


def _year_of_ids(ids: Iterable[Identifier]) -> int | None:
    """The year in an arXiv id of the new form (YYMM.NNNNN), of the first one that has it."""
    for one in ids:
        if one.scheme == "arxiv" and one.value[:4].isdecimal():
            return 2000 + int(one.value[:2])
    return None


def _in_window(year: int | None, item: Item) -> bool:
    """Whether a title's record lies in the window after the preprint: without a year nothing is proven."""
    return year is not None and item.issued is not None and -1 <= item.issued.year - year <= 4
