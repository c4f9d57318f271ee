"""How far a preprint and the record that may be its publication agree, in the numbers of the rule of proof."""

from __future__ import annotations

from typing import Literal, NamedTuple

from bertbib.model import Item
from bertbib.proof import (
    same_first,
    shared_surnames,
    shared_words,
    surnames,
    titles_agree,
    titles_alike,
    years_agree,
)
from bertbib.text.titles import fold

TitleLikeness = Literal["equal", "agrees", "alike", "differs"]


class Likeness(NamedTuple):
    """How far two records agree, in the numbers that the rule of proof goes by.

    ``words`` is the share of the shorter title's content words that stand in both; ``shared`` of the ``people`` of the
    shorter author list are on both. ``years`` lie between the preprint and the publication, as far as both are known.
    """

    title: TitleLikeness
    words: float
    first_author: bool
    shared: int
    people: int
    years: int | None
    in_window: bool

    def __str__(self) -> str:
        """In words: ``title alike (71% of the words), 3 of 4 authors, year +1``."""
        share = "" if self.title == "equal" else f" ({self.words:.0%} of the words)"
        people = f"{self.shared} of {self.people} authors" if self.people else "no authors to compare"
        first = ", another first author" if self.people and not self.first_author else ""
        window = "" if self.in_window else " (outside the window)"
        years = "" if self.years is None else f", year {self.years:+d}{window}" if self.years else ", same year"
        return f"{_TITLES[self.title]}{share}, {people}{first}{years}"


_TITLES = {"equal": "same title", "agrees": "title agrees", "alike": "title alike", "differs": "other title"}


def likeness(preprint: Item, published: Item, *, named: bool = False) -> Likeness:
    """How far a preprint and the record that may be its publication agree; ``named`` as in ``agree``."""
    shared, of = shared_words(preprint.title, published.title)
    left, right = surnames(preprint.author), surnames(published.author)
    then, now = preprint.issued, published.issued
    kind: TitleLikeness = "alike" if titles_alike(preprint.title, published.title) else "differs"
    if titles_agree(preprint.title, published.title, named=named):
        kind = "equal" if fold(preprint.title) == fold(published.title) else "agrees"
    return Likeness(
        title=kind,
        words=shared / of if of else 0.0,
        first_author=same_first(preprint.author, published.author, left, right),
        shared=shared_surnames(left, right),
        people=min(len(left), len(right)),
        years=now.year - then.year if now and then else None,
        in_window=years_agree(preprint, published),
    )
