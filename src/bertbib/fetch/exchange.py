"""One HTTP exchange at a time with one host: the only code that opens sockets.

Redirects are followed by hand, so that a token never reaches another host and every hop goes through the gateway. A
whole answer has to come within a time by our own clock: ``requests`` only limits the silence between two bytes.
"""

from __future__ import annotations

import hashlib
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bertbib.fetch.addresses import bare, host_of, is_loopback, may_follow, may_see_token, redirect_of, route
from bertbib.fetch.settings import FetchSettings
from bertbib.fetch.tokens import place_token, without_parameter
from bertbib.model import Answer, Request, SourceError
from bertbib.model.errors import Failure

if TYPE_CHECKING:
    from requests import PreparedRequest, Response
    from requests.adapters import HTTPAdapter

LARGEST = 64 * 2**20
"""Bytes of the largest body that is read."""
_HOPS = 5
_CHUNK = 16_384
_REASONS = {
    "gaierror": "its name is not known, or the network is down",
    "ConnectionRefusedError": "refused",
    "SSLCertVerificationError": "its certificate is not accepted",
    "ProxyError": "the proxy does not let us through",
}


class Lapse(Exception):  # noqa: N818 - the error, if it comes to that, is the SourceError inside
    """A try that failed but is worth another one: silence, or a connection cut in mid-answer."""

    def __init__(self, error: SourceError) -> None:
        super().__init__(error.message)
        self.error = error


class Exchange:
    """The line to one host, used by one thread; another thread may read ``deadline`` and call ``abort``."""

    def __init__(
        self,
        host: str,
        settings: FetchSettings,
        *,
        sent: Callable[[str], None],
        connected: Callable[[], None] = lambda: None,
    ) -> None:
        """``sent`` is called with the host of every request, ``connected`` when a connection has been made."""
        self.host = host
        self.deadline = float("inf")
        self.connecting = False
        self._settings = settings
        self._sent = sent
        self._connected = connected
        self._end = float("inf")
        self._start = 0.0
        self._limits = (settings.silence_s, settings.answer_s)
        self._adapter: HTTPAdapter | None = None
        self._socket: socket.socket | None = None

    def ask(self, request: Request) -> Answer:
        """One try at one request, redirects included.

        Raise Lapse where another try may help, else SourceError: ``unreachable`` without a connection, ``timeout``
        where the time for a whole answer is over, ``malformed`` for what no well-behaved server sends.
        """
        self._start = time.monotonic()
        self._end = self.deadline = self._start + self._limits[1]
        self.connecting = False
        try:
            with self._faults():
                return self._follow(request)
        finally:
            self.deadline = float("inf")

    def limit(self, silence_s: float, answer_s: float) -> None:
        """Set the seconds without a byte, and for a whole answer, that hold from the next try on."""
        self._limits = (silence_s, answer_s)
        self._start = time.monotonic()

    def waited(self) -> float:
        """Seconds since the last try began."""
        return time.monotonic() - self._start

    def warm_up(self) -> None:
        """Load the HTTP libraries now, so that it takes no time once it is our turn."""
        if self._adapter is None:
            self._adapter = _watched_adapter(self)

    def abort(self) -> None:
        """Cut the connection from another thread: the only way to end a server that drips its headers."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def overdue(self) -> SourceError:
        """The error of an answer that has not come whole in time."""
        if self.connecting:
            return self._error(f"no connection within {self._settings.connect_s:g} s", "unreachable")
        return self._error(f"no whole answer within {self._limits[1]:g} s", "timeout")

    def close(self) -> None:
        """Close the connection."""
        if self._adapter is not None:
            self._adapter.close()

    def _follow(self, request: Request) -> Answer:
        asked = request
        token = self._settings.tokens.get(request.token, "").strip() if request.token else ""
        for _ in range(_HOPS + 1):
            response = self._send(self._prepare(asked, token))
            try:
                target = redirect_of(response.status_code, response.headers.get("location"), asked.url)
                if target is None:
                    return self._answer(request, response)
                self._drain(response)
            finally:
                response.close()
            if not may_follow(asked.url, target, self._settings.gateway):
                raise self._error("a redirect to where we do not go", "malformed")
            token = token if may_see_token(asked.url, target) else ""
            asked = _redirected(asked, target, response.status_code)
        raise self._error(f"more than {_HOPS} redirects", "malformed")

    def _prepare(self, request: Request, token: str) -> PreparedRequest:
        import requests  # heavy, and of no use offline

        headers = {
            "User-Agent": self._settings.user_agent,
            "Accept": request.accept or "*/*",
            "Accept-Encoding": "gzip, deflate",
        }
        if request.content_type:
            headers["Content-Type"] = request.content_type
        in_query = request.method == "GET" or bool(request.body)
        query, form = (list(request.params), []) if in_query else ([], list(request.params))
        if token:
            place_token(request, token, headers, query)
        data = request.body.encode() or form
        return requests.Request(request.method, bare(request.url), headers=headers, params=query, data=data).prepare()

    def _send(self, prepared: PreparedRequest) -> Response:
        """Send one request; not through a Session, which would read .netrc, keep cookies and follow redirects."""
        from requests.utils import get_environ_proxies

        self.warm_up()
        assert self._adapter is not None
        logical = str(prepared.url)
        prepared.url = route(logical, self._settings.gateway)
        proxies = {} if is_loopback(prepared.url) else get_environ_proxies(prepared.url)
        bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
        self._sent(host_of(logical))
        return self._adapter.send(
            prepared,
            stream=True,
            timeout=(self._settings.connect_s, self._limits[0]),
            verify=bundle,
            proxies=proxies,
        )

    def _answer(self, request: Request, response: Response) -> Answer:
        body = self._body(response)
        return Answer(
            request=request,
            status=response.status_code,
            body=body,
            headers={name.lower(): value for name, value in response.headers.items() if name.lower() != "set-cookie"},
            fetched=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            sha256=hashlib.sha256(body).hexdigest(),
        )

    def _body(self, response: Response) -> bytes:
        body = bytearray()
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > LARGEST:
                raise self._error(f"an answer of more than {LARGEST >> 20} MB", "malformed")
            self._check_clock()
        self._check_clock()  # a connection that was aborted may look like one that ended
        announced = response.headers.get("content-length", "")
        if announced.isascii() and announced.isdigit() and response.raw.tell() < int(announced[:18]):
            raise Lapse(self._error("the answer was cut off", "failed"))
        return bytes(body)

    def _drain(self, response: Response) -> None:
        """Read what comes with a redirect where it is short, so that the connection can be used again."""
        announced = response.headers.get("content-length", "")
        if announced.isascii() and announced.isdigit() and len(announced) < 6:
            self._body(response)

    def _check_clock(self) -> None:
        if time.monotonic() >= self._end:
            raise self.overdue()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Turn what the HTTP libraries raise into Lapse and SourceError.

        Their texts are not shown: they may hold headers, and so a token.
        """
        from requests import exceptions
        from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

        try:
            yield
        except (exceptions.RequestException, HTTPError, OSError, ValueError) as error:
            if time.monotonic() >= self._end:
                raise self.overdue() from None
            cause = error.args[0] if error.args else None
            if isinstance(error, exceptions.ReadTimeout) or isinstance(cause, ReadTimeoutError):
                raise Lapse(self._error(f"silent for {self._limits[0]:g} s", "timeout")) from None
            if isinstance(error, exceptions.ChunkedEncodingError) or isinstance(cause, ProtocolError):
                raise Lapse(self._error("the connection was cut", "failed")) from None
            if isinstance(error, exceptions.ConnectTimeout):
                raise self._error(f"no connection within {self._settings.connect_s:g} s", "unreachable") from None
            if isinstance(error, exceptions.ConnectionError) or not isinstance(error, (HTTPError, ValueError)):
                raise self._error(f"no connection ({_reason(error)})", "unreachable") from None
            raise self._error(f"no readable answer ({type(error).__name__})", "malformed") from None

    def _error(self, what: str, failure: Failure) -> SourceError:
        return SourceError(f"{self.host}: {what}", failure, host=self.host)

    def on_connect(self) -> None:
        """A connection is being made: names and addresses together have ``connect_s`` and a second."""
        self.connecting = True
        self.deadline = min(self._end, time.monotonic() + self._settings.connect_s + 1.0)

    def on_connected(self, connection: socket.socket | None) -> None:
        """The connection stands."""
        self.connecting = False
        self._socket = connection
        self.deadline = self._end
        self._connected()


def _redirected(request: Request, target: str, status: int) -> Request:
    """The request as a redirect wants it: 303, and by old custom 301 and 302, turn a POST into a GET.

    Parameters of the query are part of the new address, if it wants them; a token in it is not taken from there.
    """
    if status == 303 or (request.method == "POST" and status in (301, 302)):
        request = replace(request, method="GET", body="", content_type="")
    is_form = request.method == "POST" and not request.body
    params = request.params if is_form else ()
    return replace(request, url=without_parameter(target, request.token_param), params=params)


def _reason(error: BaseException) -> str:
    """The innermost reason in words, or by the name of its class."""
    seen = [error]
    while (inner := getattr(error, "reason", None) or error.__cause__ or (error.args and error.args[0])) and isinstance(
        inner, BaseException
    ):
        if inner in seen:
            break
        seen.append(inner)
        error = inner
    name = type(error).__name__
    return _REASONS.get(name, name)


def _watched_adapter(exchange: Exchange) -> HTTPAdapter:
    """An adapter without retries of its own that tells when a connection is being made and when it stands."""
    from requests.adapters import HTTPAdapter
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Plain(HTTPConnection):
        def connect(self) -> None:
            exchange.on_connect()
            super().connect()
            exchange.on_connected(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            exchange.on_connect()
            super().connect()
            exchange.on_connected(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
            manager = super().proxy_manager_for(*args, **kwargs)
            manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
            return manager

    return Adapter(pool_connections=8, pool_maxsize=1, max_retries=0)
