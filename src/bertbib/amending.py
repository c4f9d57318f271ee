"""What the user's ``overrides.bib`` wants of an entry: whether it is decided anew, and what is asked for that.

An entry of the lock is decided anew, under its key, where the user refuses the record that it was made of, accepts
another one, or has taken such a word back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from bertbib.config import suggest
from bertbib.inquiry import Absent, Inquiry, Refused
from bertbib.judge import Judge
from bertbib.model import Entry, Identifier, Lock, Problem, Record, Reference, Where
from bertbib.model.entry import STATED
from bertbib.publications import REQUIRED_WITNESSES
from bertbib.standing import as_preprint, united
from bertbib.text.links import implied

if TYPE_CHECKING:
    from bertbib.overrides import Overrides

Reason = Literal["refused", "accepted", "unaccepted", "uncorrected"]
_ORIGIN = "override:"
_SOURCE = "source"
"""The origin under this name says that the entry's whole record is one that the user accepted."""
_REFUSAL = "not"
"""The origin under this name says that the entry was decided without a record that the user refused."""
_JOINED = "joined"
"""The origin under this name holds the keys of entries that were joined into this one, as they held what it is."""
_NO_FIELDS = (_SOURCE, _REFUSAL, _JOINED)


def why_anew(entry: Entry, overrides: Overrides | None) -> Reason | None:
    """Why the overrides, as they are now, want an entry decided anew; None where it is as they want it."""
    if overrides is not None and _arxiv(entry) and overrides.refuses(entry, _publication(entry)):
        return "refused"
    accepted = _accepted(entry, overrides)
    is_accepted = dict(entry.origins).get(_SOURCE, "").startswith(_ORIGIN) and bool(_record_ids(entry) & {*accepted})
    if accepted and not is_accepted and entry.source not in map(str, accepted):
        return "accepted"
    stale = [
        name
        for name, origin in entry.origins
        if origin.startswith(_ORIGIN) and not (overrides is not None and overrides.gives(entry, name))
    ]
    if not is_accepted and (_SOURCE in stale or _REFUSAL in stale):
        return "unaccepted"
    return "uncorrected" if any(name not in _NO_FIELDS for name in stale) else None


def questions(entry: Entry, why: Reason, overrides: Overrides | None) -> list[Identifier]:
    """The identifiers to ask for before an entry can be decided anew."""
    if why == "unaccepted" and _joined_keys(entry):
        return list(entry.ids)
    if why == "uncorrected":
        source = [] if entry.source == STATED else [Identifier.parse(entry.source)]
        return list(dict.fromkeys((*source, *entry.ids)))
    return [*_anchor(entry), *_accepted(entry, overrides)]


def is_due(entry: Entry, judge: Judge) -> bool:
    """Whether an entry is to be decided anew, and can be."""
    why = why_anew(entry, judge.overrides)
    if why is None or entry.key in judge.held:
        return False
    return can_be_decided(entry, why, judge.overrides, judge.publications.inquiry)


def amended(
    entry: Entry,
    reference: Reference,
    judge: Judge,
    new_entry: Callable[[list[Record], Reference, Entry | None], Entry],
) -> Entry:
    """The entry decided anew where the user's overrides want it and enough was heard, else as it is."""
    overrides, lock = judge.overrides, judge.lock
    why = why_anew(entry, overrides)
    if why is None or not is_due(entry, judge):
        return entry
    known = bare(entry)
    lock.add(known)
    anew = reference_anew(entry, reference, why, overrides)
    judge.candidates.clear()
    judge.amended = known
    records = judge.with_publication(judge.agreeing_records(anew), anew, None)
    if not records:
        judge.amended = None
        return entry
    holders = [lock.find(one) for one in _accepted(entry, overrides)]
    others = {held.key: held for held in holders if held is not None and held.key != entry.key}
    for key in others:
        lock.remove(key)  # what they hold is this entry's now
    new = new_entry(records, anew, known)
    judge.amended = None
    if new.key != entry.key and (held := lock.entries.get(new.key)) is not None:
        others[new.key] = held
    done = finished(replace(new, key=entry.key, aliases=entry.aliases), entry, why, reference, overrides)
    return joined(done, list(others.values()), judge) if others else done


def joined(entry: Entry, others: Sequence[Entry], judge: Judge) -> Entry:
    """The entry as one with those that hold the record it is accepted as: by the user's word they are one work.

    It keeps the key under which the user says so, and theirs as aliases.
    """
    for gone in others:
        if gone.key in judge.lock.entries:
            judge.lock.remove(gone.key)
        entry = united(entry, gone)
        message = f"{entry.key} and {gone.key} are one work, as you accept; {gone.key} is an alias of {entry.key} now"
        hint = f"cite it as {entry.key}; biblatex knows the other key as ids, BibTeX does not"
        judge.report(Problem("joined", "info", message, _place(entry, judge.overrides), hint))
    origin = _ORIGIN + ",".join(one.key for one in others)
    return replace(entry, origins=tuple(sorted({**dict(entry.origins), _JOINED: origin}.items())))


def part(judge: Judge, linked: AbstractSet[Identifier]) -> None:
    """Leave entries that are to be decided anew no more than what they are known by: what else they held goes back to
    those references that link it (``linked`` are the identifiers of all), as if it had never been theirs.

    Where some of that could not be asked for, or the entry's own reference is not at hand, the entry is held as it is:
    else a work would be lost.
    """
    inquiry, overrides = judge.publications.inquiry, judge.overrides
    for entry in list(judge.lock):
        why = why_anew(entry, overrides)
        if why is None or why == "uncorrected":
            continue
        first, *further = _arxiv(entry) or entry.ids[:1]
        own = (first, *(one for one in further if one not in linked))
        others = [one for one in entry.ids if one in linked and one not in own and inquiry.askable(one)]
        if others and not (first in linked and all(map(inquiry.record, others))):
            judge.held.add(entry.key)
            if inquiry.connect is not None:
                message, hint = (
                    f"{_pending(entry, why, _accepted(entry, overrides))}: not everybody could be asked",
                    "run again later",
                )
                judge.report(Problem("override-pending", "warning", message, _place(entry, overrides), hint))
        elif is_due(entry, judge):
            aliases = tuple(alias for alias in entry.aliases if alias not in _joined_keys(entry))
            origins = tuple(one for one in entry.origins if one[0] != _JOINED)
            judge.lock.add(replace(entry, ids=own, aliases=aliases, origins=origins))


def marked(entry: Entry, judge: Judge) -> Entry:
    """An entry with the mark that it was decided in view of a refusal: taken back, it is decided anew."""
    asking = judge.publications.inquiry.connect is not None
    if not asking or judge.overrides is None or not judge.overrides.gives(entry, _REFUSAL):
        return entry
    key = next(key for key in (entry.key, *entry.aliases) if judge.overrides.refused.get(key))
    return replace(entry, origins=tuple(sorted({_REFUSAL: f"{_ORIGIN}{key}", **dict(entry.origins)}.items())))


def _joined_keys(entry: Entry) -> list[str]:
    return [key for key in dict(entry.origins).get(_JOINED, "").removeprefix(_ORIGIN).split(",") if key]


def _place(entry: Entry, overrides: Overrides | None) -> Where | None:
    """Where the overrides speak of an entry, by its key or an old one."""
    keys = [key for key in (entry.key, *entry.aliases) if overrides is not None and key in overrides.lines]
    return overrides.where(keys[0]) if overrides is not None and keys else None


def needs_witnesses(entry: Entry, why: Reason) -> bool:
    """Whether the question of an entry's publication is open again once it is decided anew."""
    aggregated = entry.source.partition(":")[0] in REQUIRED_WITNESSES
    return why in ("refused", "unaccepted") or (why == "uncorrected" and aggregated)


def can_be_decided(entry: Entry, why: Reason, overrides: Overrides | None, inquiry: Inquiry) -> bool:
    """Whether enough was heard to decide an entry anew without losing what is known."""
    if why == "accepted":
        return any(inquiry.record(one) is not None for one in _accepted(entry, overrides))
    anchored = any(inquiry.record(one) is not None for one in _anchor(entry))
    if why == "unaccepted" and entry.status == "published" and _SOURCE not in dict(entry.origins):
        return anchored and _could_stand_again(entry, inquiry)  # what was taken back may have done nothing to it
    if why in ("refused", "unaccepted"):
        return anchored
    if needs_witnesses(entry, why):
        return anchored and any(inquiry.testimonies(one) for one in _arxiv(entry))
    return entry.source != STATED and inquiry.record(Identifier.parse(entry.source)) is not None


def _could_stand_again(entry: Entry, inquiry: Inquiry) -> bool:
    """Whether everybody was heard who led to the record that an entry is made of."""
    said = [inquiry.testimony.get(one, {}).get(name) for one in _arxiv(entry)[:1] for name in REQUIRED_WITNESSES]
    heard = all(isinstance(one, Record | Absent) for one in said)
    source = Identifier.parse(entry.source)
    return heard and (inquiry.record(source) is not None or not inquiry.askable(source))


def bare(entry: Entry) -> Entry:
    """What is left of an entry that is decided anew: its key, aliases, links and the identifier it is known by."""
    preprint = as_preprint(entry)
    return replace(preprint, ids=_anchor(entry), status="unknown", origins=(), asked=(), proof=None, pack=None)


def reference_anew(entry: Entry, reference: Reference, why: Reason, overrides: Overrides | None) -> Reference:
    """The reference with the identifiers that an entry is decided anew by; refused ones are left out."""
    own = entry.ids if why == "uncorrected" else _anchor(entry)
    ids = dict.fromkeys((*own, *reference.ids, *_accepted(entry, overrides)))
    refused = overrides.refuses if overrides is not None else (lambda _entry, _ids: False)
    kept = tuple(one for one in ids if one.scheme == "arxiv" or not refused(entry, (one, *implied(one))))
    return replace(reference, ids=kept)


def finished(new: Entry, old: Entry, why: Reason, reference: Reference, overrides: Overrides | None) -> Entry:
    """The entry that was decided anew, with what stays of the old one."""
    accepted = _accepted(old, overrides)
    origins = {name: origin for name, origin in new.origins if name != _SOURCE}
    if {new.source, *map(str, new.ids)} & set(map(str, accepted)) and new.status == "published":
        origins[_SOURCE] = f"{_ORIGIN}{old.key}"
    if overrides is not None and overrides.gives(old, _REFUSAL):
        origins[_REFUSAL] = f"{_ORIGIN}{old.key}"
    ids = tuple(dict.fromkeys((*(_arxiv(old) or reference.ids), *new.ids)))  # a list's own link finds its entry
    gone = (one for one in reference.ids if overrides is not None and overrides.refuses(old, (one, *implied(one))))
    related = dict.fromkeys((*old.related, *new.related, *gone))
    asked = {**dict(old.asked), **dict(new.asked)} if why in ("accepted", "uncorrected") else dict(new.asked)
    return replace(
        new,
        ids=ids,
        related=tuple(one for one in related if one not in ids),
        origins=tuple(sorted(origins.items())),
        asked=tuple(sorted(asked.items())),
        proof=old.proof if new.source == old.source and old.proof else new.proof,
    )


def first_questions(overrides: Overrides | None, lock: Lock) -> list[Identifier]:
    """What is accepted under keys that the lock does not have yet: their entries may be named in this run."""
    if overrides is None:
        return []
    return [one for key, ids in overrides.accepted.items() if lock.find_key(key) is None for one in ids]


def pending(entry: Entry, why: Reason, overrides: Overrides | None, inquiry: Inquiry) -> Problem | None:
    """What the overrides want of an entry, for a run that asks nobody; None where nobody could be asked for it."""
    askable = [one for one in _accepted(entry, overrides) if why == "accepted" and inquiry.askable(one)]
    if why == "accepted" and not askable:
        return None
    message = _pending(entry, why, askable)
    message += ", but nobody has been asked for that yet" if why == "accepted" else ""
    hint = "run `bertbib build`, then commit the lock"
    return Problem("override-pending", "warning", message, _place(entry, overrides), hint)


def _pending(entry: Entry, why: Reason, accepted: Sequence[Identifier]) -> str:
    """What is not as the overrides want it, in words."""
    return {
        "accepted": f"{entry.key} is to be {', '.join(map(str, accepted[:1]))}",
        "refused": f"{entry.key} is still {entry.source}, which is refused",
        "unaccepted": f"{entry.key} still is as an override had it that is gone",
        "uncorrected": f"{entry.key} still has fields of an override that is gone",
    }[why]


def idle(overrides: Overrides | None, lock: Lock, inquiry: Inquiry) -> list[Problem]:
    """What the overrides say in vain: under keys that no entry bears, or of records that there are not."""
    if overrides is None:
        return []
    problems = []
    for key in dict.fromkeys((*overrides.accepted, *overrides.refused, *overrides.corrections)):
        entry = lock.find_key(key)
        if entry is None:
            hint = suggest(key, {one.key: None for one in lock}) if len(lock) else "no entry has a key yet"
            hint = hint if hint.startswith("did") else "see `bertbib show` or the .bib files for the keys"
            message = f"no entry has the key {key}; this override does nothing"
            problems.append(Problem("override-unknown-key", "warning", message, overrides.where(key), hint))
            continue
        if why_anew(entry, overrides) == "refused":
            message, hint = f"{key} is still the record that you refuse: nobody could be asked", "run again later"
            problems.append(Problem("override-pending", "warning", message, overrides.where(key), hint))
        linked = [one for one in entry.ids[:1] if str(one) == entry.source and one.scheme != "arxiv"]
        if overrides.refuses(entry, linked):
            message = f"{key} is refused as {linked[0]}, but the list links just that"
            hint = "correct the link in the list, or accept another record by is ="
            problems.append(Problem("override-pending", "warning", message, overrides.where(key), hint))
        ids = overrides.accepted.get(key, ())
        follow = {further for one in ids for further in implied(one)}
        for one in ids:
            if one not in follow and (fault := _fault(one, entry, inquiry)):
                message, hint = f"{key} is to be {one}, but {fault}", "correct the identifier after is ="
                problems.append(Problem("override-no-record", "warning", message, overrides.where(key), hint))
    return problems


def _fault(one: Identifier, entry: Entry, inquiry: Inquiry) -> str:
    if one in entry.ids or inquiry.record(one) is not None:
        return ""
    if not inquiry.askable(one):
        return "no source can be asked for it"
    heard = inquiry.verdicts_on(one)
    if not heard:
        return ""
    unknown = [name for name, verdict in heard.items() if isinstance(verdict, Absent | Refused)]
    return f"{unknown[0]} does not know it" if len(unknown) == len(heard) else "it could not be asked for"


def _arxiv(entry: Entry) -> tuple[Identifier, ...]:
    return tuple(one for one in entry.ids if one.scheme == "arxiv")


def _anchor(entry: Entry) -> tuple[Identifier, ...]:
    """What an entry is known by, whatever record it is made of: on arXiv, or by the first link of its list."""
    return _arxiv(entry) or tuple(one for one in entry.ids[:1] if str(one) != entry.source)


def _record_ids(entry: Entry) -> set[Identifier]:
    """The identifiers of the record that an entry is made of: not what the list links and nothing else."""
    doi = [Identifier("doi", entry.item.DOI)] if entry.item.DOI else []
    return {one for one in _publication(entry) if one not in _anchor(entry)} | {*doi}


def _publication(entry: Entry) -> Sequence[Identifier]:
    source = [] if entry.source == STATED else [Identifier.parse(entry.source)]
    return [one for one in (*source, *entry.ids) if one.scheme != "arxiv"]


def _accepted(entry: Entry, overrides: Overrides | None) -> tuple[Identifier, ...]:
    accepted = overrides.accepts(entry) if overrides is not None else ()
    return tuple(one for one in accepted if one.scheme != "arxiv")
