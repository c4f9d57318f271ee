"""OpenAlex as a witness: works matched by what they say themselves, and silence where two of them are mixed."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Date, Identifier, Reading, SourceError
from bertbib.witnesses.openalex import WITNESS
from sources.answering import ANUBIS, PLAIN_PAGE, answer
from sources.mutants import mutated

PAGE: dict[str, Any] = json.loads((Path(__file__).parent / "answers/openalex.json").read_bytes())
MTDNN_WORK, ROBERTA_WORK, ERNIE_WORK, T5_WORK = PAGE["results"]
MTDNN, ROBERTA, ERNIE, T5 = IDS = [
    Identifier("arxiv", value) for value in ("1901.11504", "1907.11692", "1907.12412", "1910.10683")
]
UNKNOWN = Identifier("arxiv", "1912.99999")


def page(*works: Any, count: int | None = None) -> dict[str, Any]:
    return {"meta": {"count": len(works) if count is None else count, "per_page": 100}, "results": list(works)}


def read(ids: list[Identifier], body: Any, status: int = 200) -> Reading:
    (request,) = WITNESS.requests(ids)
    assert request.ids == tuple(ids)
    return WITNESS.read(answer(request, body, status))


def failure(ids: list[Identifier], body: Any, status: int = 200) -> str:
    with pytest.raises(SourceError) as caught:
        read(ids, body, status)
    return caught.value.failure


class TestRequests:
    def test_preprints_by_arxivs_doi(self) -> None:
        asked = [MTDNN, Identifier("arxiv", "cs/0611011"), Identifier("doi", "10.1145/ABC"), MTDNN]
        (request,) = WITNESS.requests(asked)
        params = dict(request.params)
        assert request.url == "https://api.openalex.org/works"
        assert params["filter"] == "doi:10.48550/arxiv.1901.11504|10.48550/arxiv.cs/0611011|10.1145/abc"
        assert params["per_page"] == "100"
        assert {"doi", "title", "locations", "primary_location", "authorships"} <= set(params["select"].split(","))
        assert (request.token, request.token_param) == ("OPENALEX_API_KEY", "api_key")

    def test_a_hundred_at_most_and_no_address_too_long(self) -> None:
        ids = [Identifier("arxiv", f"1901.{number:05}") for number in range(1, 251)]
        assert [len(request.ids) for request in WITNESS.requests(ids)] == [100, 100, 50]
        long = [Identifier("doi", f"10.1000/{'(x)' * 60}{number}") for number in range(100)]
        requests = WITNESS.requests(long)
        assert [one for request in requests for one in request.ids] == long
        assert all(len(quote(dict(request.params)["filter"], safe="")) < 6000 for request in requests)

    @pytest.mark.parametrize("text", ["acl:P19-1441", "doi:10.1000/a,b", "doi:10.1000/a|b", "doi:x", "arxiv:1"])
    def test_what_a_filter_cannot_hold_is_not_asked(self, text: str) -> None:
        assert not WITNESS.accepts(Identifier.parse(text))
        assert WITNESS.requests([Identifier.parse(text)]) == []


class TestTestimony:
    def test_a_publication_with_its_preprint_merged_into_it(self) -> None:
        record = read(IDS, PAGE).records[MTDNN]
        item = record.item
        assert (record.status, item.type, item.issued) == ("published", "paper-conference", Date(2019))
        assert item.container_title == "Annual Meeting of the Association for Computational Linguistics"
        assert dict(item.extra)["raw_source_name"].startswith("Proceedings of the 57th")
        assert item.page == "4487-4496"
        assert [str(name) for name in item.author] == ["Xiaodong Liu", "Pengcheng He", "Weizhu Chen", "Jianfeng Gao"]
        assert [str(one) for one in record.ids] == ["arxiv:1901.11504", "doi:10.18653/v1/P19-1441", "acl:P19-1441"]

    def test_arxivs_own_published_version_is_no_publication(self) -> None:
        record = read(IDS, PAGE).records[ROBERTA]
        assert (record.status, record.ids, record.item.container_title) == ("preprint", (ROBERTA,), "")

    def test_a_page_of_the_venue_is_a_way_to_it(self) -> None:
        record = read(IDS, PAGE).records[T5]
        assert record.ids == (T5, Identifier("url", "https://jmlr.org/papers/v21/20-074.html"))
        assert (record.item.type, record.item.volume, record.item.issue) == ("article-journal", "21", "140")

    def test_asked_by_the_publications_doi(self) -> None:
        doi = Identifier("doi", "10.18653/v1/P19-1441")
        assert read([doi], page(MTDNN_WORK)).records[doi].id == doi

    def test_both_identifiers_of_one_work(self) -> None:
        doi = Identifier("doi", "10.1609/aaai.v34i05.6428")
        assert set(read([ERNIE, doi], page(ERNIE_WORK)).records) == {ERNIE, doi}

    @pytest.mark.parametrize(
        "change",
        [
            {"version": "submittedVersion"},
            {"version": None},
            {"source": None},
            {"source": {"display_name": "HAL (Le Centre)", "type": "repository"}},
            {"source": {"display_name": "bioRxiv", "type": "journal"}},
            {"source": {"display_name": "arXiv (Cornell University)", "type": "journal"}},
            {"source": {"display_name": "", "type": "journal"}},
        ],
    )
    def test_what_makes_no_publication(self, change: dict[str, Any]) -> None:
        work = deepcopy(ERNIE_WORK)
        work["primary_location"] |= change
        assert read([ERNIE], page(work)).records[ERNIE].status == "preprint"

    def test_the_preprint_and_its_publication_as_two_works(self) -> None:
        own = deepcopy(ROBERTA_WORK) | {"doi": "https://doi.org/10.48550/arxiv.1907.12412", "locations": []}
        own["primary_location"]["landing_page_url"] = "https://arxiv.org/abs/1907.12412"
        assert read([ERNIE], page(own, ERNIE_WORK)).records[ERNIE].status == "published"


class TestSilence:
    def test_the_missing_are_absent_from_a_whole_page(self) -> None:
        reading = read([*IDS, UNKNOWN], PAGE)
        assert set(reading.records) == set(IDS)
        assert reading.absent == {UNKNOWN}
        assert reading.follow == ()

    def test_a_page_that_lacks_works_says_nothing_of_the_missing(self) -> None:
        reading = read([*IDS, UNKNOWN, Identifier("arxiv", "1912.99998")], PAGE | {"meta": {"count": 7}})
        assert reading.absent == frozenset()
        assert set(reading.records) == set(IDS)
        assert [request.ids for request in reading.follow] == [(UNKNOWN,), (Identifier("arxiv", "1912.99998"),)]

    def test_works_that_nobody_asked_for_make_the_page_doubtful(self) -> None:
        """A service that ignores its filter must not make papers unpublished."""
        reading = read([UNKNOWN], page(MTDNN_WORK))
        assert (dict(reading.records), reading.absent, reading.follow) == ({}, frozenset(), ())

    def test_two_preprints_merged_into_one_work(self) -> None:
        work = deepcopy(ERNIE_WORK)
        work["locations"].append({"landing_page_url": "https://arxiv.org/abs/1904.09223", "source": None})
        first = Identifier("arxiv", "1904.09223")
        for ids in ([ERNIE, first], [ERNIE], [first]):
            reading = read(ids, page(work))
            assert (dict(reading.records), reading.absent) == ({}, frozenset())

    def test_two_publications_of_one_preprint(self) -> None:
        other = deepcopy(ERNIE_WORK) | {"doi": "https://doi.org/10.1000/other"}
        reading = read([ERNIE], page(ERNIE_WORK, other))
        assert (dict(reading.records), reading.absent) == ({}, frozenset())

    def test_a_work_without_a_title(self) -> None:
        work = deepcopy(ERNIE_WORK) | {"title": None, "display_name": None}
        reading = read([ERNIE], page(work))
        assert (dict(reading.records), reading.absent) == ({}, frozenset())


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        ({"results": []}, 200, "malformed"),
        ({"meta": {"count": 0}}, 200, "malformed"),
        ({"meta": {"count": "many"}, "results": []}, 200, "malformed"),
        ({"meta": {"count": 0}, "results": [MTDNN_WORK]}, 200, "malformed"),
        ([], 200, "malformed"),
        (b"{", 200, "malformed"),
        (PLAIN_PAGE, 200, "malformed"),
        (ANUBIS, 200, "blocked"),
        (ANUBIS, 403, "blocked"),
        ({"error": "Forbidden"}, 403, "throttled"),
        ({"error": "Invalid API key"}, 401, "blocked"),
        ({"error": "Invalid query parameters error."}, 400, "malformed"),
    ],
)
def test_is_no_answer(body: Any, status: int, expected: str) -> None:
    assert failure([MTDNN], body, status) == expected


@settings(deadline=None)
@given(st.data())
def test_no_mutation_gives_a_record_for_an_id_not_asked(data: st.DataObject) -> None:
    body = data.draw(mutated(PAGE))
    try:
        reading = read([*IDS, UNKNOWN], json.dumps(body).encode())
    except SourceError:
        return
    assert set(reading.records) | reading.absent <= {*IDS, UNKNOWN}
    assert not set(reading.records) & reading.absent
    assert UNKNOWN not in reading.records
    for one, record in reading.records.items():
        assert record.id == record.ids[0] == one
        assert record.item.title
