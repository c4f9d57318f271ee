"""Where was this preprint published? What packs hold, what witnesses lead to, and which of it may be believed.

Whatever is found here is a candidate: it counts only once it agrees with the preprint (``proof.agree``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bertbib.aggregators import Weighed, weigh, where_published
from bertbib.inquiry import Absent, Inquiry, Verdict
from bertbib.model import Identifier, Item, Record, Reference, SourceError
from bertbib.model.entry import STATED, ProofLevel
from bertbib.proof import Agreement, agree, fits_note, fits_title
from bertbib.sources._preprints import is_preprint_doi, is_preprint_server, names_venue
from bertbib.text.titles import fold, plain
from bertbib.venues.notes import note_verdict, parse_note, same_venue, side_events

if TYPE_CHECKING:
    from bertbib.packs.store import Pack

REQUIRED_WITNESSES = ("semanticscholar", "openalex")
"""Both aggregators must have answered before a preprint is called unpublished, and both must agree where no authority
can be had.
"""

_ACCEPTED = r"(?i)\b(?:accepted|to appear|appear(?:s|ed|ing)? (?:in|at)|published|camera.ready)\b"


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

    @cached_property
    def packs(self) -> Sequence[Pack]:
        """The offline packs; opened when a preprint has to be looked up."""
        return self.load_packs()

    def candidates(self, preprint: Record) -> list[Record]:
        """Published records that may be of this preprint: of packs, and of the authorities that witnesses lead to."""
        found = [record for record in self.in_packs(preprint.item.title) if record.status == "published"]
        for one in arxiv_ids(preprint):
            for testimony in self.inquiry.testimonies(one):
                led_to = (self.inquiry.record(name) for name in testimony.ids)
                found += [record for record in led_to if record is not None and record.status == "published"]
        return list({record.id: record for record in found}.values())

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

    def conclusive(self, preprint: Record, note: str | None) -> bool:
        """Whether everybody who could know of a publication gave a valid answer, and nobody named one."""
        return next(self.open_questions(preprint, note), None) is None

    def open_questions(self, preprint: Record, note: str | None) -> Iterator[Question]:
        """What keeps a preprint from being called unpublished.

        That takes arXiv, both aggregators, and the authority of every identifier found; a note that names a venue, of
        the list or of the authors on arXiv, is a claim that stays open.
        """
        ids = arxiv_ids(preprint)
        if not ids:
            yield Question("arxiv", "no arXiv identifier is known by which the aggregators could be asked")
        if ids and parse_note(note or "").acronyms:
            yield Question("list", f'the list notes "{note}", and nothing proves it')
        for one in ids:
            for record in filter(None, (preprint, self.inquiry.record(one))):
                if said := claims_venue(record):
                    yield Question(record.source, f'{record.id} says "{said}", and nothing proves it')
            heard = self.inquiry.testimony.get(one, {})
            for witness in REQUIRED_WITNESSES:
                if not _valid(heard.get(witness)):
                    yield Question(witness, _unheard(witness, one, heard.get(witness)), unheard=True)
            for record in self.inquiry.testimonies(one):
                yield Question(record.source, f"{record.source} names {where_published(record)}, and nothing proves it")
        heard_of = [found for one in ids if (found := self.inquiry.record(one))]
        for name in dict.fromkeys((*ids, *preprint.ids, *(named for found in heard_of for named in found.ids))):
            said_of = self.inquiry.verdicts_on(name)
            failed = [source for source, verdict in said_of.items() if isinstance(verdict, SourceError)]
            for source in failed if said_of else [name.scheme]:
                yield Question(source, _unheard(source, name, said_of.get(source)), unheard=True)

    def by_list(self, reference: Reference) -> Found | None:
        """The publication that a pack and the list's own words prove, where nobody could be asked for the authors.

        By the note's venue and year and the title (``title+note``), or by an exact title of at least five words that
        no other work in the packs bears (``title``). Two records that fit are one too many.
        """
        if not reference.title:
            return None
        records = [record for record in self.in_packs(reference.title) if record.status == "published"]
        year = reference.year or _year_of_ids(reference.ids)
        by_note = [record for record in records if fits_note(reference, record.item)]
        if by_note:
            return Found(by_note[0], "title+note") if _one_publication(by_note) else None
        if note_names_another(reference, records):
            return None
        by_title = [record for record in records if fits_title(reference.title, record.item)]
        if by_title and _one_publication(by_title) and _in_window(year, by_title[0].item):
            return Found(by_title[0], "title")
        return None


def note_names_another(reference: Reference, records: Iterable[Record]) -> bool:
    """Whether the list's note contradicts one of these records: then no title alone proves anything."""
    return any(note_verdict(reference.note, record.item) == "contradicts" for record in records)


def claims_venue(preprint: Record) -> str:
    """The words in which a preprint's authors say that it was published: a journal reference, or a comment that names
    a venue and speaks of acceptance; empty where they do not.
    """
    hints = dict(preprint.hints)
    comment = hints.get("comment", "")
    claimed = comment if re.search(_ACCEPTED, comment) and parse_note(comment).acronyms else ""
    return hints.get("journal_ref") or claimed


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
