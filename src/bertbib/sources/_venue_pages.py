"""The sites whose pages of papers carry citation tags, and which page belongs to a link to a paper there.

Only the form of a URL is looked at. A PDF's link leads to the page that describes it, where the site's addresses tell
which one that is; a site that is not in the table is never asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bertbib.model import Identifier
from bertbib.text.link_hosts import Address
from bertbib.text.links import address_of, clean_url

Rule = Callable[[Address], str | None]

_HASH = re.compile(r"([0-9a-f]{32})-(?:Abstract|Paper|Metadata|Bibtex)([\w-]*)\.(?:html|pdf|json|bib)", re.ASCII)
_JMLR_ID = re.compile(r"(?:\d\d-\d{3,4}|[a-z][a-z-]*\d\d[a-z])", re.ASCII)
_NOT_PAGES = (".pdf", ".ps", ".gz", ".zip", ".djvu", ".png", ".jpg", ".txt", ".bib", ".ris")


def landing_page(identifier: Identifier) -> str | None:
    """The address of the page about a paper, for a ``url`` identifier of a known site; None for anything else."""
    address = address_of(clean_url(identifier.value)) if identifier.scheme == "url" else None
    rule = _RULES.get(address.host) if address else None
    return rule(address) if rule and address else None


def site_of(page: str) -> str:
    """The name in the table (without ``www.``) of the host of a page."""
    address = address_of(page)
    return address.host if address else ""


def _neurips(address: Address) -> str | None:
    """paper/7181-attention-is-all-you-need, paper/2019/hash/HASH-Abstract.html, .../file/HASH-Paper-Conference.pdf."""
    parts = [part for part in address.segments if part != "paper_files"]
    folder = "/".join(address.segments[: len(address.segments) - len(parts) + 1])
    if len(parts) == 2 and parts[0] == "paper" and re.fullmatch(r"\d{1,5}-[\w.,'-]+", parts[1]):
        return f"https://{address.host}/{folder}/{parts[1].removesuffix('.pdf')}"
    if len(parts) != 4 or parts[0] != "paper" or not re.fullmatch(r"(?:19|20)\d\d", parts[1], re.ASCII):
        return None
    found = _HASH.fullmatch(parts[3]) if parts[2] in ("hash", "file") else None
    return f"https://{address.host}/{folder}/{parts[1]}/hash/{found[1]}-Abstract{found[2]}.html" if found else None


def _aaai(address: Address) -> str | None:
    """[ojs/]index.php/AAAI/article/view/6428[/galley], the conference site's papers/05681-..., old OCS pages."""
    parts = address.segments[1:] if address.segments[:1] == ("ojs",) else address.segments
    if address.host == "aaai.org" and address.segments[:1] in (("papers",), ("Papers",)):
        return None if _is_file(address) else f"https://{address.host}/{'/'.join(address.segments)}/"
    if len(parts) >= 5 and parts[0] == "index.php" and parts[2] == "article" and parts[4].isdecimal():
        return f"https://ojs.aaai.org/index.php/{parts[1]}/article/view/{parts[4]}"
    return None


def _ijcai(address: Address) -> str | None:
    """proceedings/2019/0123[.pdf]; Abstract/16/123 and Proceedings/16/Papers/123.pdf until 2016."""
    path = "/".join(address.segments).lower()
    new = re.fullmatch(r"proceedings/(20\d\d)/0*(\d{1,4})(?:\.pdf)?", path, re.ASCII)
    if new:
        return f"https://www.ijcai.org/proceedings/{new[1]}/{new[2]}"
    old = re.fullmatch(r"(?:abstract/(\d\d)/(\d{1,4})|proceedings/(\d\d)/papers/(\d{1,4})\.pdf)", path, re.ASCII)
    return f"https://www.ijcai.org/Abstract/{old[1] or old[3]}/{old[2] or old[4]}" if old else None


def _cvf(address: Address) -> str | None:
    """content_CVPR_2019/html/X.html and content/CVPR2021W/EarthVision/papers/X.pdf: ``papers`` beside ``html``."""
    parts = ["html" if part == "papers" else part for part in address.segments]
    name = parts[-1].rpartition(".")[0] if parts else ""
    if "html" not in parts[:-1] or not name or not any(part.lower().startswith("content") for part in parts):
        return None
    host = "www.cv-foundation.org" if address.host == "cv-foundation.org" else address.host
    return f"https://{host}/{'/'.join(parts[:-1])}/{name}.html"


def _jmlr(address: Address) -> str | None:
    """papers/v21/20-074.html, papers/volume21/20-074/20-074.pdf."""
    parts = address.segments
    volume = (
        re.fullmatch(r"v(?:olume)?(\d{1,3})", parts[1], re.ASCII) if len(parts) >= 3 and parts[0] == "papers" else None
    )
    paper = parts[2].partition(".")[0] if volume else ""
    return f"https://jmlr.org/papers/v{volume[1]}/{paper}.html" if volume and _JMLR_ID.fullmatch(paper) else None


def _under(*folders: str, www: bool = True) -> Rule:
    """The page itself, where its path lies in one of these folders and it is no file."""
    return lambda address: (
        _itself(address, www=www)
        if any(f"{'/'.join(address.segments)}/".startswith(f"{folder}/") for folder in folders)
        else None
    )


def _deep(count: int, *, www: bool = True) -> Rule:
    """The page itself, where its path has so many segments."""
    return lambda address: _itself(address, www=www) if len(address.segments) == count else None


def _with(segment: str, *, www: bool = True) -> Rule:
    """The page itself, where this is one of the segments of its path."""
    return lambda address: _itself(address, www=www) if segment in address.segments else None


def _itself(address: Address, *, www: bool) -> str | None:
    query = f"?{address.query}" if address.query else ""
    page = f"https://{'www.' if www else ''}{address.host}/{'/'.join(address.segments)}{query}"
    return None if _is_file(address) else page


def _is_file(address: Address) -> bool:
    return not address.segments or address.segments[-1].lower().endswith(_NOT_PAGES)


_RULES: dict[str, Rule] = {
    **dict.fromkeys(
        (
            "papers.nips.cc",
            "papers.neurips.cc",
            "proceedings.neurips.cc",
            "proceedings.nips.cc",
            "datasets-benchmarks-proceedings.neurips.cc",
            "proceedings.iclr.cc",
        ),
        _neurips,
    ),
    "aaai.org": _aaai,
    "ojs.aaai.org": _aaai,
    "ijcai.org": _ijcai,
    "openaccess.thecvf.com": _cvf,
    "cv-foundation.org": _cvf,
    "jmlr.org": _jmlr,
    "jmlr.csail.mit.edu": _jmlr,
    "usenix.org": _under("conference"),
    "dl.acm.org": _under("doi", "citation.cfm", www=False),
    "ieeexplore.ieee.org": _under("document", "abstract/document", www=False),
    "link.springer.com": _under("article", "chapter", www=False),
    "sciencedirect.com": _under("science/article"),
    "mdpi.com": _deep(4),
    "jair.org": _under("index.php/jair/article/view"),
    "peerj.com": _under("articles", www=False),
    "elifesciences.org": _under("articles", www=False),
    "isca-archive.org": _deep(2),
    "cambridge.org": _under("core/journals"),
    "academic.oup.com": _with("article", www=False),
    "direct.mit.edu": _with("article", www=False),
    "projecteuclid.org": _under("journals", "euclid", www=False),
    "roboticsproceedings.org": _deep(2),
}

SITES = frozenset(_RULES)
"""The hosts of the table, without ``www.``; ``text.links.classify`` has to take links to papers there for papers."""
