"""DBLP: one BibTeX record for each key (https://dblp.org/faq/1474679.html), often behind a challenge for browsers.

Names carry digits that tell homonyms apart ("Yu Sun 0020"), booktitles the acronym, place and date of the conference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bertbib.crosswalk import identifiers_from_bibtex
from bertbib.model import Answer, Identifier, Item, Reading, Request
from bertbib.model.record import RecordStatus
from bertbib.sources import _bib, _forms
from bertbib.sources._preprints import is_preprint_doi, is_preprint_server
from bertbib.text.bibtex import BibEntry
from bertbib.text.links import canonical_url
from bertbib.venues.booktitles import without_place_and_date

_PREPRINTS = ("journals/corr/", "journals/iacr/", "journals/eccc/")
"""Streams of arXiv, the Cryptology ePrint Archive and the ECCC: DBLP keeps preprints as articles of a journal."""


@dataclass(frozen=True, slots=True)
class Dblp:
    """DBLP as a source of published records."""

    name: str = "dblp"
    trust: int = 85
    pace: float = 1.5
    ttl: int = 90 * 86_400

    def accepts(self, identifier: Identifier) -> bool:
        """Whether this is the key of a paper of a conference or a journal that is no preprint server."""
        value = identifier.value
        if identifier.scheme != "dblp" or not value.startswith(("conf/", "journals/")) or value.startswith(_PREPRINTS):
            return False
        return value.count("/") > 1 and "/." not in value and _forms.is_canonical(identifier)

    def requests(self, ids: Sequence[Identifier]) -> list[Request]:
        """One GET for each key; others are left out."""
        return [
            Request(source=self.name, url=f"https://dblp.org/rec/{one.value}.bib", ids=(one,))
            for one in dict.fromkeys(ids)
            if self.accepts(one)
        ]

    def read(self, answer: Answer) -> Reading:
        """Read the entry of a key; 404 says that DBLP has none."""
        asked = answer.request.ids[0]
        if _bib.is_missing(answer):
            return Reading(absent=frozenset(answer.request.ids))
        entry = _entry(answer, asked)
        item = _item(entry, asked)
        status = _status(entry, item)
        if not (item.title and item.author and item.issued and (item.container_title or status == "preprint")):
            raise _forms.failure(
                answer, f"answered with an entry for {asked.value} that lacks its title, names or venue"
            )
        found = _forms.record(answer, asked, item, status, tuple(_further(entry)))
        return Reading({asked: found})


SOURCE = Dblp()


def _entry(answer: Answer, asked: Identifier) -> BibEntry:
    found = _bib.entries(_forms.utf8(answer))
    if len(found) != 1 or found[0].key != f"DBLP:{asked.value}":
        raise _forms.failure(answer, f"answered with something that is not the entry of {asked.value}")
    return found[0]


def _item(entry: BibEntry, asked: Identifier) -> Item:
    item = without_place_and_date(_bib.item(entry))
    return replace(item, URL=item.URL or canonical_url(asked))


def _status(entry: BibEntry, item: Item) -> RecordStatus:
    if item.type == "article" or is_preprint_server(item.container_title):
        return "preprint"
    return "published" if entry.type.lower() in ("inproceedings", "article", "incollection") else "other"


def _further(entry: BibEntry) -> Iterator[Identifier]:
    """The identifiers that the record's addresses carry: a forum, a page of PMLR or the ACL, a DOI."""
    for one in identifiers_from_bibtex(entry):
        if one.scheme in ("doi", "acl", "pmlr", "openreview") and not is_preprint_doi(one):
            yield one
