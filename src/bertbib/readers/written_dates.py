"""Dates as people and reference managers write them -> year, month and day.

Zotero keeps what was typed (``July 2019``, ``28/7/2019``), fills gaps with zeros (``2019-07-00``), and puts its own
form before the text (``2019-07-00 July 2019``); RIS writes ``2019/07/28/remark``
(https://www.zotero.org/support/kb/dates, RIS format specifications of Research Information Systems).
"""

from __future__ import annotations

import re

_YEAR = r"(?:1[4-9]|20)\d\d"
_ISO = rf"(?<!\d)({_YEAR})(?!\d)(?:([-/.])(\d{{1,2}})(?!\d)(?:\2(\d{{1,2}})(?!\d))?)?"
_DAY_FIRST = rf"(?<!\d)(\d{{1,2}})[-/.](\d{{1,2}})[-/.]({_YEAR})(?!\d)"
_MONTH_FIRST = rf"(?<!\d)(\d{{1,2}})[-/.]({_YEAR})(?!\d)"
_NAMED = r"[^\W\d_]{3,}"

# The first letters that tell the months' names in English, German, French, Spanish, Italian, Portuguese and Dutch.
_MONTHS = (
    "jan gen ene", "feb fév fev", "mar mär maa mrt", "apr avr abr", "may mai mei mag", "jun juin giu", "jul juil lug",
    "aug aoû aou ago", "sep set", "oct okt oct out ott", "nov", "dec dez déc dic",
)  # fmt: skip
_LONGEST = 200


def date_parts(text: str) -> list[int]:
    """The year, month and day that a text says, as far as it says them without a doubt; empty where no year is there.

    ``3/4/2019`` gives the year alone, for nobody can tell which is the month.
    """
    text = text[:_LONGEST]
    if len(text) == 4 and text.isascii() and text.isdigit():
        return [int(text)] if re.fullmatch(_YEAR, text) else []
    for pattern, order in ((_DAY_FIRST, "dmy"), (_MONTH_FIRST, "my")):
        if found := re.search(pattern, text):
            return _numbers(found.groups(), order)
    found = re.search(_ISO, text)
    if not found:
        return []
    year, month, day = int(found[1]), int(found[3] or 0), int(found[4] or 0)
    if month:
        return _whole(year, month, day)
    return _whole(year, *_named_month(text[: found.start()], text[found.end() :]))


def _numbers(groups: tuple[str, ...], order: str) -> list[int]:
    if order == "my":
        return _whole(int(groups[1]), int(groups[0]), 0)
    first, second, year = map(int, groups)
    if first > 12 or first == second:
        return _whole(year, second, first)
    return _whole(year, first, second) if second > 12 else [year]


def _whole(year: int, month: int, day: int) -> list[int]:
    """The parts that are a date; a month of 13 or more is a season."""
    if not 1 <= month <= 12:
        return [year]
    return [year, month, day] if 1 <= day <= 31 else [year, month]


def _named_month(before: str, behind: str) -> tuple[int, int]:
    """The month that is named beside a year, and the day beside it."""
    around = f"{before} {behind}"
    months = [number for word in re.findall(_NAMED, around) if (number := _month(word))]
    if not months or len(set(months)) > 1:
        return 0, 0
    days = [int(one) for one in re.findall(r"(?<![\d:])\d{1,2}(?![\d:])", around)]
    return months[0], days[0] if len(days) == 1 else 0


def _month(word: str) -> int:
    folded = word.casefold()
    if folded.startswith(("juin", "juil")):
        return 6 if folded.startswith("juin") else 7
    return next((number for number, names in enumerate(_MONTHS, 1) if folded.startswith(tuple(names.split()))), 0)
