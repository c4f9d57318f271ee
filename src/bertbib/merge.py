"""Records of one work -> its facts: one record wins by trust, others only fill what it leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import NamedTuple

from bertbib.model import Item, Record

_FILLABLE = tuple(
    field.name
    for field in fields(Item)
    if field.name not in ("type", "title", "author", "issued", "extra", "URL", "number")
)
"""Fields that a second record of the same publication may fill; type, title, authors and date are one record's alone.
"""

_RANK = {"published": 3, "withdrawn": 2, "preprint": 1, "other": 0}
"""A data set or report with the title of a paper never stands for it."""


class Merged(NamedTuple):
    """The facts of a work, the record that gave them, and the fields that came from another one."""

    item: Item
    chosen: Record
    origins: tuple[tuple[str, str], ...]


def merge(records: Sequence[Record], trust: Mapping[str, int]) -> Merged:
    """Merge the records of one work; ``trust`` maps source names to their rank (higher wins).

    The published record of highest trust wins. Other published records fill its empty fields; a preprint's record gives
    only its subject class. The result does not depend on the order of the records. Raise ValueError for no records.
    """
    ordered = sorted(records, key=lambda record: (-_RANK[record.status], -trust.get(record.source, 0), str(record.id)))
    if not ordered:
        raise ValueError("no records to merge")
    chosen, item = ordered[0], ordered[0].item
    origins: dict[str, str] = {}
    for record in ordered[1:]:
        if _same_publication(chosen, record):
            filled = {name: getattr(record.item, name) for name in _open_fields(item, record.item)}
            item = replace(item, **filled)
            origins |= {name.replace("_", "-"): str(record.id) for name in filled}
        known = {name for name, _value in item.extra}
        new = [(name, value) for name, value in record.item.extra if name == "primaryclass" and name not in known]
        if new:
            item = replace(item, extra=(*item.extra, *new))
            origins["primaryclass"] = str(record.id)
    return Merged(item, chosen, tuple(sorted(origins.items())))


def _same_publication(chosen: Record, other: Record) -> bool:
    """Whether two records describe one publication: both published, of one kind, and naming a common identifier.

    A conference paper and its journal version may agree on title and authors; their fields must never mix.
    """
    both = chosen.status == other.status == "published" and chosen.item.type == other.item.type
    return both and bool({chosen.id, *chosen.ids} & {other.id, *other.ids})


def _open_fields(item: Item, other: Item) -> list[str]:
    return [name for name in _FILLABLE if not getattr(item, name) and getattr(other, name)]
