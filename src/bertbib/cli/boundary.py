"""Where errors end: one sentence with the place and the next step, and the documented exit code."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import ParamSpec

import typer

from bertbib.cli.render import OutputClosedError, say, show_json, styled
from bertbib.model import BertbibError, ConfigError, InputError

EXIT_USAGE, EXIT_INPUT, EXIT_BUG, EXIT_INTERRUPTED = 2, 5, 70, 130

P = ParamSpec("P")


def boundary(verb: Callable[P, int]) -> Callable[P, None]:
    """A command out of a verb that returns its exit code; errors are said, never thrown at the user."""

    @functools.wraps(verb)
    def command(*args: P.args, **kwargs: P.kwargs) -> None:
        raise typer.Exit(_ended(partial(verb, *args, **kwargs), as_json=bool(kwargs.get("as_json"))))

    return command


def _ended(run: Callable[[], int], *, as_json: bool) -> int:
    """The exit code of a run, its error said."""
    try:
        return run()
    except BertbibError as error:
        code = EXIT_USAGE if isinstance(error, ConfigError) else EXIT_INPUT
        _report(error, code, as_json=as_json)
        return code
    except KeyboardInterrupt:
        say(styled("interrupted", "red") + ": nothing half-written; run again to go on where this run stopped")
        return EXIT_INTERRUPTED
    except OutputClosedError:
        return 0  # the reader has seen enough; any other code would say something about the lists
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        if os.environ.get("BERTBIB_DEBUG"):
            raise
        say(f"{styled('bug', 'red')}: {type(error).__name__}: {error}\n  please report it with {_log(error)}")
        return EXIT_BUG


def _report(error: BertbibError, code: int, *, as_json: bool) -> None:
    say(f"{styled('error', 'red')}: {error}" + (f"\n  {error.hint}" if error.hint else ""))
    if as_json:
        document = {
            "bertbib": "error/1",
            "message": error.message,
            "hint": error.hint or None,
            "path": error.where.path if error.where else None,
            "line": error.where.line if error.where and error.where.line else None,
            "exit_code": code,
        }
        with suppress(InputError, OutputClosedError):  # standard output may be what the error is about
            show_json(document)


def _log(error: Exception) -> str:
    """Write the traceback into a log file and return its path, or the traceback itself where that fails."""
    from bertbib import __version__
    from bertbib.config import environment

    text = f"bertbib {__version__}, Python {sys.version}\n{''.join(traceback.format_exception(error))}"
    try:
        folder = environment().cache_dir()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "last-error.log"
        path.write_text(text, encoding="utf-8")
    except (OSError, ConfigError):
        return f"this:\n{text}"
    return str(path)
