"""What the lists say, before anybody is asked: ``read`` and ``themes``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from bertbib import project
from bertbib.app.build import problem_json
from bertbib.app.lists import find_lists, read_lists
from bertbib.app.session import open_session
from bertbib.config import one_of
from bertbib.model import Lock, Outcome, Problem, Reference, Theme, Where
from bertbib.standing import entry_of

DOUBTFUL = ("could-not-tell", "no-link", "duplicate")
"""Outcomes that deserve a look."""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """The themes of the lists; ``counts`` of outcomes add up to all units shown, ``hidden`` more were not asked for."""

    themes: tuple[Theme, ...]
    problems: tuple[Problem, ...]
    hidden: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many units ended with each outcome."""
        return outcomes(one for theme in self.themes for one in theme.references)

    def doubtful(self) -> frozenset[Where]:
        """The places of units that deserve a look: by their outcome, or by a warning of the reader's."""
        warned = {one.where for one in self.problems if one.where and one.severity != "info"}
        listed = [one for theme in self.themes for one in theme.references]
        return frozenset(one.where for one in listed if one.outcome in DOUBTFUL or one.where in warned)

    def to_json(self) -> dict[str, Any]:
        """The stable document ``read/1``."""
        return {
            "bertbib": "read/1",
            "themes": [_theme_json(theme) for theme in self.themes],
            "counts": self.counts,
            "problems": [problem_json(problem) for problem in self.problems],
        }


def outcomes(references: Iterable[Reference]) -> dict[str, int]:
    """How many references ended with each outcome, by name."""
    return dict(sorted(Counter(one.outcome for one in references).items()))


def _theme_json(theme: Theme) -> dict[str, Any]:
    return {
        "slug": theme.slug,
        "title": theme.title,
        "path": list(theme.path),
        "source": theme.source,
        "references": [_reference_json(reference) for reference in theme.references],
    }


def _reference_json(reference: Reference) -> dict[str, Any]:
    return {
        "line": reference.where.line,
        "title": reference.title,
        "kind": "other" if reference.outcome == "not-a-paper" else "paper",
        "ids": [str(one) for one in reference.ids],
        "url": reference.url,
        "note": reference.note,
        "year": reference.year,
        "links": [{"role": link.role, "label": link.label, "url": link.url} for link in reference.links],
        "outcome": reference.outcome,
    }


def read(
    lists: Sequence[Path | str] = (),
    *,
    reader: str | None = None,
    only: Sequence[str] = (),
    root: Path | None = None,
) -> ReadReport:
    """Read lists (the project's by default) without asking anybody; ``reader`` names their format.

    ``only`` takes outcomes, and ``doubtful`` for all that deserve a look; other units are left out and counted. Raise
    ConfigError where there is no list, no such reader or no such outcome, InputError for a list that cannot be read.
    """
    wanted = [one_of("--only", name, (*get_args(Outcome), "doubtful")) for name in only]
    paths = lists or find_lists(open_session(root).config)
    found = read_lists(paths, reader=reader)
    report = ReadReport(found.themes, found.problems)
    return _only(report, wanted) if wanted else report


def _only(report: ReadReport, wanted: Sequence[str]) -> ReadReport:
    """The report with those units alone that have one of these outcomes."""
    doubtful = report.doubtful() if "doubtful" in wanted else frozenset()
    themes = []
    for theme in report.themes:
        kept = tuple(one for one in theme.references if one.outcome in wanted or one.where in doubtful)
        themes += [replace(theme, references=kept)] if kept else []
    hidden = sum(report.counts.values()) - sum(len(theme.references) for theme in themes)
    return ReadReport(tuple(themes), report.problems, hidden)


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme, how many works it holds, and how many of them the lock knows, by status."""

    theme: Theme
    papers: int
    statuses: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ThemesReport:
    """All themes with their counts."""

    themes: tuple[ThemeCount, ...]
    problems: tuple[Problem, ...]

    def to_json(self) -> dict[str, Any]:
        """The stable document ``themes/1``."""
        rows = [
            {
                "slug": one.theme.slug,
                "title": one.theme.title,
                "path": list(one.theme.path),
                "source": one.theme.source,
                "papers": one.papers,
                "locked": sum(one.statuses.values()),
                "statuses": dict(one.statuses),
            }
            for one in self.themes
        ]
        return {"bertbib": "themes/1", "themes": rows, "problems": [problem_json(one) for one in self.problems]}


def themes(
    lists: Sequence[Path | str] = (), *, out: Path | str | None = None, root: Path | None = None
) -> ThemesReport:
    """The themes of the lists, and how much of each is in the lock; errors as in ``read``."""
    session = open_session(root)
    found = read_lists(lists or find_lists(session.config))
    locked = project.load_lock(Path(out) if out is not None else session.config.root / session.config.out)
    return ThemesReport(tuple(_count(theme, locked) for theme in found.themes), found.problems)


def _count(theme: Theme, locked: Lock) -> ThemeCount:
    papers = [one for one in theme.references if one.outcome not in ("not-a-paper", "duplicate")]
    statuses = Counter(status for one in papers if (status := _status(one, locked)))
    return ThemeCount(theme, len(papers), dict(sorted(statuses.items())))


def _status(reference: Reference, locked: Lock) -> str:
    entry = entry_of(reference, locked)
    return entry.status if entry else ""


__all__ = ["DOUBTFUL", "ReadReport", "ThemeCount", "ThemesReport", "outcomes", "read", "themes"]
