"""The few exceptions: what stops a run (or, for SourceError, one request)."""

from __future__ import annotations

from typing import Literal

from bertbib.model.problem import Where


class BertbibError(Exception):
    """Base of all errors of bertbib: a sentence for people and, as ``hint``, the next step."""

    def __init__(self, message: str, *, where: Where | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class InputError(BertbibError):
    """An input file cannot be read, or writing it would lose something (exit 5)."""


class ConfigError(BertbibError):
    """The configuration or the command line is wrong (exit 2)."""


class LockError(BertbibError):
    """The lock is unreadable or newer than this program (exit 5)."""


Failure = Literal["blocked", "throttled", "malformed", "timeout", "unreachable", "offline", "failed", "unclear"]


class SourceError(BertbibError):
    """A source gave no believable answer: what was asked stays unknown.

    ``failure`` says why: a challenge page or refusal (blocked), 429 (throttled), an answer of the wrong form
    (malformed), silence (timeout), no connection (unreachable), ``--offline`` (offline), a server's error or an answer
    that ended too soon (failed), or a good answer that decides nothing (unclear).
    """

    def __init__(self, message: str, failure: Failure, *, host: str = "") -> None:
        super().__init__(message)
        self.failure = failure
        self.host = host
