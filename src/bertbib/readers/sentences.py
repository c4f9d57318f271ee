"""Which sentence of an unmarked entry is its title: ``Authors. 2013. Title. In Proceedings of X``, ``Authors: Title``.

Also ``Title by Authors`` and ``Title, Venue 2020``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bertbib.readers.notes import is_venue_note

_STOP = re.compile(r"[.?!]\s+")
_ABBREVIATED = frozenset({"jr", "sr", "vs", "st", "dr", "no", "vol", "cf", "e.g", "i.e", "eds", "ed", "prof"})
_PARTICLE_WORDS = "de van der den von la le di da dos del bin ibn el al ten ter zu and & et"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_YEAR = re.compile(r"\(?((?:19[5-9]|20[0-4])\d)[a-z]?\)?")
_TAG = re.compile(r"\[?\(?\d{1,4}\)?\]?")
_JOURNAL = re.compile(
    r"(?:in:? )?(?:(?:proceedings|proc\.?|transactions|trans\.?|journal|j\.|advances|annals|ieee|acm) .*|nature"
    r"|science)",
    re.IGNORECASE,
)


_FAMILY_FIRST = re.compile(r"([^\W\d_][\w'\u2019-]*), ((?:[A-Z]\.[ -]?)+)(?=,|\s|$)")
"""``Hand, D. J.``"""


class Told(NamedTuple):
    """A title told from plain text: what stands before it and after it, and whether authors came first."""

    before: str
    title: str
    after: str
    authored: bool


def split_sentences(text: str) -> list[str]:
    """The sentences of a text with their blanks; initials (``L.``) and abbreviations end none."""
    parts, start = [], 0
    for found in _STOP.finditer(text):
        word = text[start : found.start()].rpartition(" ")[2].lstrip("(,").lower()
        initial = (len(word) == 1 and word.isalpha()) or (
            "." in word and bool(re.fullmatch(r"(?:[a-z]\.?-?){1,3}", word))
        )
        if found[0][0] == "." and (initial or word in _ABBREVIATED):
            continue
        parts.append(text[start : found.end()])
        start = found.end()
    return [*parts, text[start:]] if text[start:].strip() else parts


def is_authors(text: str) -> bool:
    """Whether a text is a list of two names or more, or one that ends in ``et al.``."""
    text = _FAMILY_FIRST.sub(r"\2 \1", _YEAR.sub("", text)).strip(" .,:;()")
    if re.search(r"\bet al$", text):
        return text.count(" ") <= 25
    names: list[str] = [name.strip() for name in re.split(r",|\s(?:and|&)\s", text) if name.strip(" .")]
    names = [name.removeprefix("and ") for name in names]
    if len(names) < 2 or not all(is_name(name) for name in names):
        return False
    full = sum(" " in name or len(name) <= 2 or name.endswith(".") for name in names)
    return full * 3 >= len(names) * 2


def is_name(text: str) -> bool:
    """Whether a text may be one person's name: up to five words, all but particles with a capital."""
    words = text.split()
    return bool(words) and len(words) <= 5 and all(word[0].isupper() or word.lower() in _PARTICLES for word in words)


def told(text: str) -> Told | None:
    """The title in some plain text, or None where no sentence of it is certain to be one.

    A text of one sentence is a title; of several, the one behind authors or a year, or the first where authors, a
    venue or a year follow it.
    """
    parts = _joined(split_sentences(text))
    place = 0
    while place < len(parts) - 1 and _leads(parts, place):
        place += 1
    if place == 0 and len(parts) > 1 and not _follows(parts[1]):
        return None
    if not parts:
        return None
    before, rest = "".join(parts[:place]), "".join(parts[place + 1 :])
    title, authored = parts[place], place > 0
    head, colon, tail = title.partition(": ")
    listed = re.match(r"(.*?,? and [^,]+), (?=[A-Z0-9])", title)
    if not authored and colon and is_authors(head):
        before, title, authored = f"{before}{head}{colon}", tail, True
    elif not authored and listed and is_authors(listed[1]):
        before, title, authored = before + listed[0], title[listed.end() :], True
    title, noted = _without_note(title)
    head, by, tail = title.rpartition(" by ")
    alone = re.fullmatch(r"(\S+ .+?)\s*\((?:19|20)\d\d\)", tail.strip(" ."))
    if by and (is_authors(tail) or (alone and is_name(alone[1]))):
        title, noted, authored = head, f"{by}{tail}{noted}", True
    return Told(before, title.strip(), noted + rest, authored)


def _joined(parts: list[str]) -> list[str]:
    """Sentences, those that a title's own question or exclamation mark cut in two put together again.

    Authors, a venue or a year behind such a mark are no part of the title; what looks like authors at the very end,
    without a stop, is.
    """
    joined: list[str] = []
    for place, part in enumerate(parts, 1):
        ends = place == len(parts) and part.rstrip()[-1:] != "." and is_authors(part)
        if joined and joined[-1].rstrip()[-1:] in ("?", "!") and (ends or not _follows(part)):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _leads(parts: list[str], place: int) -> bool:
    """Whether a sentence stands before a title: authors, a year, a number; one name only before a year."""
    text = parts[place].strip(" .")
    if _YEAR.fullmatch(text) or _TAG.fullmatch(text) or is_authors(text):
        return True
    name = re.sub(r"\((?:19|20)\d\d\)$", "", text)
    dated = name != text or _YEAR.fullmatch(parts[place + 1].strip(" .")) is not None
    return dated and is_name(name)


def _follows(text: str) -> bool:
    """Whether a sentence stands behind a title: authors, a year, a venue."""
    text = text.strip(" .,|([-")
    return bool(_YEAR.fullmatch(text)) or is_authors(text) or is_venue_note(text) or bool(_JOURNAL.fullmatch(text))


def _without_note(title: str) -> tuple[str, str]:
    """A title and what follows its last comma, where that is a venue, a journal or a year."""
    kept = title.rstrip(" .,")
    place = len(kept)
    while True:
        head, comma, tail = kept[:place].rpartition(", ")
        tail = tail.strip(" .")
        preprint = tail[:6].lower() == "arxiv:" and " " not in tail
        if not comma or not (preprint or _YEAR.fullmatch(tail) or is_venue_note(tail) or _JOURNAL.fullmatch(tail)):
            return title[:place], title[place:]
        place = len(head)
