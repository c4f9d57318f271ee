"""Reading lists in Markdown: every grammar of list, one set of rules.

The text is parsed by markdown-it (CommonMark with tables and HTML), never line by line. Then come, one module each:
pieces (inline text and links), blocks, units (which blocks are entries), slots (where the title stands), labels and
notes, themes (headings) and entries (a unit as a reference).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from bertbib.model import InputError, Intake, Problem, Reference, Theme, Where
from bertbib.readers.blocks import DEEPEST, blocks, parse
from bertbib.readers.entries import Setting, reference
from bertbib.readers.same_work import mark_duplicates
from bertbib.readers.slots import grammar
from bertbib.readers.themes import Section, sections
from bertbib.readers.units import events
from bertbib.text.slugs import slug

_HINT = (
    "A list has one entry a bullet, such as `* [Title](https://arxiv.org/abs/1901.11504) (ACL2019)`, under headings."
)


class MarkdownReader(NamedTuple):
    """Reads ``.md`` files."""

    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")

    def sniff(self, text: str) -> bool:
        """Whether a text has a heading, a bullet with a link or a link of Markdown near its start."""
        return re.search(r"^#{1,6} |^\s*[*+-] .*\]\(|\]\(https?://", text[:20000], re.MULTILINE) is not None

    def read(self, text: str, path: str) -> Intake:
        """The themes and references of a list; raise InputError where it holds none at all."""
        if not text.strip("\ufeff \t\r\n"):
            raise InputError(f"{path} is empty", hint=_HINT)
        tokens = parse(_without_front_matter(text.removeprefix("\ufeff")))
        found = sections(events(blocks(tokens)), path)
        hidden = _swallowed(tokens, text, path)
        if not any(section.units for section in found):
            reason = f": {hidden[0].message}" if hidden else ""
            where = hidden[0].where if hidden else None
            raise InputError(f"{path} holds no entry of a reading list{reason}", where=where, hint=_HINT)
        problems = [*_empty_sections(found, path), *hidden]
        references, more = _references(found, path)
        themes = tuple(
            Theme(slug=slug(headings[-1]), title=headings[-1], path=headings, source=path, references=tuple(listed))
            for headings, listed in references.items()
        )
        return Intake(
            themes, tuple(sorted([*problems, *more], key=lambda problem: problem.where.line if problem.where else 0))
        )


def _swallowed(tokens: Sequence[Token], text: str, path: str) -> list[Problem]:
    """A finding for each construct that hides the rest of the text from a reader of Markdown."""
    lines: list[str] = []
    found: list[Problem] = []
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        if token.level >= DEEPEST - 2 and token.nesting == 1:
            message = f"Lists are nested more than {DEEPEST // 2} levels deep here; what follows is not read."
            return [*found, Problem("too-deep", "error", message, Where(path, line))]
        if token.type == "fence" and token.map:
            lines = lines or text.splitlines()
            closing = lines[token.map[1] - 1].strip(" \t>") if token.map[1] <= len(lines) else ""
            unclosed = token.map[1] - token.map[0] < 2 or not closing.startswith(token.markup)
        else:
            unclosed = token.type == "html_block" and token.content.startswith("<!--") and "-->" not in token.content
        if unclosed:
            message = "A block of code or a comment that starts here is never closed; what follows is not read."
            found.append(Problem("unclosed", "warning", message, Where(path, line)))
    return found


def _without_front_matter(text: str) -> str:
    """The text with a YAML block at its start blanked, so that lines keep their numbers."""
    if not text.startswith("---"):
        return text
    found = re.match(r"---[ \t]*\r?\n(?:[^\n]*\n)*?(?:---|\.\.\.)[ \t]*\r?(?:\n|$)", text[:50000])
    if not found or ":" not in found[0]:
        return text
    return "\n" * found[0].count("\n") + text[found.end() :]


def _references(found: Sequence[Section], path: str) -> tuple[dict[tuple[str, ...], list[Reference]], list[Problem]]:
    """The references of every theme; sections of one path are one theme."""
    themes: dict[tuple[str, ...], list[Reference]] = {}
    problems: list[Problem] = []
    how = grammar(unit for section in found for unit in section.units)
    listing = any(_has_papers(section) for section in found)
    for section in found:
        bare = not listing or _has_papers(section)
        setting = Setting(path, how, section.not_papers and not _has_papers(section), bare)
        for unit in section.units:
            read, more = reference(unit, setting)
            themes.setdefault(section.path, []).append(read)
            problems += more
    for headings, listed in themes.items():
        themes[headings], more = mark_duplicates(listed)
        problems += more
    return themes, problems


def _has_papers(section: Section) -> bool:
    return any(link.role == "paper" for unit in section.units for link in unit.links)


def _empty_sections(found: Iterable[Section], path: str) -> list[Problem]:
    """A finding for each heading with nothing below it."""
    return [
        Problem(
            "empty-section",
            "info",
            f"The section “{section.heading}” is empty.",
            Where(path, section.line),
        )
        for section in found
        if section.line and not section.filled and not section.prose
    ]


READER = MarkdownReader()
