"""From braces that protect capitals to CSL's spans: the second half of reading a title.

While a title is read, control characters that cannot stand in it mark where a protecting group opens and closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

NOCASE_START = '<span class="nocase">'
NOCASE_END = "</span>"
OPEN, CLOSE = "\x01", "\x02"

_SENTINEL = re.compile(r"[\x01\x02]")


def unmarked(text: str) -> str:
    """A text in which nothing looks like a mark."""
    return _SENTINEL.sub(" ", text)


def spans(marked: str) -> str:
    """A title with marks -> the same with spans; a group around the whole title protects nothing but a single word."""
    if OPEN not in marked:
        return marked
    marked = _unwrapped(marked)
    written = _lone_groups().sub(lambda group: _guarded(group[1]), marked)
    if OPEN in written or CLOSE in written:  # groups inside of each other, or side by side
        written = "".join(_guarded(run) if guarded else run for guarded, run in _runs(marked))
    return " ".join(written.split())


@cache
def _lone_groups() -> re.Pattern[str]:
    """Groups with no other inside or behind; compiled when it is first needed: a build from the lock never needs it."""
    return re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*+){CLOSE}(?!{OPEN})")


def _unwrapped(marked: str) -> str:
    """Without the braces around a whole title, unless they guard the capitals of its only word."""
    if not (marked.startswith(OPEN) and marked.endswith(CLOSE)):
        return marked
    partners = _partners(marked)
    first, last = 0, len(marked) - 1
    while first < last and partners.get(first) == last:
        first, last = first + 1, last - 1
    inner = marked[first : last + 1]
    word = _SENTINEL.sub("", inner)
    guards = len(word.split()) == 1 and any(char.isupper() for char in word[1:])
    return f"{OPEN}{inner}{CLOSE}" if guards and first else inner


def _partners(marked: str) -> dict[int, int]:
    """Where each opening mark is closed."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for mark in _SENTINEL.finditer(marked):
        if mark[0] == OPEN:
            opened.append(mark.start())
        elif opened:
            partners[opened.pop()] = mark.start()
    return partners


def _runs(marked: str) -> Iterable[tuple[bool, str]]:
    """The text in runs that are protected or not, adjacent runs of one kind joined."""
    depth, start = 0, 0
    run: list[str] = []
    guarded = False
    for mark in _SENTINEL.finditer(marked + OPEN):
        piece = marked[start : mark.start()]
        start = mark.end()
        if piece:
            if (depth > 0) != guarded:
                yield guarded, "".join(run)
                run, guarded = [], depth > 0
            run.append(piece)
        depth = depth + 1 if mark[0] == OPEN else max(0, depth - 1)
    yield guarded, "".join(run)


def _guarded(run: str) -> str:
    """A protected run in a span; one without letters of two cases needs none, and spaces stay outside."""
    core = run.strip()
    if not core or core.lower() == core.upper():
        return run
    before, after = run.split(core, 1)
    return f"{before}{NOCASE_START}{core}{NOCASE_END}{after}"
