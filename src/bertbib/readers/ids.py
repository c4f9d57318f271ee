"""Plain lists: one work a line by identifiers, URL or title, themes as ``# lines``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from bertbib.model import Identifier, InputError, Intake, Link, Outcome, Problem, Reference, Theme, Where
from bertbib.readers.notes import is_venue_note, year_in
from bertbib.readers.same_work import mark_duplicates
from bertbib.text.id_forms import trim
from bertbib.text.links import classify, identifiers_in, parse_identifier
from bertbib.text.slugs import slug

_HINT = "Such a list has one identifier, URL or title a line, and `# Theme` lines."
_COMMENTS = (";", "//", "%")
_PREFIXED = re.compile(r"(?:arxiv|doi|acl|pmlr|openreview|dblp|isbn|url|https?)\s*:", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-*+\u2022\u2013]|\[?\d{1,4}[.)\]])\s+(?:\[[ xX]\]\s+)?(?=\S)")
_NOTE = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]][\s.,;]*$")
_AROUND = " \t-\u2013\u2014:|,;"
_QUOTES = {'"': '"', "\u201c": "\u201d"}
_LONGEST = 500
_ONE_EACH = frozenset({"arxiv", "acl", "pmlr", "openreview"})
"""Schemes that give a work one identifier: a second one is another work."""


@dataclass(slots=True)
class _Draft:
    """A theme that is being read."""

    path: tuple[str, ...]
    line: int
    references: list[Reference] = field(default_factory=list)
    filled: bool = False


@dataclass(frozen=True, slots=True)
class IdsReader:
    """Reads ``.txt`` and ``.ids`` files."""

    suffixes: tuple[str, ...] = (".txt", ".ids")

    def sniff(self, text: str) -> bool:
        """Whether most of the first lines are an identifier or a URL."""
        lines = [line for line in _lines(text[:4000])[:20] if line.strip() and not _is_aside(line)]
        known = sum(parse_identifier(line.split(maxsplit=1)[0]) is not None for line in lines)
        return known > 0 and known * 2 >= len(lines)

    def read(self, text: str, path: str) -> Intake:
        """The themes and references of a list; raise InputError where it holds none."""
        text = text.removeprefix("\ufeff")
        if not text.strip():
            raise InputError(f"{path} is empty", hint=_HINT)
        problems: list[Problem] = []
        drafts = _drafts(text, path, problems)
        if not any(draft.references for draft in drafts):
            raise InputError(f"{path} holds no identifier, URL or title", hint=_HINT)
        themes = []
        for draft in drafts:
            if draft.references:
                references, more = mark_duplicates(draft.references)
                themes.append(_theme(draft.path, references, path))
                problems += more
            elif draft.line and not draft.filled:
                message = f"The section “{draft.path[-1]}” is empty."
                problems.append(Problem("empty-section", "info", message, Where(path, draft.line)))
        return Intake(tuple(themes), tuple(problems))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _drafts(text: str, path: str, problems: list[Problem]) -> list[_Draft]:
    """The themes in their order; lines of one theme that stands twice join."""
    root: tuple[str, ...] = (PurePath(path).stem or path,)
    drafts = {root: _Draft(root, 0)}
    draft = drafts[root]
    stack: list[tuple[int, str]] = []
    for number, raw in enumerate(_lines(text), 1):
        line = raw.strip()
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            title = " ".join(line.strip("#").split())
            if not title:
                continue
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, title))
            names = tuple(name for _level, name in stack)
            draft = drafts.setdefault(names, _Draft(names, number))
        elif line and not line.startswith(_COMMENTS):
            draft.references += _references(line, Where(path, number), problems)
            for place in range(len(stack)):
                if (above := drafts.get(draft.path[: place + 1])) is not None:
                    above.filled = True
    return list(drafts.values())


def _theme(path: tuple[str, ...], references: list[Reference], source: str) -> Theme:
    title = path[-1]
    return Theme(slug=slug(title), title=title, path=path, source=source, references=tuple(references))


def _is_aside(line: str) -> bool:
    return line.lstrip().startswith(("#", *_COMMENTS))


class _Line(NamedTuple):
    """What a line says: its identifiers, its URLs (those that carry an identifier too) and the rest."""

    ids: list[Identifier]
    urls: list[str]
    rest: str


def _references(line: str, where: Where, problems: list[Problem]) -> list[Reference]:
    """The references of a line: one work with all its identifiers, or several where it is nothing but identifiers."""
    bullet = _BULLET.match(line)
    said = _read(line[bullet.end() :] if bullet else line)
    title, note = _title(said.rest)
    if not said.ids:
        return [_without_id(said, title, note, where)]
    works = _works(said.ids)
    year = year_in(note) if note else None
    if title and len(works) > 1:
        kept = ", ".join(str(one) for ids in works[1:] for one in ids)
        message = f"This line names two works: {kept} is kept out."
        problems.append(Problem("two-works", "warning", message, where, "give each work a line of its own"))
        works = works[:1]
    return [
        Reference(title=title, where=where, ids=ids, url=_url_of(ids, said.urls), note=_venue(note), year=year)
        for ids in works
    ]


def _works(ids: Sequence[Identifier]) -> list[tuple[Identifier, ...]]:
    """Identifiers by work: a second one of a scheme that gives a work one begins the next."""
    works: list[dict[Identifier, None]] = [{}]
    for one in ids:
        if one.scheme in _ONE_EACH and one not in works[-1] and any(one.scheme == had.scheme for had in works[-1]):
            works.append({})
        works[-1].setdefault(one)
    return [tuple(work) for work in works]


def _read(line: str) -> _Line:
    """Identifiers at the line's start and end in any form that people type, in its middle in an unmistakable one."""
    whole = parse_identifier(line) if "://" not in line or " " not in line else None
    if whole is not None:
        return _Line([whole], [line] if "://" in line else [], "")
    line = line.partition(" # ")[0] if " # " in line else line
    words = _joined(line.split())
    ids: list[Identifier] = []
    urls: list[str] = []
    first, last = 0, len(words)
    while first < last and _take(words[first], ids, urls):
        first += 1
    while last > first and (first == 0 or "://" in words[last - 1]) and _take(words[last - 1], ids, urls):
        last -= 1
    middle = words[first:last]
    ids += _within(" ".join(middle))
    urls += [trim(word) for word in middle if "://" in word]
    named = next((place for place, word in enumerate(middle) if "://" in word or _within(word)), len(middle))
    if named < len(middle):  # what stands before the identifier is the title, what stands behind it may end in a note
        note = _NOTE.search(" ".join(middle[named:]))
        middle = [*middle[:named], note[0].strip() if note else ""]
    return _Line(list(dict.fromkeys(ids)), urls, " ".join(middle).strip())


def _within(text: str) -> list[Identifier]:
    return [one for one in identifiers_in(text) if len(one.value) <= _LONGEST]


def _joined(words: list[str]) -> list[str]:
    """The words, a scheme and the value behind it as one: ``doi: 10.1000/1``."""
    joined: list[str] = []
    for word in words:
        if joined and _PREFIXED.fullmatch(joined[-1]):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _take(word: str, ids: list[Identifier], urls: list[str]) -> bool:
    """Whether a word is an identifier or URL and nothing else; then it is put where it belongs."""
    bare = trim(word.lstrip("<([|"))
    if word in ("-", "\u2013", "\u2014", "|", "/", ",", "and", "&") and ids:
        return True
    identifier = parse_identifier(bare) if bare else None
    if identifier is None and "://" not in bare:
        return False
    if identifier is not None:
        ids.append(identifier)
    if "://" in bare:
        urls.append(bare)
    return True


def _title(rest: str) -> tuple[str, str]:
    """The title of a line and the note in brackets at its end, if any."""
    text = rest.strip().strip(_AROUND)
    note = _NOTE.search(text)
    if note and (is_venue_note(note[1]) or (note[1].strip().isdecimal() and year_in(note[1]))):
        text, said = text[: note.start()].strip(_AROUND), " ".join(note[1].split())
    else:
        said = ""
    if text[:1] in _QUOTES and (end := text.find(_QUOTES[text[0]], 1)) > 1:
        text = text[1:end].rstrip(_AROUND)
    return text, said


def _venue(note: str) -> str | None:
    return note if note and not note.isdecimal() else None


def _url_of(ids: Sequence[Identifier], urls: Sequence[str]) -> str | None:
    """The URL that gave one of the identifiers, the first identifier's above all."""
    return next((url for one in ids for url in urls if parse_identifier(url) == one), None)


def _without_id(said: _Line, title: str, note: str, where: Where) -> Reference:
    """The reference of a line that carries no identifier: its URL says what it is, else its words."""
    year = year_in(note) if note else None
    if said.urls:
        roles = [(classify(url)[1], url) for url in said.urls]
        unclear = next((url for role, url in roles if role == "other"), None)
        outcome: Outcome = "could-not-tell" if unclear else "not-a-paper"
        links = tuple(Link(role, "", url) for role, url in roles if url != unclear)
        return Reference(
            title=title, where=where, outcome=outcome, url=unclear, links=links, note=_venue(note), year=year
        )
    outcome = "no-link" if _is_title(said.rest) else "could-not-tell"
    return Reference(title=title or said.rest, where=where, outcome=outcome, note=_venue(note), year=year)


def _is_title(line: str) -> bool:
    """Whether a line without an identifier may be a title: words, and no broken identifier at its start."""
    first = (line.split() or [""])[0]
    broken = _PREFIXED.match(line) or (any(map(str.isdigit, first)) and ("/" in first or "." in first.strip(".")))
    return not broken and sum(map(str.isalpha, line)) >= 3 and line.isprintable()


READER = IdsReader()
