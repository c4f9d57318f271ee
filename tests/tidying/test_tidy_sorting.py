"""The order of entries, and what moves with them."""

from __future__ import annotations

import pytest

from tidied_text import tidy


def test_keys_ignoring_case_with_the_comments_above_them() -> None:
    text = (
        "% Encoding: UTF-8\n\n% about c\n@misc{c, note = {1}}\n\n@misc{B, note = {2}} % behind B\n\n"
        '@string{x = "y"}\n\n% a section\n\n% about a\n@misc{a, note = x}\n\n@comment{jabref-meta: grouping;}\n'
    )
    done = tidy(text, sort=True)
    assert done.text == (
        '% Encoding: UTF-8\n\n@string{x = "y"}\n\n% a section\n\n% about a\n@misc{a, note = x}\n\n'
        "@misc{B, note = {2}} % behind B\n\n% about c\n@misc{c, note = {1}}\n\n@comment{jabref-meta: grouping;}\n"
    )
    assert tidy(done.text, sort=True).text == done.text


def test_what_is_in_order_keeps_its_bytes() -> None:
    text = "@misc{a, note=1}\n\n\n\n@misc{b, note=2}@misc{B2, note=3}  \n% x"
    assert tidy(text, sort=True).text == text


def test_parents_stand_behind_their_children() -> None:
    text = "@book{a, title={V}, crossref={s}}\n@inbook{z, crossref={A}, note={1}}\n@misc{s, note={2}}\n@misc{b, note={3}}\n"
    done = tidy(text, sort=True)
    assert [line.split(",")[0] for line in done.text.splitlines()] == ["@misc{b", "@inbook{z", "@book{a", "@misc{s"]
    circle = "@misc{b, note={1}, crossref={a}}\n@misc{a, note={2}, crossref={b}}\n@misc{c, note={3}, crossref={c}}\n"
    once = tidy(circle, sort=True).text
    assert tidy(once, sort=True).text == once


def test_groups_of_other_programs_stay_at_the_end() -> None:
    groups = "@comment{BibDesk Static Groups{\n<dict>\n\n</dict>\n}}\n"
    text = f"@misc{{b, note={{1}}}}\n\n{groups}\n@misc{{a, note={{2}}}}\n"
    done = tidy(text, sort=True)
    assert done.text == f"@misc{{a, note={{2}}}}\n\n@misc{{b, note={{1}}}}\n\n{groups}"


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_and_the_mark_stay(newline: str) -> None:
    text = "\ufeff@misc{b, note={1}}\n@misc{a, note={2}}\n".replace("\n", newline)
    done = tidy(text, sort=True)
    assert done.text == "\ufeff@misc{a, note={2}}\n@misc{b, note={1}}\n".replace("\n", newline)


def test_macros_of_two_meanings_keep_everything_in_place() -> None:
    text = '@string{x = "1"}\n@misc{b, note = x}\n@string{x = "2"}\n@misc{a, note = x}\n'
    done = tidy(text, sort=True)
    assert done.text == text
    assert [one.code for one in done.problems] == ["not-sorted"]


def test_broken_entries_stay_and_the_others_are_sorted_around_them() -> None:
    text = "@misc{b, note={1}}\n@misc{a, note={2}}\n@misc{broken, note={3\n\n@misc{d, note={4}}\n@misc{c, note={5}}\n"
    done = tidy(text, sort=True)
    assert (
        done.text
        == "@misc{a, note={2}}\n@misc{b, note={1}}\n@misc{broken, note={3\n\n@misc{c, note={5}}\n@misc{d, note={4}}\n"
    )
    assert "not-moved" in {one.code for one in done.problems}
