"""Groups of records out of verdicts on pairs: one work each, none of them holding two that must not be merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Literal

from bertbib.duplicates.blocking import candidates, contents
from bertbib.duplicates.verdict import Verdict, compare
from bertbib.duplicates.works import Work

LARGEST = 100
"""Different records that a group may hold. No work has more, and each newcomer is compared with all of them."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two records, by position, and why they belong together or are kept apart."""

    one: int
    other: int
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one work (``same``), or of works that share their content (``related``), by their positions.

    ``works`` are the records of each work: one tuple in a ``same`` group, two and more in a ``related`` one.
    """

    relation: Literal["same", "related"]
    works: tuple[tuple[int, ...], ...]
    links: tuple[Link, ...]

    @property
    def members(self) -> tuple[int, ...]:
        """All records of the group, in their order."""
        return tuple(sorted(member for work in self.works for member in work))

    @property
    def because(self) -> tuple[str, ...]:
        """The reasons of its links, each once."""
        return tuple(dict.fromkeys(reason for link in self.links for reason in link.because))


def groups_of(works: Sequence[Work]) -> tuple[Group, ...]:
    """The groups among records, ``same`` before ``related``, each in the order of its first record.

    Which records come together depends on what they say, not on their order.
    """
    copies: defaultdict[Work, list[int]] = defaultdict(list)
    for at, work in enumerate(works):
        if work.title.letters or work.ids:  # what says nothing is nothing's copy
            copies[work].append(at)
    distinct = list(copies)
    pairs = candidates(distinct)
    met = {at for pair in pairs for at in pair}
    met.update(at for at, work in enumerate(distinct) if len(copies[work]) > 1)
    compared = _in_order(distinct, met)
    positions = {at: position for position, at in enumerate(compared)}
    grouping = _Grouping([distinct[at] for at in compared])
    places = [copies[distinct[at]] for at in compared]
    del copies, distinct
    grouping.run((positions[one], positions[other]) for one, other in pairs)
    return (*_same(grouping, places), *_related(grouping, places))


def _in_order(works: Sequence[Work], positions: Iterable[int]) -> list[int]:
    """Positions in the order of what their works say; of people and venues only where all else is alike."""
    found: list[int] = []
    keyed = sorted([(contents(works[at]), at) for at in positions])
    for _, alike in groupby(keyed, key=itemgetter(0)):
        tied = [at for _, at in alike]
        found += sorted(tied, key=lambda at: works[at].order()) if len(tied) > 1 else tied
    return found


class _Grouping:
    """Distinct records being put together; ``groups`` maps each to the list of its group, which its members share."""

    def __init__(self, works: Sequence[Work]) -> None:
        self.works = works
        self.groups = {at: [at] for at in range(len(works))}
        self.merged: list[Link] = []
        self.related: list[Link] = []
        self.verdicts: dict[tuple[int, int], Verdict] = {}

    def run(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Compare pairs and merge, the most certain and nearest first."""
        mergers: list[tuple[int, int, int, int]] = []
        for one, other in map(sorted, pairs):
            verdict = compare(self.works[one], self.works[other])
            if verdict.relation == "different":
                continue
            self.verdicts[one, other] = verdict
            if verdict.relation == "related":
                self.related.append(Link(one, other, verdict.because))
            else:
                mergers.append((-verdict.weight, self._apart(one, other), one, other))
        for _weight, _apart, one, other in sorted(mergers):
            self._merge(one, other)

    def _apart(self, one: int, other: int) -> int:
        years = [work.year for work in (self.works[one], self.works[other]) if work.year is not None]
        return max(years) - min(years) if len(years) > 1 else 0

    def _merge(self, one: int, other: int) -> None:
        left, right = self.groups[one], self.groups[other]
        if left is right:
            return
        because = self.verdicts[one, other].because
        against = self._against(left, right)
        if against is not None:
            self.related.append(Link(one, other, (*because, f"kept apart: {', '.join(against) or 'two works'}")))
            return
        if len(left) < len(right):
            left, right = right, left
        left += right
        self.groups.update(dict.fromkeys(right, left))
        self.merged.append(Link(one, other, because))

    def _against(self, left: list[int], right: list[int]) -> tuple[str, ...] | None:
        """Why two groups must not become one, if so."""
        if len(left) + len(right) > LARGEST:
            return ("the group is too large",)
        for one in left:
            for other in right:
                verdict = self._verdict(*sorted((one, other)))
                if verdict.forbidden:
                    return verdict.because
        return None

    def _verdict(self, one: int, other: int) -> Verdict:
        found = self.verdicts.get((one, other))
        if found is None:
            found = self.verdicts[one, other] = compare(self.works[one], self.works[other])
        return found


def _same(grouping: _Grouping, places: Sequence[list[int]]) -> Iterator[Group]:
    """The groups of more than one record; copies of one record are a group too."""
    links = defaultdict(list)
    for link in grouping.merged:
        links[id(grouping.groups[link.one])].append(_at_places(link, places))
    found = []
    for members in _each(grouping.groups.values()):
        own = links[id(members)]
        own += [
            Link(places[member][0], copy, ("the same record again",))
            for member in members
            for copy in places[member][1:]
        ]
        if own:
            work = tuple(sorted(copy for member in members for copy in places[member]))
            found.append(Group("same", (work,), tuple(sorted(own, key=_place))))
    return iter(sorted(found, key=lambda group: group.works))


def _each(groups: Iterable[list[int]]) -> Iterator[list[int]]:
    return iter({id(group): group for group in groups}.values())


def _related(grouping: _Grouping, places: Sequence[list[int]]) -> Iterator[Group]:
    """Works that are linked, each chain of them as one group."""
    chains: dict[int, list[int]] = {}
    links = [link for link in grouping.related if grouping.groups[link.one] is not grouping.groups[link.other]]
    for link in links:
        one, other = (chains.setdefault(at, [at]) for at in (_root(grouping, link.one), _root(grouping, link.other)))
        if one is not other:
            if len(one) < len(other):
                one, other = other, one
            one += other
            chains.update(dict.fromkeys(other, one))
    by_chain = defaultdict(list)
    for link in links:
        by_chain[id(chains[_root(grouping, link.one)])].append(_at_places(link, places))
    found = []
    for roots in _each(chains.values()):
        works = (tuple(sorted(c for member in grouping.groups[root] for c in places[member])) for root in roots)
        own = sorted(set(by_chain[id(roots)]), key=_place)
        found.append(Group("related", tuple(sorted(works)), tuple(own)))
    return iter(sorted(found, key=lambda group: group.works))


def _root(grouping: _Grouping, at: int) -> int:
    """The record that stands for its group."""
    return grouping.groups[at][0]


def _at_places(link: Link, places: Sequence[list[int]]) -> Link:
    one, other = sorted((places[link.one][0], places[link.other][0]))
    return Link(one, other, link.because)


def _place(link: Link) -> tuple[int, int, tuple[str, ...]]:
    return link.one, link.other, link.because
