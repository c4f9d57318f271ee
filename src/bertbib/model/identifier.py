"""One identifier of a work: a scheme and a value, such as ``arxiv:1901.11504``."""

from __future__ import annotations

from dataclasses import dataclass, field

SCHEMES = ("doi", "acl", "pmlr", "openreview", "arxiv", "dblp", "isbn", "url")
"""Known schemes, the most authoritative first; plugins may use others."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A scheme and a value; equal when both agree, DOIs without regard to case, versions ignored.

    ``version`` is the version that a link names (``v2``), never part of the identity.
    """

    scheme: str
    value: str = field(compare=False)
    version: str | None = field(default=None, compare=False)
    folded: str = field(init=False, repr=False, default="")

    def __post_init__(self) -> None:
        # DOI names are case-insensitive (DOI Handbook, 2.4); the other schemes are taken as written.
        folded = self.value.lower() if self.scheme == "doi" else self.value
        object.__setattr__(self, "folded", folded)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> Identifier:
        """Read the text form ``scheme:value``; raise ValueError where there is no scheme or no value."""
        scheme, colon, value = text.partition(":")
        if not colon or not scheme or not value:
            raise ValueError(f"not an identifier: {text!r}")
        return cls(scheme, value)
