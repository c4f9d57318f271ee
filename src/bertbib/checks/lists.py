"""R101 to R119: what a list's entries and its text say of themselves, most of it as its reader reported it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from textwrap import shorten

from bertbib.checks.rule import Rule, Subject
from bertbib.model import Entry, Identifier, Outcome, Problem, Reference
from bertbib.standing import entry_of
from bertbib.text.links import implied


def reported(*codes: str) -> Callable[[Subject], Iterable[Problem]]:
    """A check that finds what readers reported under one of these codes."""
    return lambda subject: [problem for problem in subject.problems if problem.code in codes]


def named(reference: Reference) -> str:
    """A reference in a message: its title, shortened, or its link."""
    return (
        f"“{shorten(reference.title, 100, placeholder='…')}”" if reference.title else str(reference.url or "an entry")
    )


def _of_outcome(outcome: Outcome, message: str, hint: str) -> Callable[[Subject], Iterable[Problem]]:
    def check(subject: Subject) -> Iterator[Problem]:
        emptied = {link.where for link in subject.links if not link.url.strip()}  # R121 says it
        for reference in subject.references():
            if reference.outcome == outcome and reference.where not in emptied:
                text = message.format(named(reference))
                yield Problem(outcome, "warning", text, reference.where, hint)

    return check


def _duplicates(subject: Subject) -> Iterator[Problem]:
    """Works that stand twice in a theme, by an identifier or by the lock; unlike titles are another rule's."""
    elsewhere = {problem.where for problem in subject.problems if problem.code == "same-id-other-title"}
    for theme in subject.themes:
        for reference, earlier, entry in _pairs(theme.references, subject):
            if reference.where not in elsewhere:
                by_lock = f" (both are {entry.key} in the lock)" if entry and reference.outcome == "paper" else ""
                message = f"{named(reference)} stands in this theme already, in line {earlier.where.line}{by_lock}"
                yield Problem("duplicate", "warning", message, reference.where, "remove one of the two entries")


def _pairs(references: Sequence[Reference], subject: Subject) -> Iterator[tuple[Reference, Reference, Entry | None]]:
    """Each reference that repeats an earlier one, that one, and the entry of the lock that both have."""
    by_id: dict[Identifier, Reference] = {}
    by_key: dict[str, Reference] = {}
    for reference in references:
        if reference.outcome not in ("paper", "duplicate"):
            continue
        every = [same for one in reference.ids for same in (one, *implied(one))]
        entry = entry_of(reference, subject.lock) if subject.lock is not None else None
        earlier = next((by_id[one] for one in every if one in by_id), None)
        if earlier is None and entry is not None:
            earlier = by_key.get(entry.key)
        if earlier is not None:
            yield reference, earlier, entry
        for one in every:
            by_id.setdefault(one, reference)
        if entry is not None:
            by_key.setdefault(entry.key, reference)


def _no_identifier(subject: Subject) -> Iterator[Problem]:
    for reference in subject.references():
        if reference.outcome == "paper" and not reference.ids and not reference.stated:
            message = f"nothing in the links of {named(reference)} says which work it is"
            if reference.url:
                message += f": {reference.url} is of no site that is known to show papers"
            hint = "link its page at arXiv, its publisher or a DOI"
            yield Problem("unrecognised-url", "info", message, reference.where, hint)


_KNOWN = (
    *("same-id-other-title", "two-works", "no-title", "not-an-entry"),
    *("empty-section", "unclosed", "too-deep", "encoding", "plugin-broken"),
)
"""What readers report and a rule of its own names."""


def _others(subject: Subject) -> Iterable[Problem]:
    return [problem for problem in subject.problems if problem.code not in _KNOWN]


ENTRY_RULES = (
    Rule(
        code="R101",
        name="could-not-tell",
        severity="warning",
        summary="An entry names no work that could be told.",
        explanation="The entry has a link, but neither the link's URL says which work it leads to nor does a title "
        "stand where the list's other titles stand. Nothing can be looked up for it. Link the work's page (arXiv, a "
        "DOI, the venue's), or write the entry as the others of the list are written.",
        check=_of_outcome(
            "could-not-tell", "which work {} is could not be told", "link the work's page, or its title as others do"
        ),
    ),
    Rule(
        code="R102",
        name="no-link",
        severity="warning",
        summary="An entry has a title and no link to its work.",
        explanation="Works are looked up by their identifiers, never by a title alone, since different works bear one "
        "title. Link the work's page (arXiv, a DOI, the venue's).",
        check=_of_outcome("no-link", "{} has no link", "link the work's page"),
    ),
    Rule(
        code="R103",
        name="duplicate",
        severity="warning",
        summary="A work stands twice in one theme.",
        explanation="Two entries of one theme have an identifier in common or, with a lock, are the same work by two "
        "identifiers (its arXiv number and its DOI, say). It is cited once. Remove one of them. The same work in two "
        "themes is fine.",
        check=_duplicates,
    ),
    Rule(
        code="R104",
        name="same-id-other-title",
        severity="warning",
        summary="Two entries of a theme have one identifier and unlike titles.",
        explanation="One identifier is one work, so that one of the two links is most likely a slip of copying. What "
        "would be cited for it is the work behind the link. Correct the wrong link.",
        check=reported("same-id-other-title"),
    ),
    Rule(
        code="R105",
        name="two-works",
        severity="warning",
        summary="One entry links two works.",
        explanation="The entry has two identifiers of a kind of which a work has one (two arXiv numbers, say). The "
        "first one counts, the other is kept out. Give the second work an entry of its own.",
        check=reported("two-works"),
    ),
    Rule(
        code="R106",
        name="no-title",
        severity="info",
        summary="An entry's title could not be told; its link alone names the work.",
        explanation="What the link names is looked up and cited, but a wrong link cannot be noticed where there is no "
        "title to compare with. Write the title as the list's other entries do.",
        check=reported("no-title"),
    ),
    Rule(
        code="R107",
        name="not-an-entry",
        severity="info",
        summary="A work is linked within the text of another entry.",
        explanation="A title that is linked in the remarks of an entry is not read as an entry of its own. Where it "
        "should be cited, give it a bullet of its own.",
        check=reported("not-an-entry"),
    ),
    Rule(
        code="R108",
        name="unrecognised-url",
        severity="info",
        summary="No link of an entry carries an identifier.",
        explanation="The entry is read as a work, but its links lead to sites whose URLs do not say which one, and "
        "which are not known to show papers. It stays unresolved unless the site's page says more. Link its page at "
        "arXiv, at its publisher or venue, or a DOI.",
        check=_no_identifier,
    ),
)
TEXT_RULES = (
    Rule(
        code="R111",
        name="empty-section",
        severity="info",
        summary="A heading has nothing below it.",
        explanation="A section without entries, prose or sub-sections makes no theme. It is harmless; it is also what "
        "is left when entries get lost.",
        check=reported("empty-section"),
    ),
    Rule(
        code="R112",
        name="unclosed",
        severity="error",
        summary="A block of code or a comment is never closed.",
        explanation="Everything from there to the end of the file is part of the block for every reader of Markdown: "
        "those entries are neither shown nor read. Close the block.",
        check=reported("unclosed"),
    ),
    Rule(
        code="R113",
        name="too-deep",
        severity="error",
        summary="Lists are nested too deeply to be read.",
        explanation="What lies deeper than 25 levels is not read. Nesting of this depth is a slip of indentation.",
        check=reported("too-deep"),
    ),
    Rule(
        code="R114",
        name="encoding",
        severity="warning",
        summary="A list is not in UTF-8.",
        explanation="The file was read as Windows-1252, which is a guess: accents may be wrong. Save it as UTF-8.",
        check=reported("encoding"),
    ),
    Rule(
        code="R119",
        name="reported",
        severity="warning",
        summary="A list's reader reported something that no other rule names.",
        explanation="Readers of other formats (.bib, plugins) report what they met under names of their own. The "
        "finding has the severity that the reader gave it.",
        check=_others,
    ),
)
