"""Page ranges in one form inside and one in BibTeX."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.text.pages import normalize_pages, to_bibtex_pages


@pytest.mark.parametrize(
    ("written", "core", "bibtex"),
    [
        ("4487--4496", "4487-4496", "4487--4496"),
        ("4487\u20134496", "4487-4496", "4487--4496"),
        ("4487 - 4496", "4487-4496", "4487--4496"),
        ("4487\u2014\n4496", "4487-4496", "4487--4496"),
        ("S1-S10", "S1-S10", "S1--S10"),
        ("1:1-1:20", "1:1-1:20", "1:1--1:20"),
        ("e4886", "e4886", "e4886"),
        ("1190", "1190", "1190"),
        ("12, 15-17", "12, 15-17", "12, 15--17"),
        ("12,15\u201317; 20--21", "12,15-17; 20-21", "12,15--17; 20--21"),
        ("xii\u2013xv", "xii-xv", "xii--xv"),
        ("12--", "12--", "12--"),
        ("-", "-", "-"),
        ("  ", "", ""),
    ],
)
def test_pages(written: str, core: str, bibtex: str) -> None:
    assert normalize_pages(written) == core
    assert to_bibtex_pages(core) == bibtex
    assert to_bibtex_pages(written) == bibtex


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789Sexi:,; -\u2013\u2014"), max_size=20))
def test_only_dashes_and_blanks_change(written: str) -> None:
    core = normalize_pages(written)
    assert re.sub(r"[\s\u2013\u2014-]", "", core) == re.sub(r"[\s\u2013\u2014-]", "", written)
    assert normalize_pages(core) == core
    assert normalize_pages(to_bibtex_pages(core)) == core
