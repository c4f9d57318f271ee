"""Themes of a .bib: the file, JabRef's groups, keywords."""

from __future__ import annotations

import pytest

from bertbib.model import Intake
from bertbib.model.protocols import ThemingReader
from bertbib.readers.bibtex import READER
from bertbib.readers.jabref import parse_groups, split_values
from reading import DATA, codes, keys

ENTRIES = (
    "@misc{a, title={Counting Trees}, doi={10.1000/a}, groups={X}, keywords={p, q}}\n"
    "@misc{b, title={Walking on Graphs}, doi={10.1000/b}, keywords={P}}\n"
)


def read(text: str, by: str = "auto") -> Intake:
    return READER.themed(by).read(text, "refs/my.bib")


def tree(*groups: str) -> str:
    return "@comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n" + "".join(f"{one};\n" for one in groups) + "}\n"


def members(intake: Intake) -> dict[tuple[str, ...], list[str | None]]:
    return {theme.path: [one.key for one in theme.references] for theme in intake.themes}


def test_it_is_a_reader_with_a_choice_of_themes() -> None:
    reader: ThemingReader = READER
    assert reader.themed("file") != reader


def test_a_library_in_three_ways() -> None:
    text = (DATA / "groups.bib").read_text(encoding="utf-8")
    by_groups = READER.read(text, "groups.bib")
    assert keys(by_groups) == {
        "Attention": "vaswani2017 devlin2019",
        "Attention / Read; twice": "vaswani2017",
        "Graphs": "kipf2017 velickovic2018",
        "Graphs / With attention": "velickovic2018",
        "Graphs / GNN": "hamilton2017",
        "Classics": "lecun2015 hochreiter1997 mcculloch1943",
        "Loose": "goodfellow2016",
        "groups": "mikolov2013 pennington2014 kingma2014 kingma2015 bare1999 IEEEexample:BSTcontrol again",
    }
    assert codes(by_groups) == [("jabref-group", 0), ("same-id-other-title", 17)]
    rest = by_groups.themes[-1].references
    assert [one.outcome for one in rest] == ["paper"] * 4 + ["no-link", "not-a-paper", "duplicate"]
    by_keywords = READER.themed("keywords").read(text, "groups.bib")
    assert keys(by_keywords) == {
        "NLP": "vaswani2017 devlin2019 kipf2017",
        "transformers": "vaswani2017",
        "language / models": "devlin2019",
        "graphs": "kipf2017 velickovic2018",
        "attention": "velickovic2018",
        "groups": "hamilton2017 lecun2015 hochreiter1997 mcculloch1943 goodfellow2016 kingma2014 kingma2015 bare1999 "
        "IEEEexample:BSTcontrol again",
        "word vectors": "mikolov2013 pennington2014",
    }
    (by_file,) = READER.themed("file").read(text, "groups.bib").themes
    assert (by_file.path, len(by_file.references)) == (("groups",), 16)
    assert [one.outcome for one in by_file.references].count("duplicate") == 1


def test_an_entry_of_two_themes_is_a_duplicate_in_neither() -> None:
    intake = read(ENTRIES.replace("{X}", "{X, Y}"))
    assert [(theme.path, one.key, one.outcome) for theme in intake.themes for one in theme.references] == [
        (("X",), "a", "paper"),
        (("Y",), "a", "paper"),
        (("my",), "b", "paper"),
    ]
    assert intake.problems == ()


def test_free_keywords_make_no_themes_by_themselves() -> None:
    text = "".join(f"@misc{{k{n}, title={{Title {n} of Many}}, keywords={{w{n}, w{n + 1}}}}}\n" for n in range(600))
    assert len(read(text).themes) == 1
    assert len(read(text, "keywords").themes) == 601


@pytest.mark.parametrize(
    ("line", "themes"),
    [
        ("% bertbib: themes = keywords", [("p",), ("q",)]),
        ('%% bertbib: themes="file"', [("my",)]),
        ("% bertbib: themes = nonsense", [("X",), ("my",)]),
        ("", [("X",), ("my",)]),
    ],
)
def test_a_file_may_say_what_its_themes_are(line: str, themes: list[tuple[str, ...]]) -> None:
    assert [theme.path for theme in read(f"{line}\n{ENTRIES}").themes] == themes


def test_groups_that_nothing_is_in_leave_the_file_as_it_is() -> None:
    text = ENTRIES.replace(", groups={X}", "") + tree("1 StaticGroup:Empty\\;0\\;1\\;\\;\\;\\;")
    assert members(read(text)) == {("my",): ["a", "b"]}
    assert members(read(text, "groups")) == {("my",): ["a", "b"]}


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("KeywordGroup:G\\;0\\;keywords\\;p\\;0\\;0\\;1\\;", ["a", "b"]),
        ("KeywordGroup:G\\;0\\;keywords\\;p\\;1\\;0\\;1\\;", ["a"]),
        ("KeywordGroup:G\\;0\\;title\\;trees\\;0\\;0\\;1\\;", ["a"]),
        ("KeywordGroup:G\\;0\\;title\\;tree\\;0\\;0\\;1\\;", []),
        ("KeywordGroup:G\\;0\\;title\\;^Walk|Trees$\\;0\\;1\\;1\\;", ["a", "b"]),
        ("KeywordGroup:G\\;0\\;title\\;(a+)+$\\;0\\;1\\;1\\;", []),
        ("KeywordGroup:G\\;0\\;keywords\\;\\;0\\;0\\;1\\;", []),
        ("ExplicitGroup:G\\;0\\;b\\;nobody\\;", ["b"]),
        ("SearchGroup:G\\;0\\;title=trees\\;0\\;1\\;", []),
        ("AutomaticKeywordGroup:G\\;0\\;keywords\\;,\\;>\\;1\\;", []),
        ("StaticGroup:x\\;0\\;1\\;\\;\\;\\;", ["a"]),
        ("StaticGroup:", []),
        ("Nonsense", []),
    ],
)
def test_groups_of_every_kind(group: str, found: list[str]) -> None:
    intake = read(ENTRIES.replace("groups={X}", "groups={x}") + tree(f"1 {group}"), "groups")
    assert members(intake).get(("x",) if "Group:x" in group else ("G",), []) == found
    told = [problem.message for problem in intake.problems]
    assert bool(told) == group.startswith(("SearchGroup", "Automatic")) or "(a+)" in group


def test_depths_nest_and_names_are_unescaped() -> None:
    groups = parse_groups(
        [
            "other",
            "jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 StaticGroup:A\\\\\\;B\\;0\\;;\n3 StaticGroup:Deep\\;0\\;;\n"
            '2 StaticGroup:{\\\\"U}ber\\;0\\;;\n1 StaticGroup:Next\\;0\\;;\n',
        ]
    )
    assert groups is not None
    assert groups.paths() == [("A;B",), ("A;B", "Deep"), ("A;B", "Über"), ("Next",)]
    assert parse_groups(["jabref-meta: databaseType:bibtex;"]) is None


def test_a_tree_that_is_wrapped_anywhere_is_read() -> None:
    wrapped = (
        "@comment{jabref-meta: groupstree:\n0 AllEntriesGroup:;\n1 Explici\ntGroup:Lon\ng Name\\;0\\;a\\\n;b\\;;\n}\n"
    )
    assert members(read(ENTRIES + wrapped)) == {("Long Name",): ["a", "b"], ("X",): ["a"]}


def test_broken_trees_cost_no_entry() -> None:
    for broken in (
        tree("9999999999 StaticGroup:A\\;0\\;"),
        tree("\\\\\\"),
        tree(";;;"),
        tree("1 StaticGroup:\\\\\\;;"),
    ):
        intake = read(ENTRIES + broken)
        assert {one.key for theme in intake.themes for one in theme.references} == {"a", "b"}


def test_values_of_fields_that_list() -> None:
    assert split_values("a, b;c ,, a\n d") == ["a", "b", "c", "a d"]
    assert split_values("a\\, b") == ["a, b"]
    assert split_values("") == []
