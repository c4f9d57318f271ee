"""OpenAlex: up to 100 works by a filter on their DOIs (https://developers.openalex.org).

A preprint is asked for by arXiv's DOI of it. Works are matched by what they say themselves: their DOI, or a location
on arXiv, as OpenAlex merges a preprint into its publication. A location counts as a publication if its source is no
repository and it holds the published version.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bertbib.model import Answer, Identifier, Item, Reading, Record, Request
from bertbib.model.record import RecordStatus
from bertbib.sources import _forms
from bertbib.sources._markup import to_plain
from bertbib.sources._preprints import is_preprint_doi, names_venue
from bertbib.sources._registry_forms import is_doi
from bertbib.sources._venue_pages import landing_page
from bertbib.text.links import canonical_url, implied, parse_identifier
from bertbib.text.names import parse_person

_WORKS = "https://api.openalex.org/works"
_SELECT = "id,doi,title,display_name,type,publication_year,authorships,biblio,primary_location,locations"
_MOST = 100
"""Values of one filter, and works of one page (https://developers.openalex.org/guides/filtering)."""
_LONGEST = 5_000
"""Characters of a filter: gateways refuse addresses of more than about 8 kB."""
_TYPES = {"conference": "paper-conference", "journal": "article-journal", "book series": "chapter"}
_NO_VENUES = ("repository", "metadata")
_SCHEMES = ("acl", "pmlr", "openreview", "doi")
_KEY = "OPENALEX_API_KEY"
_HINT = f"; set {_KEY} to raise the budget (keys are free)"


@dataclass(frozen=True, slots=True)
class OpenAlex:
    """OpenAlex as a witness."""

    name: str = "openalex"
    pace: float = 0.2
    ttl: int = 7 * 86_400

    def accepts(self, identifier: Identifier) -> bool:
        """Whether this is an arXiv id, or a DOI that a filter can hold."""
        if identifier.scheme == "arxiv":
            return _forms.is_canonical(identifier)
        return is_doi(identifier) and not any(mark in identifier.value for mark in ",|\"'")

    def requests(self, ids: Sequence[Identifier]) -> list[Request]:
        """One GET for every 100 identifiers, fewer where their DOIs are long; others are left out."""
        batches: list[list[Identifier]] = []
        length = _LONGEST
        for one in dict.fromkeys(ids):
            if not self.accepts(one):
                continue
            own = len(quote(_doi(one) + "|", safe=""))
            if length + own > _LONGEST or len(batches[-1]) == _MOST:
                batches.append([])
                length = 0
            batches[-1].append(one)
            length += own
        return [_request(batch) for batch in batches]

    def read(self, answer: Answer) -> Reading:
        """Read a page of works.

        An identifier is absent only if the page holds all works of the filter and each was asked for. Where it does
        not, or two works or two preprints claim one another, nothing is decided about the identifiers concerned.
        """
        if answer.status == 403 and not _forms.is_challenge(answer):
            raise _forms.failure(answer, f"refused the request as one too many{_HINT}", "throttled")
        _forms.refuse_blocked(answer, _HINT)
        if answer.status in _forms.NO_SUCH_SERVICE:
            return _forms.no_such_service(answer)
        if answer.status != 200:
            raise _forms.bad_status(answer)
        body = _forms.json_object(answer)
        results, count = body.get("results"), _forms.whole(_forms.mapping(body.get("meta")).get("count"))
        if not isinstance(results, list) or count is None or count < len(results):
            raise _forms.failure(answer, "answered without a count and a list of works")
        works = [_forms.mapping(one) for one in results]
        return _decide(answer, works, complete=count == len(works))


WITNESS = OpenAlex()


def _doi(identifier: Identifier) -> str:
    """The DOI to ask for, in the lower case that OpenAlex keeps them in."""
    return identifier.folded if identifier.scheme == "doi" else f"10.48550/arxiv.{identifier.value}".lower()


def _request(ids: Sequence[Identifier]) -> Request:
    wanted = "|".join(dict.fromkeys(map(_doi, ids)))
    return Request(
        source="openalex",
        url=_WORKS,
        ids=tuple(ids),
        params=(("filter", f"doi:{wanted}"), ("per_page", str(_MOST)), ("select", _SELECT)),
        accept="application/json",
        token=_KEY,
        token_param="api_key",  # noqa: S106 - the name of a parameter
    )


def _decide(answer: Answer, works: list[dict[str, object]], *, complete: bool) -> Reading:
    ids = answer.request.ids
    named = [_named(work) for work in works]
    claims = {one: [at for at, names in enumerate(named) if _is_about(one, names)] for one in ids}
    claimed = {at for places in claims.values() for at in places}
    records: dict[Identifier, Record] = {}
    for one, places in claims.items():
        clear = all(_is_one_work(named[at]) for at in places)
        chosen = _chosen([works[at] for at in places]) if clear else None
        if chosen is not None and (found := _record(answer, one, chosen)):
            records[one] = found
    if complete and len(claimed) == len(works):
        absent = frozenset(one for one, places in claims.items() if not places)
        return Reading(records, absent, unclear=_contested(ids, records, absent))
    follow = _halves([one for one in ids if one not in records], ids)
    return Reading(records, follow=follow, unclear={} if follow else _contested(ids, records, frozenset()))


def _contested(
    ids: tuple[Identifier, ...], records: dict[Identifier, Record], absent: frozenset[Identifier]
) -> dict[Identifier, str]:
    return {one: "has works that contradict each other" for one in ids if one not in records and one not in absent}


def _halves(open_ids: list[Identifier], asked: tuple[Identifier, ...]) -> tuple[Request, ...]:
    """Smaller questions about what is open; none where the question was about one identifier already."""
    if len(asked) == 1 or not open_ids:
        return ()
    half = (len(open_ids) + 1) // 2
    return tuple(_request(part) for part in (open_ids[:half], open_ids[half:]) if part)


def _named(work: dict[str, object]) -> frozenset[Identifier]:
    """The identifiers that a work claims: its DOI, and what the addresses of its locations say."""
    stated = [_forms.text(work.get("doi"))]
    for location in _locations(work):
        stated += [_forms.text(location.get("landing_page_url")), _forms.text(location.get("pdf_url"))]
    found = [one for one in map(parse_identifier, stated) if one is not None and one.scheme != "url"]
    return frozenset(found).union(*map(implied, found))


def _locations(work: dict[str, object]) -> list[dict[str, object]]:
    """The locations, the primary one first."""
    return [_forms.mapping(one) for one in (work.get("primary_location"), *_forms.listing(work.get("locations")))]


def _is_about(asked: Identifier, named: frozenset[Identifier]) -> bool:
    return asked in named or any(one in named for one in implied(asked))


def _is_one_work(named: frozenset[Identifier]) -> bool:
    """Whether a work is not a merger of two preprints: of such a one nobody can say whose venue it gives."""
    return len({one for one in named if one.scheme == "arxiv"}) < 2


def _chosen(works: list[dict[str, object]]) -> dict[str, object] | None:
    """The work that testifies: the only one, or the only published one beside the preprint's own."""
    published = [work for work in works if _published_location(work) is not None]
    candidates = published or works
    return candidates[0] if len(candidates) == 1 else None


def _published_location(work: dict[str, object]) -> dict[str, object] | None:
    """The first location that is a publication, if any."""
    for location in _locations(work):
        source = _forms.mapping(location.get("source"))
        is_venue = source.get("type") not in _NO_VENUES and names_venue(_forms.text(source.get("display_name")))
        if is_venue and location.get("version") == "publishedVersion":
            return location
    return None


def _record(answer: Answer, asked: Identifier, work: dict[str, object]) -> Record | None:
    """The testimony of a work; None where it has no title."""
    title = _forms.tex_title(to_plain(work.get("title")) or to_plain(work.get("display_name")))
    if not title:
        return None
    location = _published_location(work)
    status: RecordStatus = "published" if location else "preprint"
    source = _forms.mapping((location or {}).get("source"))
    raw_name = _forms.text((location or {}).get("raw_source_name"))
    biblio = _forms.mapping(work.get("biblio")) if location else {}
    first, last = _forms.text(biblio.get("first_page")), _forms.text(biblio.get("last_page"))
    item = Item(
        type=_TYPES.get(_forms.text(source.get("type")), "document") if location else "article",
        title=title,
        author=tuple(
            parse_person(name)
            for one in map(_forms.mapping, _forms.listing(work.get("authorships")))
            if (name := to_plain(_forms.mapping(one.get("author")).get("display_name")))
        ),
        issued=_forms.date([work.get("publication_year")]),
        container_title=to_plain(source.get("display_name")),
        volume=_forms.text(biblio.get("volume")),
        issue=_forms.text(biblio.get("issue")),
        page=_forms.pages(f"{first}-{last}" if first and last and first != last else first),
        URL=canonical_url(asked),
        extra=(("raw_source_name", raw_name),) if raw_name else (),
    )
    server = _forms.text(_forms.mapping(_locations(work)[0].get("source")).get("display_name"))
    hints = (("preprint_server", "" if location else server),)
    return _forms.record(answer, asked, item, status, tuple(_crosswalk(work, location)), hints)


def _crosswalk(work: dict[str, object], location: dict[str, object] | None) -> Iterator[Identifier]:
    """The identifiers of the publication: the work's DOI, and what the address of its publication says."""
    for stated in (work.get("doi"), (location or {}).get("landing_page_url")):
        found = parse_identifier(_forms.text(stated))
        if found is None or is_preprint_doi(found):
            continue
        if found.scheme in _SCHEMES or landing_page(found):
            yield found
