"""What changed between two locks, for people: short Markdown, fit for a pull request comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from bertbib.model import Entry, Item
from bertbib.text.titles import plain

_SHOWN = 20
"""Lines a section shows before it only counts the rest: a comment is read, a log is not."""


@dataclass(frozen=True, slots=True)
class Change:
    """Entries that are new, gone, newly published, changed in facts (with the names of the fields), or renamed (old,
    new).
    """

    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    published: tuple[Entry, ...] = ()
    changed: tuple[tuple[Entry, tuple[str, ...]], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.published or self.changed or self.renamed)


def compare(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Change:
    """Compare two locks' entries by citation key; a key kept as an alias is a rename."""
    aliases = {alias: entry for entry in after.values() for alias in entry.aliases}
    renamed = {key: aliases[key].key for key in before if key not in after and key in aliases}
    added = [entry for key, entry in after.items() if key not in before and key not in renamed.values()]
    removed = [entry for key, entry in before.items() if key not in after and key not in renamed]
    published, changed = [], []
    for key, old in before.items():
        new = after.get(renamed.get(key, key))
        if new is None:
            continue
        if new.status == "published" != old.status:
            published.append(new)
        elif different := _different(old, new):
            changed.append((new, different))
    return Change(tuple(added), tuple(removed), tuple(published), tuple(changed), tuple(sorted(renamed.items())))


def _different(old: Entry, new: Entry) -> tuple[str, ...]:
    names = [
        field.name.replace("_", "-")
        for field in fields(Item)
        if getattr(old.item, field.name) != getattr(new.item, field.name)
    ]
    if old.status != new.status:
        names.append("status")
    if {str(one) for one in old.ids} != {str(one) for one in new.ids}:
        names.append("ids")
    return tuple(names)


def to_markdown(change: Change, unresolved: Sequence[str] = ()) -> str:
    """A short Markdown report: what is new, published, changed, renamed, gone and still unresolved."""
    parts = ["### Bibliography"]
    if not change:
        parts.append("No change since the last lock.")
    parts += _section("New", [_line(entry) for entry in change.added])
    parts += _section("Now published", [_line(entry) for entry in change.published])
    parts += _section("Changed", [f"{_line(entry)}: {', '.join(names)}" for entry, names in change.changed])
    parts += _section(
        "Renamed", [f"`{old}` is now `{new}` (the old key stays as an alias)" for old, new in change.renamed]
    )
    parts += _section("No longer in the lock", [_line(entry) for entry in change.removed])
    parts += _section("Unresolved", list(unresolved))
    return "\n\n".join(parts) + "\n"


def _section(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    shown = [f"- {line}" for line in lines[:_SHOWN]]
    if len(lines) > _SHOWN:
        shown.append(f"- and {len(lines) - _SHOWN} more")
    return [f"**{title}** ({len(lines)})", "\n".join(shown)]


def _line(entry: Entry) -> str:
    where = plain(entry.item.container_title) or entry.item.event_title or entry.item.publisher
    year = str(entry.item.issued.year) if entry.item.issued else ""
    venue = ", ".join(part for part in (where, year) if part)
    title = " ".join(escape_markdown(plain(entry.item.title)).split())
    return f"`{entry.key}` {title}" + (
        f" ({escape_markdown(venue)}, {entry.status})" if venue else f" ({entry.status})"
    )


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join("\\" + char if char in "\\`*_[]<>#|" else char for char in text)
