"""Which titles of a pack are near a title that has drifted: rare words lead to candidates, shared words rank them."""

from __future__ import annotations

import heapq
import math
import re
import sqlite3
from collections.abc import Iterable

from bertbib.model import Record
from bertbib.text.titles import acronym_before_colon, fold, words

_SHARED = 0.6
"""Share of the content words, of the shorter title, from which a title is near."""
_MOST_WORDS = 40  # of a title; hostile ones have thousands
_MOST_POSTINGS = 15_000  # works that one search looks at, so that "neural networks" stays quick
_CANDIDATES = 60

_VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'word', 'row')"
_FREQUENCY = "SELECT doc FROM temp.vocabulary WHERE term = ?"
_WORKS = "SELECT rowid FROM word WHERE word MATCH ? LIMIT ?"


def rows(connection: sqlite3.Connection, title: str) -> list[int]:
    """The rows of the works whose titles share the most, and the rarest, words with a title; raise sqlite3.Error."""
    connection.execute(_VOCABULARY)
    scores: dict[int, float] = {}
    acronym = _tokens([acronym_before_colon(title)])
    if acronym:
        _score(connection, acronym, _MOST_POSTINGS, 3.0, scores)
    left = _MOST_POSTINGS
    for frequency, token in _rarest_first(connection, _tokens(words(title))):
        if frequency > left:
            break
        left -= frequency
        _score(connection, [token], frequency, math.log(_MOST_POSTINGS / frequency) + 1.0, scores)
    return heapq.nsmallest(_CANDIDATES, scores, key=lambda row: (-scores[row], row))


def _rarest_first(connection: sqlite3.Connection, tokens: list[str]) -> list[tuple[int, str]]:
    found = ((connection.execute(_FREQUENCY, (token,)).fetchone(), token) for token in tokens)
    return sorted((row[0], token) for row, token in found if row)


def _score(
    connection: sqlite3.Connection, tokens: list[str], most: int, weight: float, scores: dict[int, float]
) -> None:
    """Add a weight to the works that have all of these words."""
    for (row,) in connection.execute(_WORKS, (" ".join(f'"{token}"' for token in tokens), most)):
        scores[row] = scores.get(row, 0.0) + weight


def _tokens(texts: Iterable[str]) -> list[str]:
    """The words as the index has them, once each: runs of letters and digits, all that is not ASCII among them."""
    found = (token for text in texts for token in re.findall("[a-z0-9\u0080-\U0010ffff]+", text))
    return list(dict.fromkeys(found))[:_MOST_WORDS]


def ranked(title: str, records: Iterable[Record]) -> list[Record]:
    """The records whose titles are near, the nearest first: those with the acronym, then by the words in common."""
    wanted, acronym = set(words(title)), acronym_before_colon(title)
    scored = []
    for record in records:
        own = set(words(record.item.title))
        shared = len(wanted & own)
        named = bool(acronym) and acronym == acronym_before_colon(record.item.title)
        if named or (shared >= 2 and shared >= _SHARED * min(len(wanted), len(own))):
            same = fold(title) == fold(record.item.title)
            scored.append((same, named, 2 * shared / (len(wanted) + len(own) or 1), record))
    return [record for *_, record in sorted(scored, key=lambda one: one[:3], reverse=True)]
