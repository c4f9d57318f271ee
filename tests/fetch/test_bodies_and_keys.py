"""Requests with a body of their own, and keys that travel in a header or in the query: sent, and never seen again."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from bertbib.model import Answer, Reading, Request, SourceError
from caller import Caller
from desk import Desk, failure, titles
from fake_source import HOST, FakeSource, request
from standin import CHALLENGE_403, CHALLENGE_500, CUT, Fault, StandIn, moved, throttled

SOURCE = FakeSource()
SECRET = "s3cr3t+of/mine="
JSON = replace(request(1), method="POST", body='{"ids": ["ü"]}', content_type="application/json")


def test_a_body_goes_out_as_it_is_and_the_parameters_into_the_query(caller: Caller, standin: StandIn) -> None:
    caller.ask(JSON)
    (seen,) = standin.seen
    assert (seen.method, seen.body.decode(), seen.query) == ("POST", JSON.body, "ids=1")
    assert seen.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [(307, "POST", JSON.body), (308, "POST", JSON.body), (302, "GET", ""), (303, "GET", "")],
)
def test_a_body_over_redirects(caller: Caller, standin: StandIn, status: int, method: str, body: str) -> None:
    standin.fail(HOST, moved("/there?ids=1", status))
    caller.ask(JSON)
    second = standin.seen[1]
    assert (second.method, second.body.decode(), second.path, second.query) == (method, body, "/there", "ids=1")
    assert second.headers.get("content-type", "") == ("application/json" if body else "")


def test_other_bodies_are_other_questions(desk: Desk) -> None:
    desk.transport().ask([(SOURCE, JSON), (SOURCE, replace(JSON, body='{"ids": []}'))])
    assert len(desk.standin.seen) == 2
    again = desk.transport()
    again.ask([(SOURCE, JSON)])
    assert again.requests == {}
    again.ask([(SOURCE, replace(JSON, content_type="text/plain"))])
    assert again.requests == {HOST: 1}


def test_a_kept_request_has_its_body_again(desk: Desk) -> None:
    asked = replace(JSON, token="K", token_header="x-api-key", token_param="key")
    desk.transport().ask([(SOURCE, asked)])
    found = desk.transport()._cache.find("fake", asked.ids[0])
    assert found is not None
    assert found.request == asked


HEADER = replace(request(1), token="FAKE_TOKEN", token_header="x-api-key")
QUERY = replace(request(1), token="FAKE_TOKEN", token_param="api_key")


def test_a_key_in_a_header_of_its_own(caller: Caller, standin: StandIn) -> None:
    caller.ask(HEADER, tokens={"FAKE_TOKEN": SECRET})
    (seen,) = standin.seen
    assert seen.headers["x-api-key"] == SECRET
    assert "authorization" not in seen.headers


@pytest.mark.parametrize(
    "asked", [QUERY, replace(QUERY, method="POST"), replace(JSON, token="FAKE_TOKEN", token_param="api_key")]
)
def test_a_key_in_the_query(caller: Caller, standin: StandIn, asked: Request) -> None:
    caller.ask(asked, tokens={"FAKE_TOKEN": SECRET})
    (seen,) = standin.seen
    assert seen.param("api_key") == SECRET
    assert "api_key" in seen.query
    assert not {"x-api-key", "authorization"} & seen.headers.keys()


def test_without_the_variable_no_parameter_is_sent(caller: Caller, standin: StandIn) -> None:
    caller.ask(QUERY)
    assert standin.seen[0].param("api_key", "none") == "none"


@pytest.mark.parametrize("asked", [HEADER, QUERY])
@pytest.mark.parametrize(
    "fault",
    [
        Fault(),
        CHALLENGE_403,
        CHALLENGE_500,
        throttled("99"),
        CUT,
        moved("https://other.example/ask"),
        moved(f"https://other.example/ask?a=1&api_key={SECRET}"),
        moved(f"/again?api_key={SECRET}"),
    ],
)
def test_a_key_is_sent_and_never_seen_again(
    desk: Desk, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], fault: Fault, asked: Request
) -> None:
    caplog.set_level(logging.DEBUG)
    if "location" not in str(fault.headers).lower():
        desk.standin.fail(HOST, fault, times=9)
    else:
        desk.standin.fail(HOST, fault)
    transport = desk.transport(tokens={"FAKE_TOKEN": SECRET})
    (result,) = transport.ask([(SOURCE, asked)])
    desk.close()
    first, *later = desk.standin.seen
    assert SECRET in (first.param("api_key"), first.headers.get("x-api-key"))
    for seen in later:
        assert seen.host == HOST or "x-api-key" not in seen.headers
        assert seen.host == HOST or asked is HEADER or not seen.param("api_key")
        assert sum(name == "api_key" for name, _ in seen.params) < 2
    said = [str(result), repr(result), repr(transport._settings), caplog.text, *capfd.readouterr(), *desk.lines]
    said += [str(vars(error)) for error in transport.outages.values()]
    if asked is HEADER and "api_key" in str(fault.headers):
        return  # a server that puts a key into its own addresses has given it away by itself
    spelled = (SECRET, "s3cr3t%2Bof")
    assert not [text for text in said if any(one in text for one in spelled)]
    for path in desk.cache_dir.rglob("*"):
        assert path.is_dir() or not any(one.encode() in path.read_bytes() for one in spelled)


def test_keys_do_not_split_the_cache(desk: Desk) -> None:
    desk.transport(tokens={"FAKE_TOKEN": SECRET}).ask([(SOURCE, QUERY)])
    transport = desk.transport()
    assert titles(transport.ask([(SOURCE, QUERY)])[0]) == {"1": "Title of 1"}
    assert transport.requests == {}


def test_a_host_that_calls_us_too_fast_is_left_alone(desk: Desk) -> None:
    """Some services say so by a status that their source has to read; two in a row end the asking."""

    class Throttled(FakeSource):
        def read(self, answer: Answer) -> Reading:
            raise SourceError("fake: too fast", "throttled")

    transport = desk.transport()
    results = transport.ask([(Throttled(), request(number)) for number in range(1, 6)])
    assert [failure(result) for result in results] == ["throttled"] * 5
    assert transport.requests == {HOST: 2}
