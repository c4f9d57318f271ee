"""Inline Org as pieces: links, citations, emphasis; time stamps, footnotes and macros are off.

Syntax: https://orgmode.org/worg/org-syntax.html (objects), https://orgmode.org/manual/Citation-handling.html, and
org-ref's ``cite:`` links (https://github.com/jkitchin/org-ref).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bertbib.readers.citing import CITE
from bertbib.readers.pieces import Piece, Pieces
from bertbib.text.links import canonical_url, parse_identifier

# All repetitions are bounded, so that a text of openers without closers takes linear time.
_OBJECTS = r"""
  \[\[(?P<target>(?:\\.|[^\\\[\]]){1,2000})\](?:\[(?P<label>(?:(?!\]\]).){1,600})\])?\]
| \[cite(?:/[\w/-]{1,40})?:(?P<citation>(?:[^\[\]]|\[[^\[\]]{0,200}\]){1,2000})\]
| (?<![\w/.:-])(?P<plainref>[A-Za-z]{0,12}[Cc]ite[A-Za-z]{0,12}\*?:
    (?P<keys>&?[\w.:/+-]{1,200}(?:[,;]&?[\w.:/+-]{1,200}){0,200}))
| \\(?P<latex>[A-Za-z]{0,12}[Cc]ite[A-Za-z]{0,12}\*?(?:\[[^\[\]\n]{0,200}\]){0,2}\{(?P<texkeys>[^{}\n]{1,2000})\})
| (?P<url>https?://[^\s<>\[\]"]+)
| (?P<noise>[<\[]\d{4}-\d\d-\d\d\b[^<>\[\]\n]{0,60}[>\]] | \[fn:[\w-]{0,80}\] | \[\d{0,3}/\d{0,3}\] | \[\d{1,3}%\]
    | \{\{\{[^{}]{0,200}\}\}\} | @@[^@\n]{0,400}@@ | <<<?[^<>\n]{1,200}>>>?)
| (?P<break>\\\\[ \t]*(?=\n|$))
| (?<![^\s\-({'"\u201c|])(?P<mark>[*/_+=~])(?P<inner>(?=[^\s]).{0,400}?[^\s]|[^\s])(?P=mark)
    (?![^\s\-.,:!?;'")}\[\\\u201d|])
"""
_KEY = r"@([^\s;,@\[\]]+)"
_TRAILING = ".,;:"
_DEEPEST = 4
_IMAGE = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")


@cache
def _objects() -> re.Pattern[str]:
    """Compiled at its first use: most runs read no Org."""
    return re.compile(_OBJECTS, re.VERBOSE | re.DOTALL)


def org_pieces(text: str, abbreviations: Mapping[str, str] | None = None) -> list[Piece]:
    """The pieces of some inline Org; ``abbreviations`` are the file's ``#+LINK:`` ones."""
    pieces = Pieces()
    _add(pieces, text, abbreviations or {}, 0)
    pieces.close_link()
    return pieces.done


def _add(pieces: Pieces, text: str, abbreviations: Mapping[str, str], depth: int) -> None:
    at = 0
    for found in _objects().finditer(text):
        _plain(pieces, text[at : found.start()])
        at = found.end()
        if found["target"]:
            _link(pieces, found["target"], found["label"], abbreviations)
        elif found["citation"]:
            _cite(pieces, re.findall(_KEY, found["citation"]))
        elif found["keys"]:
            keys, rest = _without_stop(found["keys"])
            _cite(pieces, re.split("[,;]", keys))
            _plain(pieces, rest)
        elif found["texkeys"]:
            _cite(pieces, found["texkeys"].split(","))
        elif found["url"]:
            pieces.text(found["url"])
        elif found["break"] is not None:
            pieces.line_break()
        elif found["mark"]:
            _emphasis(pieces, found["mark"], found["inner"], abbreviations, depth)
    _plain(pieces, text[at:])


def _plain(pieces: Pieces, text: str) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.line_break()
        if line:
            pieces.text(line)


def _emphasis(pieces: Pieces, mark: str, inner: str, abbreviations: Mapping[str, str], depth: int) -> None:
    if mark in "=~":
        _plain(pieces, inner)
        return
    bold, italic = int(mark == "*"), int(mark == "/")
    pieces.mark(bold=bold, italic=italic)
    if depth < _DEEPEST:
        _add(pieces, inner, abbreviations, depth + 1)
    else:
        _plain(pieces, inner)
    pieces.mark(bold=-bold, italic=-italic)


def _cite(pieces: Pieces, keys: list[str]) -> None:
    for key in keys:
        name = key.strip().lstrip("&").rstrip(_TRAILING)
        if name:
            pieces.open_link(CITE + name)
            pieces.close_link()


def _without_stop(keys: str) -> tuple[str, str]:
    kept = keys.rstrip(_TRAILING)
    return kept, keys[len(kept) :]


_REFERENCE = re.compile(r"[A-Za-z]{0,12}[Cc]ite[A-Za-z]{0,12}\*?:")


def _link(pieces: Pieces, target: str, label: str | None, abbreviations: Mapping[str, str]) -> None:
    """Add a link; one to a heading of the file is an anchor, one to a note's id is its text alone."""
    target = re.sub(r"\\([\\\[\]])", r"\1", " ".join(target.split()))
    reference = _REFERENCE.match(target)
    if reference:
        rest = target[reference.end() :]
        first, *others = re.findall(r"&([^\s,;&]+)", rest) or re.split("[,;]", rest)
        pieces.open_link(CITE + first.strip())
        _described(pieces, label or "")
        pieces.close_link()
        _cite(pieces, others)
        return
    if target.startswith("id:"):
        _described(pieces, label or "")
        return
    url = address(target, abbreviations)
    if label is None and url.lower().endswith(_IMAGE):
        return  # an image that is shown
    pieces.open_link(url)
    if label and label.strip() != target:
        _described(pieces, label)
    pieces.close_link()


def _described(pieces: Pieces, label: str) -> None:
    """The text of a link, emphasis marks around all of it off."""
    text = " ".join(label.split())
    while len(text) > 2 and text[0] == text[-1] and text[0] in "*/_+=~":
        text = text[1:-1]
    if text.lower().endswith(_IMAGE) and " " not in text:
        pieces.alt("")
    else:
        pieces.text(text)


def address(target: str, abbreviations: Mapping[str, str]) -> str:
    """Where a link leads: ``doi:`` and ``arxiv:`` links and the file's own abbreviations are spelled out."""
    scheme, colon, rest = target.partition(":")
    if colon and scheme in abbreviations:
        pattern = abbreviations[scheme]
        return pattern.replace("%s", rest) if "%s" in pattern else pattern + rest
    if target.startswith(("#", "*")):
        return "#" + target[1:]
    if colon and not rest.startswith("//"):
        identifier = parse_identifier(target)
        if identifier is not None and scheme.lower() != "url":
            return canonical_url(identifier)
    return target
