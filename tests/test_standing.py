"""Which entries of the lock are decided again, because somebody could not be heard."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from bertbib.model import Entry
from bertbib.model.entry import STATED
from bertbib.standing import is_provisional, is_undecided
from proven import published, unpublished

RANKS = {"acl": 90, "pages": 80, "url": 80, "neurips": 80, "doi": 70, "crossref": 70, "dblp": 85, "openreview": 80}
PAGE = replace(published("1901.00001", "A Title", "NeurIPS", 2019), source="url:https://proceedings.neurips.cc/x")
REGISTRY = replace(PAGE, source="doi:10.1000/x")


def asked(entry: Entry, **said: str) -> Entry:
    return replace(entry, asked=(("arxiv", "2026-11-24"), *sorted(said.items())))


def waits(entry: Entry, **said: str) -> bool:
    return is_provisional(asked(entry, **said), lambda: RANKS)


@pytest.mark.parametrize("accident", ["failed", "timeout", "throttled", "unreachable", "malformed"])
@pytest.mark.parametrize("who", ["acl", "crossref", "datacite", "dblp", "openreview", "semanticscholar", "neurips"])
def test_an_accident_is_waited_for_whoever_had_it(who: str, accident: str) -> None:
    assert waits(PAGE, **{who: accident})
    assert waits(unpublished("1901.00001", "A Title"), **{who: accident})


@pytest.mark.parametrize(
    ("who", "page", "registry"),
    [
        ("acl", True, True),
        ("neurips", False, True),
        ("pages", False, True),
        ("crossref", False, False),
        ("dblp", False, False),
        ("openreview", False, False),
        ("semanticscholar", True, True),
        ("openalex", True, True),
        ("somebody", False, False),
    ],
)
def test_a_refusal_only_of_whom_the_record_lacks(who: str, page: bool, registry: bool) -> None:
    assert (waits(PAGE, **{who: "blocked"}), waits(REGISTRY, **{who: "blocked"})) == (page, registry)


def test_an_answer_that_decides_nothing_is_no_accident() -> None:
    assert not waits(PAGE, openalex="unclear", semanticscholar="2026-11-24")


def test_the_users_word_stands() -> None:
    assert not waits(replace(PAGE, source=STATED), acl="failed")
    assert not waits(replace(PAGE, origins=(("source", "override:liu"),)), acl="failed")


def test_nobody_is_loaded_where_nobody_failed() -> None:
    undecided = partial(is_undecided, ranks=lambda: pytest.fail("the sources were loaded"))
    assert not undecided(asked(PAGE, acl="2026-11-24"))
    assert not undecided(asked(unpublished("1901.00001", "A Title"), semanticscholar="2026-11-24"))
    assert undecided(asked(PAGE, acl="failed"))
    assert undecided(asked(unpublished("1901.00001", "A Title", "unknown"), acl="blocked"))
