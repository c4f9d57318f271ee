"""``update`` and later builds where an aggregator fails: what was known stays, what failed is asked again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from program import Program
from standin import CHALLENGE_200, TRUNCATED, UNAVAILABLE, Fault, StandIn, throttled
from standin_world import ArxivPaper, World

PEOPLE = ("Ann Abel", "Bob Baker", "Cid Carter")
TITLE = "Robust Frobnication of Language Encoders with Gradient Surgery"
HOSTS = ("api.semanticscholar.org", "api.openalex.org")
FAULTS = {"429": throttled(), "503": UNAVAILABLE, "challenge": CHALLENGE_200, "truncated": TRUNCATED}


def _world() -> World:
    """A preprint that nobody knows a publication of."""
    world = World()
    world.arxiv = {"1910.00001": ArxivPaper(title=TITLE, authors=PEOPLE, published="2019-10-01")}
    names = [{"name": name} for name in PEOPLE]
    world.semanticscholar = {
        "1910.00001": {
            "externalIds": {"ArXiv": "1910.00001"},
            "title": TITLE,
            "venue": "arXiv.org",
            "year": 2019,
            "authors": names,
        }
    }
    return world


@pytest.fixture
def services() -> Iterator[StandIn]:
    with StandIn(_world()) as standin:
        yield standin


@pytest.fixture
def program(tmp_path: Path, services: StandIn) -> Program:
    (tmp_path / "papers.md").write_text(f"# Theme\n\n* [{TITLE}](https://arxiv.org/abs/1910.00001)\n")
    (tmp_path / "bertbib.toml").write_text('lists = ["papers.md"]\nout = "out"\n')
    return Program(tmp_path, services.url)


def _own(program: Program) -> Any:
    (item,) = json.loads((program.cwd / "out" / "bertbib.lock.json").read_text())
    return item["custom"]["bertbib"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_an_outage_during_update_keeps_what_was_known(
    program: Program, services: StandIn, host: str, fault: Fault
) -> None:
    program("build")
    lock = program.cwd / "out" / "bertbib.lock.json"
    before = lock.read_bytes()
    assert _own(program)["status"] == "preprint"
    assert set(_own(program)["asked"]) == {"arxiv", "openalex", "semanticscholar"}
    services.fail(host, fault, times=100)
    done = program("update")
    assert done.code == 3
    assert "not everybody could be asked again" in done.err
    assert lock.read_bytes() == before


def test_update_keeps_the_date_of_a_source_that_it_does_not_ask(program: Program) -> None:
    program("build")
    before = _own(program)
    assert program("update").code == 0
    assert _own(program) == before


@pytest.mark.parametrize("host", HOSTS)
def test_a_service_that_was_not_there_once_is_asked_again(program: Program, services: StandIn, host: str) -> None:
    services.fail(host, Fault(status=404, content_type="text/html", body=b"gone"))
    program("build")
    assert _own(program)["status"] == "unknown"
    asked = len(services.seen)
    program("build")
    assert [one.host for one in services.seen[asked:]] == [host]
    assert _own(program)["status"] == "preprint"
