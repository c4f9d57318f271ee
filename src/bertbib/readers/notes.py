"""Venue notes of entries, as people write them: ``(ACL2019)``, ``[ICLR 2020]``, ``*IJCAI, Aug 2024*``, ``NIPS 2015.``

A note is a claim of the list, useful to steer and to cross-check, never the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bertbib.readers.pieces import Piece

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)")
_WHOLE_YEAR = re.compile(r"1[5-9]\d\d|20[0-4]\d")  # within other text an old one may be the start of an arXiv number
_SHORT_YEAR = re.compile(r"['\u2019]\s?(\d\d)(?!\d)")
_GROUP = re.compile(r"[(\uff08]((?:[^()\uff08\uff09]|\([^()]*\))*)[)\uff09]|\[([^\[\]]*)\]")
_MONTHS = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?",
    re.IGNORECASE,
)
_NO_VENUE = re.compile(
    r"arxiv|preprint|biorxiv|medrxiv|et al|under review|submitted|unpublished|submission|technical report|blog"
    r"|github|updated|version|\u0000",
    re.IGNORECASE,
)
_AUTHORS = re.compile(
    r",[^()]*\((?:19|20)\d\d\)$|^[^\W\d_][\w'\u2019-]+ [A-Z]{1,3} \((?:19|20)\d\d\)$"
    r"|^[A-Z][\w'\u2019-]+ (?:and|&) [A-Z][\w'\u2019-]+,? \(?(?:19|20)\d\d\)?$"
)
"""``Kerr CC, Stuart RM (2021)``"""
_SMALL = frozenset({"and", "at", "de", "for", "in", "la", "of", "on", "the", "to", "with"})
_ACRONYMS = (
    "3DV AAAI AACL AAMAS ACCV ACL AISTATS APSIPA ASRU BMVC CACM CAV CCS Cell CHI CHIL CIDR CIKM CL COLING CoLLAs "
    "COLM COLT CoNLL CoRL CRYPTO CSCW CSUR CVPR DAC EACL EC ECAI ECCV ECIR ECML EDBT EMNLP EUROCRYPT EuroSys "
    "FAccT FAT FOCS FSE GECCO HPCA HRI ICAPS ICASSP ICCV ICDAR ICDE ICDM ICIP ICLR ICME ICML ICMR ICPR ICRA ICSE "
    "ICWSM IJCAI IJCNLP IJCNN IJCV INTERSPEECH Interspeech IROS ISCA ISMIR ISWC IUI JACM JAIR JMLR KDD KR LREC "
    "MICCAI MICRO MIDL MLHC MLSYS MLSys MM NAACL Nature NDSS NeurIPS NIPS NSDI OSDI PAKDD PAMI PNAS PODC PODS "
    "POPL PVLDB RAL RecSys RSS S&P Science SDM SIGGRAPH SIGIR SIGMOD SODA SOSP SP STOC TACL TASL TASLP TCSVT TCYB "
    "TDSC TGRS TIFS TIP TIST TKDD TKDE TMLR TMM TNN TNNLS TOG TOIS TPAMI TPDS TSE TSP TVCG UAI UIST USENIX VLDB "
    "WACV WSDM WWW"
)
_BARE_NAMES = frozenset(_ACRONYMS.split())
_BARE = re.compile(r"Findings(?: of [A-Z]+)?|[A-Z]{3,}-\d\d")
_BARE_QUALIFIER = re.compile(r" (?:WS|Workshops?|Findings|Demo|SRW|Oral|Spotlight|Poster|oral|spotlight|poster)$")
_PUBLISHED_IN = re.compile(
    r"(?:(?:in:? )?(?:proceedings|proc\.|advances in|handbook of) \S"
    r"|(?:ieee |acm |ieee/acm )?(?:transactions|trans\.|journal|j\.|annals|annual review|communications) (?:on|of|in)\b"
    r"|(?:computational linguistics|machine learning|neural computation|artificial intelligence|nature|science|cell"
    r"|pattern recognition|neural networks|bioinformatics|information sciences|neurocomputing)$"
    r"|(?:ieee|acm|siam|usenix)[ /]\S|.*\bjournal\b(?: of\b.*)?$)",
    re.IGNORECASE,
)
"""How the names of proceedings and journals begin, or the whole name of a few."""

_CITED = re.compile(
    r"[^\W\d_][^()\0]{1,70}?,? (?:vol\. ?)?\d[\d.,/()-]* ?\((?:19|20)\d\d\)(?::? ?[\w-]+(?:[-\u2013][\w]+)?)?"
)
"""A journal's volume, year and pages: ``Nature 518.7540 (2015): 529-533``."""


def is_preprint(text: str) -> bool:
    """Whether a text names a preprint server or says that something is not published."""
    return _NO_VENUE.search(text) is not None


def _is_names(text: str) -> bool:
    """Whether a text is a list of people rather than a venue: three parts and more, none of them an acronym or the
    name of a meeting.
    """
    parts = [part.strip() for part in _YEAR.sub("", text).split(",") if part.strip(" .()")]
    name = r"[^\W\d_][\w.'\u2019-]*"
    people = all(re.fullmatch(rf"{name}(?: {name}){{0,3}}", part) for part in parts)
    return len(parts) > 2 and people and not _MEETING.search(text)


def year_in(text: str) -> int | None:
    """The year that a note names: ``ACL2019``, ``ICCV' 19``; None where it names none."""
    if len(text) == 4 and _WHOLE_YEAR.fullmatch(text):
        return int(text)
    found = _YEAR.search(text)
    if found:
        return int(found[0])
    short = _SHORT_YEAR.search(text)
    return (2000 if int(short[1]) < 50 else 1900) + int(short[1]) if short else None


@lru_cache(maxsize=4096)
def is_venue_note(text: str) -> bool:
    """Whether a text claims a venue: a name with capitals and a year, or a well-known name alone.

    Dates, preprint servers and citations (``et al.``) claim none.
    """
    text = text.strip()
    if not 2 <= len(text) <= 80 or len(text.split()) > 10 or _NO_VENUE.search(text):
        return False
    if _BARE_QUALIFIER.sub("", _QUALIFIED.sub("", text)) in _BARE_NAMES or _BARE.fullmatch(text):
        return True
    if year_in(text) is None or (": " in text and not _is_name(text.partition(": ")[2])):
        return False  # what goes on in small letters behind a colon is a title
    if _YEAR.search(text.partition(" - ")[0]) and text.partition(" - ")[2].count(" ") > 2:
        return False  # and so is what goes on for long behind a dash
    if text.startswith(("A ", "An ")) or _PUBLISHER.fullmatch(text):
        return False  # somebody's remark; whoever printed it
    name = _MONTHS.sub("", _SHORT_YEAR.sub("", _YEAR.sub("", text)))
    return any(map(str.isupper, name))


def is_known_note(text: str) -> bool:
    """Whether a text is the acronym of a well-known venue with its year, or alone: ``NIPS-18``."""
    found = _KNOWN.fullmatch(text)
    return found is not None and found[1] in _BARE_NAMES


def note_after(pieces: Iterable[Piece]) -> tuple[str | None, int | None]:
    """The venue note in what follows a title, as written and without its parentheses, and the year.

    A year alone, or one of a preprint server, gives no note but the year.
    """
    texts = [piece.text if piece.kind == "text" else "\0" for piece in pieces]
    joined = "".join(texts)
    if "(" in joined or "[" in joined or "\uff08" in joined:
        groups = [" ".join((found[1] or found[2] or "").split()) for found in _GROUP.finditer(joined)]
        for group in groups:
            if is_venue_note(group):
                note = group if year_in(group) else _around(group, pieces)
                return note, year_in(note)
        dated = next((year_in(group) for group in groups if len(group) <= 30 and year_in(group)), None)
    else:
        dated = None
    segment = _segment(pieces)
    return (segment, year_in(segment) or dated) if segment else (None, dated)


def _around(group: str, pieces: Iterable[Piece]) -> str:
    """The italic run that goes on around a group without a year: ``*Conference on Robots (ICRA), May 2024*``."""
    for piece in pieces:
        if piece.italic and f"({group})" in piece.text and year_in(piece.text):
            return piece.text.strip(" ,.:;*[]")
    return group


def _segment(pieces: Iterable[Piece]) -> str | None:
    """A sentence or an italic run that is a venue and a year (``NIPS 2015``), or names a journal or proceedings."""
    before = ""
    for piece in pieces:
        if piece.kind != "text":
            before = ""
            continue
        said = piece.text.strip(" ,.:;*[]()")
        if piece.italic and _WITH_STOPS.match(said) and is_venue_note(said):
            return said
        found = _in_parts(piece.text)
        if found or (piece.italic and is_venue_note(said)):
            return found or said
        if said and len(said) <= 200 and (piece.italic or _IN.search(before)) and _names_volume(said, before):
            return said
        before = piece.text
    return None


def _in_parts(text: str) -> str | None:
    """The first sentence of a text that is a venue and a year, or begins with the name of proceedings."""
    last = ""
    for part in _PARTS.split(text) if any(map(str.isdigit, text)) or _VOLUME.search(text) else ():
        said, behind, last = part.strip(" ,.:;*[]"), last, part
        listed = _BEHIND_NAMES.search(said)
        if listed and listed[1] in _BARE_NAMES:
            return listed[0][2:]
        if not (_AFTER_INITIAL.search(behind) and _SURNAME.fullmatch(said)):
            found = _whole_note(said)
            if found:
                return found
    return None


def _whole_note(text: str) -> str | None:
    """A sentence that is a note as a whole."""
    if text.count(")") != text.count("(") or (text[:1] == "(" and text[-1:] == ")"):
        text = text.strip("() ")
    if text.count(")") != text.count("(") or text[:1] == "(" or _AUTHORS.search(text) or _is_names(text):
        return None
    if _VOLUME.match(text) and len(text) <= 160:
        return re.sub(r"^in:? ", "", text, flags=re.IGNORECASE)
    if _CITED.fullmatch(text) and not _NO_VENUE.search(text):
        return text
    bare = _QUALIFIED.sub("", text)
    dated = year_in(bare[-5:] + " " + bare[:5])
    return text if dated and len(text) <= 80 and _is_name(bare) and is_venue_note(text) else None


_PARTS = re.compile(
    r"(?<!\bMol)(?<!\bBiol)(?<!\bPhys)(?<!\bSci)(?<!\bMath)(?<!\bTrans)(?<!\bProc)(?<!\bJ)(?<!\bInt)(?<!\bConf)(?<!\bLett)(?<!\bRev)(?<!\bVol)(?<!\bJan)(?<!\bFeb)"
    r"(?<!\bMar)(?<!\bApr)(?<!\bAug)(?<!\bSep)(?<!\bSept)(?<!\bOct)(?<!\bNov)(?<!\bDec)[.;|](?:\s|$)|\s[-/]\s"
)
_WITH_STOPS = re.compile(r"[A-Z][a-z]+\. [A-Z]")
"""An abbreviated name: ``Front. Mol. Biosci.``"""

_BEHIND_NAMES = re.compile(r", ([A-Z][A-Za-z]+), (?:19|20)\d\d$")
_AFTER_INITIAL = re.compile(r"(?:^|[\s.])[A-Z]$")
_SURNAME = re.compile(r"[^\W\d_][\w'\u2019-]*, (?:19|20)\d\d")
_KNOWN = re.compile(r"([A-Za-z&]+)[-' \u2019]{0,2}(?:\d\d|(?:19|20)\d\d)?")
_PUBLISHER = re.compile(r"(?:IEEE|ACM|Springer|Elsevier|Wiley|MIT Press|Morgan Kaufmann)(?: Press)?,? (?:19|20)\d\d")
_MEETING = re.compile(r"\b[A-Z]{3,}\b|\b(?i:conference|workshop|symposium|journal|proceedings|meeting|congress)\b")
_VOLUME = re.compile(
    r"(?:^|(?<=[.,] ))(?:(?:[Ii]n:? )?(?:Proceedings|Proc\.) of |In [A-Z]{3,}\b|[A-Z]{2,} Workshop on )"
)
_QUALIFIED = re.compile(
    r" ?[(\[](?:oral|spotlight|poster|(?:best|outstanding) paper[^()\[\]]*|[^()\[\]]*award|highlight|workshop)[)\]]$"
    r"|,? (?:oral|spotlight|poster|best paper(?: award)?|highlight|workshop)$",
    re.IGNORECASE,
)
_IN = re.compile(r"(?:^|[\s.,])[Ii]n:?\s*$")


def _names_volume(text: str, before: str) -> bool:
    """Whether an italic run names proceedings or a journal: by its own words, or behind the word "In"."""
    if _NO_VENUE.search(text) or any(map(str.isalpha, text)) is False:
        return False
    return _PUBLISHED_IN.match(text) is not None or (_IN.search(before) is not None and text[0].isupper())


def _is_name(text: str) -> bool:
    """Whether all words but the small ones begin with a capital or a digit, as in a name."""
    return all(word in _SMALL or not word[0].islower() for word in text.split())
