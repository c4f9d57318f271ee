"""What a host that fails costs: tries, waits, and the rest of the run."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from bertbib.model import Reading
from desk import Desk, failure, titles
from fake_source import HOST, FakeSource, paper, request, serve
from standin import (
    CHALLENGE_403,
    CHALLENGE_500,
    CUT,
    UNAVAILABLE,
    Fault,
    drip,
    hang,
    throttled,
)

SOURCE = FakeSource()


@pytest.mark.parametrize("fault", [throttled(), UNAVAILABLE, CUT, Fault(status=500), throttled("0")])
def test_one_bad_answer_is_tried_again(desk: Desk, fault: Fault) -> None:
    desk.standin.fail(HOST, fault)
    transport = desk.transport()
    (result,) = transport.ask([(SOURCE, request(1))])
    assert titles(result) == {"1": "Title of 1"}
    assert transport.requests[HOST] == 2
    assert transport.outages == {}


@pytest.mark.parametrize(
    ("fault", "why", "tries"),
    [
        (throttled(), "throttled", 3),
        (UNAVAILABLE, "failed", 3),
        (CUT, "failed", 2),
        (CHALLENGE_500, "blocked", 1),
        (throttled("16"), "throttled", 1),
        (throttled("Fri, 31 Dec 2999 23:59:59 GMT"), "throttled", 1),
        (replace(UNAVAILABLE, headers=(("Retry-After", "3600"),)), "failed", 1),
    ],
)
def test_a_host_that_does_not_recover_is_out(desk: Desk, fault: Fault, why: str, tries: int) -> None:
    desk.standin.fail(HOST, fault, times=99)
    transport = desk.transport()
    first, second = transport.ask([(SOURCE, request(1)), (SOURCE, request(2))])
    assert failure(first) == why
    assert second is first
    assert transport.outages == {HOST: first}
    assert transport.requests[HOST] == tries
    assert transport.ask([(SOURCE, request(3))]) == [first]
    assert transport.requests[HOST] == tries
    assert HOST in str(first)
    assert not transport.asked_anything()


def test_silence_is_tried_twice(desk: Desk) -> None:
    desk.standin.fail(HOST, hang(30), times=99)
    transport = desk.transport(silence_s=0.2)
    (result,) = transport.ask([(SOURCE, request(1))])
    assert failure(result) == "timeout"
    assert transport.requests[HOST] == 2
    assert HOST in transport.outages


@pytest.mark.parametrize("from_the_start", [False, True])
def test_a_dripping_server_ends(desk: Desk, from_the_start: bool) -> None:
    """Every byte comes in time, the whole never does."""
    desk.standin.fail(HOST, drip(0.05, from_the_start=from_the_start), times=99)
    transport = desk.transport(silence_s=5, answer_s=0.4)
    start = time.monotonic()
    first, second = transport.ask([(SOURCE, request(1)), (SOURCE, request(2))])
    assert time.monotonic() - start < 3, "it would drip for longer"
    assert failure(first) == "timeout"
    assert second is first
    assert transport.requests[HOST] == 1


def test_the_message_says_when_to_come_back(desk: Desk) -> None:
    desk.standin.fail(HOST, throttled("7200"))
    (result,) = desk.transport().ask([(SOURCE, request(1))])
    until = time.strftime("%Y-%m-%d %H:", time.localtime(time.time() + 7200))
    assert f"until {until}" in str(result)


def test_retry_after_is_honoured_even_without_a_pace(desk: Desk) -> None:
    desk.standin.fail(HOST, throttled("1"))
    desk.transport(pace=False).ask([(SOURCE, request(1))])
    first, second = desk.standin.asked(HOST)
    assert second.time - first.time >= 1.0


def test_a_refusal_is_about_one_paper_two_are_about_us(desk: Desk) -> None:
    desk.standin.fail(HOST, CHALLENGE_403, after=1, times=1)
    desk.standin.fail(HOST, CHALLENGE_403, after=3, times=99)
    transport = desk.transport()
    results = transport.ask([(SOURCE, request(number)) for number in range(1, 9)])
    kinds = ["found" if isinstance(result, Reading) else result.failure for result in results]
    assert kinds == ["found", "blocked", "found", "blocked", "blocked", "blocked", "blocked", "blocked"]
    assert transport.requests[HOST] == 5
    assert transport.outages[HOST].failure == "blocked"


def test_not_found_is_an_answer(desk: Desk) -> None:
    desk.standin.fail(HOST, Fault(status=404, body=b"{}", content_type="application/json"))
    (result,) = desk.transport().ask([(SOURCE, request(1))])
    assert isinstance(result, Reading)
    assert result.absent == {paper(1)}


def test_another_host_goes_on_while_one_is_out(desk: Desk) -> None:
    desk.standin.world.hosts["good.example"] = serve(1)
    desk.standin.fail(HOST, CHALLENGE_500, times=99)
    results = desk.transport().ask([(SOURCE, request(1)), (SOURCE, request(1, host="good.example"))])
    assert failure(results[0]) == "blocked"
    assert titles(results[1]) == {"1": "Title of 1"}


@pytest.mark.parametrize("url", ["no scheme", "https://", "https://papers.example:port/", "https://[::1/"])
def test_an_address_that_is_none(desk: Desk, url: str) -> None:
    transport = desk.transport()
    results = transport.ask([(SOURCE, replace(request(1), url=url)), (SOURCE, request(2))])
    assert failure(results[0]) == "malformed"
    assert titles(results[1]) == {"2": "Title of 2"}


def test_a_name_lookup_that_hangs_costs_one_host_and_little_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """No timeout of the HTTP library limits it; with all hosts out of reach this is how "no network" becomes known."""
    over = threading.Event()
    resolve = socket.getaddrinfo

    def hanging(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host == "stuck.localhost":
            over.wait(30)
            raise socket.gaierror(socket.EAI_AGAIN, "at last")
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    stuck = replace(request(1), url="http://stuck.localhost/ask")
    transport = desk.transport(connect_s=0.1)
    start = time.monotonic()
    results = transport.ask([(SOURCE, stuck), (SOURCE, request(1)), (SOURCE, replace(stuck, ids=(paper(2),)))])
    assert time.monotonic() - start < 10
    assert [failure(results[0]), titles(results[1])] == ["unreachable", {"1": "Title of 1"}]
    assert results[2] is results[0]
    assert transport.outages == {"stuck.localhost": results[0]}
    over.set()


def test_unreachable_hosts_are_out_at_once(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    transport = desk.transport()
    first, second = transport.ask([(SOURCE, replace(request(number), url=url)) for number in (1, 2)])
    assert failure(first) == "unreachable"
    assert second is first
    assert sum(transport.requests.values()) == 1
    assert not transport.asked_anything()
