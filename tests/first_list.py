"""The services as far as the first list needs them, made out of the facts in data/first_list.json (reconstructed answers)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from standin_world import ArxivPaper, World, openreview_note

REPOSITORY = Path(__file__).parent.parent
LIST = REPOSITORY / "refs" / "modification.md"
SLUG = "modification-multi-task-masking-strategy-etc"


def first_list_world() -> World:
    """A world that knows the 33 works of the first list, each by the service that its link names."""
    facts: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "first_list.json").read_text(encoding="utf-8"))
    world = World()
    for name, paper in facts["arxiv"].items():
        world.arxiv[name] = ArxivPaper(
            title=paper["title"],
            authors=tuple(paper["authors"]),
            published=paper["published"],
            updated=paper["updated"],
            version=paper["version"],
            categories=(paper["primary_class"],) if "primary_class" in paper else (),
            comment=paper.get("comment", ""),
            doi=tuple(paper.get("dois", ())),
        )
    for name, note in facts["openreview"].items():
        world.openreview[name] = openreview_note(name, api=1, **note)
    entries = [_bib(f"pmlr-{name.replace('/', '-')}", entry, "{", "}") for name, entry in facts["pmlr"].items()]
    world.files["proceedings.mlr.press/v97/assets/bib/bibliography.bib"] = ("application/x-bibtex", "\n".join(entries))
    for name, entry in facts["acl"].items():
        key = entry.pop("key")
        world.files[f"aclanthology.org/{name}.bib"] = ("text/plain; charset=utf-8", _bib(key, entry, '"', '"'))
    return world


def _bib(key: str, fields: dict[str, str], left: str, right: str) -> str:
    lines = [f"  {name} = {value if name == 'month' else left + value + right}" for name, value in fields.items()]
    return f"@inproceedings{{{key},\n" + ",\n".join(lines) + "\n}\n"
