"""Braces in titles: only where case carries meaning, and the title itself never changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.text.latex import to_rich, to_text
from bertbib.text.tex import balanced
from bertbib.text.title_braces import title_with_braces
from bertbib.text.titles import fold, plain

BRACED = [
    # braces around the whole title
    ("{Deep Learning for Everyone}", "Deep Learning for Everyone"),
    ("{{Deep Learning for X}}", "Deep Learning for {X}"),
    ("{BERT}", "{BERT}"),
    ("{{BERT}}", "{BERT}"),
    ("{Attention}", "Attention"),
    ("  {Deep\n  Learning of BERT} ", "  Deep\n  Learning of {BERT} "),
    ("{Mask {R-CNN}}", "Mask {R-CNN}"),
    ("{SpanBERT: Improving Pre-training by Spans}", "{SpanBERT}: Improving Pre-training by Spans"),
    (r"{T{\"o}RF: Time-of-Flight Radiance Fields}", r"{T{\"o}RF}: Time-of-Flight Radiance Fields"),
    (r"{$\ell_1$-Norm Bounds for Deep Nets}", r"$\ell_1$-Norm Bounds for Deep Nets"),
    (r"{{\relax Ch}arles and BERT}", r"{\relax Ch}arles and {BERT}"),
    # proper nouns: all of them in sentence case, those that are certain in Title Case
    (
        "{A study of the Ising model on a Bethe lattice in Trieste}",
        "A study of the {Ising} model on a {Bethe} lattice in {Trieste}",
    ),
    ("{Bayesian Networks for the Ising Model in Trieste}", "Bayesian Networks for the {Ising} Model in Trieste"),
    ("{Neural networks: A survey of methods from Zurich}", "Neural networks: A survey of methods from {Zurich}"),
    ("{Learning to rank in New York}", "Learning to rank in {New} {York}"),
    ("{Kullback-Leibler Divergence}", "Kullback-{Leibler} Divergence"),
    (r"On the Schr{\"o}dinger Equation", r"On the {Schr{\"o}dinger} Equation"),
    (r"On Schr\"odinger's equation in small rooms", r"On {Schr\"odinger}'s equation in small rooms"),
    (
        "Machine Translation from Chinese to English without Parallel Data",
        "Machine Translation from {Chinese} to {English} without Parallel Data",
    ),
    # capitals that matter
    (
        "BERT: Pre-training of Deep Bidirectional Transformers",
        "{BERT}: Pre-training of Deep Bidirectional Transformers",
    ),
    ("3D U-Net and T5 with {GPT}-4, GPT-3 and wav2vec 2.0", "{3D} {U-Net} and {T5} with {GPT}-4, {GPT}-3 and wav2vec 2.0"),
    ("U-Net: Convolutional Networks", "{U-Net}: Convolutional Networks"),
    ("K-Means and Q-Learning for Vitamin C", "K-Means and {Q}-Learning for Vitamin {C}"),
    ("iPhone apps: pH and mRNA", "{iPhone} apps: {pH} and {mRNA}"),
    ("U.S. Policy and the UK", "{U.S.} Policy and the {UK}"),
    (r"C++ and C\# for AT\&T users", r"C++ and {C}\# for {AT\&T} users"),
    (r"T\"oRF fields", r"{T\"oRF} fields"),
    ("Foo--Bar {---} BERT---GPT", "Foo--Bar {---} {BERT}---{GPT}"),
    ("Do We Need Attention? A Study of Is It", "Do We Need Attention? {A} Study of Is It"),
    # what BibTeX would lower in mathematics and in the names of macros
    (r"Learning in $L_1$ and $\ell_1$ with \LaTeX{} tools", r"Learning in {$L_1$} and $\ell_1$ with {\LaTeX}{} tools"),
    (r"The effect of \O rsted on magnets and needles", r"The effect of {{\O rsted}} on magnets and needles"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "braced"), BRACED)
def test_braces_stand_where_case_carries_meaning(written: str, braced: str) -> None:
    assert title_with_braces(written) == braced
    assert title_with_braces(braced) == braced
    assert to_text(braced) == to_text(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "{}",
        "Attention Is All You Need",
        "Span{BERT}: Improving Pre-training",
        "{B}ayesian networks for {I}sing models",
        "{Deep Learning}: {A Survey}",
        "{A} {B}",
        "{C}++ for {\\O}rsted's {AT\\&T}",
        "ATTENTION IS ALL YOU NEED",
        "{ATTENTION IS ALL YOU NEED}",
        "{\\em Foo of BERT}",
        "{Foo \\em Bar}",
        r"\emph{BERT} and \emph GPT of \textit{E. coli}",
        "A Study of the {\\O}rsted Effect in {\\AA}rhus",
        "{Not closed BERT",
        "{A {B} BERT",
        "a } BERT { b",
        "The 2nd of the 1st and the A and Wav of it",
        "深度学习",
        "Die Untersuchung der neuronalen Netze",
        "$k$-means in $\\mathbb{r}$ costs $5",
    ],
)
def test_titles_that_stay_byte_for_byte(written: str) -> None:
    assert title_with_braces(written) == written


def test_words_of_german_titles_keep_their_capitals() -> None:
    braced = title_with_braces("{Zur Untersuchung der neuronalen und verteilten Netze}")
    assert braced == "Zur {Untersuchung} der neuronalen und verteilten {Netze}"


PIECES = (
    r"{|}|{|}| |  |A|BERT|Deep|learning|of|Ising|Paris|Bayesian|U-Net|K-|T5|3D|: |? |. | -- |---|-|$L_1$|$x$|$|\"o|{\"o}"
    r"|\'E|{\'E}|\O |{\O}|{\relax Ch}|\LaTeX|\LaTeX{}|{\LaTeX}|\emph{|\textbf BERT|\em |\&|AT\&T|\alpha|\i|'s|\\|~|Ä|ß|7"
)
TITLE = st.lists(st.sampled_from(PIECES.split("|")), max_size=14).map("".join)


@settings(max_examples=2000, deadline=None)
@given(st.one_of(TITLE, TITLE.map("{{{}}}".format)))
def test_the_title_itself_never_changes(title: str) -> None:
    braced = title_with_braces(title)
    assert title_with_braces(braced) == braced
    assert balanced(braced) == balanced(title)
    assert to_text(braced) == to_text(title)
    assert fold(braced) == fold(title)
    assert plain(to_rich(braced)) == plain(to_rich(title))


@pytest.mark.parametrize(
    "piece", ["{", "{}", "$", "\\(", "U-", "BERT ", "{\\o}", "\\o ", "{A} ", "? A ", "\\'", "AT\\&T "]
)
def test_long_hostile_titles_are_read(piece: str) -> None:
    title_with_braces(piece * 20_000 + "BERT")
    title_with_braces("{" + piece * 20_000 + "BERT}")
