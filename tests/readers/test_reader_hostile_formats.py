"""Broken, deep and huge input for every reader: an entry behind it is read, or one sentence says why not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib import registry
from bertbib.model import InputError
from bertbib.model.protocols import Reader

ORG = "\n* T\n** [[https://arxiv.org/abs/1901.00001][Counting Trees in Graphs]]\n"
RST = "\n\nTrees\n=====\n\n* `Counting Trees in Graphs <https://arxiv.org/abs/1901.00001>`_\n"


def load(name: str) -> Reader:
    reader: Reader = registry.load("readers", name)
    return reader


def last_title(name: str, text: str) -> str:
    return [one.title for theme in load(name).read(text, "x").themes for one in theme.references][-1]


@pytest.mark.parametrize(
    "noise",
    [
        "*" * 50_000,
        "".join("*" * (n % 300 + 1) + " x\n" for n in range(3000)),
        "".join("*" * n + " a b c\n" for n in range(1, 1200)),
        "[[" * 30_000,
        "[[a][" * 10_000,
        "*a " * 30_000,
        "=a " * 30_000,
        "cite" * 30_000,
        "cite:a," * 10_000,
        "[cite:@" * 10_000,
        "{{{" * 30_000 + "<<<" * 30_000,
        "| a" * 30_000 + "\n" + "|-" * 30_000,
        "#+begin_src\n" * 10_000,
        ":PROPERTIES:\n" * 10_000,
        "".join(" " * n + "- x\n" for n in range(1500)),
        "* a\n:PROPERTIES:\n" + ":URL: https://arxiv.org/abs/1901.00002\n" * 5000 + ":END:\n",
        "x" * 500_000,
        "\x00\x01\x02\ufffe\u202e" * 5000,
        "[[https://[::1][x]] [[//][y]] [[https://a.example:99999/][z]]",
    ],
    ids=range(19),
)
def test_org(noise: str) -> None:
    assert last_title("org", noise + ORG) == "Counting Trees in Graphs"


@pytest.mark.parametrize(
    "noise",
    [
        "`" * 50_000,
        "`a " * 30_000,
        "**a " * 30_000,
        "|a " * 30_000,
        "a_ " * 30_000,
        ":a:`" * 20_000,
        "=\n" * 20_000,
        "".join(f"t\n{mark * 4}\n\n" for mark in "=-~^#*+.'" * 500),
        ".. a\n" * 20_000,
        "".join("   " * n + ".. note::\n\n" for n in range(200)),
        ".. _a:\n" * 10_000,
        "".join(f".. _a{n}: a{n + 1}_\n" for n in range(5000)) + ".. _a5000: a0_\n\na0_\n",
        "+--+\n" * 10_000,
        "+--+--+\n|a |b |\n" * 5000,
        "== ==\na  b\n" * 5000,
        ("== ==\n" + "a  b\n" * 3 + "\n") * 3000,
        "".join(" " * n + "* x\n\n" for n in range(1000)),
        "`a`__ " * 5000,
        ".. list-table::\n\n" + "   * - a\n     - b\n" * 5000,
        ".. csv-table::\n   :delim: \x00\n\n" + '   "a,b\n' * 5000,
        ".. |a| replace:: |a| |a|\n\n|a|",
        "x" * 500_000,
        "\x00\x01\x02\ufffe\u202e" * 5000,
    ],
    ids=range(23),
)
def test_rst(noise: str) -> None:
    assert last_title("rst", noise + RST) == "Counting Trees in Graphs"


@pytest.mark.parametrize(
    "noise",
    [
        "\\section{" * 20_000,
        "\\cite[" * 20_000,
        "{" * 100_000,
        "\\begin{lstlisting}" * 10_000,
        "\\begin{itemize}\\item \\textbf{a}" * 10_000,
        "\\bibitem{a} x \\newblock b \\newblock\n" * 10_000,
        "%" * 200_000 + "\n",
        "\\input{" * 20_000,
        "\x00\x01\ufffe" * 20_000,
        "\\newcommand{\\a}{\\a}\\a" * 5000,
    ],
    ids=range(10),
)
def test_tex(noise: str) -> None:
    references = [
        one for theme in load("tex").read(noise + "}\n\n]\\cite{trees}", "x.tex").themes for one in theme.references
    ]
    assert "trees" in [one.key for one in references]


MARKS = (
    "\n", "* ", "** ", "- ", "[[", "]]", "][", "cite:a", "`", "`_", "__", "===\n", ".. ", "::", "| a |", "\\cite{a}", "{", "}",
    "https://arxiv.org/abs/1901.00001", "@misc{a,", '"', "[", "]", ":PROPERTIES:\n", "#+begin_src\n", "<bcf:a>", "<a>",
)  # fmt: skip


@pytest.mark.parametrize("name", ["org", "rst", "tex", "aux", "bcf", "csljson", "ids", "bibtex", "markdown"])
@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(MARKS),
        ),
        max_size=25,
    ).map("".join)
)
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_or_refused(name: str, text: str) -> None:
    reader = load(name)
    reader.sniff(text)
    try:
        intake = reader.read(text, "x")
    except InputError:
        return
    assert any(theme.references for theme in intake.themes)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(0 <= one.where.line <= lines for theme in intake.themes for one in theme.references)
