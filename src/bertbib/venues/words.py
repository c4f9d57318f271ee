"""The words of venues' names in one form for comparison: ``Journal``, ``J.`` and ``Jour.`` are all ``j``.

The table is ``words.tsv``: an abbreviation after ISO 4 and the words it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_SMALL = (
    "of the and in for on a an at to de la le les du et der die das und fur fuer di della delle dei e el los y en "
    "im zur von van het een voor with by from its their as da do dos sur del per upon i l d"
)
SMALL = frozenset(_SMALL.split())
"""Articles, prepositions and conjunctions, which ISO 4 leaves out."""

_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
_WORD = r"[A-Za-z0-9]+"
_POSSESSIVE = r"'s?(?![A-Za-z0-9])|(?<=\w)'(?=\w)"
_ELIDED = r"\b(?:[DdLl]|[Dd]ell|[Nn]ell|[Aa]ll|[Ss]ull)'(?=[A-Za-z])"
_SECTION = r"(?:[A-Za-z.,)][ ]?|(?i:section|part|series) )\(?$"
_SECTION_WORDS = frozenset({"sect", "part", "ser"})


compiled = cache(re.compile)
"""A pattern, compiled when it is first needed: the module's own look-up costs a tenth of a name's reading."""


@cache
def word_table() -> dict[str, str]:
    """Words and the abbreviation that stands for each of them in comparisons."""
    text = Path(__file__).with_name("words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: short for short, words in rows for word in words.split(" ")}


@cache
def _shorts() -> frozenset[str]:
    return frozenset(word_table().values())


_MISSPELT = ("annual", "conference", "international", "journal", "proceedings", "symposium", "transactions", "workshop")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The form of a lower-case word in which it compares with its abbreviations and its plural."""
    table = word_table()
    found = table.get(word)
    if found or word in _shorts():
        return found or word
    if len(word) > 5 and word.isalpha():
        if len(word) > 8 and word.startswith("int") and word.endswith("ional"):
            return "int"  # "Interational", as bibliographies have it
        right = next((one for one in _MISSPELT if word[0] == one[0] and nearly(word, one)), "")
        if right:
            return table[right]
    if len(word) > 4 and word[-1] == "s" and word[-2] not in "sui":
        return table.get(word[:-1], word[:-1])
    return word


_FOREIGN = (
    r"\b(?:de|la|le|les|des|du|et|der|die|das|und|fur|fuer|di|della|delle|dei|el|los|y|zur|van|het|een|voor|[ld]')\b"
)


def language(text: str) -> str:
    """A mark on names whose small words are not English: ``Journal de Physique`` is not the Journal of Physics."""
    text = plain(text)
    return "~" if compiled(_FOREIGN).search(text) or "Fur " in text else ""


def nearly(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less or changed, or by two neighbours in each other's place."""
    if abs(len(one) - len(other)) > 1:
        return False
    if sorted(one) == sorted(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 2
    pairs = zip(one, other, strict=False)
    start = next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:]


def plain(text: str) -> str:
    """The text with plain Latin letters where it has accented ones: ``für`` -> ``fur``."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=65536)
def stems(text: str) -> tuple[str, ...]:
    """The compared forms of a text's words, in order and without small words.

    The letter of a journal's section stays (``Physical Review A``), the word before it does not (``Section A``).
    """
    text = plain(text)
    if "'" in text:
        text = compiled(_POSSESSIVE).sub("", compiled(_ELIDED).sub(" ", text))
    found: list[str] = []
    for match in compiled(_WORD).finditer(text):
        word = match[0]
        lower = word.lower()
        if len(word) == 1 and word.isalpha() and match.start():
            last = (
                match.end() == len(text.rstrip(" .:,;()")) or text[match.start() - 1 : match.end() + 1] == f"({word})"
            )
            if (word.isupper() or last) and compiled(_SECTION).search(text[max(0, match.start() - 10) : match.start()]):
                if found and found[-1] in _SECTION_WORDS:
                    found.pop()
                found.append(lower)
                continue
        if lower not in SMALL:
            found.append(stem(lower))
    return tuple(found)
