"""The crosswalk itself: CSL variables <-> fields, CSL types <-> entry types, of BibTeX and biblatex.

Sources: "BibTeXing" (Patashnik, 1988) and plain.bst for BibTeX's types and what they require; the biblatex manual and
its default data model (``blx-dm.def``) for biblatex; the CSL specification's appendices for variables and types.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

Dialect = Literal["bibtex", "biblatex"]
Form = Literal["rich", "title", "plain", "list", "names", "pages", "doi", "url", "date"]

ARTICLES = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book", "article"})
_BOOKS = frozenset({"book", "chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary", "entry"})
_ISSUED = ARTICLES - {"article"} | _BOOKS | {"thesis", "report", "dataset"}
_JOURNALS = ("journal", "journaltitle")
_PUBLISHERS = ("publisher", "organization")


class Crossing(NamedTuple):
    """One variable and the fields it is written to, in which form, and for which CSL types (none: for all).

    ``also`` are further fields that are read as this variable. A negated crossing holds for all types but the named.
    """

    variable: str
    bibtex: str
    biblatex: str
    form: Form
    types: frozenset[str] = frozenset()
    negated: bool = False
    also: tuple[str, ...] = ()

    def holds_for(self, csl_type: str) -> bool:
        """Whether items of this type cross here."""
        return not self.types or (csl_type in self.types) != self.negated


TABLE = (
    Crossing("author", "author", "author", "names"),
    Crossing("editor", "editor", "editor", "names", also=("bookeditor",)),
    Crossing("title", "title", "title", "title"),
    Crossing("container_title", "journal", "journaltitle", "rich", ARTICLES),
    Crossing(
        "container_title", "booktitle", "booktitle", "rich", ARTICLES, negated=True, also=("journal", "journaltitle")
    ),
    Crossing("event_title", "", "eventtitle", "rich"),
    Crossing("collection_title", "series", "series", "rich"),
    Crossing("volume", "volume", "volume", "plain"),
    Crossing("issue", "number", "number", "plain", ARTICLES | {"paper-conference"}, also=("issue",)),
    Crossing("number", "eid", "eid", "plain", ARTICLES),
    Crossing("number", "number", "number", "plain", ARTICLES, negated=True),
    Crossing("issue", "issue", "issue", "plain", ARTICLES, negated=True),
    Crossing("page", "pages", "pages", "pages"),
    Crossing("issued", "year", "date", "date"),
    Crossing("publisher", "school", "institution", "list", frozenset({"thesis"}), also=_PUBLISHERS),
    Crossing("publisher", "institution", "institution", "list", frozenset({"report"}), also=_PUBLISHERS),
    Crossing("publisher", "publisher", "publisher", "list", _ISSUED - {"thesis", "report"}, also=("organization",)),
    Crossing("publisher", "publisher", "organization", "list", _ISSUED, negated=True, also=("institution", "school")),
    Crossing("publisher_place", "address", "location", "list"),
    Crossing("genre", "type", "type", "plain", ARTICLES | _BOOKS, negated=True),
    Crossing("ISBN", "isbn", "isbn", "plain"),
    Crossing("DOI", "doi", "doi", "doi"),
    Crossing("URL", "url", "url", "url"),
)
"""Every variable and its fields, in the order in which fields are written and, where two say the same, read."""


@cache
def crossings(csl_type: str) -> tuple[Crossing, ...]:
    """The crossings of one CSL type, in the table's order."""
    return tuple(crossing for crossing in TABLE if crossing.holds_for(csl_type))


CSL_TYPES = {
    "article": "article-journal",
    "suppperiodical": "article-journal",
    "review": "review",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "incollection": "chapter",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "inreference": "entry-encyclopedia",
    "book": "book",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "reference": "book",
    "mvreference": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "manual": "book",
    "booklet": "pamphlet",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "unpublished": "manuscript",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "software": "software",
    "dataset": "dataset",
    "patent": "patent",
    "standard": "standard",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
    "letter": "personal_communication",
    "movie": "motion_picture",
    "video": "motion_picture",
    "audio": "song",
    "music": "song",
    "image": "graphic",
    "artwork": "graphic",
    "performance": "performance",
}
"""Entry types as read; all others are documents."""

UNTOLD_TYPES = frozenset({"proceedings", "manual", "booklet", "unpublished", "inbook"})
"""Entry types that are read as a CSL type which is written as another one: what the user says is kept in ``extra``."""

GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
"""Genres that BibTeX says by the entry type, and biblatex by ``type`` (where the second is ``mathesis``)."""

NO_DATE = "n.d."
"""What stands where BibTeX's styles want a year and none is known; biblatex says so by itself."""

WRITTEN_AS: dict[Dialect, dict[str, tuple[str, ...]]] = {
    "bibtex": {
        "article-journal": ("article",),
        "article-magazine": ("article",),
        "article-newspaper": ("article",),
        "review": ("article",),
        "review-book": ("article",),
        "paper-conference": ("inproceedings",),
        "chapter": ("incollection",),
        "entry-encyclopedia": ("incollection",),
        "entry-dictionary": ("incollection",),
        "entry": ("incollection",),
        "book": ("book",),
        "thesis": ("phdthesis",),
        "report": ("techreport",),
    },
    "biblatex": {
        "article-journal": ("article",),
        "article-magazine": ("article",),
        "article-newspaper": ("article",),
        "review": ("article",),
        "review-book": ("article",),
        "paper-conference": ("inproceedings",),
        "chapter": ("incollection", "inbook"),
        "entry-encyclopedia": ("incollection", "inbook"),
        "entry-dictionary": ("incollection", "inbook"),
        "entry": ("incollection", "inbook"),
        "book": ("book", "collection"),
        "thesis": ("thesis",),
        "report": ("report",),
        "article": ("online",),
        "webpage": ("online",),
        "post": ("online",),
        "post-weblog": ("online",),
        "software": ("software",),
        "dataset": ("dataset",),
    },
}
"""Entry types as written: the first one whose required fields are there, else ``misc``."""

REQUIRED: dict[Dialect, dict[str, tuple[str, ...]]] = {
    "bibtex": {
        "article": ("author", "title", "journal", "year"),
        "inproceedings": ("author", "title", "booktitle", "year"),
        "incollection": ("author", "title", "booktitle", "publisher", "year"),
        "inbook": ("author|editor", "title", "chapter|pages", "publisher", "year"),
        "book": ("author|editor", "title", "publisher", "year"),
        "phdthesis": ("author", "title", "school", "year"),
        "mastersthesis": ("author", "title", "school", "year"),
        "techreport": ("author", "title", "institution", "year"),
        "manual": ("author|organization", "title"),
        "booklet": ("author", "title"),
        "proceedings": ("editor|organization", "title", "year"),
        "unpublished": ("author", "title", "note"),
    },
    "biblatex": {
        "article": ("author", "title", "journaltitle", "date"),
        "inproceedings": ("author", "title", "booktitle", "date"),
        "incollection": ("author", "editor", "title", "booktitle", "date"),
        "inbook": ("author", "title", "booktitle", "date"),
        "book": ("author", "title", "date"),
        "collection": ("editor", "title", "date"),
        "thesis": ("author", "title", "type", "institution", "date"),
        "report": ("author", "title", "type", "institution", "date"),
        "online": ("title", "url|doi|eprint", "date"),
        "software": ("title",),
        "dataset": ("title",),
        "manual": ("title", "date"),
        "booklet": ("author|editor", "title", "date"),
        "proceedings": ("title", "date"),
        "unpublished": ("author", "title", "date"),
    },
}
"""What a type must have, or BibTeX's standard styles and biber warn; ``|`` separates alternatives."""

_IN_BOOK = "author editor booktitle series volume number pages publisher location isbn"
VALID_IN_BIBLATEX = {
    entry_type: frozenset(f"title date doi url {own}".split())
    for entry_type, own in {
        "article": "author editor journaltitle series volume number eid pages",
        "inproceedings": f"{_IN_BOOK} eventtitle organization",
        "incollection": _IN_BOOK,
        "inbook": _IN_BOOK,
        "book": "author editor series volume number pages publisher location isbn",
        "collection": "editor series volume number pages publisher location isbn",
        "thesis": "author institution location pages type",
        "report": "author institution location number pages type",
        "online": "author editor organization",
        "software": "author editor howpublished organization location type",
        "misc": "author editor howpublished organization location type",
        "dataset": "author editor series number publisher organization location type",
        "manual": "author editor series number pages publisher organization location isbn type",
        "booklet": "author editor pages howpublished location type",
        "proceedings": "editor eventtitle series volume number pages publisher organization location isbn",
        "unpublished": "author eventtitle howpublished location type",
    }.items()
}
"""The fields of the table that biblatex's data model allows for a type; biber ignores others with a warning."""
