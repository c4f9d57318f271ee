"""Reading lists that are BibTeX files: every entry is a reference, the file is the theme."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePath

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.model import InputError, Intake, Outcome, Reference, Theme, Where
from bertbib.readers.same_work import mark_duplicates
from bertbib.text.bibtex import BibEntry, parse_bib
from bertbib.text.slugs import slug
from bertbib.text.titles import plain

_HINT = "A .bib file holds entries such as `@inproceedings{key, title = {...}, ...}`."


@dataclass(frozen=True, slots=True)
class BibtexReader:
    """Reads ``.bib`` files; what cannot be read in one becomes a problem, and its other entries get through."""

    suffixes: tuple[str, ...] = (".bib",)

    def sniff(self, text: str) -> bool:
        """Whether an entry of BibTeX starts a line near the start of a text."""
        return re.search(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", text[:50000], re.MULTILINE) is not None

    def read(self, text: str, path: str) -> Intake:
        """The file as one theme; raise InputError where it holds no entry that can be read."""
        if not text.strip("\ufeff \t\r\n"):
            raise InputError(f"{path} is empty", hint=_HINT)
        parsed = parse_bib(text, path)
        if not parsed.entries:
            raise InputError(f"{path} holds no BibTeX entry that can be read", hint=_HINT)
        references, problems = mark_duplicates(_by_key([_reference(entry, path) for entry in parsed.entries]))
        title = PurePath(path).stem or path
        theme = Theme(slug=slug(title), title=title, path=(title,), source=path, references=tuple(references))
        return Intake((theme,), (*parsed.problems, *problems))


def _reference(entry: BibEntry, path: str) -> Reference:
    """An entry with its facts; one without an identifier needs a search by its title."""
    stated = item_from_bibtex(entry)
    ids = tuple(identifiers_from_bibtex(entry))
    title = " ".join(plain(stated.title).split())
    outcome: Outcome = "paper" if ids else "no-link" if title else "could-not-tell"
    return Reference(
        title=title,
        where=Where(path, entry.line),
        outcome=outcome,
        ids=ids,
        url=stated.URL or None,
        year=stated.issued.year if stated.issued else None,
        stated=stated,
        key=entry.key or None,
    )


def _by_key(references: list[Reference]) -> list[Reference]:
    """The references, a later one of a key that an earlier one has marked as its duplicate."""
    seen: set[str] = set()
    marked = []
    for reference in references:
        again = reference.key is not None and reference.key in seen
        marked.append(replace(reference, outcome="duplicate") if again else reference)
        seen.add(reference.key or "")
    return marked


READER = BibtexReader()
