"""The rules of ``tidy``: one table, from which their documentation is made too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bertbib.tidying.edits import Edit, Facts, Settings
from bertbib.tidying.identifiers import IN_WORDS, plain_doi, preprint_ids
from bertbib.tidying.numbers import month_macros, page_ranges
from bertbib.tidying.venue_names import VENUE_FIELDS, venue_names
from bertbib.tidying.wording import PEOPLE, people, title_braces

Propose = Callable[[Facts, Settings], Iterable[Edit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about one entry: a stable name, what it does and why, an example, and the function that proposes edits.

    ``reads`` are the fields that it looks at: while they stay the same, it has nothing new to say. Without ``propose``
    the rule is about an entry's bytes (``commas``) or about two entries (``duplicates.merging``).
    """

    name: str
    does: str
    why: str
    before: str = ""
    after: str = ""
    propose: Propose | None = None
    reads: tuple[str, ...] = ()


RULES = (
    Rule(
        "swallowed-field",
        "a field that stands inside another one's value, because a brace or quotation mark was not closed, gets out",
        "BibTeX prints it as part of that value, and the field itself is missing",
        "title = {A title,\n  year = {2019}}",
        "title = {A title},\n  year = {2019}",
    ),
    Rule(
        "missing-comma",
        "the comma between two fields is put where it is missing",
        "BibTeX stops reading the entry there",
        "title = {A title} year = {2019}",
        "title = {A title}, year = {2019}",
    ),
    Rule(
        "duplicate-field",
        "a field that is there twice in the same words goes the second time",
        "BibTeX warns, biber takes the last one; two that differ are reported and both stay",
        "year = 2019, year = 2019",
        "year = 2019",
    ),
    Rule(
        "doi",
        "a DOI loses its resolver, its escapes and its percent signs; its case stays",
        "styles and readers put the resolver before it themselves, and the field is verbatim",
        "https://doi.org/10.1007/978-3\\_1",
        "10.1007/978-3_1",
        plain_doi,
        ("doi",),
    ),
    Rule(
        "pages",
        "two hyphens stand between two pages; numbers of articles stay",
        "one hyphen prints as one",
        "12-20",
        "12--20",
        page_ranges,
        ("pages",),
    ),
    Rule(
        "month",
        "a month named in English or numbered becomes BibTeX's macro",
        "styles abbreviate and translate the macro, never a word",
        "{January}",
        "jan",
        month_macros,
        ("month",),
    ),
    Rule(
        "venue",
        "a booktitle or journal that names a venue of the registry and says nothing else gets its name of that year",
        "one venue, one name; places, dates, volumes and tracks are said nowhere else, so with them a value stays",
        "Proc. of {ACL}'19",
        "Annual Meeting of the Association for Computational Linguistics",
        venue_names,
        (*VENUE_FIELDS, "year", "date"),
    ),
    Rule(
        "names",
        "lists of names are joined by `and`, `et al.` is `and others`, DBLP's numbers of namesakes go",
        "BibTeX reads anything else as one long name",
        "Liu, W. and Wang, Wei 0001 and Zhou, P. et al.",
        "Liu, W. and Wang, Wei and Zhou, P. and others",
        people,
        PEOPLE,
    ),
    Rule(
        "title",
        "braces around a whole title go, words whose capitals carry meaning get them",
        "a style in sentence case can lower the rest, and never BERT",
        "{Training BERT for Everybody}",
        "Training {BERT} for Everybody",
        title_braces,
        ("title",),
    ),
    Rule(
        "preprint",
        "an arXiv number in a journal's words stands in `eprint` too; an article in arXiv and in a book is the book's",
        "styles make a link of `eprint`, and no style prints an article's booktitle",
        "journal = {arXiv preprint arXiv:1901.11504}",
        "journal = {arXiv preprint arXiv:1901.11504}, eprint = {1901.11504}, archiveprefix = {arXiv}",
        preprint_ids,
        (*IN_WORDS, "volume", "eprint"),
    ),
    Rule(
        "merge",
        "entries of one work become one: the published record in its place, the preprint's number, all keys in `ids`",
        "a paper that is cited under two keys is listed twice",
    ),
)
"""All rules, in the order in which they are applied."""

ENTRY_RULES = tuple((rule.name, rule.propose, rule.reads) for rule in RULES if rule.propose is not None)
"""Name, function and fields of the rules that propose edits."""


def documentation() -> str:
    """The table of ``docs/tidy.md``."""
    lines = ["| rule | what it does | why | before | after |", "|---|---|---|---|---|"]
    for rule in RULES:
        example = [f"`{' '.join(text.split())}`" if text else "" for text in (rule.before, rule.after)]
        lines.append(f"| `{rule.name}` | {rule.does} | {rule.why} | {example[0]} | {example[1]} |")
    return "\n".join(lines) + "\n"
