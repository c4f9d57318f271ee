"""From the sections of a list to its themes: what every reader of prose lists does once it has found the units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bertbib.model import InputError, Intake, Problem, Reference, Theme, Where
from bertbib.readers.citing import keys_in
from bertbib.readers.entries import Setting, reference
from bertbib.readers.grammars import grammar
from bertbib.readers.same_work import mark_duplicates
from bertbib.readers.slots import Unit
from bertbib.readers.themes import Section
from bertbib.text.slugs import slug

if TYPE_CHECKING:
    from bertbib.readers.hinted import Hints


def assemble(
    found: Sequence[Section],
    path: str,
    hint: str,
    hidden: Sequence[Problem] = (),
    hints: Hints | None = None,
    depth: int | None = None,
) -> Intake:
    """The themes and references of a list's sections, and the findings met, by line.

    ``hidden`` are the findings on what a reader could not see, ``hints`` what the list says to bertbib, ``depth`` the
    most names that a theme's path keeps. Raise InputError, with the first of ``hidden`` or ``hint``, where no section
    holds an entry.
    """
    if not (hints and hints.cited) and not any(section.units for section in found):
        reason = f": {hidden[0].message}" if hidden else ""
        where = hidden[0].where if hidden else None
        raise InputError(f"{path} holds no entry of a reading list{reason}", where=where, hint=hint)
    references, problems = _references(found, path, hints)
    themes = tuple(
        Theme(slug=slug(headings[-1]), title=headings[-1], path=headings, source=path, references=tuple(listed))
        for headings, listed in references.items()
    )
    every = [*_empty_sections(found, path), *hidden, *problems, *(hints.problems if hints else ())]
    if depth:
        from bertbib.readers.depth import fold  # only where front matter asks for it

        themes, folded = fold(themes, depth)
        every += folded
    return Intake(themes, tuple(sorted(every, key=lambda problem: problem.where.line if problem.where else 0)))


def _references(
    found: Sequence[Section], path: str, hints: Hints | None
) -> tuple[dict[tuple[str, ...], list[Reference]], list[Problem]]:
    """The references of every theme; sections of one path are one theme."""
    themes: dict[tuple[str, ...], list[Reference]] = {}
    problems: list[Problem] = []
    how = grammar(unit for section in found for unit in section.units)
    listing = any(_has_papers(section) for section in found)
    for section in found:
        bare = not listing or _has_papers(section)
        setting = Setting(path, how, section.not_papers and not _has_papers(section), bare, section.not_papers)
        for unit in section.units:
            read, more = reference(unit, setting)
            headings, read = hints.apply(section, unit.line, read) if hints else (section.path, read)
            themes.setdefault(headings, []).extend((read, *_further(unit, read)))
            problems += more
        for read in hints.cited.get(id(section), ()) if hints else ():
            themes.setdefault(section.path, []).append(read)
    for headings, listed in themes.items():
        themes[headings], more = mark_duplicates(listed)
        problems += more
    return themes, problems


def _further(unit: Unit, first: Reference) -> list[Reference]:
    """The works that an entry cites by key beside its own: each is an entry, for nothing else is said of them.

    So are those that only the lines below cite, unless the entry itself names a work.
    """
    alone = first.key is None and not first.ids
    keys = [key for key in keys_in([*unit.pieces, *(unit.details if alone else ())]) if key != first.key]
    return [Reference(title="", where=first.where, outcome="could-not-tell", key=key) for key in keys]


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
