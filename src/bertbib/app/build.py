"""The main job: reading lists in, a proven lock and one .bib per theme out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bertbib import lockfile, project, registry
from bertbib.app.lists import Lists, find_lists, read_lists
from bertbib.app.rendering import group, render
from bertbib.app.session import Progress, Session, open_session
from bertbib.cited import known_by_key
from bertbib.config import DIALECTS, LAYOUTS, Config, check_depth, one_of
from bertbib.evidence import KeyEvidence, with_keys_of_lists
from bertbib.model import ConfigError, Entry, Lock, LockError, Problem, Where
from bertbib.model.style import Style
from bertbib.resolve import Placement, Resolution, resolve

if TYPE_CHECKING:
    from bertbib.app.papers import Papers

_PAPERS = (".tex", ".ltx", ".latex")
"""Lists that are papers: the keys that they cite are kept."""

STATUSES = ("published", "preprint", "unknown", "withdrawn", "other")
Paths = Sequence[Path | str]

_ATTEMPTS = 5
"""Runs that are overtaken by another one start over, from the answers on disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did; ``to_json`` is the document of ``bertbib build --json``.

    ``references`` = ``resolved`` + ``unresolved`` + ``not_papers`` + ``duplicates``, and ``resolved`` is the sum of
    ``statuses``. ``requests`` counts by host. ``exit_code`` is the one of the command line.
    """

    references: int
    statuses: Mapping[str, int]
    unresolved: tuple[Placement, ...]
    not_papers: int
    duplicates: int
    requests: Mapping[str, int]
    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    problems: tuple[Problem, ...]
    themes: int
    before: Mapping[str, Entry]
    after: Mapping[str, Entry]
    exit_code: int = 0
    dry_run: bool = False

    @property
    def resolved(self) -> int:
        """How many references have an entry in the lock."""
        return sum(self.statuses.values())

    def to_json(self) -> dict[str, Any]:
        """The stable document ``build/1``."""
        return {
            "bertbib": "build/1",
            "references": self.references,
            "resolved": self.resolved,
            **{status: self.statuses.get(status, 0) for status in STATUSES},
            "unresolved": [unresolved_json(placement) for placement in self.unresolved],
            "not_papers": self.not_papers,
            "duplicates": self.duplicates,
            "requests": dict(self.requests),
            "written": [str(path) for path in self.written],
            "problems": [problem_json(problem) for problem in self.problems],
            "exit_code": self.exit_code,
        }


def unresolved_json(placement: Placement) -> dict[str, Any]:
    """One unresolved reference for machines."""
    reference = placement.reference
    return {
        "title": reference.title,
        "url": reference.url,
        "ids": [str(one) for one in reference.ids],
        **({"key": reference.key} if reference.key else {}),
        "theme": placement.theme.slug,
        "path": reference.where.path,
        "line": reference.where.line,
        "reason": placement.reason,
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    """One problem for machines."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "path": problem.where.path if problem.where else None,
        "line": problem.where.line if problem.where and problem.where.line else None,
        "hint": problem.hint or None,
        "candidates": list(problem.candidates),
    }


@dataclass(slots=True)
class _Run:
    """One run over a project: what was read, and what came of it."""

    session: Session
    config: Config
    out: Path
    lists: Lists
    papers: Papers | None
    before: dict[str, Entry]
    resolution: Resolution
    problems: list[Problem] = field(default_factory=list)


def build(
    lists: Paths = (),
    *,
    out: Path | str | None = None,
    offline: bool = False,
    locked: bool = False,
    layout: str | None = None,
    dialect: str | None = None,
    ascii: bool | None = None,  # noqa: A002 - the word users know
    stubs: bool | None = None,
    keys_from: Paths = (),
    depth: int | None = None,
    dry_run: bool = False,
    root: Path | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Resolve the lists, complete the lock, and write the .bib files.

    ``lists`` default to the project's (``refs/*.md``), ``out`` to ``refs``; the other arguments override the
    configuration. ``offline`` uses the lock and answers on disk only, ``locked`` the lock only. ``keys_from`` names
    .tex and .bib files whose citation keys are kept; ``depth`` folds themes below so many headings.
    Files are written whole or not at all. Raise ConfigError (wrong settings), InputError (an input cannot be read, or
    writing would lose something) or LockError.
    """
    session = open_session(root, offline=offline, progress=progress)
    config = _configured(session.config, layout=layout, dialect=dialect, ascii=ascii, stubs=stubs, depth=depth)
    for _attempt in range(_ATTEMPTS):
        run = _resolve(session, config, lists, out, keys_from, ask=not locked)
        files = _bib_files(run)
        with suppress(_OvertakenError):
            return _finish(run, files, locked=locked, dry_run=dry_run)
    raise _too_busy(run)


def lock(
    lists: Paths = (),
    *,
    out: Path | str | None = None,
    offline: bool = False,
    check: bool = False,
    prune: bool = False,
    keys_from: Paths = (),
    dry_run: bool = False,
    root: Path | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Resolve the lists and write the lock, without any .bib.

    ``check`` asks nobody and writes nothing: exit code 1 says that the lock lacks a reference or would change.
    ``prune`` drops entries that no list holds any more. Errors as in ``build``.
    """
    session = open_session(root, offline=offline, progress=progress)
    for _attempt in range(_ATTEMPTS):
        run = _resolve(session, session.config, lists, out, keys_from, ask=not check)
        if prune:
            _prune(run)
        with suppress(_OvertakenError):
            report = _finish(run, {}, locked=check, dry_run=dry_run or check)
            stale = check and (bool(report.written) or bool(run.resolution.gaps))
            return replace(report, exit_code=1) if stale else report
    raise _too_busy(run)


def _too_busy(run: _Run) -> LockError:
    return LockError(
        "other runs keep rewriting the lock", where=Where(str(run.out)), hint="let them end, then run again"
    )


def _configured(config: Config, **flags: Any) -> Config:
    config = replace(config, **{name: value for name, value in flags.items() if value is not None})
    one_of("--layout", config.layout, LAYOUTS)
    one_of("--dialect", config.dialect, DIALECTS)
    check_depth(config.depth)
    return config


def _resolve(
    session: Session, config: Config, lists: Paths, out: Path | str | None, keys_from: Paths, *, ask: bool
) -> _Run:
    folder = Path(out) if out is not None else _relative(config.root / config.out)
    paths = lists or find_lists(config)
    read = read_lists(paths, bib_themes=config.bib_themes, depth=config.depth)
    cited_in = [path for path in paths if Path(path).suffix.lower() in _PAPERS]
    papers = _papers([*(keys_from or [_relative(config.root / path) for path in config.paper]), *cited_in])
    known = project.load_lock(folder)
    themes, old_keys = known_by_key(read.themes, known)
    read = Lists(themes, (*read.problems, *old_keys))
    before = dict(known.entries)
    overrides, wrong = project.load_overrides(folder)
    evidence, taken = with_keys_of_lists(papers.evidence if papers else KeyEvidence(), read.themes, known)
    with session.publications(ask=ask) as publications:
        resolution = resolve(
            read.themes,
            known,
            publications,
            evidence,
            config.key_pattern,
            overrides,
        )
    paper_problems = papers.problems if papers else []
    problems = [*read.problems, *wrong, *taken, *paper_problems, *session.problems, *resolution.problems]
    return _Run(session, config, folder, read, papers, before, resolution, problems)


def _papers(paths: Paths) -> Papers | None:
    if not paths:
        return None
    from bertbib.app.papers import read_papers  # measured: most builds know of no paper

    return read_papers(paths)


def _relative(path: Path) -> Path:
    cwd = Path.cwd()
    return path.relative_to(cwd) if path.is_relative_to(cwd) else path


def _bib_files(run: _Run) -> dict[Path, str]:
    config = run.config
    emitter = registry.emitter(config.dialect)
    groups = group(run.lists.themes, run.resolution.placements, run.resolution.lock)
    style = Style(dialect=config.dialect, ascii=config.ascii)
    texts = render(groups, emitter, style, layout=config.layout, stubs=config.stubs)
    files = {run.out / name: text for name, text in texts.items()}
    changed = project.changed_files(files)
    if changed:
        from bertbib.app.guards import check_targets  # most builds change nothing

        entries = (*run.before.values(), *run.resolution.lock)
        run.problems += check_targets(changed, (theme.source for theme in run.lists.themes), entries)
    if run.papers is not None:
        from bertbib.app.papers import refuse_broken_citations, refuse_key_clashes  # as above

        refuse_key_clashes(run.resolution.problems)
        if changed:
            refuse_broken_citations(run.papers, files)
    return files


def _prune(run: _Run) -> None:
    """Drop the entries that neither these lists nor the project's own hold."""
    lock = run.resolution.lock
    used = {entry.key for one in run.resolution.placements if one.key and (entry := lock.find_key(one.key))}
    with suppress(ConfigError):
        themes = read_lists(find_lists(run.config), bib_themes=run.config.bib_themes).themes
        listed = [reference for theme in themes for reference in theme.references]
        used |= {entry.key for one in listed if one.key and (entry := lock.find_key(one.key))}
        used |= {entry.key for one in listed for identifier in one.ids if (entry := lock.find(identifier))}
    for entry in list(run.resolution.lock):
        if entry.key not in used:
            run.resolution.lock.remove(entry.key)


def _finish(run: _Run, files: dict[Path, str], *, locked: bool, dry_run: bool) -> BuildReport:
    placements = run.resolution.placements
    statuses = Counter(
        _status(placement, run.resolution.lock) for placement in placements if placement.fate == "resolved"
    )
    unresolved = tuple(placement for placement in placements if placement.fate == "unresolved")
    code = _exit_code(run, bool(unresolved), bool(statuses), locked=locked)
    written: list[Path] = []
    wanted: dict[Path, str] = {}
    if code not in (1, 4):
        wanted = {**_lock_file(run), **files}
        written = list(project.changed_files(wanted)) if dry_run else _write(run, wanted)
    return BuildReport(
        references=len(placements),
        statuses=statuses,
        unresolved=unresolved,
        not_papers=sum(placement.fate == "not-a-paper" for placement in placements),
        duplicates=sum(placement.fate == "duplicate" for placement in placements),
        requests=run.session.requests,
        written=tuple(written),
        unchanged=tuple(path for path in wanted if path not in written),
        problems=tuple(run.problems),
        themes=len(run.lists.themes),
        before=run.before,
        after=run.resolution.lock.entries,
        exit_code=code,
        dry_run=dry_run,
    )


def _lock_file(run: _Run) -> dict[Path, str]:
    """The lock's file and text; nothing where the lock on the disk says the same already.

    The text is read back before it is written: a lock that the next run could not read must never be.
    """
    path = run.out / project.LOCK_NAME
    if run.resolution.lock.entries == run.before and path.exists():
        return {}
    text = lockfile.dumps(run.resolution.lock)
    lockfile.loads(text, str(path))
    return {path: text}


def _status(placement: Placement, locked: Lock) -> str:
    entry = locked.find_key(placement.key or "")
    return entry.status if entry else "unknown"


def _exit_code(run: _Run, unresolved: bool, resolved: bool, *, locked: bool) -> int:
    """The documented exit code (0 fine, 1 gaps under --locked, 3 unresolved, 4 nothing could be asked)."""
    if locked and run.resolution.gaps:
        return 1
    nothing_heard = not resolved and run.session.unreachable()
    if nothing_heard and unresolved:
        return 4
    not_asked = any(problem.code == "not-asked" for problem in run.problems)
    return 3 if unresolved or not_asked else 0


class _OvertakenError(Exception):
    """Another run wrote the lock after this one had read it."""


def _write(run: _Run, wanted: dict[Path, str]) -> list[Path]:
    """Write the lock and the .bib files; raise _OvertakenError where the lock is no longer the one that was read."""
    if not project.changed_files(wanted):
        return []
    with project.exclusive(run.out, run.session.env.cache_dir()):
        if dict(project.load_lock(run.out).entries) != run.before:
            raise _OvertakenError
        return project.write_files(wanted)
