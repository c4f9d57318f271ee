"""Where was this preprint published? What packs hold, what witnesses lead to, and which of it may be believed.

Whatever is found here is a candidate: it counts only once it agrees with the preprint (``proof.agree``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bertbib import claims
from bertbib.inquiry import Absent, Inquiry, Verdict
from bertbib.model import Date, Identifier, Item, Record, Reference, SourceError, Wanted
from bertbib.model.entry import STATED, ProofLevel
from bertbib.proof import Agreement, agree, fits_note, fits_title, titles_agree
from bertbib.sources._preprints import is_preprint_doi, is_preprint_server, names_venue
from bertbib.text.names import surname_key
from bertbib.text.titles import fold, plain
from bertbib.venues.notes import confirms, note_verdict, parse_note, same_venue, series_of, side_events

if TYPE_CHECKING:
    from bertbib.packs.store import Pack

REQUIRED_WITNESSES = ("semanticscholar", "openalex")
"""Both aggregators must have answered before a preprint is called unpublished, and both must agree where no authority
can be had.
"""

_ON_OPENREVIEW = frozenset({"iclr", "tmlr", "colm", "neurips", "corl", "icml", "uai"})
"""Venues that decide on OpenReview: aggregators list rejected submissions there as published, so a DBLP key is asked
for too.
"""

_DBLP_VENUES = {"neurips": "nips"}
"""Where DBLP's keys name a venue otherwise (``conf/nips/VaswaniSPUJGKP17``)."""

_WITH_AN_AUTHORITY = frozenset({"acl", "naacl", "eacl", "aacl", "emnlp", "ijcnlp", "conll", "coling", "lrec", "tacl"})
"""Venues whose every paper is in the ACL Anthology: without an Anthology id it is the workshop or Findings, or
nothing.
"""


class Found(NamedTuple):
    """A publication by the list's words alone: the record, and how weakly it is proven."""

    record: Record
    level: ProofLevel


@dataclass
class Publications:
    """Looks for the publications of preprints, in packs first, then with what the inquiry has heard."""

    inquiry: Inquiry
    load_packs: Callable[[], Sequence[Pack]] = tuple
    origins: dict[Identifier, tuple[str, str]] = field(default_factory=dict)
    """By a pack record's id, the pack's name and date."""
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
        for preprint, note in preprints:
            heard = (said for one in arxiv_ids(preprint) for said in self.inquiry.testimonies(one))
            sought = claims.wanted(preprint, note, heard)
            if sought is not None and not self._is_settled(preprint, note):
                self.sought[arxiv_ids(preprint)[0]] = sought
        self.inquiry.search(self.sought)

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
        confirmed = named and any(confirms(one, candidate.item) for one in said)
        return agree(preprint.item, candidate.item, named=named, confirmed=confirmed)

    def is_named(self, preprint: Record, candidate: Record) -> bool:
        """Whether a witness calls a candidate the preprint's publication."""
        named = {name for one in arxiv_ids(preprint) for said in self.inquiry.testimonies(one) for name in said.ids}
        return bool({candidate.id, *candidate.ids} & named)

    def aggregated(self, preprint: Record, note: str | None) -> Record | None:
        """The publication that both aggregators testify to, where no authority could be had; None in any doubt.

        Both agree with the preprint on title and authors and with each other on venue and year; the list's note does
        not contradict; a venue that decides on OpenReview needs a DBLP key beside them, and a venue with an authority
        of its own that is always open is believed from there only.
        """
        for one in arxiv_ids(preprint):
            said = {record.source: record for record in self.inquiry.testimonies(one) if record.status == "published"}
            both = [said[name] for name in REQUIRED_WITNESSES if name in said]
            if len(both) < len(REQUIRED_WITNESSES) or not all(
                agree(preprint.item, record.item, named=True) for record in both
            ):
                continue
            scholar, openalex = both
            if not same_venue(scholar.item, openalex.item) or _year(scholar.item) != _year(openalex.item):
                continue
            series = series_of(scholar.item) | series_of(openalex.item)
            named = {name for record in both for name in record.ids if name.scheme != "arxiv"}
            if series & _WITH_AN_AUTHORITY or any(self._speaks_against(name, preprint) for name in named):
                continue
            record = _combined(scholar, openalex, preprint)
            if series & _ON_OPENREVIEW and not any(_is_key_of(name, series) for name in record.ids):
                continue
            if note_verdict(note, record.item) != "contradicts":
                return record
        return None

    def _speaks_against(self, name: Identifier, preprint: Record) -> bool:
        """Whether an authority knows an identifier that a witness names as another work's, or does not know it."""
        heard = self.inquiry.verdicts_on(name).values()
        if name.scheme == "dblp" and any(isinstance(one, Absent) for one in heard):
            return True
        return any(isinstance(one, Record) and not agree(preprint.item, one.item, named=True) for one in heard)

    def conclusive(self, preprint: Record, note: str | None) -> bool:
        """Whether everybody who could know of a publication gave a valid answer, and nobody named one.

        That takes arXiv, both aggregators, and the authority of every identifier found; a note that names a venue, of
        the list or of the authors on arXiv, is a claim that stays open.
        """
        ids = arxiv_ids(preprint)
        if not ids or parse_note(note or "").acronyms:
            return False
        if any(claims.claims_venue(record) for one in ids for record in (preprint, self.inquiry.record(one)) if record):
            return False
        for one in ids:
            said = self.inquiry.testimony.get(one, {})
            if not all(_valid(said.get(name)) for name in REQUIRED_WITNESSES):
                return False
            if self.inquiry.testimonies(one):
                return False
        return all(self._asked_in_vain(name) for name in preprint.ids if name.scheme != "arxiv")

    def _asked_in_vain(self, name: Identifier) -> bool:
        heard = self.inquiry.verdicts_on(name)
        return bool(heard) and not any(isinstance(verdict, SourceError) for verdict in heard.values())

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


def _combined(scholar: Record, openalex: Record, preprint: Record) -> Record:
    """The aggregators' common testimony as a record; pages and volume only where both give the same."""
    item = openalex.item

    def common(name: str) -> str:
        value: str = getattr(item, name)
        return value if value == getattr(scholar.item, name) else ""

    arxiv = arxiv_ids(preprint)[0]
    facts = Item(
        type=_kind(scholar.item, item),
        title=preprint.item.title,
        author=preprint.item.author,
        issued=Date(_year(item)) if _year(item) else None,
        container_title=item.container_title,
        page=common("page"),
        volume=common("volume"),
        issue=common("issue"),
    )
    keys = tuple(name for record in (scholar, openalex) for name in record.ids if _may_be_key(name, facts))
    return Record(
        id=Identifier("semanticscholar", arxiv.value),
        source="semanticscholar",
        item=facts,
        status="published",
        ids=(arxiv, *dict.fromkeys(keys)),
        fetched=scholar.fetched,
        digest=scholar.digest,
    )


def _may_be_key(name: Identifier, item: Item) -> bool:
    """Whether a DBLP key has the form of this publication's: first author and year (``conf/iclr/ClarkLLM20``).

    Aggregators attach other works' keys. Of two authors of one name DBLP writes a number (``conf/iclr/0225BYWXBPS20``).
    """
    if name.scheme != "dblp" or not item.author or not item.issued:
        return False
    first = item.author[0]
    forms = (
        {surname_key(first), surname_key(replace(first, family=first.family.split()[-1]))} if first.family else set()
    )
    written = re.fullmatch(r"(.*?)(\d\d)[a-z]*", name.value.rpartition("/")[2])
    if written is None or int(written[2]) != item.issued.year % 100:
        return False
    return bool(re.match(r"\d{3}", written[1])) or any(written[1].lower().startswith(form) for form in forms - {""})


def _is_key_of(name: Identifier, series: frozenset[str]) -> bool:
    """Whether a DBLP key is of one of these venues."""
    venue = name.value.split("/")[1:2]
    return name.scheme == "dblp" and bool({_DBLP_VENUES.get(one, one) for one in series} & set(venue))


def _kind(one: Item, other: Item) -> str:
    kinds = {item.type for item in (one, other)} & {"article-journal", "paper-conference"}
    if len(kinds) == 1:
        return kinds.pop()
    words = f"{one.container_title} {other.container_title}".lower()
    journal = any(word in words for word in ("journal", "transactions", "letters", "magazine", "review"))
    return "article-journal" if journal else "paper-conference"


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
