"""What the lists say, before anybody is asked: ``read`` and ``themes``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertbib import project
from bertbib.app.build import problem_json
from bertbib.app.lists import find_lists, read_lists
from bertbib.app.session import open_session
from bertbib.config import Config, check_depth
from bertbib.model import Lock, Problem, Reference, Theme
from bertbib.text.links import implied


@dataclass(frozen=True, slots=True)
class ReadReport:
    """The themes of the lists; ``counts`` of outcomes add up to all units read."""

    themes: tuple[Theme, ...]
    problems: tuple[Problem, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many units ended with each outcome."""
        return dict(sorted(Counter(one.outcome for theme in self.themes for one in theme.references).items()))

    def to_json(self) -> dict[str, Any]:
        """The stable document ``read/1``."""
        return {
            "bertbib": "read/1",
            "themes": [_theme_json(theme) for theme in self.themes],
            "counts": self.counts,
            "problems": [problem_json(problem) for problem in self.problems],
        }


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
        "key": reference.key,
    }


def read(
    lists: Sequence[Path | str] = (), *, reader: str | None = None, depth: int | None = None, root: Path | None = None
) -> ReadReport:
    """Read lists (the project's by default) without asking anybody; ``reader`` names their format, ``depth`` folds
    themes below so many headings.

    Raise ConfigError where there is no list or no such reader, InputError for a list that cannot be read.
    """
    config = open_session(root).config
    found = read_lists(lists or find_lists(config), reader=reader, depth=_depth(config, depth))
    return ReadReport(found.themes, found.problems)


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


def _depth(config: Config, depth: int | None) -> int:
    return config.depth if depth is None else check_depth(depth)


def themes(
    lists: Sequence[Path | str] = (),
    *,
    out: Path | str | None = None,
    depth: int | None = None,
    root: Path | None = None,
) -> ThemesReport:
    """The themes of the lists, and how much of each is in the lock; arguments and errors as in ``read``."""
    session = open_session(root)
    found = read_lists(lists or find_lists(session.config), depth=_depth(session.config, depth))
    locked = project.load_lock(Path(out) if out is not None else session.config.root / session.config.out)
    return ThemesReport(tuple(_count(theme, locked) for theme in found.themes), found.problems)


def _count(theme: Theme, locked: Lock) -> ThemeCount:
    papers = [one for one in theme.references if one.outcome not in ("not-a-paper", "duplicate")]
    statuses = Counter(status for one in papers if (status := _status(one, locked)))
    return ThemeCount(theme, len(papers), dict(sorted(statuses.items())))


def _status(reference: Reference, locked: Lock) -> str:
    for identifier in reference.ids:
        for one in (identifier, *implied(identifier)):
            entry = locked.find(one)
            if entry is not None:
                return entry.status
    stated = locked.find_key(reference.key) if reference.key and reference.stated else None
    return stated.status if stated else ""


__all__ = ["ReadReport", "ThemeCount", "ThemesReport", "read", "themes"]
