"""Reading the files that packs are built from, plain or compressed by gzip, without holding more than a line."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

from bertbib.model import InputError, Where

_HEAD = 65_536
_LONGEST = 4 * 2**20  # characters of a line; longer ones come in pieces
_GZIP = b"\x1f\x8b"
_PAGE = (b"<!doctype html", b"<html")


@dataclass(slots=True)
class Tally:
    """What a reader notices on its way: entries that it leaves out, and the newest ISO date that the data states."""

    left_out: int = 0
    date: str = ""

    def dated(self, day: str) -> None:
        """Take note of a date of the data; what is no date, or lies in the future, is passed over."""
        if self.date < day <= date.today().isoformat():
            try:
                date.fromisoformat(day)
            except ValueError:
                return
            self.date = day


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file's bytes, decompressed; whatever fails while they are read becomes an InputError."""
    where = Where(str(path))
    try:
        with path.open("rb") as raw:
            packed = raw.peek(2)[:2] == _GZIP
            yield cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
    except (EOFError, zlib.error, gzip.BadGzipFile):
        hint = "download it again"
        raise InputError("the compressed file is cut off or broken", where=where, hint=hint) from None
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror or error})", where=where) from None


def lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 text, all with one kind of end; raise InputError where it is none, or cannot be read."""
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig")
        try:
            while line := text.readline(_LONGEST):
                yield line
        except UnicodeDecodeError as error:
            hint = "save it as UTF-8"
            raise InputError(
                f"the file is not UTF-8 text ({error.reason})", where=Where(str(path)), hint=hint
            ) from None


def head(path: Path) -> bytes:
    """The first bytes of a file, decompressed, a byte order mark off; raise InputError where it cannot be read."""
    with opened(path) as file:
        return file.read(_HEAD).removeprefix(b"\xef\xbb\xbf")


def refuse_page(start: bytes, path: Path) -> None:
    """Raise InputError where a file starts like a page: services for browsers answer programs that way."""
    if start.lstrip()[:40].lower().startswith(_PAGE):
        hint = "download the data itself, with a browser where the site wants one"
        raise InputError("this is an HTML page, not the data", where=Where(str(path)), hint=hint)
