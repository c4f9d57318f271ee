"""Zotero's fields, creators and tags as CSL's variables, and what is no work."""

from __future__ import annotations

from typing import Any

import pytest

from bertbib.model import Where
from bertbib.readers.csl_references import reference_of
from bertbib.readers.zotero_items import aside, csl_of


@pytest.mark.parametrize(
    ("item", "csl"),
    [
        ({"itemType": "thesis", "university": "ETH", "thesisType": "PhD thesis"}, {"type": "thesis", "publisher": "ETH", "genre": "PhD thesis"}),
        ({"itemType": "case", "caseName": "A v. B", "dateDecided": "1999"}, {"type": "legal_case", "title": "A v. B", "issued": "1999"}),
        ({"itemType": "statute", "nameOfAct": "The Act"}, {"type": "legislation", "title": "The Act"}),
        ({"itemType": "blogPost", "blogTitle": "A Blog"}, {"type": "post-weblog", "container-title": "A Blog"}),
        ({"itemType": "computerProgram", "company": "C", "title": " T "}, {"type": "software", "publisher": "C", "title": "T"}),
        ({"itemType": "bookSection", "bookTitle": "B", "series": "S", "seriesNumber": 4}, {"type": "chapter", "container-title": "B", "collection-title": "S", "collection-number": "4"}),
        ({"itemType": "of the future", "title": "T"}, {"type": "document", "title": "T"}),
        ({"title": ["T"], "date": None, "volume": True}, {"type": "document"}),
    ],
)  # fmt: skip
def test_fields(item: dict[str, Any], csl: dict[str, str]) -> None:
    assert csl_of(item) == csl


@pytest.mark.parametrize(
    ("creator", "role", "name"),
    [
        ({"creatorType": "author", "firstName": "A", "lastName": "B"}, "author", {"family": "B", "given": "A"}),
        ({"creatorType": "author", "name": "OpenAI"}, "author", {"literal": "OpenAI"}),
        ({"creatorType": "author", "lastName": "OpenAI", "fieldMode": 1}, "author", {"literal": "OpenAI"}),
        ({"creatorType": "author", "lastName": "OpenAI", "firstName": ""}, "author", {"literal": "OpenAI"}),
        ({"lastName": "van der Berg", "firstName": "Jan"}, "author", {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}),
        ({"lastName": "\"van der Berg\"", "firstName": "Jan"}, "author", {"family": "van der Berg", "given": "Jan"}),
        ({"lastName": "bell hooks", "firstName": "x"}, "author", {"family": "hooks", "given": "x", "non-dropping-particle": "bell"}),
        ({"lastName": "King", "firstName": "Martin Luther, Jr."}, "author", {"family": "King", "given": "Martin Luther", "suffix": "Jr."}),
        ({"creatorType": "programmer", "lastName": "B", "firstName": "A"}, "author", {"family": "B", "given": "A"}),
        ({"creatorType": "seriesEditor", "lastName": "B", "firstName": "A"}, "collection-editor", {"family": "B", "given": "A"}),
        ({"creatorType": "editor", "lastName": "B", "firstName": "A"}, "editor", {"family": "B", "given": "A"}),
    ],
)  # fmt: skip
def test_creators(creator: dict[str, Any], role: str, name: dict[str, str]) -> None:
    assert csl_of({"itemType": "book", "creators": [creator, {}, "x", {"lastName": 5}]})[role] == [name]


def test_a_director_beside_an_author_is_no_author() -> None:
    item = {"creators": [{"creatorType": "author", "name": "A"}, {"creatorType": "director", "name": "B"}]}
    data = csl_of(item)
    assert (data["author"], data["director"]) == ([{"literal": "A"}], [{"literal": "B"}])
    stated = reference_of(data | {"title": "T"}, Where("x"))[0].stated
    assert stated is not None
    assert ("director", "{B}") in stated.extra or ("director", "B") in stated.extra


def test_the_key_of_the_user() -> None:
    def key(**item: Any) -> str | None:
        return reference_of(csl_of({"itemType": "book", "title": "T", "key": "ABCD2345", **item}), Where("x"))[0].key

    assert key() is None
    assert key(citationKey="native", extra="Citation Key: noted") == "native"
    assert key(citekey="old") == "old"
    assert key(citationKey="", extra="Citation Key: noted") == "noted"
    assert key(extra=["x", "bibtex: noted"]) == "noted"


def test_extra_fills_gaps_and_decides_type_and_date() -> None:
    extra = "type: dataset\nissued: 2020-02\nVolume: 3\nPublisher: Other\nDOI: 10.1000/x\nEdition: 2\nfree words"
    data = csl_of({"itemType": "document", "title": "T", "date": "2019", "publisher": "P", "extra": extra})
    reference, problems = reference_of(data, Where("x"))
    item = reference.stated
    assert item is not None
    assert (item.type, item.volume, item.publisher, item.DOI) == ("dataset", "3", "P", "10.1000/x")
    assert (reference.year, item.issued and item.issued.month, problems) == (2020, 2, [])
    assert dict(item.extra) == {"note": "free words publisher: Other", "edition": "2"}


@pytest.mark.parametrize(
    ("item", "title", "url"),
    [
        ({"itemType": "attachment", "title": "A PDF", "url": "https://a.example/x"}, "A PDF", "https://a.example/x"),
        ({"itemType": "attachment", "path": "/home/x.pdf"}, "/home/x.pdf", None),
        ({"itemType": "attachment", "url": "file:///x"}, "file:///x", None),
        ({"itemType": "note", "note": "<div><p>First &amp; <i>last</i></p><p>b</p></div>"}, "First & last", None),
        ({"itemType": "note", "note": "a\nb"}, "a", None),
        ({"itemType": "note", "note": "<" * 10_000}, "", None),
        ({"itemType": "note", "note": "word " * 1000}, "word " * 23 + "word …", None),
        ({"itemType": "note"}, "", None),
    ],
)
def test_what_is_no_work(item: dict[str, Any], title: str, url: str | None) -> None:
    unit = aside(item, Where("x", 3))
    assert (unit.outcome, unit.url, unit.where.line) == ("not-a-paper", url, 3)
    assert unit.title == title or (not title and set(unit.title) <= {"<", " ", "…"})


def test_nothing_that_extra_says_is_lost() -> None:
    extra = (
        "ISBN: 9780262035613\ntex.ids: old1, old2\nPMCID: PMC17\nAuthor: B || A\nEditor: C || D\nOriginal Date: 1912"
    )
    data = csl_of({"itemType": "book", "title": "T", "creators": [{"name": "X"}], "extra": extra})
    reference, _problems = reference_of(data, Where("x"))
    assert reference.stated is not None
    assert [str(one) for one in reference.ids] == ["isbn:9780262035613"]
    assert (reference.stated.ISBN, [str(one) for one in reference.stated.editor]) == ("9780262035613", ["D C"])
    assert dict(reference.stated.extra) == {
        "note": "Original Date: 1912 author: B || A",
        "ids": "old1,old2",
        "pmcid": "PMC17",
    }
