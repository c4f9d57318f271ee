"""Hints in comments: each has its effect, or a finding with its line says why it has none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Intake, Reference
from bertbib.readers.markdown import READER

U = "https://arxiv.org/abs/2001.0000"
ONE, TWO, THREE = (f"* [The {word} Title Here]({U}{n})" for n, word in enumerate(("First", "Second", "Third"), 1))


def read(text: str) -> Intake:
    return READER.read(text, "list.md")


def references(text: str) -> list[Reference]:
    return [one for theme in read(text).themes for one in theme.references]


def findings(text: str) -> list[tuple[str, int]]:
    return [(one.code, one.where.line) for one in read(text).problems if one.where and one.hint]


def hinted(words: str, line: str = ONE) -> Reference:
    text = f"# T\n\n{line} <!-- bertbib: {words} -->\n{TWO}\n"
    found = [one for one in references(text) if one.where.line == 3]
    assert findings(text) == []
    return found[0]


def test_an_identifier_takes_the_place_of_the_links_which_stays_as_a_link() -> None:
    one = hinted("id=acl:P19-1441")
    assert list(map(str, one.ids)) == ["acl:P19-1441"]
    assert (one.title, one.outcome, one.url) == ("The First Title Here", "paper", "https://aclanthology.org/P19-1441/")
    assert [(link.role, link.url) for link in one.links] == [("paper", f"{U}1")]
    both = hinted("id=arxiv:2001.00001 id=doi:10.1000/x")
    assert list(map(str, both.ids)) == ["arxiv:2001.00001", "doi:10.1000/x"]
    assert (both.url, both.links) == (f"{U}1", ())


@pytest.mark.parametrize(
    "value",
    ["1905.07129", "arXiv:1905.07129v2", "https://arxiv.org/pdf/1905.07129.pdf", '"arxiv:1905.07129"', "'1905.07129'"],
)
def test_identifiers_in_any_form(value: str) -> None:
    assert list(map(str, hinted(f"id={value}").ids)) == ["arxiv:1905.07129"]


def test_a_key_a_theme_and_skip() -> None:
    assert hinted("key=lee2020first").key == "lee2020first"
    assert hinted("skip").outcome == "not-a-paper"
    assert hinted("SKIP").ids == ()
    text = f"# T\n\n{ONE} <!-- bertbib: theme='Other things' -->\n{TWO} <!--bertbib:theme=knowledge-->\n\n# Knowledge\n\n{THREE}\n"
    themes = {theme.title: [one.where.line for one in theme.references] for theme in read(text).themes}
    assert themes == {"Other things": [3], "Knowledge": [4, 8]}
    assert findings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"# T\n\n{ONE} <!-- bertbib: key=k -->\n{TWO}\n",
        f"# T\n\n{ONE}\n  <!-- bertbib: key=k -->\n{TWO}\n",
        f"# T\n\n{ONE}\n  - a note <!-- bertbib: key=k -->\n{TWO}\n",
        f"# T\n\n{ONE}\n<!-- bertbib: key=k -->\n{TWO}\n",
        f"# T\n\n<!-- bertbib: key=k -->\n{ONE}\n{TWO}\n",
        f"# T\n\n{ONE} <!-- bertbib:\n  key=k\n  -->\n{TWO}\n",
        f"# T\n\n- Group\n  {ONE} <!-- bertbib: key=k -->\n  {TWO}\n",
        f"# T\n\n| Title | Paper |\n|---|---|\n| The First Title Here | [pdf]({U}1) <!-- bertbib: key=k --> |\n",
        f"# T\n\n**The First Title Here** <br>\n*Ann Lee* [[pdf]({U}1)] <!-- bertbib: key=k -->\n",
        f"# T\n\n**The First Title Here**\n\n- Paper: {U}1\n- Code: https://github.com/a/b <!-- bertbib: key=k -->\n",
        f'# T\n\n<li><a href="{U}1">The First Title Here</a> <!-- bertbib: key=k --></li>\n',
        f'# T\n\n<details><summary>The First Title Here [<a href="{U}1">Paper</a>]</summary>\n\nx <!-- bertbib: key=k -->\n\n</details>\n',
    ],
)
def test_every_place_on_an_entry(text: str) -> None:
    first = next(one for one in references(text) if str(one.ids[0]) == "arxiv:2001.00001")
    assert (first.key, first.title) == ("k", "The First Title Here")
    assert findings(text) == []
    assert [one.key for one in references(text)].count("k") == 1
    crlf = text.replace("\n", "\r\n")
    assert [one.key for one in references(crlf)] == [one.key for one in references(text)]


def test_an_identifier_makes_an_entry_of_a_row_or_paragraph_that_says_nothing_else() -> None:
    hint = "<!-- bertbib: id=arxiv:2001.00001 -->"
    row = f"# T\n\n| Title | Link |\n|---|---|\n| The First Title Here | [x](https://opaque.example/a) {hint} |\n"
    (one,) = references(row)
    assert (one.title, list(map(str, one.ids)), one.outcome) == ("The First Title Here", ["arxiv:2001.00001"], "paper")
    assert [link.url for link in one.links] == ["https://opaque.example/a"]
    (one,) = references(f"# T\n\n**The First Title Here** {hint}\n")
    assert (one.title, list(map(str, one.ids)), one.links) == ("The First Title Here", ["arxiv:2001.00001"], ())
    (one, _) = references(f"# T\n\n* [The First Title Here](https://opaque.example/a) {hint}\n{TWO}\n")
    assert (one.outcome, list(map(str, one.ids))) == ("paper", ["arxiv:2001.00001"])


@pytest.mark.parametrize(
    "heading",
    [
        "# Blogs\n\n<!-- bertbib: skip -->\n\n",
        "# Blogs\n<!-- bertbib: skip -->\n",
        "# Blogs <!-- bertbib: skip -->\n\n",
    ],
)
def test_a_section_is_skipped_with_all_below_it(heading: str) -> None:
    text = f"# T\n\n{ONE}\n\n{heading}{TWO}\n\n## Below\n\n{THREE}\n\n# Next\n\n* [The Last Title Here]({U}4)\n"
    assert [one.outcome for one in references(text)] == ["paper", "not-a-paper", "not-a-paper", "paper"]
    assert findings(text) == []


def test_an_entrys_own_hint_wins_over_its_sections() -> None:
    text = f"# T\n\n<!-- bertbib: skip -->\n\n{ONE}\n{TWO} <!-- bertbib: key=k -->\n"
    assert [(one.outcome, one.key) for one in references(text)] == [("not-a-paper", None), ("paper", "k")]


def test_a_section_is_named() -> None:
    text = f"# [Papers]\n<!-- bertbib: theme='Language models' -->\n{ONE}\n\n## BERT\n\n{TWO}\n"
    assert [(theme.slug, theme.path) for theme in read(text).themes] == [
        ("language-models", ("Language models",)),
        ("bert", ("Language models", "BERT")),
    ]


def test_the_lists_own_citation_is_read_only_when_hinted() -> None:
    fence = "```bibtex\n@article{lee2020, title={A List of Lists}, doi={10.1000/x}}\n```\n"
    assert len(references(f"# T\n\n{ONE}\n\n{fence}")) == 1
    for between in ("", "\n"):
        text = f"# T\n\n{ONE}\n\n<!-- bertbib: bibtex -->\n{between}{fence}\n# U\n\n{TWO}\n"
        assert [(theme.title, [one.title for one in theme.references]) for theme in read(text).themes] == [
            ("T", ["The First Title Here", "A List of Lists"]),
            ("U", ["The Second Title Here"]),
        ]
        cited = references(text)[1]
        assert (cited.key, str(cited.ids[0]), cited.where.line) == ("lee2020", "doi:10.1000/x", 7 + len(between))
    assert [one.key for one in references(f"# T\n\n<!-- bertbib: bibtex -->\n{fence}")] == ["lee2020"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (f"{ONE} <!-- bertbib: kee=x -->", "hint-unknown", 1),
        (f"{ONE} <!-- bertbib: skip=yes -->", "hint-unknown", 1),
        (f"{ONE} <!-- bertbib: key= -->", "hint-unknown", 1),
        (f"{ONE} <!-- bertbib: -->", "hint-unknown", 1),
        (f"{ONE} <!-- bertbib skip -->", "hint-unknown", 1),
        (f"{ONE} <!-- bertbib: theme='open -->", "hint-unknown", 1),
        (f"{ONE} <!-- bertbib: id=nonsense -->", "hint-id", 1),
        (f"{ONE} <!-- bertbib: key='a b' -->", "hint-key", 1),
        (f"{ONE} <!-- bertbib: key=a,b -->", "hint-key", 1),
        (f"{ONE} <!-- bertbib: key=a key=b -->", "hint-conflict", 1),
        (f"{ONE} <!-- bertbib: id=2001.00001 id=2001.00002 -->", "hint-conflict", 1),
        (f"{ONE} <!-- bertbib: skip key=a -->", "hint-conflict", 1),
        (f"{ONE} <!-- bertbib: key=a -->\n  <!-- bertbib: key=b -->", "hint-conflict", 2),
        (f"{ONE} <!-- bertbib: key=a -->\n{TWO} <!-- bertbib: key=A -->", "hint-conflict", 2),
        (f"{ONE}\n\n<!-- bertbib: skip -->", "hint-lost", 3),
        (f"{ONE}\n\n# Empty\n\n<!-- bertbib: skip -->\n", "hint-lost", 5),
        (f"{ONE}\n\nSome prose. <!-- bertbib: skip -->", "hint-lost", 3),
        (f"{ONE}\n\n<!-- bertbib: bibtex -->\n\nSome prose.\n", "hint-lost", 3),
        (f"{ONE}\n\n<!-- bertbib: bibtex -->\n```\nno entry\n```\n", "hint-lost", 3),
        (f"{ONE}\n* <!-- bertbib: skip --> [The Second Title Here]({U}2)", "hint-place", 2),
        (f"# T\n<!-- bertbib: theme=X id=2001.00009 -->\n\n{ONE}", "hint-place", 2),
        (f"{ONE}\n* [code](https://github.com/a/b) <!-- bertbib: key=k -->", "hint-lost", 2),
    ],
)
def test_what_has_no_effect_is_a_finding_with_its_line(text: str, code: str, line: int) -> None:
    assert (code, line) in findings(text)
    assert any(str(one.ids[0]) == "arxiv:2001.00001" for one in references(text) if one.ids) or "skip key" in text


def test_an_unknown_word_is_met_with_the_likeliest_one() -> None:
    (problem,) = [one for one in read(f"{ONE} <!-- bertbib: kee=x -->").problems if one.code == "hint-unknown"]
    assert problem.hint == "did you mean 'key'?"


def test_comments_of_others_and_hints_in_code_are_left_alone() -> None:
    text = f"<!-- a list -->\n\n# T\n\n{ONE} <!-- key=no -->\n* `<!-- bertbib: skip -->` [The Second Title Here]({U}2)\n\n```\n<!-- bertbib: skip -->\n```\n"
    assert [(one.outcome, one.key) for one in references(text)] == [("paper", None), ("paper", None)]
    assert findings(text) == []
    assert read(text).themes[0].path == ("T",)


WORDS = st.sampled_from(
    ["id=2001.00001", "id=", "key=k", "theme=T", "skip", "bibtex", "=", "'", '"', "x", "<!--", "-->", "\n", "--"]
)
PLACES = st.sampled_from(
    [ONE, TWO, "# H", "text", "", "| a | b |", "|---|---|", "```", "<details>", "</details>", "> q"]
)


@given(
    lines=st.lists(st.tuples(PLACES, st.lists(WORDS, max_size=5).map(" ".join), st.booleans()), min_size=1, max_size=8)
)
@settings(max_examples=200, deadline=None)
def test_any_hint_anywhere_is_survived(lines: list[tuple[str, str, bool]]) -> None:
    text = "".join(f"{place} <!-- bertbib: {words} -->\n" if hint else f"{place}\n" for place, words, hint in lines)
    read(f"# First\n\n{THREE}\n\n{text}")


@pytest.mark.parametrize(
    "text", ["<!-- bertbib:" * 20_000, f"{ONE} " + "<!-- bertbib: skip -->" * 5_000, f"{ONE} <!-- bertbib: {'a' * 200_000} -->",
             f"{ONE} <!-- bertbib: {'id=' * 50_000} -->"]
)  # fmt: skip
def test_many_and_long_hints_are_read_in_linear_time(text: str) -> None:
    read(f"# T\n\n{TWO}\n\n{text}\n")
