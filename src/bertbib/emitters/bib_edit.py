"""Changing fields of somebody else's .bib so that every byte that is not meant to change stays as it is.

An entry is taken apart into its fields and what stands between them (commas, blanks, comments); changes are made to
that list, in the entry's own style, and it is put together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from bertbib.crosswalk.table import TABLE
from bertbib.emitters.bib_layout import (
    LINE_END,
    Body,
    Field,
    Layout,
    cased,
    comma_in,
    is_leading,
    layout_of,
    taken_apart,
)
from bertbib.text.bib_certain import is_sure_value
from bertbib.text.bib_spans import EntrySpan, entry_span, macros, scan
from bertbib.text.bib_values import MONTHS, evaluate

_REST_OF_LINE = re.compile(r"(?:[ \t]*+%[^\r\n]*+)?+[ \t]*+(?=[\r\n])")
_COMMENT_ON_LINE = re.compile(r"[ \t]*+%")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_STRING = re.compile(r"@\s*+string\b", re.IGNORECASE)
_CONTEXT = 3  # lines around a difference
_ARCHIVE_FIELDS = ("eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass")

_Edit = tuple[int, int, int, int]
"""The lines that go, and the lines that come: start and end each."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What is to change in the entry of this key; its (1-based) line tells which one where a key is there twice.

    ``set`` maps fields to TeX without delimiters, months to BibTeX's macros; ``drop`` are names of fields in lower case
    that are to go. The entry type stays if it is None. ``bare`` says that a month's macro is to lose its delimiters,
    ``once`` that of fields that say the same again the first one stays.
    """

    key: str
    line: int
    entry_type: str | None = None
    set: Mapping[str, str] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    bare: bool = False
    once: bool = False


def apply_changes(text: str, changes: Sequence[EntryChange]) -> str:
    """The text of a .bib file with these entries changed, all other bytes the same; without effect, the text itself.

    A value that says the same already (delimiters, macros and blanks aside) stays as it is written. A new one has the
    delimiters of the old one and its place; new fields stand behind those that usually precede them, or at the end.
    Applying the changes again changes nothing.

    Raise ValueError, naming the entry, if it is not there, if it is not certain where it and its fields end, or if a
    new value would break it.
    """
    found = _entries_of(scan(text) if changes else (), changes)
    known = macros(text) if changes and _STRING.search(text) else MONTHS
    parts = []
    done = 0
    for entry, change in found:
        start, end = entry.span
        changed = _changed(text, entry, change, known)
        if changed != text[start:end]:
            parts += [text[done:start], changed]
            done = end
    return "".join([*parts, text[done:]]) if parts else text


def change_entry(
    chunk: str, change: EntryChange, known: Mapping[str, str], newline: str = "\n", entry: EntrySpan | None = None
) -> str:
    """The bytes of one entry, from its "@" to its closing delimiter, with a change made as ``apply_changes`` makes it.

    ``known`` are the file's macros, ``newline`` the line end for a chunk that has none, ``entry`` what ``entry_span``
    says of the chunk. Raise ValueError as there.
    """
    entry = entry or entry_span(chunk)
    if entry is None:
        raise ValueError(f"the entry {change.key} in line {change.line} is not well-formed and cannot be edited")
    spliced = _spliced(chunk, change, entry)
    return spliced if spliced is not None else _changed(chunk, entry, change, known, newline)


def _spliced(chunk: str, change: EntryChange, entry: EntrySpan) -> str | None:
    """The entry with new values in the old ones' delimiters, where there is nothing else to do and nothing to doubt."""
    if change.entry_type or change.drop or change.once:
        return None
    wanted = {name.lower(): value for name, value in change.set.items()}
    parts: list[str] = []
    done = 0
    for one in entry.fields:
        value = wanted.pop(one.name.lower(), None)
        if value is None:
            continue
        start, end = one.value_span
        raw = _respoken(one.name, chunk[start:end], value)
        if not raw or not is_sure_value(raw):
            return None
        parts += (chunk[done:start], raw)
        done = end
    return None if wanted else "".join((*parts, chunk[done:]))


def _respoken(name: str, raw: str, value: str) -> str:
    """A value in an old one's delimiters; empty where that takes more thought."""
    if name.lower() == "month" and value in MONTHS:
        return value
    if raw[0] in '{"' and "#" not in raw and not LINE_END.search(value):
        return f"{raw[0]}{_trimmed(value)}{raw[-1]}"
    return ""


def unified_diff(old: str, new: str, path: str) -> str:
    """What ``diff -u`` says about a .bib file before and after; nothing if both are equal."""
    before, after = _lines(old), _lines(new)
    lines = [f"--- {path}\n", f"+++ {path}\n"] if old != new else []
    for hunk in _hunks(_edits(before, after)):
        first, last = hunk[0], hunk[-1]
        lead = min(_CONTEXT, first[0])
        start, end = first[0] - lead, min(last[1] + _CONTEXT, len(before))
        new_start, new_end = first[2] - lead, last[3] + end - last[1]
        lines.append(f"@@ -{_range(start, end)} +{_range(new_start, new_end)} @@\n")
        for old_start, old_end, there_start, there_end in hunk:
            lines += [f" {line}" for line in before[start:old_start]]
            lines += [f"-{line}" for line in before[old_start:old_end]]
            lines += [f"+{line}" for line in after[there_start:there_end]]
            start = old_end
        lines += [f" {line}" for line in before[start:end]]
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _entries_of(entries: Iterable[EntrySpan], changes: Sequence[EntryChange]) -> list[tuple[EntrySpan, EntryChange]]:
    """Each change with its entry, in the order of the file."""
    by_key: dict[str, list[EntrySpan]] = {change.key: [] for change in changes}
    by_line: dict[tuple[str, int], list[EntrySpan]] = {(change.key, change.line): [] for change in changes}
    for entry in entries:
        if entry.key in by_key:
            by_key[entry.key].append(entry)
            by_line.get((entry.key, entry.line), []).append(entry)
    found: dict[int, tuple[EntrySpan, EntryChange]] = {}
    for change in changes:
        candidates = by_key[change.key]
        if len(candidates) > 1:
            candidates = by_line[change.key, change.line]
        name = f"the entry {change.key} in line {change.line}"
        if len(candidates) != 1:
            raise ValueError(f"{name} is there twice" if candidates else f"{name} is not there")
        entry = candidates[0]
        if not entry.closed:
            raise ValueError(f"{name} is not well-formed and cannot be edited")
        if entry.span[0] in found:
            raise ValueError(f"{name} has two changes")
        found[entry.span[0]] = entry, change
    return [found[start] for start in sorted(found)]


def _changed(text: str, entry: EntrySpan, change: EntryChange, known: Mapping[str, str], newline: str = "\n") -> str:
    start, end = entry.span
    values = {name.lower(): (name, _trimmed(value)) for name, value in change.set.items()}
    if not change.drop.isdisjoint(values):
        raise ValueError(f"the entry {change.key} in line {change.line} is to get and to lose the same field")
    body = taken_apart(text, entry)
    line_end = LINE_END.search(text, start, end) or LINE_END.search(text)
    layout = layout_of(body, line_end[0] if line_end else newline)
    for one in body.fields:
        if one.name.lower() in values:
            _, value = values[one.name.lower()]
            if _folded(evaluate(one.raw, known).text) != _folded(value) or (change.bare and value in MONTHS):
                one.raw = layout.enclosed(one.name, value, one.raw)
    present = {one.name.lower() for one in body.fields}
    for lower, (name, value) in values.items():
        if lower not in present:
            _insert(body, layout, name, value)
    if change.drop or change.once:
        repeated = _repeated(body, known) if change.once else set()
        _drop(body, [one.name.lower() in change.drop or at in repeated for at, one in enumerate(body.fields)])
    entry_type = _type(entry.type, change.entry_type)
    type_start, type_end = entry.type_span
    result = "".join([text[start:type_start], entry_type, text[type_end : entry.key_span[1]], str(body), text[end - 1]])
    if result != text[start:end] and not _is_as_meant(result, entry_type, entry.key, body):
        raise ValueError(f"the entry {change.key} in line {change.line} would not be well-formed with its new values")
    return result


def _is_as_meant(result: str, entry_type: str, key: str, body: Body) -> bool:
    """Whether a changed entry is read as what it should be; a hostile value may say otherwise."""
    entry = entry_span(result)
    if entry is None:
        return False
    fields = [(one.name, result[slice(*one.value_span)]) for one in entry.fields]
    meant = [(one.name, one.raw) for one in body.fields]
    return (entry.type, entry.key, fields) == (entry_type, key, meant)


def _trimmed(value: str) -> str:
    return value.strip(" \t\r\n\f\v")


def _folded(value: str) -> str:
    return _trimmed(_BLANKS.sub(" ", value))


def _type(old: str, new: str | None) -> str:
    return old if new is None or new.lower() == old.lower() else cased(new, [old])


@cache
def _ranks() -> Mapping[str, int]:
    """The usual order of fields, which is that of the crosswalk's table."""
    ranks: dict[str, int] = {}
    for crossing in TABLE:
        month = ("date", "month") if crossing.variable == "issued" else ()
        for name in (crossing.bibtex, crossing.biblatex, *month, *crossing.also):
            ranks.setdefault(name, len(ranks))
    for name in _ARCHIVE_FIELDS:
        ranks.setdefault(name, len(ranks))
    return ranks


def _insert(body: Body, layout: Layout, name: str, value: str) -> None:
    """Put a new field behind the last one that usually precedes it, or at the end; comments stay on their lines."""
    ranks = _ranks()
    rank = ranks.get(name.lower(), len(ranks))
    preceding = [index for index, one in enumerate(body.fields) if ranks.get(one.name.lower(), rank) < rank]
    index = preceding[-1] if preceding and rank < len(ranks) else len(body.fields) - 1
    name = cased(name, layout.names)
    between, last = body.behind(index), index + 1 == len(body.fields)
    comma = comma_in(between)
    leading = is_leading(between) if comma >= 0 else layout.leading
    at = 0 if leading else comma + 1
    rest = _REST_OF_LINE.match(between, at)
    on_lines = layout.on_lines and (rest is not None or last)
    at = rest.end() if rest and on_lines else at
    if leading:
        before = between[:at] + (layout.opening(name, leading=True) if on_lines else f",{layout.gap}")
        comma_behind = comma < 0 and not last
    else:
        before = ("," if comma < 0 else "") + between[:at]
        before += layout.opening(name, leading=False) if on_lines else layout.gap
        comma_behind = comma >= 0 or not last
    body.put_behind(index, ("," if comma_behind else "") + between[at:])
    body.fields.insert(index + 1, Field(before, name, layout.assign(name), layout.enclosed(name, value)))


def _repeated(body: Body, known: Mapping[str, str]) -> set[int]:
    """The places of fields that say what an earlier one of their name says."""
    seen: set[tuple[str, str]] = set()
    found = set()
    for at, one in enumerate(body.fields):
        says = one.name.lower(), _folded(evaluate(one.raw, known).text)
        if says in seen:
            found.add(at)
        seen.add(says)
    return found


def _drop(body: Body, leaving: Sequence[bool]) -> None:
    """Take fields out, each with its line or its part of one; comments around it stay."""
    kept: list[Field] = []
    going: list[str] = []  # what stands before each of the fields that are going, one behind the other
    for one, leaves in zip(body.fields, leaving, strict=True):
        if leaves:
            going.append(one.before)
        else:
            one.before = _without_fields([*going, one.before], last=False)
            kept.append(one)
            going = []
    body.tail = _without_fields([*going, body.tail], last=True)
    first = body.behind(-1)
    body.fields = kept
    if body.behind(-1) != first:
        body.put_behind(-1, _comma_first(body.behind(-1)))


def _comma_first(between: str) -> str:
    """What stands behind the key: a comment before the comma would belong to the key for who knows no comments."""
    comma, comment = comma_in(between), between.find("%")
    return between if comment < 0 or 0 <= comma < comment else "," + _without(between, comma)


def _without_fields(betweens: list[str], *, last: bool) -> str:
    """What stands before and behind fields that go, put together in pairs: of hostile files there may be many."""
    while len(betweens) > 1:
        pairs = zip(betweens[::2], betweens[1::2], strict=False)
        joined = [_joined(before, behind, last=False) for before, behind in pairs]
        if len(betweens) % 2:
            joined.append(betweens[-1])
        elif last:
            joined[-1] = _joined(*betweens[-2:], last=True)
        betweens = joined
    return betweens[0]


def _joined(before: str, behind: str, *, last: bool) -> str:
    """What stands between the neighbours of a field that goes: one comma if another field follows, all comments."""
    comma_before, comma_behind = comma_in(before), comma_in(behind)
    if comma_behind < 0:
        before = _without(before, comma_before) if last else before
    elif comma_before >= 0 and is_leading(behind):
        before = _without(before, comma_before)
    elif comma_before >= 0:
        behind = _without(behind, comma_behind)
    if before and _COMMENT_ON_LINE.match(behind):
        return before + behind.lstrip(" \t")
    if not LINE_END.search(behind) and LINE_END.search(before) and (not last or "%" in before) and "," not in behind:
        return before
    return before.rstrip(" \t\r\n\f\v") + behind


def _without(between: str, comma: int) -> str:
    return between[:comma].rstrip(" \t") + between[comma + 1 :] if comma >= 0 else between


def _lines(text: str) -> list[str]:
    """The lines with their ends; unlike for ``str.splitlines``, only a newline ends one."""
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _edits(before: list[str], after: list[str]) -> Iterator[_Edit]:
    """The lines that differ, entry by entry: for a whole file difflib takes minutes."""
    # Imported here: only who wants to see a difference needs it.
    from difflib import SequenceMatcher

    starts, new_starts = _chunks(before), _chunks(after)
    if len(starts) != len(new_starts):
        starts, new_starts = [0, len(before)], [0, len(after)]
    for (start, end), (new_start, new_end) in zip(pairwise(starts), pairwise(new_starts), strict=True):
        old, new = before[start:end], after[new_start:new_end]
        if old != new:
            for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
                if tag != "equal":
                    yield start + i, start + j, new_start + k, new_start + m


def _chunks(lines: list[str]) -> list[int]:
    return [0, *(index for index, line in enumerate(lines) if line.startswith("@")), len(lines)]


def _hunks(edits: Iterable[_Edit]) -> list[list[_Edit]]:
    """Edits that share lines of context, together."""
    hunks: list[list[_Edit]] = []
    for edit in edits:
        if hunks and edit[0] - hunks[-1][-1][1] <= 2 * _CONTEXT:
            hunks[-1].append(edit)
        else:
            hunks.append([edit])
    return hunks


def _range(start: int, end: int) -> str:
    """Lines as ``diff -u`` names them; none are named by the line before them."""
    return f"{start + 1}" if end - start == 1 else f"{start + (end > start)},{end - start}"
