"""DBLP's dump: dblp.xml.gz of https://dblp.org/xml/, whose form https://dblp.org/xml/docu/dblpxml.pdf documents.

Accents are entities of Latin-1, which ``dblp.dtd`` declares; as that file is seldom at hand, they are resolved here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import name2codepoint
from pathlib import Path
from typing import Any, BinaryIO

from bertbib.model import Date, InputError, Item, Where
from bertbib.model.record import RecordStatus
from bertbib.packs.streams import Tally, opened
from bertbib.packs.work import Work, work_of
from bertbib.text.links import implied, parse_identifier
from bertbib.text.names import parse_person
from bertbib.text.pages import normalize_pages

FEWEST = 100_000
"""Records below which a file is no dump: what services answer instead of it is smaller."""

_CHUNK = 2**20
_LONGEST_ENTITY = 12
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,9});")
_OF_XML = (b"amp", b"lt", b"gt", b"quot", b"apos")
_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "incollection": "chapter",
    "proceedings": "book",
    "book": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
}
_PAPERS = ("article-journal", "paper-conference", "chapter")
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_RICH = ("i", "sub", "sup")


def works(source: Path, tally: Tally) -> Iterator[Work]:
    """The records of a dump; pages of persons, and records of other kinds, are left out.

    Raise InputError, at the end, where there are fewer records than a dump has.
    """
    records = 0
    for element in _elements(source):
        work = _work(element)
        tally.dated(element.get("mdate", ""))
        if work is None:
            tally.left_out += 1
        else:
            records += 1
            yield work
    if records < FEWEST:
        hint = "download dblp.xml.gz with a browser from https://dblp.org/xml/"
        raise InputError(f"holds only {records} records: not a DBLP dump", where=Where(str(source)), hint=hint)


def _elements(source: Path) -> Iterator[Any]:
    """The children of the root, each dropped when the next one is asked for."""
    # Slow to import, and only dumps need it.
    from lxml import etree

    parser = etree.XMLPullParser(events=("end",), resolve_entities=False, no_network=True, huge_tree=True)
    where = Where(str(source))
    try:
        with opened(source) as file:
            for chunk in _resolved(file):
                parser.feed(chunk)
                for _event, element in parser.read_events():
                    parent = element.getparent()
                    if parent is None or parent.getparent() is not None:
                        continue
                    if parent.tag != "dblp":
                        raise InputError("this XML is not DBLP's", where=where)
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del parent[0]
            parser.close()
    except etree.XMLSyntaxError as error:
        hint = "download it again"
        raise InputError(f"the XML is cut off or broken ({error.msg})", where=where, hint=hint) from None


def _resolved(file: BinaryIO) -> Iterator[bytes]:
    """The file in pieces, named entities as numbers; no piece ends inside of one."""
    rest = b""
    while chunk := file.read(_CHUNK):
        chunk = rest + chunk
        cut = chunk.rfind(b"&", -_LONGEST_ENTITY)
        cut = cut if cut >= 0 and b";" not in chunk[cut:] else len(chunk)
        rest = chunk[cut:]
        yield _ENTITY.sub(_numbered, chunk[:cut])
    if rest:
        yield rest


def _numbered(entity: re.Match[bytes]) -> bytes:
    code = None if entity[1] in _OF_XML else name2codepoint.get(entity[1].decode())
    return b"&#%d;" % code if code else entity[0]


def _work(element: Any) -> Work | None:
    kind, title = _TYPES.get(element.tag), _title(element.find("title"))
    own = parse_identifier(f"dblp:{element.get('key', '')}")
    if kind is None or not title or own is None or own.value.startswith("homepages/"):
        return None
    journal = _text(element, "journal")
    preprint = journal == "CoRR" or (kind == "article-journal" and "informal" in _sorts(element))
    ids = [one for one in (parse_identifier(url) for url in _texts(element, "ee")) if one is not None]
    dois = [one.value for one in ids if one.scheme == "doi"]
    if preprint:
        ids += [one for given in (own, *ids) for one in implied(given)]
        ids += filter(None, [parse_identifier(_text(element, "volume").removeprefix("abs/"))])
    book = _text(element, "booktitle")
    item = Item(
        type="article" if preprint else kind,
        title=title,
        author=tuple(map(parse_person, _texts(element, "author"))),
        editor=tuple(map(parse_person, _texts(element, "editor"))),
        issued=_year(_text(element, "year")),
        container_title="" if journal == "CoRR" or kind in ("book", "thesis") else journal or book,
        collection_title=_text(element, "series"),
        event_title=re.sub(r" \(\d+\)$", "", book) if kind == "paper-conference" else "",
        publisher=_text(element, "publisher") or _text(element, "school"),
        volume="" if journal == "CoRR" else _text(element, "volume"),
        issue=_text(element, "number"),
        page=normalize_pages(_text(element, "pages")),
        DOI=dois[0] if dois and not preprint else "",
        ISBN=_text(element, "isbn"),
        URL=next(iter(_texts(element, "ee")), ""),
        archive="arXiv" if journal == "CoRR" else "",
        genre=_GENRES.get(element.tag, ""),
    )
    volume = _text(element, "crossref") if kind in ("paper-conference", "chapter") else ""
    return work_of(own, item, _status(element, item, preprint=preprint), ids, part_of=volume and f"dblp:{volume}")


def _status(element: Any, item: Item, *, preprint: bool) -> RecordStatus:
    if "withdrawn" in _sorts(element):
        return "withdrawn"
    if preprint:
        return "preprint"
    paper = item.type in _PAPERS and item.author and item.container_title
    return "published" if paper and not _sorts(element) & {"data", "software"} else "other"


def _sorts(element: Any) -> set[str]:
    return set(element.get("publtype", "").split())


def _title(element: Any) -> str:
    """The title without its final stop, italics and indices as CSL's tags."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            inner = "".join(child.itertext())
            parts.append(f"<{child.tag}>{inner}</{child.tag}>" if child.tag in _RICH else inner)
        parts.append(child.tail or "")
    title = " ".join("".join(parts).split())
    return title if title.endswith("..") else title.removesuffix(".")


def _texts(element: Any, tag: str) -> list[str]:
    found = (" ".join("".join(child.itertext()).split()) for child in element.iterfind(tag))
    return [text for text in found if text]


def _text(element: Any, tag: str) -> str:
    return next(iter(_texts(element, tag)), "")


def _year(text: str) -> Date | None:
    return Date(int(text)) if re.fullmatch(r"[12]\d{3}", text, re.ASCII) else None
