"""Zotero RDF: the only form of Zotero's own that holds collections.

What it writes for which field: https://github.com/zotero/translators, ``Zotero RDF.js``. Each property is taken back to
the field that it came from; properties that Zotero has no older vocabulary for are ``z:`` and the field's name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bertbib.config import BIB_THEMES
from bertbib.model import InputError, Intake, Problem, Where
from bertbib.readers.refusals import refuse_no_export
from bertbib.readers.xml_tree import Element, parse_xml
from bertbib.readers.zotero_library import Collections, Held, library_intake
from bertbib.readers.zotero_table import CSL_TYPES

_HINT = "export the library or a collection as `Zotero RDF`"
_HEAD = 4000
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# "
_OURS = ("zotero.org/namespaces/export", "purl.org/net/biblio")
_CLASSES = {
    "Article": "journalArticle", "Book": "book", "BookSection": "bookSection", "Thesis": "thesis", "Letter": "letter",
    "Manuscript": "manuscript", "Interview": "interview", "MotionPicture": "film", "Illustration": "artwork",
    "Document": "document", "Memo": "note", "Attachment": "attachment", "Report": "report", "Legislation": "statute",
    "Patent": "patent", "Image": "map", "Recording": "audioRecording", "ConferenceProceedings": "presentation",
    "Data": "computerProgram", "UserItem": "document",
}  # fmt: skip
"""Classes of elements that are items even where no ``z:itemType`` says so."""

_FIELDS = {
    "title": "title", "date": "date", "dateSubmitted": "accessDate", "description": "extra", "abstract": "abstractNote",
    "pages": "pages", "rights": "rights", "coverage": "archiveLocation", "alternative": "journalAbbreviation",
    "edition": "edition", "volume": "volume", "type": "type", "medium": "medium", "source": "source", "value": "note",
    "issued": "issueDate",
}  # fmt: skip
_SERIES = {"title": "series", "alternative": "seriesTitle", "identifier": "seriesNumber"}
_NUMBERED = ("ISSN", "ISBN", "DOI")


@dataclass(frozen=True, slots=True)
class ZoteroRdfReader:
    """Reads ``.rdf`` files of Zotero's; ``by`` as in the BibTeX reader: collections are the groups here."""

    suffixes: tuple[str, ...] = (".rdf",)
    by: str = "auto"

    def themed(self, by: str) -> ZoteroRdfReader:
        """A reader like it with themes of another making."""
        return replace(self, by=by) if by in BIB_THEMES else self

    def sniff(self, text: str) -> bool:
        """Whether a text is RDF in Zotero's vocabulary."""
        head = text[:_HEAD]
        return head.lstrip("\ufeff \t\r\n").startswith("<") and ":RDF" in head and any(one in head for one in _OURS)

    def read(self, text: str, path: str) -> Intake:
        """The collections as themes; raise InputError where the text is no such XML or holds no items."""
        refuse_no_export(text, path, _HINT)
        root = parse_xml(text, path, _HINT)
        if root.name != "RDF":
            raise InputError(f"this XML is no RDF: it holds <{root.name}>", where=Where(path), hint=_HINT)
        problems: list[Problem] = []
        graph = _Graph(root)
        held = list(graph.items(path))
        return library_intake(held, graph.collections(), path, self.by, problems)


READER = ZoteroRdfReader()


class _Graph:
    """The elements of the file, and by its address what an element is about."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.about = {name: child for child in root.children if (name := _about(child))}
        self.parents: dict[str, str] = {}
        wholes = (_target(part) for child in root.children for part in child.named("isPartOf"))
        self.shared = {whole for whole, number in Counter(wholes).items() if number > 1}

    def items(self, path: str) -> Iterator[Held]:
        found = [(child, kind) for child in self.root.children if (kind := _kind(child))]
        for element, _kind_of_it in found:
            for property_ in element.children:
                if property_.name in ("isReferencedBy", "link") and (child := _target(property_)):
                    self.parents.setdefault(child, _about(element))
        for element, kind in found:
            name = _about(element)
            names = (name,) if name else ()
            yield Held(self.item(element, kind), Where(path, element.line), names, (), self.parents.get(name, ""))

    def collections(self) -> Collections:
        tree = Collections()
        for element in self.root.children:
            key = _about(element)
            if element.name != "Collection" or not key:
                continue
            parts = [_target(part) for part in element.named("hasPart")]
            tree.add(key, element.first("title") or key.lstrip("#"), "", parts)
            for part in parts:
                if part in self.about and self.about[part].name == "Collection":
                    tree.add(part, None, key)
        return tree

    def item(self, element: Element, kind: str) -> dict[str, Any]:
        """An element's properties as the fields that they came from."""
        item: dict[str, Any] = {"itemType": kind, "creators": [], "tags": []}
        for one in element.children:
            self.take(one, item)
        return item

    def take(self, one: Element, item: dict[str, Any]) -> None:
        if one.name == "subject":
            item["tags"] += [text for text in (one.text, *_values(one.children, "AutomaticTag")) if text]
        elif one.name == "identifier":
            _identify(one, item)
        elif one.name == "isPartOf":
            self.take_whole(one, item)
        elif one.name == "publisher":
            for organization in self.nodes(one):
                _put(item, "publisher", organization.first("name"))
                address = (place for each in organization.named("adr") for place in each.children)
                _put(item, "place", next((place.first("locality") for place in address), ""))
        elif one.name == "presentedAt":
            _put(item, "conferenceName", next((node.first("title") for node in self.nodes(one)), ""))
        elif people := list(self.people(one)):
            kind = one.name.removesuffix("s")
            item["creators"] += [{"creatorType": kind, **person} for person in people]
        elif one.name == "number":
            _put(item, "issue" if item["itemType"].endswith("Article") else "number", one.text)
        elif one.name != "itemType":
            _put(item, _FIELDS.get(one.name, one.name), one.text or _target(one) if not one.children else "")

    def take_whole(self, one: Element, item: dict[str, Any]) -> None:
        """What an item is part of: a section, a journal or book, a series; each may be part of the next."""
        for whole in self.nodes(one):
            for each in whole.children:
                if each.name == "isPartOf":
                    self.take_whole(each, item)
                elif whole.name == "Series":
                    _put(item, _SERIES.get(each.name, ""), each.text)
                elif each.name == "identifier":
                    if _about(whole) not in self.shared or not each.text.startswith("DOI "):
                        _identify(each, item)  # a DOI of what several works stand in is none of theirs
                elif whole.name != "Part":
                    field = {"title": "publicationTitle", "number": "issue"}.get(each.name)
                    _put(item, field or _FIELDS.get(each.name, ""), each.text)

    def people(self, one: Element) -> Iterator[dict[str, str]]:
        """The persons of a sequence of creators."""
        for sequence in one.named("Seq"):
            for entry in sequence.named("li"):
                for person in self.nodes(entry):
                    first = person.first("givenName") or person.first("givenname")
                    last = person.first("surname") or person.first("name")
                    yield {"lastName": last, "firstName": first} if first else {"name": last}

    def nodes(self, one: Element) -> list[Element]:
        """What a property holds, or points to."""
        target = self.about.get(_target(one))
        return one.children or ([target] if target else [])


def _about(element: Element) -> str:
    identity = element.attributes.get(_RDF + "ID")
    return element.attributes.get(_RDF + "about") or (f"#{identity}" if identity else "")


def _target(element: Element) -> str:
    """The address that a property points to, or of the element that it holds."""
    return element.attributes.get(_RDF + "resource") or next(map(_about, element.children), "")


def _kind(element: Element) -> str:
    """The item type of an element; empty where it is no item but a journal, a collection, an address."""
    stated = element.first("itemType")
    return stated if stated in CSL_TYPES else "document" if stated else _CLASSES.get(element.name, "")


def _values(elements: Iterable[Element], name: str) -> Iterator[str]:
    return (one.first("value") for one in elements if one.name == name)


def _identify(one: Element, item: dict[str, Any]) -> None:
    """``DOI 10...``, ``ISBN ...``, or the address of the work."""
    word, _blank, value = one.text.partition(" ")
    if word in _NUMBERED:
        _put(item, word, value)
    _put(item, "url", next((url for url in _values(one.children, "URI") if url), ""))


def _put(item: dict[str, Any], field: str, value: str) -> None:
    if field and value.strip():
        item.setdefault(field, value.strip())
