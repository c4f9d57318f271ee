"""Lists in reStructuredText: titles of any adornment, links by name and number, roles, tables, directives."""

from __future__ import annotations

import pytest

from bertbib.model import InputError, Intake, Reference
from bertbib.model.protocols import FollowingReader
from bertbib.readers.rst import READER
from reading import DATA, beside, codes, given, rows

LINK = "`Counting Trees in Graphs <https://arxiv.org/abs/1901.00001>`_"


def read(text: str, **files: str) -> Intake:
    return READER.follow(text, "docs/list.rst", given({name.replace("_", "."): one for name, one in files.items()}))


def only(text: str, **files: str) -> Reference:
    ((reference,),) = (theme.references for theme in read(text, **files).themes)
    return reference


def test_it_is_a_reader() -> None:
    reader: FollowingReader = READER
    assert ".rst" in reader.suffixes


def test_a_list_with_all_that_restructuredtext_has() -> None:
    intake = READER.follow((DATA / "reading.rst").read_text(encoding="utf-8"), "reading.rst", beside(DATA))
    assert rows(intake) == {
        "What we read / Attention": [
            (13, "paper", "Attention Is All You Need", "arxiv:1706.03762", "NIPS2017", 2017),
            (15, "paper", "BERT: Pre-training of Deep Bidirectional Transformers", "arxiv:1810.04805", "NAACL 2019", 2019),
            (16, "paper", "XLNet: Generalized Autoregressive Pretraining for Language Understanding", "arxiv:1906.08237", "NeurIPS 2019", 2019),
            (18, "paper", "Multi-Task Deep Neural Networks for Natural Language Understanding", "arxiv:1901.11504", "ACL 2019", 2019),
            (24, "paper", "ELECTRA", "openreview:r1xMH1BtvB", None, None),
            (25, "paper", "GloVe: Global Vectors for Word Representation", "doi:10.3115/v1/D14-1162", None, 2014),
            (25, "paper", "Efficient Estimation of Word Representations in Vector Space", "arxiv:1301.3781", None, 2013),
        ],
        "What we read / Attention / Graphs": [
            (40, "paper", "Graph Attention Networks", "doi:10.48550/arXiv.1710.10903", None, 2018),
            (42, "paper", "Semi-Supervised Classification with Graph Convolutional Networks", "arxiv:1609.02907", "ICLR 2017", 2017),
            (45, "paper", "How Powerful are Graph Neural Networks?", "arxiv:1810.00826", "ICLR 2019", 2019),
        ],
        "What we read / Tables": [
            (61, "paper", "Inductive Representation Learning on Large Graphs", "arxiv:1706.02216", "NIPS 2017", 2017),
            (62, "paper", "Relational inductive biases", "arxiv:1806.01261", None, 2018),
            (69, "paper", "Neural Message Passing for Quantum Chemistry", "arxiv:1704.01212", None, None),
            (78, "paper", "Auto-Encoding Variational Bayes", "arxiv:1312.6114", None, None),
            (84, "paper", "Adam: A Method for Stochastic Optimization", "arxiv:1412.6980", None, None),
            (88, "paper", "Deep learning", "doi:10.1038/nature14539", "Nature 2015", 2015),
        ],
        "What we read / Classics": [
            (93, "paper", "A Logical Calculus of the Ideas Immanent in Nervous Activity", "doi:10.1007/BF02478259", None, 1943),
            (96, "paper", "Long Short-Term Memory", "doi:10.1162/neco.1997.9.8.1735", None, None),
        ],
    }  # fmt: skip
    assert intake.problems == ()
    first, *_others = intake.themes[0].references
    assert [(link.role, link.url) for link in first.links] == [("code", "https://github.com/tensorflow/tensor2tensor")]
    assert intake.themes[0].references[5].key == "pennington2014"


@pytest.mark.parametrize("marks", ["=-~", "#*^", '+":', "`_'"])
def test_the_first_adornment_is_the_outermost_title(marks: str) -> None:
    one, two, three = (mark * 12 for mark in marks)
    text = f"Outer\n{one}\n\nMiddle\n{two}\n\nInner\n{three}\n\n* {LINK}\n\nNext\n{two}\n\n* {LINK}\n"
    assert [theme.path for theme in read(text).themes] == [("Outer", "Middle", "Inner"), ("Outer", "Next")]


def test_an_overline_makes_another_level() -> None:
    text = f"=====\nOuter\n=====\n\nInner\n=====\n\n* {LINK}\n\n  Not a title\n\n-----\n\n- {LINK}\n"
    assert [theme.path for theme in read(text).themes] == [("Outer", "Inner")]


@pytest.mark.parametrize(
    "entry",
    [
        f"* {LINK}",
        "1. `Counting Trees in Graphs`_\n\n.. _counting trees  in graphs: https://arxiv.org/abs/1901.00001",
        "(a) `Counting Trees in Graphs <trees_>`_\n\n.. _trees: https://arxiv.org/abs/1901.00001",
        "* `Counting Trees in Graphs`__\n\n.. __: https://arxiv.org/abs/1901.00001",
        "* `Counting Trees in Graphs`__\n\n__ https://arxiv.org/\n   abs/1901.00001",
        "* `Counting Trees in Graphs <https://arxiv.org/\n  abs/1901.00001>`__",
        "* `Counting Trees in Graphs`_\n\n.. _z:\n.. _Counting Trees in Graphs: a_\n.. _a: https://arxiv.org/abs/1901.00001",
        "* **Counting Trees in Graphs**. :arxiv:`1901.00001`",
        "* **Counting Trees in Graphs**, `1901.00001`:arxiv:",
        "* *Ada*. **Counting Trees in Graphs**. `pdf <https://arxiv.org/pdf/1901.00001.pdf>`_",
        '* "Counting Trees in Graphs". https://arxiv.org/abs/1901.00001.',
        "**Counting Trees in Graphs**\n  https://arxiv.org/abs/1901.00001",
        ".. [A1] *Ada* \\& Bob. \"Counting Trees in Graphs\". `arXiv <https://arxiv.org/abs/1901.00001>`_",
    ],
)  # fmt: skip
def test_links_in_every_form(entry: str) -> None:
    reference = only(f"Trees\n=====\n\n{entry}\n")
    assert (reference.title, [str(one) for one in reference.ids]) == ("Counting Trees in Graphs", ["arxiv:1901.00001"])


def test_anonymous_links_without_a_target_each_shift_nothing() -> None:
    text = (
        f"* `Walking on Graphs Slowly`__\n* `Counting the Trees`__\n* {LINK}\n\n__ https://arxiv.org/abs/1901.00002\n"
    )
    intake = read(text)
    assert codes(intake) == [("anonymous-links", 0)]
    assert [[str(one) for one in reference.ids] for reference in intake.themes[0].references] == [
        [],
        [],
        ["arxiv:1901.00001"],
    ]


def test_keys_of_the_bibliography_and_of_nobody() -> None:
    bib = "@article{kipf, title={Graphs}, doi={10.1000/1}}"
    intake = read(
        "We use :cite:p:`kipf,gone` and :footcite:t:`kipf`.\n\n.. bibliography:: my.bib\n   :all:\n", my_bib=bib
    )
    assert rows(intake)["list"] == [
        (1, "paper", "Graphs", "doi:10.1000/1", None, None),
        (1, "could-not-tell", "", "", None, None),
    ]


def test_what_is_no_list_is_left_out_and_what_follows_is_read() -> None:
    hidden = "`Hidden Title of Words <https://arxiv.org/abs/1999.00001>`_"
    for wrapped in (
        f".. * {hidden}\n   * {hidden}",
        f"..\n   * {hidden}",
        f".. code-block:: rst\n\n   * {hidden}",
        f"Look::\n\n   * {hidden}",
        ".. image:: a.png\n   :alt: x",
        f".. |x| replace:: {hidden}",
        ":Field: x",
    ):
        assert only(f"{wrapped}\n\n* {LINK}\n").title == "Counting Trees in Graphs"


def test_directives_with_content_are_read_wherever_they_stand() -> None:
    text = f".. dropdown:: More\n   :open:\n\n   .. note::\n\n      * {LINK}\n\n.. rubric:: Inner\n\n* {LINK}\n"
    assert [(theme.path, theme.references[0].where.line) for theme in read(text).themes] == [
        (("list",), 6),
        (("Inner",), 10),
    ]


def test_what_other_files_hold_is_named() -> None:
    text = f".. include:: more.rst\n\n.. toctree::\n\n   a\n\n* {LINK}\n"
    assert codes(read(text)) == [("not-followed", 1), ("not-followed", 3)]


def test_line_ends_change_nothing() -> None:
    text = f"A\n=\n\n* {LINK} (ACL2019)\n\nB\n-\n\n=====  ================================\na      b\n=====  ================================\nTrees  https://arxiv.org/abs/1901.00002\n=====  ================================\n"
    plain = READER.read(text, "x.rst")
    assert [one.where.line for theme in plain.themes for one in theme.references] == [4, 12]
    for changed in ("\ufeff" + text, text.replace("\n", "\r\n"), text.replace("\n", "\r")):
        assert READER.read(changed, "x.rst") == plain


@pytest.mark.parametrize(("text", "said"), [("", "is empty"), ("\ufeff \r\n", "is empty"), ("A\n=\n", "no entry")])
def test_a_file_without_entries_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        READER.read(text, "x.rst")
    assert "<https://" in caught.value.hint


def test_sniffing() -> None:
    for text in (f"* {LINK}\n", ".. _a: https://a.example\n", ".. note::\n", "Title\n~~~~~\n\n- x\n", ".. [A] b\n"):
        assert READER.sniff(text)
    for text in (
        "Title\n=====\n\n* [a](https://a.example)\n",
        "# A\n\n`code` <https://a.example>\n",
        "1901.11504\n",
        "..\n",
    ):
        assert not READER.sniff(text)
