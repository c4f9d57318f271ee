"""The outline of a LaTeX source: steps with their lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertbib.text.tex_outline import braced, outline


def steps(text: str) -> list[tuple[str, str, int]]:
    return [(step.kind, step.value, step.line) for step in outline(text)[0]]


def test_everything_in_order() -> None:
    text = (
        "\\addbibresource[x=y]{a.bib}\n% \\section{no}\n\\section[s]{One {two}}\n\\cite[see]{a,\n b}\n"
        "\\begin{itemize}\n\\item[T] x\\end{itemize}\n\\input{f}\\bibliography{c,d}\n\\bibitem{k} text\n\\end{document}\n\\cite{x}"
    )
    assert steps(text) == [
        ("bibliography", "a.bib", 1),
        ("heading", "One {two}", 3),
        ("cite", "a", 4),
        ("cite", "b", 4),
        ("open", "itemize", 6),
        ("item", "T", 7),
        ("close", "itemize", 7),
        ("include", "f", 8),
        ("bibliography", "c", 8),
        ("bibliography", "d", 8),
        ("bibitem", "k\n text\n", 9),
    ]


def test_own_commands_that_cite() -> None:
    assert outline(r"\newcommand\mine[1]{\cite{#1}}")[1] == {"mine"}
    assert [step.value for step in outline(r"\mine{a}", {"mine"})[0]] == ["a"]


@pytest.mark.parametrize(
    ("code", "found"),
    [("{a}", "a"), (" {a{b}c}", "a{b}c"), ("[x]{a}", "a"), (r"{a\}b}", r"a\}b"), ("a", None), ("{a", None), ("", None)],
)
def test_braced(code: str, found: str | None) -> None:
    assert braced(code, 0) == found


def test_listings_are_blank_and_an_unclosed_one_hides_nothing() -> None:
    assert steps("\\begin{lstlisting}\n\\cite{x}\n\\end{lstlisting}\n\\cite{a}") == [("cite", "a", 4)]
    assert steps("\\begin{lstlisting}\n\\cite{a}") == [("cite", "a", 2)]


PARTS = [*"\\{}[]%ab \n*,", "\\cite", "\\section", "\\item", "\\begin{verbatim}", "\\bibitem", "\\end{minted}"]


@given(st.lists(st.sampled_from(PARTS), max_size=60).map("".join))
def test_any_text_has_an_outline_within_its_lines(text: str) -> None:
    last = text.count("\n") + 1
    assert all(1 <= step.line <= last for step in outline(text)[0])
