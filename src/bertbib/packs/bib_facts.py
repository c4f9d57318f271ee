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

from bertbib.crosswalk import item_from_bibtex, item_to_csl
from bertbib.crosswalk.table import CSL_TYPES, crossings
from bertbib.model import Item
from bertbib.model.record import RecordStatus
from bertbib.packs.bib_ids import ANTHOLOGY, BARE, DBLP, PREPRINTS, USUAL_FIELDS, identifiers, unescaped
from bertbib.packs.work import LOCAL, Work, encode
from bertbib.text.bibtex import BibEntry
from bertbib.text.latex import accented, to_rich, to_text
from bertbib.text.name_repair import repaired_names
from bertbib.text.names import parse_bibtex_names
from bertbib.text.pages import normalize_pages
from bertbib.text.titles import plain

_TYPES = frozenset({"inproceedings", "article", "proceedings", "incollection"})
_LETTER = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]"
_WORD = rf"(?!A[Nn][Dd](?!\S))[A-Z\u00c0-\u00d6\u00d8-\u00de]{_LETTER}*+(?:[-']{_LETTER}++)*+\.?+"
_NAME = rf"(?:({_WORD}(?: {_WORD})*?) ({_WORD})|({_WORD}(?: {_WORD})*+), ({_WORD}(?: {_WORD})*+))"
_PLAIN_NAMES = re.compile(rf"{_NAME}(?:\s++and\s++(?=\S)|\Z)|([\s\S]++)")
_RANGE = re.compile(r"(\d+)(?:--?(\d+))?")


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
        page = f"{ANTHOLOGY}{own.removeprefix('acl:')}/"
        entry = BibEntry(entry.type, entry.key, {**entry.fields, "url": page}, entry.line)
    said = facts(entry)
    if not said.title:
        return None
    if own not in ids and not own.startswith(f"{LOCAL}:"):
        ids = (own, *ids)
    return Work(own, said.title, said.item, status_of(said), ids)


def _origin(entry: BibEntry, ids: tuple[str, ...]) -> str:
    scheme = "dblp:" if entry.key.startswith(DBLP) else "acl:"
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
    if entry.type in _TYPES and fields.keys() <= USUAL_FIELDS:
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
    if not issued or (csl_type == "article-journal" and PREPRINTS.search(fields.get("journal", "arXiv"))):
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


_TWO_ANDS = r"(?i)\band\s+and\b"


def _names(raw: str) -> str:
    people = _plain_names(raw)
    if not people and (repaired_names(raw) != raw or re.search(_TWO_ANDS, raw)):
        return ""  # what a name means depends on its neighbours
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
    usual = _RANGE.fullmatch(raw)
    if usual:
        return f'"{usual[1]}-{usual[2]}"' if usual[2] else f'"{usual[1]}"'
    text = normalize_pages(to_text(raw))
    return text and quoted(text)


def _doi(raw: str) -> str:
    doi = unescaped(raw)
    return f'"{doi}"' if doi.startswith("10.") and BARE.fullmatch(doi) else ""


def _url(raw: str) -> str:
    url = unescaped(raw)
    return f'"{url}"' if BARE.fullmatch(url) else ""


_SHORT: dict[str, Callable[[str], str]] = {
    "plain": _text,
    "list": _text,
    "rich": _venue,
    "pages": _pages,
    "names": _names,
    "doi": _doi,
    "url": _url,
}
