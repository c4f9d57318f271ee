"""The strict half of reading an arXiv feed: everything that the arxiv package forgives is refused here.

The package recovers from broken XML, skips entries that lack a part and reads an HTML page as "no results", so a feed
is validated before the package sees it. Form of the feed: https://info.arxiv.org/help/api/user-manual.html, section 5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bertbib.model import Answer
from bertbib.sources import _forms

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"

_ENTRY = re.compile(r"https?://(?:export\.)?arxiv\.org/abs/([^\s?#]+?)(v[1-9]\d*)?", re.ASCII)
_BAD_ID = re.compile(r"incorrect id format for\s+(\S+)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the feed says of one paper beside the package's own Result: all its DOIs, and the URL that joins the two."""

    url: str
    version: str | None
    dois: tuple[str, ...]
    defect: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A validated feed: entries by bare id, entries in all, the total it claims, and an error feed's complaints."""

    entries: dict[str, Entry]
    count: int
    total: int | None
    complaints: tuple[str, ...] = ()


def read_feed(answer: Answer) -> Feed:
    """Validate the Atom feed of an answer; raise SourceError where it is anything else."""
    root = _root(answer)
    entries: dict[str, Entry] = {}
    complaints: list[str] = []
    count = 0
    for element in root.iterfind(f"{_ATOM}entry"):
        count += 1
        url = _line(element, f"{_ATOM}id")
        if "arxiv.org/api/errors" in url:
            complaints.append(_line(element, f"{_ATOM}summary") or "Error")
            continue
        found = _ENTRY.fullmatch(url)
        if not found:
            continue
        entry = Entry(url, found[2], _dois(element), _defect(element))
        known = entries.get(found[1])
        if known is None or _number(entry) > _number(known):
            entries[found[1]] = entry
    return Feed(entries, count, _forms.whole(_line(root, _TOTAL)), tuple(complaints))


def named_ids(complaint: str) -> tuple[str, ...]:
    """The ids that a complaint of arXiv calls malformed ("incorrect id format for abc")."""
    return tuple(_BAD_ID.findall(complaint))


def _root(answer: Answer) -> Any:
    # lxml comes with the arxiv package and is slow to load: offline commands must never need it.
    from lxml import etree

    _forms.refuse_html(answer)
    parser = etree.XMLParser(recover=False, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(answer.body, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        raise _forms.failure(answer, "answered with broken XML (cut short?)") from None
    if root.tag != f"{_ATOM}feed" or root.getroottree().docinfo.doctype:
        raise _forms.failure(answer, "answered with XML that is not an Atom feed")
    return root


def _line(parent: Any, tag: str) -> str:
    """The text of the first child of this name, white space folded; empty where it holds anything but text."""
    found = parent.find(tag)
    return " ".join((found.text or "").split()) if found is not None and len(found) == 0 else ""


def _defect(entry: Any) -> str:
    """The first part that a usable entry must have and this one lacks; the package reads text up to a first child."""
    for part in ("title", "published", "updated"):
        if not _line(entry, f"{_ATOM}{part}"):
            return part
    authors = entry.findall(f"{_ATOM}author")
    if not authors or not all(_line(author, f"{_ATOM}name") for author in authors):
        return "author"
    return ""


def _dois(entry: Any) -> tuple[str, ...]:
    return tuple(doi for element in entry.iterfind(f"{_ARXIV}doi") for doi in (element.text or "").split())


def _number(entry: Entry) -> int:
    return int(entry.version[1:]) if entry.version and len(entry.version) < 12 else 0
