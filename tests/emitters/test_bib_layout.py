"""How an entry is laid out, and that taking it apart loses nothing."""

import pytest
from hypothesis import given, settings

from bertbib.emitters.bib_layout import Layout, cased, comma_in, is_leading, layout_of, taken_apart
from bertbib.text.bib_spans import scan
from bib_styles import StyledFile, bib_files


def layout(text: str) -> Layout:
    return layout_of(taken_apart(text, scan(text)[0]), "\n")


@settings(deadline=None)
@given(bib_files())
def test_what_is_taken_apart_can_be_put_together(file: StyledFile) -> None:
    for entry in scan(file.text):
        assert str(taken_apart(file.text, entry)) == file.text[entry.key_span[1] : entry.span[1] - 1]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("@misc{k,\n  author    = {A},\n  title     = {T}\n}", "\n  booktitle = "),
        ("@misc{k,\n  author =  {A},\n  title =   {T}\n}", "\n  booktitle = "),
        ("@misc{k,\n     author = {A},\n      title = {T}\n}", "\n  booktitle = "),
        ("@misc{k,\n\tauthor\t= {A},\n\ttitle\t= {T}\n}", "\n\tbooktitle\t= "),
        ("@misc{k,\n  author={A},\n  title={T}\n}", "\n  booktitle="),
        ("@misc{k,\n  author = {A},\n  title = {T}, year = 1\n}", "\n  booktitle = "),
        # Too long for the column: it is not broken, one blank is left.
        ("@misc{k,\n  author = {A},\n  title  = {T}\n}", "\n  booktitle = "),
        ("@misc{k,\n author = {A},\n  title = {T}\n}", "\nbooktitle = "),
    ],
)
def test_what_people_align_is_aligned(text: str, written: str) -> None:
    found = layout(text)
    assert f"{found.opening('booktitle', leading=False)}booktitle{found.assign('booktitle')}" == written


def test_commas_in_comments_are_none() -> None:
    assert comma_in(" % a, b\n  ,\n") == 10
    assert comma_in(" % a, b\n") == -1
    assert is_leading(" % a, b\n  ,\n")
    assert not is_leading(", % a\n, ")


def test_capitals_are_taken_over_only_if_all_agree() -> None:
    assert cased("archivePrefix", ["TITLE", "DOI"]) == "ARCHIVEPREFIX"
    assert cased("archivePrefix", ["Title", "Date-Added"]) == "ArchivePrefix"
    assert cased("archivePrefix", ["Title", "DOI"]) == "archivePrefix"
    assert cased("archivePrefix", []) == "archivePrefix"
