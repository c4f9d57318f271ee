"""DataCite: the registry of arXiv's, Zenodo's and many data archives' DOIs (https://support.datacite.org/docs/api).

The fields are those of its metadata schema: https://datacite-metadata-schema.readthedocs.io. Who deposits a file in a
repository chooses its type and may name any journal, so a type alone never makes a publication: see ``_standing``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bertbib.model import Answer, Date, Identifier, Item, Name, Reading, Record, Request
from bertbib.model.record import RecordStatus
from bertbib.sources import _forms
from bertbib.sources._markup import to_plain
from bertbib.sources._preprints import is_preprint_doi, names_publisher, names_venue
from bertbib.sources._registry_forms import in_path, is_arxiv_doi, is_doi
from bertbib.text.links import canonical_url, implied, parse_identifier
from bertbib.text.names import parse_person

_DOIS = "https://api.datacite.org/dois"

# resourceTypeGeneral -> the CSL type and what the type claims; a publication needs more than the claim.
_TYPES: dict[str, tuple[str, RecordStatus]] = {
    "Preprint": ("article", "preprint"),
    "ConferencePaper": ("paper-conference", "published"),
    "JournalArticle": ("article-journal", "published"),
    "BookChapter": ("chapter", "other"),
    "Book": ("book", "other"),
    "ConferenceProceeding": ("book", "other"),
    "Dissertation": ("thesis", "other"),
    "Report": ("report", "other"),
    "Standard": ("standard", "other"),
    "PeerReview": ("review", "other"),
    "Software": ("software", "other"),
    "Dataset": ("dataset", "other"),
    "Text": ("document", "other"),
}
_OTHER: tuple[str, RecordStatus] = ("document", "other")


@dataclass(frozen=True, slots=True)
class DataCite:
    """DataCite as a source of records of any DOI that Crossref does not hold."""

    name: str = "datacite"
    trust: int = 60
    pace: float = 0.5
    ttl: int = 30 * 86_400

    def accepts(self, identifier: Identifier) -> bool:
        """Whether this is a DOI."""
        return is_doi(identifier)

    def requests(self, ids: Sequence[Identifier]) -> list[Request]:
        """One GET for each DOI; other identifiers are left out."""
        return [
            Request(source=self.name, url=f"{_DOIS}/{in_path(one)}", ids=(one,), accept="application/vnd.api+json")
            for one in dict.fromkeys(ids)
            if self.accepts(one)
        ]

    def read(self, answer: Answer) -> Reading:
        """Read the record of a DOI; 404 says that DataCite has not registered it."""
        asked = answer.request.ids[0]
        _forms.refuse_blocked(answer)
        if answer.status == 404:
            _forms.json_object(answer)
            return Reading(absent=frozenset({asked}))
        if answer.status != 200:
            raise _forms.bad_status(answer)
        resource = _forms.mapping(_forms.json_object(answer).get("data"))
        if Identifier("doi", _forms.text(resource.get("id"))) != asked:
            raise _forms.failure(answer, f"answered with something that is not the record of {asked.value}")
        return Reading({asked: _record(answer, asked, _forms.mapping(resource.get("attributes")))})


SOURCE = DataCite()


def _record(answer: Answer, asked: Identifier, facts: dict[str, object]) -> Record:
    title = _title(facts)
    if not title:
        raise _forms.failure(answer, f"answered with a record of {asked.value} without a title")
    if is_arxiv_doi(asked):
        ids = implied(asked) + _published_ids(facts)
        return _forms.record(answer, asked, _arxiv_item(facts, asked, title), "preprint", ids)
    kind, status = _standing(facts, asked)
    item, venue = _item(facts, asked, kind, title), _venue(facts)
    if status != "preprint":
        return _forms.record(answer, asked, item, status, implied(asked))
    # What a depositor names as the venue stays a hint: an entry must not cite it.
    item = replace(item, container_title="", volume="", issue="", page="")
    return _forms.record(answer, asked, item, status, implied(asked), hints=(("container_title", venue),))


def _standing(facts: dict[str, object], asked: Identifier) -> tuple[str, RecordStatus]:
    """The CSL type and the status: published only in a venue, by a publisher, under a DOI that is no repository's.

    Articles, conference papers and texts that lack one of the three are preprints, whatever they call themselves.
    """
    general = _forms.text(_forms.mapping(facts.get("types")).get("resourceTypeGeneral"))
    kind, status = _TYPES.get(general, _OTHER)
    if status != "published" and general != "Text":
        return kind, status
    if names_venue(_venue(facts)) and names_publisher(_publisher(facts)) and not is_preprint_doi(asked):
        return kind, status
    return ("document" if general == "Text" else "article"), "preprint"


def _venue(facts: dict[str, object]) -> str:
    return to_plain(_forms.mapping(facts.get("container")).get("title"))


def _item(facts: dict[str, object], asked: Identifier, kind: str, title: str) -> Item:
    container = _forms.mapping(facts.get("container"))
    first, last = _forms.text(container.get("firstPage")), _forms.text(container.get("lastPage"))
    return Item(
        type=kind,
        title=title,
        author=_authors(facts),
        issued=_dated(facts, "Issued") or _forms.date([facts.get("publicationYear")]),
        container_title=_venue(facts),
        publisher=_publisher(facts),
        volume=_forms.text(container.get("volume")),
        issue=_forms.text(container.get("issue")),
        page=_forms.pages(f"{first}-{last}" if first and last and first != last else first),
        DOI=asked.value,
        URL=canonical_url(asked),
    )


def _arxiv_item(facts: dict[str, object], asked: Identifier, title: str) -> Item:
    """An arXiv paper in the form that arXiv's own records have here."""
    paper = next((one for one in implied(asked) if one.scheme == "arxiv"), None)
    return Item(
        type="article",
        title=title,
        author=_authors(facts),
        issued=_dated(facts, "Submitted") or _dated(facts, "Issued") or _forms.date([facts.get("publicationYear")]),
        publisher="arXiv",
        archive="arXiv",
        number=f"arXiv:{paper.value}" if paper else "",
        DOI=asked.value,
        URL=canonical_url(paper or asked),
    )


def _title(facts: dict[str, object]) -> str:
    """The main title and its subtitle; translated and alternative titles are left out."""
    titles = [_forms.mapping(one) for one in _forms.listing(facts.get("titles"))]
    main = next((found for one in titles if not one.get("titleType") and (found := to_plain(one.get("title")))), "")
    subtitle = next((to_plain(one.get("title")) for one in titles if one.get("titleType") == "Subtitle"), "")
    if not main or not subtitle or subtitle.casefold() in main.casefold():
        return main
    return main + (" " if main[-1] in ":?!" else ": ") + subtitle


def _authors(facts: dict[str, object]) -> tuple[Name, ...]:
    return tuple(name for one in _forms.listing(facts.get("creators")) if (name := _author(_forms.mapping(one))))


def _author(creator: dict[str, object]) -> Name | None:
    whole = to_plain(creator.get("name"))
    if creator.get("nameType") == "Organizational":
        return Name(literal=whole) if whole else None
    family = to_plain(creator.get("familyName"))
    if family:
        return _forms.person(family, to_plain(creator.get("givenName")))
    return parse_person(whole) if whole else None


def _publisher(facts: dict[str, object]) -> str:
    """A text, or an object with a name (https://support.datacite.org/docs/schema-45-migration)."""
    stated = facts.get("publisher")
    return to_plain(stated.get("name") if isinstance(stated, dict) else stated)


def _dated(facts: dict[str, object], kind: str) -> Date | None:
    """The earliest date of a kind; arXiv gives one "Submitted" for each version."""
    dates = (_forms.mapping(one) for one in _forms.listing(facts.get("dates")))
    found = [day for one in dates if one.get("dateType") == kind and (day := _forms.iso_date(one.get("date")))]
    return min(found, key=lambda day: (day.year, day.month or 0, day.day or 0), default=None)


def _published_ids(facts: dict[str, object]) -> tuple[Identifier, ...]:
    """The DOIs of the published paper that the authors gave to arXiv (``IsVersionOf``).

    These are claims, as authors mistype DOIs or name another of their papers: the record stays a preprint's, none of
    the claimed publication's facts enter it, and the DOI counts only once the record behind it agrees with this one.
    """
    found = (
        parse_identifier(_forms.text(one.get("relatedIdentifier")))
        for one in map(_forms.mapping, _forms.listing(facts.get("relatedIdentifiers")))
        if one.get("relationType") == "IsVersionOf" and one.get("relatedIdentifierType") == "DOI"
    )
    return tuple(one for one in found if one is not None and one.scheme == "doi" and not is_arxiv_doi(one))
