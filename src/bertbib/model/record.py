"""What one source says about one work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bertbib.model.identifier import Identifier
from bertbib.model.item import Item

RecordStatus = Literal["published", "preprint", "withdrawn", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One source's record of a work.

    ``ids`` are the record's own and further identifiers that the source states for the work (an arXiv record's DOI).
    ``hints`` are words of the source that may point to a publication (``journal_ref``, ``comment``).
    ``fetched`` is the ISO date of the answer, ``digest`` its SHA-256 in hexadecimal.
    """

    id: Identifier
    source: str
    item: Item
    status: RecordStatus
    ids: tuple[Identifier, ...] = ()
    hints: tuple[tuple[str, str], ...] = ()
    fetched: str = ""
    digest: str = ""
