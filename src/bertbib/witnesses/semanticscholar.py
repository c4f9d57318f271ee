"""Semantic Scholar: up to 500 papers in one POST (https://api.semanticscholar.org/api-docs/graph, ``/paper/batch``).

An answer is an array in the order of the request, null for what the service does not know. Its records are a
crosswalk of identifiers; ``publicationTypes`` are never used, as they call pure preprints journal articles.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bertbib.model import Answer, Date, Identifier, Item, Reading, Record, Request
from bertbib.model.record import RecordStatus
from bertbib.sources import _forms
from bertbib.sources._preprints import is_preprint_doi, names_venue
from bertbib.sources._registry_forms import is_doi
from bertbib.text.links import canonical_url, implied, parse_identifier
from bertbib.text.names import parse_person

_URL = "https://api.semanticscholar.org/graph/v1/paper/batch"
_FIELDS = "title,year,authors,venue,publicationVenue,externalIds,journal,publicationDate"
_BATCH = 500
_PREFIXES = {"arxiv": "ARXIV", "doi": "DOI", "acl": "ACL"}
_TYPES = {"conference": "paper-conference", "journal": "article-journal"}
_KEY = "S2_API_KEY"
_NONE_KNOWN = "no valid paper ids given"


@dataclass(frozen=True, slots=True)
class SemanticScholar:
    """Semantic Scholar as a witness."""

    name: str = "semanticscholar"
    pace: float = 1.1
    ttl: int = 7 * 86_400

    def accepts(self, identifier: Identifier) -> bool:
        """Whether this is an arXiv id, a DOI or an id of the ACL Anthology."""
        if identifier.scheme == "doi":
            return is_doi(identifier)
        return identifier.scheme in _PREFIXES and _forms.is_canonical(identifier)

    def requests(self, ids: Sequence[Identifier]) -> list[Request]:
        """One POST for every 500 identifiers; others are left out."""
        wanted = [one for one in dict.fromkeys(ids) if self.accepts(one)]
        return [_request(wanted[start : start + _BATCH]) for start in range(0, len(wanted), _BATCH)]

    def read(self, answer: Answer) -> Reading:
        """Read an answer.

        A position whose paper is not the one that was asked for there decides nothing about its identifier.
        """
        _forms.refuse_blocked(answer)
        if answer.status == 400 and _says_none_known(answer):
            return _none_known(answer.request)
        if answer.status in _forms.NO_SUCH_SERVICE:
            return _forms.no_such_service(answer)
        if answer.status != 200:
            raise _forms.bad_status(answer)
        papers = _forms.json_value(answer)
        ids = answer.request.ids
        if not isinstance(papers, list) or len(papers) != len(ids):
            raise _forms.failure(answer, f"did not answer with a list of {len(ids)} papers")
        if any(paper is not None and not isinstance(paper, dict) for paper in papers):
            raise _forms.failure(answer, "answered with a list of other things than papers")
        named = [_named(paper) for paper in papers]
        _check_order(answer, named)
        records = {
            one: found
            for one, paper, names in zip(ids, papers, named, strict=True)
            if _is_about(one, names) and (found := _record(answer, one, _forms.mapping(paper)))
        }
        absent = frozenset(one for one, paper in zip(ids, papers, strict=True) if paper is None)
        other = {one: "answered with another paper" for one in ids if one not in records and one not in absent}
        return Reading(records, absent, unclear=other)


WITNESS = SemanticScholar()


def _request(ids: Sequence[Identifier]) -> Request:
    names = [f"{_PREFIXES[one.scheme]}:{one.value}" for one in ids]
    return Request(
        source="semanticscholar",
        url=_URL,
        ids=tuple(ids),
        method="POST",
        params=(("fields", _FIELDS),),
        accept="application/json",
        body=json.dumps({"ids": names}),
        content_type="application/json",
        token=_KEY,
        token_header="x-api-key",  # noqa: S106 - the name of a header
    )


def _says_none_known(answer: Answer) -> bool:
    error = _forms.text(_forms.mapping(_forms.json_value(answer)).get("error"))
    return error.casefold().startswith(_NONE_KNOWN)


def _none_known(request: Request) -> Reading:
    """The service's way to say that it knows none of a batch; also that the form of one of the ids displeases it.

    Of arXiv's and the ACL's ids the form is certain; batches with DOIs are halved until each stands alone.
    """
    ids = request.ids
    if len(ids) == 1 or all(one.scheme != "doi" for one in ids):
        return Reading(absent=frozenset(ids))
    half = len(ids) // 2
    return Reading(follow=(_request(ids[:half]), _request(ids[half:])))


def _named(paper: object) -> frozenset[Identifier]:
    """The identifiers that a paper claims, with those that follow from their form."""
    claimed = tuple(_external(_forms.mapping(_forms.mapping(paper).get("externalIds"))))
    return frozenset(claimed).union(*map(implied, claimed))


def _external(external: dict[str, object]) -> Iterator[Identifier]:
    """The identifiers in the order DOI, ACL, DBLP, arXiv."""
    for scheme, name in (("doi", "DOI"), ("acl", "ACL"), ("dblp", "DBLP"), ("arxiv", "ArXiv")):
        value = _forms.text(external.get(name))
        found = parse_identifier(f"{scheme}:{value}") if value else None
        if found is not None and found.scheme == scheme:
            yield found


def _is_about(asked: Identifier, named: frozenset[Identifier]) -> bool:
    return asked in named or any(one in named for one in implied(asked))


def _check_order(answer: Answer, named: list[frozenset[Identifier]]) -> None:
    """Raise SourceError where a paper stands in another's place while its own holds none of that name.

    Two identifiers that the service takes for one paper get that paper twice: that is no disorder.
    """
    ids = answer.request.ids
    own = {one for one, names in zip(ids, named, strict=True) if _is_about(one, names)}
    for asked, names in zip(ids, named, strict=True):
        if asked not in own and any(other in names and other not in own for other in ids):
            raise _forms.failure(answer, "answered in another order than it was asked")


def _record(answer: Answer, asked: Identifier, paper: dict[str, object]) -> Record | None:
    """The testimony on one paper; None where it has no title."""
    title = _forms.tex_title(_forms.text(paper.get("title")))
    if not title:
        return None
    venue, journal = _forms.mapping(paper.get("publicationVenue")), _forms.mapping(paper.get("journal"))
    names = [_forms.text(one) for one in (venue.get("name"), paper.get("venue"), journal.get("name"))]
    container = next(filter(names_venue, names), "")
    status: RecordStatus = "published" if container else "preprint"
    item = Item(
        type=_TYPES.get(_forms.text(venue.get("type")), "document") if container else "article",
        title=title,
        author=tuple(
            parse_person(name)
            for one in _forms.listing(paper.get("authors"))
            if (name := _forms.text(_forms.mapping(one).get("name")))
        ),
        issued=_issued(paper),
        container_title=container,
        URL=canonical_url(asked),
    )
    if names_venue(_forms.text(journal.get("name"))):
        item = replace(item, volume=_forms.text(journal.get("volume")), page=_forms.pages(journal.get("pages")))
    named = tuple(_crosswalk(paper))
    external = _external(_forms.mapping(paper.get("externalIds")))
    preprints = (str(one) for one in external if one.scheme != "arxiv" and one not in named)
    server = "" if container else next(filter(None, names), "")
    hints = (("preprint_server", server), ("preprint_ids", ", ".join(preprints)))
    return _forms.record(answer, asked, item, status, named, hints)


def _issued(paper: dict[str, object]) -> Date | None:
    return _forms.date([paper.get("year")])


def _crosswalk(paper: dict[str, object]) -> Iterator[Identifier]:
    """The identifiers of a publication: not those of arXiv and CoRR, nor DOIs of other preprint servers."""
    for one in _external(_forms.mapping(paper.get("externalIds"))):
        corr = one.scheme == "dblp" and one.value.startswith("journals/corr/")
        if one.scheme != "arxiv" and not corr and not is_preprint_doi(one):
            yield one
