"""A pack knows nothing of what was published after its data: an old one is said, and used all the same."""

from __future__ import annotations

from datetime import date

from bertbib.model import Problem, Where
from bertbib.packs.store import PackInfo

STALE_DAYS = 365
"""Age of a pack's data, in days, from which it is said: the yearly conferences have all met again since."""


def stale(info: PackInfo, today: date) -> Problem | None:
    """An info where the pack's data is a year old or older, or None; a pack whose date is no date is not judged."""
    try:
        age = (today - date.fromisoformat(info.date)).days
    except ValueError:
        return None
    if age < STALE_DAYS:
        return None
    message = f"the pack {info.name} holds data of {info.date}; what was published since is not in it"
    return Problem("stale-pack", "info", message, Where(str(info.path)), "build it again from newer data")
