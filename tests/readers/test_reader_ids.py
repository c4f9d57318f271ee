"""Plain lists of identifiers."""

from __future__ import annotations

import pytest

from bertbib.model import InputError, Where
from bertbib.model.protocols import Reader
from bertbib.readers.ids import READER

TEXT = """\
; my list
1901.11504
arXiv:1905.07129v1 ERNIE, the one with entities
doi: 10.18653/v1/P19-1441 - Multi-task networks

# Pre-training  #
// the second theme
https://openreview.net/forum?id=r1xMH1BtvB\tELECTRA
acl:N19-1423,
Attention Is All You Need
https://github.com/a/b
https://some.example/page
1913.99999
doi:10.oops
10.18653/v1/N19-1423

# Empty
"""


def test_it_is_a_reader() -> None:
    reader: Reader = READER
    assert ".txt" in reader.suffixes


def test_a_list_of_ids_in_themes() -> None:
    intake = READER.read(TEXT, "refs/nlp.txt")
    first, second = intake.themes
    assert (first.title, first.slug, first.path) == ("nlp", "nlp", ("nlp",))
    assert [(str(reference.ids[0]), reference.title, reference.where.line) for reference in first.references] == [
        ("arxiv:1901.11504", "", 2),
        ("arxiv:1905.07129", "ERNIE, the one with entities", 3),
        ("doi:10.18653/v1/P19-1441", "Multi-task networks", 4),
    ]
    assert first.references[1].ids[0].version == "v1"
    assert second.title == "Pre-training"
    assert [reference.outcome for reference in second.references] == [
        "paper",
        "paper",
        "no-link",
        "not-a-paper",
        "could-not-tell",
        "could-not-tell",
        "could-not-tell",
        "duplicate",
    ]
    assert second.references[0].url == "https://openreview.net/forum?id=r1xMH1BtvB"
    assert second.references[0].title == "ELECTRA"
    assert second.references[2].title == "Attention Is All You Need"
    assert second.references[5].where == Where("refs/nlp.txt", 13)
    assert [(problem.code, problem.where) for problem in intake.problems] == [
        ("empty-section", Where("refs/nlp.txt", 17))
    ]


def test_a_theme_that_stands_twice_is_one() -> None:
    (theme,) = READER.read("# A\n1901.11504\n# A\n1905.07129\n", "x.txt").themes
    assert len(theme.references) == 2


def test_line_ends_and_marks_change_nothing() -> None:
    for text in ("\ufeff# A\r\n1901.11504\r\n", "# A\n1901.11504", "# A\n  1901.11504  \n\n"):
        (theme,) = READER.read(text, "x.txt").themes
        assert [str(identifier) for reference in theme.references for identifier in reference.ids] == [
            "arxiv:1901.11504"
        ]
        assert theme.references[0].where.line == 2


@pytest.mark.parametrize(
    ("text", "said"), [("", "is empty"), (" \n", "is empty"), ("# A\n; b\n", "holds no identifier")]
)
def test_a_list_without_entries_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=rf"x\.txt {said}") as caught:
        READER.read(text, "x.txt")
    assert "one identifier" in caught.value.hint


def test_lines_of_noise_cannot_be_told_and_stop_nothing() -> None:
    text = "\x00\x01\n" + "(" * 50000 + "\n?\n10.1234/" + "(" * 3000 + "\n1901.11504\n"
    references = READER.read(text, "x.txt").themes[0].references
    assert [reference.outcome for reference in references] == ["could-not-tell"] * 4 + ["paper"]


def test_sniffing() -> None:
    assert READER.sniff("1901.11504\nhttps://aclanthology.org/P19-1441/\n")
    assert READER.sniff("# Theme\n; remark\n1901.11504 a title\n")
    assert not READER.sniff("Attention is all you need\n")
    assert not READER.sniff("* [a](https://arxiv.org/abs/1901.00001)\n")
    assert not READER.sniff("@article{a,\n title={b}}\n")
    assert not READER.sniff("")
