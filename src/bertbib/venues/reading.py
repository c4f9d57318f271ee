"""One venue's text while it is read: its parts, the names and the acronyms of the registry that stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bertbib.venues.boilerplate import CONFERENCE, ORGANISATIONS, WORKSHOP
from bertbib.venues.index import (
    Core,
    acronym_pairs,
    by_acronym,
    event_words,
    events,
    joint,
    of_kind,
    sifted,
    spelled_in,
    vocabulary,
)
from bertbib.venues.pieces import Part, is_acronym, is_small, once, parts, tokens
from bertbib.venues.registry import registry
from bertbib.venues.words import stems

JOURNAL_WORDS = frozenset({"j", "trans", "lett", "ann", "bull", "mag", "rev", "z", "acta"})
"""Compared words that call a thing a journal."""

_WORKSHOP_LETTER = r"([A-Z][A-Za-z]*[A-Z])-?W$"
_LONGEST_NAME = 7
"""Parts of a text that are joined to one name: ``Acoustics, Speech, and Signal Processing``."""


class Hit(NamedTuple):
    """A series named by parts ``first`` to ``last``; ``workshops`` if the words add that it is about its workshops."""

    first: int
    last: int
    series: str
    workshops: bool
    plain: bool


class Acronym(NamedTuple):
    """An acronym in a part: its series, whether nothing else of weight stands in that part, and as written."""

    part: int
    series: str
    strong: bool
    workshops: bool
    text: str


class Reading:
    """A text, the track that its words announced, its field (``journal``, ``event`` or empty) and its year."""

    def __init__(self, text: str, track: str, field: str, year: int | None) -> None:
        self.text, self.track, self.field, self.year = text, track, field, year
        self.parts = parts(text)
        self._folded = text.lower().replace("-", " ")
        self._pairs = any(map(self._folded.__contains__, acronym_pairs()))
        self.words = {word for part in self.parts for word in part.words}
        self.acronyms = [one for place, part in enumerate(self.parts) for one in self._acronyms(place, part)]
        self.lone = {one.part for one in self.acronyms if one.strong and is_acronym(self.parts[one.part].text)}
        self._sifted = [one._replace(words=tuple(once(one.words))) for one in map(_sifted, self.parts)]
        self._odd = {
            place for place, one in enumerate(self._sifted) if not event_words().issuperset(one.words)
        } - self.lone
        self.hits = self._hits()

    def _hits(self) -> list[Hit]:
        """Series whose names stand in the text; none inside another, those that say what kind of event first."""
        found: list[Hit] = []
        count = len(self.parts)
        for length in range(min(count, _LONGEST_NAME), 0, -1):
            for first in range(count - length + 1):
                last = first + length - 1
                if any(one.first <= last and first <= one.last for one in found):
                    continue
                if not self._odd.isdisjoint(range(first, last + 1)):
                    continue
                hit = self._hit(first, last)
                if hit:
                    found.append(hit)
        return sorted(found, key=lambda one: (one.plain, one.first))

    def _hit(self, first: int, last: int) -> Hit | None:
        if self.parts[first].empty or self.parts[last].empty:
            return None
        named = self.core(first, last)
        if not named.words:
            return None
        plain = not named.conference and not named.workshop
        if plain and len(named.words) < 2:
            return None
        series = self._one_of(events().get(named.key, ()))
        if series and self._spelled(first, last, series) and (len(named.words) > 1 or self._vouched(series)):
            return Hit(first, last, series, False, plain)
        if named.conference and named.workshop:
            series = self._one_of(events().get("conference " + " ".join(named.words), ()))
        elif named.workshop and len(named.words) > 2:
            series = self._one_of(events().get(" ".join(named.words), ()))
        else:
            return None
        return Hit(first, last, series, True, False) if series and self._spelled(first, last, series) else None

    def core(self, first: int, last: int) -> Core:
        """The core of a span of parts, without acronyms that stand alone inside it (``Topic - ACR - Workshop``)."""
        if first == last:
            return of_kind(self._sifted[first])
        span = [
            self._sifted[place] for place in range(first, last + 1) if place in (first, last) or place not in self.lone
        ]
        words = once([word for one in span for word in one.words])
        return of_kind(Core(tuple(words), any(one.conference for one in span), any(one.workshop for one in span)))

    def _vouched(self, series: str) -> bool:
        """Whether a topic of one word is a series': its acronym stands there, or a name with sponsor and kind."""
        return series in {one.series for one in self.acronyms} or _longest_name(series, self.words) > 0

    def _spelled(self, first: int, last: int, series: str) -> bool:
        return spelled_in(" ".join(part.text for part in self.parts[first : last + 1]), series)

    def _one_of(self, series: tuple[str, ...]) -> str:
        """The series of a name; of several that share it the one whose acronym stands in the text too."""
        if len(series) < 2:
            return series[0] if series else ""
        said = {one.series for one in self.acronyms}
        fitting = [one for one in series if one in said]
        if len(fitting) == 1:
            return fitting[0]
        said_whole = {one: _longest_name(one, self.words) for one in series}
        fitting = [one for one in series if said_whole[one] == max(said_whole.values()) > 0]
        if len(fitting) == 1:
            return fitting[0]
        sponsors = {one: ORGANISATIONS & vocabulary(one) for one in series}
        most = max(len(named & self.words) for named in sponsors.values())
        fitting = [one for one in series if sponsors[one] <= self.words and len(sponsors[one]) == most > 0]
        return fitting[0] if len(fitting) == 1 else ""

    def _acronyms(self, place: int, part: Part) -> Iterable[Acronym]:
        words = tokens(part.text)
        alone = len(self.parts) == 1 and sum(not is_small(word) for word in words) == 1
        pairs = (f"{one} {other}" for one, other in pairwise(words)) if self._pairs else ()
        twos = [two for two in pairs if by_acronym(two) and any(char.isupper() for char in two)]
        in_twos = {word for two in twos for word in two.split(" ")}
        found = [(two, by_acronym(two), False) for two in twos]
        found += [(word, *_series_of(word, alone)) for word in words if word not in in_twos]
        if not any(series for _, series, _ in found):
            return
        known_words = {word for word, series, _ in found if series} | in_twos
        rest = [word for word in words if word not in known_words and not is_small(word) and not _frame(word)]
        for word, series, workshops in found:
            one = self._guarded(series, word, bool(rest))
            if one:
                own = all(stem in vocabulary(one.split("+")[0]) for other in rest for stem in stems(other))
                yield Acronym(place, one, not rest or own, workshops, word)

    def _guarded(self, series: tuple[str, ...], word: str, more: bool) -> str:
        """The one series that an acronym can mean here: its guard's words stand in the text, or nothing but a year."""
        if len(series) > 1:
            series = tuple(one for one in series if any(guard in self._folded for guard in registry()[one].guard))
        if len(series) != 1:
            return ""
        guard = registry()[series[0].split("+")[0]].guard
        written = word.isupper() or any(word == label.text for label in registry()[series[0].split("+")[0]].acronyms)
        bare = written and not more and len(self.parts) == 1 and self.year is not None
        return series[0] if not guard or bare or any(one in self._folded for one in guard) else ""


def _sifted(part: Part) -> Core:
    return sifted(part.words)


def _longest_name(series: str, words: set[str]) -> int:
    """How many words the longest name of a series has that stands whole among words, sponsors and kind included."""
    named = (set(stems(label.text)) for label in registry()[series].names)
    return max((len(one) for one in named if one <= words), default=0)


@lru_cache(maxsize=16384)
def _series_of(word: str, alone: bool) -> tuple[tuple[str, ...], bool]:
    """The series of an acronym as written, and whether it carries the letter of its workshops (``CVPRW``)."""
    series = by_acronym(word, alone=alone)
    if series:
        return series, False
    lettered = re.fullmatch(_WORKSHOP_LETTER, word)
    if lettered and by_acronym(lettered[1]):
        return by_acronym(lettered[1]), True
    pieces = re.split("[-/]", word)
    if len(pieces) > 1 and all(len(piece) > 1 for piece in pieces):
        each = [by_acronym(piece) for piece in pieces]
        if all(len(one) == 1 for one in each):
            distinct = list(dict.fromkeys(one[0] for one in each))
            return (joint(distinct) or "+".join(distinct),), False
    return (), False


@lru_cache(maxsize=16384)
def _frame(word: str) -> bool:
    """Whether a word is a sponsor or says that this is a conference or a workshop."""
    return all(stem in ORGANISATIONS or stem in CONFERENCE or stem in WORKSHOP or stem == "int" for stem in stems(word))
