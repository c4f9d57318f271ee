"""Crossref's search by title, which answers with the same works whatever it is asked for."""

from __future__ import annotations

import json
from typing import Any

from standin import Reply, Seen, World


class Search:
    """Crossref as the world has it, with a search that answers with these works whatever it is asked for.

    ``refuses`` makes the search alone answer with 403.
    """

    def __init__(self, world: World, *found: dict[str, Any]) -> None:
        self.found = found
        self.refuses = False
        world.crossref |= {work["DOI"]: work for work in found}
        self._rest = World(crossref=world.crossref)

    def __call__(self, seen: Seen) -> Reply:
        if not seen.param("query.bibliographic"):
            return self._rest.answer(seen)
        if self.refuses:
            return Reply(403, "text/plain", b"not for you")
        body = {"status": "ok", "message": {"total-results": 99, "items": list(self.found)}}
        return Reply(200, "application/json", json.dumps(body).encode())
