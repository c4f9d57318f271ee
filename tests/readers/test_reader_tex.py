"""Papers as lists: sections as themes, every way to cite, files followed, keys looked up."""

from __future__ import annotations

import pytest

from bertbib.model import InputError, Intake
from bertbib.model.protocols import FollowingReader
from bertbib.readers.tex import READER, heading_text
from reading import DATA, beside, codes, given, keys, rows

BIB = "@article{a, title={Title A}, doi={10.1000/a}}\n@misc{b, title={Title B}, eprint={1901.00001}}\n"


def read(text: str, **files: str) -> Intake:
    named = {name.replace("__", "/").replace("_", "."): one for name, one in files.items()}
    return READER.follow(text, "main.tex", given({"refs.bib": BIB, **named}))


def test_it_is_a_reader() -> None:
    reader: FollowingReader = READER
    assert ".tex" in reader.suffixes


def test_a_paper_of_several_files() -> None:
    folder = DATA / "paper"
    intake = READER.follow((folder / "main.tex").read_text(encoding="utf-8"), "main.tex", beside(folder))
    assert keys(intake) == {
        "main": "vaswani2017 uncited2012",
        "Introduction": "devlin2019 peters2018 liu2019mtdnn",
        "Introduction / Optimizers and beta": "kingma2015 kingma2014 lecun2015",
        "Graphs": "kipf2017 velickovic2018",
        "Graphs / Inductive ones": "hamilton2017 xu2019 kipf2017",
        "Related Work / Word vectors": "mikolov2013 pennington2014 inlock2019? nowhere2099?",
        "Related Work / Word vectors / Memory": "hochreiter1997 mcculloch1943",
        "Related Work / Word vectors / Books": "goodfellow2016 bare1999",
    }
    assert rows(intake)["Related Work / Word vectors"] == [
        (17, "paper", "Efficient Estimation of Word Representations in Vector Space", "arxiv:1301.3781", None, 2013),
        (17, "paper", "GloVe: Global Vectors for Word Representation", "doi:10.3115/v1/D14-1162", None, 2014),
        (17, "could-not-tell", "", "", None, None),
        (17, "could-not-tell", "", "", None, None),
    ]
    assert rows(intake)["Related Work / Word vectors / Books"] == [
        (20, "paper", "Deep Learning", "isbn:9780262035613", None, 2016),
        (20, "no-link", "A Report without Any Identifier", "", None, 1999),
    ]
    assert [(one.where.path, one.where.line) for one in intake.themes[3].references] == [("parts/graphs.tex", 2)] * 2
    assert intake.problems == ()


@pytest.mark.parametrize(
    ("source", "cited"),
    [
        (r"\cite{a}", "a"),
        (r"\cite{ a , b }", "a b"),
        (r"\citep*[see][p. 3]{a,b}", "a b"),
        (r"\citealp[][]{a}\citeyearpar{b}", "a b"),
        (r"\parencite[{a [b]}]{a}", "a"),
        (r"\cites(pre)(post)[1]{a}[2][3]{b}{k}", "a b k?"),
        (r"\textcites{a}{b}", "a b"),
        (r"\autocite[see \cite{b}]{a}", "b a"),
        (r"\volcite{2}[12]{a}\volcites{1}{b}", "a b"),
        (r"\nocite{a,b}", "a b"),
        ("\\cite{a,%no\n  b}", "a b"),
        (r"\verb|\cite{x}|\cite{a} % \cite{y}", "a"),
        (r"\begin{minted}{tex}\cite{x}\end{minted}\cite{a}", "a"),
        (r"\newcommand{\mine}[1]{\citep{#1}}\mine{a}", "a"),
        (r"\mine{a}\input{later}", "a"),
        (r"\setcitestyle{round}\citestyle{x}\citetext{y}\newcites{z}{Z}\cite{a}", "a"),
        (r"\begin{document}\cite{a}\end{document}\cite{x}", "a"),
        (r"\bibentry{a}\fullcite{b}\footfullcite{a}", "a b"),
    ],
)
def test_every_way_to_cite(source: str, cited: str) -> None:
    intake = read(r"\bibliography{refs}" + source, later_tex=r"\def\mine#1{\cite{#1}}")
    assert keys(intake) == {"main": cited}


def test_a_key_counts_once_a_theme() -> None:
    text = "\\section{A}\\cite{a}\\cite{a}\n\\section{B}\\cite{a}\n\\section{A}\\cite{a,b}\\addbibresource{refs.bib}"
    intake = read(text)
    assert keys(intake) == {"A": "a b", "B": "a"}
    assert {one.outcome for theme in intake.themes for one in theme.references} == {"paper"}


def test_headings_of_every_level_and_with_anything_in_them() -> None:
    text = (
        r"\part{P}\chapter[short]{C}\section*{S \label{sec:s}}\subsection{{\bf Su}b \cite{a}}"
        r"\subsubsection{Sub---sub}\paragraph{Para.}\subparagraph{\emph{Fine}:}\cite{b}\section{Next}\cite{b}"
    )
    assert [theme.path for theme in read(text).themes] == [
        ("P", "C", "S", "Sub"),
        ("P", "C", "S", "Sub", "Sub—sub", "Para", "Fine"),
        ("P", "C", "Next"),
    ]
    assert heading_text(r"On \texorpdfstring{$\alpha$}{alpha}\footnote{x}: \textsc{One}") == "On alpha: One"


def test_a_macro_s_definition_opens_no_section() -> None:
    text = (
        r"\newcommand{\sec}[1]{\section{#1}}\documentclass{x}\section{Preamble}\begin{document}\cite{a}\end{document}"
    )
    assert [theme.path for theme in read(text).themes] == [("main",)]


def test_items_with_titles_are_themes_of_a_review_only() -> None:
    review = r"\section{S}\begin{itemize}\item \textbf{Jets}~\cite{a,b}\begin{itemize}\item {\bf Big} \cite{c,d}\end{itemize}\item x y~\cite{e,g}\end{itemize}\cite{f}"
    assert keys(read(review)) == {"S / Jets": "a? b?", "S / Jets / Big": "c? d?", "S / x y": "e? g?", "S": "f?"}
    own_papers = (
        r"\section{S}\begin{itemize}\item \textbf{First Paper} \cite{a}\item \textbf{Second} \cite{b}\end{itemize}"
    )
    assert keys(read(own_papers)) == {"S": "a? b?"}
    prose = r"\section{S}\begin{itemize}\item We take models~\cite{a,b,c} and go on.\item Both \cite{d,e} work.\end{itemize}"
    assert keys(read(prose)) == {"S": "a? b? c? d? e?"}


def test_nocite_of_everything_adds_what_is_cited_nowhere() -> None:
    intake = read("\\section{S}\\cite{a}\n\\nocite{*}\\bibliography{refs}")
    assert keys(intake) == {"S": "a", "main": "b"}
    assert intake.themes[1].references[0].where.line == 2
    with pytest.raises(InputError, match=r"gone\.bib, named here, was not found"):
        read(r"\nocite{*}\bibliography{gone}")


def test_files_are_followed_once_and_missing_ones_told() -> None:
    intake = read(
        "\\section{S}\n\\input{a}\\include{b}\\input{gone}\\subfile{c.tex}\\input{\\folder/x}\\import{d/}{e}\n\\cite{b}\n",
        a_tex=r"\cite{a}\input{a}\input{main}",
        b_tex="\n\\section{B}\\input{c}",
        c_tex=r"\cite{x}",
        d__e_tex=r"\cite{y}",
        main_tex=r"\cite{never}",
    )
    assert keys(intake) == {"S": "a?", "B": "x? y? b?"}
    assert codes(intake) == [("paper-unread", 2), ("paper-unread", 2)]
    assert "without running TeX" in intake.problems[1].message


def test_a_bibliography_that_the_paper_brings_along() -> None:
    text = (
        "\\begin{filecontents*}[overwrite]{own.bib}\n@misc{k, title={Kay}, doi={10.1000/k}}\n\\end{filecontents*}\n"
        "\\section{S}\\cite{k,i,j,n,o}\n\\begin{thebibliography}{9}\n"
        "\\bibitem[Ada(20)]{i} A.~Ada.\n\\newblock {\\em A Title} of It.\n\\newblock J., 2001. \\href{https://doi.org/10.1000/i}{doi}\n"
        "\\bibitem{j} B. Bee, arXiv:1901.00002.\n\\bibitem{n}No Authors Here.\n\\newblock \\emph{Nature}, 2015.\n"
        "\\newblock \\doi{10.1000/n}.\n\\bibitem{o} O. Oh.\n\\newblock {\\em A Book of Its Own}.\n\\newblock Press, 1999.\n"
        "\\end{thebibliography}\n"
    )
    assert rows(read(text))["S"] == [
        (4, "paper", "Kay", "doi:10.1000/k", None, None),
        (4, "paper", "A Title of It", "doi:10.1000/i", None, None),
        (4, "paper", "", "arxiv:1901.00002", None, None),
        (4, "paper", "No Authors Here", "doi:10.1000/n", None, None),
        (4, "no-link", "A Book of Its Own", "", None, None),
    ]
    assert (
        rows(read(text.partition("\n\\begin{thebib")[2].join(["\\begin{thebib", ""])))["main"][0][3] == "doi:10.1000/i"
    )


def test_bibliographies_of_two_forms_and_a_missing_one() -> None:
    intake = read(
        "\\cite{a,csl}\n\\addbibresource{refs.bib}\n\\addbibresource{items.json}\n\\addbibresource{gone.bib}",
        items_json='[{"id": "csl", "type": "book", "title": "From JSON"}]',
    )
    assert keys(intake) == {"main": "a csl"}
    assert codes(intake) == [("no-bibliography", 4)]


def test_lines_are_those_of_the_file() -> None:
    text = "% comment\n\\begin{verbatim}\n\\cite{x}\n\\end{verbatim}\nWords % more\n  \\cite{a} and\n\n\\cite{b}\n"
    for changed in (text, "\ufeff" + text, text.replace("\n", "\r\n"), text.replace("\n", "\r")):
        assert [one.where.line for one in read(changed).themes[0].references] == [6, 8]


@pytest.mark.parametrize(
    ("text", "said"), [("", "is empty"), ("Words alone", "cites nothing"), (r"\cite{}", "nothing")]
)
def test_a_file_without_citations_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read(text)
    assert "main file" in caught.value.hint


def test_sniffing() -> None:
    for text in ("\\documentclass{a}\n", "% x\n\\begin{document}\n", "\\section{A}\n\\cite{a}\n", "\\input{a}\n"):
        assert READER.sniff(text)
    for text in (
        "# LaTeX\n\nUse `\\cite{a}` and:\n\n\\section{A}\n",
        "- [A $\\alpha$ title](https://a.example) \\cite{a}\n\\section{x}\n",
        "```\n\\documentclass{a}\n```\n",
        "@article{a, title={\\section{x}}}\n",
        "1901.11504\n",
    ):
        assert not READER.sniff(text)
