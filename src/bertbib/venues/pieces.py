"""A venue as somebody wrote it -> clean text -> its parts between commas, colons, dashes and brackets."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bertbib.text.latex import to_text
from bertbib.venues.boilerplate import CATALOGUED, KINDS, MONTHS, PLACE_BEGINNINGS, ROMAN, is_place
from bertbib.venues.index import says_nothing, topics
from bertbib.venues.words import SMALL, compiled, stem, stems

_LONGEST = 1000
_TWICE = 2
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
_SERIES_HINTS = (
    "pmlr",
    "jmlr",
    "machine learning research",
    "lecture notes",
    "ceur",
    "ln",
    "proceeding series",
    "ser.",
    "workshop",
)
_INITIALS = r"\b(?:[A-Z]\.){2,}"
_LEAD = r"(?i)^\W*in:? (?=\S)"
_INVERTED = (
    r"(?is)^(.{3,}?)[,.;)]\s*((?:[\w/&'().-]+ ){0,9}?(?:conference|conf\.?|symposium|symp\.?|workshop|meeting|congress"
    r"|colloquium|transactions|trans\.?|journal|j\.|letters|magazine|proceedings|proc\.|annals|bulletin)"
    r" (?:on|of|for))\s*$"
)
_UNFINISHED = (" on", " of", " for", "ieee", "acm")
_SPONSOR_LAST = r"^(.{3,}), ((?:IEEE|ACM)(?:/(?:IEEE|ACM))?(?: (?:Transactions|Journal|Trans\.?|J\.?) (?:on|of))?)$"
_BREAK = (
    r"(?i)[;:,()\[\]]+\s*|[.?!](?:\s+|$)|(?<=[a-z]{2})--+\s*"
    r"|\s(?:-+\s|(?:at|@) |(?:and|&) (?:the )?(?=(?:(?:19|20)\d\d|\d+(?:st|nd|rd|th)) ))\s*"
    r"|(?<=\()(?:at|@) \s*"
    r"|(?<=[\s(])(?:(?:held )?(?:as )?(?:co-?located (?:with|at)|collocated with|in (?:conjunction|connection"
    r"|association) with|affiliated (?:with|to)|part of)|held (?:at|in|with|on)) \s*"
)
_ADDRESSES = (
    "universit",
    "institute of technology",
    "polytechni",
    "hotel",
    "convention cent",
    "congress cent",
    "conference cent",
    " palace",
    " castle",
    " campus",
    " resort",
    "m\u00e4ssan",
)
"""Parts of words that say what house or campus an event is held in."""
_MOST_CITY_WORDS = 3
_MOST_PLACE_WORDS = 12
_AT = r"(?<=\w\w)@|(?<=\w)@(?=\w\w)"
_DASHED_ACRONYM = "(?<=[a-z])[\u2013\u2014](?=[A-Z]{2})|(?<=[a-z]{3}s)-(?=[A-Z]{3,}\\b)"


class Part(NamedTuple):
    """A part of a venue: as written, and in compared words; ``before`` is what stood before it (``:`` or ``at``).

    ``empty`` says nothing but dates, ordinals, volumes and the like; ``place`` is a place, perhaps with a date behind
    it (``Paris``, ``USA - May 05``), or what stands between a comma and a region (``Heraklion, Crete, Greece``).
    """

    text: str
    words: tuple[str, ...]
    before: str
    empty: bool
    place: bool


def _dated(word: str) -> bool:
    lower = word.strip(".,-").lower()
    return not lower or lower in MONTHS or lower[0].isdigit()


def clean(raw: str) -> str:
    """Plain text on one line: no LaTeX, entities or quotation marks, plain dashes, at most 1,000 characters."""
    text = raw[:_LONGEST]
    if "." in text:
        text = compiled(_INITIALS).sub(lambda found: found[0].replace(".", ""), text)
    if "\\" not in text and "$" not in text:
        text = text.replace("{", "").replace("}", "")  # most braces only keep capitals
    if "&" in text and ";" in text:
        text = html.unescape(text)
    text = to_text(text)
    if "-" in text or not text.isascii():
        text = compiled(_DASHED_ACRONYM).sub(" - ", text).translate(_DASHES)
    text = compiled(_QUOTES).sub(" ", text.replace("`", "'"))
    return compiled(_LEAD).sub("", " ".join(text.replace("{", "").replace("}", "").split()))


def year_in(text: str) -> int | None:
    """The year that a venue names (``2019``, ``'19``), None for none."""
    found = compiled(_YEAR).search(text)
    if found:
        return int(found[0])
    short = compiled(_SHORT_YEAR).search(text)
    if not short:
        return None
    return int(short[1]) + (1900 if int(short[1]) > 50 else 2000)


def spaced(text: str) -> str:
    """Clean text with acronyms apart from their years: ``ACL2019`` -> ``ACL 2019``, ``ICASSP-88`` -> ``ICASSP '88``."""
    if not compiled(r"\d").search(text):
        return text
    text = compiled(_GLUED_YEAR).sub(lambda found: f" {found[1]} " if found[1] else f" '{found[2] or found[3]} ", text)
    return " ".join(compiled(_SHORT_GLUED).sub(r"\1 '\2", text).split())


def without_series(text: str) -> str:
    """The text without the book series in which proceedings appear (PMLR, LNCS, CEUR), where more is said."""
    lower = text.lower()
    if not any(map(lower.__contains__, _SERIES_HINTS)):
        return text
    shorter = compiled(_SERIES).sub(" , ", text)
    return shorter if compiled(r"[A-Za-z]{3}").search(shorter) else text


def upright(text: str) -> str:
    """Undo inversion: ``Robotics and Automation, 2001. IEEE International Conference on`` -> ``... on Robotics...``."""
    bare = text.rstrip(" .,")
    if not bare.lower().endswith(_UNFINISHED):
        return text
    found = compiled(_INVERTED).match(bare) or compiled(_SPONSOR_LAST).match(bare)
    return f"{found[2]} {found[1]}" if found else text


def parts(text: str) -> list[Part]:
    """The parts of a text in order, each with its compared words; empty ones left out."""
    found: list[Part] = []
    start, before = 0, ""
    if "@" in text:
        text = compiled(_AT).sub(" @ ", text)
    for match in compiled(_BREAK).finditer(text):
        _add(found, text[start : match.start()], before)
        start, before = match.end(), match[0].strip().lower()
        if len(found) == _MOST_PARTS:
            return _with_cities(found)
    _add(found, text[start:], before)
    return _with_cities(found[:_MOST_PARTS])


def _add(found: list[Part], text: str, before: str) -> None:
    text = text.strip(" .,-'/&")
    if not text:
        return
    words = stems((". " if found and before not in (":", "-", "--") else "") + text)
    if len(text) == 1 and found and (text.isupper() or before.endswith("(")):
        words = (text.lower(),)
    if not words and any(map(str.isalpha, text)):
        words = (text.lower(),)
    if words:
        place = len(words) <= _MOST_PLACE_WORDS and _is_dated_place(text)
        place = place or (before.endswith("(") and _plain_letters(text) in CATALOGUED)
        found.append(Part(text, words, before, all(map(says_nothing, words)), place))


def _is_dated_place(text: str) -> bool:
    """Whether a text is a place, a date, or both (``USA - May 05``)."""
    first = text.replace("/", " ").replace(",", " ").split(" ", 1)[0]
    if first.replace(".", "").casefold() not in PLACE_BEGINNINGS and not _dated(first):
        return False
    return is_place(" ".join(word for word in text.split() if not _dated(word)))


def _plain_letters(text: str) -> str:
    return " ".join(compiled("[a-z]+").findall(text.lower()))


def _with_cities(found: list[Part]) -> list[Part]:
    """Parts with the cities marked that stand before a region or a date, and the houses that events are held in."""
    for place in range(len(found) - 1, 0, -1):
        part = found[place]
        if part.place or part.empty:
            continue
        if not KINDS.isdisjoint(part.words):
            found[place] = _without_city(part)
            continue
        follower = found[place + 1] if place + 1 < len(found) else None
        led = follower is not None and (follower.place or not MONTHS.isdisjoint(follower.words))
        if any(map(part.text.lower().__contains__, _ADDRESSES)) or (led and _like_a_city(part.text)):
            found[place] = part._replace(place=True)
    return found


def _without_city(part: Part) -> Part:
    """A part without the city behind the kind of an event, where the comma is missing: ``18th Conference Munich``."""
    text, _, city = part.text.rpartition(" ")
    if len(part.words) > 1 and part.words[-2] in KINDS and is_place(city):
        return part._replace(text=text, words=part.words[:-1])
    return part


def _like_a_city(text: str) -> bool:
    """Whether a text is a few capitalised words that no venue's name has."""
    words = text.split()
    capitals = all(word[0].isupper() and not word.isupper() and word.isalpha() for word in words)
    return capitals and len(words) <= _MOST_CITY_WORDS and topics().isdisjoint(map(str.lower, words))


def tokens(text: str) -> list[str]:
    """Words as written, with the punctuation that belongs to acronyms (``S&P``, ``NAACL-HLT``, ``FAT*``)."""
    return [word for word in (word.strip("'\".,:;()[]-") for word in text.split()) if word]


@lru_cache(maxsize=16384)
def is_small(word: str) -> bool:
    """Whether a word as written is an article, a preposition, or says nothing."""
    lower = word.lower()
    return lower in SMALL or all(says_nothing(stem(piece)) for piece in compiled(r"[a-z0-9]+").findall(lower))


def unnumbered(words: Sequence[str]) -> list[str]:
    """Words without a volume's Roman number at their end."""
    return list(words[:-1]) if len(words) > 2 and re.fullmatch(ROMAN, words[-1]) else list(words)


def once(words: Sequence[str]) -> list[str]:
    """Words without a repeated beginning: ``learn theory learn theory`` -> ``learn theory``."""
    if not words:
        return []
    if words.count(words[0]) < _TWICE:
        return list(words)
    for length in range(len(words) // 2, 0, -1):
        if list(words[:length]) == list(words[length : 2 * length]):
            return list(words[length:])
    return list(words)


@lru_cache(maxsize=16384)
def is_acronym(text: str) -> bool:
    """Whether a part is an acronym, perhaps with its year: ``SEKE '14``, ``EuCAIFCon 2025``, ``L@S``."""
    words = [word for word in text.split() if not word.strip("'\"").isdigit()]
    if not 0 < len(words) <= 2 or is_place(text):
        return False
    return all(sum(char.isupper() for char in word) >= 2 or not any(map(str.isalpha, word)) for word in words)
