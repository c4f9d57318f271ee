"""``bertbib annotate``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.render import plural, say, show, show_diff, show_json, styled

if TYPE_CHECKING:
    from bertbib.app.annotating import AnnotateReport

List = Annotated[Path, typer.Argument(metavar="LIST", help="A reading list in Markdown.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the change as a unified diff; write nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if the list would change.")]

_SHOWN = 10
"""References left for one reason that are named before the rest is only counted."""
_OF_NO_NOTE = ("not-a-paper", "not-in-lock", "not-published", "other-version")
"""Reasons that are only counted: nothing in the list is to be looked at."""


@boundary
def annotate(
    path: List,
    dry_run: DryRun = False,
    yes: Yes = False,
    check: Check = False,
    out: opt.Out = None,
    as_json: opt.Json = False,
) -> int:
    """Fill in and correct the venue notes of a list, from the lock's proven records only; all else keeps its bytes.

    On a terminal the change is shown and you are asked. Exit codes: 0 fine, 1 the list would change (--check, or no
    terminal and no --yes), 2 usage, 5 the list or the lock is unreadable, or the list cannot be written.
    """
    from bertbib.app.annotating import annotate as run_annotate  # each verb loads its own part only

    shown = False

    def confirm(report: AnnotateReport) -> bool:
        nonlocal shown
        if yes:
            return True
        if as_json or not _can_ask():
            return False
        shown = True
        show_diff(report.diff())
        return _agreed(f"write this into {report.path}?")

    done = run_annotate(path, dry_run=dry_run or check, confirm=confirm, out=out)
    code = 1 if check and done.edits else done.exit_code
    if as_json:
        show_json(done.to_json() | {"exit_code": code})
    elif not shown and not check and not done.written:
        show_diff(done.diff())
    _say_left(done)
    (say if as_json else show)(_summary(done))
    if done.written:
        say(f"wrote {done.path}")
    elif done.exit_code == 1 and not shown:
        say("nothing was written: there is no terminal to ask on; --yes writes")
    return code


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty()


def _agreed(question: str) -> bool:
    """Whether the user says yes; the end of input is a no."""
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _say_left(done: AnnotateReport) -> None:
    """The references whose notes deserve a look, by reason."""
    from bertbib.app.annotating import REASONS  # as above

    for reason in done.reasons:
        left = [one.reference for one in done.left if one.reason == reason]
        if reason in _OF_NO_NOTE:
            continue
        for reference in left[:_SHOWN]:
            say(f"{styled('left', 'yellow')}: {reference.where}: {reference.title}: {REASONS[reason]}")
        if len(left) > _SHOWN:
            say(f"... and {len(left) - _SHOWN} more: {REASONS[reason]}; --json lists all")


def _summary(done: AnnotateReport) -> str:
    from bertbib.app.annotating import REASONS  # as above

    left = "".join(f"\n  {count:>5} {REASONS[reason]}" for reason, count in done.reasons.items())
    counts = f"{done.added} added, {done.corrected} corrected, {done.right} right, {len(done.left)} left as they are"
    return f"{plural(len(done.references), 'reference')}: notes {counts}" + (f":{left}" if left else "")
