"""An entry of a list as a form for others: what is the title, the link, the note, and what is the list's own grammar.

The source of an entry becomes a text with slots. What no slot explains and stands behind the last of them (comments,
links to code) is left out; what stands between them makes the entry useless as a form.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bertbib.model import Reference
from bertbib.readers.labels import label_role
from bertbib.readers.note_forms import NoteForm, written_note
from bertbib.writers.author_forms import AuthorForm, author_form
from bertbib.writers.parts import Part, parts_of

TITLE, LINK, NOTE, AUTHORS, NICK, YEAR, MONTH = "\ue010\ue011\ue012\ue013\ue014\ue015\ue016"
SERVER, ARXIV, OTHER = "\ue017\ue018\ue019"
_SLOTS = f"{TITLE}{LINK}{NOTE}{AUTHORS}{NICK}{YEAR}{MONTH}{SERVER}"
_LONGEST, _MOST_BRACKETS = 3000, 200

MARKER = re.compile(r"(?P<indent>[ \t>]*)(?P<bullet>[-*+]|(?P<number>\d{1,9})[.)])(?P<gap>[ \t]+)(?:\[[ xX]\][ \t]+)?")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DATE = re.compile(r"(?<![\w/.-])(?P<year>(?:19[5-9]|20[0-4])\d)(?:(?P<sep>[-/.])(?P<month>0[1-9]|1[0-2]))?(?![\w/-])")
_SERVER = re.compile(
    r"(?<![\w/])(?:ar[Xx]iv|Ar[Xx]i[vV]|CoRR|[Pp]reprint)\b"
    r"(?:[ ,:']{0,2}(?:preprint|arXiv:|abs/|\d{4}\.\d{4,5}(?:v\d+)?|(?:19|20)\d\d)){0,4}"
)
_NUMBER_OF_ARXIV = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?")
_NICK = re.compile(
    r"(?P<nick>[*_`\[]{0,4}[^\W_][\w+.&/ ()\u2013-]{0,40}?[*_`\]]{0,4})(?P<joint>\s*[:\uff1a]\s*|\s+[-\u2013\u2014]\s+)"
)
_MARKS = r"*_`\"\u201c\u201d\u300a\u300b"
_KEY = re.compile(r"([^\W\d_][\w ]{0,20}?)\s*(?=[:\uff1a]\s*[*_`\[(]*[\ue011])")
_WORDS_OF_FORM = re.compile(
    r"\b(?:in|proceedings|proc|of|the|by|br|b|strong|i|em|li|p|summary|details|nbsp|td|tr)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]|[^\x00-\x7f\s\uff08-\uff09\u3010\u3011\u300b\u201d]")


_STOPS = " .,:;-\u2013\u2014|"
_BETWEEN = re.compile(rf"[^{_SLOTS}\n|*_<>\[\]()\"\u201c\u201d]+")
_REMARK = re.compile(r"\s[-\u2013\u2014]\s|(?<=\bet al)\.?\s|(?<=\w\w)[.;:]\s")


class Form(NamedTuple):
    """A text with slots; ``note`` and ``authors`` are how theirs are filled, ``link`` the link to the paper.

    ``label`` is its label, with slots of its own; ``shape`` is equal for entries of one grammar. ``server`` is what the
    entry says of a preprint server where others have a note, with slots for year and number.
    """

    text: str
    link: Part
    label: str
    note: NoteForm | None
    authors: AuthorForm | None
    server: str
    scheme: str

    @property
    def noted(self) -> bool:
        """Whether it has a venue note."""
        return self.note is not None

    @property
    def shape(self) -> tuple[str, ...]:
        """What entries of one grammar have in common."""
        marker = MARKER.match(self.text)
        body = self.text[marker.end() :] if marker else self.text
        return body, self.label, self.note.template if self.note else "", self.server, "item" if marker else ""


def form_of(source: str, reference: Reference) -> Form | None:
    """The form that an entry's source gives; None where it cannot be told apart into slots."""
    if len(source) > _LONGEST or source.count("[") > _MOST_BRACKETS or _PRIVATE.search(source):
        return None
    if not reference.title or not reference.url:
        return None
    parts = parts_of(source)
    link = next((part for part in parts if part.kind == "link" and part.address == reference.url), None)
    if link is None:
        return None
    text = _skeleton(parts, link)
    label = link.raw[slice(*link.label)]
    titled = _with_slot(label, reference.title)
    if titled is not None:
        label = titled
    else:
        found = _with_slot(text, reference.title)
        if found is None:
            return None
        text = found
    return _noted(text, label, link, reference)


def _skeleton(parts: list[Part], link: Part) -> str:
    """The entry's text with its link to the paper as a slot, and a mark for each other link."""
    text, seen = "", False
    for part in parts:
        if part.kind == "text":
            text += part.raw
        elif part is link and not seen:
            text, seen = text + LINK, True
        elif part.kind != "comment":
            text += OTHER
    return _without_others(text)


def _without_others(text: str) -> str:
    """The text without the marks of other links, and without the brackets, separators and lines that were theirs."""
    if OTHER not in text:
        return text
    lines = [line for line in text.split("\n") if OTHER not in line or _is_needed(line)]
    text = "\n".join(lines)
    for pattern in (
        rf"[*_`]*[\[(\uff08\u3010]\s*[*_`]*{OTHER}[*_`]*\s*[\])\uff09\u3011][*_`]*",
        rf"\s*[,|/\u00b7\u2022;&+]\s*{OTHER}(?=\s*[\])\uff09,|/\u00b7\u2022;&+]|\s*$)",
        rf"{OTHER}\s*[,|/\u00b7\u2022;&+]\s*",
    ):
        before = None
        while before != text:
            before = text
            text = re.sub(pattern, OTHER if "\\[(" in pattern[:12] else "", text)
    return re.sub(rf"[ \t]*(?:[-|,/\u00b7\u2013\u2014][ \t]*)?{OTHER}", "", text)


def _is_needed(line: str) -> bool:
    """Whether a line holds more than other links, their keys and its bullet."""
    rest = MARKER.sub("", line, count=1).replace(OTHER, "")
    words = re.findall(r"[^\W\d_]+", rest)
    return LINK in rest or len(words) > 3 or not words


def _with_slot(text: str, title: str) -> str | None:
    """The text with the title's place as a slot; None where it does not stand in it in one piece."""
    words = (r"\\?".join(re.escape(character) for character in word) for word in title.split())
    found = re.search(r"(?<!\w)\\?" + r"\s+".join(words) + r"(?!\w)", text)
    return text[: found.start()] + TITLE + text[found.end() :] if found else None


def _noted(text: str, label: str, link: Part, reference: Reference) -> Form | None:
    """The form with its note as a slot, or the preprint server that stands in its place."""
    form: NoteForm | None = None
    if reference.note is not None:
        whole = written_note(label, reference.note)
        inside = whole is not None
        written = whole or written_note(text, reference.note)
        if written is None or written.year is None or written.side:
            return None
        form = NoteForm(written.template, written.lead, written.trail)
        if inside:
            label = label[: written.start] + NOTE + label[written.end :]
        else:
            text = text[: written.start] + NOTE + text[written.end :]
    text, server = (text, "") if form else _with_server(text)
    return _rest(_with_date(text), label, link, form, reference, server)


def _with_server(text: str) -> tuple[str, str]:
    found = _SERVER.search(text)
    if found is None:
        return text, ""
    said = re.sub(r"(?:19|20)\d\d(?!\d*\.)", YEAR, _NUMBER_OF_ARXIV.sub(ARXIV, found[0]))
    return text[: found.start()] + SERVER + text[found.end() :], said


def _with_date(text: str) -> str:
    found = _DATE.search(text)
    if found is None or YEAR in text:
        return text
    month = found["sep"] + MONTH if found["sep"] else ""
    return text[: found.start()] + YEAR + month + text[found.end() :]


def _rest(text: str, label: str, link: Part, note: NoteForm | None, reference: Reference, server: str) -> Form | None:
    """The form with its nickname and authors as slots, and the words behind the last slot left out."""
    marker = MARKER.match(text)
    start = marker.end() if marker else 0
    head, body = text[:start], text[start:]
    place = min(place for place in (body.find(TITLE), body.find(LINK)) if place >= 0)
    nick = _NICK.match(body[:place].rstrip(_MARKS + "["))
    if nick and nick.end() == len(body[:place].rstrip(_MARKS + "[")) and nick["nick"].count(" ") < 4:
        bare = re.sub(r"[^*_`\[\]]+", NICK, nick["nick"], count=1)
        body = bare + nick["joint"] + body[nick.end() :]
    body, authors = _with_authors(body)
    last = max(body.rfind(slot) for slot in (TITLE, LINK, NOTE, AUTHORS, YEAR, MONTH, SERVER))
    body = body[: last + 1] + _tail(body[last + 1 :])
    if _foreign(body):
        return None
    scheme = reference.ids[0].scheme if reference.ids else ""
    return Form(head + body, link, label, note, authors, server, scheme)


def _with_authors(body: str) -> tuple[str, AuthorForm | None]:
    """The first run of words between slots that looks like authors becomes a slot."""
    for found in _BETWEEN.finditer(body):
        text, start = found[0].strip(_STOPS), found.start() + len(found[0]) - len(found[0].lstrip(_STOPS))
        if text[:3] == "by ":
            text, start = text[3:], start + 3
        remark = _REMARK.search(text)
        for names in (text, text[: remark.start()] if remark else ""):
            if names.endswith(("et al", "etc")) and body[start + len(names) :][:1] == ".":
                names += "."
            form = author_form(names)
            if form is not None:
                return body[:start] + AUTHORS + body[start + len(names) :], form
    return body, None


def _tail(text: str) -> str:
    """What closes an entry behind its last slot: brackets, marks and tags, without words of its own."""
    kept: list[str] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        words = _WORD.search(_WORDS_OF_FORM.sub(_blank, line))
        if words:
            kept.append(line[: words.start()].rstrip(" \t-\u2013\u2014:;,|([#+*_"))
            kept[-1] = re.sub(r"\s+(?:by|in|from)$", "", kept[-1]) + _closing_tags(line[words.start() :])
            while len(kept) > 1 and not kept[-1].strip():
                kept.pop()
            kept += [tags for rest in lines[number + 1 :] if (tags := _closing_tags(rest))]
            break
        if not number or MARKER.sub("", line, count=1).strip():
            kept.append(line)
    return "\n".join(kept).rstrip()


def _closing_tags(text: str) -> str:
    """The tags in a text that close what was opened before it."""
    opened, kept = 0, ""
    for found in re.finditer(r"<(/?)(\w+)[^<>]*>", text):
        if found[2].lower() in ("br", "img", "hr"):
            continue
        kept += found[0] if found[1] and not opened else ""
        opened = max(0, opened + (-1 if found[1] else 1))
    return kept


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _foreign(body: str) -> bool:
    """Whether words stand in a form that no slot explains."""
    rest = _KEY.sub(lambda found: "" if label_role(found[1]) == "paper" else found[0], body)
    rest = re.sub(r"\\.", "", _WORDS_OF_FORM.sub("", rest))
    return any(character.isalnum() or (ord(character) > 0x2000 and character not in _ALLOWED) for character in rest)


_ALLOWED = frozenset(
    f"{_SLOTS}\u2013\u2014\u2018\u2019\u201c\u201d\u300a\u300b\u300c\u300d\u3010\u3011\uff08\uff09\uff0c\uff1a\u3002"
)
