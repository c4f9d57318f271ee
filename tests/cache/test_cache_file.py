"""The file of the answers in a bad state: broken, foreign, newer, unwritable, or the disk full."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bertbib.cache import DAY, AnswerCache
from bertbib.cache.answers import FILE
from bertbib.cache.file import SCHEMA
from fake_source import answer_to, paper, request

WEEK = 7 * DAY


@pytest.fixture
def cache(cache_dir: Path) -> Iterator[AnswerCache]:
    opened = AnswerCache.open(cache_dir)
    yield opened
    opened.close()


@pytest.mark.parametrize("rubbish", [b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_rubbish_is_moved_aside_not_deleted(cache_dir: Path, rubbish: bytes) -> None:
    cache_dir.mkdir()
    (cache_dir / FILE).write_bytes(rubbish)
    cache = AnswerCache.open(cache_dir)
    (problem,) = cache.problems
    assert problem.code == "cache-moved"
    (aside,) = cache_dir.glob("*.aside")
    assert aside.read_bytes() == rubbish
    assert str(aside) in problem.hint
    cache.put(answer_to(request(1)), [paper(1)], [], WEEK)
    cache.close()
    again = AnswerCache.open(cache_dir)
    assert again.find("fake", paper(1)) is not None
    assert again.problems == []
    again.close()


def test_two_broken_files_are_both_kept(cache_dir: Path) -> None:
    cache_dir.mkdir()
    for body in (b"first " * 100, b"second " * 100):
        (cache_dir / FILE).write_bytes(body)
        AnswerCache.open(cache_dir).close()
    assert sorted(path.read_bytes()[:5] for path in cache_dir.glob("*.aside")) == [b"first", b"secon"]


def test_database_of_another_program_is_moved_aside(cache_dir: Path) -> None:
    cache_dir.mkdir()
    other = sqlite3.connect(cache_dir / FILE)
    other.execute("CREATE TABLE diary (page TEXT)")
    other.execute("INSERT INTO diary VALUES ('dear me')")
    other.commit()
    other.close()
    cache = AnswerCache.open(cache_dir)
    assert [problem.code for problem in cache.problems] == ["cache-moved"]
    cache.close()
    (aside,) = cache_dir.glob("*.aside")
    kept = sqlite3.connect(aside)
    assert kept.execute("SELECT page FROM diary").fetchone() == ("dear me",)
    kept.close()


def test_empty_file_is_simply_begun(cache_dir: Path) -> None:
    cache_dir.mkdir()
    (cache_dir / FILE).touch()
    cache = AnswerCache.open(cache_dir)
    assert cache.problems == []
    cache.close()


def test_newer_schema_is_left_alone(cache_dir: Path) -> None:
    AnswerCache.open(cache_dir).close()
    newer = sqlite3.connect(cache_dir / FILE)
    newer.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    newer.close()
    before = (cache_dir / FILE).read_bytes()
    cache = AnswerCache.open(cache_dir)
    assert [problem.code for problem in cache.problems] == ["cache-unavailable"]
    cache.put(answer_to(request(1)), [paper(1)], [], WEEK)
    assert cache.find("fake", paper(1)) is not None, "this run still has it in memory"
    cache.close()
    assert (cache_dir / FILE).read_bytes() == before
    assert not list(cache_dir.glob("*.aside"))


def test_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = AnswerCache.open(tmp_path / "file" / "cache")
    assert [problem.code for problem in cache.problems] == ["cache-unavailable"]
    cache.put(answer_to(request(1)), [paper(1)], [], WEEK)
    assert cache.get(request(1)) is not None
    assert cache.clean() == 1
    cache.close()


def test_file_that_breaks_under_us_is_replaced(cache_dir: Path) -> None:
    cache = AnswerCache.open(cache_dir)
    for number in range(20):
        cache.put(answer_to(request(number), b"x" * 5000), [paper(number)], [], WEEK)
    cache.close()
    broken = bytearray((cache_dir / FILE).read_bytes())
    broken[4096:] = b"\xee" * (len(broken) - 4096)
    (cache_dir / FILE).write_bytes(broken)
    cache = AnswerCache.open(cache_dir)
    assert cache.find("fake", paper(1)) is None
    cache.put(answer_to(request(1)), [paper(1)], [], WEEK)
    assert cache.find("fake", paper(1)) is not None
    assert [problem.code for problem in cache.problems] == ["cache-moved"]
    cache.close()
    (aside,) = cache_dir.glob("*.aside")
    assert aside.read_bytes()[4096:5000] == b"\xee" * 904


def test_damaged_body_is_not_an_answer(cache: AnswerCache, cache_dir: Path) -> None:
    cache.put(answer_to(request(1), b"body"), [paper(1)], [], WEEK)
    other = sqlite3.connect(cache_dir / FILE)
    other.execute("UPDATE answers SET body = x'00'")
    other.commit()
    other.close()
    assert cache.find("fake", paper(1)) is None
    assert cache.get(request(1)) is None


def test_full_disk_ends_the_storing_not_the_run(cache: AnswerCache) -> None:
    cache.put(answer_to(request(1)), [paper(1)], [], WEEK)
    # SQLite fails in the same way (SQLITE_FULL) at this limit as on a full disk.
    pages = cache._connection.execute("PRAGMA page_count").fetchone()[0]
    cache._connection.execute(f"PRAGMA max_page_count = {pages}")
    for number in (2, 3):
        cache.put(answer_to(request(number), b"x" * 100_000), [paper(number)], [], WEEK)
        assert cache.find("fake", paper(number)) is None
    assert [problem.code for problem in cache.problems] == ["cache-not-stored"]
    assert cache.find("fake", paper(1)) is not None


def test_use_after_closing_is_harmless(cache_dir: Path) -> None:
    cache = AnswerCache.open(cache_dir)
    cache.close()
    cache.put(answer_to(request(1)), [paper(1)], [], WEEK)
    assert cache.get(request(1)) is None
    assert cache.size() == (0, 0)
