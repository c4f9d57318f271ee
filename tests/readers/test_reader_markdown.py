"""Reading lists in Markdown: entries, outcomes, notes, themes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bertbib.model import InputError, Intake, Link, Reference, Where
from bertbib.model.protocols import Reader
from bertbib.readers.markdown import READER

DATA = Path(__file__).parent / "data"


def read(text: str) -> Intake:
    return READER.read(text, "refs/nlp.md")


def references(text: str) -> list[Reference]:
    return [reference for theme in read(text).themes for reference in theme.references]


def only(text: str) -> Reference:
    (reference,) = references(text)
    return reference


def ids(reference: Reference) -> list[str]:
    return [str(identifier) for identifier in reference.ids]


def test_it_is_a_reader() -> None:
    reader: Reader = READER
    assert ".md" in reader.suffixes


def test_a_list_with_one_theme_named_by_a_paragraph() -> None:
    intake = READER.read((DATA / "theme.md").read_text(encoding="utf-8"), "refs/theme.md")
    (theme,) = intake.themes
    assert theme.title == "Graphs (trees, cycles, etc.)"
    assert theme.path == (theme.title,)
    assert theme.slug == "graphs-trees-cycles-etc"
    assert theme.source == "refs/theme.md"
    first, second, third = theme.references
    assert first == Reference(
        title="Counting Trees in Large Graphs",
        where=Where("refs/theme.md", 6),
        ids=first.ids,
        url="https://arxiv.org/abs/1901.00001",
        note="ACL2019",
        year=2019,
    )
    assert ids(first) == ["arxiv:1901.00001"]
    assert (second.note, second.year, second.where.line) == (None, None, 7)
    assert third.title == "Paths: Finding *All* of Them"
    assert ids(third) == ["pmlr:v97/byron19a"]
    assert third.links == (
        Link("code", "github", "https://github.com/ada/paths"),
        Link("blog", "blog", "https://ada.example/blog/paths.html"),
    )
    assert [(problem.code, problem.severity, problem.where) for problem in intake.problems] == [
        ("empty-section", "info", Where("refs/theme.md", line)) for line in (3, 10, 13)
    ]
    assert "[Papers- Survey]" in intake.problems[1].message


@pytest.mark.parametrize(
    ("text", "note", "year"),
    [
        ("(ACL2019)", "ACL2019", 2019),
        ("(EMNLP2019 WS)", "EMNLP2019 WS", 2019),
        (" (Findings of ACL: ACL-IJCNLP 2021)", "Findings of ACL: ACL-IJCNLP 2021", 2021),
        ("(TACL)", "TACL", None),
        ("(FLAIRS-33)", "FLAIRS-33", None),
        ("(*SEM2019)", "*SEM2019", 2019),
        ("(2021 EMNLP)", "2021 EMNLP", 2021),
        ("[ICLR 2020]", "ICLR 2020", 2020),
        ("**[ICCV' 19]**", "ICCV' 19", 2019),
        ("*IJCAI, Aug 2024*", "IJCAI, Aug 2024", 2024),
        ("*Ada Byron*. NIPS 2015.", "NIPS 2015", 2015),
        ("ACL(2023)", "ACL(2023)", 2023),
        ("[[github](https://github.com/a/b)] (NeurIPS2019)", "NeurIPS2019", 2019),
        ("[[github](https://github.com/a/b)], [[code](https://github.com/a/c)] (ICLR 2020)", "ICLR 2020", 2020),
        ("[[CVPR 2024](https://openreview.net/forum?id=abcdefg)]", "CVPR 2024", 2024),
        ("\uff08ACL 2020\uff09", "ACL 2020", 2020),
        ("(2018)", None, 2018),
        ("(Feb 2022)", None, 2022),
        ("(arXiv 2023)", None, 2023),
        ("(Byron et al., 2019)", None, 2019),
        ("(GPT-2)", None, None),
        ("(in Chinese)", None, None),
        ("(a very long remark in brackets that says that ACL 2019 was a fine meeting of people)", None, None),
        ("- we like this one", None, None),
        ("", None, None),
    ],
)
def test_venue_notes(text: str, note: str | None, year: int | None) -> None:
    reference = only(f"* [Counting Trees in Graphs](https://arxiv.org/abs/1901.00001) {text}\n")
    assert (reference.note, reference.year) == (note, year)
    assert reference.title == "Counting Trees in Graphs"


@pytest.mark.parametrize(
    ("item", "outcome", "url"),
    [
        ("[Counting Trees in Graphs](https://arxiv.org/abs/1901.00001)", "paper", "https://arxiv.org/abs/1901.00001"),
        ("[Counting Trees in Graphs](https://drive.google.com/file/d/1)", "paper", "https://drive.google.com/file/d/1"),
        ("[Counting Trees in Graphs](https://github.com/a/b)", "not-a-paper", None),
        ("[Counting Trees in Graphs](https://ada.github.io/x) (CVPR2020)", "paper", None),
        ("[Trees](https://some.example/page)", "could-not-tell", "https://some.example/page"),
        ("Please [join the chat of our group](https://chat.example/x) if you like trees", "could-not-tell", None),
        ("Have a look at our pages, and join [the chat of our group](https://chat.example/x)", "could-not-tell", None),
        ("[Counting Trees in Graphs]()", "no-link", None),
        ("[Counting Trees in Graphs](SIGIR2021)", "no-link", None),
        ("[Counting Trees in Graphs] (ACL2019)", "no-link", None),
        ("**Counting Trees in Graphs** (ACL 2019)", "no-link", None),
        ("Counting Trees in Graphs", "no-link", None),
        ("We count the trees in every graph.", "not-a-paper", None),
        ("Keyword: counting, trees, graphs", "not-a-paper", None),
        ("trees", "not-a-paper", None),
        ("[How to contribute](CONTRIBUTING.md)", "not-a-paper", None),
        ("[Write to us all](mailto:ada@example.org)", "not-a-paper", None),
        ("[Click on this here](javascript:alert(1))", "not-a-paper", None),
    ],
)
def test_every_entry_has_an_outcome(item: str, outcome: str, url: str | None) -> None:
    reference = only(f"# Trees\n\n- {item}\n")
    assert reference.outcome == outcome
    assert reference.where == Where("refs/nlp.md", 3)
    if url or outcome in ("no-link", "not-a-paper"):
        assert reference.url == url


def test_a_lost_link_keeps_its_title_and_its_note() -> None:
    for item in (
        "[Counting Trees]()",
        "[Counting Trees in Graphs](SIGIR2021)",
        "[Counting Trees in Graphs] (SIGIR2021)",
    ):
        reference = only(f"- {item} (SIGIR2021)\n")
        assert (reference.title[:14], reference.note, reference.year) == ("Counting Trees", "SIGIR2021", 2021)


def test_a_title_keeps_its_text_and_loses_its_markdown() -> None:
    reference = only("- [Which  \\*BERT? *A* `Survey`: Is [MASK] \\& more](https://arxiv.org/abs/1901.00001) \n")
    assert reference.title == "Which *BERT? A Survey: Is [MASK] & more"


def test_the_primary_link_comes_first_then_other_papers_then_text() -> None:
    text = (
        "- [Counting Trees in Graphs](https://arxiv.org/abs/1901.00001v3) [[DOI](https://doi.org/10.1145/1.2)]"
        " [[acl](https://aclanthology.org/P19-1001)] [[mirror](https://x.example/a)] OpenReview, doi:10.5555/9.9\n"
    )
    reference = only(text)
    assert ids(reference) == ["arxiv:1901.00001", "doi:10.1145/1.2", "acl:P19-1001"]
    assert reference.ids[0].version == "v3"
    assert reference.url == "https://arxiv.org/abs/1901.00001v3"
    assert [(link.role, link.label) for link in reference.links] == [
        ("paper", "DOI"),
        ("paper", "acl"),
        ("other", "mirror"),
    ]


def test_an_id_only_in_the_text_is_found_where_the_link_has_none() -> None:
    reference = only(
        '- A. Byron. "**Counting Trees in Graphs**." arXiv preprint arXiv:1505.00521 (2015). [[pdf]](https://a.example/t)\n'
    )
    assert reference.title == "Counting Trees in Graphs"
    assert ids(reference) == ["arxiv:1505.00521"]
    assert reference.url == "https://a.example/t"


def test_the_url_says_the_role_before_the_label_does() -> None:
    text = (
        "- **Counting Trees in Graphs**. [[paper](https://github.com/a/b)] [[website](https://arxiv.org/abs/1901.00001)]"
        " [[slides](https://a.example/x.pdf)] [[code](https://a.example/y)]\n"
    )
    reference = only(text)
    assert ids(reference) == ["arxiv:1901.00001"]
    assert [(link.role, link.label) for link in reference.links] == [
        ("code", "paper"),
        ("slides", "slides"),
        ("code", "code"),
    ]


def test_the_title_may_be_linked_to_the_code_and_the_paper_stand_behind_it() -> None:
    reference = only(
        "- [Counting Trees in Graphs](https://github.com/a/b) [[paper](https://arxiv.org/abs/1901.00001)]\n"
    )
    assert reference.title == "Counting Trees in Graphs"
    assert reference.url == "https://arxiv.org/abs/1901.00001"
    assert [link.role for link in reference.links] == ["code"]


def test_a_second_work_in_an_entry_is_never_taken_for_the_same() -> None:
    text = (
        "- [Counting Trees in Graphs](https://arxiv.org/abs/1901.00001) [[v1](https://arxiv.org/abs/1902.00002)],"
        " see [Counting Cycles in Graphs](https://arxiv.org/abs/1903.00003)\n"
    )
    intake = read(text)
    (reference,) = intake.themes[0].references
    assert ids(reference) == ["arxiv:1901.00001"]
    assert [problem.code for problem in intake.problems] == ["two-works", "not-an-entry"]
    assert "arxiv:1902.00002" in intake.problems[0].message
    assert "Counting Cycles in Graphs" in intake.problems[1].message


def test_the_same_work_twice_in_a_theme_is_a_duplicate_and_in_two_themes_is_not() -> None:
    text = (
        "# One\n- [Counting Trees](https://arxiv.org/abs/1901.00001)\n- [Counting trees.](https://doi.org/10.48550/arXiv.1901.00001)\n"
        "- [Something Else Entirely](https://arxiv.org/pdf/1901.00001)\n# Two\n- [Counting Trees](https://arxiv.org/abs/1901.00001)\n"
    )
    intake = read(text)
    assert [[reference.outcome for reference in theme.references] for theme in intake.themes] == [
        ["paper", "duplicate", "duplicate"],
        ["paper"],
    ]
    (problem,) = intake.problems
    assert (problem.code, problem.where) == ("same-id-other-title", Where("refs/nlp.md", 4))


def test_a_table_of_contents_and_prose_are_no_entries() -> None:
    text = (
        "# Graphs\nSome words about [this list](https://arxiv.org/abs/1901.00009) of papers.\n\n"
        "## Contents\n- [Trees](#trees)\n"
        "  - [Tall trees](#tall)\n- Cycles\n  - [Short cycles](#short)\n\n## Trees\n- [Counting Trees](https://arxiv.org/abs/1901.00001)\n"
    )
    intake = read(text)
    assert [theme.path for theme in intake.themes] == [("Graphs", "Trees")]
    assert [reference.title for reference in intake.themes[0].references] == ["Counting Trees"]
    assert intake.problems == ()


def test_units_in_are_outcomes_out() -> None:
    text = "# A\n" + "".join(
        f"- {item}\n"
        for item in (
            "[Counting Trees](https://arxiv.org/abs/1901.00001)",
            "[Counting Trees](https://arxiv.org/abs/1901.00001)",
            "[Counting Cycles](https://github.com/a/b)",
            "[Counting All Paths]()",
            "[x](https://a.example)",
            "words",
        )
    )
    assert [reference.outcome for reference in references(text)] == [
        "paper",
        "duplicate",
        "not-a-paper",
        "no-link",
        "could-not-tell",
        "not-a-paper",
    ]


def test_a_section_of_blogs_or_tools_holds_no_papers_that_cannot_be_told() -> None:
    text = "# Trees\n- [Counting Trees](https://arxiv.org/abs/1901.00001)\n# Blogs\n- [A Story of Many Trees](https://a.example/story)\n"
    assert [reference.outcome for reference in references(text)] == ["paper", "not-a-paper"]


def test_text_without_links_is_a_title_only_where_titles_stand() -> None:
    entry = "- [Counting Trees](https://arxiv.org/abs/1901.00001)\n"
    listed = f"# Trees\n{entry}- Counting Cycles by Hand\n# About\n- Trees of Every Kind\n"
    assert [reference.outcome for reference in references(listed)] == ["paper", "no-link", "not-a-paper"]


class TestThemes:
    def paths(self, text: str, path: str = "refs/nlp.md") -> list[tuple[str, ...]]:
        return [theme.path for theme in READER.read(text, path).themes]

    entry = "- [Counting Trees](https://arxiv.org/abs/1901.00001)\n"

    def test_headings_of_every_kind_nest(self) -> None:
        text = f"Graphs\n======\n\nTrees\n-----\n{self.entry}\n### Tall ones ###\n{self.entry}\n"
        text += f"<h2 id=x>Cycles &amp; paths</h2>\n\n{self.entry}"
        assert self.paths(text) == [("Graphs", "Trees"), ("Graphs", "Trees", "Tall ones"), ("Graphs", "Cycles & paths")]

    def test_the_file_names_the_theme_of_entries_before_any_heading(self) -> None:
        assert self.paths(self.entry) == [("nlp",)]
        assert self.paths(self.entry + "# Trees\n" + self.entry) == [("nlp",), ("Trees",)]

    def test_generic_headings_name_nothing_below_another(self) -> None:
        for generic in (
            "Papers",
            "[Papers]",
            "Paper List",
            "📄 Papers:",
            ":scroll: Papers",
            "目录",
            "论文",
            "**Papers**",
        ):
            assert self.paths(f"# Trees\n## {generic}\n{self.entry}") == [("Trees",)], generic
        assert self.paths(f"# Papers\n{self.entry}") == [("Papers",)]
        assert self.paths(f"# Trees\n## Papers\n### Tall\n{self.entry}") == [("Trees", "Tall")]

    def test_the_sub_theme_of_a_theme_in_brackets(self) -> None:
        text = f"Trees of all kinds\n\n# [Papers]\n{self.entry}\n## [Papers- Survey]\n{self.entry}"
        assert self.paths(text) == [("Trees of all kinds",), ("Trees of all kinds", "Survey")]

    def test_a_first_paragraph_that_is_a_sentence_or_one_of_several_names_nothing(self) -> None:
        for text in ("This is a list of papers about trees.", "Trees\n\nMore words", "See [this](https://a.example)"):
            assert self.paths(f"{text}\n\n# Cycles\n{self.entry}") == [("Cycles",)], text

    def test_noise_in_headings(self) -> None:
        text = "# 🌳 **Trees** [![badge](https://img.shields.io/x)](https://a.example)\n## 【Tall】\n" + self.entry
        assert self.paths(text) == [("Trees", "Tall")]

    def test_sections_of_one_path_are_one_theme(self) -> None:
        text = f"# Trees\n## Papers\n{self.entry}\n## Blogs\n- [Words on Trees](https://a.example/blog/x)\n"
        (theme,) = read(text).themes
        assert [reference.outcome for reference in theme.references] == ["paper", "not-a-paper"]

    def test_a_heading_that_only_holds_headings_is_not_empty(self) -> None:
        assert read(f"# Graphs\n## Trees\n{self.entry}").problems == ()


@pytest.mark.parametrize("text", ["", "\ufeff", " \r\n\t\n"])
def test_an_empty_file_is_refused_with_the_next_step(text: str) -> None:
    with pytest.raises(InputError, match=r"refs/nlp\.md is empty") as caught:
        read(text)
    assert "* [Title](" in caught.value.hint


@pytest.mark.parametrize(
    "text", ["Just words.\n", "# Trees\n\nWords.\n", "- [Trees](#trees)\n\n# Trees\n", "```\n- [a](b)\n```"]
)
def test_a_text_that_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"refs/nlp\.md holds no entry") as caught:
        read(text)
    assert caught.value.hint


def test_line_ends_marks_and_front_matter_change_nothing() -> None:
    plain = "# Trees\n- [Counting Trees](https://arxiv.org/abs/1901.00001) (ACL2019)\n"
    for text in (
        plain.replace("\n", "\r\n"),
        "\ufeff" + plain,
        plain.replace("- ", "-\t"),
        plain.replace("- ", "  3) "),
    ):
        assert read(text).themes == read(plain).themes
    (theme,) = read("---\ntitle: x\n---\n" + plain).themes
    assert theme.path == ("Trees",)
    assert theme.references[0].where.line == 5


def test_sniffing() -> None:
    assert READER.sniff("# Trees\n")
    assert READER.sniff("* [a](https://arxiv.org/abs/1901.00001)")
    assert not READER.sniff("1901.11504\n")
    assert not READER.sniff("@article{a, title={b}}")
    assert not READER.sniff("")
