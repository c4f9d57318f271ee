"""The list that works are added to: which one is meant, and its new text, written whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bertbib import project, registry
from bertbib.app.exporting import find_theme
from bertbib.app.lists import STDIN, find_lists, read_lists, reader_for
from bertbib.app.session import Session
from bertbib.keys import new_key
from bertbib.model import ConfigError, Entry, Identifier, InputError, Intake, Problem, Reference, Where
from bertbib.model.style import Bibliography, Style
from bertbib.text.links import canonical_url, implied
from bertbib.text.titles import fold, plain
from bertbib.venues.acronyms import VenueName, venue_name
from bertbib.writers.work import Work, Written

if TYPE_CHECKING:
    from bertbib.model.protocols import Reader
    from bertbib.resolve import Placement

_ATTEMPTS = 5
"""Times that a list which changes while a line is made for it is read again."""


class Added(NamedTuple):
    """A work that was added: its lines in the list, the first one's number, and whether they are in its grammar."""

    title: str
    ids: tuple[Identifier, ...]
    line: int
    text: str
    own_grammar: bool


class Present(NamedTuple):
    """A work that the theme has already, and where."""

    title: str
    ids: tuple[Identifier, ...]
    where: Where


class Target(NamedTuple):
    """Where works are to go: a list, and the path of its theme, or the name of a heading without entries."""

    path: Path
    theme: Sequence[str] | str
    new: bool = False

    @property
    def name(self) -> str:
        """The theme's own name."""
        return self.theme if isinstance(self.theme, str) else self.theme[-1]


def find_target(session: Session, name: str, list_path: Path | str | None, *, new: bool) -> Target:
    """The list and theme that are meant."""
    if str(list_path) == STDIN:
        raise ConfigError("a list on standard input cannot be added to", hint="name a file with --list")
    paths = [Path(list_path)] if list_path is not None else find_lists(session.config)
    if new:
        return _new_target(session, name, paths)
    try:
        themes = read_lists(paths, depth=session.config.depth).themes
    except InputError:  # a list may have headings, and no entry yet
        themes = ()
        if not any(_headed(path, name) for path in paths):
            raise
    try:
        found = find_theme(name, themes)
    except ConfigError as error:
        headed = [path for path in paths if _headed(path, name)]
        if len(headed) == 1:
            return Target(Path(headed[0]), name)
        known = "; --new-theme starts it" if error.message.startswith("no theme") else ""
        error.hint = f"{error.hint}{known}"
        raise
    return Target(Path(found.source), found.path)


def _new_target(session: Session, name: str, paths: Sequence[Path]) -> Target:
    if len(paths) != 1:
        shown = ", ".join(map(str, paths[:5]))
        raise ConfigError("a new theme needs to know its list", hint=f"name one with --list: {shown}")
    with_theme = any(name.casefold() in (one.slug, one.title.casefold()) for one in read_lists(paths).themes)
    if with_theme or _headed(paths[0], name):
        raise ConfigError(f"{paths[0]} has a theme named {name!r} already", hint="leave --new-theme out")
    return Target(paths[0], " ".join(name.split()), new=True)


def _headed(path: Path, name: str) -> bool:
    """Whether a list has a heading of this name, with or without entries."""
    text, _problems = project.read_text(path)
    reader, _broken = reader_for(str(path), text, None)
    if ".md" in reader.suffixes:
        from bertbib.writers.markdown import has_section  # only the list's own format is loaded

        return has_section(text, str(path), name)
    if ".ids" in reader.suffixes:
        from bertbib.writers import ids  # as above

        return ids.has_section(text, name)
    return False


@dataclass(slots=True)
class Change:
    """A list while works are added to it."""

    before: str
    text: str
    added: list[Added] = field(default_factory=list)
    present: list[Present] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def change_list(
    session: Session,
    target: Target,
    placements: Sequence[Placement],
    entries: Mapping[str | None, Entry],
    *,
    dry_run: bool,
) -> Change:
    """Add the works to the list and write it; where another program changes the list meanwhile, start over."""
    for _attempt in range(_ATTEMPTS):
        text, encoding = project.read_exact(target.path)
        change = _changed(session, target, text, placements, entries)
        if dry_run or not change.added:
            return change
        _check_encoding(change.text, encoding, target.path)
        with project.exclusive(target.path.resolve().parent, session.env.cache_dir()):
            if project.read_exact(target.path) == (text, encoding):
                project.write_over(target.path, text, change.text, encoding)
                return change
    raise InputError(
        "the list keeps changing", where=Where(str(target.path)), hint="let the others end, then run again"
    )


def _check_encoding(text: str, encoding: str, path: Path) -> None:
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        message = f"“{error.object[error.start : error.end]}” cannot be written in this file's encoding ({encoding})"
        raise InputError(message, where=Where(str(path)), hint="save the list as UTF-8 first") from None


def _changed(
    session: Session, target: Target, text: str, placements: Sequence[Placement], entries: Mapping[str | None, Entry]
) -> Change:
    path = str(target.path)
    reader, _problems = reader_for(path, text.removeprefix("\ufeff"), None)
    change = Change(text, text)
    theme, new = target.theme, target.new
    for one in placements:
        entry = entries[one.key]
        intake = _intake(reader, change.text, path)
        known = _known(intake, theme, entry)
        if known is not None:
            change.present.append(known)
            continue
        work = _work(one, entry, session, intake)
        try:
            done = _add(reader, change.text, path, theme, work, new=new)
        except InputError as error:
            if len(placements) == 1:
                raise
            change.problems.append(Problem("not-added", "error", error.message, error.where, error.hint))
            continue
        change.text = done.text
        change.added.append(Added(work.title, work.ids, done.line, done.added, done.own_grammar))
        theme, new = (_path_at(reader.read(done.text, path), done.line) or theme), False
    return change


def _intake(reader: Reader, text: str, path: str) -> Intake:
    """What a list says; nothing where it has no entry yet."""
    try:
        return reader.read(text, path)
    except InputError:
        return Intake(())


def _path_at(intake: Intake, line: int) -> tuple[str, ...] | None:
    return next(
        (theme.path for theme in intake.themes for one in theme.references if one.where.line == line),
        None,
    )


def _known(intake: Intake, theme: Sequence[str] | str, entry: Entry) -> Present | None:
    """Where the theme has the work already: under one of its identifiers, or its title."""
    listed = [
        reference
        for one in intake.themes
        if not isinstance(theme, str) and one.path[: len(theme)] == tuple(theme)
        for reference in one.references
    ]
    ids = _with_implied(entry.ids)
    found = next((one for one in listed if ids & _with_implied(one.ids)), None)
    found = found or next((one for one in listed if _has_title(one, entry, ids)), None)
    return Present(plain(entry.item.title), entry.ids, found.where) if found else None


def _has_title(reference: Reference, entry: Entry, ids: set[Identifier]) -> bool:
    """Whether a reference has the title of an entry, one of four words or more, and no identifier that speaks against
    it.
    """
    title = fold(reference.title)
    schemes = {one.scheme for one in ids}
    other = any(one.scheme in schemes for one in reference.ids)
    return not other and title.count(" ") > 2 and title == fold(entry.item.title)


def _with_implied(ids: Sequence[Identifier]) -> set[Identifier]:
    return {same for one in ids for same in (one, *implied(one))}


def _work(placement: Placement, entry: Entry, session: Session, intake: Intake) -> Work:
    """What a list may say of an entry, under the identifier that was asked for."""
    item = entry.item
    ids = placement.reference.ids or entry.ids[:1]
    venue = venue_name(item) if entry.status == "published" else None
    named = venue if isinstance(venue, VenueName) else None
    return Work(
        title=" ".join(plain(item.title).split()),
        url=placement.reference.url or canonical_url(ids[0]),
        ids=ids,
        authors=item.author,
        venue=named.name if named else "",
        year=named.year if named else item.issued.year if item.issued and entry.status == "published" else None,
        side=named.side if named else "",
        posted=_posted(entry),
        entry=_bib_entry(entry, session, intake),
    )


def _posted(entry: Entry) -> tuple[int, int] | None:
    """Year and month of the preprint, as its number on arXiv says them (https://info.arxiv.org/help/arxiv_identifier)."""
    for one in entry.ids:
        found = re.search(r"(?:^|/)(\d\d)(0[1-9]|1[0-2])(?:\d{3}$|\.\d{4,5}$)", one.value)
        if one.scheme == "arxiv" and found:
            year = int(found[1])
            return year + (1900 if year > 90 else 2000), int(found[2])
    issued = entry.item.issued
    return (issued.year, issued.month) if issued and issued.month and entry.status != "published" else None


def _bib_entry(entry: Entry, session: Session, intake: Intake) -> str:
    """The entry in BibTeX, where the list is a .bib, under a key that is free in it."""
    keys = {one.key.casefold() for theme in intake.themes for one in theme.references if one.key and one.stated}
    if not keys:
        return ""
    if entry.key.casefold() in keys:
        entry = replace(entry, key=new_key(entry.item, keys, session.config.key_pattern))
    config = session.config
    emitter = registry.emitter(config.dialect)
    return emitter.emit(Bibliography(title="", entries=(entry,)), Style(dialect=config.dialect, ascii=config.ascii))


def _add(reader: Reader, text: str, path: str, theme: Sequence[str] | str, work: Work, *, new: bool) -> Written:
    """The list with the work, by the writer of its format."""

    def read(changed: str) -> Intake:
        return _intake(reader, changed, path)

    if ".md" in reader.suffixes:
        from bertbib.writers import markdown  # only the list's own format is loaded

        return markdown.add(text, path, theme, work, read, new=new)
    if ".bib" in reader.suffixes:
        from bertbib.writers import bibtex  # as above

        return bibtex.add(text, path, theme, work, read, new=new)
    if ".ids" in reader.suffixes:
        from bertbib.writers import ids  # as above

        return ids.add(text, path, theme, work, read, new=new)
    hint = f"add {work.url} by hand, then run `bertbib build`"
    raise InputError("bertbib cannot write into lists of this format", where=Where(path), hint=hint)
