"""Hints: what a list says to bertbib in HTML comments, which GitHub does not show.

``<!-- bertbib: id=arxiv:1905.07129 key=zhang2019ernie theme=knowledge skip -->``, any of these in any order, on an
entry or on a section. This module reads the words and says where each comment stands; ``hinted`` gives them their
effect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from bertbib.config import suggest
from bertbib.model import Identifier, Problem, Where
from bertbib.text.links import parse_identifier
from bertbib.text.tex import citation_key

STAND_IN = "https://doi.org/10.99999/bertbib.hint"
"""The link that an identifier in a comment is to the reader, so that rows and paragraphs without any other count."""

WORDS = ("id", "key", "theme", "skip", "bibtex")
_START = re.compile(r"<!--[ \t\r\n]*bertbib\b[ \t\r\n]*(:?)", re.IGNORECASE)
_WORD = re.compile(r"""([^\s="']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?(?=\s|$)""")
_USAGE = "a hint looks like `<!-- bertbib: id=arxiv:1905.07129 key=zhang2019ernie theme=knowledge skip -->`"
_AT_THE_END = "a line that begins with a comment is HTML to Markdown: put the hint at the end of the line"
_ONE_PER_WORK = frozenset({"arxiv", "acl", "pmlr", "openreview"})


@dataclass(slots=True)
class Hint:
    """What one comment, or several on one thing, say."""

    where: Where
    ids: list[Identifier] = field(default_factory=list)
    key: str | None = None
    theme: str | None = None
    skip: bool = False
    bibtex: bool = False

    def __bool__(self) -> bool:
        return bool(self.ids or self.key or self.theme or self.skip or self.bibtex)


@dataclass(frozen=True, slots=True)
class Comment:
    """A hint and where it stands: its first and last line, and whether it is a block of its own, in no other block."""

    hint: Hint
    last: int
    alone: bool

    @property
    def line(self) -> int:
        """Its first line."""
        return self.hint.where.line


def find_hints(tokens: Sequence[Token], text: str, path: str) -> tuple[list[Comment], list[Problem]]:
    """The hints of a text in order, and what is wrong in them; those in code are none.

    In rows and paragraphs an ``id=`` becomes a link (``STAND_IN``): the tokens change. A text that never names
    bertbib costs nothing.
    """
    if "bertbib" not in text.lower():
        return [], []
    found: list[Comment] = []
    problems: list[Problem] = []
    depth = 0
    for token in tokens:
        depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        first = token.map[0] + 1 if token.map else 0
        if token.type == "html_block":
            alone = not token.level and not _without_comments(token.content).strip()
            for offset, text in _comments(token.content):
                hint, wrong = _parse(text, Where(path, first + token.content.count("\n", 0, offset)))
                problems += wrong or _swallowing(token.content, offset + len(text), hint)
                found.append(Comment(hint, hint.where.line + text.count("\n"), alone))
        elif token.type == "inline" and token.children:
            for child, line in _inline_comments(token, first):
                hint, wrong = _parse(child.content, Where(path, line))
                problems += wrong
                found.append(Comment(hint, line + child.content.count("\n"), alone=False))
                if hint.ids and not depth:
                    _reveal(token, child)
            problems += _broken(token, path, first)
    return found, problems


def _broken(token: Token, path: str, line: int) -> list[Problem]:
    """A finding for each hint that is text to Markdown: its comment is never closed, or holds two hyphens."""
    found = []
    for child in token.children or ():
        if child.type == "text" and "<!--" in child.content and _START.search(child.content):
            message = "This hint is no comment to Markdown and is not read."
            advice = "a comment ends with `-->` and holds no `--` before that"
            found.append(Problem("hint-unknown", "warning", message, Where(path, line), advice))
        line += child.content.count("\n") + (child.type in ("softbreak", "hardbreak"))
    return found


def _comments(html: str) -> Iterator[tuple[int, str]]:
    """The comments in some HTML that speak to bertbib, with their places; one that is never closed is none."""
    place = html.find("<!--")
    while place >= 0:
        end = html.find("-->", place + 4)
        if end < 0:
            return
        if _START.match(html, place):
            yield place, html[place : end + 3]
        place = html.find("<!--", end)


def _without_comments(html: str) -> str:
    kept, place = "", 0
    for start, text in _comments(html):
        kept += html[place:start]
        place = start + len(text)
    return kept + html[place:]


def _swallowing(html: str, end: int, hint: Hint) -> list[Problem]:
    """A finding where Markdown text stands behind a comment that begins a line: it is not read as Markdown there."""
    rest = html[end:].partition("\n")[0]
    if "](" not in rest:
        return []
    return [Problem("hint-place", "warning", f"What stands behind this hint is not read: {rest.strip()[:80]}",
                    hint.where, _AT_THE_END)]  # fmt: skip


def _inline_comments(token: Token, line: int) -> Iterator[tuple[Token, int]]:
    for child in list(token.children or ()):
        if child.type == "html_inline" and _START.match(child.content):
            yield child, line
        line += child.content.count("\n") + (child.type in ("softbreak", "hardbreak"))


def _reveal(token: Token, comment: Token) -> None:
    """Put a link where a comment stands."""
    opening = Token("link_open", "a", 1, attrs={"href": STAND_IN})
    children = token.children or []
    place = next(number for number, child in enumerate(children) if child is comment)
    children[place : place + 1] = [opening, Token("link_close", "a", -1)]


def _parse(comment: str, where: Where) -> tuple[Hint, list[Problem]]:
    """The hint that a comment gives, and a finding for each word of it that says nothing."""
    hint = Hint(where)
    start = _START.match(comment)
    if start is None or not start[1]:
        message = "This comment begins with “bertbib” and is no hint: the colon is missing."
        return hint, [Problem("hint-unknown", "warning", message, where, _USAGE)]
    text = comment[start.end() : -3].strip()
    problems = []
    place = 0
    while place < len(text):
        found = _WORD.match(text, place)
        if found is None:
            message = f"This hint cannot be read from “{text[place:][:60]}” on."
            problems.append(Problem("hint-unknown", "warning", message, where, "a value with blanks stands in quotes"))
            break
        value = next((one for one in found.groups()[1:] if one is not None), None)
        problem = _take(hint, found[1], value)
        problems += [problem] if problem else []
        place = found.end()
        place += len(text) - place - len(text[place:].lstrip())
    if not hint and not problems:
        problems.append(Problem("hint-unknown", "warning", "This hint is empty.", where, _USAGE))
    return hint, problems


def _take(hint: Hint, word: str, value: str | None) -> Problem | None:
    """Add a word to a hint, or say why it says nothing."""
    name = word.lower()
    where = hint.where
    if name not in WORDS:
        return Problem("hint-unknown", "warning", f"“{word}” is no word of a hint.", where, suggest(name, _KNOWN))
    if name in ("skip", "bibtex"):
        if value is not None:
            return Problem("hint-unknown", "warning", f"“{name}” takes no value.", where, f"write only `{name}`")
        setattr(hint, name, True)
        return None
    value = " ".join((value or "").split())
    if not value:
        return Problem("hint-unknown", "warning", f"“{name}” needs a value.", where, f"write `{name}=...`")
    if name == "id":
        return _take_id(hint, value)
    if name == "key" and citation_key(value) != value:
        message = f"“{value}” is no citation key that TeX could cite."
        return Problem("hint-key", "warning", message, where, f"`key={citation_key(value)}` would be one")
    if getattr(hint, name) not in (None, value):
        return conflict(where, f"{name}={getattr(hint, name)}", f"{name}={value}")
    setattr(hint, name, value)
    return None


_KNOWN = dict.fromkeys(WORDS)


def _take_id(hint: Hint, value: str) -> Problem | None:
    identifier = parse_identifier(value)
    if identifier is None:
        message = f"“{value}” is no identifier."
        advice = "an id looks like arxiv:1905.07129, doi:10.18653/v1/P19-1139, acl:P19-1139, or is a paper's URL"
        return Problem("hint-id", "warning", message, hint.where, advice)
    same = next((one for one in hint.ids if one.scheme == identifier.scheme and one.scheme in _ONE_PER_WORK), None)
    if same is not None and same != identifier:
        return conflict(hint.where, f"id={same}", f"id={identifier}")
    if identifier not in hint.ids:
        hint.ids.append(identifier)
    return None


def conflict(where: Where, kept: str, other: str) -> Problem:
    """The finding that two hints contradict each other."""
    message = f"Two hints contradict each other: “{kept}” counts, “{other}” does not."
    return Problem("hint-conflict", "warning", message, where, "take one of them out")


def merged(first: Hint, second: Hint) -> list[Problem]:
    """Add to the first hint on a thing what a second one says; findings where they contradict each other."""
    problems = [one for identifier in second.ids if (one := _take_id(first, str(identifier)))]
    for name in ("key", "theme"):
        old, new = getattr(first, name), getattr(second, name)
        if old is not None and new not in (None, old):
            problems.append(conflict(second.where, f"{name}={old}", f"{name}={new}"))
        elif old is None:
            setattr(first, name, new)
    first.skip = first.skip or second.skip
    first.bibtex = first.bibtex or second.bibtex
    return problems
