"""A form filled with another work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bertbib.readers.labels import label_role
from bertbib.readers.note_forms import NoteForm
from bertbib.writers.escaping import escaped, link_target
from bertbib.writers.exemplar import ARXIV, AUTHORS, LINK, MARKER, MONTH, NICK, NOTE, SERVER, TITLE, YEAR, Form
from bertbib.writers.work import Work

_ARXIV_NUMBER = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?")
_ACRONYM = re.compile(r"([A-Z][\w+.-]{1,24}|[a-z]+[A-Z][\w+-]{0,20}): ")
_SITES = {
    "arxiv": "arxiv",
    "doi": "doi",
    "acl": "acl anthology",
    "openreview": "openreview",
    "pmlr": "pmlr",
}


def rendered(form: Form, work: Work, note: NoteForm | None, marker: str | None, *, html: bool = False) -> str | None:
    """The lines of a work in a form; ``marker`` (bullet or number, with its indentation) replaces the form's own.

    ``note`` fills the note's slot. None where the form asks for what is not known of the work.
    """
    if form.server and (work.venue or (ARXIV in form.server and not work.arxiv)):
        return None
    label = _label(form, work, note, html=html)
    text = _dated(form.text.replace(SERVER, form.server.replace(ARXIV, work.arxiv)), work)
    if label is None or text is None:
        return None
    for slot, value in (
        (NICK, _nick(work.title)),
        (AUTHORS, form.authors.render(work.authors) if form.authors else ""),
        (NOTE, _note(work, note)),
    ):
        text = text.replace(slot, escaped(value, html=html) if slot != NOTE else value) if value else drop(text, slot)
    text = _marked(text, marker)
    title = escaped(work.title, html=html)
    return text.replace(TITLE, title).replace(LINK, form.link.with_target(label, link_target(work.url, html=html)))


def _note(work: Work, note: NoteForm | None) -> str:
    return note.render(work.venue, work.year, work.side) if note and work.venue and work.year else ""


def _label(form: Form, work: Work, note: NoteForm | None, *, html: bool) -> str | None:
    """The label of the link: its title or note filled in, a site's name only where the link leads to that site."""
    label = form.label
    if "![" in label or "<img" in label:
        if not _ARXIV_NUMBER.search(label):
            return label if form.scheme == _scheme(work) else None
        return _ARXIV_NUMBER.sub(work.arxiv, label) if work.arxiv else None
    said = _note(work, note)
    label = label.replace(NOTE, said) if said else drop(label, NOTE)
    bare = label.strip(" *_`[]").lower()
    if form.scheme != _scheme(work) and (bare in _SITES.values() or bare in _SITES):
        if label_role(bare) != "paper":
            return None
        written = label.strip(" *_`[]")
        label = label.replace(written, "paper" if written.islower() else "Paper")
    return label.replace(TITLE, escaped(work.title, html=html))


def _scheme(work: Work) -> str:
    return work.ids[0].scheme if work.ids else ""


def _nick(title: str) -> str:
    found = _ACRONYM.match(title)
    return found[1] if found else ""


def _dated(text: str, work: Work) -> str | None:
    """The text with year and month filled in; None where they are not known."""
    if MONTH in text:
        if work.posted is None:
            return None
        return text.replace(YEAR, str(work.posted[0])).replace(MONTH, f"{work.posted[1]:02}")
    year = work.year or (work.posted[0] if work.posted else None)
    if YEAR in text and year is None:
        return None
    return text.replace(YEAR, str(year))


def drop(text: str, slot: str) -> str:
    """The text without a slot, and without the brackets, marks and the one of its separators that were the slot's."""
    found = re.search(
        rf"(?P<before>[ \t.,;:|\u00b7\u2013\u2014-]*)[*_`(\[\uff08\u3010]*{slot}[*_`)\]\uff09\u3011]*"
        r"(?P<after>\s*[:\uff1a](?=\s)|\s+[-\u2013\u2014](?=\s)|[.,;])?(?P<blank>[ \t]*)",
        text,
    )
    if found is None:
        return text
    head = text[: found.start()]
    begins = not head or head.endswith("\n")
    marker = MARKER.match(text)
    if marker and found.start() < marker.end():
        head, begins = text[: marker.end()], True
    between = "" if begins else found["before"].rstrip() if "." in found["before"] else found["after"] or ""
    rest = head + between + ("" if begins else found["blank"]) + text[found.end() :]
    first, *lines = rest.split("\n")
    return "\n".join([first, *(line for line in lines if _says_something(line))])


def _says_something(line: str) -> bool:
    return bool(re.search(r"[^\s*+>.,;:-]", re.sub(r"</?br\s*/?>|\\$", "", line)))


def _marked(text: str, marker: str | None) -> str:
    """The text with another bullet or number; lines below follow where the new one is wider."""
    own = MARKER.match(text)
    if marker is None or own is None:
        return text
    first, *lines = text[own.end() :].split("\n")
    wider = max(0, len(marker) - len(own[0]))
    checkbox = "[ ] " if own.end() > own.end("gap") else ""
    return "\n".join([marker + checkbox + first, *(" " * wider + line if line.strip() else line for line in lines)])


def numbered(marker: str, before: Sequence[str]) -> str:
    """The marker after the last one: the same bullet, or the next number (the same where all are equal)."""
    own = MARKER.match(marker)
    if own is None or own["number"] is None:
        return marker
    numbers = [int(one["number"]) for text in before if (one := MARKER.match(text)) and one["number"]]
    step = 0 if len(numbers) > 1 and numbers[-1] == numbers[-2] else 1
    number = str(int(own["number"]) + step)
    start, end = own.span("number")
    return marker[:start] + number + marker[end:]
