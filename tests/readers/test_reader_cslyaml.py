"""CSL-YAML: what pandoc and Better BibTeX write, broken entries, aliases, and YAML that is something else."""

from __future__ import annotations

import pytest

from bertbib.model import Date, InputError, Intake, Name, Reference
from bertbib.readers.cslyaml import READER
from reading import DATA, codes, keys


def read(text: str) -> Intake:
    return READER.read(text, "my.yaml")


def references(text: str) -> list[Reference]:
    return [one for theme in read(text).themes for one in theme.references]


def test_an_export_with_a_broken_entry() -> None:
    intake = read((DATA / "exports" / "better.yaml").read_text())
    assert keys(intake) == {"my": "liu2019mtdnn arase2019transfer goodfellow2016 again2017"}
    assert codes(intake) == [("yaml-broken-entry", 40)]
    paper, preprint, book, again = intake.themes[0].references
    assert [one.where.line for one in (paper, preprint, book, again)] == [3, 22, 31, 43]
    assert [one.year for one in (paper, preprint, book, again)] == [2019, 2019, 2016, None]
    assert paper.stated is not None
    assert again.stated is not None
    assert paper.stated.issued == Date(2019, 7)
    assert paper.stated.container_title.endswith("Meeting of the Association for Computational Linguistics")
    assert " ".join(map(str, paper.ids)) == "doi:10.18653/v1/P19-1441 acl:P19-1441 arxiv:1901.11504"
    assert paper.labels == ("to read", "multi-task")
    assert (again.title, again.stated.author) == ("No", (Name("Goodfellow", "Ian"),))


@pytest.mark.parametrize(
    "text",
    [
        "references:\n- id: a\n  title: A Title\n",
        "references:\n  - id: a\n    title: A Title\n",
        "---\nreferences:\n\n# a remark\n- id: a\n  title: A Title\n...\n",
        "---\ntitle: My Paper\nnocite: '@*'\nreferences:\n- id: a\n  title: A Title\n---\n",
        "- id: a\n  title: A Title\n",
        "---\n- id: a\n  title: A Title\n",
        "references: [{id: a, title: A Title}]\n",
        "\ufeffreferences:\r\n- id: a\r\n  title: A Title\r\nother: [x]\r\n",
        "'references':\n-\n  id: a\n  title: >\n    A\n    Title\n",
    ],
)
def test_forms(text: str) -> None:
    assert READER.sniff(text)
    assert [(one.key, one.title) for one in references(text)] == [("a", "A Title")]


def test_values_are_texts() -> None:
    (one,) = references(
        "- id: a\n  title: Yes\n  volume: 0o7\n  issue: 05\n  issued: 2019-07-28\n  page: null\n  DOI: ~\n"
    )
    assert one.stated
    assert (one.title, one.stated.volume, one.stated.issue, one.stated.page, one.ids) == ("Yes", "0o7", "05", "", ())
    assert one.stated.issued == Date(2019, 7, 28)
    assert references("- id: a\n  title: null\n  type: !!python/object/apply:os.system [x]\n")[0].title == "null"


@pytest.mark.parametrize(
    "bomb",
    [
        "- id: b\n  title: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"  k{n}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n" for n, (a, b) in enumerate(zip("abcdefgh", "bcdefghi", strict=True)))
        + "  keyword: *i\n",
        "- id: b\n  title: " + "[" * 5000 + "\n",
        "- id: b\n  author: " + "[" * 100 + "]" * 100 + "\n",
        "- id: b\n  title: &a\n    x: *a\n",
        "- id: b\n  ? [a, b]\n  : c\n",
        "- id: b\n\ttitle: x\n",
        "- id: b\n  title: *nobody\n",
        "- id: b\n  title: \x01\n",
        "- {id: b\n",
        "- 'id\n",
    ],
    ids=range(10),
)  # fmt: skip
def test_a_broken_or_exploding_entry_costs_itself_only(bomb: str) -> None:
    text = "- id: a\n  title: A\n" + bomb + "- id: c\n  title: C\n"
    intake = read(text)
    assert [one.key for one in intake.themes[0].references if one.key != "b"] == ["a", "c"]
    assert intake.themes[0].references[-1].where.line == 3 + bomb.count("\n")
    assert "b" in keys(intake)["my"].split() or codes(intake) == [("yaml-broken-entry", 3)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("a: 1\n", "no list of references"),
        ("harry:\n  title: Harry\n  type: Book\n", "Hayagriva"),
        ("references:\nother: 1\n", "no list of references"),
        ("references: 5\n", "no list of references"),
        ("references: [\n", "broken"),
        ("- [\n", "broken"),
        ("- a\n- b\n", "no item of CSL-YAML"),
        ("<html></html>", "web page"),
    ],
)
def test_yaml_that_is_something_else(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read(text)
    assert "references:" in caught.value.hint


def test_sniffing() -> None:
    for text in (
        "# T\n\n- title: x\n",
        "references:\nwords\n",
        "---\nreferences:\n- id: a\n---\n\n# A Paper\n",
        "- id of a thing\n",
        "",
    ):
        assert not READER.sniff(text)
