"""What kind of publication a record is: enough to tell a preprint, a conference paper and its journal version apart."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from bertbib.model import Item
from bertbib.sources._preprints import is_preprint_server
from bertbib.text.titles import STOP_WORDS, fold, plain
from bertbib.venues.notes import series_of

Kind = Literal[
    "preprint",
    "journal",
    "conference",
    "workshop",
    "abstract",
    "talk",
    "chapter",
    "book",
    "thesis",
    "report",
    "data",
    "unknown",
]
"""``abstract`` is a poster or extended abstract, ``data`` a dataset, program, patent or the like."""

_BY_TYPE: dict[str, Kind] = {
    "thesis": "thesis",
    "book": "book",
    "report": "report",
    "dataset": "data",
    "software": "data",
    "patent": "data",
    "motion_picture": "data",
    "speech": "talk",
}
_JOURNAL_SERIES = frozenset({"tacl", "jmlr", "tmlr"})
_PREPRINT = (
    r"\barxiv|\b(?:bio|med|chem|psya|tech)rxiv\b|\be-?prints?\b|\bpre-?prints?\b|^corr\b|\beccc\b|\bssrn\b"
    r"|\bmpra\b|\bessoar\b|\bworking papers?\b|\bdiscussion papers?\b|\bnber\b|\bnational bureau of economic research\b"
    r"|\bstaff reports?\b|\belectronic colloquium on computational|^cold spring harbor lab\w*$|^cornell university$"
    r"|\boptimization online\b|^(?:unpublished|working|draft)? ?manuscript$|^unpublished\b|^in preparation\b"
    r"|\bunder (?:review|submission)\b|^submitted\b"
    # What is open to review at Copernicus before its journals take it.
    r"|^(?:atmos|biogeo|clim|earth|geosci|hydro|nat|ocean|solid|the cryo)\w*\b.{0,50}\bdiscuss(?:ions?)?\.?$"
)
_REPORT = r"\btechnical reports?\b|\btech\. ?rep\b"
_TALK = r"\b(?:invited |keynote )?(?:talk|lecture|seminar)s?\b(?! notes)|\bslides\b"
_TALK += r"|\bpresent(?:ed|ation) at\b|\bpresentations?$"
# "(Poster)" alone is how OpenReview calls full papers that were accepted without a talk.
_ABSTRACT = (
    r"\bextended abstracts?\b|\b(?:meeting|conference) abstracts?\b|\babstracts? (?:of|from)\b|\babstracts?$"
    r"|\bposters\b|\b(?:demos?|brief announcements?|companion)$"
    r"|\bposter (?:session|abstract|paper|presentation|track)s?\b|\blate[- ]breaking\b"
    r"|\b(?:march|fall|spring|annual) meeting of the american (?:physical|geophysical)\b|\bstudent abstracts?\b"
)
_WORKSHOP = r"\bworkshops?\b|\bwkshps?\b|\w@\w|\b(?:cvpr|iccv|eccv|wacv|icra|kdd|naacl|emnlp)w\b"
_NO_WORKSHOP = r"\bworkshop and conference\b|\bw ?(?:&|and) ?cp\b|\bceur\b|\bconference and workshop"
_NO_WORKSHOP += r"|artificial intelligence and statistics|algorithm engineering|applications of computer vision"
# Learned societies and academies call their journals proceedings.
_PROCEEDINGS_JOURNAL = (
    r"\bproc(?:eedings|\.)?,? (?:of )?(?:the )?(?:(?:[a-z]+ )?(?:national |natl\.? )?acad|ieee$|i\.?r\.?e\.?$"
    r"|royal (?:soc|irish)|roy\.? (?:soc|irish)|r\. soc|london math|lond\b|edinburgh math|steklov|linn|aristotel"
    r"|am(?:er(?:ican|\.)?|\.)? (?:math|philos)|camb(?:ridge|\.) (?:math|phil)|inst(?:itution|\.) |combust"
    r"|phys(?:ical|\.)? soc|nutrition soc|zool|geol|acm on|vldb|pvldb)|\bproc\.? ?natl?\.?|\bpnas\b"
    r"|\bproc\.? (?:of the )?(?:ieee|acm on)$|\bpacm|\bvldb endow|\bprivacy enhancing technolog|\bpopets\b"
    r"|^(?:acm |ieee )?trans(?:actions|\.) (?:on|of) (?!.*\b(?:proc\w*|conf\w*|symp\w*)\b)"
    r"|^data mining and knowledge discovery$|siggraph comput\w*\.? graph"
)
_CONFERENCE = (
    r"\bproc(?:s|eedings?)?\b|\bconference\b|\bconf\b|\bsymposium\b|\bsymp\b|\bcongress\b|\bcolloquium\b|\bmeeting\b"
    r"|\badv\w*\.? (?:in )?neural inf|\becml\b|\bneurips\b|\bnips\b|\blecture notes in\b|\blncs\b|\bpmlr\b"
    r"|\bifac-?papers|\bprocedia\b|\bworkshop and conference\b|\bw ?(?:&|and) ?cp\b|\bceur\b"
    r"|\bproceedings track\b|\binternational joint\b|\bsiggraph\b|\binterspeech\b"
)
_JOURNAL = (
    r"\bjournals?\b|\btransactions\b|\btrans\b|\bletters\b|\bmagazine\b|\bannals\b|\barchives?\b|\bquarterly\b"
    r"|\bbulletin\b|\bj\. |\bphysical review\b|\bphys\. rev\b|\bnature\b|\breviews?\b"
)
_JOURNAL_OF_PROCEEDINGS = (
    (r"transactions of the (?:association for computational|acl)|\btacl\b", r"computational ling|\w*acl\b|\bemnlp\b"),
    (r"\btrans\w*\.? (?:on )?graph|\btog\b", r"siggraph"),
    (r"siggraph comput\w*\.? graph", r"siggraph"),
    (r"\bvldb\b|very large data", r"\bvldb\b|very large data"),
    (r"\bproc\w*\.? (?:of the )?acm on\b|\bpacm|\bproc\w*\.? acm\b|\bimwut\b", r""),
    (
        r"computer graphics forum|comput\w*\.? graph\w*\.? forum|\bcgf\b",
        r"eurograph|eurovis|geometry proc|rendering|sgp",
    ),
    (
        r"visuali[sz]ation and computer graphics|vis\w*\.? comput\w*\.? graph|\btvcg\b",
        r"\bvis|\binfovis|\bismar|virtual",
    ),
    (r"robotics and automation letters|robot\w*\.? autom\w*\.? lett|\bra-?l\b", r"robot|\bicra\b|\biros\b"),
    (r"sigplan not", r"programming|languages|\bpopl\b|\bpldi\b|\boopsla\b|\bicfp\b|\basplos\b"),
    (r"computer architecture news|comput\w*\.? archit\w*\.? news", r"architect|\bisca\b|\basplos\b"),
    (r"operating systems review|oper\w*\.? syst\w*\.? rev", r"operating|\bsosp\b|\basplos\b"),
    (r"computer communication rev|comput\w*\.? commun\w*\.? rev", r"communicat|sigcomm"),
    (r"performance evaluation review|perform\w*\.? eval\w*\.? rev", r"sigmetrics|measurement"),
    (r"iacr trans", r"encryption|hardware|\bches\b|\bfse\b"),
    (r"privacy enhancing technol|\bpopets\b", r"privacy enhancing|\bpets\b"),
    (r"^computer networks\b|^comput\w*\.? net", r"world[- ]wide web|\bwww\b"),
    (r"sigmod record|sigmod rec", r"management of data|\bsigmod\b"),
    (r"sigcse bulletin|sigcse bull", r"computer science education|\bsigcse\b|\biticse\b"),
    (r"software engineering notes|softw\w*\.? eng\w*\.? notes", r"software|\bfse\b|\bissta\b"),
    (r"theory and practice of logic programming|\btplp\b", r"logic programming|\biclp\b"),
    (r"\bbioinformatics\b", r"\bismb\b|\beccb\b|intelligent systems for molecular"),
)
"""Journals whose articles are a conference's papers, and words of that conference; none: any conference."""


def kind_of(item: Item) -> Kind:
    """The kind of publication that a record claims, by its type and the words of its venue; ``unknown`` in doubt."""
    written = plain(item.container_title).strip()
    acronym = bool(re.fullmatch(r"[A-Z]{3,7}(?:['\u2019 -]*\d{2,4})?", written))
    archive = item.archive or (item.publisher if is_preprint_server(item.publisher) else "")
    return _kind(item.type, venue_of(item), acronym, archive, item.genre.lower(), _how(item))


def venue_of(item: Item) -> str:
    """The venue's name as the record has it, in lower case and without markup."""
    return plain(f"{item.container_title} {item.event_title}").replace("\u2013", "-").strip().lower()


def is_journal_of(journal: str, conference: str) -> bool:
    """Whether the papers of a conference appear in this journal and nowhere else: TACL, TOG with SIGGRAPH, PVLDB."""
    return any(re.search(one, journal) and re.search(other, conference) for one, other in _JOURNAL_OF_PROCEEDINGS)


def _how(item: Item) -> str:
    said = (value for name, value in item.extra if name in ("howpublished", "note", "institution"))
    return " ".join(said).lower()[:200]


@lru_cache(maxsize=4096)
def _kind(csl_type: str, venue: str, acronym: bool, archive: str, genre: str, how: str) -> Kind:
    if csl_type in _BY_TYPE:
        return _BY_TYPE[csl_type]
    if re.search(_PREPRINT, venue) or (venue and is_preprint_server(venue)):
        return "preprint"
    if re.search(_ABSTRACT, f"{venue} {genre}") or genre == "poster" or (not venue and re.search(_ABSTRACT, how)):
        return "abstract"
    if re.search(_TALK, f"{venue} {genre}") or (not venue and not archive and re.search(_TALK, how)):
        return "talk"
    if csl_type.startswith("article") and re.search(_REPORT, venue):
        return "report"
    if not venue:
        return _without_venue(csl_type, archive, how)
    if re.search(_WORKSHOP, venue) and not re.search(_NO_WORKSHOP, venue):
        return "workshop"
    kind = _periodical(csl_type, venue)
    # An acronym in the field of a journal may be a conference's: "ECCV", "PAMI".
    return "unknown" if acronym and kind == "journal" and not _series(venue) else kind


def _without_venue(csl_type: str, archive: str, how: str) -> Kind:
    if archive or csl_type in ("article", "manuscript") or re.search(_PREPRINT, how):
        return "preprint"
    if csl_type == "article-journal":
        return "unknown"
    return "conference" if csl_type == "paper-conference" else "chapter" if csl_type == "chapter" else "unknown"


def _periodical(csl_type: str, venue: str) -> Kind:
    """A journal or a conference: by the venue's words, and in doubt by the record's type."""
    if re.search(_PROCEEDINGS_JOURNAL, venue):
        return "journal"
    series = _series(venue)
    if series & _JOURNAL_SERIES and not re.search(_CONFERENCE, venue):
        return "journal"
    if re.search(_CONFERENCE, venue) or series - _JOURNAL_SERIES:
        return "conference"
    if csl_type == "chapter":
        return "chapter"
    if csl_type == "paper-conference":
        return "journal" if re.search(_JOURNAL, venue) else "conference"
    return "journal" if csl_type in ("article-journal", "article-magazine", "article", "review") else "unknown"


@lru_cache(maxsize=4096)
def _series(venue: str) -> frozenset[str]:
    """The known series that a venue names, however its acronym is written."""
    return series_of(Item(container_title=venue)) | series_of(Item(container_title=venue.upper()))


def known_series(item: Item) -> frozenset[str]:
    """The known series that a record's venue names, as lower-case acronyms."""
    return _series(venue_of(item))


MANY_WORDS = 3
"""Telling words that two long names of one venue share at least."""

_GENERIC_WORDS = (
    "proceedings proc international int conference conf symposium symp annual meeting workshop on of the in and for a "
    "an th st nd rd ieee acm cvf usenix aaai first second third fourth fifth journal j advances papers paper volume "
    "vol main track long short virtual event"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())


@lru_cache(maxsize=4096)
def venue_words(venue: str) -> tuple[str, ...]:
    """The words of a venue's name that tell it from others, in order."""
    return tuple(word for word in re.findall(r"[a-z]+", fold(venue)) if word not in _GENERIC)


def venues_alike(one: str, other: str) -> bool:
    """Whether two venues' names may be one: every telling word of the shorter abbreviates one of the longer, or most of
    many do; cities and sponsors stand beside the name.
    """
    shorter, longer = sorted((venue_words(one), venue_words(other)), key=len)
    shared = sum(any(_abbreviates(word, full) for full in longer) for word in shorter)
    if shorter and (shared == len(shorter) or (shared >= MANY_WORDS and shared * 2 >= len(shorter))):
        return True
    return _is_acronym(shorter, other) or _is_acronym(shorter, one)


def is_same_name(one: str, other: str) -> bool:
    """Whether two venues' names have the same words, years and numbers aside."""
    left, right = (re.findall(r"[a-z]{2,}", fold(name)) for name in (one, other))
    return bool(left) and left == right


def _is_acronym(words: tuple[str, ...], name: str) -> bool:
    """Whether a venue's only word is made of the first letters of a name's words, small ones left out: "eccv"."""
    if len(words) != 1 or not 3 <= len(words[0]) <= 7:
        return False
    return words[0] in "".join(word[0] for word in fold(name).split() if word not in STOP_WORDS)


def _abbreviates(one: str, other: str) -> bool:
    """Whether one word is short for the other: "sci", "natl", "comput"."""
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(shorter) or (len(shorter) > 4 and longer.startswith(shorter[:4])):
        return True
    letters = iter(longer)
    return len(shorter) > 2 and shorter[0] == longer[0] and all(letter in letters for letter in shorter)
