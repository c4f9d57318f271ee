"""``bertbib add``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.completion import complete_themes
from bertbib.cli.render import end_progress, progress, say, say_problems, say_unresolved, show, show_json, show_text
from bertbib.cli.writing import names_of

Ids = Annotated[
    list[str], typer.Argument(metavar="ID...", help="Ids or URLs; - reads them from standard input, one a line.")
]
ThemeName = Annotated[
    str, typer.Option("--theme", "-t", metavar="THEME", help="Slug, title or heading.", autocompletion=complete_themes)
]
ToList = Annotated[
    Path | None, typer.Option("--list", metavar="LIST", help="The reading list. Default: the one that has the theme.")
]
NewTheme = Annotated[bool, typer.Option("--new-theme", help="Put a heading THEME at the list's end.")]
NoBuild = Annotated[bool, typer.Option("--no-build", help="Leave the lock and the .bib files as they are.")]


@boundary
def add(
    ids: Ids,
    theme: ThemeName,
    list_path: ToList = None,
    new_theme: NewTheme = False,
    out: opt.Out = None,
    no_build: NoBuild = False,
    offline: opt.Offline = False,
    dry_run: opt.DryRun = False,
    as_json: opt.Json = False,
) -> int:
    """Add works to a theme of a reading list, in the list's own grammar; then lock and build.

    Nothing but the new lines changes in the list. Exit code 3: something is unresolved or could not be added, the
    rest is; 5: nothing could be added.
    """
    from bertbib.app.adding import add as run_add  # each verb loads its own part only

    done = run_add(
        names_of(ids), theme=theme, list_path=list_path, new_theme=new_theme, out=out, build=not no_build,
        offline=offline, dry_run=dry_run, progress=progress(),
    )  # fmt: skip
    end_progress()
    say_problems(done.problems)
    say_unresolved(done.unresolved, "not added")
    if as_json:
        show_json(done.to_json())
        return done.exit_code
    for known in done.present:
        say(f"{known.where}: “{known.title}” is in this theme already")
    if done.dry_run:
        show_text(done.diff())
        return done.exit_code
    for one in done.added:
        plain = "" if one.own_grammar else " (in plain form: the list's own would not read back)"
        show(f"{done.path}:{one.line}: added “{one.title}”{plain}")
    if done.built is not None:
        from bertbib.cli.building import summarize  # only where something was built

        summarize(done.built)
    return done.exit_code
