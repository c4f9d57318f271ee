"""What stands behind an entry: its proof, and whether the question of its publication is still open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from bertbib.model import Date, Entry, Identifier, Item, Lock, Proof, Record, Reference, Status
from bertbib.model.entry import STATED
from bertbib.model.record import RecordStatus
from bertbib.publications import REQUIRED_WITNESSES
from bertbib.text.links import implied
from bertbib.venues.notes import note_verdict

_MAY_NEVER_ANSWER = ("openreview", "dblp")
"""Who refuses programs today, and whose records others have too."""

_RECORD_STATUS: dict[Status, RecordStatus] = {
    "published": "published",
    "preprint": "preprint",
    "unknown": "preprint",
    "withdrawn": "withdrawn",
    "other": "other",
}


def entries_of(reference: Reference, lock: Lock) -> list[Entry]:
    """The entries that hold an identifier of a reference, in the order of its identifiers."""
    found = [lock.find(one) for identifier in reference.ids for one in (identifier, *implied(identifier))]
    return [entry for entry in found if entry is not None]


def entry_of(reference: Reference, lock: Lock) -> Entry | None:
    """The entry of a reference: by its identifiers, or by the key under which a .bib states it; None without one."""
    found = entries_of(reference, lock)
    if not found and reference.stated and reference.key:
        return lock.find_key(reference.key)
    return found[0] if found else None


def as_record(entry: Entry) -> Record:
    """The entry as the record that it was made of, to be compared with what is found now."""
    return Record(
        id=Identifier.parse(entry.source),
        source=entry.source.partition(":")[0],
        item=entry.item,
        status=_RECORD_STATUS[entry.status],
        ids=entry.ids,
    )


def as_preprint(entry: Entry) -> Entry:
    """A published entry as its preprint on arXiv, for those who cite what they read; other entries as they are.

    Title and people are those of the lock, the date is the one that an arXiv identifier holds (YYMM,
    https://info.arxiv.org/help/arxiv_identifier.html).
    """
    arxiv = next((one.value for one in entry.ids if one.scheme == "arxiv"), None)
    if entry.status != "published" or arxiv is None:
        return entry
    stamp = arxiv.rpartition("/")[2][:4]
    year = int(stamp[:2])
    item = Item(
        type="article",
        title=entry.item.title,
        author=entry.item.author,
        issued=Date(year + (1900 if year > 90 else 2000), int(stamp[2:])),
        publisher="arXiv",
        archive="arXiv",
        number=f"arXiv:{arxiv}",
        URL=f"https://arxiv.org/abs/{arxiv}",
        extra=tuple((name, value) for name, value in entry.item.extra if name == "primaryclass"),
    )
    return replace(entry, item=item, status="preprint", source=f"arxiv:{arxiv}", proof=None, origins=())


def united(kept: Entry, gone: Entry) -> Entry:
    """Two entries of one work as one: the facts and the key of the first, the key of the second as an alias."""
    have, known = {link.url for link in kept.links}, {name for name, _value in kept.item.extra}
    origins = dict(gone.origins)
    stated = tuple(
        (name, value)
        for name, value in gone.item.extra
        if STATED in (gone.source, origins.get(name)) and name not in known and name != "entrytype"
    )
    ids = tuple(dict.fromkeys((*kept.ids, *gone.ids)))
    return replace(
        kept,
        item=replace(kept.item, extra=(*kept.item.extra, *stated)) if stated else kept.item,
        ids=ids,
        origins=tuple(sorted({**dict(kept.origins), **{name: STATED for name, _value in stated}}.items())),
        aliases=tuple(dict.fromkeys((*kept.aliases, gone.key, *gone.aliases))),
        links=(*kept.links, *(link for link in gone.links if link.url not in have)),
        related=tuple(one for one in dict.fromkeys((*kept.related, *gone.related)) if one not in ids),
        asked=tuple(sorted({**dict(gone.asked), **dict(kept.asked)}.items())),
    )


def is_weak(entry: Entry) -> bool:
    """Whether an entry was proven without its authors: it is proven again as soon as they are known."""
    return entry.proof is not None and entry.proof.level in ("title", "title+note")


def is_open(entry: Entry) -> bool:
    """Whether nobody knows yet if a work is published: somebody who could tell failed, or was never asked."""
    if entry.status != "unknown" or entry.source == STATED:
        return False
    asked = dict(entry.asked)
    on_arxiv = any(one.scheme == "arxiv" for one in entry.ids)
    never = on_arxiv and any(name not in asked for name in REQUIRED_WITNESSES)
    return never or could_not_ask(entry)


def could_not_ask(entry: Entry) -> bool:
    """Whether a service failed when this entry was asked for: it is asked again, until it answers."""
    return any(not is_date(date) for _source, date in entry.asked)


def is_date(value: str) -> bool:
    """Whether an entry of ``asked`` is the date of a valid answer, not the word that says why there was none."""
    return value[:1].isdigit()


def is_lasting(why: str) -> bool:
    """Whether a failure is no accident, but what the next run is most likely to meet again."""
    return why in ("blocked", "unclear")


def is_provisional(entry: Entry, ranks: Callable[[], Mapping[str, int]]) -> bool:
    """Whether an entry was decided without somebody who failed, and might be another one with their answer: it is
    decided again until they answer. What the user accepted stands, and what is ``unknown`` is open anyway.

    A refusal is waited for only where it kept a record from us that would count for more than the entry's own, or an
    aggregator's word; OpenReview and DBLP may refuse for ever. ``ranks`` gives the trust in sources and finders, and
    loads them, so it is called only where one refused.
    """
    if entry.status == "unknown" or entry.source == STATED or is_accepted(entry):
        return False
    failed = {name: word for name, word in entry.asked if not is_date(word)}
    if any(not is_lasting(word) or (name in REQUIRED_WITNESSES and word == "blocked") for name, word in failed.items()):
        return True
    lasting = [name for name in failed if name not in _MAY_NEVER_ANSWER]
    trust = ranks() if lasting else {}
    own = trust.get(entry.source.partition(":")[0], 0)
    return any(trust.get(name, 0) > own for name in lasting)


def is_accepted(entry: Entry) -> bool:
    """Whether an entry's record is one that the user accepted in ``overrides.bib``."""
    return dict(entry.origins).get("source", "").startswith("override:")


def is_undecided(entry: Entry, ranks: Callable[[], Mapping[str, int]]) -> bool:
    """Whether an entry of the lock is to be decided again: weakly proven, open, or without somebody's answer."""
    return is_weak(entry) or is_open(entry) or is_provisional(entry, ranks)


def proof_of(chosen: Record, reference: Reference, item: Item) -> Proof | None:
    """The proof of a published record: by its own id where the list links it, by aggregators, else by title and
    authors.
    """
    if chosen.status != "published":
        return None
    note = note_verdict(reference.note, item)
    if chosen.source in REQUIRED_WITNESSES:
        return Proof("aggregators", tuple(f"{name}:{chosen.id.value}" for name in REQUIRED_WITNESSES), note)
    linked = {one for identifier in reference.ids for one in (identifier, *implied(identifier))}
    level: Literal["id", "title+authors"] = "id" if chosen.id in linked else "title+authors"
    return Proof(level, (str(chosen.id),), note)
