"""Reading lists that are RIS files: Zotero's, EndNote's, Mendeley's, and what publishers' pages give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from bertbib.config import BIB_THEMES
from bertbib.model import InputError, Intake, Link, Name, Problem, Reference, Where
from bertbib.model.reference import Role
from bertbib.readers.csl_references import paths_of, reference_of
from bertbib.readers.memberships import themes_of
from bertbib.readers.refusals import refuse_no_export
from bertbib.readers.ris_records import RisRecord, records, tag_of
from bertbib.readers.ris_table import (
    ABSTRACTS,
    CSL_TYPES,
    LINKS,
    NOTES,
    PARTS,
    PERIODICALS,
    PLACES,
    PUBLISHERS,
    SERIES_OF_A_PART,
    SERIES_OF_A_WHOLE,
    TITLES,
    VOLUMES,
    WHOLES,
)
from bertbib.readers.written_dates import date_parts
from bertbib.text.links import parse_identifier
from bertbib.text.names import parse_person

_HINT = "a RIS file holds entries from `TY  - JOUR` to `ER  - `"
_HEAD = 4000
_LONGEST_KEY = 200
_DOI = re.compile(r"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx](?![\dXx])")
_KEY = re.compile(r"[^\s,{}\\%#~\"()=]*[^\W\d_][^\s,{}\\%#~\"()=]*")


@dataclass(frozen=True, slots=True)
class RisReader:
    """Reads ``.ris`` files; ``by`` as in the BibTeX reader, but RIS has no groups."""

    suffixes: tuple[str, ...] = (".ris",)
    by: str = "auto"

    def themed(self, by: str) -> RisReader:
        """A reader like it with themes of another making."""
        return replace(self, by=by) if by in BIB_THEMES else self

    def sniff(self, text: str) -> bool:
        """Whether a line near the start begins an entry, and the next one is a tag too."""
        lines = [line for line in _lines(text[:_HEAD]) if line.strip()]
        tags = [tag_of(line) for line in lines]
        return any(
            one is not None and one[0] == "TY" and re.fullmatch(r"[A-Z]{2,10}", one[1]) and (other is not None)
            for one, other in zip(tags, [*tags[1:], ("ER", "")], strict=False)
        )

    def read(self, text: str, path: str) -> Intake:
        """The file's theme, or its keywords; raise InputError where it holds no entry."""
        refuse_no_export(text, path, _HINT)
        problems: list[Problem] = []
        members = []
        for record in records("\n".join(_lines(text)), path, problems):
            data = csl_of(record)
            reference, more = reference_of(data, Where(path, record.line))
            problems += more
            members.append((_linked(reference, record), list(paths_of(data, self.by))))
        if not members:
            raise InputError(f"{path} holds no RIS entry", hint=_HINT)
        return themes_of(members, path, problems)


READER = RisReader()


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _linked(reference: Reference, record: RisRecord) -> Reference:
    links = tuple(
        Link(cast("Role", role), "", url)
        for tag, role in LINKS.items()
        for url in record.every((tag,))
        if url.startswith(("http://", "https://"))
    )
    return replace(reference, links=links) if links else reference


def csl_of(record: RisRecord) -> dict[str, Any]:
    """A record's values as CSL's variables; what several tags may hold is taken from the surest one."""
    csl_type = CSL_TYPES.get(record.type, "document")
    data: dict[str, Any] = {"type": csl_type, "title": _flat(record.first(TITLES))}
    data |= _containers(record, csl_type)
    data["title"] = data["title"] or _flat(record.first(("BT", "T2", "ST")))
    data |= _people(record, csl_type)
    data |= _numbers(record, csl_type)
    data |= {
        "issued": _issued(record),
        "publisher": _flat(record.first(PUBLISHERS)),
        "publisher-place": _flat(record.first(PLACES)),
        "abstract": _flat(record.first(ABSTRACTS)),
        "language": _flat(record.first(("LA",))),
        "edition": _flat(record.first(("ET",))),
        "title-short": _flat(record.first(("ST",))),
        "note": "\n".join(record.every(NOTES)),
        "keyword": [part for value in record.every(("KW", "K1")) for part in re.split(r"[;\n]", value) if part.strip()],
    }
    if record.type == "THES" or csl_type == "report":
        data["genre"] = next((value for value in record.every(("M3", "U1")) if not _DOI.fullmatch(value)), "")
    return {name: value for name, value in data.items() if value} | _identity(record)


def _flat(value: str) -> str:
    """A value in one line, without the entities that some sites leave in it."""
    if "&" in value and ";" in value:
        from html import unescape  # few values hold any

        value = unescape(value)
    return " ".join(value.split())


def _containers(record: RisRecord, csl_type: str) -> dict[str, str]:
    """What a work stands in, and the series of it."""
    if csl_type in PARTS:
        container, series = record.first(VOLUMES), record.first(SERIES_OF_A_PART)
        event = record.first(("T2",)) if record.first(("C3", "BT")) else ""
        found = {"container-title": container, "event-title": event if event != container else ""}
        return _flattened(found | {"collection-title": series if series != container else ""})
    if csl_type in WHOLES:
        return _flattened({"collection-title": record.first(SERIES_OF_A_WHOLE)})
    return _flattened({"container-title": record.first(PERIODICALS)})


def _flattened(values: dict[str, str]) -> dict[str, str]:
    return {name: _flat(value) for name, value in values.items()}


def _people(record: RisRecord, csl_type: str) -> dict[str, list[dict[str, str]]]:
    """Authors, editors and translators. What A2 holds for a book, an editor or a series' one, nobody can tell."""
    authors, edited = _names(record, ("AU", "A1")), _names(record, ("ED",))
    second, third = _names(record, ("A2",)), _names(record, ("A3",))
    people = {"author": authors, "translator": _names(record, ("A4",))}
    if record.type == "EDBOOK":
        return people | {"author": [], "editor": authors or edited or second}
    if csl_type == "book":
        sure = edited or third or ([] if authors else second)
        return people | {"editor": sure, "collection-editor": [] if sure is second else second}
    return people | {"editor": edited or second, "collection-editor": third}


def _names(record: RisRecord, tags: tuple[str, ...]) -> list[dict[str, str]]:
    """``Family, Given, Suffix``; several in one value are parted by semicolons, or by line ends."""
    parts = (part.strip() for value in record.every(tags) for part in re.split(r"[;\n]", value))
    return [_name(part) for part in parts if part]


def _name(text: str) -> dict[str, str]:
    if text.endswith(",") and text.count(",") == 1:
        return {"literal": text[:-1].strip()}
    family, comma, rest = (part.strip() for part in text.partition(","))
    given, more, suffix = (part.strip() for part in rest.partition(","))
    name = parse_person(f"{family}, {given}" if comma else text)
    if comma and not name.literal:
        name = Name(name.family, name.given, name.non_dropping_particle, suffix if more else name.suffix)
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {part: value for part, value in parts.items() if value}


def _numbers(record: RisRecord, csl_type: str) -> dict[str, str]:
    numbers = {"volume": record.first(("VL", "VO")), "issue": record.first(("IS", "CP"))}
    if csl_type not in WHOLES - {"report"}:
        numbers["page"] = _pages(record)
    if csl_type in ("report", "patent", "standard"):
        numbers["number"] = record.first(("SN", "M1", "IS"))
        del numbers["issue"]
    elif csl_type == "article-journal":
        number = record.first(("C7", "M1"))
        numbers["number"] = number if re.fullmatch(r"[\w.-]{1,20}", number) else ""
    if serial := record.first(("SN",)):
        isbn = _ISBN.search(serial) if csl_type not in ("report", "patent") else None
        numbers |= {"ISBN": isbn[0]} if isbn else {"ISSN": serial} if re.search(r"\d{4}-?\d{3}", serial) else {}
    return _flattened(numbers)


def _pages(record: RisRecord) -> str:
    """First and last page; some write the whole range into either."""
    first, last = _flat(record.first(("SP",))), _flat(record.first(("EP",)))
    if not first or re.search(r"\d\s*[-\u2013]\s*\w", last):
        return last
    whole = not last or last == first or re.search(r"\d\s*[-\u2013]\s*\w", first)
    return first if whole else f"{first}-{last}"


def _issued(record: RisRecord) -> Any:
    """The date that says most, unless another year stands beside it: the year that is said first counts."""
    values = [" ".join(value.split()) for value in record.every(("PY", "Y1", "YR", "DA"))]
    dates = [parts for value in values if (parts := date_parts(_without_remark(value)))]
    if not dates:
        return values[0] if values else ""
    best = max((one for one in dates if one[0] == dates[0][0]), key=len)
    return {"date-parts": [best]}


def _without_remark(value: str) -> str:
    """``2019/07/28/remark`` and ``2019/07//`` without what is empty or a remark; ``2019//July`` keeps its month."""
    parts = [part for part in (part.strip() for part in value.split("/")[:3]) if part]
    return "/".join(parts) if all(part.isdigit() for part in parts) else " ".join(parts)


def _identity(record: RisRecord) -> dict[str, str]:
    """The DOI out of wherever it is written, the address of the work, and the reference's own key."""
    found: dict[str, str] = {}
    candidates = record.every(("DO", "DI", "M3", "L3", "ID", "UR"))
    doi = next((match[1] for value in candidates if (match := _DOI.fullmatch(value.strip()))), "")
    urls = [url for value in record.every(("UR",)) for url in _urls(value)]
    found |= {"DOI": doi} if doi else {}
    found |= {"URL": best} if (best := _best(urls)) else {}
    key = record.first(("ID",))
    if 0 < len(key) < _LONGEST_KEY and _KEY.fullmatch(key) and not _DOI.fullmatch(key) and "://" not in key:
        found["id"] = key
    if number := re.fullmatch(r"\d{5,9}", record.first(("PMID", "PM"))):
        found["PMID"] = number[0]
    return found


def _urls(value: str) -> Iterator[str]:
    yield from (word for word in re.split(r"[\s;]+", value) if word.startswith(("http://", "https://", "www.")))


def _best(urls: list[str]) -> str:
    """The first address that leads to an identifier, else the first one."""
    return next((url for url in urls if parse_identifier(url) is not None), urls[0] if urls else "")
