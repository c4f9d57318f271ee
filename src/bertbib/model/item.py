"""Bibliographic facts of one work, in CSL's variables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A person (family and given names) or, as ``literal``, a group or an unsplit name."""

    family: str = ""
    given: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""

    def __str__(self) -> str:
        parts = (self.given, self.non_dropping_particle, self.family, self.suffix)
        return self.literal or " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Date:
    """A date of year, month (1-12) and day precision."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """The facts of one work; empty strings and tuples mean "not known".

    ``title`` and ``container_title`` are CSL rich text: plain Unicode, ``$...$`` for mathematics, and
    ``<span class="nocase">...</span>`` around words whose capitals the source protects.
    ``page`` joins ranges by a plain hyphen. ``extra`` keeps facts without a CSL variable
    (``primaryclass``) and, for items that the user states, fields that bertbib does not know.
    """

    type: str = "document"
    title: str = ""
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    issued: Date | None = None
    container_title: str = ""
    collection_title: str = ""
    event_title: str = ""
    publisher: str = ""
    publisher_place: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    DOI: str = ""
    ISBN: str = ""
    URL: str = ""
    archive: str = ""
    number: str = ""
    genre: str = ""
    extra: tuple[tuple[str, str], ...] = ()
