"""Crossref: the registry of most publishers' DOIs (https://api.crossref.org, https://github.com/CrossRef/rest-api-doc).

DOIs are asked singly, many of them by a filter on the list of works. The list is a search: what it lacks is asked for
singly before it counts as absent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bertbib.model import Answer, Date, Identifier, Item, Name, Reading, Record, Request, SourceError
from bertbib.model.record import RecordStatus
from bertbib.sources import _forms
from bertbib.sources._markup import to_plain
from bertbib.sources._preprints import is_preprint_doi, is_preprint_server, names_venue
from bertbib.sources._registry_forms import in_path, is_arxiv_doi, is_doi
from bertbib.text.links import canonical_url

_WORKS = "https://api.crossref.org/works"
_FEW, _BATCH = 3, 50

# https://api.crossref.org/types -> the CSL type and what it says of a preprint: published, preprint or neither.
_TYPES: dict[str, tuple[str, RecordStatus]] = {
    "proceedings-article": ("paper-conference", "published"),
    "journal-article": ("article-journal", "published"),
    "book-chapter": ("chapter", "published"),
    "posted-content": ("article", "preprint"),
    "book": ("book", "other"),
    "monograph": ("book", "other"),
    "edited-book": ("book", "other"),
    "reference-book": ("book", "other"),
    "book-set": ("book", "other"),
    "proceedings": ("book", "other"),
    "book-section": ("chapter", "other"),
    "book-part": ("chapter", "other"),
    "reference-entry": ("entry", "other"),
    "report": ("report", "other"),
    "report-component": ("report", "other"),
    "dataset": ("dataset", "other"),
    "database": ("dataset", "other"),
    "dissertation": ("thesis", "other"),
    "standard": ("standard", "other"),
    "software": ("software", "other"),
    "peer-review": ("review", "other"),
    "journal-issue": ("periodical", "other"),
    "journal": ("periodical", "other"),
}
_SERIES = (
    "lecture notes in",
    "communications in computer and information science",
    "advances in intelligent systems and computing",
    "advances in intelligent and soft computing",
    "ifip advances in information",
    "lecture notes on",
    "smart innovation, systems and technologies",
    "springer proceedings in",
    "studies in computational intelligence",
    "studies in classification",
    "studies in health technology",
    "frontiers in artificial intelligence and applications",
)
_VERSIONS = ("new_version", "new_edition")

_PROCEEDINGS = re.compile(r"Proceedings of .*\b(?:Conference|Symposium|Workshop)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Crossref:
    """Crossref as a source of published records."""

    name: str = "crossref"
    trust: int = 70
    pace: float = 0.4
    ttl: int = 30 * 86_400

    def accepts(self, identifier: Identifier) -> bool:
        """Whether this is a DOI that Crossref could know: arXiv's own are DataCite's."""
        return is_doi(identifier) and not is_arxiv_doi(identifier)

    def requests(self, ids: Sequence[Identifier]) -> list[Request]:
        """Single GETs for up to three DOIs, a GET for every 50 of more; other identifiers are left out."""
        wanted = [one for one in dict.fromkeys(ids) if self.accepts(one)]
        # A comma ends a filter, and very long DOIs would make the address too long.
        listable = [one for one in wanted if "," not in one.value and len(one.value) <= 80]
        if len(listable) <= _FEW:
            return [_single(one) for one in wanted]
        batches = [_list(listable[start : start + _BATCH]) for start in range(0, len(listable), _BATCH)]
        return batches + [_single(one) for one in wanted if one not in listable]

    def read(self, answer: Answer) -> Reading:
        """Read a work or a list of works."""
        _forms.refuse_blocked(answer)
        return _read_list(answer) if answer.request.url == _WORKS else _read_work(answer)


SOURCE = Crossref()


def _single(identifier: Identifier) -> Request:
    url = f"{_WORKS}/{in_path(identifier)}"
    return Request(source="crossref", url=url, ids=(identifier,), accept="application/json")


def _list(ids: Sequence[Identifier]) -> Request:
    wanted = ",".join(f"doi:{one.value}" for one in ids)
    params = (("filter", wanted), ("rows", str(len(ids))))
    return Request(source="crossref", url=_WORKS, ids=tuple(ids), params=params, accept="application/json")


def _read_list(answer: Answer) -> Reading:
    records: dict[Identifier, Record] = {}
    if answer.status >= 500:
        raise _forms.bad_status(answer)
    if answer.status == 200:
        items = _forms.mapping(_forms.mapping(_forms.json_value(answer)).get("message")).get("items")
        works = {_doi(work): work for work in map(_forms.mapping, items if isinstance(items, list) else [])}
        for one in answer.request.ids:
            if one in works:
                try:
                    records[one] = _record(answer, one, works[one])
                except SourceError:
                    continue  # asked again by itself, where the error counts for this DOI alone
    return Reading(records, follow=tuple(_single(one) for one in answer.request.ids if one not in records))


def _read_work(answer: Answer) -> Reading:
    asked = answer.request.ids[0]
    if answer.status == 404:
        # Plain text, at times under a JSON content type.
        if answer.body.strip().lower().startswith(b"resource not found"):
            return Reading(absent=frozenset({asked}))
        raise _forms.failure(answer, "answered HTTP 404 in a form of its own")
    if answer.status != 200:
        raise _forms.bad_status(answer)
    body = _forms.json_object(answer)
    work = _forms.mapping(body.get("message"))
    if body.get("message-type") != "work" or _doi(work) != asked:
        raise _forms.failure(answer, f"answered with something that is not the work {asked.value}")
    return Reading({asked: _record(answer, asked, work)})


def _doi(work: dict[str, object]) -> Identifier | None:
    value = _forms.text(work.get("DOI"))
    return Identifier("doi", value) if value else None


def _record(answer: Answer, asked: Identifier, work: dict[str, object]) -> Record:
    title = _title(work)
    if not title:
        raise _forms.failure(answer, f"answered with a work {asked.value} without a title")
    kind, status = _TYPES.get(_forms.text(work.get("type")), ("document", "other"))
    if status == "published":
        status = _standing(work, asked)
    if status != "preprint":
        return _forms.record(answer, asked, _item(work, asked, kind, title), status)
    item = _item(work, asked, "article", title)
    venue = item.container_title if names_venue(item.container_title) else ""
    item = replace(item, container_title="", collection_title="", volume="", issue="")
    return _forms.record(answer, asked, item, status, hints=(("container_title", venue),))


def _standing(work: dict[str, object], asked: Identifier) -> RecordStatus:
    """What an article, paper or chapter is: a notice about another work, a server's preprint, or published.

    SSRN and others register their preprints as articles of a journal.
    """
    if _is_notice(work, asked):
        return "other"
    names = map(to_plain, [*_forms.listing(work.get("container-title")), work.get("publisher")])
    return "preprint" if is_preprint_doi(asked) or any(map(is_preprint_server, names)) else "published"


def _is_notice(work: dict[str, object], asked: Identifier) -> bool:
    """Whether this is an erratum, a retraction or the like: its ``update-to`` names the work that it is about.

    A new version is a work like the one before, and some publishers deposit an update on the updated work itself
    (https://www.crossref.org/documentation/crossmark/version-control-corrections-and-retractions/).
    """
    updates = map(_forms.mapping, _forms.listing(work.get("update-to")))
    return any(one and _doi(one) != asked and one.get("type") not in _VERSIONS for one in updates)


def _item(work: dict[str, object], asked: Identifier, kind: str, title: str) -> Item:
    container, series = _containers(work, kind)
    event = _event(work)
    # Springer deposits the papers of a conference as chapters of its proceedings, AAAI as articles of a journal.
    if (kind == "chapter" and event) or (kind == "article-journal" and _PROCEEDINGS.match(container)):
        kind = "paper-conference"
    return Item(
        type=kind,
        title=title,
        author=_names(work.get("author")),
        editor=_names(work.get("editor")),
        issued=_issued(work),
        container_title=container,
        collection_title=series,
        event_title=event,
        publisher=_server(work, kind) or to_plain(work.get("publisher")),
        publisher_place=to_plain(work.get("publisher-location")),
        volume=_forms.text(work.get("volume")),
        issue=_forms.text(work.get("issue")),
        page=_forms.pages(work.get("page")) or _forms.text(work.get("article-number")),
        DOI=asked.value,
        ISBN=_forms.first_text(work.get("ISBN")).rpartition("/")[2],
        URL=canonical_url(asked),
    )


def _title(work: dict[str, object]) -> str:
    title = next((found for found in map(to_plain, _forms.listing(work.get("title"))) if found), "")
    subtitle = next((found for found in map(to_plain, _forms.listing(work.get("subtitle"))) if found), "")
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title
    return title + (" " if title[-1] in ":?!" else ": ") + subtitle


def _names(people: object) -> tuple[Name, ...]:
    """People as family and given names, groups as they stand; empty entries are left out."""
    found: list[Name] = []
    for one in map(_forms.mapping, _forms.listing(people)):
        group = to_plain(one.get("name"))
        name = _forms.person(to_plain(one.get("family")), to_plain(one.get("given")), one.get("suffix"))
        if name or group:
            found.append(name or Name(literal=group))
    return tuple(found)


def _containers(work: dict[str, object], kind: str) -> tuple[str, str]:
    """The container and its series; Springer names the series first, and for some volumes nothing else."""
    titles = [found for found in map(to_plain, _forms.listing(work.get("container-title"))) if found]
    if kind == "article-journal" or not titles:
        return (titles or [""])[0], ""
    series = next((one for one in titles if one.casefold().startswith(_SERIES)), "")
    others = [one for one in titles if one != series]
    return (others or [""])[0], series


def _event(work: dict[str, object]) -> str:
    """The name of the conference: Crossref's ``event``, or Springer's ``assertion`` of it."""
    event = work.get("event")
    name = to_plain(_forms.mapping(event).get("name"))
    for one in map(_forms.mapping, _forms.listing(work.get("assertion"))):
        if not name and one.get("name") == "conference_name":
            name = to_plain(one.get("value"))
    return name


def _server(work: dict[str, object], kind: str) -> str:
    """The server of a preprint, which is not always its publisher (bioRxiv): its institution, or its "journal"."""
    if kind != "article":
        return ""
    institutions = [_forms.mapping(one).get("name") for one in _forms.listing(work.get("institution"))]
    journals = filter(is_preprint_server, map(to_plain, _forms.listing(work.get("container-title"))))
    return next((name for name in (*map(to_plain, institutions), *journals) if name), "")


def _issued(work: dict[str, object]) -> Date | None:
    """``issued`` is Crossref's earliest date of publication; the others stand in where it is empty."""
    for field in ("issued", "published", "published-print", "published-online"):
        parts = _forms.listing(_forms.mapping(work.get(field)).get("date-parts"))
        found = _forms.date(parts[0]) if parts else None
        if found:
            return found
    return None
