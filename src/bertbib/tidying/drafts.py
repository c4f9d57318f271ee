"""An entry on its way from what it is to what it will be, with a note of every change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bertbib.duplicates import Work
from bertbib.emitters.bib_edit import EntryChange, change_entry
from bertbib.text.bib_spans import EntrySpan, Span, entry_span
from bertbib.text.bib_values import evaluate
from bertbib.text.bibtex import BibEntry
from bertbib.tidying.edits import ENTRY_TYPE, Edit


@dataclass(frozen=True, slots=True)
class Change:
    """A field that changed, and by which rule; without ``old`` it is new, without ``new`` it is gone.

    The line is that of the entry in the text that was read.
    """

    key: str
    line: int
    field: str
    rule: str
    old: str | None
    new: str | None


class State(NamedTuple):
    """What a draft was when it could be written."""

    type: str
    fields: Mapping[str, str]
    changes: tuple[Change, ...]
    mended: str | None
    bare: bool
    once: bool


class Draft:
    """One entry.

    ``fields`` are what it will say, and are the parsed entry's own until something changes.
    """

    __slots__ = (
        "_bare", "_editable", "_found", "_mended", "_now", "_once", "_raws", "_single", "_sound", "_span", "_text",
        "_written", "at", "changes", "entry", "fields", "gone", "ruled", "type", "work",
    )  # fmt: skip

    def __init__(self, at: int, entry: BibEntry, text: str, span: Span | None, closed: bool | None) -> None:
        """``closed`` says whether it is certain where the entry's fields end, None where its bytes tell."""
        self.at = at
        self.entry = entry
        self.type = entry.type
        self.fields: Mapping[str, str] = entry.fields
        self.changes: list[Change] = []
        self.gone = False
        self._text = text
        self._span = span
        self._mended: str | None = None
        self._editable = closed if span is not None else False
        self._bare = False
        self._once = False
        self._raws: dict[str, list[str]] | None = None
        self._found: EntrySpan | None = None
        self._now: BibEntry | None = entry
        self._written: str | None = None
        self._single: tuple[str, ...] = ()  # fields that were there again
        self._sound = State(entry.type, entry.fields, (), None, False, False)
        self.work: Work | None = None
        self.ruled: Mapping[str, str] | None = None  # the fields that rules have seen

    @property
    def key(self) -> str:
        """The citation key."""
        return self.entry.key

    @property
    def chunk(self) -> str:
        """The entry's bytes, mended perhaps; the changes are not in them."""
        if self._mended is not None:
            return self._mended
        return self._text[slice(*self._span)] if self._span is not None else ""

    @property
    def editable(self) -> bool:
        """Whether it is certain where the entry and its fields stand."""
        if self._editable is None:
            self._read()
            self._forget()
        return bool(self._editable)

    @property
    def is_changed(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.changes)

    def settle(self, known: Mapping[str, str], newline: str) -> str:
        """Write the entry; where that cannot be as it is meant, go back to what could be written, and change no more.

        Return why, empty where all is well.
        """
        try:
            self.written(known, newline)
        except ValueError as error:
            self.type, self.fields, changes, self._mended, self._bare, self._once = self._sound
            self.changes = [*changes]
            self._touched()
            self._editable = False
            return str(error)
        self._sound = State(self.type, self.fields, tuple(self.changes), self._mended, self._bare, self._once)
        return ""

    def as_entry(self) -> BibEntry:
        """What the entry says by now, as it would be read."""
        if self._now is None:
            self._now = BibEntry(self.type, self.entry.key, self.fields, self.entry.line)
        return self._now

    def mend(self, chunk: str, edits: Sequence[tuple[str, Edit]]) -> None:
        """Take other bytes that say the same."""
        self._mended, self._editable, self._raws = chunk, True, None
        self._touched()
        self.changes += (self._change(rule, edit) for rule, edit in edits)

    def drop_repeats(self, rule: str, known: Mapping[str, str]) -> bool:
        """Note the fields that are there again and say the same, which go when the entry is written.

        Return whether no field is left that is there again and says something else.
        """
        alone = True
        for name, raws in self._read().items():
            said = [" ".join(evaluate(raw, known).text.split()) for raw in raws]
            kept = list(dict.fromkeys(said))
            alone = alone and len(kept) < 2
            for _ in range(len(raws) - len(kept)):
                self.changes.append(Change(self.key, self.entry.line, name, rule, self.fields.get(name, ""), None))
                self._once = True
            if len(kept) == 1:
                self._single += (name,)
        self._forget()
        return alone

    def admits(self, edit: Edit) -> bool:
        """Whether an edit can be made in the bytes; macros, joined values and fields of two values are left alone."""
        if not self.editable:
            return False
        if edit.field == ENTRY_TYPE:
            return True
        if edit.old is not None and edit.field in self.fields and edit.field not in self.entry.fields:
            return True  # put there before
        raws = self._read().get(edit.field, [])
        if edit.old is None:
            return not raws and edit.field not in self.fields
        if edit.old == edit.new:
            return not self._bare and len(raws) == 1 and raws[0][:1] in ("{", '"')
        return len(raws) == 1 and _is_one_term(edit.field, raws[0])

    def apply(self, rule: str, edit: Edit) -> None:
        """Make an edit, and note it; of a month's macro that loses its delimiters, with them."""
        noted = edit._replace(old=self._read()[edit.field][0]) if edit.old == edit.new else edit
        self.changes.append(self._change(rule, noted))
        self._touched()
        if edit.field == ENTRY_TYPE:
            self.type = edit.new or self.type
            return
        fields = dict(self.fields)
        if edit.new is None:
            fields.pop(edit.field, None)
        else:
            self._bare = self._bare or edit.field == "month"
            fields[edit.field] = edit.new
        self.fields = fields

    def written(self, known: Mapping[str, str], newline: str) -> str:
        """The new bytes; raise ValueError where they would not be read as they are meant."""
        if self._written is None:
            self._written = self._write(known, newline)
            self._forget()
        return self._written

    def _write(self, known: Mapping[str, str], newline: str) -> str:
        before, after = self.entry.fields, self.fields
        new = {name: value for name, value in after.items() if before.get(name) != value}
        if self._bare:
            new["month"] = after["month"]
        change = EntryChange(
            self.key,
            self.entry.line,
            self.type if self.type != self.entry.type else None,
            new,
            frozenset(before.keys() - after.keys()),
            bare=self._bare,
            once=self._once,
        )
        self._read()
        return change_entry(self.chunk, change, known, newline, self._found)

    def _forget(self) -> None:
        """Of a large file, most entries are taken apart once."""
        self._raws = self._found = None

    def _touched(self) -> None:
        self._now = self._written = self.work = None

    def _change(self, rule: str, edit: Edit) -> Change:
        return Change(self.key, self.entry.line, edit.field, rule, edit.old, edit.new)

    def _read(self) -> dict[str, list[str]]:
        """The fields as they are written, by lower-case names; with them, whether they are where they seem to be."""
        if self._raws is None:
            chunk = self.chunk
            found: dict[str, list[str]] = {}
            entry = self._found = entry_span(chunk)
            for field in entry.fields if entry is not None else ():
                found.setdefault(field.name.lower(), []).append(chunk[slice(*field.value_span)])
            for name in self._single:
                del found[name][1:]
            self._raws = found
            # Where somebody reads other fields, none is touched; nor where it was seen before that it cannot be.
            sound = entry is not None and found.keys() == self.entry.fields.keys()
            self._editable = sound and self._editable is not False
        return self._raws


def _is_one_term(name: str, raw: str) -> bool:
    """Whether a value is one text between delimiters, or a bare number, or a month."""
    if raw.isdecimal() or (name == "month" and raw.isalpha()):
        return True
    if len(raw) < 2 or (raw[0], raw[-1]) not in (("{", "}"), ('"', '"')):
        return False
    depth = 0
    for at, char in enumerate(raw[1:-1] if raw[0] == '"' else raw[:-1]):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0 and raw[0] == "{" and at:
                return False
        elif char == '"' and raw[0] == '"' and depth == 0:
            return False
    return True
