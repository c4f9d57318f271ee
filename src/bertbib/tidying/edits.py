"""What a rule proposes for an entry, and what it has to know about the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

VenueForm = Literal["full", "acronym", "abbreviated", "keep"]

ENTRY_TYPE = "entrytype"
"""The name under which a change of an entry's type is reported, as if it were a field."""


class Edit(NamedTuple):
    """One field's change; without ``old`` it is new, without ``new`` it goes."""

    field: str
    old: str | None
    new: str | None


class Facts(NamedTuple):
    """An entry as rules see it: its type, its fields by lower-case names, and its bytes."""

    type: str
    fields: Mapping[str, str]
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is wanted, and how the file is written: its dialect, and whether only ASCII fits into it."""

    venues: VenueForm = "full"
    dialect: Literal["bibtex", "biblatex"] = "bibtex"
    ascii: bool = False
