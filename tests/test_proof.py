"""The rule of proof: what may count as the same work, and what never does."""

import pytest

from bertbib.likeness import likeness
from bertbib.model import Date, Item, Name
from bertbib.proof import agree, authors_agree, titles_agree, titles_alike, years_agree


def people(*names: str) -> tuple[Name, ...]:
    return tuple(Name(family=name.split()[-1], given=" ".join(name.split()[:-1])) for name in names)


SAME = [
    ("REALM: Retrieval-Augmented Language Model Pre-Training", "Retrieval Augmented Language Model Pre-Training"),
    ("Support-Vector Machines for Text", "Support Vector Machines for Text"),
    ("Modelling the Behaviour of Agents", "Modeling the Behavior of Agents"),
    (
        "SpanBERT: Improving Pre-training by Representing and Predicting Spans",
        "SpanBERT: Improving Pre-Training by Representing and Predicting Spans",
    ),
    (
        "DisSent: Sentence Representation Learning from Explicit Discourse Relations",
        "DisSent: Learning Sentence Representations from Explicit Discourse Relations",
    ),
    (
        "Improving Pre-Trained Multilingual Models with Vocabulary Expansion",
        "Improving Pre-Trained Multilingual Model with Vocabulary Expansion",
    ),
    ('<span class="nocase">BERT</span> and <span class="nocase">PAL</span>s', "BERT and PALs"),
]

OTHER = [
    (
        "Supervised Learning of Universal Sentence Representations from Data",
        "Unsupervised Learning of Universal Sentence Representations from Data",
    ),
    (
        "A Survey on Image Captioning with Deep Neural Networks and Attention",
        "A Survey on Video Captioning with Deep Neural Networks and Attention",
    ),
    (
        "Upper Bounds for the Complexity of Learning Neural Networks",
        "Lower Bounds for the Complexity of Learning Neural Networks",
    ),
    (
        "On the Stability of Fine-tuning Large Pre-trained Models",
        "On the Instability of Fine-tuning Large Pre-trained Models",
    ),
    ("Large Language Models: A Survey of Evaluation Methods", "Large Language Models: A Survey of Training Methods"),
    (
        "SpanBERT: Improving Pre-training by Representing Spans",
        "SpanBERT: Improving Pre-training by Representing Spans (Erratum)",
    ),
    ("Deep Contextual Representations", "Reply to Deep Contextual Representations"),
    ("Deep Contextual Representations", "Deep Contextual Representations: Supplement"),
    ("Deep Contextual Representations", "Corrigendum to Deep Contextual Representations"),
    ("BERT: Supervised Training of Language Encoders", "BERT: Unsupervised Training of Language Encoders"),
    ("Learning Word Embeddings", "Learning World Embeddings"),
    (
        "ERNIE: Enhanced Language Representation with Informative Entities",
        "ERNIE: Enhanced Representation through Knowledge Integration",
    ),
    (
        "ERNIE: Enhanced Representation through Knowledge Integration",
        "ERNIE 2.0: A Continual Pre-training Framework for Language Understanding",
    ),
    (
        "KERMIT: Generative Insertion-Based Modeling for Sequences",
        "KERMIT: Complementing Transformer Architectures with Encoders of Explicit Syntactic Interpretations",
    ),
    (
        "Multi-Task Deep Neural Networks for Natural Language Understanding",
        "The Microsoft Toolkit of Multi-Task Deep Neural Networks for Natural Language Understanding",
    ),
    ("Attention is All you Need", "Self-Attention with Relative Position Representations"),
    ("Deep Sets, Part I", "Deep Sets, Part II"),
    ("Hyperbolic Neural Networks", "Hyperbolic Neural Networks++"),
    ("", ""),
    ("", "Attention is All you Need"),
    ("Neural Machine Translation with Monolingual Data", "Neural Machine Translation without Monolingual Data"),
    ("Image Generation from Text", "Text Generation from Image"),
    ("Learning to Rank", "Learning from Rank"),
    ("Content-Aware Neural Recommendation", "Context-Aware Neural Recommendation"),
    ("Optimal Flow Estimation", "Optical Flow Estimation"),
    ("A Corpus of Austrian Newspapers", "A Corpus of Australian Newspapers"),
    ("Question Classification in the Wild", "Question Clarification in the Wild"),
    ("Foo Bar Baz", "Foo Bar Baz A"),
    ("OpenNMT: Open-Source Toolkit for Neural Machine Translation", "OpenNMT: Neural Machine Translation Toolkit"),
    ("FooNLP: A Toolkit for Neural Machine Translation", "FooNLP: A Dataset for Neural Machine Translation"),
    (
        "SciBERT: A Language Model for Scientific Text",
        "SciBERT: A Language Model for Scientific Text (Extended Abstract)",
    ),
    ("MASK: Corpus for Deep Syntactic Parsing", "MASK: German Corpus for Deep Syntactic Parsing"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_titles_of_one_work_agree(one: str, other: str) -> None:
    assert titles_agree(one, other)
    assert titles_agree(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_titles_of_two_works_do_not(one: str, other: str) -> None:
    assert not titles_agree(one, other)
    assert not titles_agree(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER[-12:])
def test_small_words_forms_and_languages_tell_works_apart(one: str, other: str) -> None:
    people_of_both = people("Ann Abel", "Bob Baker")
    left, right = (Item(title=title, author=people_of_both, issued=Date(2019)) for title in (one, other))
    assert not agree(left, right)


def test_a_title_may_drift_further_where_somebody_names_the_publication() -> None:
    one = "SentNet: Sentence Embeddings with Gated Recurrent Networks"
    other = "SentNet: Robust Sentence Embeddings with Deeply Gated Networks"
    assert not titles_agree(one, other)
    assert titles_agree(one, other, named=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GEMDK: Content-aware Grammars for Grounding", "GEMDK: Context-aware Grammars for Grounding"),
        ("EFGHB: Neural Datasets for Hybrid Tagging", "EFGHB: Neural Prompts for Hybrid Tagging"),
        ("EHDAF: Translation for Sparse Tensors", "EHDAF: Tensors for Sparse Translation"),
        ("EHDAF: Translation of Speech to Text with Networks", "EHDAF: Translation of Text to Speech with Networks"),
    ],
)
def test_siblings_with_one_acronym_are_two_works_whoever_names_them(one: str, other: str) -> None:
    assert not titles_agree(one, other, named=True)


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GraphGate: Lifelong Learning with a Network", "GraphGate: Lifelong Learning with a Network for Icelandic"),
        ("GraphGate: Lifelong Learning of Networks", "GraphGate: Lifelong Learning of Networks in Finance"),
        ("GraphGate: Learning of Sentence Networks", "GraphGate: Unsupervised Learning of Sentence Networks"),
    ],
)
def test_what_is_applied_to_something_else_is_another_work(one: str, other: str, named: bool) -> None:
    assert not titles_agree(one, other, named=named)
    assert not agree(Item(title=one, author=AUTHORS), Item(title=other, author=AUTHORS), named=named, confirmed=True)


AUTHORS = people("Ann Abel", "Bob Baker")
SLIGHT = [  # a word more, a word elsewhere, a subtitle more
    ("Generalizing Word using Bag of Subwords", "Generalizing Word Embeddings using Bag of Subwords"),
    (
        "Robustness of Translation Machine with Synthetic Noise",
        "Robustness of Machine Translation with Synthetic Noise",
    ),
    ("How Much Reading Does Comprehension Require?", "How Much Reading Does Comprehension Require? An Investigation"),
]


@pytest.mark.parametrize(("one", "other"), SLIGHT)
def test_a_slight_drift_needs_somebody_who_names_the_record_and_another_who_names_its_venue(
    one: str, other: str
) -> None:
    left, right = Item(title=one, author=AUTHORS), Item(title=other, author=AUTHORS)
    assert agree(left, right, named=True, confirmed=True)
    assert agree(right, left, named=True, confirmed=True)
    assert not agree(left, right, named=True)
    assert not agree(left, right, confirmed=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Generalizing Word Embeddings using Subwords", "Generalizing Character Embeddings using Subwords"),
        ("Generalizing Word Embeddings using Subwords", "Generalizing Word Embeddings without using Subwords"),
        ("Translation of Speech to Text with Networks", "Translation of Text to Speech with Networks"),
        ("Learning to Rank Short Texts with Networks", "Learning to Rank Short Texts with Networks for Thai"),
        ("Learning to Rank Short Texts with Networks", "Learning to Rank Short Texts with Networks: A Survey"),
        ("Parsing with 2 Stacks and Networks", "Parsing with 3 Stacks and Networks"),
    ],
)
def test_a_confirmed_sibling_is_still_another_work(one: str, other: str) -> None:
    left, right = Item(title=one, author=AUTHORS), Item(title=other, author=AUTHORS)
    assert not agree(left, right, named=True, confirmed=True)


def test_a_name_of_any_shape_may_be_left_out_before_a_long_title() -> None:
    long = "Generating Counterfactuals for Explaining, Evaluating, and Improving Models"
    assert titles_agree(long, f"PolyJuice: {long}")
    assert titles_agree(long, f"Polyjuice: {long}", named=True)
    assert not titles_agree(long, f"Polyjuice: {long}")
    for notice in ("Survey", "Erratum", "Rejoinder", "Discussion", "Editorial"):
        assert not titles_agree(long, f"{notice}: {long}", named=True)
    assert not titles_agree("Generating Counterfactuals", "Polyjuice: Generating Counterfactuals")


def test_a_missing_letter_is_a_typing_error_only_in_very_long_words() -> None:
    assert titles_agree("A Heterogeneous Benchmark", "A Heterogenous Benchmark", named=True)
    assert not titles_agree("A Heterogeneous Benchmark", "A Heterogenous Benchmark")
    assert not titles_agree("On the Infection of Verbs", "On the Inflection of Verbs", named=True)
    assert not titles_agree("Asynchronous Federated Learning", "Synchronous Federated Learning", named=True)


def test_a_few_more_words_beside_the_same_acronym_need_somebody_who_names_the_work_or_its_venue() -> None:
    shorter = "FreeLB: Enhanced Adversarial Training for Language Understanding"
    longer = "FreeLB: Enhanced Adversarial Training for Natural Language Understanding"
    assert titles_agree(shorter, longer, named=True)
    assert titles_agree(shorter, longer, noted=True)
    assert not titles_agree(shorter, longer)
    assert not titles_agree("FooNet: Question Answering over Tables", "FooNet: Visual Question Answering over Tables")


def test_author_lists_may_shrink() -> None:
    ten = people(*(f"A Author{letter}" for letter in "abcdefghij"))
    assert authors_agree(ten, ten[:4])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (people("Yu Sun", "Shuohuan Wang"), people("Zhengyan Zhang", "Xu Han")),
        (people("Yu Sun", "Shuohuan Wang"), people("Yu Sun", "Xu Han")),  # one shared surname of two lists is chance
        (people("Wei Wang"), people("Xiaolong Wang")),  # namesakes by surname only
        ((), people("Yu Sun")),
        (people("Yu Sun", "Shuohuan Wang"), people("Shuohuan Wang", "Yu Sun")),  # another first author
    ],
)
def test_other_people_do_not_agree(one: tuple[Name, ...], other: tuple[Name, ...]) -> None:
    assert not authors_agree(one, other)


def test_initials_accents_and_others_do_not_matter() -> None:
    short = (Name(family="Marquez", given="L."), Name(family="Traum", given="D."), Name(literal="others"))
    full = people("Lluís Màrquez", "David Traum", "Anna Korhonen")
    assert authors_agree(short, full)


@pytest.mark.parametrize(
    ("before", "after", "agrees"),
    [(2019, 2019, True), (2019, 2018, True), (2019, 2023, True), (2019, 2017, False), (2019, 2024, False)],
)
def test_years_window(before: int, after: int, agrees: bool) -> None:
    assert years_agree(Item(issued=Date(before)), Item(issued=Date(after))) is agrees


def test_disagreement_is_said_in_words() -> None:
    one = Item(title="Attention is All you Need", author=people("Ashish Vaswani", "Noam Shazeer"), issued=Date(2017))
    other = Item(
        title="Self-Attention with Relative Position Representations",
        author=people("Peter Shaw", "Jakob Uszkoreit"),
        issued=Date(2018),
    )
    verdict = agree(one, other)
    assert not verdict
    assert verdict.against == (
        'the titles differ: "Attention is All you Need" and "Self-Attention with Relative Position Representations"',
        "the authors differ: Ashish Vaswani, Noam Shazeer and Peter Shaw, Jakob Uszkoreit",
    )


def test_compound_surnames_may_be_split_in_different_places() -> None:
    one = (Name(family="Stickland", given="Asa Cooper"), Name(family="Murray", given="Iain"))
    other = (Name(family="Cooper Stickland", given="Asa"), Name(family="Murray", given="Iain"))
    assert authors_agree(one, other)
    assert not authors_agree(one, (Name(family="Cooper", given="Asa"), Name(family="Murray", given="Iain")))


def item(title: str, *names: str, year: int | None = None) -> Item:
    return Item(title=title, author=people(*names), issued=Date(year) if year else None)


def test_likeness_gives_the_numbers_that_the_rule_goes_by() -> None:
    preprint = item("Robust Training of Large Encoders", "Ann Abel", "Bob Baker", "Cid Carter", "Dee Dove", year=2019)
    published = item("Robust Training of Small Encoders", "Ann Abel", "Cid Carter", "Zed Zulu", year=2025)
    found = likeness(preprint, published)
    assert (found.title, found.words, found.first_author) == ("alike", 0.75, True)
    assert (found.shared, found.people, found.years, found.in_window) == (2, 3, 6, False)
    assert str(found) == "title alike (75% of the words), 2 of 3 authors, year +6 (outside the window)"
    assert str(likeness(preprint, preprint)) == "same title, 4 of 4 authors, same year"
    assert (
        str(likeness(item("A Title"), item("Quite Other Words")))
        == "other title (0% of the words), no authors to compare"
    )


@pytest.mark.parametrize(("one", "other"), [*SAME, *OTHER])
def test_likeness_and_the_rule_are_of_one_mind(one: str, other: str) -> None:
    found = likeness(item(one, "Ann Abel"), item(other, "Ann Abel"), named=True)
    assert (found.title in ("equal", "agrees")) == titles_agree(one, other, named=True)
    assert found.title != "alike" or titles_alike(one, other)


def test_likeness_of_first_authors_of_one_surname() -> None:
    found = likeness(item("A Title", "Ann Abel", "Bob Baker"), item("A Title", "Zoe Abel", "Bob Baker"))
    assert (found.first_author, found.shared) == (False, 2)
    assert "another first author" in str(found)
