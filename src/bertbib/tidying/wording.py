"""Rules about names and titles, which ``text.name_repair`` and ``text.title_braces`` know."""

from __future__ import annotations

from collections.abc import Iterator

from bertbib.text.name_repair import repaired_names
from bertbib.text.title_braces import title_with_braces
from bertbib.tidying.edits import Edit, Facts, Settings

_PEOPLE = ("author", "editor", "translator", "bookauthor")


def people(entry: Facts, _settings: Settings) -> Iterator[Edit]:
    """Lists of names as BibTeX reads them."""
    for name in _PEOPLE:
        value = entry.fields.get(name)
        if value and (new := repaired_names(value)) != value:
            yield Edit(name, value, new)


def title_braces(entry: Facts, _settings: Settings) -> Iterator[Edit]:
    """Braces where capitals carry meaning, and nowhere else."""
    value = entry.fields.get("title")
    if value and (new := title_with_braces(value)) != value:
        yield Edit("title", value, new)
