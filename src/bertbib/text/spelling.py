"""Words of folded titles in one of their spellings, so that two wordings of a title can be compared."""

from __future__ import annotations

from functools import lru_cache

from bertbib.text.titles import STOP_WORDS

LONG_WORD = 6
"""Letters from which a word may have a British and an American spelling."""

VERY_LONG_WORD = 10
"""Letters from which a missing one is a typing error and not another word ("infection", "inflection")."""

_ARTICLES = frozenset(("a", "an", "the"))


def same_spellings(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two titles have the same spellings, typing errors in very long words aside."""
    if "".join(one) == "".join(other):
        return True
    return len(one) == len(other) and all(a == b or _is_typing_error(a, b) for a, b in zip(one, other, strict=True))


@lru_cache(maxsize=4096)
def spellings(title: str) -> tuple[str, ...]:
    """The spellings of a folded title's words, articles left out."""
    found = title.split()
    kept = [word for word in found[:-1] if word not in _ARTICLES]  # at the end, "A" is a name
    return tuple(map(spelling, (*kept, *found[-1:])))


@lru_cache(maxsize=4096)
def telling_spellings(title: str) -> tuple[str, ...]:
    """The spellings of a folded title's words, all small words left out."""
    return spellings(" ".join([word for word in title.split() if word not in STOP_WORDS]))


def _is_typing_error(one: str, other: str) -> bool:
    """Whether one of two words of many letters lacks one of the other's ("heterogeneous", "heterogenous")."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < VERY_LONG_WORD or len(longer) != len(shorter) + 1:
        return False
    # Without its first letter a word is another one: "asynchronous".
    return any(longer[:index] + longer[index + 1 :] == shorter for index in range(1, len(longer)))


@lru_cache(maxsize=1 << 14)
def spelling(word: str) -> str:
    """A word in one of its spellings: no plural, American endings, no doubled l."""
    word = stem(word)
    if len(word) < LONG_WORD:
        return word
    for british, american in (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("our", "or"), ("ll", "l")):
        word = word.replace(british, american)
    return word


def stem(word: str) -> str:
    """Plural off; enough for comparing two wordings of one title."""
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
