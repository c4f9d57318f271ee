"""Which entries of .bib files are of one work: ``dedupe``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bertbib.app.build import problem_json
from bertbib.app.lists import collection_paused, each_once, text_of
from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.duplicates import Group, Work, groups_of, work_of
from bertbib.model import ConfigError, InputError, Item, Problem, Where
from bertbib.text.bibtex import BibEntry, parse_bib
from bertbib.text.titles import plain

_UNREAD_NAMES = (
    "abstract keywords file annote annotation timestamp bibsource language review comment owner groups mendeley-tags "
    "date-added date-modified bdsk-url-1 bdsk-file-1 publisher address location issn editor urldate"
)
_UNREAD = frozenset(_UNREAD_NAMES.split())
"""Fields that say nothing of whether two entries are of one work, or nothing certain; editors where authors lack."""

_INHERITED = ("booktitle", "year", "date", "publisher", "series", "volume")
"""Fields that an entry takes from the volume that its ``crossref`` names, which gives its title as the booktitle."""


@dataclass(frozen=True, slots=True)
class BibRecord:
    """An entry of one of the files: where it stands, its key, and what is shown of it."""

    where: Where
    key: str
    title: str
    year: int | None
    venue: str


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
    works: list[Work] = []
    problems: list[Problem] = []
    names = [str(path) for path in each_once(files)]
    with collection_paused():
        for path in names:
            entries, found = _entries(path)
            problems += found
            by_key = {entry.key.casefold(): entry for entry in reversed(entries)}
            for entry in entries:
                item, work = _read(entry, by_key)
                works.append(work)
                records.append(_record(entry, item, path))
        if not records:
            raise _nothing_read(problems, names)
        groups = groups_of(works)
    return DedupeReport(tuple(names), tuple(records), groups, tuple(problems), exit_code=int(check and bool(groups)))


def groups_among(entries: Sequence[BibEntry]) -> tuple[Group, ...]:
    """The groups among the entries of one file, by their positions."""
    by_key = {entry.key.casefold(): entry for entry in reversed(entries)}
    return groups_of([_read(entry, by_key)[1] for entry in entries])


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


def _read(entry: BibEntry, by_key: Mapping[str, BibEntry]) -> tuple[Item, Work]:
    """The facts of an entry that are compared, those of the volume that it names included."""
    skipped = _UNREAD if entry.fields.get("author", "").strip() else _UNREAD - {"editor"}
    fields = {name: value for name, value in entry.fields.items() if name not in skipped}
    volume = by_key.get(fields["crossref"].strip().casefold()) if "crossref" in fields else None
    if volume is not None and volume is not entry:
        inherited = {"booktitle": volume.fields.get("title", ""), **volume.fields}
        fields = {**{name: inherited[name] for name in _INHERITED if name in inherited}, **fields}
    stated = replace(entry, fields=fields)
    item = item_from_bibtex(stated)
    return item, work_of(item, identifiers_from_bibtex(stated))


def _record(entry: BibEntry, item: Item, path: str) -> BibRecord:
    year = item.issued.year if item.issued else None
    return BibRecord(Where(path, entry.line), entry.key, plain(item.title), year, plain(item.container_title))


__all__ = ["BibRecord", "DedupeReport", "dedupe"]
