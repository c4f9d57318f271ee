"""arXiv: its API, asked by POST in batches and read by the arxiv package behind a strict check of the feed.

The contract: https://info.arxiv.org/help/api/user-manual.html. Entries come in any order and missing ids are silently
left out, so a feed is indexed by id, and "absent" takes more than an empty page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bertbib.model import Answer, Date, Identifier, Item, Name, Reading, Record, Request
from bertbib.model.record import RecordStatus
from bertbib.sources import _forms
from bertbib.sources._arxiv_feed import Entry, Feed, named_ids, read_feed
from bertbib.text.latex import to_text
from bertbib.text.links import canonical_url, parse_identifier
from bertbib.text.names import parse_person

if TYPE_CHECKING:
    from arxiv import Result

_URL = "https://export.arxiv.org/api/query"
_BATCH = 500
# How often these ids have been asked for is told by a sort order, which changes nothing for a list of ids.
_ROUNDS = ("", "lastUpdatedDate", "submittedDate")
_SINGLES = 3

_WITHDRAWN = re.compile(
    r"(?:^|[.;!]\s+|\d+ (?:pages|figures)[,.;]\s*)(?:"
    r"(?:this|the) (?:paper|article|manuscript|preprint|e-?print|submission|work|report)"
    r" (?:has been|is|was|is being|has now been|is now) (?:temporarily )?withdrawn|"
    r"(?:(?:paper|article|manuscript|preprint|submission) )?(?:has been |was |is )?"
    r"withdrawn (?:by|due to|because|as|pending|owing to|for)\b|"
    r"(?:this (?:paper|article|submission) has been |paper |submission )?removed by arxiv admin|"
    r"(?:the )?authors? (?:have |has )?withdr[ae]wn? (?:this|the) (?:paper|article|manuscript|preprint|submission)|"
    r"(?:(?:paper|article|manuscript|preprint|submission) )?withdrawn(?=[.!;]|$)"
    r")",
    re.IGNORECASE,
)
_WITHDRAWN_ELSEWHERE = re.compile(r"withdrawn from (?!the arxiv\b|arxiv\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Arxiv:
    """The arXiv API as a source of preprint records."""

    name: str = "arxiv"
    trust: int = 30
    pace: float = 3.0
    ttl: int = 7 * 86_400

    def accepts(self, identifier: Identifier) -> bool:
        """Whether this is an arXiv id of a form that cannot spoil a batch."""
        return identifier.scheme == "arxiv" and _forms.is_canonical(identifier)

    def requests(self, ids: Sequence[Identifier]) -> list[Request]:
        """One POST for every 500 ids, each asked without its version; ids of an impossible form are left out."""
        wanted = [identifier for identifier in dict.fromkeys(ids) if self.accepts(identifier)]
        return [_request(wanted[start : start + _BATCH], 0) for start in range(0, len(wanted), _BATCH)]

    def read(self, answer: Answer) -> Reading:
        """Read a feed; ids that it lacks are asked for again before they count as absent."""
        _forms.refuse_blocked(answer)
        if answer.status in (413, 414):
            return _halve(answer, f"HTTP {answer.status}")
        if answer.status == 400:
            return _read_refusal(answer)
        if answer.status != 200:
            raise _forms.bad_status(answer)
        feed = read_feed(answer)
        if feed.complaints:
            return _read_complaints(answer, feed)
        return _read_entries(answer, feed)


SOURCE = Arxiv()


def _request(ids: Sequence[Identifier], turn: int) -> Request:
    params = [("id_list", ",".join(one.value for one in ids)), ("start", "0"), ("max_results", str(len(ids)))]
    if turn:
        params.append(("sortBy", _ROUNDS[turn]))
    return Request(
        source="arxiv",
        url=_URL,
        ids=tuple(ids),
        method="POST",
        params=tuple(params),
        accept="application/atom+xml",
    )


def _turn(request: Request) -> int:
    """How often the ids of a request had been asked for before it."""
    order = dict(request.params).get("sortBy", "")
    return _ROUNDS.index(order) if order in _ROUNDS else len(_ROUNDS) - 1


def _halve(answer: Answer, reason: str) -> Reading:
    ids, turn = answer.request.ids, _turn(answer.request)
    if len(ids) < 2:
        raise _forms.failure(answer, f"refused a request for one id ({reason})")
    middle = len(ids) // 2
    return Reading(follow=(_request(ids[:middle], turn), _request(ids[middle:], turn)))


def _read_refusal(answer: Answer) -> Reading:
    """A 400: an error feed that may name the ids to blame, or some other body that names nothing."""
    _forms.refuse_html(answer)
    if not answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _halve(answer, "HTTP 400")
    feed = read_feed(answer)
    return _read_complaints(answer, feed)


def _read_complaints(answer: Answer, feed: Feed) -> Reading:
    ids = answer.request.ids
    blamed = {name: complaint for complaint in feed.complaints for name in named_ids(complaint)}
    refused = {one: blamed[one.value] for one in ids if one.value in blamed}
    if refused:
        others = [one for one in ids if one not in refused]
        return Reading(refused=refused, follow=(_request(others, _turn(answer.request)),) if others else ())
    if len(ids) == 1 and not blamed:
        return Reading(refused={ids[0]: feed.complaints[0] if feed.complaints else "HTTP 400"})
    return _halve(answer, "an error about none of its ids")


def _read_entries(answer: Answer, feed: Feed) -> Reading:
    ids, turn = answer.request.ids, _turn(answer.request)
    records, unclear = _usable(answer, feed)
    missing = [one for one in ids if one not in records and one not in unclear]
    if not missing:
        return Reading(records, unclear=unclear)
    if not feed.count:
        return _read_empty(answer)
    # The API of today counts what it found; the old one counted what was asked, and a lost page looks the same.
    complete = feed.total == feed.count == len(records) + len(unclear)
    if complete or turn:
        return Reading(records, absent=frozenset(missing), unclear=unclear)
    return Reading(records, unclear=unclear, follow=(_request(missing, turn + 1),))


def _read_empty(answer: Answer) -> Reading:
    """An empty page: believed for one id that is asked for a second time, never for many."""
    ids, turn = answer.request.ids, _turn(answer.request)
    if turn == 0:
        return Reading(follow=(_request(ids, 1),))
    if len(ids) == 1:
        return Reading(absent=frozenset(ids))
    if len(ids) <= _SINGLES and turn + 1 < len(_ROUNDS):
        return Reading(follow=tuple(_request([one], turn + 1) for one in ids))
    raise _forms.failure(
        answer, f"answered an empty page twice for {len(ids)} ids (arXiv answered an empty page twice)"
    )


def _usable(answer: Answer, feed: Feed) -> tuple[dict[Identifier, Record], dict[Identifier, str]]:
    """The records of the entries asked for, and what is wrong with those that lack a part or cannot be read.

    One strange entry says nothing of the others; a page of nothing else is no answer.
    """
    asked = [(one, feed.entries[one.value]) for one in answer.request.ids if one.value in feed.entries]
    results = _results(answer) if any(not entry.defect for _one, entry in asked) else {}
    records: dict[Identifier, Record] = {}
    unclear: dict[Identifier, str] = {}
    for one, entry in asked:
        if entry.defect:
            unclear[one] = f"answered with an entry for {one.value} that has no usable {entry.defect}"
        elif entry.url not in results:
            unclear[one] = f"answered with an entry for {one.value} that the arxiv package cannot read"
        else:
            records[one] = _record(answer, one, entry, results[entry.url])
    if unclear and not records:
        raise _forms.failure(answer, next(iter(unclear.values())))
    return records, unclear


def _results(answer: Answer) -> dict[str, Result]:
    # The package brings requests with it: only a command that asks arXiv may pay for the import.
    from arxiv import _feed

    try:
        parsed = _feed.parse(answer.body)
    except (ValueError, OverflowError):
        raise _forms.failure(answer, "answered with an impossible date") from None
    return {" ".join(result.entry_id.split()): result for result in parsed.results}


def _record(answer: Answer, asked: Identifier, entry: Entry, result: Result) -> Record:
    own = Identifier("arxiv", asked.value, entry.version)
    comment = _forms.text(result.comment)
    day = result.published
    item = Item(
        type="article",
        title=_forms.tex_title(result.title),
        author=tuple(_author(author.name) for author in result.authors),
        issued=Date(day.year, day.month, day.day),
        publisher="arXiv",
        archive="arXiv",
        number=f"arXiv:{asked.value}",
        URL=canonical_url(Identifier("arxiv", asked.value)),
        extra=(("primaryclass", _forms.text(result.primary_category)),) if result.primary_category else (),
    )
    hints = (("journal_ref", _forms.text(result.journal_ref)), ("comment", comment))
    status: RecordStatus = "withdrawn" if is_withdrawn(comment) else "preprint"
    return _forms.record(answer, own, item, status, tuple(_published_ids(entry.dois)), hints)


def is_withdrawn(comment: str) -> bool:
    """Whether a comment says that the paper itself, not a figure or a talk, was withdrawn from arXiv.

    The Atom feed has no flag for it (https://info.arxiv.org/help/withdraw.html): the reason stands in the comment.
    """
    return bool(_WITHDRAWN.search(comment)) and not _WITHDRAWN_ELSEWHERE.search(comment)


def _published_ids(dois: Iterable[str]) -> Iterable[Identifier]:
    """The DOIs that authors gave for the published paper; arXiv's own (10.48550) say nothing new."""
    for doi in dois:
        found = parse_identifier(doi.strip(",;"))
        if found is not None and found.scheme != "arxiv" and not found.folded.startswith("10.48550/"):
            yield found


def _author(name: str) -> Name:
    line = _forms.clean(name)
    plain = to_text(line) if "\\" in line else line
    return parse_person(re.sub(r"\.\s+-(?=\w)", ".-", plain))
