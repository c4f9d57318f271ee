"""Text that Markdown shows as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertbib.readers.blocks import parse
from bertbib.readers.pieces import pieces_of, text_of
from bertbib.writers.escaping import escaped, link_target


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Plain words, and more: 2-3", "Plain words, and more: 2-3"),
        ("A [MASK] of *stars*", "A \\[MASK\\] of \\*stars\\*"),
        ("snake_case and _em_", "snake_case and \\_em\\_"),
        ("AT&T and &amp;", "AT&T and \\&amp;"),
        ("# No heading", "\\# No heading"),
        ("1. No item", "1\\. No item"),
        ("$O(n^2)$ <b>", "$O(n^2)$ \\<b>"),
    ],
)
def test_what_is_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


def test_tables_and_html() -> None:
    assert escaped("a | b", table=True) == "a \\| b"
    assert escaped("a < b & [c]", html=True) == "a &lt; b &amp; [c]"


@given(
    st.lists(st.sampled_from(["word", *"[]()*_`<>#&;\\~+-=.!1a", "&lt;", "**", "<b>"]), min_size=1, max_size=20).map(
        "".join
    )
)
def test_it_reads_back_within_a_link(text: str) -> None:
    tokens = [token for token in parse(f"- [{escaped(text)}](x)") if token.type == "inline"]
    assert text_of(pieces_of(tokens[0].children or ())) == text


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://doi.org/10.1016/S0893-6080(05)80131-5", "https://doi.org/10.1016/S0893-6080(05)80131-5"),
        (
            "https://doi.org/10.1002/(SICI)1(98)1:1<1::A>3.0.CO;2-2",
            "https://doi.org/10.1002/(SICI)1(98)1:1%3C1::A%3E3.0.CO;2-2",
        ),
        ("https://x.org/a)b", "https://x.org/a%29b"),
        ("https://x.org/a b|c", "https://x.org/a%20b%7Cc"),
    ],
)
def test_targets_end_where_they_should(url: str, written: str) -> None:
    assert link_target(url) == written
    inline = next(token for token in parse(f"[t]({link_target(url)})") if token.type == "inline")
    assert (inline.children or [])[0].attrs["href"] == written
