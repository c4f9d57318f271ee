"""OpenReview: the notes API in both versions (https://docs.openreview.net/reference/api-v1 and api-v2).

A paper's note says where it stands: ``venueid`` and ``venue`` tell accepted papers from rejected, withdrawn and open
ones. Version 1 gives rejected papers the venueid of accepted ones, so there the words of ``venue`` decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bertbib.model import Answer, Date, Identifier, Item, Name, Reading, Request
from bertbib.model.record import RecordStatus
from bertbib.sources import _forms
from bertbib.text.links import canonical_url
from bertbib.text.names import parse_person
from bertbib.venues import openreview as venues
from bertbib.venues.openreview import Group

_V1 = "https://api.openreview.net/notes"
_V2 = "https://api2.openreview.net/notes"
_TOKEN = "OPENREVIEW_TOKEN"  # noqa: S105 - the name of an environment variable
_HINT = f"; set {_TOKEN} to ask as a registered user"

# Words of ``venue`` that no accepted paper bears ("ICLR 2022 Submitted", "ICLR 2017 Invite to Workshop").
_NOT_ACCEPTED = re.compile(
    r"\b(?:submit\w*|submissions?|reject\w*|withdr\w*|under review|pending|invite to|conditional$|retract\w*|"
    r"declined?|not accepted|unpublished|preprint)\b",
    re.IGNORECASE,
)
# The words of accepted notes without a venueid; anything else proves nothing.
_ACCEPTED = re.compile(
    r"([A-Za-z]+) ((?:19|20)\d\d) \(?(?:Conference|(?:Conference )?(?:Poster|Spotlight|Oral|Talk)"
    r"(?: presentation)?)\)?",
    re.IGNORECASE | re.ASCII,
)
# The last words of the invitations that replies to a paper answer ("Official_Review", "Meta_Review", "Decision").
_REPLIES = re.compile(
    r"(?:.*_)?(?:comment|(?<!under_)review|metareview|decision|rebuttal|recommendation|assessment)s?\d*", re.IGNORECASE
)
_HIDDEN = re.compile(r"anonym\w*(?: authors?(?:\(s\))?)?(?: \d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpenReview:
    """OpenReview as a source of published records and of preprints."""

    name: str = "openreview"
    trust: int = 80
    pace: float = 2.0
    ttl: int = 30 * 86_400

    def accepts(self, identifier: Identifier) -> bool:
        """Whether this is the id of a note."""
        return identifier.scheme == "openreview" and _forms.is_canonical(identifier)

    def requests(self, ids: Sequence[Identifier]) -> list[Request]:
        """One GET for each note, at version 1 first; ids of an impossible form are left out."""
        return [_request(one, _V1) for one in dict.fromkeys(ids) if self.accepts(one)]

    def read(self, answer: Answer) -> Reading:
        """Read a note; what version 1 does not know is asked of version 2, whose "no" is final."""
        asked = answer.request.ids[0]
        _forms.refuse_blocked(answer, _HINT)
        if answer.status == 400:
            return _unreadable(answer, asked)
        if answer.status == 404:
            _forms.json_object(answer)
            return _unknown(answer, asked)
        if answer.status != 200:
            raise _forms.bad_status(answer)
        notes = _forms.json_object(answer).get("notes")
        if not isinstance(notes, list):
            raise _forms.failure(answer, "answered without a list of notes")
        if not notes:
            return _unknown(answer, asked)
        for note in notes:
            if isinstance(note, dict) and note.get("id") == asked.value:
                return _read_note(answer, asked, note)
        raise _forms.failure(answer, f"answered with another note than {asked.value}")


SOURCE = OpenReview()


def _request(identifier: Identifier, url: str) -> Request:
    return Request(
        source="openreview",
        url=url,
        ids=(identifier,),
        params=(("id", identifier.value),),
        accept="application/json",
        token=_TOKEN,
    )


def _is_v1(answer: Answer) -> bool:
    return answer.request.url == _V1


def _unknown(answer: Answer, asked: Identifier) -> Reading:
    return Reading(follow=(_request(asked, _V2),)) if _is_v1(answer) else Reading(absent=frozenset({asked}))


def _unreadable(answer: Answer, asked: Identifier) -> Reading:
    """A 400: version 1 may not know an id of version 2; the second time it is the id's fault."""
    message = _forms.text(_forms.json_object(answer).get("message"))
    return _unknown(answer, asked) if _is_v1(answer) else Reading(refused={asked: message or "HTTP 400"})


def _read_note(answer: Answer, asked: Identifier, note: dict[str, object]) -> Reading:
    if _is_reply(note):
        return Reading(refused={asked: _why_no_paper(note)})
    content = {name: _value(value) for name, value in _forms.mapping(note.get("content")).items()}
    title, authors = _forms.tex_title(_forms.first_text(content.get("title"))), _authors(answer, content)
    if not title:
        raise _forms.failure(answer, f"answered with a note {asked.value} without a title")
    status, group = standing(note, content, legacy=_is_v1(answer))
    venue = _forms.first_text(content.get("venue"))
    if group is None:
        item = _preprint(note, content, asked, title, authors)
    else:
        item = _publication(note, group, venue, asked, title, authors)
    hints = (("venue", venue), ("venueid", _forms.first_text(content.get("venueid"))))
    return Reading({asked: _forms.record(answer, asked, item, status, hints=hints)})


def _value(value: object) -> object:
    """The value of a field: bare in version 1, ``{"value": ...}`` in version 2."""
    return value.get("value") if isinstance(value, dict) else value


def _authors(answer: Answer, content: dict[str, object]) -> tuple[Name, ...]:
    """All authors or none: a hidden, missing or unreadable name makes the whole list worthless."""
    stated = content.get("authors")
    names = [
        _forms.text(_forms.mapping(one).get("fullname")) if isinstance(one, dict) else _forms.text(one)
        for one in (stated if isinstance(stated, list) else [])
    ]
    if not names or not all(names) or any(_HIDDEN.fullmatch(name) for name in names):
        raise _forms.failure(answer, "answered with a note whose authors are hidden")
    return tuple(parse_person(name) for name in names)


def _is_reply(note: dict[str, object]) -> bool:
    """Whether a note is a comment, review or decision: it lies in the forum of another note, which is the paper.

    A paper's note is the root of its forum and replies to nothing. Of the invitations the first is that which the note
    was made by; the others came with its edits.
    """
    own = note.get("id")
    if any(_forms.text(note.get(name)) not in ("", own) for name in ("forum", "replyto")):
        return True
    invitations = [*_forms.listing(note.get("invitation")), *_forms.listing(note.get("invitations"))]
    made_by = _forms.first_text(invitations).rpartition("/")[2]
    return _REPLIES.fullmatch(made_by) is not None


def _why_no_paper(note: dict[str, object]) -> str:
    forum = Identifier("openreview", _forms.text(note.get("forum")))
    known = _forms.is_canonical(forum) and forum.value != note.get("id")
    return "it is a reply (a comment, review or decision), not a paper" + (f"; its paper is {forum}" if known else "")


def standing(note: dict[str, object], content: dict[str, object], *, legacy: bool) -> tuple[RecordStatus, Group | None]:
    """Where a note stands: published with the group that accepted it, or a preprint or withdrawn without one.

    ``legacy`` notes (version 1) need words of ``venue`` that do not deny acceptance. Notes imported from DBLP
    (``dblp.org/...``) are nobody's acceptance.
    """
    words = " ".join(filter(None, map(_forms.text, _forms.listing(content.get("venue")))))
    venueids = [one for one in map(_forms.text, _forms.listing(content.get("venueid"))) if one]
    invitations = list(
        map(_forms.text, [*_forms.listing(note.get("invitation")), *_forms.listing(note.get("invitations"))])
    )
    states = " ".join([*venueids, *invitations]).lower()
    if "withdrawn" in states or "withdrawn" in words.lower() or "retracted" in states:
        return "withdrawn", None
    if "reject" in states or _NOT_ACCEPTED.search(words):
        return "preprint", None
    if not venueids:
        found = _ACCEPTED.fullmatch(words) if legacy else None
        group = venues.by_acronym(found[1], int(found[2])) if found else None
        return ("published", group) if group else ("preprint", None)
    groups = [venues.parse_venueid(one) for one in venueids]
    first = groups[0]
    if first is None or (legacy and not words) or not all(one and venues.takes_papers(one) for one in groups):
        return "preprint", None
    return ("published", first) if venues.agrees(first, words) else ("preprint", None)


def _publication(
    note: dict[str, object], group: Group, venue: str, asked: Identifier, title: str, authors: tuple[Name, ...]
) -> Item:
    return Item(
        type="paper-conference" if group.year else "article-journal",
        title=title,
        author=authors,
        issued=Date(group.year) if group.year else _day(note.get("pdate")),
        container_title=venues.container_title(group, venue),
        event_title=venues.event_title(group, venue),
        URL=canonical_url(asked),
    )


def _preprint(
    note: dict[str, object], content: dict[str, object], asked: Identifier, title: str, authors: tuple[Name, ...]
) -> Item:
    # The dates of an imported note are those of the import; the year of its DBLP stream is the work's.
    imported = re.search(r"dblp\.org/.*/((?:19|20)\d\d)$", _forms.first_text(content.get("venueid")), re.ASCII)
    return Item(
        type="article",
        title=title,
        author=authors,
        issued=Date(int(imported[1])) if imported else _day(note.get("cdate")) or _day(note.get("tcdate")),
        publisher="OpenReview",
        URL=canonical_url(asked),
    )


def _day(milliseconds: object) -> Date | None:
    """The day of a time in milliseconds since 1970, within this century or so."""
    number = _forms.whole(milliseconds)
    if number is None or not 0 < number < 4_102_444_800_000:
        return None
    day = datetime.fromtimestamp(number / 1000, UTC)
    return Date(day.year, day.month, day.day)
