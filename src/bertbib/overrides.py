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
    found, problems = Overrides(), list(parsed.problems)
    for entry in parsed.entries:
        if entry.type != _DECISION:
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


def _identifiers(entry: BibEntry, name: str) -> tuple[list[Identifier], list[str]]:
    words = [word.strip() for word in entry.fields.get(name, "").split(",") if word.strip()]
    read = {word: parse_identifier(word) for word in words}
    ids = [expanded for one in read.values() if one is not None for expanded in (one, *implied(one))]
    return ids, [word for word, one in read.items() if one is None]


def _correction(entry: BibEntry) -> Item:
    """The facts that an entry states; its type counts only where it is not @misc, the type for "no type"."""
    item = item_from_bibtex(entry)
    return replace(item, type="" if entry.type == "misc" else item.type)
