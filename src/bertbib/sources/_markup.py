"""Titles as registries hold them -> plain text: JATS, HTML and MathML tags off, entities resolved.

The elements are those that Crossref admits in titles (https://www.crossref.org/documentation/schema-library/
markup-guide-metadata-segments/face-markup/ and mathml/). A ``<`` that opens none of them is text.
"""

from __future__ import annotations

import html
import re

from bertbib.sources import _forms

_TAG = re.compile(
    r"</?(?:(?:mml:|jats:|m:)[a-z][\w.-]*|i|b|em|strong|u|ovl|sub|sup|scp|sc|tt|strike|small|big|font|span|p|br|a|"
    r"italic|bold|underline|overline|monospace|inline-formula|alternatives|"
    r"math|mrow|mi|mn|mo|ms|mtext|mspace|msub|msup|msubsup|mfrac|msqrt|mover|munder|mstyle|semantics|mml)"
    r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?>",
    re.IGNORECASE,
)
# A second spelling of the same formula, beside the MathML.
_TWINS = ("tex-math", "annotation", "annotation-xml")
_POWER = re.compile(r"(?<=[0-9])<sup>\s*([-+−]?[0-9n]{1,6})\s*</sup>", re.IGNORECASE)  # noqa: RUF001 - a minus sign
_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")  # noqa: RUF001 - as above


def to_plain(marked: object) -> str:
    """A title with markup -> text on one line; ``10<sup>3</sup>`` keeps its exponent (``10³``)."""
    line = _forms.text(marked)
    if "&" in line:
        # Some depositors escape twice; a third time would be text.
        line = html.unescape(html.unescape(line))
    if "<" not in line:
        return _forms.clean(line)
    for element in _TWINS:
        line = _without(line, element)
    line = _POWER.sub(lambda power: power[1].translate(_RAISED), line)
    return _forms.clean(_TAG.sub("", line))


def _without(line: str, element: str) -> str:
    """The text without all elements of this name, whatever their prefix; an element without an end stays."""
    opening, closing = re.compile(rf"<(?:\w+:)?{element}\b[^<>]*>"), re.compile(rf"</(?:\w+:)?{element}>")
    kept: list[str] = []
    start = 0
    while (found := opening.search(line, start)) and (end := closing.search(line, found.end())):
        kept.append(line[start : found.start()])
        start = end.end()
    return "".join(kept) + line[start:]
