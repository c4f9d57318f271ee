"""Unicode -> TeX: what is written prints what was said, and nothing else happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertbib.text import tex
from bertbib.text.latex import to_text
from bertbib.text.titles import plain
from sample_entries import HOSTILE

UNSPELLABLE = set("\u00ad\u00b8ĦħĸĿŀŉŦŧ\u017f")
"""Characters of Latin-1 and Latin Extended-A that no common TeX macro prints: they stay what they are."""

TEXTS = st.text(st.sampled_from("{}\\$&%#_~^\"'`,-<>?! aB") | st.characters())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain (text), 1.5: yes!", "plain (text), 1.5: yes!"),
        ("R&D 100% #1 a_b $5", r"R\&D 100\% \#1 a\_b \$5"),
        (r"~ ^ \ `", r"{\textasciitilde} {\textasciicircum} {\textbackslash} {\textasciigrave}"),
        ("{a}", r"\{a\}"),
        ("{a", r"{\textbraceleft}a"),
        ("}a{", r"{\textbraceright}a{\textbraceleft}"),
        ("C-- and C---", "C-{}- and C-{}-{}-"),
        ("Müller \u2013 “x”", "Müller \u2013 “x”"),
        ("a\n\t b\x00 ", "a b"),
        ("cafe\u0301", "café"),
    ],
)
def test_escape(text: str, written: str) -> None:
    assert tex.escape(text) == written


@given(TEXTS)
def test_escaped_text_reads_back_as_it_was_and_is_balanced(text: str) -> None:
    written = tex.escape(text)
    assert tex.balanced(written)
    assert to_text(written) == " ".join(tex.clean(text).split())


@given(st.lists(st.sampled_from([*HOSTILE, '<span class="nocase">', "</span>", "<i>", "</i>", "$x_1$", "{", "}"])))
def test_rich_text_is_always_balanced_and_reads_back(pieces: list[str]) -> None:
    text = " ".join(pieces)
    written = tex.rich(text)
    assert tex.balanced(written)
    assert plain(to_text(written)).split() == plain(tex.clean(text)).split()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_macro_survives_that_is_not_ours(text: str) -> None:
    written = tex.rich(text)
    for macro in ("input", "write", "immediate", "catcode", "def"):
        assert "\\" + macro not in written
    assert "^^" not in written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('<span class="nocase">BERT</span> and', "{BERT} and"),
        ("<i>E. coli</i> in H<sub>2</sub>O<sup>+</sup>", r"\textit{E. coli} in H\textsubscript{2}O\textsuperscript{+}"),
        ('a <span class="nocase">b', 'a <span class="nocase">b'),
        ("a </i> b", "a </i> b"),
        ("<i>a<b>b</i>c</b>", "<i>a\\textbf{b</i>c}"),
        ("p < 0.05 & q > 1", r"p < 0.05 \& q > 1"),
        (r"$\mathcal{O}(n)$", r"{$\mathcal{O}(n)$}"),
        (r'<span class="nocase">$\mathcal{O}(n)$</span>', r"{$\mathcal{O}(n)$}"),
    ],
)
def test_rich(text: str, written: str) -> None:
    assert tex.rich(text) == written


@pytest.mark.parametrize(
    "maths", [r"\ell_1", r"x^{2}_i", r"\left(\frac{1}{2}\right)", r"\{a\}", "n^2", r"\alpha, \beta"]
)
def test_harmless_maths(maths: str) -> None:
    assert tex.is_harmless(maths)


@pytest.mark.parametrize(
    "maths",
    [
        *(r"\input{x}", r"\write18{x}", r"\catcode`x=1", "^^5cinput", r"\def\x{}", "a#b", "a%b", "a&b", "a~b", "\\"),
        *("{", "}{", "é", r"\left(", r"\frac", "x_", "x^2^3", "a_1_2", r"\text{", r"\\", r"x_{}^"),
    ],
)
def test_harmful_maths(maths: str) -> None:
    assert not tex.is_harmless(maths)


@pytest.mark.parametrize("code", [*range(0xA0, 0x180)])
def test_accents_and_symbols_round_trip(code: int) -> None:
    char = chr(code)
    written = tex.to_ascii(char)
    if char in UNSPELLABLE:
        assert written == char
    else:
        assert written.isascii()
        assert to_text(f"x{written}x") == f"x{' ' if char == chr(0xA0) else char}x"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Erdős and Łukasz Ångström", r"Erd{\H o}s and {\L}ukasz {\AA}ngstr{\"o}m"),
        ("Nguyễn", r"Nguy{\~{\^e}}n"),
        ("x\u0302", r"{\^x}"),
        ("“it\u2019s” 1\u20132 — so…", r"``it's'' 1--2 --- so{\ldots}"),
        ("\u2013-", r"{\textendash}-"),
        ("\u2019”", r"{\textquoteright}{\textquotedblright}"),
        ("北京 ε", "北京 ε"),
    ],
)
def test_ascii(text: str, written: str) -> None:
    assert tex.to_ascii(text) == written


def test_verbatim_fields() -> None:
    assert tex.verbatim(" https://a.org/x_y%20#z{1}\\ b\n") == "https://a.org/x_y%20#z%7B1%7D%5C%20b"
    assert tex.ascii_verbatim("https://a.org/ü") == "https://a.org/%C3%BC"


def test_citation_keys() -> None:
    assert tex.citation_key("DBLP:conf/acl/X+Y'22") == "DBLP:conf/acl/X+Y'22"
    assert tex.citation_key("müller2019") == "müller2019"
    assert tex.citation_key("a, b}@c") == "a_2c_20b_7d_40c"
    assert tex.citation_key("") == "_"


def test_long_input_takes_no_time() -> None:
    for text in ("$" * 20000, "{" * 20000, "-" * 20000, "$\\" * 10000, "<i>" * 5000 + "</b>" * 5000, "_{" * 10000):
        assert tex.balanced(tex.rich(text))
        tex.is_harmless(text)
