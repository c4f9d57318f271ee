"""Names of people and groups: BibTeX's grammar read and written, plain names of web services, comparison forms."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from bertbib.model import Name
from bertbib.text.latex import to_text
from bertbib.text.name_lists import EXTENDED, GROUP, PARTICLES, SPACE, SUFFIX, SURE_SUFFIX, cut, single_names, split
from bertbib.text.name_repair import repaired_names

OTHERS = Name(literal="others")
"""What BibTeX's ``and others`` becomes: "at least these"."""

_CONNECTORS = frozenset({"y", "e", "i"})  # of two family names, in Spanish, Portuguese and Catalan
_LATEX = re.compile(r"[\\{}~]")
_HOMONYM = re.compile(r"(?<=\w) 0\d{3}$")
_CJK = ((0x1100, 0x11FF), (0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_STANDS_ALONE = re.compile(r"[,;]|(?:^|\s)(?i:and)(?:\s|$)|(?:^|\s)et al\.?$")


def parse_bibtex_names(text: str) -> tuple[Name, ...]:
    """The names of a BibTeX ``author`` or ``editor`` field, LaTeX turned into Unicode.

    BibTeX's rules (N. Markey, "Tame the BeaST", chapter 11): names are joined by "and" outside braces and read as
    ``First von Last``, ``von Last, First`` or ``von Last, Jr, First``. A name wholly in braces stays whole, "others" is
    ``OTHERS``. biblatex's extended names (``family=Oord, prefix=van den``; biblatex manual, 3.6) are understood too,
    and so is what BibTeX takes for something else: lists joined by commas (``Weijie Liu, Peng Zhou, Zhe Zhao``), and a
    "Jr." that stands last. Never raises; no name is lost.
    """
    return tuple(_bibtex_name(name) for name in single_names(repaired_names(text)))


def _bibtex_name(text: str) -> Name:
    if text.lower() == "others":
        return OTHERS
    if "=" in text and EXTENDED.search(text):
        return _extended(text)
    if _braced(text):
        return Name(literal=to_text(text[1:-1]))
    text = _HOMONYM.sub("", text) if " 0" in text else text
    if _LATEX.search(text):
        parts = [cut(part, SPACE) for part in split(text, ",")]
    else:
        parts = [part.split() for part in text.split(",")]  # measured: several times faster
    if len(parts) == 1:
        return _first_von_last(parts[0])
    if len(parts) == 2 and len(parts[0]) > 1 and len(parts[1]) == 1 and re.fullmatch(SURE_SUFFIX, parts[1][0]):
        return _first_von_last([*parts[0], *parts[1]])
    particle, family = _von_last(parts[0])
    given = [word for part in parts[2:] for word in part] if len(parts) > 2 else parts[1]
    return Name(family, _text(given), particle, _text(parts[1] if len(parts) > 2 else []))


def _first_von_last(tokens: list[str]) -> Name:
    suffix = tokens[-1] if len(tokens) > 2 and re.fullmatch(SURE_SUFFIX, tokens[-1]) else ""
    tokens = tokens[:-1] if suffix else tokens
    start = next((at for at, token in enumerate(tokens[:-1]) if _is_particle(token)), max(len(tokens) - 1, 0))
    particle, family = _von_last(tokens[start:])
    return Name(family, _text(tokens[:start]), particle, suffix)


def _von_last(tokens: list[str]) -> tuple[str, str]:
    """Particle and family name: everything up to the last particle, but never the last word."""
    end = next((at + 1 for at in range(len(tokens) - 2, -1, -1) if _is_particle(tokens[at])), 0)
    return _text(tokens[:end]), _text(tokens[end:])


def _text(tokens: list[str]) -> str:
    return to_text(" ".join(tokens))


def _is_particle(token: str) -> bool:
    r"""Whether BibTeX counts a word among the "von" part: its first letter outside braces is lower-case.

    In a group that starts with a macro, the first letter behind the macro's name decides. Other than for BibTeX, the
    letter that ``\v{Z}eljko`` starts with is what it prints, not the "v" of the macro.
    """
    if token[0].isupper() or token[0].islower():
        return token[0].islower()
    if token[0] == "\\":
        return to_text(token)[:1].islower()
    depth = 0
    for at, char in enumerate(token):
        if char == "{" and depth == 0 and token.startswith("\\", at + 1):
            return _is_lower_special(token[at + 2 :])
        if depth == 0 and char.isalpha():
            return char.islower()
        depth += {"{": 1, "}": -1}.get(char, 0)
    return False


def _is_lower_special(group: str) -> bool:
    """The case of the first letter behind a macro's name; ``group`` starts at that name and may go on too far."""
    name = re.match(r"[^\W\d_]*", group)
    depth = 0
    for char in group[name.end() if name else 0 :]:
        if char.isalpha():
            return char.islower()
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            break
    return False


def _braced(text: str) -> bool:
    """Whether one pair of braces holds the whole text."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for brace in re.finditer(r"[{}]", text):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end() == len(text)
    return False


def _extended(text: str) -> Name:
    """A name in biblatex's form ``family=Oord, given=A, prefix=van den, suffix=Jr``; parts may be quoted."""
    parts: dict[str, str] = {}
    for part in cut(text, ","):
        bare = part[1:-1] if _braced(part) else part.strip('"')
        key, _, value = bare.partition("=")
        parts.setdefault(key.strip().lower(), to_text(value.strip().strip('"')))
    return Name(parts.get("family", ""), parts.get("given", ""), parts.get("prefix", ""), parts.get("suffix", ""))


def parse_person(text: str) -> Name:
    """One name of plain text, as a web service gives it.

    Understands ``Given particle Family Jr.``, ``Family, Given`` and ``Family, Jr, Given``. Groups ("CMS
    Collaboration"), a single word with inner capitals or digits ("OpenAI") and names in CJK scripts, whose order nobody
    can know, become literals; another single word is a family name. Digits that DBLP puts behind homonyms are taken
    off.
    """
    folded = _HOMONYM.sub("", " ".join(text.split()))
    tokens = folded.split()
    if not tokens or re.search(GROUP, folded, re.IGNORECASE) or _has_cjk(folded):
        return Name(literal=folded)
    if "," in folded:
        return _inverted(split(folded, ","), folded)
    suffix = tokens.pop() if len(tokens) > 2 and SUFFIX.fullmatch(tokens[-1]) else ""
    if len(tokens) > 1:
        return _plain_order(tokens, suffix)
    group = any(char.isupper() or char.isdigit() for char in folded[1:])
    return Name(literal=folded) if group else Name(folded)


def _has_cjk(text: str) -> bool:
    return not text.isascii() and any(first <= ord(char) <= last for char in text for first, last in _CJK)


def _inverted(parts: list[str], whole: str) -> Name:
    if len(parts) == 2 and SUFFIX.fullmatch(parts[1]) and len(parts[0].split()) > 1:
        return _plain_order(parts[0].split(), parts[1])
    if len(parts) > 3 or not parts[0] or not parts[-1]:
        return Name(literal=whole.strip(" ,"))
    particle, family = _particle_family(parts[0].split())
    return Name(family, parts[-1], particle, parts[1] if len(parts) == 3 else "")


def _plain_order(tokens: list[str], suffix: str) -> Name:
    """Given names, particles in lower case, family name; two family names where a "y" joins them."""
    last = len(tokens) - 1
    start = next((at for at, token in enumerate(tokens[:last]) if token in PARTICLES), last)
    if start == last > 2 and tokens[last - 1] in _CONNECTORS:
        start = last - 2
    particle, family = _particle_family(tokens[start:])
    return Name(family, " ".join(tokens[:start]), particle, suffix)


def _particle_family(tokens: list[str]) -> tuple[str, str]:
    end = 0
    while end < len(tokens) - 1 and tokens[end] in PARTICLES:
        end += 1
    return " ".join(tokens[:end]), " ".join(tokens[end:])


def to_bibtex_name(name: Name) -> str:
    """A name as BibTeX reads it back, in Unicode: ``van der Putten, Jr, Peter``.

    Groups stand in braces, and so does what BibTeX would split or take for something else. The text itself is not
    escaped; braces in it that do not pair up are dropped. Two things BibTeX cannot say: a particle that starts with a
    capital comes back as family name, a family name of several words without a given name as a group.
    """
    if _is_plain(name):
        return f"{name.family}, {name.given}"
    literal, family, given, particle, suffix = map(
        _paired_braces, (name.literal, name.family, name.given, name.non_dropping_particle, name.suffix)
    )
    if literal or not family:
        literal = literal or " ".join(part for part in (given, particle, suffix) if part)
        return "others" if literal == "others" else literal and f"{{{literal}}}"
    whole = " ".join(part for part in (_guarded(particle), _guarded_family(family)) if part)
    if suffix:
        several = len(suffix.split()) > 1 and not SUFFIX.fullmatch(suffix)
        return f"{whole}, {f'{{{suffix}}}' if several else _guarded(suffix)}, {_guarded(given) or '{}'}"
    if given:
        return f"{whole}, {_guarded(given)}"
    return whole if len(family.split()) == 1 or whole.startswith("{") else f"{_guarded(particle)} {{{family}}}".strip()


def _is_plain(name: Name) -> bool:
    """Whether a name is two words without anything to guard (measured: most are, at a quarter of the price)."""
    if not (name.family.isalpha() and name.given.isalpha()) or name.non_dropping_particle or name.suffix:
        return False
    return not name.literal and "and" not in (name.family.lower(), name.given.lower())


def _paired_braces(text: str) -> str:
    """A part of a name on one line; braces that do not pair up would break the file."""
    if not text or text.isalnum():
        return text
    if ("{" in text or "}" in text) and _unpaired(text):
        text = text.replace("{", "").replace("}", "")
    return " ".join(text.split())


def _unpaired(text: str) -> bool:
    depths = accumulate({"{": 1, "}": -1}.get(char, 0) for char in text)
    return text.count("{") != text.count("}") or any(depth < 0 for depth in depths)


def _guarded(text: str) -> str:
    return f"{{{text}}}" if _STANDS_ALONE.search(text) else text


def _guarded_family(text: str) -> str:
    """The family name, in braces where BibTeX would take one of its words for a particle."""
    return f"{{{text}}}" if any(map(_is_particle, text.split()[:-1])) else _guarded(text)


@lru_cache(maxsize=8192)
def surname_key(name: Name) -> str:
    """The comparison form of a family name: ASCII letters in lower case, particles left out; a literal wholly."""
    words = (name.literal or name.family).casefold().split()
    if not name.literal:
        while len(words) > 1 and words[0] in PARTICLES:
            del words[0]
    return _letters(" ".join(words))


def given_key(name: Name) -> str:
    """The first letter of the given name, ASCII and lower-case; empty where there is none."""
    return _letters(name.given)[:1]


def _letters(text: str) -> str:
    if not text.isascii():
        # Imported here: its tables are read only for names beyond ASCII.
        from anyascii import anyascii

        text = anyascii(text)
    return re.sub(r"[^a-z]", "", text.lower())
