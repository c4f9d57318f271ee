"""Inline reStructuredText as pieces: links by name, by number and embedded, roles, emphasis, citations.

Syntax: https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#inline-markup; the ``cite`` roles are
sphinxcontrib-bibtex's (https://sphinxcontrib-bibtex.readthedocs.io).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bertbib.readers.citing import CITE
from bertbib.readers.pieces import Piece, Pieces
from bertbib.text.links import canonical_url, parse_identifier

# All repetitions are bounded, so that a text of openers without closers takes linear time.
_INLINE = r"""
  (?P<escape>\\(?P<escaped>.))
| ``(?P<literal>(?=\S).{1,1000}?)``
| (?::(?P<role>[\w.+-]{1,60}(?::[\w.+-]{1,60}){0,3}):)?
    `(?P<text>(?=[^\s`])(?:\\.|[^\\`]){1,2000})`(?P<end>__?(?![\w`])|:(?P<after>[\w.-]{1,60}):)?
| (?P<url>https?://[^\s<>\[\]"`]+)
| \*\*(?P<strong>(?=\S)(?:(?!\*\*).){1,400})\*\*
| (?<![\w*])\*(?P<emphasis>(?=[^\s*])(?:\\.|[^*\\]){1,600})\*(?![\w*])
| \|(?P<substitution>(?=\S)[^|\n]{1,80})\|(?:__?)?(?=\W|$)
| \[(?P<note>[\w.*\#-]{1,60})\]_(?=\W|$)
| (?<![\w:/.`-])(?P<name>[A-Za-z0-9\u0080-\uffff](?:[A-Za-z0-9\u0080-\uffff]|[-+.:_](?=[A-Za-z0-9\u0080-\uffff])){0,80})
    (?P<refend>__?)(?=[^\w]|$)
"""
_EMBEDDED = re.compile(r"(.*?)\s*<([^<>]+)>$", re.DOTALL)
_SCHEMES = frozenset({"doi", "arxiv", "isbn", "dblp", "acl", "openreview"})
_DEEPEST = 3


@cache
def _inline() -> re.Pattern[str]:
    """Compiled at its first use: most runs read no reStructuredText."""
    return re.compile(_INLINE, re.VERBOSE | re.DOTALL)


def folded(name: str) -> str:
    """A reference's name as names are compared: blanks folded, without case."""
    return " ".join(name.replace("\\", "").split()).casefold()


@dataclass(slots=True)
class Names:
    """What the names of a document mean: targets by folded name, anonymous targets in order, substitutions."""

    targets: dict[str, str] = field(default_factory=dict)
    anonymous: list[str] = field(default_factory=list)
    substitutions: dict[str, str] = field(default_factory=dict)
    taken: int = 0
    """How many anonymous references have been met."""
    pair_anonymous: bool = True

    def url(self, name: str) -> str | None:
        """The address of a name, through names that stand for other names (``.. _a: b_``)."""
        for _step in range(10):
            target = self.targets.get(folded(name))
            if target is None or not target.endswith("_") or "://" in target:
                return target
            name = target.rstrip("_").strip("`")
        return None

    def next_anonymous(self) -> str | None:
        """The address of the next anonymous reference; the n-th reference belongs to the n-th target."""
        self.taken += 1
        paired = self.pair_anonymous and self.taken <= len(self.anonymous)
        return self.anonymous[self.taken - 1] if paired else None


def rst_pieces(text: str, names: Names) -> list[Piece]:
    """The pieces of some inline reStructuredText."""
    pieces = Pieces()
    _add(pieces, text, names, 0)
    pieces.close_link()
    return pieces.done


def _add(pieces: Pieces, text: str, names: Names, depth: int) -> None:
    at = 0
    for found in _inline().finditer(text):
        _plain(pieces, text[at : found.start()])
        at = found.end()
        if found["escape"]:
            _plain(pieces, "" if found["escaped"].isspace() else found["escaped"])
        elif found["literal"]:
            _plain(pieces, found["literal"])
        elif found["text"]:
            _interpreted(pieces, found, names)
        elif found["url"]:
            pieces.text(found["url"])
        elif found["strong"] or found["emphasis"]:
            _emphasis(pieces, found["strong"], found["emphasis"], names, depth)
        elif found["substitution"] is not None:
            _substitute(pieces, found["substitution"], names, depth)
        elif found["name"]:
            _reference(pieces, found["name"], found["refend"], names)
    _plain(pieces, text[at:])


def _plain(pieces: Pieces, text: str) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.line_break()
        if line:
            pieces.text(line)


def _emphasis(pieces: Pieces, strong: str | None, emphasis: str | None, names: Names, depth: int) -> None:
    bold, italic = int(bool(strong)), int(not strong)
    pieces.mark(bold=bold, italic=italic)
    inner = strong or emphasis or ""
    # Inline markup does not nest; links inside emphasis are a common slip, and meant.
    if depth < _DEEPEST:
        _add(pieces, inner, names, depth + 1)
    else:
        _plain(pieces, inner)
    pieces.mark(bold=-bold, italic=-italic)


def _substitute(pieces: Pieces, name: str, names: Names, depth: int) -> None:
    text = names.substitutions.get(folded(name))
    if text is not None and depth < _DEEPEST:
        _add(pieces, text, names, depth + 1)


def _interpreted(pieces: Pieces, found: re.Match[str], names: Names) -> None:
    """A phrase between backquotes: a link, or text with a role."""
    text = found["text"]
    end = found["end"] or ""
    role = (found["role"] or found["after"] or "").lower()
    if role:
        _with_role(pieces, role, text)
    elif end.startswith("_"):
        embedded = _EMBEDDED.match(text)
        if embedded:
            url = re.sub(r"\s+", "", embedded[2])
            label = " ".join(embedded[1].split())
            if url.endswith("_") and "://" not in url:
                url = names.url(url[:-1].strip("`")) or ""
            elif label and end == "_":
                names.targets.setdefault(folded(label), url)
            _link(pieces, label or url, url if "://" not in label else label)
        else:
            _reference(pieces, text, end, names)
    else:
        _plain(pieces, text)


def _with_role(pieces: Pieces, role: str, text: str) -> None:
    embedded = _EMBEDDED.match(text)
    label, target = (" ".join(embedded[1].split()), embedded[2].strip()) if embedded else ("", text.strip())
    head = role.split(":")[0]
    if "cite" in head:
        for key in target.split(","):
            if key.strip():
                _link(pieces, "", CITE + key.strip())
        return
    identifier = parse_identifier(f"{head}:{target}") if head in _SCHEMES else None
    if identifier is not None:
        _link(pieces, label or head, canonical_url(identifier))
    elif head in ("strong", "emphasis"):
        mark = int(head == "strong")
        pieces.mark(bold=mark, italic=1 - mark)
        _plain(pieces, text)
        pieces.mark(bold=-mark, italic=mark - 1)
    else:
        _plain(pieces, label or target)


def _reference(pieces: Pieces, name: str, end: str, names: Names) -> None:
    url = names.next_anonymous() if end == "__" else names.url(name)
    if url is None:
        _plain(pieces, name)
    else:
        _link(pieces, name, url)


def _link(pieces: Pieces, label: str, url: str) -> None:
    if not url:
        _plain(pieces, label)
        return
    pieces.open_link(url)
    if label != url:
        pieces.text(re.sub(r"\\(.)", r"\1", label))
    pieces.close_link()
