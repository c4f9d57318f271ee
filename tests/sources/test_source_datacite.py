"""The DataCite source: arXiv's own DOIs, software and data, by their DOI."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings

from bertbib.model import Date, Identifier, Name, Reading, Record, SourceError
from bertbib.sources.datacite import SOURCE
from sources.answering import ANUBIS, PLAIN_PAGE, answer, stored
from sources.mutants import mutated

ARXIV = Identifier("doi", "10.48550/arXiv.1901.11504")
ZENODO = Identifier("doi", "10.5281/zenodo.1234567")
BODY: dict[str, Any] = json.loads(stored("datacite/10.48550_arxiv.1901.11504.json"))


def read(asked: Identifier, body: object, status: int = 200) -> Reading:
    (request,) = SOURCE.requests([asked])
    return SOURCE.read(answer(request, body, status))


def other(**facts: object) -> Record:
    """A record of another DOI with these attributes."""
    attributes = {
        "titles": [{"title": "A title"}],
        "creators": [{"name": "Lovelace, Ada"}],
        "publicationYear": 2021,
        **facts,
    }
    return read(ZENODO, {"data": {"id": ZENODO.value, "attributes": attributes}}).records[ZENODO]


def test_requests() -> None:
    (request,) = SOURCE.requests(
        [ARXIV, Identifier("doi", "10.48550/ARXIV.1901.11504"), Identifier("arxiv", "1901.11504")]
    )
    assert request.url == "https://api.datacite.org/dois/10.48550/arXiv.1901.11504"


def test_an_arxiv_paper_looks_as_arxiv_itself_would_give_it() -> None:
    record = read(ARXIV, BODY).records[ARXIV]
    item = record.item
    assert (record.status, item.type, item.publisher, item.number) == (
        "preprint",
        "article",
        "arXiv",
        "arXiv:1901.11504",
    )
    assert item.title == "Multi-Task Deep Neural Networks for Natural Language Understanding"
    assert item.issued == Date(2019, 1, 31), "the first version's day"
    assert item.URL == "https://arxiv.org/abs/1901.11504"
    assert item.author == (
        Name(family="Liu", given="Xiaodong"),
        Name(family="He", given="Pengcheng"),
        Name(family="Chen", given="Weizhu"),
        Name(family="Gao", given="Jianfeng"),
    )
    assert record.ids == (ARXIV, Identifier("arxiv", "1901.11504"), Identifier("doi", "10.18653/v1/P19-1441"))


@pytest.mark.parametrize(
    ("general", "csl", "status"),
    [
        ("Preprint", "article", "preprint"),
        ("ConferencePaper", "paper-conference", "published"),
        ("JournalArticle", "article-journal", "published"),
        ("Software", "software", "other"),
        ("Dataset", "dataset", "other"),
        ("Dissertation", "thesis", "other"),
        ("Text", "document", "other"),
        (None, "document", "other"),
    ],
)
def test_types(general: str | None, csl: str, status: str) -> None:
    record = other(types={"resourceTypeGeneral": general})
    assert (record.item.type, record.status) == (csl, status)


def test_facts_of_an_article() -> None:
    container = {"title": "A Journal", "volume": "7", "issue": 2, "firstPage": "1", "lastPage": "9"}
    titles = [
        {"title": "Ein Titel", "titleType": "TranslatedTitle"},
        {"title": "A Title"},
        {"title": "Its Rest", "titleType": "Subtitle"},
    ]
    creators = [
        {"name": "The Consortium", "nameType": "Organizational"},
        {"name": "Oord, Aaron", "familyName": "van den Oord", "givenName": "Aaron"},
        {},
    ]
    item = other(
        types={"resourceTypeGeneral": "JournalArticle"},
        container=container,
        publisher={"name": "A House"},
        titles=titles,
        dates=[{"date": "2021-03", "dateType": "Issued"}],
        creators=creators,
    ).item
    assert (item.title, item.container_title) == ("A Title: Its Rest", "A Journal")
    assert (item.volume, item.issue, item.page) == ("7", "2", "1-9")
    assert (item.publisher, item.issued) == ("A House", Date(2021, 3))
    assert item.author == (
        Name(literal="The Consortium"),
        Name(family="Oord", given="Aaron", non_dropping_particle="van den"),
    )
    assert ZENODO.value == item.DOI


def test_a_version_of_software_is_not_its_other_versions() -> None:
    related = [{"relationType": "IsVersionOf", "relatedIdentifier": "10.5281/zenodo.1", "relatedIdentifierType": "DOI"}]
    assert other(types={"resourceTypeGeneral": "Software"}, relatedIdentifiers=related).ids == (ZENODO,)


def test_404_is_absent() -> None:
    assert read(ZENODO, {"errors": [{"status": "404", "title": "The resource is not here."}]}, 404).absent == {ZENODO}


@pytest.mark.parametrize(
    ("body", "status", "failure"),
    [
        (PLAIN_PAGE, 404, "malformed"),
        (PLAIN_PAGE, 200, "malformed"),
        (ANUBIS, 200, "blocked"),
        (ANUBIS, 404, "blocked"),
        (b"", 403, "blocked"),
        (b"", 200, "malformed"),
        ({"data": []}, 200, "malformed"),
        ({"data": {**BODY["data"], "id": "10.48550/arxiv.1901.11505"}}, 200, "malformed"),
        ({"data": {"id": "10.48550/arxiv.1901.11504", "attributes": {"titles": []}}}, 200, "malformed"),
        (b"", 400, "malformed"),
    ],
)
def test_broken_answers(body: object, status: int, failure: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(ARXIV, body, status)
    assert caught.value.failure == failure


@settings(deadline=None)
@given(mutated(copy.deepcopy(BODY)))
def test_mutated_records(body: object) -> None:
    try:
        reading = read(ARXIV, json.dumps(body))
    except SourceError:
        return
    (record,) = reading.records.values()
    assert record.id == ARXIV
    assert record.status == "preprint"
    assert record.item.title
    assert all(name.family or name.literal for name in record.item.author)
