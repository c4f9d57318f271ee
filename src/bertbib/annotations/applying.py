"""Edits applied to a list's text, each only if the list reads back as before but for the notes it was to change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from bertbib.annotations.planning import Edit, Span, plan
from bertbib.model import InputError, Intake, Lock, Reference
from bertbib.readers.blocks import parse
from bertbib.venues.notes import note_verdict

Read = Callable[[str], Intake]
_ROUNDS = 16
_READINGS = 60
"""How often a text is read back before what is not yet known to be harmless is refused."""


class Annotated(NamedTuple):
    """The new text, the edits in it by the references' order, and why each other reference was left as it is."""

    text: str
    references: tuple[Reference, ...]
    edits: tuple[Edit, ...]
    left: dict[int, str]


def annotated(text: str, read: Read, lock: Lock) -> Annotated:
    """A list's text with the notes that the lock has proven; annotating the result once more changes nothing.

    Notes that were written show a list's form to the next round, which begins anew: the last round is one that has
    nothing to write into its text.
    """
    check = _Check(read, text)
    references = check.references
    done: dict[int, Edit] = {}
    reasons: dict[int, str] = {}
    tries: dict[int, int] = {}
    for _round in range(_ROUNDS):
        planned = plan(check.text, check.references, lock, tries)
        reasons = planned.left | dict.fromkeys((edit.number for edit in planned.edits), "refused")
        if not planned.edits:
            break
        accepted = check.accepted(_apart(planned.edits))
        if not accepted:
            tries = tries | {edit.number: tries.get(edit.number, 0) + 1 for edit in planned.edits}
            continue
        tries = {}
        for edit in accepted:
            first = done.get(edit.number)
            done[edit.number] = edit._replace(old=first.old) if first else edit
        check = _Check(read, replaced(check.text, accepted))
    left = {number: reason for number, reason in reasons.items() if number not in done}
    return Annotated(check.text, references, tuple(done[number] for number in sorted(done)), left)


def replaced(text: str, edits: Iterable[Edit]) -> str:
    """A text with the spans of edits replaced; they do not overlap."""
    parts = []
    place = 0
    for start, end, new in sorted(span for edit in edits for span in edit.spans):
        parts += [text[place:start], new]
        place = end
    return "".join([*parts, text[place:]])


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """Edits of which no two touch each other; of two that do the first stays."""
    kept: list[Edit] = []
    taken: list[Span] = []
    for edit in sorted(edits, key=lambda one: one.spans):
        if all(span.start > taken[-1].end for span in edit.spans) if taken else True:
            kept.append(edit)
            taken.append(max(edit.spans))
    return kept


class _Check:
    """A text as its reader reads it, against which changed texts are held."""

    def __init__(self, read: Read, text: str) -> None:
        self.text = text
        self._readings = _READINGS
        self._read = read
        self._intake = read(text)
        self.references = _references(self._intake)
        self._shape = _shape(text)

    def accepted(self, edits: Sequence[Edit]) -> list[Edit]:
        """As many of the edits as together change the notes they are to change, and nothing else."""
        if not edits or self._readings <= 0:
            return []
        wrong = self._wrong(edits)
        if not wrong:
            return list(edits)
        kept = [edit for edit in edits if edit.number not in wrong]
        if 0 < len(kept) < len(edits):
            return self.accepted(kept)
        if len(edits) == 1:
            return []
        middle = len(edits) // 2
        first, second = self.accepted(edits[:middle]), self.accepted(edits[middle:])
        if len(first) + len(second) == len(edits):
            return first  # harmless alone, not together
        return self.accepted([*first, *second])

    def _wrong(self, edits: Sequence[Edit]) -> set[int]:
        """The references that do not read back as they should; all that are edited where the list itself changed."""
        self._readings -= 1
        everybody = {edit.number for edit in edits}
        new = replaced(self.text, edits)
        try:
            intake = self._read(new)
        except InputError:
            return everybody
        references = _references(intake)
        if _outline(intake) != _outline(self._intake) or _shape(new) != self._shape:
            return everybody
        by_number = {edit.number: edit for edit in edits}
        return {
            number
            for number, (old, new) in enumerate(zip(self.references, references, strict=True))
            if not _as_planned(old, new, by_number.get(number))
        } & everybody or ({-1} if _strangers(self.references, references, everybody) else set())


def _strangers(old: Sequence[Reference], new: Sequence[Reference], edited: set[int]) -> bool:
    """Whether a reference that no edit is about has changed."""
    return any(one != other for number, (one, other) in enumerate(zip(old, new, strict=True)) if number not in edited)


def _as_planned(old: Reference, new: Reference, edit: Edit | None) -> bool:
    """Whether a reference is what it was, but for its note, which agrees with the record that an edit is about."""
    if edit is None:
        return old == new
    agrees = note_verdict(new.note, edit.entry.item) == "agrees"
    return agrees and replace(new, note=old.note, year=old.year) == old


def _references(intake: Intake) -> tuple[Reference, ...]:
    return tuple(reference for theme in intake.themes for reference in theme.references)


def _outline(intake: Intake) -> object:
    """Themes, how many references each has, and what the reader reported where."""
    themes = [(theme.slug, theme.title, theme.path, len(theme.references)) for theme in intake.themes]
    return themes, [(problem.code, problem.where) for problem in intake.problems]


def _shape(text: str) -> list[tuple[str, int, tuple[int, ...]]]:
    """The blocks of a Markdown text: none of them may come, go or move."""
    return [(token.type, token.level, tuple(token.map or ())) for token in parse(text.removeprefix("\ufeff"))]
