"""Which reading lists a project has, and what they say."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from bertbib import project, registry
from bertbib.config import Config
from bertbib.model import ConfigError, InputError, Problem, Theme, Where
from bertbib.text.slugs import unique_slugs

if TYPE_CHECKING:
    from bertbib.model import Intake
    from bertbib.model.protocols import FollowingReader, Reader, ThemingReader

STDIN = "-"
_LIKELY = ("markdown", "bibtex", "csljson")
"""Readers that are tried first where the suffix decides; JSON that no program's reader takes is the last one's."""

_EXPORTS = ("bbtjson", "zoterojson", "csljson", "zoterordf", "ris")
_LIKE_AN_EXPORT = r"[\ufeff\s]*+(?:\{|\[\s*+\{|<\?xml|<rdf:RDF|TY {1,2}-)"
"""How a file starts that is an export of one of these readers, whatever its suffix; no list of another form does."""

_SNIFFED = (
    "bbtjson",
    "zoterojson",
    "csljson",
    "zoterordf",
    "ris",
    "cslyaml",
    "bcf",
    "aux",
    "bibtex",
    "tex",
    "org",
    "rst",
    "ids",
    "markdown",
)
"""Readers in the order in which they look at a text of no telling suffix: those that are surest first."""

_SHARED = (".txt", ".json")
"""Suffixes that formats share: the text decides, and their own reader takes what nobody else claims."""

_NO_LISTS = ("readme", "changelog", "contributing", "license")

_OURS = (project.LOCK_NAME, "bertbib.sync.json", "overrides.bib")


class Source(NamedTuple):
    """One list: its path as named, its text, and the reader that read it."""

    path: str
    text: str
    reader: Reader


class Lists(NamedTuple):
    """The themes of all lists read, with slugs that are unique among them, the problems met, and what was read."""

    themes: tuple[Theme, ...]
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...] = ()


def find_lists(config: Config) -> list[Path]:
    """The project's reading lists, sorted; what bertbib itself writes and a README are none.

    Raise ConfigError where there is none.
    """
    found: dict[Path, None] = {}
    for pattern in config.lists:
        for path in sorted(config.root / name for name in glob(pattern, root_dir=config.root, recursive=True)):
            if path.is_file() and _may_be_a_list(path):
                found[_shown(path, config.root)] = None
    if not found:
        hint = "name one: `bertbib build LIST.md`, or put your lists into refs/"
        raise ConfigError(f"no reading list found ({', '.join(config.lists)} in {config.root})", hint=hint)
    return list(found)


def _may_be_a_list(path: Path) -> bool:
    if path.name.startswith(".") or path.name in _OURS or path.stem.lower() in _NO_LISTS:
        return False
    return path.suffix != ".bib" or project.is_foreign(path)  # those that bertbib writes stand beside the lists


def _shown(path: Path, root: Path) -> Path:
    """The path as a user at this place would type it."""
    cwd = Path.cwd()
    return path.relative_to(cwd) if path.is_relative_to(cwd) else path


def read_lists(
    paths: Sequence[Path | str], *, reader: str | None = None, bib_themes: str = "auto", depth: int = 0
) -> Lists:
    """Read reading lists of any known format, each once however it is named; ``-`` is standard input.

    ``reader`` names the format; without it the suffix decides, then the text. ``bib_themes`` is the configured one.
    Files that a list names (parts of a paper, bibliographies) are read with it. Themes below ``depth`` headings are
    folded into those above (0: none). Raise InputError for a file that cannot be read.
    """
    themes: list[Theme] = []
    problems: list[Problem] = []
    sources: list[Source] = []
    for path in each_once(paths):
        text, encoding = text_of(path)
        chosen, broken = reader_for(str(path), text, reader)
        with collection_paused():
            intake, met = _intake(chosen, text, str(path), bib_themes)
        themes += intake.themes
        problems += [*encoding, *(one for one in broken if one not in problems), *met, *intake.problems]
        sources.append(Source(str(path), text, chosen))
    if depth:
        from bertbib.readers.depth import fold  # only where themes are folded

        folded, more = fold(themes, depth)
        themes, problems = list(folded), [*problems, *more]
    return Lists(unique_slugs(themes), tuple(problems), tuple(sources))


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


def _intake(chosen: Reader, text: str, path: str, bib_themes: str) -> tuple[Intake, list[Problem]]:
    """What a reader makes of a text, and what was met in the files that the text names."""
    if hasattr(chosen, "themed"):
        chosen = cast("ThemingReader", chosen).themed(bib_themes)
    if not hasattr(chosen, "follow"):
        return chosen.read(text, path), []
    from bertbib.app.neighbours import Neighbourhood  # most lists name no further file

    neighbours = Neighbourhood(path)
    return cast("FollowingReader", chosen).follow(text, path, neighbours), neighbours.problems


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
    return project.decoded(sys.stdin.buffer.read(), STDIN)


def reader_for(path: str, text: str, name: str | None) -> tuple[Reader, list[Problem]]:
    """The reader of a format, or that of an export, or the one whose suffix fits, or the first that takes to the text.

    Readers load one after the other until one fits: a plugin that no list needs costs nothing.
    """
    if name is not None:
        return registry.load("readers", name), []
    exported = _exported(text)
    if exported is not None:
        return exported, []
    suffix = Path(path).suffix.lower()
    problems: list[Problem] = []
    own = []
    for reader, problem in registry.each("readers", _LIKELY):
        problems += [problem] if problem else []
        if reader is not None and suffix and suffix in reader.suffixes:
            own.append(reader)
            if suffix not in _SHARED:
                return reader, problems
    for reader, _problem in registry.each("readers", _SNIFFED):
        if reader is not None and reader.sniff(text) and _is_sure(reader, suffix, own, text):
            return reader, problems
    if own:
        return own[0], problems
    hint = "known are " + ", ".join(registry.names("readers")) + ": name one with --format"
    raise InputError("the format of this list is not known", where=Where(path), hint=hint)


def _exported(text: str) -> Reader | None:
    """The reader of a reference manager's export, told by its first characters: people name files as they like."""
    if not re.match(_LIKE_AN_EXPORT, text[:500]):
        return None
    found: Iterator[Reader] = (registry.load("readers", name) for name in _EXPORTS)
    return next((reader for reader in found if reader.sniff(text)), None)


def _is_sure(reader: Reader, suffix: str, own: Sequence[Reader], text: str) -> bool:
    """Whether a reader that takes to a text may have it: a plain list, too, has lines that begin with ``# ``, and JSON
    is for those who read JSON.
    """
    if not own or reader in own:
        return True
    return suffix != ".json" and (".md" not in reader.suffixes or "](" in text)
