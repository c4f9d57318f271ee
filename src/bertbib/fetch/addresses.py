"""Where a URL leads: its host, the gateway in front of it, and where a redirect may go."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit, urlunsplit

_REDIRECTS = (301, 302, 303, 307, 308)


def host_of(url: str) -> str:
    """The host of a URL, with its port where one is stated; raise ValueError where there is none."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"no host in {url!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return host if parts.port is None else f"{host}:{parts.port}"


def is_loopback(url: str) -> bool:
    """Whether a URL's host is this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def route(url: str, gateway: str) -> str:
    """The address that a URL is really sent to: ``GATEWAY/HOST[:PORT]/path?query``, loopback hosts as they are."""
    if not gateway or is_loopback(url):
        return url
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{gateway.rstrip('/')}/{host_of(url)}{parts.path or '/'}{query}"


def redirect_of(status: int, location: str | None, url: str) -> str | None:
    """The absolute address that an answer's Location names; None where the answer is not a redirect."""
    if status not in _REDIRECTS or not location:
        return None
    # Header bytes arrive as Latin-1; servers that send other than ASCII mean UTF-8.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    return bare(urljoin(url, location.strip()))


def may_follow(url: str, target: str, gateway: str) -> bool:
    """Whether a redirect may be followed: to http and https, and from the world never into this machine or network."""
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    return not _is_inside(target) or _is_inside(url) or (gateway != "" and host_of(target) == host_of(gateway))


def _is_inside(url: str) -> bool:
    """Whether a host is this machine, or an address that only exists in a private network."""
    try:
        return not ip_address(urlsplit(url).hostname or "").is_global
    except ValueError:
        return is_loopback(url)


def bare(url: str) -> str:
    """A URL without user name, password and fragment."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def may_see_token(url: str, target: str) -> bool:
    """A token goes to the host that it was meant for, and not in the clear where it was not before."""
    downgrade = urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https"
    return host_of(url) == host_of(target) and not downgrade
