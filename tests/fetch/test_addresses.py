"""Where URLs lead."""

from __future__ import annotations

import pytest

from bertbib.fetch.addresses import host_of, is_loopback, may_follow, route


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


@pytest.mark.parametrize(
    ("url", "target", "gateway", "may"),
    [
        ("https://a.example/", "https://b.example/", "", True),
        ("https://a.example/", "http://8.8.8.8/", "", True),
        ("https://a.example/", "http://127.0.0.1/", "", False),
        ("https://a.example/", "http://localhost/", "", False),
        ("https://a.example/", "http://169.254.169.254/latest", "", False),
        ("https://a.example/", "http://[::ffff:10.0.0.1]/", "", False),
        ("https://a.example/", "http://10.1.2.3/", "", False),
        ("http://10.9.9.9/", "http://10.1.2.3/", "", True),
        ("http://127.0.0.1:1/", "http://127.0.0.1:2/", "", True),
        ("https://a.example/", "http://127.0.0.1:80/x", "http://127.0.0.1:80", True),
        ("https://a.example/", "http://127.0.0.1:8080/x", "http://127.0.0.1:80", False),
        ("https://a.example/", "ftp://b.example/", "", False),
        ("https://a.example/", "https:///path", "", False),
    ],
)
def test_where_redirects_may_lead(url: str, target: str, gateway: str, may: bool) -> None:
    assert may_follow(url, target, gateway) is may
