"""Crossref's search by title (https://github.com/CrossRef/rest-api-doc, ``query.bibliographic``).

The search always answers with something: what it gives are DOIs to ask for, of works with a title that may be the
preprint's. It is asked only where somebody says that a preprint was published at a venue that registers DOIs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bertbib.finders import _leads
from bertbib.model import Answer, Identifier, Reading, Request, Wanted
from bertbib.sources import _forms
from bertbib.sources._markup import to_plain
from bertbib.text.titles import plain

_WORKS = "https://api.crossref.org/works"
_ROWS = 5
_LONGEST = 300
_FIELDS = "DOI,title,type"
_WITHOUT_DOIS = frozenset({"iclr", "icml", "neurips", "jmlr", "tmlr", "aistats", "uai", "corl", "colm"})
_TYPES = frozenset({"proceedings-article", "journal-article", "book-chapter"})


@dataclass(frozen=True, slots=True)
class CrossrefSearch:
    """Crossref as a finder."""

    name: str = "crossref"
    pace: float = 0.4
    ttl: int = 30 * 86_400
    last: bool = True

    def questions(self, wanted: Mapping[Identifier, Wanted]) -> list[Request]:
        """One GET for each preprint: the search takes one title at a time."""
        return [
            _request(one, work)
            for one, work in wanted.items()
            if work.names or {series for series, _year in work.venues} - _WITHOUT_DOIS
        ]

    def read(self, answer: Answer) -> Reading:
        """Read a page of works; only what is none can be a challenge: papers are written about captchas, too."""
        items = _forms.mapping(_forms.mapping(_forms.json_value(answer)).get("message")).get("items")
        if answer.status == 200 and isinstance(items, list):
            return _leads.reading(answer, _titles(items))
        _forms.refuse_blocked(answer)
        if answer.status in _forms.NO_SUCH_SERVICE:
            return _forms.no_such_service(answer)
        if answer.status != 200:
            raise _forms.bad_status(answer)
        raise _forms.failure(answer, "answered a search without a list of works")


FINDER = CrossrefSearch()


def _request(identifier: Identifier, work: Wanted) -> Request:
    title = plain(work.item.title)
    first = work.item.author[0].family if work.item.author else ""
    query = " ".join(f"{title[:_LONGEST]} {first}".split())
    params = (("query.bibliographic", query), ("rows", str(_ROWS)), ("select", _FIELDS))
    return Request(
        source="crossref", url=_WORKS, ids=(identifier,), params=params, accept="application/json", titles=(title,)
    )


def _titles(items: list[object]) -> Iterator[tuple[str, Identifier]]:
    for work in map(_forms.mapping, items):
        doi, title = _forms.text(work.get("DOI")), to_plain(_forms.first_text(work.get("title")))
        if doi and title and _forms.text(work.get("type")) in _TYPES:
            yield title, Identifier("doi", doi)
