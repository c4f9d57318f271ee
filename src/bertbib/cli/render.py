"""How reports look on a terminal. Results go to standard output, everything else to standard error."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO
from unicodedata import combining, east_asian_width

from bertbib.model import InputError, Problem, Severity

if TYPE_CHECKING:
    from bertbib.resolve import Placement

_CODES = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "bold": "1", "dim": "2"}
_SEVERITY = {"error": "red", "warning": "yellow", "info": "blue"}
_SHOWN = 25
"""Problems of one kind shown before the rest is only counted; ``--json`` has them all."""
_ALIKE = 10
"""Unresolved references of one reason shown before the rest is only counted."""


class OutputClosedError(Exception):
    """Whoever reads standard output has gone (``| head``)."""


def colours(stream: TextIO | None) -> bool:
    """Whether to colour a stream: a terminal, unless NO_COLOR or TERM=dumb; FORCE_COLOR forces it
    (https://no-color.org).
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return _is_terminal(stream) and os.environ.get("TERM") != "dumb"


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()  # None: closed before the start (``>&-``)


def styled(text: str, style: str, *, stream: TextIO | None = None) -> str:
    """Text in a style, for standard error unless another stream is named."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colours(stream or sys.stderr) else text


def graded(text: str, severity: Severity) -> str:
    """Text of the result in the colour of a severity."""
    return styled(text, _SEVERITY[severity], stream=sys.stdout)


def say(text: str) -> None:
    """A line for people, on standard error."""
    _write(sys.stderr, text + "\n")


def show(text: str) -> None:
    """A line of the result, on standard output."""
    _write(sys.stdout, text + "\n")


def show_text(text: str) -> None:
    """A result that brings its own line ends."""
    _write(sys.stdout, text)


def show_bytes(body: bytes) -> None:
    """A result whose bytes are to stay what they are; on a terminal, its text.

    Raise OutputClosedError or InputError as for text.
    """
    stream = sys.stdout
    if stream is None or _is_terminal(stream) or not hasattr(stream, "buffer"):
        show_text(body.decode("utf-8", errors="replace"))
        return
    try:
        stream.flush()
        stream.buffer.write(body)
        stream.buffer.flush()
    except OSError as error:
        discard(stream)
        if isinstance(error, BrokenPipeError):
            raise OutputClosedError from None
        reason = f"standard output cannot be written: {error.strerror}"
        raise InputError(reason, hint="free space, or write elsewhere") from None


def show_diff(text: str) -> None:
    """A unified diff, in the usual colours on a terminal."""
    if not colours(sys.stdout):
        show_text(text)
        return
    styles = {"+": "green", "-": "red", "@": "blue"}
    for line in text.splitlines(keepends=True):
        style = styles.get(line[:1])
        body = line.rstrip("\r\n")
        show_text((styled(body, style, stream=sys.stdout) if style else body) + line[len(body) :])


def show_json(document: dict[str, Any]) -> None:
    """One document for machines, on standard output."""
    _write(sys.stdout, json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _write(stream: TextIO | None, text: str) -> None:
    """Write UTF-8 whatever the locale; what cannot be encoded is replaced, never thrown.

    Raise OutputClosedError or InputError where standard output takes no more; standard error may fail in silence.
    """
    if stream is None:
        return
    try:
        try:
            stream.write(text)
        except UnicodeEncodeError:
            stream.buffer.write(text.encode("utf-8", errors="replace"))
        stream.flush()
    except OSError as error:
        discard(stream)
        if isinstance(error, BrokenPipeError) and stream is not sys.stderr:
            raise OutputClosedError from None
        if stream is not sys.stderr:
            reason = f"standard output cannot be written: {error.strerror}"
            raise InputError(reason, hint="free space, or write elsewhere") from None


def discard(stream: TextIO) -> None:
    """Send to nowhere what a stream still holds: the interpreter flushes it at its end, and fails again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def show_table(rows: Sequence[Sequence[str]], *, heads: Sequence[str] = (), widths: Sequence[int] = ()) -> None:
    """Rows in aligned columns; ``widths`` cap columns (0: no cap), cut texts end with an ellipsis."""
    caps = [*widths, *([0] * len(rows[0] if rows else heads))]
    table = [
        [cut(cell, cap) for cell, cap in zip(row, caps, strict=False)]
        for row in ([heads] if heads else []) + list(rows)
    ]
    columns = [max(map(columns_of, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(map(padded, row, columns)).rstrip() for row in table]
    if heads:
        lines[0] = styled(lines[0], "bold", stream=sys.stdout)
    show_text("".join(f"{line}\n" for line in lines))


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes: wide letters take two, marks that combine none (UAX 11)."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def padded(text: str, width: int) -> str:
    """A text with blanks behind it up to a width in columns."""
    return text + " " * (width - columns_of(text))


def cut(text: str, cap: int) -> str:
    """A text on one line of at most ``cap`` columns (0: any number), with an ellipsis where it was cut."""
    text = " ".join(text.split())
    if not cap or columns_of(text) <= cap:
        return text
    kept = text[: cap - 1]
    while columns_of(kept) > cap - 1:
        kept = kept[:-1]
    return kept + "\u2026"


def say_problems(problems: Iterable[Problem], *, verbose: bool = False) -> None:
    """Problems by place, most serious kind first; many of one kind are cut short unless ``verbose``."""
    order = {"error": 0, "warning": 1, "info": 2}
    counts: dict[str, int] = {}
    hints: set[tuple[str, str]] = set()
    for problem in sorted(problems, key=lambda one: order[one.severity]):
        counts[problem.code] = counts.get(problem.code, 0) + 1
        if counts[problem.code] > _SHOWN and not verbose:
            continue
        place = f"{problem.where}: " if problem.where else ""
        say(f"{styled(problem.severity, _SEVERITY[problem.severity])}: {place}{problem.message} [{problem.code}]")
        if problem.hint and (problem.code, problem.hint) not in hints:
            hints.add((problem.code, problem.hint))
            say(f"  {problem.hint}")
    for code, count in counts.items():
        if count > _SHOWN and not verbose:
            say(f"... and {count - _SHOWN} more [{code}]; --json lists all")


def say_unresolved(placements: Sequence[Placement], label: str) -> None:
    """References without an entry, with place and reason; many of one reason are cut short."""
    counts: dict[str, int] = {}
    for one in placements:
        counts[one.reason] = counts.get(one.reason, 0) + 1
        if counts[one.reason] <= _ALIKE:
            reason = f": {one.reason}" if one.reason else ""
            named = one.reference.title or one.reference.url or one.reference.key
            say(f"{styled(label, 'yellow')}: {one.reference.where}: {named}{reason}")
    for reason, count in counts.items():
        if count > _ALIKE:
            say(f"... and {count - _ALIKE} more{f': {reason}' if reason else ''}; --json lists all")


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 theme", "2 themes", "3 entries"."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def progress() -> Callable[[str], None] | None:
    """A line on standard error that keeps up with a run, on a terminal only; it shows nothing in the first second."""
    if not _is_terminal(sys.stderr):
        return None
    began = time.monotonic()

    def update(text: str) -> None:
        if time.monotonic() - began > 1.0:
            sys.stderr.write(f"\r\x1b[K{text[:100]}")
            sys.stderr.flush()

    return update


def end_progress() -> None:
    """Clear the progress line."""
    if _is_terminal(sys.stderr):
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
