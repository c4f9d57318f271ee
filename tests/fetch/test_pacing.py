"""The gates of the hosts."""

from __future__ import annotations

import os
import time
from pathlib import Path
from threading import Event, Thread, Timer

import pytest

from bertbib.fetch import pacing
from bertbib.fetch.pacing import Pacer
from bertbib.model import SourceError


class Waits(Pacer):
    """A pacer that notes its waits and makes the clock go on instead."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(directory, Event())
        self.waits: list[float] = []
        self.passed = 0.0
        self.set_back = 0.0
        wall, monotonic = time.time, time.monotonic
        monkeypatch.setattr(time, "time", lambda: wall() + self.passed - self.set_back)
        monkeypatch.setattr(time, "monotonic", lambda: monotonic() + self.passed)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.passed += seconds


@pytest.fixture
def pacer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Waits:
    return Waits(tmp_path, monkeypatch)


def take_turn(pacer: Pacer, pace: float = 3.0, host: str = "h.example") -> None:
    with pacer.turn(host, pace):
        pass


def test_first_turn_is_at_once_and_the_next_after_the_pace(pacer: Waits) -> None:
    take_turn(pacer)
    assert pacer.waits == []
    take_turn(pacer)
    assert sum(pacer.waits) == pytest.approx(3.0, abs=0.5)


def test_hosts_have_paces_of_their_own(pacer: Waits) -> None:
    take_turn(pacer, host="one.example")
    take_turn(pacer, host="two.example")
    assert pacer.waits == []


def test_the_pace_holds_after_a_restart(pacer: Waits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take_turn(pacer)
    later = Waits(tmp_path, monkeypatch)
    take_turn(later)
    assert sum(later.waits) == pytest.approx(3.0, abs=0.5)


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0])
def test_clock_jumps_do_not_make_it_wait_longer(pacer: Waits, jump: float) -> None:
    take_turn(pacer)
    pacer.set_back = -jump
    take_turn(pacer)
    assert sum(pacer.waits) == pytest.approx(3.0, abs=0.5)


def test_a_time_stamp_from_the_future_costs_one_pace(pacer: Waits, tmp_path: Path) -> None:
    take_turn(pacer)
    (start,) = tmp_path.rglob("*.start")
    os.utime(start, (time.time() + 1e6, time.time() + 1e6))
    take_turn(pacer)
    assert sum(pacer.waits) == pytest.approx(3.0, abs=0.5)


def test_a_directory_that_cannot_be_written_paces_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    pacer = Waits(tmp_path / "file", monkeypatch)
    take_turn(pacer)
    take_turn(pacer)
    assert sum(pacer.waits) == pytest.approx(3.0, abs=0.5)


@pytest.mark.parametrize("host", ["[::1]:80", "../../etc/passwd", "x" * 1000, "HOST.example:8080"])
def test_any_host_has_a_file_in_the_directory(pacer: Waits, tmp_path: Path, host: str) -> None:
    take_turn(pacer, host=host)
    (start,) = tmp_path.rglob("*.start")
    assert start.parent == tmp_path / "hosts"


def test_one_at_a_time(tmp_path: Path) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(3):
            with Pacer(tmp_path, Event()).turn("h.example", 0.0):
                inside += 1
                most = max(most, inside)
                time.sleep(0.01)
                inside -= 1

    workers = [Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert most == 1


def test_patience_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "PATIENCE", 0.1)
    with Pacer(tmp_path, Event()).turn("h.example", 0.0):
        with pytest.raises(SourceError) as caught:
            take_turn(Pacer(tmp_path, Event()), 0.0)
        assert caught.value.failure == "timeout"
    take_turn(Pacer(tmp_path, Event()), 0.0)


def test_waiting_ends_when_the_run_is_stopped(tmp_path: Path) -> None:
    stop = Event()
    pacer = Pacer(tmp_path, stop)
    take_turn(pacer, 60.0)
    Timer(0.1, stop.set).start()
    with pytest.raises(SourceError, match="interrupted"):
        take_turn(pacer, 60.0)


def test_switched_off_it_leaves_no_trace(tmp_path: Path) -> None:
    pacer = Pacer(tmp_path, Event(), on=False)
    for _ in range(3):
        take_turn(pacer, 60.0)
    assert list(tmp_path.iterdir()) == []


def test_back_off_is_random_and_grows(pacer: Waits) -> None:
    for attempt, longest in ((1, 1.0), (2, 2.0)):
        pacer.waits.clear()
        for _ in range(50):
            pacer.back_off(attempt)
        assert len(set(pacer.waits)) > 40
        assert longest / 2 < max(pacer.waits) <= longest
        assert min(pacer.waits) >= 0.0
    pacer.back_off(1, 12.0)
    assert pacer.waits[-1] == 12.0
