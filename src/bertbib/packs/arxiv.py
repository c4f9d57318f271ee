"""arXiv's metadata as one file: a JSON object for each paper, one a line.

It is published as the data set "arXiv" of Cornell University at Kaggle
(https://www.kaggle.com/datasets/Cornell-University/arxiv), whose page documents the fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from bertbib.model import Date, Identifier, Item, Name
from bertbib.model.record import RecordStatus
from bertbib.packs.streams import Tally, lines
from bertbib.packs.work import Work, work_of
from bertbib.text import id_forms
from bertbib.text.latex import to_rich, to_text
from bertbib.text.links import canonical_url, parse_identifier
from bertbib.text.name_lists import PARTICLES

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CREATED = rf"[A-Z][a-z]{{2}}, ([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([0-9]{{4}}) "
_WITHDRAWN = (
    r"(?i)(?:this|the) (?:paper|article|manuscript|submission) (?:has been|is|was) withdrawn|withdrawn(?: by|[.;!]|$)"
)


def works(source: Path, tally: Tally) -> Iterator[Work]:
    """The preprints of a snapshot; lines that are no paper's are left out."""
    for line in lines(source):
        if line.isspace():
            continue
        try:
            work = _work(json.loads(line), tally)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            work = None
        if work is None:
            tally.left_out += 1
        else:
            yield work


def _work(paper: Mapping[str, object], tally: Tally) -> Work | None:
    own = id_forms.arxiv(_line(paper["id"]))
    title, authors, first = _title(paper.get("title")), _authors(paper.get("authors_parsed")), _first_version(paper)
    if own is None or not title or not authors or first is None:
        return None
    tally.dated(_line(paper.get("update_date")))
    comment, classes = _line(paper.get("comments")), _line(paper.get("categories")).split()
    item = Item(
        type="article",
        title=title,
        author=authors,
        issued=Date(first.year, first.month, first.day),
        publisher="arXiv",
        archive="arXiv",
        number=f"arXiv:{own.value}",
        URL=canonical_url(own),
        extra=(("primaryclass", classes[0]),) if classes else (),
    )
    status: RecordStatus = "withdrawn" if re.match(_WITHDRAWN, comment) else "preprint"
    hints = (("journal_ref", _line(paper.get("journal-ref"))), ("comment", comment))
    return work_of(own, item, status, _published(_line(paper.get("doi"))), hints=hints)


def _published(dois: str) -> Iterator[Identifier]:
    """The DOIs of the published paper; arXiv's own say nothing new."""
    for doi in dois.split():
        found = parse_identifier(doi.strip(",;"))
        if found is not None and found.scheme == "doi" and not found.folded.startswith("10.48550/"):
            yield found


def _first_version(paper: Mapping[str, object]) -> date | None:
    """The day of the first version, which stands as ``Mon, 2 Apr 2007 19:18:42 GMT``."""
    versions = paper.get("versions")
    first = versions[0] if isinstance(versions, list) and versions else None
    created = re.match(_CREATED, _line(first.get("created"))) if isinstance(first, dict) else None
    return date(int(created[3]), _MONTHS.index(created[2]) + 1, int(created[1])) if created else None


def _authors(parsed: object) -> tuple[Name, ...]:
    """Names of ``[family, given, suffix, affiliation...]``; lower-case words at the head are a particle."""
    names = []
    for parts in parsed if isinstance(parsed, list) else ():
        family, given, suffix = (*map(_line, parts), "", "", "")[:3]
        words = family.split()
        head = next((at for at, word in enumerate(words[:-1]) if word not in PARTICLES), max(len(words) - 1, 0))
        if words and given:
            names.append(Name(" ".join(words[head:]), given, " ".join(words[:head]), suffix))
        elif words:
            names.append(Name(literal=family))
    return tuple(names)


def _title(value: object) -> str:
    """A wrapped title on one line; TeX's accents as letters where any stand outside of mathematics."""
    line = " ".join(str(value or "").split())
    prose = "".join(line.split("$")[::2])
    return to_rich(line) if "\\" in prose else line


def _line(value: object) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return to_text(text) if "\\" in text else text
