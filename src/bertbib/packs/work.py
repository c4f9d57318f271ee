"""One work on its way into a pack, in the texts that the pack's tables hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from bertbib.crosswalk import item_to_csl
from bertbib.model import Identifier, Item
from bertbib.model.record import RecordStatus

LOCAL = "bib"
"""The scheme of works that a .bib file knows by its own citation keys only; such a key identifies nothing elsewhere."""

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Work(NamedTuple):
    """A work: its record's id, its title, its item as CSL-JSON, its status, and all its ids in their text forms.

    A tuple, not a dataclass: hundreds of thousands are made for one pack. ``part_of`` names the record of the volume
    that it is in (DBLP's ``crossref``), ``hints`` is a JSON object of words that may point to a publication.
    """

    ident: str
    title: str
    item: str
    status: RecordStatus
    ids: tuple[str, ...]
    part_of: str = ""
    hints: str = ""


def work_of(
    ident: Identifier,
    item: Item,
    status: RecordStatus,
    ids: Iterable[Identifier] = (),
    *,
    part_of: str = "",
    hints: Iterable[tuple[str, str]] = (),
) -> Work:
    """The work of an item; its own id is one of its ids, unless it is a local one."""
    csl = item_to_csl(item)
    if item.extra:
        csl["custom"] = dict(item.extra)
    own = () if ident.scheme == LOCAL else (ident,)
    stated = {name: words for name, words in hints if words}
    return Work(
        str(ident),
        item.title,
        encode(csl),
        status,
        tuple(map(str, dict.fromkeys((*own, *ids)))),
        part_of,
        encode(stated) if stated else "",
    )
