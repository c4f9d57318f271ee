"""Slugs: the names of themes in file names, keywords and on the command line."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from bertbib.model import Theme

_LONGEST = 80
_RESERVED = frozenset({"library"})
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_APOSTROPHES = dict.fromkeys(map(ord, "'`\u2018\u2019\u02bc\u00b4"))


def slug(title: str) -> str:
    """The slug of a title: ``Modification (multi-task, etc.)`` -> ``modification-multi-task-etc``.

    Letters, digits and marks of any script stay, in NFKC and without case; apostrophes go, every other run becomes one
    hyphen. At most 80 characters, cut at a hyphen; ``theme`` where nothing is left; names of Windows devices get
    ``-theme`` behind them.
    """
    # Case folding can undo NFKC, hence twice (Unicode, section 3.13, default caseless matching).
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", title).translate(_APOSTROPHES).casefold())
    kept = (character if unicodedata.category(character)[0] in "LNM" else " " for character in folded)
    name = _cut("-".join("".join(kept).split()))
    return f"{name}-theme" if name in _DEVICES else name or "theme"


def _cut(name: str) -> str:
    if len(name) <= _LONGEST:
        return name
    head = name[: _LONGEST + 1].rpartition("-")[0]
    return head or name[:_LONGEST]


def unique_slugs(themes: Sequence[Theme]) -> tuple[Theme, ...]:
    """The themes in their order with slugs that differ, none of them a reserved name.

    The first theme of a slug keeps it; a later one puts the heading above it before its slug, then its source's name,
    then a number behind it.
    """
    taken = set(_RESERVED)
    unique = []
    for theme in themes:
        free = _free(theme, taken)
        taken.add(free)
        unique.append(theme if free == theme.slug else replace(theme, slug=free))
    return tuple(unique)


def _free(theme: Theme, taken: set[str]) -> str:
    name = slug(theme.slug)
    candidates = [name]
    if len(theme.path) > 1:
        candidates.append(slug(f"{theme.path[-2]} {name}"))
    candidates.append(slug(f"{PurePath(theme.source).stem} {name}"))
    for candidate in candidates:
        if candidate not in taken:
            return candidate
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
