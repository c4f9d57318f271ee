"""When do two records speak of one work? The rule of proof, in one pure module.

A wrong published record is the worst answer bertbib can give, so everything here refuses in doubt: what does not
agree is shown to the user as a candidate and never locked as fact.
"""

from __future__ import annotations

from typing import NamedTuple

from bertbib.model import Item, Name, Reference
from bertbib.text.names import given_key, surname_key
from bertbib.text.titles import acronym_before_colon, digits, fold, words
from bertbib.venues.notes import note_verdict, parse_note

NEAR_TITLE = 92.0
"""Similarity (0-100, edit distance over the folded titles) from which two titles count as the same.

Below it lie, among real pairs, titles of other works by the same group; above it spelling, plurals and punctuation."""

SHARED_WORDS = 0.6
"""Share of the content words (of the shorter title) that drifted titles with the same acronym before the colon have
in common: "DisSent: Sentence Representation Learning from ..." and "DisSent: Learning Sentence Representations from
...".
"""

SHARED_SURNAMES = 0.5
"""Share of the shorter author list that must be on the other one: lists do shrink between preprint and publication."""

LONG_TITLE = 5
"""Words that an exact title must have to prove a work by itself: shorter ones ("Deep Learning") are shared by
several.
"""

YEARS_BEFORE, YEARS_AFTER = 1, 4
"""A publication lies between one year before the first preprint (posted late) and four years after it."""


class Agreement(NamedTuple):
    """Whether titles, authors and years of two records agree; ``against`` says in words what does not."""

    title: bool
    authors: bool
    year: bool
    against: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.title and self.authors and self.year


def agree(preprint: Item, published: Item) -> Agreement:
    """Compare a preprint (or what a list states) with the record that is said to be its publication."""
    title = titles_agree(preprint.title, published.title)
    authors = authors_agree(preprint.author, published.author)
    year = years_agree(preprint, published)
    against = []
    if not title:
        against.append(f'the titles differ: "{preprint.title}" and "{published.title}"')
    if not authors:
        against.append(f"the authors differ: {_people(preprint.author)} and {_people(published.author)}")
    if not year:
        against.append(f"the years differ: {_year(preprint)} and {_year(published)}")
    return Agreement(title, authors, year, tuple(against))


def titles_agree(one: str, other: str) -> bool:
    """Equal after folding, or nearly so; a changed number or acronym before the colon makes another work.

    "Nearly" is NEAR_TITLE, or the same acronym before the colon and SHARED_WORDS of the content words. An empty title
    never agrees.
    """
    left, right = fold(one), fold(other)
    if not left or not right:
        return False
    if left == right:
        return True
    if digits(one) != digits(other) or _marks(left) != _marks(right):
        return False
    left_acronym, right_acronym = acronym_before_colon(one), acronym_before_colon(other)
    if left_acronym != right_acronym:
        return False
    if similarity(left, right) >= NEAR_TITLE:
        return True
    return bool(left_acronym) and _shared_words(one, other) >= SHARED_WORDS


def _marks(folded: str) -> list[str]:
    """Words that end in a mark that tells works apart: "networks++" is not "networks"."""
    return [word for word in folded.split() if word[-1] in "+#*"]


def fits_title(title: str, item: Item) -> bool:
    """Whether a record bears exactly this title, and the title has enough words to be one work's own."""
    return fold(title) == fold(item.title) and len(fold(title).split()) >= LONG_TITLE


def fits_note(reference: Reference, item: Item) -> bool:
    """Whether a record fits a list's title and venue note: the note's venue and year, and the same title or a drift
    of it.
    """
    if note_verdict(reference.note, item) != "agrees" or parse_note(reference.note or "").year is None:
        return False
    one, other = reference.title, item.title
    if fold(one) == fold(other):
        return True
    acronym = acronym_before_colon(one)
    return (
        bool(acronym)
        and acronym == acronym_before_colon(other)
        and digits(one) == digits(other)
        and _shared_words(one, other) >= SHARED_WORDS
    )


def similarity(left: str, right: str) -> float:
    """Similarity of two folded titles in percent (normalized edit distance)."""
    from rapidfuzz.fuzz import ratio  # native, and only needed where titles are not equal

    return float(ratio(left, right))


def _shared_words(one: str, other: str) -> float:
    """Share of the content words, the acronym before the colon left out, that the shorter title has in common."""
    acronym = {_stem(acronym_before_colon(one))}
    left, right = ({_stem(word) for word in words(title)} - acronym for title in (one, other))
    shorter = min(len(left), len(right))
    return len(left & right) / shorter if shorter >= 3 else 0.0


def _stem(word: str) -> str:
    """Plural off; enough for comparing two wordings of one title."""
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def authors_agree(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    """The same first author, and at least half of the shorter list's surnames on both.

    Two shared surnames at least, unless one list has a single name. "others" at the end of a list means that it goes
    on.
    """
    left, right = _surnames(one), _surnames(other)
    if not left or not right or not left[0] & right[0] or _given_clash(one[0], other[0]):
        return False
    shorter, longer = sorted((left, right), key=len)
    shared = sum(any(keys & others for others in longer) for keys in shorter)
    needed = 1 if len(shorter) == 1 else max(2, SHARED_SURNAMES * len(shorter))
    return shared >= needed


def _surnames(names: tuple[Name, ...]) -> list[frozenset[str]]:
    """The forms of each surname: whole, and its last word, for sources split "Cooper Stickland" in different places."""
    forms = (
        frozenset({surname_key(name), surname_key(_last_word(name))}) for name in names if name.literal != "others"
    )
    return [keys for form in forms if (keys := form - {""})]


def _last_word(name: Name) -> Name:
    return Name(family=name.family.split()[-1]) if " " in name.family else name


def _given_clash(one: Name, other: Name) -> bool:
    """Two first authors of one surname whose given names start with different letters (initials are enough)."""
    left, right = given_key(one), given_key(other)
    return bool(left) and bool(right) and left != right


def years_agree(preprint: Item, published: Item) -> bool:
    """Whether the publication's year lies in the window after the preprint's; an unknown year is no objection."""
    if preprint.issued is None or published.issued is None:
        return True
    return -YEARS_BEFORE <= published.issued.year - preprint.issued.year <= YEARS_AFTER


def _people(names: tuple[Name, ...]) -> str:
    shown = ", ".join(str(name) for name in names[:3]) or "nobody"
    return shown + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _year(item: Item) -> str:
    return str(item.issued.year) if item.issued else "no year"
