r"""JabRef's groups: the tree in a .bib's ``@comment{jabref-meta: grouping:...}`` and which entries are in which group.

The form is the one that JabRef's GroupsParser and MetaDataSerializer read and write (https://docs.jabref.org,
"Groups"), also Better BibTeX: units end with ``;`` and are ``DEPTH TYPE:NAME\;CONTEXT\;...``; line breaks inside mean
nothing; a backslash escapes ``;`` and itself. Static groups hold entries by their ``groups`` field or, up to JabRef
3.7, by a list of keys in the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bertbib.text.bibtex import BibEntry
from bertbib.text.latex import to_text

_META = re.compile(r"\s*(?:@comment\s*\{\s*)?jabref-meta:\s*(?:grouping|groupstree):", re.IGNORECASE)
_UNIT = re.compile(r"\s*(\d+)\s+(\w+?):(.*)", re.DOTALL)
_MOST_LEVELS = 30

Path = tuple[str, ...]


class Group(NamedTuple):
    """A group: its path of names from the top, its type and what defines it."""

    path: Path
    kind: str
    parts: tuple[str, ...]
    context: int
    """0: independent, 1: only what the group above holds too, 2: also what the groups below hold."""


@dataclass(slots=True)
class Groups:
    """The groups of a library in the order of its tree; ``unknown`` are names of groups that only JabRef can fill."""

    groups: tuple[Group, ...]
    unknown: tuple[str, ...] = ()
    _named: dict[str, list[int]] = field(default_factory=dict)
    _listed: dict[str, list[int]] = field(default_factory=dict)
    _searched: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        for place, group in enumerate(self.groups):
            if group.kind not in _STATIC:
                self._searched.append(place)
                continue
            self._named.setdefault(group.path[-1].casefold(), []).append(place)
            for key in group.parts[2:]:
                self._listed.setdefault(key, []).append(place)

    def paths(self) -> list[Path]:
        """All paths, in the order of the tree."""
        return [group.path for group in self.groups]

    def of(self, entry: BibEntry) -> list[Path]:
        """The groups that an entry is in; those that its ``groups`` field names and no tree holds come last."""
        stated = list(self._stated(to_text(entry.fields.get("groups", ""))))
        places = {place for name in stated for place in self._named.get(name.casefold(), ())}
        places.update(self._listed.get(entry.key, ()) if entry.key else ())
        places.update(place for place in self._searched if _has_keyword(self.groups[place].parts, entry))
        found: dict[Path, None] = {}
        for place in sorted(places):
            group = self.groups[place]
            # A refining group holds what the one above it holds too; what the user put into a group by hand is in it.
            if group.context != 1 or group.kind in _STATIC or len(group.path) == 1 or group.path[:-1] in found:
                found[group.path] = None
        return [*found, *((name,) for name in stated if name.casefold() not in self._named)]

    def _stated(self, value: str) -> Iterator[str]:
        """The names in a ``groups`` field; a semicolon parts them too, unless it belongs to a name of the tree."""
        for name in (" ".join(part.split()) for part in value.split(",")):
            if name.casefold() in self._named:
                yield name
            else:
                yield from split_values(name)


_STATIC = frozenset({"StaticGroup", "ExplicitGroup"})
_KEYWORD = frozenset({"KeywordGroup", "WordKeywordGroup"})


def parse_groups(comments: Iterable[str]) -> Groups | None:
    """The groups out of the texts of a file's ``@comment`` blocks; None where none of them holds any."""
    for comment in comments:
        found = _META.match(comment)
        if found:
            return _tree(_units(comment[found.end() :].replace("\n", "").replace("\r", "")))
    return None


def _tree(units: Iterable[str]) -> Groups:
    groups: list[Group] = []
    unknown: list[str] = []
    names: list[str] = []
    for unit in units:
        found = _UNIT.fullmatch(unit)
        if not found or found[2] == "AllEntriesGroup":
            continue
        depth = max(1, min(int(found[1][:4]), _MOST_LEVELS))
        parts = [part.strip() for part in _units(found[3])]
        name = " ".join(to_text(parts[0]).split()) if parts else ""
        if not name:
            continue
        names[depth - 1 :] = [*[""] * (depth - 1 - len(names)), name]
        context = int(parts[1]) if len(parts) > 1 and parts[1] in ("0", "1", "2") else 0
        path = tuple(one for one in names if one)
        if found[2] in _STATIC or (found[2] in _KEYWORD and not _is_search(parts)):
            groups.append(Group(path, found[2], tuple(parts), context))
        else:
            unknown.append(name)
    return Groups(tuple(groups), tuple(unknown))


def _units(text: str) -> Iterator[str]:
    """The parts of a text that unescaped semicolons end; escapes are resolved."""
    unit: list[str] = []
    escaped = False
    for character in text:
        if escaped:
            unit.append(character if character in "\\;" else f"\\{character}")
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == ";":
            yield "".join(unit)
            unit = []
        else:
            unit.append(character)
    if "".join(unit).strip(" \t}"):
        yield "".join(unit).rstrip(" \t}")


def _has_keyword(parts: Sequence[str], entry: BibEntry) -> bool:
    """``Name;context;field;words;case;regex``: a whole keyword, or a whole word of another field."""
    if len(parts) < 4 or not parts[3]:
        return False
    name, wanted = parts[2].lower(), parts[3]
    value = to_text(entry.fields.get(name, ""))
    if not value:
        return False
    cased = len(parts) > 4 and parts[4] == "1"
    if len(parts) > 5 and parts[5] == "1":
        return re.search(wanted, value[:5000], 0 if cased else re.IGNORECASE) is not None
    if not cased:
        wanted, value = wanted.casefold(), value.casefold()
    if name in ("keywords", "keyword", "groups"):
        return wanted in split_values(value)
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", value) is not None


# A pattern with groups or repetitions is not tried: it may take for ever.
_PLAIN_PATTERN = re.compile(r"[\w\s.,:|^$\\-]{1,200}")


def _is_search(parts: Sequence[str]) -> bool:
    """Whether a keyword group is a regular expression of more than words."""
    if len(parts) < 6 or parts[5] != "1":
        return False
    return not _PLAIN_PATTERN.fullmatch(parts[3]) or _compiled(parts[3]) is None


def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        return None


def split_values(value: str) -> list[str]:
    """The values of a field that lists several (``keywords``, ``groups``), each once; ``,`` and ``;`` part them."""
    parts = (" ".join(part.split()) for part in re.split(r"(?<!\\)[,;]", value))
    return list(dict.fromkeys(part.replace("\\,", ",").replace("\\;", ";") for part in parts if part))
