"""The Anthology's files of many papers, and the entries of the few papers asked for cut out of them.

A volume is https://aclanthology.org/volumes/2020.acl-main.bib, everything https://aclanthology.org/anthology.bib.gz:
less than 50 MB unpacked, so it is read line by line, and no more is parsed, or kept, than what was asked for.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import BinaryIO, cast

from bertbib.model import Answer, Identifier, Request
from bertbib.sources import _forms
from bertbib.text.bib_bulk import split_entries

_SITE = "https://aclanthology.org"
_EVERYTHING = f"{_SITE}/anthology.bib.gz"
_FEW = 2
"""Papers of one volume that are asked for one by one: two small answers come sooner than a file of a thousand."""
_MANY = 40
"""Requests that are made rather than the one for everything: about as many bytes, and as many seconds at our pace."""

_GZIP = b"\x1f\x8b"
_LARGEST = 256 * 2**20  # characters, unpacked: some kilobytes can unpack to gigabytes
_LONGEST = 2**20  # characters of a line; longer ones come in pieces
_MOST_MACROS = 10_000  # characters of a file's @string; the real ones take 200
# ``url = "https://aclanthology.org/P19-1441/",`` or, with a macro, ``url = anth # {P19-1441/},``
_PAGE = re.compile(r"\n[ \t]*+url[ \t]*+=([^\n]{1,200})")
_NAME = re.compile(r"[A-Za-z0-9.-]*$")


def single(source: str, paper: Identifier) -> Request:
    """The request for the entry of one paper."""
    return Request(source=source, url=f"{_SITE}/{paper.value}.bib", ids=(paper,))


def fewest(source: str, papers: Sequence[Identifier]) -> list[Request]:
    """The fewest requests that ask about papers; each for more than one paper says what to ask in its stead."""
    files = by_volume(source, papers)
    if len(files) <= _MANY:
        return files
    return [Request(source=source, url=_EVERYTHING, ids=tuple(papers), instead=tuple(files))]


def by_volume(source: str, papers: Sequence[Identifier]) -> list[Request]:
    """A request for each volume of which several papers are asked for, and one for each other paper."""
    volumes: dict[str, list[Identifier]] = {}
    for paper in papers:
        volumes.setdefault(volume_of(paper), []).append(paper)
    found: list[Request] = []
    for volume, own in volumes.items():
        singles = [single(source, paper) for paper in own]
        url = f"{_SITE}/volumes/{volume}.bib"
        whole = Request(source=source, url=url, ids=tuple(own), instead=tuple(singles))
        found += singles if len(own) <= _FEW else [whole]
    return found


def volume_of(paper: Identifier) -> str:
    """The id of the volume that a paper is in: https://aclanthology.org/info/ids/.

    Old ids have one digit for the volume, those of workshops two.
    """
    volume, stop, _number = paper.value.rpartition(".")
    if stop:
        return volume
    collection, _, rest = paper.value.partition("-")
    two = collection[0] == "W" or collection == "C69" or (collection == "D19" and rest[0] >= "5")
    return f"{collection}-{rest[: 1 + two]}"


def is_of_many(answer: Answer) -> bool:
    """Whether an answer is to a request for a file of many papers."""
    return answer.request.url == _EVERYTHING or answer.request.url.startswith(f"{_SITE}/volumes/")


def smaller(request: Request, papers: Sequence[Identifier]) -> list[Request]:
    """What to ask about papers that the file of a request lacks: they may be newer than it, or it is not whole."""
    if request.url == _EVERYTHING:
        return by_volume(request.source, papers)
    return [single(request.source, paper) for paper in papers]


def cut(answer: Answer) -> dict[Identifier, Answer]:
    """The answers to the requests for single papers that a file of many holds, by paper, as far as it is asked about.

    Two entries of one paper are none. Raise SourceError where the file is not BibTeX, or broken.
    """
    asked = {paper.value: paper for paper in answer.request.ids}
    texts: dict[Identifier, set[str]] = {}
    for name, text in _named(answer, asked):
        texts.setdefault(asked[name], set()).add(text)
    return {paper: _piece(answer, paper, *found) for paper, found in texts.items() if len(found) == 1}


def _named(answer: Answer, asked: Mapping[str, Identifier]) -> Iterator[tuple[str, str]]:
    """The entries whose page is that of a paper asked for, each with its id and the macros that stand before it."""
    macros = ""
    for text in split_entries(_lines(answer)):
        if text.lstrip()[:7].lower() == "@string":
            macros += text
            if len(macros) > _MOST_MACROS:
                raise _forms.failure(answer, "answered with a file of improbable macros")
        elif (name := _page_of(text)) in asked:
            yield name, macros + text.strip() + "\n"


def _page_of(text: str) -> str:
    """The last part of the page that an entry names; empty where it names none."""
    page = _PAGE.search(text)
    name = _NAME.search(page[1].rstrip('/"}, \t')) if page else None
    return name[0] if name else ""


def _piece(answer: Answer, paper: Identifier, text: str) -> Answer:
    body = text.encode()
    return replace(
        answer,
        request=single(answer.request.source, paper),
        body=body,
        headers={"content-type": "text/plain; charset=utf-8", "content-location": answer.request.url},
        sha256=hashlib.sha256(body).hexdigest(),
    )


def _lines(answer: Answer) -> Iterator[str]:
    """The lines of a file, unpacked if it is not yet; raise SourceError where it is cut off, no text or too large."""
    raw = io.BytesIO(answer.body)
    packed = answer.body.startswith(_GZIP)
    size = 0
    try:
        with io.TextIOWrapper(cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw, "utf-8-sig") as text:
            while line := text.readline(_LONGEST):
                size += len(line)
                if size > _LARGEST:
                    raise _forms.failure(answer, "answered with a file of improbable size")
                yield line
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise _forms.failure(answer, "answered with a file that is cut off or broken") from None
    except UnicodeDecodeError:
        raise _forms.failure(answer, "answered with text that is not UTF-8") from None
