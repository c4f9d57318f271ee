"""Single exchanges with the stand-in server, and servers that do as they please."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from bertbib.fetch import FetchSettings
from bertbib.fetch.exchange import Exchange
from bertbib.model import Answer, Request, SourceError
from fake_source import HOST, serve
from standin import StandIn

GOOD = serve(1, 2, 3)


class Caller:
    """Makes exchanges with the stand-in and counts what they send."""

    def __init__(self, standin: StandIn, cache_dir: Path) -> None:
        self.sent: list[str] = []
        self._standin = standin
        self._cache_dir = cache_dir
        self._made: list[Exchange] = []

    def exchange(self, host: str = HOST, **changes: Any) -> Exchange:
        values: dict[str, Any] = {"gateway": self._standin.url, "cache_dir": self._cache_dir}
        made = Exchange(host, FetchSettings(**(values | changes)), sent=self.sent.append)
        self._made.append(made)
        return made

    def ask(self, asked: Request, **changes: Any) -> Answer:
        return self.exchange(**changes).ask(asked)

    def close(self) -> None:
        for one in self._made:
            one.close()


@contextmanager
def raw_server(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server of one connection that does as it pleases; yields its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve_one() -> None:
            with suppress(OSError):
                connection, _ = listening.accept()
                with connection:
                    connection.recv(65536)
                    answer(connection)

        thread = threading.Thread(target=serve_one, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def refusal(caller: Caller, asked: Request, **changes: Any) -> str:
    with pytest.raises(SourceError) as caught:
        caller.ask(asked, **changes)
    return caught.value.failure
