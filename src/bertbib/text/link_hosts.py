"""What the URLs of the field's sites say by form: host -> rule -> identifier, host -> role.

Only the form of a URL is looked at, never its target.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from bertbib.model import Identifier
from bertbib.text import id_forms


class Address(NamedTuple):
    """The parts of an http(s) URL that rules look at.

    The host is in lower case without ``www.`` and port; ``segments`` are those of the path that are not empty.
    """

    host: str
    segments: tuple[str, ...]
    query: str

    def param(self, name: str) -> str:
        """The value of a query parameter, or an empty string."""
        for pair in self.query.split("&"):
            key, _, value = pair.partition("=")
            if key == name:
                return unquote(value)
        return ""


Rule = Callable[[Address], Identifier | None]

_SUFFIXES = (".pdf", ".pdfm", ".paper", ".html", ".htm", ".bib", ".xml", ".endf", ".ps", ".gz", ".txt")


def _bare(segment: str) -> str:
    """A path's segment without file suffixes, and without what follows an ampersand (``X.pdf&embed``) or a stop."""
    segment = unquote(segment).partition("&")[0].rstrip(" .,;")
    lower = segment.lower()
    for suffix in _SUFFIXES:
        if lower.endswith(suffix):
            return segment[: -len(suffix)]
    return segment


def _arxiv(address: Address) -> Identifier | None:
    """abs/ID, pdf/ID.pdf, html/IDv2, paper/ID.pdf (a slip), abs//ID, and the old ids' abs/cs/0611011."""
    for start in (1, 2, 4):  # "ftp/arxiv/papers/1901/1901.11504.pdf" has the longest way
        tail = address.segments[start:]
        for name in ("/".join(tail[:2]), tail[0] if tail else ""):
            found = id_forms.arxiv(id_forms.trim(_bare(name)))
            if found:
                return found
    return None


def _arxiv_anywhere(address: Address) -> Identifier | None:
    """Mirrors that show arXiv's id as one or two segments: ``huggingface.co/papers/ID``, ``ar5iv.org/abs/ID``."""
    whole = Address(address.host, ("", *address.segments), "")
    return _arxiv(whole)


def _acl(address: Address) -> Identifier | None:
    """The last segment that is an Anthology id; its attachments (posters, videos, software) are not the paper."""
    if "attachments" in address.segments:
        return None
    for segment in reversed(address.segments):
        found = id_forms.acl(id_forms.trim(_bare(segment)))
        if found:
            return found
    return None


def _pmlr(address: Address) -> Identifier | None:
    """v97/ID.html, v97/ID/ID.pdf, v28/ID.pdf; before them may stand ``proceedings/papers`` (jmlr.org)."""
    for place, segment in enumerate(address.segments[:-1]):
        if segment[:1] in "vr" and segment[1:].isdecimal():
            return id_forms.pmlr(f"{segment}/{_bare(address.segments[place + 1])}")
    return None


def _pmlr_raw(address: Address) -> Identifier | None:
    """raw.githubusercontent.com/mlresearch/v202/main/assets/ID/ID.pdf: where PMLR keeps its PDFs."""
    parts = address.segments
    if len(parts) > 4 and parts[0] == "mlresearch" and parts[3] == "assets":
        return id_forms.pmlr(f"{parts[1]}/{_bare(parts[4])}")
    return None


def _openreview(address: Address) -> Identifier | None:
    """forum?id=X, pdf?id=X, attachment?id=X; ``references/pdf?id=X`` names a revision, not the forum."""
    if address.segments[:1] in (("forum",), ("pdf",), ("attachment",), ("revisions",)):
        return id_forms.openreview(_bare(address.param("id")).strip(" .,;:!?)]}>\"'"))
    return None


def _dblp(address: Address) -> Identifier | None:
    """rec/conf/acl/X.html, rec/bibtex/conf/acl/X."""
    parts = address.segments
    if parts[:1] != ("rec",):
        return None
    skip = 2 if len(parts) > 1 and parts[1] in ("html", "bibtex", "bib", "bibtex1", "xml") else 1
    return id_forms.dblp(_bare("/".join(parts[skip:])))


_DOI_TAILS = (
    r"abs(?:tract)?|full(?:text)?(?:\.html|\.pdf)?|html|e?pdf|epub|meta|summary|references|citedby|tables|xml|download"
    r"|supplementary-material"
)
_DOI_SUFFIXES = (
    ".full.pdf+html",
    ".fulltext.html",
    ".full.html",
    ".full.pdf",
    ".full-text",
    ".full",
    ".abstract",
    ".pdf",
    ".html",
)


def _doi_in_path(address: Address) -> Identifier | None:
    """A DOI that starts at a segment ``10.N``, without what publishers' sites put behind it."""
    for place, segment in enumerate(address.segments):
        if segment[:3] == "10." and ("/" in segment or "%2" in segment or place + 1 < len(address.segments)):
            if address.host == "delivery.acm.org":
                return None  # "10.1145/1630000/1621986/p94-author.pdf" are numbers of files
            parts = list(address.segments[place:])
            if "suppl_file" in parts:
                parts = parts[: parts.index("suppl_file")]
            while len(parts) > 2 and re.fullmatch(_DOI_TAILS, parts[-1], re.IGNORECASE):
                parts.pop()
            # ".../article/doi/10.1162/tacl_a_00300/43500/Slug": Silverchair's own number follows the DOI.
            before = address.segments[max(0, place - 2) : place]
            if before[-1:] == ("doi",) and before[0].removeprefix("advance-") in ("article", "article-pdf"):
                parts = _without_article_number(parts)
            return id_forms.doi(_without_suffix("/".join(parts)))
    return None


def _without_article_number(parts: list[str]) -> list[str]:
    """Path segments up to the site's own number of at least five digits."""
    for place in range(2, len(parts)):
        if parts[place].isdecimal() and len(parts[place]) >= 5:
            return parts[:place]
    return parts


def _without_suffix(name: str) -> str:
    """A DOI as a URL has it, without the suffix that asks for one of the article's forms."""
    lower = name.lower()
    for suffix in _DOI_SUFFIXES:
        if lower.endswith(suffix):
            return name[: -len(suffix)]
    return name


def _doi_org(address: Address) -> Identifier | None:
    """The resolver: all of the path is the DOI."""
    return id_forms.doi("/".join(address.segments))


def _nature(address: Address) -> Identifier | None:
    """articles/X and nature/journal/v521/n7553/full/X.html: the DOI is 10.1038/X."""
    parts = address.segments
    if len(parts) == 2 and parts[0] == "articles":
        return id_forms.doi("10.1038/" + _without_suffix(parts[1]).removesuffix(".epdf"))
    if len(parts) == 6 and parts[1] == "journal" and parts[4] in ("full", "abs", "pdf"):
        return id_forms.doi("10.1038/" + _bare(parts[5]))
    return None


def _biorxiv(address: Address) -> Identifier | None:
    """content/10.1101/2020.01.02.123456v1.full.pdf, content/early/2015/11/16/031906 (``.1``: its first version)."""
    parts = address.segments
    if parts[:1] != ("content",):
        return None
    if "early" in parts:
        name, version = id_forms.split_version(_without_suffix(parts[-1]))
        old = re.fullmatch(r"([0-9]{6})\.[0-9]{1,2}", name)
        name = old[1] if old else name
        found = id_forms.doi("10.1101/" + name) if name.replace(".", "").isdecimal() else None
    else:
        found = _doi_in_path(address)
        name, version = id_forms.split_version(_without_suffix(found.value) if found else "")
        found = id_forms.doi(name)
    return Identifier("doi", found.value, version) if found else None


def _plos(address: Address) -> Identifier | None:
    """plosone/article?id=10.1371/journal.pone.0123456, article/file?id=...&type=printable."""
    return id_forms.doi(address.param("id"))


def _semanticscholar(address: Address) -> Identifier | None:
    """arxiv/ID and arXiv:ID; the pages of papers carry a number of the site's own."""
    last = address.segments[-1] if address.segments else ""
    if last[:6].lower() == "arxiv:":
        return id_forms.arxiv(_bare(last))
    return _arxiv(address) if address.segments[:1] == ("arxiv",) else None


def _acm(address: Address) -> Identifier | None:
    """doi/abs/10.1145/N.M, and the old citation.cfm?doid=N.M, which leaves ACM's prefix out."""
    old = address.param("doid")
    if old and address.segments[:1] == ("citation.cfm",):
        return id_forms.doi(old if old.startswith("10.") else f"10.1145/{old}")
    return _doi_in_path(address)


RULES: dict[str, Rule] = {
    **dict.fromkeys(("arxiv.org", "xxx.lanl.gov"), _arxiv),
    **dict.fromkeys(
        ("ar5iv.org", "ar5iv.labs.arxiv.org", "browse.arxiv.org", "alphaxiv.org", "arxiv-vanity.com", "scirate.com"),
        _arxiv_anywhere,
    ),
    **dict.fromkeys(
        ("huggingface.co", "hf.co"),
        lambda address: _arxiv(address) if address.segments[:1] == ("papers",) else None,
    ),
    **dict.fromkeys(
        (
            "aclanthology.org",
            "aclweb.org",
            "anthology.aclweb.org",
            "aclanthology.info",
            "aclanthology.coli.uni-saarland.de",
            "acl.ldc.upenn.edu",
            "lrec-conf.org",
        ),
        _acl,
    ),
    "proceedings.mlr.press": _pmlr,
    **dict.fromkeys(
        ("jmlr.org", "jmlr.csail.mit.edu"),
        lambda address: _pmlr(address) if address.segments[:1] == ("proceedings",) else None,
    ),
    "raw.githubusercontent.com": _pmlr_raw,
    **dict.fromkeys(("openreview.net", "api.openreview.net", "api2.openreview.net"), _openreview),
    "dblp.org": _dblp,
    "dblp.uni-trier.de": _dblp,
    **dict.fromkeys(("doi.org", "dx.doi.org", "doi.acm.org", "doi.ieeecomputersociety.org"), _doi_org),
    "nature.com": _nature,
    "biorxiv.org": _biorxiv,
    "medrxiv.org": _biorxiv,
    "journals.plos.org": _plos,
    **dict.fromkeys(("semanticscholar.org", "api.semanticscholar.org"), _semanticscholar),
    "dl.acm.org": _acm,
    **dict.fromkeys(
        (
            "link.springer.com",
            "frontiersin.org",
            "iopscience.iop.org",
            "journals.aps.org",
            "emerald.com",
            "academic.oup.com",
            "direct.mit.edu",
        ),
        _doi_in_path,
    ),
}
"""Sites whose URLs carry an identifier, and how to read it. Any other site's ``/10.NNNN/...`` is read as well."""


_NO_DOIS = frozenset({"github.com", "gitlab.com", "raw.githubusercontent.com", "web.archive.org"})
"""Sites whose paths may hold what only looks like a DOI (names of files and versions)."""


def wrapped(address: Address) -> str:
    """The URL that a copy or a redirect carries within its own (Wayback Machine, Google), or an empty string."""
    if address.host == "web.archive.org" and address.segments[:1] == ("web",) and len(address.segments) > 3:
        scheme, rest = address.segments[2], "/".join(address.segments[3:])
        query = f"?{address.query}" if address.query else ""
        return f"{scheme}//{rest}{query}" if scheme in ("http:", "https:") else ""
    if address.host in ("google.com", "scholar.google.com") and address.segments[:1] in (("url",), ("scholar_url",)):
        return address.param("url") or address.param("q")
    return ""


def by_rule(address: Address) -> Identifier | None:
    """The identifier that a URL carries by its site's form, or None."""
    host = "arxiv.org" if address.host.endswith(".arxiv.org") and address.host not in RULES else address.host
    rule = RULES.get(host)
    if rule:
        return rule(address)
    return None if host in _NO_DOIS else _doi_in_path(address)
