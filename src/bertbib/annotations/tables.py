"""Notes of tables: the cells of venue and year in an entry's row."""

from __future__ import annotations

import re

from bertbib.annotations.corrections import corrected, is_other_version
from bertbib.annotations.sources import VENUE_COLUMNS, YEAR_COLUMNS, EntrySource
from bertbib.readers.note_forms import NoteForm
from bertbib.venues.acronyms import VenueName
from bertbib.venues.notes import parse_note

Change = tuple[int, int, str]
_EMPTY = re.compile(r"[\s\u2013\u2014-]*")
_PREPRINT = re.compile(r"(?i)(?:arxiv(?: preprint)?|corr|pre-?print)[ ,]*((?:19|20)\d\d)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CELL = NoteForm("{venue} {year}", findings="Findings of {venue} {year}", workshop="{venue} {year} Workshop")
_CELL_WITHOUT_YEAR = NoteForm("{venue}", findings="Findings of {venue}", workshop="{venue} Workshop")


def fill_cells(source: EntrySource, note: str | None, venue: VenueName, name: str) -> list[Change] | str | None:
    """The changes of an entry's cells of venue and year; None where its table has no column of venues.

    A text is the reason why nothing is changed. A cell is filled where it is empty, a dash or a preprint's claim.
    """
    at_venue, at_year = source.cell(VENUE_COLUMNS), source.cell(YEAR_COLUMNS)
    if at_venue is None:
        return "no-place" if source.notes_in_cells else None
    if note:
        return _corrected_cells(source.text, note, venue, name, at_venue, at_year)
    return _filled_cells(source.text, venue, name, at_venue, at_year)


def _filled_cells(
    row: str, venue: VenueName, name: str, at_venue: tuple[int, int], at_year: tuple[int, int] | None
) -> list[Change] | str:
    said = row[slice(*at_venue)].strip()
    claim = _PREPRINT.fullmatch(said)
    if not _EMPTY.fullmatch(said) and not claim:
        return "unread-note"
    if at_year is None:
        form = _CELL
    else:
        form = _CELL_WITHOUT_YEAR
        year = row[slice(*at_year)].strip()
        if not _EMPTY.fullmatch(year) and not (claim and _YEAR.fullmatch(year)) and str(venue.year) not in year:
            return "other-year"
    text = form.render(name, venue.year, venue.side) + (f" {venue.track}" if venue.track else "")
    changes = [_into(row, at_venue, text)]
    if at_year is not None and str(venue.year) not in row[slice(*at_year)]:
        changes.append(_into(row, at_year, str(venue.year)))
    return changes


def _into(row: str, cell: tuple[int, int], text: str) -> Change:
    """A cell's new text; blanks around the old one stay, and an empty cell keeps its width where the text fits."""
    start, end = cell
    old = row[start:end]
    if old.strip():
        first = start + len(old) - len(old.lstrip())
        return first, first + len(old.strip()), text
    return start, end, f" {text} ".ljust(end - start)


def _corrected_cells(
    row: str, note: str, venue: VenueName, name: str, at_venue: tuple[int, int], at_year: tuple[int, int] | None
) -> list[Change] | str:
    said = parse_note(note)
    if not said.acronyms:
        return "unread-note"
    if is_other_version(said, venue):
        return "other-version"
    changes = []
    in_cell = " ".join(row[slice(*at_venue)].split())
    if not parse_note(in_cell).acronyms:
        return "no-place"
    new = corrected(in_cell, venue, name)
    if new is None:
        return "no-place"
    if new != in_cell:
        changes.append(_into(row, at_venue, new))
    if at_year is not None:
        year = row[slice(*at_year)]
        if _YEAR.fullmatch(year.strip()) and year.strip() != str(venue.year):
            changes.append(_into(row, at_year, str(venue.year)))
    return changes or "no-place"
