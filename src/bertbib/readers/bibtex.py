"""Reading lists that are BibTeX files: every entry is a reference; the file, JabRef's groups or keywords are themes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bertbib.config import BIB_THEMES
from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.model import InputError, Intake, Outcome, Problem, Reference, Where
from bertbib.readers.memberships import Path, themes_of
from bertbib.text.bibtex import BibEntry, BibFile, parse_bib
from bertbib.text.titles import plain

if TYPE_CHECKING:
    from bertbib.readers.jabref import Groups

_HINT = "A .bib file holds entries such as `@inproceedings{key, title = {...}, ...}`."
_OWN_SETTING = r"(?m)^[ \t]*%+[ \t]*bertbib:[ \t]*themes[ \t]*=[ \t]*\"?([a-z]+)"
_NO_WORKS = frozenset({"ieeetranbstctl", "control", "biblatex-control", "bstctl"})
"""Types of entries that steer a bibliography style and are no works (IEEEtran, REVTeX, achemso)."""


@dataclass(frozen=True, slots=True)
class BibtexReader:
    """Reads ``.bib`` files; what cannot be read in one becomes a problem, and its other entries get through.

    ``by`` says what makes themes: ``file``, ``groups`` (JabRef's tree, or the ``groups`` field), ``keywords``, or
    ``auto``: groups where there are any, else the file, for keywords of a grown library are no themes: they are many,
    and most of them stand once. A line ``% bertbib: themes = keywords`` near the file's start says so for this file.
    """

    suffixes: tuple[str, ...] = (".bib",)
    by: str = "auto"

    def themed(self, by: str) -> BibtexReader:
        """A reader like it with themes of another making."""
        return replace(self, by=by)

    def sniff(self, text: str) -> bool:
        """Whether an entry of BibTeX starts a line near a text's start, and not as a quotation in another list."""
        head = text[:50000].replace("\r", "\n")
        found = re.search(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", head, re.MULTILINE)
        return found is not None and not re.search(
            r"^[ \t]*(?:```|~~~|#\+\w)|\]\(", head[: found.start()], re.MULTILINE
        )

    def read(self, text: str, path: str) -> Intake:
        """The file's themes; raise InputError where it holds no entry that can be read."""
        if not text.strip("\ufeff \t\r\n"):
            raise InputError(f"{path} is empty", hint=_HINT)
        parsed = parse_bib(text, path)
        if not parsed.entries:
            raise InputError(f"{path} holds no BibTeX entry that can be read", hint=_HINT)
        own = re.search(_OWN_SETTING, text[:5000])
        by = own[1] if own and own[1] in BIB_THEMES else self.by
        members, order, problems = _members(parsed, path, by)
        listed = ((reference_of(entry, path), members(entry)) for entry in parsed.entries)
        return themes_of(listed, path, (*parsed.problems, *problems), order)


class _Members:
    """Which themes an entry is in."""

    def __init__(self, groups: Groups | None, by: str) -> None:
        self.groups = groups
        self.by = by

    def __call__(self, entry: BibEntry) -> list[Path]:
        if self.groups is not None:
            return self.groups.of(entry)
        return list(_keywords(entry)) if self.by == "keywords" else []


def _members(parsed: BibFile, path: str, by: str) -> tuple[_Members, list[Path], list[Problem]]:
    """What tells an entry's themes, the order of themes, and a finding on groups that cannot be told."""
    if by in ("file", "keywords"):
        return _Members(None, by), [], []
    from bertbib.readers.jabref import Groups, parse_groups  # most files have no groups

    tree = parse_groups(parsed.comments)
    groups = tree or Groups(())
    problems = []
    if groups.unknown:
        names = ", ".join(groups.unknown[:5])
        message = f"JabRef fills these groups by a search of its own, they make no theme: {names}"
        problems.append(Problem("jabref-group", "info", message, Where(path)))
    if by == "auto" and not any(map(groups.of, parsed.entries)):
        return _Members(None, by), [], problems
    return _Members(groups, by), groups.paths(), problems


def _keywords(entry: BibEntry) -> Iterator[Path]:
    """The themes that ``keywords`` name; ``A > B`` is a theme within another one, as in JabRef."""
    from bertbib.readers.jabref import split_values  # only where keywords make themes
    from bertbib.text.latex import to_text

    for keyword in split_values(to_text(entry.fields.get("keywords", entry.fields.get("keyword", "")))):
        names = tuple(name.strip() for name in keyword.split(" > ") if name.strip())
        if names:
            yield names


def reference_of(entry: BibEntry, path: str) -> Reference:
    """An entry with its facts; one without an identifier needs a search by its title."""
    stated = item_from_bibtex(entry)
    ids = tuple(identifiers_from_bibtex(entry))
    title = " ".join(plain(stated.title).split())
    outcome: Outcome = "paper" if ids else "no-link" if title else "could-not-tell"
    if entry.type in _NO_WORKS:
        outcome = "not-a-paper"
    return Reference(
        title=title,
        where=Where(path, entry.line),
        outcome=outcome,
        ids=ids,
        url=stated.URL or None,
        year=stated.issued.year if stated.issued else None,
        stated=stated,
        key=entry.key or None,
    )


def works(text: str, path: str) -> tuple[list[tuple[list[str], Callable[[], Reference]]], list[Problem]]:
    """All entries: the keys that cite each (its own, then biblatex's ``ids``) and what makes its reference."""
    parsed = parse_bib(text, path)
    found: list[tuple[list[str], Callable[[], Reference]]] = []
    for entry in parsed.entries:
        aliases = (alias.strip() for alias in entry.fields.get("ids", "").split(","))
        found.append(([key for key in (entry.key, *aliases) if key], partial(reference_of, entry, path)))
    return found, [problem for problem in parsed.problems if problem.severity != "info"]


READER = BibtexReader()
