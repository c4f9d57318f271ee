"""The verb ``venue`` as a function."""

from __future__ import annotations

import pytest

import bertbib


def test_a_text_or_several() -> None:
    assert [one.venue for one in bertbib.venue("NIPS 2016").venues] == ["neurips"]
    report = bertbib.venue(["ICML", "Odd Conference\tbooktitle\t2011"])
    assert [(one.venue, one.year) for one in report.venues] == [("icml", None), ("odd conf", 2011)]
    assert report.texts == ("ICML", "Odd Conference")


@pytest.mark.parametrize("year", ["", "soon", "20160", "²⁰¹⁶"])
def test_what_is_no_year_is_none(year: str) -> None:
    assert bertbib.venue(f"ICML\tbooktitle\t{year}").venues[0].year is None


def test_a_form_that_does_not_exist() -> None:
    with pytest.raises(bertbib.ConfigError, match="no such form"):
        bertbib.venue("ICML", form="long")
