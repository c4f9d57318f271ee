"""The lock's entries, grouped by theme -> the texts of the .bib files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bertbib.model import Entry, Identifier, Item, Lock, Theme
from bertbib.model.style import Bibliography, Style
from bertbib.resolve import Placement
from bertbib.text.titles import first_word

if TYPE_CHECKING:
    from bertbib.model.protocols import Emitter

LIBRARY = "library"
STUB = "unresolved-"
"""How the keys of stubs begin."""


class ThemeEntries(NamedTuple):
    """A theme with its entries in the order of the list, each once, and the references that have none."""

    theme: Theme
    entries: tuple[Entry, ...]
    unresolved: tuple[Placement, ...]


def group(themes: Sequence[Theme], placements: Iterable[Placement], lock: Lock) -> list[ThemeEntries]:
    """Gather the placed references by theme; a theme without any work (only blogs, say) is left out."""
    entries: dict[str, dict[str, Entry]] = {theme.slug: {} for theme in themes}
    unresolved: dict[str, list[Placement]] = {theme.slug: [] for theme in themes}
    for placement in placements:
        entry = lock.find_key(placement.key) if placement.key is not None else None
        if entry is not None:  # by the key it has now: two references may have turned out to be one work
            entries[placement.theme.slug][entry.key] = entry
        elif placement.fate == "unresolved":
            unresolved[placement.theme.slug].append(placement)
    return [
        ThemeEntries(theme, tuple(entries[theme.slug].values()), tuple(unresolved[theme.slug]))
        for theme in themes
        if entries[theme.slug] or unresolved[theme.slug]
    ]


def theme_slugs(groups: Iterable[ThemeEntries]) -> dict[str, tuple[str, ...]]:
    """The sorted slugs of all themes that hold an entry, by citation key."""
    slugs: dict[str, set[str]] = {}
    for one in groups:
        for entry in one.entries:
            slugs.setdefault(entry.key, set()).add(one.theme.slug)
    return {key: tuple(sorted(found)) for key, found in slugs.items()}


def render(
    groups: Sequence[ThemeEntries], emitter: Emitter, style: Style, *, layout: str, stubs: bool = False
) -> dict[str, str]:
    """File names and texts for a layout: ``per-theme``, ``library`` (one file, sorted by key) or ``disjoint``.

    ``stubs`` writes unresolved references as minimal entries instead of comments.
    """
    slugs = theme_slugs(groups)
    if layout == LIBRARY:
        return {LIBRARY + emitter.suffix: emitter.emit(_library(groups, slugs, stubs=stubs), style)}
    files: dict[str, str] = {}
    home: dict[str, str] = {}
    for one in groups:
        entries, notices = _with_stubs(one.entries, one.unresolved, stubs=stubs)
        if layout == "disjoint":
            elsewhere = [entry for entry in entries if home.setdefault(entry.key, one.theme.slug) != one.theme.slug]
            notices += [
                f"also in this theme: {entry.key} (see {home[entry.key]}{emitter.suffix})" for entry in elsewhere
            ]
            entries = [entry for entry in entries if entry not in elsewhere]
        name = one.theme.slug + emitter.suffix
        files[name] = emitter.emit(
            Bibliography(title=_title(one.theme), entries=entries, themes=slugs, notices=notices), style
        )
    return files


def _title(theme: Theme) -> str:
    """A theme's title and the list that it is from, for the first line of its file."""
    return f"{theme.title} ({Path(theme.source).name})"


def _library(groups: Sequence[ThemeEntries], slugs: Mapping[str, tuple[str, ...]], *, stubs: bool) -> Bibliography:
    unresolved = [placement for one in groups for placement in one.unresolved]
    unique = {entry.key: entry for one in groups for entry in one.entries}
    entries, notices = _with_stubs([unique[key] for key in sorted(unique)], unresolved, stubs=stubs)
    return Bibliography(title="all themes", entries=entries, themes=slugs, notices=notices)


def merged_bibliography(groups: Sequence[ThemeEntries], *, stubs: bool = False) -> Bibliography:
    """One bibliography of several themes, in list order, each entry once (for standard output)."""
    slugs = theme_slugs(groups)
    unique = {entry.key: entry for one in groups for entry in one.entries}
    unresolved = [placement for one in groups for placement in one.unresolved]
    entries, notices = _with_stubs(list(unique.values()), unresolved, stubs=stubs)
    title = groups[0].theme.title if len(groups) == 1 else f"{len(groups)} themes"
    return Bibliography(title=title, entries=entries, themes=slugs, notices=notices)


def _with_stubs(
    entries: Sequence[Entry], unresolved: Sequence[Placement], *, stubs: bool
) -> tuple[list[Entry], list[str]]:
    if stubs:
        return [*entries, *_stubs(unresolved)], []
    return list(entries), [_notice(placement) for placement in unresolved]


def _notice(placement: Placement) -> str:
    reference = placement.reference
    link = f" <{reference.url}>" if reference.url else ""
    place = f"{Path(reference.where.path).name}:{reference.where.line}"
    return f"unresolved: {reference.title or reference.key or '(no title)'}{link} ({place})"


def _stubs(placements: Iterable[Placement]) -> list[Entry]:
    """A stub for each reference; references of one title are told apart."""
    stubs: dict[str, Entry] = {}
    for placement in placements:
        stub = _stub(placement)
        number = 2
        while stub.key in stubs:
            stub = replace(stub, key=f"{_stub(placement).key}-{number}")
            number += 1
        stubs[stub.key] = stub
    return list(stubs.values())


def _stub(placement: Placement) -> Entry:
    reference = placement.reference
    item = Item(
        type="webpage", title=reference.title or reference.url or reference.key or "untitled", URL=reference.url or ""
    )
    ids: tuple[Identifier, ...] = reference.ids
    key = STUB + (first_word(item.title) or placement.theme.slug)
    return Entry(key=key, item=item, ids=ids, status="unknown", source="list")
