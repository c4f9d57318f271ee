"""Likeness, for people only: the known name that an unknown venue may have been meant to be. Never an identity."""

from __future__ import annotations

from difflib import get_close_matches

from bertbib.venues.index import core, events, names
from bertbib.venues.pieces import clean
from bertbib.venues.registry import registry
from bertbib.venues.words import stems

_LIKENESS = 0.85


def suggest(text: str) -> str:
    """The full name of the venue whose name is most like a text, empty where none is like it."""
    words = stems(clean(text)[:200])
    for wanted, known in ((core(words).key, events()), (" ".join(words), names())):
        found = get_close_matches(wanted, known, n=1, cutoff=_LIKENESS) if wanted else []
        if found:
            series = known[found[0]]
            return registry()[series if isinstance(series, str) else series[0]].name()
    return ""
