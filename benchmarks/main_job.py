"""Measures the main job: requests on a stand-in server, CPU against an empty Typer command, imports.

    .venv/bin/python benchmarks/main_job.py [--rounds N] [--list FILE] [--json]

Run it with the interpreter that bertbib is installed in (not editable: that costs start-up time). It needs nothing
else, no network, and a system with wait4 (Linux, macOS, BSD). The exit code is 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.extend([str(HERE.parent), str(HERE.parent / "tests")])

from first_list import LIST, first_list_world
from standin import StandIn, World

from benchmarks.children import Command, Costs, imported, interleaved
from benchmarks.long_list import make_list, some_arxiv_ids, world_of

EMPTY = """\
import typer

app = typer.Typer()


@app.callback()
def main() -> None:
    pass


@app.command()
def noop() -> None:
    pass


app(prog_name="empty")
"""
PARSE = """\
import sys

import typer
from markdown_it import MarkdownIt

with open(sys.argv[1], encoding="utf-8") as file:
    MarkdownIt("commonmark").enable("table").parse(file.read())
"""
HEAVY = frozenset({"arxiv", "lxml", "pybtex", "requests"})
UNRESOLVED = 3  # the exit code where a list holds links that nobody can be asked for


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result."""

    figure: str
    goal: str
    measured: str
    ok: bool


@dataclass(frozen=True, slots=True)
class Bench:
    """A temporary folder with a project each for the two lists."""

    folder: Path
    long: Path
    """The project's folder of the long list."""

    def bertbib(self, *args: str | Path, project: str = "first", gateway: str = "", flags: tuple[str, ...] = ()) -> Command:
        """The program in a project; without a gateway it finds neither services nor answers on disk."""
        program = (sys.executable, *flags, "-m", "bertbib") if flags else (Path(sys.executable).with_name("bertbib"),)
        cache = self.folder / (f"answers-{project}" if gateway else "no-answers")
        where = {"gateway": gateway} if gateway else {}
        return Command(argv=(*program, *args), cwd=self.folder / project, cache=cache, **where)
