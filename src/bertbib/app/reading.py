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
from bertbib.cited import is_key_alone, known_by_key
from bertbib.config import Config, check_depth
from bertbib.model import Lock, LockError, Problem, Reference, Theme
from bertbib.text.links import implied
from bertbib.venues.notes import parse_note


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
        "venue": _venue_json(reference.note),
        "links": [{"role": link.role, "label": link.label, "url": link.url} for link in reference.links],
        "outcome": reference.outcome,
        "key": reference.key,
        "labels": list(reference.labels),
    }


def _venue_json(note: str | None) -> dict[str, Any] | None:
    """A venue note taken apart, or None where the list has none."""
    if note is None:
        return None
    parsed = parse_note(note)
    return {"name": parsed.name, "year": parsed.year, "qualifiers": list(parsed.qualifiers)}


def read(
    lists: Sequence[Path | str] = (), *, reader: str | None = None, depth: int | None = None, root: Path | None = None
) -> ReadReport:
    """Read lists (the project's by default) without asking anybody; ``reader`` names their format, ``depth`` folds
    themes below so many headings.

    Works that are cited by key alone are looked up in the lock, if there is one. Raise ConfigError where there is no
    list or no such reader, InputError for a list that cannot be read.
    """
    config = open_session(root).config
    found = read_lists(
        lists or find_lists(config), reader=reader, bib_themes=config.bib_themes, depth=_depth(config, depth)
    )
    if not any(is_key_alone(one) for theme in found.themes for one in theme.references):
        return ReadReport(found.themes, found.problems)
    try:
        themes, problems = known_by_key(found.themes, project.load_lock(config.root / config.out))
    except LockError as error:  # the list can be read without it
        themes, problems = found.themes, [Problem("lock-unread", "warning", error.message, error.where, error.hint)]
    return ReadReport(themes, (*found.problems, *problems))


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
    config = session.config
    found = read_lists(lists or find_lists(config), bib_themes=config.bib_themes, depth=_depth(config, depth))
    locked = project.load_lock(Path(out) if out is not None else session.config.root / session.config.out)
    known, _old_keys = known_by_key(found.themes, locked)
    return ThemesReport(tuple(_count(theme, locked) for theme in known), found.problems)


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
