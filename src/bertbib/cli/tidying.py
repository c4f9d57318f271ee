"""``bertbib tidy``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.render import cut, plural, say, say_problems, show_bytes, show_diff, show_json

if TYPE_CHECKING:
    from bertbib.app.tidying import TidyReport
    from bertbib.tidying.uniting import Kinship, Merge

File = Annotated[str, typer.Argument(metavar="FILE.bib", help="A .bib of your own; - is standard input.")]
To = Annotated[Path | None, typer.Option("--to", "-o", metavar="FILE", help="Write the result to FILE.")]
InPlace = Annotated[bool, typer.Option("--in-place", help="Write the result over FILE.bib.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print the change as a unified diff; write nothing.")]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if anything would change, for CI.")]
Sort = Annotated[bool, typer.Option("--sort", help="Put entries in the order of their keys.")]
Merged = Annotated[bool, typer.Option("--merge/--no-merge", help="Merge duplicates, or only report them.")]
Venues = Annotated[
    str, typer.Option("--venues", metavar="FORM", help="Known venues as full, acronym, abbreviated, or keep them.")
]
_VALUE = 60  # columns of a value
_SHOWN = 25
"""Changes of one rule shown before the rest is only counted; ``--json`` has them all."""


@boundary
def tidy(
    file: File,
    to: To = None,
    in_place: InPlace = False,
    diff: Diff = False,
    check: Check = False,
    sort: Sort = False,
    merge: Merged = True,
    venues: Venues = "full",
    as_json: opt.Json = False,
) -> int:
    """Tidy any .bib: repair and normalize fields, merge duplicates; all else keeps its bytes. Asks nobody.

    Without -o or --in-place the result is printed. Retired keys live on in biblatex's ids. Once is enough: a second run
    changes nothing.

    Exit codes: 0 fine, 1 something would change (--check), 2 usage, 5 nothing can be read or writing was refused.
    """
    from bertbib.app.tidying import tidy as run_tidy  # each verb loads its own part only

    done = run_tidy(
        file, out=to, in_place=in_place, dry_run=diff or (as_json and to is None and not in_place), check=check,
        sort=sort, merge=merge, venues=venues,
    )  # fmt: skip
    say_problems(done.problems)
    if as_json:
        show_json(done.to_json())
    elif diff:
        show_diff(done.diff())
    elif to is None and not in_place and not check:
        show_bytes(done.body())
    _say_changes(done)
    _say_counts(done)
    if done.written:
        say(f"wrote {done.written}")
    return done.exit_code


def _say_changes(done: TidyReport) -> None:
    """Every changed field with its rule, every merger, and what was found and left."""
    counts: Counter[str] = Counter()
    for one in done.changes:
        counts[one.rule] += 1
        if counts[one.rule] <= _SHOWN:
            say(f"{done.path}:{one.line} {one.key}: {one.field} ({one.rule}): {_value(one.old)} -> {_value(one.new)}")
    for merge in done.merged:
        counts["merge"] += 1
        if counts["merge"] <= _SHOWN:
            for line in _merged(done.path, merge):
                say(line)
    for kin in done.related:
        counts[kin.relation] += 1
        if counts[kin.relation] <= _SHOWN:
            say(_kin(done.path, kin))
    for rule, count in counts.items():
        if count > _SHOWN:
            say(f"... and {count - _SHOWN} more ({rule}); --json lists all")


def _merged(path: str, merge: Merge) -> Iterator[str]:
    retired = ", ".join(f"{key} (line {line})" for key, line in zip(merge.retired, merge.lines, strict=True))
    yield f"{path}:{merge.line} {merge.key}: merged with {retired}: {'; '.join(merge.because)}"
    if merge.taken:
        yield "  taken: " + ", ".join(f"{field} from {key}" for field, key in merge.taken.items())
    for one in merge.disagreements:
        said = ", ".join(f"{key}: {_value(value)}" for key, value in one.values.items())
        yield f"  they disagree on {one.field}: {said}"
    for key, fields in merge.left_out.items():
        yield f"  left out of {key}: " + ", ".join(f"{field} = {_value(value)}" for field, value in fields.items())


def _kin(path: str, kin: Kinship) -> str:
    works = " | ".join(", ".join(work) for work in kin.works)
    what = "of one work, not merged" if kin.relation == "same" else "related works"
    return f"{path}:{kin.lines[0]} {what}: {works}: {'; '.join(kin.because)}"


def _value(value: str | None) -> str:
    return "nothing" if value is None else f'"{cut(value, _VALUE)}"'


def _say_counts(done: TidyReport) -> None:
    counts = done.counts
    broken = f", {plural(counts['broken'], 'broken entry')} beside" if counts["broken"] else ""
    say(
        f"{plural(counts['entries'], 'entry')}: {counts['kept']} kept ({counts['changed']} changed, "
        f"{plural(counts['changes'], 'field')}), {counts['merged_away']} merged away{broken}; "
        f"{plural(counts['related'], 'group')} of related works"
    )
