"""The form in which a list writes venue notes, learned from its own: ``(ACL2019)``, ``*ACL 2019*``, ``[ICCV' 19]``.

A form is what a list's own notes have in common: brackets and marks, blank or none before the year, a short year. It
is learned from the source text, since a reference's ``note`` has lost its brackets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from bertbib.venues.notes import parse_note

_LONG = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)")
_SHORT = re.compile(r"(?<=['\u2019])(\s?)\d\d(?!\d)")
_MONTHS = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.? ?"
)
_SIDES = {
    "findings": re.compile(r"\bFindings of (?:the )?|[\s\-:]*\bFindings\b", re.IGNORECASE),
    "workshop": re.compile(r"[\s\-@:]*\b(?:Workshops?|WS)\b", re.IGNORECASE),
}
_NAME = re.compile(r"[^\W\d_][\w+&./\u2013-]*(?: [^\W\d_][\w+&./\u2013-]*)*")
_PREFIX = re.compile(r"(?:in )?(?:proc(?:\.|eedings)? )?(?:of )?(?:the )?", re.IGNORECASE)
_PAIRS = {"(": ")", "[": "]", "\uff08": "\uff09", "\u3010": "\u3011"}
_MARKS = "*_`"
_STOPS = " ,.:;'\u2019()[]-\u2013"

T = TypeVar("T")


class NoteForm(NamedTuple):
    """One form of notes: ``template`` holds ``{venue}`` and ``{year}`` or ``{yy}`` between brackets and marks.

    ``lead`` is what joins the note to what stands before it (a blank, ``", "``), ``trail`` the stop after it.
    ``workshop`` and ``findings`` are the templates of such notes, empty where the list has none.
    """

    template: str
    lead: str = " "
    trail: str = ""
    findings: str = ""
    workshop: str = ""

    def render(self, venue: str, year: int, side: str = "") -> str:
        """The note, brackets included: ``("ACL", 2019)`` -> ``(ACL2019)``; ``side`` is ``findings`` or ``workshop``."""
        template = {"": self.template, "findings": self.findings, "workshop": self.workshop}[side]
        if not template:
            template = self._of_side(side)
        values = {"{venue}": venue, "{year}": f"{year:04}", "{yy}": f"{year % 100:02}"}
        return re.sub(r"\{(?:venue|year|yy)\}", lambda found: values[found[0]], template)

    def _of_side(self, side: str) -> str:
        """The template of a side event in a list that has none yet."""
        if side == "findings":
            return self.template.replace("{venue}", "Findings of {venue}")
        if "{venue}{year}" in self.template:
            return self.template.replace("{year}", "{year} WS")
        return self.template.replace("{venue}", "{venue} Workshop")


PLAIN = NoteForm("({venue}{year})")
"""The form of notes in lists that have none: ``(ACL2019)``."""


class WrittenNote(NamedTuple):
    """A note of a list taken apart: the venue and year it names, and its form."""

    venue: str
    year: int | None
    side: str
    template: str
    lead: str
    trail: str
    start: int
    end: int


def written_note(source: str, note: str) -> WrittenNote | None:
    """A note as it stands in its entry's source text, with brackets and marks; ``start`` and ``end`` enclose it there.

    A month in it is left out of the template. None where it is not written in one piece, names more than a venue, a
    year and a side event, or is a link's label.
    """
    parted = taken_apart(note)
    if parted is None:
        return None
    template, venue, year, side = parted
    pattern = re.compile(r"(?<![\w/.-])" + r"\s+".join(map(re.escape, note.split())) + r"(?![\w/])")
    for found in pattern.finditer(source):
        start, end = _enclosed(source, found.start(), found.end())
        if source[end : end + 1] == "(" and source[end - 1 : end] == "]":
            return None
        opening, closing = source[start : found.start()], source[found.end() : end]
        lead, trail = _joint(source, start, end)
        whole = f"{opening}{template}{closing}"
        return WrittenNote(venue, year, side, whole, lead, trail, start, end)
    return None


def learn_form(notes: Iterable[tuple[str, str]]) -> NoteForm | None:
    """The form that most notes of a list have, from pairs of an entry's source text and its ``Reference.note``.

    The list's first entries break ties. None where no note shows a form.
    """
    written = [one for source, note in notes if (one := written_note(source, note)) and one.year is not None]
    common = _commonest([one.template for one in written if not one.side])
    if common is None:
        return None
    alike = [one for one in written if one.template == common]
    sides = [_commonest([one.template for one in written if one.side == side]) or "" for side in _SIDES]
    lead, trail = _commonest([(one.lead, one.trail) for one in alike]) or (" ", "")
    return NoteForm(common, lead, trail, *sides)


def spelled(venue: str, year: int, notes: Iterable[str]) -> str:
    """A venue as a list spells it (``NIPS`` or ``NeurIPS``): as in notes of the same year, else of any.

    ``notes`` are the list's ``Reference.note``s; a venue that none of them names comes back as it is.
    """
    wanted = parse_note(venue).acronyms
    same_year, any_year = [], []
    for note in notes:
        parted = taken_apart(note)
        if wanted and parted and parse_note(note).acronyms == wanted:
            any_year.append(parted[1])
            same_year += [parted[1]] if parted[2] == year else []
    return _commonest(same_year) or _commonest(any_year) or venue


def taken_apart(note: str) -> tuple[str, str, int | None, str] | None:
    """The template, venue, year and side event of a note's text; None where it says more than these."""
    if not 2 <= len(note) <= 80 or "{" in note or "}" in note:
        return None
    spans: list[tuple[int, int, str]] = []
    year = None
    if found := _LONG.search(note):
        year, spans = int(found[0]), [(*found.span(), "{year}")]
    elif found := _SHORT.search(note):
        year = int(found[0])
        year += 2000 if year < 50 else 1900
        spans = [(found.end() - 2, found.end(), "{yy}")]
    side = next((name for name, pattern in _SIDES.items() if pattern.search(note)), "")
    if side and (found := _SIDES[side].search(note)):
        spans.append((*found.span(), found[0]))
    spans += [(*found.span(), "") for found in _MONTHS.finditer(note) if year is not None]
    venue = _venue_span(note, spans)
    if venue is None:
        return None
    template, place = "", 0
    for start, end, text in sorted([*spans, (*venue, "{venue}")]):
        if start < place:  # overlapping: not a form that can be taken apart
            return None
        template += note[place:start] + text
        place = end
    return template + note[place:], note[slice(*venue)], year, side


def _venue_span(note: str, spans: Iterable[tuple[int, int, str]]) -> tuple[int, int] | None:
    """Where the venue stands: the only name that is left when the year and the side event are blanked."""
    rest = note
    for start, end, _text in spans:
        rest = rest[:start] + "\0" * (end - start) + rest[end:]
    names = []
    for found in re.finditer(r"[^\0]+", rest):
        head = len(found[0]) - len(found[0].lstrip(_STOPS))
        text = found[0].strip(_STOPS)
        if any(map(str.isalpha, text)):
            prefix = _PREFIX.match(text)
            skipped = prefix.end() if prefix else 0
            names.append((found.start() + head + skipped, found.start() + head + len(text)))
    return names[0] if len(names) == 1 and _NAME.fullmatch(note[slice(*names[0])]) else None


def _enclosed(source: str, start: int, end: int) -> tuple[int, int]:
    """The span with the brackets and marks that enclose it."""
    while start:
        before, after = source[start - 1], source[end : end + 1]
        wanted = _PAIRS.get(before, before if before in _MARKS else "")
        if not wanted or (after != wanted and not (after in (".", ",") and source[end + 1 : end + 2] == wanted)):
            break
        start, end = start - 1, end + 1 + (after != wanted)
    return start, end


def _joint(source: str, start: int, end: int) -> tuple[str, str]:
    """What joins a note to the text before it, and the stop after it."""
    place = start
    while place and start - place < 8 and source[place - 1] in " \t.,;:|-\u2013\u2014":
        place -= 1
    trail = source[end : end + 1]
    return source[place:start], trail if trail in (".", ",", ";") else ""


def _commonest(values: list[T]) -> T | None:
    return Counter(values).most_common(1)[0][0] if values else None
