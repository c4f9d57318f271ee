"""A run's patience with silent hosts: what one loses, the next ones have less of."""

from __future__ import annotations

import pytest

from bertbib.fetch.patience import Patience
from desk import Desk, failure, titles
from fake_source import FakeSource, request, serve
from standin import hang

SOURCE = FakeSource()


def test_the_first_silent_host_gets_all_the_time_and_the_last_ones_little() -> None:
    patience = Patience(15, 30)
    assert (patience.silence(), patience.tries(), patience.answer(), patience.retry_after()) == (15, 2, 30, 15)
    spent = 0.0
    for _host in range(6):
        lost = patience.silence() * patience.tries()
        patience.spend(lost, lost)
        spent += lost
    assert spent < 55
    assert (patience.tries(), patience.retry_after()) == (1, 0)


def test_a_long_run_that_gets_answers_regains_its_patience() -> None:
    patience = Patience(15, 30)
    patience.spend(30, 30)
    patience.spend(0, 60)
    assert patience.left == Patience(15, 30).left


@pytest.mark.parametrize("tries", [2, 1])
def test_a_host_is_out_sooner_once_patience_is_gone(desk: Desk, tries: int) -> None:
    desk.standin.world.hosts["other.example"] = serve(1)
    desk.standin.fail("papers.example", hang(30), times=99)
    transport = desk.transport(silence_s=0.2)
    if tries == 1:
        transport._patience.spend(60, 60)
    (result,) = transport.ask([(SOURCE, request(1))])
    assert (failure(result), transport.requests["papers.example"]) == ("timeout", tries)
    (good,) = transport.ask([(SOURCE, request(1, host="other.example"))])
    assert titles(good) == {"1": "Title of 1"}
