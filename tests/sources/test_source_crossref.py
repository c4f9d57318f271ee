"""The Crossref source: singly or in lists, and no DOI absent on the word of a search."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Date, Identifier, Item, Name, Reading, Request, SourceError
from bertbib.sources.crossref import SOURCE
from sources.answering import ANUBIS, PLAIN_PAGE, answer, stored
from sources.mutants import mutated

ASKED = Identifier("doi", "10.18653/v1/P19-1441")
WORK: dict[str, Any] = json.loads(stored("crossref/10.18653_v1_p19-1441.json"))
CHAPTER: dict[str, Any] = json.loads(stored("crossref/10.1007_978-3-030-58452-8_13.json"))


def dois(count: int) -> list[Identifier]:
    return [Identifier("doi", f"10.1000/paper.{number}") for number in range(count)]


def single(asked: Identifier = ASKED) -> Request:
    (request,) = SOURCE.requests([asked])
    return request


def read(request: Request, body: object, status: int = 200, form: str = "") -> Reading:
    return SOURCE.read(answer(request, body, status, form))


def item(**facts: object) -> Item:
    """The item of the conference paper with these fields of its message changed."""
    body = copy.deepcopy(WORK)
    for field, value in facts.items():
        body["message"][field.replace("_", "-")] = value
    return read(single(), body).records[ASKED].item


def works(*found: str) -> dict[str, object]:
    items = [{"DOI": doi.upper(), "type": "journal-article", "title": [f"On {doi}"]} for doi in found]
    return {"status": "ok", "message-type": "work-list", "message": {"total-results": len(items), "items": items}}


class TestRequests:
    def test_a_few_are_asked_singly(self) -> None:
        requests = SOURCE.requests(dois(3))
        assert [request.url for request in requests] == [
            f"https://api.crossref.org/works/10.1000/paper.{n}" for n in range(3)
        ]

    def test_the_doi_is_escaped_but_for_its_slashes(self) -> None:
        odd = Identifier("doi", "10.1002/(SICI)1097-4571<1:AID/ASI1>3.0.CO;2-#?%")
        assert (
            single(odd).url
            == "https://api.crossref.org/works/10.1002/%28SICI%291097-4571%3C1%3AAID/ASI1%3E3.0.CO%3B2-%23%3F%25"
        )

    def test_many_are_asked_in_lists_of_fifty(self) -> None:
        first, second = SOURCE.requests(dois(60))
        assert (first.url, len(first.ids), len(second.ids)) == ("https://api.crossref.org/works", 50, 10)
        assert dict(first.params)["rows"] == "50"
        assert dict(first.params)["filter"].startswith("doi:10.1000/paper.0,doi:10.1000/paper.1,")

    def test_a_comma_would_break_the_filter(self) -> None:
        comma = Identifier("doi", "10.1000/a,b")
        requests = SOURCE.requests([*dois(5), comma])
        assert [request.ids for request in requests] == [tuple(dois(5)), (comma,)]

    def test_arxivs_dois_are_datacites(self) -> None:
        assert not SOURCE.accepts(Identifier("doi", "10.48550/arXiv.1901.11504"))
        assert not SOURCE.accepts(Identifier("doi", "10.48550/ARXIV.1901.11504"))
        assert not SOURCE.accepts(Identifier("arxiv", "1901.11504"))
        assert not SOURCE.accepts(Identifier("doi", "not a doi"))
        assert SOURCE.accepts(ASKED)


class TestRecord:
    def test_a_conference_paper(self) -> None:
        record = read(single(), WORK).records[ASKED]
        found = record.item
        assert (record.id, record.status, found.type) == (ASKED, "published", "paper-conference")
        assert found.title == "Multi-Task Deep Neural Networks for Natural Language Understanding"
        assert found.author[0] == Name(family="Liu", given="Xiaodong")
        assert len(found.author) == 4
        assert found.container_title.startswith("Proceedings of the 57th Annual Meeting")
        assert found.event_title == found.container_title
        assert (found.page, found.issued) == ("4487-4496", Date(2019))
        assert (found.publisher, found.publisher_place) == (
            "Association for Computational Linguistics",
            "Stroudsburg, PA, USA",
        )
        assert (found.DOI, found.URL) == ("10.18653/v1/P19-1441", "https://doi.org/10.18653/v1/P19-1441")

    def test_a_chapter_of_lecture_notes(self) -> None:
        asked = Identifier("doi", "10.1007/978-3-030-58452-8_13")
        record = read(single(asked), CHAPTER).records[asked]
        found = record.item
        assert (record.status, found.type) == ("published", "paper-conference")
        assert (found.container_title, found.collection_title) == (
            "Computer Vision \u2013 ECCV 2020",
            "Lecture Notes in Computer Science",
        )
        assert found.event_title == "European Conference on Computer Vision"
        assert (found.ISBN, found.page) == ("9783030584511", "213-229")

    def test_a_series_alone_is_no_book(self) -> None:
        found = item(type="book-chapter", container_title=["Lecture Notes in Computer Science"], event=None)
        assert (found.type, found.container_title, found.collection_title) == (
            "chapter",
            "",
            "Lecture Notes in Computer Science",
        )

    @pytest.mark.parametrize(
        ("kind", "csl", "status"),
        [
            ("journal-article", "article-journal", "published"),
            ("proceedings-article", "paper-conference", "published"),
            ("posted-content", "article", "preprint"),
            ("monograph", "book", "other"),
            ("proceedings", "book", "other"),
            ("dissertation", "thesis", "other"),
            ("dataset", "dataset", "other"),
            ("peer-review", "review", "other"),
            ("component", "document", "other"),
            ("something-new", "document", "other"),
            (None, "document", "other"),
        ],
    )
    def test_types(self, kind: str | None, csl: str, status: str) -> None:
        body = copy.deepcopy(WORK)
        body["message"].update(type=kind)
        record = read(single(), body).records[ASKED]
        assert (record.item.type, record.status) == (csl, status)

    @pytest.mark.parametrize(
        ("title", "subtitle", "kept"),
        [
            (["A <i>very</i> <scp>Small</scp> H<sub>2</sub>O model"], [], "A very Small H2O model"),
            (["Precision at 10<sup>3</sup> scale"], [], "Precision at 10³ scale"),
            (["Q &amp;amp; A: <b>p</b> &lt; 0.05"], [], "Q & A: p < 0.05"),
            (["If p < 0.05 and q > 3"], [], "If p < 0.05 and q > 3"),
            (["Solving <mml:math xmlns:mml=\"http://www.w3.org/1998/Math/MathML\"><mml:mi>x</mml:mi><mml:annotation "
              "encoding=\"application/x-tex\">\\mathit{x}</mml:annotation></mml:math> fast"], [], "Solving x fast"),
            (["BERT"], ["A Study"], "BERT: A Study"),
            (["Why BERT?"], ["A Study"], "Why BERT? A Study"),
            (["BERT: A Study"], ["A study"], "BERT: A Study"),
            (["Erratum to: BERT"], [], "Erratum to: BERT"),
            (["  Two\n   lines "], None, "Two lines"),
            (["", "The second"], [], "The second"),
            ("A bare text", "Under it", "A bare text: Under it"),
        ],
    )  # fmt: skip
    def test_titles(self, title: object, subtitle: object, kept: str) -> None:
        assert item(title=title, subtitle=subtitle).title == kept

    def test_people(self) -> None:
        people = [
            {"given": "Aaron", "family": "van den Oord"},
            {"name": "The BigScience Workshop"},
            {"given": "Martin", "family": "King", "suffix": "Jr."},
            {"family": "Plato"},
            {"given": "", "family": "", "affiliation": []},
            {"ORCID": "0"},
        ]
        assert item(author=people).author == (
            Name(family="Oord", given="Aaron", non_dropping_particle="van den"),
            Name(literal="The BigScience Workshop"),
            Name(family="King", given="Martin", suffix="Jr."),
            Name(family="Plato"),
        )

    @pytest.mark.parametrize(
        ("facts", "date"),
        [
            ({"issued": {"date-parts": [[2019, 7, 28]]}}, Date(2019, 7, 28)),
            ({"issued": {"date-parts": [["2019", "7"]]}}, Date(2019, 7)),
            ({"issued": {"date-parts": [[None]]}, "published": {"date-parts": [[2018, 12]]}}, Date(2018, 12)),
            ({"issued": {"date-parts": [[None]]}, "published-print": {"date-parts": [[2017]]}}, Date(2017)),
            ({"issued": {"date-parts": [[2019, 13, 1]]}}, Date(2019)),
            ({"issued": None, "published-print": None}, None),
        ],
    )
    def test_dates(self, facts: dict[str, object], date: Date | None) -> None:
        body = copy.deepcopy(WORK)
        body["message"].update(facts)
        assert read(single(), body).records[ASKED].item.issued == date

    @pytest.mark.parametrize(
        ("page", "number", "kept"),
        [
            ("1--10", None, "1-10"),
            ("n/a-n/a", "e42", "e42"),
            (None, "103", "103"),
            ("e4886", "7", "e4886"),
            (17, None, "17"),
        ],
    )
    def test_pages(self, page: object, number: object, kept: str) -> None:
        assert item(page=page, article_number=number).page == kept

    @pytest.mark.parametrize(
        ("container", "kind"),
        [
            ("Proceedings of the AAAI Conference on Artificial Intelligence", "paper-conference"),
            ("Proceedings of the ACM on Programming Languages", "article-journal"),
            ("Proceedings of the IEEE", "article-journal"),
        ],
    )
    def test_proceedings_deposited_as_a_journal(self, container: str, kind: str) -> None:
        found = item(type="journal-article", container_title=[container], volume="34", issue="05")
        assert (found.type, found.container_title, found.volume, found.issue) == (kind, container, "34", "05")

    def test_a_preprint_server_is_the_publisher(self) -> None:
        found = item(
            type="posted-content", institution=[{"name": "bioRxiv"}], publisher="Cold Spring Harbor Laboratory"
        )
        assert found.publisher == "bioRxiv"

    def test_an_old_isbn(self) -> None:
        assert item(ISBN=["http://id.crossref.org/isbn/9781450356404"]).ISBN == "9781450356404"


class TestLists:
    def test_dois_are_found_without_regard_to_case_and_order(self) -> None:
        asked = dois(4)
        (request,) = SOURCE.requests(asked)
        reading = read(request, works(*(one.value for one in reversed(asked))))
        assert [reading.records[one].item.title for one in asked] == [f"On {one.value}" for one in asked]
        assert asked[0].value == reading.records[asked[0]].item.DOI
        assert not reading.follow

    def test_what_a_search_lacks_is_asked_for_singly(self) -> None:
        asked = dois(4)
        (request,) = SOURCE.requests(asked)
        reading = read(request, works(asked[0].value, "10.1000/stranger"))
        assert set(reading.records) == {asked[0]}
        assert not reading.absent
        assert [follow.url for follow in reading.follow] == [
            f"https://api.crossref.org/works/{one.value}" for one in asked[1:]
        ]

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({"status": "failed", "message-type": "validation-failure", "message": []}, 400),
            ("Resource not found.", 404),
            (b"{", 200),
            ({"message": {"items": {"DOI": "10.1000/paper.0"}}}, 200),
            (PLAIN_PAGE, 200),
            ([], 200),
        ],
    )
    def test_an_unusable_list_is_asked_for_singly(self, body: object, status: int) -> None:
        (request,) = SOURCE.requests(dois(4))
        assert [follow.ids for follow in read(request, body, status).follow] == [(one,) for one in dois(4)]

    def test_a_defective_work_costs_itself_only(self) -> None:
        asked = dois(4)
        (request,) = SOURCE.requests(asked)
        body: Any = works(*(one.value for one in asked))
        body["message"]["items"][1]["title"] = []
        reading = read(request, body)
        assert set(reading.records) == {asked[0], asked[2], asked[3]}
        assert [follow.ids for follow in reading.follow] == [(asked[1],)]

    def test_a_challenge_is_not_taken_for_an_answer(self) -> None:
        (request,) = SOURCE.requests(dois(4))
        with pytest.raises(SourceError) as caught:
            read(request, ANUBIS)
        assert caught.value.failure == "blocked"


class TestBroken:
    @pytest.mark.parametrize("form", ["text/plain", "application/json;charset=utf-8"])
    def test_404_in_words_is_absent(self, form: str) -> None:
        assert read(single(), b"Resource not found.", 404, form).absent == {ASKED}

    @pytest.mark.parametrize(
        ("body", "status", "failure"),
        [
            (PLAIN_PAGE, 404, "malformed"),
            (b"", 404, "malformed"),
            (PLAIN_PAGE, 200, "malformed"),
            (ANUBIS, 200, "blocked"),
            (b"", 403, "blocked"),
            (b"", 200, "malformed"),
            ({"status": "ok", "message-type": "work-agency", "message": {"DOI": ASKED.value}}, 200, "malformed"),
            ({**WORK, "message": {**WORK["message"], "DOI": "10.18653/v1/p19-1442"}}, 200, "malformed"),
            ({**WORK, "message": {**WORK["message"], "title": []}}, 200, "malformed"),
            ({**WORK, "message": None}, 200, "malformed"),
            (b"", 400, "malformed"),
        ],
    )
    def test_answers(self, body: object, status: int, failure: str) -> None:
        with pytest.raises(SourceError) as caught:
            read(single(), body, status)
        assert caught.value.failure == failure
        assert "api.crossref.org" in caught.value.message


@settings(deadline=None)
@given(st.sampled_from([WORK, CHAPTER]).flatmap(mutated))
def test_mutated_works(body: object) -> None:
    asked = Identifier("doi", "10.1007/978-3-030-58452-8_13") if "ECCV" in str(body) else ASKED
    try:
        reading = read(single(asked), json.dumps(body))
    except SourceError:
        return
    (record,) = reading.records.values()
    assert record.id == asked
    assert record.item.title
    assert asked.value == record.item.DOI
    assert "10.1000/another" not in record.item.DOI
    json.dumps(record.item.title, ensure_ascii=False).encode()


@settings(deadline=None)
@given(mutated(works("10.1000/paper.0", "10.1000/paper.1", "10.1000/paper.2", "10.1000/paper.3")))
def test_mutated_lists(body: object) -> None:
    (request,) = SOURCE.requests(dois(4))
    reading = read(request, json.dumps(body))
    assert not reading.absent
    followed = {one for follow in reading.follow for one in follow.ids}
    assert set(reading.records) | followed == set(request.ids)
    for one, record in reading.records.items():
        assert record.id == one
        assert record.item.title
