"""Venue notes filled into a reading list, and wrong ones corrected, from the lock's proven records: ``annotate``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bertbib import project
from bertbib.annotations.applying import Annotated, annotated
from bertbib.annotations.planning import REASONS, Edit
from bertbib.app.lists import STDIN, read_lists
from bertbib.app.session import open_session
from bertbib.emitters.bib_edit import unified_diff
from bertbib.model import ConfigError, InputError, Reference, Where


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A reference that keeps what it says, and why: a key of ``REASONS``."""

    reference: Reference
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotateReport:
    """What became of a list's notes. ``references`` = ``added`` + ``corrected`` + ``right`` + those ``left``.

    ``old`` and ``text`` are the file before and after; ``written`` says whether it was written.
    """

    path: str
    old: str
    text: str
    references: tuple[Reference, ...]
    edits: tuple[Edit, ...]
    right: int
    left: tuple[LeftAlone, ...]
    written: bool = False
    exit_code: int = 0

    @property
    def added(self) -> int:
        """How many references get a note."""
        return sum(edit.old is None for edit in self.edits)

    @property
    def corrected(self) -> int:
        """How many notes are corrected."""
        return len(self.edits) - self.added

    @property
    def reasons(self) -> Mapping[str, int]:
        """How many references are left alone, by reason."""
        found = Counter(one.reason for one in self.left)
        return {reason: found[reason] for reason in REASONS if found[reason]}

    def diff(self) -> str:
        """The change as a unified diff."""
        return unified_diff(self.old, self.text, self.path)

    def to_json(self) -> dict[str, Any]:
        """The stable document ``annotate/1``."""
        return {
            "bertbib": "annotate/1",
            "path": self.path,
            "edits": [self._edit_json(edit) for edit in self.edits],
            "left": [
                {"line": one.reference.where.line, "title": one.reference.title, "reason": one.reason}
                for one in self.left
            ],
            "counts": {
                "references": len(self.references),
                "added": self.added,
                "corrected": self.corrected,
                "right": self.right,
                "left": dict(self.reasons),
            },
            "diff": self.diff(),
            "written": self.written,
            "exit_code": self.exit_code,
        }

    def _edit_json(self, edit: Edit) -> dict[str, Any]:
        reference = self.references[edit.number]
        return {
            "line": reference.where.line,
            "title": reference.title,
            "old": edit.old,
            "new": edit.new,
            "key": edit.entry.key,
            "source": edit.entry.source,
        }


def annotate(
    path: Path | str,
    *,
    dry_run: bool = False,
    confirm: Callable[[AnnotateReport], bool] | None = None,
    out: Path | str | None = None,
    root: Path | None = None,
) -> AnnotateReport:
    """Write the venue notes that the lock has proven into a Markdown list, in the list's own form.

    Only notes change; what would change anything else is dropped. ``dry_run`` writes nothing; ``confirm`` is asked
    with the report before a file is written, and where it says no the exit code is 1. ``out`` is the folder of the
    lock. Raise ConfigError for what is no Markdown file, InputError where there is no lock, where the list cannot be
    read or written, or where somebody changed it meanwhile, LockError for an unreadable lock.
    """
    if str(path) == STDIN:
        raise ConfigError("annotate edits a file; it cannot edit standard input", hint="name the list")
    session = open_session(root)
    folder = Path(out) if out is not None else session.config.root / session.config.out
    text, encoding = project.read_exact(Path(path))
    (source,) = read_lists([path]).sources
    reader = source.reader
    if ".md" not in reader.suffixes:
        raise ConfigError(f"{path} is no Markdown list", hint="only lists in Markdown have venue notes")
    lock = project.load_lock(folder)
    if not len(lock):
        hint = "run `bertbib build` first, or name the folder of the lock with --out"
        raise InputError(
            "there is no lock to take venues from", where=Where(str(folder / project.LOCK_NAME)), hint=hint
        )
    done = annotated(text, lambda changed: reader.read(changed, str(path)), lock)
    report = _report(str(path), text, done)
    if report.text == text or dry_run:
        return report
    if confirm is not None and not confirm(report):
        return replace(report, exit_code=1)
    with project.exclusive(Path(path).parent, session.env.cache_dir()):
        project.write_over(Path(path), text, report.text, encoding)
    return replace(report, written=True)


def _report(path: str, text: str, done: Annotated) -> AnnotateReport:
    left = tuple(
        LeftAlone(done.references[number], reason) for number, reason in sorted(done.left.items()) if reason != "right"
    )
    return AnnotateReport(
        path=path,
        old=text,
        text=done.text,
        references=done.references,
        edits=done.edits,
        right=sum(reason == "right" for reason in done.left.values()),
        left=left,
    )


__all__ = ["REASONS", "AnnotateReport", "LeftAlone", "annotate"]
