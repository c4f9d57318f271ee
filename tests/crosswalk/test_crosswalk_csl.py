"""CSL-JSON objects: exact both ways, and a named field where the form is wrong."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertbib.crosswalk import item_from_csl, item_to_csl
from bertbib.model import Date, Item, Name

NAMES = st.lists(st.builds(Name, st.text(), st.text(), st.text(), st.text(), st.text()), max_size=3).map(tuple)
DATES = st.builds(Date, st.integers(-5000, 9999)) | st.builds(
    Date, st.integers(-5000, 9999), st.integers(1, 12), st.none() | st.integers(1, 31)
)
TEXTS = {field.name: st.text() for field in fields(Item) if field.default == "" or field.name == "type"}
ITEMS = st.builds(Item, author=NAMES, editor=NAMES, issued=st.none() | DATES, **TEXTS)


@given(ITEMS)
def test_every_item_comes_back_exactly(item: Item) -> None:
    text = json.dumps(item_to_csl(item), ensure_ascii=False)
    assert item_from_csl(json.loads(text)) == item


def test_only_what_is_known_is_written_and_extra_is_not() -> None:
    item = Item(type="book", title="T", issued=Date(2019), extra=(("file", "x.pdf"),))
    assert item_to_csl(item) == {"type": "book", "title": "T", "issued": {"date-parts": [[2019]]}}


def test_names_of_variables_are_csls() -> None:
    item = Item(
        author=(Name("Beethoven", "Ludwig", "van"),), container_title="C", publisher_place="P", DOI="10.1/x", URL="u:"
    )
    csl = item_to_csl(item)
    assert list(csl) == ["type", "author", "container-title", "publisher-place", "DOI", "URL"]
    assert csl["author"] == [{"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}]


def test_other_programs_forms_are_understood() -> None:
    data = {
        "id": "x",
        "type": "article-journal",
        "volume": 7,
        "issued": {"date-parts": [["2019", "7"]]},
        "author": [{"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"}],
        "ISSN": "1234-5678",
    }
    item = item_from_csl(data)
    assert (item.volume, item.issued) == ("7", Date(2019, 7))
    assert item.author == (Name("Humboldt", "Alexander von"),)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ["T"]),
        ("title", None),
        ("type", 3.5j),
        ("volume", True),
        ("author", "Doe"),
        ("author", ["Doe"]),
        ("author", [{"family": 7}]),
        ("editor", {"family": "Doe"}),
        ("issued", "2019"),
        ("issued", {"raw": "2019"}),
        ("issued", {"date-parts": []}),
        ("issued", {"date-parts": [[]]}),
        ("issued", {"date-parts": [[2019, 13]]}),
        ("issued", {"date-parts": [["soon"]]}),
        ("issued", {"date-parts": [[2019, 1, 1, 1]]}),
        ("issued", {"date-parts": [[True]]}),
    ],
)
def test_a_wrong_form_names_the_field(field: str, value: Any) -> None:
    with pytest.raises(ValueError, match=field):
        item_from_csl({"type": "book", field: value})


def test_a_missing_type_is_a_document() -> None:
    assert item_from_csl({}) == replace(Item(), type="document")
