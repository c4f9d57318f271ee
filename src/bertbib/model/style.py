"""What is written, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bertbib.model.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How entries are written; a change of style never needs the network.

    ``dialect`` is ``bibtex`` or ``biblatex``; ``ascii`` writes TeX accents instead of UTF-8.
    """

    dialect: str = "bibtex"
    ascii: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography:
    """What an emitter writes into one file.

    ``entries`` come in the order in which they are to stand; ``themes`` maps each citation key to the sorted slugs of
    all its themes; ``notices`` are comment lines about references that could not be resolved.
    """

    title: str
    entries: Sequence[Entry]
    themes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notices: Sequence[str] = ()
