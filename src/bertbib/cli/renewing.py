"""``bertbib upgrade`` and ``bertbib update``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.render import end_progress, plural, progress, say, say_problems, show, show_json, show_text

File = Annotated[Path, typer.Argument(metavar="FILE.bib", help="A .bib of your own.")]
To = Annotated[Path | None, typer.Option("--to", "-o", metavar="FILE", help="Write the result to FILE.")]
InPlace = Annotated[bool, typer.Option("--in-place", help="Write the result over FILE.bib.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print the change as a unified diff.")]
Older = Annotated[
    str | None, typer.Option("--older-than", metavar="AGE", help="Leave out what was asked since (30d, 2w, 6m).")
]
Keys = Annotated[
    list[str] | None, typer.Argument(metavar="[KEY]...", help="Keys or ids. Default: all that are not published.")
]


@boundary
def upgrade(
    file: File,
    to: To = None,
    in_place: InPlace = False,
    diff: Diff = False,
    offline: opt.Offline = False,
    as_json: opt.Json = False,
) -> int:
    """Give every preprint in your own .bib its published record; all else keeps its bytes.

    Without -o or --in-place the result is printed. Exit code 3: something could not be asked about.
    """
    from bertbib.app.upgrading import upgrade as run_upgrade  # each verb loads its own part only

    done = run_upgrade(file, out=to, in_place=in_place, dry_run=diff, offline=offline, progress=progress())
    end_progress()
    say_problems(done.problems)
    if as_json:
        show_json(done.to_json())
    elif diff:
        show_text(done.diff())
    elif to is None and not in_place:
        show_text(done.text)
    for key, entry in done.upgraded.items():
        say(f"{key}: {entry.source}" + (f" ({entry.proof.level})" if entry.proof else ""))
    kinds = ", ".join(f"{count} {status}" for status, count in sorted(done.statuses.items()))
    counted = plural(sum(done.statuses.values()), "preprint")
    say(f"{counted} ({kinds or 'none'}), {plural(done.other, 'other entry')} untouched")
    if done.written:
        say(f"wrote {done.written}")
    return done.exit_code


@boundary
def update(
    keys: Keys = None,
    older_than: Older = None,
    dry_run: opt.DryRun = False,
    out: opt.Out = None,
    as_json: opt.Json = False,
) -> int:
    """Ask again about what is not published yet, and show what changed, field by field."""
    from bertbib.app.updating import update as run_update  # each verb loads its own part only

    done = run_update(keys or (), older_than=older_than, dry_run=dry_run, lock_dir=out, progress=progress())
    end_progress()
    say_problems(done.problems)
    if as_json:
        show_json(done.to_json())
        return done.exit_code
    for change in done.changes:
        if change.field != "asked":
            because = f" ({change.because})" if change.because else ""
            show(f"{change.key}  {change.field}: {_value(change.old)} -> {_value(change.new)}{because}")
    show(f"{plural(done.asked, 'entry')} asked again, {len(done.published)} newly published")
    for path in done.written:
        show(f"wrote {path}; run `bertbib build` for the .bib files")
    return done.exit_code


def _value(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
