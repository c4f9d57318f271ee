"""Entries -> BibTeX and biblatex fields that the standard styles and biber take without a warning."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from bertbib.crosswalk.table import (
    ARTICLES,
    GENRES,
    NO_DATE,
    REQUIRED,
    VALID_IN_BIBLATEX,
    WRITTEN_AS,
    Dialect,
    Form,
    crossings,
)
from bertbib.model import Date, Entry, Item, Name
from bertbib.model.entry import STATED
from bertbib.text import tex
from bertbib.text.latex import to_rich
from bertbib.text.links import canonical_url
from bertbib.text.names import to_bibtex_name
from bertbib.text.pages import to_bibtex_pages
from bertbib.text.titles import plain, protect

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's macros for months, which stand without braces."""

_OPEN_ARCHIVES = re.compile(
    r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org|proceedings\.mlr\.press|openreview\.net|arxiv\.org|jmlr\.org)/",
    re.IGNORECASE,
)
_OPEN_PAGES = ("acl", "pmlr")
_PAGES_OF_A_WORK = (*_OPEN_PAGES, "openreview", "arxiv", "url")
_GENRE_KEYS = {
    "thesis": {"": "phdthesis", GENRES["phdthesis"]: "phdthesis", GENRES["mastersthesis"]: "mathesis"},
    "report": {"": "techreport"},
}
"""biblatex's keys for genres, which it says in the document's language."""

_AND = re.compile(r"\band\b", re.IGNORECASE)
_NUMBERED_IN_SERIES = frozenset({"inproceedings", "incollection", "inbook", "book", "proceedings"})
_EDITED = frozenset({"book", "inbook", "proceedings"})
_NOT_IN_A_FIELD_NAME = re.compile(r"[^a-z0-9_:.+-]+")


def bibtex_from_entry(entry: Entry, dialect: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The entry type and the fields of an entry, in ``bibtex`` or ``biblatex``, in the fixed order of the table.

    Values are TeX in UTF-8, ready to stand between braces, which are not part of them; only the value of BibTeX's
    ``month`` is a bare macro (``jul``). ``doi`` and ``url`` are verbatim, and never need more than percent-encoding.
    Keywords are not part of an entry: themes are. Raise ValueError for another dialect.
    """
    if dialect not in ("bibtex", "biblatex"):
        raise ValueError(f"no dialect of BibTeX: {dialect!r}")
    known: Dialect = "bibtex" if dialect == "bibtex" else "biblatex"
    extra = _stated_extra(entry)
    fields = _fields(entry, known)
    if "subtitle" in extra and (title := _before_subtitle(entry.item.title, extra["subtitle"])):
        if known == "biblatex":
            fields["title"] = _title(title)
        else:
            del extra["subtitle"]  # BibTeX's styles print none: it stands in the title
    entry_type = _entry_type(entry.item, known, {*fields, *extra})
    if known == "bibtex":
        fields = _fit_for_bibtex(fields, entry, entry_type)
    else:
        fields = _fit_for_biblatex(fields, entry, entry_type)
    fields |= extra
    return entry_type, tuple(fields.items())


def _fields(entry: Entry, dialect: Dialect) -> dict[str, str]:
    """All fields that the item and its identifiers fill, whatever the entry type will be."""
    item = entry.item
    fields: dict[str, str] = {}
    written = set()
    for crossing in crossings(item.type):
        variable = crossing.variable
        name = crossing.bibtex if dialect == "bibtex" else crossing.biblatex
        if not name or name in fields or variable in written:
            continue
        if variable == "number" and _is_eprint(item.number, entry):
            continue  # the eprint field says it already
        if variable == "issued":
            fields |= _date(item.issued, dialect)
        elif value := _url_of(entry) if variable == "URL" else getattr(item, variable):
            text = _TEX[crossing.form](value) if isinstance(value, str) else _names(value)
            if text:
                fields[name] = text
                written.add(variable)
    if dialect == "biblatex" and item.type in _GENRE_KEYS:
        key = _GENRE_KEYS[item.type].get(item.genre)
        fields |= {"type": key} if key else {}
    return fields | _eprint(entry, dialect)


def _names(names: Sequence[Name]) -> str:
    return tex.escape_between_braces(" and ".join(map(to_bibtex_name, names)))


def _list(text: str) -> str:
    """Braced where biblatex would split publishers or places at an "and"."""
    value = tex.escape(text)
    return f"{{{value}}}" if _AND.search(value) else value


def _title(text: str) -> str:
    """Braces around the words whose capitals matter; a whole title in one span says nothing about its words."""
    inner = text.removeprefix(tex.NOCASE_START).removesuffix(tex.NOCASE_END)
    if len(text) - len(inner) == len(tex.NOCASE_START + tex.NOCASE_END) and "<" not in inner and " " in inner:
        text = inner
    return tex.rich(protect(text))


def _before_subtitle(title: str, subtitle: str) -> str:
    """What stands before a raw subtitle in a title of rich text; empty if it does not end with it."""
    before = title.removesuffix(to_rich(subtitle)).rstrip()
    return before.removesuffix(":") if before.endswith((":", "?", "!")) else ""


def _pages(page: str) -> str:
    """Two hyphens between pages are meant as TeX's dash."""
    return "--".join(map(tex.escape, to_bibtex_pages(page).split("--")))


_TEX: dict[Form, Callable[[str], str]] = {
    "rich": tex.rich,
    "title": _title,
    "plain": tex.escape,
    "list": _list,
    "pages": _pages,
    "doi": tex.verbatim,
    "url": tex.verbatim,
}


def _date(date: Date | None, dialect: Dialect) -> dict[str, str]:
    """BibTeX has no field for the day, and wants something where biblatex says by itself that there is no date."""
    if date is None:
        return {"year": NO_DATE} if dialect == "bibtex" else {}
    if dialect == "bibtex":
        return {"year": str(date.year)} | ({"month": MONTHS[date.month - 1]} if date.month else {})
    year = f"{date.year:04d}" if date.year >= 0 else f"-{-date.year:04d}"
    parts = [year] + [f"{part:02d}" for part in (date.month, date.month and date.day) if part]
    return {"date": "-".join(parts)}


def _url_of(entry: Entry) -> str:
    """The open version of a work, beside its DOI too; any other URL, or the page of an identifier, only without one."""
    item = entry.item
    if _OPEN_ARCHIVES.match(item.URL):
        return item.URL
    homes = _OPEN_PAGES if item.DOI else _PAGES_OF_A_WORK
    if item.type == "article":
        homes = ("arxiv", *homes)
    page = next((canonical_url(one) for home in homes for one in entry.ids if one.scheme == home), "")
    return page if item.DOI else item.URL or page


def _is_eprint(number: str, entry: Entry) -> bool:
    return any(one.scheme == "arxiv" and number == f"arXiv:{one.value}" for one in entry.ids)


def _eprint(entry: Entry, dialect: Dialect) -> dict[str, str]:
    """The fields for arXiv (https://info.arxiv.org/help/hypertex/bibstyles), beside a published venue too."""
    number = next((one.value for one in entry.ids if one.scheme == "arxiv"), "")
    if not number:
        return {}
    archive, subject = ("archivePrefix", "primaryClass") if dialect == "bibtex" else ("eprinttype", "eprintclass")
    primary = next((value for name, value in entry.item.extra if name == "primaryclass"), "")
    fields = {"eprint": tex.verbatim(number), archive: "arXiv" if dialect == "bibtex" else "arxiv"}
    return fields | ({subject: tex.escape(primary)} if primary else {})


def _stated_extra(entry: Entry) -> dict[str, str]:
    """The fields that only the user's .bib has, as they stand there; a value that would break the file is escaped."""
    origins = dict(entry.origins)
    on_arxiv = any(one.scheme == "arxiv" for one in entry.ids)
    extra = {}
    for name, value in entry.item.extra:
        stated = origins.get(name, entry.source) == STATED
        if stated and name != "entrytype" and not (name == "primaryclass" and on_arxiv):
            field = _NOT_IN_A_FIELD_NAME.sub("-", name.lower())
            field = field if field[:1].isalpha() else f"x{field}"
            extra[field] = value if _is_whole(value) else tex.escape(value)
    return extra


def _is_whole(value: str) -> bool:
    """Whether a raw value can stand between braces for BibTeX, which counts every brace, and for other readers, which
    pass over escaped ones; and holds nothing that looks like the start of an entry.
    """
    bare = re.sub(r"\\.", "", value, flags=re.DOTALL)
    return (
        tex.balanced(value) and tex.balanced(bare) and "\\" not in bare and not re.search(r"^\s*@", value, re.MULTILINE)
    )


def _entry_type(item: Item, dialect: Dialect, names: Collection[str]) -> str:
    """The first type, the user's own before the table's, that has all it requires; else ``misc``."""
    own = next((value for name, value in item.extra if name == "entrytype"), "")
    for entry_type in (own, *WRITTEN_AS[dialect].get(item.type, ())):
        required = REQUIRED[dialect].get(entry_type)
        if required and all(any(one in names for one in group.split("|")) for group in required):
            master = entry_type == "phdthesis" and item.genre == GENRES["mastersthesis"]
            return "mastersthesis" if master else entry_type
    return "misc"


def _fit_for_bibtex(fields: dict[str, str], entry: Entry, entry_type: str) -> dict[str, str]:
    """What plain.bst and its kin complain about, put where they do not look: nothing is lost."""
    renamed = {}
    in_series = entry_type in _NUMBERED_IN_SERIES and ("volume" in fields or "series" not in fields)
    if in_series or (entry_type == "article" and "volume" not in fields):
        renamed["number"] = "issue"
    if entry_type == "book" and "author" in fields:
        renamed["editor"] = "bookeditor"
    if entry.item.genre in GENRES.values() and entry_type.endswith("thesis"):
        fields.pop("type", None)
    fields = {renamed.get(name, name): value for name, value in fields.items()}
    if entry_type == "misc":
        fields |= _howpublished(entry.item, fields)
    if "author" not in fields and not (entry_type in _EDITED and "editor" in fields):
        fields["key"] = _label(entry)
    return fields


def _fit_for_biblatex(fields: dict[str, str], entry: Entry, entry_type: str) -> dict[str, str]:
    """Only the fields that the data model has for the type, in the words that it has for them."""
    valid = VALID_IN_BIBLATEX[entry_type]
    if "publisher" in fields and "publisher" not in valid and "organization" in valid:
        fields = {"organization" if name == "publisher" else name: value for name, value in fields.items()}
    fields = {name: value for name, value in fields.items() if name in valid or name.startswith("eprint")}
    if entry_type == "misc":
        fields |= _howpublished(entry.item, fields)
    if "author" not in fields and "editor" not in fields:
        fields["label"] = _label(entry)
    if entry.aliases:
        fields["ids"] = ",".join(map(tex.citation_key, entry.aliases))
    return fields


def _howpublished(item: Item, fields: Collection[str]) -> dict[str, str]:
    """The container, or the archive, of a work that is not complete enough for a type of its own."""
    if item.container_title:
        before = "" if item.type in ARTICLES else "In "
        return {"howpublished": before + tex.rich(item.container_title)}
    return {"howpublished": tex.escape(item.archive)} if item.archive and "eprint" not in fields else {}


def _label(entry: Entry) -> str:
    """What stands for the missing author: the title up to its colon, at most five words; else the citation key."""
    title = plain(entry.item.title).partition(":")[0].split()
    return tex.escape(" ".join(title[:5])) or tex.escape(entry.key)
