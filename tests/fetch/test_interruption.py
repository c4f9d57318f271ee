"""Runs that are stopped, killed or at work at the same time."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from desk import Desk, failure, titles
from fake_source import HOST, FakeSource, request
from standin import (
    hang,
    throttled,
)

SOURCE = FakeSource()


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
        tests=str(Path(__file__).parents[1]),
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


def test_after_an_interruption_nothing_more_is_asked(desk: Desk) -> None:
    desk.transport().ask([(SOURCE, request(1))])
    transport = desk.transport()
    transport.close()
    kept, other = transport.ask([(SOURCE, request(1)), (SOURCE, request(2))])
    assert titles(kept) == {"1": "Title of 1"}
    assert failure(other) == "failed"
    assert transport.requests == {}
