"""A work that is to be written into a reading list, and what its place has to say to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bertbib.model import Identifier, Intake, Name

Read = Callable[[str], Intake]
"""The list's own reader, on a text of it."""


class Work(NamedTuple):
    """What a list may say of a work.

    ``ids`` are those that its line is to give, ``url`` the link to them. ``venue`` is a short name (``ACL``), empty
    for what is not published; ``side`` is ``findings`` or ``workshop``. ``month`` belongs to the preprint.
    """

    title: str
    url: str
    ids: tuple[Identifier, ...]
    authors: tuple[Name, ...] = ()
    venue: str = ""
    year: int | None = None
    side: str = ""
    posted: tuple[int, int] | None = None
    entry: str = ""

    @property
    def arxiv(self) -> str:
        """Its number on arXiv, if its line is to give it."""
        return next((one.value for one in self.ids if one.scheme == "arxiv"), "")


class Written(NamedTuple):
    """A list with a work added: the whole text, the lines added and the first one's number, and whether they are in
    the list's own grammar.
    """

    text: str
    added: str
    line: int
    own_grammar: bool = True
