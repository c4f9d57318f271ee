"""What a venue's name was found to mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bertbib.venues.registry import registry
from bertbib.venues.tracks import LABELS
from bertbib.venues.words import stems

FORMS = ("full", "acronym", "abbreviated")
"""How a venue can be printed."""


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue.

    ``venue`` is what two spellings of one venue have in common: an id of the registry (``neurips``), with a track
    behind it where the paper was not in the main event (``acl/findings``, ``icml/workshop:comput biol``); of an unknown
    venue the tidied words in their compared form. ``host`` is the main event of such a track. ``name`` is for people.
    """

    venue: str
    kind: str
    track: str
    host: str
    year: int | None
    name: str
    acronym: str
    known: bool

    def printed(self, form: str = "full") -> str:
        """The venue as text: ``full``, ``acronym`` (the name where there is none) or ``abbreviated`` after ISO 4."""
        if form == "acronym":
            return self.acronym or self.name
        return abbreviation(self.name) if form == "abbreviated" else self.name


def known(ids: str, year: int | None) -> Venue:
    """The main event, journal or server of an id; of several, joined by ``+``, the joint meeting."""
    found = [registry()[one] for one in ids.split("+")]
    name = " and ".join(one.name(year) for one in found)
    acronym = "-".join(one.acronym(year) for one in found)
    return Venue(ids, found[0].kind, "main", "", year, name, acronym, True)


def beside(host: str, track: str, topic: str, title: str, year: int | None) -> Venue:
    """An event beside a host's main one; ``topic`` and ``title`` of a workshop in compared words and as written."""
    series = registry()[host]
    kind = "workshop" if track in ("workshop", "student") else track
    acronym = "" if series.guard else series.acronym(year)
    if track == "findings":
        name = f"Findings of the Association for Computational Linguistics: {acronym}"
    elif topic:
        name = f"{acronym or series.name(year)} Workshop: {title}"
    else:
        name = f"{acronym or series.name(year)} {LABELS[track]}"
    return Venue(f"{host}/{track}" + (f":{topic}" if topic else ""), kind, track, host, year, name, "", True)


def host_of(series: str) -> str:
    """The series to which a track belongs: of a joint meeting its first part."""
    first = series.split("+")[0]
    shared = registry()[first].linked("part")
    return shared[0] if shared else first


def abbreviation(name: str) -> str:
    """A name abbreviated after ISO 4: ``Journal of Machine Learning Research`` -> ``J. Mach. Learn. Res.``.

    Small words go, names of one word stay; words come from the project's own table, so the same bytes everywhere.
    """
    words = re.sub("[:,()]", " ", re.sub("(?:^|(?<=: ))(?:An?|The) ", "", name)).split()
    if len(words) < 2:
        return name
    return " ".join(filter(None, map(_short, words)))


def _short(word: str) -> str:
    found = stems(word)
    if not found:
        return "" if word.islower() or word == "The" else word  # the letter of a section stays
    short, lower = found[0], word.lower()
    if len(found) > 1 or word.isupper() or len(short) >= len(word) - 1 or not lower.startswith(short[:1]):
        return word
    return (short.capitalize() if word[0].isupper() else short) + "."
