r"""Braces in a BibTeX title: around words whose case carries meaning, and nowhere else; the TeX itself stays as it is.

BibTeX's styles lower the letters of a title outside braces, but for the first one of the title and those behind a colon
(O. Patashnik, "BibTeXing", 1988, 4; ``change.case$``). A group that starts with a backslash protects nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from bertbib.text.latex import to_text
from bertbib.text.latex_symbols import LOGOS
from bertbib.text.proper_nouns import is_proper_noun
from bertbib.text.tex import balanced
from bertbib.text.titles import STOP_WORDS, WORD, carries_capitals, is_in_capitals

Kind = Literal["word", "group", "other"]

_ATOM = rf"""
      (?P<maths>\$\$(?:[^$\\]|\\.)*\$\$|\$(?:[^$\\]|\\.)+\$|\\\((?:[^\\]|\\[^()])*+\\\))
    | (?P<accent>\\(?:[`'^"~=.]|[cvukHrdbtGfh](?![a-zA-Z]))\s*)
    | (?P<letter>\\(?:ss|SS|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j|dh|DH|dj|DJ|th|TH|ng|NG)(?![a-zA-Z])(?:[ \t\n]+|\{{\}})?)
    | (?P<macro>\\[a-zA-Z]+\*?\s*)
    | (?P<brace>\{{)
    | (?P<word>{WORD})
    | (?P<other>\\.|[^\\${{\w]+|.)
    """
_DECLARATION = (
    r"\\(?:em|it|bf|sc|rm|tt|sl|sf|\w+(?:series|shape|family)|[a-zA-Z]*(?:small|large|Large|LARGE|huge|tiny))\b"
)
_BARE_MACRO = r"\{\\[a-zA-Z]+\s*(?:\{\})?\s*\}"
_SEGMENT_END = re.compile(r"[:?!.;](?:\s|$)|\s(?:--?|\u2013)\s|---|\u2014")
_QUESTION = re.compile(r"[?!]['\u2019\u201d)\]]*\s")
_NAME_WORD = re.compile(r"[^\W\d_]+")
_MORE_SMALL_WORDS = (
    "about above across after against all along among an around before behind below beneath beside between beyond but "
    "during et if inside it like near nor not off onto out outside per since so than that then this these those toward "
    "towards until up upon using versus vs we what when where which while who whom why how within yet you your our "
    "their de la le les des du von van der den das und mit en el y e di da do can does may"
)
SMALL_WORDS = STOP_WORDS | frozenset(_MORE_SMALL_WORDS.split())


class _Piece(NamedTuple):
    """A word with its accents; a group, macro or formula; or what stands between."""

    kind: Kind
    raw: str


def title_with_braces(value: str) -> str:
    """A raw BibTeX title -> the same with braces only where case carries meaning.

    Braces around the whole title come off: they keep styles from setting it in sentence case. Braces in it stay, for
    whoever wrote ``{B}ayesian`` knew why. Braces are put around bare words with inner capitals or a capital and a digit
    (``{SpanBERT}``, ``{T5}``), around single capitals but "A" (``{U-Net}``, ``Vitamin {C}``), and around the first word
    behind a question or exclamation mark. A title whose braces do not pair up stays as it is.

    Proper nouns that lose their protection with the braces get their own where they are certain. In sentence case,
    these are all other words with a capital. In Title Case, capitals tell nothing: there, these are the words of
    ``proper_nouns``, which are names wherever they stand. To keep the braces of whole titles for the sake of the other
    names would keep them nearly everywhere, for most such titles are in Title Case.

    Mathematics, macros and accents stay byte for byte, case stays the source's. A title in capitals only is left alone:
    which of them carry meaning cannot be told. What the title says (``to_text``) never changes. Idempotent.
    """
    if not balanced(value) or not value.strip():
        return value
    inner = _without_whole_braces(value)
    text = to_text(inner)
    if is_in_capitals(text):
        return value
    pieces = list(_pieces(inner))
    written = "".join(_braced(pieces, _in_sentence_case(text)))
    return written if written == value or (balanced(written) and to_text(written) == to_text(value)) else value


def _without_whole_braces(value: str) -> str:
    """Without the braces around all of a title, but for a group that starts with a macro or changes the font."""
    while (core := value.strip()).startswith("{") and core[1:2] != "\\" and _group_end(core, 0) == len(core):
        inner = core[1:-1]
        if not inner.strip() or re.search(_DECLARATION, re.sub(r"\{[^{}]*\}", "", inner)):
            break
        before, after = value.split(core, 1)
        value = before + inner + after
    return value


def _group_end(text: str, start: int) -> int:
    """Where the group that opens at ``start`` ends; backslashes do not matter to BibTeX."""
    depth = 0
    for brace in re.compile(r"[{}]").finditer(text, start):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return len(text)


def _pieces(text: str) -> Iterator[_Piece]:
    """A title in pieces; together they are the title."""
    word: list[str] = []
    at = 0
    atom = re.compile(_ATOM, re.VERBOSE | re.DOTALL)
    after_macro = False
    while match := atom.match(text, at):
        kind, start, at = match.lastgroup, at, match.end()
        if kind == "accent":
            at = _argument_end(text, at)
        elif kind == "brace":
            at = _group_end(text, start)
        elif kind == "maths" and not balanced(match[0]):
            at = start + 1  # a lone dollar
        raw = text[start:at]
        special = raw.startswith("{\\") and not re.fullmatch(_BARE_MACRO, raw) and len(to_text(f"x{raw}x").split()) == 1
        if kind in ("word", "accent", "letter") or (kind == "brace" and special):
            if not after_macro:
                word.append(raw)
                continue
            kind = "macro"  # a macro may take what follows it
        if word:
            yield _Piece("word", "".join(word))
            word = []
        after_macro = match.lastgroup == "macro" and not _is_logo(raw)
        yield _Piece("other" if kind == "other" else "group", raw)
    if word:
        yield _Piece("word", "".join(word))


def _argument_end(text: str, at: int) -> int:
    r"""Where the argument of an accent ends: a group, a macro such as ``\i``, or one character."""
    if text[at : at + 1] == "{":
        return _group_end(text, at)
    macro = re.compile(r"\\[a-zA-Z]+").match(text, at)
    return macro.end() if macro else min(at + 1, len(text))


def _braced(pieces: list[_Piece], sentence_case: bool) -> Iterator[str]:
    """The pieces with braces around those that need them."""
    first, since, at = True, "", 0
    while at < len(pieces):
        length = 3 if _is_joined(pieces[at : at + 3]) else 1
        raw = "".join(piece.raw for piece in pieces[at : at + length])
        kind = pieces[at].kind
        if kind == "other":
            first = first or _SEGMENT_END.search(since + raw) is not None
            since += raw
        else:
            question = first and _QUESTION.search(since) is not None
            needs = _is_lowered(raw) if kind == "group" else _needs_braces(raw, first, question, sentence_case)
            raw = _in_braces(raw) if needs else raw
            first, since = False, ""
        yield raw
        at += length


def _in_braces(raw: str) -> str:
    """A group that starts with a macro protects nothing but the macro's own name."""
    return f"{{{{{raw}}}}}" if raw.startswith("\\") and not _is_logo(raw) else f"{{{raw}}}"


def _is_lowered(raw: str) -> bool:
    """Whether BibTeX would lower capitals of a formula, or of a macro's name."""
    return _is_logo(raw) or (raw != raw.lower() and raw.startswith(("$", "\\(")))


def _is_logo(raw: str) -> bool:
    return raw.startswith("\\") and raw[1:].rstrip() in LOGOS


def _is_joined(pieces: list[_Piece]) -> bool:
    r"""``AT\\&T`` and its like."""
    first, *rest = (piece.raw for piece in pieces)
    return len(rest) == 2 and rest[0] == "\\&" and first.isupper() and rest[1].isupper()


def _needs_braces(raw: str, first: bool, question: bool, sentence_case: bool) -> bool:
    word = to_text(raw) if "\\" in raw or "{" in raw else raw
    if carries_capitals(word):
        return True
    if not word[:1].isupper():
        return False
    if first:
        return question
    if len(word) == 1:
        return word != "A"
    return sentence_case or is_proper_noun(word)


def _in_sentence_case(text: str) -> bool:
    """Whether as many content words are in lower case as names have capitals; a name may be several words (New York).

    The first word of each part of the title says nothing, nor do small words, and those that never change.
    """
    lower = names = 0
    for segment in _SEGMENT_END.split(text):
        in_name = False
        for found in list(_NAME_WORD.finditer(segment))[1:]:
            word = found[0]
            capital = word[0].isupper()
            after_hyphen = segment[found.start() - 1] in "-\u2010\u2011'\u2019"
            if not (after_hyphen or carries_capitals(word) or len(word) < 3 or word.lower() in SMALL_WORDS):
                lower += word.islower()
                names += capital and not in_name
            in_name = capital
    return 0 < lower >= names
