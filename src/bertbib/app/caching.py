"""The answers on disk: where they are, and forgetting them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertbib.cache import AnswerCache
from bertbib.config import environment


@dataclass(frozen=True, slots=True)
class CacheReport:
    """The cache's folder, how many answers it holds (or held), and their size in bytes."""

    path: Path
    answers: int
    size: int

    def to_json(self) -> dict[str, Any]:
        """The stable document ``cache/1``."""
        return {"bertbib": "cache/1", "path": str(self.path), "answers": self.answers, "bytes": self.size}


def stat() -> CacheReport:
    """Where the answers are and how many there are."""
    folder = environment().cache_dir()
    cache = AnswerCache.open(folder)
    try:
        return CacheReport(folder, *cache.size())
    finally:
        cache.close()


def clean() -> CacheReport:
    """Forget all answers; the report says what was forgotten."""
    folder = environment().cache_dir()
    cache = AnswerCache.open(folder)
    try:
        report = CacheReport(folder, *cache.size())
        cache.clean()
        return report
    finally:
        cache.close()
