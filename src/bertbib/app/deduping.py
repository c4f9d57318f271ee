"""Which entries of .bib files are of one work: ``dedupe``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertbib.app.build import problem_json
from bertbib.app.lists import collection_paused, each_once, text_of
from bertbib.crosswalk import item_from_bibtex
from bertbib.duplicates import Group, groups_of, works_in
from bertbib.model import ConfigError, InputError, Item, Problem, Where
from bertbib.text.bibtex import BibEntry, parse_bib
from bertbib.text.titles import plain


@dataclass(frozen=True, slots=True)
class BibRecord:
    """An entry of one of the files: where it stands, its key, and what is shown of it."""

    path: str
    entry: BibEntry

    @property
    def where(self) -> Where:
        """Its file and line."""
        return Where(self.path, self.entry.line)

    @property
    def key(self) -> str:
        """Its citation key."""
        return self.entry.key

    @property
    def title(self) -> str:
        """Its title in plain text."""
        return plain(self._item.title)

    @property
    def year(self) -> int | None:
        """Its year, if it states one."""
        return self._item.issued.year if self._item.issued else None

    @property
    def venue(self) -> str:
        """Where it appeared, in plain text."""
        return plain(self._item.container_title)

    @property
    def _item(self) -> Item:
        """The facts of the entry; few are ever shown."""
        return item_from_bibtex(self.entry)


@dataclass(frozen=True, slots=True)
class DedupeReport:
    """What was found; groups name entries by their positions in ``entries``.

    ``exit_code`` is 1 where something was found and ``check`` was asked for.
    """

    files: tuple[str, ...]
    entries: tuple[BibRecord, ...]
    groups: tuple[Group, ...]
    problems: tuple[Problem, ...]
    exit_code: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """``entries`` = ``works`` + ``duplicates``, the latter in ``same`` groups; ``related`` groups of works."""
        same = [group for group in self.groups if group.relation == "same"]
        duplicates = sum(len(group.members) - 1 for group in same)
        return {
            "entries": len(self.entries),
            "works": len(self.entries) - duplicates,
            "duplicates": duplicates,
            "same": len(same),
            "related": len(self.groups) - len(same),
        }

    def to_json(self) -> dict[str, Any]:
        """The stable document ``dedupe/1``."""
        return {
            "bertbib": "dedupe/1",
            "files": list(self.files),
            "groups": [self._group_json(group) for group in self.groups],
            "counts": self.counts,
            "problems": [problem_json(problem) for problem in self.problems],
            "exit_code": self.exit_code,
        }

    def _group_json(self, group: Group) -> dict[str, Any]:
        entries = [self.entries[at] for at in group.members]
        return {
            "keys": [entry.key for entry in entries],
            "relation": group.relation,
            "because": list(group.because),
            "files": [entry.where.path for entry in entries],
            "lines": [entry.where.line for entry in entries],
            "works": [[self.entries[at].key for at in work] for work in group.works],
        }


def dedupe(files: Sequence[Path | str], *, check: bool = False) -> DedupeReport:
    """Find the entries of .bib files that are of one work, and works that are related; ``-`` is standard input.

    Nothing is written and nobody is asked. What cannot be read, of a file or as a file, is among the problems. Raise
    ConfigError where no file is named, InputError where no entry of any file can be read.
    """
    if not files:
        raise ConfigError("no .bib file is named", hint="bertbib dedupe FILE.bib ...")
    records: list[BibRecord] = []
    problems: list[Problem] = []
    names = [str(path) for path in each_once(files)]
    with collection_paused():
        entries: list[Sequence[BibEntry]] = []
        for path in names:
            read, found = _entries(path)
            problems += found
            entries.append(read)
            records += [BibRecord(path, entry) for entry in read]
        if not records:
            raise _nothing_read(problems, names)
        groups = groups_among(entries)
    return DedupeReport(tuple(names), tuple(records), groups, tuple(problems), exit_code=int(check and bool(groups)))


def groups_among(files: Sequence[Sequence[BibEntry]]) -> tuple[Group, ...]:
    """The groups among the entries of files, by their positions in all of them one after the other.

    Volumes lend what their papers lack within a file.
    """
    return groups_of([work for entries in files for work in works_in(entries)])


def _entries(path: str) -> tuple[tuple[BibEntry, ...], list[Problem]]:
    """The entries of a file; one that cannot be read is a problem."""
    try:
        text, problems = text_of(path)
    except InputError as error:
        where = error.where or Where(path)
        return (), [Problem("unreadable-file", "error", error.message, where, error.hint)]
    parsed = parse_bib(text, path)
    return parsed.entries, [*problems, *parsed.problems]


def _nothing_read(problems: Sequence[Problem], names: Sequence[str]) -> InputError:
    first = next((one for one in problems if one.severity == "error"), None)
    if first is not None:
        return InputError(first.message, where=first.where, hint=first.hint)
    hint = "a .bib file holds entries such as `@inproceedings{key, title = {...}, ...}`"
    return InputError("no BibTeX entry can be read", where=Where(names[0]), hint=hint)


__all__ = ["BibRecord", "DedupeReport", "dedupe", "groups_among"]
