"""The lock -> files or text, without the network: ``export``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bertbib import project, registry
from bertbib.app.build import problem_json, unresolved_json
from bertbib.app.lists import find_lists, read_lists
from bertbib.app.rendering import group, merged_bibliography, render, theme_slugs
from bertbib.app.session import open_session
from bertbib.cited import known_by_key
from bertbib.config import LAYOUTS, check_depth, one_of, suggest
from bertbib.evidence import KeyEvidence
from bertbib.inquiry import Inquiry
from bertbib.model import ConfigError, InputError, Problem, Theme, Where
from bertbib.model.style import Bibliography, Style
from bertbib.publications import Publications
from bertbib.resolve import Placement, resolve
from bertbib.standing import as_preprint

if TYPE_CHECKING:
    from bertbib.model.protocols import Emitter


PREFERENCES = ("published", "preprint")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What was exported: either ``text`` (no folder given) or the files ``written`` and ``unchanged``."""

    entries: int
    text: str | None
    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    unresolved: tuple[Placement, ...]
    problems: tuple[Problem, ...]
    exit_code: int

    def to_json(self) -> dict[str, Any]:
        """The stable document ``export/1``."""
        return {
            "bertbib": "export/1",
            "entries": self.entries,
            "text": self.text,
            "written": [str(path) for path in self.written],
            "unresolved": [unresolved_json(placement) for placement in self.unresolved],
            "problems": [problem_json(problem) for problem in self.problems],
            "exit_code": self.exit_code,
        }


def export(
    themes: Sequence[str] = (),
    *,
    format: str | None = None,  # noqa: A002 - the word users know
    layout: str | None = None,
    lists: Sequence[Path | str] = (),
    lock_dir: Path | str | None = None,
    out: Path | str | None = None,
    ascii: bool | None = None,  # noqa: A002 - the word users know
    stubs: bool | None = None,
    prefer: str = "published",
    depth: int | None = None,
    root: Path | None = None,
) -> ExportReport:
    """Write themes (all by default) in a format (default: the configured dialect) from the lock alone.

    ``themes`` are slugs or titles. Without ``out`` the text of one bibliography is returned, each entry once; with it
    the files of the layout are written there, over nothing that bertbib did not write. An entry says the same
    whatever is exported: it names all its themes. ``prefer`` ``preprint`` gives published works as their preprints on
    arXiv; ``depth`` folds themes below so many headings. Raise ConfigError for an unknown theme, format or layout,
    InputError and LockError as in ``build``.
    """
    config = open_session(root).config
    folder = Path(lock_dir) if lock_dir is not None else config.root / config.out
    locked = project.load_lock(folder)
    folded = config.depth if depth is None else check_depth(depth)
    read = read_lists(lists or find_lists(config), bib_themes=config.bib_themes, depth=folded)
    read = read._replace(themes=known_by_key(read.themes, locked)[0])
    chosen = [find_theme(name, read.themes) for name in themes] or list(read.themes)
    publications = Publications(Inquiry(lambda: registry.sources()[0], None))
    found = resolve(read.themes, locked, publications, KeyEvidence(), config.key_pattern)
    every = group(read.themes, found.placements, found.lock)
    groups = [one for one in every if one.theme in chosen]
    if one_of("--prefer", prefer, PREFERENCES) == "preprint":
        groups = [one._replace(entries=tuple(map(as_preprint, one.entries))) for one in groups]
    emitter = _OfAllThemes(registry.emitter(format or config.dialect), theme_slugs(every))
    stubs = config.stubs if stubs is None else stubs
    style = Style(dialect=format or config.dialect, ascii=config.ascii if ascii is None else ascii)
    text, files = None, {}
    if out is None:
        text = emitter.emit(merged_bibliography(groups, stubs=stubs), style)
    else:
        shape = one_of("--layout", layout or config.layout, LAYOUTS)
        texts = render(groups, emitter, style, layout=shape, stubs=stubs)
        files = {Path(out) / name: rendered for name, rendered in texts.items()}
        _refuse_foreign(files)
    written = project.write_files(files)
    missing = tuple(placement for one in groups for placement in one.unresolved)
    return ExportReport(
        entries=len({entry.key for one in groups for entry in one.entries}),
        text=text,
        written=tuple(written),
        unchanged=tuple(path for path in files if path not in written),
        unresolved=missing,
        problems=read.problems,
        exit_code=3 if missing else 0,
    )


def find_theme(name: str, themes: Sequence[Theme]) -> Theme:
    """The theme of this slug or title; raise ConfigError, with a suggestion, where there is none or several."""
    for found in (
        [theme for theme in themes if name == theme.slug],
        [theme for theme in themes if name == theme.title],
        [theme for theme in themes if name.casefold() in (theme.slug, theme.title.casefold())],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            slugs = ", ".join(theme.slug for theme in found)
            raise ConfigError(f"{len(found)} themes are named {name!r}", hint=f"name one by its slug: {slugs}")
    raise ConfigError(f"no theme named {name!r}", hint=suggest(name, {theme.slug: None for theme in themes}))


class _OfAllThemes(NamedTuple):
    """An emitter that names all themes of an entry, those that are not exported too."""

    emitter: Emitter
    slugs: Mapping[str, tuple[str, ...]]

    @property
    def suffix(self) -> str:
        """The emitter's own."""
        return self.emitter.suffix

    def emit(self, bibliography: Bibliography, style: Style) -> str:
        """The emitter's text."""
        return self.emitter.emit(replace(bibliography, themes=self.slugs), style)


def _refuse_foreign(files: Mapping[Path, str]) -> None:
    """Raise InputError where a file that bertbib did not write, or perhaps did not, would be written over."""
    for path in project.changed_files(files):
        if path.exists() and not _is_ours(path):
            hint = "choose another folder for -o, or move the file away; nothing was written"
            raise InputError(
                "this file was not written by bertbib and is not overwritten", where=Where(str(path)), hint=hint
            )


def _is_ours(path: Path) -> bool:
    """A .bib says so, of a .json the content tells; of other formats nobody knows."""
    if path.suffix == ".bib":
        return not project.is_foreign(path)
    if path.suffix == ".json":
        from bertbib.emitters.csljson import may_have_written  # only where such a file is in the way

        try:
            return may_have_written(project.read_text(path)[0])
        except InputError:
            return False
    return False


__all__ = ["ExportReport", "export", "find_theme"]
