"""Plain lists: one identifier, URL or title a line, themes as ``# lines``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from bertbib.model import Identifier, InputError, Intake, Link, Outcome, Problem, Reference, Theme, Where
from bertbib.readers.same_work import mark_duplicates
from bertbib.text.links import classify, parse_identifier
from bertbib.text.slugs import slug

_HINT = "Such a list has one identifier, URL or title a line, and `# Theme` lines."
_COMMENTS = (";", "//")
_PREFIXED = re.compile(r"(?:arxiv|doi|acl|pmlr|openreview|dblp|isbn|url|https?)\s*:", re.IGNORECASE)


@dataclass(slots=True)
class _Draft:
    """A theme that is being read."""

    title: str
    line: int
    references: list[Reference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IdsReader:
    """Reads ``.txt`` and ``.ids`` files."""

    suffixes: tuple[str, ...] = (".txt", ".ids")

    def sniff(self, text: str) -> bool:
        """Whether most of the first lines are an identifier or a URL."""
        lines = [line for line in text[:4000].splitlines()[:20] if line.strip() and not _is_aside(line)]
        known = sum(parse_identifier(line.split(maxsplit=1)[0]) is not None for line in lines)
        return known > 0 and known * 2 >= len(lines)

    def read(self, text: str, path: str) -> Intake:
        """The themes and references of a list; raise InputError where it holds none."""
        text = text.removeprefix("\ufeff")
        if not text.strip():
            raise InputError(f"{path} is empty", hint=_HINT)
        drafts = list(_drafts(text, path))
        if not any(draft.references for draft in drafts):
            raise InputError(f"{path} holds no identifier, URL or title", hint=_HINT)
        themes = []
        problems = []
        for draft in drafts:
            if draft.references:
                references, more = mark_duplicates(draft.references)
                themes.append(_theme(draft.title, references, path))
                problems += more
            elif draft.line:
                message = f"The section “{draft.title}” is empty."
                problems.append(Problem("empty-section", "info", message, Where(path, draft.line)))
        return Intake(tuple(themes), tuple(problems))


def _drafts(text: str, path: str) -> Iterator[_Draft]:
    """The themes in their order; lines of one theme that stands twice join."""
    drafts = {"": _Draft(PurePath(path).stem or path, 0)}
    draft = drafts[""]
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("#"):
            title = " ".join(line.strip("#").split())
            draft = drafts.setdefault(title, _Draft(title, number))
        elif line and not line.startswith(_COMMENTS):
            draft.references.append(_reference(line, Where(path, number)))
    return iter(drafts.values())


def _theme(title: str, references: list[Reference], path: str) -> Theme:
    return Theme(slug=slug(title), title=title, path=(title,), source=path, references=tuple(references))


def _is_aside(line: str) -> bool:
    return line.lstrip().startswith(("#", *_COMMENTS))


def _reference(line: str, where: Where) -> Reference:
    """The reference of a line: an identifier or URL and, behind a blank, a title or a remark."""
    whole = parse_identifier(line)
    if whole is not None:
        return _found(line, whole, "", where)
    word, *more = line.split(None, 1)
    rest = more[0] if more else ""
    if _PREFIXED.fullmatch(word) and rest:  # "doi: 10.1000/1 title"
        value, _, rest = rest.strip().partition(" ")
        word += value
    title = rest.strip().removeprefix("- ").removeprefix("\u2013 ").removeprefix("\u2014 ").strip()
    identifier = parse_identifier(word.rstrip(",;"))
    if identifier is not None:
        return _found(word, identifier, title, where)
    if "://" in word:
        role = classify(word)[1]
        outcome: Outcome = "could-not-tell" if role == "other" else "not-a-paper"
        url = word if outcome == "could-not-tell" else None
        links = () if url else (Link(role, "", word),)
        return Reference(title=title, where=where, outcome=outcome, url=url, links=links)
    return Reference(title=line, where=where, outcome="no-link" if _is_title(line) else "could-not-tell")


def _found(word: str, identifier: Identifier, title: str, where: Where) -> Reference:
    return Reference(title=title, where=where, ids=(identifier,), url=word if "://" in word else None)


def _is_title(line: str) -> bool:
    """Whether a line without an identifier may be a title: words, and no broken identifier at its start."""
    first = line.split()[0]
    broken = _PREFIXED.match(line) or (any(map(str.isdigit, first)) and ("/" in first or "." in first.strip(".")))
    return not broken and sum(map(str.isalpha, line)) >= 3 and line.isprintable()


READER = IdsReader()
