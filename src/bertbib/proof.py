"""When do two records speak of one work? The rule of proof, in one pure module.

A wrong published record is the worst answer bertbib can give, so everything here refuses in doubt: what does not
agree is shown to the user as a candidate and never locked as fact.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import NamedTuple

from bertbib.model import Item, Name, Reference
from bertbib.text.names import given_key, surname_key
from bertbib.text.titles import STOP_WORDS, acronym_before_colon, digits, fold, plain, words
from bertbib.venues.notes import note_verdict, parse_note

SPELLING = 85.0
"""Similarity (0-100, edit distance) from which two words are one word spelled differently ("modelling", "modeling").

Counted word by word: over whole titles a high similarity still hides an opposite ("upper", "lower bounds")."""

LONG_WORD = 6
"""Letters from which a word may be spelled differently; among shorter ones another letter is another word."""

SHARED_WORDS, SHARED_OF_ALL = 0.6, 0.4
"""Shares of the content words, of the shorter and of the longer title, that drifted titles with the same acronym
before the colon have in common: "DisSent: Sentence Representation Learning from ..." and "DisSent: Learning Sentence
Representations from ...".
"""

ALIKE = 0.5
"""Share of the content words below which a list's title and the record behind its link are two works."""

SHARED_SURNAMES = 0.5
"""Share of the shorter author list that must be on the other one: lists do shrink between preprint and publication."""

LONG_TITLE = 5
"""Words that an exact title must have to prove a work by itself: shorter ones ("Deep Learning") are shared by
several.
"""

YEARS_BEFORE, YEARS_AFTER = 1, 4
"""A publication lies between one year before the first preprint (posted late) and four years after it."""

_NOTICES = (
    "errat", "corrig", "correction", "retract", "reply", "comment", "supplement", "addend", "response", "withdrawn",
    "appendi",
)  # fmt: skip
_OPPOSITES = frozenset(
    {"un", "in", "im", "ir", "non", "anti", "semi", "self", "dis", "de", "multi", "mono", "sub", "super", "a"}
)


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
    """Whether two titles name one work: equal after folding, the same words spelled otherwise, or a known kind of
    drift.

    A changed number, an opposite ("supervised", "unsupervised"), an erratum or a reply makes another work. Drift: the
    acronym before the colon is the same and most other words too, or the acronym is left out on one side. An empty
    title never agrees.
    """
    left, right = fold(one), fold(other)
    if not left or not right:
        return False
    if left == right:
        return True
    if digits(one) != digits(other) or _marks(left) != _marks(right) or _notices(left) != _notices(right):
        return False
    left_acronym, right_acronym = _acronym(one), _acronym(other)
    if left_acronym != right_acronym:
        shortened = ((_without(left_acronym, left), right), (_without(right_acronym, right), left))
        return any(rest and _same_words(rest.split(), whole.split()) for rest, whole in shortened)
    if _same_words(left.split(), right.split()):
        return True
    return bool(left_acronym) and _drifted(one, other)


def titles_alike(one: str, other: str) -> bool:
    """Whether two titles may be two wordings of one: half of the shorter one's content words on both.

    Enough to take a list's or a .bib's title for a careless copy of the record behind its own link; never a proof.
    """
    left, right = set(words(one)), set(words(other))
    shared = len(left & right)
    return bool(shared) and shared >= ALIKE * min(len(left), len(right))


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
        return bool(fold(one))
    if _notices(fold(one)) != _notices(fold(other)) or digits(one) != digits(other):
        return False
    if _acronym(one) != _acronym(other):
        return False
    return _drifted(one, other) if _acronym(one) else _same_words(fold(one).split(), fold(other).split())


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


def years_agree(preprint: Item, published: Item) -> bool:
    """Whether the publication's year lies in the window after the preprint's; an unknown year is no objection."""
    if preprint.issued is None or published.issued is None:
        return True
    return -YEARS_BEFORE <= published.issued.year - preprint.issued.year <= YEARS_AFTER


def similarity(left: str, right: str) -> float:
    """Similarity of two texts in percent (normalized edit distance)."""
    from rapidfuzz.fuzz import ratio  # native, and only needed where titles are not equal

    return float(ratio(left, right))


def _acronym(title: str) -> str:
    """The folded word before the colon, where it has the shape of a name: two capitals or a digit ("SpanBERT",
    "GPT2").
    """
    head = plain(title).partition(":")[0].strip()
    named = sum(char.isupper() for char in head) > 1 or any(char.isdigit() for char in head)
    return acronym_before_colon(title) if named and len(head.split()) < 3 else ""


def _without(acronym: str, folded: str) -> str:
    rest = folded.removeprefix(f"{acronym} ")
    return rest if acronym and len(rest.split()) >= 3 else ""


def _same_words(left: list[str], right: list[str]) -> bool:
    """Whether two titles have the same words but for spelling, plurals, hyphens and words without a meaning of their
    own.
    """
    common = Counter(left) & Counter(right)
    left, right = _rest(left, common), _rest(right, common)
    if "".join(left) == "".join(right):
        return True
    left, right = ([word for word in rest if word not in STOP_WORDS] for rest in (left, right))
    if "".join(left) == "".join(right):
        return True
    return len(left) == len(right) and all(_spelled_alike(*pair) for pair in zip(left, right, strict=True))


def _rest(title: list[str], common: Counter[str]) -> list[str]:
    """The words of a title that are not among the common ones, in their order."""
    left = Counter(common)
    rest = []
    for word in title:
        if left[word]:
            left[word] -= 1
        else:
            rest.append(word)
    return rest


def _spelled_alike(one: str, other: str) -> bool:
    if _stem(one) == _stem(other):
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < LONG_WORD or shorter[0] != longer[0]:
        return False
    return similarity(one, other) >= SPELLING


def _drifted(one: str, other: str) -> bool:
    """Whether two titles with the same acronym share most of their other words, and none is the other's opposite."""
    acronym = {_stem(acronym_before_colon(one))}
    left, right = ({_stem(word) for word in words(title)} - acronym for title in (one, other))
    if min(len(left), len(right)) < 3 or any(map(_are_opposites, product(left - right, right - left))):
        return False
    shared = len(left & right)
    return shared >= SHARED_WORDS * min(len(left), len(right)) and shared >= SHARED_OF_ALL * max(len(left), len(right))


def _are_opposites(pair: tuple[str, str]) -> bool:
    shorter, longer = sorted(pair, key=len)
    return longer.endswith(shorter) and longer.removesuffix(shorter) in _OPPOSITES


def _notices(folded: str) -> set[str]:
    """Words that make a title that of a notice about a work, or of a part of it."""
    return {word for word in folded.split() if word.startswith(_NOTICES)}


def _marks(folded: str) -> list[str]:
    """Words that end in a mark that tells works apart: "networks++" is not "networks"."""
    return [word for word in folded.split() if word[-1] in "+#*"]


def _stem(word: str) -> str:
    """Plural off; enough for comparing two wordings of one title."""
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _surnames(names: tuple[Name, ...]) -> list[frozenset[str]]:
    """The forms of each surname: whole, and its last word, for sources split "Cooper Stickland" in different places."""
    people = (name for name in names if name.literal != "others")
    forms = (frozenset({surname_key(name), surname_key(_last_word(name))}) for name in people)
    return [keys for form in forms if (keys := form - {""})]


def _last_word(name: Name) -> Name:
    return Name(family=name.family.split()[-1]) if " " in name.family else name


def _given_clash(one: Name, other: Name) -> bool:
    """Two first authors of one surname whose given names start with different letters (initials are enough)."""
    left, right = given_key(one), given_key(other)
    return bool(left) and bool(right) and left != right


def _people(names: tuple[Name, ...]) -> str:
    shown = ", ".join(str(name) for name in names[:3]) or "nobody"
    return shown + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _year(item: Item) -> str:
    return str(item.issued.year) if item.issued else "no year"
