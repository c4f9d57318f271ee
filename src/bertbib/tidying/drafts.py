"""An entry on its way from what it is to what it will be, with a note of every change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bertbib.emitters.bib_edit import EntryChange, change_entry
from bertbib.text.bib_spans import Span, scan
from bertbib.text.bib_values import evaluate
from bertbib.text.bibtex import BibEntry
from bertbib.tidying.edits import ENTRY_TYPE, Edit


@dataclass(frozen=True, slots=True)
class Change:
    """A field that changed, by which rule, in the entry of this key and line; without ``old`` new, without ``new`` gone."""

    key: str
    line: int
    field: str
    rule: str
    old: str | None
    new: str | None


class State(NamedTuple):
    """What a draft is at some time, to go back to."""

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
        "_bare", "_editable", "_mended", "_once", "_raws", "_span", "_text",
        "at", "changes", "entry", "fields", "gone", "type",
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
        if self._editable is not False:
            self._read()
        return bool(self._editable)

    @property
    def is_changed(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.changes)

    def state(self) -> State:
        """What to go back to."""
        return State(self.type, self.fields, tuple(self.changes), self._mended, self._bare, self._once)

    def freeze(self, state: State) -> None:
        """Go back, and change no more."""
        self.type, self.fields, changes, self._mended, self._bare, self._once = state
        self.changes = [*changes]
        self._editable = False

    def as_entry(self) -> BibEntry:
        """What the entry says by now, as it would be read."""
        if self.fields is self.entry.fields and self.type == self.entry.type:
            return self.entry
        return BibEntry(self.type, self.entry.key, dict(self.fields), self.entry.line)

    def mend(self, chunk: str, edits: Sequence[tuple[str, Edit]]) -> None:
        """Take other bytes that say the same."""
        self._mended, self._editable, self._raws = chunk, True, None
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
                del raws[1:]
        return alone

    def admits(self, edit: Edit) -> bool:
        """Whether an edit can be made in the bytes and leaves a macro, a joined value and a field of two values alone."""
        if not self.editable:
            return False
        if edit.field == ENTRY_TYPE:
            return True
        raws = self._read().get(edit.field, [])
        if edit.old is None:
            return not raws and edit.field not in self.fields
        if edit.old == edit.new:
            return not self._bare and len(raws) == 1 and raws[0][:1] in ("{", '"')
        return len(raws) == 1 and _is_one_term(edit.field, raws[0])

    def apply(self, rule: str, edit: Edit) -> None:
        """Make an edit, and note it."""
        self.changes.append(self._change(rule, edit))
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
        return change_entry(self.chunk, change, known, newline)

    def _change(self, rule: str, edit: Edit) -> Change:
        return Change(self.key, self.entry.line, edit.field, rule, edit.old, edit.new)

    def _read(self) -> dict[str, list[str]]:
        """The fields as they are written, by lower-case names; with them, whether they are where they seem to be."""
        if self._raws is None:
            chunk = self.chunk
            found: dict[str, list[str]] = {}
            entries = scan(chunk)
            whole = len(entries) == 1 and entries[0].closed and entries[0].span == (0, len(chunk))
            for field in entries[0].fields if whole else ():
                found.setdefault(field.name.lower(), []).append(chunk[slice(*field.value_span)])
            self._raws = found
            # Where somebody reads other fields, none is touched.
            self._editable = whole and found.keys() == self.entry.fields.keys()
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
