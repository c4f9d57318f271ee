r"""What is certainly wrong in a field of names, mended in the TeX as it stands; what may be wrong, named.

BibTeX joins names by "and" outside braces, and knows names of at most two commas, the middle part of three being "Jr"
or its like (N. Markey, "Tame the BeaST", chapter 11). Whatever else people write is one wrong name to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bertbib.text.name_forms import (
    Part,
    is_group,
    is_initials,
    is_one_family,
    is_person,
    is_suffix,
    is_sure_suffix,
    is_vancouver,
    is_whole_name,
    starts_with_initial,
    takes_turns,
    vancouver,
)
from bertbib.text.name_lists import EXTENDED
from bertbib.text.tex import balanced

# What no sound field holds, but for what ``_is_sound`` sees in single names.
_ODD = (
    r"[;&]|\s0\d{3}(?!\d)|\b[Aa]l\b|[,;]\s*others|\b(?i:and)\s+and\b|,\s*(?:\Z|[Aa][Nn][Dd]\s)|^\s*[aA][nN][dD]\s"
    r"|\sand\s*\Z|[a-z] [A-Z]{1,3}\s*,|,\s*[JS]n?r|\},\s*\{|(?:\A|\s[aA][nN][dD])\s*,"
)
_AND = r"(?:(?<=\s)|\A)[Aa][Nn][Dd](?=\s|\Z)"
_AMPERSAND = r"(?<=[\s,;])\\?&(?=\s)"
_ENTITY = r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w{1,30});"
_HOMONYM = r"(?:(?<=[^\W\d_])|(?<=[.}]))[\s~]+0\d{3}(?=\s*(?:[,;]|\Z|\s[Aa][Nn][Dd](?:\s|\Z)))"
_ET_AL = r"(?:\\(?:emph|textit)\s*)?\{(?:\\(?:em|it)\s+)?et\.?[\s~]+al\.?\}|et\.?(?:[\s~]|\\ )+al\b\.?"
_LAST_OTHERS = rf"(?:{_ET_AL}|(?<=[,;\s])others)[.,]?(?=\s*\Z)"
_SHOWN = 60
_BARE_INITIALS = ", "
"""What stands between a family name and bare initials once they are told apart."""


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


class _Reading(NamedTuple):
    """What to edit in a piece of the field; or why nothing is edited."""

    edits: tuple[_Edit, ...] = ()
    doubt: str = ""


_SOUND = _Reading()


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
    if "{" in value or "}" in value:
        if value.lstrip().startswith("{") or not balanced(value):
            return True
    if "\\," in value:
        return True
    names = " ".join(value.split()).split(" and ")
    compound = any("," in name and " " in name.partition(",")[0] for name in names)
    return compound and any("," not in name for name in names)


def _mended(value: str) -> tuple[str, str | None]:
    if not balanced(value):
        return value, "its braces do not pair up"
    if any(EXTENDED.search(value[start:end]) for start, end in _chunks(value)):
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


def _outside_braces(value: str, pattern: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    depth = 0
    for match in re.compile(rf"[{{}}]|{pattern}").finditer(value, start, len(value) if end is None else end):
        if match[0] in ("{", "}"):
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            yield match


def _ands(value: str) -> list[re.Match[str]]:
    """The words that join names. At either end of the field a capital makes it a name (``Metin And``)."""
    last = len(value.rstrip())
    found = _outside_braces(value, _AND)
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
    found = next(_outside_braces(value, rf"(?:{_LAST_OTHERS})"), None)
    if found is None:
        # The braces of {et al.} are the pattern's own.
        found = re.search(rf"(?:{_LAST_OTHERS})", value) if "{" in value else None
        if found is None or not balanced(value[: found.start()]):
            return value
    before = value[: found.start()].rstrip(" \t\r\n~,;&")
    before = before.removesuffix("\\") if value[len(before) :].startswith("&") else before
    joined = before == "and" or before[-4:-3].isspace() and before[-3:].lower() == "and"
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
    edits = [_Edit(found.start(), found.end(), "") for found in _outside_braces(value, _HOMONYM)]
    return _edited(value, edits)


def _edited(value: str, edits: Sequence[_Edit]) -> str:
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
    edits: list[_Edit] = []
    doubt = ""
    medical = False
    for start, end in chunks:
        reading = _reading(value, start, end, inverted)
        edits += reading.edits
        medical = medical or any(edit.text == _BARE_INITIALS for edit in reading.edits)
        doubt = doubt or reading.doubt
    if medical:
        alone = [Part(value, start, end) for start, end in chunks if "," not in value[start:end]]
        edits += [_before_initials(value, part) for part in alone if is_vancouver(part)]
    return _edited(value, edits), doubt or _several_in_braces(value) or None


def _inverted(value: str, chunks: Sequence[tuple[int, int]]) -> bool | None:
    """Whether the other names stand as ``Family, Given``, or none does; None where no other name tells."""
    plain = False
    for start, end in chunks:
        commas = list(_outside_braces(value, ",", start, end))
        part = Part(value, start, commas[0].start() if commas else end)
        if len(commas) == 1 and value[commas[0].end() : end].strip() and is_one_family(part):
            return True
        plain = plain or (not commas and len(part.words) > 1 and not part.braced)
    return False if plain else None


def _reading(value: str, start: int, end: int, inverted: bool | None) -> _Reading:
    text = value[start:end]
    if not ("," in text or ";" in text or "&" in text):
        return _SOUND
    separators = list(_outside_braces(value, rf";|{_AMPERSAND}", start, end))
    if separators:
        return _separated(value, start, end, separators)
    if next(_outside_braces(value, r"\\,", start, end), None):
        return _Reading(doubt=rf"BibTeX takes the comma of \, in {_shown(text)} for one between names")
    return _by_commas(value, start, end, inverted)


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= _SHOWN else f'"{line[:_SHOWN].rstrip()}..."'


def _separated(value: str, start: int, end: int, separators: Sequence[re.Match[str]]) -> _Reading:
    """Names joined by semicolons or ampersands, if each piece between them is a name or a list of names."""
    doubt = _Reading(doubt=f"it cannot be told whether {_shown(value[start:end])} is one name or several")
    starts = [start, *(mark.end() for mark in separators)]
    ends = [*(mark.start() for mark in separators), end]
    edits: list[_Edit] = []
    filled = [bool(value[a:b].strip()) for a, b in zip(starts, ends, strict=True)]
    for a, b, full in zip(starts, ends, filled, strict=True):
        reading = _by_commas(value, a, b, None) if full else _SOUND
        if reading.doubt or (full and not reading.edits and not _is_name(value, a, b)):
            return doubt
        edits += reading.edits
    last = max((at for at, full in enumerate(filled) if full), default=-1)
    for at, mark in enumerate(separators):
        if filled[at] and at < last:
            edits.append(_joint(value, mark.start(), mark.end()))
        else:
            edits.append(_Edit(max(_bare_end(value, mark.start()), starts[at]), mark.end(), ""))
    return _Reading(tuple(edits)) if all(first.end <= second.start for first, second in _pairs(edits)) else doubt


def _pairs(edits: Sequence[_Edit]) -> Iterator[tuple[_Edit, _Edit]]:
    ordered = sorted(edits)
    return zip(ordered, ordered[1:], strict=False)


def _joint(value: str, start: int, end: int) -> _Edit:
    """An "and" in place of a separator; the blanks around it stay."""
    bare = _bare_end(value, start)
    blank = value[bare:start]
    before = blank if value[start:end].endswith("&") and blank else " "
    after = "" if value[end : end + 1].isspace() else " "
    return _Edit(bare, end, f"{before}and{after}")


def _bare_end(value: str, end: int) -> int:
    """Where the text before ``end`` ends without the blanks behind it."""
    while end and value[end - 1].isspace():
        end -= 1
    return end


def _is_name(value: str, start: int, end: int) -> bool:
    """One name of a person, or a group in braces, without doubt."""
    commas = list(_outside_braces(value, ",", start, end))
    if not commas:
        part = Part(value, start, end)
        return part.braced or is_whole_name(part)
    parts = _parts(value, start, end, commas)
    return all(map(is_person, parts)) and not is_initials(parts[0])


def _parts(value: str, start: int, end: int, commas: Sequence[re.Match[str]]) -> list[Part]:
    starts = [start, *(comma.end() for comma in commas)]
    ends = [*(comma.start() for comma in commas), end]
    return [Part(value, a, b) for a, b in zip(starts, ends, strict=True)]


def _by_commas(value: str, start: int, end: int, inverted: bool | None) -> _Reading:
    """What the commas of a piece mean."""
    commas = list(_outside_braces(value, ",", start, end))
    parts = _parts(value, start, end, commas)
    dangling: list[_Edit] = []
    while commas and not parts[-1].raw:
        dangling.append(_Edit(_bare_end(value, commas[-1].start()), commas[-1].end(), ""))
        del parts[-1], commas[-1]
    if not commas:
        return _Reading(tuple(dangling)) if parts[0].raw else _SOUND
    if not all(part.raw for part in parts):
        sound = len(parts) == 3 and parts[0].raw and parts[2].raw  # no suffix: Name,, Given
        return _Reading(tuple(dangling)) if sound else _one_or_several(value, start, end)
    reading = _two_parts(parts, inverted, serial=bool(dangling)) if len(parts) == 2 else None
    if len(parts) == 3:
        reading = _three_parts(parts)
    reading = reading or _list(value, parts)
    if reading is None:
        return _one_or_several(value, start, end)
    return reading if reading.doubt else _Reading((*reading.edits, *dangling))


def _one_or_several(value: str, start: int, end: int) -> _Reading:
    return _Reading(doubt=f"commas stand where BibTeX expects none in {_shown(value[start:end])}")


def _two_parts(parts: Sequence[Part], inverted: bool | None, *, serial: bool) -> _Reading | None:
    """``Family, Given`` most of the time; None where both parts are names."""
    first, second = parts
    if is_sure_suffix(second) and len(first.words) > 1:
        given = Part(first.raw, 0, len(first.raw.rstrip()) - len(first.words[-1]))
        if first.raw.endswith(first.words[-1]) and is_initials(given):
            text = f"{first.words[-1]}, {second.raw}, {given.raw}"
            return _Reading((_Edit(first.start, second.end, text),))
        return _SOUND
    if first.braced and second.braced:
        return None if is_group(first) and is_group(second) else _SOUND
    names = is_whole_name(first) and is_whole_name(second)
    if starts_with_initial(first):
        whole = f"{first.raw}, {second.raw}"
        return None if names else _Reading(doubt=f"no family name begins with an initial, as in {_shown(whole)}")
    if vancouver(parts):
        whole = f"{first.raw}, {second.raw}"
        return _Reading(doubt=f"it cannot be told whether {_shown(whole)} is one name or two") if not serial else None
    if names and inverted is False and not first.braced and not second.braced:
        whole = f"{first.raw}, {second.raw}"
        doubt = _Reading(doubt=f"it cannot be told whether {_shown(whole)} is one name or two")
        return None if serial else doubt
    return _SOUND


def _three_parts(parts: Sequence[Part]) -> _Reading | None:
    """``Family, Jr, Given`` in this order; None where the parts are names."""
    first, second, third = parts
    if is_suffix(second):
        return None if starts_with_initial(first) else _SOUND
    if is_sure_suffix(third) and is_one_family(first) and is_person(second) and not starts_with_initial(second):
        return _Reading((_Edit(second.start, second.end, third.raw), _Edit(third.start, third.end, second.raw)))
    return None


def _list(value: str, parts: Sequence[Part]) -> _Reading | None:
    """The edits that make several names of the parts between commas; None where they cannot be told."""
    if len(parts) > 3 and takes_turns(parts):
        return _Reading(tuple(_between(value, parts, range(1, len(parts) - 1, 2))))
    if vancouver(parts):
        commas = (_before_initials(value, part) for part in parts)
        return _Reading((*commas, *_between(value, parts, range(len(parts) - 1))))
    if all(map(is_whole_name, parts)) and not vancouver(parts[:1]):
        return _Reading(tuple(_between(value, parts, range(len(parts) - 1))))
    return None


def _before_initials(value: str, part: Part) -> _Edit:
    end = part.end - len(part.words[-1])
    return _Edit(_bare_end(value, end), end, _BARE_INITIALS)


def _between(value: str, parts: Sequence[Part], places: range) -> Iterator[_Edit]:
    """An "and" for the comma behind each of these parts."""
    for at in places:
        comma = value.index(",", parts[at].end)
        yield _joint(value, comma, comma + 1)


def _several_in_braces(value: str) -> str:
    """A doubt about braces around a whole list, which make one name of it."""
    part = Part(value, 0, len(value))
    if not part.braced or " and " not in part.text:
        return ""
    names = [Part(name, 0, len(name)) for name in part.text.split(" and ")]
    people = all(len(name.words) > 1 and is_person(name) for name in names)
    return "BibTeX takes all names in one pair of braces for a single one" if people else ""
