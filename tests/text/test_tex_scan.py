"""What a .tex cites, includes and names as bibliographies."""

import pytest

from bertbib.text.tex_scan import read_tex


@pytest.mark.parametrize(
    ("source", "cited"),
    [
        (r"\cite{a} \Citet*{b} \nocite{*}", "a;b"),
        (r"\citep[see][p.~3]{a , b}", "a;b"),
        (r"\cites[1]{a}[2]{b}", "a;b"),
        (r"\parencites(see)(end)[1]{a}{b}[3]{c}", "a;b;c"),
        (r"\cite[see {[1]}]{k}", "k"),
        (r"\cite[see \cite[p. 2]{a}, too]{b}", "a;b"),
        (r"\cite<see>[p. 1]{k}", "k"),
        (r"\volcite[see]{2}[p. 3]{k}", "2;k"),
        (r"\nobibliography{x}\bibentry{k}", "k"),
        (r"\citetext{see \citealp{a}, and \citealp{b}}", "a;b"),
        (r"\newcommand{\pc}[1]{\citep{#1}} \pc{k}", "k"),
        (r"\newcommand\pc[2]{\citep[#1]{#2}} \pc{p. 3}{k}", "p. 3;k"),
        (r"\NewDocumentCommand{\pc}{O{} m}{\citep[#1]{#2}} \pc[p.~3]{k}", "k"),
        (r"\def\pc#1{\citep{#1}} \pc{k}", "k"),
        (r"\let\pc=\citep \pc{k}", "k"),
        (r"\newcommand{\pc}{\citep} \pc[p. 1]{k}", "k"),
        ("\\cite{a,% not this, c}\n  b}", "a;b"),
        ("\\cite % which one?\n [p. 1]% here\n {k}", "k"),
        ("\\cite%\r\n{a}\r\n% \\cite{no}\r\n\\cite{b}", "a;b"),
        ("\\cite{a} % no\r\\cite{b}", "a;b"),
        ("\ufeff\\cite{a}", "a"),
        (r"50\% \cite{a} \\% \cite{no}", "a"),
        (r"\verb|%| \cite{a}", "a"),
        (r"\verb|\cite{no}| \cite{a}", "a"),
        (r"\url{https://e.org/a%20b} \cite{a}", "a"),
        (r"\href{https://e.org/a%20b}{as in \cite{a}}", "a"),
        ("\\begin{verbatim}\n\\cite{no} %\n\\end{verbatim} \\cite{a}", "a"),
        ("\\begin{comment}\n\\cite{no}\n\\end{comment}\n\\cite{a}", "a"),
        (r"\begin{verbatim} \cite{never closed}", "never closed"),
        ("\\centering%\n\\cite{a}", "a"),
        (r"\cite[never closed \cite{a} and } \cite{b}", "a;b"),
    ],
)
def test_citations(source: str, cited: str) -> None:
    assert read_tex(source).cited == tuple(cited.split(";"))


def test_a_macro_of_another_file_cites() -> None:
    macros = read_tex(r"\newcommand{\pc}[1]{(\citep{#1})}").macros
    assert read_tex(r"\pc{k}").cited == ()
    assert read_tex(r"\pc{k}", macros).cited == ("k",)


@pytest.mark.parametrize(
    ("source", "included"),
    [
        (r"\input{ch/a} \include{ch/b} \subfile{c.tex}", "ch/a.tex ch/b.tex c.tex"),
        ("\\input ch/a\n\\input ch/b \\cite{k}", "ch/a.tex ch/b.tex"),
        (r"\import{ch/}{a} \subimport*{sub}{b}", "ch/a.tex sub/b.tex"),
        (r"% \input{no}", ""),
    ],
)
def test_included_files(source: str, included: str) -> None:
    assert list(read_tex(source).included) == included.split()


def test_names_with_blanks_stand_in_quotation_marks() -> None:
    assert read_tex('\\input{"ch/a b"} \\input "ch/c d"').included == ("ch/a b.tex", "ch/c d.tex")


def test_bibliographies() -> None:
    source = r"\addbibresource[label={x},location=local]{a.bib} \bibliography{b, c} \nobibliography*{d}"
    assert read_tex(source).bibliographies == ("a.bib", "b.bib", "c.bib", "d.bib")
    assert read_tex(r"\newcites{sup}{More} \bibliographysup{e} \bibliographystyle{plain}").bibliographies == ("e.bib",)


def test_every_word_between_braces_may_be_a_key() -> None:
    words = read_tex("\\mycommand[x]{{a}, b}{c ,\n d, two words} \\acro{cite=e} {\\bf f} % {no}").words
    assert words >= {"a", "c", "d", "e"}
    assert not words & {"two words", "no", "x"}


# Where time grows with the square of the length, each of these takes minutes.
@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "{",
        "%",
        "\\",
        "\\cite[",
        "\\cite{",
        "\\parencites(",
        "\\verb|",
        "\\begin{verbatim}",
        '\\input "',
        "\\input{ ",
        "\\url{",
        "\\cites{a}",
        "\\newcommand{\\a}{\\cite{#1}}",
        "\\cite{\\cite{a}}",
    ],
)
def test_a_long_row_of_anything_is_read(unit: str) -> None:
    facts = read_tex(unit * (300_000 // len(unit)) + "}\n\\end{verbatim}\\cite{last}")
    assert set(facts.cited) | facts.words >= {"last"}


@pytest.mark.parametrize("command", ["\\cite", "\\input{", "\\def", "\\let\\a", "\\url", "\\addbibresource[a]"])
def test_a_long_row_of_blanks_behind_a_command_is_read(command: str) -> None:
    assert "k" in read_tex(command + " " * 300_000 + "}\\cite{k}").cited
