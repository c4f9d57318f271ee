"""A tiny source for tests of the transport: one JSON object of titles by id, and a host that serves it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bertbib.model import Answer, Identifier, Item, Reading, Record, Request, SourceError
from standin_world import Reply, Seen

HOST = "papers.example"


def paper(number: int | str) -> Identifier:
    """The identifier of a paper of the fake source."""
    return Identifier("fake", str(number))


def request(*numbers: int | str, host: str = HOST, method: str = "GET", token: str = "", path: str = "ask") -> Request:
    """A request for some papers."""
    ids = tuple(paper(number) for number in numbers)
    params = (("ids", ",".join(identifier.value for identifier in ids)),)
    return Request(
        source="fake",
        url=f"https://{host}/{path}",
        ids=ids,
        method=method,
        params=params,
        accept="application/json",
        token=token,
    )


@dataclass(frozen=True, kw_only=True)
class FakeSource:
    """Reads ``{"1": "Title of 1"}``; a page instead of it is a challenge, anything else is malformed."""

    name: str = "fake"
    trust: int = 50
    pace: float = 0.0
    ttl: int = 1000 * 86_400
    bug: bool = False
    unbelieving: bool = False

    def accepts(self, identifier: Identifier) -> bool:
        return identifier.scheme == "fake"

    def requests(self, ids: Sequence[Identifier]) -> Sequence[Request]:
        return [request(*(identifier.value for identifier in ids))]

    def read(self, answer: Answer) -> Reading:
        if self.bug:
            raise KeyError("a field that this answer lacks")
        if b"<html" in answer.body or self.unbelieving or answer.status == 403:
            raise SourceError("fake: a challenge page", "blocked")
        try:
            titles = json.loads(answer.body)
        except ValueError:
            raise SourceError("fake: not JSON", "malformed") from None
        records, absent, refused = {}, set(), {}
        for identifier in answer.request.ids:
            if identifier.value in titles:
                item = Item(title=titles[identifier.value])
                records[identifier] = Record(id=identifier, source="fake", item=item, status="published")
            elif identifier.value.startswith("bad"):
                refused[identifier] = "not an id"
            else:
                absent.add(identifier)
        follow = tuple(request(title[1:]) for title in titles.values() if title.startswith(">"))
        return Reading(records, frozenset(absent), refused, follow=follow)


def serve(*known: int | str, titles: str = "Title of {}") -> Callable[[Seen], Reply]:
    """A host that knows these papers and answers with those among them that it is asked for."""

    def answer(seen: Seen) -> Reply:
        asked = seen.param("ids").split(",")
        found = {str(number): titles.format(number) for number in known if str(number) in asked}
        return Reply(200, "application/json", json.dumps(found).encode())

    return answer


def answer_to(asked: Request, body: bytes = b"{}") -> Answer:
    return Answer(
        request=asked, status=200, body=body, headers={"content-type": "text/plain"}, fetched="2026-11-01T00:00:00Z"
    )
