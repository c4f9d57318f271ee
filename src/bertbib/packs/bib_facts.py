"""Works of BibTeX entries, in bulk: what ``crosswalk`` reads in an entry, by a short way where the entry is plain.

Every function with a short way gives None (or asks ``crosswalk`` itself) where the entry holds anything but the plain
facts of a paper or volume; a test holds the two ways against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import NamedTuple

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex, item_to_csl
from bertbib.crosswalk.table import CSL_TYPES, crossings
from bertbib.model import Item
from bertbib.model.record import RecordStatus
from bertbib.packs.work import LOCAL, Work, encode
from bertbib.text.bibtex import BibEntry
from bertbib.text.latex import accented, to_rich, to_text
from bertbib.text.links import classify
from bertbib.text.names import parse_bibtex_names
from bertbib.text.pages import normalize_pages
from bertbib.text.titles import plain

_TYPES = frozenset({"inproceedings", "article", "proceedings", "incollection"})
_NAMES = (
    "author editor title booktitle journal series volume number pages year month publisher address doi url isbn issn "
    "timestamp biburl bibsource language crossref abstract pdf openreview"
)
_FIELDS = frozenset(_NAMES.split())
_PREPRINTS = re.compile("arxiv|corr|computing", re.IGNORECASE)
_LETTER = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]"
_WORD = rf"(?!A[Nn][Dd] )[A-Z\u00c0-\u00d6\u00d8-\u00de]{_LETTER}*+(?:[-']{_LETTER}++)*+\.?+"
_NAME = rf"(?:({_WORD}(?: {_WORD})*?) ({_WORD})|({_WORD}(?: {_WORD})*+), ({_WORD}(?: {_WORD})*+))"
_PLAIN_NAMES = re.compile(rf"{_NAME}(?:\s++and\s++(?=\S)|\Z)|([\s\S]++)")
_BARE = re.compile(r"[\w./():;?&=%#~,+<>-]*", re.ASCII)
_DOI = re.compile(r"10\.\d{4,9}/[\w./()-]*[A-Za-z0-9]", re.ASCII)
_ESCAPED = re.compile(r"\\([_%&#~])")
_RECORD = re.compile(r"DBLP:((?:conf|journals)/[\w.-]+/[\w.-]+)", re.ASCII)
_PAPER = re.compile(r"https://aclanthology\.org/([A-Z]\d\d-\d{4}|\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+)/?", re.ASCII)
_LAST = ("url", "openreview", "pmlr")
_RANGE = re.compile(r"(\d+)(?:--?(\d+))?")
_ACL_DOIS = ("10.18653/", "10.3115/v", "10.3115/V")  # spelled with the paper's id
_DBLP, _ANTHOLOGY, _RESOLVER = "DBLP:", "https://aclanthology.org/", "https://doi.org/"


class Facts(NamedTuple):
    """What an entry says: its CSL type, its title, whether it has authors, and all of it as CSL-JSON."""

    type: str
    title: str
    signed: bool
    item: str
    venue: str


def work_of_entry(entry: BibEntry, own: str = "") -> Work | None:
    """The work of an entry; None where it has no title.

    Its own id, unless it is given, is the Anthology's or DBLP's where the entry comes from there, else the citation
    key, which identifies nothing elsewhere.
    """
    ids = identifiers(entry)
    own = own or _origin(entry, ids)
    if own.startswith("acl:"):
        page = f"{_ANTHOLOGY}{own.removeprefix('acl:')}/"
        entry = BibEntry(entry.type, entry.key, {**entry.fields, "url": page}, entry.line)
    said = facts(entry)
    if not said.title:
        return None
    if own not in ids and not own.startswith(f"{LOCAL}:"):
        ids = (own, *ids)
    return Work(own, said.title, said.item, status_of(said), ids)


def _origin(entry: BibEntry, ids: tuple[str, ...]) -> str:
    scheme = "dblp:" if entry.key.startswith(_DBLP) else "acl:"
    for one in ids:
        if one.startswith(scheme):
            return one
    return f"{LOCAL}:{' '.join(entry.key.split()) or '?'}"


def status_of(said: Facts) -> RecordStatus:
    """Published are articles and papers in conferences and books; arXiv's, and what DBLP lists under CoRR, are not."""
    if said.type == "article" or said.venue.strip("{} ").lower() == "corr":
        return "preprint"
    papers = ("paper-conference", "article-journal", "chapter")
    return "published" if said.type in papers and said.signed and said.venue else "other"


def facts(entry: BibEntry) -> Facts:
    """The facts of an entry; fields without a CSL variable are left out."""
    fields = entry.fields
    if entry.type in _TYPES and fields.keys() <= _FIELDS:
        found = _plain_facts(entry)
        if found:
            return found
    item = _with_plain_venues(item_from_bibtex(entry))
    return Facts(item.type, item.title, bool(item.author), encode(item_to_csl(item)), item.container_title)


def _with_plain_venues(item: Item) -> Item:
    """Without ``extra``, and venues without spans: their words are compared, and their capitals nobody lowers."""
    return replace(
        item,
        container_title=plain(item.container_title),
        event_title=plain(item.event_title),
        collection_title=plain(item.collection_title),
        extra=(),
    )


def _plain_facts(entry: BibEntry) -> Facts | None:
    fields = entry.fields
    csl_type = CSL_TYPES[entry.type]
    issued = _issued(fields.get("year", ""), fields.get("month", ""))
    if not issued or (csl_type == "article-journal" and _PREPRINTS.search(fields.get("journal", "arXiv"))):
        return None
    title = to_rich(fields.get("title", ""))
    if not title:
        return None
    template, plan = _plan(csl_type, tuple(fields))
    values = [short(fields[name]) for short, name in plan]
    if not all(values):
        return None
    venue = fields.get("booktitle") or fields.get("journal", "")
    return Facts(csl_type, title, "author" in fields, template % (issued, quoted(title), *values), venue)


@lru_cache(maxsize=4096)
def _plan(csl_type: str, names: tuple[str, ...]) -> tuple[str, tuple[tuple[Callable[[str], str], str], ...]]:
    """What to fill date, title and further values in, and for each of these the short way to read it, and its field.

    A field is read once.
    """
    template = f'{{"type":"{csl_type}",%s,"title":%s'
    plan: dict[str, tuple[Callable[[str], str], str]] = {}
    left = set(names)
    for crossing in crossings(csl_type):
        if crossing.form in ("date", "title") or crossing.variable in plan:
            continue
        stated = (crossing.bibtex, crossing.biblatex, *crossing.also)
        name = next((name for name in stated if name in left), None)
        if name is not None:
            template += f',"{crossing.variable.replace("_", "-")}":%s'
            plan[crossing.variable] = (_editors if crossing.variable == "editor" else _SHORT[crossing.form], name)
            left.remove(name)
    return template + "}", tuple(plan.values())


@lru_cache(maxsize=4096)
def _issued(year: str, month: str) -> str:
    """The date of two fields: ``"issued":{...}``, or nothing where there is no date."""
    date = item_from_bibtex(BibEntry("misc", "", {"year": year, "month": month})).issued
    return encode(item_to_csl(Item(issued=date)))[len('{"type":"document",') : -1] if date else ""


def _names(raw: str) -> str:
    people = _plain_names(raw)
    if not people:
        parts = [_name(part) for part in " ".join(raw.split()).split(" and ")]
        people = ",".join(parts) if all(parts) else ""
    return people and f"[{people}]"


def _plain_names(raw: str) -> str:
    """The CSL names of a list in which every word begins with a capital, without its brackets; else nothing."""
    found = _PLAIN_NAMES.findall(accented(raw.replace("{-}", "-")))
    if not found or found[-1][-1]:  # something is left over
        return ""
    return ",".join(
        [
            f'{{"family":"{family or family_first}","given":"{given or given_last}"}}'
            for given, family, family_first, given_last, _ in found
        ]
    )


@lru_cache(maxsize=1024)
def _editors(raw: str) -> str:
    return _names(raw)


@lru_cache(maxsize=16_384)
def _name(part: str) -> str:
    """The CSL names of what stands between two "and"s; nothing where only the whole list tells."""
    people = _plain_names(part)
    if people:
        return people
    if part.count("{") != part.count("}") or part.endswith(","):
        return ""
    names = item_to_csl(Item(author=parse_bibtex_names(part))).get("author")
    return encode(names)[1:-1] if names else ""


@lru_cache(maxsize=8192)
def _text(raw: str) -> str:
    text = to_text(raw)
    return text and quoted(text)


@lru_cache(maxsize=1024)
def _venue(raw: str) -> str:
    text = plain(to_rich(raw))
    return text and quoted(text)


def _pages(raw: str) -> str:
    plain = _RANGE.fullmatch(raw)
    if plain:
        return f'"{plain[1]}-{plain[2]}"' if plain[2] else f'"{plain[1]}"'
    text = normalize_pages(to_text(raw))
    return text and quoted(text)


def _doi(raw: str) -> str:
    doi = _unescaped(raw)
    return f'"{doi}"' if doi.startswith("10.") and _BARE.fullmatch(doi) else ""


def _url(raw: str) -> str:
    url = _unescaped(raw)
    return f'"{url}"' if _BARE.fullmatch(url) else ""


def _unescaped(raw: str) -> str:
    return _ESCAPED.sub(r"\1", raw) if "\\" in raw else raw


_SHORT: dict[str, Callable[[str], str]] = {
    "plain": _text,
    "list": _text,
    "rich": _venue,
    "pages": _pages,
    "names": _names,
    "doi": _doi,
    "url": _url,
}


def identifiers(entry: BibEntry) -> tuple[str, ...]:
    """All identifiers that an entry states, in their text forms and the order that ``crosswalk`` gives them."""
    fields = entry.fields
    if fields.keys() <= _FIELDS and not ("isbn" in fields and CSL_TYPES.get(entry.type) == "book"):
        journal, biburl = fields.get("journal", ""), fields.get("biburl", "")
        arxiv = journal and (_PREPRINTS.search(journal) or "/" in journal)
        arxiv = arxiv or fields.get("volume", "").startswith("abs")
        if not arxiv and (not biburl or biburl == f"https://dblp.org/rec/{entry.key[5:]}.bib"):
            found = _plain_ids(entry.key, _unescaped(fields.get("doi", "")), _unescaped(fields.get("url", "")))
            if found is not None:
                return found
    return tuple(map(str, identifiers_from_bibtex(entry)))


def _plain_ids(key: str, doi: str, url: str) -> tuple[str, ...] | None:
    """The ids of a DOI, a URL and DBLP's key, where each is of a plain form."""
    record = _RECORD.fullmatch(key)
    if not record and key.startswith(_DBLP):
        return None
    page = ""
    if url and url != _RESOLVER + doi:
        page = _anthology(url) if url.startswith(_ANTHOLOGY) else _page(url)
        if not page:
            return None
    if doi and not _plain_doi(doi, page):
        return None
    found = [f"doi:{doi}"] if doi else []
    if page and not page.startswith("url:"):
        found.append(page)
    if record:
        found.append(f"dblp:{record[1]}")
    if page.startswith("url:"):
        found.append(page)
    return tuple(found)


def _plain_doi(doi: str, page: str) -> bool:
    """Whether a DOI is spelled as it is identified; that of an Anthology paper is spelled with the paper's id."""
    if doi.startswith(_ACL_DOIS):
        return page.startswith("acl:") and doi in (f"10.18653/v1/{page[4:]}", f"10.3115/v1/{page[4:]}")
    return not doi.startswith("10.48550/") and _DOI.fullmatch(doi) is not None


def _anthology(url: str) -> str:
    paper = _PAPER.fullmatch(url)
    return f"acl:{paper[1]}" if paper else ""


def _page(url: str) -> str:
    """The id of a page, unless it is the DOI's or arXiv's, whose places among the others are not the usual ones."""
    known = url.startswith("http") and len(url) < 2000 and _BARE.fullmatch(url)
    found = classify(url)[0] if known else None
    return str(found) if found is not None and found.scheme in _LAST else ""
