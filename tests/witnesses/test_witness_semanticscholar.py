"""Semantic Scholar as a witness: a crosswalk by position, and never a word on a paper that was not asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Date, Identifier, Name, Reading, SourceError
from bertbib.witnesses.semanticscholar import WITNESS
from sources.answering import ANUBIS, PLAIN_PAGE, answer
from sources.mutants import mutated

PAPERS: list[Any] = json.loads((Path(__file__).parent / "answers/semanticscholar.json").read_bytes())
MTDNN, ROBERTA, UNKNOWN, CACM, T5 = IDS = [
    Identifier("arxiv", value) for value in ("1901.11504", "1907.11692", "1912.99999", "2404.04750", "1910.10683")
]


def read(ids: list[Identifier], body: Any, status: int = 200, form: str = "application/json") -> Reading:
    (request,) = WITNESS.requests(ids)
    assert request.ids == tuple(ids)
    return WITNESS.read(answer(request, body, status, form))


def failure(ids: list[Identifier], body: Any, status: int = 200, form: str = "application/json") -> str:
    with pytest.raises(SourceError) as caught:
        read(ids, body, status, form)
    return caught.value.failure


class TestRequests:
    def test_one_post_of_prefixed_ids(self) -> None:
        asked = [MTDNN, Identifier("doi", "10.1145/3637866"), Identifier("acl", "P19-1441"), MTDNN]
        (request,) = WITNESS.requests(asked)
        assert request.url == "https://api.semanticscholar.org/graph/v1/paper/batch"
        assert json.loads(request.body) == {"ids": ["ARXIV:1901.11504", "DOI:10.1145/3637866", "ACL:P19-1441"]}
        assert (request.method, request.content_type) == ("POST", "application/json")
        fields = dict(request.params)["fields"].split(",")
        assert {"title", "authors", "externalIds", "publicationVenue", "venue", "journal", "year"} <= set(fields)
        assert "publicationTypes" not in fields
        assert (request.token, request.token_header) == ("S2_API_KEY", "x-api-key")

    def test_five_hundred_at_most(self) -> None:
        ids = [Identifier("arxiv", f"1901.{number:05}") for number in range(1, 1203)]
        requests = WITNESS.requests(ids)
        assert [len(request.ids) for request in requests] == [500, 500, 202]
        assert [one for request in requests for one in request.ids] == ids

    @pytest.mark.parametrize(
        "text",
        ["pmlr:v97/gong19a", "dblp:conf/acl/X", "url:https://jmlr.org/x", "arxiv:9999.1", "doi:11.1/x", "acl:W18"],
    )
    def test_what_it_does_not_know_is_not_asked(self, text: str) -> None:
        assert not WITNESS.accepts(Identifier.parse(text))
        assert WITNESS.requests([Identifier.parse(text)]) == []


class TestTestimony:
    def test_a_publication_and_its_identifiers(self) -> None:
        record = read(IDS, PAPERS).records[MTDNN]
        assert [str(one) for one in record.ids] == [
            "arxiv:1901.11504",
            "doi:10.18653/v1/P19-1441",
            "acl:P19-1441",
            "dblp:conf/acl/LiuHCG19",
        ]
        item = record.item
        assert (record.status, item.type) == ("published", "paper-conference")
        assert item.container_title == "Annual Meeting of the Association for Computational Linguistics"
        assert (item.title, item.issued) == (
            "Multi-Task Deep Neural Networks for Natural Language Understanding",
            Date(2019),
        )
        assert item.author[0] == Name(family="Liu", given="Xiaodong")
        assert (record.source, record.fetched) == ("semanticscholar", "2026-11-03")

    def test_a_preprint_stays_one_whatever_its_publication_type(self) -> None:
        record = read(IDS, PAPERS).records[ROBERTA]
        assert (record.status, record.ids) == ("preprint", (ROBERTA,))
        assert (record.item.container_title, record.item.volume, record.item.type) == ("", "", "article")

    def test_null_is_absent(self) -> None:
        reading = read(IDS, PAPERS)
        assert reading.absent == {UNKNOWN}
        assert set(reading.records) == {MTDNN, ROBERTA, CACM, T5}

    def test_a_venue_beside_the_key_of_a_preprint(self) -> None:
        record = read(IDS, PAPERS).records[CACM]
        assert record.status == "published"
        assert record.ids == (CACM, Identifier("doi", "10.1145/3637866")), "CoRR's key names no publication"
        assert (record.item.container_title, record.item.volume) == ("Communications of the ACM", "")

    def test_pages_and_volume_of_the_journal(self) -> None:
        records = read(IDS, PAPERS).records
        assert (records[T5].item.volume, records[T5].item.page) == ("21", "140:1-140:67")

    @pytest.mark.parametrize(
        "name",
        ["ArXiv", "arXiv.org", "CoRR", "arXiv: Learning", "bioRxiv", "Social Science Research Network", "", None],
    )
    def test_no_server_of_preprints_is_a_venue(self, name: str | None) -> None:
        paper = PAPERS[0] | {"venue": name, "publicationVenue": {"name": name} if name else None, "journal": None}
        assert read([MTDNN], [paper]).records[MTDNN].status == "preprint"

    @pytest.mark.parametrize("doi", ["10.2139/ssrn.288970", "10.1101/2020.01.02.123456", "10.48550/arXiv.1901.11504"])
    def test_dois_of_preprint_servers_are_no_way_to_a_publication(self, doi: str) -> None:
        paper = PAPERS[0] | {"externalIds": {"ArXiv": "1901.11504", "DOI": doi}}
        assert read([MTDNN], [paper]).records[MTDNN].ids == (MTDNN,)

    def test_asked_by_doi_and_by_acl_id(self) -> None:
        doi, acl = Identifier("doi", "10.18653/V1/p19-1441"), Identifier("acl", "P19-1441")
        reading = read([doi, acl], [PAPERS[0], PAPERS[0]])
        assert set(reading.records) == {doi, acl}
        assert reading.records[acl].id == acl


class TestUnbelieved:
    def test_another_paper_at_a_position_decides_nothing(self) -> None:
        other = PAPERS[0] | {"externalIds": {"ArXiv": "2001.00001"}}
        reading = read([MTDNN, ROBERTA], [other, PAPERS[1]])
        assert (set(reading.records), reading.absent) == ({ROBERTA}, frozenset())

    def test_two_preprints_in_one_are_no_disorder(self) -> None:
        reading = read([MTDNN, ROBERTA, T5], [PAPERS[0], PAPERS[0], PAPERS[4]])
        assert (set(reading.records), reading.absent) == ({MTDNN, T5}, frozenset())

    @pytest.mark.parametrize("order", [[1, 0, 2], [1, 2, 0], [1, None, 2], [None, 0, 1]])
    def test_another_order_is_no_answer_at_all(self, order: list[int | None]) -> None:
        papers = [PAPERS[0], PAPERS[1], PAPERS[4]]
        body = [None if place is None else papers[place] for place in order]
        assert failure([MTDNN, ROBERTA, T5], body) == "malformed"

    @pytest.mark.parametrize(
        ("body", "status", "expected"),
        [
            ([], 200, "malformed"),
            ([PAPERS[0], None], 200, "malformed"),
            ({"data": [PAPERS[0]]}, 200, "malformed"),
            (["x"], 200, "malformed"),
            (b"[nul", 200, "malformed"),
            ({"error": "Unrecognized or unsupported fields: [x]"}, 400, "malformed"),
            (PLAIN_PAGE, 200, "malformed"),
            (b"too large", 413, "malformed"),
            (b"late", 504, "failed"),
            (ANUBIS, 200, "blocked"),
            ({"message": "Forbidden"}, 403, "blocked"),
        ],
    )
    def test_is_no_answer(self, body: Any, status: int, expected: str) -> None:
        assert failure([MTDNN], body, status) == expected

    def test_none_of_a_batch_is_known(self) -> None:
        body = {"error": "No valid paper ids given"}
        assert read([MTDNN, ROBERTA], body, 400).absent == {MTDNN, ROBERTA}

    def test_a_doi_may_have_displeased_it(self) -> None:
        """The same words answer a batch with an id that the service cannot read: each DOI has to be asked alone."""
        dois = [Identifier("doi", f"10.1000/{number}") for number in range(3)]
        first = read(dois, {"error": "No valid paper ids given"}, 400)
        assert first.absent == frozenset()
        assert [one for request in first.follow for one in request.ids] == dois
        single = WITNESS.read(answer(first.follow[0], {"error": "No valid paper ids given"}, 400))
        assert single.absent == set(dois[:1])


@settings(deadline=None)
@given(st.data())
def test_no_mutation_gives_a_record_for_an_id_not_asked(data: st.DataObject) -> None:
    body = data.draw(mutated(PAPERS))
    try:
        reading = read(IDS, json.dumps(body).encode())
    except SourceError:
        return
    assert set(reading.records) | reading.absent <= set(IDS)
    for one, record in reading.records.items():
        claimed = str(body[IDS.index(one)]["externalIds"])  # type: ignore[index]  # it was believed, so there it is
        assert one.value in claimed.replace("abs-", "").replace("-", ".")
        assert record.id == record.ids[0] == one
        assert record.item.title
        assert all(not str(further).startswith("dblp:journals/corr") for further in record.ids)


def test_a_mirror_without_the_service_decides_nothing_and_is_not_asked_again() -> None:
    reading = read(list(IDS[:2]), {"error": "not found"}, status=404)
    assert set(reading.unclear) == set(IDS[:2])
    assert not reading.records
    assert not reading.absent
