"""Spellings of titles' words."""

import pytest

from bertbib.text.spelling import same_spellings, spellings, telling_spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the normalisation of colours", "normalization of color"),
        ("labelled data", "labeled data"),
        ("pretraining models", "pre training model"),
        ("heterogeneous graphs", "heterogenous graph"),
    ],
)
def test_one_title_in_two_spellings(one: str, other: str) -> None:
    assert same_spellings(spellings(one), spellings(other))


@pytest.mark.parametrize(
    ("one", "other"), [("infection", "inflection"), ("vitamin a", "vitamin"), ("synchronous", "asynchronous")]
)
def test_two_titles(one: str, other: str) -> None:
    assert not same_spellings(spellings(one), spellings(other))


def test_small_words_are_left_out_where_they_tell_nothing() -> None:
    assert telling_spellings("models of the world") == ("model", "world")
    assert spellings("models of the world") == ("model", "of", "world")
