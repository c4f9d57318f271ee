"""JSON of Zotero's web and local API: items as ``{"key": ..., "version": ..., "data": {...}}``, alone or in an array.

The form is that of https://www.zotero.org/support/dev/web_api/v3/basics ("Retrieving items"). An array may also hold
collections (the answer to ``/collections``), which gives the themes their names; items without the envelope are read
too.
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

_HINT = "save the API's answer to `/items?format=json`, or export as `BetterBibTeX JSON`"


@dataclass(frozen=True, slots=True)
class ZoteroJsonReader:
    """Reads answers of Zotero's API; ``by`` as in the BibTeX reader: collections are the groups here."""

    suffixes: tuple[str, ...] = (".json",)
    by: str = "auto"

    def themed(self, by: str) -> ZoteroJsonReader:
        """A reader like it with themes of another making."""
        return replace(self, by=by) if by in BIB_THEMES else self

    def sniff(self, text: str) -> bool:
        """Whether a text's first names are Zotero's, and not those of Better BibTeX's export."""
        return shape_of(text) == "zoterojson"

    def read(self, text: str, path: str) -> Intake:
        """The collections as themes; raise InputError where the text is cut off or holds no items."""
        document, places = load(text, path, _HINT)
        objects: list[Any]
        if isinstance(document, list):
            objects, lines = document, places[""]
        elif isinstance(document, dict):
            inner = document.get("data")
            objects, lines = (inner, places["data"]) if isinstance(inner, list) else ([document], [_first(text)])
        else:
            raise InputError("this JSON holds no item of Zotero's", where=Where(path), hint=_HINT)
        problems: list[Problem] = []
        tree = Collections()
        held = list(_all_held(objects, [Where(path, line) for line in lines], tree, problems))
        if objects and not held and not tree.names:
            raise InputError("this JSON holds no item of Zotero's", where=Where(path), hint=_HINT)
        return library_intake(held, tree, path, self.by, problems)


READER = ZoteroJsonReader()


def _first(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n", 0, text.find("{")) + 1


def _all_held(objects: list[Any], places: list[Where], tree: Collections, problems: list[Problem]) -> Iterator[Held]:
    """The items; the collections among the objects go into the tree."""
    for one, where in zip(objects, places, strict=True):
        data = _data(one)
        if data is None:
            problems.append(Problem("zotero-no-item", "error", "not read: this is not an item of Zotero's", where))
            continue
        library = _library(one)
        key = data.get("key") or one.get("key")
        name = f"{library}/{key}" if isinstance(key, str | int) and key else ""
        if "itemType" in data:
            listed = data.get("collections")
            keys = listed if isinstance(listed, list) else ()
            collections = tuple(f"{library}/{each}" for each in keys if isinstance(each, str))
            parent = data.get("parentItem")
            above = f"{library}/{parent}" if isinstance(parent, str) and parent else ""
            yield Held(_dated(data, one), where, (name,) if name else (), collections, above)
        elif name:
            parent = data.get("parentCollection")
            above = f"{library}/{parent}" if isinstance(parent, str) and parent else ""
            tree.add(name, data.get("name"), above)


def _data(one: object) -> Mapping[str, Any] | None:
    """The fields of an item or a collection, in their envelope or bare; None where it is neither."""
    if not isinstance(one, dict):
        return None
    data = one["data"] if isinstance(one.get("data"), dict) else one
    return data if "itemType" in data or ("name" in data and "parentCollection" in data) else None


def _library(one: Mapping[str, Any]) -> str:
    """The library of an object, for keys are unique in one library only."""
    library = one.get("library")
    identity = library.get("id") if isinstance(library, dict) else one.get("libraryID")
    return str(identity) if isinstance(identity, str | int) else ""


def _dated(data: Mapping[str, Any], one: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields, with the date as the server read it where none is stated."""
    meta = one.get("meta")
    parsed = meta.get("parsedDate") if isinstance(meta, dict) else None
    return {**data, "date": parsed} if isinstance(parsed, str) and not data.get("date") else data
