"""When do two records speak of one work? The rule of proof, in one pure module.

A wrong published record is the worst answer bertbib can give, so everything here refuses in doubt: what does not
agree is shown to the user as a candidate and never locked as fact.
"""

from __future__ import annotations

import re
from itertools import product
from typing import NamedTuple

from bertbib.model import Item, Name, Reference
from bertbib.text.names import given_key, surname_key
from bertbib.text.spelling import same_spellings, spelling, spellings, stem, telling_spellings
from bertbib.text.titles import STOP_WORDS, acronym_before_colon, digits, fold, plain, words
from bertbib.venues.notes import confirms

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
    "appendi", "rejoinder", "discussion", "editorial", "preface", "foreword",
)  # fmt: skip
_MARKERS = frozenset((
    "extended", "abstract", "demo", "demonstration", "system", "toolkit", "library", "dataset", "corpus",
    "benchmark", "survey", "review", "overview", "tutorial", "revisited", "challenge", "shared", "task",
    "workshop", "poster", "thesis", "proposal", "study", "version", "not", "no", "towards", "beyond", "arabic",
    "chinese", "czech", "danish", "dutch", "english", "finnish", "french", "german", "greek", "hindi",
    "indonesian", "italian", "japanese", "korean", "latin", "persian", "polish", "portuguese", "romanian",
    "russian", "spanish", "swedish", "turkish", "ukrainian", "vietnamese", "bengali", "bulgarian", "croatian",
    "estonian", "hebrew", "hungarian", "icelandic", "latvian", "lithuanian", "norwegian", "serbian", "slovak",
    "slovenian", "tamil", "thai", "urdu", "multilingual", "monolingual", "bilingual", "crosslingual", "supervised",
    "unsupervised", "semisupervised", "selfsupervised", "fewshot", "zeroshot", "federated", "reproducibility",
    "summary", "keynote", "highlights", "panel", "invited",
))  # fmt: skip
"""Words by which a title is another work's: another form, another part, another language or kind of the same thing."""

_TELLING = frozenset(("with", "without", "to", "from", "over", "under", "into", "through", "or", "and", "not", "no"))
"""Small words that may turn a title into another one's: "with" and "without monolingual data"."""

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


def agree(
    preprint: Item, published: Item, *, named: bool = False, confirmed: bool = False, noted: bool = False
) -> Agreement:
    """Compare a preprint (or what a list states) with the record that is said to be its publication.

    ``named`` says that somebody who should know (the preprint's own record, a witness, the list) calls the two one
    work: then a title may have drifted further than where only the likeness of two records speaks for it.
    ``confirmed`` says that somebody else, who does not know the record, named its venue and year as the preprint's;
    ``noted`` that the list or the authors did, whoever else names the record.
    """
    title = titles_agree(preprint.title, published.title, named=named, noted=noted)
    title = title or (named and confirmed and _drifted_a_little(preprint.title, published.title))
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


def titles_agree(one: str, other: str, *, named: bool = False, noted: bool = False) -> bool:
    """Whether two titles name one work: equal after folding, the same words spelled otherwise, or a known kind of
    drift.

    A changed number, an opposite ("supervised", "unsupervised"), an erratum or a reply makes another work. Drift: the
    acronym before the colon is the same, and one other word stands elsewhere; or the acronym is left out on one side.
    A few more words beside the same acronym count only if ``named`` or ``noted`` (see ``agree``): siblings have such
    titles. Typing errors and further drift count only if ``named``. An empty title never agrees.
    """
    left, right = fold(one), fold(other)
    if not left or not right:
        return False
    if left == right:
        return True
    if digits(one) != digits(other) or _marks(left) != _marks(right) or _notices(left) != _notices(right):
        return False
    same_words = _nearly_same_words if named else _exactly_same_words
    left_acronym, right_acronym = _acronym(one), _acronym(other)
    if _only_lacks_a_name(one, right, named=named) or _only_lacks_a_name(other, left, named=named):
        return True
    if left_acronym != right_acronym:
        shortened = ((_without(left_acronym, left), right), (_without(right_acronym, right), left))
        return any(rest and same_words(rest, whole) for rest, whole in shortened)
    if same_words(left, right):
        return True
    if not left_acronym or _tells_apart(left.split(), right.split()):
        return False
    reworded = _reworded(left.split(), right.split(), longer=named or noted)
    return reworded or (named and _drifted(one, other))


def tell_apart(one: str, other: str) -> bool:
    """Whether words that only one of two titles has make it another work's: another kind, language or opposite."""
    left, right = set(fold(one).split()), set(fold(other).split())
    return bool((left ^ right) & (_MARKERS - {"towards"})) or any(
        map(_are_opposites, product(left - right, right - left))
    )


def titles_alike(one: str, other: str) -> bool:
    """Whether two titles may be two wordings of one: half of the shorter one's content words on both.

    Enough to take a list's or a .bib's title for a careless copy of the record behind its own link; never a proof.
    """
    shared, of = shared_words(one, other)
    return bool(shared) and shared >= ALIKE * of


def fits_title(title: str, item: Item) -> bool:
    """Whether a record bears exactly this title, and the title has enough words to be one work's own."""
    return fold(title) == fold(item.title) and len(fold(title).split()) >= LONG_TITLE


def fits_note(reference: Reference, item: Item) -> bool:
    """Whether a record fits a list's title and venue note: the note's venue and year (or that of its own column), and a
    title of enough words that agrees.
    """
    long = len(fold(reference.title).split()) >= LONG_TITLE
    alike = titles_agree(reference.title, item.title, noted=True)
    return confirms(reference.note, item, reference.year) and long and alike


def authors_agree(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    """The same first author, and at least half of the shorter list's surnames on both.

    Two shared surnames at least, unless one list has a single name. "others" at the end of a list means that it goes
    on.
    """
    left, right = surnames(one), surnames(other)
    if not same_first(one, other, left, right):
        return False
    people = min(len(left), len(right))
    return shared_surnames(left, right) >= (1 if people == 1 else max(2, SHARED_SURNAMES * people))


def same_first(
    one: tuple[Name, ...], other: tuple[Name, ...], left: list[frozenset[str]], right: list[frozenset[str]]
) -> bool:
    """Whether the first authors are the same person; ``left`` and ``right`` are the lists' surnames."""
    return bool(left and right and left[0] & right[0]) and not _given_clash(one[0], other[0])


def shared_surnames(left: list[frozenset[str]], right: list[frozenset[str]]) -> int:
    """How many surnames of the shorter list are on both."""
    shorter, longer = sorted((left, right), key=len)
    return sum(any(keys & others for others in longer) for keys in shorter)


def shared_words(one: str, other: str) -> tuple[int, int]:
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
    if len(head.split(None, 3)) > 2:
        return ""
    named = sum(char.isupper() for char in head) > 1 or any(char.isdigit() for char in head)
    return acronym_before_colon(title) if named else ""


def _without(acronym: str, folded: str) -> str:
    rest = folded.removeprefix(f"{acronym} ")
    return rest if acronym and len(rest.split()) >= 3 else ""


def _only_lacks_a_name(title: str, folded: str, *, named: bool) -> bool:
    """Whether a title is another one behind a name of a single word, of any shape only if ``named`` ("Polyjuice:")."""
    head, colon, rest = plain(title).partition(": ")
    if not colon:
        return False
    name = fold(head)
    if not (named or _acronym(title)) or _notices(name):
        return False
    long = len(folded.split()) >= LONG_TITLE
    return long and len(name.split()) == 1 and name not in _MARKERS and fold(rest) == folded


def _drifted_a_little(one: str, other: str) -> bool:
    """Whether one of two long titles has one more word than the other, one word elsewhere, or a subtitle more."""
    first, second = fold(one), fold(other)
    left, right = first.split(), second.split()
    same_marks = digits(one) == digits(other) and _marks(first) == _marks(second)
    if not same_marks or _notices(first) != _notices(second) or min(len(left), len(right)) < LONG_TITLE:
        return False
    if first == fold(_head(other)) or second == fold(_head(one)):
        return not set(left).symmetric_difference(right) & _MARKERS
    lengths = {len([word for word in title if word not in STOP_WORDS]) for title in (left, right)}
    slight = max(lengths) - min(lengths) <= 1 and min(lengths) > EXTRA_WORDS
    return slight and not _tells_apart(left, right) and _reworded(left, right)


def _head(title: str) -> str:
    """A title without its subtitle; what stands before a colon or a question mark."""
    found = re.search(r"^.{3,}?(?:\?|:)(?=\s)", plain(title))
    return found[0] if found else ""


def _exactly_same_words(left: str, right: str) -> bool:
    """Whether two titles have the same words in the same order, but for spelling, plurals, hyphens and articles."""
    return "".join(spellings(left)) == "".join(spellings(right))


def _reworded(left: list[str], right: list[str], *, longer: bool = True) -> bool:
    """Whether one word of a title stands elsewhere in the other, or (``longer``) one has a few more words between the
    other's.

    Two words that change places make another work ("Image Generation from Text"), and so does one that goes to the
    other side of a telling word ("Text to Speech").
    """
    one, other = ([spelling(word) for word in title if word not in STOP_WORDS] for title in (left, right))
    if sorted(one) == sorted(other):
        moved = any(_without_word(word, one) == _without_word(word, other) for word in one)
        return moved and _between_telling_words(left) == _between_telling_words(right)
    fewer, more = sorted((one, other), key=len)
    if not longer or len(fewer) <= EXTRA_WORDS or len(more) - len(fewer) > EXTRA_WORDS:
        return False
    rest = iter(more)
    return all(word in rest for word in fewer)


def _between_telling_words(title: list[str]) -> list[list[str]]:
    """The spellings between the telling words of a title, those of each part in alphabetical order."""
    parts: list[list[str]] = [[]]
    for word in title:
        if word in _TELLING:
            parts.append([word])
            parts.append([])
        elif word not in STOP_WORDS:
            parts[-1].append(spelling(word))
    return [sorted(part) for part in parts]


def _without_word(word: str, title: list[str]) -> list[str]:
    at = title.index(word)
    return title[:at] + title[at + 1 :]


def _tells_apart(left: list[str], right: list[str]) -> bool:
    """Whether the words that only one of two titles has make it another work's."""
    one, other = set(left), set(right)
    if (one ^ other) & (_MARKERS | _TELLING):
        return True
    shorter, longer = sorted((left, right), key=len)
    applied = longer[len(shorter) : len(shorter) + 1]
    return bool(applied) and applied[0] in STOP_WORDS and longer[: len(shorter)] == shorter  # "... for Speech"


def _nearly_same_words(left: str, right: str) -> bool:
    """Whether two titles have the same words in the same order, small words aside."""
    if same_spellings(spellings(left), spellings(right)):
        return True
    same = same_spellings(telling_spellings(left), telling_spellings(right))
    return same and not _tells_apart(left.split(), right.split())


def _drifted(one: str, other: str) -> bool:
    """Whether two titles with the same acronym share most of their other words, and none is the other's opposite.

    The same title but for a word or two in their place is that of a sibling ("... Pretraining", "... Distillation").
    """
    acronym = {stem(acronym_before_colon(one))}
    first, second = ([bare for word in words(title) if (bare := stem(word)) not in acronym] for title in (one, other))
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
    if not any(map(folded.__contains__, _NOTICES)):
        return set()  # measured: nearly all
    return {word for word in folded.split() if word.startswith(_NOTICES)}


def _marks(folded: str) -> list[str]:
    """Words that end in a mark that tells works apart: "networks++" is not "networks"."""
    if "+" not in folded and "#" not in folded and "*" not in folded:
        return []
    return [word for word in folded.split() if word[-1] in "+#*"]


def surnames(names: tuple[Name, ...]) -> list[frozenset[str]]:
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
