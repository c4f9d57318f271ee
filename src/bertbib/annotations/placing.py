"""A note at one of the places where a list's notes stand."""

from __future__ import annotations

from bertbib.annotations.habits import Place, first_links
from bertbib.annotations.sources import EntrySource


def placed(source: EntrySource, place: Place, note: str) -> tuple[int, str] | None:
    """Where a note goes at a place of the list's, and the text to write; None where the entry has no such place."""
    title, masked = source.title, source.masked
    if title is None or (source.header and place.kind not in ("after", "inside")):
        return None
    if place.kind == "after":
        return _after(masked, title.closes, place, note)
    if place.kind == "inside":
        return (title.end, place.joint + note) if title.closes > title.end else None
    if place.kind == "before":
        return title.opens, note + place.joint
    links = first_links(source, title.closes)
    if links is None or not _follows(masked[title.closes : links], place.joint):
        return None
    return links, note + place.trail


def _after(masked: str, place: int, how: Place, note: str) -> tuple[int, str]:
    """Right after the title; behind a stop that the entry has already where the list's notes stand behind one."""
    lead = how.joint.rstrip(" \t")
    if lead in (".", ",", ";", ":") and masked.startswith(lead, place) and not how.trail:
        return place + 1, how.joint[1:] + note
    stopped = masked[place : place + 1] in tuple(".,;|\r\n")
    return place, how.joint + note + ("" if stopped else how.trail)


def _follows(between: str, joint: str) -> bool:
    """Whether what stands before the links ends as it does before the list's notes, blanks aside."""
    return between.endswith(joint) and (bool(joint.strip(" ")) or not between.strip())
