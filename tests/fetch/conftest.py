"""Fixtures of the tests of the transport."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from caller import GOOD, Caller
from desk import Desk
from fake_source import HOST, serve
from standin import StandIn


@pytest.fixture
def desk(standin: StandIn, cache_dir: Path) -> Iterator[Desk]:
    standin.world.hosts[HOST] = serve(*range(1, 50))
    made = Desk(standin, cache_dir)
    yield made
    made.close()


@pytest.fixture
def caller(standin: StandIn, cache_dir: Path) -> Iterator[Caller]:
    standin.world.hosts[HOST] = GOOD
    made = Caller(standin, cache_dir)
    yield made
    made.close()
