"""What commas, semicolons and ampersands mean in a piece of a field of names, and the edits that say it in "and"s."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bertbib.text.name_forms import (
    Part,
    is_group,
    is_initials,
    is_one_family,
    is_person,
    is_suffix,
    is_sure_suffix,
    is_whole_name,
    starts_with_initial,
    takes_turns,
    vancouver,
)

_AMPERSAND = r"(?<=[\s,;])\\?&(?=\s)"
_SHOWN = 60
BARE_INITIALS = ", "
"""What stands between a family name and bare initials once they are told apart."""


class Edit(NamedTuple):
    """A text that takes the place of a stretch of the field."""

    start: int
    end: int
    text: str


class Reading(NamedTuple):
    """What to edit in a piece of the field; or why nothing is edited."""

    edits: tuple[Edit, ...] = ()
    doubt: str = ""


_SOUND = Reading()


def outside_braces(value: str, pattern: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """The matches of a pattern that no braces enclose."""
    depth = 0
    for match in re.compile(rf"[{{}}]|{pattern}").finditer(value, start, len(value) if end is None else end):
        if match[0] in ("{", "}"):
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            yield match


def reading_of(value: str, start: int, end: int, inverted: bool | None) -> Reading:
    """What a piece between two "and"s means; ``inverted``: whether other names of the field are ``Family, Given``."""
    text = value[start:end]
    if not ("," in text or ";" in text or "&" in text):
        return _SOUND
    separators = list(outside_braces(value, rf";|{_AMPERSAND}", start, end))
    if separators:
        return _separated(value, start, end, separators)
    if next(outside_braces(value, r"\\,", start, end), None):
        return Reading(doubt=rf"BibTeX takes the comma of \, in {_shown(text)} for one between names")
    return _by_commas(value, start, end, inverted)


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= _SHOWN else f'"{line[:_SHOWN].rstrip()}..."'


def _separated(value: str, start: int, end: int, separators: Sequence[re.Match[str]]) -> Reading:
    """Names joined by semicolons or ampersands, if each piece between them is a name or a list of names."""
    doubt = Reading(doubt=f"it cannot be told whether {_shown(value[start:end])} is one name or several")
    starts = [start, *(mark.end() for mark in separators)]
    ends = [*(mark.start() for mark in separators), end]
    edits: list[Edit] = []
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
            edits.append(Edit(max(_bare_end(value, mark.start()), starts[at]), mark.end(), ""))
    return (
        Reading(tuple(edits)) if all(first.end <= second.start for first, second in pairwise(sorted(edits))) else doubt
    )


def _joint(value: str, start: int, end: int) -> Edit:
    """An "and" in place of a separator; the blanks around it stay."""
    bare = _bare_end(value, start)
    blank = value[bare:start]
    before = blank if value[start:end].endswith("&") and blank else " "
    after = "" if value[end : end + 1].isspace() else " "
    return Edit(bare, end, f"{before}and{after}")


def _bare_end(value: str, end: int) -> int:
    """Where the text before ``end`` ends without the blanks behind it."""
    while end and value[end - 1].isspace():
        end -= 1
    return end


def _is_name(value: str, start: int, end: int) -> bool:
    """One name of a person, or a group in braces, without doubt."""
    commas = list(outside_braces(value, ",", start, end))
    if not commas:
        part = Part(value, start, end)
        return part.braced or is_whole_name(part)
    parts = _parts(value, start, end, commas)
    return all(map(is_person, parts)) and not is_initials(parts[0])


def _parts(value: str, start: int, end: int, commas: Sequence[re.Match[str]]) -> list[Part]:
    starts = [start, *(comma.end() for comma in commas)]
    ends = [*(comma.start() for comma in commas), end]
    return [Part(value, a, b) for a, b in zip(starts, ends, strict=True)]


def _by_commas(value: str, start: int, end: int, inverted: bool | None) -> Reading:
    """What the commas of a piece mean."""
    commas = list(outside_braces(value, ",", start, end))
    parts = _parts(value, start, end, commas)
    dangling: list[Edit] = []
    while commas and not parts[-1].raw:
        dangling.append(Edit(_bare_end(value, commas[-1].start()), commas[-1].end(), ""))
        del parts[-1], commas[-1]
    if not commas:
        return Reading(tuple(dangling)) if parts[0].raw else _SOUND
    if not all(part.raw for part in parts):
        sound = len(parts) == 3 and parts[0].raw and parts[2].raw  # no suffix: Name,, Given
        return Reading(tuple(dangling)) if sound else _one_or_several(value, start, end)
    reading = _two_parts(parts, inverted, serial=bool(dangling)) if len(parts) == 2 else None
    if len(parts) == 3:
        reading = _three_parts(parts)
    reading = reading or _list(value, parts)
    if reading is None:
        return _one_or_several(value, start, end)
    return reading if reading.doubt else Reading((*reading.edits, *dangling))


def _one_or_several(value: str, start: int, end: int) -> Reading:
    return Reading(doubt=f"commas stand where BibTeX expects none in {_shown(value[start:end])}")


def _two_parts(parts: Sequence[Part], inverted: bool | None, *, serial: bool) -> Reading | None:
    """``Family, Given`` most of the time; None where both parts are names."""
    first, second = parts
    if is_sure_suffix(second) and len(first.words) > 1:
        given = Part(first.raw, 0, len(first.raw.rstrip()) - len(first.words[-1]))
        if first.raw.endswith(first.words[-1]) and is_initials(given):
            text = f"{first.words[-1]}, {second.raw}, {given.raw}"
            return Reading((Edit(first.start, second.end, text),))
        return _SOUND
    if first.braced and second.braced:
        return None if is_group(first) and is_group(second) else _SOUND
    names = is_whole_name(first) and is_whole_name(second)
    if starts_with_initial(first):
        whole = f"{first.raw}, {second.raw}"
        return None if names else Reading(doubt=f"no family name begins with an initial, as in {_shown(whole)}")
    if vancouver(parts):
        whole = f"{first.raw}, {second.raw}"
        return Reading(doubt=f"it cannot be told whether {_shown(whole)} is one name or two") if not serial else None
    if names and inverted is False and not first.braced and not second.braced:
        whole = f"{first.raw}, {second.raw}"
        doubt = Reading(doubt=f"it cannot be told whether {_shown(whole)} is one name or two")
        return None if serial else doubt
    return _SOUND


def _three_parts(parts: Sequence[Part]) -> Reading | None:
    """``Family, Jr, Given`` in this order; None where the parts are names."""
    first, second, third = parts
    if is_suffix(second):
        return None if starts_with_initial(first) else _SOUND
    if is_sure_suffix(third) and is_one_family(first) and is_person(second) and not starts_with_initial(second):
        return Reading((Edit(second.start, second.end, third.raw), Edit(third.start, third.end, second.raw)))
    return None


def _list(value: str, parts: Sequence[Part]) -> Reading | None:
    """The edits that make several names of the parts between commas; None where they cannot be told."""
    if len(parts) > 3 and takes_turns(parts):
        return Reading(tuple(_between(value, parts, range(1, len(parts) - 1, 2))))
    if vancouver(parts):
        commas = (before_initials(value, part) for part in parts)
        return Reading((*commas, *_between(value, parts, range(len(parts) - 1))))
    if all(map(is_whole_name, parts)) and not vancouver(parts[:1]):
        return Reading(tuple(_between(value, parts, range(len(parts) - 1))))
    return None


def before_initials(value: str, part: Part) -> Edit:
    """The comma that a family name with bare initials lacks."""
    end = part.end - len(part.words[-1])
    return Edit(_bare_end(value, end), end, BARE_INITIALS)


def _between(value: str, parts: Sequence[Part], places: range) -> Iterator[Edit]:
    """An "and" for the comma behind each of these parts."""
    for at in places:
        comma = value.index(",", parts[at].end)
        yield _joint(value, comma, comma + 1)
