"""The ACL Anthology's files of many papers: fewer requests, and nothing else changed by them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.cache import AnswerCache
from bertbib.fetch import exchange
from bertbib.inquiry import Absent, Inquiry, Verdict
from bertbib.model import Identifier, Reading, Record, Request, SourceError
from bertbib.sources.acl import SOURCE
from desk import Desk
from sources.answering import ANUBIS, PLAIN_PAGE, answer
from standin import (
    CHALLENGE_200,
    CHALLENGE_403,
    CUT,
    TRUNCATED,
    UNAVAILABLE,
    WRONG_TYPE,
    Fault,
    StandIn,
    drip,
    throttled,
)

HOST = "aclanthology.org"
EVERYTHING = "https://aclanthology.org/anthology.bib.gz"


def papers(*values: str) -> list[Identifier]:
    return [Identifier("acl", value) for value in values]


def entry(value: str, title: str = "") -> str:
    """An entry as the Anthology has them."""
    return (
        f'@inproceedings{{able-{value},\n    title = "{title or "Title of " + value}",\n'
        '    author = "Able, Ann  and\n      Baker, Bob",\n    booktitle = "Proceedings of a Conference",\n'
        f'    month = jul,\n    year = "2020",\n    url = "https://aclanthology.org/{value}/",\n'
        f'    doi = "10.18653/v1/{value}",\n    pages = "1--9"\n}}\n'
    )


VOLUME = papers(*(f"2020.acl-main.{number}" for number in range(1, 5)))
SCATTERED = papers(*(f"2020.ws{number}-1.1" for number in range(41)))
HEAD = f"% {EVERYTHING} generated on 2026-11-01\n\n"
WHOLE = HEAD + "\n".join(entry(one.value) for one in (*VOLUME, *SCATTERED))


def asking(*ids: Identifier) -> Request:
    (request,) = SOURCE.requests(ids)
    return request


def urls(requests: Sequence[Request]) -> list[str]:
    return [request.url.removeprefix(f"https://{HOST}/") for request in requests]


def read(request: Request, body: bytes | str, status: int = 200, form: str = "application/octet-stream") -> Reading:
    return SOURCE.read(answer(request, body, status, form))


class TestRequests:
    def test_three_papers_of_a_volume_are_asked_for_at_once(self) -> None:
        requests = SOURCE.requests([*VOLUME[:3], *papers("2020.tacl-1.5", "2020.tacl-1.6")])
        assert urls(requests) == ["volumes/2020.acl-main.bib", "2020.tacl-1.5.bib", "2020.tacl-1.6.bib"]
        assert requests[0].ids == tuple(VOLUME[:3])
        assert urls(requests[0].instead) == [f"{one.value}.bib" for one in VOLUME[:3]]

    @pytest.mark.parametrize(
        ("values", "volume"),
        [
            ("P19-1139 P19-1441 P19-1001", "P19-1"),
            ("D19-1002 D19-1999 D19-1542", "D19-1"),
            ("D19-5702 D19-5701 D19-5799", "D19-57"),
            ("W18-6310 W18-6301 W18-6399", "W18-63"),
            ("W03-0419 W03-0401 W03-0402", "W03-04"),
            ("C69-0101 C69-0102 C69-0103", "C69-01"),
            ("C18-1001 C18-1002 C18-1003", "C18-1"),
            ("2021.findings-acl.1 2021.findings-acl.2 2021.findings-acl.383", "2021.findings-acl"),
            ("2020.tacl-1.1 2020.tacl-1.2 2020.tacl-1.3", "2020.tacl-1"),
        ],
    )
    def test_volumes_by_their_names(self, values: str, volume: str) -> None:
        assert urls(SOURCE.requests(papers(*values.split()))) == [f"volumes/{volume}.bib"]

    def test_forty_requests_are_made_and_one_more_is_not(self) -> None:
        assert len(SOURCE.requests(SCATTERED[:40])) == 40
        assert len(SOURCE.requests([*SCATTERED[:39], *VOLUME])) == 40
        (request,) = SOURCE.requests([*SCATTERED[:40], *VOLUME])
        assert request.url == EVERYTHING
        assert request.ids == (*SCATTERED[:40], *VOLUME)
        assert urls(request.instead)[-1] == "volumes/2020.acl-main.bib"
        assert {one for smaller in request.instead for one in smaller.ids} == set(request.ids)

    def test_each_paper_is_asked_for_once(self) -> None:
        assert asking(*VOLUME, *VOLUME).ids == tuple(VOLUME)


class TestReading:
    def test_an_entry_of_a_file_is_what_the_paper_itself_would_have_answered(self) -> None:
        reading = read(asking(*VOLUME), WHOLE)
        assert not reading.follow
        assert set(reading.records) == set(VOLUME)
        for one in VOLUME:
            alone = read(asking(one), entry(one.value)).records[one]
            assert reading.records[one] == alone

    def test_only_the_entries_asked_for_are_kept(self) -> None:
        reading = read(asking(*VOLUME[:3]), WHOLE)
        assert reading.kept is not None
        assert [one.request for one in reading.kept] == [asking(one) for one in VOLUME[:3]]
        assert sum(len(one.body) for one in reading.kept) < 3 * 500
        for one in reading.kept:
            assert SOURCE.read(one).records == {one.request.ids[0]: reading.records[one.request.ids[0]]}

    @pytest.mark.parametrize("body", [WHOLE.encode(), gzip.compress(WHOLE.encode()), b"\xef\xbb\xbf" + WHOLE.encode()])
    def test_everything_packed_or_unpacked_on_its_way(self, body: bytes) -> None:
        assert set(read(asking(*SCATTERED), body).records) == set(SCATTERED)

    def test_macros_of_the_file(self) -> None:
        text = WHOLE.replace('"https://aclanthology.org/', "anth # {").replace('/",', "/},")
        text = '@string{anth = "https://aclanthology.org/"}\n\n' + text
        reading = read(asking(*SCATTERED), gzip.compress(text.encode()))
        assert reading.records[SCATTERED[7]].item.URL == "https://aclanthology.org/2020.ws7-1.1/"
        assert reading.kept is not None
        assert SOURCE.read(reading.kept[7]).records[SCATTERED[7]] == reading.records[SCATTERED[7]]

    def test_what_everything_lacks_may_be_newer_than_it(self) -> None:
        new = papers("2020.acl-main.91", "2020.acl-main.92", "2020.acl-main.93", "2026.new-1.1")
        reading = read(asking(*SCATTERED, *new), gzip.compress(WHOLE.encode()))
        assert not reading.absent
        assert urls(reading.follow) == ["volumes/2020.acl-main.bib", "2026.new-1.1.bib"]

    def test_what_a_volume_lacks_is_asked_for_by_itself(self) -> None:
        reading = read(asking(*VOLUME[:3], *papers("2020.acl-main.99")), WHOLE)
        assert urls(reading.follow) == ["2020.acl-main.99.bib"]
        assert not reading.absent

    def test_two_entries_of_one_paper_are_none(self) -> None:
        reading = read(asking(*VOLUME[:3]), WHOLE + entry(VOLUME[0].value, "Another title"))
        assert set(reading.records) == set(VOLUME[1:3])
        assert urls(reading.follow) == [f"{VOLUME[0].value}.bib"]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Title of 2020.acl-main.1", ""),
            ('"Title of 2020.acl-main.1"', '"Title of 2020.acl-main.1'),
            ("aclanthology.org/2020.acl-main.1/", "aclanthology.org/2020.acl-main.1.pdf/"),
            ("@inproceedings{able-2020.acl-main.1,", "@inproceedings able-2020.acl-main.1,"),
        ],
    )
    def test_an_entry_that_would_be_no_answer_is_none(self, old: str, new: str) -> None:
        reading = read(asking(*VOLUME[:3]), WHOLE.replace(old, new, 1))
        assert VOLUME[0] not in reading.records
        assert VOLUME[0] in {one for request in reading.follow for one in request.ids}
        assert VOLUME[2] in reading.records


PACKED = gzip.compress(WHOLE.encode())


class TestBroken:
    @pytest.mark.parametrize("request_", [asking(*VOLUME), asking(*SCATTERED)])
    def test_a_file_that_is_not_there_says_nothing(self, request_: Request) -> None:
        reading = read(request_, PLAIN_PAGE, 404, "text/html")
        assert (reading.records, reading.absent) == ({}, frozenset())
        assert reading.follow == request_.instead

    @pytest.mark.parametrize(
        ("body", "status", "form", "failure"),
        [
            (PLAIN_PAGE, 200, "text/html", "malformed"),
            (gzip.compress(PLAIN_PAGE), 200, "application/gzip", "malformed"),
            (ANUBIS, 200, "text/html", "blocked"),
            (b"", 403, "", "blocked"),
            (b"", 200, "application/gzip", "malformed"),
            (PACKED[: len(PACKED) // 2], 200, "application/gzip", "malformed"),
            (PACKED[:-4], 200, "application/gzip", "malformed"),
            (PACKED[:400] + b"\0\0\0" + PACKED[403:], 200, "application/gzip", "malformed"),
            (PACKED + b"trailing", 200, "application/gzip", "malformed"),
            (gzip.compress(WHOLE.encode() + b"\xff\xfe"), 200, "application/gzip", "malformed"),
            (HEAD.encode(), 200, "text/plain", "malformed"),
            (b"@string{a = {" + b"x\n" * 20_000 + b"}}\n" + WHOLE.encode(), 200, "text/plain", "malformed"),
        ],
    )
    def test_is_no_answer(self, body: bytes, status: int, form: str, failure: str) -> None:
        with pytest.raises(SourceError) as caught:
            read(asking(*SCATTERED), body, status, form)
        assert caught.value.failure == failure

    def test_a_small_file_that_unpacks_to_a_huge_one(self) -> None:
        bomb = gzip.compress(b"%" * 2**20, 1) * 300
        assert len(bomb) < 2**21
        with pytest.raises(SourceError, match="improbable size"):
            read(asking(*SCATTERED), bomb)

    @pytest.mark.parametrize(
        "piece", ["\n", "url = ", "\n url = ", "\n url = a", '"', "{", "@a{", "\n@a{b,\n url = {", "@"]
    )
    def test_hostile_files_take_no_time(self, piece: str) -> None:
        with pytest.raises(SourceError):
            read(asking(*VOLUME), piece * (2**20 // len(piece)), 200)

    @settings(deadline=None)
    @given(st.data())
    def test_a_mangled_file_gives_no_wrong_record(self, data: st.DataObject) -> None:
        good = "\n".join(entry(one.value) for one in VOLUME).encode()
        start = data.draw(st.integers(0, len(good)))
        end = data.draw(st.integers(start, min(len(good), start + 400)))
        try:
            reading = read(asking(*VOLUME), good[:start] + data.draw(st.binary(max_size=6)) + good[end:])
        except SourceError:
            return
        assert not reading.absent
        for one in VOLUME:
            followed = any(one in request.ids for request in reading.follow)
            assert followed != (one in reading.records)
            assert followed or reading.records[one].item.title


FAULTS = [
    Fault(status=404, content_type="text/html", body=b"<h1>Not Found</h1>"),
    Fault(status=200, content_type="text/html", body=PLAIN_PAGE),
    CHALLENGE_200,
    CHALLENGE_403,
    TRUNCATED,
    WRONG_TYPE,
    Fault(body=b""),
    Fault(body=b"@inproceedings{x, title = {T}}"),
    Fault(body=PACKED[:-9]),
]


class TestRuns:
    """Whole runs over loopback: what is found, what was asked for it, and what is kept."""

    @pytest.fixture
    def anthology(self, standin: StandIn, cache_dir: Path) -> Iterator[Desk]:
        for one in (*VOLUME, *SCATTERED):
            standin.world.files[f"{HOST}/{one.value}.bib"] = ("text/plain", entry(one.value))
        desk = Desk(standin, cache_dir)
        yield desk
        desk.close()

    def test_one_request_for_everything_and_none_in_the_next_run(self, anthology: Desk) -> None:
        asked = [*VOLUME, *SCATTERED]
        assert all_found(run(anthology, asked), asked)
        assert paths(anthology) == ["/anthology.bib.gz"]
        assert all_found(run(anthology, asked), asked)
        assert all_found(run(anthology, asked[:1]), asked[:1])
        assert len(paths(anthology)) == 1

    def test_a_few_are_asked_for_as_ever(self, anthology: Desk) -> None:
        run(anthology, VOLUME[:2])
        assert paths(anthology) == ["/2020.acl-main.1.bib", "/2020.acl-main.2.bib"]

    def test_a_volume_later_serves_its_papers_only(self, anthology: Desk) -> None:
        run(anthology, VOLUME[:3])
        assert all_found(run(anthology, VOLUME), VOLUME)
        assert paths(anthology) == ["/volumes/2020.acl-main.bib", "/2020.acl-main.4.bib"]

    def test_large_files_are_not_kept(self, anthology: Desk) -> None:
        run(anthology, SCATTERED)
        count, size = AnswerCache.open(anthology.cache_dir).size()
        assert count == len(SCATTERED)
        assert size < len(WHOLE)

    def test_an_update_asks_anew_and_once(self, anthology: Desk) -> None:
        run(anthology, SCATTERED)
        transport = anthology.transport(refresh=True)
        inquiry = Inquiry(lambda: [SOURCE], lambda: transport)
        inquiry.ask(SCATTERED)
        assert all(transport.find(SOURCE, one) for one in SCATTERED)
        assert paths(anthology) == ["/anthology.bib.gz"] * 2

    @pytest.mark.parametrize("fault", FAULTS)
    def test_without_everything_volumes_are_asked(self, anthology: Desk, fault: Fault) -> None:
        anthology.standin.fail(HOST, fault)
        missing = papers("2020.acl-main.77")
        asked = [*SCATTERED[:40], *VOLUME, *missing]
        found = run(anthology, asked)
        assert all_found(found, asked[:-1])
        assert isinstance(found[missing[0]], Absent)
        assert paths(anthology)[0] == "/anthology.bib.gz"
        assert paths(anthology).count("/volumes/2020.acl-main.bib") == 1
        assert len(paths(anthology)) == 1 + 40 + 1 + 1

    @pytest.mark.parametrize("fault", FAULTS)
    def test_without_volumes_papers_are_asked(self, anthology: Desk, fault: Fault) -> None:
        anthology.standin.fail(HOST, fault, times=2)
        asked = [*VOLUME, *SCATTERED[:40]]
        assert all_found(run(anthology, asked), asked)
        assert paths(anthology)[:2] == ["/anthology.bib.gz", "/volumes/2020.acl-main.bib"]
        assert len(paths(anthology)) in (2 + 43, 2 + 44)  # half a volume has one whole entry

    @pytest.mark.parametrize("fault", [drip(0.01), drip(0.01, from_the_start=True), Fault(wait=2.0)])
    def test_a_large_answer_too_slow_for_us_is_not_an_outage(self, anthology: Desk, fault: Fault) -> None:
        anthology.standin.fail(HOST, fault)
        found = run(anthology, SCATTERED, answer_s=0.3)
        assert all_found(found, SCATTERED)
        assert len(paths(anthology)) == 1 + 41

    def test_a_line_too_slow_for_volumes_is_tried_once_with_each_size(self, anthology: Desk) -> None:
        more = papers(*(f"2021.acl-main.{number}" for number in range(1, 5)))
        for one in more:
            anthology.standin.world.files[f"{HOST}/{one.value}.bib"] = ("text/plain", entry(one.value))
        anthology.standin.fail(HOST, drip(0.01), times=2)
        asked = [*VOLUME, *more, *SCATTERED]
        assert all_found(run(anthology, asked, answer_s=0.3), asked)
        assert len(paths(anthology)) == 2 + len(asked)
        assert [path for path in paths(anthology) if "volumes" in path] == ["/volumes/2020.acl-main.bib"]

    @pytest.mark.parametrize(("fault", "tries"), [(CUT, 2), (UNAVAILABLE, 3)])
    def test_a_connection_that_breaks_at_the_large_file(self, anthology: Desk, fault: Fault, tries: int) -> None:
        anthology.standin.fail(HOST, fault, times=tries)
        assert all_found(run(anthology, SCATTERED), SCATTERED)
        assert len(paths(anthology)) == tries + 41

    def test_an_answer_larger_than_we_take(self, anthology: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(exchange, "LARGEST", 900)
        assert all_found(run(anthology, SCATTERED), SCATTERED)

    @pytest.mark.parametrize(
        ("fault", "most"),
        [
            (throttled(), 3),
            (throttled("3600"), 1),
            (replace(UNAVAILABLE, headers=(("Retry-After", "3600"),)), 1),
            (UNAVAILABLE, 9),
            (CUT, 6),
            (CHALLENGE_200, 4),
            (CHALLENGE_403, 4),
        ],
    )
    def test_an_outage_leaves_all_unknown_and_the_host_alone(self, anthology: Desk, fault: Fault, most: int) -> None:
        anthology.standin.fail(HOST, fault, times=999)
        found = run(anthology, [*VOLUME, *SCATTERED])
        assert all(isinstance(verdict, SourceError) for verdict in found.values())
        assert len(paths(anthology)) <= most
        assert AnswerCache.open(anthology.cache_dir).size() == (0, 0)

    def test_nobody_listens(self, anthology: Desk) -> None:
        found = run(anthology, SCATTERED, gateway="http://127.0.0.1:9")
        assert {verdict.failure for verdict in found.values() if isinstance(verdict, SourceError)} == {"unreachable"}
        assert len(found) == len(SCATTERED)

    def test_offline(self, anthology: Desk) -> None:
        run(anthology, SCATTERED)
        assert all_found(run(anthology, SCATTERED, offline=True), SCATTERED)
        found = run(anthology, VOLUME, offline=True)
        assert {verdict.failure for verdict in found.values() if isinstance(verdict, SourceError)} == {"offline"}
        assert len(paths(anthology)) == 1


def run(desk: Desk, asked: Sequence[Identifier], **changes: object) -> dict[Identifier, Verdict]:
    """The verdicts of a run of its own."""
    transport = desk.transport(**changes)
    inquiry = Inquiry(lambda: [SOURCE], lambda: transport)
    inquiry.ask(asked)
    return {one: inquiry.verdicts[one]["acl"] for one in asked}


def all_found(found: dict[Identifier, Verdict], asked: Sequence[Identifier]) -> bool:
    records = {one: found[one] for one in asked}
    return all(
        isinstance(record, Record) and record.item.title == f"Title of {one.value}" for one, record in records.items()
    )


def paths(desk: Desk) -> list[str]:
    return [seen.path for seen in desk.standin.asked(HOST)]
