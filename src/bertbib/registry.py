"""Plugins by name: the readers, sources and emitters that are installed, loaded only when they are used.

The built-in ones are entry points of this very package and load by the same path as those of third parties.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from bertbib.model import ConfigError, Problem
from bertbib.model.protocols import Emitter, Reader, Source

Group = Literal["readers", "sources", "emitters"]

_NEEDED = {
    "readers": ("suffixes", "sniff", "read"),
    "sources": ("name", "trust", "pace", "ttl", "accepts", "requests", "read"),
    "emitters": ("suffix", "emit"),
}


@cache
def _entry_points(group: Group) -> dict[str, EntryPoint]:
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=f"bertbib.{group}"):
        builtin = point.value.startswith("bertbib.")
        if point.name not in found or builtin:  # a third party cannot take a built-in one's name
            found[point.name] = point
    return found


def names(group: Group) -> tuple[str, ...]:
    """The names of all plugins of a group, the built-in ones first, each part sorted."""
    points = _entry_points(group)
    return tuple(sorted(points, key=lambda name: (not points[name].value.startswith("bertbib."), name)))


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


def load_all(group: Group) -> tuple[dict[str, Any], list[Problem]]:
    """All plugins of a group that load, by name, and a Problem for each that does not: it is named and skipped."""
    loaded: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in names(group):
        try:
            loaded[name] = load(group, name)
        except ConfigError as error:
            hint = "upgrade or uninstall the package that provides it"
            problems.append(Problem("plugin-broken", "warning", f"{error.message}; it is skipped", hint=hint))
    return loaded, problems


def emitter(name: str) -> Emitter:
    """The emitter of this name; raise ConfigError where there is none."""
    plugin: Emitter = load("emitters", name)
    return plugin


def readers() -> tuple[dict[str, Reader], list[Problem]]:
    """All readers by name, and what failed to load."""
    return load_all("readers")


def sources() -> tuple[list[Source], list[Problem]]:
    """All sources, the most trusted first, and what failed to load."""
    loaded, problems = load_all("sources")
    return sorted(loaded.values(), key=lambda source: (-source.trust, source.name)), problems
