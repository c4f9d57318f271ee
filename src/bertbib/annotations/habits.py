"""How a list writes its venue notes: in which form, and where beside the title."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from bertbib.annotations.places import HIDDEN, closes_at
from bertbib.annotations.sources import EntrySource
from bertbib.readers.note_forms import PLAIN, NoteForm, WrittenNote, learn_form, written_note

Kind = Literal["after", "inside", "before", "late"]
_WIDEST = 12
_LINKS = re.compile(rf"[ \t]*(?:[(|/\u2014-][ \t]*)?!?(?:\[|{HIDDEN})")
_FIRST_LINKS = re.compile(rf"\[(?=[\[!{HIDDEN}]|[^\]\[{HIDDEN}]*\]\()|(?<!{HIDDEN}){HIDDEN}")


class Place(NamedTuple):
    """Where notes stand: right after a title with its marks, inside of them, before them, or late (before the links).

    ``joint`` is the text between title and note, of a late one the text before it; ``trail`` is what follows a late
    one, and the stop after one that stands right after the title.
    """

    kind: Kind
    joint: str
    trail: str = ""


WITHOUT_NOTES = (Place("after", " "), Place("inside", " "))
"""Where notes go in lists that have none."""


class Habits(NamedTuple):
    """A list's form of notes, the places where they stand, the commonest first, and all its notes as written."""

    form: NoteForm
    places: tuple[Place, ...]
    notes: tuple[str, ...]


def habits(noted: Sequence[tuple[EntrySource, str]], entries: int) -> Habits:
    """What a list's entries that have a note have in common, of so many entries in all.

    Where hardly any has one, and none shows a place, the note is ``(ACL2019)`` after the title.
    """
    notes = tuple(note for _source, note in noted)
    noted = [(source, note) for source, note in noted if not source.notes_in_cells]
    form = learn_form((source.masked, note) for source, note in noted)
    found: list[tuple[Place, str]] = []
    for source, note in noted:
        written = locate(source, note)
        place = _place(source, written) if written else None
        if place is not None and written is not None:
            found.append((place, written.template))
    if form is None or not found:
        return Habits(form or PLAIN, () if len(noted) * 5 >= entries > 0 else WITHOUT_NOTES, notes)
    alike = [place for place, template in found if template == form.template] or [place for place, _ in found]
    return Habits(form, tuple(_commonest(alike)), notes)


def _commonest(places: Iterable[Place]) -> list[Place]:
    """The commonest place of each kind, kinds by their number; those of one in twenty entries are slips."""
    by_kind: dict[Kind, Counter[Place]] = {}
    for place in places:
        by_kind.setdefault(place.kind, Counter())[place] += 1
    total = sum(map(Counter.total, by_kind.values()))
    kinds = sorted(by_kind.values(), key=lambda counted: -counted.total())
    return [counted.most_common(1)[0][0] for counted in kinds if counted.total() * 20 >= total]


def locate(source: EntrySource, note: str) -> WrittenNote | None:
    """A plain note as it stands in an entry: behind the title if possible, else before it."""
    title = source.title
    if title is None:
        return None
    behind = written_note(source.masked[title.end :], note)
    if behind is not None:
        return behind._replace(start=behind.start + title.end, end=behind.end + title.end)
    return written_note(source.masked[: title.opens], note)


def _place(source: EntrySource, written: WrittenNote) -> Place | None:
    title, masked = source.title, source.masked
    if title is None:
        return None
    if written.end <= title.opens:
        joint = masked[written.end : title.opens]
        return Place("before", _bare(joint)) if _is_joint(joint) else None
    if written.start >= title.closes:
        joint = masked[title.closes : written.start]
        if _is_joint(joint):
            inside = title.closes == title.end and closes_at(source.text, masked, title, written.end)
            return Place("inside", _bare(joint)) if inside else Place("after", _bare(joint), written.trail)
        return _late(masked, written)
    joint = masked[title.end : written.start]
    return Place("inside", _bare(joint)) if _is_joint(joint) and written.end <= title.closes else None


def _is_joint(text: str) -> bool:
    return len(text) <= _WIDEST and HIDDEN not in text and text.isprintable() and not any(map(str.isalnum, text))


def _bare(joint: str) -> str:
    """The blanks and punctuation of a joint: an emoji between title and note is the entry's own."""
    if joint.isascii():
        return joint
    kept = "".join(one for one in joint if one == "|" or unicodedata.category(one)[0] in "PZ")
    return re.sub(r"  +", " ", kept)


def _late(masked: str, written: WrittenNote) -> Place | None:
    """The place of a note that stands before the links, behind other words: what comes before and after it."""
    start = end = written.start
    while start and end - start < 4 and masked[start - 1] in " .,;:|\r\n":
        start -= 1
    rest = masked[written.end :]
    trail = re.match(r"[.,;|]?[ \t]*(?:\r\n?|\n)?", rest)
    if trail is None or not _LINKS.match(rest, trail.end()):
        return None
    return Place("late", masked[start:end], trail[0])


def first_links(source: EntrySource, start: int) -> int | None:
    """Where the first links after a place begin, with their brackets; None where there are none."""
    for found in _FIRST_LINKS.finditer(source.masked, start):
        if found[0] != HIDDEN or source.text.startswith(("<a ", "http", "www."), found.start()):
            return found.start()
    return None
