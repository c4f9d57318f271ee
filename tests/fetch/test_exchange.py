"""One exchange with one host: headers, proxies, time and size."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bertbib._version import __version__
from bertbib.fetch import FetchSettings
from bertbib.fetch import exchange as exchange_module
from bertbib.fetch.exchange import Lapse
from bertbib.model import ConfigError, SourceError
from caller import Caller, raw_server, refusal
from fake_source import HOST, request
from standin import CUT, Fault, StandIn

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
    assert refusal(caller, request(1)) == "malformed"


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
    assert refusal(caller, request(1)) == "malformed"


@pytest.mark.parametrize(
    "nonsense",
    [
        b"this is not HTTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello",
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
    assert refusal(caller, replace(request(1), url=f"http://127.0.0.1:{port}/"), host="gone") == "unreachable"


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
        assert refusal(caller, replace(request(1), url=url), connect_s=0.2) == "unreachable"
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


def test_silence_in_mid_answer_is_worth_another_try(caller: Caller) -> None:
    never = threading.Event()

    def half(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf")
        never.wait(20)

    with raw_server(half) as url:
        with pytest.raises(Lapse) as caught:
            caller.ask(replace(request(1), url=url), silence_s=0.2)
        never.set()
    assert caught.value.error.failure == "timeout"


def test_an_answer_of_unknown_length_that_is_aborted_is_not_whole(caller: Caller) -> None:
    """Without a length the end of the connection is the end of the answer: ours must not be taken for it."""
    never = threading.Event()

    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}")
        never.wait(20)

    with raw_server(endless) as url:
        exchange = caller.exchange(answer_s=0.3)
        threading.Timer(0.4, exchange.abort).start()
        with pytest.raises(SourceError) as caught:
            exchange.ask(replace(request(1), url=url))
        never.set()
    assert caught.value.failure == "timeout"


def test_a_server_without_tls_behind_https(caller: Caller, standin: StandIn) -> None:
    assert refusal(caller, replace(request(1), url=standin.url.replace("http:", "https:"))) == "unreachable"


def test_a_proxy_that_is_not_there(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert refusal(caller, request(1), gateway="") == "unreachable"
