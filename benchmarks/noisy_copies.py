"""A .bib of made-up works and noisy copies of them, with the truth: the same text for the same seed and size."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

COPIES = 0.3
"""Share of the entries that are copies of another one's work."""

TRAPS = 0.05
"""Share that are another work of almost the same title: next year's edition, the second part, the journal version."""

_SOUNDS = "ba co di fe gu ha jo ka li mo nu pe ra so ta ve wi xa yo ze bran crit dorm flux gral"
_SYLLABLES = _SOUNDS.split()
_VENUES = (
    ("inproceedings", "booktitle", "Proceedings of the {year} Conference on Empirical Methods in Citation Processing"),
    ("inproceedings", "booktitle", "{{ICCP}} {year}"),
    ("inproceedings", "booktitle", "Advances in Neural Citation Systems"),
    ("inproceedings", "booktitle", "Proc. of the International Symposium on Reading Lists"),
)


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up entry and the number of its work."""

    work: int
    type: str
    title: str
    people: tuple[tuple[str, str], ...]
    year: int
    venue: tuple[str, str]
    pages: str
    doi: str
    arxiv: str = ""

    def text(self, key: str) -> str:
        """The entry in BibTeX."""
        name, venue = self.venue
        fields = {
            "title": self.title,
            "author": " and ".join(f"{family}, {given}" if given else family for family, given in self.people),
            name: venue.format(year=self.year),
            "year": str(self.year),
            "pages": self.pages,
            "doi": self.doi,
            "eprint": self.arxiv,
            "archiveprefix": "arXiv" if self.arxiv else "",
        }
        body = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items() if field and value)
        return f"@{self.type}{{{key},\n{body}}}\n\n"


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # the same entries each time
        self.words = self._names(4000, 2, 4)
        self.families = [name.capitalize() for name in self._names(3000, 2, 3)]
        self.given = [name.capitalize() for name in self._names(400, 2, 3)]

    def _names(self, count: int, least: int, most: int) -> list[str]:
        made: dict[str, None] = {}
        while len(made) < count:
            made["".join(self.random.choices(_SYLLABLES, k=self.random.randint(least, most)))] = None
        return list(made)

    def _common(self, names: Sequence[str], count: int) -> list[str]:
        """Names of which the first are the most frequent, as words of a language are."""
        return [names[int(len(names) ** self.random.random()) - 1] for _ in range(count)]

    def work(self, number: int) -> Made:
        """An entry of a new work."""
        words = dict.fromkeys(self._common(self.words, self.random.randint(4, 11)))
        names = tuple(zip(self._common(self.families, 4), self._common(self.given, 4), strict=True))
        people = names[: self.random.randint(1, 4)]
        kind, field, venue = self.random.choice(_VENUES)
        page = self.random.randint(2, 9000)
        return Made(
            work=number,
            type=kind,
            title=" ".join(words).capitalize(),
            people=people,
            year=self.random.randint(1990, 2025),
            venue=(field, venue),
            pages=f"{page}--{page + self.random.randint(5, 20)}",
            doi=f"10.1145/{3000000 + number}.{number}",
        )

    def copy(self, made: Made) -> Made:
        """The same work as somebody else writes it down."""
        twin = self.random.choice((self._preprint, self._sparse, self._scholar))(made)
        if self.random.random() < 0.04:
            twin = replace(twin, title=self._typed_wrong(twin.title))
        return twin

    def _preprint(self, made: Made) -> Made:
        number = f"{made.year % 100:02}{self.random.randint(1, 12):02}.{made.work % 100000:05}"
        year = made.year - self.random.randint(0, 1)
        if made.year < 2015:
            return self._sparse(made)
        return replace(made, type="article", year=year, venue=("journal", "CoRR"), pages="", doi="", arxiv=number)

    def _sparse(self, made: Made) -> Made:
        people = tuple((family, f"{given[0]}.") for family, given in made.people)
        if len(people) > 2:
            people = (*people[:2], ("others", ""))
        return replace(made, title=f"{{{made.title}}}", people=people, doi="", pages="")

    def _scholar(self, made: Made) -> Made:
        first, *rest = made.title.split(" ")
        return replace(made, title=" ".join([first, *(word.capitalize() for word in rest)]), doi="")

    def _typed_wrong(self, title: str) -> str:
        at = self.random.randrange(3, max(4, len(title) - 1))
        return title[:at] + title[at + 1 :]

    def trap(self, made: Made, number: int) -> Made:
        """Another work of almost the same title."""
        kind = self.random.randrange(3)
        if kind == 0:
            return replace(
                made, work=number, title=f"{made.title} {made.year + 1}", year=made.year + 1, doi="", pages=""
            )
        if kind == 1:
            return replace(made, work=number, title=f"{made.title}, Part II", doi="", pages="")
        venue = ("journal", "Journal of Citation Research")
        return replace(made, work=number, type="article", year=made.year + 1, venue=venue, doi="", pages="")


def noisy_bib(entries: int, seed: int = 1) -> tuple[str, dict[str, int]]:
    """The text of a .bib of that many entries, and the work of each key."""
    maker = _Maker(seed)
    copies, traps = int(entries * COPIES), int(entries * TRAPS)
    works = [maker.work(number) for number in range(entries - copies - traps)]
    made = list(works)
    made += [maker.copy(maker.random.choice(works)) for _ in range(copies)]
    made += [maker.trap(one, len(works) + number) for number, one in enumerate(maker.random.sample(works, traps))]
    maker.random.shuffle(made)
    truth = {f"k{at}": one.work for at, one in enumerate(made)}
    return "".join(one.text(f"k{at}") for at, one in enumerate(made)), truth


def pairs_of(groups: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    """All pairs of keys that stand in one group."""
    return {(min(pair), max(pair)) for keys in groups for pair in combinations(sorted(keys), 2)}


__all__ = ["Made", "noisy_bib", "pairs_of"]
