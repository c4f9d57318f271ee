"""Macros of astronomers in place of journals."""

from __future__ import annotations

import pytest

from bertbib.venues.identify import identify
from bertbib.venues.macros import _MACROS, written_out


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (r"\apj", "The Astrophysical Journal"),
        (r"{\mnras}", "Monthly Notices of the Royal Astronomical Society"),
        (r"\ApJL", "The Astrophysical Journal Letters"),
        (r"\foo", r"\foo"),
        (r"\apj Letters", r"\apj Letters"),
        ("apj", "apj"),
        ("", ""),
    ],
)
def test_a_macro_alone_is_written_out(raw: str, name: str) -> None:
    assert written_out(raw) == name


def test_a_macro_means_what_its_name_means() -> None:
    lines = [line.split(" ", 1) for line in _MACROS.split("\n")]
    assert [macro for macro, name in lines if identify("\\" + macro).venue != identify(name, "journal").venue] == []
