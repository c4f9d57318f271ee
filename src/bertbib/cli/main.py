"""The command line's door: light, so that an interruption is met from the first moment on."""

from __future__ import annotations

import gc
import sys

_UNWRITABLE, _INTERRUPTED = 5, 130


def main() -> None:
    """Run the command line; ends by SystemExit with the documented exit code."""
    # Measured: a short-lived process spends a tenth of its time on looking for garbage that it has not made. The
    # threshold is out of reach of a build from the lock; a long search for publications stays bounded.
    gc.set_threshold(1_000_000)
    try:
        from bertbib.cli.commands import run  # all the loading is in here

        run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # the reader of --help has seen enough; Typer says 1
            end.code = 0
        raise
    except OSError as error:  # of --help and --version: verbs say their own
        from bertbib.cli.render import discard, say  # as above

        discard(sys.stdout)
        say(f"error: standard output cannot be written: {error.strerror}")
        sys.exit(_UNWRITABLE)
    finally:
        gc.freeze()  # nor look for it at the end
