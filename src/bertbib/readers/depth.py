"""Themes no deeper than wanted: those below are folded into the ones above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bertbib.model import Problem, Reference, Theme
from bertbib.readers.same_work import mark_duplicates
from bertbib.text.slugs import slug


def fold(themes: Sequence[Theme], depth: int) -> tuple[tuple[Theme, ...], list[Problem]]:
    """The themes of a list with paths of at most ``depth`` names; what is folded together stands in its old order.

    A work that two themes held which are now one is a duplicate in it.
    """
    folded: dict[tuple[str, tuple[str, ...]], list[Reference]] = {}
    firsts: dict[tuple[str, tuple[str, ...]], Theme] = {}
    for theme in themes:
        place = (theme.source, theme.path[:depth])
        firsts.setdefault(place, theme)
        folded.setdefault(place, []).extend(theme.references)
    done = []
    problems: list[Problem] = []
    for place, references in folded.items():
        marked, more = mark_duplicates(references)
        problems += more
        first, path = firsts[place], place[1]
        if first.path == path:
            done.append(replace(first, references=tuple(marked)))
        else:
            named = slug(path[-1])
            done.append(replace(first, slug=named, title=path[-1], path=path, references=tuple(marked)))
    return tuple(done), problems
