"""When do two records speak of one work? The rule of proof, in one pure module.

A wrong published record is the worst answer bertbib can give, so everything here refuses in doubt: what does not
agree is shown to the user as a candidate and never locked as fact.
"""

from __future__ import annotations

from itertools import product
from typing import Literal, NamedTuple

from bertbib.model import Item, Name, Reference
from bertbib.text.names import given_key, surname_key
from bertbib.text.titles import STOP_WORDS, acronym_before_colon, digits, fold, plain, words
from bertbib.venues.notes import note_verdict, parse_note

LONG_WORD = 6
"""Letters from which a word may have a British and an American spelling."""

VERY_LONG_WORD = 10
"""Letters from which a missing one is a typing error and not another word ("infection", "inflection")."""

SHARED_WORDS, SHARED_OF_ALL = 0.6, 0.4
"""Shares of the content words, of the shorter and of the longer title, that drifted titles with the same acronym
before the colon have in common: "DisSent: Sentence Representation Learning from ..." and "DisSent: Learning Sentence
Representations from ...".
"""

ALIKE = 0.5
"""Share of the content words below which a list's title and the record behind its link are two works."""

SHARED_SURNAMES = 0.5
"""Share of the shorter author list that must be on the other one: lists do shrink between preprint and publication."""

REPLACED_WORDS = 2
"""Words up to which two titles that are the same otherwise are those of two works."""

EXTRA_WORDS = 2
"""Words by which one of two titles with the same acronym may be longer: "FreeLB: ... for (Natural) Language ..."."""

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
_MARKERS = frozenset((
    "extended", "abstract", "demo", "demonstration", "system", "toolkit", "library", "dataset", "corpus",
    "benchmark", "survey", "review", "overview", "tutorial", "revisited", "challenge", "shared", "task",
    "workshop", "poster", "thesis", "proposal", "study", "version", "not", "no", "towards", "beyond", "arabic",
    "chinese", "czech", "danish", "dutch", "english", "finnish", "french", "german", "greek", "hindi",
    "indonesian", "italian", "japanese", "korean", "latin", "persian", "polish", "portuguese", "romanian",
    "russian", "spanish", "swedish", "turkish", "ukrainian", "vietnamese",
))  # fmt: skip
"""Words by which a title is another work's: another form, another part, another language of the same thing."""

_TELLING = frozenset(("with", "without", "to", "from", "over", "under", "into", "through", "or", "and", "not", "no"))
"""Small words that may turn a title into another one's: "with" and "without monolingual data"."""

_ARTICLES = frozenset(("a", "an", "the"))

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


TitleLikeness = Literal["equal", "agrees", "alike", "differs"]


class Likeness(NamedTuple):
    """How far two records agree, in the numbers that the rule of proof goes by.

    ``words`` is the share of the shorter title's content words that stand in both; ``shared`` of the ``people`` of the
    shorter author list are on both. ``years`` lie between the preprint and the publication, as far as both are known.
    """

    title: TitleLikeness
    words: float
    first_author: bool
    shared: int
    people: int
    years: int | None
    in_window: bool

    def __str__(self) -> str:
        """In words: ``title alike (71% of the words), 3 of 4 authors, year +1``."""
        share = "" if self.title == "equal" else f" ({self.words:.0%} of the words)"
        people = f"{self.shared} of {self.people} authors" if self.people else "no authors to compare"
        first = ", another first author" if self.people and not self.first_author else ""
        window = "" if self.in_window else " (outside the window)"
        years = "" if self.years is None else f", year {self.years:+d}{window}" if self.years else ", same year"
        return f"{_TITLES[self.title]}{share}, {people}{first}{years}"


_TITLES = {"equal": "same title", "agrees": "title agrees", "alike": "title alike", "differs": "other title"}


def likeness(preprint: Item, published: Item, *, named: bool = False) -> Likeness:
    """How far a preprint and the record that may be its publication agree; ``named`` as in ``agree``."""
    shared, of = _shared_words(preprint.title, published.title)
    left, right = _surnames(preprint.author), _surnames(published.author)
    then, now = preprint.issued, published.issued
    kind: TitleLikeness = "alike" if titles_alike(preprint.title, published.title) else "differs"
    if titles_agree(preprint.title, published.title, named=named):
        kind = "equal" if fold(preprint.title) == fold(published.title) else "agrees"
    return Likeness(
        title=kind,
        words=shared / of if of else 0.0,
        first_author=_same_first(preprint.author, published.author, left, right),
        shared=_shared_surnames(left, right),
        people=min(len(left), len(right)),
        years=now.year - then.year if now and then else None,
        in_window=years_agree(preprint, published),
    )


def agree(preprint: Item, published: Item, *, named: bool = False) -> Agreement:
    """Compare a preprint (or what a list states) with the record that is said to be its publication.

    ``named`` says that somebody who should know (the preprint's own record, a witness, the list) calls the two one
    work: then a title may have drifted further than where only the likeness of two records speaks for it.
    """
    title = titles_agree(preprint.title, published.title, named=named)
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


def titles_agree(one: str, other: str, *, named: bool = False) -> bool:
    """Whether two titles name one work: equal after folding, the same words spelled otherwise, or a known kind of
    drift.

    A changed number, an opposite ("supervised", "unsupervised"), an erratum or a reply makes another work. Drift: the
    acronym before the colon is the same, and the other words stand in another order or there are a few more of them;
    or the acronym is left out on one side. Further drift counts only if ``named`` (see ``agree``). An empty title never
    agrees.
    """
    left, right = fold(one), fold(other)
    if not left or not right:
        return False
    if left == right:
        return True
    if digits(one) != digits(other) or _marks(left) != _marks(right) or _notices(left) != _notices(right):
        return False
    same_words = _nearly_same_words if named else _same_words
    left_acronym, right_acronym = _acronym(one), _acronym(other)
    if left_acronym != right_acronym:
        shortened = ((_without(left_acronym, left), right), (_without(right_acronym, right), left))
        return any(rest and same_words(rest.split(), whole.split()) for rest, whole in shortened)
    if same_words(left.split(), right.split()):
        return True
    if not left_acronym or _tells_apart(left.split(), right.split()):
        return False
    return _reworded(left.split(), right.split()) or (named and _drifted(one, other))


def titles_alike(one: str, other: str) -> bool:
    """Whether two titles may be two wordings of one: half of the shorter one's content words on both.

    Enough to take a list's or a .bib's title for a careless copy of the record behind its own link; never a proof.
    """
    shared, of = _shared_words(one, other)
    return bool(shared) and shared >= ALIKE * of


def fits_title(title: str, item: Item) -> bool:
    """Whether a record bears exactly this title, and the title has enough words to be one work's own."""
    return fold(title) == fold(item.title) and len(fold(title).split()) >= LONG_TITLE


def fits_note(reference: Reference, item: Item) -> bool:
    """Whether a record fits a list's title and venue note: the note's venue and year (or that of its own column), and a
    title of enough words that agrees.
    """
    year = parse_note(reference.note or "").year or reference.year
    dated = item.issued is not None and item.issued.year == year
    if note_verdict(reference.note, item) != "agrees" or not dated:
        return False
    return len(fold(reference.title).split()) >= LONG_TITLE and titles_agree(reference.title, item.title)


def authors_agree(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    """The same first author, and at least half of the shorter list's surnames on both.

    Two shared surnames at least, unless one list has a single name. "others" at the end of a list means that it goes
    on.
    """
    left, right = _surnames(one), _surnames(other)
    if not _same_first(one, other, left, right):
        return False
    people = min(len(left), len(right))
    return _shared_surnames(left, right) >= (1 if people == 1 else max(2, SHARED_SURNAMES * people))


def _same_first(
    one: tuple[Name, ...], other: tuple[Name, ...], left: list[frozenset[str]], right: list[frozenset[str]]
) -> bool:
    """Whether the first authors are the same person; ``left`` and ``right`` are the lists' surnames."""
    return bool(left and right and left[0] & right[0]) and not _given_clash(one[0], other[0])


def _shared_surnames(left: list[frozenset[str]], right: list[frozenset[str]]) -> int:
    """How many surnames of the shorter list are on both."""
    shorter, longer = sorted((left, right), key=len)
    return sum(any(keys & others for others in longer) for keys in shorter)


def _shared_words(one: str, other: str) -> tuple[int, int]:
    """How many content words two titles share, and how many the shorter one has."""
    left, right = set(words(one)), set(words(other))
    return len(left & right), min(len(left), len(right))


def years_agree(preprint: Item, published: Item) -> bool:
    """Whether the publication's year lies in the window after the preprint's; an unknown year is no objection."""
    if preprint.issued is None or published.issued is None:
        return True
    return -YEARS_BEFORE <= published.issued.year - preprint.issued.year <= YEARS_AFTER


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
    """Whether two titles have the same words in the same order, but for spelling, plurals, hyphens and articles."""
    one, other = _spellings(left), _spellings(right)
    if "".join(one) == "".join(other):
        return True
    return len(one) == len(other) and all(a == b or _is_typing_error(a, b) for a, b in zip(one, other, strict=True))


def _spellings(title: list[str]) -> list[str]:
    kept = (word for word in title[:-1] if word not in _ARTICLES)  # at the end, "A" is a name
    return [_spelling(word) for word in (*kept, *title[-1:])]


def _is_typing_error(one: str, other: str) -> bool:
    """Whether one of two words of many letters lacks one of the other's ("heterogeneous", "heterogenous")."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < VERY_LONG_WORD or len(longer) != len(shorter) + 1:
        return False
    return any(longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer)))


def _spelling(word: str) -> str:
    """A word in one of its spellings: no plural, American endings, no doubled l."""
    word = _stem(word)
    if len(word) < LONG_WORD:
        return word
    for british, american in (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("our", "or"), ("ll", "l")):
        word = word.replace(british, american)
    return word


def _reworded(left: list[str], right: list[str]) -> bool:
    """Whether one word of a title stands elsewhere in the other, or one has a few more words between the other's.

    Two words that change places make another work ("Image Generation from Text").
    """
    one, other = ([_spelling(word) for word in title if word not in STOP_WORDS] for title in (left, right))
    if sorted(one) == sorted(other):
        return any(_without_word(word, one) == _without_word(word, other) for word in one)
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) <= EXTRA_WORDS or len(longer) - len(shorter) > EXTRA_WORDS:
        return False
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _without_word(word: str, title: list[str]) -> list[str]:
    at = title.index(word)
    return title[:at] + title[at + 1 :]


def _tells_apart(left: list[str], right: list[str]) -> bool:
    """Whether the words that only one of two titles has make it another work's."""
    one, other = set(left), set(right)
    return bool((one ^ other) & (_MARKERS | _TELLING))


def _nearly_same_words(left: list[str], right: list[str]) -> bool:
    """Whether two titles have the same words in the same order, small words aside."""
    if _same_words(left, right):
        return True
    one, other = ([word for word in title if word not in STOP_WORDS] for title in (left, right))
    return not _tells_apart(left, right) and _same_words(one, other)


def _drifted(one: str, other: str) -> bool:
    """Whether two titles with the same acronym share most of their other words, and none is the other's opposite.

    The same title but for a word or two in their place is that of a sibling ("... Pretraining", "... Distillation").
    """
    acronym = {_stem(acronym_before_colon(one))}
    first, second = ([stem for word in words(title) if (stem := _stem(word)) not in acronym] for title in (one, other))
    left, right = set(first), set(second)
    if min(len(left), len(right)) < 3 or any(map(_are_opposites, product(left - right, right - left))):
        return False
    if len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) <= REPLACED_WORDS:
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
