"""What was heard of a work in this run: which identifiers are its own, who said something, who did not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from bertbib.inquiry import Absent, Inquiry
from bertbib.model import Identifier, Record, Reference, SourceError
from bertbib.publications import stated_preprint
from bertbib.text.links import implied

_Value = TypeVar("_Value", Identifier, str)
_OFFLINE = "offline"


def all_ids(
    inquiry: Inquiry, chosen: Record, records: Sequence[Record], reference: Reference
) -> tuple[Identifier, ...]:
    """The reference's own identifiers that were admitted, those of the winning record, then those of the others.

    What a preprint's record names is a claim of its authors: it counts only once the record behind it was
    admitted, or where no source could ever tell.
    """
    admitted = {record.id for record in records}
    named = [record.id for record in (chosen, *records)]
    for record in (chosen, *records):
        for one in record.ids:
            further = inquiry.record(one)
            proven = record.status in ("published", "other") or one == record.id
            if proven or (further.id in admitted if further else not inquiry.askable(one)):
                named.append(one)
    own = [one for one in reference.ids if (found := inquiry.record(one)) and found.id in admitted]
    if (stated := stated_preprint(reference)) and not own:
        own = [one for one in stated.ids if _is_unheard(inquiry, one)]  # only the user's own word is there, and counts
    return unique(expanded for one in (*own, *named) for expanded in (one, *implied(one)))


def _is_unheard(inquiry: Inquiry, identifier: Identifier) -> bool:
    """Whether no source gave a valid answer on an identifier."""
    return all(isinstance(verdict, SourceError) for verdict in inquiry.verdicts_on(identifier).values())


def related(inquiry: Inquiry, reference: Reference, records: Sequence[Record]) -> tuple[Identifier, ...]:
    """Identifiers of the reference whose records speak of another work."""
    admitted = {record.id for record in records}
    found = ((one, inquiry.record(one)) for one in reference.ids)
    return tuple(one for one, record in found if record is not None and record.id not in admitted)


def asked(inquiry: Inquiry, ids: Sequence[Identifier], records: Sequence[Record]) -> tuple[tuple[str, str], ...]:
    """Each source's date of its last valid answer on the work, or why there was none."""
    found = answers(inquiry, ids, records)
    return tuple(sorted((source, said) for source, said in found.items() if said and said != _OFFLINE))


def answers(inquiry: Inquiry, ids: Sequence[Identifier], records: Sequence[Record]) -> dict[str, str]:
    """As ``asked``, with those who were not asked because this run is offline."""
    dates: dict[str, str] = {}
    failed: dict[str, str] = {}
    seen = [record for one in ids if (record := inquiry.record(one))]
    every = unique([*ids, *(named for record in (*records, *seen) for named in record.ids)])
    heard = [inquiry.verdicts_on(one) for one in every]
    heard += [book.get(one, {}) for book in (inquiry.testimony, inquiry.leads) for one in every]
    told = (name for one in every for said in inquiry.testimonies(one) for name in said.ids)
    led_to = unique((*told, *(lead for one in every for lead in inquiry.led_to(one))))
    heard += [inquiry.verdicts_on(one) for one in led_to if one not in every]
    for verdicts in heard:
        for source, verdict in verdicts.items():
            if isinstance(verdict, Record):
                dates[source] = verdict.fetched
            elif isinstance(verdict, Absent):
                dates.setdefault(source, verdict.date)
            elif isinstance(verdict, SourceError) and (verdict.failure != _OFFLINE or source not in failed):
                failed[source] = verdict.failure
    return {**dates, **{name: why for name, why in failed.items() if why != _OFFLINE or name not in dates}}


def unique(values: Iterable[_Value]) -> tuple[_Value, ...]:
    """The values in their order, each once."""
    return tuple(dict.fromkeys(values))
