"""A list's venue note ("ACL2019") as a witness: does it agree with the record's venue and year?

The note is a person's claim: it supports or contradicts a record, and is never the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from bertbib.model import Item
from bertbib.model.entry import NoteVerdict
from bertbib.text.titles import plain

if TYPE_CHECKING:
    from bertbib.venues.venue import Venue

_PHRASES = {
    "acl": "annual meeting of the association for computational linguistics",
    "naacl": "north american chapter of the association for computational linguistics",
    "eacl": "european chapter of the association for computational linguistics",
    "aacl": "asia-pacific chapter of the association for computational linguistics",
    "emnlp": "empirical methods in natural language processing",
    "ijcnlp": "international joint conference on natural language processing",
    "conll": "computational natural language learning",
    "coling": "international conference on computational linguistics",
    "lrec": "language resources and evaluation conference",
    "tacl": "transactions of the association for computational linguistics",
    "icml": "international conference on machine learning",
    "iclr": "international conference on learning representations",
    "neurips": "neural information processing systems",
    "aistats": "artificial intelligence and statistics",
    "uai": "uncertainty in artificial intelligence",
    "colm": "conference on language modeling",
    "corl": "conference on robot learning",
    "aaai": "aaai conference on artificial intelligence",
    "ijcai": "international joint conference on artificial intelligence",
    "jmlr": "journal of machine learning research",
    "tmlr": "transactions on machine learning research",
    "sigir": "research and development in information retrieval",
    "cikm": "information and knowledge management",
    "kdd": "knowledge discovery",
    "wsdm": "web search and data mining",
    "cvpr": "computer vision and pattern recognition",
    "iccv": "international conference on computer vision",
    "eccv": "european conference on computer vision",
    "interspeech": "interspeech",
    "icassp": "acoustics, speech and signal processing",
}
"""A series' acronym -> words that its volumes' titles contain, as printed on the proceedings."""

_OTHER_NAMES = {"nips": "neurips", "hlt": "naacl"}
_EMPTY_WORDS = frozenset({"proceedings", "of", "the", "annual", "in", "on", "and", "th", "st", "nd", "rd"})
_WORD = re.compile(r"[A-Za-z]+")
_YEAR = re.compile(r"(?:19|20)\d\d|(?<=['\u2019])\s?\d\d\b")
_SIDE_EVENTS = {
    "findings": re.compile(r"\bfindings\b", re.IGNORECASE),
    "workshop": re.compile(r"\bworkshops?\b|\bWS\b", re.IGNORECASE),
}
_WORKSHOP_LETTER = r"\b(ICCV|CVPR|ECCV|WACV|ACL|EMNLP|NAACL|KDD|ICML|ICLR|NeurIPS|ICRA|IJCAI|AAAI)W\b"
"""Acronyms that carry their workshops' letter: ``CVPRW 2019``."""

_QUALIFIERS = {
    "findings": r"\bfindings(?: of)?\b",
    "workshop": r"\bworkshops?\b|\bWS\b",
    "student": r"\bSRW\b|\bstudent (?:research )?(?:workshop|abstract)s?\b",
    "demo": r"\b(?:system )?demo(?:nstration)?s?\b",
    "industry": r"\bindustry(?: track)?\b",
    "tutorial": r"\btutorials?\b",
    "survey": r"\bsurvey(?: track)?\b",
    "datasets and benchmarks": r"\bD ?& ?B(?: track)?\b|\bdatasets? (?:and|&) benchmarks?(?: track)?\b",
    "short": r"\bshort(?: papers?)?\b",
    "long": r"\blong(?: papers?)?\b",
    "extended abstract": r"\bextended abstracts?\b|\blate[- ]breaking\b",
    "notable": r"\bnotable(?:[- ]top[- ]?\d+ ?%)?",
    "oral": r"\borals?\b",
    "spotlight": r"\bspotlights?\b",
    "poster": r"\bposters?\b",
    "highlight": r"\bhighlights?\b",
    "best paper": r"\b(?:best|outstanding|distinguished|award)(?:[- ](?:\w+ )?(?:papers?|awards?))*\b"
    r"|\bhonou?rable mention\b",
    "accepted": r"\baccepted(?: (?:at|by|to|for))?\b|\bto appear(?: (?:at|in))?\b",
}
"""Qualifiers of notes, as lists write them: what is left without them is the venue's name."""

_LEAD = r"^\W*(?:in:? )?(?:the )?(?:proceedings of|proc\.(?: of)?)(?: the)?\b|^\W*in:? (?=\S)"
_MONTH = (
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_CONFERENCE_WORKSHOP = re.compile(r"JMLR|Workshop and Conference", re.IGNORECASE)


class VenueNote(NamedTuple):
    """A venue note taken apart.

    ``acronyms`` are the known series it names, in lower case and in order; ``side`` marks events beside a main one
    (findings, workshop); ``name`` is the venue as written without year and qualifiers; ``qualifiers`` say what kind of
    paper it is there, in a fixed order (``workshop``, ``oral``, ``best paper``).
    """

    acronyms: tuple[str, ...]
    year: int | None
    side: frozenset[str]
    name: str = ""
    qualifiers: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def parse_note(note: str) -> VenueNote:
    """Take a note such as ``ACL2019``, ``EMNLP 2019 WS`` or ``ICCV' 19`` apart; never raises."""
    spaced = re.sub(_WORKSHOP_LETTER, r"\1 WS", re.sub(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])", " ", note))
    year_match = _YEAR.search(spaced)
    year = int(year_match.group()) if year_match else None
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    found = (_OTHER_NAMES.get(word.lower(), word.lower()) for word in _WORD.findall(spaced))
    acronyms = tuple(dict.fromkeys(word for word in found if word in _PHRASES))
    qualifiers = tuple(name for name, words in _QUALIFIERS.items() if re.search(words, spaced, re.IGNORECASE))
    return VenueNote(acronyms, year, _side_events(spaced), _name(spaced), qualifiers)


@lru_cache(maxsize=4096)
def _registered(note: str) -> frozenset[str]:
    """The series of the registry that a note names, beyond those that ``parse_note`` knows.

    A lone word that is a journal's name too (``Robotics``, ``Language``) claims nothing.
    """
    if not note.strip() or (
        " " not in note.strip() and _reader().identify(note).name.casefold() == note.strip().casefold()
    ):
        return frozenset()
    return frozenset(_reader().series_named(note))


def _reader() -> ModuleType:
    """The reader of venues, loaded when a venue is not among the few that are named here."""
    from bertbib.venues import identify  # with its registry half of what a build from the lock costs (measured)

    return identify


def _name(note: str) -> str:
    """The venue of a note: what is left of it without years, months, qualifiers and ``In Proceedings of``."""
    name = re.sub(_LEAD, "", re.sub(r"['\u2019]\s?\d\d\b|\b(?:19|20)\d\d\b", " ", note), flags=re.IGNORECASE)
    for words in (*_QUALIFIERS.values(), _MONTH):
        name = re.sub(words, " ", name, flags=re.IGNORECASE)
    name = re.sub(r"\(\s*\)|\[\s*\]", " ", name)
    return " ".join(name.split()).strip(" ,;:.-/|'\u2019()[]")


def _side_events(text: str) -> frozenset[str]:
    if _CONFERENCE_WORKSHOP.search(text):
        return frozenset()
    return frozenset(mark for mark, pattern in _SIDE_EVENTS.items() if pattern.search(text))


def note_verdict(note: str | None, item: Item) -> NoteVerdict:
    """What a list's note says of a published record: ``agrees``, ``contradicts`` or, where it names no known venue,
    ``silent``.
    """
    parsed = parse_note(note or "")
    noted = frozenset(parsed.acronyms) or _registered(note or "")
    series = _all_series(item) if noted else frozenset()
    if not series:
        return "silent"
    same_series = bool(series & noted)
    same_year = parsed.year is None or item.issued is None or parsed.year == item.issued.year
    if not same_series and _kinds(series) != _kinds(noted):
        return "silent"  # a meeting whose papers a journal prints: SIGGRAPH and ACM Transactions on Graphics
    same_side = _side(parsed.side, note or "") == _side(side_events(item), item.container_title, item.event_title)
    same_track = not _PHRASES.keys().isdisjoint(series) or _track(note or "") == _track(item.container_title)
    return "agrees" if same_series and same_year and same_side and same_track else "contradicts"


def _track(text: str) -> str:
    """The track that a text names beside a main event; the presentations of a paper are none."""
    venue: Venue = _reader().identify(text)
    return venue.track if venue.known else "main"


def _kinds(series: Iterable[str]) -> bool | None:
    """Whether series are journals; None for the few whose names the rule of proof has always compared."""
    if not _PHRASES.keys().isdisjoint(series):
        return None
    return any(map(_reader().is_journal, series))


def _side(marks: frozenset[str], *texts: str) -> frozenset[str]:
    """The marks of a side event, but for series that are workshops by name (SemEval, early AISTATS)."""
    return frozenset() if marks == {"workshop"} and any(map(_main_by_name, texts)) else marks


def _main_by_name(text: str) -> bool:
    venue: Venue = _reader().identify(text)
    return venue.known and venue.track == "main" and venue.kind in ("conference", "workshop")


def confirms(note: str | None, item: Item, year: int | None = None) -> bool:
    """Whether a note names a record's venue and year, both; ``year`` is said beside a note that has none itself."""
    dated = parse_note(note or "").year is not None
    dated = dated or (year is not None and item.issued is not None and item.issued.year == year)
    return note_verdict(note, item) == "agrees" and dated


_OTHERS_NAMES = {
    "kdd": ("pacific-asia", "discovery in databases", "data mining and knowledge", "principles of", "wiley", "wires"),
    "iccv": ("vision theory", "vision systems", "vision, theory"),
}
"""Words of venues whose names contain another one's: PAKDD, ECML PKDD, the journal DMKD, VISAPP."""


def _ends(acronym: str, phrase: str, folded: str) -> bool:
    """Whether a series' words are the name of a venue as a whole: "... Machine Learning and Applications" is another.

    Joint meetings go on with "and the 9th ...".
    """
    if any(words in folded for words in _OTHERS_NAMES.get(acronym, ())):
        return False
    rest = folded.partition(phrase)[2]
    return acronym == "kdd" or re.match(r" (?:and|&) (?!the\b|\d)", rest) is None


def series_of(item: Item) -> frozenset[str]:
    """The known series that a record's venue names, as lower-case acronyms; several for joint meetings."""
    venue = _venue(item)
    folded = venue.lower()
    by_name = {acronym for acronym, phrase in _PHRASES.items() if phrase in folded and _ends(acronym, phrase, folded)}
    written = (word for word in _WORD.findall(venue) if word.isupper() or word == "NeurIPS")
    by_acronym = {_OTHER_NAMES.get(word.lower(), word.lower()) for word in written}
    return frozenset(by_name | (by_acronym & _PHRASES.keys()))


def _all_series(item: Item) -> frozenset[str]:
    """The same with those that only the registry knows, as its ids."""
    titles = filter(None, (plain(item.container_title), plain(item.event_title)))
    return series_of(item) or frozenset(one for title in titles for one in _reader().series_named(title))


def side_events(item: Item) -> frozenset[str]:
    """Marks of events beside a main one in a record's venue: ``findings``, ``workshop``."""
    return _side_events(_venue(item))


def same_venue(one: Item, other: Item) -> bool:
    """Whether two records name one venue: the same known series and side event, or the same words; an unknown one
    never does.
    """
    left, right = _all_series(one), _all_series(other)
    if left or right:
        tracks = (_track(one.container_title), _track(other.container_title))
        same_track = tracks[0] == tracks[1] or not _PHRASES.keys().isdisjoint(left & right)
        return bool(left & right) and side_events(one) == side_events(other) and same_track
    return bool(one.container_title) and _words(one.container_title) == _words(other.container_title)


def _words(venue: str) -> list[str]:
    """The words of a venue's name without years, ordinals, articles and "proceedings of"."""
    words = _WORD.findall(venue.lower().replace("&", "and"))
    return [word for word in words if word not in _EMPTY_WORDS]


def _venue(item: Item) -> str:
    return plain(" ".join((item.container_title, item.event_title))).replace("\u2013", "-")
