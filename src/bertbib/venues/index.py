"""Where a venue's name or acronym leads in the registry: exact lookups of compared forms, nothing fuzzy."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from bertbib.venues.boilerplate import CARDINALS, CONFERENCE, EXTRAS, MONTHS, ORGANISATIONS, TENS, WORKSHOP, is_number
from bertbib.venues.registry import acronyms, registry
from bertbib.venues.words import SMALL, compiled, language, nearly, plain, stem, stems, word_table

_TWO_WORDS = 2
EVENTS = frozenset({"conference", "workshop"})


class Core(NamedTuple):
    """What is left of an event's name without its boilerplate, and which kinds of event it names."""

    words: tuple[str, ...]
    conference: bool
    workshop: bool

    @property
    def key(self) -> str:
        """The form that is looked up; conferences and symposia are one kind, workshops another."""
        if self.conference and self.workshop:
            return "both " + " ".join(self.words)
        kind = "workshop " if self.workshop else "conference " if self.conference else ""
        return kind + " ".join(self.words)


def core(words: Iterable[str]) -> Core:
    """The core of a name in compared words."""
    return of_kind(sifted(words))


def sifted(words: Iterable[str]) -> Core:
    """What is left of a part of a name, before it is known of what kind the whole is."""
    kept: list[str] = []
    conference = workshop = False
    last = ""
    for word in words:
        before, last = last, word
        if word in CONFERENCE:
            conference = True
        elif word in WORKSHOP:
            workshop = True
        elif not says_nothing(word) and word not in ORGANISATIONS and not (word in CARDINALS and before in TENS):
            kept.append(word)
    return Core(tuple(kept), conference, workshop)


def of_kind(sieved: Core) -> Core:
    """A core without the words that all events of its kind may have ("International", "Joint")."""
    words, conference, workshop = sieved
    if (conference or workshop) and ("int" in words or "jt" in words):
        kept = tuple(word for word in words if word != "int" and (conference or word != "jt"))
        return Core(kept, conference, workshop)
    return sieved


@lru_cache(maxsize=16384)
def says_nothing(word: str) -> bool:
    """Whether a compared word is a date, an ordinal, or a word that all proceedings share."""
    return word in EXTRAS or word in MONTHS or is_number(word)


def without_numbers(words: Iterable[str]) -> str:
    """A journal's name in compared words, without volumes, issues and dates; ``2d`` is a word."""
    return " ".join(
        word for word in words if not word.isdigit() and word not in ("vol", "no", "pp", "issn", "issue", "volume")
    )


@cache
def names() -> dict[str, str]:
    """Whole names of what is no event (journals, servers, book series), and whole titles of proceedings -> id.

    A form that two of them share (Frontiers in and of Computer Science) leads nowhere.
    """
    found: dict[str, str] = {}
    spare: dict[str, str] = {}
    for series in registry().values():
        for label in series.names:
            words = stems(label.text)
            if series.kind in EVENTS and not _read_whole(words):
                continue
            key = language(label.text) + " ".join(words)
            found[key] = series.id if found.get(key, series.id) == series.id else ""
            spare.setdefault(" ".join(words), series.id)  # Z. Phys. has no German word left
            for shorter in _shorter(words):
                spare[shorter] = "" if spare.get(shorter, series.id) != series.id else series.id
    return {key: value for key, value in {**spare, **found}.items() if value}


@cache
def literal_names() -> dict[str, str]:
    """Names in small letters as they are written, of what is no event -> id: what compared forms do not tell apart."""
    rows = [series for series in registry().values() if series.kind not in EVENTS]
    return {literally(label.text): series.id for series in rows for label in series.names}


def literally(text: str) -> str:
    """The small letters of a text's words but for an article at its beginning."""
    words = compiled("[a-z0-9]+").findall(plain(text).lower())
    return " ".join(word for word in words if not word.isdigit() and word not in ("vol", "no", "pp")).removeprefix(
        "the "
    )


def one_word(text: str) -> str:
    """The small letters of a text's only word beside an article and numbers, empty where it has several."""
    words = [
        word for word in compiled("[a-z0-9]+").findall(plain(text).lower()) if word != "the" and not word.isdigit()
    ]
    return words[0] if len(words) == 1 else ""


def plural(text: str, series: str) -> bool:
    """Whether a text's only word differs from a series' name by its plural: Cancers is another journal than Cancer."""
    said = one_word(text)
    named = {one_word(label.text) for label in registry()[series].names}
    return bool(said) and said not in named and (said + "s" in named or said.removesuffix("s") in named)


def _read_whole(words: tuple[str, ...]) -> bool:
    """Whether an event's name has too little of a core: ``IEEE Visualization``, ``Machine Learning Proceedings``."""
    named = core(words)
    return "proc" in words or (len(named.words) < 2 and not named.conference and not named.workshop)


def _shorter(words: tuple[str, ...]) -> Iterable[str]:
    """Forms in use beside a name: without the sponsor of transactions, without a section's letter before a subtitle."""
    rest = tuple(word for word in words if word not in ("ieee", "acm"))
    if rest != words and len(rest) > 2 and rest[0] in ("trans", "j"):
        yield " ".join(rest)
    for place, word in enumerate(words):
        if len(word) == 1 and word != "j" and 0 < place < len(words) - 2:
            yield " ".join(words[:place] + words[place + 1 :])


@cache
def events() -> dict[str, tuple[str, ...]]:
    """Cores of the names of conferences and workshops -> ids; several where a name is not enough."""
    found: dict[str, tuple[str, ...]] = {}
    for series in registry().values():
        if series.kind in EVENTS:
            cores = (core(stems(label.text)) for label in series.names)
            for key in sorted({one.key for one in cores if one.words}):
                found[key] = (*found.get(key, ()), series.id)
    return found


@cache
def topics() -> frozenset[str]:
    """Small letters of the words that venues' names have: what is among them is no city."""
    labels = (label.text for series in registry().values() if series.kind in EVENTS for label in series.names)
    return frozenset(word for text in labels for word in text.lower().split()) | word_table().keys()


@cache
def event_words() -> frozenset[str]:
    """The compared words of the cores of all events: what has another one is none of them."""
    return frozenset(word for key in events() for word in key.split(" ")) | {"int", "jt"}


@lru_cache(maxsize=4096)
def spelled_in(text: str, series: str) -> bool:
    """Whether a text has the topic of one of a series' names in so many words.

    The compared form is not enough: Vision and Language is no Visual Languages.
    """
    said = _plain_words(text)
    for label in registry()[series].names:
        topic = set(core(stems(label.text)).words)
        named = [word for word in _plain_words(label.text) if stem(word) in topic]
        if all(any(_same_word(word, one) and stem(word) == stem(one) for word in said) for one in named):
            return True
    return False


@lru_cache(maxsize=4096)
def spelled_alike(text: str, series: str) -> bool:
    """Whether words written out are those of one of a series' names: Advanced Science is no Advancement of Science."""
    said = [word for word in _plain_words(text) if not word.isdigit()]
    for label in registry()[series].names:
        named = _plain_words(label.text)
        if len(named) != len(said) or all(map(_same_word, said, named)):
            return True  # of another length: a form with a section's letter or a subtitle less
    return False


def _plain_words(text: str) -> list[str]:
    return [word for word in compiled("[a-z0-9]+").findall(plain(text).lower()) if word not in SMALL]


def _same_word(said: str, named: str) -> bool:
    if said == named or stem(said) != stem(named) or len(said) <= len(stem(named)) + 1:
        return True
    return nearly(said.rstrip("s"), named.rstrip("s")) or len(named) <= len(stem(named)) + 1


@cache
def vocabulary(series: str) -> frozenset[str]:
    """The compared words of all names of a series."""
    return frozenset(word for label in registry()[series].names for word in stems(label.text))


@cache
def _initials() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    named = [*names().items(), *((key, ids[0]) for key, ids in events().items() if len(ids) == 1)]
    for key, series in named:
        words = tuple(key.split(" "))
        found.setdefault("".join(word[:1] for word in words), []).append((words, series))
    return found


def abbreviated(key: str, *, dotted: bool = True) -> str:
    """The id of the one venue whose name a key abbreviates word by word (``theo comput sci``).

    Empty for none or several. The letters of sections must be the same, and without full stops (``dotted``), where a
    word may be meant as it stands, no word may be longer than the name's.
    """
    words = key.split(" ")
    if len(words) < _TWO_WORDS:
        return ""
    candidates = _initials().get("".join(word[:1] for word in words), ())
    alike = _abbreviates if dotted else _begins
    found = {series for named, series in candidates if all(map(alike, words, named))}
    return found.pop() if len(found) == 1 else ""


def _begins(word: str, named: str) -> bool:
    return word == named or (len(word) > _TWO_WORDS and named.startswith(word))


def _abbreviates(word: str, named: str) -> bool:
    if word == named or len(word) == 1 or len(named) == 1:
        return word == named
    return len(word) > _TWO_WORDS and (named.startswith(word) or word.startswith(named))


@cache
def _joints() -> dict[frozenset[str], str]:
    return {frozenset(one.linked("part")): one.id for one in registry().values() if one.linked("part")}


def joint(series: Iterable[str]) -> str:
    """The id of the joint meeting of exactly these series, empty where the registry has none."""
    return _joints().get(frozenset(series), "")


@cache
def _folded_acronyms() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for text, ids in acronyms().items():
        key = text.lower().replace("-", "")
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), *ids)))
    return found


@cache
def acronym_pairs() -> frozenset[str]:
    """Acronyms of two words in small letters: ``ecml pkdd``."""
    return frozenset(text.lower().replace("-", " ") for text in acronyms() if " " in text)


def by_acronym(token: str, *, alone: bool = False) -> tuple[str, ...]:
    """Ids of the series that bear an acronym.

    As written; in capitals or, from four letters on, with one inside, hyphens or not; where nothing else stands beside
    it (``alone``), in any case from four on.
    """
    ids = acronyms().get(token)
    if ids:
        return ids
    if len(token) < 2 or not token[0].isalnum():
        return ()
    ids = _folded_acronyms().get(token.lower().replace("-", ""), ())
    if not ids or token.isupper() or (alone and len(token) >= 4):
        return ids
    mixed = any(char.isupper() for char in token[1:])
    return ids if mixed and len(token) >= 4 else ()


def labels(series: str) -> set[str]:
    """The compared words of the acronyms of a series, or of several joined by ``+``."""
    return {stem for one in series.split("+") for label in registry()[one].acronyms for stem in stems(label.text)}
