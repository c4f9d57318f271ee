"""Where redirects may lead, and what goes along."""

from __future__ import annotations

import socket

import pytest

from caller import GOOD, Caller, refusal
from fake_source import HOST, request
from standin import Reply, Seen, StandIn, moved


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
    assert refusal(caller, request(1)) == "malformed"
    assert len(standin.seen) == 6


@pytest.mark.parametrize("location", ["ftp://papers.example/x", "file:///etc/passwd", "javascript:1", "http://[/"])
def test_redirects_to_something_else(caller: Caller, standin: StandIn, location: str) -> None:
    standin.fail(HOST, moved(location))
    assert refusal(caller, request(1)) == "malformed"
    assert len(standin.seen) == 1


def test_redirects_do_not_lead_into_this_machine(caller: Caller, standin: StandIn) -> None:
    """A host of the outside world must not make us call services that only listen at home."""
    with socket.create_server(("127.0.0.1", 0)) as private:
        standin.fail(HOST, moved(f"http://127.0.0.1:{private.getsockname()[1]}/"))
        assert refusal(caller, request(1)) == "malformed"
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
