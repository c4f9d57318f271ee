"""Which pairs of many records are worth comparing: those that share an identifier, a title, a place or rare words.

The work is linear in the records: each has a fixed number of keys, and of a key that very many share only neighbours in
the order of their contents are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from bertbib.duplicates.wording import share_half
from bertbib.duplicates.works import Work
from bertbib.text.titles import STOP_WORDS

RARE = 4
"""Words of a title, the rarest of the file, that are keys together with the first author: one may be typed wrong."""

RARE_PAIRS = 3
"""Of these words, those that are keys in pairs, without the author: the first author may have changed."""

CROWD = 24
"""Records of one key up to which all pairs are compared."""

NEIGHBOURS = 6
"""In a larger crowd, how many that follow in the order of contents each record is compared with."""


def candidates(works: Sequence[Work]) -> list[tuple[int, int]]:
    """Pairs of positions, each once, the smaller first, but for those whose titles are different at first sight.

    Neighbours in a crowd are those in the order of what works say, whatever their positions are.
    """
    count = len(works)
    pairs: dict[int, None] = {}  # in one number, as there may be millions
    for keyed in (_by_ids(works), _by_titles(works), _by_places(works), _by_words(works)):
        for members in _blocks(keyed):
            crowd = sorted(members, key=lambda at: contents(works[at])) if len(members) > CROWD else members
            for one, other in _pairs(crowd):
                pairs[one * count + other if one < other else other * count + one] = None
    words: dict[int, frozenset[str]] = {}
    found = (divmod(pair, count) for pair in pairs)
    return [(one, other) for one, other in found if _worth_comparing(works, one, other, words)]


def contents(work: Work) -> tuple[object, ...]:
    """What a work says as a key to sort by, but for its people and its venue."""
    ids = sorted([(one.scheme, one.folded) for one in work.ids])
    title = (work.title.letters, work.title.folded, work.title.notice, work.title.form)
    return (*title, work.year or 0, work.volume, work.pages, work.edition, ids)


def _worth_comparing(works: Sequence[Work], one: int, other: int, words: dict[int, frozenset[str]]) -> bool:
    """Whether two works are not different at first sight, as nearly all are that share nothing but words."""
    left, right = works[one], works[other]
    if left.title.letters == right.title.letters or left.title.notice != right.title.notice:
        return True
    if left.title.main == right.title.letters or right.title.main == left.title.letters:
        return True
    for at, work in ((one, left), (other, right)):
        if at not in words:
            words[at] = frozenset(work.title.folded.split()) - STOP_WORDS
    return share_half(words[one], words[other]) or not left.ids.isdisjoint(right.ids)


def _pairs(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(members) <= CROWD:
        yield from combinations(members, 2)
        return
    for step in range(1, NEIGHBOURS + 1):
        yield from zip(members, members[step:], strict=False)


def _blocks(keyed: Iterable[tuple[Hashable, int]]) -> Iterable[list[int]]:
    """The positions that share a key; ``keyed`` has those of one position side by side."""
    first: dict[Hashable, int] = {}
    blocks: dict[Hashable, list[int]] = {}
    for key, at in keyed:
        other = first.setdefault(key, at)
        if other != at:
            members = blocks.setdefault(key, [other])
            if members[-1] != at:
                members.append(at)
    return blocks.values()


def _by_ids(works: Sequence[Work]) -> Iterator[tuple[Hashable, int]]:
    return ((one, at) for at, work in enumerate(works) for one in work.ids)


def _by_titles(works: Sequence[Work]) -> Iterator[tuple[Hashable, int]]:
    for at, work in enumerate(works):
        title = work.title
        for letters in (title.letters, title.main, title.about):
            if letters:
                yield letters, at


def _by_places(works: Sequence[Work]) -> Iterator[tuple[Hashable, int]]:
    for at, work in enumerate(works):
        if work.pages and work.year is not None and (work.volume or len(work.pages) > 1):
            if work.volume:
                yield (work.year, work.volume, work.pages[0]), at
            yield (work.year, work.pages), at


def _by_words(works: Sequence[Work]) -> Iterator[tuple[Hashable, int]]:
    """Rare words with the first author's surname, and in pairs; hashes stand for them, as there are many.

    Two that share a hash by chance are compared for nothing. A word that no other title has leads nowhere.
    """
    frequency: Counter[str] = Counter()
    for work in works:
        frequency.update(set(work.title.folded.split()))
    for at, work in enumerate(works):
        words = set(work.title.folded.split()) - STOP_WORDS
        counted = sorted([(frequency[word], word) for word in words])[:RARE]
        rare = [word for number, word in counted if number > 1]
        if work.first:
            for word in rare:
                yield hash((work.first, word)), at
        for pair in combinations([word for number, word in counted[:RARE_PAIRS] if number > 1], 2):
            yield hash(pair), at
