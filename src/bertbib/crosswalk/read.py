"""BibTeX and biblatex entries -> items and identifiers; nothing that an entry says is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from bertbib.crosswalk.table import CSL_TYPES, GENRES, NO_DATE, UNTOLD_TYPES, Crossing, crossings
from bertbib.model import Date, Identifier, Item
from bertbib.model.identifier import SCHEMES
from bertbib.text.id_forms import doi as doi_of
from bertbib.text.latex import to_rich, to_text
from bertbib.text.links import identifier_in_url, identifiers_in, implied, parse_identifier
from bertbib.text.names import parse_bibtex_names
from bertbib.text.pages import normalize_pages
from bertbib.text.titles import fold, plain

if TYPE_CHECKING:
    from bertbib.text.bibtex import BibEntry

# Patterns are compiled at their first use: most runs read no .bib.
_RESOLVER = r"(?i)(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*"
_URL_MACRO = r"\\(?:url|href|path|nolinkurl)\s*\{([^{}]*)\}"
_ESCAPED = r"\\([_%&#$~{}])"
_ISO_DATE = r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?[~?%]?(?:[T/].*)?"

# What people write where a journal belongs: "arXiv preprint arXiv:1901.11504 [cs.CL]", "CoRR", "ArXiv e-prints".
_PREPRINT_JOURNAL = (
    r"(?i)(?:(?:arxiv(?:\.org)?(?: e-?prints?| preprints?| \(cornell university\))?|corr|computing research repository)"
    r"\b[\s,:.]*){1,2}(?:(?:arxiv[:\s]*)?(?:abs/)?[a-z.-]*/?[\d.]{4,11}(?:v\d+)?)?[\s,.]*(?:\[[\w.,\s-]*\]|\([\w.,\s-]*\))?"
)
_ARXIV_FIRST = r"[aA][rR][xX][iI][vV]\b|CoRR\b|Computing Research Repository"
_CORR_VOLUME = r"(?i)abs/(?:[a-z-]+/)?[\d.]{7,10}(?:v\d+)?"
_SAYS_NOTHING_ELSE = (
    r"(?i)(?:arxiv(?:\.org)?|e-?prints?|pre-?prints?|corr|abs|available|at|as|also|see|url|https?|pdf|www|version|v\d+"
    r"|cs\.\w\w|[\W\d_])*+"
)

_IN_DOIS = dict.fromkeys(map(ord, "./-_()"))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GENRE_KEYS = {"phdthesis": GENRES["phdthesis"], "mathesis": GENRES["mastersthesis"], "techreport": ""}


def item_from_bibtex(entry: BibEntry) -> Item:
    """The facts that an entry states, in CSL's variables.

    Fields without a variable, and second fields of one variable (a booktitle beside a journal), stay in ``extra`` as
    they are written; so does, as ``entrytype``, the type of an entry that CSL's types cannot tell (``proceedings``).
    biblatex's ``subtitle`` stays too, but is a part of the title, as it is in CSL and in what services say.
    arXiv's eprint fields become identifiers (``identifiers_from_bibtex``), and ``primaryclass`` in ``extra``.
    """
    fields = _stated_fields(entry)
    ids = identifiers_from_bibtex(entry)
    on_arxiv = any(one.scheme == "arxiv" for given in ids for one in (given, *implied(given)))
    facts: dict[str, object] = {"type": _csl_type(entry.type, fields, on_arxiv)}
    used = _take_arxiv(fields, facts)
    for crossing in crossings(str(facts["type"])):
        if crossing.form != "date" and crossing.variable not in facts:
            _take(crossing, fields, used, facts)
    facts["title"] = _with_subtitle(str(facts.get("title", "")), fields.get("subtitle", ""))
    _take_date(fields, used, facts)
    _settle_genre(entry.type, facts)
    facts["extra"] = tuple(_extra(entry.type, fields, used))
    return Item(**facts)  # type: ignore[arg-type]  # the table names Item's own attributes


def _csl_type(entry_type: str, fields: Mapping[str, str], on_arxiv: bool) -> str:
    """An article "in" arXiv or CoRR, or an unclassified entry on arXiv and in no container, is a preprint."""
    known = CSL_TYPES.get(entry_type, "document")
    container = next((fields[name] for name in ("journal", "journaltitle", "booktitle") if name in fields), "")
    if known == "article-journal":
        preprint = bool(re.match(_ARXIV_FIRST, to_text(container))) if container else on_arxiv
    else:
        preprint = known in ("document", "webpage", "manuscript") and on_arxiv and not container
    return "article" if preprint else known


def _is_preprint_journal(value: str) -> bool:
    """Whether a journal says no more than "arXiv" and a number that is read as an identifier."""
    journal = to_text(value)
    known = not re.search(r"\d", journal) or any(_arxiv_of(journal))
    return len(journal) < 200 and known and bool(re.fullmatch(_PREPRINT_JOURNAL, journal))


def _stated_fields(entry: BibEntry) -> Mapping[str, str]:
    if all(map(str.strip, entry.fields.values())):
        return entry.fields
    return {name: value for name, value in entry.fields.items() if value.strip()}


def _take_arxiv(fields: Mapping[str, str], facts: dict[str, object]) -> set[str]:
    """The fields that say no more than that the work is on arXiv, as its identifier and ``archive`` do."""
    used = {"eprint", "archiveprefix", "eprinttype"} & fields.keys() if _eprint(fields) else set()
    if facts["type"] == "article":
        journals = {name for name in ("journal", "journaltitle") if _is_preprint_journal(fields.get(name, ""))}
        used |= journals
        volume = to_text(fields.get("volume", ""))
        if journals and re.fullmatch(_CORR_VOLUME, volume) and any(_arxiv_of(f"CoRR {volume}")):
            used.add("volume")
        if used:
            facts["archive"] = "arXiv"
    return used


def _take(crossing: Crossing, fields: Mapping[str, str], used: set[str], facts: dict[str, object]) -> None:
    """Read the first field that says the crossing's variable, if one is there."""
    for name in (crossing.bibtex, crossing.biblatex, *crossing.also):
        if name in fields and name not in used and (value := _read(crossing, fields[name])):
            facts[crossing.variable] = value
            if crossing.form != "url" or not re.search(r"\s", fields[name].strip()):
                used.add(name)  # else words stand around the URL
            return


def _read(crossing: Crossing, value: str) -> object:
    if crossing.form in ("rich", "title"):
        return to_rich(value)
    if crossing.form == "names":
        return parse_bibtex_names(value)
    if crossing.form == "pages":
        return normalize_pages(to_text(value))
    if crossing.form == "doi":
        return _doi(value)
    return _url(value) if crossing.form == "url" else to_text(value)


def _with_subtitle(title: str, subtitle: str) -> str:
    """A title in rich text, and a raw subtitle behind it that it does not have yet."""
    rich = to_rich(subtitle)
    if not title or not rich or fold(title).endswith(f" {fold(rich)}"):
        return title
    return title + (" " if plain(title)[-1:] in ":?!" else ": ") + rich


def _doi(value: str) -> str:
    if value.startswith("10.") and value.translate(_IN_DOIS).isalnum():
        return value  # measured: most
    doi = re.sub(_ESCAPED, r"\1", "".join(re.sub(_URL_MACRO, r"\1", value).split()))
    return doi[resolver.end() :] if (resolver := re.match(_RESOLVER, doi)) else doi


def _url(value: str) -> str:
    if "\\" not in value and len(value.split(None, 1)) == 1:
        return value.strip()
    macro = re.search(_URL_MACRO, value)
    return re.sub(_ESCAPED, r"\1", "".join((macro[1] if macro else value).split()))


def _take_date(fields: Mapping[str, str], used: set[str], facts: dict[str, object]) -> None:
    """``date``, or ``year`` with ``month`` and ``day``; a field that says more than a date holds is not used up."""
    iso = re.fullmatch(_ISO_DATE, fields.get("date", "").strip())
    date = _date(int(iso[1]), int(iso[2] or 0), int(iso[3] or 0)) if iso else None
    if iso and date:
        if iso[0] == "-".join(part for part in iso.groups() if part):
            used.add("date")
        used |= {name for name in ("year", "month", "day") if _repeats(fields, name, date)}
    else:
        text = to_text(fields.get("year", ""))
        year = re.fullmatch(r"-?\d{1,5}", text) or re.search(r"(?<!\d)\d{4}(?!\d)", text)
        month, day = _month_and_day(to_text(fields.get("month", "")), to_text(fields.get("day", "")))
        date = _date(int(year[0]), month, day) if year else None
        if text == NO_DATE:
            used.add("year")
        if year and date:
            used |= {"year"} if re.sub(r"[\W_]", "", text) == year[0].lstrip("-") else set()
            used |= ({"month"} if date.month else set()) | ({"day"} if date.day else set())
    facts["issued"] = date


def _repeats(fields: Mapping[str, str], name: str, date: Date) -> bool:
    value = to_text(fields.get(name, ""))
    if name == "month":
        return bool(value) and _month_and_day(value, "")[0] == (date.month or 0)
    return value.isdecimal() and int(value) == getattr(date, name)


def _month_and_day(month: str, day: str) -> tuple[int, int]:
    """``jul``, ``July 12``, ``12~July``, ``07``; 0 for what is not said or not understood."""
    name = re.search("|".join(_MONTHS), month.lower())
    numbers = re.findall(r"\d+", month)
    if name:
        stated = numbers[0] if len(numbers) == 1 else ""
        return _MONTHS.index(name[0]) + 1, _small(day or stated)
    return (_small(month), _small(day)) if month.isdecimal() else (0, 0)


def _small(number: str) -> int:
    return int(number) if number.isdecimal() and len(number) <= 2 else 0


def _date(year: int, month: int, day: int) -> Date | None:
    if not 1 <= month <= 12:
        return Date(year) if not month else None
    return Date(year, month, day if 1 <= day <= 31 else None)


def _settle_genre(entry_type: str, facts: dict[str, object]) -> None:
    """The genre that an entry's type says, and biblatex's keys for genres spelled out."""
    genre = str(facts.get("genre") or GENRES.get(entry_type, ""))
    facts["genre"] = _GENRE_KEYS.get(genre, genre)


def _extra(entry_type: str, fields: Mapping[str, str], used: set[str]) -> Iterator[tuple[str, str]]:
    """What is left over, raw, and arXiv's class under its BibTeX name."""
    if entry_type in UNTOLD_TYPES:
        yield "entrytype", entry_type
    for name, value in fields.items():
        if name in ("primaryclass", "eprintclass"):
            if name == "primaryclass" or "primaryclass" not in fields:
                yield "primaryclass", to_text(value)
        elif name not in used:
            yield name, value


_RANKS = {scheme: rank for rank, scheme in enumerate(SCHEMES)}


def identifiers_from_bibtex(entry: BibEntry) -> tuple[Identifier, ...]:
    """The identifiers that an entry states, each once, the most authoritative first.

    They come from ``doi``, ``eprint``, ``url``, an arXiv number where the journal stands (with CoRR's volume), a note
    or ``howpublished`` that says nothing but the arXiv number, DBLP's key and ``biburl``, and a book's ISBN.
    """
    fields = _stated_fields(entry)
    found = dict.fromkeys(one for one in _stated(entry, fields, parse_identifier) if one is not None)
    return tuple(sorted(found, key=lambda one: _RANKS.get(one.scheme, len(_RANKS))))


def names_from_bibtex(entry: BibEntry, fields: Mapping[str, str]) -> Iterator[Identifier]:
    """The same in any order but for ``url:`` identifiers, which name a page and no work; much faster.

    ``fields`` are those of the entry that are not blank.
    """
    found = _stated(entry, fields, identifier_in_url)
    return (one for one in found if one is not None and one.scheme != "url")


def _stated(
    entry: BibEntry, fields: Mapping[str, str], in_url: Callable[[str], Identifier | None]
) -> Iterator[Identifier | None]:
    if "doi" in fields:
        yield id_of_doi(fields["doi"])
    if "eprint" in fields:
        yield _eprint(fields)
    for name in ("url", "biburl", "ee"):
        if name in fields:
            yield in_url(_url(fields[name]))
    if "howpublished" in fields and (macro := re.fullmatch(_URL_MACRO, fields["howpublished"].strip())) is not None:
        yield in_url(_url(macro[0]))
    yield from arxiv_in_words(fields)
    if entry.key.startswith("DBLP:"):
        yield parse_identifier("dblp:" + entry.key[5:])
    if "isbn" in fields and CSL_TYPES.get(entry.type) == "book":
        yield parse_identifier("isbn:" + to_text(fields["isbn"]))


_SPELLED_OTHERWISE = ("10.18653/", "10.3115/", "10.48550/")


@cache
def _plain_doi() -> re.Pattern[str]:
    return re.compile(r"10\.[0-9]{4,9}/[A-Za-z0-9./()_-]{0,200}[A-Za-z0-9]")


def id_of_doi(value: str) -> Identifier | None:
    """The DOI in a field of that name, however it is written there."""
    if _plain_doi().fullmatch(value) and not value.startswith(_SPELLED_OTHERWISE):
        return Identifier("doi", value)  # measured: most
    doi = _doi(value)
    if doi.startswith("10.") and doi[-1].isalnum() and len(doi) < 1000:
        return doi_of(doi)
    return parse_identifier("doi:" + doi)


def is_eprint_of_arxiv(fields: Mapping[str, str]) -> bool:
    """Whether the ``eprint`` of an entry without blank fields is a number of arXiv's."""
    return "eprint" in fields and _eprint(fields) is not None


def _eprint(fields: Mapping[str, str]) -> Identifier | None:
    archive = fields.get("archiveprefix", fields.get("eprinttype", "arxiv"))
    if "eprint" not in fields or to_text(archive).lower() != "arxiv":
        return None
    value = _url(fields["eprint"])
    found = parse_identifier(value) or parse_identifier("arxiv:" + value)
    return found if found is not None and found.scheme == "arxiv" else None


def arxiv_in_words(fields: Mapping[str, str]) -> Iterator[Identifier]:
    """The arXiv numbers that stand in a journal's words, CoRR's volume, or a note that says nothing else."""
    journal = fields.get("journal", fields.get("journaltitle", ""))
    if journal and _may_name_arxiv(journal):
        yield from _arxiv_of(to_text(journal))
    if "volume" in fields and not fields["volume"].isdecimal():
        volume = to_text(fields["volume"])
        if re.fullmatch(_CORR_VOLUME, volume):
            yield from _arxiv_of(f"CoRR {volume}")
    for name in ("note", "howpublished"):
        value = fields.get(name, "")
        if value and _may_name_arxiv(value):
            text = to_text(_url(value) if "\\url" in value else value)[:400]
            if text and re.fullmatch(_SAYS_NOTHING_ELSE, text):
                yield from _arxiv_of(text)


def _may_name_arxiv(value: str) -> bool:
    """Whether a field may hold an arXiv number: not without a digit, or a name that nothing hides."""
    if not any(map(value.__contains__, "0123456789")):
        return False
    if any(map(value.__contains__, "\\{~$")) or not value.isascii():
        return True
    lower = value.lower()
    return "arxiv" in lower or "corr" in lower or "://" in lower or "10." in lower


def _arxiv_of(text: str) -> Iterator[Identifier]:
    return (one for one in identifiers_in(text) if one.scheme == "arxiv")
