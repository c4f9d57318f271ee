"""The project's registry of venues: one row of ``registry.tsv`` for each series, journal, server and book series.

``docs/venues.md`` tells how to add one. The file is read when it is first needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

COLUMNS = ("id", "kind", "acronyms", "names", "links", "guard", "source")
KINDS = ("book series", "conference", "journal", "preprint", "workshop")

_YEARS = r" \((\d{4})?-(\d{4})?\)$"


class Label(NamedTuple):
    """A name or an acronym, and the years in which the venue bears it."""

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Series:
    """A row of the registry.

    ``links`` are ids elsewhere (``dblp:conf/nips``, ``acl:emnlp``, ``pmlr:97=2019``) and relations (``part:emnlp`` of a
    joint meeting); ``guard`` are words, one of which must stand near an acronym that others use too.
    """

    id: str
    kind: str
    acronyms: tuple[Label, ...]
    names: tuple[Label, ...]
    links: tuple[str, ...]
    guard: tuple[str, ...]
    source: str

    def acronym(self, year: int | None = None) -> str:
        """The acronym in a year, the present one without; empty where there is none."""
        return _in_year(self.acronyms, year)

    def name(self, year: int | None = None) -> str:
        """The full name in a year, the present one without."""
        return _in_year(self.names, year)

    def linked(self, scheme: str) -> list[str]:
        """What the row links to under a scheme: ``linked("part")``."""
        return [link[len(scheme) + 1 :] for link in self.links if link.startswith(scheme + ":")]


def _in_year(labels: tuple[Label, ...], year: int | None) -> str:
    if year is not None:
        for label in labels:
            if label.first <= year <= label.last:
                return label.text
    return labels[0].text if labels else ""


def _label(text: str) -> Label:
    years = re.search(_YEARS, text)
    if not years:
        return Label(text, 0, 9999)
    return Label(text[: years.start()], int(years[1] or 0), int(years[2] or 9999))


def _labels(cell: str) -> tuple[Label, ...]:
    return tuple(map(_label, cell.split(" | "))) if cell else ()


def _series(line: str) -> Series:
    name, kind, acronyms, names, links, guard, source = line.split("\t")
    guards = tuple(guard.split(" | ")) if guard else ()
    return Series(name, kind, _labels(acronyms), _labels(names), tuple(links.split()), guards, source)


@cache
def rows() -> tuple[str, ...]:
    """The lines of the registry, without comments and the line of column names."""
    text = Path(__file__).with_name("registry.tsv").read_text(encoding="utf-8")
    return tuple(line for line in text.split("\n")[1:] if line and not line.startswith("#"))


@cache
def registry() -> dict[str, Series]:
    """Every series by its id."""
    return {series.id: series for series in map(_series, rows())}


@cache
def acronyms() -> dict[str, tuple[str, ...]]:
    """Acronym as written -> ids of the series that bear it."""
    found: dict[str, tuple[str, ...]] = {}
    for series in registry().values():
        for label in series.acronyms:
            found[label.text] = (*found.get(label.text, ()), series.id)
    return found


@cache
def links() -> dict[str, str]:
    """``dblp:conf/nips`` -> the id of its series; PMLR volumes one by one: ``pmlr:97``."""
    found: dict[str, str] = {}
    for series in registry().values():
        for link in series.links:
            scheme, _, value = link.partition(":")
            if scheme == "pmlr":
                found.update({f"pmlr:{volume.partition('=')[0]}": series.id for volume in value.split(",")})
            elif scheme != "part":
                found.setdefault(link.lower() if scheme in ("dblp", "openreview", "doi") else link, series.id)
    return found
