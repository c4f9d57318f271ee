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


def _change(done: Any, field: str) -> Any:
    return next((one for one in done.document["changes"] if one["field"] == field), None)


def test_a_further_identifier_makes_no_preprint_unknown(program: Program, services: StandIn) -> None:
    """Everybody answered again and nobody named a publication: an article on Zenodo is none."""
    people = [dict(zip(("givenName", "familyName"), name.split(), strict=True)) for name in PEOPLE]
    services.world.datacite["10.5281/zenodo.7"] = {
        "titles": [{"title": TITLE}],
        "creators": people,
        "types": {"resourceTypeGeneral": "Text"},
        "publicationYear": 2019,
        "publisher": "Zenodo",
    }
    services.world.arxiv["1910.00001"] = ArxivPaper(
        title=TITLE, authors=PEOPLE, published="2019-10-01", doi=("10.5281/zenodo.7",)
    )
    program("build")
    before = _own(program)
    assert (before["status"], before["ids"]) == ("preprint", ["arxiv:1910.00001", "doi:10.5281/zenodo.7"])
    asked = len(services.seen)
    assert program("update").code == 0
    assert _own(program) == before
    assert {"export.arxiv.org", "api.datacite.org", *HOSTS} <= {one.host for one in services.seen[asked:]}


def test_an_outage_of_an_identifiers_authority_keeps_what_was_known(program: Program, services: StandIn) -> None:
    services.world.arxiv["1910.00001"] = ArxivPaper(
        title=TITLE, authors=PEOPLE, published="2019-10-01", doi=("10.5281/zenodo.7",)
    )
    program("build")
    before = _own(program)
    assert before["status"] == "preprint"
    for host in ("export.arxiv.org", "api.datacite.org", "api.crossref.org"):
        services.fail(host, UNAVAILABLE, times=100)
        done = program("update")
        assert (done.code, "not everybody could be asked again" in done.err) == (3, True)
        assert _own(program) == before
        services._plans.clear()


def test_an_authors_claim_makes_it_unknown_and_an_update_does_not_forget_it(
    program: Program, services: StandIn
) -> None:
    program("build")
    assert _own(program)["status"] == "preprint"
    services.world.arxiv["1910.00001"] = ArxivPaper(
        title=TITLE, authors=PEOPLE, published="2019-10-01", comment="Accepted at ACL 2020"
    )
    done = program("update", "--json")
    change = _change(done, "status")
    assert (change["old"], change["new"]) == ("preprint", "unknown")
    assert change["because"] == 'arxiv:1910.00001 says "Accepted at ACL 2020", and nothing proves it'
    program("update")
    assert _own(program)["status"] == "unknown"


def test_a_failure_of_one_build_forgets_no_claim_in_the_next(program: Program, services: StandIn) -> None:
    services.world.arxiv["1910.00001"] = ArxivPaper(
        title=TITLE, authors=PEOPLE, published="2019-10-01", comment="Accepted at ACL 2020"
    )
    services.fail("api.openalex.org", UNAVAILABLE, times=3)
    program("build")
    assert _own(program)["asked"]["openalex"] == "failed"
    program("build")
    assert _own(program)["asked"]["openalex"][:2] == "20"
    assert _own(program)["status"] == "unknown"


def test_the_change_of_a_status_says_why(program: Program, services: StandIn) -> None:
    program("build")
    services.world.semanticscholar["1910.00001"] |= {"venue": "ACL", "year": 2020}
    done = program("update")
    assert "status: preprint -> unknown (semanticscholar names ACL, 2020, and nothing proves it)" in done.out
    assert _own(program)["status"] == "unknown"
