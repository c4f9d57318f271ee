"""A transport over the stand-in server, and what tests say about its results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bertbib.cache import AnswerCache
from bertbib.fetch import FetchSettings, Transport
from bertbib.model import Reading, SourceError
from standin import StandIn

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


def titles(result: Result) -> dict[str, str]:
    assert isinstance(result, Reading), result
    return {identifier.value: record.item.title for identifier, record in result.records.items()}


def failure(result: Result) -> str:
    assert isinstance(result, SourceError), result
    assert str(result)
    return result.failure
