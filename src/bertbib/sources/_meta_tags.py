"""The citation tags of a page (https://scholar.google.com/intl/en/scholar/inclusion.html, once HighWire Press's).

``<meta name="citation_title" content="...">`` and its like; attributes come in any order, quoted or not.
"""

from __future__ import annotations

import re

from bertbib.model import Answer, Date, Name
from bertbib.sources import _forms
from bertbib.sources._html import Page
from bertbib.sources._markup import to_plain
from bertbib.text.names import parse_person

_LARGEST = 2_000_000
_LATIN = ("iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252")
_MOST_AUTHORS = 5_000
_SEVERAL = re.compile(r";| and ")
_DATES = (
    "citation_publication_date",
    "citation_cover_date",
    "citation_date",
    "citation_year",
    "citation_online_date",
)


class Tags:
    """The citation tags of a page: all values of a name, in order, each a cleaned line of text."""

    def __init__(self, values: dict[str, list[str]]) -> None:
        self._values = values

    def all(self, name: str) -> list[str]:
        """All values of a tag that say something."""
        return self._values.get(name, [])

    def first(self, *names: str) -> str:
        """The first value of the first of these tags that has one."""
        return next((value for name in names for value in self.all(name)), "")

    def authors(self) -> tuple[Name, ...]:
        """The authors, from one tag each or from one tag that divides them by semicolons; none where a tag is unclear.

        Several names in one tag cannot be told from one "Family, Given".
        """
        stated = self.all("citation_author")
        if not stated:
            together = self.first("citation_authors")
            stated = together.split(";") if ";" in together or "," not in together else []
        names = [name for one in stated[:_MOST_AUTHORS] if (name := to_plain(one))]
        if any(_SEVERAL.search(name) or name.count(",") > 2 for name in names):
            return ()
        return tuple(map(parse_person, names))

    def issued(self) -> Date | None:
        """The date of publication, from the tag that is closest to it."""
        return next((found for name in _DATES for value in self.all(name) if (found := read_date(value))), None)

    def pages(self) -> str:
        """First and last page as a range, or what one of them says."""
        first, last = self.first("citation_firstpage"), self.first("citation_lastpage")
        return _forms.pages(f"{first}-{last}" if first and last and first != last and "-" not in first else first)


def read_tags(answer: Answer) -> Tags:
    """The tags of a page; raise SourceError where it is of improbable size, in an encoding of its own, or cut off
    among its tags.
    """
    if len(answer.body) > _LARGEST:
        raise _forms.failure(answer, "answered with a page of improbable size")
    page = _Page()
    # Never closed: only what is complete counts, and an open comment is not searched for again and again.
    page.feed(_decoded(answer))
    if page.values and not page.has_head:
        raise _forms.failure(answer, "answered with a page that is cut off")
    return Tags(page.values)


def read_date(text: str) -> Date | None:
    """``2019/06/09``, ``2019-06``, ``2019``, ``06/09/2019``; else the only year that stands in the text."""
    iso = re.fullmatch(r"(\d{4})(?:[/.-](\d{1,2})(?:[/.-](\d{1,2}))?)?(?:[T ].*)?", text, re.ASCII)
    if iso:
        return _forms.date(list(iso.groups()))
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text, re.ASCII))
    return Date(int(years.pop())) if len(years) == 1 else None


def _decoded(answer: Answer) -> str:
    """The page as text: UTF-8, or Latin-1 where the answer or the page says so."""
    try:
        return answer.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = answer.headers.get("content-type", "").encode("utf-8", "replace") + b" " + answer.body[:4096]
        charset = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", declared)
        if charset is None or charset[1].decode().lower() not in _LATIN:
            raise _forms.failure(answer, "answered with text that is not UTF-8") from None
        return answer.body.decode("cp1252", "replace")


class _Page(Page):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag != "meta":
            return
        found = {name: value or "" for name, value in attrs}
        name = (found.get("name") or found.get("property") or "").strip().lower()
        value = _forms.clean(found.get("content", ""))
        if name.startswith("citation_") and value:
            self.values.setdefault(name, []).append(value)
