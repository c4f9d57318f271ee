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


def other(asked: Identifier = ZENODO, **facts: object) -> Record:
    """A record of another DOI with these attributes."""
    attributes = {
        "titles": [{"title": "A title"}],
        "creators": [{"name": "Lovelace, Ada"}],
        "publicationYear": 2021,
        **facts,
    }
    return read(asked, {"data": {"id": asked.value, "attributes": attributes}}).records[asked]


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


JOURNAL: dict[str, object] = {"title": "Dagstuhl Reports", "volume": "7", "firstPage": "1", "lastPage": "9"}
OF_A_VENUE: dict[str, object] = {"container": JOURNAL, "publisher": "Schloss Dagstuhl \u2013 Leibniz-Zentrum"}
DAGSTUHL = Identifier("doi", "10.4230/LIPIcs.ICALP.2021.7")


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
def test_types_in_a_venue_of_a_publisher(general: str | None, csl: str, status: str) -> None:
    record = other(DAGSTUHL, types={"resourceTypeGeneral": general}, **OF_A_VENUE)
    assert (record.item.type, record.status) == (csl, status)


@pytest.mark.parametrize(
    ("general", "csl", "status"),
    [
        ("Preprint", "article", "preprint"),
        ("ConferencePaper", "article", "preprint"),
        ("JournalArticle", "article", "preprint"),
        ("Text", "document", "preprint"),
        ("Software", "software", "other"),
        ("Dataset", "dataset", "other"),
        ("Report", "report", "other"),
    ],
)
def test_types_of_what_anybody_deposits(general: str, csl: str, status: str) -> None:
    for container in (None, {"title": "Zenodo"}):
        record = other(types={"resourceTypeGeneral": general}, publisher="Zenodo", container=container)
        assert (record.item.type, record.status) == (csl, status)


class TestSelfDeposits:
    @pytest.mark.parametrize("general", ["JournalArticle", "ConferencePaper"])
    @pytest.mark.parametrize(
        "publisher",
        ["Zenodo", {"name": "Zenodo"}, "figshare", "OSF", "HAL", "HAL Open Science", "ResearchGate", "PsyArXiv",
         "Apollo - University of Cambridge Repository", "ETH Zurich", "Universität Trier", "TU Delft",
         "Karlsruher Institut für Technologie (KIT)", "Universidad de Chile", "University of Southampton Library",
         "Humboldt-Universität zu Berlin", "Harvard Dataverse", "", None, ":unav", "(:unkn) unknown", 7.5],
    )  # fmt: skip
    def test_no_repository_publishes(self, general: str, publisher: object) -> None:
        container = {"title": "Nature", "volume": "1", "issue": "2", "firstPage": "3", "lastPage": "4"}
        record = other(DAGSTUHL, types={"resourceTypeGeneral": general}, container=container, publisher=publisher)
        item = record.item
        assert (record.status, item.type) == ("preprint", "article")
        assert (item.container_title, item.volume, item.issue, item.page) == ("", "", "", ""), "it must not be cited"
        assert dict(record.hints) == {"container_title": "Nature"}

    @pytest.mark.parametrize("venue", [None, {}, [], {"title": ""}, {"title": "arXiv"}, {"title": "Zenodo"}, "Nature"])
    def test_no_publication_without_a_venue(self, venue: object) -> None:
        facts = {"types": {"resourceTypeGeneral": "JournalArticle"}, "container": venue, "publisher": "A House"}
        assert other(DAGSTUHL, **facts).status == "preprint"

    @pytest.mark.parametrize("value", ["10.5281/zenodo.1234567", "10.6084/M9.FIGSHARE.123", "10.17605/OSF.IO/AB3CD"])
    def test_a_repositorys_doi_under_another_publisher(self, value: str) -> None:
        facts = {"types": {"resourceTypeGeneral": "JournalArticle"}, **OF_A_VENUE}
        assert other(Identifier("doi", value), **facts).status == "preprint"

    @pytest.mark.parametrize(
        "publisher",
        ["Cambridge University Press", "Universitätsverlag Göttingen", "Heidelberg University Publishing",
         "Gesellschaft für Informatik, Bonn", "Schloss Dagstuhl \u2013 Leibniz-Zentrum für Informatik"],
    )  # fmt: skip
    def test_publishers_publish(self, publisher: str) -> None:
        record = other(
            DAGSTUHL, types={"resourceTypeGeneral": "JournalArticle"}, container=JOURNAL, publisher=publisher
        )
        assert (record.status, record.item.container_title) == ("published", "Dagstuhl Reports")


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
        DAGSTUHL,
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
    assert DAGSTUHL.value == item.DOI


def test_a_version_of_software_is_not_its_other_versions() -> None:
    related = [{"relationType": "IsVersionOf", "relatedIdentifier": "10.5281/zenodo.1", "relatedIdentifierType": "DOI"}]
    assert other(types={"resourceTypeGeneral": "Software"}, relatedIdentifiers=related).ids == (ZENODO,)


def test_a_claimed_publication_lends_an_arxiv_paper_nothing() -> None:
    body = copy.deepcopy(BODY)
    body["data"]["attributes"].update(types={"resourceTypeGeneral": "JournalArticle"}, **OF_A_VENUE)
    record = read(ARXIV, body).records[ARXIV]
    assert Identifier("doi", "10.18653/v1/P19-1441") in record.ids, "a claim for others to check"
    assert (record.id, record.status, record.item.DOI) == (ARXIV, "preprint", ARXIV.value)
    assert (record.item.container_title, record.item.publisher) == ("", "arXiv")


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
