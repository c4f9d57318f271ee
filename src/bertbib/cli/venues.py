"""``bertbib venue``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.render import say, show, show_json, show_table
from bertbib.model import ConfigError, InputError, Where

_MOST_SUGGESTIONS = 10

Texts = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TEXT]...",
        help="Venues as written, or ids; - is standard input, one a line, tabs before a BibTeX field and a year.",
    ),
]
Form = Annotated[
    str | None, typer.Option("--form", metavar="FORM", help="Print only the venues: full, acronym or abbreviated.")
]


@boundary
def venue(texts: Texts = None, form: Form = None, as_json: opt.Json = False) -> int:
    """Say which venue a name means: its id, kind, track, host, year and full name. Asks nobody."""
    from bertbib.app.venues import venue as run_venue  # each verb loads its own part only

    found = run_venue(_lines(texts or ["-"]), form=form or "full")
    if as_json:
        show_json(found.to_json())
        return 0
    if form:
        for line in found.printed():
            show(line)
    else:
        rows = [
            [one.venue if one.known else "?", one.kind, one.track, str(one.year or ""), one.acronym, one.name]
            for one in found.venues
        ]
        show_table(rows, heads=("venue", "kind", "track", "year", "acronym", "name"), widths=(60, 0, 0, 0, 0, 90))
    if sum(not one.known for one in found.venues) <= _MOST_SUGGESTIONS:
        for text, name in found.suggestions().items():
            say(f"{text}: unknown; did you mean {name}?")
    return 0


def _lines(texts: list[str]) -> list[str]:
    """The texts, with the lines of standard input in place of ``-``."""
    if "-" not in texts:
        return texts
    if sys.stdin is None or sys.stdin.isatty():
        if texts == ["-"]:
            raise ConfigError("no venue was given", hint='bertbib venue "NIPS 2016", or pipe lines in')
        raise InputError("nothing is piped into standard input", where=Where("-"), hint="pipe venues in, one a line")
    piped = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace").replace("\r\n", "\n").removesuffix("\n")
    return [
        line for one in texts for line in (piped.split("\n") if one == "-" and piped else [one] if one != "-" else [])
    ]
