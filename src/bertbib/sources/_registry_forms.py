"""What the two DOI registries have in common: how a DOI stands in an address, and which DOIs can be asked."""

from __future__ import annotations

import re
from urllib.parse import quote

from bertbib.model import Identifier

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S{1,300}", re.ASCII)


def is_doi(identifier: Identifier) -> bool:
    """Whether this is a DOI of a usable form (https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html)."""
    return identifier.scheme == "doi" and _DOI.fullmatch(identifier.value) is not None


def is_arxiv_doi(identifier: Identifier) -> bool:
    """Whether this is one of arXiv's own DOIs, which DataCite registers (https://info.arxiv.org/help/doi.html)."""
    return identifier.folded.startswith("10.48550/")


def in_path(identifier: Identifier) -> str:
    """The DOI as a part of a path: percent-encoded but for its slashes."""
    return quote(identifier.value, safe="/")
