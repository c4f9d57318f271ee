"""Which reading lists a project has, and what they say."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bertbib import project, registry
from bertbib.config import Config
from bertbib.model import ConfigError, InputError, Problem, Theme, Where
from bertbib.text.slugs import unique_slugs

if TYPE_CHECKING:
    from bertbib.model.protocols import Reader

STDIN = "-"
_LIKELY = ("markdown", "bibtex")
"""Readers that are tried first."""

_NO_LISTS = ("readme", "changelog", "contributing", "license")


class Lists(NamedTuple):
    """The themes of all lists read, with slugs that are unique among them, and the problems met."""

    themes: tuple[Theme, ...]
    problems: tuple[Problem, ...]


def find_lists(config: Config) -> list[Path]:
    """The project's reading lists, sorted; what bertbib itself writes and a README are none.

    Raise ConfigError where there is none.
    """
    found: dict[Path, None] = {}
    for pattern in config.lists:
        for path in sorted(config.root / name for name in glob(pattern, root_dir=config.root, recursive=True)):
            if path.is_file() and path.stem.lower() not in _NO_LISTS and not path.name.startswith("."):
                found[_shown(path, config.root)] = None
    if not found:
        hint = "name one: `bertbib build LIST.md`, or put your lists into refs/"
        raise ConfigError(f"no reading list found ({', '.join(config.lists)} in {config.root})", hint=hint)
    return list(found)


def _shown(path: Path, root: Path) -> Path:
    """The path as a user at this place would type it."""
    cwd = Path.cwd()
    return path.relative_to(cwd) if path.is_relative_to(cwd) else path


def read_lists(paths: Sequence[Path | str], *, reader: str | None = None) -> Lists:
    """Read reading lists of any known format, each once however it is named; ``-`` is standard input.

    ``reader`` names the format; without it the suffix decides, then the text. Raise InputError for a file that cannot
    be read.
    """
    themes: list[Theme] = []
    problems: list[Problem] = []
    for path in each_once(paths):
        text, encoding = text_of(path)
        chosen, broken = _reader_for(str(path), text, reader)
        with collection_paused():
            intake = chosen.read(text, str(path))
        themes += intake.themes
        problems += [*encoding, *(one for one in broken if one not in problems), *intake.problems]
    return Lists(unique_slugs(themes), tuple(problems))


@contextmanager
def collection_paused() -> Iterator[None]:
    """Without garbage collection: a list's tokens are many and hold no cycles, and walking them over and over makes the
    time for ten lists 13 times that for one.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def each_once(paths: Sequence[Path | str]) -> Iterable[Path | str]:
    """The first name of each file."""
    files: dict[str, Path | str] = {}
    for path in paths:
        files.setdefault(STDIN if str(path) == STDIN else os.path.realpath(path), path)
    return files.values()


def text_of(path: Path | str) -> tuple[str, list[Problem]]:
    """The text of a file or, for ``-``, of standard input; raise InputError where it cannot be read."""
    if str(path) != STDIN:
        return project.read_text(Path(path))
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError(
            "nothing is piped into standard input", where=Where(STDIN), hint="use a file, or pipe a list in"
        )
    return sys.stdin.buffer.read().decode("utf-8-sig", errors="replace"), []


def _reader_for(path: str, text: str, name: str | None) -> tuple[Reader, list[Problem]]:
    """The reader of a format, or the one whose suffix fits, or the first that takes to the text.

    Readers load one after the other until one fits: a plugin that no list needs costs nothing.
    """
    if name is not None:
        return registry.load("readers", name), []
    suffix = Path(path).suffix.lower()
    loaded, problems = [], []
    for reader, problem in registry.each("readers", _LIKELY):
        problems += [problem] if problem else []
        if reader is not None and suffix and suffix in reader.suffixes:
            return reader, problems
        loaded += [reader] if reader is not None else []
    for reader in loaded:
        if reader.sniff(text):
            return reader, problems
    hint = "known are Markdown, .bib and plain lists of ids or URLs"
    raise InputError("the format of this list is not known", where=Where(path), hint=hint)
