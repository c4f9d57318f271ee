"""What a list is made of, in its order: headings, units, and content that lists no papers."""

from __future__ import annotations

from typing import NamedTuple

from bertbib.readers.slots import Unit


class Heading(NamedTuple):
    """A heading, its line and its level; below the six real levels stand summaries and bold lines."""

    text: str
    line: int
    level: int


class Prose(NamedTuple):
    """Content that lists no papers; ``linked`` says that it holds a link."""

    line: int
    text: str = ""
    linked: bool = False


Event = Heading | Unit | Prose
