"""Works added to a reading list in its own grammar, then locked: ``add``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bertbib import project
from bertbib.app.build import build as run_build
from bertbib.app.build import problem_json, unresolved_json
from bertbib.app.getting import asked_reference
from bertbib.app.list_changes import Added, Change, Present, Target, change_list, find_target
from bertbib.app.lists import find_lists
from bertbib.app.session import Progress, Session, open_session
from bertbib.evidence import KeyEvidence
from bertbib.model import BertbibError, ConfigError, Entry, InputError, Problem, Theme
from bertbib.resolve import Placement, resolve

if TYPE_CHECKING:
    from bertbib.app.build import BuildReport


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReport:
    """What was added to a list; ``before`` and ``after`` are its texts, ``built`` what became of lock and files."""

    path: Path
    theme: str
    added: tuple[Added, ...]
    present: tuple[Present, ...]
    unresolved: tuple[Placement, ...]
    problems: tuple[Problem, ...]
    before: str
    after: str
    built: BuildReport | None = None
    exit_code: int = 0
    dry_run: bool = False

    def diff(self) -> str:
        """The change of the list as a unified diff."""
        old, new = (re.split(r"(?<=\n)|(?<=\r)(?!\n)", text) for text in (self.before, self.after))
        lines = difflib.unified_diff(old, new, str(self.path), str(self.path))
        return "".join(line if line.endswith("\n") else line + "\n" for line in lines if line)

    def to_json(self) -> dict[str, Any]:
        """The stable document ``add/1``."""
        return {
            "bertbib": "add/1",
            "list": str(self.path),
            "theme": self.theme,
            "added": [
                {
                    "title": one.title,
                    "ids": [str(name) for name in one.ids],
                    "line": one.line,
                    "text": one.text,
                    "grammar": "own" if one.own_grammar else "plain",
                }
                for one in self.added
            ],
            "present": [
                {"title": one.title, "ids": [str(name) for name in one.ids], "line": one.where.line}
                for one in self.present
            ],
            "unresolved": [unresolved_json(placement) for placement in self.unresolved],
            "problems": [problem_json(problem) for problem in self.problems],
            "dry_run": self.dry_run,
            "build": self.built.to_json() if self.built else None,
            "exit_code": self.exit_code,
        }


def add(
    names: Sequence[str],
    *,
    theme: str,
    list_path: Path | str | None = None,
    new_theme: bool = False,
    out: Path | str | None = None,
    build: bool = True,
    offline: bool = False,
    dry_run: bool = False,
    root: Path | None = None,
    progress: Progress | None = None,
) -> AddReport:
    """Resolve ids or URLs, and add a line for each to a theme of a reading list, in the list's own grammar.

    ``theme`` is a slug, a title or a heading; ``new_theme`` puts a heading of that name at the list's end. Without
    ``list_path`` the project's lists are searched. A work that the theme has already is not added again. Then lock and
    .bib files are brought up to date, unless ``build`` is False. Nothing but the new lines changes in the list, which
    is written whole or not at all. Raise ConfigError for an unknown theme, InputError where the list cannot be read or
    no line in it would read back rightly, LockError as in ``build``.
    """
    asked = [name.strip() for name in names if name.strip()]
    if not asked:
        hint = "name some: `bertbib add 1901.11504 --theme THEME`"
        raise InputError("there is no id or URL to add", hint=hint)
    session = open_session(root, offline=offline, progress=progress)
    target = find_target(session, theme, list_path, new=new_theme)
    folder = Path(out) if out is not None else session.config.root / session.config.out
    placements, entries, problems = _resolved(session, asked, target, folder)
    change = change_list(session, target, [one for one in placements if one.key in entries], entries, dry_run=dry_run)
    unresolved = tuple(one for one in placements if one.key not in entries)
    report = AddReport(
        path=target.path,
        theme=target.name,
        added=tuple(change.added),
        present=tuple(change.present),
        unresolved=unresolved,
        problems=(*session.problems, *problems, *change.problems),
        before=change.before,
        after=change.text,
        exit_code=_exit_code(session, change, unresolved, entries),
        dry_run=dry_run,
    )
    if not build or dry_run or not change.added:
        return report
    return _built(report, session, out, offline=offline, progress=progress)


def _exit_code(
    session: Session, change: Change, unresolved: Sequence[Placement], entries: dict[str | None, Entry]
) -> int:
    if change.problems and not change.added:
        return 5
    if unresolved and not entries and session.unreachable():
        return 4
    return 3 if unresolved or change.problems else 0


def _resolved(
    session: Session, names: Sequence[str], target: Target, folder: Path
) -> tuple[list[Placement], dict[str | None, Entry], list[Problem]]:
    """What became of each name, and the entries by citation key; the lock on the disk stays as it is."""
    references = tuple(asked_reference(name, number) for number, name in enumerate(names, 1))
    theme = Theme(slug="add", title=target.name, path=(target.name,), source="command line", references=references)
    known = project.load_lock(folder)
    overrides, wrong = project.load_overrides(folder)
    with session.publications() as publications:
        found = resolve([theme], known, publications, KeyEvidence(), session.config.key_pattern, overrides)
    entries: dict[str | None, Entry] = {}
    for one in found.placements:
        entry = found.lock.find_key(one.key) if one.key else None
        if entry is not None and entry.ids and entry.item.title:
            entries[one.key] = entry
    return found.placements, entries, [*wrong, *found.problems]


def _built(
    report: AddReport, session: Session, out: Path | str | None, *, offline: bool, progress: Progress | None
) -> AddReport:
    """The report after lock and .bib files were brought up to date; the list has its new lines whatever comes of it."""
    try:
        own = {path.resolve() for path in find_lists(session.config)}
    except ConfigError:
        own = set()
    lists = () if report.path.resolve() in own else (report.path,)
    try:
        built = run_build(lists, out=out, offline=offline, root=session.config.root, progress=progress)
    except BertbibError as error:
        message = f"the list has its new lines, but building failed: {error.message}"
        problem = Problem("not-built", "error", message, error.where, error.hint)
        code = 2 if isinstance(error, ConfigError) else 5
        return replace(report, problems=(*report.problems, problem), exit_code=code)
    known = [*built.problems, *(one for one in report.problems if one not in built.problems)]
    return replace(report, built=built, problems=tuple(known), exit_code=report.exit_code or built.exit_code)


__all__ = ["AddReport", "Added", "Present", "add"]
