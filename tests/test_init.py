"""The library's face: what ``import bertbib`` offers."""

from __future__ import annotations

import bertbib


def test_every_name_that_is_offered_is_there() -> None:
    assert all(callable(getattr(bertbib, name)) for name in bertbib.__all__ if name != "__version__")


def test_the_verbs_of_the_command_line_are_functions() -> None:
    from bertbib.cli.commands import VERBS

    offered = set(bertbib.__all__)
    assert [verb for verb in VERBS if verb not in offered and verb not in ("cache", "pack")] == []
