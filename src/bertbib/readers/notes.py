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
    r"arxiv|preprint|biorxiv|medrxiv|et al|under review|submitted|unpublished|technical report|blog|github|updated"
    r"|version|\u0000",
    re.IGNORECASE,
)
_AUTHORS = re.compile(r",[^()]*\((?:19|20)\d\d\)$|^[^\W\d_][\w'\u2019-]+ [A-Z]{1,3} \((?:19|20)\d\d\)$")
"""``Kerr CC, Stuart RM (2021)``"""
_SMALL = frozenset({"and", "at", "de", "for", "in", "la", "of", "on", "the", "to", "with"})
_BARE = re.compile(
    r"(?:T?ACL|EMNLP|E?NAACL|EACL|AACL|COLING|CL|CoNLL|LREC|NeurIPS|NIPS|ICML|ICLR|AAAI|IJCAI|CVPR|ICCV|ECCV|T?PAMI"
    r"|JMLR|TMLR|JAIR|KDD|WWW|SIGIR|CIKM|WSDM|INTERSPEECH|Interspeech|ICASSP|Nature|Science|PNAS)"
    r"(?: (?:WS|Workshop|Findings|Demo|SRW))?|Findings(?: of [A-Z]+)?|[A-Z]{3,}-\d\d"
)


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
    if _BARE.fullmatch(text):
        return True
    if year_in(text) is None:
        return False
    name = _MONTHS.sub("", _SHORT_YEAR.sub("", _YEAR.sub("", text)))
    return any(map(str.isupper, name))


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
                return group, year_in(group)
        dated = next((year_in(group) for group in groups if len(group) <= 30 and year_in(group)), None)
    else:
        dated = None
    segment = _segment(pieces)
    return (segment, year_in(segment)) if segment else (None, dated)


def _segment(pieces: Iterable[Piece]) -> str | None:
    """A sentence or an italic run that is a venue and a year: ``NIPS 2015``."""
    for piece in pieces:
        if piece.kind != "text" or not any(map(str.isdigit, piece.text)):
            continue
        for part in re.split(r"[.;|](?:\s|$)|\s-\s", piece.text):
            text = part.strip(" ,.:;*[]")
            if text[:1] == "(" or text.count(")") > text.count("("):
                text = text.strip("() ")
            if _AUTHORS.search(text):
                continue
            if len(text) <= 80 and year_in(text[-5:] + " " + text[:5]) and _is_name(text) and is_venue_note(text):
                return text
    return None


def _is_name(text: str) -> bool:
    """Whether all words but the small ones begin with a capital or a digit, as in a name."""
    return all(word in _SMALL or not word[0].islower() for word in text.split())
