"""What a server means by 429 and 5xx, and by Retry-After."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bertbib.model import Answer, SourceError

LONGEST_RETRY_AFTER = 15.0
"""Seconds that we wait within a run because a server asks us to."""
_CHALLENGES = (
    b"making sure you're not a bot",
    b"making sure you&#39;re not a bot",
    b"anubis",
    b"just a moment",
    b"cf-chl",
)


def complaint(host: str, answer: Answer, pause: float | None) -> SourceError:
    """The error that a 429 or 5xx stands for; ``pause`` is what its Retry-After asks for."""
    if answer.status != 429 and _is_challenge(answer):
        return SourceError(f"{host}: a challenge for browsers instead of an answer", "blocked", host=host)
    what = "asked too often (status 429)" if answer.status == 429 else f"error of the server (status {answer.status})"
    when = ""
    if pause is not None and pause > LONGEST_RETRY_AFTER:
        due = datetime.now().astimezone() + timedelta(seconds=min(pause, 1e9))
        when = f", wants to be left alone until {due:%Y-%m-%d %H:%M}"
    return SourceError(f"{host}: {what}{when}", "throttled" if answer.status == 429 else "failed", host=host)


def _is_challenge(answer: Answer) -> bool:
    head = answer.body[:8192].lower()
    is_html = "html" in answer.headers.get("content-type", "") or head.lstrip().startswith(b"<")
    return is_html and any(sign in head for sign in _CHALLENGES)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3: a number or a date); None where it says nothing.

    A date is taken relative to the server's own Date, so that a wrong clock on either side does no harm.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    due = _date(value)
    if due is None:
        return None
    now = _date(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (due - now).total_seconds())


def _date(value: str) -> datetime | None:
    from email.utils import parsedate_to_datetime  # a third of this package's start-up time, and rarely needed

    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
