"""Identifiers of BibTeX entries, in bulk: those that ``crosswalk`` finds, by a short way where all forms are plain."""

from __future__ import annotations

import re

from bertbib.crosswalk import identifiers_from_bibtex
from bertbib.crosswalk.table import CSL_TYPES
from bertbib.text.bibtex import BibEntry
from bertbib.text.links import classify

_NAMES = (
    "author editor title booktitle journal series volume number pages year month publisher address doi url isbn issn "
    "timestamp biburl bibsource language crossref abstract pdf openreview"
)
USUAL_FIELDS = frozenset(_NAMES.split())
"""Fields whose meaning the short ways know; of an entry with others nothing is certain."""

PREPRINTS = re.compile("arxiv|corr|computing", re.IGNORECASE)
"""What stands in the names of journals that may be none."""

BARE = re.compile(r"[\w./():;?&=%#~,+<>-]*", re.ASCII)
"""A DOI or URL in which nothing has to be read as LaTeX, or escaped in JSON."""

DBLP, ANTHOLOGY = "DBLP:", "https://aclanthology.org/"
_RESOLVER = "https://doi.org/"
_ESCAPED = re.compile(r"\\([_%&#~])")
_DOI = re.compile(r"10\.\d{4,9}/[\w./()-]*[A-Za-z0-9]", re.ASCII)
_ACL_DOIS = ("10.18653/", "10.3115/v", "10.3115/V")  # spelled with the paper's id
_RECORD = re.compile(r"DBLP:((?:conf|journals)/[\w.-]+/[\w.-]+)", re.ASCII)
_PAPER = re.compile(r"https://aclanthology\.org/([A-Z]\d\d-\d{4}|\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+)/?", re.ASCII)
_LAST = ("url", "openreview", "pmlr")


def unescaped(raw: str) -> str:
    """A DOI or URL without LaTeX's backslashes."""
    return _ESCAPED.sub(r"\1", raw) if "\\" in raw else raw


def identifiers(entry: BibEntry) -> tuple[str, ...]:
    """All identifiers that an entry states, in their text forms and the order that ``crosswalk`` gives them."""
    fields = entry.fields
    if fields.keys() <= USUAL_FIELDS and not ("isbn" in fields and CSL_TYPES.get(entry.type) == "book"):
        journal, biburl = fields.get("journal", ""), fields.get("biburl", "")
        arxiv = journal and (PREPRINTS.search(journal) or "/" in journal)
        arxiv = arxiv or fields.get("volume", "").startswith("abs")
        if not arxiv and (not biburl or biburl == f"https://dblp.org/rec/{entry.key[5:]}.bib"):
            found = _plain_ids(entry.key, unescaped(fields.get("doi", "")), unescaped(fields.get("url", "")))
            if found is not None:
                return found
    return tuple(map(str, identifiers_from_bibtex(entry)))


def _plain_ids(key: str, doi: str, url: str) -> tuple[str, ...] | None:
    """The ids of a DOI, a URL and DBLP's key, where each is of a plain form."""
    record = _RECORD.fullmatch(key)
    if not record and key.startswith(DBLP):
        return None
    page = ""
    if url and url != _RESOLVER + doi:
        page = _anthology(url) if url.startswith(ANTHOLOGY) else _page(url)
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
    known = url.startswith("http") and len(url) < 2000 and BARE.fullmatch(url)
    found = classify(url)[0] if known else None
    return str(found) if found is not None and found.scheme in _LAST else ""
