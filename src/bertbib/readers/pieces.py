"""Inline Markdown as pieces: runs of plain text, links and line breaks, with Markdown and HTML marks resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Literal, NamedTuple

from markdown_it.token import Token

from bertbib.text.id_forms import trim

# No "<" inside a tag: a text of many "<" stays linear, at the price of attributes that hold one.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*|/)?)>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_KNOWN_HOSTS = r"(?:dx\.)?doi\.org|arxiv\.org|openreview\.net|aclanthology\.org|aclweb\.org|proceedings\.mlr\.press"
_BARE_URL = re.compile(
    rf"(?:https?://|\bwww\.|(?<![\w./@-])(?=(?:{_KNOWN_HOSTS})/\w))[^\s<>\[\]\"\u3000-\u303f\uff00-\uffef]+"
)
_URL_MARKS = ("://", "www.", ".org/", ".net/", ".press/")


class Piece(NamedTuple):
    """A run of one line: text, a link (``text`` is its label, marks off) or a break.

    ``image`` says that a link's label is the text of an image (a badge); an image outside of links is a text of its
    own without words, whose ``url`` is the image's text.
    """

    text: str
    kind: Literal["text", "link", "break"] = "text"
    url: str = ""
    bold: bool = False
    italic: bool = False
    image: bool = False


BREAK = Piece("\n", "break")
"""The end of a line of the source."""
_BOLD_BREAK = Piece("\n", "break", bold=True)
_HTML_BREAK = Piece(" ", "break")


class Tag(NamedTuple):
    """An HTML tag: its name in lower case, whether it closes, and the rest as written."""

    name: str
    closes: bool
    attributes: str

    @property
    def href(self) -> str:
        """The target of an ``<a>``, or an empty string."""
        found = _HREF.search(self.attributes)
        return unescape(found[1] or found[2] or found[3] or "").strip() if found else ""


def tag_of(html: str) -> Tag | None:
    """The tag that a piece of HTML is, or None where it is a comment or something else."""
    found = _TAG.fullmatch(html)
    return Tag(found[2].lower(), bool(found[1]), found[3]) if found else None


def split_tags(html: str) -> Iterable[str | Tag]:
    """The text (references resolved) and the tags of some HTML, in order; comments keep their line breaks only."""
    if "<!--" in html:
        html = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), html)
    place = 0
    for found in _TAG.finditer(html):
        if found.start() > place:
            yield unescape(html[place : found.start()])
        yield Tag(found[2].lower(), bool(found[1]), found[3])
        place = found.end()
    if place < len(html):
        yield unescape(html[place:])


class Pieces:
    """Collects pieces in order; links and marks may be opened and closed by Markdown or by HTML."""

    __slots__ = ("_bold", "_image", "_italic", "_label", "_url", "done")

    def __init__(self) -> None:
        self.done: list[Piece] = []
        self._bold = self._italic = 0
        self._url: str | None = None
        self._label = ""
        self._image = False

    def text(self, text: str) -> None:
        """Add text; URLs that stand bare in it become links without a label."""
        if self._url is not None:
            self._label += text
        elif any(mark in text for mark in _URL_MARKS):
            self._with_bare_urls(text)
        else:
            self._add(text)

    def open_link(self, url: str) -> None:
        """Start a link; one that is open still ends here."""
        self.close_link()
        self._url, self._label, self._image = url, "", False

    def close_link(self) -> None:
        """End the open link, if any."""
        if self._url is not None:
            label = " ".join(self._label.split())
            self.done.append(Piece(label, "link", self._url, self._bold > 0, self._italic > 0, self._image))
            self._url = None

    def line_break(self, piece: Piece = BREAK) -> None:
        """Add a line break; inside a link it is a blank."""
        if self._url is not None:
            self._label += " "
        else:
            self.done.append(_BOLD_BREAK if piece is BREAK and self._bold else piece)

    def mark(self, *, bold: int = 0, italic: int = 0) -> None:
        """Open (1) or close (-1) bold or italic."""
        self._bold = max(0, self._bold + bold)
        self._italic = max(0, self._italic + italic)

    def tag(self, tag: Tag) -> None:
        """Follow an HTML tag: links, marks and breaks; others mean nothing inside a line."""
        step = -1 if tag.closes else 1
        if tag.name == "a":
            self.close_link()
            if not tag.closes and "href" in tag.attributes.lower():
                self.open_link(tag.href)
        elif tag.name in ("b", "strong"):
            self.mark(bold=step)
        elif tag.name in ("i", "em"):
            self.mark(italic=step)
        elif tag.name == "br":
            self.line_break(_HTML_BREAK)

    def alt(self, text: str) -> None:
        """Add an image: its text is the label of a link around it, and beside the text elsewhere."""
        if self._url is not None:
            self._image = not self._label.strip()
            self._label += text
        elif text:
            self.done.append(Piece("", "text", text, image=True))

    def _add(self, text: str) -> None:
        if text:
            self.done.append(Piece(text, "text", "", self._bold > 0, self._italic > 0))

    def _with_bare_urls(self, text: str) -> None:
        place = 0
        for found in _BARE_URL.finditer(text):
            url = trim(found[0])
            self._add(text[place : found.start()])
            self.done.append(Piece("", "link", url, self._bold > 0, self._italic > 0))
            place = found.start() + len(url)
        self._add(text[place:])


_MARKS = {"strong_open": (1, 0), "strong_close": (-1, 0), "em_open": (0, 1), "em_close": (0, -1)}


def pieces_of(tokens: Iterable[Token]) -> list[Piece]:
    """The pieces of an inline token's children."""
    pieces = Pieces()
    for token in tokens:
        kind = token.type
        if kind in ("text", "code_inline"):
            pieces.text(token.content)
        elif kind == "link_open":
            pieces.open_link(str(token.attrs.get("href", "")))
        elif kind == "link_close":
            pieces.close_link()
        elif kind in ("softbreak", "hardbreak"):
            pieces.line_break()
        elif kind in _MARKS:
            bold, italic = _MARKS[kind]
            pieces.mark(bold=bold, italic=italic)
        elif kind == "image":
            pieces.alt(token.content)
        elif kind == "html_inline":
            tag = tag_of(token.content)
            if tag:
                pieces.tag(tag)
    pieces.close_link()
    return pieces.done


def text_of(pieces: Iterable[Piece]) -> str:
    """The text of pieces, labels of links included, blanks folded."""
    return " ".join("".join(piece.text for piece in pieces).split())
