"""Plain lists of identifiers."""

from __future__ import annotations

import pytest

from bertbib.model import InputError, Where
from bertbib.model.protocols import Reader
from bertbib.readers.ids import READER
from reading import DATA, codes, rows

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


def test_a_list_with_all_that_people_write_on_a_line() -> None:
    intake = READER.read((DATA / "reading.txt").read_text(encoding="utf-8"), "reading.txt")
    assert rows(intake) == {
        "reading": [
            (2, "paper", "", "arxiv:1412.6980", None, None),
            (3, "paper", "Attention Is All You Need", "arxiv:1706.03762", "NIPS2017", 2017),
            (4, "paper", "BERT: Pre-training of Deep Bidirectional Transformers", "arxiv:1810.04805 doi:10.18653/v1/N19-1423", "NAACL 2019", 2019),
        ],
        "Graphs": [
            (7, "paper", "", "arxiv:1609.02907", None, None),
            (7, "paper", "", "arxiv:1710.10903", None, None),
            (8, "paper", "Inductive Representation Learning on Large Graphs", "arxiv:1706.02216", None, None),
            (9, "paper", "How Powerful are Graph Neural Networks?", "arxiv:1810.00826", "ICLR 2019", 2019),
            (10, "no-link", "Relational inductive biases, deep learning, and graph networks", "", None, None),
            (26, "paper", "", "arxiv:1704.01212", None, None),
        ],
        "Graphs / Chemistry": [(12, "paper", "Neural Message Passing for Quantum Chemistry", "arxiv:1704.01212", None, None)],
        "Classics": [
            (15, "paper", "A Logical Calculus of the Ideas Immanent in Nervous Activity", "doi:10.1007/BF02478259", None, 1943),
            (16, "paper", "Long Short-Term Memory", "doi:10.1162/neco.1997.9.8.1735", None, None),
            (17, "no-link", "Learning representations by back-propagating errors", "", "Nature 1986", 1986),
            (18, "paper", "Deep Learning", "isbn:9780262035613", None, None),
            (19, "paper", "", "doi:10.1016/S0140-6736(20)30183-5", None, None),
            (20, "paper", "", "acl:P19-1441 openreview:r1xMH1BtvB", None, None),
            (21, "not-a-paper", "", "", None, None),
            (22, "could-not-tell", "", "", None, None),
            (23, "could-not-tell", "10.oops/nothing", "", None, None),
            (24, "paper", "Two works in one line", "arxiv:1706.03762", None, None),
        ],
    }  # fmt: skip
    assert codes(intake) == [("two-works", 24)]
    assert "arxiv:1810.04805 is kept out" in intake.problems[0].message


@pytest.mark.parametrize(
    ("line", "title", "ids", "note"),
    [
        ("1901.11504 Title of It (ACL2019).", "Title of It", "arxiv:1901.11504", "ACL2019"),
        ("Title of It [ACL 2019] 1901.11504", "Title of It", "arxiv:1901.11504", "ACL 2019"),
        ("Title of It, https://arxiv.org/abs/1901.11504, (ACL 2019)", "Title of It", "arxiv:1901.11504", "ACL 2019"),
        ("Title of It: a C++ story (2003)", "Title of It: a C++ story", "", None),
        ("- [x] 1901.11504 | Title of It", "Title of It", "arxiv:1901.11504", None),
        ("[3] Title of It <https://arxiv.org/abs/1901.11504>", "Title of It", "arxiv:1901.11504", None),
        ("1901.11504 and acl:P19-1441 Title of It", "Title of It", "arxiv:1901.11504 acl:P19-1441", None),
        ('"Title of It" by Ada (ACL 2019)', "Title of It", "", "ACL 2019"),
        ("Title (of it) with brackets", "Title (of it) with brackets", "", None),
    ],
)
def test_lines(line: str, title: str, ids: str, note: str | None) -> None:
    ((reference,),) = (theme.references for theme in READER.read(line, "x.txt").themes)
    assert (reference.title, " ".join(map(str, reference.ids)), reference.note) == (title, ids, note)


def test_themes_nest_by_their_marks() -> None:
    text = "### Deep\n1901.00001\n# A\n## B\n1901.00002\n### C\n1901.00003\n## B\n1901.00004\n# Empty\n## Also\n"
    intake = READER.read(text, "x.txt")
    assert [(theme.path, len(theme.references)) for theme in intake.themes] == [
        (("Deep",), 1),
        (("A", "B"), 2),
        (("A", "B", "C"), 1),
    ]
    assert codes(intake) == [("empty-section", 10), ("empty-section", 11)]
