"""Front matter: our part of it has its effect, the rest is left alone, and nothing in it costs the list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Intake
from bertbib.readers.front_matter import front_matter
from bertbib.readers.markdown import READER

U = "https://arxiv.org/abs/2001.0000"
BODY = f"""# NLP

## BERT

* [The First Title Here]({U}1)

### Small

* [The Second Title Here]({U}2)

## Blogs

* [The Third Title Here]({U}3)
"""


def read(front: str, body: str = BODY) -> Intake:
    return READER.read(f"---\n{front}\n---\n{body}", "list.md")


def paths(intake: Intake) -> list[tuple[str, ...]]:
    return [theme.path for theme in intake.themes]


def findings(intake: Intake) -> list[tuple[str, int]]:
    return [(one.code, one.where.line) for one in intake.problems if one.where and one.severity == "warning"]


def test_theme_depth_and_skip() -> None:
    intake = read("title: My list\nbertbib: {theme: Reading, depth: 3, skip: [Blogs]}\nlayout: page")
    assert paths(intake) == [("Reading", "NLP", "BERT"), ("Reading", "NLP")]
    assert [one.title for one in intake.themes[0].references] == ["The First Title Here", "The Second Title Here"]
    assert [one.outcome for one in intake.themes[1].references] == ["not-a-paper"]
    assert intake.themes[0].references[0].where.line == 10
    assert findings(intake) == []


def test_the_same_in_block_style_with_crlf_and_a_byte_order_mark() -> None:
    front = "bertbib:\n  depth: 1\n  skip:\n    - blogs\n"
    text = f"\ufeff---\n{front}---\n{BODY}".replace("\n", "\r\n")
    intake = READER.read(text, "list.md")
    assert paths(intake) == [("NLP",)]
    assert [one.outcome for one in intake.themes[0].references] == ["paper", "paper", "not-a-paper"]


def test_a_theme_names_a_file_without_headings() -> None:
    assert paths(read("bertbib: {theme: 'Knowledge: graphs'}", f"* [A Title of Four]({U}1)\n")) == [
        ("Knowledge: graphs",)
    ]
    lone = f"My own words\n\n# [Papers]\n* [A Title of Four]({U}1)\n"
    assert paths(read("bertbib: {theme: Named}", lone)) == [("Named",)]
    assert paths(read("title: x", lone)) == [("My own words",)]


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("bertbib: {dept: 2}", 2),
        ("title: x\nbertbib: {depth: two}", 3),
        ("bertbib:\n  depth: 0", 3),
        ("bertbib:\n  # ours\n  skip: {a: b}", 4),
        ("bertbib: {skip: [Nothing]}", 2),
        ("bertbib: {theme: }", 2),
        ("bertbib: yes", 2),
        ("title: [open\nbertbib: {depth: 2}", 3),
        ("bertbib: {theme: a\ntitle: b", 3),
        ("\tbad\nbertbib: {}", 2),
    ],
)
def test_what_cannot_be_read_is_a_finding_and_the_list_is_kept(front: str, line: int) -> None:
    intake = read(front)
    assert ("front-matter", line) in findings(intake)
    assert all(one.hint for one in intake.problems if one.code == "front-matter")
    assert paths(intake) == [("NLP", "BERT"), ("NLP", "BERT", "Small"), ("NLP",)]


@pytest.mark.parametrize(
    "front",
    [
        "title: x",
        "title: [open",
        "title: !ruby/object:Hash {}",
        "description: uses bertbib: well",
        "bertbib: {}\nother: !!python/object/apply:os.system ['true']",
        "a: &a [x]\nb: *a",
        "tags: bertbib",
    ],
)
def test_other_programs_keys_are_left_alone(front: str) -> None:
    intake = read(front)
    assert findings(intake) == []
    assert paths(intake) == [("NLP", "BERT"), ("NLP", "BERT", "Small"), ("NLP",)]


def test_a_rule_at_the_start_is_no_front_matter() -> None:
    for text in (f"---\n\n{BODY}\n---\n", f"---\nSome words: and more\n\n{BODY}\n---\n"):
        assert [path[-1] for path in paths(READER.read(text, "list.md"))] == ["BERT", "Small", "NLP"]


def test_aliases_and_nesting_do_no_harm() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"k{n}: &k{n} [*{'a' if not n else f'k{n - 1}'}, *a]\n" for n in range(50))
    assert paths(read(f"{bomb}bertbib: {{depth: 1}}")) == [("NLP",)]
    assert len(paths(read("bertbib: " + "[" * 5_000))) == 3
    assert len(paths(read("x: " + "{a: " * 5_000 + "\nbertbib: {depth: 1}"))) == 3


@given(body=st.text(st.sampled_from([*"abertib:{}[]-,'\"&*!|>#%@\n \t"]), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_front_matter_keeps_the_text_and_its_lines(body: str) -> None:
    text = f"---\nbertbib: {body}\n---\n{BODY}"
    _said, rest, problems = front_matter(text, "list.md")
    assert rest.count("\n") == text.count("\n")
    assert rest.endswith(BODY) or "---" in body
    assert all(1 <= one.where.line <= text.count("\n") for one in problems if one.where)
