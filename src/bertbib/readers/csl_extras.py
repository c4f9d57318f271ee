"""What an item of CSL's says beyond the variables that ``Item`` has: fields under BibTeX's names, in TeX."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bertbib.crosswalk import item_from_csl
from bertbib.readers.extra_lines import ExtraLines

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


def own_of(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What bertbib's lock keeps beside CSL's variables."""
    custom = data.get("custom")
    own = custom.get("bertbib") if isinstance(custom, dict) else None
    return own if isinstance(own, dict) else {}


def names_of(value: Any) -> Any:
    """Names in CSL's form; a name that is a text alone is taken as it is."""
    listed = [value] if isinstance(value, str | dict) else value
    return (
        [{"literal": name} if isinstance(name, str) else name for name in listed] if isinstance(listed, list) else value
    )


def extra_of(data: Mapping[str, Any], said: ExtraLines) -> dict[str, str]:
    """The texts without a variable in ``Item``, under BibTeX's names and with TeX's special characters escaped."""
    own = own_of(data).get("extra")
    if isinstance(own, dict):
        return {name: value for name, value in own.items() if isinstance(value, str)}
    extra = {name: text for variable, name in _KEPT_EXTRA if (text := escaped(data.get(variable)))}
    if note := escaped("\n".join((said.rest, *_unheeded(data, said)))):
        extra["note"] = note
    for variable, name in _NAMES.items():
        if variable in data and (people := _people(data[variable])):
            extra[name] = people
    extra |= {name: escaped(value) for name, value in said.numbers.items()}
    if said.primary_class:
        extra["primaryclass"] = said.primary_class
    for name, value in said.variables.items():
        if name in _VARIABLES_KEPT:
            extra.setdefault(_VARIABLES_KEPT[name], escaped(value))
    if said.aliases:
        extra["ids"] = ",".join(said.aliases)
    extra |= {name: value if raw else escaped(value) for name, (value, raw) in said.fields.items()}
    return {name: extra[name] for name in (*_FIRST, *extra) if name in extra}


def _unheeded(data: Mapping[str, Any], said: ExtraLines) -> Iterator[str]:
    """What the note says and the item itself says otherwise: it stays in the note."""
    for variable, value in said.variables.items():
        if data.get(variable) and variable not in ("type", "issued") and data[variable] != value:
            yield f"{variable}: {value}"
    for role, names in said.names.items():
        if data.get(role):
            yield from (f"{role}: {' || '.join(filter(None, name.values()))}" for name in names)


_VARIABLES_KEPT = dict(_KEPT_EXTRA)
_FIRST = ("abstract", "note", "keywords")


def escaped(value: Any) -> str:
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
        names = item_from_csl({"author": names_of(value)}).author
    except ValueError:
        return ""
    return escape_between_braces(" and ".join(text for name in names if (text := to_bibtex_name(name))))
