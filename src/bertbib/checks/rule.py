"""What a rule is, what it looks at and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bertbib.model import Lock, Problem, Reference, Severity, Theme
from bertbib.readers.source_links import SourceLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What rules look at: what the lists say, what their readers reported, the links as written, and the lock.

    ``lock`` is None where there is none: rules that compare with it then find nothing. ``problems`` and ``links``
    have places in the lists.
    """

    themes: Sequence[Theme] = ()
    problems: Sequence[Problem] = ()
    links: Sequence[SourceLink] = ()
    lock: Lock | None = None

    def references(self) -> Iterable[Reference]:
        """The references of all themes."""
        return (reference for theme in self.themes for reference in theme.references)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: its stable code and name, how serious it is, what it means, and the function that finds.

    ``explanation`` says what is found, why it matters and what to do; ``default`` is False for rules that only run
    where they are selected. ``check`` yields Problems, of which place, message and hint count.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    explanation: str
    check: Callable[[Subject], Iterable[Problem]]
    default: bool = True


class Finding(NamedTuple):
    """What one rule found at one place; ``line`` is 0 for a whole file, ``path`` empty for none."""

    code: str
    name: str
    severity: Severity
    path: str
    line: int
    message: str
    hint: str
