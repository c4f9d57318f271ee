"""The source of an entry in parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertbib.writers.parts import parts_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[[pdf](https://x.org/a_(b).pdf)]", [("text", "["), ("link", "https://x.org/a_(b).pdf"), ("text", "]")]),
        ("[[paper]](https://x.org)", [("link", "https://x.org")]),
        ("[a](<https://x.org/a b> 'title')", [("link", "https://x.org/a b")]),
        ("[![arXiv](https://img)](https://x.org)", [("link", "https://x.org")]),
        ("![alt](https://img) text", [("image", "https://img"), ("text", " text")]),
        ('<a class="x" href="https://x.org?a=1&amp;b=2">Paper</a>', [("link", "https://x.org?a=1&b=2")]),
        ("see <https://x.org> or https://y.org/z.", [("text", "see "), ("link", "https://x.org"), ("text", " or "),
                                                     ("link", "https://y.org/z"), ("text", ".")]),
        ("`[no](link)` \\[no\\](link)", [("text", "`[no](link)` \\[no\\](link)")]),
        ("a <!-- bertbib: skip --> b", [("text", "a "), ("comment", ""), ("text", " b")]),
        ("[open](never", [("text", "[open](never")]),
        ("[text][ref]", [("text", "[text][ref]")]),
    ],
)  # fmt: skip
def test_links_in_their_forms(source: str, expected: list[tuple[str, str]]) -> None:
    parts = parts_of(source)
    assert [(one.kind, one.raw if one.kind == "text" else one.address) for one in parts] == expected


@given(st.text(st.sampled_from([*"[]()<>!`\\ab \n\"'-/:=", "h"]), max_size=80))
def test_no_character_is_lost(source: str) -> None:
    assert "".join(part.raw for part in parts_of(source)) == source


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("[pdf](https://x.org 'title')", "[new](https://y.org 'title')"),
        ('<a href="https://x.org">pdf</a>', '<a href="https://y.org">new</a>'),
        ("<https://x.org>", "<https://y.org>"),
        ("https://x.org", "https://y.org"),
    ],
)
def test_another_label_and_target(source: str, written: str) -> None:
    (link,) = parts_of(source)
    assert link.with_target("new", "https://y.org") == written
