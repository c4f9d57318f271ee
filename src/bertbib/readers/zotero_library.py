"""A library of Zotero's: items, what belongs to them, and a tree of collections -> themes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bertbib.model import InputError, Intake, Problem, Reference, Where
from bertbib.readers.csl_references import labels_of, reference_of
from bertbib.readers.memberships import Path, themes_of
from bertbib.readers.zotero_items import aside, csl_of
from bertbib.readers.zotero_table import NO_WORKS

_MOST_LEVELS = 30


@dataclass(slots=True)
class Collections:
    """The tree of collections by their keys: names, and the key of the one above (empty: none)."""

    names: dict[str, str] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    """The collections of each item, by any name of the item."""
    unnamed: dict[str, None] = field(default_factory=dict)

    def add(self, key: str, name: object, above: object = "", items: Iterable[object] = ()) -> None:
        """Take in a collection; a later one of a key that is there already completes it."""
        if isinstance(name, str) and name.strip():
            self.names[key] = " ".join(name.split())
        if isinstance(above, str) and above:
            self.above.setdefault(key, above)
        for item in items:
            if isinstance(item, str | int):
                self.members.setdefault(str(item), []).append(key)

    def path(self, key: str) -> Path:
        """The names from the top down to a collection; a circle of collections is cut open."""
        keys = [key]
        while (upper := self.above.get(keys[-1], "")) and upper not in keys and len(keys) < _MOST_LEVELS:
            keys.append(upper)
        self.unnamed |= dict.fromkeys(one for one in keys if one not in self.names)
        return tuple(self.names.get(one) or _bare(one) for one in reversed(keys))

    def paths(self) -> list[Path]:
        """All paths, a collection before those below it, in the order in which they stand."""
        below: dict[str, list[str]] = {}
        for key in self.names:
            upper = self.above.get(key, "")
            below.setdefault(upper if upper in self.names else "", []).append(key)
        found, waiting, met = [], below.get("", [])[::-1], set()
        while waiting:
            key = waiting.pop()
            if key not in met:
                met.add(key)
                found.append(self.path(key))
                waiting += below.get(key, [])[::-1]
        return found


@dataclass(frozen=True, slots=True)
class Held:
    """An item of a library: its fields, its place, its names in the library, its own list of collections.

    ``parent`` is a name of the item that it belongs to.
    """

    item: Mapping[str, Any]
    where: Where
    names: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    parent: str = ""


def library_intake(held: Sequence[Held], tree: Collections, path: str, by: str, problems: list[Problem]) -> Intake:
    """The themes of a library; raise InputError where it holds no item.

    Attachments and notes stand in the first theme of their item, else in their own; an item that stands twice is a
    duplicate the second time. ``by`` is as in the BibTeX reader.
    """
    if not held:
        raise InputError(f"{path} holds no item of Zotero's", hint="choose a library or a collection and export again")
    reading = _Library(tree, by)
    members = [reading.member(one, problems) for one in _children_last(held)]
    order = tree.paths() if by in ("auto", "groups") else []
    if tree.unnamed:
        keys = ", ".join(map(_bare, list(tree.unnamed)[:5]))
        message = f"the file does not tell the names of these collections; their keys stand for them: {keys}"
        hint = "put the collections' own JSON into the array, or export as Better BibTeX JSON"
        problems.append(Problem("zotero-unnamed-collection", "info", message, Where(path), hint))
    intake = themes_of(members, path, problems, order)
    return replace(intake, themes=tuple(replace(one, references=_in_order(one.references)) for one in intake.themes))


def _bare(key: str) -> str:
    """A collection's key without its library."""
    return key.rpartition("/")[2] or key


def _in_order(references: Iterable[Reference]) -> tuple[Reference, ...]:
    return tuple(sorted(references, key=lambda one: one.where.line))


def _children_last(held: Sequence[Held]) -> list[Held]:
    """Items before what belongs to them, annotations of attachments last."""
    names = {name for one in held for name in one.names}
    own = [one for one in held if not one.parent or one.parent not in names]
    children = [one for one in held if one.parent and one.parent in names]
    return [*own, *sorted(children, key=lambda one: one.item.get("itemType") == "annotation")]


@dataclass(slots=True)
class _Library:
    tree: Collections
    by: str
    homes: dict[str, list[Path]] = field(default_factory=dict)

    def member(self, one: Held, problems: list[Problem]) -> tuple[Reference, list[Path]]:
        """An item's reference and its themes."""
        again = any(name in self.homes for name in one.names)
        data = csl_of(one.item)
        if str(one.item.get("itemType")) in NO_WORKS or one.item.get("deleted"):
            reference, paths = aside(one.item, one.where), list(self.paths(one, data))[:1]
            paths = self.homes.get(one.parent, paths)[:1] if one.parent else paths
        else:
            reference, more = reference_of(data, one.where)
            problems += more
            paths = list(self.paths(one, data))
        self.homes |= {name: paths for name in one.names if name not in self.homes}
        return (replace(reference, outcome="duplicate") if again else reference), paths

    def paths(self, one: Held, data: Mapping[str, Any]) -> Iterator[Path]:
        if self.by == "keywords":
            yield from ((label,) for label in labels_of(data))
        elif self.by != "file":
            keys = [*one.collections, *(key for name in one.names for key in self.tree.members.get(name, ()))]
            yield from map(self.tree.path, dict.fromkeys(keys))
