"""R131 to R136: what a list says against what the lock has proven."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bertbib.checks.lists import named
from bertbib.checks.rule import Rule, Subject
from bertbib.findings import note_contradiction, title_mismatch
from bertbib.model import Entry, Problem, Reference
from bertbib.standing import entry_of
from bertbib.text.titles import plain
from bertbib.venues.notes import parse_note

Compare = Callable[[Entry, Reference], Problem | None]


def _each(compare: Compare) -> Callable[[Subject], Iterable[Problem]]:
    """A check of every reference that has an entry in the lock."""

    def check(subject: Subject) -> Iterator[Problem]:
        if subject.lock is None:
            return
        for reference in subject.references():
            entry = entry_of(reference, subject.lock) if reference.outcome in ("paper", "duplicate") else None
            problem = compare(entry, reference) if entry is not None else None
            if problem is not None:
                yield problem

    return check


def _unresolved(subject: Subject) -> Iterator[Problem]:
    if subject.lock is None:
        return
    for reference in subject.references():
        if reference.outcome == "paper" and entry_of(reference, subject.lock) is None:
            said = ", ".join(map(str, reference.ids))
            message = f"{named(reference)} is not in the lock" + (f" ({said})" if said else "")
            yield Problem("unresolved", "warning", message, reference.where, "run `bertbib build`")


def _unnoted(entry: Entry, reference: Reference) -> Problem | None:
    if entry.status != "published" or reference.note or not entry.item.container_title:
        return None
    year = f", {entry.item.issued.year}" if entry.item.issued else ""
    message = f"{named(reference)} is published and has no note: {plain(entry.item.container_title)}{year}"
    return Problem("unnoted", "info", message, reference.where, "`bertbib annotate` writes it")


def _unproven(entry: Entry, reference: Reference) -> Problem | None:
    if entry.status not in ("preprint", "unknown") or not parse_note(reference.note or "").acronyms:
        return None
    message = f"{named(reference)} is noted “{reference.note}”, and no record of that is known ({entry.status})"
    return Problem("note-unproven", "info", message, reference.where, "run `bertbib update`, or check the note")


def _withdrawn(entry: Entry, reference: Reference) -> Problem | None:
    if entry.status != "withdrawn":
        return None
    message = f"{named(reference)} was withdrawn or retracted ({entry.source})"
    return Problem("withdrawn", "warning", message, reference.where, "read why before you cite it")


LOCK_RULES = (
    Rule(
        code="R131",
        name="unresolved",
        severity="warning",
        summary="An entry of the list is not in the lock.",
        explanation="Nothing is known of it yet, so that it is missing from the bibliographies. Run `bertbib build`; "
        "what stays unresolved then is said there, with the reason.",
        check=_unresolved,
    ),
    Rule(
        code="R132",
        name="link-mismatch",
        severity="warning",
        summary="The record behind a link has another title than the list says.",
        explanation="Either the link is wrong, and a wrong work would be cited, or the work has been renamed since. "
        "Correct the link or the title. Where the record is right although the titles differ, say so in overrides.bib.",
        check=_each(title_mismatch),
    ),
    Rule(
        code="R133",
        name="note-contradicts",
        severity="warning",
        summary="The list's venue note contradicts the proven record.",
        explanation="The note names another venue, another year, or a main conference where the record is of a "
        "workshop or of the Findings. `bertbib annotate LIST` corrects such notes. Where the record is wrong, refuse "
        "it in overrides.bib.",
        check=_each(note_contradiction),
    ),
    Rule(
        code="R134",
        name="unnoted",
        severity="info",
        summary="A work is published and the list does not say where.",
        explanation="Only where it is selected (`--select R134`). `bertbib annotate LIST` writes the notes.",
        check=_each(_unnoted),
        default=False,
    ),
    Rule(
        code="R135",
        name="withdrawn",
        severity="warning",
        summary="The work was withdrawn or retracted.",
        explanation="Its source says so. Read why before you cite it, or take the entry out.",
        check=_each(_withdrawn),
    ),
    Rule(
        code="R136",
        name="note-unproven",
        severity="info",
        summary="The list notes a venue, and no record of that is known.",
        explanation="Only where it is selected (`--select R136`). Nobody who was asked knows of the publication that "
        "the note names: it may be recent, or the note may be wrong. `bertbib update` asks again.",
        check=_each(_unproven),
        default=False,
    ),
)
