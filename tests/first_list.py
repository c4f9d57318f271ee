"""The services as far as the first list needs them, made out of the facts in data/first_list.json (reconstructed answers)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from standin_world import ArxivPaper, World, openreview_note

REPOSITORY = Path(__file__).parent.parent
LIST = REPOSITORY / "refs" / "modification.md"
SLUG = "modification-multi-task-masking-strategy-etc"

Facts = Mapping[str, Any]


def first_list_facts() -> dict[str, Any]:
    """The facts, by service and identifier."""
    facts: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "first_list.json").read_text(encoding="utf-8"))
    return facts


def first_list_world() -> World:
    """A world that knows the 33 works of the first list: their preprints, their publications, and what aggregators say."""
    facts = first_list_facts()
    world = World()
    world.arxiv = {name: _arxiv(paper) for name, paper in facts["arxiv"].items()}
    world.openreview = {name: openreview_note(name, api=1, **note) for name, note in facts["openreview"].items()}
    volume = [_bib("inproceedings", f"pmlr-{name.replace('/', '-')}", entry) for name, entry in facts["pmlr"].items()]
    world.files["proceedings.mlr.press/v97/assets/bib/bibliography.bib"] = ("application/x-bibtex", "\n".join(volume))
    for name, entry in facts["acl"].items():
        fields = {field: value for field, value in entry.items() if field not in ("type", "key")}
        body = _bib(entry["type"], entry["key"], fields, '"', '"')
        world.files[f"aclanthology.org/{name}.bib"] = ("text/plain; charset=utf-8", body)
    for name, entry in facts["dblp"].items():
        fields = {field: value for field, value in entry.items() if field not in ("type", "key")}
        world.dblp[name] = _bib(entry["type"], f"DBLP:{name}", fields)
    world.crossref = {doi: {"DOI": doi, **work} for doi, work in facts["crossref"].items()}
    world.semanticscholar = {name: _scholar(name, paper) for name, paper in facts["semanticscholar"].items()}
    world.openalex = [_openalex(name, work) for name, work in facts["openalex"].items()]
    return world


def _arxiv(paper: Facts) -> ArxivPaper:
    return ArxivPaper(
        title=paper["title"],
        authors=tuple(paper["authors"]),
        published=paper["published"],
        updated=paper["updated"],
        version=paper["version"],
        categories=(paper["primary_class"],) if "primary_class" in paper else (),
        comment=paper.get("comment", ""),
        doi=tuple(paper.get("dois", ())),
    )


def _bib(kind: str, key: str, fields: Mapping[str, str], left: str = "{", right: str = "}") -> str:
    lines = [f"  {name} = {value if name == 'month' else left + value + right}" for name, value in fields.items()]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _scholar(name: str, paper: Facts) -> dict[str, Any]:
    venue = {"name": paper["venue"], "type": paper["kind"]} if paper["kind"] else None
    return {
        "externalIds": {"ArXiv": name, **paper["ids"]},
        "title": paper["title"],
        "venue": paper["venue"],
        "publicationVenue": venue,
        "year": paper["year"],
        "journal": {"name": paper["venue"], "pages": paper["pages"], "volume": paper["volume"]},
        "authors": [{"name": author} for author in paper["authors"]],
    }


def _openalex(name: str, work: Facts) -> dict[str, Any]:
    preprint = {
        "landing_page_url": f"https://arxiv.org/abs/{name}",
        "version": "submittedVersion",
        "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
    }
    venue = work["venue"]
    published = venue and {
        "landing_page_url": venue["page"],
        "version": "publishedVersion",
        "source": {"display_name": venue["name"], "type": venue["kind"]},
        "raw_source_name": venue["raw"],
    }
    return {
        "doi": work["doi"],
        "title": work["title"],
        "display_name": work["title"],
        "publication_year": work["year"],
        "type": work["type"],
        "primary_location": published or preprint,
        "locations": [published, preprint] if published else [preprint],
        "biblio": {
            "volume": work["volume"],
            "issue": None,
            "first_page": work["pages"][0],
            "last_page": work["pages"][1],
        },
        "authorships": [{"author": {"display_name": author}} for author in work["authors"]],
    }
