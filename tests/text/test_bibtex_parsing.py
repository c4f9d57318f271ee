"""Reading .bib text: real habits, broken files, and anything at all."""

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.text.bibtex import BibEntry, BibFile, parse_bib


def read(text: str) -> BibFile:
    return parse_bib(text, "refs.bib")


def only(text: str) -> BibEntry:
    """The one entry of a text that has nothing wrong."""
    file = read(text)
    assert file.problems == ()
    assert len(file.entries) == 1
    return file.entries[0]


def codes(file: BibFile) -> list[tuple[str, int]]:
    return [(problem.code, problem.where.line) for problem in file.problems if problem.where]


GOOD = """@inproceedings{devlin-etal-2019-bert,
    title = "{BERT}: Pre-training",
    author = {Devlin, Jacob  and
      Chang, Ming-Wei},
    YEAR = 2019,
    month = jun,
    pages = "4171--4186"
}
"""


def test_an_entry() -> None:
    assert only(GOOD) == BibEntry(
        "inproceedings",
        "devlin-etal-2019-bert",
        {
            "title": "{BERT}: Pre-training",
            "author": "Devlin, Jacob  and\n      Chang, Ming-Wei",
            "year": "2019",
            "month": "jun",
            "pages": "4171--4186",
        },
        1,
    )


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("@article{k, title = {{Whole}}}", {"title": "{Whole}"}),
        ('@article{k, title = "a {"}quoted{"} b"}', {"title": 'a {"}quoted{"} b'}),
        ('@article{k, title = "f{"u}r {"A}lle", year = 1}', {"title": 'f{"u}r {"A}lle', "year": "1"}),
        (r"@article{k, title = {G\"odel \} x}, year = 1}", {"title": r"G\"odel \} x", "year": "1"}),
        (r"@article{k, title = {a \\}, year = 1}", {"title": r"a \\", "year": "1"}),
        ("@article{k, title = {}, year = {},}", {"title": "", "year": ""}),
        ("@article(k, title = {a (b) c})", {"title": "a (b) c"}),
        ("@ARTICLE{k,TITLE={x}}", {"title": "x"}),
        ("@article {k, title={x}}", {"title": "x"}),
        ("@ article\n{k, title={x}}", {"title": "x"}),
        ("\ufeff@article{k, title={x}}", {"title": "x"}),
        ("@article{k,\r\n title={a\r\nb}\r\n}", {"title": "a\nb"}),
        ("@article{k,\n  % year = {2018},\n  title={x} % why\n}", {"title": "x"}),
        ("@article{k, title={e = {m} @ home, @foo{x}}}", {"title": "e = {m} @ home, @foo{x}"}),
        ("@article{k, abstract={see\n  title = {x}\n}}", {"abstract": "see\n  title = {x}\n"}),
        ("@article{k, title={a {b,\n year = {1}} c}}", {"title": "a {b,\n year = {1}} c"}),
        ("@article{k, url={http://x.org/a?b=c,%20d}}", {"url": "http://x.org/a?b=c,%20d"}),
        ("@article{k}", {}),
    ],
)
def test_forms_of_values(text: str, fields: dict[str, str]) -> None:
    entry = only(text)
    assert (entry.type, entry.key, entry.fields) == ("article", "k", fields)


@pytest.mark.parametrize("key", ["DBLP:conf/x/1+X'22", "a(b", "a b", "Müller2019", "foo%2Fbar", "10.1000/1#2", "*"])
def test_keys_stay_as_written(key: str) -> None:
    assert only(f"@misc{{{key}, title = {{T}}}}").key == key


MACROS = """@string{icml = "International Conference"}
@String(ICML19 = icml # { on } # "{ML}")
@string{jan = {Januar}}
@article{a, booktitle = icml # { 2019}, series = icml19, month = jan, note = 1 # "~" # MAR}
"""


def test_macros_and_concatenation_are_resolved() -> None:
    assert only(MACROS).fields == {
        "booktitle": "International Conference 2019",
        "series": "International Conference on {ML}",
        "month": "jan",
        "note": "1~mar",
    }


def test_an_undefined_macro_is_reported_once_and_kept() -> None:
    file = read(
        "@misc{a, journal = tcs, month = July}\n@misc{b, journal = TCS # { x}}\n@string{tcs={T}}\n@misc{c,journal=tcs}"
    )
    assert [entry.fields["journal"] for entry in file.entries] == ["tcs", "TCS x", "T"]
    assert file.entries[0].fields["month"] == "July"
    assert codes(file) == [("bib-undefined-macro", 1)]


def test_entries_of_one_key_are_both_there() -> None:
    file = read("@misc{a, title={x}}\n@misc{a, title={y}}\n@misc{A, title={z}}")
    assert [(entry.key, entry.fields["title"], entry.line) for entry in file.entries] == [
        ("a", "x", 1),
        ("a", "y", 2),
        ("A", "z", 3),
    ]
    assert codes(file) == [("bib-duplicate-key", 2), ("bib-duplicate-key", 3)]
    assert [problem.severity for problem in file.problems] == ["warning", "warning"]


def test_of_two_fields_of_one_name_the_first_counts() -> None:
    file = read("@misc{a, title={x}, Title={y}, title={z}, year=1}")
    assert file.entries[0].fields == {"title": "x", "year": "1"}
    assert codes(file) == [("bib-duplicate-field", 1), ("bib-duplicate-field", 1)]


BROKEN_CASES = [
    ("bib-stray-text", "@misc{k, = {T}, year = 2019}", {"year": "2019"}),
    (
        "bib-missing-comma",
        "@misc{k,\n title = {T}\n year = 2019,\n note = {N}\n}",
        {"title": "T", "year": "2019", "note": "N"},
    ),
    ("bib-missing-comma", '@misc{k,\n title = "T"\n year = "2019"\n}', {"title": "T", "year": "2019"}),
    ("bib-repaired-entry", "@misc{k\n title = {T},\n year = 2019\n}", {"title": "T", "year": "2019"}),
    ("bib-repaired-entry", "@misc{k, title = {T}, % so, so\n year = 2019\n}", {"title": "T", "year": "2019"}),
    ("bib-stray-text", '@misc{k, title = "a "b" c", year = 2019}', {"title": 'a "b" c', "year": "2019"}),
    ("bib-stray-text", "@misc{k, title = {T} and {U}, year = 2019}", {"title": "{T} and {U}", "year": "2019"}),
    (
        "bib-swallowed-field",
        "@misc{k,\n title = {T {B},\n year = {2019},\n note = {N}\n}\n}",
        {"title": "T {B}", "year": "2019", "note": "N"},
    ),
]


@pytest.mark.parametrize(("code", "text", "fields"), BROKEN_CASES)
def test_slips_are_mended_and_reported(code: str, text: str, fields: dict[str, str]) -> None:
    file = read(f"{text}\n{GOOD}")
    assert file.entries[0].fields == fields
    assert file.entries[0].key == "k"
    assert file.entries[1].fields == only(GOOD).fields
    assert {problem.code for problem in file.problems} == {code}
    assert {problem.severity for problem in file.problems} == {"warning"}


def test_an_unclosed_brace_costs_nothing_where_the_next_entry_shows_it() -> None:
    file = read("@misc{k,\n title = {T {B},\n year = {2019},\n note = {N}\n}\n\n" + GOOD)
    assert file.entries[0] == BibEntry("misc", "k", {"title": "T {B}", "year": "2019", "note": "N"}, 1)
    assert file.entries[1].line == 7
    assert codes(file) == [("bib-repaired-entry", 1), ("bib-swallowed-field", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "@misc{k, title = {T",
        "@misc{k, title = {T}, year = 20",
        '@misc{k, title = "T',
        "@misc{k, title",
        "@misc{k",
        "@misc{",
        "@misc{k, title = {T}, {x}}",
    ],
)
def test_what_cannot_be_read_is_reported_and_costs_nothing_else(text: str) -> None:
    file = read(f"{GOOD}\n{text}")
    assert [entry.key for entry in file.entries] == ["devlin-etal-2019-bert"]
    assert codes(file) == [("bib-broken-entry", 10)]
    assert file.problems[0].severity == "error"
    assert file.problems[0].hint


def test_a_broken_entry_between_others() -> None:
    file = read(f"{GOOD}@misc{{k, {{T}}}}\n@misc{{last, title={{x}}}}")
    assert [entry.key for entry in file.entries] == ["devlin-etal-2019-bert", "last"]
    assert codes(file) == [("bib-broken-entry", 9)]


def test_a_missing_key_is_reported() -> None:
    file = read("@misc{title = {T}, year = 1}\n@misc{, title = {U}}")
    assert [(entry.key, entry.fields["title"]) for entry in file.entries] == [("", "T"), ("", "U")]
    assert codes(file) == [("bib-repaired-entry", 1), ("bib-no-key", 1), ("bib-no-key", 2)]


def test_fields_behind_a_brace_too_many_are_reported() -> None:
    file = read("@misc{k, title = {T}},\n  year = {2019},\n}\n" + GOOD)
    assert [entry.key for entry in file.entries] == ["k", "devlin-etal-2019-bert"]
    assert codes(file) == [("bib-stray-field", 2)]


def test_a_head_that_is_none_is_reported() -> None:
    assert codes(read("Text\n@article-x{k, title = {T}}\n")) == [("bib-broken-entry", 2)]


def test_comments_and_free_text() -> None:
    file = read(
        "Mail me@home.org (anytime) or you@work {x}.\n"
        "% Encoding: UTF-8, see @misc\n"
        "@comment{jabref-meta: grouping:\n0 AllEntriesGroup:;}\n"
        '@preamble{"\\newcommand{\\x}{y}"}\n'
        "%@misc{old, title = {x}}\n"
        "%@misc{older,\n%  title = {x}\n%}\n" + GOOD
    )
    assert [entry.key for entry in file.entries] == ["devlin-etal-2019-bert"]
    assert file.entries[0].line == 10
    assert file.comments == ("jabref-meta: grouping:\n0 AllEntriesGroup:;",)
    assert codes(file) == [("bib-commented-entry", 6), ("bib-commented-entry", 7)]
    assert {problem.severity for problem in file.problems} == {"info"}


def test_a_merge_conflict_is_reported_and_both_sides_are_read() -> None:
    file = read("<<<<<<< HEAD\n@misc{a, title={x}}\n=======\n@misc{a, title={y}}\n>>>>>>> other\n@misc{b, title={z}}")
    assert [(entry.key, entry.line) for entry in file.entries] == [("a", 2), ("a", 4), ("b", 6)]
    assert codes(file) == [("bib-conflict-marker", 1), ("bib-duplicate-key", 4)]


def test_lines_are_counted_behind_backslashes() -> None:
    file = read("@misc{a, note={x \\\\\ny \\\\\nz}}\n\n@misc{b, title={x}}")
    assert [entry.line for entry in file.entries] == [1, 5]


def test_several_entries_on_one_line() -> None:
    file = read("@misc{a, title={x}} @misc{b, title={y}}@misc{c, title={z}}")
    assert [entry.key for entry in file.entries] == ["a", "b", "c"]
    assert file.problems == ()


def test_problems_name_the_file() -> None:
    assert str(read("\n@misc{k, title").problems[0].where) == "refs.bib:2"


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read("@misc{k, title = {T\n@misc{l, title = {U}}")
    assert caplog.records == []


def test_the_entry_of_the_bibtex_manual() -> None:
    text = """@string (SCRIBE-NOTE = {Chapter twelve})
and so on.@

MaNuAl  (scribe,
  TITLE="Scribe   System", ORGANIZATION =  {Unilogic,}#" Ltd"# {.
   },
  MONTH
=aPR
  ,YEAR=1984,
  note=scribe-note # { and appendices}
  )"""
    file = read(text)
    assert [(entry.type, entry.key) for entry in file.entries] == [("manual", "scribe")]
    assert file.entries[0].fields == {
        "title": "Scribe   System",
        "organization": "Unilogic, Ltd.\n   ",
        "month": "apr",
        "year": "1984",
        "note": "Chapter twelve and appendices",
    }


@settings(max_examples=300, deadline=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from('@{}(),="#%\n\\ article')), max_size=80))
def test_no_text_makes_it_fail(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    file = read(text)
    assert all(1 <= entry.line <= lines for entry in file.entries)
    assert all(problem.where and 1 <= problem.where.line <= lines for problem in file.problems)


PIECES = st.sampled_from(
    [*'@{}(),="#%\\\n ', "", "@misc{", "title = {", "\n@", "year = 1", "<<<<<<< a\n", "\ufeff", "\0"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 4), PIECES), min_size=1, max_size=3))
def test_damage_is_never_silent_about_an_entry(damages: list[tuple[int, int, str]]) -> None:
    """However an entry is damaged, it is there, or a problem is; and its neighbours are untouched."""
    damaged = GOOD
    for at, length, piece in damages:
        damaged = damaged[:at] + piece + damaged[at + length :]
    file = read(f"@misc{{first, title={{x}}}}\n\n{damaged}\n@misc{{last, title={{z}}}}\n")
    keys = [entry.key for entry in file.entries]
    assert (keys[0], keys[-1]) == ("first", "last")
    assert len(keys) > 2 or file.problems or "@" not in damaged


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True),
        st.text(st.characters(codec="utf-8", exclude_characters='{}\\"@%=\r'), max_size=20),
        max_size=5,
    ),
    st.sampled_from(["{%s}", '"%s"', '{%s} # ""', '"" # "%s"']),
)
def test_values_come_back_as_written(fields: dict[str, str], form: str) -> None:
    body = "".join(f",\n  {name} = {form % value}" for name, value in fields.items())
    assert only(f"@misc{{k{body}\n}}").fields == fields


@pytest.mark.parametrize(
    "text",
    [
        "@a{b, title = {" + "{" * 10_000 + "x" + "}" * 10_000 + "}}",
        "@a{b, title = {" + "{" * 50_000,
        "@a{b," + " year = {x}\n" * 5_000 + "}",
        "@a{b, title = {x" + ",\n year = {x}" * 5_000 + "}}",
        "@a{b, title = {" + ",\n year = {x" * 2_000 + "}" * 2_001 + "}",
        "@a{" * 5_000,
        "@a{\n" * 5_000,
        "<<<<<<< a\n" * 20_000,
        "@a{b, t = " + "# a" * 20_000,
        "@a{b, t = " + '"' * 20_001,
        "@article\n" * 20_000,
    ],
)
def test_long_hostile_text_is_read(text: str) -> None:
    file = read(text)
    assert file.entries or file.problems or "{" not in text
