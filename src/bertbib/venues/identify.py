"""A venue as somebody wrote it -> which venue it is: ids first, then a small grammar and exact lookups.

The order: an id in the text; a whole name of the registry; the track that the words announce; names of the registry in
the parts of the text; acronyms; and if nothing of these is known, the tidied words. Nothing is matched by likeness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from bertbib.venues.boilerplate import CONFERENCE, MONTHS, ORGANISATIONS, ROMAN, WORKSHOP, is_place, is_region
from bertbib.venues.index import (
    abbreviated,
    by_acronym,
    core,
    events,
    names,
    spelled_alike,
    spelled_in,
    vocabulary,
    without_numbers,
)
from bertbib.venues.linked import by_id
from bertbib.venues.pieces import (
    Part,
    clean,
    is_small,
    parts,
    says_nothing,
    spaced,
    tokens,
    upright,
    without_series,
    year_in,
)
from bertbib.venues.registry import registry
from bertbib.venues.tracks import LABELS, misspelt, take_track
from bertbib.venues.venue import Venue, beside, known
from bertbib.venues.words import language, plain, stems

_JOURNAL_FIELDS = frozenset({"journal", "journaltitle"})
_JOURNAL_WORDS = frozenset({"j", "trans", "lett", "ann", "bull", "mag", "rev", "z", "acta"})
_HOSTED = frozenset({"at", "@", "co-located with", "colocated with", "collocated with", "in conjunction with"})
_HELD = ("held",)
_PREPRINT = re.compile(
    r"^\W*(?:arxiv|corr\b|computing research repository)|\barxiv\.org\b|\bhttps?://arxiv", re.IGNORECASE
)
_SUBTITLE = re.compile(r"\b(?:official|journal)\b", re.IGNORECASE)
_WORKSHOP_LETTER = re.compile(r"([A-Z][A-Za-z]*[A-Z])W$")
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
    """An acronym in a part: its series, and whether nothing else of weight stands in that part."""

    part: int
    series: str
    strong: bool
    workshops: bool


def identify(raw: str, field: str = "", year: int | None = None) -> Venue:
    """Which venue a text names; ``field`` is the BibTeX field it stood in, ``year`` the record's year. Never raises."""
    return _identify(raw, "journal" if field in _JOURNAL_FIELDS else field and "event", year)


@lru_cache(maxsize=16384)
def _identify(raw: str, field: str, year: int | None) -> Venue:
    text = clean(raw)
    linked = by_id(text)
    if linked:
        return _from_id(*linked, year)
    year = year_in(spaced(text)) or year
    if _PREPRINT.search(text):
        return known("arxiv", year)
    whole = _whole(text)
    if whole:
        return known(whole, year)
    text = spaced(upright(without_series(text)))
    track, rest = take_track(text)
    return _Reading(rest, track, field, year).venue()


def _from_id(series: str, track: str, topic: str, id_year: int | None, year: int | None) -> Venue:
    if track == "main":
        return known(series, id_year or year)
    return beside(series, track, topic, topic, id_year or year)


def _whole(text: str) -> str:
    """The id of a journal, server or book series whose name is the whole text, empty for none."""
    for form in dict.fromkeys((text, upright(text))):
        words = stems(form)
        key = without_numbers(word for word in words if word not in MONTHS)
        if " " not in key and any(one.isupper() and by_acronym(one) for one in tokens(spaced(form))):
            continue  # INTERACT 2007 is no issue of Interactions
        foreign = language(form)
        found = names().get(foreign + " ".join(words)) or names().get(foreign + key)
        if found and (" " not in key or spelled_alike(form, found)):
            return found
    return ""


class _Reading:
    """One text while it is read."""

    def __init__(self, text: str, track: str, field: str, year: int | None) -> None:
        self.text, self.track, self.field, self.year = text, track, field, year
        self.parts = parts(text)
        self.words = {word for part in self.parts for word in part.words}
        self.acronyms = [one for place, part in enumerate(self.parts) for one in self._acronyms(place, part)]
        self.hits = self._hits()

    def venue(self) -> Venue:
        """The venue, known or not."""
        workshop = self._workshop()
        if workshop is not None:
            return workshop
        periodical = self._journal() if self.parts and _JOURNAL_WORDS & set(self.parts[0].words) else None
        main = "" if periodical else self._main()
        if not main:
            periodical = periodical or self._journal()
            main = "" if periodical else self._lesser()
        if periodical:
            return periodical
        if main and self.track:
            return beside(self._host(main), self.track, "", "", self.year)
        if main:
            return known(main, self.year)
        return self._unknown()

    # Names

    def _hits(self) -> list[Hit]:
        """Series whose names stand in the text; none inside another, those that say what kind of event first."""
        found: list[Hit] = []
        count = len(self.parts)
        for length in range(min(count, _LONGEST_NAME), 0, -1):
            for first in range(count - length + 1):
                last = first + length - 1
                if any(one.first <= last and first <= one.last for one in found):
                    continue
                hit = self._hit(first, last)
                if hit:
                    found.append(hit)
        return sorted(found, key=lambda one: (one.plain, one.first))

    def _hit(self, first: int, last: int) -> Hit | None:
        if self.parts[first].empty or self.parts[last].empty:
            return None
        words = [word for part in self.parts[first : last + 1] for word in part.words]
        named = core(words)
        if not named.words:
            return None
        plain = not named.conference and not named.workshop
        if plain and len(named.words) < 2:
            return None
        for key in (named.key, " ".join(_unnumbered(named.key.split(" ")))):
            series = self._one_of(events().get(key, ()))
            if series and self._spelled(first, last, series):
                return Hit(first, last, series, False, plain)
        if named.conference and named.workshop:
            series = self._one_of(events().get("conference " + " ".join(named.words), ()))
        elif named.workshop and len(named.words) > 2:
            series = self._one_of(events().get(" ".join(named.words), ()))
        else:
            return None
        return Hit(first, last, series, True, False) if series and self._spelled(first, last, series) else None

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
        sponsors = {one: ORGANISATIONS & vocabulary(one) for one in series}
        most = max(len(named & self.words) for named in sponsors.values())
        fitting = [one for one in series if sponsors[one] <= self.words and len(sponsors[one]) == most > 0]
        return fitting[0] if len(fitting) == 1 else ""

    # Acronyms

    def _acronyms(self, place: int, part: Part) -> Iterable[Acronym]:
        words = tokens(part.text)
        alone = len(self.parts) == 1 and sum(not is_small(word) for word in words) == 1
        pairs = (f"{one} {other}" for one, other in zip(words, words[1:], strict=False))
        twos = [two for two in pairs if by_acronym(two) and any(char.isupper() for char in two)]
        in_twos = {word for two in twos for word in two.split(" ")}
        found = [(two, by_acronym(two), False) for two in twos]
        found += [(word, *_series_of(word, alone)) for word in words if word not in in_twos]
        known_words = {word for word, series, _ in found if series} | in_twos
        rest = [word for word in words if word not in known_words and not is_small(word) and not _frame(word)]
        for word, series, workshops in found:
            one = self._guarded(series, word, bool(rest))
            if one:
                own = all(stem in vocabulary(one.split("+")[0]) for other in rest for stem in stems(other))
                yield Acronym(place, one, not rest or own, workshops)

    def _guarded(self, series: tuple[str, ...], word: str, more: bool) -> str:
        """The one series that an acronym can mean here: its guard's words stand in the text, or nothing but a year."""
        folded = self.text.lower().replace("-", " ")
        if len(series) > 1:
            series = tuple(one for one in series if any(guard in folded for guard in registry()[one].guard))
        if len(series) != 1:
            return ""
        guard = registry()[series[0].split("+")[0]].guard
        bare = not more and len(self.parts) == 1 and self.year is not None
        return series[0] if not guard or bare or any(one in folded for one in guard) else ""

    # Main events

    def _main(self) -> str:
        """The id of the main event or joint meeting, empty where none is known."""
        strong = [one for one in self.acronyms if one.strong and self._fits(one)]
        named = [one for one in self.hits if not one.plain]
        if self.track == "findings" and strong:
            return strong[-1].series
        if named:
            return self._joint([one.series for one in named]) or named[0].series
        if strong:
            return self._joint([one.series for one in strong]) or strong[0].series
        return ""

    def _lesser(self) -> str:
        """The id of a main event that the words name less clearly, empty where there is none."""
        weak = [one for one in self.acronyms if not one.strong and self._fits(one, part_too=True)]
        if weak:
            return weak[0].series
        plain = [one for one in self.hits if one.plain and self._little_else(one)]
        return plain[0].series if plain else ""

    def _joint(self, series: Sequence[str]) -> str:
        """The id of the joint meeting of exactly these series, if the registry has one."""
        distinct = set(series)
        if len(distinct) < 2:
            return ""
        return next((one.id for one in registry().values() if set(one.linked("part")) == distinct), "")

    def _fits(self, acronym: Acronym, *, part_too: bool = False) -> bool:
        """Whether no part names another event than the acronym's: half of its words are those of the series."""
        words = vocabulary(acronym.series.split("+")[0])
        for place, part in enumerate(self.parts):
            if place == acronym.part and not part_too:
                continue
            follows = place + 1 == acronym.part and self.parts[acronym.part].before.endswith("(")
            kinds = set(part.words) & (CONFERENCE | WORKSHOP | _JOURNAL_WORDS)
            named = [word for word in core(part.words).words if word not in ("j", "int", "joint")]
            if acronym.part == place:
                named = [word for word in named if word != _lower(acronym)]
            if (
                (kinds or follows or acronym.part == place)
                and named
                and not part.place
                and sum(word in words for word in named) * 2 < len(named)
            ):
                return False
        return True

    def _little_else(self, hit: Hit) -> bool:
        """Whether a bare topic is all that a text says beside places, dates and acronyms, and it was no journal's."""
        for place, part in enumerate(self.parts):
            if not hit.first <= place <= hit.last and not part.empty and not part.place:
                words = set(core(part.words).words) - vocabulary(hit.series)
                if words and not _is_acronym(part.text):
                    return False
        return True

    def _host(self, series: str) -> str:
        """The series to which a track belongs: of a joint meeting its first part."""
        first = series.split("+")[0]
        shared = registry()[first].linked("part")
        return shared[0] if shared else first

    # Workshops

    def _workshop(self) -> Venue | None:
        """The workshop that a text names, None where it names none."""
        if self.track:
            return None
        named = [one for one in self.hits if not one.plain]
        covered = {place for one in named for place in range(one.first, one.last + 1) if not one.workshops}
        own = next((one.series for one in named if registry()[one.series].kind == "workshop"), "")
        if not named:
            likely = [one for one in self.acronyms if _is_workshop(one.series) and (one.strong or self._fits(one))]
            own = next((one.series for one in sorted(likely, key=lambda one: not one.strong)), "")
        if own:
            return known(own, self.year)
        said = [place for place, part in enumerate(self.parts) if place not in covered and WORKSHOP & set(part.words)]
        hosted = [
            place
            for place, part in enumerate(self.parts)
            if place and part.before in _HOSTED and not part.place and any(one.part == place for one in self.acronyms)
        ]
        lettered = any(one.workshops for one in self.acronyms) or any(one.workshops for one in named)
        note = self._misspelt()
        if note and note != "workshop":
            self.track = note
            return None
        if not (said or hosted or lettered or note):
            return None
        return self._at_host(named, said)

    def _misspelt(self) -> str:
        if len(self.parts) > 2 or not self.acronyms:
            return ""
        return next(filter(None, (misspelt(word) for part in self.parts for word in tokens(part.text))), "")

    def _at_host(self, named: Sequence[Hit], said: Sequence[int]) -> Venue:
        hosts = [(one.first, one.series) for one in named]
        hosts += [(one.part, one.series) for one in self.acronyms if one.strong or one.part in said]
        topic, title = self._topic(said, [place for place, _ in hosts])
        if topic:
            series = events().get("workshop " + topic, ())
            if len(series) == 1:
                return known(series[0], self.year)
        if hosts:
            return beside(self._host(hosts[0][1]), "workshop", topic, title, self.year)
        return self._unknown()

    def _topic(self, said: Sequence[int], hosts: Sequence[int]) -> tuple[str, str]:
        """What a workshop is about, in compared words and as written; empty for all workshops of a host."""
        own = {word for one in self.acronyms for word in vocabulary(one.series.split("+")[0])}
        short = {label for one in self.acronyms for label in _labels(one.series)}
        for place in [*said, *range(len(self.parts))]:
            part = self.parts[place]
            if part.place or (place in hosts and place not in said):
                continue
            words = [word for word in core(part.words).words if word not in short and word != "int"]
            if words and not (set(words) <= own and (place in hosts or place not in said)):
                lettered = any(one.part == place and one.workshops for one in self.acronyms)
                if not lettered and not any(one.workshops and one.first <= place <= one.last for one in self.hits):
                    return " ".join(words), _tidied(part.text)
        return "", ""

    # The rest

    def _journal(self) -> Venue | None:
        """A journal whose name is followed by a subtitle, an acronym, or abbreviated in a way of its own."""
        kept = [part for place, part in enumerate(self.parts) if not place or not _is_acronym(part.text)]
        for count in range(len(kept), 0, -1):
            rest = kept[count] if count < len(kept) else None
            if rest and not all(part.empty or part.place for part in kept[count:]):
                if count > 1 or not (_SUBTITLE.search(rest.text) and (CONFERENCE | WORKSHOP).isdisjoint(self.words)):
                    continue
            words = [word for part in kept[:count] for word in part.words if word not in MONTHS]
            key = without_numbers(words)
            found = names().get(language(self.text) + key, "")
            if not found and "." in self.text and count == len(kept):
                found = abbreviated(key) or abbreviated(core(words).key)
            if found:
                return None if self.track else known(found, self.year)
        return None

    def _unknown(self) -> Venue:
        """An unknown venue: its words without dates, places and other boilerplate."""
        event = self.field == "event" or bool((CONFERENCE | WORKSHOP) & self.words)
        kept = self._content(event)
        words = [word for part in kept for word in part.words]
        named = core(words)
        lone = re.findall("[a-z0-9]+", " ".join(plain(part.text) for part in kept).lower())
        if len(lone) == 1 and not is_small(lone[0]):
            key = lone  # ISO 4 abbreviates no title of one word
        elif named.conference or named.workshop:
            key = _once(_unnumbered(named.words))
        else:
            key = _once(
                [word for word in words if not word.isdigit() and word not in MONTHS and word not in ("vol", "issn")]
            )
            if self.field == "event":
                key = _unnumbered([word for word in key if not says_nothing(word)]) or key
        workshop = named.workshop
        kind = "workshop" if workshop else "conference" if named.conference else self._kind(key)
        ending = " workshop" if workshop else " conf" if named.conference else ""
        venue = " ".join(key) + ending
        title = " ".join(_tidied(part.text) for part in kept) or " ".join(self.text.split())
        if not key:
            venue = title.casefold() + ending
        track = "workshop" if workshop else "main"
        if self.track:
            venue, kind, track = f"{venue}/{self.track}", self.track, self.track
            title = f"{title}: {LABELS[self.track]}"
        return Venue(venue.strip(), kind, track, "", self.year, title, "", False)

    def _kind(self, key: Sequence[str]) -> str:
        return "journal" if self.field == "journal" or _JOURNAL_WORDS & set(key) else "unknown"

    def _content(self, event: bool) -> list[Part]:
        """The parts that name an unknown venue: no dates and places, nothing behind its acronym, no repeated name."""
        kept: list[Part] = []
        for place, part in enumerate(self.parts):
            label = _is_acronym(part.text)
            if not event and label and not part.before.endswith("("):
                label = False
            if (
                label
                and (kept or place + 1 < len(self.parts))
                and any(not _is_acronym(other.text) and not other.empty and not other.place for other in self.parts)
            ):
                if any(len(core(one.words).words) for one in kept) and not self._kind_follows(place, kept):
                    break
                continue
            dated = all(word.isdigit() or word in MONTHS or word in ("vol", "issn") for word in part.words)
            if not (part.empty if event else dated) or (CONFERENCE | WORKSHOP) & set(part.words):
                kept.append(part)
        while len(kept) > 1 and kept[-1].place and (event or kept[-1].before.endswith("(")):
            region = is_region(" ".join(word for word in kept[-1].text.split() if not word[0].isdigit()))
            kept.pop()
            last = kept[-1]
            short = len(last.text.split()) <= 3 and not (CONFERENCE | WORKSHOP | _JOURNAL_WORDS) & set(last.words)
            if region and len(kept) > 1 and short:
                kept.pop()
        return kept or [part for part in self.parts if not part.empty][:1]

    def _kind_follows(self, place: int, kept: Sequence[Part]) -> bool:
        """Whether only behind an acronym the text says what kind of event it is."""
        kinds = CONFERENCE | WORKSHOP
        return not any(kinds & set(one.words) for one in kept) and any(
            kinds & set(one.words) for one in self.parts[place + 1 :]
        )


def _unnumbered(words: Sequence[str]) -> list[str]:
    """Words without a volume's Roman number at their end."""
    return list(words[:-1]) if len(words) > 2 and ROMAN.fullmatch(words[-1]) else list(words)


def _once(words: Sequence[str]) -> list[str]:
    """Words without a repeated beginning: ``learn theory learn theory`` -> ``learn theory``."""
    for length in range(len(words) // 2, 0, -1):
        if list(words[:length]) == list(words[length : 2 * length]):
            return list(words[length:])
    return list(words)


@lru_cache(maxsize=16384)
def _series_of(word: str, alone: bool) -> tuple[tuple[str, ...], bool]:
    """The series of an acronym as written, and whether it carries the letter of its workshops (``CVPRW``)."""
    series = by_acronym(word, alone=alone)
    if series:
        return series, False
    lettered = _WORKSHOP_LETTER.fullmatch(word)
    if lettered and by_acronym(lettered[1]):
        return by_acronym(lettered[1]), True
    pieces = re.split("[-/]", word)
    if len(pieces) > 1 and all(len(piece) > 1 for piece in pieces):
        each = [by_acronym(piece) for piece in pieces]
        if all(len(one) == 1 for one in each):
            return ("+".join(dict.fromkeys(one[0] for one in each)),), False
    return (), False


@lru_cache(maxsize=16384)
def _frame(word: str) -> bool:
    """Whether a word is a sponsor or says that this is a conference or a workshop."""
    return all(stem in ORGANISATIONS or stem in CONFERENCE or stem in WORKSHOP or stem == "int" for stem in stems(word))


def _is_workshop(series: str) -> bool:
    return "+" not in series and registry()[series].kind == "workshop"


def _lower(acronym: Acronym) -> str:
    return registry()[acronym.series.split("+")[0]].acronym().lower()


def _labels(series: str) -> set[str]:
    return {stem for one in series.split("+") for label in registry()[one].acronyms for stem in stems(label.text)}


@lru_cache(maxsize=16384)
def _is_acronym(text: str) -> bool:
    """Whether a part is an acronym, perhaps with its year: ``SEKE '14``, ``EuCAIFCon 2025``, ``L@S``."""
    words = [word for word in text.split() if not word.strip("'\"").isdigit()]
    if not 0 < len(words) <= 2 or is_place(text):
        return False
    return all(sum(char.isupper() for char in word) >= 2 or not any(map(str.isalpha, word)) for word in words)


_LEADING = re.compile(
    r"^(?:(?:the|in|proceedings?|proc\.?|of|annual|digest of papers|\d+(?:st|nd|rd|th)|(?:19|20)\d\d)\b[ .,]*)+",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(r"^\S+")


def _tidied(text: str) -> str:
    """A part as written without ``Proceedings of the 27th``."""
    text = re.sub(r"'?\b(?:19|20)\d\d\b|'\d\d\b", " ", text)
    rest = " ".join(_LEADING.sub("", " ".join(text.split())).split())
    first = rest.partition(" ")
    if first[2] and stems(first[0]) and all(says_nothing(stem) for stem in stems(first[0].replace("-", ""))):
        rest = first[2]
    return rest.strip(" ,.-") or " ".join(text.split())
