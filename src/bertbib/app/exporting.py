"""The lock -> files or text, without the network: ``export``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertbib import project, registry
from bertbib.app.build import problem_json, unresolved_json
from bertbib.app.lists import find_lists, read_lists
from bertbib.app.rendering import group, merged_bibliography, render
from bertbib.app.session import open_session
from bertbib.config import LAYOUTS, one_of, suggest
from bertbib.evidence import KeyEvidence
from bertbib.inquiry import Inquiry
from bertbib.model import ConfigError, InputError, Problem, Theme, Where
from bertbib.model.style import Style
from bertbib.publications import Publications
from bertbib.resolve import Placement, resolve


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
    stubs: bool = False,
    root: Path | None = None,
) -> ExportReport:
    """Write themes (all by default) in a format (default: the configured dialect) from the lock alone.

    ``themes`` are slugs or titles. Without ``out`` the text of one bibliography is returned, each entry once; with it
    the files of the layout are written there. Raise ConfigError for an unknown theme, format or layout, InputError
    and LockError as in ``build``.
    """
    config = open_session(root).config
    folder = Path(lock_dir) if lock_dir is not None else config.root / config.out
    read = read_lists(lists or find_lists(config))
    chosen = [find_theme(name, read.themes) for name in themes] or list(read.themes)
    publications = Publications(Inquiry(lambda: registry.sources()[0], None))
    found = resolve(read.themes, project.load_lock(folder), publications, KeyEvidence(), config.key_pattern)
    groups = [one for one in group(read.themes, found.placements, found.lock) if one.theme in chosen]
    emitter = registry.emitter(format or config.dialect)
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
    """The theme of this slug or title; raise ConfigError with a suggestion where there is none."""
    for theme in themes:
        if name in (theme.slug, theme.title):
            return theme
    folded = [theme for theme in themes if name.casefold() in (theme.slug, theme.title.casefold())]
    if len(folded) == 1:
        return folded[0]
    raise ConfigError(f"no theme named {name!r}", hint=suggest(name, {theme.slug: None for theme in themes}))


def _refuse_foreign(files: dict[Path, str]) -> None:
    """Only .bib files carry our mark; a file of another format is overwritten like any program's output."""
    for path in files:
        if path.suffix == ".bib" and project.is_foreign(path):
            hint = "choose another --out; nothing was written"
            raise InputError(
                "this file was not written by bertbib and is not overwritten", where=Where(str(path)), hint=hint
            )


__all__ = ["ExportReport", "export", "find_theme"]
