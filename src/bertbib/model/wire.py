"""What goes over the wire: a request, its answer, and what a source reads in the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bertbib.model.identifier import Identifier
from bertbib.model.item import Item
from bertbib.model.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question to one host.

    ``ids`` are the identifiers that the answer decides about. ``params`` is the query string of a GET and the form
    body of a POST; a POST with a ``body`` of its own (JSON, say, as ``content_type`` tells) has them in the query
    string. ``token`` names the environment variable whose value is sent where it is set: in ``token_header``, as a
    bearer token where that is ``Authorization``, or as the parameter ``token_param`` of the query string where one is
    named. The value never enters a cache key, a log or a message. ``titles`` are those of the works behind ``ids``, in
    their order, for a service that knows works by their titles only; they are not sent.

    ``instead`` are requests for less each, which together ask about the same identifiers: what to ask where there is
    no believable answer to this one. A host that only fails at such a large request is not out for the run.
    """

    source: str
    url: str
    ids: tuple[Identifier, ...]
    method: str = "GET"
    params: tuple[tuple[str, str], ...] = ()
    accept: str = ""
    body: str = ""
    content_type: str = ""
    token: str = ""
    token_header: str = "Authorization"  # noqa: S105 - the name of a header
    token_param: str = ""
    instead: tuple[Request, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A preprint whose publication is looked for: what it says of itself, and what others say of where it appeared.

    ``venues`` are known series (``neurips``) and years, ``names`` the names of venues that are none of these.
    """

    item: Item
    venues: frozenset[tuple[str, int]] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as it came, whatever its status (429 and 5xx never get this far).

    ``headers`` have lower-case names. ``fetched`` is an ISO 8601 time in UTC, ``sha256`` the digest of ``body`` in
    hexadecimal.
    """

    request: Request
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched: str = ""
    sha256: str = ""
    from_cache: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source read in a valid answer.

    Every identifier of the request is in ``records`` (found; by the identifier asked for), in ``absent`` (the source
    does not know it), in ``refused`` (the source calls it malformed; the text says how), in ``unclear`` (the answer is
    valid and decides nothing about it; the text says why, and it is not asked again the same day) or in the ``ids`` of
    a request of ``follow``, which has to be asked before the source has decided. ``date`` is the ISO date of the
    answer; the transport fills it in.

    ``kept`` are the answers to keep in place of this one, each to the request that asks for its identifiers only: a
    large file answers for few. None keeps the answer itself.
    """

    records: Mapping[Identifier, Record] = field(default_factory=dict)
    absent: frozenset[Identifier] = frozenset()
    refused: Mapping[Identifier, str] = field(default_factory=dict)
    unclear: Mapping[Identifier, str] = field(default_factory=dict)
    follow: tuple[Request, ...] = ()
    date: str = ""
    kept: tuple[Answer, ...] | None = None
