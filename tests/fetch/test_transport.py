"""The transport as its callers see it: what is asked, what is believed and kept, and what stays secret."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bertbib.cache import DAY
from bertbib.model import Reading
from desk import Desk, failure, titles
from fake_source import HOST, FakeSource, paper, request, serve
from standin import (
    CHALLENGE_200,
    CHALLENGE_403,
    CHALLENGE_500,
    CUT,
    TRUNCATED,
    Fault,
    hang,
    moved,
    throttled,
)

SOURCE = FakeSource()


# --- answers ----------------------------------------------------------------------------------------------------------


def test_answers_come_in_the_order_of_the_jobs(desk: Desk) -> None:
    desk.standin.world.hosts["slow.example"] = serve(1, 2)
    desk.standin.fail("slow.example", hang(0.2))
    jobs = [(SOURCE, request(1, host="slow.example")), (SOURCE, request(3)), (SOURCE, request(2, host="slow.example"))]
    transport = desk.transport()
    assert [titles(result) for result in transport.ask(jobs)] == [
        {"1": "Title of 1"},
        {"3": "Title of 3"},
        {"2": "Title of 2"},
    ]
    assert transport.requests == {"slow.example": 2, HOST: 1}
    assert transport.asked_anything()
    assert transport.outages == {}


def test_no_host_waits_for_another(desk: Desk) -> None:
    """Two hosts that each answer only once both have been asked."""
    both = threading.Barrier(2, timeout=10)
    for host in ("one.example", "two.example"):
        answer = serve(1)

        def meet(seen: Any, answer: Callable[[Any], Any] = answer) -> Any:
            both.wait()
            return answer(seen)

        desk.standin.world.hosts[host] = meet
    results = desk.transport().ask([(SOURCE, request(1, host=host)) for host in ("one.example", "two.example")])
    assert [titles(result) for result in results] == [{"1": "Title of 1"}] * 2


def test_one_connection_per_host_also_over_several_calls(desk: Desk) -> None:
    transport = desk.transport()
    transport.ask([(SOURCE, request(number)) for number in range(1, 6)])
    transport.ask([(SOURCE, request(number)) for number in range(6, 9)])
    assert len({seen.port for seen in desk.standin.asked(HOST)}) == 1
    assert [seen.param("ids") for seen in desk.standin.asked(HOST)] == [str(number) for number in range(1, 9)]


def test_nothing_to_ask(desk: Desk) -> None:
    transport = desk.transport()
    assert transport.ask([]) == []
    assert not transport.asked_anything()


def test_progress_in_short_lines(desk: Desk) -> None:
    desk.transport().ask([(SOURCE, request(1)), (SOURCE, request(2))])
    assert desk.lines == [f"{HOST}: 1 of 2 answers", f"{HOST}: 2 of 2 answers"]


# --- the cache --------------------------------------------------------------------------------------------------------


def test_a_kept_answer_is_not_asked_again(desk: Desk) -> None:
    desk.transport().ask([(SOURCE, request(1, 99))])
    again = desk.transport()
    (result,) = again.ask([(SOURCE, request(1, 99))])
    assert titles(result) == {"1": "Title of 1"}
    assert isinstance(result, Reading)
    assert result.absent == {paper(99)}
    assert again.requests == {}
    assert not again.asked_anything()


def test_same_job_twice_is_asked_once(desk: Desk) -> None:
    transport = desk.transport()
    results = transport.ask([(SOURCE, request(1)), (SOURCE, request(1))])
    assert [titles(result) for result in results] == [{"1": "Title of 1"}] * 2
    assert transport.requests[HOST] == 1


def test_find_needs_no_batch_of_the_same_composition(desk: Desk) -> None:
    desk.transport().ask([(SOURCE, request(1, 2, 99))])
    transport = desk.transport()
    found, absent = transport.find(SOURCE, paper(1)), transport.find(SOURCE, paper(99))
    assert found is not None
    assert titles(found) == {"1": "Title of 1"}
    assert absent is not None
    assert absent.absent == {paper(99)}
    assert transport.find(SOURCE, paper(3)) is None
    assert transport.find(replace(SOURCE, name="other"), paper(1)) is None
    assert transport.requests == {}


def test_what_the_source_no_longer_believes_is_asked_again(desk: Desk) -> None:
    desk.transport().ask([(SOURCE, request(1))])
    doubting = replace(SOURCE, unbelieving=True)
    transport = desk.transport()
    assert transport.find(doubting, paper(1)) is None
    (result,) = transport.ask([(doubting, request(1))])
    assert failure(result) == "blocked"
    assert transport.requests[HOST] == 1


@pytest.mark.parametrize(
    ("ids", "kept_titles", "days"),
    [
        ((1,), "Title of {}", 1000),
        ((99,), "Title of {}", 1),  # nothing found
        ((1, "bad1"), "Title of {}", 1),  # something refused
        ((1,), ">{}", 1),  # something to follow
    ],
)
def test_how_long_an_answer_is_kept(desk: Desk, ids: tuple[Any, ...], kept_titles: str, days: int) -> None:
    desk.standin.world.hosts[HOST] = serve(1, titles=kept_titles)
    transport = desk.transport()
    transport.ask([(SOURCE, request(*ids))])
    (row,) = transport._cache._connection.execute("SELECT expires - stored FROM answers")
    assert row[0] == pytest.approx(days * DAY)


def test_an_old_file_does_not_say_that_something_new_is_absent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file for many papers: what is not in last month's copy may be in today's."""
    everything = replace(request(1), params=())
    desk.standin.world.hosts[HOST] = lambda seen: serve(1)(replace(seen, params=(("ids", "1"),)))
    desk.transport().ask([(SOURCE, everything)])
    other = replace(everything, ids=(paper(2),))
    desk.transport().ask([(SOURCE, other)])
    assert len(desk.standin.asked(HOST)) == 1, "today's copy still says so"
    transport = desk.transport()
    transport._cache._connection.execute("UPDATE answers SET fetched = '2020-01-01T00:00:00Z'")
    assert isinstance(transport.ask([(SOURCE, everything)])[0], Reading)
    assert transport.requests == {}
    transport.ask([(SOURCE, other)])
    assert transport.requests[HOST] == 1


def test_only_believed_answers_are_kept(desk: Desk) -> None:
    for fault, why in ((CHALLENGE_200, "blocked"), (TRUNCATED, "malformed"), (CHALLENGE_403, "blocked")):
        desk.standin.fail(HOST, fault, after=0)
        transport = desk.transport()
        (result,) = transport.ask([(SOURCE, request(1))])
        assert failure(result) == why
        assert not transport.asked_anything()
        assert transport.requests[HOST] == 1, "such answers are not asked for again"
        assert transport._cache.size() == (0, 0)


def test_a_source_that_stumbles_over_a_body_does_not_end_the_run(desk: Desk) -> None:
    results = desk.transport().ask([(replace(SOURCE, bug=True), request(1)), (SOURCE, request(2))])
    assert failure(results[0]) == "malformed"
    assert "fake" in str(results[0])
    assert titles(results[1]) == {"2": "Title of 2"}


# --- offline ----------------------------------------------------------------------------------------------------------


def test_offline_is_the_cache_and_nothing_else(desk: Desk) -> None:
    desk.transport().ask([(SOURCE, request(1))])
    transport = desk.transport(offline=True)
    kept, missing = transport.ask([(SOURCE, request(1)), (SOURCE, request(2))])
    assert titles(kept) == {"1": "Title of 1"}
    assert failure(missing) == "offline"
    assert transport.requests == {}
    assert transport.outages == {}


def test_offline_an_old_answer_that_found_it_counts(desk: Desk) -> None:
    desk.transport().ask([(SOURCE, request(1, 99))])
    transport = desk.transport()
    transport._cache._connection.execute("UPDATE answers SET expires = 1, fetched = '2020-01-01T00:00:00Z'")
    transport._cache._connection.execute("UPDATE covers SET expires = 1")
    assert transport.find(SOURCE, paper(1)) is None
    offline = desk.transport(offline=True)
    found = offline.find(SOURCE, paper(1))
    assert found is not None
    assert titles(found) == {"1": "Title of 1"}
    assert offline.find(SOURCE, paper(99)) is None
    told = desk.transport(offline=True, any_age=True).find(SOURCE, paper(99))
    assert told is not None
    assert (told.absent, told.date) == (frozenset({paper(99)}), "2020-01-01")


# --- secrets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", [Fault(), CHALLENGE_403, CHALLENGE_500, throttled("99"), CUT, moved("https://other.example/ask")]
)
def test_a_token_is_sent_and_never_seen_again(
    desk: Desk, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "s3cr3t-of-mine"
    desk.standin.fail(HOST, fault, times=9)
    transport = desk.transport(tokens={"FAKE_TOKEN": secret}, mailto="me@example.org")
    (result,) = transport.ask([(SOURCE, request(1, token="FAKE_TOKEN"))])
    assert desk.standin.seen[0].headers["authorization"] == f"Bearer {secret}"
    assert all("authorization" not in seen.headers for seen in desk.standin.asked("other.example"))
    desk.close()
    seen_anywhere = [
        str(result),
        repr(result),
        repr(transport._settings),
        caplog.text,
        *capfd.readouterr(),
        *desk.lines,
    ]
    seen_anywhere += [str(vars(error)) for error in transport.outages.values()]
    assert not [text for text in seen_anywhere if secret in text]
    for path in desk.cache_dir.rglob("*"):
        assert path.is_dir() or secret.encode() not in path.read_bytes()


def test_without_the_variable_no_token_is_sent(desk: Desk) -> None:
    desk.transport(tokens={"OTHER": "x"}).ask([(SOURCE, request(1, token="FAKE_TOKEN")), (SOURCE, request(2))])
    assert all("authorization" not in seen.headers for seen in desk.standin.seen)


def test_tokens_do_not_split_the_cache(desk: Desk) -> None:
    desk.transport(tokens={"FAKE_TOKEN": "x"}).ask([(SOURCE, request(1, token="FAKE_TOKEN"))])
    transport = desk.transport()
    assert titles(transport.ask([(SOURCE, request(1, token="FAKE_TOKEN"))])[0]) == {"1": "Title of 1"}
    assert transport.requests == {}
