"""What the sources share: is an answer of the promised form, and what do its hostile corners hold?

Nothing here knows a service. Every reader of JSON takes any shape and gives back the plain value or nothing, so that
a source never trips over a list where an object is due.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace

from bertbib.model import Answer, Date, Identifier, Name, Reading, Record, Request, SourceError
from bertbib.model.errors import Failure
from bertbib.model.item import Item
from bertbib.model.record import RecordStatus
from bertbib.text.latex import to_rich
from bertbib.text.links import parse_identifier
from bertbib.text.pages import normalize_pages

# Words of the pages that Anubis, Cloudflare, Turnstile and captcha gates serve in place of the answer.
_CHALLENGES = (
    b"not a bot",
    b"/.within.website/",
    b"anubis",
    b"just a moment",
    b"cf-challenge",
    b"cf_chl",
    b"challenge-platform",
    b"turnstile",
    b"captcha",
    b"verifying your browser",
    b"verify you are human",
    b"checking your browser",
    b"enable javascript and cookies",
    b"attention required",
    b"unusual traffic",
    b"access denied",
)
NO_SUCH_SERVICE = (404, 405, 410, 501)
"""Statuses that say of a search, which always has an answer, that the service is not there."""
_HEAD = 65_536  # a challenge shows itself early; a huge page is not searched to its end
_ABSENT_PAGES = frozenset({"", "-", "na", "n/a", "n/a-n/a", "na-na"})


def media_type(answer: Answer) -> str:
    """The media type of an answer in lower case, without parameters; empty where none is stated."""
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def is_html(answer: Answer) -> bool:
    """Whether the answer calls itself HTML or begins like a page."""
    head = answer.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return media_type(answer) == "text/html" or head.startswith((b"<!doctype html", b"<html"))


def is_challenge(answer: Answer) -> bool:
    """Whether the answer is a page that wants a browser, a puzzle or a person."""
    head = answer.body[:_HEAD].lower()
    return is_html(answer) and any(mark in head for mark in _CHALLENGES)


def failure(answer: Answer, message: str, kind: Failure = "malformed") -> SourceError:
    """The error of this answer: ``message`` continues a sentence that begins with the host."""
    host = host_of(answer.request.url)
    return SourceError(f"{host} {message}", kind, host=host)


def is_canonical(identifier: Identifier) -> bool:
    """Whether an identifier's value is in the grammar of its scheme and spelled as its service spells it."""
    found = parse_identifier(str(identifier))
    return found is not None and (found.scheme, found.value) == (identifier.scheme, identifier.value)


def host_of(url: str) -> str:
    """The host of a URL; empty where it has none."""
    return url.partition("://")[2].partition("/")[0]


def refuse_denied(answer: Answer, hint: str = "") -> None:
    """Raise SourceError (blocked) for a refusal by status."""
    if answer.status in (401, 403, 451):
        raise failure(answer, f"refused the request (HTTP {answer.status}){hint}", "blocked")


def refuse_blocked(answer: Answer, hint: str = "") -> None:
    """Raise SourceError (blocked) for a refusal or a challenge page, whatever its status."""
    refuse_denied(answer, hint)
    if is_challenge(answer):
        raise failure(answer, f"answered with a challenge page for browsers{hint}", "blocked")


def refuse_html(answer: Answer) -> None:
    """Raise SourceError (malformed) for a page where the service's own form is due."""
    if is_html(answer):
        raise failure(answer, "answered with an HTML page")


def no_such_service(answer: Answer) -> Reading:
    """The reading of an answer that there is no such service here (on a mirror, say): nothing is known."""
    return Reading(unclear=dict.fromkeys(answer.request.ids, f"is not there (HTTP {answer.status})"))


def bad_status(answer: Answer) -> SourceError:
    """The error of a status that the service's contract gives no meaning."""
    return failure(answer, f"answered HTTP {answer.status}", "failed" if answer.status >= 500 else "malformed")


def utf8(answer: Answer) -> str:
    """The body as text; raise SourceError where it is not UTF-8."""
    try:
        return answer.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise failure(answer, "answered with text that is not UTF-8") from None


def json_value(answer: Answer) -> object:
    """The JSON value of the body; None where it is not JSON (deep nesting and huge numbers included)."""
    try:
        value: object = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return value


def json_object(answer: Answer) -> dict[str, object]:
    """The JSON object of the body; raise SourceError where it is none."""
    value = json_value(answer)
    if not isinstance(value, dict):
        raise failure(answer, "answered with something that is not a JSON object")
    return value


def mapping(value: object) -> dict[str, object]:
    """The object itself, or an empty one where the value is none."""
    return value if isinstance(value, dict) else {}


def listing(value: object) -> list[object]:
    """The list itself, a list of the one value, or nothing for null."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def clean(text: str) -> str:
    """NFC text on one line: white space folded, control characters and half surrogates gone."""
    kept = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs")
    )
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def text(value: object) -> str:
    """A string, or a whole number as its digits, cleaned; empty for anything else."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int) and abs(value) < 10**15:
        return str(value)
    return clean(value) if isinstance(value, str) else ""


def first_text(value: object) -> str:
    """The first text that is not empty of a value or a list of values."""
    return next((found for found in map(text, listing(value)) if found), "")


def whole(value: object) -> int | None:
    """A whole number, or a string of up to 15 digits, as a number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) <= 15:
        return int(value)
    return None


def date(parts: object) -> Date | None:
    """The date of ``[year, month, day]``, as far as each part is possible."""
    numbers = [whole(part) for part in listing(parts)[:3]]
    year, month, day = (numbers + [None] * 3)[:3]
    if year is None or not 1000 <= year <= 2999:
        return None
    if month is None or not 1 <= month <= 12:
        return Date(year)
    return Date(year, month, day if day is not None and 1 <= day <= 31 else None)


def iso_date(value: object) -> Date | None:
    """The date at the head of an ISO 8601 text, such as ``2019-07`` or ``2019-07-28T00:00:00Z``."""
    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)", text(value), re.ASCII)
    return date(list(found.groups())) if found else None


def pages(value: object) -> str:
    """A page range joined by a plain hyphen; empty for the publishers' ways to say "none" (``n/a-n/a``)."""
    joined = normalize_pages(text(value))
    return "" if joined.lower() in _ABSENT_PAGES else joined


def person(family: object, given: object = "", suffix: object = "") -> Name | None:
    """A name of its parts, lower-case words at the head of the family name split off; None where all are empty."""
    words, given_text = text(family).split(), text(given)
    if not words:
        return Name(family=given_text) if given_text else None
    head = next((i for i, word in enumerate(words) if not word[0].islower()), 0)
    return Name(
        family=" ".join(words[head:]),
        given=given_text,
        non_dropping_particle=" ".join(words[:head]),
        suffix=text(suffix),
    )


def record(
    answer: Answer,
    identifier: Identifier,
    item: Item,
    status: RecordStatus,
    ids: tuple[Identifier, ...] = (),
    hints: tuple[tuple[str, str], ...] = (),
) -> Record:
    """The record of one work with the provenance of its answer; empty hints are left out."""
    return Record(
        id=identifier,
        source=answer.request.source,
        item=item,
        status=status,
        ids=tuple(dict.fromkeys((identifier, *ids))),
        hints=tuple((name, words) for name, words in hints if words),
        fetched=answer.fetched[:10],
        digest=answer.sha256,
    )


def again(request: Request, ids: tuple[Identifier, ...], url: str) -> Request:
    """The request for some of the ids at another address of the same service."""
    return replace(request, url=url, ids=ids, method="GET", params=(), body="", content_type="")


def tex_title(title: str) -> str:
    """A plain-text title on one line: mathematics verbatim, TeX accents as letters where any stand outside of it."""
    line = clean(title)
    prose = "".join(line.split("$")[::2])
    return to_rich(line) or line if "\\" in prose else line
