"""How much of a page has come."""

from __future__ import annotations

import pytest

from bertbib.sources._html import Page


@pytest.mark.parametrize(
    ("text", "head", "whole"),
    [
        ("<html><head><title>x</title></head><body>y</body></html>\n<!-- served -->", True, True),
        ("<html><head><title>x</title></head><body>y</body></HTML >", True, True),
        ("<!doctype html><title>x</title><body>y", True, False),
        ("<html><head><title>x</title></he", False, False),
        ("<html><head></head><body>y</html", True, False),
        ("<html><head><script>'</html>'", False, False),
        ("<html><head><!-- </head></html>", False, False),
        ("<![odd", False, False),
        ("", False, False),
    ],
)
def test_a_page_knows_its_end(text: str, head: bool, whole: bool) -> None:
    page = Page()
    page.feed(text)
    assert (page.has_head, page.is_whole) == (head, whole)
