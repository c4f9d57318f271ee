"""The table of ``bertbib read``: what a list says, to be checked at a glance."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from bertbib.cli.render import columns_of, cut, padded, plural, show, show_text, styled

if TYPE_CHECKING:
    from bertbib.app.reading import ReadReport
    from bertbib.model import Reference, Where

_STYLES = {"could-not-tell": "yellow", "no-link": "yellow", "duplicate": "yellow", "not-a-paper": "dim"}
_GAPS = 8
"""Blanks between the five columns."""
_LEAST_TITLE = 20


class _Widths(NamedTuple):
    """The widths of the columns of a table; 0: as wide as the text."""

    line: int
    outcome: int
    title: int
    ids: int
    note: int


def show_units(found: ReadReport, units: int) -> None:
    """Show all units by theme, those that deserve a look first, a count for every theme, and the total.

    ``units`` is the number of those there are, shown or not.
    """
    from bertbib.app.doubts import doubtful as find_doubtful  # the verb has loaded it
    from bertbib.app.doubts import outcomes

    doubtful = find_doubtful(found)
    widths = _widths([one for theme in found.themes for one in theme.references])
    for theme in found.themes:
        show(styled(f"{' / '.join(theme.path)}  [{theme.slug}] {theme.source}", "bold", stream=sys.stdout))
        listed = sorted(theme.references, key=lambda one: one.where not in doubtful)
        show_text("".join(_row(one, widths, doubtful) + "\n" for one in listed))
        if len(found.themes) > 1:
            counts = _counted(outcomes(theme.references), sum(one.where in doubtful for one in listed))
            show(styled(f"  {plural(len(listed), 'unit')}: {counts}", "dim", stream=sys.stdout))
    total = sum(found.counts.values())
    hidden = f" ({units - total} more are of other outcomes)" if units > total else ""
    counts = _counted(found.counts, sum(one.where in doubtful for theme in found.themes for one in theme.references))
    show(f"{plural(total, 'unit')} in {plural(len(found.themes), 'theme')}: {counts or 'none'}{hidden}")


def _counted(counts: dict[str, int], doubtful: int) -> str:
    marked = f"; {doubtful} marked !" if doubtful else ""
    return ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) + marked


def _widths(references: Sequence[Reference]) -> _Widths:
    """Columns that fit the terminal: titles give way last. Where there is none (a pipe) nothing is cut."""
    line = max((len(str(one.where.line)) for one in references), default=1)
    outcome = max((len(one.outcome) for one in references), default=1)
    ids = max((columns_of(_ids(one)) for one in references), default=0)
    note = max((columns_of(one.note or "") for one in references), default=0)
    title = max((columns_of(one.title) for one in references), default=0)
    if sys.stdout is None or not sys.stdout.isatty():
        return _Widths(line, outcome, min(title, 70), min(ids, 40), 0)
    room = max(60, shutil.get_terminal_size().columns) - line - outcome - _GAPS - 2
    ids = min(ids, max(16, room // 4))
    note = min(note, max(12, room // 6))
    return _Widths(line, outcome, min(title, max(_LEAST_TITLE, room - ids - note)), ids, note)


def _row(reference: Reference, widths: _Widths, doubtful: frozenset[Where]) -> str:
    marked = reference.where in doubtful
    cells = [reference.title or "(no title)", _ids(reference), reference.note or ""]
    caps = widths[2:] if sys.stdout is not None and sys.stdout.isatty() else (0, 0, 0)
    shown = "  ".join(padded(cut(cell, cap), width) for cell, cap, width in zip(cells, caps, widths[2:], strict=True))
    outcome = reference.outcome.ljust(widths.outcome)
    style = _STYLES.get(reference.outcome)
    outcome = styled(outcome, style, stream=sys.stdout) if style else outcome
    mark = styled("!", "yellow", stream=sys.stdout) if marked else " "
    return f"{mark} {reference.where.line:>{widths.line}}  {outcome}  {shown.rstrip()}".rstrip()


def _ids(reference: Reference) -> str:
    return " ".join(map(str, reference.ids)) or reference.url or reference.key or ""
