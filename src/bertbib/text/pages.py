"""Page ranges: one plain hyphen in the core, two in BibTeX."""

from __future__ import annotations

import re

# Hyphens and dashes of Unicode that people put between two pages, in runs and with spaces around them.
_DASHES = "\\-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_RANGE_DASH = rf"(?<=[^\s{_DASHES},;])\s*[{_DASHES}]+\s*(?=[^\s{_DASHES},;])"
_TWO_PAGES = rf"(?<=[^\s{_DASHES},;])-(?=[^\s{_DASHES},;])"


def normalize_pages(text: str) -> str:
    """Pages as a source writes them -> the same with plain hyphens: ``4487--4496`` -> ``4487-4496``.

    Article numbers, roman numbers, lists (``12, 15-17``) and ``1:1-1:20`` stay as they are; nothing but dashes and
    spaces changes.
    """
    folded = " ".join(text.split())
    return re.sub(_RANGE_DASH, "-", folded)


def to_bibtex_pages(text: str) -> str:
    """Pages of the core -> BibTeX's, ranges with ``--`` (The LaTeX Companion; BibTeXing, 3.2)."""
    first, dash, last = text.partition("-")
    if dash and first.isalnum() and last.isalnum():
        return f"{first}--{last}"  # measured: nearly all, without a pattern to compile
    return re.sub(_TWO_PAGES, "--", normalize_pages(text))
