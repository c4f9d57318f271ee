"""The form in which a list writes authors."""

from __future__ import annotations

import pytest

from bertbib.model import Name
from bertbib.writers.author_forms import author_form

NAMES = (Name("Lovelace", "Ada"), Name("Kahn", "Robert E."), Name("Rossum", "Eve", "van"))
TWO = NAMES[:2]


@pytest.mark.parametrize(
    ("said", "three", "two"),
    [
        ("Ann Lee, Bo Chen, Cy Dow", "Ada Lovelace, Robert E. Kahn, Eve van Rossum", "Ada Lovelace, Robert E. Kahn"),
        (
            "Ann Lee, Bo Chen, and Cy Dow",
            "Ada Lovelace, Robert E. Kahn, and Eve van Rossum",
            "Ada Lovelace, and Robert E. Kahn",
        ),
        ("Ann Lee and Bo Chen", "Ada Lovelace, Robert E. Kahn and Eve van Rossum", "Ada Lovelace and Robert E. Kahn"),
        ("Ann Lee & Bo Chen", "Ada Lovelace, Robert E. Kahn & Eve van Rossum", "Ada Lovelace & Robert E. Kahn"),
        ("A. Lee, B. C. Chen", "A. Lovelace, R. E. Kahn, E. van Rossum", "A. Lovelace, R. E. Kahn"),
        (
            "Lee, A., Chen, B. and Dow, C.",
            "Lovelace, A., Kahn, R. E. and van Rossum, E.",
            "Lovelace, A. and Kahn, R. E.",
        ),
        ("Lee et al.", "Lovelace et al.", "Lovelace et al."),
        ("Ann Lee, et al.", "Ada Lovelace, et al.", "Ada Lovelace, et al."),
        ("Ann Lee; Bo Chen", "Ada Lovelace; Robert E. Kahn; Eve van Rossum", "Ada Lovelace; Robert E. Kahn"),
    ],
)
def test_forms(said: str, three: str, two: str) -> None:
    form = author_form(said)
    assert form is not None
    assert (form.render(NAMES), form.render(TWO)) == (three, two)


@pytest.mark.parametrize(
    "said", ["", "see also the talk", "EMNLP 2019", "Ann Lee", "A good paper, and Long", "Keyword: x, y", "et al."]
)
def test_what_is_no_list_of_authors(said: str) -> None:
    assert author_form(said) is None


def test_a_group_is_written_whole() -> None:
    form = author_form("Lee, A., Chen, B.")
    assert form is not None
    assert form.render((Name(literal="The BERT Team"), NAMES[0])) == "The BERT Team, Lovelace, A."
