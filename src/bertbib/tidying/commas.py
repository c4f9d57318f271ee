"""Fields that slipped into another one's value, and commas that are missing, mended in an entry's bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bertbib.emitters.bib_layout import comma_in
from bertbib.text.bib_spans import EntrySpan, scan
from bertbib.text.bib_values import evaluate, swallowed
from bertbib.text.bibtex import parse_bib
from bertbib.tidying.edits import Edit

SWALLOWED, MISSING = "swallowed-field", "missing-comma"
_MOST = 20  # layers of fields that swallow fields
_LINE_ENDS = re.compile(r"\r\n|\r|\n")


class Mended(NamedTuple):
    """An entry's bytes with its fields in their places, and what was changed by which rule."""

    chunk: str
    edits: tuple[tuple[str, Edit], ...]


def mended(chunk: str) -> Mended | None:
    """An entry mended, None where nothing is certain: what is read out of it must be the same before and after."""
    ends = set(_LINE_ENDS.findall(chunk))
    if len(ends) > 1:
        return None
    end = ends.pop() if ends else "\n"
    text = chunk.replace(end, "\n")
    edits: list[tuple[str, Edit]] = []
    for _ in range(_MOST):
        entry = _only(text)
        found = _unswallowed(text, entry) if entry else None
        if found is None:
            break
        text, edit = found
        edits.append((SWALLOWED, edit))
    entry = _only(text)
    if entry is None or not entry.closed:
        return None
    if edits:
        edits += _freed(chunk, text, edits)
    text, more = _with_commas(text, entry)
    edits += more
    if not edits or not _says_the_same(chunk, text):
        return None
    return Mended(text.replace("\n", end), tuple(edits))


def _only(text: str) -> EntrySpan | None:
    found = scan(text)
    return found[0] if len(found) == 1 and found[0].span == (0, len(text)) else None


def _unswallowed(text: str, entry: EntrySpan) -> tuple[str, Edit] | None:
    """The text with the first value that holds a field ended before it; its last delimiter is the one too many."""
    for field in entry.fields:
        start, end = field.value_span
        raw = text[start:end]
        if raw[0] not in '{"' or raw[-1] not in '}"':
            continue
        inside = swallowed(raw[1:-1])
        if inside:
            kept, _name, _at = inside
            rest = raw[1 + kept : -1]
            comma = "" if comma_in(rest[: rest.find("=")]) >= 0 else ","
            value = raw[0] + raw[1 : 1 + kept] + raw[-1] + comma + rest
            return text[:start] + value + text[end:], Edit(field.name.lower(), raw[1:-1], raw[1 : 1 + kept])
    return None


def _freed(chunk: str, text: str, edits: Sequence[tuple[str, Edit]]) -> list[tuple[str, Edit]]:
    """The fields that nobody saw before."""
    before = {field.name.lower() for field in scan(chunk)[0].fields}
    after = scan(text)[0].fields
    return [
        (SWALLOWED, Edit(field.name.lower(), None, evaluate(text[slice(*field.value_span)], {}).text))
        for field in after
        if field.name.lower() not in before and not any(edit.field == field.name.lower() for _, edit in edits)
    ]


def _with_commas(text: str, entry: EntrySpan) -> tuple[str, list[tuple[str, Edit]]]:
    """The text with a comma behind each value that another field follows."""
    parts: list[str] = []
    edits = []
    done = 0
    for field, after in zip(entry.fields, entry.fields[1:], strict=False):
        end = field.value_span[1]
        if comma_in(text[end : after.name_span[0]]) < 0:
            parts += [text[done:end], ","]
            done = end
            value = evaluate(text[slice(*after.value_span)], {}).text
            edits.append((MISSING, Edit(after.name.lower(), None, value)))
    return "".join([*parts, text[done:]]), edits


def _says_the_same(before: str, after: str) -> bool:
    """Whether two texts of an entry are read alike, the second one without complaints."""
    one, other = parse_bib(before, ""), parse_bib(after, "")
    said = [[(entry.type, entry.key, _folded(entry.fields)) for entry in read.entries] for read in (one, other)]
    codes = {problem.code for problem in other.problems} - {"bib-undefined-macro", "bib-duplicate-field"}
    entries = scan(after)
    return len(said[0]) == 1 and said[0] == said[1] and not codes and len(entries) == 1 and entries[0].closed


def _folded(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: " ".join(value.split()) for name, value in fields.items()}
