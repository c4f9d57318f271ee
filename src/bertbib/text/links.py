"""Identifiers and roles of links: which work a URL, or an id in any form that people type, means.

All of it by form alone, without the network, and in time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from bertbib.model import Identifier
from bertbib.model.reference import Role
from bertbib.text import id_forms
from bertbib.text.id_forms import implied, is_arxiv_id
from bertbib.text.link_hosts import RULES, Address, by_rule, wrapped
from bertbib.text.link_roles import is_known, role_of

__all__ = [
    "canonical_url",
    "classify",
    "identifier_in_url",
    "identifiers_in",
    "implied",
    "is_arxiv_id",
    "parse_identifier",
]

_FORMS: dict[str, Callable[[str], Identifier | None]] = {
    "arxiv": id_forms.arxiv,
    "doi": id_forms.doi,
    "acl": id_forms.acl,
    "pmlr": id_forms.pmlr,
    "openreview": id_forms.openreview,
    "dblp": id_forms.dblp,
    "isbn": id_forms.isbn,
}

_PAGES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "acl": "https://aclanthology.org/{}/",
    "pmlr": "https://proceedings.mlr.press/{}.html",
    "openreview": "https://openreview.net/forum?id={}",
    "dblp": "https://dblp.org/rec/{}",
    "isbn": "https://openlibrary.org/isbn/{}",
    "url": "{}",
}

_HOST_MARKS = dict.fromkeys(map(ord, ".-_"))

# An id in running text needs its name before it; only a DOI is unmistakable without one.
_IN_TEXT = (
    r"(?P<url>https?://[^\s<>\"]+)"
    r"|\barxiv\s?:?\s?(?P<arxiv>(?:[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/[0-9]{7}|[0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?)(?![0-9])"
    r"|\bcorr,?\s{0,2}(?:vol\.?\s?)?abs/(?P<corr>[0-9]{4}\.[0-9]{4,5}|[a-z-]+/[0-9]{7})(?![0-9])"
    r"|(?<![A-Za-z0-9_./])(?P<doi>10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"<>{}\\\u3000-\u303f\uff00-\uffef]+)"
)


def parse_identifier(text: str) -> Identifier | None:
    """An identifier or URL in any form a user types, or None where it is none.

    Understands ``1901.11504v2``, ``arXiv:cs/0611011``, ``doi:10.18653/v1/P19-1441`` and bare DOIs, ``acl:P19-1441``,
    ``P19-1441``, ``2020.acl-main.1``, ``pmlr:v97/gong19a``, ``openreview:r1xMH1BtvB``, ``dblp:conf/acl/X``,
    ``isbn:978...``, and every URL that ``classify`` finds an identifier in, with or without its scheme.
    """
    text = text.strip().lstrip("<").rstrip(">").strip()
    if len(text) > 2000:
        return None
    scheme, colon, value = text.partition(":")
    scheme, value = scheme.lower().rstrip(), value.strip()
    if colon and scheme in ("http", "https") and value.startswith("//"):
        return classify(text)[0]
    if colon and scheme == "url":
        return classify(value)[0] or _url_identifier(value)
    if colon and scheme in _FORMS:
        return _FORMS[scheme](id_forms.trim(value))
    if colon and scheme == "info" and value.lower().startswith("doi/"):
        return id_forms.doi(value[4:])
    name = id_forms.trim(text)
    return id_forms.arxiv(text) or id_forms.arxiv(name) or id_forms.doi(name) or id_forms.acl(name) or classify(text)[0]


def classify(url: str) -> tuple[Identifier | None, Role]:
    """The identifier that a URL carries, if any, and its role by host and path.

    Roles: paper, code, data, project, blog, video, slides, other. A page of papers without an identifier of its own
    (NeurIPS, CVF, any PDF) gives ``Identifier("url", ...)``; what is no http(s) URL gives ``(None, "other")``.
    """
    cleaned = clean_url(url)
    address = address_of(cleaned)
    if address is None and cleaned[:6] == "ftp://":
        return None, "paper" if cleaned.lower().endswith((".pdf", ".ps", ".ps.gz")) else "other"
    if address is None:
        return None, "other"
    inner = address_of(clean_url(wrapped(address)))
    if inner is not None and not wrapped(inner):
        cleaned, address = clean_url(wrapped(address)), inner
    found = by_rule(address)
    if found is not None:
        return found, "paper"
    role = role_of(address)
    return (Identifier("url", cleaned) if role == "paper" else None), role


# URLs as most .bib files have them; what stands here comes out as by the sites' own rules.
_COMMON = (
    r"https?://(?:(?:dx\.)?doi\.org/(?P<doi>10\.[0-9]{4,9}(?:/[A-Za-z0-9.()_-]+)*(?<=[A-Za-z0-9]))"
    r"|arxiv\.org/abs/(?P<arxiv>[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?)"
    r"|dblp\.org/rec/(?P<dblp>(?:conf|journals)/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+)\.bib"
    r"|(?:www\.)?aclanthology\.org/(?P<acl>[A-Z][0-9]{2}-[0-9]{4}|[0-9]{4}\.[a-z0-9]+-[a-z0-9]+\.[0-9]+)/?)"
)
_SITE = r"https?://(?:www\.)?([a-z0-9.-]+)/[A-Za-z0-9/._~-]*"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the above; ``re`` itself takes longer to find what it has compiled."""
    return re.compile(pattern)


_WRAPPING = ("web.archive.org", "google.com")


def identifier_in_url(url: str) -> Identifier | None:
    """What ``parse_identifier`` finds in a URL unless it is the URL itself; several times faster for common sites."""
    common = _compiled(_COMMON).fullmatch(url)
    if common:
        kind = str(common.lastgroup)
        return _FORMS[kind](common[kind])
    site = _compiled(_SITE).fullmatch(url)
    if site and "/10." not in url and not (site[1] in RULES or site[1].endswith((".arxiv.org", *_WRAPPING))):
        return None
    found = parse_identifier(url)
    return found if found is not None and found.scheme != "url" else None


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """The identifiers that stand in running text, in order and each once.

    ``arXiv:1505.00521``, ``CoRR abs/1510.00149``, ``doi:10...``, a bare DOI, and URLs that carry an identifier;
    numbers that only look like one are left alone.
    """
    lower = text.lower()
    if "10." not in lower and "arxiv" not in lower and "corr" not in lower and "://" not in lower:
        return ()
    found: dict[Identifier, None] = {}
    for match in re.finditer(_IN_TEXT, text, re.IGNORECASE):
        identifier = _matched(match)
        if identifier is not None and identifier.scheme != "url":
            found.setdefault(identifier)
    return tuple(found)


def _matched(match: re.Match[str]) -> Identifier | None:
    kind, value = match.lastgroup, match[match.lastgroup or 0]
    if kind == "url":
        return classify(id_forms.trim(value))[0]
    return id_forms.doi(value) if kind == "doi" else id_forms.arxiv(value)


def canonical_url(identifier: Identifier) -> str:
    """The page of a work by its identifier; a scheme that bertbib does not know gives its text form."""
    page = _PAGES.get(identifier.scheme)
    return page.format(identifier.value) if page else str(identifier)


def clean_url(url: str) -> str:
    """A URL without what does not belong to it: blanks around it, a fragment, tracking parameters.

    Scheme and host come in lower case, ``https://`` before a known host that stands without a scheme.
    """
    url = url.strip()
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "https", url.removeprefix("//")
        if not is_known(_host(rest)[0]):
            return url
    rest = rest.partition("#")[0].replace("&amp;", "&")
    host, tail = _split_host(rest)
    path, mark, query = tail.partition("?")
    if mark:
        kept = [pair for pair in query.split("&") if not pair.startswith("utm_")]
        path = f"{path}?{'&'.join(kept)}" if any(kept) else path
    return f"{scheme.lower()}://{host.lower()}{path}"


def address_of(url: str) -> Address | None:
    """The parts of a cleaned http(s) URL, or None where it is something else."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in ("http", "https") or len(url.split(None, 1)) > 1:
        return None
    host, tail = _host(rest)
    if "." not in host or not url.isprintable() or not host.translate(_HOST_MARKS).isalnum():
        return None
    path, _, query = tail.partition("?")
    return Address(host, tuple(part for part in path.split("/") if part), query)


def _host(rest: str) -> tuple[str, str]:
    """The host in lower case without user, port and ``www.``, and what follows it."""
    authority, tail = _split_host(rest)
    host = authority.rpartition("@")[2].partition(":")[0].rstrip(".").lower()
    return host.removeprefix("www."), tail


def _split_host(rest: str) -> tuple[str, str]:
    place = rest.partition("?")[0].find("/")
    if place < 0:
        place = rest.find("?")
    return (rest, "") if place < 0 else (rest[:place], rest[place:])


def _url_identifier(url: str) -> Identifier | None:
    cleaned = clean_url(url)
    return Identifier("url", cleaned) if address_of(cleaned) else None
