"""Which pairs of many records are worth comparing: those that share an identifier, a title, a place or rare words.

The work is linear in the records: each has a fixed number of keys, and of a key that very many share only neighbours in
the order of their contents are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from bertbib.duplicates.works import Work

RARE = 4
"""Words of a title, the rarest of the file, that are keys together with the first author: one may be typed wrong."""

RARE_PAIRS = 3
"""Of these words, those that are keys in pairs, without the author: the first author may have changed."""

CROWD = 24
"""Records of one key up to which all pairs are compared."""

NEIGHBOURS = 6
"""In a larger crowd, how many that follow in the order of contents each record is compared with."""

Key = tuple[object, ...]


def candidates(works: Sequence[Work]) -> list[tuple[int, int]]:
    """Pairs of positions, each once, the smaller first; neighbours in a crowd are those in the order of ``works``."""
    frequency = Counter(word for work in works for word in work.title.words)
    blocks: defaultdict[Key, list[int]] = defaultdict(list)
    for at, work in enumerate(works):
        for key in set(_keys(work, frequency)):
            blocks[key].append(at)
    pairs: dict[tuple[int, int], None] = {}
    for members in blocks.values():
        if len(members) > 1:
            pairs.update(dict.fromkeys(_pairs(members)))
    return list(pairs)


def _pairs(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(members) <= CROWD:
        yield from combinations(members, 2)
        return
    for step in range(1, NEIGHBOURS + 1):
        yield from zip(members, members[step:], strict=False)


def _keys(work: Work, frequency: Counter[str]) -> Iterator[Key]:
    """The keys under which a record meets the others; they are tuples of different forms, so none mix."""
    title = work.title
    for one in work.ids:
        yield one.scheme, one.folded, ""
    for letters in (title.letters, title.main, title.about):
        if letters:
            yield (letters,)
    if work.pages and work.year is not None and (work.volume or len(work.pages) > 1):
        if work.volume:
            yield work.year, work.volume, work.pages[0]
        yield work.year, work.pages
    rare = sorted(title.words, key=lambda word: (frequency[word], word))[:RARE]
    if work.people:
        surname = min(work.people[0].surnames, key=lambda form: (len(form), form), default="")
        for word in rare:
            yield surname, word
    yield from (("words", *sorted(pair)) for pair in combinations(rare[:RARE_PAIRS], 2))
