"""The ACL Anthology: one BibTeX entry for each paper (https://aclanthology.org/ID.bib).

Ids: https://aclanthology.org/info/ids/. The Anthology is the venue's own record of its papers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bertbib.model import Answer, Identifier, Item, Reading, Request
from bertbib.model.record import RecordStatus
from bertbib.sources import _bib, _forms
from bertbib.text.bibtex import BibEntry
from bertbib.text.links import canonical_url, implied, parse_identifier


@dataclass(frozen=True, slots=True)
class AclAnthology:
    """The ACL Anthology as a source of published records."""

    name: str = "acl"
    trust: int = 90
    pace: float = 0.5
    ttl: int = 365 * 86_400

    def accepts(self, identifier: Identifier) -> bool:
        """Whether this is the id of a paper in the Anthology's grammar."""
        return identifier.scheme == "acl" and _forms.is_canonical(identifier)

    def requests(self, ids: Sequence[Identifier]) -> list[Request]:
        """One GET for each paper; ids of an impossible form are left out."""
        return [
            Request(source=self.name, url=f"https://aclanthology.org/{one.value}.bib", ids=(one,))
            for one in dict.fromkeys(ids)
            if self.accepts(one)
        ]

    def read(self, answer: Answer) -> Reading:
        """Read the entry of a paper; 404 says that the Anthology has none of this id."""
        asked = answer.request.ids[0]
        if _bib.is_missing(answer):
            return Reading(absent=frozenset(answer.request.ids))
        entry = _only_entry(answer)
        if _acl_ids(entry) != {asked}:
            raise _forms.failure(answer, f"answered with an entry that is not {asked.value}")
        item = _bib.item(entry)
        if not item.title:
            raise _forms.failure(answer, f"answered with an entry for {asked.value} that has no title")
        item = replace(item, URL=canonical_url(asked))
        found = _forms.record(answer, asked, item, _status(item), _dois(item))
        return Reading({asked: found})


SOURCE = AclAnthology()


def _only_entry(answer: Answer) -> BibEntry:
    found = _bib.entries(_forms.utf8(answer))
    if len(found) != 1:
        raise _forms.failure(answer, f"answered with {len(found)} BibTeX entries where one is due")
    return found[0]


def _acl_ids(entry: BibEntry) -> set[Identifier]:
    """The Anthology ids that an entry claims: by its page, or by its DOI where it states no page."""
    for name in ("url", "doi"):
        stated = parse_identifier(entry.fields.get(name, ""))
        if stated is not None:
            claimed = {one for one in (stated, *implied(stated)) if one.scheme == "acl"}
            if claimed:
                return claimed
    return set()


def _dois(item: Item) -> tuple[Identifier, ...]:
    found = parse_identifier(item.DOI)
    return (found,) if found is not None and found.scheme == "doi" else ()


def _status(item: Item) -> RecordStatus:
    """Front matter and whole volumes are no papers."""
    return "published" if item.type in ("paper-conference", "article-journal", "chapter") and item.author else "other"
