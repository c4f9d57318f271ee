"""Items <-> CSL-JSON objects.

The form is the schema's (https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json).
``id`` and ``extra`` are not part of it here: the first belongs to the entry, the second has no CSL variable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bertbib.model import Date, Item, Name

VARIABLES = {
    "type": "type",
    "title": "title",
    "author": "author",
    "editor": "editor",
    "issued": "issued",
    "container_title": "container-title",
    "collection_title": "collection-title",
    "event_title": "event-title",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "volume": "volume",
    "issue": "issue",
    "number": "number",
    "page": "page",
    "genre": "genre",
    "archive": "archive",
    "DOI": "DOI",
    "ISBN": "ISBN",
    "URL": "URL",
}
"""Attributes of Item -> CSL variables, in the order in which they are written."""

_ATTRIBUTES = {variable: attribute for attribute, variable in VARIABLES.items()}
_STRUCTURED = frozenset({"author", "editor", "issued"})

_NAME_PARTS = {
    "family": "family",
    "given": "given",
    "non_dropping_particle": "non-dropping-particle",
    "suffix": "suffix",
    "literal": "literal",
}

_AND_OTHERS = frozenset({"et al", "et al.", "others", "and others"})
"""What stands for the rest of a list where CSL has no word for it; BibTeX's is "others"."""


def item_to_csl(item: Item) -> dict[str, object]:
    """An item as the fields of a CSL-JSON object: only what is known, always in the same order, ``extra`` left out."""
    out: dict[str, object] = {}
    for attribute, variable in VARIABLES.items():
        value = getattr(item, attribute)
        if not value and attribute != "type":
            continue
        if isinstance(value, str):
            out[variable] = value
        elif isinstance(value, Date):
            out[variable] = {"date-parts": [_date_parts(value)]}
        else:
            out[variable] = [_name_to_csl(name) for name in value]
    return out


def _date_parts(date: Date) -> list[int]:
    """CSL has no day without its month; such a day is no date and is left out."""
    parts = [date.year]
    if date.month is not None:
        parts.append(date.month)
        if date.day is not None:
            parts.append(date.day)
    return parts


def _name_to_csl(name: Name) -> dict[str, str]:
    if name.family and name.given and not (name.non_dropping_particle or name.suffix or name.literal):
        return {"family": name.family, "given": name.given}  # measured: nearly all names, at a third of the price
    return {part: value for attribute, part in _NAME_PARTS.items() if (value := getattr(name, attribute))}


def item_from_csl(data: Mapping[str, object], extra: tuple[tuple[str, str], ...] = ()) -> Item:
    """The item of a CSL-JSON object, with facts beside it; variables that Item does not have are passed over.

    Numbers where CSL allows them (``"volume": 7``) become text. Raise ValueError, naming the variable, where a value
    has not the form that the schema asks for.
    """
    facts: dict[str, object] = {"extra": extra}
    for variable, value in data.items():
        attribute = _ATTRIBUTES.get(variable)
        if attribute is None:
            continue
        if type(value) is str and variable not in _STRUCTURED:
            facts[attribute] = value
        elif attribute in ("author", "editor"):
            facts[attribute] = _names_from_csl(value, variable)
        elif attribute == "issued":
            facts[attribute] = _date_from_csl(value, variable)
        else:
            facts[attribute] = _text(value, variable)
    return Item(**facts)  # type: ignore[arg-type]  # the keys are Item's own, each with a value of its type


def _text(value: object, variable: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f"{variable} is not a text")
    return value


def _names_from_csl(value: object, variable: str) -> tuple[Name, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError(f"{variable} is not a list of names")
    return tuple(_name_from_csl(name, variable) for name in value)


def _name_from_csl(value: object, variable: str) -> Name:
    if not isinstance(value, Mapping):
        raise ValueError(f"{variable} holds a name that is not an object")
    family, given = value.get("family"), value.get("given")
    if len(value) == 2 and type(family) is str and type(given) is str and given not in ("", "et"):
        return Name(family, given)  # measured: nearly all names, at a quarter of the price
    for part, text in value.items():
        if part in (*_NAME_PARTS.values(), "dropping-particle") and not isinstance(text, str):
            raise ValueError(f"{variable} holds a name whose {part} is not a text")
    parts = {attribute: value.get(part, "") for attribute, part in _NAME_PARTS.items()}
    # Name has no dropping particle: it stays where it is printed, behind the given names.
    if value.get("dropping-particle"):
        parts["given"] = f"{parts['given']} {value['dropping-particle']}".strip()
    name = Name(**parts)
    return Name(literal="others") if str(name).lower() in _AND_OTHERS else name


def _date_from_csl(value: object, variable: str) -> Date:
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    if not isinstance(parts, Sequence) or isinstance(parts, str) or not parts:
        raise ValueError(f"{variable} has no date-parts")
    first = parts[0]
    if not isinstance(first, Sequence) or isinstance(first, str) or not 1 <= len(first) <= 3:
        raise ValueError(f"{variable} has date-parts that are not a list of year, month and day")
    try:
        numbers = [_number(part) for part in first]
    except ValueError:
        raise ValueError(f"{variable} has date-parts that are not numbers") from None
    year, month, day = (*numbers, None, None)[:3]
    if year is None or (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        raise ValueError(f"{variable} is not a date of the calendar")
    return Date(year, month, day)


def _number(part: object) -> int:
    if isinstance(part, bool) or not isinstance(part, int | str):
        raise ValueError(part)
    return int(part)
