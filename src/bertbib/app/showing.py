"""Why is this entry what it is: ``show``, from the lock alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertbib import project
from bertbib.app.session import open_session
from bertbib.config import suggest
from bertbib.crosswalk import item_to_csl
from bertbib.model import Entry, InputError, Lock, Where
from bertbib.text.links import implied, parse_identifier


@dataclass(frozen=True, slots=True)
class FieldOrigin:
    """One field of an entry, its value and the record it came from."""

    field: str
    value: Any
    origin: str


@dataclass(frozen=True, slots=True)
class ShowReport:
    """An entry, field by field, with the evidence for it."""

    entry: Entry
    fields: tuple[FieldOrigin, ...]

    def to_json(self) -> dict[str, Any]:
        """The stable document ``show/1``."""
        entry = self.entry
        return {
            "bertbib": "show/1",
            "key": entry.key,
            "status": entry.status,
            "source": entry.source,
            "ids": [str(one) for one in entry.ids],
            "related": [str(one) for one in entry.related],
            "aliases": list(entry.aliases),
            "proof": proof_json(entry),
            "asked": dict(entry.asked),
            "links": [{"role": link.role, "label": link.label, "url": link.url} for link in entry.links],
            "fields": [{"field": one.field, "value": one.value, "origin": one.origin} for one in self.fields],
        }


def proof_json(entry: Entry) -> Mapping[str, Any] | None:
    """The proof of a published entry for machines, None for the others."""
    proof = entry.proof
    return {"level": proof.level, "by": list(proof.by), "note": proof.note} if proof else None


def show(name: str, *, lock_dir: Path | str | None = None, root: Path | None = None) -> ShowReport:
    """The entry of a citation key, alias or identifier (any form, URLs too).

    Raise InputError where the lock has none, LockError where the lock cannot be read.
    """
    config = open_session(root).config
    folder = Path(lock_dir) if lock_dir is not None else config.root / config.out
    locked = project.load_lock(folder)
    entry = find_entry(name, locked)
    if entry is None:
        hint = suggest(name, {one.key: None for one in locked}) if len(locked) else "run `bertbib build` first"
        shown = hint if hint.startswith("did you") else "see `bertbib themes`, or run `bertbib build`"
        raise InputError(
            f"the lock has no entry for {name!r}", where=Where(str(folder / project.LOCK_NAME)), hint=shown
        )
    fields = [FieldOrigin(name, value, _origin(entry, name)) for name, value in item_to_csl(entry.item).items()]
    fields += [FieldOrigin(name, value, _origin(entry, name)) for name, value in entry.item.extra]
    return ShowReport(entry, tuple(fields))


def find_entry(name: str, locked: Lock) -> Entry | None:
    """The entry of a citation key, alias or identifier of any form."""
    entry = locked.find_key(name)
    identifier = parse_identifier(name)
    if entry is None and identifier is not None:
        found = (locked.find(one) for one in (identifier, *implied(identifier)))
        entry = next((one for one in found if one is not None), None)
    if entry is None:
        same = [one for one in locked if one.key.casefold() == name.casefold()]
        entry = same[0] if len(same) == 1 else None
    return entry


def _origin(entry: Entry, field: str) -> str:
    return dict(entry.origins).get(field, entry.source)
