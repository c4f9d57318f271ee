"""A stand-in for all hosts at once, on loopback: what ``BERTBIB_GATEWAY`` points to in tests and benchmarks.

``with StandIn() as standin:`` serves ``standin.world`` at ``standin.url``; ``standin.fail(...)`` makes a host
misbehave, ``standin.seen`` holds every request. ``python tests/standin.py --dir DIR`` serves a directory and prints its
address. Nothing but the standard library is needed.
"""

from __future__ import annotations

import argparse
import socket
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from standin_world import ArxivPaper, Reply, Seen, World, crossref_work, load_world, openreview_note

__all__ = [
    "CHALLENGE_200",
    "CHALLENGE_403",
    "CHALLENGE_500",
    "CUT",
    "EMPTY_FEED",
    "TRUNCATED",
    "UNAVAILABLE",
    "WRONG_TYPE",
    "ArxivPaper",
    "Fault",
    "Reply",
    "Seen",
    "StandIn",
    "World",
    "crossref_work",
    "drip",
    "hang",
    "load_world",
    "moved",
    "openreview_note",
    "throttled",
]

LONGEST_LINE = 8192  # common servers refuse longer request lines, and so does export.arxiv.org


@dataclass(frozen=True, kw_only=True)
class Fault:
    """How one answer goes wrong; what is None stays as the world has it.

    ``keep`` is the part of the body that is left, ``announce_all`` announces the whole of it all the same. ``wait`` are
    seconds before the answer, ``between`` seconds between two bytes of the body or, ``from_the_start``, of everything.
    """

    status: int | None = None
    content_type: str | None = None
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    keep: float = 1.0
    announce_all: bool = False
    wait: float = 0.0
    between: float = 0.0
    from_the_start: bool = False

    def spoil(self, reply: Reply) -> Reply:
        """The reply with this fault's status, type, headers and whole body."""
        return Reply(
            status=self.status or reply.status,
            content_type=self.content_type or reply.content_type,
            body=reply.body if self.body is None else self.body,
            headers={**reply.headers, **dict(self.headers)},
        )


_BOT = (
    b"<!doctype html><html lang='en'><head><title>Making sure you're not a bot!</title></head><body>...</body></html>"
)
_REFUSAL = b'{"name":"ChallengeRequiredError","message":"Challenge required","status":403,"details":{}}'
_NO_ENTRIES = b"<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>"

CHALLENGE_200 = Fault(status=200, content_type="text/html; charset=utf-8", body=_BOT)
CHALLENGE_500 = Fault(status=500, content_type="text/html; charset=utf-8", body=_BOT)
CHALLENGE_403 = Fault(status=403, content_type="application/json", body=_REFUSAL)
UNAVAILABLE = Fault(status=503, content_type="text/plain", body=b"try later")
CUT = Fault(keep=0.5, announce_all=True)
"""The connection ends before the announced length."""
TRUNCATED = Fault(keep=0.5)
"""Half a document, announced as such."""
EMPTY_FEED = Fault(status=200, content_type="application/atom+xml; charset=utf-8", body=_NO_ENTRIES)
WRONG_TYPE = Fault(content_type="text/html; charset=utf-8")


def throttled(retry_after: str | None = None) -> Fault:
    """429, with or without Retry-After."""
    headers = (("Retry-After", retry_after),) if retry_after is not None else ()
    return Fault(status=429, content_type="text/plain", body=b"Rate exceeded.", headers=headers)


def hang(seconds: float) -> Fault:
    """No byte for so long, then the answer."""
    return Fault(wait=seconds)


def drip(seconds: float = 1.0, *, from_the_start: bool = False) -> Fault:
    """A byte of the body, or already of the status line, every so many seconds."""
    return Fault(between=seconds, from_the_start=from_the_start)


def moved(url: str, status: int = 301) -> Fault:
    """A redirect."""
    return Fault(status=status, content_type="text/html", body=b"", headers=(("Location", url),))


class StandIn:
    """The server; ``world`` is what it knows, ``seen`` what it was asked, ``most_at_once`` how many at a time."""

    def __init__(self, world: World | None = None, port: int = 0) -> None:
        self.world = world or World()
        self.seen: list[Seen] = []
        self.most_at_once: Counter[str] = Counter()
        self.stopping = threading.Event()
        self._plans: dict[str, list[tuple[range, Fault]]] = {}
        self._count: Counter[str] = Counter()
        self._open: Counter[str] = Counter()
        self._guard = threading.Lock()
        self._server = _Server(("127.0.0.1", port), self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.close_all()

    def fail(self, host: str, fault: Fault, *, times: int = 1, after: int = 0) -> None:
        """Spoil ``times`` answers of a host, after its next ``after`` good ones; the first plan that fits counts."""
        first = self._count[host] + after
        self._plans.setdefault(host, []).append((range(first, first + times), fault))

    def asked(self, host: str) -> list[Seen]:
        """The requests to one host, in order."""
        return [seen for seen in self.seen if seen.host == host]

    def begin(self, seen: Seen) -> Fault:
        """Record a request; return the fault that is planned for it."""
        with self._guard:
            self.seen.append(seen)
            number = self._count[seen.host]
            self._count[seen.host] += 1
            self._open[seen.host] += 1
            self.most_at_once[seen.host] = max(self.most_at_once[seen.host], self._open[seen.host])
            return next((fault for calls, fault in self._plans.get(seen.host, []) if number in calls), Fault())

    def end(self, host: str) -> None:
        """Record that a request has been answered."""
        with self._guard:
            self._open[host] -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], standin: StandIn) -> None:
        self.standin = standin
        self.sockets: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request, client_address):  # type: ignore[no-untyped-def]  # typeshed's own types vary
        self.sockets.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):  # type: ignore[no-untyped-def]  # as above
        self.sockets.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):  # type: ignore[no-untyped-def]  # as above
        """Say nothing of clients that hang up: that is what they are tested for."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def close_all(self) -> None:
        self.server_close()
        for one in list(self.sockets):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _answer(self, body: bytes) -> None:
        standin = self.server.standin
        seen = self._seen(body)
        fault = standin.begin(seen)
        try:
            too_long = len(self.requestline) > LONGEST_LINE
            reply = (
                Reply(414, "text/html", b"<h1>414 Request-URI Too Large</h1>")
                if too_long
                else standin.world.answer(seen)
            )
            self._send(fault, fault.spoil(reply))
        finally:
            standin.end(seen.host)

    def _seen(self, body: bytes) -> Seen:
        """The request as its real host would have got it: the gateway's path begins with the host."""
        parts = urlsplit(self.path)
        host, _, path = parts.path.lstrip("/").partition("/")
        form = body.decode("utf-8", "replace")
        params = parse_qsl(parts.query, keep_blank_values=True) + parse_qsl(form, keep_blank_values=True)
        return Seen(
            host=unquote(host).lower(),
            method=self.command,
            path="/" + unquote(path),
            query=parts.query,
            params=tuple(params),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
            time=time.monotonic(),
            port=self.client_address[1],
        )

    def _send(self, fault: Fault, reply: Reply) -> None:
        self._pause(fault.wait)
        body = reply.body[: round(len(reply.body) * fault.keep)]
        length = len(reply.body if fault.announce_all else body)
        head = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}", f"Content-Length: {length}"]
        head += [f"Content-Type: {reply.content_type}", f"Date: {self.date_time_string()}"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        if fault.announce_all:
            self.close_connection = True
            head.append("Connection: close")
        start = ("\r\n".join(head) + "\r\n\r\n").encode("latin-1")
        if not fault.between:
            self.wfile.write(start + body)
            return
        everything = start + body
        slowly = 0 if fault.from_the_start else len(start)
        self.wfile.write(everything[:slowly])
        for byte in everything[slowly:]:
            self.wfile.write(bytes([byte]))
            self._pause(fault.between)

    def _pause(self, seconds: float) -> None:
        """Wait, but not beyond the life of the server."""
        if seconds and self.server.standin.stopping.wait(seconds):
            raise ConnectionAbortedError


def main() -> None:
    """Serve a directory until interrupted."""
    parser = argparse.ArgumentParser(description="Serve recorded answers of all hosts; point BERTBIB_GATEWAY here.")
    parser.add_argument(
        "--dir", type=Path, required=True, help="HOST/path files, arxiv.xml, crossref/*.json, openreview/*.json"
    )
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    with StandIn(load_world(options.dir), options.port) as standin, suppress(KeyboardInterrupt):
        print(standin.url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
