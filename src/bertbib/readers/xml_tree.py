"""XML -> a light tree whose elements know their lines; what could explode is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bertbib.model import InputError, Where

_DEEPEST = 200


@dataclass(slots=True)
class Element:
    """An element: namespace and local name, its attributes by ``namespace name``, its line, its own text."""

    space: str
    name: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def named(self, name: str) -> Iterator[Element]:
        """The children of a local name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> str:
        """The text of the first child of a local name."""
        return next((" ".join(child.text.split()) for child in self.named(name) if child.text.strip()), "")


def parse_xml(text: str, path: str, hint: str) -> Element:
    """The root element; raise InputError, with line and column, for what is not well-formed or breaks off.

    Document types are refused: the entities that they declare can be made to grow without end.
    """
    from xml.parsers.expat import ExpatError  # few lists are XML

    try:
        return _Builder(path).parse(text)
    except ExpatError as error:
        message = f"this is not well-formed XML: {str(error).partition(':')[0]} (column {error.offset + 1})"
        lines = text.rstrip().replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        if error.lineno >= lines and ("no element found" in str(error) or "unclosed" in str(error)):
            message = f"this is not well-formed XML: the file is cut off in column {error.offset + 1}"
            hint = f"export the file again; nothing of it was read. {hint}"
        raise InputError(message, where=Where(path, error.lineno), hint=hint) from None


class _Builder:
    def __init__(self, path: str) -> None:
        self.path = path
        self.open: list[Element] = []
        self.texts: list[list[str]] = []
        self.root: Element | None = None

    def parse(self, text: str) -> Element:
        from xml.parsers.expat import ParserCreate  # as above

        parser = self.parser = ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.refuse
        parser.Parse(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"), True)
        if self.root is None:  # expat has refused a text without an element already
            raise InputError("this XML holds no element", where=Where(self.path))
        return self.root

    def refuse(self, *_declaration: Any) -> None:
        raise InputError("this XML declares a document type, which no export does", where=Where(self.path))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _blank, local = name.rpartition(" ")
        element = Element(space, local, attributes, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        if len(self.open) >= _DEEPEST:
            raise InputError("this XML is nested too deeply", where=Where(self.path, element.line))
        self.open.append(element)
        self.texts.append([])

    def characters(self, text: str) -> None:
        self.texts[-1].append(text)

    def end(self, _name: str) -> None:
        self.open.pop().text = "".join(self.texts.pop()).strip()
