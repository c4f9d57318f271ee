"""JSON as programs export it: the document, and the line on which each of its entries starts."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from bertbib.model import InputError, Where
from bertbib.readers.refusals import refuse_no_export

_SPACE = re.compile(r"[ \t\n\r]*+")
_DECODER = json.JSONDecoder()
_AGAIN = "export the file again"


class Located(NamedTuple):
    """A document, and by the name of each array in its outermost object the lines on which the elements start.

    Of a document that is an array itself the name is empty.
    """

    document: Any
    lines: dict[str, list[int]]


def load(text: str, path: str, hint: str) -> Located:
    """Read JSON text; raise InputError, with line and column, where it is none or breaks off.

    The form is RFC 8259's. ``hint`` says what kind of file is wanted.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refuse_no_export(text, path, hint)
    try:
        return _located(text)
    except json.JSONDecodeError as error:
        raise _refusal(error, text, path, hint) from None
    except (ValueError, RecursionError):
        message = "this JSON is nested too deeply, or holds a number of too many digits"
        raise InputError(message, where=Where(path), hint=hint) from None


def _refusal(error: json.JSONDecodeError, text: str, path: str, hint: str) -> InputError:
    where = Where(path, error.lineno)
    line = text[text.rfind("\n", 0, error.pos) + 1 :][:7]
    if line in ("<<<<<<<", "=======", ">>>>>>>"):
        hint = "choose one side and delete the marker lines"
        return InputError("this is not valid JSON: an unresolved merge conflict", where=where, hint=hint)
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        message = f"this is not valid JSON: the file is cut off in column {error.colno}"
        return InputError(f"{message} ({error.msg})", where=where, hint=f"{_AGAIN}; nothing of it was read. {hint}")
    return InputError(f"this is not valid JSON: {error.msg} (column {error.colno})", where=where, hint=hint)


def _located(text: str) -> Located:
    """The outermost array or object is walked here, so that places are known; what is in it the decoder reads."""
    starts: dict[str, list[int]] = {}
    at = _after(text, 0)
    opening = text[at : at + 1]
    document: Any
    if opening == "[":
        document, end = _array(text, at, starts.setdefault("", []))
    elif opening == "{":
        document, end = _object(text, at, starts)
    else:
        document, end = _DECODER.raw_decode(text, at)
    end = _after(text, end)
    if end != len(text):
        raise json.JSONDecodeError("Extra data", text, end)
    return Located(document, _numbered(text, starts))


def _after(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _array(text: str, at: int, starts: list[int]) -> tuple[list[Any], int]:
    items = []
    at = _after(text, at + 1)
    if text[at : at + 1] == "]":
        return [], at + 1
    while True:
        starts.append(at)
        value, at = _DECODER.raw_decode(text, at)
        items.append(value)
        at = _after(text, at)
        mark = text[at : at + 1]
        if mark == "]":
            return items, at + 1
        if mark != ",":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
        at = _after(text, at + 1)


def _object(text: str, at: int, starts: dict[str, list[int]]) -> tuple[dict[str, Any], int]:
    """The decoder's own object, but for the places in arrays; of a name that stands twice the last one counts."""
    found: dict[str, Any] = {}
    at = _after(text, at + 1)
    if text[at : at + 1] == "}":
        return found, at + 1
    while True:
        if text[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
        name, at = _DECODER.raw_decode(text, at)
        at = _after(text, at)
        if text[at : at + 1] != ":":
            raise json.JSONDecodeError("Expecting ':' delimiter", text, at)
        at = _after(text, at + 1)
        if text[at : at + 1] == "[":
            starts[name] = []
            found[name], at = _array(text, at, starts[name])
        else:
            found[name], at = _DECODER.raw_decode(text, at)
        at = _after(text, at)
        mark = text[at : at + 1]
        if mark == "}":
            return found, at + 1
        if mark != ",":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
        at = _after(text, at + 1)


def _numbered(text: str, starts: dict[str, list[int]]) -> dict[str, list[int]]:
    ends = [found.end() for found in re.finditer("\n", text)]
    return {name: [bisect_right(ends, place) + 1 for place in places] for name, places in starts.items()}


_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*+:)?|[\[\]{}]', re.DOTALL)


def names_in(head: str) -> Iterator[tuple[int, str]]:
    """The names of members in the beginning of a JSON text, each with how many brackets are open around it."""
    depth = 0
    for found in _TOKEN.finditer(head):
        mark = found[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        elif found[2]:
            yield depth, found[1]
