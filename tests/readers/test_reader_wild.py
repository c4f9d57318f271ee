"""Grammars met in public reading lists, each on a list made up in it: titles, identifiers, notes and lines."""

from __future__ import annotations

import pytest

from bertbib.readers.markdown import READER

VENUE_BEHIND_A_SENTENCE = """\
# Optimization

- Adam finds what gradient descent finds. In *ICML 2019*. [[pdf](http://proceedings.mlr.press/v97/du19c.html)]
- Deep nets remember their data. In *ICLR 2017*/ [[pdf](https://openreview.net/pdf?id=Sy8gdB9xx)]
- Which batch sizes matter? In *NeurIPS 2018*. [[pdf](https://arxiv.org/abs/1812.06162)]
- Flat minima, revisited. In *COLT 2018*. [pdf](https://arxiv.org/abs/1703.04933)]
"""

VENUE_BEFORE_THE_TITLE = """\
# Robots

- CoRL 2022, **Say Can**: Grounding Language in Robots, [arXiv](https://arxiv.org/abs/2204.01691) / [Site](https://x.org)
- arXiv 2023.10, The **idle unit** in deep networks, [arXiv](https://arxiv.org/abs/2310.00001)
- ICLR 2024 submission, **Robots Made Very Easy**: Grasping for All, [OpenReview](https://openreview.net/forum?id=abcdefgh12)
- 2023.06, Learning New Dimensions of
  Visual Similarity, [arXiv](https://arxiv.org/abs/2306.00001)
"""

AUTHORS_AND_A_COLON = """\
# Parsing

* Ann Writer: A Maximum Model of Tags, EMNLP 1996.
* Writer and Reader: Unsupervised Names for Everybody, EMNLP 1999.
* Ann Writer and Bob B. Reader. Ambiguity in Long Sentences, Computational Linguistics, 1993.
* Ann Writer and Bob Reader, Discovering Senses in Text, SIGKDD, 2002.
* Ann Writer, Bob Reader and Cem Speaker: Words for Words, COLING 2004.
* Ann Writer, Bob Reader and Cem Speaker: Trees for Words, ACL 2005.
* Ann Writer, Bob Reader and Cem Speaker: Graphs for Words, ACL 2006.
"""

REFERENCES_AS_PARAGRAPHS = """\
# Neurons

Some words on what this list is for, and how to add to it.

Writer, A., & Reader, B. [**Shared sensitivity in nets**](https://www.nature.com/articles/s41562-025-00001-3) Nature (2025)

d'Auteur, S., Reader, B., ... & King, J. R. [**An encoder of brains**](https://arxiv.org/abs/2507.00001) arXiv (2025)

Krotov, Dmitry. [**Memory in layers**](https://arxiv.org/abs/2107.06446) arXiv (2021)

\\* Writer, A.B., 2011. _A very short history_. University Press.

Writer, Ann E. "Why Does Capital Flow?" _American Economic Review_ (1990): 92-96.

Chen, C., 2017. Untitled Land, Better Choice, and Farms. American Economic Journal 9, 91-121.

Writer, A, B. Reader, and C. Speaker (2015) The Wonder of Loans? Evidence from Towns, _American Economic Journal_, 7(1).

Writer, A., Reader, B., 2007. Markets for Farmers, in Evens, R.E., et al (eds.), _Handbook of Farming_, Vol. 3.
"""

KEYS_AS_LINES = """\
# CVPR

588.Poses of hands without labels\uff08\u624b\u52bf\uff09<br>
\u4f5c\u8005\uff1aAnn Writer, Bob Reader<br>
\u8bba\u6587\u94fe\u63a5\uff1ahttps://arxiv.org/pdf/1812.00001.pdf <br>
<br>
587.P2Grad: Gradients for
Faces<br>
\u4f5c\u8005\uff1aAnn Writer,
Bob Reader<br>
\u8bba\u6587\u94fe\u63a5\uff1ahttps://arxiv.org/abs/1812.00002<br>
\u6e90\u7801\u94fe\u63a5\uff1ahttps://github.com/writer/p2grad<br><br>
"""

KEYS_AS_PARAGRAPHS = """\
# Detection

**Dense Objects from Above**

\u8bba\u6587\uff1ahttps://arxiv.org/abs/2005.00001

\u4ee3\u7801\uff1ahttps://github.com/writer/dense

**Heads of Detectors**

- \u8bba\u6587\uff1ahttps://arxiv.org/abs/2003.00001
- \u4ee3\u7801\uff1a\u8fd8\u672a\u516c\u5e03
"""

BOLD_OVER_TWO_LINES = """\
# Scenes

:game_die: <b>Nets for Parsing
Large Clouds of Points (2017)</b> [[Paper]](https://arxiv.org/pdf/1707.00001.pdf)

<b>SHAPES 2014 - Large Scale Retrieval of Shapes (2014)</b> [[Link]](http://shapes.org)[[Paper]](https://arxiv.org/abs/1501.00001)

<b>Graphs of Depth (2017 ICCV)</b> [[Paper]](https://arxiv.org/abs/1703.00001)

<b>Depth of Graphs (2018)</b> [[Paper]](https://arxiv.org/abs/1803.00001)
"""

CELLS_WITH_LINKS = """\
# Crystals

| Method | Paper |
|---|---|
|AtomNet| Nets of atoms for crystals (NeurIPS2017) [[**Paper**](https://arxiv.org/abs/1706.00001)][[**Code**](https://github.com/a/b)] |
|CrysNet| A tensor of crystals (Physical Review Letters, 2018) [[**Paper**](https://doi.org/10.1103/PhysRevLett.120.145301)] |
|CrysGen| Generating crystals (Arxiv, 2024) [[**Paper**](https://arxiv.org/abs/2403.00001)] |
"""

NOT_PUBLISHED = """\
# Consensus

* Deconstructing consensus, SIGACT News 2003 [[pdf](http://example.edu/papers/deconstr.pdf)]
* Casting Votes: A taming, Unpublished 2016 [[arxiv](https://arxiv.org/abs/1612.00001)]
* Consensus Made Practical, Unpublished [[pdf](http://example.edu/papers/practical.pdf)]
* Consensus in Two Rounds, PODC 2005 [[pdf](http://example.edu/papers/two.pdf)]
"""


def found(text: str) -> list[tuple[int, str, str, str | None]]:
    """Line, title, scheme and value of the first identifier, and note of every reference."""
    return [
        (one.where.line, one.title, str(one.ids[0]) if one.ids and one.ids[0].scheme != "url" else "", one.note)
        for theme in READER.read(text, "list.md").themes
        for one in theme.references
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            VENUE_BEHIND_A_SENTENCE,
            [
                (3, "Adam finds what gradient descent finds", "pmlr:v97/du19c", "ICML 2019"),
                (4, "Deep nets remember their data", "openreview:Sy8gdB9xx", "ICLR 2017"),
                (5, "Which batch sizes matter?", "arxiv:1812.06162", "NeurIPS 2018"),
                (6, "Flat minima, revisited", "arxiv:1703.04933", "COLT 2018"),
            ],
        ),
        (
            VENUE_BEFORE_THE_TITLE,
            [
                (3, "Say Can: Grounding Language in Robots", "arxiv:2204.01691", "CoRL 2022"),
                (4, "The idle unit in deep networks", "arxiv:2310.00001", None),
                (5, "Robots Made Very Easy: Grasping for All", "openreview:abcdefgh12", None),
                (6, "Learning New Dimensions of Visual Similarity", "arxiv:2306.00001", None),
            ],
        ),
        (
            AUTHORS_AND_A_COLON,
            [
                (3, "A Maximum Model of Tags", "", "EMNLP 1996"),
                (4, "Unsupervised Names for Everybody", "", "EMNLP 1999"),
                (5, "Ambiguity in Long Sentences", "", "Computational Linguistics, 1993"),
                (6, "Discovering Senses in Text", "", "SIGKDD, 2002"),
                (7, "Words for Words", "", "COLING 2004"),
                (8, "Trees for Words", "", "ACL 2005"),
                (9, "Graphs for Words", "", "ACL 2006"),
            ],
        ),
        (
            REFERENCES_AS_PARAGRAPHS,
            [
                (5, "Shared sensitivity in nets", "doi:10.1038/s41562-025-00001-3", "Nature (2025)"),
                (7, "An encoder of brains", "arxiv:2507.00001", None),
                (9, "Memory in layers", "arxiv:2107.06446", None),
                (11, "A very short history", "", None),
                (13, "Why Does Capital Flow?", "", None),
                (15, "Untitled Land, Better Choice, and Farms", "", None),
                (17, "The Wonder of Loans? Evidence from Towns", "", "American Economic Journal"),
                (19, "Markets for Farmers", "", "Handbook of Farming"),
            ],
        ),
        (
            KEYS_AS_LINES,
            [
                (3, "Poses of hands without labels", "arxiv:1812.00001", None),
                (7, "P2Grad: Gradients for Faces", "arxiv:1812.00002", None),
            ],
        ),
        (
            KEYS_AS_PARAGRAPHS,
            [
                (3, "Dense Objects from Above", "arxiv:2005.00001", None),
                (9, "Heads of Detectors", "arxiv:2003.00001", None),
            ],
        ),
        (
            BOLD_OVER_TWO_LINES,
            [
                (3, "Nets for Parsing Large Clouds of Points", "arxiv:1707.00001", None),
                (6, "SHAPES 2014 - Large Scale Retrieval of Shapes", "arxiv:1501.00001", None),
                (8, "Graphs of Depth", "arxiv:1703.00001", "2017 ICCV"),
                (10, "Depth of Graphs", "arxiv:1803.00001", None),
            ],
        ),
        (
            CELLS_WITH_LINKS,
            [
                (5, "Nets of atoms for crystals", "arxiv:1706.00001", "NeurIPS2017"),
                (6, "A tensor of crystals", "doi:10.1103/PhysRevLett.120.145301", "Physical Review Letters, 2018"),
                (7, "Generating crystals", "arxiv:2403.00001", None),
            ],
        ),
        (
            NOT_PUBLISHED,
            [
                (3, "Deconstructing consensus", "", "SIGACT News 2003"),
                (4, "Casting Votes: A taming", "arxiv:1612.00001", None),
                (5, "Consensus Made Practical", "", None),
                (6, "Consensus in Two Rounds", "", "PODC 2005"),
            ],
        ),
    ],
)
def test_a_grammar_of_public_lists(text: str, expected: list[tuple[int, str, str, str | None]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "* [Copying Experts](https://arxiv.org/abs/2001.00001) by Umar Syed and Robert E. Schapire, 2008.",
        "* [Latent Demonstrations](https://arxiv.org/abs/2001.00002) by Hang Yin, Francisco S. Melo, Aude Billard, Ana Paiva, 2017.",
        "* [Likely Rewards](https://arxiv.org/abs/2001.00003) by MONICA C. VROMAN, 2014.",
    ],
)
def test_the_last_author_before_a_year_is_no_venue(line: str) -> None:
    assert [note for _line, _title, _ids, note in found(f"# Imitation\n\n{line}\n")] == [None]


def test_what_is_quoted_behind_a_short_linked_title_is_not_the_title() -> None:
    text = "# Systems\n\n" + "".join(
        f'* [{name}](https://dl.acm.org/doi/10.1145/{number}) (2012): {name} is "a scalable and replicated store".\n'
        for number, name in enumerate(("Spanner", "The Google File System", "A Note on Systems"), 3000001)
    )
    assert [title for _line, title, _ids, _note in found(text)] == [
        "Spanner",
        "The Google File System",
        "A Note on Systems",
    ]


def test_a_data_set_without_a_paper_is_none_though_papers_stand_beside_it() -> None:
    text = (
        "# Datasets\n\n* <b>A Benchmark of Chairs (2003)</b> [[Link]](http://chairs.example.edu/benchmark/)\n"
        "* <b>Chairs from Above (2014)</b> [[Paper]](https://arxiv.org/abs/1501.00002)\n"
    )
    outcomes = [one.outcome for theme in READER.read(text, "list.md").themes for one in theme.references]
    assert outcomes == ["not-a-paper", "paper"]


def test_headings_that_are_titles_above_what_is_said_of_each() -> None:
    entries = "".join(
        f'### "{title}"\n- Ann Writer, Bob Reader\n- CAV 2019 https://arxiv.org/abs/1901.0000{number}\n'
        f"- Implemented by Enke\n- https://dblp.org/rec/conf/cav/Writer{number}.html\n\n#### Idea:\nSome words.\n\n"
        for number, title in enumerate(
            ("Loops at High Speed", "Closed forms of loops", "Vectors of Addition", "Paths and Loops"), 1
        )
    )
    (theme,) = READER.read(f"# Loops\n\n{entries}", "loops.md").themes
    assert [(one.title, str(one.ids[0])) for one in theme.references] == [
        ("Loops at High Speed", "arxiv:1901.00001"),
        ("Closed forms of loops", "arxiv:1901.00002"),
        ("Vectors of Addition", "arxiv:1901.00003"),
        ("Paths and Loops", "arxiv:1901.00004"),
    ]


def test_a_heading_without_its_blank_is_one() -> None:
    text = "# One\n\n* [A Title of Words](https://arxiv.org/abs/1901.00001)\n\n#2 Another\n\n* [A Second Title](https://arxiv.org/abs/1901.00002)\n"
    assert [theme.title for theme in READER.read(text, "list.md").themes] == ["One", "2 Another"]


def test_a_row_for_each_paper_with_its_authors_linked() -> None:
    text = "# Cats\n\n" + "".join(
        f'<table> <tbody> <tr> <td width=250>\n<a href="https://github.com/a/b{number}"><img src="x.jpg"/></a></td>\n'
        f'<td width=550>The whiskers of cats, part {number}<br>\n<a href="https://a.wordpress.com/">Ann Writer</a>, '
        f'\nBob Reader<br>\nIn SIGGRAPH 2018<br>\n<a href="https://arxiv.org/pdf/1807.0000{number}.pdf">[Paper]</a>\n'
        "</td></tr></tbody></table>\n\n"
        for number in (1, 2)
    )
    assert [(title, ids, note) for _line, title, ids, note in found(text)] == [
        ("The whiskers of cats, part 1", "arxiv:1807.00001", "SIGGRAPH 2018"),
        ("The whiskers of cats, part 2", "arxiv:1807.00002", "SIGGRAPH 2018"),
    ]


def test_a_date_and_a_venue_before_a_linked_title() -> None:
    text = "# Transfer\n\n- 20181012 NIPS-18 [Many Tasks, Many Aims](https://arxiv.org/abs/1810.00001)\n"
    assert found(text) == [(3, "Many Tasks, Many Aims", "arxiv:1810.00001", "NIPS-18")]


def test_a_column_of_names_beside_one_of_papers() -> None:
    text = (
        "# Datasets of Dialogues\n\n| Name | Paper | Link |\n|---|---|---|\n"
        "| **IMAD** | [Dialogues with Many Images](https://arxiv.org/pdf/2305.00001.pdf) | [Link](https://github.com/a/b) |\n"
        "| A Long Name of Something | [arXiv](https://arxiv.org/abs/2305.00002) | |\n"
    )
    assert [(title, ids) for _line, title, ids, _note in found(text)] == [
        ("Dialogues with Many Images", "arxiv:2305.00001"),
        ("A Long Name of Something", "arxiv:2305.00002"),
    ]


def test_a_cell_with_a_bold_title_and_what_somebody_says_of_it() -> None:
    text = (
        "# Week\n\n| **Paper** | **Links** |\n|---|---|\n"
        "| 1) **Worlds in a Model** - an algorithm that collects things. | [Paper](https://arxiv.org/abs/2301.00001) |\n"
    )
    assert found(text) == [(5, "Worlds in a Model", "arxiv:2301.00001", None)]


def test_a_short_name_with_its_work_cited_below_it() -> None:
    text = (
        "# Networks\n\n* LSTM [[Paper](https://arxiv.org/abs/1402.1128)]\n"
        '  * Ann Writer, Bob "Bobby" Reader, and Cem Speaker, *Memory for Long and Short Terms*, ICML 2014\n'
    )
    assert found(text) == [(3, "Memory for Long and Short Terms", "arxiv:1402.1128", "ICML 2014")]


def test_a_bold_link_is_a_titles_own() -> None:
    text = (
        "# Surveys\n\n"
        "**[A Survey of Rendering.](https://arxiv.org/abs/2111.00001)**<br>\n*Ann Writer, Bob Reader.*<br>\n"
        "Eurographics 2022. [[Code](https://github.com/a/b)]\n"
    )
    assert [(title, ids) for _line, title, ids, _note in found(text)] == [("A Survey of Rendering", "arxiv:2111.00001")]
