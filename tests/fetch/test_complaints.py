"""What Retry-After means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bertbib.fetch.complaints import complaint, retry_after
from fake_source import answer_to, request


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 0 "}, 0.0),
        ({"retry-after": "9" * 5000}, 999_999_999.0),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "\u0663"}, None),
        ({"retry-after": "Mon, 02 Nov 2026 10:00:30 GMT", "date": "Mon, 02 Nov 2026 10:00:00 GMT"}, 30.0),
        ({"retry-after": "Mon, 02 Nov 2026 10:00:00 GMT", "date": "Mon, 02 Nov 2026 10:00:30 GMT"}, 0.0),
        ({"retry-after": "Mon, 02 Nov 1026 10:00:00 GMT"}, 0.0),
        ({"retry-after": "Mon, 99 Nov 2026 10:00:00 GMT"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


@pytest.mark.parametrize(
    ("status", "body", "pause", "failure"),
    [
        (429, b"slow down", None, "throttled"),
        (429, b"<title>Just a moment...</title>", None, "throttled"),
        (500, b"<!doctype html><title>Making sure you&#39;re not a bot!</title>", None, "blocked"),
        (503, b" <html><head><title>Just a moment...</title>", None, "blocked"),
        (503, b"<html><title>Down for maintenance</title>", None, "failed"),
        (503, b'{"message": "wait just a moment"}', None, "failed"),
        (500, b"", 1e300, "failed"),
    ],
)
def test_what_kind_of_failure(status: int, body: bytes, pause: float | None, failure: str) -> None:
    answer = replace(answer_to(request(1), body), status=status)
    error = complaint("h.example", answer, pause)
    assert (error.failure, error.host) == (failure, "h.example")
    assert str(error).startswith("h.example: ")


def test_only_long_waits_are_spelled_out() -> None:
    answer = replace(answer_to(request(1)), status=429)
    assert "until" in str(complaint("h.example", answer, 60.0))
    assert "until" not in str(complaint("h.example", answer, 10.0))
