"""Reading lists that are CSL-JSON: Zotero's and pandoc's exports, and bertbib's own lock.

The form is the schema's (https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json): an
array of items; ``{"items": [...]}`` is taken too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, get_args

from bertbib.config import BIB_THEMES
from bertbib.model import InputError, Intake, Link, Outcome, Problem, Reference, Where
from bertbib.model.reference import Role
from bertbib.readers.csl_values import aliases, citation_key, identifiers, own_of, stated_item
from bertbib.readers.memberships import Path, themes_of
from bertbib.text.titles import plain

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
_ROLES = get_args(Role)


@dataclass(frozen=True, slots=True)
class CslJsonReader:
    """Reads ``.json`` files that hold CSL items; ``by`` as in the BibTeX reader: categories are the groups here."""

    suffixes: tuple[str, ...] = (".json", ".csljson")
    by: str = "auto"

    def themed(self, by: str) -> CslJsonReader:
        """A reader like it with themes of another making."""
        return replace(self, by=by) if by in BIB_THEMES else self

    def sniff(self, text: str) -> bool:
        """Whether a text is JSON by its first character; whether it is CSL is told by reading it."""
        return re.match(r"[\ufeff\s]*(?:\[\s*[\]{]|\{\s*[\"}])", text[:2000]) is not None

    def read(self, text: str, path: str) -> Intake:
        """The file's themes; raise InputError where it is no JSON, or JSON of another form."""
        items, lines = _items(text, path)
        problems: list[Problem] = []
        members: list[tuple[Reference, list[Path]]] = []
        for number, data in enumerate(items):
            where = Where(path, lines(number))
            if not isinstance(data, dict):
                problems.append(Problem("csl-no-item", "error", "not read: this is not an item of CSL-JSON", where))
                continue
            reference, more = _reference(data, where)
            problems += more
            members.append((reference, list(_paths(data, self.by))))
        if not members:
            raise InputError(f"{path} holds no item of CSL-JSON", hint=_HINT)
        return themes_of(members, path, problems)


READER = CslJsonReader()


def works(text: str, path: str) -> tuple[list[tuple[list[str], Callable[[], Reference]]], list[Problem]]:
    """All items: the keys that cite each and what makes its reference; no item where the text is no CSL-JSON."""
    try:
        items, lines = _items(text, path)
    except InputError as error:
        return [], [Problem("bibliography-unread", "warning", error.message, error.where or Where(path), error.hint)]
    found: list[tuple[list[str], Callable[[], Reference]]] = []
    for number, data in enumerate(items):
        if isinstance(data, dict) and (key := citation_key(data)):
            make = partial(_made, data, Where(path, lines(number)))
            found.append(([key, *aliases(data)], make))
    return found, []


def _made(data: Mapping[str, Any], where: Where) -> Reference:
    return _reference(data, where)[0]


def _items(text: str, path: str) -> tuple[list[Any], Callable[[int], int]]:
    """The items of a text, and what tells the line of the n-th; raise InputError where there are none."""
    if not text.strip("\ufeff \t\r\n"):
        raise InputError(f"{path} is empty", hint=_HINT)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"this is not valid JSON: {error.msg}", where=Where(path, error.lineno), hint=_HINT) from None
    except (ValueError, RecursionError):
        raise InputError(
            "this JSON is nested too deeply, or holds a number of too many digits", where=Where(path), hint=_HINT
        ) from None
    items = _array(document, path)
    _refuse_others(items, path)
    return items, _lines_of_items(text, items)


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


def _lines_of_items(text: str, items: list[Any]) -> Callable[[int], int]:
    """What tells the line on which the n-th item begins: the decoder does not, so the text is walked once more."""
    lines: dict[int, int] = {}

    def line(number: int) -> int:
        if not lines:
            found = _starts(text)
            lines.update({place: next(found, 0) for place, item in enumerate(items) if isinstance(item, dict | list)})
        return lines.get(number, 0)

    return line


_MARK = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}\n]', re.DOTALL)


def _starts(text: str) -> Iterator[int]:
    """The lines of the objects and arrays in the outermost array, or in the one named ``items``."""
    line, depth, wanted = 1, 0, -1
    named = False
    for found in _MARK.finditer(text):
        mark = found[0]
        if mark == "\n":
            line += 1
        elif mark[0] == '"':
            named = depth == 1 and mark == '"items"'
            line += mark.count("\n")
        elif mark in "[{":
            if wanted < 0 and mark == "[" and (depth == 0 or named):
                wanted = depth + 1
            elif depth == wanted:
                yield line
            depth += 1
        else:
            depth -= 1
            if depth < wanted:
                return


def _reference(data: Mapping[str, Any], where: Where) -> tuple[Reference, list[Problem]]:
    problems: list[Problem] = []
    stated = stated_item(data, where, problems)
    ids = tuple(identifiers(data))
    title = " ".join(plain(stated.title).split())
    outcome: Outcome = "paper" if ids else "no-link" if title else "could-not-tell"
    links = [
        Link(link["role"], str(link.get("label", "")), link["url"])
        for link in own_of(data).get("links", ())
        if isinstance(link, dict) and isinstance(link.get("url"), str) and link.get("role") in _ROLES
    ]
    return (
        Reference(
            title=title,
            where=where,
            outcome=outcome,
            ids=ids,
            url=stated.URL or None,
            year=stated.issued.year if stated.issued else None,
            links=tuple(links),
            stated=stated,
            key=citation_key(data) or None,
        ),
        problems,
    )


def _paths(data: Mapping[str, Any], by: str) -> Iterator[Path]:
    """The themes that an item names: its categories or collections, or its keywords."""
    names: list[Any] = []
    apart: str | None = " > "
    if by in ("auto", "groups"):
        for field in ("categories", "collections"):
            value = data.get(field)
            names += value if isinstance(value, list) else [value] if isinstance(value, str) else []
        apart = "/" if "collections" in data else None
    elif by == "keywords":
        value = data.get("keyword", data.get("keywords", ""))
        names = re.split("[,;]", value) if isinstance(value, str) else value if isinstance(value, list) else []
    for name in names:
        name = name.get("name") if isinstance(name, dict) else name
        parts = (name.split(apart) if apart else [name]) if isinstance(name, str) else []
        path = tuple(" ".join(part.split()) for part in parts if part.strip())
        if path:
            yield path
