"""Titles compared, cut into words, and protected."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.text import titles
from bertbib.text.latex import to_rich
from bertbib.text.titles import acronym_before_colon, digits, first_word, fold, plain, protect, words


def nocase(text: str) -> str:
    return f'<span class="nocase">{text}</span>'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{BERT}: Pre-training of {Deep} Nets", "BERT: Pre-Training of Deep Nets"),
        (f"{nocase('BERT')}: Pretraining", "Bert - pre-training."),
        ("Pre\u2010training", "pretraining"),
        ("Vision--Language Models", "Vision-Language Models"),
        ("Vision\u2013Language Models", "Vision-Language Models"),
        ("Foo --- A Bar", "Foo: A Bar"),
        ("Foo \u2014 A Bar", "Foo: A Bar"),
        ("Don\u2019t Stop Pretraining", "Don't Stop Pretraining"),
        ("``Attention'' Is All", "\u201cAttention\u201d is all"),
        (r"{\"U}ber Na{\"\i}ve Bayes", "Uber Naive Bayes"),
        ("In$_x$Ga$_{1-x}$As", "InxGa1-xAs"),
        ("CO$_2$ Capture", "CO<sub>2</sub> capture"),
        ("CO$_2$ Capture", "CO\u2082 capture"),
        (r"$\ell_1$-Norm", "\u21131-norm"),
        (r"\(\mathcal{H}_\infty\) Control", "H\u221e control"),
        (r"$\alpha$-Divergence", "\u03b1-divergence"),
        ("R\\&D Spending", "R&amp;D spending"),
        ("R&D Spending", "R and D spending"),
        ("K-means$++$ Revisited", "K-Means++ revisited"),
        ("10,000 Hours", "10000 hours"),
        ("What Is It?", "What is it"),
        ("ﬁne tuning", "fine-tuning".replace("-", " ")),
        ("STRASSE", "Stra\u00dfe"),
        ("The\u00a0Pile", "The~Pile"),
        ("Soft\u00adhyphen", "softhyphen"),
        ("ΣΟΦΟΣ", "σοφος"),
        ("Line\n  break", "line break"),
    ],
)
def test_spellings_of_one_title_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wav2vec 2.0", "wav2vec"),
        ("Foo, Part I", "Foo, Part II"),
        ("K-means++", "K-means"),
        ("Programming in C#", "Programming in C"),
        ("Programming in C++", "Programming in C"),
        ("A* Search", "A Search"),
        ("DeepLabv3+", "DeepLabv3"),
        ("The Foo", "Foo"),
        ("GPT-2", "GPT-3"),
        ("2.0", "20"),
        ("$L_1$", "$L_2$"),
    ],
)
def test_other_titles_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_folded_form() -> None:
    assert fold("SpanBERT: Improving Pre-training, by {R}epresenting (and predicting) Spans.") == (
        "spanbert improving pretraining by representing and predicting spans"
    )
    assert fold("C++, C# & A*: k-means++.") == "c++ c# and a* kmeans++"
    assert fold("2019-2020: wav2vec 2.0") == "2019 2020 wav2vec 2.0"
    assert fold("हिन्दी भाषा") == "हिन्दी भाषा"
    assert fold("???") == ""


TITLE = st.text(
    st.one_of(
        st.characters(), st.sampled_from('$\\{}<>&;span/=" -\u2013\u2019.,+*#_12\u2161\u00bd\u00df\u0130\u1e9b\u0301')
    ),
    max_size=40,
)


@settings(max_examples=500, deadline=None)
@given(TITLE)
def test_folding_twice_changes_nothing(title: str) -> None:
    assert fold(fold(title)) == fold(title)
    assert set(words(title)) <= set(fold(title).split())


def test_content_words() -> None:
    assert words("The Art of the BERT: Tuning for All") == ("art", "bert", "tuning", "all")
    assert words("") == ()


@pytest.mark.parametrize(
    ("title", "acronym"),
    [
        ("SpanBERT: Improving Pre-training", "spanbert"),
        (f"Span{nocase('BERT')}: Improving", "spanbert"),
        ("K-BERT: Enabling", "kbert"),
        ("Big Bird Two: More", "big bird two"),
        ("BERT \u2014 a model", "bert"),
        ("BERT -- a model", "bert"),
        ("BERT - a model", "bert"),
        ("One two three four: five", ""),
        ("Pre-training of models", ""),
        ("A 2:1 ratio", ""),
        ("", ""),
    ],
)
def test_acronym_before_colon(title: str, acronym: str) -> None:
    assert acronym_before_colon(title) == acronym


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("wav2vec 2.0: A Framework", ("2", "2.0")),
        ("GPT-4 and T5", ("4", "5")),
        ("Foo, Part II", ("2",)),
        ("Foo, Part 2", ("2",)),
        ("foo, part ii", ("2",)),
        ("Foo, Part Two", ("2",)),
        ("Foo, Part I: Bar", ("1",)),
        ("Foo, vol. IX", ("9",)),
        ("Mask R-CNN III", ("3",)),
        ("\u2161", ("2",)),
        ("10,000 Hours in 1,2", ("10000", "1", "2")),
        ("I Spy XL CNNs, Mixed", ()),
        ("In$_2$O$_3$", ("2", "3")),
    ],
)
def test_numbers_in_order(title: str, numbers: tuple[str, ...]) -> None:
    assert digits(title) == numbers


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Multi-Task Deep Neural Networks", "multi"),
        ("BERT: Pre-training", "bert"),
        ("The Cost of Training", "cost"),
        ("On the Dangers of Parrots", "dangers"),
        ("How to Fine-Tune BERT", "how"),
        ("What Does BERT Look At?", "what"),
        ("Is BERT Really Robust?", "bert"),
        ("Are Sixteen Heads Better", "sixteen"),
        ("Don't Stop Pretraining", "don"),
        ("\u201cWhy?\u201d Explaining", "why"),
        ("Überblick", "uberblick"),
        (r"{\"U}berblick", "uberblick"),
        (f"{nocase('ELECTRA')}: x", "electra"),
        ("wav2vec 2.0", "wav2vec"),
        (r"$\ell_1$ norms", "l1"),
        ("深度学习", "shenduxuexi"),
        ("The", "the"),
        ("?!", ""),
    ],
)
def test_first_word_of_a_key(title: str, word: str) -> None:
    assert first_word(title) == word


@pytest.mark.parametrize(
    ("rich", "protected"),
    [
        ("BERT: Pre-training of Deep Nets", f"{nocase('BERT')}: Pre-training of Deep Nets"),
        ("RoBERTa and SpanBERT", f"{nocase('RoBERTa')} and {nocase('SpanBERT')}"),
        ("Using K-BERT", f"Using K-{nocase('BERT')}"),
        ("LLAMA 2", f"{nocase('LLAMA')} 2"),
        ("BERT-based Models", f"{nocase('BERT')}-based Models"),
        ("LaTeX on iPhone", f"{nocase('LaTeX')} on {nocase('iPhone')}"),
        ("T5, GPT2 and ELMo2.0", f"{nocase('T5')}, {nocase('GPT2')} and {nocase('ELMo2.0')}"),
        ("The U.S. Economy, e.g. X", f"The {nocase('U.S.')} Economy, e.g. X"),
        ("BERTs in 3D", f"{nocase('BERTs')} in {nocase('3D')}"),
        ("A TITLE ALL IN CAPITALS", "A TITLE ALL IN CAPITALS"),
        ("GPT-4", f"{nocase('GPT')}-4"),
        ("The $L_{CNN}$ norm", "The $L_{CNN}$ norm"),
        ("An <i>mRNA</i>", f"An <i>{nocase('mRNA')}</i>"),
        (f"Span{nocase('BERT')} of {nocase('Deep BERT')}", f"Span{nocase('BERT')} of {nocase('Deep BERT')}"),
        (f"{nocase('B')}ERT x", f"{nocase('BERT')} x"),
        ("Plain words in Title Case", "Plain words in Title Case"),
        ("A T5a of A.1 and E2E", f"A {nocase('T5a')} of {nocase('A.1')} and {nocase('E2E')}"),
        ("Élan vITal", f"Élan {nocase('vITal')}"),
        ("Is X_Y or x2", f"Is {nocase('X_Y')} or x2"),
        ("Łódź ŁÓDŹ", f"Łódź {nocase('ŁÓDŹ')}"),
        ("", ""),
    ],
)
def test_capitals_that_matter_are_protected(rich: str, protected: str) -> None:
    assert protect(rich) == protected
    assert protect(protected) == protected
    assert plain(protected) == plain(rich)


@settings(max_examples=500, deadline=None)
@given(TITLE)
def test_protection_is_idempotent_and_adds_only_spans(title: str) -> None:
    rich = to_rich(title)
    assert protect(protect(rich)) == protect(rich)
    assert plain(protect(rich)) == plain(rich)


def test_plain_text() -> None:
    assert plain(f"{nocase('BERT')} <i>in</i> H<sub>2</sub>O, 1 < 2 > 0") == "BERT in H2O, 1 < 2 > 0"


@pytest.mark.parametrize(
    "piece", ['<span class="nocase">', "$\\", "<", "a-", "1,", "A.", "$ ", "part ", "&", "1.", "\u0301"]
)
def test_long_hostile_titles_are_read(piece: str) -> None:
    title = piece * 50_000
    assert protect(protect(title)) == protect(title)
    for read in (fold, digits, words, acronym_before_colon, first_word):
        read(title)


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_the_short_way_of_folding_gives_what_the_long_one_gives(text: str) -> None:
    assert fold(text) == titles._fold_any(text)


@pytest.mark.parametrize(
    "title",
    ["K-BERT: Enabling -Language- Pre-Training", "R&D & Co", "don't", "A  B", "x - y", "1-2-3", "<i>Deep</i> Nets"],
)
def test_both_ways_of_folding_agree_on_titles(title: str) -> None:
    assert fold(title) == titles._fold_any(title)
