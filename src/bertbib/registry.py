"""Plugins by name: the readers, sources and emitters that are installed, loaded only when they are used.

The built-in ones are entry points of this very package and load by the same path as those of third parties.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from glob import escape as glob_escape
from glob import glob
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from bertbib.model import ConfigError, Problem

if TYPE_CHECKING:
    from bertbib.model.protocols import Emitter, Source

Group = Literal["readers", "sources", "witnesses", "finders", "emitters"]

_NEEDED = {
    "readers": ("suffixes", "sniff", "read"),
    "sources": ("name", "trust", "pace", "ttl", "accepts", "requests", "read"),
    "witnesses": ("name", "pace", "ttl", "accepts", "requests", "read"),
    "finders": ("name", "pace", "ttl", "questions", "read"),
    "emitters": ("suffix", "emit"),
}


class _Plugin(NamedTuple):
    """An entry point: ``value`` is ``module:object``."""

    name: str
    value: str

    @property
    def builtin(self) -> bool:
        """Whether it is one of this very package."""
        return self.value.startswith("bertbib.")

    def load(self) -> Any:
        module, _colon, attribute = self.value.partition(":")
        return getattr(import_module(module.strip()), attribute.strip())


@cache
def _entry_points(group: Group) -> dict[str, _Plugin]:
    found: dict[str, _Plugin] = {}
    for plugin in _declared().get(f"bertbib.{group}", ()):
        if plugin.name not in found or plugin.builtin:  # a third party cannot take a built-in one's name
            found[plugin.name] = plugin
    return found


@cache
def _declared() -> dict[str, list[_Plugin]]:
    """All entry points of groups that begin with ``bertbib.``, out of the installed packages' ``entry_points.txt``.

    Read by hand (https://packaging.python.org/en/latest/specifications/entry-points/): importlib.metadata, which
    gives the same, costs a tenth of a locked build's time to import. Of a package found twice on the path the first
    counts.
    """
    declared: dict[str, list[_Plugin]] = {}
    seen: set[str] = set()
    for folder in sys.path:
        for file in sorted(glob(os.path.join(glob_escape(folder or "."), "*.*-info", "entry_points.txt"))):
            package = os.path.basename(os.path.dirname(file)).partition("-")[0].lower()
            if package in seen:
                continue
            seen.add(package)
            with open(file, encoding="utf-8") as lines:
                text = lines.read()
            if "[bertbib." in text:
                _parse(text, declared)
    return declared


def _parse(text: str, declared: dict[str, list[_Plugin]]) -> None:
    group = ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1].strip()
        elif group.startswith("bertbib.") and "=" in line and not line.startswith(("#", ";")):
            name, _equals, value = line.partition("=")
            declared.setdefault(group, []).append(_Plugin(name.strip(), value.partition("[")[0].strip()))


def names(group: Group) -> tuple[str, ...]:
    """The names of all plugins of a group, the built-in ones first, each part sorted."""
    points = _entry_points(group)
    return tuple(sorted(points, key=lambda name: (not points[name].builtin, name)))


def load(group: Group, name: str) -> Any:
    """Load one plugin; raise ConfigError where there is none of this name or it fails to load."""
    point = _entry_points(group).get(name)
    if point is None:
        raise ConfigError(f"no {group[:-1]} named {name!r}", hint=f"there are {', '.join(names(group))}")
    try:
        plugin = point.load()
    except Exception as error:
        raise ConfigError(f"the {group[:-1]} {name!r} ({point.value}) fails to load: {error}") from error
    missing = [part for part in _NEEDED[group] if not hasattr(plugin, part)]
    if missing:
        raise ConfigError(f"the {group[:-1]} {name!r} ({point.value}) lacks {', '.join(missing)}")
    return plugin


def each(group: Group, first: Sequence[str] = ()) -> Iterator[tuple[Any, Problem | None]]:
    """The plugins of a group one after the other, those of ``first`` at the head: each loads when its turn comes.

    One that fails to load comes as None, with a Problem that names it: it is skipped.
    """
    every = names(group)
    for name in [*(name for name in first if name in every), *(name for name in every if name not in first)]:
        try:
            yield load(group, name), None
        except ConfigError as error:
            hint = "upgrade or uninstall the package that provides it"
            yield None, Problem("plugin-broken", "warning", f"{error.message}; it is skipped", hint=hint)


def emitter(name: str) -> Emitter:
    """The emitter of this name; raise ConfigError where there is none."""
    plugin: Emitter = load("emitters", name)
    return plugin


def sources() -> tuple[list[Source], list[Problem]]:
    """All sources, the most trusted first, and what failed to load."""
    found = list(each("sources"))
    loaded = sorted((one for one, _problem in found if one is not None), key=lambda one: (-one.trust, one.name))
    return loaded, [problem for _one, problem in found if problem is not None]
