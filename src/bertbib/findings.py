"""What deserves a look once a reference has been resolved, or why it could not be."""

from __future__ import annotations

from collections.abc import Iterable

from bertbib.cited import is_key_alone
from bertbib.inquiry import Inquiry, Refused
from bertbib.model import Entry, Identifier, Problem, Reference, SourceError
from bertbib.proof import titles_agree, titles_alike
from bertbib.text.links import parse_identifier
from bertbib.text.titles import plain
from bertbib.venues.notes import note_verdict


def title_mismatch(entry: Entry, reference: Reference) -> Problem | None:
    """A list's title that the record behind its link does not bear: real lists do link wrong papers."""
    stated, found = reference.title, plain(entry.item.title)
    if is_users(entry) or not stated or stated.casefold() == found.casefold():
        return None
    if titles_alike(stated, found) or titles_agree(stated, found):
        return None
    message = f'the list says "{stated}", the record behind its link ({entry.source}) is "{found}"'
    hint = "check the link; the record is what the link names"
    return Problem("link-mismatch", "warning", message, reference.where, hint, (entry.source,))


def decision(key: str, word: str, identifier: str) -> str:
    """The entry of ``overrides.bib`` that accepts (``is``) or refuses (``not``) a record."""
    return f"@bertbib{{{key}, {word} = {{{identifier}}}}}"


def acceptable(ids: Iterable[Identifier]) -> Identifier | None:
    """The first of a record's identifiers by which ``overrides.bib`` can accept or refuse it; None where there is none
    but a pack's own key, or one that would not survive there (commas part identifiers, braces fields).
    """
    written = (one for one in ids if not set(one.value) & set(",{}"))
    return next((one for one in written if parse_identifier(str(one)) == one), None)


def is_users(entry: Entry) -> bool:
    """Whether the user's own word chose the record or the title: one unlike the list's is no surprise then."""
    origins = dict(entry.origins)
    return any(origins.get(name, "").startswith("override:") for name in ("title", "source"))


def note_contradiction(entry: Entry, reference: Reference) -> Problem | None:
    """A list's venue note that contradicts the proven venue, with both sides."""
    if not reference.note or not entry.proof or note_verdict(reference.note, entry.item) != "contradicts":
        return None
    venue = plain(entry.item.container_title) or entry.item.event_title
    year = entry.item.issued.year if entry.item.issued else "no year"
    message = (
        f'the list notes "{reference.note}" for "{reference.title}", the record ({entry.source}) says {venue}, {year}'
    )
    return Problem("note-contradicts", "warning", message, reference.where, "correct the note in the list")


def why_unresolved(reference: Reference, inquiry: Inquiry) -> str:
    """In words, why nothing reliable is known of a reference."""
    if not reference.ids:
        if is_key_alone(reference):
            return f"neither the lock nor a .bib that is named has the key {reference.key}"
        no_link = reference.outcome == "no-link"
        return "it has no link" if no_link else "its links name no work that a source could be asked for"
    verdicts = [(one, *said) for one in reference.ids for said in inquiry.verdicts_on(one).items()]
    for _one, _source, verdict in verdicts:
        if isinstance(verdict, SourceError):
            return verdict.message
    for one, source, verdict in verdicts:
        if isinstance(verdict, Refused):
            return f"{source} refuses {one}: {verdict.text}"
    if verdicts:
        one, source, _verdict = verdicts[0]
        return f"{source} does not know {one}"
    if any(inquiry.askable(one) for one in reference.ids):
        return "the lock lacks it and nobody was asked"
    return f"no source can be asked for {reference.url or reference.ids[0]}"
