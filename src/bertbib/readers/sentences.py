"""Which sentence of an unmarked entry is its title: ``Authors. 2013. Title. In Proceedings of X``, ``Authors: Title``.

Also ``Title by Authors`` and ``Title, Venue 2020``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bertbib.readers.notes import is_venue_note, year_in

_STOP = re.compile(r"[.?!]\s+")
_ABBREVIATED = frozenset({"jr", "sr", "vs", "st", "dr", "no", "vol", "cf", "e.g", "i.e", "eds", "ed", "prof"})
_PARTICLE_WORDS = "de van der den von la le di da dos del bin ibn el al ten ter zu and & et"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_YEAR = re.compile(r"\(?((?:19[5-9]|20[0-4])\d)[a-z]?\)?")
_TAG = re.compile(r"\[?\(?\d{1,4}\)?\]?")
_JOURNAL = re.compile(
    r"(?:in:? )?(?:(?:(?:the )?(?:[\w-]+ )?handbook of|proceedings|proc\.?|transactions|trans\.?|journal|j\.|advances"
    r"|annals|ieee|acm) .*|nature|science)",
    re.IGNORECASE,
)


_FAMILY_FIRST = re.compile(r"(?<![\w'\u2019-])([^\W\d_][\w'\u2019-]*), ((?:[A-Z]\.[ -]?)+)(?=,|\s|$)")
"""``Hand, D. J.``"""


_UNPUBLISHED = re.compile(
    r"(?:unpublished(?: manuscript)?|manuscript|working paper|in preparation|submitted|under review|to appear"
    r"|forthcoming|in press)(?:,? (?:19|20)\d\d)?",
    re.IGNORECASE,
)
_IN = re.compile(r"(?<=[.?!,;])\s+[Ii]n:?$")
_POSTED = re.compile(
    r"(?:arxiv|preprint|(?:bio|med|chem)rxiv)?[ ,]*(?:19|20)\d\d(?:[-./]\d\d?){0,2}"
    r"|(?:arxiv|preprint|(?:bio|med|chem)rxiv)|[\w-]+ (?:19|20)\d\d (?:under )?(?:submission|review)",
    re.IGNORECASE,
)


_LONGEST_CREDIT = 2000  # characters
_CREDIT = re.compile(r"([^()]{3,400}?),? \((?:19|20)\d\d[a-z]?\)[.,:]? (?=\S)")
"""``Banerjee, A. and E. Duflo (2015) Title``"""

_EDITED = re.compile(r", [Ii]n:? [A-Z][^?!]{3,200}?(?:\([Ee]ds?\.?\)|, [Ee]ds?\b).*")
"""The volume that a chapter stands in: ``, in R. E. Evenson et al. (eds.), Handbook``"""


class Told(NamedTuple):
    """A title told from plain text: what stands before it and after it, and whether authors came first.

    ``lead`` is the venue or date before it (``ICML 2022, Title``), where one is.
    """

    before: str
    title: str
    after: str
    authored: bool
    lead: str = ""


def is_posted(text: str) -> bool:
    """Whether a text says when or on which server something was posted, or where it is being reviewed: no venue, but
    no part of a title either.
    """
    return _POSTED.fullmatch(text.strip()) is not None


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
    if len(text) > _LONGEST_CREDIT:
        return False
    text = re.sub(r' "\w{2,12}"(?= )', "", text)  # what a friend calls somebody
    text = _FAMILY_FIRST.sub(r"\2 \1", _YEAR.sub("", text)).strip(" .,:;()")
    if re.search(r"\bet al$", text):
        return text.count(" ") <= 25
    names: list[str] = [name.strip() for name in re.split(r",|\s(?:and|&)\s", text) if name.strip(" .")]
    names = [name.removeprefix("and ") for name in names]
    if len(names) < 2 or not all(is_name(name) for name in names):
        return False
    full = sum(" " in name or len(name) <= 2 or name.endswith(".") for name in names)
    return full * 3 >= len(names) * 2


def is_credit(text: str) -> bool:
    """Whether a text names the authors of what stands behind it: like ``is_authors``, or one name, family or given
    name first (``Krotov, Dmitry, and John Hopfield. 2020.``).

    Looser than that, so only for what stands before a title that is marked as one.
    """
    if len(text) > _LONGEST_CREDIT:
        return False
    text = re.sub(r"^\s*\[[^\[\]]{1,12}\]", "", text)
    text = re.sub(r"\s*(?:\.\.\.|\u2026),?", "", _YEAR.sub("", text)).strip(' .,:;()*"\u201c\u2020\u2021\u2022')
    if is_authors(text):
        return True
    text = _FAMILY_FIRST.sub(r"\2 \1", text)
    names = [name for part in re.split(r",|\s(?:and|&)\s", text) if (name := part.strip(" .").removeprefix("and "))]
    if not names or not all(is_name(name) for name in names):
        return False
    full = sum(" " in name for name in names) + (len(names) > 1 and " " not in names[1])
    return full * 2 >= len(names) and (len(names) > 1 or 1 <= names[0].count(" ") <= 3)


def is_name(text: str) -> bool:
    """Whether a text may be one person's name: up to five words, all but particles with a capital."""
    words = text.split()
    return bool(words) and len(words) <= 5 and all(_is_capital(word) or word.lower() in _PARTICLES for word in words)


def _is_capital(word: str) -> bool:
    """Whether a word of a name begins with a capital, behind an elided particle perhaps (``d'Ascoli``)."""
    return word[0].isupper() or (word[1:2] in ("'", "\u2019") and word[2:3].isupper())


def told(text: str) -> Told | None:
    """The title in some plain text, or None where no sentence of it is certain to be one.

    A text of one sentence is a title; of several, the one behind authors or a year, or the first where authors, a
    venue or a year follow it.
    """
    lead, text = _without_lead(_IN.sub("", text))
    credit = _CREDIT.match(text)
    if credit and is_credit(credit[1]):
        parts = [credit[0], *_joined(split_sentences(text[credit.end() :]))]
    else:
        parts = _joined(split_sentences(text))
    place, named = 0, False
    while place < len(parts) - 1 and _leads(parts, place, named):
        named |= any(map(str.isalpha, parts[place]))
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
    return Told(lead + before, title.strip(), f"{noted}{rest}", authored, lead.strip(" ,"))


def _without_lead(text: str) -> tuple[str, str]:
    """A venue or a date with the comma that ends it, and the text behind it: ``ICML 2022, Title``."""
    head, comma, rest = text.partition(", ")
    year = year_in(head) is not None
    if comma and year and rest.count(" ") > 1 and (is_venue_note(head) or is_posted(head)):
        return head + comma, rest
    return "", text


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


def _leads(parts: list[str], place: int, named: bool) -> bool:
    """Whether a sentence stands before a title: authors, a year, a number; one name only before a year.

    ``named`` says that the authors have been: what else looks like names is the title.
    """
    text = parts[place].strip(" .")
    if _YEAR.fullmatch(text) or _TAG.fullmatch(text):
        return True
    if named or is_authors(text):
        return not named
    name = re.sub(r"\((?:19|20)\d\d\)$", "", text)
    credit = re.fullmatch(r"(.{3,}?)[.,]? \(?(?:19|20)\d\d[a-z]?\)?", text)
    if credit and is_credit(credit[1]):
        return True
    dated = name != text or _YEAR.fullmatch(parts[place + 1].strip(" .")) is not None
    return dated and is_name(name)


def _follows(text: str) -> bool:
    """Whether a sentence stands behind a title: authors, a year, a venue."""
    text = text.strip(" .,|([-")
    return bool(_YEAR.fullmatch(text)) or is_authors(text) or is_venue_note(text) or bool(_JOURNAL.fullmatch(text))


def _without_note(title: str) -> tuple[str, str]:
    """A title and what follows its last comma, where that is a venue, a journal or a year."""
    kept = title.rstrip(" .,")
    volume = _EDITED.search(kept)
    place = volume.start() if volume else len(kept)
    while True:
        head, comma, tail = kept[:place].rpartition(", ")
        tail = tail.strip(" .")
        if not comma or not (_ends_title(tail) or _names_venue(tail, kept[len(head) :])):
            return title[:place], title[place:]
        place = len(head)


def _ends_title(text: str) -> bool:
    """Whether what stands behind a comma is no part of a title: an arXiv number, a year, a venue, a journal."""
    preprint = text.lower().removeprefix("arxiv preprint ")[:6] == "arxiv:" and text.count(" ") in (0, 2)
    said = _YEAR.fullmatch(text) or _UNPUBLISHED.fullmatch(text) or _JOURNAL.fullmatch(text)
    return preprint or bool(said) or is_venue_note(text)


def _names_venue(text: str, dated: str) -> bool:
    """Whether a known venue stands before a year (``Computational Linguistics, 1993``); ``dated`` includes the year."""
    if text.count(" ") > 6 or not text[:1].isupper() or not _YEAR.fullmatch(dated.rpartition(",")[2].strip(" .")):
        return False
    # Imported here: the registry of venues is read only where a comma and a year ask for it.
    from bertbib.venues.identify import series_named

    return bool(series_named(text))
