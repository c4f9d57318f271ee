"""Lists in Org: headings that are themes and headings that are entries, items, tables, citations."""

from __future__ import annotations

import pytest

from bertbib.model import InputError, Intake, Reference
from bertbib.model.protocols import FollowingReader
from bertbib.readers.org import READER
from reading import DATA, beside, codes, given, rows

LINK = "[[https://arxiv.org/abs/1901.00001][Counting Trees in Graphs]]"


def read(text: str, **files: str) -> Intake:
    return READER.follow(text, "refs/list.org", given({name.replace("_", "."): one for name, one in files.items()}))


def only(text: str, **files: str) -> Reference:
    ((reference,),) = (theme.references for theme in read(text, **files).themes)
    return reference


def paths(text: str) -> list[tuple[tuple[str, ...], list[str]]]:
    return [(theme.path, [one.title for one in theme.references]) for theme in read(text).themes]


def test_it_is_a_reader() -> None:
    reader: FollowingReader = READER
    assert reader.suffixes == (".org",)


def test_a_list_with_all_that_org_has() -> None:
    intake = READER.follow((DATA / "reading.org").read_text(encoding="utf-8"), "reading.org", beside(DATA))
    assert rows(intake) == {
        "What we read": [(8, "paper", "Adam: A Method for Stochastic Optimization", "arxiv:1412.6980", "ICLR2015", 2015)],
        "Attention": [
            (14, "paper", "Attention Is All You Need", "arxiv:1706.03762", None, 2017),
            (17, "paper", "BERT: Pre-training of Deep Bidirectional Transformers", "arxiv:1810.04805", None, 2018),
            (20, "paper", "Deep contextualized word representations", "doi:10.18653/v1/N18-1202", "NAACL 2018", 2018),
            (26, "paper", "ELECTRA: Pre-training Text Encoders as Discriminators Rather Than Generators", "openreview:r1xMH1BtvB", "ICLR2020", 2020),
        ],
        "Graphs": [
            (29, "paper", "Semi-Supervised Classification with Graph Convolutional Networks", "arxiv:1609.02907", None, 2017),
            (29, "could-not-tell", "", "", None, None),
            (30, "paper", "Graph Attention Networks", "arxiv:1710.10903", "ICLR 2018", 2018),
            (31, "paper", "Inductive Representation Learning on Large Graphs", "arxiv:1706.02216", "NIPS 2017", 2017),
            (33, "paper", "How Powerful are Graph Neural Networks?", "arxiv:1810.00826", None, None),
            (37, "paper", "Relational inductive biases", "arxiv:1806.01261", None, 2018),
            (38, "paper", "Neural Message Passing for Quantum Chemistry", "arxiv:1704.01212", "ICML 2017", 2017),
        ],
        "Graphs / Classics": [
            (40, "paper", "A Logical Calculus of the Ideas Immanent in Nervous Activity", "doi:10.1007/BF02478259", None, 1943),
            (44, "paper", "Long Short-Term Memory", "doi:10.1162/neco.1997.9.8.1735", None, None),
            (45, "no-link", "Learning representations by back-propagating errors", "", None, 1986),
        ],
        "Elsewhere": [
            (53, "paper", "Deep learning", "doi:10.1038/nature14539", "Nature 2015", 2015),
            (55, "paper", "", "arxiv:1312.6114", None, None),
            (56, "not-a-paper", "Our own notes", "", None, None),
            (57, "paper", "GloVe: Global Vectors for Word Representation", "doi:10.3115/v1/D14-1162", None, 2014),
            (57, "paper", "Efficient Estimation of Word Representations in Vector Space", "arxiv:1301.3781", None, 2013),
            (58, "paper", "Word vectors and what they are for", "arxiv:1402.3722", None, None),
        ],
    }  # fmt: skip
    assert codes(intake) == [("not-an-entry", 26)]
    by_key = {one.key: one for theme in intake.themes for one in theme.references if one.key}
    assert set(by_key) == {"vaswani2017", "kipf2017", "unknown2099", "pennington2014", "mikolov2013"}
    assert by_key["vaswani2017"].stated is not None
    assert by_key["vaswani2017"].stated.container_title == "Advances in Neural Information Processing Systems"
    gat = next(one for theme in intake.themes for one in theme.references if one.title == "Graph Attention Networks")
    assert [(link.role, link.url) for link in gat.links] == [("code", "https://github.com/PetarV-/GAT")]


def test_an_entry_beside_a_theme_is_not_in_it() -> None:
    text = f"* All\n** Theme\n*** {LINK}\n** [[https://arxiv.org/abs/1901.00002][Walking on Graphs Slowly]]\n"
    assert sorted(paths(text)) == [
        (("All",), ["Walking on Graphs Slowly"]),
        (("All", "Theme"), ["Counting Trees in Graphs"]),
    ]


def test_the_title_keyword_names_what_stands_before_all_headings() -> None:
    assert paths(f"#+title: Vol. 2/3\n- {LINK}\n* A\n- {LINK}\n") == [
        (("Vol. 2/3",), ["Counting Trees in Graphs"]),
        (("A",), ["Counting Trees in Graphs"]),
    ]
    assert paths(f"- {LINK}\n")[0][0] == ("list",)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        (f"* TODO {LINK}", "Counting Trees in Graphs"),
        (f"* TODO [#A] {LINK} :a:b_c:@d:", "Counting Trees in Graphs"),
        (f"* READING {LINK} (ACL 2019)", "Counting Trees in Graphs"),
        ("* DONE A Plain Title of Words\nhttps://arxiv.org/abs/1901.00001", "A Plain Title of Words"),
        ("* A Plain Title of Words\n- Link: https://arxiv.org/abs/1901.00001\n- Authors: Ada", "A Plain Title of Words"),
        ("* A Plain Title of Words\n[[https://arxiv.org/abs/1901.00001][pdf]]", "A Plain Title of Words"),
        ("* *Counting Trees in Graphs*, ACL 2019 [[https://arxiv.org/abs/1901.00001]]", "Counting Trees in Graphs"),
        ("* [[https://arxiv.org/abs/1901.00001][/Counting Trees in Graphs/]]", "Counting Trees in Graphs"),
    ],
)  # fmt: skip
def test_states_priorities_and_tags_are_no_title(heading: str, title: str) -> None:
    reference = only(heading)
    assert (reference.title, [str(one) for one in reference.ids]) == (title, ["arxiv:1901.00001"])


def test_a_heading_that_only_looks_like_a_state_keeps_its_words() -> None:
    assert paths(f"* READING List\n- {LINK}\n")[0][0] == ("READING List",)


def test_a_theme_with_a_list_below_it_stays_one() -> None:
    text = (
        "* Networks of all kinds\n- Counting Trees in Graphs [[https://arxiv.org/abs/1901.00001][pdf]]\n"
        "* Two bare links here\n- https://arxiv.org/abs/1901.00002\n- https://arxiv.org/abs/1901.00003\n"
        "* [[https://github.com/a/b][The project of us]]\n** [[https://arxiv.org/abs/1901.00004][Walking on Graphs]]\n"
    )
    assert [(path, len(titles)) for path, titles in paths(text)] == [
        (("Networks of all kinds",), 1),
        (("Two bare links here",), 2),
        (("The project of us",), 1),
    ]


def test_properties_name_the_work() -> None:
    drawer = ":PROPERTIES:\n:ROAM_REFS: @kipf cite:kipf https://arxiv.org/abs/1609.02907\n:END:\n"
    reference = only(f"* Notes on it\n{drawer}", refs_bib="")
    assert (reference.key, [str(one) for one in reference.ids]) == ("kipf", ["arxiv:1609.02907"])
    exported = ":PROPERTIES:\n:BTYPE: article\n:CUSTOM_ID: lecun2015\n:DOI: 10.1038/nature14539\n:YEAR: 2015\n:JOURNAL: Nature\n:END:\n"
    reference = only(f"* Deep learning\n{exported}")
    assert (reference.key, reference.title, reference.note, reference.year) == (
        "lecun2015",
        "Deep learning",
        "Nature 2015",
        2015,
    )


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("cite:a", ["a"]),
        ("cite:a,b-c:d", ["a", "b-c:d"]),
        ("citep:a.", ["a"]),
        ("[[cite:a][see there]]", ["a"]),
        ("cite:&a;&b", ["a", "b"]),
        ("[[citet:see &a p. 3;&b]]", ["a", "b"]),
        ("[cite:@a]", ["a"]),
        ("[cite/t:see @a p. 3; and @b]", ["a", "b"]),
        ("\\citep[3]{a, b}", ["a", "b"]),
    ],
)
def test_citations_in_every_form(text: str, keys: list[str]) -> None:
    for written in (f"- {text}", f"Some prose with {text} in it"):
        references = [one for theme in read(written).themes for one in theme.references]
        assert [(one.key, one.outcome) for one in references] == [(key, "could-not-tell") for key in keys]


def test_the_entry_s_own_link_wins_over_what_its_notes_cite() -> None:
    reference = only(f"- {LINK}\n  - builds on cite:other\n")
    assert reference.key is None
    intake = read("* T\n- Papers about graph networks\n  - cite:a\n  - cite:b\n")
    assert [one.key for one in intake.themes[0].references] == [None, "a", "b"]


def test_a_key_is_looked_up_in_the_bibliography_that_is_named() -> None:
    bib = "@article{Kipf, title={Graphs}, doi={10.1000/1}, year=2017, ids={old}}"
    for named in (
        "#+bibliography: my.bib",
        "bibliography:my.bib",
        '#+BIBLIOGRAPHY: "my.bib"',
        "#+bibliography: my plain",
    ):
        for key in ("Kipf", "old", "kipf"):
            reference = only(f"- cite:{key}\n\n{named}\n", my_bib=bib)
            assert (reference.key, reference.title, [str(one) for one in reference.ids]) == (
                "Kipf",
                "Graphs",
                ["doi:10.1000/1"],
            )
    assert codes(read("- cite:a\n#+bibliography: gone.bib\n")) == [("no-bibliography", 2)]


def test_what_is_no_list_is_left_out_and_what_follows_is_read() -> None:
    hidden = "[[https://arxiv.org/abs/1999.00001][Hidden Title of Words]]"
    for wrapped in (
        f"# - {hidden}",
        f"#+begin_comment\n- {hidden}\n#+end_comment",
        f"#+BEGIN_SRC org\n* {hidden}\n#+END_SRC",
        f": {hidden}",
        f"* COMMENT Later\n** {hidden}\n*** {hidden}\n* Now",
        f":LOGBOOK:\n- {hidden}\n:END:",
    ):
        assert only(f"{wrapped}\n- {LINK}\n").title == "Counting Trees in Graphs"


def test_a_block_that_never_ends_hides_nothing() -> None:
    assert only(f"#+begin_src\n- {LINK}\n").title == "Counting Trees in Graphs"


def test_line_ends_change_nothing() -> None:
    text = (
        f"#+title: T\n\n* A\n- {LINK} (ACL2019)\n- [[https://arxiv.org/abs/1901.00002][Walking on Graphs\n  Slowly]]\n"
    )
    plain = READER.read(text, "x.org")
    assert [one.where.line for one in plain.themes[0].references] == [4, 5]
    for changed in ("\ufeff" + text, text.replace("\n", "\r\n"), text.replace("\n", "\r")):
        assert READER.read(changed, "x.org") == plain


def test_an_included_file_is_named() -> None:
    assert codes(read(f'#+include: "more.org"\n- {LINK}\n')) == [("not-followed", 1)]


@pytest.mark.parametrize(("text", "said"), [("", "is empty"), ("\ufeff \r\n", "is empty"), ("* A\n", "no entry")])
def test_a_file_without_entries_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        READER.read(text, "x.org")
    assert "[[https://" in caught.value.hint


def test_sniffing() -> None:
    for text in (
        "#+title: a\n",
        f"* A\n- {LINK}\n",
        "* A\n** B\n",
        ":PROPERTIES:\n:ID: x\n:END:\n",
        "- [[cite:a][b]]\n",
    ):
        assert READER.sniff(text)
    for text in (
        "* [A Title](https://arxiv.org/abs/1901.00001)\n",
        "* [A Title](https://arxiv.org/abs/1901.00001) [[github](https://github.com/a/b)]\n",
        "# A\n\n**bold** text\n",
        "Title\n=====\n\n* `a <https://a.example>`_\n",
        "1901.11504\n",
    ):
        assert not READER.sniff(text)
