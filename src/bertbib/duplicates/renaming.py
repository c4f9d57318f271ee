"""Works whose title changed on the way: a draft and its publication, a meeting's paper and the journal's longer one.

Titles that share words are what a team's next work has too, so the same people all through, in order, are asked for,
and words that tell works of one series apart are in the way.
"""

from __future__ import annotations

import re
from typing import Literal

from bertbib.duplicates.people import Person
from bertbib.duplicates.wording import Wording
from bertbib.duplicates.works import Work
from bertbib.proof import tell_apart

TEAM = 4
"""People from whom a list of authors is hardly that of two works with most of their titles in common."""

MOST, NEARLY_ALL = 0.6, 0.7
"""Shares of the longer title's content words on both: of a large team, and of a small one (and then in doubt)."""

FEWEST = 3
"""Content words that both titles have at least."""

HEAD = 12
"""Letters of what stands before the colon that name one work and not its subject."""

YEARS_BEFORE, YEARS_AFTER = 1, 3
"""A publication under another title lies between one year before its draft and three after it."""

EXTENDED_AFTER = 6
"""Years within which a journal's version follows the meeting's."""

_DRAFTS = frozenset({"preprint", "report"})
_PUBLISHED = frozenset({"journal", "conference", "workshop"})
_STEPS = (
    frozenset({"conference", "journal"}),
    frozenset({"workshop", "journal"}),
    frozenset({"workshop", "conference"}),
)
_SERIAL = re.compile(
    r"(?:first |precision |improved |combined )*(?:search(?:es)?|measurements?|observations?|evidence|study|studies"
    r"|constraints|limits|overview|findings|results|report|proceedings|statistics|a survey|a review|growth|synthesis"
    r"|properties)\b"
)
"""Titles by formula: a collaboration or a laboratory has many that differ in what was searched, measured or grown."""

_FORMULA = re.compile(r"[^\W\d_][a-z]*[A-Z]|\d")
_SOFTWARE = re.compile(r"\bopen source software\b|\bopen research software\b|\bsoftwarex\b|\bjoss\b")


def renamed(one: Work, other: Work) -> Literal["same", "related", ""]:
    """Whether one is the other's draft under another title, given authors that agree and titles that share words.

    ``same`` where a title of enough words before the colon stayed and the subtitle changed, or most words of a large
    team's title did; ``related`` where that is in doubt, or where one describes the program of the other.
    """
    if _is_software(one) != _is_software(other) and _begins_with(one.title, other.title):
        return "related"
    draft, published = (one, other) if one.kind in _DRAFTS else (other, one)
    if draft.kind not in _DRAFTS or published.kind not in _PUBLISHED or not _follows(draft, published):
        return ""
    team = _team(one, other)
    share = _share(one.title, other.title)
    if team < 2 or _is_serial(one, other) or _are_siblings(one.title, other.title):
        return ""
    apart = _two_arxiv_ids(one, other)
    if not apart and (_same_head(one.title, other.title) or (team >= TEAM and share >= MOST)):
        return "same"
    return "related" if share >= NEARLY_ALL else ""


def is_extension(one: Work, other: Work) -> bool:
    """Whether one is a later version of the other in a journal or at a larger meeting, its title reworded.

    The authors of one are all authors of the other; proceedings may come out after the article.
    """
    if {one.kind, other.kind} not in _STEPS or one.year is None or other.year is None:
        return False
    fewer, more = sorted((one.people, other.people), key=len)
    if abs(one.year - other.year) > EXTENDED_AFTER or len(fewer) < 2 or _is_serial(one, other):
        return False
    return all(any(_is_one(person, found) for found in more) for person in fewer)


def _is_one(one: Person, other: Person) -> bool:
    return not one.surnames.isdisjoint(other.surnames)


def _team(one: Work, other: Work) -> int:
    """How many people wrote both, if nobody wrote only one of them and their order is the same; else 0."""
    if len(one.people) != len(other.people) or any(person.group for person in one.people):
        return 0
    return len(one.people) if all(map(_is_one, one.people, other.people)) else 0


def _follows(draft: Work, published: Work) -> bool:
    if draft.year is None or published.year is None:
        return False
    return -YEARS_BEFORE <= published.year - min(draft.year, draft.since or draft.year) <= YEARS_AFTER


def _share(one: Wording, other: Wording) -> float:
    """Share of the longer title's content words on both; 0 for too few of them."""
    shared = len(one.words & other.words)
    return shared / max(len(one.words), len(other.words)) if shared >= FEWEST else 0.0


def _same_head(one: Wording, other: Wording) -> bool:
    """Whether the same words stand before the colon, and one behind it too."""
    return one.main == other.main and len(one.main) >= HEAD and _share(one, other) >= MOST


def _begins_with(one: Wording, other: Wording) -> bool:
    shorter, longer = sorted((one.folded, other.folded), key=len)
    return len(shorter) >= HEAD and longer.startswith(shorter)


def _is_software(work: Work) -> bool:
    return _SOFTWARE.search(work.venue) is not None


def _two_arxiv_ids(one: Work, other: Work) -> bool:
    left, right = ({found.folded for found in work.ids if found.scheme == "arxiv"} for work in (one, other))
    return bool(left and right) and left.isdisjoint(right)


def _is_serial(one: Work, other: Work) -> bool:
    return any(_SERIAL.match(work.title.folded) for work in (one, other))


def _are_siblings(one: Wording, other: Wording) -> bool:
    """Whether the words that only one of two titles has tell works of one series apart: kinds, languages, materials."""
    if tell_apart(one.written, other.written):
        return True
    return any(_FORMULA.search(word) for word in _only(one, other) + _only(other, one))


def _only(one: Wording, other: Wording) -> list[str]:
    """The words of a title, as written, that the other one lacks."""
    words = re.findall(r"[\w-]+", one.written)
    return [word for word in words if re.sub(r"[\W_]", "", word).lower() not in other.letters]
