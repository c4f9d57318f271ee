"""Whole lists of every grammar, with the noise of real ones, against what a person reads in them."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from bertbib.model import Reference, Theme
from bertbib.readers.markdown import READER
from bertbib.readers.themes import is_generic

DATA = Path(__file__).parent / "data"
LISTS = sorted(path.stem for path in (DATA / "lists").glob("*.md"))
REAL = sorted(path.stem for path in (DATA / "real").glob("*.jsonl"))
REAL_LISTS = Path(os.environ.get("BERTBIB_LISTS", "lists"))


def truth(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def folded(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(character if character.isalnum() else " " for character in normal).split())


def read(path: Path) -> dict[int, list[tuple[Theme, Reference]]]:
    """What the reader makes of a list, by line."""
    found: dict[int, list[tuple[Theme, Reference]]] = {}
    for theme in READER.read(path.read_bytes().decode("utf-8"), path.name).themes:
        for one in theme.references:
            found.setdefault(one.where.line, []).append((theme, one))
    return found


def ids_of(reference: Reference) -> list[str]:
    told = (str(one) for one in reference.ids if one.scheme != "url")
    return sorted(one.lower() if one.startswith("doi:") else one for one in told)


def themes_of(path: list[str]) -> list[str]:
    return [folded(heading) for heading in path if not is_generic(heading)]


def at(found: dict[int, list[tuple[Theme, Reference]]], entry: dict[str, Any]) -> tuple[Theme, Reference]:
    """The unit of a line; of several, the one with the title."""
    units = found[entry["line"]]
    return next((unit for unit in units if folded(unit[1].title) == folded(entry["title"])), units[0])


@pytest.mark.parametrize("name", LISTS)
def test_titles_ids_and_themes(name: str) -> None:
    found = read(DATA / "lists" / f"{name}.md")
    for entry in truth(DATA / "lists" / f"{name}.jsonl"):
        if entry["outcome"] == "not-a-paper" or "title" in entry.get("doubt", ()):
            continue
        assert entry["line"] in found, entry["title"]
        theme, one = at(found, entry)
        assert folded(one.title) == folded(entry["title"])
        assert ids_of(one) == sorted(entry["ids"])
        path = themes_of(list(theme.path))
        assert path[len(path) - len(themes_of(entry["theme"])) :] == themes_of(entry["theme"])


@pytest.mark.parametrize("name", LISTS)
def test_notes_and_outcomes(name: str) -> None:
    found = read(DATA / "lists" / f"{name}.md")
    for entry in truth(DATA / "lists" / f"{name}.jsonl"):
        doubt = entry.get("doubt", ())
        if "outcome" not in doubt:
            assert (entry["title"], at(found, entry)[1].outcome) == (entry["title"], entry["outcome"])
        if "note" not in doubt and entry["outcome"] != "not-a-paper":
            assert folded(at(found, entry)[1].note or "") == folded(entry["note"] or "")


@pytest.mark.parametrize("name", LISTS)
def test_nothing_else_is_taken_for_a_paper(name: str) -> None:
    known = {entry["line"] for entry in truth(DATA / "lists" / f"{name}.jsonl")}
    found = read(DATA / "lists" / f"{name}.md")
    more = [one.title for line, units in found.items() if line not in known for _, one in units]
    papers = [one.title for line, units in found.items() if line not in known for _, one in units if taken(one)]
    assert not papers, more


def taken(reference: Reference) -> bool:
    return reference.outcome not in ("not-a-paper", "duplicate")


@pytest.mark.parametrize("name", REAL)
def test_real_lists(name: str) -> None:
    """Facts of forty entries of a public list; the list itself is not part of the project."""
    path = REAL_LISTS / f"{name}.md"
    if not path.exists():
        pytest.skip("BERTBIB_LISTS names no folder with this list")
    found = read(path)
    for entry in truth(DATA / "real" / f"{name}.jsonl"):
        if entry["outcome"] != "not-a-paper":
            one = at(found, entry)[1]
            assert folded(one.title) == folded(entry["title"])
            assert ids_of(one) == sorted(entry["ids"])
