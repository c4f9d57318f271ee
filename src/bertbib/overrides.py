"""The user's own corrections, ``overrides.bib`` beside the lock: the source of highest trust.

Three kinds of entries, each under the citation key (or an old key) that it is about::

@bertbib{liu2019multi, is = {acl:P19-1441}}           accept: this record is the work, whatever the rule of proof says
@bertbib{liu2019multi, not = {doi:10.1/x, acl:X}}     refuse: these records are not, and are not shown again
@inproceedings{liu2019multi, pages = {4487--4496}}    correct: these fields are so
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace

from bertbib.crosswalk import item_from_bibtex
from bertbib.model import Entry, Identifier, Item, Problem, Where
from bertbib.text.bibtex import BibEntry, parse_bib
from bertbib.text.links import implied, parse_identifier

FILE_NAME = "overrides.bib"
SOURCE = "override"
_DECISION = "bertbib"


@dataclass(slots=True)
class Overrides:
    """By citation key: identifiers that are accepted or refused, and facts that are corrected."""

    accepted: dict[str, tuple[Identifier, ...]] = field(default_factory=dict)
    refused: dict[str, frozenset[Identifier]] = field(default_factory=dict)
    corrections: dict[str, Item] = field(default_factory=dict)
    path: str = FILE_NAME
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each key's first entry."""

    def where(self, key: str) -> Where:
        """The place of what is said under a key."""
        return Where(self.path, self.lines.get(key, 0))

    def gives(self, entry: Entry, name: str) -> bool:
        """Whether the user corrects the field of this (CSL) name; of ``not``, whether any record is refused."""
        if name == "not":
            return any(self.refused.get(key) for key in _keys(entry))
        items = [self.corrections[key] for key in _keys(entry) if key in self.corrections]
        return bool(items) and bool(getattr(items[0], name.replace("-", "_"), ""))

    def accepts(self, entry: Entry | None) -> tuple[Identifier, ...]:
        """The identifiers that the user says are this entry's work."""
        return tuple(one for key in _keys(entry) for one in self.accepted.get(key, ()))

    def refuses(self, entry: Entry | None, ids: Iterable[Identifier]) -> bool:
        """Whether the user says that a record with one of these identifiers is not this entry's work."""
        refused = {one for key in _keys(entry) for one in self.refused.get(key, ())}
        return any(one in refused for one in ids)

    def corrected(self, entry: Entry) -> Entry:
        """The entry with the user's facts in place of others; their origin says so."""
        for key in _keys(entry):
            item = self.corrections.get(key)
            if item is not None:
                known = {one.name: getattr(item, one.name) for one in fields(Item) if getattr(item, one.name)}
                known.pop("extra", None)
                changed = {name: value for name, value in known.items() if getattr(entry.item, name) != value}
                own = {name.replace("_", "-"): f"{SOURCE}:{key}" for name in known}
                origins = tuple(sorted({**dict(entry.origins), **own}.items()))
                return replace(entry, item=replace(entry.item, **changed), origins=origins)
        return entry


def _keys(entry: Entry | None) -> tuple[str, ...]:
    return (entry.key, *entry.aliases) if entry else ()


def parse_overrides(text: str, path: str) -> tuple[Overrides, list[Problem]]:
    """Read ``overrides.bib``; what cannot be read is named with its line and left out."""
    parsed = parse_bib(text, path)
    found = Overrides(path=path)
    problems = [one for one in parsed.problems if one.code != "bib-duplicate-key"]  # a key may be decided and corrected
    for entry in parsed.entries:
        found.lines.setdefault(entry.key, entry.line)
        problems += _misspelled(entry, path)
        if entry.type != _DECISION:
            if entry.key in found.corrections:
                message = f"{entry.key} is corrected twice; only the last entry counts"
                where, hint = Where(path, entry.line), "put all fields into one entry"
                problems.append(Problem("override-twice", "warning", message, where, hint))
            found.corrections[entry.key] = _correction(entry)
            continue
        accepted, wrong = _identifiers(entry, "is")
        refused, also_wrong = _identifiers(entry, "not")
        found.accepted[entry.key] = (*found.accepted.get(entry.key, ()), *accepted)
        found.refused[entry.key] = found.refused.get(entry.key, frozenset()) | frozenset(refused)
        for word in (*wrong, *also_wrong):
            message = f"{word!r} is no identifier"
            hint = "write is = {acl:P19-1441} or not = {doi:10.1000/x}"
            problems.append(Problem("override-broken", "error", message, Where(path, entry.line), hint))
    return found, problems


_UNDERSTOOD = frozenset({"entrytype", "subtitle"})
"""What an item keeps as it is written although it says it elsewhere."""


def _misspelled(entry: BibEntry, path: str) -> list[Problem]:
    """The fields of an entry that mean nothing here."""
    if entry.type == _DECISION:
        unknown, hint = [name for name in entry.fields if name not in ("is", "not")], "a decision has is = and not ="
        if not unknown and not entry.fields:
            unknown = [""]
    else:
        unknown = [name for name, _value in item_from_bibtex(entry).extra if name not in _UNDERSTOOD]
        hint = "correct fields that BibTeX knows, such as title, author, year, pages"
    messages = [f"{name!r} is no field that an override can set" if name else "nothing is decided" for name in unknown]
    where = Where(path, entry.line)
    return [Problem("override-unknown-field", "warning", message, where, hint) for message in messages]


def _identifiers(entry: BibEntry, name: str) -> tuple[list[Identifier], list[str]]:
    words = [word.strip() for word in entry.fields.get(name, "").split(",") if word.strip()]
    read = {word: parse_identifier(word) for word in words}
    ids = [expanded for one in read.values() if one is not None for expanded in (one, *implied(one))]
    return ids, [word for word, one in read.items() if one is None]


def _correction(entry: BibEntry) -> Item:
    """The facts that an entry states; its type counts only where it is not @misc, the type for "no type"."""
    item = item_from_bibtex(entry)
    return replace(item, type="" if entry.type == "misc" else item.type)
