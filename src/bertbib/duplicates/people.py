"""Two lists of authors compared, as carelessly as they are written in .bib files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from bertbib.model import Name
from bertbib.text.name_lists import PARTICLES, single_names
from bertbib.text.name_repair import repaired_names
from bertbib.text.names import OTHERS, parse_bibtex_names, parse_person, surname_key

MANY = 40
"""Authors from which surnames alone are compared: collaborations list thousands."""

TYPED_WRONG = 5
"""Letters from which two surnames that differ in one are one, typed wrong: shorter ones ("Chen", "Cheng") are two."""

A_WHOLE_LIST = 5
"""Words of a single name from which it is a list of names that nothing separates."""

A_SURNAME = 3
"""Letters from which the first of two surnames stands for both."""

HALF = 0.5
"""Share of the shorter list that has to be on the other one; lists do shrink, and end with "others"."""

Authors = Literal["agree", "first", "overlap", "disjoint", "unknown"]
"""``agree``: the first one and half of the shorter list; ``first``: the first one, but fewer of the others;
``overlap``: half of the shorter list, but another first one; ``unknown``: one side names nobody, or a group where the
other names people.
"""


class Person(NamedTuple):
    """The forms in which a name is compared: surnames, initials of given names, all its words; ``group`` for a team."""

    surnames: frozenset[str]
    initials: frozenset[str]
    words: frozenset[str]
    group: bool = False


def people_of(names: Sequence[Name]) -> tuple[Person, ...]:
    """The people of a list, "others" left out."""
    return tuple(_person(name) for name in names if name != OTHERS)


def people_in(field: str) -> tuple[Person, ...]:
    """The people whom a BibTeX field names: those of the names that it is read as, name by name."""
    found = (_person_written(name) for name in single_names(repaired_names(field)))
    return tuple(person for person in found if person is not None)


def first_surname(field: str) -> str:
    """The shortest form of the first one's surname, without reading the others; a key, not a fact, as it goes by the
    field as written.
    """
    head = " ".join(field.split()).partition(" and ")[0]
    if _PLAIN_NAME.fullmatch(head) and " and " not in head.lower():
        family = head.partition(",")[0] if "," in head else head.rpartition(" ")[2]
        return _SPELLED_OUT.sub("", family.lower())
    if head.count("{") == head.count("}"):
        head = f"{head} and others"  # all that matters of the other names
    first = next(filter(None, map(_person_written, single_names(head))), None)
    first = first or next(filter(None, map(_person_written, single_names(field))), None)
    return min(first.surnames, key=lambda form: (len(form), form), default="") if first else ""


@lru_cache(maxsize=1 << 15)
def _person_written(text: str) -> Person | None:
    """The person of one name in BibTeX; None for "others"."""
    if _PLAIN_NAME.fullmatch(text) and not text.upper().endswith(_SUFFIXES):
        family, comma, given = text.partition(",")
        if not comma:
            given, _blank, family = text.rpartition(" ")
        family, given = family.lower().strip(), given.lower()
        found = _LETTERS.findall(given)
        words = (family, *(word for word in found if len(word) > 1))
        return Person(_forms(family), _initials(frozenset(word[0] for word in found)), frozenset(words))
    names = parse_bibtex_names(text)
    people = people_of(names)
    return people[0] if people else None


# "Liu, Xiaodong" and "Xiaodong T. Liu": a surname of one word that is no particle, and all else with a capital.
_GIVEN = r"[A-Z][A-Za-z]*\.?"
_PLAIN_NAME = re.compile(rf"[A-Z][A-Za-z]+, {_GIVEN}(?:[ -]{_GIVEN})*|(?:{_GIVEN}[ -])*{_GIVEN} [A-Z][A-Za-z]+")
_SUFFIXES = tuple(f" {suffix}" for suffix in ["JR", "SR", "JNR", "SNR", "II", "III", "IV"])
_LETTERS = re.compile("[a-z]+")
_SPELLED_OUT = re.compile("(?<=[aou])e")  # umlauts


@lru_cache(maxsize=1 << 14)
def _forms(surname: str) -> frozenset[str]:
    return frozenset({surname, _SPELLED_OUT.sub("", surname)})


@lru_cache(maxsize=1 << 12)
def _initials(letters: frozenset[str]) -> frozenset[str]:
    return letters  # the same few for all


@lru_cache(maxsize=1 << 14)
def _person(name: Name) -> Person:
    if name.literal:
        read = parse_person(name.literal)
        if read.literal:
            return Person(frozenset({surname_key(name)}), frozenset(), _words(name.literal), group=True)
        name = read
    family = name.family.split()
    forms = _surnames(name)
    given = _words(f"{name.given} {' '.join(family[:-1])}", shortest=1)
    initials = frozenset(word[0] for word in given)
    return Person(frozenset(forms - {""}), initials, _words(str(name)))


def _surnames(name: Name) -> set[str]:
    """The forms of a surname: whole, with its particles ("Vandenoord"), and each of two that somebody may leave out."""
    parts = [part for part in re.split("[\\s\u2010-]+", name.family) if part]
    while len(parts) > 1 and parts[0].casefold() in PARTICLES:
        del parts[0]
    forms = {surname_key(name), surname_key(Name(literal=f"{name.non_dropping_particle}{name.family}"))}
    if len(parts) > 1:
        forms |= {
            surname_key(Name(part)) for part in (parts[0], parts[-1]) if part is parts[-1] or len(part) >= A_SURNAME
        }
    return forms | {_SPELLED_OUT.sub("", form) for form in forms}


def _words(text: str, shortest: int = 2) -> frozenset[str]:
    if not text.isascii():
        # Imported here: its tables are read only for names beyond ASCII.
        from anyascii import anyascii

        text = anyascii(text)
    return frozenset(word for word in re.findall(r"[a-z]+", text.lower()) if len(word) >= shortest)


def compare_people(one: Sequence[Person], other: Sequence[Person]) -> Authors:
    """What two lists of authors say to each other; symmetric."""
    if not one or not other or all(p.group for p in one) != all(p.group for p in other):
        return "unknown"
    shorter, longer = sorted((one, other), key=len)
    shared = shared_people(shorter, longer)
    first = _are_one(one[0], other[0]) or (shared > 2 and bool(one[0].surnames & other[0].surnames))
    half = shared >= HALF * len(shorter)
    if first:
        return "agree" if half and (shared > 1 or len(shorter) == 1) else "first"
    return "overlap" if shared and half and (shared > 1 or len(shorter) == 1) else "disjoint"


def shared_people(shorter: Sequence[Person], longer: Sequence[Person]) -> int:
    """How many of a list are on another one."""
    if len(longer) > MANY:
        known = {form for person in longer for form in person.surnames}
        return sum(not known.isdisjoint(person.surnames) for person in shorter)
    return sum(any(_are_one(person, found) for found in longer) for person in shorter)


def _are_one(one: Person, other: Person) -> bool:
    """Whether two names may be one person's: a surname, and no given names that start otherwise; or the same words."""
    compatible = not one.initials or not other.initials or not one.initials.isdisjoint(other.initials)
    if not one.surnames.isdisjoint(other.surnames):
        return compatible
    if len((one.words & other.words) - PARTICLES) > 1 or _is_turned(one, other) or _is_turned(other, one):
        return True
    if len(one.words) >= A_WHOLE_LIST or len(other.words) >= A_WHOLE_LIST:
        return not one.words.isdisjoint(other.surnames) or not other.words.isdisjoint(one.surnames)
    return compatible and any(one_slip(a, b) for a in one.surnames for b in other.surnames)


def _is_turned(one: Person, other: Person) -> bool:
    """Whether a given name stands where the surname belongs: "Adrian, L." for Adrian Lancucki."""
    return not one.surnames.isdisjoint(other.words) and any(form[0] in one.initials for form in other.surnames)


def one_slip(one: str, other: str) -> bool:
    """Whether two words of enough letters differ by one letter more, less or other, or by two that changed places.

    The first letter has to be right: "symmetric" and "asymmetric" are two words.
    """
    if min(len(one), len(other)) < TYPED_WRONG or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped
