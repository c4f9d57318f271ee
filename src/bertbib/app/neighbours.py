"""The files that a list or paper names: where they are looked up, and reading them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bertbib import project
from bertbib.model import InputError, Problem
from bertbib.model.protocols import Neighbour

HERE = (Path(),)
"""Some run LaTeX in the project's folder, on a main file below it."""


def folders(path: Path, main: Path) -> list[Path]:
    """Where names in a file are looked up: LaTeX runs in the main file's folder, and its import package looks in the
    file's own.
    """
    return list(dict.fromkeys((main.parent, path.parent)))


def existing_files(names: Iterable[str], within: Sequence[Path]) -> Iterator[Path]:
    """The files of these names that exist in these folders."""
    return (folder / name for name in names for folder in within if os.path.isfile(folder / name))


class Neighbourhood:
    """Finds and reads the files that one list names; ``problems`` says what could not be read."""

    def __init__(self, main: str) -> None:
        self.problems: list[Problem] = []
        self._main = Path() / "stdin" if main == "-" else Path(main)
        self._read: dict[str, Neighbour | None] = {}

    def __call__(self, name: str, near: str) -> Neighbour | None:
        """The file that ``name`` means in the file ``near``; None where there is none that can be read."""
        if not name or "\0" in name:
            return None
        name = os.path.expanduser(name)
        place = self._main if near == "-" else Path(near)
        path = next(existing_files([name], (*folders(place, self._main), *HERE)), None)
        if path is None:
            return None
        real = os.path.realpath(path)
        if real not in self._read:
            self._read[real] = self._neighbour(path, real)
        return self._read[real]

    def _neighbour(self, path: Path, real: str) -> Neighbour | None:
        """The file under one name, whatever links and folders lead to it: so that no chain of them is endless."""
        inside = os.path.relpath(real)
        shown = real if inside.startswith(os.pardir) else inside
        try:
            text, problems = project.read_text(Path(shown))
        except InputError as error:
            message = f"this file, which a list names, is not read: {error.message}"
            self.problems.append(Problem("neighbour-unread", "warning", message, error.where, error.hint))
            return None
        self.problems += problems
        return Neighbour(shown, text)
