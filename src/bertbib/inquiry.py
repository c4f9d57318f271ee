"""The worklist of questions: identifiers in, every source's verdict on each out.

Ask for the identifiers at hand; a record may name further ones (an arXiv record its publisher's DOI); repeat until
nothing is new. An identifier is asked at its most trusted source first, and at the next one where that gave no
record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bertbib.model import Identifier, Reading, Record, Request, SourceError, Wanted
from bertbib.text.links import canonical_url, implied

if TYPE_CHECKING:  # a locked build asks nobody and starts faster without the transport
    from bertbib.fetch import Transport
    from bertbib.model.protocols import Finder, Respondent, Service, Source, Witness

    Job = tuple[Service, Request]

_ROUNDS = 24
"""More follow-up rounds than halving a batch of 500 down to single identifiers takes; a source that wants more is
broken.
"""


_REGISTRY_TRUST, _PAGE_TRUST = 70, 80
"""Trust in the records of the lock whose scheme is not their source's name: a DOI's, whichever registry it came from,
and a page's.
"""


class Absent(NamedTuple):
    """A source's valid answer that it does not know an identifier, and the date of that answer."""

    date: str = ""


class Refused(NamedTuple):
    """A source's answer that an identifier is malformed, in its words."""

    text: str


Verdict = Record | Absent | Refused | SourceError
Book = dict[Identifier, dict[str, Verdict]]
"""By identifier, the verdict of each that was asked."""


@dataclass
class Inquiry:
    """Asks sources and remembers what they said.

    Sources are loaded and the transport is opened when they are first needed: a build whose lock lacks nothing needs
    neither. ``connect`` None means: ask nobody.
    """

    load_sources: Callable[[], Sequence[Source]]
    connect: Callable[[], Transport] | None
    load_witnesses: Callable[[], Sequence[Witness]] = tuple
    load_finders: Callable[[], Sequence[Finder]] = tuple
    verdicts: Book = field(default_factory=dict)
    testimony: Book = field(default_factory=dict)
    """What witnesses say; it leads to records and never is one."""
    leads: Book = field(default_factory=dict)
    """What finders lead to; less than testimony, as nobody names it."""
    failures: dict[str, SourceError] = field(default_factory=dict)
    """By source, the first of its answers in this run that could not be believed, or why there was none."""

    @cached_property
    def sources(self) -> Sequence[Source]:
        """All sources, the most trusted first."""
        return self.load_sources()

    @cached_property
    def witnesses(self) -> Sequence[Witness]:
        """The aggregators that testify where preprints were published."""
        return self.load_witnesses()

    @cached_property
    def finders(self) -> Sequence[Finder]:
        """The searches and listings that lead from titles to publications."""
        return self.load_finders()

    @cached_property
    def trust(self) -> dict[str, int]:
        """The sources' ranks by name; an entry of the lock knows its source by the scheme of its record's id."""
        return {"doi": _REGISTRY_TRUST, "url": _PAGE_TRUST} | {source.name: source.trust for source in self.sources}

    def ranks(self) -> dict[str, int]:
        """As ``trust``, with the listings, which lead to the venues' own pages; for whom it may not be worth loading
        all these.
        """
        return {finder.name: _PAGE_TRUST for finder in self.finders} | self.trust

    @cached_property
    def transport(self) -> Transport:
        """The transport; only asked for where there is one."""
        assert self.connect is not None
        return self.connect()

    def askable(self, identifier: Identifier) -> bool:
        """Whether any source can be asked for this identifier, directly or for one that follows from its form."""
        return any(self._chain(one) for one in (identifier, *implied(identifier)))

    def record(self, identifier: Identifier) -> Record | None:
        """The record found for an identifier, by the most trusted source that had one."""
        for one in (*implied(identifier), identifier):
            for verdict in self.verdicts.get(one, {}).values():
                if isinstance(verdict, Record):
                    return verdict
        return None

    def verdicts_on(self, identifier: Identifier) -> dict[str, Verdict]:
        """What each source said about an identifier and about those that follow from its form."""
        heard: dict[str, Verdict] = {}
        for one in (*implied(identifier), identifier):
            heard |= self.verdicts.get(one, {})
        return heard

    def ask(self, ids: Iterable[Identifier]) -> None:
        """Ask for these identifiers and for all that their records name, until nothing is new."""
        open_ids = list(dict.fromkeys(ids))
        seen = set(open_ids)
        while open_ids:
            surfaced = self._round(open_ids)
            fresh = [one for one in surfaced if one not in seen]
            seen.update(fresh)
            open_ids = [one for one in open_ids if self._next_question(one)] + fresh

    def hear(self, ids: Iterable[Identifier]) -> None:
        """Ask every witness about preprints, and then the authorities for all that the witnesses name.

        What a witness names is asked for like any other identifier; only the authority's own record counts.
        """
        asked = list(dict.fromkeys(ids))
        if self.connect is None or not asked:
            return
        jobs: list[Job] = []
        questions = [
            (
                witness,
                [one for one in asked if witness.accepts(one) and witness.name not in self.testimony.get(one, {})],
            )
            for witness in self.witnesses
        ]
        for witness, about in questions:
            rest = [one for one in about if not self._from_cache(witness, one, self.testimony)]
            jobs += self._jobs(witness, rest, self.testimony)
        self._run(jobs, self.testimony)
        for witness, about in questions:
            self._silent(witness, about, self.testimony)
        named = [name for one in asked for record in self.testimonies(one) for name in record.ids]
        self.ask(name for name in named if name not in self.testimony)

    def search(self, wanted: Mapping[Identifier, Wanted], *, everywhere: bool = False) -> None:
        """Ask the finders for works of these titles, and then the authorities for all that they lead to: those that
        know what a venue has or, ``everywhere``, those that search all there is and are asked last.
        """
        if self.connect is None or not wanted:
            return
        finders = [finder for finder in self.finders if bool(getattr(finder, "last", False)) == everywhere]
        jobs = [(finder, request) for finder in finders for request in finder.questions(wanted)]
        for (finder, request), result in zip(jobs, self.transport.ask(jobs), strict=True):
            if isinstance(result, SourceError):
                self._fail(finder, request.ids, result, self.leads)
                continue
            for one in request.ids:  # a finder may ask about one of them in several places
                if not isinstance(self.leads.get(one, {}).get(finder.name), SourceError):
                    self._lead(finder, one, result)
        self.ask(lead for one in wanted for lead in self.led_to(one))

    def _lead(self, finder: Finder, one: Identifier, reading: Reading) -> None:
        """Keep where a finder leads; what it found before, for another year, stays."""
        before = self.leads.get(one, {}).get(finder.name)
        self._note(finder, (one,), reading, self.leads)
        now = self.leads.get(one, {}).get(finder.name)
        if isinstance(before, Record):
            ids = now.ids if isinstance(now, Record) else ()
            self.leads[one][finder.name] = replace(before, ids=(*before.ids, *ids))

    def led_to(self, identifier: Identifier) -> list[Identifier]:
        """The identifiers that finders lead to from a preprint; in one order, whoever answered first."""
        found = (one for _finder, one in sorted(self.leads.get(identifier, {}).items()) if isinstance(one, Record))
        return list(dict.fromkeys(lead for one in found for lead in one.ids))

    def testimonies(self, identifier: Identifier) -> list[Record]:
        """What witnesses say of an identifier, those only that name a venue or another identifier to ask about; in one
        order, whoever answered first.
        """
        said = (one for _name, one in sorted(self.testimony.get(identifier, {}).items()) if isinstance(one, Record))
        return [one for one in said if one.status == "published" or any(name.scheme != "arxiv" for name in one.ids)]

    def _chain(self, identifier: Identifier) -> list[Source]:
        return [source for source in self.sources if source.accepts(identifier)]

    def _next_question(self, identifier: Identifier) -> tuple[Source, Identifier] | None:
        """The next source to ask for an identifier: first for what follows from its form, then for itself."""
        if self.connect is None or self.record(identifier) is not None:
            return None
        for one in (*implied(identifier), identifier):
            for source in self._chain(one):
                if source.name not in self.verdicts.get(one, {}):
                    return source, one
        return None

    def _round(self, ids: Sequence[Identifier]) -> list[Identifier]:
        """Ask every open identifier's next source once; return the identifiers that the records found name."""
        questions: dict[str, tuple[Source, dict[Identifier, None]]] = {}
        for identifier in ids:
            question = self._next_question(identifier)
            if question is not None:
                source, one = question
                questions.setdefault(source.name, (source, {}))[1][one] = None
        surfaced: list[Identifier] = []
        jobs: list[Job] = []
        for source, asked in questions.values():
            jobs += self._jobs(
                source, [one for one in asked if not self._from_cache(source, one, self.verdicts)], self.verdicts
            )
        self._run(jobs, self.verdicts)
        for source, asked in questions.values():
            self._silent(source, asked, self.verdicts)
            surfaced += self._named_by(source, asked)
        return surfaced

    def _from_cache(self, source: Service, identifier: Identifier, book: Book) -> bool:
        reading = self.transport.find(source, identifier)
        if reading is None:
            return False
        self._note(source, (identifier,), reading, book)
        return source.name in book.get(identifier, {})

    def _jobs(self, source: Service, ids: Sequence[Identifier], book: Book) -> list[Job]:
        if not ids:
            return []
        try:
            return [(source, request) for request in source.requests(ids)]
        except Exception as error:  # a third party's source must not end the run
            failure = SourceError(f"{source.name} could not form its requests: {error}", "malformed")
            self._fail(source, ids, failure, book)
            return []

    def _run(self, jobs: list[Job], book: Book) -> None:
        """Ask, and ask what the answers say has to be asked next, until nothing follows."""
        for _round in range(_ROUNDS):
            if not jobs:
                return
            following: list[Job] = []
            for (source, request), result in zip(jobs, self.transport.ask(jobs), strict=True):
                if not isinstance(result, SourceError):
                    self._note(source, request.ids, result, book)
                    following += [(source, follow) for follow in result.follow]
                elif request.instead:
                    following += [(source, smaller) for smaller in request.instead]
                else:
                    self._fail(source, request.ids, result, book)
            jobs = following
        for source, request in jobs:
            error = SourceError(f"{source.name} kept asking for more requests", "malformed")
            self._fail(source, request.ids, error, book)

    def _note(self, source: Respondent, ids: Iterable[Identifier], reading: Reading, book: Book) -> None:
        for identifier in ids:
            verdict: Verdict | None = None
            if identifier in reading.records:
                verdict = _spelled(reading.records[identifier], identifier)
            elif identifier in reading.absent:
                verdict = Absent(reading.date)
            elif identifier in reading.refused:
                verdict = Refused(reading.refused[identifier])
            elif identifier in reading.unclear:
                verdict = SourceError(f"{source.name} {reading.unclear[identifier]}", "unclear")
                self.failures.setdefault(source.name, verdict)
            if verdict is not None:
                book.setdefault(identifier, {})[source.name] = verdict

    def _silent(self, source: Service, ids: Iterable[Identifier], book: Book) -> None:
        """A source that said nothing of what it was asked has failed, and is not asked for ever."""
        silent = [one for one in ids if source.name not in book.get(one, {})]
        self._fail(source, silent, SourceError(f"{source.name} gave no verdict", "malformed"), book)

    def _fail(self, source: Respondent, ids: Iterable[Identifier], error: SourceError, book: Book) -> None:
        for identifier in ids:
            self.failures.setdefault(source.name, error)
            book.setdefault(identifier, {})[source.name] = error

    def _named_by(self, source: Source, ids: Iterable[Identifier]) -> list[Identifier]:
        """Further identifiers that the preprints just found name: another source may know the publication by them.

        A published record is its own authority: its DOI needs no second opinion, and costs no request.
        """
        named: list[Identifier] = []
        for identifier in ids:
            verdict = self.verdicts.get(identifier, {}).get(source.name)
            if isinstance(verdict, Record) and verdict.status in ("preprint", "withdrawn"):
                named += [one for one in verdict.ids if one != verdict.id]
        return named


def _spelled(record: Record, asked: Identifier) -> Record:
    """A record under the identifier as it is asked for now: a kept answer may be to a question in other capitals."""
    if record.id != asked or record.id.value == asked.value:
        return record
    item, old = record.item, canonical_url(record.id)
    doi = asked.value if asked.scheme == "doi" and record.id.value == item.DOI else item.DOI
    url = canonical_url(asked) if old and old == item.URL else item.URL
    ids = tuple(asked if one == asked else one for one in record.ids)
    return replace(record, id=asked, ids=ids, item=replace(item, DOI=doi, URL=url))
