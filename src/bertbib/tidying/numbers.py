"""Rules about pages and months."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bertbib.text.bib_values import MONTHS
from bertbib.tidying.edits import Edit, Facts, Settings

_IN_ORDER = re.compile(r"[A-Za-z]?\d++(?:--[A-Za-z]?\d++)?+")
_DASH = r"[-\u2010-\u2015\u2212\u00ad\ufe58\ufe63\uff0d]"
_TEX_DASH = r"\{\\text(?:en|em)dash\s*\}|\\text(?:en|em)dash(?:\{\}|\s+|(?![A-Za-z]))|\{-{1,3}\}"
_PAGE = r"[A-Za-z]{0,3}\d+[A-Za-z]?|[ivxlcdm]+|[IVXLCDM]+"
_RANGE = rf"(?P<first>{_PAGE})[\s~]*{_DASH}+[\s~]*(?P<last>{_PAGE})"
_LEAD = r"(?i)\App?\.?[\s~]*(?=[a-z]?\d)"
_ABBREVIATED = 3
"""Digits of a first page from which the last one is written short: ``214-24``; ``12-3`` is the number of an article."""

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_MONTH_NAMES = "january february march april may june july august september october november december"
_SHORT = {**{name: name[:3] for name in _MONTH_NAMES.split()}, **{name: name for name in MONTHS}, "sept": "sep"}
_QUOTED_MONTH = re.compile(r"\bmonth\s*+=\s*+[{\"]", re.IGNORECASE)


def page_ranges(entry: Facts, _settings: Settings) -> Iterator[Edit]:
    """Two hyphens between two pages; a value that is more than pages and ranges stays as it is."""
    value = entry.fields.get("pages")
    if value is None or _IN_ORDER.fullmatch(value) or len(value) > 200:
        return
    text = re.sub(_LEAD, "", re.sub(_TEX_DASH, "-", value.strip()))
    pieces = re.split(r"(\s*,\s*)", text)
    tidied = [piece if place % 2 else _piece(piece) for place, piece in enumerate(pieces)]
    if all(tidied) and (new := "".join(tidied)) != value.strip():
        yield Edit("pages", value, new)


def _piece(piece: str) -> str:
    """A page or a range as BibTeX has it, empty for anything else."""
    if re.fullmatch(_PAGE, piece):
        return piece
    pages = re.fullmatch(_RANGE, piece)
    if not pages or not _is_range(pages["first"], pages["last"]):
        return ""
    return f"{pages['first']}--{pages['last']}"


def _is_range(first: str, last: str) -> bool:
    """Whether the second number can be the last page of a range: ``2019-15`` and ``S12-4`` are numbers of articles."""
    if first.isdecimal() and last.isdecimal():
        low, high = int(first), int(last)
        if len(last) < len(first) and len(first) >= _ABBREVIATED:
            high = int(first[: len(first) - len(last)] + last)
        return low <= high
    if first.isalpha() and last.isalpha():
        return first.islower() == last.islower() and _roman(first) <= _roman(last)
    one, other = (re.fullmatch(r"([A-Za-z]*)(\d+)([A-Za-z]?)", page) for page in (first, last))
    if not one or not other or bool(one[3]) != bool(other[3]):
        return False
    return one[1] == other[1] and int(one[2]) <= int(other[2])


def _roman(number: str) -> int:
    values = [_ROMAN[letter] for letter in number.lower()]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def month_macros(entry: Facts, _settings: Settings) -> Iterator[Edit]:
    """BibTeX's macro for a month that is named in English or numbered; a day or a second month stays as it is."""
    value = entry.fields.get("month")
    if value is None or (value in MONTHS and not _QUOTED_MONTH.search(entry.raw)):
        return
    word = value.strip().rstrip(".").lower()
    month = _SHORT.get(word, "")
    if word.isdecimal() and word.isascii() and len(word) <= 2 and 1 <= int(word) <= 12:
        month = list(MONTHS)[int(word) - 1]
    if month:
        yield Edit("month", value, month)
