"""How Semantic Scholar, OpenAlex and DBLP answer in the stand-in's world: records in, status and content out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

CHALLENGE = (
    "<!doctype html><html lang='en'><head><title>Making sure you're not a bot!</title>"
    "<link rel='stylesheet' href='/.within.website/x/xess/xess.css'></head><body></body></html>"
)

_ARXIV_DOI = "10.48550/arxiv."


def semanticscholar(papers: Mapping[str, Mapping[str, Any]], body: bytes) -> tuple[int, Any]:
    """The batch of papers that a JSON body asks for: in its order, null for the unknown, 400 if all are."""
    try:
        asked = json.loads(body)["ids"]
    except (ValueError, KeyError, TypeError):
        return 400, {"error": "Request body must be a JSON object with a list of ids"}
    if len(asked) > 500:
        return 400, {"error": "Too many paper ids"}
    known = {f"ARXIV:{name}".upper(): paper for name, paper in papers.items()}
    for paper in papers.values():
        for scheme in ("DOI", "ACL"):
            if value := paper.get("externalIds", {}).get(scheme):
                known[f"{scheme}:{value}".upper()] = paper
    found = [known.get(name.upper()) for name in asked]
    return (200, found) if any(found) else (400, {"error": "No valid paper ids given"})


def openalex(works: Iterable[Mapping[str, Any]], wanted: str, per_page: int) -> tuple[int, Any]:
    """A page of the works with these DOIs (``doi:A|B``), be it their own or that of a location on arXiv."""
    asked = wanted.removeprefix("doi:").lower().split("|")
    if not wanted.startswith("doi:") or len(asked) > 100:
        return 400, {"error": "Invalid query parameters error.", "message": "Maximum number of values exceeded"}
    found = [work for work in works if set(asked) & set(_dois(work))]
    return 200, {"meta": {"count": len(found), "page": 1, "per_page": per_page}, "results": found[:per_page]}


def _dois(work: Mapping[str, Any]) -> Iterable[str]:
    yield str(work.get("doi") or "").removeprefix("https://doi.org/").lower()
    for location in work.get("locations", []):
        on_arxiv = re.search(r"arxiv\.org/abs/(.+?)(?:v\d+)?$", str(location.get("landing_page_url")))
        if on_arxiv:
            yield _ARXIV_DOI + on_arxiv[1].lower()


def dblp(records: Mapping[str, str], path: str) -> str | None:
    """The entry at ``/rec/KEY.bib``."""
    return records.get(path.removeprefix("/rec/").removesuffix(".bib")) if path.startswith("/rec/") else None
