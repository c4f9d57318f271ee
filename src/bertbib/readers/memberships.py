"""Works that are in several themes at once: by keywords, groups, categories or collections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from bertbib.model import Intake, Problem, Reference, Theme
from bertbib.readers.same_work import mark_duplicates
from bertbib.text.slugs import slug

Path = tuple[str, ...]


def file_theme(path: str) -> Path:
    """The theme that a file is itself."""
    return (PurePath(path).stem or path,)


def themes_of(
    members: Iterable[tuple[Reference, Sequence[Path]]],
    path: str,
    problems: Iterable[Problem],
    order: Iterable[Path] = (),
) -> Intake:
    """The themes of references that each name their own; one that names none is in the file's.

    Themes of one name but for case are one. ``order`` names themes that come first; the others follow as they are met.
    """
    themes: dict[Path, tuple[Path, list[Reference]]] = {}
    for first in order:
        themes.setdefault(_folded(first), (first, []))
    for reference, paths in members:
        for one in dict.fromkeys(paths) or (file_theme(path),):
            themes.setdefault(_folded(one), (one, []))[1].append(reference)
    every = list(problems)
    found = []
    for headings, listed in themes.values():
        if listed:
            marked, more = mark_duplicates(_by_key(listed))
            every += more
            title = headings[-1]
            found.append(Theme(slug=slug(title), title=title, path=headings, source=path, references=tuple(marked)))
    return Intake(tuple(found), tuple(every))


def _folded(path: Path) -> Path:
    return tuple(" ".join(name.casefold().split()) for name in path)


def _by_key(references: Iterable[Reference]) -> list[Reference]:
    """The references, a later one of a key that an earlier one has marked as its duplicate."""
    seen: set[str] = set()
    marked = []
    for reference in references:
        again = reference.key is not None and reference.key in seen
        marked.append(replace(reference, outcome="duplicate") if again else reference)
        seen.add(reference.key or "")
    return marked
