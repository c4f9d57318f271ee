r"""LaTeX source -> the keys it cites and the files it names, in one pass and linear time.

TeX is not run: a citation command is one whose name holds "cite" (natbib, biblatex, apacite and most others; and
``\bibentry``), or a macro that the source defines by one. Arguments are read as the manuals of natbib, biblatex and
apacite give them: any number of ``[...]``, ``(...)`` and ``<...>`` before ``{keys}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


@dataclass(frozen=True, slots=True)
class TexFacts:
    r"""What a .tex file says.

    ``cited`` are the keys of its citation commands, ``bibliographies`` the .bib files it names and ``included`` the
    .tex files, both as written and with their suffix. ``words`` are all words between braces that a key could be,
    whatever command they are given to, and ``macros`` the commands of its own that cite.
    """

    cited: tuple[str, ...] = ()
    bibliographies: tuple[str, ...] = ()
    included: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    macros: frozenset[str] = frozenset()


def read_tex(text: str, macros: Iterable[str] = ()) -> TexFacts:
    r"""Read the citations, ``\bibliography``-like and ``\input``-like commands of a .tex file; comments do not count.

    ``macros`` are names (without the backslash) of further commands that cite. Never raises.
    """
    scan = _Scan(without_comments(text), set(macros))
    scan.run()
    return TexFacts(
        cited=tuple(dict.fromkeys(scan.cited)),
        bibliographies=tuple(dict.fromkeys(_with_suffix(name, ".bib") for name in scan.bibliographies)),
        included=tuple(dict.fromkeys(_with_suffix(name, ".tex") for name in scan.included)),
        words=frozenset(_words(scan.code)),
        macros=frozenset(scan.macros),
    )


def marks_of(code: str, macros: Iterable[str]) -> tuple[list[Mark], set[str]]:
    r"""The marks of a source without comments in their order, and the commands of its own that cite.

    A key ``*`` (``\nocite{*}``) means all works of the bibliographies.
    """
    scan = _Scan(code, set(macros), marks=[])
    scan.run()
    return scan.marks or [], scan.macros


def _with_suffix(name: str, suffix: str) -> str:
    return name if name.endswith(suffix) else name + suffix


# A percent sign starts no comment in verbatim text and in an address; no \verb goes beyond its line (LaTeX's own rule),
# and here not beyond 300 characters, so that a line of broken ones takes no quadratic time.
_SPECIAL = re.compile(
    r"(?P<comment>%[^\r\n]*(?:\r\n|\r|\n|$)[ \t]*)"
    r"|\\begin\s*+\{(?P<verbatim>verbatim\*?|comment)\}"
    r"|(?P<verb>\\(?:verb|Verb|lstinline)(?![A-Za-z@])\*?(?P<mark>[^\s\w*\[{\\%])[^\r\n]{0,300}?(?P=mark))"
    r"|\\(?:url|path|nolinkurl|href)\s*+\{[^{}\\\r\n]*+\}"
    r"|(?P<word>\\[A-Za-z@]+)|\\.",
    re.DOTALL,
)


def without_comments(text: str) -> str:
    """The text without comments and verbatim text; what a comment parts is joined, as TeX does."""
    return "".join(piece for _start, piece in kept_pieces(text))


def kept_pieces(text: str) -> list[tuple[int, str]]:
    """What ``without_comments`` keeps, each piece with its place in the text."""
    kept: list[tuple[int, str]] = []
    unclosed: set[str] = set()
    at = start = word_end = 0
    while found := _SPECIAL.search(text, at):
        at = found.end()
        if found["word"]:
            word_end = at
        elif found["comment"] or found["verb"]:
            joint = "" if found["comment"] and found.start() != word_end else " "
            kept += [(start, text[start : found.start()]), (found.start(), joint)]
            start = at
        elif (name := found["verbatim"]) and name not in unclosed:
            end = text.find(f"\\end{{{name}}}", at)
            if end < 0:
                unclosed.add(name)
            else:
                kept += [(start, text[start : found.start()]), (found.start(), " ")]
                start = at = end
    return [*kept, (start, text[start:])]


_BRACED = re.compile(r"\{([^{}]*+)\}")
_LONGEST_KEY = 250


def _words(code: str) -> Iterator[str]:
    for group in _BRACED.findall(code):
        for part in re.split("[,=]", group):
            word = part.strip()
            if 0 < len(word) <= _LONGEST_KEY and not any(map(str.isspace, word)):
                yield word


_COMMAND = re.compile(r"\\(?:([A-Za-z@]+)\*?|.)", re.DOTALL)
_CLOSERS = {"[": "]", "(": ")", "<": ">"}
_INSIDE = {
    closer: re.compile(rf"\\(?:([A-Za-z@]+)\*?|.)|[{{}}]|{re.escape(closer)}", re.DOTALL)
    for closer in _CLOSERS.values()
}
_OPENER = re.compile(r"\s*+([\[(<])")
_GROUP = re.compile(r"\s*+\{([^{}]*+)\}")
_GROUP_END = re.compile(r"\s*+\}")
_BIBLIOGRAPHY = re.compile(r"\s*+(?:\[[^\[\]]*+\]\s*+)?\{([^{}]*+)\}")
_FILE = re.compile(r'\s*+(?:\{([^{}]*+)\}|("[^"\r\n]*+")|([^\s\\{}\[\]"]++))')
_FOLDER_AND_FILE = re.compile(r"\s*+\{([^{}]*+)\}\s*+\{([^{}]*+)\}")
_DEFINED = re.compile(r"\s*+(?:\{\s*+)?\\([A-Za-z@]++)(?:\s*+\})?")
_LET = re.compile(r"\s*+\\([A-Za-z@]++)\s*+(?:=\s*+)?\\([A-Za-z@]++)")

_DEFINES = re.compile(
    "(?:new|renew|provide)(?:command|robustcmd)|DeclareRobustCommand|[gex]?def"
    "|(?:New|Renew|Provide|Declare)(?:Expandable)?DocumentCommand"
)
_INCLUDES = frozenset(("input", "include", "subfile", "subfileinclude", "InputIfFileExists"))
_IMPORTS = frozenset(("import", "subimport", "includefrom", "subincludefrom", "inputfrom", "subinputfrom"))
_BIBLIOGRAPHIES = frozenset(("bibliography", "nobibliography", "addbibresource", "addglobalbib", "addsectionbib"))


_NO_CITATIONS = frozenset(
    ("setcitestyle", "citestyle", "newcites", "citetext", "citereset", "AtEveryCite", "AtEveryCitekey")
)
"""Commands that are about citations and cite nothing (natbib, multibib, biblatex)."""

MarkKind = Literal["cite", "bibliography", "include", "command"]
OUTLINE = frozenset(
    (
        "part",
        "chapter",
        "section",
        "subsection",
        "subsubsection",
        "paragraph",
        "subparagraph",
        "item",
        "begin",
        "end",
        "bibitem",
    )
)
"""Commands that shape a document: where they stand is marked as ``command``."""


class Mark(NamedTuple):
    """Something in a source: a key, a file's name or a command's, and where it (a command's arguments) begins."""

    kind: MarkKind
    value: str
    at: int


class _Option(NamedTuple):
    """An optional argument of a citation that is open: what closes it, the braces open around it, and whether the
    command goes on behind its first keys.
    """

    closer: str
    depth: int
    several: bool


@dataclass(slots=True)
class _Scan:
    """One pass over a source without comments."""

    code: str
    macros: set[str]
    cited: list[str] = field(default_factory=list)
    bibliographies: list[str] = field(default_factory=list)
    included: list[str] = field(default_factory=list)
    options: list[_Option] = field(default_factory=list)
    depth: int = 0
    defining: str = ""
    volumes: bool = False
    r"""Whether the citation command takes a volume before its key (biblatex's ``\volcite``)."""
    marks: list[Mark] | None = None
    """Where all this stands, for those who ask."""

    def mark(self, kind: MarkKind, value: str, at: int) -> None:
        if self.marks is not None:
            self.marks.append(Mark(kind, value, at))

    def run(self) -> None:
        at = 0
        while True:
            option = self.options[-1] if self.options else None
            found = (_INSIDE[option.closer] if option else _COMMAND).search(self.code, at)
            if not found:
                return
            at = found.end()
            mark = found[0]
            if mark[0] == "\\":
                at = self._command(found[1], at) if found[1] else at
            elif mark == "{":
                self.depth += 1
            elif mark == "}":
                self._close_brace()
            elif option and option.depth == self.depth:
                self.options.pop()
                at = self._arguments(at, option.several)

    def _close_brace(self) -> None:
        """A brace that closes ends the optional arguments that were opened inside."""
        self.depth -= 1
        while self.options and self.options[-1].depth > self.depth:
            self.options.pop()
        if not self.options:
            self.depth = 0

    def _command(self, name: str, at: int) -> int:
        """Read a command's arguments from ``at``; return where to go on."""
        if _DEFINES.fullmatch(name):
            defined = _DEFINED.match(self.code, at)
            self.defining = defined[1] if defined else ""
            return defined.end() if defined else at
        if name in ("let", "LetLtxMacro"):
            return self._let(at)
        if self._cites(name):
            if self.defining and _GROUP_END.match(self.code, at):
                self.macros.add(self.defining)
            self.volumes = "vol" in name
            return self._arguments(at, name in self.macros or name.endswith("s") or self.volumes)
        if name in OUTLINE:
            self.mark("command", name, at)
            return at
        return self._file(name, at)

    def _cites(self, name: str) -> bool:
        cites = "cite" in name.lower() and name not in _NO_CITATIONS
        return cites or name in ("bibentry", "Bibentry") or name in self.macros

    def _let(self, at: int) -> int:
        found = _LET.match(self.code, at)
        if found and self._cites(found[2]):
            self.macros.add(found[1])
        return found.end() if found else at

    def _file(self, name: str, at: int) -> int:
        if name in _INCLUDES:
            found = _FILE.match(self.code, at)
            for name in filter(None, (_name(one or "") for one in found.groups())) if found else ():
                self._include(name, at)
        elif name in _IMPORTS:
            found = _FOLDER_AND_FILE.match(self.code, at)
            if found:
                self._include(f"{(_name(found[1]) or '.').rstrip('/')}/{_name(found[2])}", at)
        elif name in _BIBLIOGRAPHIES or (name.startswith("bibliography") and not name.startswith("bibliographystyle")):
            found = _BIBLIOGRAPHY.match(self.code, at)
            for name in _split(found[1]) if found else ():
                self.bibliographies.append(name)
                self.mark("bibliography", name, at)
        else:
            return at
        return found.end() if found else at

    def _include(self, name: str, at: int) -> None:
        self.included.append(name)
        self.mark("include", name, at)

    def _arguments(self, at: int, several: bool) -> int:
        """Read the keys at ``at``, or open the optional argument there: it may hold citations itself."""
        while group := _GROUP.match(self.code, at):
            self._keys(group[1], group.start(1))
            at = group.end()
            if not several:
                return at
        option = _OPENER.match(self.code, at)
        if option is None:
            return at
        self.options.append(_Option(_CLOSERS[option[1]], self.depth, several))
        return option.end()

    def _keys(self, keys: str, at: int) -> None:
        for key in _split(keys):
            if "#" in key:
                self.macros |= {self.defining} - {""}
                continue
            if "\\" in key:
                continue
            if not (self.volumes and key.isdecimal()):
                self.mark("cite", key, at)
            if key != "*":
                self.cited.append(key)


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _name(file: str) -> str:
    """A file's name without the quotation marks that one with blanks needs."""
    return file.strip().strip('"').strip()
