"""What went wrong, or deserves a look, with one thing, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Where:
    """A place in an input: the path as the user gave it and a 1-based line (0: the whole file)."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding about one reference, file or host; the other entries always get through.

    ``code`` is stable and hyphenated (``link-mismatch``), ``message`` one sentence for people, ``hint`` the next
    step, ``candidates`` text forms of records that were seen but not accepted.
    """

    code: str
    severity: Severity
    message: str
    where: Where | None = None
    hint: str = ""
    candidates: tuple[str, ...] = ()
