"""A venue as somebody wrote it -> clean text -> its parts between commas, colons, dashes and brackets."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bertbib.text.latex import to_text
from bertbib.venues.boilerplate import EXTRAS, MONTHS, ROMAN, is_number, is_place
from bertbib.venues.words import SMALL, stem, stems

_LONGEST = 1000
_MOST_PARTS = 24

_DASHES = str.maketrans(
    {
        "\u2013": "-",
        "\u2014": " - ",
        "\u2212": "-",
        "\u2010": "-",
        "\u2011": "-",
        "\u2019": "'",
        "\u2018": "'",
        "`": "'",
    }
)
_QUOTES = '["\u201c\u201d\u00ab\u00bb\u2033]'
_GLUED_YEAR = (
    r"(?<=[A-Za-z&)])[*' -]*'? ?((?:19|20)\d\d)(?!\d)|(?<=[A-Z]{3})[*' -]+(\d\d)(?![\d-])|(?<=[A-Za-z])'(\d\d)(?!\d)"
)
_SHORT_GLUED = r"\b([A-Z]{4,}|[A-Z][a-z]+[A-Z]+[A-Za-z]*)(\d\d)\b"
_YEAR = r"(?<![\d.:/-])(?:19[3-9]|20[0-4])\d(?![\d.:/]\d|\d)"
_SHORT_YEAR = r"'\s?(\d\d)\b"
_SERIES = (
    r"(?i)(?:volume \d+ of )?(?:proceedings of machine learning research|(?:JMLR|journal of machine learning research)"
    r":? (?:workshop (?:and|&) conference proceedings|W ?(?:&|and) ?CP)|lecture notes in (?:computer science|artificial"
    r" intelligence|informatics|bioinformatics)|CEUR workshop proceedings|ACM international conference proceeding"
    r" series|workshop (?:and|&) conference proceedings|\bPMLR\b|\bLN[CA][SI]\b|(?<=, )ser\.(?= [A-Z]))"
    r"(?:,? (?:vol(?:\.|ume)?)? ?\d+)?"
)
_INITIALS = r"\b(?:[A-Z]\.){2,}"
_LEAD = r"(?i)^\W*in:? (?=\S)"
_INVERTED = (
    r"(?is)^(.{3,}?)[,.;)]\s*((?:[\w/&'().-]+ ){0,9}?(?:conference|conf\.?|symposium|symp\.?|workshop|meeting|congress"
    r"|colloquium|transactions|trans\.?|journal|j\.|letters|magazine|proceedings|proc\.|annals|bulletin)"
    r" (?:on|of|for))\s*$"
)
_SPONSOR_LAST = r"^(.{3,}), ((?:IEEE|ACM)(?:/(?:IEEE|ACM))?(?: (?:Transactions|Journal|Trans\.?|J\.?) (?:on|of))?)$"
_BREAK = (
    r"(?i)\s*(?:[;:,()\[\]]+|\s-+\s|(?<=[a-z]{2})--+|[.?!](?=\s|$)"
    r"|\s(?:at|@|co-?located with|collocated with|in conjunction with|held (?:at|in|with|on)) )\s*"
)
_AT = r"(?<=\w\w)@|(?<=\w)@(?=\w\w)"
_DASHED_ACRONYM = "(?<=[a-z])[\u2013\u2014](?=[A-Z]{2})"


class Part(NamedTuple):
    """A part of a venue: as written, and in compared words; ``after`` is what stood before it (``:`` or ``at``)."""

    text: str
    words: tuple[str, ...]
    before: str

    @property
    def empty(self) -> bool:
        """Whether it says nothing but dates, ordinals, volumes and the like."""
        return all(says_nothing(word) for word in self.words)

    @property
    def place(self) -> bool:
        """Whether it is a place, perhaps with a date behind it (``Paris``, ``USA - May 05``)."""
        return bool(self.words) and is_place(" ".join(word for word in self.text.split() if not _dated(word)))


def _dated(word: str) -> bool:
    lower = word.strip(".,-").lower()
    return not lower or lower in MONTHS or lower[0].isdigit()


@lru_cache(maxsize=16384)
def says_nothing(word: str) -> bool:
    """Whether a compared word is a date, an ordinal, or a word that all proceedings share."""
    return word in EXTRAS or word in MONTHS or is_number(word)


def clean(raw: str) -> str:
    """Plain text on one line: no LaTeX, entities or quotation marks, plain dashes, at most 1,000 characters."""
    text = re.sub(_INITIALS, lambda found: found[0].replace(".", ""), raw[:_LONGEST])
    if "&" in text and ";" in text:
        text = html.unescape(text)
    text = re.sub(_QUOTES, " ", re.sub(_DASHED_ACRONYM, " - ", to_text(text)).translate(_DASHES))
    return re.sub(_LEAD, "", " ".join(text.replace("{", "").replace("}", "").split()))


def year_in(text: str) -> int | None:
    """The year that a venue names (``2019``, ``'19``), None for none."""
    found = re.search(_YEAR, text)
    if found:
        return int(found[0])
    short = re.search(_SHORT_YEAR, text)
    if not short:
        return None
    return int(short[1]) + (1900 if int(short[1]) > 50 else 2000)


def spaced(text: str) -> str:
    """Clean text with acronyms apart from their years: ``ACL2019`` -> ``ACL 2019``, ``ICASSP-88`` -> ``ICASSP '88``."""
    text = re.sub(_GLUED_YEAR, lambda found: f" {found[1]} " if found[1] else f" '{found[2] or found[3]} ", text)
    return " ".join(re.sub(_SHORT_GLUED, r"\1 '\2", text).split())


def without_series(text: str) -> str:
    """The text without the book series in which proceedings appear (PMLR, LNCS, CEUR), where more is said."""
    shorter = re.sub(_SERIES, " , ", text)
    return shorter if re.search(r"[A-Za-z]{3}", shorter) else text


def upright(text: str) -> str:
    """Undo inversion: ``Robotics and Automation, 2001. IEEE International Conference on`` -> ``... on Robotics...``."""
    bare = text.rstrip(" .,")
    found = re.match(_INVERTED, bare) or re.match(_SPONSOR_LAST, bare)
    return f"{found[2]} {found[1]}" if found else text


def parts(text: str) -> list[Part]:
    """The parts of a text in order, each with its compared words; empty ones left out."""
    found: list[Part] = []
    start, before = 0, ""
    text = re.sub(_AT, " @ ", text)
    for match in re.finditer(_BREAK, text):
        _add(found, text[start : match.start()], before)
        start, before = match.end(), match[0].strip().lower()
    _add(found, text[start:], before)
    return found[:_MOST_PARTS]


def _add(found: list[Part], text: str, before: str) -> None:
    text = text.strip(" .,-'/&")
    words = stems((". " if found and before not in (":", "-", "--") else "") + text) if text else ()
    if len(text) == 1 and text.isupper() and found:
        words = (text.lower(),)
    if not words and any(map(str.isalpha, text)):
        words = (text.lower(),)
    if words:
        found.append(Part(text, words, before))


def tokens(text: str) -> list[str]:
    """Words as written, with the punctuation that belongs to acronyms (``S&P``, ``NAACL-HLT``, ``FAT*``)."""
    return [word for word in (word.strip("'\".,:;()[]-") for word in text.split()) if word]


@lru_cache(maxsize=16384)
def is_small(word: str) -> bool:
    """Whether a word as written is an article, a preposition, or says nothing."""
    lower = word.lower()
    return lower in SMALL or all(says_nothing(stem(piece)) for piece in re.findall(r"[a-z0-9]+", lower))


def unnumbered(words: Sequence[str]) -> list[str]:
    """Words without a volume's Roman number at their end."""
    return list(words[:-1]) if len(words) > 2 and re.fullmatch(ROMAN, words[-1]) else list(words)


@lru_cache(maxsize=16384)
def is_acronym(text: str) -> bool:
    """Whether a part is an acronym, perhaps with its year: ``SEKE '14``, ``EuCAIFCon 2025``, ``L@S``."""
    words = [word for word in text.split() if not word.strip("'\"").isdigit()]
    if not 0 < len(words) <= 2 or is_place(text):
        return False
    return all(sum(char.isupper() for char in word) >= 2 or not any(map(str.isalpha, word)) for word in words)
