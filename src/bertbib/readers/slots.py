"""Where in an entry its title stands: linked, bold, quoted, between pipes or plain; one slot wins for a whole list.

A plain title that authors beside it tell is called a sentence, one behind a short name or tag tagged.

Inside one list the grammar is steady, so the slot that gives the most titles is asked first for every entry of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bertbib.readers.labels import Hyperlink, hyperlinks
from bertbib.readers.notes import is_venue_note
from bertbib.readers.pieces import BREAK, Piece, text_of
from bertbib.readers.sentences import is_authors, is_credit, is_name, is_posted, told
from bertbib.text.titles import STOP_WORDS


class Title(NamedTuple):
    """A title, its slot, and the number of the first piece after it; ``tail`` is the rest of the piece it ends in."""

    text: str
    slot: str
    after: int
    tail: str = ""

    @property
    def strong(self) -> bool:
        """Whether it has the length of a title rather than of a name."""
        return self.text.count(" ") >= 2 or _cjk(self.text) >= 4


@dataclass(slots=True)
class Unit:
    """One entry as it stands: its line, its pieces, those of its nested lines, and its links.

    ``cell`` is the title that a table's column or a summary names, ``claim`` what its columns of venue and year say;
    ``aside`` marks a row of a table that leads to no paper.
    """

    line: int
    pieces: list[Piece]
    details: list[Piece]
    links: list[Hyperlink]
    cell: Title | None = None
    claim: tuple[str, int | None] = ("", None)
    aside: bool = False

    @classmethod
    def of(cls, line: int, pieces: list[Piece], details: list[Piece] | None = None) -> Unit:
        """Build a unit and find its links."""
        return cls(line, pieces, details or [], hyperlinks(pieces))


_LONGEST = 600
_PIPE_DATE = re.compile(r"[\d\s/.\-:]*")
_QUOTES = {'"': '"', "\u201c": "\u201d", "\u300a": "\u300b", "\u300c": "\u300d"}
_NO_EMOJI = ("So", "Sk", "Cs", "Co", "Cn")
_SHORTCODES = re.compile(r"^(?:\s*:[a-z0-9_+-]+:)+|(?:\s*:[a-z0-9_+-]+:)+$")
_TAIL_NOTE = re.compile(r"\s*[(\uff08\[]([^()\[\]\uff08\uff09]{2,60})[)\uff09\]]$")


def _cjk(text: str) -> int:
    """How many letters of scripts without word spaces a text has."""
    return 0 if text.isascii() else sum("\u2e80" <= character <= "\uffef" for character in text)


def clean(text: str) -> str:
    """A title with blanks folded and without control characters and the emoji (``:codes:`` too) around it."""
    text = " ".join(text.split())
    if ":" in (text[:1], text[-1:]):
        text = _SHORTCODES.sub("", text).strip()
    if not text.isprintable():
        text = "".join(character for character in text if unicodedata.category(character) != "Cc")
    if text.isascii():
        return text
    start, end = 0, len(text)
    while start < end and _is_emoji(text[start]):
        start += 1
    while end > start and _is_emoji(text[end - 1]):
        end -= 1
    return text[start:end].strip()


def _is_emoji(character: str) -> bool:
    if character.isascii() and character != " ":
        return False
    return character in " \ufe0f\u200d" or unicodedata.category(character) in _NO_EMOJI


def linked(unit: Unit) -> Title | None:
    """The first link whose label is a text of its own."""
    for link in unit.links:
        if link.titled:
            return Title(_ended(clean(link.label)), "linked", link.place + 1)
    return None


def bold(unit: Unit) -> Title | None:
    """The first bold run that is no number, label or nickname (``**BERT**: ...``, ``**[RT-2]** "..."``)."""
    pieces, place = unit.pieces, 0
    while place < len(pieces):
        if not pieces[place].bold:
            place += 1
            continue
        end = place
        while end < len(pieces) and pieces[end].bold:
            end += 1
        text = _ended(clean(text_of(pieces[place:end])))
        following = pieces[end].text.lstrip() if end < len(pieces) else ""
        before = text_of(pieces[:place])[-1:]
        if any(map(str.isalpha, text)) and not _is_nickname(text, following) and not _is_start(before, following):
            return Title(text, "bold", end)
        place = end
    return None


def _is_start(before: str, following: str) -> bool:
    """Whether a bold run is the start of a title in plain text: ``ICML 2023, **Made Easy**: Robots for All``."""
    return before == "," and following[:2] == ": " and len(following) > 2


def _is_nickname(text: str, following: str) -> bool:
    words = text.count(" ") + 1
    if text[:1] in ("[", "(") or is_note(text):
        return True
    named = following[:1] in (":", "\uff1a", "|", "\u2014", "\u2013", "-") or text[-1:] in (":", "\uff1a")
    return (named and words <= 3) or (words == 1 and following[:2] == ". " and following[2:3] not in ("", "["))


def is_note(text: str) -> bool:
    """Whether a text is a venue note as a whole rather than a title with a note in brackets at its end."""
    noted = _TAIL_NOTE.search(text)
    return is_venue_note(text[: noted.start()] if noted else text)


def quoted(unit: Unit) -> Title | None:
    """The first run in quotation marks of at least two words, or of one that is a sentence of its own; its quotes may
    enclose bold text, not links.
    """
    pieces = unit.pieces
    if not any(piece.kind == "text" and any(quote in piece.text for quote in _QUOTES) for piece in pieces):
        return None
    ends, joined = [], ""
    for piece in pieces:
        joined += piece.text if piece.kind != "link" else "\0" * max(1, len(piece.text))
        ends.append(len(joined))
    for start, character in enumerate(joined):
        if character not in _QUOTES or (start and joined[start - 1].isalnum()):
            continue
        end = _closing(joined, start, _QUOTES[character])
        text = clean(joined[start + 1 : end]) if end > 0 else ""
        sentence = len(text) > 3 and joined[:start].rstrip()[-1:] in (".", ":") and text[0].isupper()
        if ((" " in text or sentence) and "\0" not in text) or _cjk(text) >= 4:
            place = next(number for number, stop in enumerate(ends) if stop > end)
            return Title(_ended(text), "quoted", place + 1, joined[end + 1 : ends[place]])
        if end < 0:
            return None
    return None


def _closing(text: str, start: int, quote: str) -> int:
    """The place of the closing quote: one that no letter follows, so that quotes inside words do not end it."""
    limit = start + _LONGEST
    end = text.find(quote, start + 1, limit)
    while end > 0 and end + 1 < len(text) and text[end + 1].isalnum():
        end = text.find(quote, end + 1, limit)
    return end


def piped(unit: Unit) -> Title | None:
    """The first column of ``2016-05 | Title | *authors* | [pdf](u)`` that is no date and not italic."""
    if sum(piece.text.count("|") for piece in unit.pieces if piece.kind == "text") < 2:
        return None
    start = _after_nickname(unit.pieces)
    column, short = "", None
    for place, piece in enumerate(unit.pieces[start:], start):
        if piece.kind == "link":
            return short
        parts = piece.text.split("|") if not piece.bold and not piece.italic else [piece.text]
        for number, part in enumerate(parts):
            column += " " if piece.italic or piece.kind == "break" else part
            if number + 1 < len(parts):
                text = clean(column)
                if not _PIPE_DATE.fullmatch(text):
                    title = Title(text, "piped", place + 1, "|".join(parts[number + 1 :]))
                    if title.strong or start:
                        return title
                    short = short or (title if any(map(str.isalpha, text)) else None)
                column = ""
    return short


def _after_nickname(pieces: Sequence[Piece]) -> int:
    """The number of the first piece behind a bold tag or short name at the start (``**[FCN]** Title``)."""
    place = 0
    while place < len(pieces) and (not pieces[place].text.strip() or pieces[place].image):
        place += 1
    if place and any(piece.kind == "link" for piece in pieces[:place]):
        return place  # pictures that lead somewhere
    if place + 1 < len(pieces) and pieces[place].bold and pieces[place + 1].kind == "text":
        following = pieces[place + 1]
        named = clean(pieces[place].text)
        if not following.bold and (named[:1] == "[" or _is_nickname(named, following.text.lstrip())):
            return place + 1
    return 0


def italic(unit: Unit) -> Title | None:
    """``Authors, *Title*, Venue``: the first italic run, where nothing or names stand before it and it is none."""
    before = ""
    for place, piece in enumerate(unit.pieces):
        if piece.kind != "text" or piece.bold:
            return None
        if piece.italic:
            text, names = clean(piece.text), before.strip(" .,:;")
            if names and not (is_name(names) or is_credit(names)):
                return None
            if not text or is_note(text) or is_authors(text) or (not names and is_name(text)):
                return None
            return Title(_ended(text), "italic", place + 1) if names or text.count(" ") >= 2 else None
        before += piece.text
    return None


_LEADING_GROUP = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\s+(?=\S)")


def plain(unit: Unit) -> Title | None:
    """The title in the text before the first link, italic run or line break, where one of its sentences is one."""
    start = _after_nickname(unit.pieces)
    text = ""
    place = start
    for place, piece in enumerate(unit.pieces[start:], start):  # the place is needed after the loop
        if piece.text == BREAK.text and _goes_on(text, unit.pieces[place + 1 :]):
            text += " "
            continue
        if piece.kind != "text" or piece.italic:
            break
        text += piece.text
    else:
        place = len(unit.pieces)
    if start:
        text = text.lstrip(" .:|\u2013\u2014-")
    led = _LEADING_GROUP.match(text)
    if led and (is_venue_note(led[1]) or _PIPE_DATE.fullmatch(led[1])):
        text, led_note = text[led.end() :], f"({led[1]}) "
    else:
        led_note = ""
    head, tail = _without_tail(text)
    tail = led_note + tail
    found = told(clean(head))
    if found is None:
        return None
    title = _ended(clean(_without_number(found.title)))
    following = unit.pieces[place] if place < len(unit.pieces) else None
    dated = following is not None and following.italic and is_venue_note(following.text)
    dated |= title.count(" ") > 0 and is_venue_note(found.after.strip(" .,;"))
    if following is not None and following.italic and not dated and is_authors(title):
        return None  # the title is what they are followed by
    if not title or (title.count(" ") < 2 and _cjk(title) < 4 and not found.authored and not dated):
        return None
    tagged = start and not _PIPE_DATE.fullmatch(text_of(unit.pieces[:start]).strip("[] "))
    alone = title.count(" ") > 2 and _leads_below(unit, following)
    slot = "sentence" if found.authored else "tagged" if tagged else "line" if alone else "plain"
    rest = f"{found.after} {tail}" if found.after.strip() else tail
    return Title(title, slot, place, f"({found.lead}) {rest}" if found.lead else rest)


def _leads_below(unit: Unit, following: Piece | None) -> bool:
    """Whether a text is a line of its own above the lines that hold the links to its paper."""
    if following is None:
        return not unit.links and any(link.role == "paper" for link in hyperlinks(unit.details))
    return following.kind == "break" and any(link.role == "paper" and not link.titled for link in unit.links)


def _goes_on(text: str, rest: Sequence[Piece]) -> bool:
    """Whether a title that a line's end cuts goes on in the next line: it stops at a small word, or goes on in small
    letters and not with a key (``code: ...``).
    """
    following = rest[0].text.lstrip() if rest and rest[0].kind == "text" and not rest[0].italic else ""
    if not following or not text.strip():
        return False
    return text.split()[-1] in STOP_WORDS or (following[0].islower() and not re.match(r"[\w ]{1,20}:", following))


def _without_number(text: str) -> str:
    return re.sub(
        r"^(?:(?:\[\d{1,4}\]|\d{1,4}[.)])\s+(?=\S)|\d{1,4}[.)\u3001](?=[^\W\d]{2})|\d{2,4}[.)\u3001](?=[^\W\d]))",
        "",
        text,
    )


_OPEN_YEAR = re.compile(r"\s*[(\[](?:19|20)\d\d$")
"""A year in a bracket that is never closed."""

_DATE_GROUP = re.compile(r"\s*[(\[](?:[A-Z][a-z]{2,8}\.?,? )?(?:19|20)\d\d(?:[-/]\d{1,2})?[)\]]$")


def _without_tail(text: str) -> tuple[str, str]:
    """Text and what is no title at its end: an open bracket or separator, and a venue note."""
    head = text.rstrip().rstrip("[(\uff08\u3010|,;:-\u2013\u2014 ").rstrip()
    head = _OPEN_YEAR.sub("", head)
    note = _TAIL_NOTE.search(head)
    if note and (_is_beside_title(note) or note[1].strip().isdecimal()):
        head = head[: note.start()]
    return head, text[len(head) :]


def _is_beside_title(group: re.Match[str]) -> bool:
    """Whether a bracket at the end of a title holds its venue, its date or the server that it is on."""
    if _cjk(group[1]) and not _cjk(group.string[: group.start()]):
        return True  # a remark on a title in another script
    return is_venue_note(group[1]) or _DATE_GROUP.fullmatch(group[0]) is not None or is_posted(group[1])


def bracketed(unit: Unit) -> Title | None:
    """``[Title] (ACL2019)``: the brackets of a link that has lost its target."""
    first = unit.pieces[0].text.lstrip() if unit.pieces and unit.pieces[0].kind == "text" else ""
    if first[:1] != "[" or len(unit.links):
        return None
    depth = 0
    for place, character in enumerate(first):
        depth += (character == "[") - (character == "]")
        if not depth:
            title = Title(clean(first[1:place]), "bracketed", 1, first[place + 1 :])
            return title if title.strong else None
    return None


SLOTS: dict[str, Callable[[Unit], Title | None]] = {
    "linked": linked,
    "quoted": quoted,
    "bold": bold,
    "piped": piped,
    "italic": italic,
    "bracketed": bracketed,
    "plain": plain,
}
"""The slots, of two that give as many titles the better first."""


def noted(title: Title) -> Title:
    """The title without a venue note or year in brackets at its end, which moves to the tail."""
    if title.text[-1:] not in (")", "]", "\uff09"):
        return title
    note = _TAIL_NOTE.search(title.text)
    if note and _is_beside_title(note):
        return title._replace(text=title.text[: note.start()], tail=f"({note[1]}) {title.tail}")
    return title


def _ended(text: str) -> str:
    """A title without the stop that ends it in its entry."""
    return text.rstrip(".,;: ") if text[-1:] in ".,;:" and not text.endswith(("etc.", "...")) else text
