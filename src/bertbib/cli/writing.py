"""``bertbib export``, ``get`` and ``cache``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.render import (
    end_progress,
    plural,
    progress,
    say_problems,
    say_unresolved,
    show,
    show_json,
    show_text,
)
from bertbib.model import InputError, Where

Format = Annotated[
    str | None, typer.Option("--format", "-f", metavar="FORMAT", help="bibtex, biblatex, csljson, or a plugin's.")
]
To = Annotated[
    Path | None, typer.Option("--to", "-o", metavar="DIR", help="Write files into DIR instead of standard output.")
]
Prefer = Annotated[str, typer.Option(metavar="WHICH", help="published, or preprint: cite what you read.")]
FromLists = Annotated[
    list[str] | None, typer.Option("--list", metavar="LIST", help="Reading lists. Default: refs/*.md.")
]


@boundary
def export(
    themes: opt.Themes = None,
    format: Format = None,  # noqa: A002 - the word users know
    to: To = None,
    layout: opt.Layout = None,
    lists: FromLists = None,
    out: opt.Out = None,
    ascii: opt.Ascii = None,  # noqa: A002 - the word users know
    stubs: opt.Stubs = None,
    prefer: Prefer = "published",
    depth: opt.Depth = None,
    as_json: opt.Json = False,
) -> int:
    """Write themes from the lock, in any format, to standard output or files. Asks nobody."""
    target = None if to is None or str(to) == "-" else to
    from bertbib.app.exporting import export as run_export  # each verb loads its own part only

    done = run_export(
        themes or (),
        format=format,
        layout=layout,
        lists=lists or (),
        lock_dir=out,
        out=target,
        ascii=ascii,
        stubs=stubs,
        prefer=prefer,
        depth=depth,
    )
    say_problems(done.problems)
    say_unresolved(done.unresolved, "not in the lock")
    if as_json:
        show_json(done.to_json())
    elif done.text is not None:
        show_text(done.text)
    else:
        for path in done.written:
            show(f"wrote {path}")
        counts = f"{plural(len(done.written), 'file')} written, {len(done.unchanged)} unchanged"
        show(f"{plural(done.entries, 'entry')}, {counts}")
    return done.exit_code


@boundary
def get(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Ids or URLs; - reads them from standard input, one a line.")
    ],
    format: Format = None,  # noqa: A002 - the word users know
    ascii: opt.Ascii = None,  # noqa: A002 - the word users know
    offline: opt.Offline = False,
    as_json: opt.Json = False,
) -> int:
    """Print the bibliography of ids or URLs; needs no project."""
    from bertbib.app.getting import get as run_get  # each verb loads its own part only

    done = run_get(names_of(ids), format=format, ascii=ascii, offline=offline, progress=progress())
    end_progress()
    say_problems(done.problems)
    say_unresolved(done.unresolved, "unresolved")
    if as_json:
        show_json(done.to_json())
    else:
        show_text(done.text)
    return done.exit_code


def names_of(ids: list[str]) -> list[str]:
    """The names given, those on standard input in the place of ``-``."""
    if "-" not in ids:
        return ids
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError("nothing is piped into standard input", where=Where("-"), hint="pipe ids in, one a line")
    piped = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace").splitlines()
    return [name for one in ids for name in (piped if one == "-" else [one])]


cache = typer.Typer(help="Answers on disk.", rich_markup_mode=None, no_args_is_help=True)


@cache.command("dir")
@boundary
def cache_dir(as_json: opt.Json = False) -> int:
    """Print the folder that holds the answers."""
    from bertbib.app.caching import stat as run_stat  # each verb loads its own part only

    found = run_stat()
    if as_json:
        show_json(found.to_json())
    else:
        show(str(found.path))
    return 0


@cache.command("clean")
@boundary
def cache_clean(as_json: opt.Json = False) -> int:
    """Forget all answers; the lock is not touched."""
    from bertbib.app.caching import clean as run_clean  # each verb loads its own part only

    found = run_clean()
    if as_json:
        show_json(found.to_json())
    else:
        show(f"forgot {plural(found.answers, 'answer')} ({found.size} bytes)")
    return 0
