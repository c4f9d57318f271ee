"""The command line: ``bertbib VERB``."""

from __future__ import annotations

from typing import Annotated

import typer

from bertbib import __version__
from bertbib.cli import building, looking, writing

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


app.command("build")(building.build)
app.command("lock")(building.lock)
app.command("read")(looking.read)
app.command("themes")(looking.themes)
app.command("show")(looking.show_entry)
app.command("export")(writing.export)
app.command("get")(writing.get)
app.add_typer(writing.cache, name="cache")


def main() -> None:
    """Run the command line; ends by SystemExit with the documented exit code."""
    app(prog_name="bertbib")
