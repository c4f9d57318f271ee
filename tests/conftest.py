"""Fixtures of all tests: the stand-in server, a cache directory, and no network but loopback."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from standin import StandIn

_OURS = ("BERTBIB_", "OPENREVIEW_TOKEN", "S2_API_KEY", "OPENALEX_API_KEY", "ZOTERO_")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--live", action="store_true", help="also run the tests that ask the real services")


def pytest_configure(config: pytest.Config) -> None:
    """Let Ctrl-C reach the programs under test: a shell that starts the tests in the background has it ignored."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--live"):
        for item in items:
            if "live" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="asks the real services; only with --live"))


class NetworkBlockedError(Exception):
    """A test reached for the real network."""


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    try:
        return ip_address(str(address[0]).partition("%")[0]).is_loopback
    except ValueError:
        return address[0] in ("localhost", "")


@pytest.fixture(autouse=True)
def only_loopback(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections and names beyond this machine, except for live tests."""
    if "live" in request.keywords:
        return
    connect, connect_ex, resolve = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(address: Any) -> None:
        if not _is_local(address):
            raise NetworkBlockedError(f"a test reached for {address!r}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    def guarded_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        check((host.decode() if isinstance(host, bytes) else host or "",))
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_resolve)


@pytest.fixture(autouse=True)
def no_keys_of_the_tester(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the tester's own environment gets into a test."""
    for name in list(os.environ):
        if name.startswith(_OURS):
            monkeypatch.delenv(name)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A stand-in server with an empty world."""
    with StandIn() as server:
        yield server


@pytest.fixture
def cache_dir(tmp_path: Path) -> Path:
    """A cache directory that does not exist yet."""
    return tmp_path / "cache"
