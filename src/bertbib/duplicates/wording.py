"""Two titles compared: the same, nearly so, one cut short, akin, or of two works; and what notices are about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from bertbib.duplicates.people import one_slip
from bertbib.proof import titles_agree
from bertbib.text.latex import to_rich
from bertbib.text.titles import STOP_WORDS, digits, fold, fold_simple, plain

Titles = Literal["equal", "near", "cut", "akin", "loose", "parts", "different"]
"""``near``: spelled otherwise; ``cut``: one is the other without its subtitle; ``akin``: most words are shared;
``loose``: half of both titles' words are;
``parts``: the same but for numbers or marks ("Part I", "TREC 2005", "Networks++").
"""

LONG = 5
"""Words from which two works hardly share a title: "Deep Learning" is shared by several."""

AKIN = 0.75
"""Likeness in letters from which one title may be the other, renamed for another venue."""

ABOUT = 0.85
"""Likeness in letters of a notice's rest and the title that it is about, for titles are cited carelessly."""

ALIKE = 0.5
"""Share of the shorter title's content words below which two titles are those of two works, whatever else agrees."""

FEWEST = 3
"""Content words that akin titles share at least, unless one begins with the other."""

SUBTITLE = 5
"""Letters of a subtitle that may be left out: less is the number of a part ("I", "B")."""

LONGEST = 1000
"""Letters above which a text is no title, and only compared as a whole."""

RECOGNISABLE = 12
"""Letters of a title that a notice has to begin with to be about that work."""

_GENERIC_TITLES = (
    "introduction preface editorial foreword discussion conclusion conclusions abstract index bibliography references "
    "contents frontmatter appendix acknowledgements overview summary news obituary bookreview bookreviews review "
    "guesteditorial guesteditorsintroduction editorsintroduction inthisissue messagefromthechair welcome panel "
    "letterfromtheeditor keynote untitled notes proceedings software data"
)
_GENERIC = frozenset(_GENERIC_TITLES.split())
_NOTICE = (
    r"^(?:(?P<erratum>(?:authors? |publishers? )?(?:errat(?:um|a)|corrigend(?:um|a)|corrections?|retraction"
    r"|addend(?:um|a)|(?:partial )?retraction (?:note|notice)|(?:notice of|partial) retraction|withdrawn|withdrawal"
    r"|(?:publishers?|editors?) note|(?:editorial )?expression of concern"
    r"|notice of violation of (?:ieee )?publication principles|retracted(?: article)?))"
    r"|(?P<comment>(?:(?:a|some|further|short|brief|additional|invited) )*(?:comments?|commentary|discussion|remarks?"
    r"|critique)|letters? to the editor|decision letter|book reviews?"
    r"|faculty (?:opinions recommendation|of 1000 evaluation))"
    r"|(?P<reply>(?:(?:a|the|authors?|short|brief|in) )*(?:reply|replies|response|rejoinder|rebuttal))"
    r"|(?P<supplement>supplement(?:ary|al)?(?: materials?| information)?|online appendix|appendix"
    r"|supporting information"
    r"|(?:replication |supporting )?(?:data|code)(?: and (?:data|code|materials))?(?= (?:for|from)\b)"
    r"|artifact(?= for\b)))"
    r"(?:(?: (?:to|on|for|from|of|of the|about|regarding|concerning))(?: the)?"
    r"(?: (?:paper|article|papers)(?: by \w+)?)? | )"
)
_ENDING = (
    r"(?:[:(\[]|--?|\u2013|\u2014)\s*(?:(?P<erratum>errat(?:um|a)|corrigend(?:um|a)|(?:a )?correction"
    r"|retract(?:ion|ed(?: article)?)"
    # As the Web of Science ("(vol 77, pg 3865, 1996)") and the American Physical Society cite what is put right.
    r"|(?<=[(\[])vol\.? \d+,? (?:pg?\.? ?|art\.? ?no\.? ?)?\w+, (?:19|20)\d\d"
    r"|(?<=[(\[])[a-z][^\[\]()]{1,40}\d[^\[\]()]{0,20}\((?:19|20)\d\d\)(?: [\d\u2013-]+)?)"
    r"|(?P<comment>(?:a )?(?:comments?|discussion))"
    r"|(?P<reply>(?:a |(?:the )?authors?['\u2019]*s? )?(?:reply|response|rejoinder)(?: to (?:the )?comments?)?)"
    r"|(?P<supplement>supplement(?:ary|al)?(?: materials?)?))\s*[)\].]*\s*$"
)
_SHORT_FORM = (
    r"(?:[(\[]\s*|[:.\u2014]\s*(?=extended abstract|preliminary|an? demo))(?:an? )?"
    r"(?:(?:extended |student |poster |demo |invited )?(?:abstract|poster|demo|talk|slides|summary|keynote|tutorial)s?"
    r"|demonstration|artifact|data ?set|software|preliminary (?:version|report))\s*[)\]]?\s*$"
)
_SHORT_HEAD = re.compile(
    r"\s*(?:(?:poster|demo|extended|student|video) abstract|poster|demo|demonstration|brief announcement|invited talk"
    r"|talk|keynote|tutorial|slides|video|work[- ]in[- ]progress|doctoral consortium|artifact|reproducibility report"
    r"|replication)\s*:\s*",
    re.IGNORECASE,
)
_DECORATION = (
    r"[(\[]\s*(?:(?:invited|short|long|research|regular) (?:paper|article)|point of view|with discussion"
    r"|with (?:comments|discussion) and a? ?(?:rejoinder|reply)[^()\[\]]{0,30})\s*[)\]]\s*$"
)
_MAYBE_FORM = re.compile("ersion|bstract|report|demo|draft|paper", re.IGNORECASE)
_FULL_FORM = (
    r"(?:[(\[]\s*|[:\u2014]\s*)(?:the )?(?:full|extended|long|technical report|journal|preprint|draft)"
    r"(?: (?:version|paper|report))?\s*[)\]]?\s*$"
)
_ORDINAL_WORDS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDINALS = _ORDINAL_WORDS.split()
_ANY_ORDINAL = rf"\d+(?:st|nd|rd|th|\.)?|{'|'.join(_ORDINALS)}"
_EDITION = rf"[,(\[:;\s]{{0,4}}\b(?P<number>{_ANY_ORDINAL})\s+ed(?:n|ition|\.)?\b[)\]\.]{{0,3}}"
_NUMBER = r"^(?:[ivx]+|.*\d.*|part|vol|volume|no|number)$"
_TIMES = re.compile(r"\s{0,2}(?:\$\\times ?\$|\\times(?![a-zA-Z])|\u00d7)\s{0,2}")
# In the order of Unicode, in which sigma has a second form at the end of words.
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon "
    "phi chi psi omega"
)
_GREEK_NAMES = {chr(ord("\u03b1") + at): name for at, name in enumerate(_GREEK.split())} | {"\u00b5": "mu"}
_GREEK_MACRO = re.compile(rf"\\(?:var)?({_GREEK.replace(' ', '|')})(?![a-zA-Z])", re.IGNORECASE)
_LONE_GREEK = re.compile("(?<![\u0370-\u03ff])[\u00b5\u0391-\u03a9\u03b1-\u03c9](?![\u0370-\u03ff])")
_COUNTED = {"one": "1", "two": "2", "three": "3", "four": "4"}
_DIMENSIONS = re.compile(r"\b(one|two|three|four|[1-4])[- ]?dimensional\b", re.IGNORECASE)
_NETS = re.compile(r"\b([Nn])ets\b")
_COLON = re.compile("[:\uff1a](?:\\s|$)|\\s[-\u2013]{1,3}\\s|\u2014|\\?\\s|\\s\\(")
# Quick looks that spare most titles the patterns above.
_MAYBE_COLON = re.compile("[:\uff1a\u2013\u2014?(]|\\s-")
_MAYBE_NOTICE = re.compile(
    "a |add|app|art|auth|bo|bri|co|crit|data|dec|disc|edit|err|expr|fac|fur|in|lett|not|onl|part|publ|reb|rej|rem|rep|"
    "resp|retr|sho|som|supp|the |with"
)
_LAST_OF_ENDINGS = (
    "erratum errata corrigendum corrigenda correction comment comments reply response rejoinder supplement "
    "supplementary supplemental material materials retraction retracted article discussion"
)
_ENDINGS = tuple(_LAST_OF_ENDINGS.split())


@dataclass(frozen=True, slots=True)
class Wording:
    """A title as it is compared.

    ``written`` is the title in plain text, ``folded`` its comparison form, ``letters`` that without blanks, ``main``
    the letters before the colon. ``notice`` says what kind of notice it is (``erratum``, ``comment``, ``reply``,
    ``supplement``) and ``about`` the letters of what it is about; ``form`` is ``short`` or ``full`` where the title
    says "(extended abstract)" or "(full version)". ``words`` are its content words, ``numbers`` its numbers; both are
    found when they are first asked for, as most titles are never compared.
    """

    written: str
    folded: str
    letters: str
    main: str
    notice: str = ""
    about: str = ""
    form: str = ""
    edition: int = 0
    words: frozenset[str] = field(init=False, compare=False, repr=False)
    numbers: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __getattr__(self, name: str) -> object:
        """What has not been asked for yet; called only where nothing is there."""
        found: object
        if name == "words":
            found = frozenset(self.folded.split()) - STOP_WORDS
        elif name == "numbers":
            found = digits(self.written)
        else:
            raise AttributeError(name)
        object.__setattr__(self, name, found)
        return found

    @property
    def is_long(self) -> bool:
        """Whether the title has enough words to be one work's own."""
        return len(self.folded.split()) >= LONG

    @property
    def is_generic(self) -> bool:
        """Whether many works bear it: "Editorial", "Introduction"."""
        return self.letters in _GENERIC


def wording_of(title: str) -> Wording:
    """A title in rich text -> its forms; the forms and editions that it states are taken off."""
    title = _respelled(title)
    bare, form = _without_form(title)
    bare, edition = _without_edition(bare)
    folded, written = fold(bare), plain(bare)
    notice, about = _notice(written, folded)
    return Wording(written, folded, folded.replace(" ", ""), _main(written), notice, about, form, edition)


def wording_in(field: str) -> Wording:
    """The title in a BibTeX field: what ``wording_of`` makes of it as rich text, faster where there is little to do."""
    paired = "{" in field and field.count("{") == field.count("}")
    written = " ".join((field.translate(_BRACES) if paired else field).split())
    folded = fold_simple(written)
    if not folded or "ets" in written or "imensional" in written:
        return wording_of(to_rich(field))
    # What is not there in plain text is not there between marks of protected words either.
    if _without_form(written) != (written, "") or _without_edition(written) != (written, 0):
        return wording_of(to_rich(field))
    notice, about = _notice(written, folded)
    return Wording(written, folded, folded.replace(" ", ""), _main(written), notice, about)


_BRACES = dict.fromkeys(map(ord, "{}"))


def _main(written: str) -> str:
    """The letters before the colon or what stands for one."""
    found = _COLON.search(written) if _MAYBE_COLON.search(written) else None
    return fold(written[: found.start()]).replace(" ", "") if found else ""


def _respelled(title: str) -> str:
    """A title with those signs and words in one way that people write in two: 16x16, beta-VAE, 3D, nets, versus."""
    if not title.isascii() or "\\" in title:
        title = _TIMES.sub("x", title)
        title = _GREEK_MACRO.sub(r"\1", title)
        title = _LONE_GREEK.sub(lambda letter: _GREEK_NAMES.get(letter[0].lower(), ""), title)
    if "imensional" in title:
        title = _DIMENSIONS.sub(lambda found: f"{_COUNTED.get(found[1].lower(), found[1])}D", title)
    return _NETS.sub(r"\1etworks", title) if "Nets" in title or "nets" in title else title


def _without_form(title: str) -> tuple[str, str]:
    """A title without what says its form: a bracket or a few words at its end, a word and a colon at its start."""
    if ":" in title[:30] and (found := _SHORT_HEAD.match(title)) and title[found.end() :].strip():
        return title[found.end() :], "short"
    if not title.rstrip(" .").endswith((")", "]")) and not _MAYBE_FORM.search(title[-20:]):
        return title, ""
    for form, pattern in (("", _DECORATION), ("short", _SHORT_FORM), ("full", _FULL_FORM)):
        found = re.search(pattern, title[-60:], re.IGNORECASE)
        if found and (rest := title[: len(title) - len(title[-60:]) + found.start()].strip()):
            return rest, form
    return title, ""


def _without_edition(title: str) -> tuple[str, int]:
    lower = title.lower()
    stated = "ed" in lower and " ed" in " ".join(lower.split())  # measured: the pattern takes longer
    found = re.search(_EDITION, title, re.IGNORECASE) if stated else None
    if not found or not title[: found.start()].strip():
        return title, 0
    return f"{title[: found.start()]} {title[found.end() :]}".strip(), edition_number(found["number"])


def edition_number(text: str) -> int:
    """``2nd``, ``Second``, ``2`` -> 2; 0 for what is no number."""
    number = re.match(r"\s*(\d{1,3})(?!\d)", text)
    word = fold(text).split(" ")[0]
    return int(number[1]) if number else _ORDINALS.index(word) if word in _ORDINALS else 0


def _notice(title: str, folded: str) -> tuple[str, str]:
    """The kind of notice that a title announces, and what is left without its words, notices about notices included."""
    kind, rest = "", folded
    while _MAYBE_NOTICE.match(rest) and (found := re.match(_NOTICE, rest)) is not None:
        kind = kind or str(found.lastgroup)
        rest = rest[found.end() :]
    if kind:
        return kind, rest.replace(" ", "")
    maybe = title[-1:] in (")", "]") or folded.endswith(_ENDINGS)
    ending = re.search(_ENDING, title[-60:], re.IGNORECASE) if maybe else None
    if ending is None:
        return "", ""
    head = title
    return str(ending.lastgroup), fold(head[: len(head) - len(head[-60:]) + ending.start()]).replace(" ", "")


def is_about(notice: Wording, work: Wording) -> bool:
    """Whether a notice is about a work of this title: its rest is the title, or begins with it."""
    about, title = notice.about, work.about or work.letters
    if not about or not title:
        return False
    shorter, longer = sorted((about, title), key=len)
    if about == title:
        return True
    return len(shorter) >= RECOGNISABLE and (longer.startswith(shorter) or likeness(about, title) >= ABOUT)


def compare_titles(one: Wording, other: Wording, *, close: bool) -> Titles:
    """What two titles say to each other; symmetric.

    ``close`` says that the authors agree and the years are near: then a typing error and a changed small word are
    overlooked. Numbers that differ tell works apart unless the letters are the same ("In x Ga 1-x N").
    """
    if not one.letters or not other.letters:
        return "different"
    if one.letters == other.letters:
        return "equal"
    if max(len(one.letters), len(other.letters)) > LONGEST:
        return "different"
    shared = len(one.words & other.words)
    if one.main == other.letters or other.main == one.letters:
        subtitle = abs(len(one.letters) - len(other.letters)) >= SUBTITLE
        return "cut" if subtitle and _counted(one) == _counted(other) else "different"
    if one.numbers != other.numbers or _marks(one) != _marks(other):
        return "parts" if _unnumbered(one) == _unnumbered(other) else "different"
    if shared < ALIKE * min(len(one.words), len(other.words)):
        return "different"
    if titles_agree(one.written, other.written, named=close) or (close and _spelled_otherwise(one, other)):
        return "near"
    shorter, longer = sorted((one.folded, other.folded), key=len)
    if len(shorter) >= RECOGNISABLE and longer.startswith(f"{shorter} "):
        return "akin"
    if shared < FEWEST:
        return "different"
    held = one.words <= other.words or other.words <= one.words
    if held or likeness(one.letters, other.letters) >= AKIN:
        return "akin"
    return "loose" if shared >= ALIKE * max(len(one.words), len(other.words)) else "different"


def likeness(one: str, other: str) -> float:
    """Share of the runs of three letters that two texts have in common (Dice's coefficient), from 0 to 1."""
    left, right = _runs(one), _runs(other)
    return 2 * len(left & right) / (len(left) + len(right) or 1)


@lru_cache(maxsize=1024)
def _runs(text: str) -> frozenset[str]:
    return frozenset([text[at : at + 3] for at in range(len(text) - 2)])


def have_little_in_common(one: Wording, other: Wording) -> bool:
    """Whether two titles are different at first sight: neither alike nor the same letters, subtitles aside."""
    if one.letters == other.letters or one.main == other.letters or other.main == one.letters:
        return False
    return not are_alike(one, other)


def are_alike(one: Wording, other: Wording) -> bool:
    """Whether half of the shorter title's content words are on the other one: never a proof, enough beside one."""
    return share_half(one.words, other.words)


def share_half(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether half of the smaller set's words are in the other one, and any at all."""
    shared = len(one & other)
    return shared > 0 and shared >= ALIKE * min(len(one), len(other))


def _counted(title: Wording) -> tuple[str, ...]:
    """The numbers of a title but for those of words such as "3D"."""
    return digits(re.sub(r"\b\d+[^\W\d_]+", " ", title.written)) if title.numbers else ()


def _marks(title: Wording) -> list[str]:
    folded = title.folded
    if "+" not in folded and "#" not in folded and "*" not in folded:
        return []
    return [word for word in folded.split() if word[-1] in "+#*"]


def _unnumbered(title: Wording) -> list[str]:
    """The words of a title but for numbers, roman ones included, and the marks behind words."""
    found = (re.sub(_NUMBER, "", word).rstrip("+#*") for word in title.folded.split())
    return [word for word in found if word]


def _spelled_otherwise(one: Wording, other: Wording) -> bool:
    """Whether two titles differ in one place: a slip in a word of a long one, or an acronym and its words; a word in
    brackets may be left out, and so may the "neural" of networks.
    """
    if ("(" in one.written or "(" in other.written) and _unbracketed(one) == _unbracketed(other):
        return True
    left, right = one.folded.split(), other.folded.split()
    while left and right and left[0] == right[0]:
        del left[0], right[0]
    while left and right and left[-1] == right[-1]:
        del left[-1], right[-1]
    if len(left) == len(right) == 1:
        return one.is_long and one_slip(left[0], right[0])
    acronym, words = sorted((left, right), key=len)
    if words == ["neural"] and not acronym:
        return one.is_long and "neural network" in f"{one.folded} {other.folded}"
    return len(acronym) == 1 and len(words) > 1 and acronym[0].rstrip("s") == "".join(word[0] for word in words)


def _unbracketed(title: Wording) -> str:
    return fold(re.sub(r"(?<!\w)\(\w{3,}\)(?!\w)", " ", title.written))
