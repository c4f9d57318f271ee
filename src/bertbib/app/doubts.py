"""What of a reading list deserves a look, and a reading narrowed down to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import get_args

from bertbib.app.reading import ReadReport
from bertbib.config import one_of
from bertbib.model import Outcome, Reference, Where

DOUBTFUL = ("could-not-tell", "no-link", "duplicate")
"""Outcomes that deserve a look."""


def outcomes(references: Iterable[Reference]) -> dict[str, int]:
    """How many references ended with each outcome, by name."""
    return dict(sorted(Counter(one.outcome for one in references).items()))


def doubtful(report: ReadReport) -> frozenset[Where]:
    """The places of units that deserve a look: by their outcome, or by a warning of their reader's."""
    warned = {one.where for one in report.problems if one.where and one.severity != "info"}
    listed = (one for theme in report.themes for one in theme.references)
    return frozenset(one.where for one in listed if one.outcome in DOUBTFUL or one.where in warned)


def narrowed(report: ReadReport, only: Sequence[str]) -> ReadReport:
    """A reading with the units of some outcomes alone, ``doubtful`` for all that deserve a look; all for none named.

    Raise ConfigError for an outcome that does not exist.
    """
    wanted = [one_of("--only", name, (*get_args(Outcome), "doubtful")) for name in only]
    if not wanted:
        return report
    places = doubtful(report) if "doubtful" in wanted else frozenset()
    themes = []
    for theme in report.themes:
        kept = tuple(one for one in theme.references if one.outcome in wanted or one.where in places)
        themes += [replace(theme, references=kept)] if kept else []
    return ReadReport(tuple(themes), report.problems)
