"""A parser of pages that takes whatever comes, and knows how much of the page has come."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """A page; ``has_head`` says whether its head has come to its end, ``is_whole`` whether the page has.

    A page that was cut in transfer has no end: it may say what is there, and never what is not.
    """

    def __init__(self) -> None:
        super().__init__()
        self.has_head = False
        self.is_whole = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element; subclasses call this, too."""
        self.has_head = self.has_head or tag == "body"

    def handle_endtag(self, tag: str) -> None:
        """Take note of an element's end; subclasses call this, too."""
        self.has_head = self.has_head or tag in ("head", "body", "html")
        self.is_whole = self.is_whole or tag == "html"

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Skip ``<![...>``: the base class raises AssertionError for what is none of SGML's or Word's."""
        end = self.rawdata.find(">", i + 3)
        return end + 1 if end >= 0 else -1
