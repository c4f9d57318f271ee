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
from bertbib.readers.csl_extras import escaped, extra_of, names_of, own_of
from bertbib.readers.extra_lines import ExtraLines, extra_lines
from bertbib.readers.written_dates import date_parts
from bertbib.text.links import identifiers_in, parse_identifier

_EPRINT_PLACES = ("number", "archive_location", "archive-location", "note", "URL", "eprint")


def citation_key(data: Mapping[str, Any], said: ExtraLines | None = None) -> str:
    """The citation key: the item's own, else the note's, else its id, unless that is a number or an address in Zotero.

    ``said`` is what the note says, where it is known already.
    """
    for name in ("citation-key", "citationKey", "citekey"):
        if isinstance(data.get(name), str) and data[name].strip():
            return str(data[name]).strip()
    line = (said or noted(data)).key
    if line:
        return line
    identity = data.get("id")
    text = str(identity).strip() if isinstance(identity, str | int) and not isinstance(identity, bool) else ""
    return "" if re.match(r"https?://|\d+(?:/[A-Z0-9]{8})?$|ITEM-\d+$", text) or " " in text else text


def aliases(data: Mapping[str, Any]) -> list[str]:
    """Old keys that still cite an entry: of a lock, or named in the note."""
    own = own_of(data)
    return [alias for alias in own.get("aliases", ()) if isinstance(alias, str)] if own else noted(data).aliases


def noted(data: Mapping[str, Any]) -> ExtraLines:
    """What the note says, where Zotero keeps what CSL has no variable for."""
    note = data.get("note")
    if isinstance(note, list):
        note = "\n".join(line for line in note if isinstance(line, str))
    return extra_lines(note) if isinstance(note, str) and note and not own_of(data) else ExtraLines()


def stated_item(data: Mapping[str, Any], where: Where, problems: list[Problem], said: ExtraLines) -> Item:
    """The facts of an item, ``said`` those of its note; a value that has not CSL's form is left out and told."""
    facts = _facts(data, said)
    extra = extra_of(data, said)
    issued = facts.get("issued")
    if isinstance(issued, str) and issued.strip():
        extra["year"] = escaped(facts.pop("issued"))  # "in press"
    for _attempt in range(len(facts) + 1):
        try:
            return item_from_csl(facts, tuple(extra.items()))
        except ValueError as error:
            name = str(error).partition(" ")[0]
            message = f"left out of {_called(data)}: {error}"
            problems.append(Problem("csl-odd-value", "warning", message, where))
            if name not in facts:
                break
            del facts[name]
    return Item(title=str(data.get("title", "")), extra=tuple(extra.items()))


def _called(data: Mapping[str, Any]) -> str:
    identity = data.get("id")
    return str(identity) if isinstance(identity, str | int) else "an item"


def _facts(data: Mapping[str, Any], said: ExtraLines) -> dict[str, Any]:
    """CSL's variables as they are stated; what the note says fills gaps, and decides the type and the date."""
    facts = {name: value for name, value in data.items() if value not in (None, "", [], {})}
    if not facts.get("DOI") and "doi" in facts:
        facts["DOI"] = facts["doi"]
    for variable, value in said.variables.items():
        if variable in ("type", "issued"):
            facts[variable] = value
        else:
            facts.setdefault(variable, value)
    for role, names in said.names.items():
        facts.setdefault(role, names)
    if doi := next((one.value for one in said.ids if one.scheme == "doi"), ""):
        facts.setdefault("DOI", doi)
    facts["type"] = facts["type"] if isinstance(facts.get("type"), str) else "document"
    for name in {"author", "editor"} & facts.keys():
        facts[name] = names_of(facts[name])
    if "issued" in facts:
        facts["issued"] = _date(facts["issued"])
    return facts


def _date(value: Any) -> Any:
    """A date in CSL's form: date-parts as they are, else what a text says; a text that names no year stays one."""
    if isinstance(value, dict) and value.get("date-parts"):
        parts = value["date-parts"]
        first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else parts
        numbers = [int(part) for part in first[:3] if _is_number(part)] if isinstance(first, list) else []
        fits = len(numbers) > 1 and 1 <= numbers[1] <= 12  # a month of 13 or more is a season
        whole = fits and len(numbers) > 2 and 1 <= numbers[2] <= 31
        return {"date-parts": [numbers if whole else numbers[: 1 + fits]]} if numbers else value
    text = value = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else value
    if isinstance(value, dict) and "year" in value:  # as pandoc-citeproc wrote it
        named = [value[name] for name in ("year", "month", "day") if name in value]
        return _date({"date-parts": [named]}) if all(map(_is_number, named)) else str(value["year"])
    if isinstance(value, dict):
        text = next((value[name] for name in ("raw", "literal") if value.get(name)), "")
    if not isinstance(text, str | int) or isinstance(text, bool):
        return value
    parts = date_parts(str(text)) if not isinstance(text, int) or abs(text) < 10_000 else []
    return {"date-parts": [parts]} if parts else str(text) or value


def _is_number(part: Any) -> bool:
    return isinstance(part, int | str) and len(str(part)) < 6 and str(part).strip().lstrip("-").isdecimal()


def identifiers(data: Mapping[str, Any], said: ExtraLines | None = None) -> list[Identifier]:
    """The identifiers of an item, the most authoritative first; ``said`` as in ``citation_key``."""
    own = own_of(data).get("ids")
    if isinstance(own, list):
        return [Identifier.parse(text) for text in own if isinstance(text, str) and re.match(r"\w+:.", text)]
    found = dict.fromkeys(one for one in _named(data, said or noted(data)) if one is not None)
    ranks = {scheme: rank for rank, scheme in enumerate(SCHEMES)}
    return sorted(found, key=lambda one: ranks.get(one.scheme, len(ranks)))


def _named(data: Mapping[str, Any], said: ExtraLines) -> Iterator[Identifier | None]:
    def text(name: str) -> str:
        value = data.get(name)
        return str(value).strip() if isinstance(value, str | int) else ""

    for doi in (text("DOI"), text("doi")):
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
    yield from said.named()
    if re.fullmatch(r"\d{1,9}", text("PMID")):
        yield Identifier("pmid", text("PMID"))
    if (key := citation_key(data, said)).startswith("DBLP:"):
        yield parse_identifier("dblp:" + key[5:])
    if text("type") == "book" and (isbn := text("ISBN") or said.variables.get("ISBN", "")):
        yield parse_identifier("isbn:" + isbn.split()[0])
