"""Citation keys: assigned once, ASCII, unique without regard to case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bertbib.config import DEFAULT_KEY_PATTERN
from bertbib.model import Item
from bertbib.text.names import surname_key
from bertbib.text.titles import first_word

_SAFE = re.compile(r"[^A-Za-z0-9:._+-]+")


def new_key(item: Item, taken: set[str], pattern: str = DEFAULT_KEY_PATTERN) -> str:
    """A new key for an item after the pattern, such as ``liu2019multi``.

    ``taken`` holds case-folded keys that are in use; a clash gets ``a``, ``b``, ... appended, in the order of
    assignment.
    """
    base = _SAFE.sub("", pattern.format(author=_author(item), year=_year(item), word=first_word(item.title)))
    base = base or "untitled"
    for suffix in _suffixes():
        if (base + suffix).casefold() not in taken:
            return base + suffix
    raise AssertionError("suffixes are endless")


def _author(item: Item) -> str:
    people = item.author or item.editor
    return surname_key(people[0]) if people else ""


def _year(item: Item) -> str:
    return str(item.issued.year) if item.issued else ""


def _suffixes() -> Iterator[str]:
    yield ""
    number = 0
    while True:
        letters, rest = "", number
        while True:
            letters = chr(ord("a") + rest % 26) + letters
            rest = rest // 26 - 1
            if rest < 0:
                break
        yield letters
        number += 1
