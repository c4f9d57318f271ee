"""Witnesses and sources over the transport: their requests are such that the services' own rules accept them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bertbib.model import Identifier, Reading
from bertbib.model.protocols import Witness
from bertbib.sources.dblp import SOURCE as DBLP
from bertbib.witnesses.openalex import WITNESS as OPENALEX
from bertbib.witnesses.semanticscholar import WITNESS as SEMANTICSCHOLAR
from desk import Desk, failure
from sources.answering import stored
from standin import StandIn

ANSWERS = Path(__file__).parent / "answers"
MTDNN, UNKNOWN = Identifier("arxiv", "1901.11504"), Identifier("arxiv", "1912.99999")
PALS = Identifier("dblp", "conf/icml/Stickland019")


@pytest.fixture
def desk(standin: StandIn, cache_dir: Path) -> Desk:
    for paper in json.loads((ANSWERS / "semanticscholar.json").read_bytes()):
        if paper:
            standin.world.semanticscholar[paper["externalIds"]["ArXiv"]] = paper
    standin.world.openalex = json.loads((ANSWERS / "openalex.json").read_bytes())["results"]
    standin.world.dblp[PALS.value] = stored("dblp/SticklandM19.bib").decode()
    return Desk(standin, cache_dir)


@pytest.mark.parametrize("witness", [SEMANTICSCHOLAR, OPENALEX])
def test_found_and_absent(desk: Desk, witness: Witness) -> None:
    keys = {"S2_API_KEY": "k1", "OPENALEX_API_KEY": "k2"}
    (request,) = witness.requests([MTDNN, UNKNOWN])
    (reading,) = desk.transport(tokens=keys).ask([(witness, request)])
    assert isinstance(reading, Reading)
    assert set(reading.records) == {MTDNN}
    assert reading.absent == {UNKNOWN}
    (seen,) = desk.standin.seen
    assert (seen.headers.get("x-api-key") or seen.param("api_key")) == keys[request.token]
    desk.close()


@pytest.mark.parametrize("witness", [SEMANTICSCHOLAR, OPENALEX])
def test_none_is_known(desk: Desk, witness: Witness) -> None:
    (request,) = witness.requests([UNKNOWN])
    (reading,) = desk.transport().ask([(witness, request)])
    assert isinstance(reading, Reading)
    assert reading.absent == {UNKNOWN}
    desk.close()


def test_a_record_of_dblp(desk: Desk) -> None:
    (request,) = DBLP.requests([PALS])
    (reading,) = desk.transport().ask([(DBLP, request)])
    assert isinstance(reading, Reading)
    assert set(reading.records) == {PALS}
    desk.close()


@pytest.mark.parametrize("status", [200, 500])
def test_dblp_behind_its_challenge(desk: Desk, status: int) -> None:
    desk.standin.world.dblp_challenge = status
    (request,) = DBLP.requests([PALS])
    (result,) = desk.transport().ask([(DBLP, request)])
    assert failure(result) == "blocked"
    desk.close()
