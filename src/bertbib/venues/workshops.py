"""Workshops: which part of a text says that it is one, whose guest it is, and what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from bertbib.venues.boilerplate import WORKSHOP, is_number
from bertbib.venues.index import by_acronym, core, events, labels, spelled_in, vocabulary
from bertbib.venues.pieces import tokens
from bertbib.venues.reading import Acronym, Hit, Reading
from bertbib.venues.registry import registry
from bertbib.venues.unknown import tidied, unknown
from bertbib.venues.venue import Venue, beside, host_of, known
from bertbib.venues.words import compiled, stems

HOSTED = frozenset({"at", "@", "co-located with", "colocated with", "collocated with", "in conjunction with"})
"""What stands before a host."""

_ABOUT = r"(?i)\b(?:workshops?|ws) (?:on|for|about) (.*)"


def own_kind(reading: Reading, place: int) -> bool:
    """Whether "12th International Workshop" beside an acronym says what the acronym's own series is or was."""
    words = reading.parts[place].words
    if "int" not in words or any(word not in WORKSHOP and word != "int" and not is_number(word) for word in words):
        return False
    if compiled(r"(?i)\bworkshops\b").search(reading.parts[place].text):
        return False
    near = (one for one in reading.acronyms if one.strong and abs(one.part - place) == 1)
    before = {word for part in reading.parts[:place] for word in core(part.words).words}
    return any(
        reading.parts[one.part].before not in HOSTED
        and len((before - labels(one.series)) & vocabulary(one.series.split("+")[0])) * 2
        > len(before - labels(one.series))
        for one in near
    )


def hosted(reading: Reading, named: Sequence[Hit]) -> bool:
    """Whether an acronym behind "at" or "co-located with" is a host's: no conference is named before it."""
    own = {one.series for one in named}
    places = {one.part for one in reading.acronyms if one.series not in own}
    if named and all(named[0].last < place for place in places):
        return False
    return any(reading.parts[place].before in HOSTED and not reading.parts[place].place for place in places if place)


def at_host(reading: Reading, named: Sequence[Hit], said: Sequence[int]) -> Venue:
    """The workshop of a text in whose parts ``said`` it is called one: a series of its own, a host's, or unknown."""
    hosts = _hosts(reading, named, said)
    topic, title = _topic(reading, said, hosts)
    if topic:
        series = events().get("workshop " + topic, ())
        if len(series) == 1 and spelled_in(reading.text, series[0]):
            return known(series[0], reading.year)
    if hosts:
        return beside(host_of(hosts[0][1]), "workshop", topic, title, reading.year)
    return unknown(reading)


def _hosts(reading: Reading, named: Sequence[Hit], said: Sequence[int]) -> list[tuple[int, str]]:
    """The parts that name a workshop's host, and which, the likeliest first: never what it is "on"."""
    near = [one for one in reading.acronyms if (one.strong or one.part in said) and not _topical(reading, one)]
    near.sort(key=lambda one: reading.parts[one.part].before not in HOSTED)
    return [(one.first, one.series) for one in named] + [(one.part, one.series) for one in near]


def _topical(reading: Reading, acronym: Acronym) -> bool:
    """Whether an acronym is what a workshop is about: ``Workshop on AutoML``."""
    about = compiled(_ABOUT).search(reading.parts[acronym.part].text)
    return about is not None and acronym.text in tokens(about[1])


def _topic(reading: Reading, said: Sequence[int], found: Sequence[tuple[int, str]]) -> tuple[str, str]:
    """What a workshop is about, in compared words and as written; empty for all workshops of a host."""
    hosts = [place for place, _ in found]
    series = {one for _, one in found}
    own = {word for one in series for word in vocabulary(one.split("+")[0])}
    short = {label for one in series for label in labels(one)}
    for place in [*said, *range(len(reading.parts))]:
        part = reading.parts[place]
        if part.place or (place in hosts and place not in said):
            continue
        words = [word for word in core(part.words).words if word not in short and word != "int"]
        if words and not (set(words) <= own and (place in hosts or place not in said)):
            lettered = any(one.part == place and one.workshops for one in reading.acronyms)
            if not lettered and not any(one.workshops and one.first <= place <= one.last for one in reading.hits):
                return " ".join(_spelled_out(words)), tidied(part.text)
    return "", ""


def _spelled_out(words: list[str]) -> Sequence[str]:
    """The words of a topic that is the acronym of a series: a workshop on AutoML is on automated machine learning."""
    found = by_acronym(words[0], alone=True) if len(words) == 1 else ()
    return core(stems(registry()[found[0]].names[0].text)).words if len(found) == 1 else words
