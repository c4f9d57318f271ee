"""Works that a list cites by key, looked up in the .bib files that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePath

from bertbib.model import Intake, Problem, Reference, Where
from bertbib.model.protocols import Neighbours

_DATABASES = (".bib", ".json")


@dataclass(slots=True)
class Bibliographies:
    """The .bib files that a list names, read through ``neighbours``, and the works in them by key."""

    path: str
    neighbours: Neighbours | None
    problems: list[Problem] = field(default_factory=list)
    _works: list[Callable[[], Reference]] = field(default_factory=list)
    _by_key: dict[str, int] = field(default_factory=dict)
    """The work of each key and each further key (biblatex's ``ids``); the first one of a key counts."""
    _folded: dict[str, int] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)

    def add(self, name: str, near: str, line: int = 0) -> None:
        """Read the file that a name means in a file; one that is not there is a problem, for its keys stay unknown."""
        if self.neighbours is None:
            return
        name = name.strip().strip('"')
        names = [name] if name.lower().endswith(_DATABASES) else [f"{name}.bib", name]
        found = next((one for one in map(self.neighbours, names, [near] * len(names)) if one is not None), None)
        if found is None:
            if name not in self._met:
                message = f"the bibliography {names[0]}, named here, was not found; its keys are looked up in the lock"
                self.problems.append(
                    Problem("no-bibliography", "warning", message, Where(near, line), "check the path")
                )
            self._met.add(name)
        elif found.path not in self._met:
            self._met.add(found.path)
            self.read(found.text, found.path)

    def read(self, text: str, path: str) -> None:
        """Take in the works of a bibliography."""
        if PurePath(path).suffix.lower() == ".json":
            from bertbib.readers.csljson import works  # few lists name one
        else:
            from bertbib.readers.bibtex import works  # as above
        found, problems = works(text, path)
        self.problems += problems
        for keys, make in found:
            for key in keys:
                self._by_key.setdefault(key, len(self._works))
                self._folded.setdefault(key.casefold(), len(self._works))
            self._works.append(cache(make))

    def find(self, key: str) -> Reference | None:
        """The work of a key; BibTeX does not tell capitals from small letters."""
        place = self._by_key.get(key, self._folded.get(key.casefold()))
        return self._works[place]() if place is not None else None

    def cited(self, key: str, where: Where) -> Reference:
        """The reference of a citation: with the facts of its work where it is known, else its key alone."""
        work = self.find(key)
        if work is None:
            return Reference(title="", where=where, outcome="could-not-tell", key=key)
        return replace(work, where=where)

    def everything(self) -> Iterator[Reference]:
        """All works."""
        return (work() for work in self._works)

    def filled(self, intake: Intake) -> Intake:
        """An intake whose references with a key have the facts of its work; their own title, links and note stay."""
        themes = tuple(replace(theme, references=tuple(self._filled(theme.references))) for theme in intake.themes)
        return Intake(themes, (*intake.problems, *self.problems))

    def _filled(self, references: Iterable[Reference]) -> Iterator[Reference]:
        seen: set[str] = set()
        for reference in references:
            work = self.find(reference.key) if reference.key else None
            if work is not None:
                reference = _completed(reference, work)
            elif reference.key and not reference.ids and reference.outcome == "paper":
                reference = replace(reference, outcome="could-not-tell")
            if reference.key and reference.key in seen and reference.outcome != "not-a-paper":
                reference = replace(reference, outcome="duplicate")
            seen |= {reference.key} if reference.key else set()
            yield reference


def _completed(reference: Reference, work: Reference) -> Reference:
    outcome = work.outcome if not reference.ids and reference.outcome != "duplicate" else reference.outcome
    return replace(
        reference,
        title=reference.title or work.title,
        outcome=outcome,
        ids=tuple(dict.fromkeys((*reference.ids, *work.ids))),
        url=reference.url or work.url,
        year=reference.year or work.year,
        stated=work.stated,
        key=work.key,
    )
