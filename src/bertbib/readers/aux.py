r"""What LaTeX wrote down of a paper's citations: ``.aux`` (BibTeX's lines, and biblatex's) and ``.bcf`` (biber).

The file is the theme, for neither tells where a citation stands. Forms: LaTeX's ``\citation``, ``\bibdata`` and
``\@input`` (source2e, ltbibl.dtx), biblatex's ``\abx@aux@cite`` and its control file (biber's manual, appendix).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from bertbib.model import InputError, Intake, Problem, Where
from bertbib.model.protocols import Neighbour, Neighbours
from bertbib.readers.cited_works import Cited
from bertbib.readers.memberships import Path, file_theme
from bertbib.readers.named_works import Bibliographies
from bertbib.readers.nesting import lines_of

_HINT = "LaTeX writes this file: run it on the paper once, or name the .tex itself."
_LINE = re.compile(
    r"[ \t]*\\(?:(?P<kind>citation|bibdata|@input)|(?P<biblatex>abx@aux@cite)(?:\{\d*\}(?=\{))?)\{(?P<names>[^{}]*)\}"
)
_NO_KEYS = re.compile(r"biblatex-control|REV@\w+-control|\w+41Control|IEEEexample:BSTcontrol|achemso-control")
_CONTROL_FILES = re.compile(r".*(?:-blx|Notes|-blx-bibtex)")


@dataclass(frozen=True, slots=True)
class AuxReader:
    """Reads ``.aux`` files."""

    suffixes: tuple[str, ...] = (".aux",)

    def sniff(self, text: str) -> bool:
        r"""Whether a text begins as LaTeX begins its files, or a line is an entry of such a file."""
        return (
            re.search(r"\A\\relax\b|^\\(?:citation|bibdata|@input|abx@aux@cite)\{", text[:20000], re.MULTILINE)
            is not None
        )

    def read(self, text: str, path: str) -> Intake:
        """The works cited; raise InputError where none is."""
        return self.follow(text, path, None)

    def follow(self, text: str, path: str, neighbours: Neighbours | None) -> Intake:
        """The same, with the files of included parts and the bibliographies named."""
        if not text.strip("\ufeff \t\r\n"):
            raise InputError(f"{path} is empty", hint=_HINT)
        cited = Cited(path, Bibliographies(path, neighbours))
        biblatex = _read_aux(Neighbour(path, text), cited, neighbours)
        if biblatex and neighbours is not None:
            control = neighbours(f"{PurePath(path).stem}.bcf", path)
            if control is not None:  # biblatex names its bibliographies there alone
                _read_bcf(control, Cited(path, cited.works))
        return cited.intake(_HINT)


AUX = AuxReader()


def _read_aux(main: Neighbour, cited: Cited, neighbours: Neighbours | None) -> bool:
    """Take in a file and those of included parts, each once; return whether biblatex wrote into one."""
    waiting, met = [main], {main.path}
    biblatex = False
    for file in waiting:
        for number, line in enumerate(lines_of(file.text), 1):
            found = _LINE.match(line) if "\\" in line else None
            if found is None:
                continue
            names = [name.strip() for name in found["names"].split(",") if name.strip()]
            if found["kind"] == "bibdata":
                for name in names:
                    if not _CONTROL_FILES.fullmatch(name):
                        cited.works.add(name, file.path, number)
            elif found["kind"] == "@input":
                part = _part(found["names"].strip(), Where(file.path, number), cited, neighbours)
                if part is not None and part.path not in met:
                    met.add(part.path)
                    waiting.append(part)
            else:
                biblatex = biblatex or found["biblatex"] is not None
                _cite(names, Where(file.path, number), cited)
    return biblatex


def _cite(keys: Iterable[str], where: Where, cited: Cited) -> None:
    for key in keys:
        if not _NO_KEYS.fullmatch(key):
            cited.cite(key, file_theme(cited.path), where)


def _part(name: str, where: Where, cited: Cited, neighbours: Neighbours | None) -> Neighbour | None:
    """The file of an included part; one that is not there is told."""
    part = neighbours(name, where.path) if neighbours is not None else None
    if part is None and neighbours is not None:
        message = f"{name}, included here, was not found; citations in it are not seen"
        cited.problems.append(Problem("paper-unread", "warning", message, where))
    return part


@dataclass(frozen=True, slots=True)
class BcfReader:
    """Reads ``.bcf`` files."""

    suffixes: tuple[str, ...] = (".bcf",)

    def sniff(self, text: str) -> bool:
        """Whether a text is biber's control file."""
        return "<bcf:controlfile" in text[:5000]

    def read(self, text: str, path: str) -> Intake:
        """The works cited; raise InputError where none is, or the text is no XML."""
        return self.follow(text, path, None)

    def follow(self, text: str, path: str, neighbours: Neighbours | None) -> Intake:
        """The same, looked up in the bibliographies named."""
        if not text.strip("\ufeff \t\r\n"):
            raise InputError(f"{path} is empty", hint=_HINT)
        cited = Cited(path, Bibliographies(path, neighbours))
        _read_bcf(Neighbour(path, text), cited)
        return cited.intake(_HINT)


BCF = BcfReader()


def _read_bcf(file: Neighbour, cited: Cited) -> None:
    """Take in a control file; one that breaks off is read so far, and told."""
    from xml.parsers.expat import ExpatError  # few lists are XML

    control = _Control(file.path, cited)
    try:
        control.parse(file.text)
    except ExpatError as error:
        if not cited.themes and cited.everything is None:
            message = f"this is not well-formed XML: {error}"
            raise InputError(message, where=Where(file.path, error.lineno), hint=_HINT) from None
        message = f"the file breaks off here; what follows is not read: {error}"
        cited.problems.append(Problem("bcf-broken", "error", message, Where(file.path, error.lineno), _HINT))


class _Control:
    """One pass over a control file's ``datasource`` and ``citekey`` elements; further sections are further themes."""

    def __init__(self, path: str, cited: Cited) -> None:
        self.path = path
        self.cited = cited
        self.headings: Path = file_theme(cited.path)
        self.text: list[str] | None = None
        self.members = ""
        self.sources: list[tuple[str, int]] = []

    def parse(self, text: str) -> None:
        from xml.parsers.expat import ParserCreate  # as above

        parser = self.parser = ParserCreate("utf-8")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.refuse
        try:
            parser.Parse(text.encode("utf-8", "replace"), True)
        finally:
            for name, line in dict.fromkeys(self.sources):
                self.cited.works.add(name, self.path, line)

    def refuse(self, *_declaration: Any) -> None:
        """No control file declares a document type, and the entities of one can be made to explode."""
        raise InputError("this XML declares a document type, which biber's file never does", where=Where(self.path))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "section":
            number = attributes.get("number", "0")
            root = file_theme(self.cited.path)
            self.headings = root if number in ("0", "") else (*root, f"refsection {number}")
        elif tag == "citekey":
            self.text, self.members = [], attributes.get("members", "")
        elif tag == "datasource" and attributes.get("datatype", "bibtex") in ("bibtex", ""):
            self.text = []

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, name: str) -> None:
        if self.text is None:
            return
        value, self.text = "".join(self.text).strip(), None
        tag = name.rpartition(":")[2]
        line = self.parser.CurrentLineNumber
        if tag == "citekey":
            for key in self.members.split(",") if self.members else [value]:
                if key.strip():
                    self.cited.cite(key.strip(), self.headings, Where(self.path, line))
        elif tag == "datasource" and value:
            self.sources.append((value, line))
