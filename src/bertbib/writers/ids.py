"""A work added to a plain list of identifiers: a line at the end of its theme."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bertbib.model import InputError, Intake, Reference, Where
from bertbib.readers.extents import split_lines
from bertbib.writers.reading_back import Back, compared, inserted
from bertbib.writers.work import Read, Work, Written

_JOINT = re.compile(r"\S+(?P<joint>\s+(?:[-\u2013\u2014]\s)?)\S")


def add(text: str, path: str, theme: Sequence[str] | str, work: Work, read: Read, *, new: bool = False) -> Written:
    """The list with a line for a work after the last one of its theme; with ``new`` under a ``# Theme`` line.

    The line is like those of the theme: an identifier or a URL, with the title where they have titles. Raise
    InputError where no such line reads back rightly.
    """
    intake = read(text)
    lines = split_lines(text)
    name = theme if isinstance(theme, str) else theme[-1]
    heading = ["", f"# {name}"] if new else []
    after = len(lines) if new else _last_line(intake, lines, name, path)
    while after > 1 and not lines[after - 1].strip():
        after -= 1
    alike = [one for one in intake.themes if one.title == name] or list(intake.themes)
    models = [reference for one in alike for reference in one.references if reference.ids]
    for line in _lines(work, models, lines):
        added = [*heading, line]
        written = inserted(text, after, added)
        back = compared(intake, read(written), range(after + 1, after + len(added) + 1))
        if _is_meant(back, name, work):
            return Written(written, "\n".join(added).strip(), after + len(added))
    message = f"no line for “{work.title}” reads back rightly in this list"
    raise InputError(message, where=Where(path, after), hint="add it by hand; nothing was written")


def _last_line(intake: Intake, lines: Sequence[str], name: str, path: str) -> int:
    """The last line of a theme that has entries, or its heading."""
    found = [reference.where.line for one in intake.themes if one.title == name for reference in one.references]
    headings = [number for number, line in enumerate(lines, 1) if is_heading(line, name)]
    if not found and not headings:
        raise InputError(f"there is no theme “{name}” in this list", where=Where(path))
    return max(found or headings)


def is_heading(line: str, name: str) -> bool:
    """Whether a line is the heading of a theme."""
    return line.lstrip("\ufeff \t").startswith("#") and " ".join(line.strip("\ufeff \t#").split()) == name


def has_section(text: str, name: str) -> bool:
    """Whether a list has a heading of this name, which may have no entries yet."""
    return any(is_heading(line, name) for line in split_lines(text))


def _lines(work: Work, models: Sequence[Reference], lines: Sequence[str]) -> Iterator[str]:
    """The lines to try, the one most like the theme's first."""
    one = work.ids[0]
    words = {"url": work.url, "prefixed": str(one), "bare": one.value}
    styles = Counter(_style(reference, lines) for reference in models)
    titled = [reference for reference in models if reference.title]
    joints = Counter(_joint(reference, lines) for reference in titled)
    joint = joints.most_common(1)[0][0] if joints else " "
    order = sorted(words, key=lambda style: (-styles[style], style != "prefixed"))
    if len(titled) * 2 > len(models):
        yield from (f"{words[style]}{joint}{work.title}" for style in order)
    yield from (words[style] for style in order)


def _style(reference: Reference, lines: Sequence[str]) -> str:
    if reference.url:
        return "url"
    first = lines[reference.where.line - 1].lstrip("\ufeff \t")[: len(reference.ids[0].scheme) + 1].lower()
    return "prefixed" if first == f"{reference.ids[0].scheme}:" else "bare"


def _joint(reference: Reference, lines: Sequence[str]) -> str:
    found = _JOINT.match(lines[reference.where.line - 1].lstrip("\ufeff \t"))
    return found["joint"] if found else " "


def _is_meant(back: Back, name: str, work: Work) -> bool:
    if len(back.new) != 1 or not back.others or back.troubled:
        return False
    path, reference = back.new[0]
    right = path[-1] == name and reference.outcome == "paper" and set(reference.ids) == set(work.ids)
    return right and reference.title in ("", work.title)
