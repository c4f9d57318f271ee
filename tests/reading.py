"""What a reader made of a list, in short rows that tests compare, and readers with files in a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bertbib.model import Intake
from bertbib.model.protocols import Neighbour, Neighbours

DATA = Path(__file__).parent / "readers" / "data"

Row = tuple[int, str, str, str, str | None, int | None]


def rows(intake: Intake) -> dict[str, list[Row]]:
    """By theme: line, outcome, title, identifiers, note and year of each reference."""
    return {
        " / ".join(theme.path): [
            (one.where.line, one.outcome, one.title, " ".join(map(str, one.ids)), one.note, one.year)
            for one in theme.references
        ]
        for theme in intake.themes
    }


def keys(intake: Intake) -> dict[str, str]:
    """By theme: the citation keys, each with a ``?`` where no file knows its work."""
    return {
        " / ".join(theme.path): " ".join(f"{one.key}{'' if one.stated else '?'}" for one in theme.references)
        for theme in intake.themes
    }


def codes(intake: Intake) -> list[tuple[str, int]]:
    """The findings: code and line."""
    return [(problem.code, problem.where.line if problem.where else 0) for problem in intake.problems]


def beside(folder: Path) -> Neighbours:
    """The files of a folder as neighbours, by their names below it."""

    def find(name: str, near: str) -> Neighbour | None:
        for path in (folder / name, (folder / near).parent / name):
            if path.is_file():
                shown = str(path.resolve().relative_to(folder.resolve()))
                return Neighbour(shown, path.read_text(encoding="utf-8"))
        return None

    return find


def given(files: Mapping[str, str]) -> Neighbours:
    """These texts as neighbours, by their names."""

    def find(name: str, near: str) -> Neighbour | None:
        return Neighbour(name, files[name]) if name in files else None

    return find
