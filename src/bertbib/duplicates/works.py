"""A record as it is compared: the facts that speak for or against another one being of the same work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

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


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """What is compared of a record; equal works need no comparison.

    ``since`` is the year in which a preprint was first posted, by its arXiv id: the year stated is often that of its
    last version.

    ``dois`` are those of publishers, folded. ``years`` are those that the venue's name mentions. ``first`` is the
    shortest form of the first author's surname.
    """

    title: Wording
    year: int | None
    volume: str
    pages: tuple[str, ...]
    ids: frozenset[Identifier]
    edition: int
    first: str
    people: tuple[Person, ...]
    kind: Kind
    venue: str
    series: frozenset[str]

    @property
    def since(self) -> int | None:
        """The year in which a preprint was first posted."""
        return _posted(self.ids)

    @property
    def dois(self) -> frozenset[str]:
        """Publishers' DOIs, folded."""
        return publishers_dois(self.ids)

    @property
    def years(self) -> frozenset[str]:
        """The years that the venue's name mentions."""
        return years_in(self.venue)

    @property
    def publication_ids(self) -> frozenset[Identifier]:
        """The identifiers that name one publication."""
        return frozenset(one for one in self.ids if one.scheme in _PUBLICATIONS and not is_preprint_doi(one))

    def order(self) -> tuple[str, ...]:
        """What it says of its people and venue, to sort by."""
        people = [[sorted(one.surnames), sorted(one.initials), sorted(one.words)] for one in self.people]
        return self.venue, self.kind, str(people)

    def __hash__(self) -> int:
        return hash((self.title.letters, self.year))

    def __eq__(self, other: object) -> bool:
        """Whether two records say the same; what takes long to find out is asked last."""
        if not isinstance(other, Work) or self.year != other.year or self.ids != other.ids:
            return False
        if self.pages != other.pages or self.volume != other.volume or self.edition != other.edition:
            return False
        if self.title != other.title or self.venue != other.venue or self.kind != other.kind:
            return False
        return self.series == other.series and self.people == other.people


def work_of(item: Item, ids: Iterable[Identifier]) -> Work:
    """The facts of a record that are compared."""
    title = wording_of(item.title)
    people = people_of(item.author or item.editor)
    return Work(
        title=title,
        year=item.issued.year if item.issued else None,
        volume=volume_of(item.volume),
        pages=pages_of(item.page or item.number),
        ids=known_ids(ids),
        edition=title.edition or _edition(item),
        first=first_of(people),
        people=people,
        kind=kind_of(item),
        venue=venue_of(item),
        series=known_series(item),
    )


def known_ids(ids: Iterable[Identifier]) -> frozenset[Identifier]:
    """Identifiers of a work, those that follow from them included; pages of the web name no work."""
    return frozenset(one for given in ids for one in (given, *implied(given)) if one.scheme != "url")


def first_of(people: Sequence[Person]) -> str:
    """The shortest form of the first one's surname."""
    return min(people[0].surnames, key=lambda form: (len(form), form), default="") if people else ""


def volume_of(text: str) -> str:
    """A volume as it is compared."""
    return text.lower().lstrip("0")


def publishers_dois(ids: Iterable[Identifier]) -> frozenset[str]:
    """The DOIs that a publisher registered, folded."""
    dois = (one for one in ids if one.scheme == "doi" and not is_preprint_doi(one))
    return frozenset(one.folded for one in dois if not one.folded.startswith(_NO_DOI))


@lru_cache(maxsize=4096)
def years_in(venue: str) -> frozenset[str]:
    """The years that a venue's name mentions."""
    return frozenset(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", venue))


def _posted(ids: Iterable[Identifier]) -> int | None:
    """The year in an arXiv id: ``1412.6980``, ``math.GT/0309136`` (https://info.arxiv.org/help/arxiv_identifier.html)."""
    years = [
        int(number[1]) for one in ids if one.scheme == "arxiv" and (number := re.match(r"(?:.*/)?(\d\d)", one.value))
    ]
    return min((year + (1900 if year > 90 else 2000) for year in years), default=None)


def _edition(item: Item) -> int:
    return next((edition_number(value) for name, value in item.extra if name == "edition"), 0)


def pages_of(text: str) -> tuple[str, ...]:
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
