"""The venues' own pages of papers, by their citation tags: NeurIPS, AAAI, IJCAI, CVF, JMLR, USENIX, publishers.

Links to such pages are ``url`` identifiers; only the sites of a fixed table are asked. What a page says must be whole
(title, authors, venue, year) and must not contradict its address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bertbib.model import Answer, Date, Identifier, Item, Reading, Record, Request
from bertbib.model.record import RecordStatus
from bertbib.sources import _forms
from bertbib.sources._markup import to_plain
from bertbib.sources._meta_tags import Tags, read_tags
from bertbib.sources._preprints import is_preprint_doi, is_preprint_server
from bertbib.sources._venue_pages import landing_page, site_of
from bertbib.text.links import parse_identifier

_NEURIPS_SITES = ("papers.nips.cc", "papers.neurips.cc", "proceedings.neurips.cc", "proceedings.nips.cc")
_NEURIPS = "Advances in Neural Information Processing Systems"
_FIRST_NEURIPS = 1987  # volume 1 is that of 1988; https://proceedings.neurips.cc lists them
_IMPLIED = {
    **dict.fromkeys(_NEURIPS_SITES, ("paper-conference", _NEURIPS)),
    "proceedings.iclr.cc": ("paper-conference", "International Conference on Learning Representations"),
    "ijcai.org": ("paper-conference", "International Joint Conference on Artificial Intelligence"),
    "jmlr.org": ("article-journal", "Journal of Machine Learning Research"),
    "jmlr.csail.mit.edu": ("article-journal", "Journal of Machine Learning Research"),
}
"""Sites of one venue each, which their pages need not name."""
_VENUES = (
    ("citation_conference_title", "paper-conference"),
    ("citation_conference", "paper-conference"),
    ("citation_journal_title", "article-journal"),
    ("citation_inbook_title", "chapter"),
    ("citation_book_title", "chapter"),
)
_PROCEEDINGS = re.compile(
    r"\bproceedings of\b.*\b(?:conference|symposium|workshop|meeting)\b|advances in neural information processing|"
    r"\b(?:conference|symposium|workshops?) on\b",
    re.IGNORECASE,
)
_NEURIPS_YEAR = re.compile(r"/paper/(\d{4})/hash/", re.ASCII)
_JMLR_VOLUME = re.compile(r"/v(\d+)/", re.ASCII)
_OJS_NUMBER = re.compile(r"/article/(?:view|download)/(\d+)", re.ASCII)
_CVF_WORKSHOP = re.compile(
    r"//[a-z.-]+/(?:openaccess/)?content(?:_[a-z]+w_\d{4}|_\w*workshops\w*|/[a-z]+\d{4}w)/", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class VenuePages:
    """The pages of known sites as a source of published records."""

    name: str = "pages"
    trust: int = 80
    pace: float = 1.0
    ttl: int = 90 * 86_400

    def accepts(self, identifier: Identifier) -> bool:
        """Whether this is a URL of a paper, or of its page, at a known site."""
        return landing_page(identifier) is not None

    def requests(self, ids: Sequence[Identifier]) -> list[Request]:
        """One GET for each page, whatever links to it; other identifiers are left out."""
        pages: dict[str, list[Identifier]] = {}
        for one in dict.fromkeys(ids):
            if page := landing_page(one):
                pages.setdefault(page, []).append(one)
        return [
            Request(source=self.name, url=page, ids=tuple(asked), accept="text/html") for page, asked in pages.items()
        ]

    def read(self, answer: Answer) -> Reading:
        """Read a page; 404 and 410 say that there is no such paper."""
        ids = answer.request.ids
        _forms.refuse_denied(answer)
        if answer.status in (404, 410):
            _forms.refuse_blocked(answer)
            return Reading(absent=frozenset(ids))
        if answer.status != 200:
            raise _forms.bad_status(answer)
        tags = read_tags(answer)
        item = _item(tags, answer.request.url)
        if item is None or not _agrees(tags, item, answer.request.url):
            # Looked for last: a paper about captchas has their words on its page.
            _forms.refuse_blocked(answer)
            raise _forms.failure(answer, "answered with a page that is not the page of the paper")
        return Reading({one: _record(answer, one, item) for one in ids})


SOURCE = VenuePages()


def _record(answer: Answer, asked: Identifier, item: Item) -> Record:
    doi = parse_identifier(f"doi:{item.DOI}") if item.DOI else None
    ids = (Identifier("url", answer.request.url), *((doi,) if doi else ()))
    status: RecordStatus = "preprint" if is_preprint_server(item.container_title) else "published"
    return _forms.record(answer, asked, item, status, ids)


def _item(tags: Tags, page: str) -> Item | None:
    """The item of a page's tags; None where title, authors, venue or year are missing."""
    title, authors, issued = _forms.tex_title(to_plain(tags.first("citation_title"))), tags.authors(), tags.issued()
    kind, venue = _venue(tags, page)
    if not (title and authors and venue and issued):
        return None
    doi = parse_identifier("doi:" + tags.first("citation_doi").removeprefix("doi:").strip())
    item = Item(
        type=kind,
        title=title,
        author=authors,
        issued=issued if kind == "article-journal" else Date(issued.year),
        container_title=venue,
        publisher=to_plain(tags.first("citation_publisher")),
        volume=tags.first("citation_volume"),
        issue=tags.first("citation_issue"),
        page=tags.pages(),
        DOI=doi.value if doi is not None and not is_preprint_doi(doi) else "",
        ISBN=tags.first("citation_isbn"),
        URL=page,
    )
    return _completed(item, page)


def _venue(tags: Tags, page: str) -> tuple[str, str]:
    """The CSL type and the name of the venue: what the tags say, else what the site implies."""
    for tag, kind in _VENUES:
        venue = to_plain(tags.first(tag))
        if venue:
            return ("paper-conference" if _PROCEEDINGS.search(venue) else kind), venue
    return _IMPLIED.get(site_of(page), ("", ""))


def _completed(item: Item, page: str) -> Item:
    """What a site's address adds: the volume of NeurIPS by its year, of JMLR, and that a paper is a workshop's."""
    site = site_of(page)
    if site in _NEURIPS_SITES and item.container_title == _NEURIPS and item.issued:
        year = int(_part(_NEURIPS_YEAR, page) or item.issued.year)
        volume = item.volume or (str(year - _FIRST_NEURIPS) if year > _FIRST_NEURIPS else "")
        return replace(item, volume=volume, issued=Date(year))
    if site.startswith("jmlr."):
        return replace(item, volume=item.volume or _part(_JMLR_VOLUME, page))
    if _CVF_WORKSHOP.search(page) and "workshop" not in item.container_title.lower():
        return replace(item, container_title=f"{item.container_title} Workshops")
    return item


def _agrees(tags: Tags, item: Item, page: str) -> bool:
    """Whether the paper's own address, DOI and volume, as its tags give them, fit the address of the page."""
    site, parts = site_of(page), page.split("/")
    if site == "ojs.aaai.org":
        return _part(_OJS_NUMBER, tags.first("citation_abstract_html_url", "citation_pdf_url")) in ("", parts[-1])
    if site == "ijcai.org" and item.DOI.lower().startswith("10.24963/ijcai."):
        return item.DOI.lower() == f"10.24963/ijcai.{parts[-2]}/{parts[-1]}"
    if site.startswith("jmlr."):
        return item.volume == _part(_JMLR_VOLUME, page)
    if site in (*_NEURIPS_SITES, "proceedings.iclr.cc") and "/hash/" in page:
        pdf = tags.first("citation_pdf_url")
        return not pdf or parts[-1].partition("-")[0] in pdf
    return True


def _part(form: re.Pattern[str], text: str) -> str:
    """The first group of the first match, or nothing."""
    found = form.search(text)
    return found[1] if found else ""
