"""Reading lists that are CSL-JSON: Zotero's and pandoc's exports, and bertbib's own lock.

The form is the schema's (https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json): an
array of items; ``{"items": [...]}`` is taken too. Real exports deviate from it (dates as text, numbers as text), and one
odd value costs that value only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, get_args

from bertbib.config import BIB_THEMES
from bertbib.crosswalk import item_from_csl
from bertbib.model import Identifier, InputError, Intake, Item, Link, Outcome, Problem, Reference, Where
from bertbib.model.identifier import SCHEMES
from bertbib.model.reference import Role
from bertbib.readers.memberships import Path, themes_of
from bertbib.text.links import identifiers_in, parse_identifier
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
_KNOWN = frozenset({"type", "title", "author", "editor", "issued", "DOI", "URL", "ISBN", "container-title", "publisher"})
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)(?:-(\d\d)(?!\d)(?:-(\d\d)(?!\d))?)?")
_LINE_ID = re.compile(r"^[ \t]*(PMID|PMCID|arXiv|DOI|ISBN|Citation Key|bibtex|tex\.\w+|original-\w+)[ \t]*[:=][ \t]*(.+?)[ \t]*$", re.M | re.I)
_KEPT_EXTRA = (("abstract", "abstract"), ("note", "note"), ("keyword", "keywords"), ("language", "language"), ("annote", "annote"))
_ROLES = get_args(Role)
_EPRINT_PLACES = ("number", "archive_location", "archive-location", "note", "URL", "eprint")


@dataclass(frozen=True, slots=True)
class CslJsonReader:
    """Reads ``.json`` files that hold CSL items; ``by`` as in the BibTeX reader: categories are the groups here."""

    suffixes: tuple[str, ...] = (".json", ".csljson")
    by: str = "auto"

    def themed(self, by: str) -> CslJsonReader:
        """This reader with themes of another making."""
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
        if isinstance(data, dict) and (key := _key(data)):
            make = partial(_made, data, Where(path, lines(number)))
            found.append(([key, *_aliases(data)], make))
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
        raise InputError("this JSON is nested too deeply, or holds a number of too many digits", where=Where(path), hint=_HINT) from None
    items = document.get("items") if isinstance(document, dict) else document
    if isinstance(document, dict):
        reason = next((name for key, name in _NO_CSL if key in document), "")
        if reason or not isinstance(items, list):
            what = f"this is {reason}, not CSL-JSON" if reason else "this JSON is not CSL-JSON"
            raise InputError(what, where=Where(path), hint=_HINT)
    _refuse_others(items, path)
    return items, _lines_of_items(text, items)


def _refuse_others(items: Any, path: str) -> None:
    """Raise InputError for JSON that is an array of something else."""
    if not isinstance(items, list):
        raise InputError("this JSON is not CSL-JSON: it is no array", where=Where(path), hint=_HINT)
    objects = [item for item in items if isinstance(item, dict)]
    if items and not objects:
        raise InputError("this JSON is not CSL-JSON: its array holds no objects", where=Where(path), hint=_HINT)
    if any("itemType" in item or (isinstance(item.get("data"), dict) and "itemType" in item["data"]) for item in objects[:50]):
        what = "this is Zotero's own JSON (itemType), not CSL-JSON"
        raise InputError(what, where=Where(path), hint=_HINT)
    fitting = sum(len(_KNOWN & item.keys()) >= 2 or ("title" in item and "id" in item) for item in objects)
    if objects and fitting * 2 < len(objects):
        raise InputError("this JSON is not CSL-JSON: its objects have no type, title or author", where=Where(path), hint=_HINT)


def _lines_of_items(text: str, items: list[Any]) -> Callable[[int], int]:
    """What tells the line on which the n-th item begins: the decoder does not, so the text is walked once more."""
    lines: dict[int, int] = {}

    def line(number: int) -> int:
        if not lines:
            found = _starts(text)
            lines.update({place: next(found, 0) for place, item in enumerate(items) if isinstance(item, dict | list)})
        return lines.get(number, 0)

    return line


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}\n]', re.DOTALL)


def _starts(text: str) -> Iterator[int]:
    """The lines of the values of the outermost array, or of the one named ``items``, that are objects or arrays."""
    line, depth, wanted = 1, 0, -1
    named = False
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token == "\n":
            line += 1
        elif token[0] == '"':
            named = depth == 1 and token == '"items"'
            line += token.count("\n")
        elif token in "[{":
            if wanted < 0 and token == "[" and (depth == 0 or named):
                wanted = depth + 1
            elif depth == wanted:
                yield line
            depth += 1
        else:
            depth -= 1
            if depth < wanted:
                return


def _key(data: Mapping[str, Any]) -> str:
    """The citation key: the item's own, else its id, unless that is an address (stock Zotero's export without a key)."""
    for name in ("citation-key", "citationKey"):
        if isinstance(data.get(name), str) and data[name].strip():
            return str(data[name]).strip()
    noted = _noted(data).get("citation key") or _noted(data).get("bibtex")
    if noted:
        return noted
    identity = data.get("id")
    text = str(identity).strip() if isinstance(identity, str | int) and not isinstance(identity, bool) else ""
    return "" if "://" in text or "/" in text or " " in text else text


def _aliases(data: Mapping[str, Any]) -> list[str]:
    own = _own(data)
    return [alias for alias in own.get("aliases", ()) if isinstance(alias, str)] if own else []


def _own(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What bertbib's lock keeps beside CSL's variables."""
    custom = data.get("custom")
    own = custom.get("bertbib") if isinstance(custom, dict) else None
    return own if isinstance(own, dict) else {}


def _noted(data: Mapping[str, Any]) -> dict[str, str]:
    """The ``Name: value`` lines in a note, where Zotero keeps what CSL has no variable for."""
    note = data.get("note")
    return {found[1].lower(): found[2] for found in _LINE_ID.finditer(note[:20000])} if isinstance(note, str) else {}


def _reference(data: Mapping[str, Any], where: Where) -> tuple[Reference, list[Problem]]:
    problems: list[Problem] = []
    stated = _stated(data, where, problems)
    ids = tuple(_identifiers(data))
    title = " ".join(plain(stated.title).split())
    outcome: Outcome = "paper" if ids else "no-link" if title else "could-not-tell"
    links = [
        Link(link["role"], str(link.get("label", "")), link["url"])
        for link in _own(data).get("links", ())
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
            key=_key(data) or None,
        ),
        problems,
    )


def _stated(data: Mapping[str, Any], where: Where, problems: list[Problem]) -> Item:
    """The facts of an item; a value that has not CSL's form is left out and told."""
    facts = {name: value for name, value in data.items() if value not in (None, "", [], {})}
    facts["type"] = facts["type"] if isinstance(facts.get("type"), str) else "document"
    for name in {"author", "editor"} & facts.keys():
        facts[name] = _names(facts[name])
    if "issued" in facts:
        facts["issued"] = _date(facts["issued"])
    if not facts.get("DOI") and "doi" in facts:
        facts["DOI"] = facts["doi"]
    extra = tuple(_extra(data))
    for _attempt in range(len(facts) + 1):
        try:
            return item_from_csl(facts, extra)
        except ValueError as error:
            name = str(error).partition(" ")[0]
            message = f"left out of {data.get('id', 'an item')}: {error}"
            problems.append(Problem("csl-odd-value", "warning", message, where))
            if name not in facts:
                break
            del facts[name]
    return Item(title=str(data.get("title", "")), extra=extra)


def _names(value: Any) -> Any:
    """Names in CSL's form; a name that is a text alone is taken as it is."""
    listed = [value] if isinstance(value, str | dict) else value
    return [{"literal": name} if isinstance(name, str) else name for name in listed] if isinstance(listed, list) else value


def _date(value: Any) -> Any:
    """A date in CSL's form: date-parts as they are, else the year (month, day) out of a text."""
    if isinstance(value, dict) and value.get("date-parts"):
        parts = value["date-parts"]
        first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
        numbers = [int(part) for part in first[:3] if str(part).strip().lstrip("-").isdecimal() and len(str(part)) < 6]
        fits = len(numbers) > 1 and 1 <= numbers[1] <= 12  # a month of 13 or more is a season
        whole = fits and len(numbers) > 2 and 1 <= numbers[2] <= 31
        return {"date-parts": [numbers if whole else numbers[: 1 + fits]]} if numbers else value
    text = value if isinstance(value, str | int) else ""
    if isinstance(value, dict):
        text = value.get("raw") or value.get("literal") or value.get("year") or ""
    found = _YEAR.search(str(text))
    if not found:
        return value
    return {"date-parts": [[int(part) for part in found.groups() if part]]}


def _extra(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts without a variable in ``Item``, under BibTeX's names and with TeX's special characters escaped."""
    own = _own(data).get("extra")
    if isinstance(own, dict):
        yield from ((name, value) for name, value in own.items() if isinstance(value, str))
        return
    from bertbib.text.tex import escape  # only items that say more than CSL's usual variables

    for variable, name in _KEPT_EXTRA:
        value = data.get(variable)
        text = ", ".join(map(str, value)) if isinstance(value, list) else value
        if isinstance(text, str) and text.strip():
            yield name, escape(" ".join(text.split()))


def _identifiers(data: Mapping[str, Any]) -> list[Identifier]:
    """The identifiers of an item, the most authoritative first."""
    own = _own(data).get("ids")
    if isinstance(own, list):
        return [Identifier.parse(text) for text in own if isinstance(text, str) and re.match(r"\w+:.", text)]
    found = dict.fromkeys(one for one in _named(data) if one is not None)
    ranks = {scheme: rank for rank, scheme in enumerate(SCHEMES)}
    return sorted(found, key=lambda one: ranks.get(one.scheme, len(ranks)))


def _named(data: Mapping[str, Any]) -> Iterator[Identifier | None]:
    def text(name: str) -> str:
        value = data.get(name)
        return str(value).strip() if isinstance(value, str | int) else ""

    noted = _noted(data)
    for doi in (text("DOI"), text("doi"), noted.get("doi", "")):
        if doi:
            yield parse_identifier(doi) or parse_identifier("doi:" + doi)
    if text("URL"):
        yield parse_identifier(text("URL"))
    on_arxiv = "arxiv" in (text("archive") + text("publisher") + text("container-title")).lower()
    for place in _EPRINT_PLACES:
        value = text(place)
        yield from (one for one in identifiers_in(value[:2000]) if one.scheme == "arxiv")
        if on_arxiv and place != "note" and value:
            yield parse_identifier("arxiv:" + value.removeprefix("arXiv:"))
    if "arxiv" in noted:
        yield parse_identifier("arxiv:" + noted["arxiv"].split()[0])
    if text("type") == "book" and text("ISBN"):
        yield parse_identifier("isbn:" + text("ISBN").split()[0])


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
