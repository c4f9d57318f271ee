"""Rules about identifiers: a DOI without its resolver, an arXiv number in fields of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from bertbib.crosswalk import arxiv_in_words
from bertbib.text.latex import to_text
from bertbib.tidying.edits import ENTRY_TYPE, Edit, Facts, Settings

_PLAIN_DOI = re.compile(r"10\.[0-9.]++/[^\s%\\{}$\"]++")
_RESOLVER = r"(?i)(?:(?:https?:)?//)?(?:www\.|dx\.)?doi\.org/|(?:info:)?doi(?::\s*|/|\s+)"
_URL_MACRO = r"\\(?:url|href|path|nolinkurl)\s*\{([^{}]*)\}\s*"
_ESCAPED = r"\{?\\([_%&#$])\}?"
_ANGLES = (
    (r"\$\s*<\s*\$|\{?\\textless(?:\{\})?\}?(?![A-Za-z])|\{<\}", "<"),
    (r"\$\s*>\s*\$|\{?\\textgreater(?:\{\})?\}?(?![A-Za-z])|\{>\}", ">"),
)
# https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html; signs that end a value or begin a macro are left alone.
_DOI = r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\\{}\"%$]+"

_VENUES = ("journal", "journaltitle", "booktitle")
IN_WORDS = (*_VENUES, "howpublished", "note")
"""Fields that may name arXiv and a number of its."""

_SERVER_ONLY = (
    r"(?i)\s*(?:(?:arxiv(?:\.org)?|corr|computing research repository|e-?prints?|preprints?|abs|cornell university)\b"
    r"|(?:arxiv\s*:)?\s*(?:[a-z-]+(?:\.[a-z]{2})?/)?\d{4}\.?\d{3,5}(?:v\d+)?|\[[\w.,\s-]*\]|[\s,.:;/()-])+\s*"
)


def plain_doi(entry: Facts, _settings: Settings) -> Iterator[Edit]:
    """A DOI and nothing else; what is no DOI even then stays as it is."""
    value = entry.fields.get("doi")
    if value is None or _PLAIN_DOI.fullmatch(value):
        return
    doi = re.sub(_URL_MACRO, r"\1", value.strip())
    for pattern, sign in _ANGLES:
        doi = re.sub(pattern, sign, doi)
    doi = re.sub(_ESCAPED, r"\1", doi)
    resolver = re.match(_RESOLVER, doi)
    doi = doi[resolver.end() :] if resolver else doi
    if "%" in doi:
        doi = unquote(doi, errors="strict") if _is_utf8(doi) else doi
    if doi != value and len(doi) < 500 and re.fullmatch(_DOI, doi) and doi.isprintable():
        yield Edit("doi", value, doi)


def _is_utf8(text: str) -> bool:
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def preprint_ids(entry: Facts, settings: Settings) -> Iterator[Edit]:
    """The arXiv number that stands in words, in the fields that are made for it.

    An article that names arXiv as its journal beside a booktitle is a paper in that book: the words go, the number
    stays. Two numbers are two preprints, and nobody knows which of them is meant.
    """
    fields = entry.fields
    named = [name for name in IN_WORDS if name in fields and is_arxiv(fields[name])]
    if not named:
        return
    venues = [name for name in named if name in _VENUES]
    numbers = _numbers(fields)
    if len(numbers) == 1 and "eprint" not in fields:
        yield from archived(numbers[0], settings)[: 1 if _archives(fields) else 2]
    elif "eprint" in fields and numbers == [fields["eprint"].strip()] and not _archives(fields):
        yield from archived(numbers[0], settings)[1:]
    elif len(numbers) > 1 or (numbers and numbers[0] not in fields["eprint"]):
        return
    yield from _in_a_book(entry, venues)


def is_arxiv(value: str) -> bool:
    """Whether a field speaks of arXiv, at a glance."""
    lower = value.lower()
    return "arxiv" in lower or "corr" in lower or "computing research repository" in lower


def archived(number: str, settings: Settings) -> list[Edit]:
    """The fields for an arXiv number (https://info.arxiv.org/help/hypertex/bibstyles; biblatex manual, 3.14.7)."""
    archive = ("archiveprefix", "arXiv") if settings.dialect == "bibtex" else ("eprinttype", "arxiv")
    return [Edit("eprint", None, number), Edit(archive[0], None, archive[1])]


def _archives(fields: Mapping[str, str]) -> bool:
    return any(name in fields for name in ("archiveprefix", "eprinttype", "archive"))


def _numbers(fields: Mapping[str, str]) -> list[str]:
    stated = {name: fields[name] for name in (*IN_WORDS, "volume") if name in fields}
    found = [*arxiv_in_words(stated)]
    if "booktitle" in stated:
        found += arxiv_in_words({"journal": stated["booktitle"]})
    return list(dict.fromkeys(one.value for one in found))


def _in_a_book(entry: Facts, venues: list[str]) -> Iterator[Edit]:
    """An article "in" arXiv and in a book: a paper of the book."""
    fields = entry.fields
    journals = [name for name in venues if name != "booktitle"]
    booktitle = fields.get("booktitle", "").strip()
    if entry.type != "article" or not journals or not booktitle or "booktitle" in venues:
        return
    if any(name in fields and name not in journals for name in ("journal", "journaltitle")):
        return
    if not all(re.fullmatch(_SERVER_ONLY, to_text(fields[name])) for name in journals):
        return
    yield Edit(ENTRY_TYPE, "article", "inproceedings")
    for name in journals:
        yield Edit(name, fields[name], None)
    volume = fields.get("volume", "")
    if re.fullmatch(r"(?i)\s*abs/\S+\s*", volume):
        yield Edit("volume", volume, None)
