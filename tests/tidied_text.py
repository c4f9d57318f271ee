"""Tidies a text as the verb does, without files."""

from __future__ import annotations

from bertbib.text.bibtex import parse_bib
from bertbib.tidying.edits import Settings, VenueForm
from bertbib.tidying.engine import Tidied, tidied


def tidy(text: str, *, sort: bool = False, merge: bool = True, venues: VenueForm = "full") -> Tidied:
    biblatex = "journaltitle" in text or "eprinttype" in text
    settings = Settings(venues, "biblatex" if biblatex else "bibtex", text.isascii())
    return tidied(text, parse_bib(text, "refs.bib"), "refs.bib", settings, merge=merge, sort=sort)
