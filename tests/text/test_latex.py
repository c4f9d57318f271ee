"""LaTeX of .bib files read as Unicode and as CSL rich text."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.text.latex import to_rich, to_text

ACCENTS = [
    (r"G{\"o}del", "Gödel"),
    (r"G\"odel", "Gödel"),
    (r"G\"{o}del", "Gödel"),
    (r"{\"{O}}sterreich", "Österreich"),
    (r"Garc{\'\i}a", "García"),
    (r"Garc\'{\i}a", "García"),
    (r"Garc{\'{\i}}a", "García"),
    (r"\v{S}koda", "Škoda"),
    (r"\v Skoda", "Škoda"),
    (r"{\v{s}}", "š"),
    (r"Fran\c{c}ois", "François"),
    (r"Fran\c cois", "François"),
    (r"Erd\H{o}s", "Erdős"),
    (r"Erd\H os", "Erdős"),
    (r"\r{A}ngstr{\"o}m", "Ångström"),
    (r"W\k{a}tor", "Wątor"),
    (r"\d{H}amza", "Ḥamza"),
    (r"\b{d}", "ḏ"),
    (r"\t{oo}", "o\u0361o"),
    (r"\u{g}", "ğ"),
    (r"Kurt \={O}no", "Kurt Ōno"),
    (r"\.{I}nan\c{c}", "İnanç"),
    (r"Nguy{\~{\^e}}n", "Nguyễn"),
    (r"Nguy\~{\^{e}}n", "Nguyễn"),
    (r"\'E", "É"),
    (r"\' e", "é"),
    (r"Stra\ss e", "Straße"),
    (r"Stra{\ss}e", "Straße"),
    (r"\O{}stergaard and {\o}re", "Østergaard and øre"),
    (r"{\L}ukasz Pawe{\l}", "Łukasz Paweł"),
    (r"{\AE}sop {\ae} {\OE}uvre {\oe}", "Æsop æ Œuvre œ"),
    (r"{\AA}rhus {\aa}", "Århus å"),
    (r"{\DH}or{\dh} {\TH}or {\th}", "Ðorð Þor þ"),
    (r"Qui\~{n}onero-Candela", "Quiñonero-Candela"),
    (r"\textcommabelow{S}tefan", "Ștefan"),
]


@pytest.mark.parametrize(("latex", "text"), ACCENTS)
def test_accents_become_letters(latex: str, text: str) -> None:
    assert to_text(latex) == text
    assert to_rich(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"R\&D at 5\% \_ \# \{x\}", "R&D at 5% _ # {x}"),
        (r"\$5 a month", "$5 a month"),
        ("Fig.~1", "Fig. 1"),
        ("1--2 --- 3", "1\u20132 \u2014 3"),
        ("-{}-", "--"),
        ("``Attention'' and `this'", "\u201cAttention\u201d and \u2018this\u2019"),
        ("Don't {'}quote{'}", "Don't 'quote'"),
        (r"\textbf{a} \emph{b {c}} {\em d}", "a b c d"),
        (r"{\relax Ch}arles", "Charles"),
        (r"\textcolor{red}{stop} \href{http://x.org/a_b}{here}", "stop here"),
        (r"\url{http://x.org/~a_b%20c}", "http://x.org/~a_b%20c"),
        (r"{\noopsort{1973b}}1973", "1973"),
        (r"\enquote{so-called}", "\u201cso-called\u201d"),
        (r"a\ b\,c\\d", "a b c d"),
        (r"hy\-phen\/ate", "hyphenate"),
        (r"\LaTeX{} and \BibTeX", "LaTeX and BibTeX"),
        (r"\textquoteright s \textendash{} \ldots", "\u2019s \u2013 \u2026"),
        (r"\alpha-helix", "\u03b1-helix"),
        ("a\n  b\tc", "a b c"),
        (r"\~{}x \^{}", "~x ^"),
    ],
)
def test_macros_and_ligatures(latex: str, text: str) -> None:
    assert to_text(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"An $\ell_1$ norm", r"An $\ell_1$ norm"),
        (r"An \(\ell_1\) norm", r"An $\ell_1$ norm"),
        (r"In$_{x}$Ga$_{1-x}$As", r"In$_{x}$Ga$_{1-x}$As"),
        (r"$f'(x) -- \{y\}$", r"$f'(x) -- \{y\}$"),
        (r"\ensuremath{O(n^2)}", "$O(n^2)$"),
        ("5$ and no more", "5$ and no more"),
    ],
)
def test_mathematics_stays_as_written(latex: str, text: str) -> None:
    assert to_text(latex) == text


def test_a_strange_macro_is_kept() -> None:
    assert to_text(r"\acro{TUG} \foo bar \baz{\'e}") == r"\acro{TUG} \foo bar \baz{é}"


@pytest.mark.parametrize("latex", ["{", "}", "\\", "$", "\\'", "\\'{", "{\\", "\\v", "\\(", "``", "{{{}}", "\\foo{"])
def test_broken_latex_is_read(latex: str) -> None:
    assert to_text(f"Word {latex}").startswith("Word")
    assert to_rich(f"Word {latex}").startswith("Word")


def nocase(text: str) -> str:
    return f'<span class="nocase">{text}</span>'


@pytest.mark.parametrize(
    ("latex", "rich"),
    [
        ("{ERNIE}: Enhanced", f"{nocase('ERNIE')}: Enhanced"),
        ("Span{BERT} wins", f"Span{nocase('BERT')} wins"),
        ("{B}{E}{R}{T} wins", f"{nocase('BERT')} wins"),
        ("{{BERT}} wins", f"{nocase('BERT')} wins"),
        ("{Deep {BERT}} wins", f"{nocase('Deep BERT')} wins"),
        ("{{Attention Is All You Need}}", "Attention Is All You Need"),
        ("{Attention Is All You Need}", "Attention Is All You Need"),
        ("{{Deep {BERT} Nets}}", f"Deep {nocase('BERT')} Nets"),
        ("{BERT}", nocase("BERT")),
        ("{Transformers}", "Transformers"),
        (r"{\"U}ber \emph{alles} {\em so}", "Über alles so"),
        (r"\emph{{BERT} wins}", f"{nocase('BERT')} wins"),
        (r"{{\"O}sterreich} heute", f"{nocase('Österreich')} heute"),
        (r"\"{{O}}sterreich", "Österreich"),
        ("a { BERT } b", f"a {nocase('BERT')} b"),
        ("Title {:} {--} {2019} {'}s", "Title : \u2013 2019 's"),
        ("{K}-{BERT}", f"{nocase('K')}-{nocase('BERT')}"),
        (r"The {\LaTeX} Companion", f"The {nocase('LaTeX')} Companion"),
        ("A {BERT and {GPT", f"A {nocase('BERT and GPT')}"),
        ("{BERT}} wins", f"{nocase('BERT')} wins"),
        ("{深度学习} 入门", "深度学习 入门"),
        ("A $L_{2}$ {N}orm", f"A $L_{{2}}$ {nocase('N')}orm"),
        ("A \x01mark\x02 {BERT}", f"A mark {nocase('BERT')}"),
        ("Plain Title", "Plain Title"),
    ],
)
def test_braces_that_protect_become_spans(latex: str, rich: str) -> None:
    assert to_rich(latex) == rich


TEXT = st.text(st.one_of(st.characters(), st.sampled_from("\\{}$~`'-\"^ avoHcklit&%#")), max_size=60)


@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_any_text_is_read_as_one_normalized_line(latex: str) -> None:
    for text in (to_text(latex), to_rich(latex)):
        assert text == " ".join(text.split())
        assert unicodedata.is_normalized("NFC", text)


@settings(deadline=None)
@given(st.text(st.characters(categories=("L", "N")), max_size=40))
def test_text_without_markup_keeps_every_letter(text: str) -> None:
    assert to_text(f"{{{text}}}") == unicodedata.normalize("NFC", text)


PIECES = [
    "{",
    "}",
    "{BERT}",
    "{T}{5}",
    "{ a }",
    "A",
    "z",
    " ",
    "-",
    "--",
    "'",
    "\u0301",
    "é",
    "\\c",
    "\\foo",
    "\\\\",
    "\x01",
]
LETTERS = [
    r"{\'e}",
    r"{\'{e}}",
    r"{\'\i}",
    r"{\'{\i}}",
    r"{\c{c}}",
    r"{\.e}",
    r"{\o}",
    r"{\ss}",
    r"{\"{O}}",
    r"{\v{1}}",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES + LETTERS), max_size=9).map("".join))
def test_a_tie_is_a_blank(latex: str) -> None:
    """Texts with no markup but plain groups and letters are read a shorter way, with ties they are not.

    The tie stands at the front: at the end it could be inside of a group of ``\\foo`` that is never closed, and a
    blank there counts.
    """
    assert to_text(f"x~{latex}") == to_text(f"x {latex}")
    assert to_rich(f"x~{latex}") == to_rich(f"x {latex}")


def test_ten_thousand_braces_are_no_burden() -> None:
    deep = "{" * 10_000 + "x" + "}" * 10_000
    assert to_text(deep) == to_rich(deep) == "x"
    assert to_text("\\'{" * 10_000 + "x" + "}" * 10_000)[0] == "x"


@pytest.mark.parametrize("piece", ["\\(", "$\\", "`a", "\\url{", "\\foo{", "\\v{", "{\\em ", "-", "$$"])
def test_long_hostile_text_is_read(piece: str) -> None:
    assert "nd" in to_text(piece * 50_000 + "end")
