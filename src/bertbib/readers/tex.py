r"""Papers as reading lists: the works that a .tex cites, its sections as themes.

Included files are read where they are included, keys are looked up in the .bib files that the paper names (and in
``filecontents`` and ``\bibitem``, where it brings them along); what no file knows is looked up in the lock by others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bertbib.model import InputError, Intake, Problem, Where
from bertbib.model.protocols import Neighbour, Neighbours
from bertbib.readers.cited_works import Cited, item_reference
from bertbib.readers.named_works import Bibliographies
from bertbib.text.latex import to_text
from bertbib.text.links import identifiers_in
from bertbib.text.tex_outline import Step, outline

_HINT = "A paper is read by its citations, such as `\\cite{liu2019}`; name its main file."
_ITEM_LEVEL = 10
_NO_TITLE = re.compile(
    r"\\(?:label|footnote|thanks|index|[A-Za-z]*cite[A-Za-z]*)\s*+(?:\[[^\[\]]{0,200}\]){0,2}\{(?:[^{}]|\{[^{}]{0,300}\}){0,600}\}"
)
_PDF_STRING = re.compile(
    r"\\texorpdfstring\s*\{(?:[^{}]|\{[^{}]{0,200}\}){0,300}\}\s*\{((?:[^{}]|\{[^{}]{0,200}\}){0,300})\}"
)
_SECTIONING = (
    r"^[ \t]*\\(?:part|chapter|(?:sub)*section|paragraph|input|include|bibliography|addbibresource|nocite)\b"
    r"\*?[ \t]*[\[{]"
)


@dataclass(frozen=True, slots=True)
class TexReader:
    """Reads ``.tex`` files."""

    suffixes: tuple[str, ...] = (".tex", ".ltx", ".latex")

    def sniff(self, text: str) -> bool:
        """Whether a text has LaTeX's frame, or a sectioning command and nothing of Markdown, near its start."""
        head = text[:50000].replace("\r", "\n")
        if re.search(r"^[ \t]*\\(?:documentclass|documentstyle|begin[ \t]*\{document\})", head, re.MULTILINE):
            return not re.search(r"^[ \t]*(?:```|~~~)|\]\(https?:", head, re.MULTILINE)
        markdown = re.search(r"^#{1,6} |^[ \t]*(?:```|~~~)|\]\(", head, re.MULTILINE)
        return markdown is None and re.search(_SECTIONING, head, re.MULTILINE) is not None

    def read(self, text: str, path: str) -> Intake:
        """The themes and references of a paper; raise InputError where it cites nothing."""
        return self.follow(text, path, None)

    def follow(self, text: str, path: str, neighbours: Neighbours | None) -> Intake:
        """The same, with the files that it includes and the bibliographies that it names."""
        if not text.strip("\ufeff \t\r\n"):
            raise InputError(f"{path} is empty", hint=_HINT)
        walk = _Walk(Neighbour(path, text), neighbours)
        steps = list(walk.steps())
        if walk.macros:  # definitions stand in other files than uses, and behind them
            walk = _Walk(Neighbour(path, text), neighbours, walk.macros)
            steps = list(walk.steps())
        cited = Cited(path, Bibliographies(path, neighbours), problems=walk.problems)
        _Reading(cited, _titled_items_are_themes(steps)).read(steps)
        return cited.intake(_HINT)


READER = TexReader()


@dataclass(slots=True)
class _Walk:
    """Goes through a paper's files, each once, an included one where it is included."""

    main: Neighbour
    neighbours: Neighbours | None
    macros: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    _met: set[str] = field(default_factory=set)

    def steps(self) -> Iterator[tuple[Step, str]]:
        """All steps but inclusions, each with the path of its file."""
        stack = [self._file(self.main)]
        known = frozenset(self.macros)
        while stack:
            for step, path in stack[-1]:
                if step.kind != "include":
                    yield step, path
                elif (found := self._included(step, path)) is not None:
                    stack.append(self._file(found, known))
                    break
            else:
                stack.pop()

    def _file(self, file: Neighbour, known: frozenset[str] | None = None) -> Iterator[tuple[Step, str]]:
        self._met.add(file.path)
        steps, macros = outline(file.text, self.macros if known is None else known)
        self.macros |= macros
        return ((step, file.path) for step in steps)

    def _included(self, step: Step, near: str) -> Neighbour | None:
        name = step.value
        if self.neighbours is None:
            return None
        names = [name] if name.lower().endswith((".tex", ".ltx", ".latex", ".bbl")) else [f"{name}.tex", name]
        unreadable = "\\" in name or "#" in name
        files = (self.neighbours(each, near) for each in names if not unreadable)
        found = next((file for file in files if file is not None), None)
        if found is None:
            why = "cannot be found without running TeX" if unreadable else "was not found"
            message = f"{name}, included here, {why}; citations in it are not seen"
            self.problems.append(Problem("paper-unread", "warning", message, Where(near, step.line)))
        return found if found is not None and found.path not in self._met else None


def _titled_items_are_themes(steps: list[tuple[Step, str]]) -> bool:
    r"""Whether items that begin with a title (``\item \textbf{Jets}~\cite{a,b,c}``) name themes rather than works.

    In a review that is a list they do: an item cites several works. In a list of one's own papers each cites one.
    """
    items = keys = 0
    titled = False
    for step, _path in steps:
        if step.kind == "item":
            titled = bool(step.value)
            items += titled
        elif step.kind in ("heading", "close"):
            titled = False
        elif step.kind == "cite":
            keys += titled
    return items > 0 and keys >= 2 * items


@dataclass(slots=True)
class _Reading:
    """Follows a paper's steps: which headings are open, and what is cited below them."""

    cited: Cited
    items_are_themes: bool
    open: list[tuple[int, str]] = field(default_factory=list)
    depth: int = 0

    def read(self, steps: list[tuple[Step, str]]) -> None:
        for step, path in steps:
            where = Where(path, step.line)
            if step.kind == "cite":
                self.cited.cite(step.value, tuple(title for _level, title in self.open), where)
            elif step.kind == "bibliography":
                self.cited.works.add(step.value, path, step.line)
            elif step.kind == "data":
                self.cited.works.read(step.value, path)
            elif step.kind == "bibitem":
                self._bibitem(step.value, where)
            else:
                self._heading(step)

    def _heading(self, step: Step) -> None:
        if step.kind == "open":
            self.depth += 1
        elif step.kind == "close":
            self._leave(_ITEM_LEVEL + self.depth)
            self.depth = max(0, self.depth - 1)
        else:
            level = step.level if step.kind == "heading" else _ITEM_LEVEL + self.depth
            if step.kind == "heading":
                self.depth = 0
            self._leave(level)
            title = heading_text(step.value)
            if title and (step.kind == "heading" or self.items_are_themes):
                self.open.append((level, title))

    def _leave(self, level: int) -> None:
        while self.open and self.open[-1][0] >= level:
            self.open.pop()

    def _bibitem(self, value: str, where: Where) -> None:
        key, _, latex = value.partition("\n")
        text = latex.replace("\\_", "_").translate(_BRACES)
        self.cited.items.setdefault(key, item_reference(key, _item_title(latex), identifiers_in(text), where))


def _item_title(latex: str) -> str:
    r"""The title in a ``\bibitem`` as BibTeX's styles write it: the block behind the authors', or the first one where
    the next is a journal, a year or an address already (works without authors).
    """
    blocks = latex.split("\\newblock")
    if len(blocks) < 3:
        return ""
    title = blocks[0] if _NO_ITEM_TITLE.match(blocks[1]) else blocks[1]
    return " ".join(to_text(title).split()).rstrip(".,")


_NO_ITEM_TITLE = re.compile(
    r"\s*+(?:(?:\\emph\s*\{|\{\s*\\(?:em|it)\b)[^{}]{0,300}\}\s*,|[Ii]n\b|URL\b|\\(?:url|doi|href)\b|\d{4}\b|arXiv\b)"
)
_BRACES = {ord("{"): " ", ord("}"): " "}


def heading_text(latex: str) -> str:
    """The text of a heading, its labels, notes and citations off."""
    if "\\" in latex:
        latex = _NO_TITLE.sub("", _PDF_STRING.sub(r"\1", latex))
    text = to_text(latex) if any(mark in latex for mark in "\\{}~$-`'") else latex
    return " ".join(text.split()).rstrip(" .:")
