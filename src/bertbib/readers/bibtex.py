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
from bertbib.readers.refusals import refuse_no_export
from bertbib.text.bibtex import BibEntry, BibFile, parse_bib
from bertbib.text.latex import to_text
from bertbib.text.titles import plain

if TYPE_CHECKING:
    from bertbib.readers.extra_lines import ExtraLines
    from bertbib.readers.jabref import Groups

_HINT = "A .bib file holds entries such as `@inproceedings{key, title = {...}, ...}`."
_OWN_SETTING = r"(?m)^[ \t]*%+[ \t]*bertbib:[ \t]*themes[ \t]*=[ \t]*\"?([a-z]+)"
_FOLDERS = ("mendeley-groups", "collections")
_LABELS = ("keywords", "keyword", "mendeley-tags")
_LONGEST_NOTE = 5000
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
        refuse_no_export(text, path, _HINT)
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
            return list(dict.fromkeys((*self.groups.of(entry), *_folders(entry))))
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
    if by == "auto" and not any(groups.of(entry) or any(_folders(entry)) for entry in parsed.entries):
        return _Members(None, by), [], problems
    return _Members(groups, by), groups.paths(), problems


def _folders(entry: BibEntry) -> Iterator[Path]:
    """The folders that Mendeley's exports and postscripts of Better BibTeX name: ``A/B, C``."""
    for field in _FOLDERS:
        if field in entry.fields:
            for folder in to_text(entry.fields[field]).split(","):
                names = tuple(name for part in folder.split("/") if (name := " ".join(part.split())))
                if names:
                    yield names


def _labels(entry: BibEntry) -> tuple[str, ...]:
    """The keywords and tags of an entry, each once."""
    values = [entry.fields[field] for field in _LABELS if field in entry.fields]
    if not values:
        return ()
    from bertbib.readers.jabref import split_values  # only where there are keywords

    return tuple(dict.fromkeys(label for value in values for label in split_values(to_text(value))))


def _keywords(entry: BibEntry) -> Iterator[Path]:
    """The themes that ``keywords`` name; ``A > B`` is a theme within another one, as in JabRef."""
    from bertbib.readers.jabref import split_values  # only where keywords make themes

    for keyword in split_values(to_text(entry.fields.get("keywords", entry.fields.get("keyword", "")))):
        names = tuple(name.strip() for name in keyword.split(" > ") if name.strip())
        if names:
            yield names


def reference_of(entry: BibEntry, path: str) -> Reference:
    """An entry with its facts; one without an identifier needs a search by its title.

    A line ``Citation Key: ...`` that Zotero's ``Extra`` left in the note is the user's own key, and wins over the
    entry's; identifiers in such lines count too.
    """
    stated = item_from_bibtex(entry)
    said = _noted(entry)
    ids = tuple(dict.fromkeys((*identifiers_from_bibtex(entry), *(said.named() if said else ()))))
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
        key=(said.key if said else "") or entry.key or None,
        labels=_labels(entry),
    )


def _noted(entry: BibEntry) -> ExtraLines | None:
    """What lines of Zotero's ``Extra`` say in the note; None where nothing in it looks like one."""
    note = entry.fields.get("note", "")
    if ":" not in note or len(note) > _LONGEST_NOTE:
        return None
    from bertbib.readers.extra_lines import extra_lines  # few notes have such lines

    lines = re.split(r"\n|\\\\|\\par\b|\\newline\b", note)
    return extra_lines("\n".join(to_text(line) for line in lines))


def works(text: str, path: str) -> tuple[list[tuple[list[str], Callable[[], Reference]]], list[Problem]]:
    """All entries: the keys that cite each (its own, then biblatex's ``ids``) and what makes its reference."""
    parsed = parse_bib(text, path)
    found: list[tuple[list[str], Callable[[], Reference]]] = []
    for entry in parsed.entries:
        aliases = (alias.strip() for alias in entry.fields.get("ids", "").split(","))
        found.append(([key for key in (entry.key, *aliases) if key], partial(_cited_by_its_key, entry, path)))
    return found, [problem for problem in parsed.problems if problem.severity != "info"]


def _cited_by_its_key(entry: BibEntry, path: str) -> Reference:
    """The reference of an entry for those who cite it: they use the entry's key, whatever its note says."""
    return replace(reference_of(entry, path), key=entry.key or None)


READER = BibtexReader()
