"""The transport as its callers see it: what is asked, what is believed and kept, and what an outage costs."""

from __future__ import annotations

import itertools
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bertbib.cache import DAY, AnswerCache
from bertbib.fetch import FetchSettings, Transport
from bertbib.model import Reading, SourceError
from fake_source import HOST, FakeSource, paper, request, serve
from standin import (
    CHALLENGE_200,
    CHALLENGE_403,
    CHALLENGE_500,
    CUT,
    TRUNCATED,
    UNAVAILABLE,
    Fault,
    StandIn,
    drip,
    hang,
    moved,
    throttled,
)

SOURCE = FakeSource()
Result = Reading | SourceError


class Desk:
    """A transport over the stand-in, made anew as often as a test likes, on one cache directory."""

    def __init__(self, standin: StandIn, cache_dir: Path) -> None:
        self.standin = standin
        self.cache_dir = cache_dir
        self.lines: list[str] = []
        self._opened: list[Transport | AnswerCache] = []

    def transport(self, **changes: Any) -> Transport:
        values: dict[str, Any] = {"gateway": self.standin.url, "cache_dir": self.cache_dir, "pace": False}
        cache = AnswerCache.open(self.cache_dir)
        transport = Transport(FetchSettings(**(values | changes)), cache, progress=self.lines.append)
        self._opened += [transport, cache]
        return transport

    def close(self) -> None:
        for one in self._opened:
            one.close()


@pytest.fixture
def desk(standin: StandIn, cache_dir: Path) -> Iterator[Desk]:
    standin.world.hosts[HOST] = serve(*range(1, 50))
    made = Desk(standin, cache_dir)
    yield made
    made.close()


def titles(result: Result) -> dict[str, str]:
    assert isinstance(result, Reading), result
    return {identifier.value: record.item.title for identifier, record in result.records.items()}


def failure(result: Result) -> str:
    assert isinstance(result, SourceError), result
    assert str(result)
    return result.failure


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


# --- tries and outages ------------------------------------------------------------------------------------------------


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


# --- interruption -----------------------------------------------------------------------------------------------------

RUN = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from bertbib.cache import AnswerCache
from bertbib.fetch import FetchSettings, Transport
from fake_source import FakeSource, request
source = FakeSource(pace={pace})
settings = FetchSettings(gateway={gateway!r}, cache_dir=Path({cache_dir!r}), pace={pace} > 0)
transport = Transport(settings, AnswerCache.open(settings.cache_dir), progress=lambda line: print(line, flush=True))
try:
    transport.ask([(source, request(number)) for number in range({first}, {last} + 1)])
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def run_elsewhere(desk: Desk, first: int, last: int, pace: float = 0.0) -> subprocess.Popen[str]:
    """Ask for papers, one by one, in another process."""
    script = RUN.format(
        tests=str(Path(__file__).parent),
        gateway=desk.standin.url,
        cache_dir=str(desk.cache_dir),
        first=first,
        last=last,
        pace=pace,
    )
    return subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )


def wait_for_requests(desk: Desk, count: int) -> None:
    deadline = time.monotonic() + 30
    while len(desk.standin.seen) < count:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_killed_run_resumes_from_its_answers(desk: Desk) -> None:
    desk.standin.fail(HOST, hang(60), after=3, times=1)
    with run_elsewhere(desk, 1, 6) as run:
        assert run.stdout is not None
        for _ in range(3):
            run.stdout.readline()
        wait_for_requests(desk, 4)
        run.send_signal(signal.SIGKILL)
    transport = desk.transport()
    results = transport.ask([(SOURCE, request(number)) for number in range(1, 7)])
    assert [titles(result) for result in results] == [{str(n): f"Title of {n}"} for n in range(1, 7)]
    assert transport.requests[HOST] == 3


def test_ctrl_c_ends_a_run_that_waits_for_a_silent_host(desk: Desk) -> None:
    desk.standin.fail(HOST, hang(60), after=1, times=9)
    with run_elsewhere(desk, 1, 3) as run:
        assert run.stdout is not None
        run.stdout.readline()
        wait_for_requests(desk, 2)
        run.send_signal(signal.SIGINT)
        out, errors = run.communicate(timeout=10)
    assert (out, errors, run.returncode) == ("interrupted\n", "", 0)


def test_closing_ends_the_waiting(desk: Desk) -> None:
    desk.standin.fail(HOST, throttled("10"), times=9)
    transport = desk.transport()
    threading.Timer(0.3, transport.close).start()
    (result,) = transport.ask([(SOURCE, request(1))])
    assert failure(result) == "failed"
    assert transport.outages == {}


def test_two_processes_keep_one_pace_and_one_connection(desk: Desk) -> None:
    pace = 0.3
    runs = [run_elsewhere(desk, first, first + 2, pace) for first in (1, 11)]
    for run in runs:
        _, errors = run.communicate(timeout=60)
        assert (run.returncode, errors) == (0, "")
    starts = [seen.time for seen in desk.standin.asked(HOST)]
    assert len(starts) == 6
    # The gap is kept where the requests start; on their way here it may shrink a little.
    assert min(later - earlier for earlier, later in itertools.pairwise(starts)) > pace * 0.6
    assert desk.standin.most_at_once[HOST] == 1


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
