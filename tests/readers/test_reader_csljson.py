"""CSL-JSON: what Zotero, pandoc and bertbib write, and JSON that is something else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bertbib.model import InputError, Intake, Item, Name, Reference
from bertbib.model.protocols import ThemingReader
from bertbib.readers.csljson import READER, works
from first_list import REPOSITORY
from reading import DATA, codes, keys, rows


def read(*items: Any) -> Intake:
    return READER.read(json.dumps(list(items)), "my.json")


def only(**item: Any) -> Reference:
    ((reference,),) = (theme.references for theme in read({"id": "k", "type": "article", "title": "T", **item}).themes)
    return reference


def test_it_is_a_reader_with_a_choice_of_themes() -> None:
    reader: ThemingReader = READER
    assert ".json" in reader.suffixes


def test_an_export_with_categories_and_collections() -> None:
    text = (DATA / "library.json").read_text(encoding="utf-8")
    intake = READER.read(text, "library.json")
    assert rows(intake) == {
        "Attention": [
            (2, "paper", "Attention Is All You Need", "arxiv:1706.03762", None, 2017),
            (3, "paper", "BERT: Pre-training of Deep Bidirectional Transformers", "doi:10.48550/arXiv.1810.04805 arxiv:1810.04805", None, 2018),
        ],
        "Read": [(2, "paper", "Attention Is All You Need", "arxiv:1706.03762", None, 2017)],
        "library": [
            (4, "paper", "Deep contextualized word representations", "acl:N18-1202", None, 2018),
            (5, "paper", "Multi-Task Deep Neural Networks for Natural Language Understanding", "doi:10.18653/v1/P19-1441", None, None),
            (8, "paper", "Deep learning", "doi:10.1038/nature14539", None, 2015),
            (9, "paper", "Long Short-Term Memory", "doi:10.1162/neco.1997.9.8.1735 pmid:9377276", None, 1997),
            (10, "paper", "A Logical Calculus of the Ideas Immanent in Nervous Activity", "doi:10.1007/BF02478259", None, 1943),
            (11, "paper", "Deep Learning", "isbn:9780262035613", None, None),
            (12, "paper", "Auto-Encoding Variational Bayes", "arxiv:1312.6114", None, None),
            (13, "no-link", "A Work with Odd Values", "", None, 2016),
            (14, "no-link", "A Page on the Web", "", None, None),
            (15, "paper", "How Powerful are Graph Neural Networks?", "arxiv:1810.00826", None, None),
            (16, "could-not-tell", "", "", None, None),
            (17, "no-link", "The Same Key Once More", "", None, None),
        ],
        "Graphs / Convolutions": [(6, "paper", "Semi-Supervised Classification with Graph Convolutional Networks", "arxiv:1609.02907", None, None)],
        "Graphs": [(7, "paper", "Graph Attention Networks", "arxiv:1710.10903", None, None)],
    }  # fmt: skip
    assert codes(intake) == [("csl-odd-value", 13), ("csl-no-item", 18)]
    assert keys(intake)["library"] == (
        "peters2018 liu2019 lecun2015 hochreiter1997 mcculloch1943 goodfellow2016 kingma2014 odd2016 None xu2019 nothing "
        "vaswani2017"
    )
    assert [theme.path for theme in READER.themed("file").read(text, "library.json").themes] == [("library",)]


def test_facts_are_stated_and_what_has_no_variable_stays() -> None:
    stated = only(
        author=[{"family": "Le", "given": "Quoc"}, {"literal": "A Group"}],
        volume=7,
        note="50% of it & more",
        keyword="a, b",
        abstract="Words",
    ).stated
    assert stated is not None
    assert stated.author == (Name("Le", "Quoc"), Name(literal="A Group"))
    assert stated.volume == "7"
    assert dict(stated.extra) == {"abstract": "Words", "note": "50\\% of it \\& more", "keywords": "a, b"}


@pytest.mark.parametrize(
    ("issued", "year"),
    [
        ({"date-parts": [[2019, 7, 28]]}, 2019),
        ({"date-parts": [["2019", "7"]]}, 2019),
        ({"date-parts": [[2019, 22]]}, 2019),
        ({"date-parts": [[2019, None]]}, 2019),
        ({"raw": "2019-07-28"}, 2019),
        ({"literal": "Summer 2019"}, 2019),
        ("2019-07", 2019),
        (2019, 2019),
        ({"date-parts": [[2019, 1], [2020, 2]]}, 2019),
        ({"date-parts": [[]]}, None),
        ({"season": "1"}, None),
        ("n.d.", None),
        ([], None),
        (None, None),
    ],
)
def test_dates_as_they_come(issued: Any, year: int | None) -> None:
    assert only(issued=issued).year == year


@pytest.mark.parametrize(
    ("item", "key"),
    [
        ({"id": "liu2019"}, "liu2019"),
        ({"id": "x", "citation-key": "liu2019"}, "liu2019"),
        ({"id": "x", "citationKey": "liu2019"}, "liu2019"),
        ({"id": "x", "note": "Citation Key: liu2019\nmore"}, "liu2019"),
        ({"id": "DBLP:conf/acl/LiuHCG19"}, "DBLP:conf/acl/LiuHCG19"),
        ({"id": "http://zotero.org/users/1/items/ABCD2345"}, None),
        ({"id": "1234567/ABCD2345"}, None),
        ({"id": 17}, None),
        ({"id": True}, None),
        ({"id": ["x"]}, None),
    ],
)
def test_keys(item: dict[str, Any], key: str | None) -> None:
    assert only(**item).key == key


def test_odd_values_cost_themselves_only() -> None:
    intake = read(
        {"id": "a", "title": "A Title", "type": 3, "author": [5], "DOI": "10.1000/a", "issued": {"date-parts": "x"}},
        {"id": "b", "title": ["A", "List"], "type": "article", "DOI": {"x": 1}},
        {"id": "c", "title": "C Title", "custom": {"bertbib": {"ids": ["x", 5], "links": [{}], "extra": {"a": 1}}}},
    )
    first, second, third = intake.themes[0].references
    assert (first.title, [str(one) for one in first.ids]) == ("A Title", ["doi:10.1000/a"])
    assert (second.title, second.outcome) == ("", "could-not-tell")
    assert (third.title, third.ids) == ("C Title", ())
    assert {code for code, _line in codes(intake)} == {"csl-odd-value"}


def test_bertbib_s_own_lock_is_a_list_too() -> None:
    text = (REPOSITORY / "refs" / "bertbib.lock.json").read_text(encoding="utf-8")
    (theme,) = READER.read(text, "refs/bertbib.lock.json").themes
    assert len(theme.references) == 33
    smart = next(one for one in theme.references if one.key == "jiang2020smart")
    assert [str(one) for one in smart.ids] == [
        "arxiv:1911.03437",
        "acl:2020.acl-main.197",
        "doi:10.18653/v1/2020.acl-main.197",
    ]
    assert isinstance(smart.stated, Item)
    assert text.splitlines()[smart.where.line].strip() == '"id": "jiang2020smart",'


def test_items_in_an_object() -> None:
    document = {"name": "x", "items": [{"id": "a", "title": "A Title", "type": "article"}]}
    intake = READER.read(json.dumps(document, indent=1), "my.json")
    assert [(one.title, one.where.line) for one in intake.themes[0].references] == [("A Title", 4)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("[", r"bad\.json:1: this is not valid JSON"),
        ('[\n{"id": "a",}]', r"bad\.json:2: this is not valid JSON"),
        ("[]", "no item"),
        ("{}", "not CSL-JSON"),
        ("null", "not CSL-JSON"),
        ('"x"', "not CSL-JSON"),
        ("[1, 2]", "not CSL-JSON"),
        ('[{"name": "x"}, {"name": "y"}]', "not CSL-JSON"),
        ('{"config": {}, "items": [{"itemType": "book", "title": "x"}]}', "Better BibTeX's own JSON"),
        ('{"collections": {}, "items": []}', "Better BibTeX's own JSON"),
        ('[{"itemType": "book", "title": "x", "id": "y"}]', "Zotero's own JSON"),
        ('[{"key": "A", "data": {"itemType": "book"}}]', "Zotero's own JSON"),
        ('{"cells": [], "nbformat": 4}', "a notebook"),
        ("[" * 100_000, "nested too deeply"),
        ("[" + "9" * 10_000 + "]", "too many digits"),
    ],
)
def test_json_that_is_something_else_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        READER.read(text, "bad.json")
    assert "CSL JSON" in caught.value.hint


def test_works_by_key_for_those_who_cite() -> None:
    found, problems = works('[{"id": "a", "title": "A Title", "type": "book"}, 3, {"id": "b", "title": "B"}]', "x.json")
    assert ([listed for listed, _make in found], problems) == ([["a"], ["b"]], [])
    assert found[0][1]().title == "A Title"
    assert [problem.code for problem in works("{", "x.json")[1]] == ["bibliography-unread"]


def test_sniffing() -> None:
    for text in ('[{"id": "a"}]', '\ufeff\n [\n  {\n"id"', '{"items": []}', "[]"):
        assert READER.sniff(text)
    for text in ("[A title](https://a.example)", "[[https://a.example][b]]", "{x}", "1901.11504"):
        assert not READER.sniff(text)
