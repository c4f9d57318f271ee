r"""LaTeX source -> its outline: headings, citations, included files and bibliographies in order, with lines.

TeX is not run; what cites and what includes is told by ``tex_scan``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from bertbib.text.tex_scan import Mark, kept_pieces, marks_of

StepKind = Literal["cite", "bibliography", "include", "heading", "item", "open", "close", "bibitem", "data"]

LEVELS = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "subparagraph": 6,
}
_LISTS = frozenset({"itemize", "enumerate", "description", "compactitem", "compactenum"})
_LISTINGS = re.compile(r"\\begin\s*+\{(lstlisting|minted|Verbatim\*?|alltt|filecontents\*?)\}")
_FILE_ARGUMENTS = re.compile(r"(?:\[[^\[\]]{0,200}\])?\s*\{([^{}\n]{1,300})\}")
_OPTION = re.compile(r"\s*+\[((?:[^\[\]{}]|\{[^{}]{0,300}\}){0,600})\]")
_NAME = re.compile(r"\s*+\{([^{}]{1,200})\}")
_MARKED = re.compile(r"\s*+(?:\{\s*)?\\(?:textbf|emph|textit|textsc|bfseries|bf|em)\b")
_ITEM_OF_CITATIONS = re.compile(
    r"\s*+([^\\{}$\n.,;:~]{3,60})[ ~]*\\[A-Za-z]{0,20}cite[A-Za-z]{0,20}\*?(?:\[[^\[\]]{0,100}\]){0,2}\{[^{}]*\}"
    r"[ \t]*(?=\\item\b|\\end\b|\\\\|\n|$)"
)
"""An item that is nothing but a few words and the works they name: ``\\item Modern reviews~\\cite{a,b}``."""

_LONGEST = 2000
_DEEPEST = 12


class Step(NamedTuple):
    """One thing in a document: its kind, what it says, its 1-based line, and a heading's level.

    ``cite``: a key (``*`` is all works); ``bibliography`` and ``include``: a file's name; ``heading`` and ``item``:
    LaTeX of the title, empty for a plain item; ``open`` and ``close``: a list; ``bibitem``: key, then its LaTeX behind
    a line break; ``data``: the text of a .bib in a ``filecontents``.
    """

    kind: StepKind
    value: str
    line: int
    level: int = 0


def outline(text: str, macros: Iterable[str] = ()) -> tuple[list[Step], set[str]]:
    r"""The steps of a source up to ``\end{document}``, and its own commands that cite. Never raises."""
    text, data = _without_listings(text)
    pieces = kept_pieces(text)
    code = "".join(piece for _start, piece in pieces)
    marks, own = marks_of(code, macros)
    lines = _Lines(text, pieces)
    begin = code.find("\\begin{document}")
    end = code.find("\\end{document}")
    return [*data, *_steps(code, marks, lines, begin, end if end >= 0 else len(code))], own


class _Lines:
    """The line in the text of a place in its code."""

    def __init__(self, text: str, pieces: list[tuple[int, str]]) -> None:
        self.breaks = [found.start() for found in re.finditer("\n", text)]
        self.sources = [start for start, _piece in pieces]
        self.places: list[int] = []
        at = 0
        for _start, piece in pieces:
            self.places.append(at)
            at += len(piece)

    def of(self, at: int) -> int:
        piece = max(0, bisect_right(self.places, at) - 1)
        source = self.sources[piece] + at - self.places[piece]
        return bisect_right(self.breaks, max(0, source - 1)) + 1 if source else 1


def _without_listings(text: str) -> tuple[str, list[Step]]:
    """The text with program listings blanked, and the .bib files that it carries in itself."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    kept: list[str] = []
    data: list[Step] = []
    at = line = counted = 0
    closed: dict[str, int] = {}
    for found in _LISTINGS.finditer(text):
        name = found[1]
        if found.start() < at or closed.get(name, 0) < 0:
            continue
        end = closed[name] = text.find(f"\\end{{{name}}}", found.end())
        if end < 0:
            continue
        file = _FILE_ARGUMENTS.match(text, found.end()) if name.startswith("filecontents") else None
        if file and file[1].strip().lower().endswith(".bib"):
            line += text.count("\n", counted, found.start())
            counted = found.start()
            data.append(Step("data", text[file.end() : end], line + 1))
        kept += [text[at : found.start()], "\n" * text.count("\n", found.start(), end)]
        at = end
    return "".join([*kept, text[at:]]), data


def _steps(code: str, marks: list[Mark], lines: _Lines, begin: int, end: int) -> Iterator[Step]:
    stops = _stops(marks, code)
    for mark, stop in zip(marks, stops, strict=True):
        if mark.at > end:
            return
        line = lines.of(mark.at)
        if mark.kind != "command":
            yield Step(mark.kind, mark.value, line)
        elif mark.at > begin:
            yield from _command(code, mark, line, stop)


def _stops(marks: list[Mark], code: str) -> list[int]:
    r"""For each mark, where the next ``\bibitem`` or end of an environment stands."""
    stops = []
    end = len(code)
    for mark in reversed(marks):
        stops.append(end)
        if mark.kind == "command" and mark.value in ("bibitem", "end"):
            end = code.rfind("\\", 0, mark.at)
    return stops[::-1]


def _command(code: str, mark: Mark, line: int, stop: int) -> Iterator[Step]:
    name = mark.value
    if name in LEVELS:
        title = braced(code, mark.at)
        if title is not None and "#" not in title:
            yield Step("heading", title, line, LEVELS[name])
    elif name == "item":
        option = _OPTION.match(code, mark.at)
        marked = _MARKED.match(code, option.end() if option else mark.at)
        if marked:
            title = braced(code, marked.end()) or _rest(code, marked.end())
        else:
            named = _ITEM_OF_CITATIONS.match(code, mark.at) if option is None else None
            title = option[1] if option else named[1].strip() if named else ""
        yield Step("item", title, line)
    elif name in ("begin", "end"):
        environment = _NAME.match(code, mark.at)
        if environment and environment[1].rstrip("*") in _LISTS:
            yield Step("open" if name == "begin" else "close", environment[1], line)
    elif name == "bibitem":
        option = _OPTION.match(code, mark.at)
        key = _NAME.match(code, option.end() if option else mark.at)
        if key:
            yield Step("bibitem", f"{key[1].strip()}\n{code[key.end() : min(stop, key.end() + _LONGEST)]}", line)


def _rest(code: str, at: int) -> str:
    r"""The rest of a group that a command of the old kind stands in: ``{\bf Title}``."""
    stop = re.compile(r"[{}\n]").search(code, at, at + 300)
    return code[at : stop.start()].strip() if stop and stop[0] == "}" else ""


def braced(code: str, at: int) -> str | None:
    """What stands in the braces at a place, behind an optional argument; None where there are none that close."""
    option = _OPTION.match(code, at)
    at = option.end() if option else at
    while at < len(code) and code[at].isspace():
        at += 1
    if code[at : at + 1] != "{":
        return None
    depth = 0
    for found in re.compile(r"\\.|[{}]", re.DOTALL).finditer(code, at, at + _LONGEST):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth > _DEEPEST:
            return None
        if depth == 0:
            return code[at + 1 : found.start()]
    return None
