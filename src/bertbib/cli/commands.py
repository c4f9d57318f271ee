"""The command line: ``bertbib VERB``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated

import typer

from bertbib import __version__

app = typer.Typer(
    name="bertbib",
    help="A lockfile for citations: reading lists in, proven records and one .bib per theme out.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bertbib {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A lockfile for citations: reading lists in, proven records and one .bib per theme out."""


VERBS = {
    "build": "bertbib.cli.building:build",
    "lock": "bertbib.cli.building:lock",
    "add": "bertbib.cli.adding:add",
    "annotate": "bertbib.cli.annotating:annotate",
    "check": "bertbib.cli.checking:check",
    "read": "bertbib.cli.looking:read",
    "themes": "bertbib.cli.looking:themes",
    "show": "bertbib.cli.looking:show_entry",
    "export": "bertbib.cli.writing:export",
    "get": "bertbib.cli.writing:get",
    "dedupe": "bertbib.cli.deduping:dedupe",
    "tidy": "bertbib.cli.tidying:tidy",
    "upgrade": "bertbib.cli.renewing:upgrade",
    "update": "bertbib.cli.renewing:update",
    "venue": "bertbib.cli.venues:venue",
    "pack": "bertbib.cli.packing:pack",
    "cache": "bertbib.cli.writing:cache",
}
"""Every verb and the command, or the group of commands, that serves it."""


def _register(verbs: Iterable[str]) -> None:
    for verb in verbs:
        module, _colon, name = VERBS[verb].partition(":")
        command = getattr(import_module(module), name)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=verb)
        else:
            app.command(verb)(command)


def run(arguments: Sequence[str]) -> None:
    """Run the command line; ends by SystemExit.

    A verb that is named first is the only one that is loaded (measured: the others cost a tenth of a locked build).
    """
    named = arguments[:1]
    _register(named if named and named[0] in VERBS else VERBS)
    app(list(arguments), prog_name="bertbib")
