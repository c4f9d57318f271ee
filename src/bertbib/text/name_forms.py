"""What a piece of a list of names looks like: a whole name, initials, a suffix, a group; judged on its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bertbib.text.latex import to_text
from bertbib.text.name_lists import GROUP, PARTICLES, SPACE, SUFFIX, SURE_SUFFIX, cut

# Patterns are compiled at their first use: a build from the lock reads no names.
_INITIALS = r"(?:[^\W\d_a-z][^\W\d_A-Z]?\.[ -]*)+(?:[^\W\d_a-z])?|(?:[^\W\d_a-z][ -]*){1,4}"
_SURE_INITIALS = r"(?:[^\W\d_a-z][^\W\d_A-Z]?\.[ -]*)+(?:[^\W\d_a-z])?|[^\W\d_a-z]"
_INITIAL_FIRST = r"(?:[^\W\d_a-z]\.[ -]*)+(?P<rest>[^\W\d_]+[^\W\d_.].*)"
_VANCOUVER = r"[^\W\d_a-z](?:[^\W\d_]|['\u2019 -])*[^\W\d_A-Z] [A-Z]{1,3}"
_NO_PERSON = r"[\d@/:()&]|\b(?:of|for|the|and|press|office|company|co|sons|bros)\b"
_NO_NAME_WORDS = frozenset({"the", "und", "in", "op", "and"})


class Part:
    """A piece of a field of names: where it stands, its words as written, and its text."""

    __slots__ = ("end", "raw", "start", "text", "words")

    def __init__(self, value: str, start: int, end: int) -> None:
        whole = value[start:end]
        self.raw = whole.strip()
        self.start = start + len(whole) - len(whole.lstrip())
        self.end = self.start + len(self.raw)
        self.words = cut(self.raw, SPACE)
        self.text = to_text(self.raw)

    @property
    def braced(self) -> bool:
        """Whether it is one word in braces: a group's name, or whatever must not be cut."""
        return len(self.words) == 1 and self.raw.startswith("{") and self.raw.endswith("}")


def is_suffix(part: Part) -> bool:
    """What stands behind a family name, such as "Jr."."""
    return SUFFIX.fullmatch(part.text) is not None


def is_sure_suffix(part: Part) -> bool:
    """A suffix that cannot be a name."""
    return re.fullmatch(SURE_SUFFIX, part.text) is not None


def is_group(part: Part) -> bool:
    """A team, an institution, a company."""
    return re.search(GROUP, part.text, re.IGNORECASE) is not None


def is_initials(part: Part) -> bool:
    """Initials and nothing else: ``D. P.``, ``J.-P.``, ``Yu.``, ``DP``."""
    return re.fullmatch(_INITIALS, part.text) is not None


def starts_with_initial(part: Part) -> bool:
    """An initial with its full stop before a longer word: ``A. Foo``; no family name begins like this."""
    return re.fullmatch(_INITIAL_FIRST, part.text) is not None


def is_one_family(part: Part) -> bool:
    """One word, with or without particles before it: what stands before the comma of ``van den Oord, A.``."""
    words = part.text.split()
    return len(words) > 0 and all(word in PARTICLES for word in words[:-1]) and not is_initials(part)


def is_person(part: Part) -> bool:
    """Whether all words are such as names of people are made of."""
    if is_group(part) or re.search(_NO_PERSON, part.text, re.IGNORECASE):
        return False
    return bool(part.text) and all(map(_is_name_word, part.text.split()))


def _is_name_word(word: str) -> bool:
    letter = next((char for char in word if char.isalpha()), "")
    return bool(letter) and (not letter.islower() or (word in PARTICLES and word not in _NO_NAME_WORDS) or "'" in word)


def is_whole_name(part: Part) -> bool:
    """Given and family name of a person in this order, or a group in braces."""
    if part.braced:
        return is_group(part)
    several = len(part.words) > 1 and not is_initials(part) and not is_suffix(part)
    return several and is_person(part) and part.text.split()[0] not in PARTICLES


def is_vancouver(part: Part) -> bool:
    """A family name with bare initials behind, as medical journals write: ``Kingma DP``."""
    return len(part.words) > 1 and re.fullmatch(_VANCOUVER, part.text) is not None and is_person(part)


def vancouver(parts: Sequence[Part]) -> bool:
    """Whether all have initials behind. Two capitals alone may be a family name (``Wei LI``); one is none."""
    return all(map(is_vancouver, parts)) and any(len(part.words[-1]) == 1 for part in parts)


def takes_turns(parts: Sequence[Part]) -> bool:
    """Whether family and given names stand in turn: ``Kingma, D. P., Ba, J.``, ``Kingma, Diederik P., Ba, Jimmy``."""
    families, given = parts[::2], parts[1::2]
    if len(parts) % 2 or any(map(is_suffix, parts)) or not all(map(is_person, parts)):
        return False
    if any(is_initials(part) or starts_with_initial(part) for part in families):
        return False
    if all(map(is_initials, given)):
        return any(re.fullmatch(_SURE_INITIALS, part.text) for part in given)
    last_words = [part.text.split()[-1] for part in given]
    one_initial = any(re.fullmatch(r"[^\W\d_a-z]\.", word) for word in last_words)
    return one_initial and all(map(is_one_family, families)) and not any(map(starts_with_initial, given))
