"""The listings of NeurIPS' and ICLR's proceedings, by the year that somebody names: one page with all papers' titles.

Both sites are of one make: ``/paper_files/paper/YEAR`` lists the papers, each title linked to the paper's own page,
which is then read as any page of a venue. ICLR has its papers there from 2024 on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bertbib.finders import _leads
from bertbib.model import Answer, Identifier, Reading, Request, Wanted
from bertbib.sources import _forms
from bertbib.sources._html import Page
from bertbib.text.titles import plain

_PAPER = re.compile(r"/hash/[0-9a-f]{32}-Abstract[\w-]*\.html$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listing:
    """A site of proceedings as a finder; ``first`` is the first year that it has."""

    name: str
    site: str
    first: int
    pace: float = 1.0
    ttl: int = 90 * 86_400

    def questions(self, wanted: Mapping[Identifier, Wanted]) -> list[Request]:
        """One GET for each year, about all the preprints that are said to have appeared then."""
        return [
            Request(
                source=self.name,
                url=f"https://{self.site}/paper_files/paper/{year}",
                ids=tuple(ids),
                accept="text/html",
                titles=tuple(plain(wanted[one].item.title) for one in ids),
            )
            for year, ids in _leads.at_venues(wanted, self.name).items()
            if year >= self.first
        ]

    def read(self, answer: Answer) -> Reading:
        """Read a listing; 404 says that this year's papers are not there, or not yet. One without its end was cut off,
        and what it lacks may stand in the rest.
        """
        _forms.refuse_denied(answer)
        if answer.status == 404:
            _forms.refuse_blocked(answer)
            return Reading(absent=frozenset(answer.request.ids))
        if answer.status != 200:
            raise _forms.bad_status(answer)
        page = _Page(answer.request.url)
        page.feed(_forms.utf8(answer))
        page.close()
        if not page.papers:
            _forms.refuse_blocked(answer)
            raise _forms.failure(answer, "answered with a page that lists no papers")
        if not page.is_whole:
            raise _forms.failure(answer, "answered with a listing that is cut off")
        return _leads.reading(answer, page.titles())


NEURIPS = Listing("neurips", "proceedings.neurips.cc", 1987)
ICLR = Listing("iclr", "proceedings.iclr.cc", 2024)


class _Page(Page):
    """The links to papers of the same site, with the text of each."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.papers: dict[str, list[str]] = {}
        self._url = url
        self._open = ""

    def titles(self) -> Iterator[tuple[str, Identifier]]:
        for page, texts in self.papers.items():
            yield _forms.clean("".join(texts)), Identifier("url", page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "a":
            self._open = _paper(self._url, dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag == "a":
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.papers.setdefault(self._open, []).append(data)


def _paper(listing: str, link: str) -> str:
    """The address of the paper's page that a link of a listing leads to; empty for all else, also on other hosts."""
    try:
        address = urljoin(listing, link.strip())
        found, own = urlsplit(address), urlsplit(listing)
        is_own = found.netloc.lower() == own.netloc and found.scheme in ("http", "https")
    except ValueError:  # what is between brackets is no address
        return ""
    known = is_own and _PAPER.search(found.path)
    return f"https://{own.netloc}{found.path}" if known else ""
