"""The ACL Anthology: one BibTeX entry for each paper (https://aclanthology.org/ID.bib), or a file of many papers.

Absent is only what has no page of its own: a file may be older than the paper, or not whole.
Ids: https://aclanthology.org/info/ids/. The Anthology is the venue's own record of its papers.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bertbib.model import Answer, Identifier, Item, Reading, Record, Request, SourceError
from bertbib.model.record import RecordStatus
from bertbib.sources import _anthology, _bib, _forms
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
        """A GET for each paper, for several papers of one volume its file, for very many the file of all.

        Ids of an impossible form are left out.
        """
        return _anthology.fewest(self.name, [one for one in dict.fromkeys(ids) if self.accepts(one)])

    def read(self, answer: Answer) -> Reading:
        """Read the entry of a paper, of which a 404 says that the Anthology has none; or of several in a file."""
        return _read_many(answer) if _anthology.is_of_many(answer) else _read_paper(answer)


SOURCE = AclAnthology()


def _read_paper(answer: Answer) -> Reading:
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


def _read_many(answer: Answer) -> Reading:
    """The papers of a file whose entries would do as answers of their own; for all others smaller answers follow."""
    request = answer.request
    if _bib.is_missing(answer):
        return Reading(follow=tuple(_anthology.smaller(request, request.ids)))
    records: dict[Identifier, Record] = {}
    kept: list[Answer] = []
    for piece in _anthology.cut(answer).values():
        with suppress(SourceError):
            records |= _read_paper(piece).records
            kept.append(piece)
    if not records:
        raise _forms.failure(answer, "answered with a file that has none of the papers asked for")
    missing = [one for one in request.ids if one not in records]
    return Reading(records, follow=tuple(_anthology.smaller(request, missing)), kept=tuple(kept))


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
