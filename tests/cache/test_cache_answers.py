"""The cache of answers: what counts as fresh, and what is shared."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bertbib.cache import DAY, AnswerCache
from bertbib.model import Identifier
from fake_source import answer_to, paper, request

WEEK = 7 * DAY


@pytest.fixture
def cache(cache_dir: Path) -> Iterator[AnswerCache]:
    opened = AnswerCache.open(cache_dir)
    yield opened
    opened.close()


class Clock:
    """The time, as the cache sees it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_800_000_000.0
        monkeypatch.setattr("time.time", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_gives_back_exactly_what_was_put(cache: AnswerCache) -> None:
    versioned = Identifier("arxiv", "1901.11504", "v2")
    asked = replace(request(1), ids=(versioned,), token="SOME_TOKEN", method="POST")
    cache.put(answer_to(asked, b"\x00\xffbody"), [versioned], [], WEEK)
    got = cache.find("fake", Identifier("arxiv", "1901.11504"))
    assert got is not None
    assert (got.request, got.request.ids[0].version, got.status, got.body) == (asked, "v2", 200, b"\x00\xffbody")
    assert got.headers == {"content-type": "text/plain"}
    assert got.from_cache
    assert got.fetched == "2026-11-01T00:00:00Z"


def test_survives_closing(cache_dir: Path) -> None:
    first = AnswerCache.open(cache_dir)
    first.put(answer_to(request(1)), [paper(1)], [], WEEK)
    first.close()
    second = AnswerCache.open(cache_dir)
    assert second.find("fake", paper(1)) is not None
    assert second.problems == []
    second.close()


def test_directory_is_private(cache: AnswerCache, cache_dir: Path) -> None:
    assert cache_dir.stat().st_mode & 0o777 == 0o700


def test_same_request_whatever_the_order_of_its_parameters(cache: AnswerCache) -> None:
    asked = replace(request(1), params=(("a", "1"), ("b", "2")))
    cache.put(answer_to(asked), [paper(1)], [], WEEK)
    assert cache.get(replace(asked, params=(("b", "2"), ("a", "1")), token="OTHER"))
    for other in (
        replace(asked, params=(("a", "1"),)),
        replace(asked, url=asked.url + "x"),
        replace(asked, method="POST"),
    ):
        assert cache.get(other) is None


def test_one_file_answers_for_other_ids_than_it_was_fetched_for(cache: AnswerCache) -> None:
    volume = replace(request(1), params=())
    cache.put(answer_to(volume), [paper(1)], [], WEEK)
    other = replace(volume, ids=(paper(2),))
    got = cache.get(other)
    assert got is not None
    assert got.request.ids == (paper(2),)


def test_finds_an_id_in_a_batch_of_other_composition(cache: AnswerCache) -> None:
    cache.put(answer_to(request(1, 2, 3)), [paper(1), paper(2)], [paper(3)], WEEK)
    for number in (1, 2, 3):
        assert cache.find("fake", paper(number)) is not None
    assert cache.find("fake", paper(4)) is None
    assert cache.find("another source", paper(1)) is None


def test_dois_are_found_whatever_their_case(cache: AnswerCache) -> None:
    cache.put(answer_to(request(1)), [Identifier("doi", "10.1/ABC")], [], WEEK)
    assert cache.find("fake", Identifier("doi", "10.1/abc")) is not None


def test_found_lives_for_its_ttl_and_absent_for_a_day(cache: AnswerCache, clock: Clock) -> None:
    cache.put(answer_to(request(1, 2)), [paper(1)], [paper(2)], WEEK)
    clock.now += DAY + 1
    assert cache.find("fake", paper(1)) is not None
    assert cache.find("fake", paper(2)) is None
    assert cache.get(request(1, 2)) is None, "as an answer to the whole request it is as old as its oldest part"
    clock.now += WEEK
    assert cache.find("fake", paper(1)) is None


def test_short_ttl_holds_for_absent_too(cache: AnswerCache, clock: Clock) -> None:
    cache.put(answer_to(request(2)), [], [paper(2)], 60)
    clock.now += 61
    assert cache.find("fake", paper(2)) is None


def test_stale_counts_what_was_found_and_never_what_was_absent(cache: AnswerCache, clock: Clock) -> None:
    cache.put(answer_to(request(1, 2)), [paper(1)], [paper(2)], WEEK)
    clock.now += 10 * WEEK
    assert cache.find("fake", paper(1), stale=True) is not None
    assert cache.find("fake", paper(2), stale=True) is None
    assert cache.get(request(1, 2)) is None
    assert cache.get(request(1, 2), stale=True) is not None


def test_any_age_counts_what_was_absent_too(cache: AnswerCache, clock: Clock) -> None:
    cache.put(answer_to(request(1, 2)), [paper(1)], [paper(2)], WEEK)
    clock.now += 10 * WEEK
    assert cache.find("fake", paper(1), any_age=True) is not None
    assert cache.find("fake", paper(2), any_age=True) is not None
    assert cache.find("fake", paper(3), any_age=True) is None


def test_newest_answer_decides(cache: AnswerCache, clock: Clock) -> None:
    cache.put(answer_to(request(1, 2), b"old"), [paper(1), paper(2)], [], WEEK)
    clock.now += 10
    cache.put(answer_to(request(1, 3), b"new"), [paper(3)], [paper(1)], WEEK)
    newest = cache.find("fake", paper(1))
    assert newest is not None
    assert newest.body == b"new"
    clock.now += DAY + 1
    assert cache.find("fake", paper(1), stale=True) is None, "an older verdict must not come back"
    assert cache.find("fake", paper(2)) is not None


def test_a_new_answer_replaces_the_old_one_of_the_same_request(cache: AnswerCache) -> None:
    cache.put(answer_to(request(1, 2), b"old"), [paper(1), paper(2)], [], WEEK)
    cache.put(answer_to(request(1, 2), b"new"), [paper(1)], [], WEEK)
    got = cache.find("fake", paper(1))
    assert got is not None
    assert got.body == b"new"
    assert cache.find("fake", paper(2)) is None
    assert cache.size() == (1, 3)


def test_expired_answers_that_decide_nothing_are_forgotten(cache: AnswerCache, clock: Clock) -> None:
    cache.put(answer_to(request(1), b"follow"), [], [], 60)
    clock.now += 61
    cache.put(answer_to(request(2), b"."), [paper(2)], [], WEEK)
    assert cache.size() == (1, 1)


def test_clean_forgets_everything(cache: AnswerCache) -> None:
    for number in (1, 2):
        cache.put(answer_to(request(number), b"12345"), [paper(number)], [], WEEK)
        assert cache.find("fake", paper(number))
    assert cache.size() == (2, 10)
    assert cache.clean() == 2
    assert cache.size() == (0, 0)
    assert cache.find("fake", paper(1)) is None
    assert cache.get(request(1)) is None


WRITER = """
import sys
from pathlib import Path
from bertbib.cache import AnswerCache
from fake_source import answer_to, paper, request
cache = AnswerCache.open(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 50):
    cache.put(answer_to(request(number)), [paper(number)], [], 1000)
assert not cache.problems, cache.problems
"""


def test_processes_and_threads_share_one_file(cache_dir: Path) -> None:
    tests = Path(__file__).parents[1]
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tests)!r})\n{WRITER}", str(cache_dir)]
    writers = [
        subprocess.Popen([*command, str(first)], stderr=subprocess.PIPE, text=True) for first in (1000, 2000, 3000)
    ]
    cache = AnswerCache.open(cache_dir)

    def write(first: int) -> None:
        for number in range(first, first + 50):
            cache.put(answer_to(request(number)), [paper(number)], [], WEEK)

    threads = [threading.Thread(target=write, args=(first,)) for first in (4000, 5000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    assert cache.problems == []
    assert cache.size()[0] == 250
    assert all(cache.find("fake", paper(first + 49)) for first in (1000, 2000, 3000, 4000, 5000))
    cache.close()
