"""Works that lists cite by key alone, looked up in the lock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bertbib.model import Lock, Problem, Reference, Theme
from bertbib.model.entry import STATED
from bertbib.text.titles import plain


def is_key_alone(reference: Reference) -> bool:
    """Whether nothing but a citation key says which work a reference means."""
    return reference.key is not None and reference.stated is None and not reference.ids


def known_by_key(themes: Sequence[Theme], lock: Lock) -> tuple[tuple[Theme, ...], list[Problem]]:
    """The themes, references by key alone with the identifiers of the lock's entries of these keys (or old keys).

    A work that is cited by an old key is told: in the .bib it stands under its new one.
    """
    problems: list[Problem] = []
    return tuple(_known(theme, lock, problems) for theme in themes), problems


def _known(theme: Theme, lock: Lock, problems: list[Problem]) -> Theme:
    if not any(map(is_key_alone, theme.references)):
        return theme
    return replace(theme, references=tuple(_completed(theme.references, lock, problems)))


def _completed(references: Iterable[Reference], lock: Lock, problems: list[Problem]) -> Iterable[Reference]:
    for reference in references:
        entry = lock.find_key(reference.key or "") if is_key_alone(reference) else None
        if entry is None:
            yield reference
            continue
        if entry.key != reference.key:
            message = f"{reference.key} is the old key of a work that is now {entry.key}"
            hint = f"cite it as {entry.key}; biblatex knows its old keys, BibTeX does not"
            problems.append(Problem("old-key", "warning", message, reference.where, hint))
        yield replace(
            reference,
            title=reference.title or plain(entry.item.title),
            outcome="duplicate" if reference.outcome == "duplicate" else "paper" if entry.ids else "no-link",
            ids=entry.ids,
            year=reference.year or (entry.item.issued.year if entry.item.issued else None),
            stated=entry.item if entry.source == STATED else None,
            key=entry.key,
        )
