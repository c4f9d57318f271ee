"""Somebody's own .bib: every preprint gets its published record, every other byte stays: ``upgrade``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bertbib import project, registry
from bertbib.app.build import problem_json
from bertbib.app.session import Progress, Session, open_session
from bertbib.crosswalk import bibtex_from_entry
from bertbib.emitters.bib_edit import EntryChange, apply_changes, unified_diff
from bertbib.evidence import KeyEvidence
from bertbib.model import Entry, Lock, Name, Problem, Reference, Theme, Where
from bertbib.publications import is_preprint
from bertbib.resolve import Placement, resolve
from bertbib.standing import is_open
from bertbib.text.bibtex import BibEntry, parse_bib
from bertbib.text.names import surname_key
from bertbib.text.titles import fold

_PREPRINT_FIELDS = frozenset(
    {"journal", "journaltitle", "howpublished", "volume", "number", "publisher", "note", "type"}
)
"""Fields in which a preprint's server is named; they go where the published record has no such field and they name
it.
"""

_SERVERS = ("arxiv", "corr", "abs/", "preprint", "biorxiv")


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeReport:
    """What became of a .bib: its new text, the entries upgraded, and each preprint's status.

    ``statuses`` counts the preprints of the file by what they are now known to be; ``other`` counts the entries that
    were none.
    """

    path: str
    old: str
    text: str
    upgraded: Mapping[str, Entry]
    statuses: Mapping[str, int]
    other: int
    requests: Mapping[str, int]
    problems: tuple[Problem, ...]
    written: Path | None = None
    exit_code: int = 0

    def diff(self) -> str:
        """The change as a unified diff."""
        return unified_diff(self.old, self.text, self.path)

    def to_json(self) -> dict[str, Any]:
        """The stable document ``upgrade/1``."""
        return {
            "bertbib": "upgrade/1",
            "path": self.path,
            "upgraded": [
                {"key": key, "source": entry.source, "level": entry.proof.level if entry.proof else None}
                for key, entry in self.upgraded.items()
            ],
            "preprints": dict(self.statuses),
            "other_entries": self.other,
            "requests": dict(self.requests),
            "written": str(self.written) if self.written else None,
            "problems": [problem_json(problem) for problem in self.problems],
            "exit_code": self.exit_code,
        }


def upgrade(
    path: Path | str,
    *,
    out: Path | str | None = None,
    in_place: bool = False,
    dry_run: bool = False,
    offline: bool = False,
    root: Path | None = None,
    progress: Progress | None = None,
) -> UpgradeReport:
    """Upgrade the preprints of a .bib to their published records, under the rule of proof.

    Citation keys, order, comments, unknown fields and untouched entries keep their bytes; a second run changes
    nothing. The result is written to ``out``, or over the file (``in_place``), or only returned. The exit code is 3
    where a preprint could not be asked about. Raise InputError where the file cannot be read or written.
    """
    session = open_session(root, offline=offline, progress=progress)
    text, encoding = project.read_exact(Path(path))
    intake = registry.load("readers", "bibtex").read(text.removeprefix("\ufeff"), str(path))
    references = [one for theme in intake.themes for one in theme.references if one.stated is not None]
    preprints = [one for one in references if is_preprint(one)]
    placements, lock = _resolved(session, preprints)
    changes = {one.key: entry for one in placements if one.reference.key and (entry := _published(one, lock))}
    dialect = "biblatex" if "journaltitle" in text or "eprinttype" in text else "bibtex"
    stated = {(entry.key, entry.line): entry for entry in parse_bib(text.removeprefix("\ufeff"), str(path)).entries}
    edits = [
        _change(one.reference, changes[one.key], stated[one.reference.key or "", one.reference.where.line], dialect)
        for one in placements
        if one.key in changes
    ]
    new, refused = _applied(text, edits, str(path))
    target = Path(path) if in_place else Path(out) if out is not None else None
    written = None
    if target is not None and not dry_run and (new != text or target != Path(path)):
        written = target if project.write_exact(target, new, encoding) else None
    entries = [entry for one in placements if one.key and (entry := lock.find_key(one.key))]
    not_asked = any(is_open(entry) for entry in entries) or any(one.code == "not-asked" for one in session.problems)
    return UpgradeReport(
        path=str(path),
        old=text,
        text=new,
        upgraded={one.reference.key or "": changes[one.key] for one in placements if one.key in changes},
        statuses=Counter(entry.status for entry in entries),
        other=len(references) - len(preprints),
        requests=session.requests,
        problems=(*intake.problems, *session.problems, *refused),
        written=written,
        exit_code=3 if not_asked else 0,
    )


def _resolved(session: Session, preprints: list[Reference]) -> tuple[list[Placement], Lock]:
    theme = Theme(slug="upgrade", title="upgrade", path=("upgrade",), source="", references=tuple(preprints))
    with session.publications() as publications:
        found = resolve([theme], Lock(), publications, KeyEvidence(), session.config.key_pattern)
    session.problems += found.problems
    return found.placements, found.lock


def _published(placement: Placement, lock: Lock) -> Entry | None:
    entry = lock.find_key(placement.key or "")
    return entry if entry is not None and entry.status == "published" else None


def _applied(text: str, edits: Sequence[EntryChange], path: str) -> tuple[str, list[Problem]]:
    """The text with all edits that are safe; an entry whose end is not certain is left as it is, and said."""
    try:
        return apply_changes(text, edits), []
    except ValueError:
        problems = []
    for edit in edits:
        try:
            text = apply_changes(text, [edit])
        except ValueError as error:
            hint = "mend the entry by hand, then run again"
            problems.append(Problem("not-edited", "warning", str(error), Where(path, edit.line), hint))
    return text, problems


def _change(reference: Reference, entry: Entry, stated: BibEntry, dialect: str) -> EntryChange:
    """The change of one entry: the published record's fields in, those that name the preprint server out."""
    kind, pairs = bibtex_from_entry(replace(entry, aliases=()), dialect)
    fields = dict(pairs)
    item = reference.stated
    if item is not None and fold(item.title) == fold(entry.item.title):
        fields.pop("title", None)  # the user's braces stay
    if item is not None and _same_people(item.author, entry.item.author):
        fields.pop("author", None)
    named = {name: value for name, value in stated.fields.items() if name in _PREPRINT_FIELDS and name not in fields}
    gone = {name for name, value in named.items() if any(word in value.lower() for word in _SERVERS)}
    wrong = {"journal", "journaltitle", "volume", "number"} if kind == "inproceedings" else {"booktitle"}
    return EntryChange(stated.key, stated.line, kind, fields, frozenset(gone | (wrong & named.keys())))


def _same_people(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    """The same surnames in the same order, none of them abbreviated further than in the record."""
    same = [surname_key(name) for name in one] == [surname_key(name) for name in other]
    return same and all(len(name.given) >= len(found.given) for name, found in zip(one, other, strict=True))
