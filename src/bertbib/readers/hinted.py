"""What the hints of a list change: each belongs to an entry, a section or a block of BibTeX, or to nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from bertbib.model import InputError, Link, Problem, Reference, Where
from bertbib.readers.extents import extents, split_lines
from bertbib.readers.hints import STAND_IN, Comment, Hint, conflict, merged
from bertbib.readers.themes import Section
from bertbib.text.links import canonical_url, classify
from bertbib.text.slugs import slug

_PLACES = "a hint stands at the end of its entry's line, or alone below a heading"

Themes = Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Hints:
    """The hints of one list by what they belong to, and what is wrong with them.

    ``skipped`` are the sections (by ``id``) whose units are no papers, ``cited`` the references of blocks of BibTeX
    by section.
    """

    entries: dict[int, Hint] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)
    cited: dict[int, list[Reference]] = field(default_factory=dict)
    themes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keys: dict[str, Reference] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def apply(self, section: Section, line: int, read: Reference) -> tuple[tuple[str, ...], Reference]:
        """The path of the theme, and the reference, as the hints on the entry of this line have them."""
        hint = self.entries.get(line)
        if hint is None:
            return section.path, left_out(read) if id(section) in self.skipped else read
        if hint.skip:
            return section.path, left_out(read)
        read = _identified(_without_stand_in(read), hint) if hint.ids else read
        if hint.key:
            read = self._keyed(read, hint.key, hint.where)
        if read.outcome == "not-a-paper":
            message = "This entry has a hint and is no paper to bertbib."
            self.problems.append(Problem("hint-lost", "warning", message, hint.where, "say which with `id=...`"))
        return self._filed(section, hint), read

    def _keyed(self, read: Reference, key: str, where: Where) -> Reference:
        other = self.keys.setdefault(key.casefold(), read)
        if other is not read and not set(other.ids) & set(read.ids):
            message = f"The citation key {key} is given to two works, the other in line {other.where.line}."
            self.problems.append(Problem("hint-conflict", "warning", message, where, "give each a key of its own"))
            return read
        return replace(read, key=key)

    def _filed(self, section: Section, hint: Hint) -> tuple[str, ...]:
        if hint.theme is None:
            return section.path
        return self.themes.setdefault(slug(hint.theme), (hint.theme,))


def left_out(read: Reference) -> Reference:
    """The reference as one of no paper: it counts, keeps its links, and is never asked for."""
    links = (*((Link("paper", "", read.url),) if read.url else ()), *read.links)
    links = tuple(link for link in links if link.url != STAND_IN)
    return replace(read, outcome="not-a-paper", ids=(), url=None, note=None, links=links)


def _without_stand_in(read: Reference) -> Reference:
    links = tuple(link for link in read.links if link.url != STAND_IN)
    return replace(read, url=None if read.url == STAND_IN else read.url, links=links)


def _identified(read: Reference, hint: Hint) -> Reference:
    """The reference under the identifiers of its hint; a link that says something else stays as a link."""
    ids = tuple(hint.ids)
    if read.url is not None and classify(read.url)[0] in ids:
        return replace(read, ids=ids, outcome="paper")
    links = (*((Link("paper", "", read.url),) if read.url else ()), *read.links)
    own = next((link for link in links if classify(link.url)[0] in ids), None)
    kept = tuple(link for link in links if link is not own)
    return replace(read, ids=ids, outcome="paper", url=own.url if own else canonical_url(ids[0]), links=kept)


def place(
    comments: Sequence[Comment], problems: Sequence[Problem], found: Sequence[Section], tokens: Sequence[Token],
    text: str, skip: Sequence[tuple[str, Where]] = (),
) -> Hints:  # fmt: skip
    """Give each hint to what it belongs to; the paths of sections whose theme a hint names change.

    ``skip`` are headings to leave out, with the place where that is said.
    """
    done = Hints(problems=list(problems))
    for name, where in skip:
        _skip_heading(done, name, where, found)
    if comments:
        _Placing(done, found, tokens, split_lines(text)).place(comments)
    done.themes |= {slug(section.path[-1]): section.path for section in reversed(found) if section.units}
    return done


NO_HINTS = Hints()
"""Those of a list that has none."""


def _skip_heading(done: Hints, name: str, where: Where, found: Sequence[Section]) -> None:
    from bertbib.config import suggest  # only for a mistake
    from bertbib.readers.themes import heading_text

    wanted = slug(heading_text(name))
    headings = {slug(heading_text(one.heading)): one for one in found if one.heading}
    named = [one for one in found if one.heading and slug(heading_text(one.heading)) == wanted]
    if not named:
        advice = suggest(wanted, headings) if headings else "the list has no headings"
        message = f"No heading is named “{name}”; nothing is left out."
        done.problems.append(Problem("front-matter", "warning", message, where, advice))
    for one in named:
        done.skipped |= _below(one, found)


def _below(section: Section, found: Sequence[Section]) -> set[int]:
    """A section and all those below it."""
    inside = {id(section)}
    for one in found:
        if one.parent is not None and one.line and section.line and id(one.parent) in inside:
            inside.add(id(one))
    return inside


class _Placing:
    """Finds out what each hint belongs to."""

    def __init__(self, done: Hints, found: Sequence[Section], tokens: Sequence[Token], lines: Sequence[str]) -> None:
        self.done, self.found, self.tokens, self.lines = done, found, tokens, lines
        starts = sorted({unit.line for section in found for unit in section.units})
        self.ends = extents(tokens, starts, lines)
        self.said: dict[int, Hint] = {}

    def place(self, comments: Sequence[Comment]) -> None:
        for comment in comments:
            hint = comment.hint
            if hint.bibtex:
                self._bibtex(comment)
                hint = replace(hint, bibtex=False)
            if hint:
                self._place(comment, hint)
        for section in self.found:
            if id(section) in self.said:
                self._section(section, self.said[id(section)])

    def _place(self, comment: Comment, hint: Hint) -> None:
        section = [one for one in self.found if one.line <= comment.line][-1]
        entry = self._entry(comment, section, hint)
        first = comment.alone and not any(unit.line < comment.line for unit in section.units)
        if entry is not None:
            self._to_entry(entry, hint)
        elif comment.line == section.line or (first and (section.line or section.units)):
            self._to_section(section, hint)
        else:
            self._lost(hint)

    def _entry(self, comment: Comment, section: Section, hint: Hint) -> int | None:
        """The line of the entry that a hint belongs to: the innermost around it, or the one it touches."""
        around = [line for line, extent in self.ends.items() if line <= comment.line <= extent.end]
        if around or not comment.alone:
            return max(around, default=None)
        before = [unit.line for unit in section.units if unit.line < comment.line]
        after = [unit.line for unit in section.units if unit.line > comment.last]
        if before and self.ends[before[-1]].end == comment.line - 1:
            return before[-1]
        touching = after[0] if after and after[0] == comment.last + 1 else None
        return touching if before or hint.ids or hint.key else None

    def _to_entry(self, line: int, hint: Hint) -> None:
        known = self.done.entries.get(line)
        if known is None:
            self.done.entries[line] = known = hint
        else:
            self.done.problems += merged(known, hint)
        if known.skip:
            for name in ("ids", "key", "theme"):
                if getattr(known, name):
                    said = f"{name.removesuffix('s')}=..."
                    self.done.problems.append(conflict(hint.where, "skip", said))
                    setattr(known, name, [] if name == "ids" else None)

    def _to_section(self, section: Section, hint: Hint) -> None:
        known = self.said.get(id(section))
        if known is None:
            self.said[id(section)] = hint
        else:
            self.done.problems += merged(known, hint)

    def _section(self, section: Section, hint: Hint) -> None:
        """Let a section be skipped, or named."""
        if hint.ids or hint.key:
            message = "This hint stands on a section, which has neither identifiers nor a citation key."
            advice = "put `id=` and `key=` at the end of an entry's line"
            self.done.problems.append(Problem("hint-place", "warning", message, hint.where, advice))
        inside = _below(section, self.found)
        if not any(one.units for one in self.found if id(one) in inside):
            self._lost(hint)
        if hint.skip:
            self.done.skipped |= inside
        if hint.theme is not None:
            old = section.path
            for one in self.found:
                if id(one) in inside and one.path[: len(old)] == old:
                    one.path = (*old[:-1], hint.theme, *one.path[len(old) :])

    def _lost(self, hint: Hint) -> None:
        message = "This hint belongs to no entry and no section."
        self.done.problems.append(Problem("hint-lost", "warning", message, hint.where, _PLACES))

    def _bibtex(self, comment: Comment) -> None:
        """Read the block of BibTeX that follows a hint."""
        fence = next(
            (token for token in self.tokens if token.map and token.type in ("fence", "code_block")
             and token.map[0] >= comment.last), None,
        )  # fmt: skip
        start = fence.map[0] if fence is not None and fence.map else 0
        if fence is None or any(line.strip(" \t>") for line in self.lines[comment.last : start]):
            message = "No block of code follows this hint."
            advice = "put it directly before the block of BibTeX"
            self.done.problems.append(Problem("hint-lost", "warning", message, comment.hint.where, advice))
            return
        section = [one for one in self.found if one.line <= comment.line][-1]
        references, problems = _bibtex_references(fence.content, comment.hint.where, start + (fence.type == "fence"))
        self.done.cited.setdefault(id(section), []).extend(references)
        self.done.problems += problems


def _bibtex_references(text: str, where: Where, offset: int) -> tuple[list[Reference], list[Problem]]:
    """The references of a block of BibTeX that starts behind this many lines."""
    from bertbib.readers.bibtex import READER  # only for lists that hold such a block

    def moved(place: Where | None) -> Where:
        return Where(where.path, place.line + offset) if place and place.line else where

    try:
        intake = READER.read(text, where.path)
    except InputError:
        message = "The block of code that follows this hint holds no BibTeX entry that can be read."
        return [], [Problem("hint-lost", "warning", message, where, "an entry begins like `@article{key,`")]
    read = [replace(one, where=moved(one.where)) for theme in intake.themes for one in theme.references]
    return read, [replace(problem, where=moved(problem.where)) for problem in intake.problems]
