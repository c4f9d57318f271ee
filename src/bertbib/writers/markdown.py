"""A work added to a reading list in Markdown, in the list's own grammar, and nothing else changed.

The grammar is learned from the entries that are there: each is a form for others. What was written is read back by the
list's own reader, and counts only if that finds the work as it was meant and everything else as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bertbib.model import InputError, Intake, Reference, Where
from bertbib.readers.extents import Extent, extents, split_lines
from bertbib.readers.markdown import Outline, outline
from bertbib.readers.note_forms import PLAIN, NoteForm, learn_form, spelled, taken_apart
from bertbib.readers.themes import Section, heading_text
from bertbib.text.slugs import slug
from bertbib.writers.escaping import escaped, link_target
from bertbib.writers.exemplar import MARKER, NOTE, Form, form_of
from bertbib.writers.reading_back import Back, compared, inserted
from bertbib.writers.rendering import drop, numbered, rendered
from bertbib.writers.rows import column_names, row_of
from bertbib.writers.work import Read, Work, Written

_FROM_THEME, _FROM_LIST = 80, 240
"""How many entries of the theme, and of the rest of the list, its grammar is learned from."""
_TRIES = 8


class _Line(NamedTuple):
    """A candidate for what is to be inserted: its text, whether it gives a note, the blank lines it needs before it."""

    text: str
    noted: bool
    own_grammar: bool = True
    apart: int = 0


class _Spot(NamedTuple):
    """Where a work goes: after which line, in which section, behind how many blank lines and which new heading.

    ``theme`` is the path that it is to have there, or the name of a theme that has no entries yet.
    """

    after: int
    section: Section | None
    blanks: int
    theme: tuple[str, ...] | str
    heading: list[str]


@dataclass(slots=True)
class _List:
    """A list as it is: its lines and ends, what it says, and how far each entry reaches."""

    text: str
    path: str
    intake: Intake
    outline: Outline
    lines: list[str]
    extents: dict[int, Extent]
    references: dict[int, Reference]
    paths: dict[int, tuple[str, ...]]
    forms: dict[int, Form | None] = field(default_factory=dict)

    def source(self, line: int) -> str:
        """The lines of the entry that starts here."""
        return "\n".join(self.lines[line - 1 : self.extents[line].end])

    def form(self, line: int) -> Form | None:
        """The form that the entry of this line gives."""
        if line not in self.forms:
            self.forms[line] = form_of(self.source(line), self.references[line])
        return self.forms[line]


def has_section(text: str, path: str, name: str) -> bool:
    """Whether a list has a heading of this name, which may have no entries yet."""
    return any(_is_named(section, name) for section in outline(text, path).sections)


def _is_named(section: Section, name: str) -> bool:
    return bool(section.heading) and slug(heading_text(section.heading)) == slug(name)


def add(text: str, path: str, theme: Sequence[str] | str, work: Work, read: Read, *, new: bool = False) -> Written:
    """The list with a work at the end of a theme's entries.

    ``theme`` is the path of a theme that has entries, or the name of a heading that has none; with ``new`` such a
    heading is put at the end. Raise InputError where no line for the work reads back as it should.
    """
    known = _known(text, path, read)
    spot = _spot(known, theme, new=new)
    after = spot.after
    tries, others = 0, True
    for candidate in _candidates(known, work, after, spot.section):
        if tries >= _TRIES and candidate.own_grammar:
            continue
        tries += 1
        before = [*spot.heading, *[""] * max(spot.blanks, candidate.apart)]
        added = [*before, *candidate.text.split("\n")]
        written = inserted(text, after, added)
        back = compared(known.intake, read(written), range(after + 1, after + len(added) + 1))
        meant = _is_meant(back, spot.theme, work, noted=candidate.noted)
        if back.others and meant:
            shown = "\n".join(added).strip("\n")
            return Written(written, shown, after + len(before) + 1, candidate.own_grammar)
        others = others and not meant
    what = "reads back rightly in this list" if others else "leaves the list's other entries as they read now"
    message = f"no line for “{work.title}” {what}"
    raise InputError(message, where=Where(path, after), hint=f"add {work.url} by hand; nothing was written")


def _known(text: str, path: str, read: Read) -> _List:
    lines = split_lines(text.removeprefix("\ufeff"))
    intake = read(text)
    seen = outline(text, path)
    starts = sorted({unit.line for section in seen.sections for unit in section.units})
    references = {one.where.line: one for theme in intake.themes for one in theme.references if one.stated is None}
    paths = {one.where.line: theme.path for theme in intake.themes for one in theme.references}
    reach = {line: extent for line, extent in extents(seen.tokens, starts, lines).items() if line in references}
    return _List(text, path, intake, seen, lines, reach, references, paths)


def _spot(known: _List, theme: Sequence[str] | str, *, new: bool) -> _Spot:
    sections = known.outline.sections
    if new:
        end = len(known.lines)
        while end > 1 and not known.lines[end - 1].strip():
            end -= 1
        return _Spot(end, None, int(_blank_after_headings(known)), str(theme), _new_heading(known, str(theme)))
    if isinstance(theme, str):
        section = [one for one in sections if _is_named(one, theme)][-1]
        end = _end_of(known, section)
        blanks = 1 if end > section.line else int(_blank_after_headings(known))
        return _Spot(end, section, blanks, theme, [])
    target = tuple(theme)
    entries = [
        (one, [unit.line for unit in one.units if known.paths.get(unit.line, ())[: len(target)] == target])
        for one in sections
        if one.path[: len(target)] == target
    ]
    entries = [(one, lines) for one, lines in entries if lines]
    if not entries:
        message = f"the theme “{target[-1]}” has no heading in this list: hints make it"
        raise InputError(message, where=Where(known.path), hint="add the line by hand; nothing was written")
    section, lines = ([one for one in entries if one[0].path == target] or entries)[-1]
    papers = [line for line in lines if known.references[line].outcome != "not-a-paper"]
    last = (papers or lines)[-1]
    return _Spot(known.extents[last].end, section, _gap(known, section, last), known.paths[last], [])


def _end_of(known: _List, section: Section) -> int:
    """The last line of a section that holds something."""
    following = [one.line for one in known.outline.sections if one.line > section.line]
    end = min(following, default=len(known.lines) + 1) - 1
    while end > section.line and not known.lines[end - 1].strip():
        end -= 1
    return end


def _gap(known: _List, section: Section, last: int) -> int:
    """How many blank lines stand between the last entries of a section."""
    lines = [unit.line for unit in section.units if unit.line in known.extents and unit.line <= last]
    for before, line in zip(reversed(lines[:-1]), reversed(lines), strict=False):
        between = known.lines[known.extents[before].end : line - 1]
        if not any(text.strip() for text in between):
            return len(between)
    return 1 if known.extents[last].kind == "paragraph" else 0


def _new_heading(known: _List, name: str) -> list[str]:
    """A heading at the level that most headings with entries have."""
    marks = Counter(
        len(found[1])
        for section in known.outline.sections
        if section.units and section.line and (found := re.match(r" {0,3}(#{1,6})[ \t]", known.lines[section.line - 1]))
    )
    level = max(marks, key=lambda one: (marks[one], -one)) if marks else 2
    return ["", f"{'#' * level} {escaped(name)}"]


def _blank_after_headings(known: _List) -> bool:
    after = [
        not known.lines[section.line].strip()
        for section in known.outline.sections
        if section.units and 0 < section.line < len(known.lines)
    ]
    return not after or sum(after) * 2 >= len(after)


def _candidates(known: _List, work: Work, after: int, section: Section | None) -> Iterator[_Line]:
    """What could be inserted, the likeliest first: after entries of the theme, of the list, and the plain form."""
    own = [unit.line for unit in section.units if unit.line in known.extents] if section else []
    near = sorted(own, key=lambda line: abs(line - after))[:_FROM_THEME]
    taken = set(near)
    others = sorted((line for line in known.extents if line not in taken), key=lambda line: abs(line - after))
    anchor = max((line for line in own if line <= after), default=None)
    learned = _learned(known)
    notes = [one.note for one in known.references.values() if one.note]
    if work.venue and work.year:
        work = work._replace(venue=spelled(work.venue, work.year, notes))
    kind = known.extents[anchor].kind if anchor is not None else None
    seen: set[str] = set()
    if kind == "row" and anchor is not None:
        yield from _rows(known, work, near, anchor)
    for line, form in _ranked(known, work, near, others[:_FROM_LIST], kind):
        alike = known.extents[line].kind == kind
        marker = _marker(known, own, anchor) if anchor is not None and alike else _first_marker(form)
        note = _note_form(form, learned)
        html = known.extents[line].kind == "html"
        text = rendered(form, work, note, marker, html=html)
        if text is not None and text not in seen:
            seen.add(text)
            noted = NOTE in form.text + form.label and bool(work.venue and work.year)
            yield _Line(text.rstrip(), noted, apart=0 if alike or kind is None else 1)
    yield from _plain(known, work, own, anchor if kind == "item" else None, learned)


def _rows(known: _List, work: Work, near: Sequence[int], anchor: int) -> Iterator[_Line]:
    names = column_names(known.lines, anchor)
    rows = [known.lines[line - 1] for line in near if known.extents[line].kind == "row"]
    for line in near:
        row = row_of(known.lines[line - 1], names, rows, known.references[line], work)
        if row is not None:
            yield _Line(row, noted=False)
            yield _Line(row, noted=True)


def _ranked(
    known: _List, work: Work, near: Sequence[int], others: Sequence[int], kind: str | None
) -> list[tuple[int, Form]]:
    """The forms of entries, the best first: of a block like the theme's (``kind``) and its own family, with the note
    that the work needs, common.
    """
    forms = [
        (line, form)
        for line in (*near, *others)
        if known.extents[line].kind != "row" and (form := known.form(line)) is not None
    ]
    votes = Counter(form.shape for _line, form in forms)
    families = {_family(form) for line, form in forms if line in near}
    noted = bool(work.venue and work.year)
    scheme = work.ids[0].scheme if work.ids else ""

    def rank(place: int) -> tuple[bool, bool, bool, bool, int, bool, int]:
        line, form = forms[place]
        strange = bool(families) and _family(form) not in families
        mismatch = form.noted != noted
        other_block = kind is not None and known.extents[line].kind != kind
        return other_block, strange, mismatch, line not in near, -votes[form.shape], form.scheme != scheme, place

    return [forms[place] for place in sorted(range(len(forms)), key=rank)]


def _family(form: Form) -> tuple[str, str]:
    """A form without its note: entries of one grammar with and without one are of one family."""
    marker = MARKER.match(form.text)
    return drop(form.text[marker.end() :] if marker else form.text, NOTE), drop(form.label, NOTE)


def _learned(known: _List) -> NoteForm | None:
    pairs = ((known.source(line), one.note) for line, one in known.references.items() if line in known.extents)
    return learn_form((source[:3000], note) for source, note in pairs if note)


def _note_form(form: Form, learned: NoteForm | None) -> NoteForm | None:
    """The form of an entry's note, with the list's way to write of side events."""
    if form.note is None or learned is None or learned.template != form.note.template:
        return form.note
    return form.note._replace(findings=learned.findings, workshop=learned.workshop)


def _marker(known: _List, own: Sequence[int], anchor: int) -> str | None:
    """The bullet, or the next number, of an entry after this one."""
    found = MARKER.match(known.lines[anchor - 1])
    if found is None:
        return None
    before = [known.lines[line - 1] for line in own if line <= anchor]
    return numbered(found[0][: found.end("gap")], before)


def _first_marker(form: Form) -> str | None:
    """The marker of the first entry of a section: the form's own, numbers from 1 on."""
    found = MARKER.match(form.text)
    if found is None:
        return None
    own = found[0][: found.end("gap")]
    return own if found["number"] is None else own.replace(found["number"], "1", 1)


def _plain(
    known: _List, work: Work, own: Sequence[int], anchor: int | None, learned: NoteForm | None
) -> Iterator[_Line]:
    """The plain form, with the list's notes, and without any."""
    marker = _marker(known, own, anchor) if anchor is not None else None
    line = f"{marker or '- '}[{escaped(work.title)}]({link_target(work.url)})"
    apart = 0 if marker else 1
    if work.venue and work.year:
        enclosed = learned is not None and learned.template[:1] in ("(", "[")
        for note in dict.fromkeys((learned if learned and enclosed else PLAIN, PLAIN)):
            said = note.render(work.venue, work.year, work.side)
            yield _Line(f"{line} {said}", noted=True, own_grammar=False, apart=apart)
    yield _Line(line, noted=False, own_grammar=False, apart=apart)


def _is_meant(back: Back, theme: tuple[str, ...] | str, work: Work, *, noted: bool) -> bool:
    """Whether the new lines are one reference, the work as it was meant, in its theme."""
    if len(back.new) != 1 or back.troubled:
        return False
    path, reference = back.new[0]
    right_theme = slug(path[-1]) == slug(theme) if isinstance(theme, str) else path == theme
    return right_theme and _is(reference, work, noted=noted)


def _is(reference: Reference, work: Work, *, noted: bool) -> bool:
    """Whether a reference that was read is the work that was written."""
    if reference.outcome != "paper" or reference.links or set(reference.ids) != set(work.ids):
        return False
    if reference.title.rstrip(".,;: ") != work.title.rstrip(".,;: "):
        return False
    if not noted:
        return reference.note is None
    said = taken_apart(reference.note or "")
    year = said[2] or reference.year if said else None  # a table has a column of years
    return said is not None and (year, said[3]) == (work.year, work.side) and said[1].endswith(work.venue)
