r"""What is certainly wrong in a field of names, mended in the TeX as it stands; what may be wrong, named.

BibTeX joins names by "and" outside braces, and knows names of at most two commas, the middle part of three being "Jr"
or its like (N. Markey, "Tame the BeaST", chapter 11). Whatever else people write is one wrong name to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bertbib.text.name_forms import Part, is_one_family, is_person, is_vancouver
from bertbib.text.name_joints import BARE_INITIALS, Edit, before_initials, outside_braces, reading_of
from bertbib.text.tex import balanced

# What no sound field holds, but for what ``_is_sound`` sees in single names.
_ODD = (
    r"[;&]|\s0\d{3}(?!\d)|\b[Aa]l\b|[,;]\s*others|\b(?i:and)\s+and\b|,\s*(?:\Z|[Aa][Nn][Dd]\s)|^\s*[aA][nN][dD]\s"
    r"|\sand\s*\Z|[a-z] [A-Z]{1,3}\s*,|,\s*[JS]n?r|\},\s*\{|(?:\A|\s[aA][nN][dD])\s*,"
)
_AND = r"(?:(?<=\s)|\A)[Aa][Nn][Dd](?=\s|\Z)"
_EXTENDED = r"\b(?:family|given|prefix|suffix)(?:-i)?\s*="  # biblatex manual, 3.6
_ENTITY = r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w{1,30});"
_HOMONYM = r"(?:(?<=[^\W\d_])|(?<=[.}]))[\s~]+0\d{3}(?=\s*(?:[,;]|\Z|\s[Aa][Nn][Dd](?:\s|\Z)))"
_ET_AL = r"(?:\\(?:emph|textit)\s*)?\{(?:\\(?:em|it)\s+)?et\.?[\s~]+al\.?\}|et\.?(?:[\s~]|\\ )+al\b\.?"
_LAST_OTHERS = rf"(?:{_ET_AL}|(?<=[,;\s])others)[.,]?(?=\s*\Z)"


def repaired_names(value: str) -> str:
    """A BibTeX field of names (raw TeX) -> the same with what is certainly wrong mended, all else byte for byte.

    Names joined by commas, semicolons or ampersands are joined by "and"; "et al." becomes "and others"; the numbers
    that DBLP puts behind homonyms, doubled and dangling "and"s and commas come off; ``King, Martin Luther, Jr.`` gets
    its parts in BibTeX's order. Names in biblatex's extended format stay. Whether a name in CJK script or a Hungarian
    one begins with the family is never guessed. What may be meant in two ways stays (``doubtful_names``). Idempotent.
    """
    return value if _is_sound(value) else _mended(value)[0]


def doubtful_names(value: str) -> str | None:
    """What in a BibTeX field of names looks wrong and cannot be mended with certainty, in one sentence; else None."""
    return None if _is_sound(value) and not _may_be_doubtful(value) else _mended(value)[1]


def _is_sound(value: str) -> bool:
    """Whether nothing can be wrong with a field; nearly all of them, at a small price."""
    if "," in value:
        line = value if "\n" not in value else " ".join(value.split())
        for name in line.split(" and "):
            commas = name.count(",")
            if commas > 1 or (commas and "." in name[1:4] and name.find(".") < name.find(",")):
                return False
    return re.search(_ODD, value) is None


def _may_be_doubtful(value: str) -> bool:
    r"""Whether a field that needs no mending is worth a look: braces, ``\\,``, names of both orders."""
    if "\\," in value or value.lstrip().startswith("{") or not balanced(value):
        return True
    names = " ".join(value.split()).split(" and ")
    compound = any("," in name and " " in name.partition(",")[0] for name in names)
    return compound and any("," not in name for name in names)


def _mended(value: str) -> tuple[str, str | None]:
    if not balanced(value):
        return value, "its braces do not pair up"
    if re.search(_EXTENDED, value, re.IGNORECASE):
        return value, None
    if found := re.search(_ENTITY, value):
        return value, f"{found[0]} is HTML, not TeX"
    doubt = None
    for _ in range(4):  # one mistake may hide another
        before = value
        value = _without_homonyms(_with_others(_without_empty_names(value)))
        value, doubt = _regrouped(value)
        if value == before:
            break
    return value, doubt


def _ands(value: str) -> list[re.Match[str]]:
    """The words that join names. At either end of the field a capital makes it a name (``Metin And``)."""
    last = len(value.rstrip())
    found = outside_braces(value, _AND)
    return [word for word in found if word[0] == "and" or (value[: word.start()].strip() and word.end() < last)]


def _chunks(value: str) -> list[tuple[int, int]]:
    """Where the pieces between the "and"s stand."""
    words = _ands(value)
    starts = [0, *(word.end() for word in words)]
    return list(zip(starts, [*(word.start() for word in words), len(value)], strict=True))


def _without_empty_names(value: str) -> str:
    """Without "and"s that join nothing."""
    words = _ands(value)
    chunks = _chunks(value)
    if len({word[0] for word in words}) > 1 and any(word[0] == "And" for word in words):
        return value  # it may be somebody's name
    kept = [at for at, (start, end) in enumerate(chunks) if value[start:end].strip(" \t\r\n,")]
    if len(kept) == len(chunks) or not kept:
        return value
    out = value[: len(value) - len(value.lstrip())]
    for number, at in enumerate(kept):
        piece = value[slice(*chunks[at])]
        piece = piece if number else piece.lstrip()
        piece = piece if at != kept[-1] else piece.rstrip()
        out += (words[at - 1][0] if number else "") + piece
    return out + value[len(value.rstrip()) :]


def _with_others(value: str) -> str:
    """With "and others" where the list goes on."""
    found = next(outside_braces(value, rf"(?:{_LAST_OTHERS})"), None)
    if found is None:
        # The braces of {et al.} are the pattern's own.
        found = re.search(rf"(?:{_LAST_OTHERS})", value) if "{" in value else None
        if found is None or not balanced(value[: found.start()]):
            return value
    before = value[: found.start()].rstrip(" \t\r\n~,;&")
    before = before.removesuffix("\\") if value[len(before) :].startswith("&") else before
    joined = before == "and" or (before[-4:-3].isspace() and before[-3:].lower() == "and")
    if found[0] == "others" and joined:
        return value
    if not before.strip() or (found.start() > 0 and value[found.start() - 1] not in " \t\r\n~,;&"):
        return value
    gap = re.search(r"\s*\Z", value[: found.start()])
    space = gap[0] if gap and gap[0] else " "
    return (
        f"{before}{space}others{value[found.end() :]}" if joined else f"{before}{space}and others{value[found.end() :]}"
    )


def _without_homonyms(value: str) -> str:
    edits = [Edit(found.start(), found.end(), "") for found in outside_braces(value, _HOMONYM)]
    return _edited(value, edits)


def _edited(value: str, edits: Sequence[Edit]) -> str:
    out = []
    at = 0
    for edit in sorted(edits):
        out += [value[at : edit.start], edit.text]
        at = edit.end
    return "".join([*out, value[at:]])


def _regrouped(value: str) -> tuple[str, str | None]:
    """With every piece between "and"s cut into its names; the first doubt, if there is one."""
    chunks = _chunks(value)
    inverted = _inverted(value, chunks)
    edits: list[Edit] = []
    doubt = ""
    medical = False
    for start, end in chunks:
        reading = reading_of(value, start, end, inverted)
        edits += reading.edits
        medical = medical or any(edit.text == BARE_INITIALS for edit in reading.edits)
        doubt = doubt or reading.doubt
    if medical:
        alone = [Part(value, start, end) for start, end in chunks if "," not in value[start:end]]
        edits += [before_initials(value, part) for part in alone if is_vancouver(part)]
    return _edited(value, edits), doubt or _several_in_braces(value) or None


def _inverted(value: str, chunks: Sequence[tuple[int, int]]) -> bool | None:
    """Whether the other names stand as ``Family, Given``, or none does; None where no other name tells."""
    plain = False
    for start, end in chunks:
        commas = list(outside_braces(value, ",", start, end))
        part = Part(value, start, commas[0].start() if commas else end)
        if len(commas) == 1 and value[commas[0].end() : end].strip() and is_one_family(part):
            return True
        plain = plain or (not commas and len(part.words) > 1 and not part.braced)
    return False if plain else None


def _several_in_braces(value: str) -> str:
    """A doubt about braces around a whole list, which make one name of it."""
    part = Part(value, 0, len(value))
    if not part.braced or " and " not in part.text:
        return ""
    names = [Part(name, 0, len(name)) for name in part.text.split(" and ")]
    people = all(len(name.words) > 1 and is_person(name) for name in names)
    return "BibTeX takes all names in one pair of braces for a single one" if people else ""
