"""Proceedings of Machine Learning Research: one BibTeX file for each volume, one page for each paper.

The site is generated from the volumes' repositories (https://github.com/mlresearch): the file of a volume stands at
``/vNN/assets/bib/bibliography.bib``, a paper's page holds its BibTeX in ``<code id="bibtex">`` and Highwire tags.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from bertbib.model import Answer, Date, Identifier, Item, Reading, Record, Request
from bertbib.sources import _bib, _forms
from bertbib.sources._html import Page
from bertbib.text.bibtex import BibEntry
from bertbib.text.links import canonical_url, parse_identifier
from bertbib.text.names import parse_person

_SITE = "https://proceedings.mlr.press"
_VOLUME_FILE = "/assets/bib/bibliography.bib"
_PAGE_LIMIT = 500_000
_SERIES = "Proceedings of Machine Learning Research"


@dataclass(frozen=True, slots=True)
class Pmlr:
    """PMLR as a source of published records."""

    name: str = "pmlr"
    trust: int = 90
    pace: float = 0.5
    ttl: int = 365 * 86_400

    def accepts(self, identifier: Identifier) -> bool:
        """Whether this is a volume and a paper, such as ``v97/gong19a``."""
        return identifier.scheme == "pmlr" and _forms.is_canonical(identifier)

    def requests(self, ids: Sequence[Identifier]) -> list[Request]:
        """One GET for each volume, for all papers asked of it; ids of an impossible form are left out."""
        volumes: dict[str, list[Identifier]] = {}
        for one in dict.fromkeys(ids):
            if self.accepts(one):
                volumes.setdefault(_volume(one), []).append(one)
        return [
            Request(source=self.name, url=f"{_SITE}/{volume}{_VOLUME_FILE}", ids=tuple(papers))
            for volume, papers in volumes.items()
        ]

    def read(self, answer: Answer) -> Reading:
        """Read a volume's file, or the page of a paper that the file lacks; only a page's 404 means absent."""
        return _read_volume(answer) if answer.request.url.endswith(_VOLUME_FILE) else _read_page(answer)


SOURCE = Pmlr()


def _volume(identifier: Identifier) -> str:
    return identifier.value.partition("/")[0]


def _key(identifier: Identifier) -> str:
    return "pmlr-" + identifier.value.replace("/", "-", 1)


def _read_volume(answer: Answer) -> Reading:
    ids = answer.request.ids
    if _bib.is_missing(answer):
        return Reading(follow=tuple(_page(answer.request, one) for one in ids))
    text = _forms.utf8(answer)
    papers = _bib.entries(text)
    if papers and _bib.is_cut(text):
        raise _forms.failure(answer, "answered with a part of a volume file")
    if not papers:
        raise _forms.failure(answer, "answered with a volume file without entries")
    records: dict[Identifier, Record] = {}
    for one in ids:
        own = [paper for paper in papers if _is_of(paper, one)]
        # Two entries of one name leave open which is meant; the paper's own page knows.
        if len(own) == 1:
            records[one] = _record(answer, one, _item(own[0], one))
    return Reading(records, follow=tuple(_page(answer.request, one) for one in ids if one not in records))


def _page(request: Request, identifier: Identifier) -> Request:
    return _forms.again(request, (identifier,), f"{_SITE}/{quote(identifier.value)}.html")


def _read_page(answer: Answer) -> Reading:
    asked = answer.request.ids[0]
    _forms.refuse_denied(answer)
    if answer.status == 404:
        _forms.refuse_blocked(answer)
        return Reading(absent=frozenset(answer.request.ids))
    if answer.status != 200:
        raise _forms.bad_status(answer)
    if len(answer.body) > _PAGE_LIMIT:
        raise _forms.failure(answer, "answered with a page of improbable size")
    page = _Page()
    page.feed(_forms.utf8(answer))
    page.close()
    own = [entry for entry in _bib.entries("".join(page.bibtex)) if _is_of(entry, asked)]
    item = _item(own[0], asked) if own else _item_of_tags(page, asked)
    if item is None:
        # Looked for last: a paper about captchas has their words on its page.
        _forms.refuse_blocked(answer)
        raise _forms.failure(answer, f"answered with a page that is not the page of {asked.value}")
    return Reading({asked: _record(answer, asked, item)})


def _is_of(entry: BibEntry, identifier: Identifier) -> bool:
    """Whether an entry is this paper's: its key or its page says so, nothing denies it, and no part is missing."""
    page = parse_identifier(entry.fields.get("url", ""))
    stated = page if page is not None and page.scheme == "pmlr" else None
    named = entry.key.lower() == _key(identifier).lower() if stated is None else stated == identifier
    whole = all(entry.fields.get(name) for name in ("title", "author", "booktitle", "year"))
    return named and whole and entry.type.lower() == "inproceedings"


def _item(entry: BibEntry, identifier: Identifier) -> Item:
    item = _bib.item(entry)
    return replace(
        item,
        URL=canonical_url(identifier),
        collection_title=item.collection_title or _SERIES,
        publisher=item.publisher or "PMLR",
    )


def _item_of_tags(page: _Page, identifier: Identifier) -> Item | None:
    """The item of a page's Highwire tags; None where the tags are not those of this paper, or not all of them came."""
    volume, _, paper = identifier.value.partition("/")
    pdf = page.tag("citation_pdf_url")
    if not page.has_head or f"/{volume}/" not in pdf or not pdf.endswith(f"/{paper}.pdf"):
        return None
    title, venue = page.tag("citation_title"), page.tag("citation_inbook_title", "citation_conference_title")
    authors = tuple(parse_person(name) for name in page.tags.get("citation_author", ()) if name)
    day = _forms.iso_date(page.tag("citation_publication_date").replace("/", "-"))
    if not (title and venue and authors and day):
        return None
    first, last = page.tag("citation_firstpage"), page.tag("citation_lastpage")
    return Item(
        type="paper-conference",
        title=title,
        author=authors,
        issued=Date(day.year),
        container_title=venue,
        collection_title=_SERIES,
        volume=volume[1:] if volume.startswith("v") else volume.upper(),
        publisher="PMLR",
        page=_forms.pages(f"{first}-{last}" if first and last and first != last else first),
        URL=canonical_url(identifier),
    )


def _record(answer: Answer, identifier: Identifier, item: Item) -> Record:
    dois = (Identifier("doi", item.DOI),) if item.DOI else ()
    return _forms.record(answer, identifier, item, "published", dois)


class _Page(Page):
    """The two parts of a paper's page that matter: its BibTeX and its citation_* tags."""

    def __init__(self) -> None:
        super().__init__()
        self.bibtex: list[str] = []
        self.tags: dict[str, list[str]] = {}
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        found = {name: value or "" for name, value in attrs}
        if tag == "code":
            self._inside = found.get("id") == "bibtex"
        elif tag == "meta" and found.get("name", "").startswith("citation_"):
            self.tags.setdefault(found["name"], []).append(_forms.clean(found.get("content", "")))

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self._inside = self._inside and tag != "code"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.bibtex.append(data)

    def tag(self, *names: str) -> str:
        return next((value for name in names for value in self.tags.get(name, ()) if value), "")
