"""One item of CSL-JSON as real exports write it -> its key, facts and identifiers.

Dates come as texts, names and numbers too: an odd value costs that value only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bertbib.crosswalk import item_from_csl
from bertbib.model import Identifier, Item, Problem, Where
from bertbib.model.identifier import SCHEMES
from bertbib.text.links import identifiers_in, parse_identifier

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)(?:-(\d\d)(?!\d)(?:-(\d\d)(?!\d))?)?")
_LINE_ID = re.compile(
    r"^[ \t]*(PMID|PMCID|arXiv|DOI|ISBN|Citation Key|bibtex|tex\.\w+|original-\w+)[ \t]*[:=][ \t]*(.+?)[ \t]*$",
    re.M | re.I,
)
_KEPT_EXTRA = (
    ("abstract", "abstract"),
    ("note", "note"),
    ("keyword", "keywords"),
    ("language", "language"),
    ("annote", "annote"),
)
_EPRINT_PLACES = ("number", "archive_location", "archive-location", "note", "URL", "eprint")


def citation_key(data: Mapping[str, Any]) -> str:
    """The citation key: the item's own, else its id, unless that is a number or an address in Zotero."""
    for name in ("citation-key", "citationKey"):
        if isinstance(data.get(name), str) and data[name].strip():
            return str(data[name]).strip()
    line = noted(data).get("citation key") or noted(data).get("bibtex")
    if line:
        return line
    identity = data.get("id")
    text = str(identity).strip() if isinstance(identity, str | int) and not isinstance(identity, bool) else ""
    return "" if re.match(r"https?://|\d+(?:/[A-Z0-9]{8})?$|ITEM-\d+$", text) or " " in text else text


def aliases(data: Mapping[str, Any]) -> list[str]:
    """Old keys that still cite an entry of a lock."""
    own = own_of(data)
    return [alias for alias in own.get("aliases", ()) if isinstance(alias, str)] if own else []


def own_of(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What bertbib's lock keeps beside CSL's variables."""
    custom = data.get("custom")
    own = custom.get("bertbib") if isinstance(custom, dict) else None
    return own if isinstance(own, dict) else {}


def noted(data: Mapping[str, Any]) -> dict[str, str]:
    """The ``Name: value`` lines in a note, where Zotero keeps what CSL has no variable for."""
    note = data.get("note")
    return {found[1].lower(): found[2] for found in _LINE_ID.finditer(note[:20000])} if isinstance(note, str) else {}


def stated_item(data: Mapping[str, Any], where: Where, problems: list[Problem]) -> Item:
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
    return (
        [{"literal": name} if isinstance(name, str) else name for name in listed] if isinstance(listed, list) else value
    )


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
    own = own_of(data).get("extra")
    if isinstance(own, dict):
        yield from ((name, value) for name, value in own.items() if isinstance(value, str))
        return
    from bertbib.text.tex import escape  # only items that say more than CSL's usual variables

    for variable, name in _KEPT_EXTRA:
        value = data.get(variable)
        text = ", ".join(map(str, value)) if isinstance(value, list) else value
        if isinstance(text, str) and text.strip():
            yield name, escape(" ".join(text.split()))


def identifiers(data: Mapping[str, Any]) -> list[Identifier]:
    """The identifiers of an item, the most authoritative first."""
    own = own_of(data).get("ids")
    if isinstance(own, list):
        return [Identifier.parse(text) for text in own if isinstance(text, str) and re.match(r"\w+:.", text)]
    found = dict.fromkeys(one for one in _named(data) if one is not None)
    ranks = {scheme: rank for rank, scheme in enumerate(SCHEMES)}
    return sorted(found, key=lambda one: ranks.get(one.scheme, len(ranks)))


def _named(data: Mapping[str, Any]) -> Iterator[Identifier | None]:
    def text(name: str) -> str:
        value = data.get(name)
        return str(value).strip() if isinstance(value, str | int) else ""

    lines = noted(data)
    for doi in (text("DOI"), text("doi"), lines.get("doi", "")):
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
    if "arxiv" in lines:
        yield parse_identifier("arxiv:" + lines["arxiv"].split()[0])
    if text("type") == "book" and text("ISBN"):
        yield parse_identifier("isbn:" + text("ISBN").split()[0])
