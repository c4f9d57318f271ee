r"""Writing direction: Unicode -> TeX that cannot break a .bib file, cannot run a command, and prints what it says.

BibTeX counts braces without regard to backslashes ("BibTeXing", 1988), so a literal brace is written as ``\{`` only
where the text's braces pair up, and by its name elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from bertbib.text.tex_tables import ACCENT_MACROS, HARMLESS, NAMED_CHARACTERS, NEED_ARGUMENT, TOUCHING

NOCASE_START = '<span class="nocase">'
NOCASE_END = "</span>"

# Tags of CSL's rich text (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html): TeX, and the closing tag.
_TAGS = {
    NOCASE_START: ("{", NOCASE_END),
    '<span style="font-variant:small-caps;">': ("\\textsc{", "</span>"),
    '<span style="font-variant: small-caps;">': ("\\textsc{", "</span>"),
    "<sc>": ("\\textsc{", "</sc>"),
    "<i>": ("\\textit{", "</i>"),
    "<b>": ("\\textbf{", "</b>"),
    "<sup>": ("\\textsuperscript{", "</sup>"),
    "<sub>": ("\\textsubscript{", "</sub>"),
}

_BLANKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_SPECIAL = re.compile(r"[\\{}$&%#_~^`]")
# The second of two characters that TeX would join to another one (C-- would print as C and a dash).
_UNSAFE = re.compile(r"[\\{}$&%#_~^`]|(?<=-)-|(?<=')'|(?<=,),|(?<=<)<|(?<=>)>")
_ESCAPES = {
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "`": r"{\textasciigrave}",
    **{char: "\\" + char for char in "$&%#_"},
    **{char: "{}" + char for char in "-',<>"},
}
_STRUCTURAL = {**_ESCAPES, "{": "{", "}": "}"}
_PAIRED = {**_ESCAPES, "{": r"\{", "}": r"\}"}
_UNPAIRED = {**_ESCAPES, "{": r"{\textbraceleft}", "}": r"{\textbraceright}"}

# Pandoc's rule (tex_math_dollars): no blank inside the dollars' edges, no digit after them; so that prices are text.
# Longer formulas are text as well: without a bound, a row of escaped dollars would take quadratic time.
_MATHS = r"\$(?=[^\s$])((?:[^$\\]|\\.){1,500}+)(?<=\S)\$(?!\d)"
_MACRO = r"\\([A-Za-z]+|.|$)"
_UNFIT = r"[\\%#&~\"`]|\^\^|[_^]\s*[_^}]|[_^]\s*$|([_^])(?:\{[^{}]*\}|[^{}\s])\s*\1"
_TAG = re.compile(f"({'|'.join(map(re.escape, (*_TAGS, '</span>', '</i>', '</b>', '</sup>', '</sub>', '</sc>')))})")
_FOREIGN = re.compile("[A-Za-z][\u0300-\u036f]+|[^\x00-\x7f]")
_UNCITABLE = '[\\s{}",#%~\\\\=@\x00-\x1f\x7f\ud800-\udfff]'
_URL_BREAKERS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def clean(text: str) -> str:
    """NFC on one line: a run of blanks and control characters becomes one space; none stand at the ends."""
    if not text.isprintable() or "  " in text:
        text = _BLANKS.sub(" ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip(" ")


def balanced(text: str) -> bool:
    """Whether a value's braces are balanced as BibTeX counts them: backslashes do not matter."""
    if "{" not in text and "}" not in text:
        return True
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def escape(text: str) -> str:
    """Plain text -> TeX that prints it; specials are escaped, chance ligatures kept apart, UTF-8 stays UTF-8."""
    text = clean(text)
    return text if _is_plain(text) else _escaped(text, balanced(text))


def _is_plain(text: str) -> bool:
    """Whether the text is its own TeX; several times faster than to replace nothing."""
    joined = "--" in text or "''" in text or ",," in text or "<<" in text or ">>" in text
    return not joined and not _SPECIAL.search(text)


def _escaped(text: str, paired: bool) -> str:
    table = _PAIRED if paired else _UNPAIRED
    return _UNSAFE.sub(lambda match: table[match[0]], text)


def escape_between_braces(text: str) -> str:
    """Like ``escape`` for text whose braces are BibTeX's own, as those around a group among the authors."""
    text = clean(text)
    return text if _is_plain(text) else _UNSAFE.sub(lambda match: _STRUCTURAL[match[0]], text)


def rich(text: str) -> str:
    """CSL rich text -> TeX: nocase spans become braces, harmless mathematics stays, all else is escaped.

    Mathematics is harmless if its braces are balanced and its macros only print; with anything else between the
    dollars, the dollars are text too. Capitals in mathematics are braced, because styles lower those of titles. A tag
    without its partner is text.
    """
    text = clean(text)
    if "<" not in text and _is_plain(text):
        return text
    paired = balanced(text)
    out: list[str] = []
    open_tags: list[tuple[int, str]] = []
    guards = 0
    for piece in _TAG.split(text):
        if piece in _TAGS:
            guards += piece == NOCASE_START
            open_tags.append((len(out), piece))
        elif open_tags and piece == _TAGS[open_tags[-1][1]][1]:
            at, tag = open_tags.pop()
            guards -= tag == NOCASE_START
            out[at] = _TAGS[tag][0]
            out.append("}")
            continue
        out.append(_with_maths(piece, paired, guarded=guards > 0))
    return "".join(out)


def _with_maths(text: str, paired: bool, *, guarded: bool) -> str:
    out: list[str] = []
    start = 0
    for match in re.finditer(_MATHS, text):
        if is_harmless(match[1]):
            bare = guarded or match[1] == match[1].lower()
            out += [_escaped(text[start : match.start()], paired), match[0] if bare else f"{{{match[0]}}}"]
            start = match.end()
    return "".join(out) + _escaped(text[start:], paired)


def is_harmless(maths: str) -> bool:
    r"""Whether TeX mathematics (without its dollars) only prints.

    It does with known macros, balanced braces, and ASCII characters other than ``#``, ``%`` and ``^^``.
    """
    words = re.findall(_MACRO, maths)
    if not maths.isascii() or not all(word in HARMLESS for word in words) or not balanced(maths):
        return False
    rest = re.sub(_MACRO, lambda match: "x" if match[1].isalpha() else " ", maths)
    paired = words.count("left") == words.count("right")
    dangling = bool(words) and words[-1] in NEED_ARGUMENT and maths.rstrip().endswith(words[-1])
    return paired and not dangling and balanced(rest) and not re.search(_UNFIT, rest)


def citation_key(key: str) -> str:
    """A key that every reader of .bib files accepts; what TeX cannot cite anyway becomes its number in hexadecimal."""
    if key.isalnum():
        return key
    return re.sub(_UNCITABLE, lambda match: f"_{ord(match[0]):x}", key) or "_"


def verbatim(text: str) -> str:
    """A URL or DOI -> the same, unescaped; what would break BibTeX's braces is percent-encoded."""
    return clean(text).translate(_URL_BREAKERS)


def ascii_verbatim(text: str) -> str:
    """A URL or DOI in ASCII: other characters percent-encoded as UTF-8 (RFC 3987, 3.1)."""
    return text if text.isascii() else "".join(char if char.isascii() else quote(char) for char in text)


def to_ascii(tex: str) -> str:
    r"""TeX in UTF-8 -> TeX with accent macros (``ö`` -> ``{\"o}``); a character without a TeX form stays as it is."""
    return tex if tex.isascii() else _FOREIGN.sub(_foreign, tex)


def _foreign(match: re.Match[str]) -> str:
    found = match[0]
    touching = TOUCHING.get(found)
    if touching:
        ligature, neighbours, named = touching
        around = match.string[max(0, match.start() - 1) : match.start()] + match.string[match.end() : match.end() + 1]
        return named if any(char in neighbours for char in around) else ligature
    return NAMED_CHARACTERS.get(found) or _accented(found)


@lru_cache(maxsize=1024)
def _accented(char: str) -> str:
    base, *marks = list(unicodedata.normalize("NFD", char))
    if not marks or not base.isascii() or not all(mark in ACCENT_MACROS for mark in marks):
        return char
    tex = base
    for mark in marks:
        macro = ACCENT_MACROS[mark]
        if len(tex) > 1:
            tex = f"{macro}{tex}"
        else:
            tex = f"{macro} {tex}" if macro.isalpha() or macro[1:].isalpha() else macro + tex
        tex = f"{{{tex}}}"
    return tex
