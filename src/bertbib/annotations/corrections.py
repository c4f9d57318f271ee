"""A note that contradicts a record, with as few words changed as make it agree."""

from __future__ import annotations

import re
from itertools import pairwise

from bertbib.readers.note_forms import NoteForm, WrittenNote
from bertbib.venues.acronyms import JOURNALS, VenueName
from bertbib.venues.notes import VenueNote, parse_note

_WORD = re.compile(r"[A-Za-z]+")
_JOINT = re.compile(r"\s?[-/&]\s?")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)")
_SHORT_YEAR = re.compile(r"(?<=['\u2019])(\s?)\d\d(?!\d)")
_MONTH = re.compile(r"(?i)\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]*\b)\.?")
_SIDES = {
    "findings": re.compile(r"(?i)\bfindings of (?:the )?|[\s\-:]*\bfindings\b:?"),
    "workshop": re.compile(r"(?i)[\s\-@:]*(?:\b|(?<=\d))(?:workshops?|ws)\b"),
}


def is_other_version(said: VenueNote, venue: VenueName) -> bool:
    """Whether a note may well be right about another version of the work than the record's.

    Papers of workshops appear at conferences later, those of conferences in journals.
    """
    if bool(JOURNALS & set(said.acronyms)) != (venue.series in JOURNALS):
        return True
    same_meeting = venue.series in said.acronyms and said.year in (None, venue.year)
    return not same_meeting and ("workshop" in said.side) != (venue.side == "workshop")


def corrected(note: str, venue: VenueName, spelled: str) -> str | None:
    """The words of a note with the venue (as the list spells it), the year and the side event of a record.

    Everything else stays ("oral", "best paper"). None where that is not certain: the note names several venues, or a
    month of another meeting.
    """
    said = parse_note(note)
    wrong_series = venue.series not in said.acronyms
    wrong_year = said.year is not None and said.year != venue.year
    if (wrong_series or wrong_year) and names_month(note):
        return None
    text = _with_series(note, said, spelled) if wrong_series else note
    text = _with_year(text, venue.year) if text is not None and wrong_year else text
    if text is None:
        return None
    text = _with_side(text, said, venue)
    return " ".join(text.split()) if text is not None else None


def names_month(note: str) -> bool:
    """Whether a note names a month."""
    return _MONTH.search(note) is not None


def _acronyms(note: str) -> list[re.Match[str]]:
    return [word for word in _WORD.finditer(note) if parse_note(word[0]).acronyms]


def _with_series(note: str, said: VenueNote, spelled: str) -> str | None:
    """The note with its venue replaced; several ones only where they are joined (``EMNLP-IJCNLP``)."""
    found = _acronyms(note)
    for one, other in pairwise(found):
        if not _JOINT.fullmatch(note, one.end(), other.start()):
            return None
    return note[: found[0].start()] + spelled + note[found[-1].end() :] if found else None


def _with_year(note: str, year: int) -> str | None:
    full, short = _YEAR.findall(note), _SHORT_YEAR.findall(note)
    if len(full) + len(short) != 1:
        return None
    return _YEAR.sub(f"{year}", note) if full else _SHORT_YEAR.sub(rf"\g<1>{year % 100:02}", note)


def _with_side(note: str, said: VenueNote, venue: VenueName) -> str | None:
    for side in said.side - {venue.side}:
        note = _SIDES[side].sub("", note).strip()
    found = _acronyms(note)
    if not venue.side or venue.side in said.side:
        return note
    if not found:
        return None
    if venue.side == "findings":
        return f"{note[: found[0].start()]}Findings of {note[found[0].start() :]}"
    years = list(_YEAR.finditer(note)) or list(_SHORT_YEAR.finditer(note))
    place = max(found[-1].end(), years[-1].end() if years else 0)
    return f"{note[:place]} WS{note[place:]}"


def rewritten(written: WrittenNote, form: NoteForm, venue: VenueName, spelled: str) -> str:
    """A note that says nothing but venue, year, side event and month, for another venue; a month is left out."""
    own = form if written.side else form._replace(template=written.template)
    return own.render(spelled, venue.year, venue.side)
