"""``bertbib dedupe``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.render import plural, say_problems, show, show_json, show_table, styled

if TYPE_CHECKING:
    from bertbib.app.deduping import DedupeReport
    from bertbib.duplicates import Group

Files = Annotated[list[str] | None, typer.Argument(metavar="FILE", help=".bib files; - is standard input.")]
Check = Annotated[bool, typer.Option("--check", help="Exit with 1 if something was found, for CI.")]
_WIDTHS = (0, 50, 40, 0, 60, 40)


@boundary
def dedupe(files: Files = None, check: Check = False, as_json: opt.Json = False) -> int:
    """Report the entries of .bib files that are of one work, and works that are related: a conference paper and its
    journal version, an erratum, an edition. Writes nothing and asks nobody.

    Exit codes: 0 fine, 1 something was found (--check), 2 usage, 5 nothing can be read.
    """
    from bertbib.app.deduping import dedupe as run_dedupe  # each verb loads its own part only

    found = run_dedupe(files or (), check=check)
    say_problems(found.problems)
    if as_json:
        show_json(found.to_json())
        return found.exit_code
    for group in found.groups:
        _show_group(found, group)
    counts = found.counts
    show(
        f"{plural(counts['entries'], 'entry')} in {plural(len(found.files), 'file')}: "
        f"{plural(counts['works'], 'work')}, {plural(counts['duplicates'], 'duplicate')} "
        f"(in {plural(counts['same'], 'group')}); "
        f"{plural(counts['related'], 'group')} of related works"
    )
    return found.exit_code


def _show_group(found: DedupeReport, group: Group) -> None:
    """The reasons as a headline, the entries under it; those of one work are marked by its number."""
    colour = "green" if group.relation == "same" else "yellow"
    show(f"{styled(group.relation, colour, stream=sys.stdout)}: {'; '.join(group.because)}")
    rows = []
    for number, work in enumerate(group.works, 1):
        for at in work:
            one = found.entries[at]
            mark = str(number) if group.relation == "related" else ""
            rows.append([mark, str(one.where), one.key, str(one.year or ""), one.title, one.venue])
    show_table(rows, widths=_WIDTHS)
    show("")
