"""What a reading list says: references, grouped by theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bertbib.model.identifier import Identifier
from bertbib.model.item import Item
from bertbib.model.problem import Problem, Where

Outcome = Literal["paper", "not-a-paper", "no-link", "could-not-tell", "duplicate"]
Role = Literal["paper", "code", "data", "project", "blog", "video", "slides", "other"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a reference: its role, its label as written and its URL."""

    role: Role
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One unit of a reading list.

    ``ids`` come in the order in which they stand, the primary link's first. ``note`` is the venue note as written,
    without its parentheses ("ACL2019"). ``url`` is the primary link. ``stated`` holds the facts that a .bib entry
    states, ``key`` the citation key that it has there. ``labels`` are the tags or keywords that the user gave it.
    """

    title: str
    where: Where
    outcome: Outcome = "paper"
    ids: tuple[Identifier, ...] = ()
    url: str | None = None
    note: str | None = None
    year: int | None = None
    links: tuple[Link, ...] = ()
    stated: Item | None = None
    key: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme of a reading list; ``path`` holds its headings, the outermost first."""

    slug: str
    title: str
    path: tuple[str, ...]
    source: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """What one reader made of one input."""

    themes: tuple[Theme, ...]
    problems: tuple[Problem, ...] = ()
