"""A work added to a .bib that is a reading list: its entry, at the file's end."""

from __future__ import annotations

from collections.abc import Sequence

from bertbib.model import InputError, Where
from bertbib.readers.extents import split_lines
from bertbib.writers.reading_back import compared, inserted
from bertbib.writers.work import Read, Work, Written


def add(text: str, path: str, theme: Sequence[str] | str, work: Work, read: Read, *, new: bool = False) -> Written:
    """The file with the BibTeX entry of a work at its end.

    Raise InputError for a new theme (a .bib is one theme), and where the entry does not read back rightly.
    """
    if new:
        hint = "leave --new-theme out, or start another file"
        raise InputError("a .bib is one theme and cannot get another", where=Where(path), hint=hint)
    lines = split_lines(text)
    after = len(lines)
    while after > 1 and not lines[after - 1].strip():
        after -= 1
    blank = [""] if lines[after - 1].strip() else []
    added = [*blank, *work.entry.rstrip("\n").split("\n")]
    written = inserted(text, after, added)
    back = compared(read(text), read(written), range(after + 1, after + len(added) + 1))
    references = [reference for _path, reference in back.new]
    if len(references) != 1 or not back.others or back.troubled or not set(references[0].ids) & set(work.ids):
        message = f"the entry of “{work.title}” does not read back rightly in this file"
        raise InputError(message, where=Where(path, after), hint="add it by hand; nothing was written")
    return Written(written, work.entry.strip(), after + len(blank) + 1)
