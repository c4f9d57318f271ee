"""Text written so that Markdown, or HTML within it, shows it as it is."""

from __future__ import annotations

import re
from html import escape

_ALWAYS = re.compile(r"[\\`*\[\]<]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_START = re.compile(r"[#>+=~-]")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_URL_BREAKERS = {" ": "%20", "<": "%3C", ">": "%3E", '"': "%22", "|": "%7C", "\\": "%5C", "`": "%60"}


def escaped(text: str, *, html: bool = False, table: bool = False) -> str:
    r"""Text with what means something in Markdown escaped (CommonMark, 2.4): ``A [MASK]`` -> ``A \[MASK\]``.

    ``html`` writes entities instead, ``table`` escapes the pipe too.
    """
    if html:
        return escape(text, quote=False)
    text = _ALWAYS.sub(r"\\\g<0>", text)
    text = _ENTITY.sub(r"\\&", _UNDERSCORE.sub(r"\\_", text))
    if _START.match(text):
        text = "\\" + text
    text = _NUMBER.sub(r"\1\\\2", text, count=1) if _NUMBER.match(text) else text
    return text.replace("|", r"\|") if table else text


def link_target(url: str, *, html: bool = False) -> str:
    """A URL as the target of a link: what would end it is percent-encoded (RFC 3986, 2.1)."""
    url = "".join(_URL_BREAKERS.get(character, character) for character in url)
    if html:
        return escape(url)
    if _unbalanced(url):
        url = url.replace("(", "%28").replace(")", "%29")
    return _ENTITY.sub("&amp;", url)


def _unbalanced(url: str) -> bool:
    depth = 0
    for character in url:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return True
    return depth != 0
