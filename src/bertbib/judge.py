"""Which records speak of a reference's work: what agrees is admitted, everything else is reported and never merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from bertbib.findings import acceptable, decision, is_users
from bertbib.likeness import likeness
from bertbib.model import Entry, Identifier, Item, Lock, Problem, Record, Reference
from bertbib.proof import agree, authors_agree, titles_agree, titles_alike
from bertbib.publications import Publications, arxiv_ids, choose
from bertbib.standing import as_record, is_provisional, is_weak
from bertbib.text.titles import plain

if TYPE_CHECKING:
    from bertbib.overrides import Overrides

_AGREES = "title, authors and year agree"
_ACCEPTED = "accepted in overrides.bib"
_REFUSED = "refused in overrides.bib"


class Ruling(NamedTuple):
    """What was decided on a record: whether it is admitted as one of the work, and in words why."""

    record: Record
    admitted: bool
    because: str


@dataclass(slots=True)
class Judge:
    """Applies the rule of proof and the user's overrides; what it refuses becomes a Problem."""

    publications: Publications
    lock: Lock
    problems: list[Problem]
    overrides: Overrides | None = None
    candidates: list[tuple[Problem, Identifier | None]] = field(default_factory=list)
    """What was refused of the reference at hand, until its entry has a key, and by what it can be accepted."""
    amended: Entry | None = None
    """The entry that is being decided anew because of the user's overrides."""
    held: set[str] = field(default_factory=set)
    """Keys of entries that the overrides want decided anew, and that have to wait for what could not be asked."""
    rulings: list[Ruling] = field(default_factory=list)
    """Everything decided so far, for those who ask why."""

    def agreeing_records(self, reference: Reference) -> list[Record]:
        """The records of the reference's work: the first link that bears the list's title, and all that agree with it.

        Records of other works are reported.
        """
        linked = [record for one in reference.ids if (record := self.publications.inquiry.record(one))]
        linked = [record for record in linked if self._is_stated(record, reference)]
        if not linked:
            return []
        agreeing = [
            next((one for one in linked if titles_agree(reference.title, one.item.title, named=True)), linked[0])
        ]
        self._rule(
            agreeing[0], True, "the list links it" if agreeing[0].id in reference.ids else "the list's link leads to it"
        )
        for record in linked:
            self.admit(agreeing, record, reference)
        for record in tuple(agreeing):
            for named in record.ids:
                further = self.publications.inquiry.record(named)
                if further is not None and named != record.id:
                    self.admit(agreeing, further, reference)
        return agreeing

    def _is_stated(self, record: Record, reference: Reference) -> bool:
        """Whether a record is of the work that the user's own .bib states: a wrong identifier changes no entry."""
        if self.amended is not None and self._accepted(self.amended, record):
            return True
        stated, found = reference.stated, record.item
        if stated is None or not stated.title or titles_agree(stated.title, found.title, named=True):
            return True
        if titles_alike(stated.title, found.title) and authors_agree(stated.author, found.author):
            return True
        against = "; ".join(agree(stated, found).against)
        self._rule(record, False, f"your .bib states another work: {against}")
        message = f"{reference.key or 'the entry'} names {record.id}, which is another work: {against}"
        hint = "the entry stays as your .bib states it; correct its identifier"
        self.report(Problem("wrong-id", "warning", message, reference.where, hint, (str(record.id),)))
        return False

    def admit(self, agreeing: list[Record], record: Record, reference: Reference) -> None:
        """Take a record in if it agrees with the first one, or the user accepted it; report it if not."""
        if record.id in (one.id for one in agreeing):
            return
        known = self._known_by(agreeing[0])
        if self._refused(known, record):
            self._rule(record, False, _REFUSED)
            return
        verdict = agree(*preprint_first(agreeing[0], record), named=True)
        held = record.status == "preprint" and self._accepted(known, agreeing[0])
        held = held or (known is not None and is_users(known) and record.id in known.ids)
        if verdict or held or self._accepted(known, record):
            agreeing.append(record)
            self._rule(record, True, _AGREES if verdict else _ACCEPTED)
        else:
            self._rule(record, False, "; ".join(verdict.against))
            self.report_two_works(reference, str(agreeing[0].id), str(record.id), verdict.against)

    def with_publication(self, agreeing: list[Record], reference: Reference, known: Entry | None) -> list[Record]:
        """The records with those of the one publication that is proven, in place of all that are published."""
        published = [record for record in agreeing if record.status == "published"]
        preprint = next((record for record in agreeing if record.status in ("preprint", "withdrawn")), None)
        if preprint is not None and not published:
            published = self._proven(preprint, reference, known)
        if self.amended is not None and (accepted := [one for one in published if self._accepted(self.amended, one)]):
            return [record for record in agreeing if record.status != "published"] + accepted
        if not published:
            return agreeing
        chosen, others = choose(published, preprint, reference, self.publications.inquiry.trust)
        for other in others:
            self._rule(other, False, f"the work was also published there; {chosen[0].id} is cited")
            message = f'"{plain(chosen[0].item.title)}" was also published as {other.id}; {chosen[0].id} is cited'
            hint = "note the venue in the list to choose the other one"
            self.report(Problem("also-published", "info", message, reference.where, hint, (str(other.id),)))
        return [record for record in agreeing if record.status != "published"] + chosen

    def _proven(self, preprint: Record, reference: Reference, known: Entry | None) -> list[Record]:
        """The published records that agree with a preprint; what does not agree is shown as a candidate."""
        published = []
        provisional = known is not None and is_provisional(known, self.publications.inquiry.ranks)
        weak = [as_record(known)] if known is not None and (provisional or is_weak(known)) else []
        for candidate in (*self.publications.candidates(preprint), *weak):
            if self._refused(self._known_by(preprint), candidate):
                self._rule(candidate, False, _REFUSED)
                continue
            verdict = self.publications.verdict(preprint, candidate, reference.note)
            # What was proven is kept until a better record takes its place: not all that proved it can be had again.
            if verdict or (provisional and candidate in weak) or self._accepted(known, candidate):
                published.append(candidate)
                self._rule(candidate, True, _AGREES)
            elif self.publications.worth_showing(preprint, candidate, verdict):
                self._rule(candidate, False, "; ".join(verdict.against))
                self._report_candidate(preprint, candidate, reference, verdict.against)
        testimonies = self.publications.inquiry.testimonies
        told = {name for one in arxiv_ids(preprint) for said in testimonies(one) for name in said.ids}
        if published or (self.overrides is not None and self.overrides.refuses(self._known_by(preprint), told)):
            return published
        if aggregated := self.publications.aggregated(preprint, reference.note):
            published.append(aggregated)
            self._rule(
                aggregated, True, "both aggregators agree with the preprint, and with each other on venue and year"
            )
        return published

    def _rule(self, record: Record, admitted: bool, because: str) -> None:
        self.rulings.append(Ruling(record, admitted, because))

    def _known_by(self, record: Record) -> Entry | None:
        if self.amended is not None:
            return self.amended
        found = (self.lock.find(one) for one in (record.id, *record.ids))
        return next((entry for entry in found if entry is not None), None)

    def _accepted(self, known: Entry | None, record: Record) -> bool:
        accepted = self.overrides.accepts(known) if self.overrides and known else ()
        return any(one in accepted for one in (record.id, *record.ids))

    def _refused(self, known: Entry | None, record: Record) -> bool:
        return self.overrides is not None and self.overrides.refuses(known, (record.id, *record.ids))

    def report_two_works(self, reference: Reference, one: str, other: str, against: Iterable[str] = ()) -> None:
        """Report a reference whose identifiers name two works."""
        detail = "; ".join(against)
        message = f'"{reference.title}" links two different works, {one} and {other}' + (
            f": {detail}" if detail else ""
        )
        hint = "the first one is used; remove the link that is wrong"
        self.report(Problem("two-works", "warning", message, reference.where, hint, (other,)))

    def _report_candidate(
        self, preprint: Record, candidate: Record, reference: Reference, against: Sequence[str]
    ) -> None:
        scores = likeness(preprint.item, candidate.item, named=self.publications.is_named(preprint, candidate))
        message = (
            f'"{plain(preprint.item.title)}" ({preprint.id}) may be {candidate.id} ({scores}), but {"; ".join(against)}'
        )
        problem = Problem("candidate", "info", message, reference.where, candidates=(str(candidate.id),))
        self.candidates.append((problem, acceptable((candidate.id, *candidate.ids))))

    def show_candidates(self, key: str) -> None:
        """Report the candidates of the reference just judged, with the line that accepts one under its entry's key."""
        for one, name in self.candidates:
            hint = "only a pack knows it, by no identifier by which overrides.bib could accept it"
            if name is not None:
                accept = decision(key, "is", str(name))
                hint = f"accept it by {accept} in overrides.bib, refuse it by not = in place of is ="
            self.report(replace(one, hint=hint))
        self.candidates.clear()

    def report(self, problem: Problem) -> None:
        """Keep a problem, each one once."""
        if problem not in self.problems:
            self.problems.append(problem)


def preprint_first(one: Record, other: Record) -> tuple[Item, Item]:
    """The preprint before the publication; of two records of one kind the earlier first."""
    left, right = one.item, other.item
    if (one.status == "preprint") != (other.status == "preprint"):
        return (left, right) if one.status == "preprint" else (right, left)
    if left.issued and right.issued and right.issued.year < left.issued.year:
        return right, left
    return left, right
