"""One exchange with one host: addresses, headers, redirects, time and size."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bertbib import exchange as exchange_module
from bertbib._version import __version__
from bertbib.exchange import Exchange, FetchSettings, Lapse, host_of, is_loopback, route
from bertbib.model import Answer, ConfigError, Request, SourceError
from fake_source import HOST, request, serve
from standin import CUT, Fault, Reply, Seen, StandIn, moved

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


@pytest.fixture
def caller(standin: StandIn, cache_dir: Path) -> Iterator[Caller]:
    standin.world.hosts[HOST] = GOOD
    made = Caller(standin, cache_dir)
    yield made
    made.close()


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


def failure(caller: Caller, asked: Request, **changes: Any) -> str:
    with pytest.raises(SourceError) as caught:
        caller.ask(asked, **changes)
    return caught.value.failure


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "sent_to"),
    [
        ("https://export.arxiv.org/api/query?id_list=1%2C2", "http://g:1/export.arxiv.org/api/query?id_list=1%2C2"),
        ("http://Host.Example:8080/a", "http://g:1/host.example:8080/a"),
        ("https://host.example", "http://g:1/host.example/"),
        ("http://localhost:23119/api", "http://localhost:23119/api"),
        ("http://127.1.2.3/x", "http://127.1.2.3/x"),
        ("http://[::1]:5/x", "http://[::1]:5/x"),
        ("http://[2001:db8::1]:5/x", "http://g:1/[2001:db8::1]:5/x"),
        ("https://127.0.0.1.example/", "http://g:1/127.0.0.1.example/"),
    ],
)
def test_the_gateway_stands_for_every_host_but_this_machine(url: str, sent_to: str) -> None:
    assert route(url, "http://g:1/") == sent_to
    assert route(url, "") == url


def test_a_gateway_may_have_a_path() -> None:
    assert route("https://h.example/a", "https://mirror.example/all/") == "https://mirror.example/all/h.example/a"


def test_host_of() -> None:
    assert host_of("https://user:password@Host.Example:1/x") == "host.example:1"
    with pytest.raises(ValueError, match="no host"):
        host_of("mailto:me@example.org")


def test_loopback_names() -> None:
    assert all(
        is_loopback(f"http://{host}/") for host in ("localhost", "LOCALHOST", "a.localhost", "127.9.9.9", "[::1]")
    )
    assert not any(is_loopback(f"http://{host}/") for host in ("localhost.example", "10.0.0.1", "128.0.0.1"))


def test_counts_the_host_that_was_meant(caller: Caller) -> None:
    caller.ask(request(1))
    assert caller.sent == [HOST]


def test_a_gateway_that_is_no_address(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        FetchSettings(cache_dir=tmp_path, gateway="127.0.0.1:80")


def test_proxies_are_not_used_for_this_machine(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert caller.ask(request(1)).status == 200


def test_proxies_of_the_environment_are_used_otherwise(
    caller: Caller, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", standin.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    caller.ask(replace(request(1), url="http://papers.example/ask"), gateway="")
    assert standin.seen[0].headers["host"] == "papers.example"


# --- what is sent -----------------------------------------------------------------------------------------------------


def test_says_who_is_asking(caller: Caller, standin: StandIn) -> None:
    caller.ask(request(1))
    caller.ask(request(1), mailto="me@example.org")
    anonymous, named = (seen.headers["user-agent"] for seen in standin.seen)
    assert anonymous == f"bertbib/{__version__} (+https://github.com/bertbib/bertbib)"
    assert named == f"bertbib/{__version__} (+https://github.com/bertbib/bertbib; mailto:me@example.org)"
    assert standin.seen[0].headers["accept"] == "application/json"


def test_parameters_go_into_the_query_or_the_form(caller: Caller, standin: StandIn) -> None:
    values = (("q", "a b&c=ü,d"), ("q", "again"), ("empty", ""))
    caller.ask(replace(request(1), params=values))
    caller.ask(replace(request(1), params=values, method="POST"))
    got, posted = standin.seen
    assert got.params == posted.params == values
    assert (got.method, got.body, posted.method, posted.query) == ("GET", b"", "POST", "")
    assert posted.headers["content-type"] == "application/x-www-form-urlencoded"


def test_no_cookies_and_no_netrc(
    caller: Caller, standin: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("default login me password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    standin.fail(HOST, Fault(headers=(("Set-Cookie", "id=1; Path=/"),)), times=2)
    exchange = caller.exchange()
    first = exchange.ask(request(1))
    exchange.ask(request(1))
    assert "set-cookie" not in first.headers
    assert not any({"cookie", "authorization"} & seen.headers.keys() for seen in standin.seen)


@pytest.mark.parametrize("value", ["two\nlines", "ümlaut", "a b", "nul\0"])
def test_tokens_that_cannot_be_sent_are_named_but_not_shown(value: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        FetchSettings(cache_dir=tmp_path, tokens={"MY_TOKEN": value})
    assert "MY_TOKEN" in str(caught.value)
    assert value not in str(caught.value)


def test_a_mail_address_cannot_smuggle_headers(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        FetchSettings(cache_dir=tmp_path, mailto="me@example.org\r\nX-Evil: 1")


# --- what comes back --------------------------------------------------------------------------------------------------


def test_the_answer_as_it_came(caller: Caller) -> None:
    asked = request(1)
    answer = caller.ask(asked)
    assert (answer.request, answer.status, answer.body) == (asked, 200, b'{"1": "Title of 1"}')
    assert answer.headers["content-type"] == "application/json"
    assert answer.fetched.endswith("Z")
    assert len(answer.sha256) == 64
    assert not answer.from_cache


def test_compressed_bodies(caller: Caller, standin: StandIn) -> None:
    packed = gzip.compress(b"text " * 1000)
    standin.fail(HOST, Fault(body=packed, headers=(("Content-Encoding", "gzip"),)))
    assert caller.ask(request(1)).body == b"text " * 1000


def test_compressed_bodies_that_are_not(caller: Caller, standin: StandIn) -> None:
    standin.fail(HOST, Fault(body=b"not gzip", headers=(("Content-Encoding", "gzip"),)))
    assert failure(caller, request(1)) == "malformed"


@pytest.mark.parametrize("compressed", [False, True])
def test_a_cut_body_is_worth_another_try(caller: Caller, standin: StandIn, compressed: bool) -> None:
    body = gzip.compress(bytes(range(256)) * 40) if compressed else b"x" * 100_000
    headers = (("Content-Encoding", "gzip"),) if compressed else ()
    standin.fail(HOST, replace(CUT, body=body, headers=headers))
    with pytest.raises(Lapse) as caught:
        caller.ask(request(1))
    assert caught.value.error.failure == "failed"


@pytest.mark.parametrize("compressed", [False, True])
def test_bodies_have_a_largest_size(
    caller: Caller, standin: StandIn, monkeypatch: pytest.MonkeyPatch, compressed: bool
) -> None:
    monkeypatch.setattr(exchange_module, "LARGEST", 2**20)
    body = b"\0" * (2**20 + 1)
    fault = Fault(body=gzip.compress(body), headers=(("Content-Encoding", "gzip"),)) if compressed else Fault(body=body)
    standin.fail(HOST, fault)
    assert failure(caller, request(1)) == "malformed"


@pytest.mark.parametrize(
    "nonsense",
    [
        b"this is not HTTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n123",
        b"",
    ],
)
def test_servers_that_do_not_speak_http(caller: Caller, nonsense: bytes) -> None:
    with (
        raw_server(lambda connection: connection.sendall(nonsense)) as url,
        pytest.raises((Lapse, SourceError)) as caught,
    ):
        caller.ask(replace(request(1), url=url))
    error = caught.value.error if isinstance(caught.value, Lapse) else caught.value
    assert isinstance(error, SourceError)
    assert error.failure in ("failed", "malformed")


# --- time -------------------------------------------------------------------------------------------------------------


def test_refused_connections_are_not_worth_another_try(caller: Caller) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert failure(caller, replace(request(1), url=f"http://127.0.0.1:{port}/"), host="gone") == "unreachable"


def test_names_that_do_not_exist(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_name(*args: Any, **kwargs: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    with pytest.raises(SourceError) as caught:
        caller.ask(request(1), gateway="http://nowhere.example")
    assert caught.value.failure == "unreachable"
    assert "its name is not known" in str(caught.value)


def test_connections_that_do_not_come_about(caller: Caller) -> None:
    """A host that drops our packets: here, a listener whose queue is full."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        address = listening.getsockname()
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        url = f"http://127.0.0.1:{address[1]}/"
        assert failure(caller, replace(request(1), url=url), connect_s=0.2) == "unreachable"
        for filler in fillers:
            filler.close()


def test_a_connection_in_the_making_has_a_deadline_of_its_own(caller: Caller) -> None:
    exchange = caller.exchange(connect_s=2.0, answer_s=30.0)
    exchange._end = time.monotonic() + 30.0
    exchange.on_connect()
    assert exchange.deadline < time.monotonic() + 4.0
    assert exchange.overdue().failure == "unreachable"
    exchange.on_connected(None)
    assert exchange.deadline == exchange._end
    assert exchange.overdue().failure == "timeout"


def test_an_exchange_can_be_cut_from_another_thread(caller: Caller) -> None:
    never = threading.Event()
    with raw_server(lambda connection: (never.wait(20), None)[1]) as url:
        exchange = caller.exchange()
        threading.Timer(0.2, exchange.abort).start()
        with pytest.raises(Lapse):
            exchange.ask(replace(request(1), url=url))
        never.set()


# --- redirects --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_go_through_the_gateway(caller: Caller, standin: StandIn, status: int) -> None:
    standin.world.hosts["new.example"] = GOOD
    standin.fail(HOST, moved("https://new.example:444/there?ids=2#part", status))
    standin.world.hosts["new.example:444"] = GOOD
    asked = request(1)
    answer = caller.ask(asked)
    assert answer.body == b'{"2": "Title of 2"}'
    assert answer.request == asked
    assert caller.sent == [HOST, "new.example:444"]


@pytest.mark.parametrize("location", ["/elsewhere?ids=3", "elsewhere?ids=3", "//papers.example/elsewhere?ids=3"])
def test_relative_redirects(caller: Caller, standin: StandIn, location: str) -> None:
    standin.fail(HOST, moved(location))
    assert caller.ask(request(1)).body == b'{"3": "Title of 3"}'
    assert standin.seen[1].path == "/elsewhere"


@pytest.mark.parametrize(
    ("status", "method", "form"),
    [(301, "GET", ""), (302, "GET", ""), (303, "GET", ""), (307, "POST", "1"), (308, "POST", "1")],
)
def test_what_becomes_of_a_form(caller: Caller, standin: StandIn, status: int, method: str, form: str) -> None:
    standin.fail(HOST, moved("/there", status))
    caller.ask(request(1, method="POST"))
    assert (standin.seen[1].method, standin.seen[1].param("ids")) == (method, form)


def test_redirects_use_the_open_connection(caller: Caller, standin: StandIn) -> None:
    standin.fail(HOST, moved("/there?ids=1"))
    caller.ask(request(1))
    assert len({seen.port for seen in standin.seen}) == 1


def test_redirects_end(caller: Caller, standin: StandIn) -> None:
    standin.fail(HOST, moved("/again"), times=99)
    assert failure(caller, request(1)) == "malformed"
    assert len(standin.seen) == 6


@pytest.mark.parametrize("location", ["ftp://papers.example/x", "file:///etc/passwd", "javascript:1", "http://[/"])
def test_redirects_to_something_else(caller: Caller, standin: StandIn, location: str) -> None:
    standin.fail(HOST, moved(location))
    assert failure(caller, request(1)) == "malformed"
    assert len(standin.seen) == 1


def test_redirects_do_not_lead_into_this_machine(caller: Caller, standin: StandIn) -> None:
    """A host of the outside world must not make us call services that only listen at home."""
    with socket.create_server(("127.0.0.1", 0)) as private:
        standin.fail(HOST, moved(f"http://127.0.0.1:{private.getsockname()[1]}/"))
        assert failure(caller, request(1)) == "malformed"
        private.settimeout(0)
        with pytest.raises(BlockingIOError):
            private.accept()


def test_tokens_stay_with_their_host(caller: Caller, standin: StandIn) -> None:
    standin.world.hosts["other.example"] = lambda seen: Reply(
        302, "text/html", b"", {"Location": f"https://{HOST}/back"}
    )
    standin.fail(HOST, moved("/there"))
    standin.fail(HOST, moved("https://other.example/"), after=1)
    caller.ask(request(1, token="T"), tokens={"T": "secret"})
    assert [(seen.host, seen.path, "authorization" in seen.headers) for seen in standin.seen] == [
        (HOST, "/ask", True),
        (HOST, "/there", True),
        ("other.example", "/", False),
        (HOST, "/back", False),
    ]


@pytest.mark.parametrize("location", [f"http://{HOST}/", f"https://{HOST}:8443/", f"https://me:secret@sub.{HOST}/"])
def test_tokens_are_not_sent_in_the_clear_nor_to_another_port_or_name(
    caller: Caller, standin: StandIn, location: str
) -> None:
    standin.fail(HOST, moved(location))
    caller.ask(request(1, token="T"), tokens={"T": "secret"})
    assert ["authorization" in seen.headers for seen in standin.seen] == [True, False]


def test_non_ascii_locations(caller: Caller, standin: StandIn) -> None:
    def tell(seen: Seen) -> Reply:
        assert seen.path == "/ü"
        return Reply(200, "application/json", b"{}")

    standin.fail(HOST, moved("/ü".encode().decode("latin-1")))
    standin.world.hosts[HOST] = lambda seen: GOOD(seen) if seen.path == "/ask" else tell(seen)
    assert caller.ask(request(1)).body == b"{}"
