"""``bertbib venue`` on the real program."""

from __future__ import annotations

from pathlib import Path

import pytest

from program import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


def test_lines_in_venues_out_one_for_each_in_order(program: Program) -> None:
    done = program("venue", "-", "--json", stdin="NIPS\tbooktitle\t2016\n\nPhys. Rev. B\tjournal\t\r\nOdd Conference\n")
    assert done.code == 0
    assert done.document["bertbib"] == "venue/1"
    found = done.document["venues"]
    assert [(one["input"], one["venue"], one["year"]) for one in found] == [
        ("NIPS", "neurips", 2016),
        ("", "", None),
        ("Phys. Rev. B", "prb", None),
        ("Odd Conference", "odd conf", None),
    ]
    assert found[0] == {
        "input": "NIPS",
        "venue": "neurips",
        "kind": "conference",
        "track": "main",
        "host": None,
        "year": 2016,
        "name": "Advances in Neural Information Processing Systems",
        "acronym": "NIPS",
        "known": True,
    }
    assert found[3]["known"] is False


def test_arguments_a_table_and_a_suggestion_apart_from_it(program: Program) -> None:
    done = program("venue", "ACL2019 WS", "Conference on Lerning Representtions")
    assert done.code == 0
    assert "acl/workshop" in done.out
    assert "did you mean International Conference on Learning Representations?" in done.err


def test_only_the_venues_in_a_form(program: Program) -> None:
    done = program("venue", "--form", "abbreviated", "Journal of Machine Learning Research", "Physical Review Letters")
    assert done.out == "J. Mach. Learn. Res.\nPhys. Rev. Lett.\n"


def test_an_unknown_form_is_a_mistake_of_usage(program: Program) -> None:
    done = program("venue", "--form", "short", "ICML")
    assert (done.code, done.out) == (2, "")
    assert "no such form" in done.err


def test_nothing_piped_gives_an_empty_document(program: Program) -> None:
    assert program("venue", "--json", stdin="").document == {"bertbib": "venue/1", "venues": []}
