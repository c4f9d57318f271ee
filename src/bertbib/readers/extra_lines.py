"""The ``Extra`` field of Zotero: lines of ``Name: value`` beside free words.

What the lines mean is Better BibTeX's reading of them (https://retorque.re/zotero-better-bibtex/exporting/extra-fields/)
and Zotero's own (https://www.zotero.org/support/kb/item_types_and_fields): citation keys, identifiers, ``tex.name``
fields, and CSL's variables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bertbib.model import Identifier
from bertbib.readers.zotero_table import CSL_TYPES
from bertbib.text.links import parse_identifier

_LINE = re.compile(r"[ \t]*+(\{:)?((?:bib(?:la)?)?tex\.)?([A-Za-z][\w .*-]{0,40}?)[ \t]*([:=])[ \t]*(\S.*)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ARXIV = re.compile(r"(?:arxiv:)?(\S+)(?:[ \t]+\[([\w.-]+)(?:[, ][^\]]*)?\])?", re.IGNORECASE)
_KEY_NAMES = frozenset({"citation key", "citationkey", "bibtex", "biblatex", "bibtex*"})
_ALIAS_NAMES = frozenset({"citation key alias", "citation key aliases"})
_SCHEMES = {
    "arxiv": "arxiv", "arxivid": "arxiv", "doi": "doi", "openreview": "openreview", "dblp": "dblp",
    "acl": "acl", "aclid": "acl", "pmlr": "pmlr",
}  # fmt: skip
_NUMBERS = {"pmid": r"\d{1,9}", "pmcid": r"PMC\d{1,9}"}
_TYPES = frozenset({"entrytype", "referencetype"})

# Names of CSL variables and Zotero's labels for them, folded, that an item has a place for.
_VARIABLES = {
    "title": "title", "container title": "container-title", "publication title": "container-title",
    "proceedings title": "container-title", "book title": "container-title", "event title": "event-title",
    "event": "event-title", "conference name": "event-title", "collection title": "collection-title",
    "series": "collection-title", "publisher": "publisher", "publisher place": "publisher-place",
    "place": "publisher-place", "volume": "volume", "issue": "issue", "number": "number", "page": "page",
    "pages": "page", "genre": "genre", "archive": "archive", "url": "URL", "issued": "issued", "date": "issued",
    "edition": "edition", "issn": "ISSN", "isbn": "ISBN", "type": "type", "language": "language",
}  # fmt: skip
_OTHER_TYPES = frozenset(CSL_TYPES.values()) | {
    "classic", "collection", "entry", "event", "figure", "musical_score", "pamphlet", "performance", "periodical",
    "regulation", "review", "review-book", "treaty",
}  # fmt: skip
_ROLES = {"author": "author", "editor": "editor"}


@dataclass(slots=True)
class ExtraLines:
    """What an ``Extra`` field says: a citation key, old keys, identifiers, fields, CSL variables, names, and the rest.

    ``numbers`` are those of databases that are no home of papers (PubMed). A field's value is raw LaTeX where ``=``
    stood before it, which its flag tells.
    """

    key: str = ""
    aliases: list[str] = field(default_factory=list)
    ids: list[Identifier] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    fields: dict[str, tuple[str, bool]] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    primary_class: str = ""
    rest: str = ""

    def named(self) -> list[Identifier]:
        """The identifiers, PubMed's number the last; a book's number may be that of what a work stands in."""
        return [*self.ids, *([Identifier("pmid", self.numbers["pmid"])] if "pmid" in self.numbers else [])]


def extra_lines(text: str) -> ExtraLines:
    """Read an ``Extra`` field, or a note that holds one; a line that is none of these stays in ``rest``."""
    found = ExtraLines()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = [line for line in lines if not _taken(line, found)]
    found.rest = "\n".join(kept).strip()
    return found


def _taken(line: str, found: ExtraLines) -> bool:
    """Whether a line says something of its own; then it is put where it belongs."""
    match = _LINE.fullmatch(line) if len(line) < 5000 else None
    if match is None:
        return False
    brace, prefix, written, sign, value = match.groups()
    value = value.rstrip().removesuffix("}").rstrip() if brace else value.rstrip()
    if prefix:
        return _take_field(written.strip().lower(), value, sign == "=", found)
    if sign == "=":
        return False
    name = " ".join(_CAMEL.sub(" ", written.replace("-", " ").replace("_", " ")).lower().split())
    if name in _KEY_NAMES:
        return _take_key(value, found)
    if name in _ALIAS_NAMES:
        found.aliases += _listed(value)
        return True
    return _take_id(name.replace(" ", ""), value, found) or _take_variable(name, value, found)


def _listed(value: str) -> list[str]:
    return [one.strip() for one in value.split(",") if one.strip()]


def _take_key(value: str, found: ExtraLines) -> bool:
    if re.search(r"[\s,{}\\%#~]", value) or found.key:
        return False
    found.key = value
    return True


def _take_field(name: str, value: str, raw: bool, found: ExtraLines) -> bool:
    if " " in name or "*" in name:
        return False
    if name == "ids" and not raw:
        found.aliases += _listed(value)
    else:
        found.fields["entrytype" if name in _TYPES else name] = (value, raw)
    return True


def _take_id(name: str, value: str, found: ExtraLines) -> bool:
    if name in _NUMBERS:
        number = re.match(rf"(?:{_NUMBERS[name]})(?!\w)", value, re.IGNORECASE)
        if number:
            found.numbers[name] = number[0]
        return bool(number) and number is not None and number.end() == len(value)
    scheme = _SCHEMES.get(name)
    if scheme is None:
        return False
    arxiv = _ARXIV.fullmatch(value) if scheme == "arxiv" else None
    text = arxiv[1] if arxiv else value.split()[0]
    identifier = parse_identifier(f"{scheme}:{text}") or parse_identifier(text)
    if identifier is None or identifier.scheme != scheme:
        return False
    found.ids.append(identifier)
    if arxiv and arxiv[2]:
        found.primary_class = arxiv[2]
    return bool(arxiv) or text == value


def _take_variable(name: str, value: str, found: ExtraLines) -> bool:
    role = _ROLES.get(name)
    if role:
        family, bars, given = (part.strip() for part in value.partition("||"))
        found.names.setdefault(role, []).append({"family": family, "given": given} if bars else {"literal": value})
        return True
    variable = _VARIABLES.get(name)
    if variable == "type":
        value = CSL_TYPES.get(value, value.lower() if value.lower() in _OTHER_TYPES else "")
    if variable is None or variable in found.variables or not value:
        return False
    found.variables[variable] = value
    return True
