"""``venue``: which venue a name means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bertbib.model import ConfigError
from bertbib.venues.identify import identify
from bertbib.venues.suggest import suggest
from bertbib.venues.venue import FORMS, Venue


@dataclass(frozen=True, slots=True)
class VenueReport:
    """Texts and the venues that they name, in order."""

    texts: tuple[str, ...]
    venues: tuple[Venue, ...]
    form: str = "full"

    def to_json(self) -> dict[str, Any]:
        """The stable document ``venue/1``."""
        return {
            "bertbib": "venue/1",
            "venues": [_venue_json(text, one) for text, one in zip(self.texts, self.venues, strict=True)],
        }

    def printed(self) -> list[str]:
        """The venues as text, in the form that was asked for."""
        return [one.printed(self.form) for one in self.venues]

    def suggestions(self) -> dict[str, str]:
        """Unknown text -> the name of the registry most like it; only for people to judge."""
        unknown = [text for text, one in zip(self.texts, self.venues, strict=True) if text and not one.known]
        return {text: name for text in unknown if (name := suggest(text))}


def _venue_json(text: str, venue: Venue) -> dict[str, Any]:
    return {
        "input": text,
        "venue": venue.venue,
        "kind": venue.kind,
        "track": venue.track,
        "host": venue.host or None,
        "year": venue.year,
        "name": venue.name,
        "acronym": venue.acronym or None,
        "known": venue.known,
    }


def venue(texts: str | Iterable[str], *, form: str = "full") -> VenueReport:
    """The venues that texts name, one for each, without asking anybody.

    A text is a venue as somebody wrote it, a DBLP key, ACL id, PMLR volume, OpenReview venueid or DOI; behind tabs may
    stand the BibTeX field it comes from and the record's year (``NIPS<TAB>booktitle<TAB>2016``). ``form`` is how venues
    are printed: ``full``, ``acronym`` or ``abbreviated`` (ISO 4). Raise ConfigError for another form.
    """
    if form not in FORMS:
        raise ConfigError(f"no such form of a venue: {form}", hint="one of " + ", ".join(FORMS))
    lines = [texts] if isinstance(texts, str) else list(texts)
    rows = [_row(line) for line in lines]
    return VenueReport(tuple(row[0] for row in rows), tuple(identify(*row) for row in rows), form)


def _row(line: str) -> tuple[str, str, int | None]:
    text, _, rest = line.partition("\t")
    field, _, year = rest.partition("\t")
    year = year.strip()
    return text, field.strip(), int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None


__all__ = ["VenueReport", "venue"]
