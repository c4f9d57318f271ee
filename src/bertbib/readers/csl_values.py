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
from bertbib.readers.extra_lines import ExtraLines, extra_lines
from bertbib.readers.written_dates import date_parts
from bertbib.text.links import identifiers_in, parse_identifier

_KEPT_EXTRA = (
    ("abstract", "abstract"),
    ("keyword", "keywords"),
    ("language", "language"),
    ("annote", "annote"),
    ("edition", "edition"),
    ("ISSN", "issn"),
    ("title-short", "shorttitle"),
    ("PMID", "pmid"),
    ("PMCID", "pmcid"),
)
_NAMES = {
    "translator": "translator", "container-author": "bookauthor", "collection-editor": "serieseditor",
    "contributor": "contributor", "director": "director", "producer": "producer", "scriptwriter": "scriptwriter",
    "recipient": "recipient", "interviewer": "interviewer", "composer": "composer", "reviewed-author": "reviewedauthor",
    "guest": "guest", "host": "host", "performer": "performer", "narrator": "narrator", "castMember": "castmember",
    "commenter": "commenter", "cosponsor": "cosponsor", "counsel": "counsel", "wordsBy": "wordsby",
    "attorneyAgent": "attorneyagent", "chair": "chair", "compiler": "compiler", "curator": "curator",
    "illustrator": "illustrator", "organizer": "organizer", "original-author": "originalauthor",
    "editorial-director": "editorialdirector", "executiveProducer": "executiveproducer",
}  # fmt: skip
"""CSL's and Zotero's further kinds of names -> fields, biblatex's where it has one."""

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


def own_of(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What bertbib's lock keeps beside CSL's variables."""
    custom = data.get("custom")
    own = custom.get("bertbib") if isinstance(custom, dict) else None
    return own if isinstance(own, dict) else {}


def noted(data: Mapping[str, Any]) -> ExtraLines:
    """What the note says, where Zotero keeps what CSL has no variable for."""
    note = data.get("note")
    if isinstance(note, list):
        note = "\n".join(line for line in note if isinstance(line, str))
    return extra_lines(note) if isinstance(note, str) and note and not own_of(data) else ExtraLines()


def stated_item(data: Mapping[str, Any], where: Where, problems: list[Problem], said: ExtraLines) -> Item:
    """The facts of an item, ``said`` those of its note; a value that has not CSL's form is left out and told."""
    facts = _facts(data, said)
    extra = _extra(data, said)
    issued = facts.get("issued")
    if isinstance(issued, str) and issued.strip():
        extra["year"] = _escaped(facts.pop("issued"))  # "in press"
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
        facts[name] = _names(facts[name])
    if "issued" in facts:
        facts["issued"] = _date(facts["issued"])
    return facts


def _names(value: Any) -> Any:
    """Names in CSL's form; a name that is a text alone is taken as it is."""
    listed = [value] if isinstance(value, str | dict) else value
    return (
        [{"literal": name} if isinstance(name, str) else name for name in listed] if isinstance(listed, list) else value
    )


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


def _extra(data: Mapping[str, Any], said: ExtraLines) -> dict[str, str]:
    """The texts without a variable in ``Item``, under BibTeX's names and with TeX's special characters escaped."""
    own = own_of(data).get("extra")
    if isinstance(own, dict):
        return {name: value for name, value in own.items() if isinstance(value, str)}
    extra = {name: text for variable, name in _KEPT_EXTRA if (text := _escaped(data.get(variable)))}
    if note := _escaped(said.rest):
        extra["note"] = note
    for variable, name in _NAMES.items():
        if variable in data and (people := _people(data[variable])):
            extra[name] = people
    extra |= {name: _escaped(value) for name, value in said.numbers.items()}
    if said.primary_class:
        extra["primaryclass"] = said.primary_class
    for name, value in said.variables.items():
        if name in _VARIABLES_KEPT:
            extra.setdefault(_VARIABLES_KEPT[name], _escaped(value))
    extra |= {name: value if raw else _escaped(value) for name, (value, raw) in said.fields.items()}
    return {name: extra[name] for name in (*_FIRST, *extra) if name in extra}


_VARIABLES_KEPT = dict(_KEPT_EXTRA)
_FIRST = ("abstract", "note", "keywords")


def _escaped(value: Any) -> str:
    """A text, a number or a list of these as TeX in one line; empty for anything else."""
    if isinstance(value, list):
        value = ", ".join(str(one) for one in value if isinstance(one, str | int))
    if not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
        return ""
    from bertbib.text.tex import escape  # only items that say more than CSL's usual variables

    return escape(" ".join(str(value).split()))


def _people(value: Any) -> str:
    """Names without a variable in ``Item`` as a field of BibTeX's."""
    from bertbib.text.names import to_bibtex_name  # few items have any
    from bertbib.text.tex import escape_between_braces  # as above

    try:
        names = item_from_csl({"author": _names(value)}).author
    except ValueError:
        return ""
    return escape_between_braces(" and ".join(text for name in names if (text := to_bibtex_name(name))))


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
    if text("type") == "book" and text("ISBN"):
        yield parse_identifier("isbn:" + text("ISBN").split()[0])
