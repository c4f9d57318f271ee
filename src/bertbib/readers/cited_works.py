"""Documents that cite -> themes: which keys are cited under which headings, and the works behind them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bertbib.model import Identifier, InputError, Intake, Outcome, Problem, Reference, Theme, Where
from bertbib.readers.memberships import Path, file_theme
from bertbib.readers.named_works import Bibliographies
from bertbib.text.slugs import slug


@dataclass(slots=True)
class Cited:
    """The keys that a document cites, by theme and in the order of their first citations there."""

    path: str
    works: Bibliographies
    themes: dict[Path, dict[str, Where]] = field(default_factory=dict)
    everything: Where | None = None
    r"""Where all works of the bibliographies are cited (``\nocite{*}``)."""
    items: dict[str, Reference] = field(default_factory=dict)
    """Works that the document itself lists (``\\bibitem``), by key."""
    problems: list[Problem] = field(default_factory=list)

    def cite(self, key: str, headings: Path, where: Where) -> None:
        """Take in one citation; a second one of a key under the same headings says nothing new."""
        if key == "*":
            self.everything = self.everything or where
        else:
            self.themes.setdefault(headings or file_theme(self.path), {}).setdefault(key, where)

    def intake(self, hint: str) -> Intake:
        """The themes; raise InputError where nothing is cited."""
        root = file_theme(self.path)
        cited = {key.casefold() for keys in self.themes.values() for key in keys}
        themes = {
            headings: [self._reference(key, where) for key, where in keys.items()]
            for headings, keys in self.themes.items()
        }
        if self.everything is not None:
            rest = [work for work in self.works.everything() if (work.key or "").casefold() not in cited]
            themes.setdefault(root, []).extend(replace(work, where=self.everything) for work in rest)
        if not cited and self.everything is None:
            themes = {root: list(self.items.values())} if self.items else {}
        problems = [*self.problems, *self.works.problems]
        if not any(themes.values()):
            first = problems[0] if problems else None
            reason = f" that could be found ({first.message})" if first and self.everything else ""
            raise InputError(f"{self.path} cites nothing{reason}", where=first.where if first else None, hint=hint)
        return Intake(
            tuple(
                Theme(slug=slug(path[-1]), title=path[-1], path=path, source=self.path, references=tuple(listed))
                for path, listed in themes.items()
                if listed
            ),
            tuple(problems),
        )

    def _reference(self, key: str, where: Where) -> Reference:
        found = self.works.cited(key, where)
        item = self.items.get(key)
        return replace(item, where=where) if found.stated is None and item is not None else found


def item_reference(key: str, title: str, ids: tuple[Identifier, ...], where: Where) -> Reference:
    """The reference of a work that a document lists itself; nobody states its facts field by field."""
    outcome: Outcome = "paper" if ids else "no-link" if title else "could-not-tell"
    return Reference(title=title, where=where, outcome=outcome, ids=ids, key=key)
