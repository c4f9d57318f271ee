"""Better BibTeX's own JSON: ``config``, ``items`` in Zotero's fields, and the tree of ``collections``.

The form is what its exporter "BetterBibTeX JSON" writes (https://retorque.re/zotero-better-bibtex/exporting/): items
hold their ``attachments`` and ``notes``; collections hold the ``itemID`` of their items and the keys of those below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bertbib.config import BIB_THEMES
from bertbib.model import InputError, Intake, Problem, Where
from bertbib.readers.json_shapes import shape_of
from bertbib.readers.json_text import load
from bertbib.readers.zotero_library import Collections, Held, library_intake

_HINT = "export the library or a collection as `BetterBibTeX JSON`"
_MOST_LEVELS = 30


@dataclass(frozen=True, slots=True)
class BetterBibtexJsonReader:
    """Reads exports in the form "BetterBibTeX JSON"; ``by`` as in the BibTeX reader: collections are the groups."""

    suffixes: tuple[str, ...] = (".json",)
    by: str = "auto"

    def themed(self, by: str) -> BetterBibtexJsonReader:
        """A reader like it with themes of another making."""
        return replace(self, by=by) if by in BIB_THEMES else self

    def sniff(self, text: str) -> bool:
        """Whether a text's first names are this export's."""
        return shape_of(text) == "bbtjson"

    def read(self, text: str, path: str) -> Intake:
        """The collections as themes; raise InputError where the text is cut off or holds no items."""
        document, lines = load(text, path, _HINT)
        items = document.get("items") if isinstance(document, dict) else None
        if not isinstance(items, list):
            raise InputError("this JSON is no export of Better BibTeX: it has no items", where=Where(path), hint=_HINT)
        problems: list[Problem] = []
        held = list(_all_held(zip(items, lines["items"], strict=True), path, problems))
        return library_intake(held, collections_of(document.get("collections")), path, self.by, problems)


READER = BetterBibtexJsonReader()


def _all_held(items: Iterator[tuple[Any, int]], path: str, problems: list[Problem]) -> Iterator[Held]:
    for number, (item, line) in enumerate(items):
        where = Where(path, line)
        if not isinstance(item, dict):
            problems.append(Problem("zotero-no-item", "error", "not read: this is not an item of Zotero's", where))
            continue
        held = _held(item, where)
        held = held if held.names else replace(held, names=(f"#{number}",))
        yield held
        yield from _children(item, where, held.names[0])


def _held(item: Mapping[str, Any], where: Where, parent: str = "") -> Held:
    names = tuple(str(item[name]) for name in ("itemID", "itemKey", "key") if _is_name(item.get(name)))
    own = item.get("collections")
    collections = tuple(one for one in own if isinstance(one, str)) if isinstance(own, list) else ()
    stated = item.get("parentItem") or item.get("parentItemID") or ""
    return Held(item, where, names, collections, parent or (str(stated) if _is_name(stated) else ""))


def _is_name(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def _children(item: Mapping[str, Any], where: Where, parent: str) -> Iterator[Held]:
    """Its attachments and notes; a note may be a text alone."""
    for field, kind in (("attachments", "attachment"), ("notes", "note")):
        children = item.get(field)
        for child in children if isinstance(children, list) else ():
            if isinstance(child, dict):
                yield _held({"itemType": kind, **child}, where, parent)
            elif isinstance(child, str):
                yield Held({"itemType": kind, "note": child}, where, (), (), parent)


def collections_of(value: object) -> Collections:
    """The tree: an object of collections by key, or a list of them; those below are named, or stand inside."""
    tree = Collections()
    waiting = [(str(key), one, "", 0) for key, one in _named(value)][::-1]
    while waiting:
        key, one, above, depth = waiting.pop()
        key = one["key"] if isinstance(one.get("key"), str) and one["key"] else key
        items = one.get("items")
        tree.add(key, one.get("name"), above or one.get("parent") or "", items if isinstance(items, list) else ())
        nested = one.get("collections")
        for lower in nested if isinstance(nested, list) else ():
            if isinstance(lower, str):
                tree.add(lower, None, key)
        if depth < _MOST_LEVELS:
            below = [(f"{key}/{at}", lower) for at, lower in _named(nested)]
            waiting += [(name, lower, key, depth + 1) for name, lower in reversed(below)]
    return tree


def _named(value: object) -> list[tuple[object, dict[str, Any]]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(key, one) for key, one in pairs if isinstance(one, dict)]
