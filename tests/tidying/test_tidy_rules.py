"""Each rule on what it is for, and on what it has to leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.text.bibtex import parse_bib
from bertbib.text.title_braces import title_with_braces
from bertbib.tidying.edits import VenueForm
from bertbib.tidying.rules import RULES, documentation
from bertbib.tidying.wording import is_plain_title
from tidied_text import tidy

KEPT = None


def after(field: str, value: str, rest: str = "year = 2019", venues: VenueForm = "full") -> str:
    """What a field says in the tidied entry."""
    text = f"@inproceedings{{k,\n  {field} = {{{value}}},\n  {rest}\n}}\n"
    done = tidy(text, venues=venues)
    entry = parse_bib(done.text, "refs.bib").entries[0]
    if entry.fields[field] == value:
        assert [change for change in done.changes if change.field == field] == []
    else:
        assert [(change.field, change.old, change.new) for change in done.changes] == [
            (field, value, entry.fields[field])
        ]
    assert tidy(done.text, venues=venues).text == done.text
    return entry.fields[field]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://doi.org/10.1145/3292500.1", "10.1145/3292500.1"),
        ("http://dx.doi.org/10.1000/ABC", "10.1000/ABC"),
        ("doi:10.18653/v1/N19-1423", "10.18653/v1/N19-1423"),
        ("DOI 10.1007/978-3-319-1", "10.1007/978-3-319-1"),
        ("\\url{https://doi.org/10.1145/1}", "10.1145/1"),
        ("10.1007/978-3-030-01234-2\\_14", "10.1007/978-3-030-01234-2_14"),
        ("10.1007/978{\\_}14", "10.1007/978_14"),
        (
            "10.1002/(SICI)1097-4571(199806)49:8%3C693::AID%3E3.0.CO;2-O",
            "10.1002/(SICI)1097-4571(199806)49:8<693::AID>3.0.CO;2-O",
        ),
        ("10.1002/(SICI)1097-0258(1998)17:15$<$1661::AID$>$3.0", "10.1002/(SICI)1097-0258(1998)17:15<1661::AID>3.0"),
        ("10.1145/3292500", KEPT),
        ("10.1145/12 and 10.1145/13", KEPT),
        ("https://arxiv.org/abs/1901.11504", KEPT),
        ("10.1000/%FF", KEPT),
        ("10.1000/a%25b", KEPT),
        ("10.1000/%7Bx", KEPT),
        ("to be assigned", KEPT),
    ],
)
def test_a_doi_is_a_doi_and_nothing_else(written: str, meant: str | None) -> None:
    assert after("doi", written) == (meant or written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12-20", "12--20"),
        ("12\u201320", "12--20"),
        ("12 -- 20", "12--20"),
        ("12---20", "12--20"),
        ("12{\\textendash}20", "12--20"),
        ("pp. 12-20", "12--20"),
        ("214-24", "214--24"),
        ("S12-S20", "S12--S20"),
        ("xi-xx", "xi--xx"),
        ("12-20,30-35", "12--20,30--35"),
        ("12--20", KEPT),
        ("12,15", KEPT),
        ("e1234", KEPT),
        ("12-3:1-12:14", KEPT),
        ("152:1-152:56", KEPT),
        ("12-3", KEPT),
        ("2019-15", KEPT),
        ("S12-4", KEPT),
        ("103-D", KEPT),
        ("1,234-1,240", KEPT),
        ("12-", KEPT),
        ("20-12", KEPT),
        ("12-20+", KEPT),
    ],
)
def test_two_hyphens_between_two_pages(written: str, meant: str | None) -> None:
    assert after("pages", written) == (meant or written)


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("{January}", "jan"),
        ('"Sept."', "sep"),
        ("{may}", "may"),
        ("{ 7 }", "jul"),
        ("02", "feb"),
        ("December", "dec"),
        ("jan", "jan"),
        ("JAN", "JAN"),
        ('jan # "~12"', 'jan # "~12"'),
        ("{June--July}", "{June--July}"),
        ("{13}", "{13}"),
        ("{Mai 3}", "{Mai 3}"),
        ("{Juin}", "{Juin}"),
    ],
)
def test_months_are_macros(raw: str, written: str) -> None:
    text = "@misc{k, title = {T}, month = %s, note = {month = {x}}}\n"
    done = tidy(text % raw)
    assert done.text == text % written
    assert [change.rule for change in done.changes] == (["month"] if raw != written else [])


ACL = "Annual Meeting of the Association for Computational Linguistics"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ACL", ACL),
        ("Proc. of {ACL}'19", ACL),
        ("Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics", ACL),
        ("NeurIPS", "Advances in Neural Information Processing Systems"),
        (
            "2019 {IEEE/CVF} Conference on Computer Vision and Pattern Recognition ({CVPR})",
            "IEEE/CVF Conference on Computer Vision and Pattern Recognition",
        ),
        (ACL, KEPT),
        ("Annual Meeting of the {A}ssociation for {C}omputational {L}inguistics", KEPT),
        (
            "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics, Florence, Italy",
            KEPT,
        ),
        ("Proceedings of the 57th Annual Meeting of the ACL (Volume 1: Long Papers)", KEPT),
        ("ACL, July 28 - August 2", KEPT),
        ("ACL 2018", KEPT),
        ("Proc. of ACL'18", KEPT),
        ("ACL (1)", KEPT),
        ("ICLR (Poster)", KEPT),
        ("Findings of ACL", KEPT),
        ("Proceedings of the ACL Workshop on BlackboxNLP", KEPT),
        ("CVPR Workshops", KEPT),
        ("Advances in Neural Information Processing Systems 32", KEPT),
        ("CC", KEPT),
        ("Lecture Notes in Computer Science", KEPT),
        ("My Own Conference", KEPT),
    ],
)
def test_a_known_venue_that_says_nothing_else(written: str, meant: str | None) -> None:
    assert after("booktitle", written) == (meant or written)


def test_venues_are_named_as_in_their_year_and_as_wished() -> None:
    assert after("booktitle", "NeurIPS", "year = 2016", venues="acronym") == "NIPS"
    assert after("booktitle", "NIPS", "year = 2020", venues="acronym") == "NeurIPS"
    assert after("journal", "J. Mach. Learn. Res.") == "Journal of Machine Learning Research"
    assert after("journal", "Journal of Machine Learning Research", venues="abbreviated") == "J. Mach. Learn. Res."
    assert after("booktitle", "ACL", venues="keep") == "ACL"
    assert after("booktitle", "NIPS", "note = {no year}") == "NIPS"  # which of its names was the venue's, nobody knows


def test_macros_and_joined_values_stay() -> None:
    text = '@string{acl = "ACL"}\n@misc{k, title = {T}, booktitle = acl, journal = acl # " 2019", year = 2019, pages = acl # "-1"}\n'
    assert tidy(text).text == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Weijie Liu, Peng Zhou, Zhe Zhao", "Weijie Liu and Peng Zhou and Zhe Zhao"),
        ("Devlin, Jacob et al.", "Devlin, Jacob and others"),
        ("Wei Wang 0001 and Li, Jun", "Wei Wang and Li, Jun"),
        ("family=Oord, given=A, prefix=van den", KEPT),
        ("{CMS Collaboration}", KEPT),
        ("Mao Zedong and \u674e\u660e", KEPT),
    ],
)
def test_lists_of_names(written: str, meant: str | None) -> None:
    assert after("author", written) == (meant or written)


_TITLE_WORDS = (
    "a of The networks Networks bayesian Bayesian {BERT} {S}em {AI}: BERT T5 C ? why? Ah, ! {deep} {Deep} U-Net 3D $x$ "
    "\\'e x_1 Paris paris: -- - and Graph-based {A}"
)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.sampled_from(_TITLE_WORDS.split()),
        max_size=7,
    ).map(" ".join)
)
def test_titles_that_are_passed_over_need_nothing(title: str) -> None:
    assert not is_plain_title(title) or title_with_braces(title) == title


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{SpanBERT: Representing Spans with {$L_1$}}", "{SpanBERT}: Representing Spans with {$L_1$}"),
        ("Training BERT for all", "Training {BERT} for all"),
        ("The {B}ayesian way of $x^2$", KEPT),
        ('T{\\"o}RF fields', '{T{\\"o}RF} fields'),
    ],
)
def test_titles(written: str, meant: str | None) -> None:
    assert after("title", written) == (meant or written)


def test_names_in_doubt_are_said_and_left() -> None:
    text = "@misc{k, title = {T}, author = {{Foo} Bar, Baz, Qux &amp; Quux}}\n"
    done = tidy(text)
    assert done.text == text
    assert [problem.code for problem in done.problems] == ["doubtful-names"]


def fields_after(text: str) -> tuple[str, dict[str, str]]:
    done = tidy(text)
    assert tidy(done.text).text == done.text
    entry = parse_bib(done.text, "refs.bib").entries[0]
    return entry.type, dict(entry.fields)


def test_an_arxiv_number_in_words_gets_fields_of_its_own() -> None:
    kind, fields = fields_after("@article{k, title={A T}, journal={arXiv preprint arXiv:1901.11504}, year={2019}}\n")
    assert kind == "article"
    assert fields["journal"] == "arXiv preprint arXiv:1901.11504"
    assert (fields["eprint"], fields["archiveprefix"]) == ("1901.11504", "arXiv")
    _, fields = fields_after("@article{k, title={A T}, journaltitle={CoRR}, volume={abs/1901.11504}, year={2019}}\n")
    assert (fields["eprint"], fields["eprinttype"]) == ("1901.11504", "arxiv")
    _, fields = fields_after("@article{k, title={A T}, journal={CoRR}, volume={abs/1901.11504}, eprint={1901.11504}}\n")
    assert fields["archiveprefix"] == "arXiv"


def test_an_article_in_arxiv_and_in_a_book_is_the_books() -> None:
    text = (
        "@article{k,\n  title = {A T},\n  journal = {arXiv preprint arXiv:1901.11504},\n  booktitle = {My Book},\n}\n"
    )
    kind, fields = fields_after(text)
    assert (kind, fields) == (
        "inproceedings",
        {"title": "A T", "booktitle": "My Book", "eprint": "1901.11504", "archiveprefix": "arXiv"},
    )
    # Where two numbers are named, nobody knows which of them is meant.
    two = text.replace("title = {A T}", "eprint = {2001.00001}")
    assert tidy(two).text == two
    other = text.replace("arXiv preprint arXiv:1901.11504", "Nature")
    assert tidy(other).text == other


def test_swallowed_fields_and_missing_commas_in_the_bytes() -> None:
    text = "@article{k, title = {A title,\r\n  year = {2019},\r\n  pages = {1-2}}\r\n}\r\n@misc{m, title = {T} year = 2001}\r\n"
    done = tidy(text)
    assert done.text == (
        "@article{k, title = {A title},\r\n  year = {2019},\r\n  pages = {1--2}\r\n}\r\n@misc{m, title = {T}, year = 2001}\r\n"
    )
    assert [(change.key, change.field, change.rule) for change in done.changes] == [
        ("k", "title", "swallowed-field"),
        ("k", "year", "swallowed-field"),
        ("k", "pages", "swallowed-field"),
        ("k", "pages", "pages"),
        ("m", "year", "missing-comma"),
    ]
    assert done.problems == ()


def test_fields_that_are_there_twice() -> None:
    text = "@misc{k,\n  year = 2019,\n  note = {a},\n  year = {2019},\n  note = {b},\n  pages = {1-2},\n  pages = {3-4}\n}\n"
    done = tidy(text)
    assert done.text == text.replace("  year = {2019},\n", "")
    assert [(change.field, change.rule, change.old, change.new) for change in done.changes] == [
        ("year", "duplicate-field", "2019", None)
    ]
    assert {problem.code for problem in done.problems} == {"bib-duplicate-field"}


def test_abstracts_may_quote_fields() -> None:
    text = "@misc{k, title = {T}, abstract = {We show\n  year = {2019},\n code}, year = 2020}\n"
    assert tidy(text).text == text


def test_the_page_about_the_rules_is_made_from_the_table() -> None:
    page = Path(__file__).parents[2] / "docs" / "tidy.md"
    assert documentation() in page.read_text(encoding="utf-8")
    assert len({rule.name for rule in RULES}) == len(RULES)
