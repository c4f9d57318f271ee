"""``bertbib build`` and ``bertbib lock``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.render import (
    end_progress,
    plural,
    progress,
    say,
    say_problems,
    say_unresolved,
    show,
    show_json,
    show_text,
)

if TYPE_CHECKING:
    from bertbib.app.build import BuildReport

Locked = Annotated[bool, typer.Option("--locked", help="Use the lock only; exit 1 if it lacks a reference.")]
Report = Annotated[bool, typer.Option("--report", help="Print what changed since the last lock, as short Markdown.")]
Check = Annotated[bool, typer.Option("--check", help="Ask nobody, write nothing; exit 1 if the lock would change.")]
Prune = Annotated[bool, typer.Option("--prune", help="Drop entries that no list holds any more.")]


@boundary
def build(
    lists: opt.Lists = None,
    out: opt.Out = None,
    offline: opt.Offline = False,
    locked: Locked = False,
    layout: opt.Layout = None,
    dialect: opt.Dialect = None,
    ascii: opt.Ascii = None,  # noqa: A002 - the word users know
    stubs: opt.Stubs = None,
    keys_from: opt.KeysFrom = None,
    depth: opt.Depth = None,
    report: Report = False,
    dry_run: opt.DryRun = False,
    as_json: opt.Json = False,
) -> int:
    """Resolve reading lists, complete the lock, write one .bib per theme: the main job.

    Exit codes: 0 fine, 1 --locked with gaps, 2 usage, 3 something unresolved (the rest is written), 4 nothing could
    be asked, 5 an input is unreadable or writing would lose something (nothing is written).
    """
    from bertbib.app.build import build as run_build  # each verb loads its own part only

    done = run_build(
        lists or (), out=out, offline=offline, locked=locked, layout=layout, dialect=dialect, ascii=ascii, stubs=stubs,
        keys_from=keys_from or (), depth=depth, dry_run=dry_run, progress=progress(),
    )  # fmt: skip
    return _finish(done, as_json=as_json, report=report)


@boundary
def lock(
    lists: opt.Lists = None,
    out: opt.Out = None,
    offline: opt.Offline = False,
    check: Check = False,
    prune: Prune = False,
    keys_from: opt.KeysFrom = None,
    dry_run: opt.DryRun = False,
    as_json: opt.Json = False,
) -> int:
    """Resolve reading lists and write the lock only; also the way out of a merge conflict in it."""
    from bertbib.app.build import lock as run_lock  # each verb loads its own part only

    done = run_lock(
        lists or (), out=out, offline=offline, check=check, prune=prune, keys_from=keys_from or (), dry_run=dry_run,
        progress=progress(),
    )  # fmt: skip
    return _finish(done, as_json=as_json, report=False)


def _finish(done: BuildReport, *, as_json: bool, report: bool) -> int:
    end_progress()
    say_problems(done.problems)
    if as_json:
        show_json(done.to_json())
    elif report:
        from bertbib.app.changes import compare, escape_markdown, to_markdown  # only for --report

        unresolved = [
            f"{escape_markdown(one.reference.title)} ({one.reference.where}): {one.reason}" for one in done.unresolved
        ]
        show_text(to_markdown(compare(done.before, done.after), unresolved))
    else:
        summarize(done)
    return done.exit_code


def summarize(done: BuildReport) -> None:
    """What a build did, for people."""
    say_unresolved(done.unresolved, "unresolved")
    kinds = ", ".join(f"{count} {status}" for status in _ORDER if (count := done.statuses.get(status, 0)))
    show(
        f"{plural(done.references, 'reference')} in {plural(done.themes, 'theme')}: {done.resolved} resolved"
        + (f" ({kinds})" if kinds else "")
        + f", {len(done.unresolved)} unresolved, {done.not_papers} not papers, {plural(done.duplicates, 'duplicate')}"
    )
    asked = ", ".join(f"{host} {count}" for host, count in done.requests.items())
    show(f"requests: {asked or 'none'}")
    verb = "would write" if done.dry_run else "wrote"
    for path in done.written:
        show(f"{verb} {path}")
    if done.unchanged:
        show(f"unchanged: {plural(len(done.unchanged), 'file')}")
    if done.exit_code == 1:
        say("the lock is not up to date: run `bertbib build`, then commit the lock")
    if done.exit_code == 4:
        say("nothing could be asked and nothing was written: check the network, or use --offline with a lock")


_ORDER = ("published", "preprint", "unknown", "withdrawn", "other")
