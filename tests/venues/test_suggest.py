"""Likeness is for people only."""

from bertbib.venues.identify import identify
from bertbib.venues.suggest import suggest


def test_a_misspelt_name_is_suggested_and_not_taken() -> None:
    text = "Conference on Lerning Representtions"
    assert not identify(text).known
    assert suggest(text) == "International Conference on Learning Representations"


def test_nothing_like_it_gives_nothing() -> None:
    assert suggest("Zeitschrift für seltsame Dinge") == ""
    assert suggest("") == ""
