"""The grammars of identifiers: what a well-formed arXiv, ACL, PMLR, OpenReview, DBLP, ISBN or DOI name looks like.

Every function takes text without blanks around it and returns an Identifier, or None where the form does not fit.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from bertbib.model import Identifier

# https://arxiv.org/category_taxonomy and https://arxiv.org/archive, the archives that no longer take papers included.
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|"
    "econ|eess|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|"
    "plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con"
)

# https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV_NEW = r"(\d\d)(\d\d)\.(\d{4,5})"
_ARXIV_OLD = rf"({_ARCHIVES})(?:\.[A-Za-z]{{2}}|\.[a-z]+-[a-z]+)?/(\d\d)(\d\d)(\d{{3}})"

# https://aclanthology.org/info/ids/
_ACL_OLD = r"[A-Z][0-9]{2}-[0-9]{4}"
_ACL_NEW = r"[0-9]{4}\.[a-z0-9]+-[a-z0-9]+\.[0-9]+"

# https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html
_DOI = r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\\{}\"]+"
_ACL_DOI = ("10.18653/v1/", "10.3115/v1/")
_ARXIV_DOI = "10.48550/arxiv."

_CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<"}
_TRAILING = ".,;:'\"`*_!?\u201d\u2019\u00bb\u3002\uff0c\uff1b\uff1a\u3001"


def is_arxiv_id(value: str) -> bool:
    """Whether a value (without version) is in arXiv's grammar.

    That is YYMM.NNNN from 0704 to 1412, YYMM.NNNNN from 1501, or the old archive[.SC]/YYMMNNN of August 1991 to March
    2007 (https://info.arxiv.org/help/arxiv_identifier.html).
    """
    return _arxiv_value(value) is not None


def _arxiv_value(value: str) -> str | None:
    """The value as arXiv writes it (no subject class), or None."""
    if not value.isascii():
        return None
    new = re.fullmatch(_ARXIV_NEW, value)
    if new:
        year, month, number = int(new[1]), int(new[2]), new[3]
        digits = 4 if year < 15 else 5
        dated = 1 <= month <= 12 and 704 <= year * 100 + month < 9101
        return value if dated and len(number) == digits and int(number) else None
    old = re.fullmatch(_ARXIV_OLD, value)
    if old and 1 <= int(old[3]) <= 12:
        year_month = int(old[2]) * 100 + int(old[3])
        if (year_month >= 9108 or year_month <= 703) and int(old[4]):
            return f"{old[1]}/{old[2]}{old[3]}{old[4]}"
    return None


def arxiv(text: str) -> Identifier | None:
    """``1901.11504v2``, ``math.GT/0309136``, with or without ``arXiv:`` and a trailing class (``[cs.CL]``)."""
    if text[:6].lower() == "arxiv:":
        text = text[6:].lstrip()
    if text.endswith("]"):
        text = text.rpartition("[")[0].rstrip()
    value, version = split_version(text)
    known = _arxiv_value(value)
    return Identifier("arxiv", known, version) if known else None


def split_version(text: str) -> tuple[str, str | None]:
    """``1901.11504v2`` -> (``1901.11504``, ``v2``); without a version the second is None."""
    head, v, number = text.rpartition("v")
    if v and number.isdecimal() and number.isascii() and head[-1:].isdigit():
        return head, v + number
    return text, None


def acl(text: str) -> Identifier | None:
    """``P19-1441``, ``2020.acl-main.1``, any case; a trailing ``v2`` is the version."""
    value, version = split_version(text)
    if re.fullmatch(_ACL_OLD, value.upper()):
        return Identifier("acl", value.upper(), version)
    if re.fullmatch(_ACL_NEW, value.lower()):
        return Identifier("acl", value.lower(), version)
    return None


def pmlr(text: str) -> Identifier | None:
    """``v97/gong19a``: a volume and the name of its paper."""
    fits = re.fullmatch(r"[vr][0-9]{1,4}/[A-Za-z][A-Za-z0-9_'-]*[0-9]{2}[a-z]*", text)
    return Identifier("pmlr", text) if fits else None


def openreview(text: str) -> Identifier | None:
    """The id of a forum: ``r1xMH1BtvB``."""
    return Identifier("openreview", text) if re.fullmatch(r"[A-Za-z0-9_-]{5,64}", text) else None


def dblp(text: str) -> Identifier | None:
    """The key of a record: ``conf/acl/LiuHCG19``."""
    fits = re.fullmatch(r"(?:conf|journals|books|series|phd|reference|tr|homepages)(?:/[\w.-]+){1,3}", text, re.ASCII)
    return Identifier("dblp", text) if fits else None


def isbn(text: str) -> Identifier | None:
    """Ten or thirteen digits with a right check digit, hyphens and blanks off (ISO 2108)."""
    digits = text.replace("-", "").replace(" ", "").upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        right = sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    elif re.fullmatch(r"97[89][0-9]{10}", digits):
        right = sum((3 if place % 2 else 1) * int(digit) for place, digit in enumerate(digits)) % 10 == 0
    else:
        return None
    return Identifier("isbn", digits) if right else None


def doi(text: str) -> Identifier | None:
    """``10.18653/v1/P19-1441``.

    Percent escapes are resolved, punctuation after it is off, the ACL's and arXiv's own are spelled as they spell them.
    """
    if "%" in text:
        text = unquote(text)
    text = trim(text)
    if not re.fullmatch(_DOI, text) or not text.isprintable():
        return None
    lower = text.lower()
    for prefix in _ACL_DOI:
        if lower.startswith(prefix):
            paper = acl(text[len(prefix) :])
            return Identifier("doi", prefix + paper.value if paper else text)
    if lower.startswith(_ARXIV_DOI):
        paper = arxiv(text[len(_ARXIV_DOI) :])
        return Identifier("doi", "10.48550/arXiv." + paper.value, paper.version) if paper else Identifier("doi", text)
    return Identifier("doi", text)


def implied(identifier: Identifier) -> tuple[Identifier, ...]:
    """The identifiers that follow from one by its form alone.

    ``doi:10.18653/v1/X`` and ``doi:10.3115/v1/X`` name the ACL's paper X, ``doi:10.48550/arXiv.X`` arXiv's X,
    ``dblp:journals/corr/abs-1901-11504`` arXiv's 1901.11504.
    """
    found: Identifier | None = None
    if identifier.scheme == "doi":
        for prefix in _ACL_DOI:
            if identifier.folded.startswith(prefix):
                found = acl(identifier.value[len(prefix) :])
        if identifier.folded.startswith(_ARXIV_DOI):
            found = arxiv(identifier.value[len(_ARXIV_DOI) :])
    elif identifier.scheme == "dblp" and identifier.value.startswith("journals/corr/abs-"):
        found = arxiv(identifier.value[len("journals/corr/abs-") :].replace("-", "."))
    return (found,) if found else ()


def trim(text: str) -> str:
    """Text without the punctuation of its sentence: trailing stops and quotes, brackets that nothing opened."""
    end = len(text)
    if text[-1:].isalnum():
        return text  # measured: nearly all
    unopened = {closer: text.count(closer) - text.count(opener) for closer, opener in _CLOSERS.items()}
    while end:
        last = text[end - 1]
        if last in _TRAILING:
            end -= 1
        elif unopened.get(last, 0) > 0:
            unopened[last] -= 1
            end -= 1
        else:
            break
    return text[:end]
