"""The grammars that reading lists are written in: titles, identifiers and notes in each."""

from __future__ import annotations

from pathlib import Path

import pytest

from bertbib.model import Intake, Reference
from bertbib.readers.markdown import READER

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def intake() -> Intake:
    return READER.read((DATA / "grammars.md").read_text(encoding="utf-8"), "grammars.md")


def theme(intake: Intake, title: str) -> list[Reference]:
    (found,) = [theme for theme in intake.themes if theme.title == title]
    return list(found.references)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (
            "Authors first",
            [
                ("Counting Words in Long Sentences", "acl:P13-1001", "Proceedings of ACL, pages 1-9"),
                ("Symmetry in Attention Maps", "arxiv:2001.00001", "Proceedings of AAAI 2020"),
            ],
        ),
        (
            "Quoted",
            [
                ("A Quoted Title for Testing", "arxiv:2301.00001", "ACL(2023)"),
                ("Another Quoted Title Here", "arxiv:2201.00001", "ICML, Jan 2022"),
                ("Computing Machinery and More", "url:https://example.org/x.pdf arxiv:1505.00521", None),
            ],
        ),
        (
            "Plain",
            [
                ("A Plain Title About Nothing Much", "arxiv:2401.00001", "ICASSP'24"),
                ("Another plain title goes here", "arxiv:1901.00009", "ICCV' 19"),
            ],
        ),
        (
            "Block",
            [
                ("A Block Title over Lines", "arxiv:2205.00001", None),
                ("Second Block Title Here", "arxiv:2305.00001", "CVPR 2023"),
            ],
        ),
        (
            "Nested",
            [
                ("Growing Trees on Graphs", "arxiv:2001.00002", "AAAI 2020"),
                ("First Paper of a Group", "arxiv:2001.00003", "ACL2020"),
                ("Second Paper of a Group", "arxiv:2001.00004", None),
            ],
        ),
        (
            "Keys",
            [
                ("带有键的标题论文", "arxiv:2404.00001", None),
                ("A Title with Keys Below", "arxiv:2404.00002", None),
            ],
        ),
        ("Pipes", [("Deep Pipes for Biology Papers", "doi:10.1101/055012", None)]),
        (
            "Table",
            [
                ("Tables Are All You Need", "arxiv:1801.00001", "ACL"),
                ("Bold Table Title Here", "arxiv:1801.00002", None),
            ],
        ),
        (
            "Html heading",
            [
                ("Title in Bold Html", "arxiv:1701.00001", "2017 CVPR"),
                ("Summary Title as Entry", "arxiv:2301.00007", None),
            ],
        ),
        (
            "Badges",
            [
                ("Badge Title for Testing", "arxiv:2510.00001", "ICLR'25"),
                ("A Title before a Badge", "arxiv:2510.00002", None),
                ("A Title with Venue Label", "arxiv:2410.00003", "CVPR 2024"),
            ],
        ),
        (
            "Prose",
            [
                ("A Prose Title Linked", "arxiv:1001.0001", None),
                ("ref style paper title", "arxiv:1001.0004", None),
                ("", "arxiv:1001.0009", None),
                ("", "arxiv:1001.0010", None),
                ("", "arxiv:1001.0011", None),
            ],
        ),
    ],
)
def test_grammar(intake: Intake, section: str, expected: list[tuple[str, str, str | None]]) -> None:
    read = theme(intake, section)
    assert [
        (reference.title, " ".join(str(identifier) for identifier in reference.ids), reference.note)
        for reference in read
    ] == expected
    assert {reference.outcome for reference in read} == {"paper"}


def test_every_entry_has_the_line_that_it_starts_in(intake: Intake) -> None:
    lines = (DATA / "grammars.md").read_text(encoding="utf-8").splitlines()
    for listed in intake.themes:
        for reference in listed.references:
            shown = reference.title or reference.ids[0].value
            assert shown.split()[0] in lines[reference.where.line - 1], reference


def test_the_nested_lines_of_an_entry_give_its_links(intake: Intake) -> None:
    grown = theme(intake, "Nested")[0]
    assert [(link.role, link.label) for link in grown.links] == [("code", "Code")]


def test_notes_below_an_entry_that_name_other_papers_are_told(intake: Intake) -> None:
    told = [problem.message for problem in intake.problems if problem.code == "not-an-entry"]
    assert len(told) == 2
    assert "a nested other paper" in told[1]


def test_the_slot_that_fits_most_entries_wins_for_a_list() -> None:
    bold = "".join(
        f"- **Counting Trees of Kind {number}**. *A. Byron*. [[pdf](https://arxiv.org/abs/1901.0000{number})]\n"
        for number in range(1, 6)
    )
    text = (
        bold + "- **Counting Cycles of Length Nine**, with [the data of the trees](https://arxiv.org/abs/1902.00001)\n"
    )
    last = READER.read(text, "x.md").themes[0].references[-1]
    assert last.title == "Counting Cycles of Length Nine"


def test_no_title_is_made_up_of_prose() -> None:
    text = "- [Counting Trees in Graphs](https://arxiv.org/abs/1901.00001)\n" * 5
    text += "- we have recently read [this](https://arxiv.org/abs/1902.00001), which we like\n"
    intake = READER.read(text, "x.md")
    last = intake.themes[0].references[-1]
    assert (last.title, last.outcome) == ("", "paper")
    assert [problem.code for problem in intake.problems] == ["no-title"]


def test_nicknames_numbers_and_dates_are_no_titles() -> None:
    titles = [
        reference.title
        for reference in READER.read(
            "- NICK-2 - [Counting Trees with Nicknames](https://arxiv.org/abs/1901.00001)\n"
            "- **NICK**: [Counting Cycles with Nicknames](https://arxiv.org/abs/1901.00002)\n"
            "- **[NICK-3]** \u201cCounting Paths with Nicknames\u201d, *arXiv, May 2025*. [[Paper](https://arxiv.org/abs/1901.00003)]\n"
            "- **2016-05** [Counting Edges with Dates](https://arxiv.org/abs/1901.00004)\n",
            "x.md",
        )
        .themes[0]
        .references
    ]
    assert titles == [
        f"Counting {kind}"
        for kind in ("Trees with Nicknames", "Cycles with Nicknames", "Paths with Nicknames", "Edges with Dates")
    ]


def test_details_are_entries_or_sections() -> None:
    text = (
        "# Trees\n\n<details><summary>Tall trees</summary>\n\n- [Counting Tall Trees](https://arxiv.org/abs/1901.00001)\n\n</details>\n\n"
        "<details>\n<summary>\nCounting Small Trees (2023)\n[<a href='https://arxiv.org/abs/1901.00002'>Paper</a>]</summary>\n\n"
        "- a note\n\n</details>\n\n- [Counting Other Trees](https://arxiv.org/abs/1901.00003)\n"
    )
    themes = READER.read(text, "x.md").themes
    assert [(theme.path, [reference.title for reference in theme.references]) for theme in themes] == [
        (("Trees",), ["Counting Small Trees", "Counting Other Trees"]),
        (("Trees", "Tall trees"), ["Counting Tall Trees"]),
    ]
    assert themes[0].references[0].where.line == 11


def test_a_bold_line_is_a_heading_where_entries_follow() -> None:
    text = "# Trees\n\n**Tall trees**\n\n- [Counting Tall Trees](https://arxiv.org/abs/1901.00001)\n"
    assert READER.read(text, "x.md").themes[0].path == ("Trees", "Tall trees")


def test_html_lists_and_tables() -> None:
    text = (
        "<h3>Trees</h3>\n<ul>\n"
        '<li><a href="https://arxiv.org/abs/1901.00001">Counting &lt;All&gt; Trees</a> (ACL2019)</li>\n'
        "<li><b>Counting Cycles by Hand</b> [<a href=https://arxiv.org/abs/1901.00002>pdf</a>]<br></li>\n</ul>\n\n"
        "<table><tr><td>Counting Paths by Hand</td><td><a href='https://arxiv.org/abs/1901.00003'>paper</a></td></tr></table>\n"
    )
    (theme,) = READER.read(text, "x.md").themes
    assert theme.path == ("Trees",)
    assert [(reference.title, reference.note, reference.where.line) for reference in theme.references] == [
        ("Counting <All> Trees", "ACL2019", 3),
        ("Counting Cycles by Hand", None, 4),
        ("Counting Paths by Hand", None, 7),
    ]


def test_a_paragraph_of_entries_a_line_each() -> None:
    text = "[Counting Trees in Graphs](https://arxiv.org/abs/1901.00001) (ACL2019)\n[Counting Cycles in Graphs](https://arxiv.org/abs/1901.00002)\n"
    references = READER.read(text, "x.md").themes[0].references
    assert [(reference.title, reference.note, reference.where.line) for reference in references] == [
        ("Counting Trees in Graphs", "ACL2019", 1),
        ("Counting Cycles in Graphs", None, 2),
    ]


def test_a_legend_is_no_table_of_papers() -> None:
    text = "| Symbol | Meaning |\n| - | - |\n| x | a good paper to read |\n\n- [Counting Trees](https://arxiv.org/abs/1901.00001)\n"
    assert len(READER.read(text, "x.md").themes[0].references) == 1
