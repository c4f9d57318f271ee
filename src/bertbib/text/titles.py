"""Titles: comparison forms, words for citation keys, and protection of capitals."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bertbib.text.latex import to_text
from bertbib.text.latex_symbols import LETTERS, SYMBOLS, rare_symbol
from bertbib.text.protection import NOCASE_END, NOCASE_START

# CSL's rich text in JSON: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
_TAG = re.compile(r'</?(?:i|b|sup|sub|sc)>|<span (?:class="nocase"|style="font-variant: ?small-caps;")>|</span>')
# As in pandoc's Markdown: no space inside the dollars, no digit after them; "$5 and $6" is money.
MATHS = re.compile(r"\$(?=[^\s$])([^$]*+)(?<=\S)\$(?!\d)")
_MARKUP = re.compile(r"[\\{}~$]|``|''|--")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_FONT = re.compile(r"math\w*|text\w*|operatorname|bm|bold\w*|rm|bf|it|cal|left|right|displaystyle")
_MACRO = re.compile(r"\\([a-zA-Z]+)\s*|\\(.)", re.DOTALL)

_APOSTROPHES = re.compile("['\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4`\u00ad\u200b\u200c\u200d\ufeff]")
# A pattern that starts with the hyphen itself finds it many times faster than one that looks behind first.
_INNER_HYPHEN = re.compile("[-\u2010-\u2013\u2212](?:(?<=[^\\W\\d_].)(?=\\w)|(?<=\\d.)(?=[^\\W\\d_]))")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PUNCTUATION = re.compile(r"((?<=\d)\.(?=\d)|(?<=[^\W_])[+*#]+(?!\w))|[^\w\s]|_")

_STOP_WORDS = "a an the of on in for to from by at with without and or as is are be via its into over under through"
STOP_WORDS = frozenset(_STOP_WORDS.split())
_KEY_STOP_WORDS = STOP_WORDS - {"without", "or", "as", "be", "via", "its", "into", "over", "under", "through"}


def plain(rich: str) -> str:
    """CSL rich text -> plain text: the tags that CSL knows taken off, mathematics left as it is."""
    return _TAG.sub("", rich) if "<" in rich else rich


# ASCII in which nothing looks like markup, a number with a stop or comma inside, or a sign that stays, as in "C++".
_SIMPLE = re.compile(r"(?:[A-Za-z0-9 :;?!()\[\]/\"%=<>@^|_]++|-(?!-)|'(?!')|[.,](?!\d)|&(?![\w#]))*+")
_BLANKED = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))


@lru_cache(maxsize=4096)
def fold(title: str) -> str:
    """The comparison form of a title in rich text, plain text or LaTeX; the empty string compares with nothing.

    LaTeX and tags off, mathematics flattened (``In$_x$Ga`` -> ``inxga``), NFKC, case and accents folded, apostrophes
    and the hyphens inside words removed (``pre-training`` -> ``pretraining``), ``&`` read as "and", other punctuation
    a space. ``++``, ``#`` and ``*`` after a word, digits and ``2.0`` stay. Idempotent.
    """
    text = plain(title)
    return _fold_simple(text) if _SIMPLE.fullmatch(text) else _fold_any(title)


def fold_simple(text: str) -> str:
    """What ``fold`` gives for ASCII text without anything that looks like markup; nothing for any other."""
    return _fold_simple(text) if "<" not in text and _SIMPLE.fullmatch(text) else ""


def _fold_simple(text: str) -> str:
    """What ``_fold_any`` gives for ASCII text without markup, in a quarter of the time (measured)."""
    if "&" in text:
        text = text.replace("&", " and ")
    if "-" in text:
        text = _INNER_HYPHEN.sub("", text.replace("'", ""))
    # Bytes are blanked several times faster than text.
    return b" ".join(text.encode().translate(_BLANKED, b"'").split()).decode()


def _fold_any(title: str) -> str:
    text = _folded_case(_readable(title))
    text = _APOSTROPHES.sub("", text).replace("&", " and ")
    text = _THOUSANDS.sub("", _INNER_HYPHEN.sub("", text))
    return " ".join(_PUNCTUATION.sub(_kept, text).split())


def words(title: str) -> tuple[str, ...]:
    """The content words of a folded title, in order."""
    return tuple(word for word in fold(title).split() if word not in STOP_WORDS)


def acronym_before_colon(title: str) -> str:
    """The folded name before the first colon or dash (``SpanBERT: Improving...`` -> ``spanbert``).

    Empty where there is no colon, or more than three words before it.
    """
    parts = re.split("[:\uff1a](?:\\s|$)|\\s[-\u2013]\\s|\u2014", _readable(title), maxsplit=1)
    if len(parts) < 2 or len(parts[0].split()) > 3:
        return ""
    return fold(parts[0])


_UNITS = "part|volume|vol|chapter|section|phase|version|track|task|book|episode|round|stage|level|type"
_SPELLED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = (
    rf"(?P<digits>\d+(?:\.\d+)*)"
    rf"|\b(?i:{_UNITS})\.?\s+(?:(?P<counted>[IVXivx]+)|(?P<spelled>(?i:{'|'.join(_SPELLED)})))\b"
    rf"|\b(?P<alone>[IVX]{{2,7}})\b"
)
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


# What a title without any number has none of; a quick look, as most have none.
_MAYBE_NUMBERED = re.compile(rf"[^\x00-\x7f\u2010-\u2019]|[0-9<&$\\{{}}~`]|[IVX]{{2}}|\b(?i:{_UNITS})\.?\s")


@lru_cache(maxsize=4096)
def digits(title: str) -> tuple[str, ...]:
    """The numbers of a title in order: ``wav2vec 2.0`` -> 2 and 2.0, ``Part II`` and ``Part Two`` -> 2.

    Roman numbers count behind a word such as "Part", and where two capitals or more stand alone.
    """
    if not _MAYBE_NUMBERED.search(title):
        return ()
    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", _readable(title)))
    return tuple(filter(None, map(_number, re.finditer(_NUMBER, text))))


def _number(match: re.Match[str]) -> str:
    if match["digits"]:
        return match["digits"]
    if match["spelled"]:
        return str(_SPELLED.index(match["spelled"].lower()) + 1)
    roman = (match["counted"] or match["alone"]).upper()
    return str(_roman(roman)) if _ROMAN.fullmatch(roman) else ""


def _roman(number: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in number]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def first_word(title: str) -> str:
    """The first word that a citation key can use, lower-case ASCII: ``Multi-Task ...`` -> ``multi``.

    Articles, prepositions and "is" are passed over, as Google Scholar does in its keys.
    """
    # Imported here: only the keys of new entries need it.
    from anyascii import anyascii

    text = anyascii(unicodedata.normalize("NFKC", _readable(title))).lower()
    found = re.findall(r"[a-z0-9]+", text)
    return next((word for word in found if word not in _KEY_STOP_WORDS), found[0] if found else "")


_SEGMENT = re.compile(rf"{NOCASE_START}(?:[^<]|<(?!/span>|span ))*+{NOCASE_END}|{MATHS.pattern}|<[^<>]*>")
WORD = r"\b[A-Z]-Nets?\b|\b[A-Z]+(?:&[A-Z]+)+\b|(?:[^\W_]\.){2,}|\w+(?:\.\d+)*"
"""A word of a title as far as capitals go: ``U-Net``, ``AT&T`` and ``U.S.`` are one, other hyphens part words."""

_WORD = re.compile(WORD)
_MAYBE_GUARDED = re.compile(r"[\w.][A-Z0-9]|-Net|&[A-Z]")


def protect(rich: str) -> str:
    """Put ``<span class="nocase">`` around the words whose capitals carry meaning; idempotent.

    These have a capital after their first letter (BERT, LaTeX, iPhone) or a capital and a digit (T5). Of a hyphenated
    word only such a part is protected, but for ``U-Net`` and its like. Spans, tags and mathematics stay untouched, and
    so does a title all in capitals.
    """
    if rich.isascii() and "$" not in rich and "<" not in rich and not _MAYBE_GUARDED.search(rich):
        return rich  # measured: half of the titles
    if is_in_capitals(plain(rich)):
        return rich
    out = []
    end = 0
    for segment in _SEGMENT.finditer(rich):
        out += [_WORD.sub(_guarded, rich[end : segment.start()]), segment[0]]
        end = segment.end()
    out.append(_WORD.sub(_guarded, rich[end:]))
    return "".join(out).replace(NOCASE_END + NOCASE_START, "")


def is_in_capitals(text: str) -> bool:
    """Whether a title is in capitals only, so that they say nothing about its words."""
    return text == text.upper() and sum(map(str.isalpha, text.split())) > 1


def carries_capitals(word: str) -> bool:
    """Whether a word has a capital after its first letter (BERT, LaTeX, iPhone), or a capital and a digit (T5)."""
    if word.islower() or (word.isalpha() and word[1:].islower()):
        return False  # measured: nine words of ten, at a fifth of the price
    inner = any(char.isupper() for char in word[1:])
    return inner or (word[:1].isupper() and any(char.isdigit() for char in word))


def _guarded(word: re.Match[str]) -> str:
    return f"{NOCASE_START}{word[0]}{NOCASE_END}" if carries_capitals(word[0]) else word[0]


def _readable(title: str) -> str:
    """Plain text without tags, macros, entities and mathematical markup."""
    text = plain(title)
    if "&" in text:
        import html  # rarely needed, and its tables are slow to import

        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    if _MARKUP.search(text):
        text = MATHS.sub(lambda maths: _flat(maths[1]), to_text(text))
    return text


def _flat(maths: str) -> str:
    r"""Mathematics as one would type it without LaTeX: ``\mathcal{H}_1`` -> ``H1``."""
    return re.sub(r"[{}_^\s]", "", _MACRO.sub(_macro, maths))


def _macro(macro: re.Match[str]) -> str:
    name = macro[1]
    if not name:
        return "" if macro[2] in ",;:!> " else macro[2]
    if _FONT.fullmatch(name):
        return ""
    return SYMBOLS.get(name) or LETTERS.get(name) or rare_symbol(name) or name


def _folded_case(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    stripped = "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFKC", stripped)


def _kept(match: re.Match[str]) -> str:
    # Vowel signs of Indic scripts are no word characters for regular expressions, but they are parts of words.
    if match[1] or (not match[0].isascii() and unicodedata.category(match[0]) in ("Mn", "Mc")):
        return match[0]
    return " "
