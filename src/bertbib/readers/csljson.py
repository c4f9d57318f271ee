"""Reading lists that are CSL-JSON: Zotero's and pandoc's exports, and bertbib's own lock.

The form is the schema's (https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json): an
array of items; ``{"items": [...]}`` is taken too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bertbib.config import BIB_THEMES
from bertbib.model import InputError, Intake, Problem, Reference, Where
from bertbib.readers.csl_references import Work, paths_of, reference_of, work_of
from bertbib.readers.json_shapes import shape_of
from bertbib.readers.json_text import load
from bertbib.readers.memberships import Path, themes_of

_HINT = "CSL-JSON is an array of items, each with an id, a type and a title: export as `CSL JSON` or `Better CSL JSON`."
_NO_CSL: tuple[tuple[str, str], ...] = (
    ("config", "an export in Better BibTeX's own JSON form"),
    ("collections", "an export in Better BibTeX's own JSON form"),
    ("cells", "a notebook"),
    ("nbformat", "a notebook"),
    ("dependencies", "a package's description"),
    ("$schema", "a schema"),
    ("feed", "a feed"),
)
_KNOWN = frozenset(
    {"type", "title", "author", "editor", "issued", "DOI", "URL", "ISBN", "container-title", "publisher"}
)


@dataclass(frozen=True, slots=True)
class CslJsonReader:
    """Reads ``.json`` files that hold CSL items; ``by`` as in the BibTeX reader: categories are the groups here."""

    suffixes: tuple[str, ...] = (".json", ".csljson")
    by: str = "auto"

    def themed(self, by: str) -> CslJsonReader:
        """A reader like it with themes of another making."""
        return replace(self, by=by) if by in BIB_THEMES else self

    def sniff(self, text: str) -> bool:
        """Whether a text is JSON, and not Zotero's; whether it is CSL is told by reading it."""
        return shape_of(text) == "csljson"

    def read(self, text: str, path: str) -> Intake:
        """The file's themes; raise InputError where it is no JSON, or JSON of another form."""
        items, lines = _items(text, path)
        return intake_of(zip(items, lines, strict=True), path, self.by, "CSL-JSON", _HINT)


READER = CslJsonReader()


def intake_of(items: Iterable[tuple[Any, int]], path: str, by: str, form: str, hint: str) -> Intake:
    """The themes of CSL items, each with its line; raise InputError where no item is among them.

    ``form`` names the format, ``hint`` says what it looks like.
    """
    problems: list[Problem] = []
    members: list[tuple[Reference, list[Path]]] = []
    for data, line in items:
        where = Where(path, line)
        if not isinstance(data, dict):
            problems.append(Problem("csl-no-item", "error", f"not read: this is not an item of {form}", where))
            continue
        reference, more = reference_of(data, where)
        problems += more
        members.append((reference, list(paths_of(data, by))))
    if not members:
        raise InputError(f"{path} holds no item of {form}", hint=hint)
    return themes_of(members, path, problems)


def works(text: str, path: str) -> tuple[list[Work], list[Problem]]:
    """All items: the keys that cite each and what makes its reference; no item where the text is no CSL-JSON."""
    try:
        items, lines = _items(text, path)
    except InputError as error:
        return [], [Problem("bibliography-unread", "warning", error.message, error.where or Where(path), error.hint)]
    found = (
        work_of(data, Where(path, line)) for data, line in zip(items, lines, strict=True) if isinstance(data, dict)
    )
    return [work for work in found if work], []


def _items(text: str, path: str) -> tuple[list[Any], list[int]]:
    """The items of a text, and the lines on which they start; raise InputError where there are none."""
    document, lines = load(text, path, _HINT)
    items = _array(document, path)
    _refuse_others(items, path)
    return items, lines["" if items is document else "items"]


def _array(document: Any, path: str) -> list[Any]:
    """The array of items; raise InputError where there is none."""
    items = document.get("items") if isinstance(document, dict) else document
    reason = next((name for key, name in _NO_CSL if key in document), "") if isinstance(document, dict) else ""
    if isinstance(items, list) and not reason:
        return items
    what = f"this is {reason}, not CSL-JSON" if reason else "this JSON is not CSL-JSON: it holds no array of items"
    raise InputError(what, where=Where(path), hint=_HINT)


def _refuse_others(items: list[Any], path: str) -> None:
    """Raise InputError for an array of something else."""
    objects = [item for item in items if isinstance(item, dict)]
    if items and not objects:
        raise InputError("this JSON is not CSL-JSON: its array holds no objects", where=Where(path), hint=_HINT)
    if any(
        "itemType" in item or (isinstance(item.get("data"), dict) and "itemType" in item["data"])
        for item in objects[:50]
    ):
        what = "this is Zotero's own JSON (itemType), not CSL-JSON"
        raise InputError(what, where=Where(path), hint=_HINT)
    fitting = sum(len(_KNOWN & item.keys()) >= 2 or ("title" in item and "id" in item) for item in objects)
    if objects and fitting * 2 < len(objects):
        raise InputError(
            "this JSON is not CSL-JSON: its objects have no type, title or author", where=Where(path), hint=_HINT
        )
