"""A record as it is compared: the facts that speak for or against another one being of the same work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bertbib.duplicates.kinds import Kind, kind_of, known_series, venue_of
from bertbib.duplicates.people import Person, people_of
from bertbib.duplicates.wording import Wording, edition_number, wording_of
from bertbib.model import Identifier, Item
from bertbib.sources._preprints import is_preprint_doi
from bertbib.text.links import implied

_NO_DOI = "10.5555/"
"""Prefix of the ACM's own numbers for what has no DOI; nobody registered them."""

_PUBLICATIONS = frozenset({"doi", "acl", "pmlr", "openreview", "isbn"})
"""Schemes whose identifiers name one publication; those of arXiv name a work, those of DBLP either."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is compared of a record; equal works need no comparison.

    ``since`` is the year in which a preprint was first posted, by its arXiv id: the year stated is often that of its
    last version.

    ``dois`` are those of publishers, folded. ``years`` are those that the venue's name mentions.
    """

    title: Wording
    people: tuple[Person, ...]
    year: int | None
    since: int | None
    kind: Kind
    venue: str
    series: frozenset[str]
    years: frozenset[str]
    ids: frozenset[Identifier]
    dois: frozenset[str]
    volume: str
    pages: tuple[str, ...]
    edition: int

    @property
    def publication_ids(self) -> frozenset[Identifier]:
        """The identifiers that name one publication."""
        return frozenset(one for one in self.ids if one.scheme in _PUBLICATIONS and not is_preprint_doi(one))


def work_of(item: Item, ids: Iterable[Identifier]) -> Work:
    """The facts of a record that are compared."""
    known = frozenset(one for given in ids for one in (given, *implied(given)) if one.scheme != "url")
    dois = (one for one in known if one.scheme == "doi" and not is_preprint_doi(one))
    venue = venue_of(item)
    title = wording_of(item.title)
    return Work(
        title=title,
        people=people_of(item.author or item.editor),
        year=item.issued.year if item.issued else None,
        since=_posted(known),
        kind=kind_of(item),
        venue=venue,
        series=known_series(item),
        years=frozenset(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", venue)),
        ids=known,
        dois=frozenset(one.folded for one in dois if not one.folded.startswith(_NO_DOI)),
        volume=item.volume.lower().lstrip("0"),
        pages=_pages(item.page or item.number),
        edition=title.edition or _edition(item),
    )


def _posted(ids: Iterable[Identifier]) -> int | None:
    """The year in an arXiv id: ``1412.6980``, ``math.GT/0309136`` (https://info.arxiv.org/help/arxiv_identifier.html)."""
    years = [
        int(number[1]) for one in ids if one.scheme == "arxiv" and (number := re.match(r"(?:.*/)?(\d\d)", one.value))
    ]
    return min((year + (1900 if year > 90 else 2000) for year in years), default=None)


def _edition(item: Item) -> int:
    return next((edition_number(value) for name, value in item.extra if name == "edition"), 0)


def _pages(text: str) -> tuple[str, ...]:
    """First and last page as they are compared: ``214-24`` is 214 and 224, ``152:1-152:56`` 152 and 152."""
    numbers = re.findall(r"[a-z]?\d+", text.lower())[:4]
    if ":" in text:
        numbers = numbers[:1]
    if len(numbers) < 2:
        return tuple(numbers)
    first, last = numbers[:2]
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last
