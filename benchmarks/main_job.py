"""Measures the main job: requests on a stand-in server, CPU against an empty Typer command, imports.

    .venv/bin/python benchmarks/main_job.py [--rounds N] [--list FILE] [--json]

Run it with the interpreter that bertbib is installed in (not editable: that costs start-up time). It needs nothing
else, no network, and a system with wait4 (Linux, macOS, BSD). The exit code is 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.extend(str(Path(__file__).resolve().parent.parent / folder) for folder in ("", "tests"))

from benchmarks.children import NOBODY, Command, Costs, imported, interleaved
from benchmarks.long_list import make_list, some_arxiv_ids, world_of

from first_list import LIST, first_list_world
from standin import StandIn, World

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


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result."""

    figure: str
    goal: str
    measured: str
    ok: bool


@dataclass(frozen=True, slots=True)
class Project:
    """A folder of its own with one reading list in ``refs/``."""

    folder: Path
    reading_list: Path

    @classmethod
    def make(cls, folder: Path, name: str, text: str) -> Project:
        """Write the list into a new project."""
        path = folder / "refs" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        return cls(folder, path)

    def bertbib(self, *args: str | Path, gateway: str = NOBODY, flags: tuple[str, ...] = ()) -> Command:
        """The program as installed, or with flags for the interpreter."""
        script = str(Path(sys.executable).with_name("bertbib"))
        program = [sys.executable, *flags, "-m", "bertbib"] if flags else [script]
        argv = [*program, *map(str, args)]
        return Command(argv=argv, cwd=self.folder, cache=self.folder / "answers", gateway=gateway)


def requests(name: str, project: Project, world: World, most: int, *, again: bool = True) -> Iterator[Figure]:
    """Fill the project's lock from the services and count what they were asked; then build once more."""
    with StandIn(world) as services:
        out, _err = project.bertbib("build", "--json", gateway=services.url).run()
        report = json.loads(out)
        asked = len(services.asked("export.arxiv.org"))
        resolved = f"{report['resolved']} of {report['references']} references resolved"
        yield Figure(f"arXiv requests, {name}", f"<= {most}", f"{asked} ({resolved})", 0 < asked <= most)
        if again:
            before = len(services.seen)
            project.bertbib("build", gateway=services.url).run()
            more = len(services.seen) - before
            yield Figure(f"all requests of a second run, {name}", "0", str(more), more == 0)


def costs(first: Project, long: Project, rounds: int) -> dict[str, Costs]:
    """The CPU time of everything compared, by name."""
    scripts = {"empty Typer command": (EMPTY, "noop"), "Typer and markdown-it-py": (PARSE, str(long.reading_list))}
    commands: dict[str, Command] = {}
    for name, (text, argument) in scripts.items():
        path = long.folder / f"{name.replace(' ', '-')}.py"
        path.write_text(text, encoding="utf-8")
        commands[name] = Command(argv=[sys.executable, str(path), argument], cwd=long.folder, cache=long.folder)
    commands["build, first list"] = first.bertbib("build")
    commands["build --locked, first list"] = first.bertbib("build", "--locked")
    commands["build, long list"] = long.bertbib("build")
    commands["read, long list"] = long.bertbib("read", long.reading_list)
    return interleaved(commands, rounds)


def ratios(taken: Mapping[str, Costs]) -> Iterator[Figure]:
    """The CPU goals."""
    for name, base, most in (
        ("build, first list", "empty Typer command", 1.5),
        ("build, long list", "empty Typer command", 4.0),
        ("read, long list", "Typer and markdown-it-py", 2.0),
    ):
        ratio = taken[name].median / taken[base].median
        yield Figure(f"CPU, {name}", f"<= {most} x {base}", f"{ratio:.2f} x", ratio <= most)


def imports(name: str, project: Project) -> Iterator[Figure]:
    """What the commands that need no network import of the heavy libraries."""
    key = json.loads((project.folder / "refs" / "bertbib.lock.json").read_bytes())[0]["id"]
    exports = [["export", "-f", name] for name in ("bibtex", "biblatex", "csljson")]
    for args in (["build"], ["read"], ["themes"], ["show", key], *exports):
        _out, err = project.bertbib(*args, flags=("-X", "importtime")).run()
        found = imported(err)
        heavy = sorted(found & HEAVY)
        yield Figure(
            f"heavy imports, {' '.join(args)}, {name}",
            "none",
            ", ".join(heavy) or "none",
            not heavy and "bertbib" in found,
        )


def measure(folder: Path, given: Path | None, rounds: int) -> tuple[list[Figure], dict[str, Costs]]:
    """Everything, in a folder that is empty."""
    ids = Project.make(folder / "ids", "ids.txt", "\n".join(some_arxiv_ids(33)) + "\n")
    first = Project.make(folder / "first", LIST.name, LIST.read_text(encoding="utf-8"))
    long = Project.make(folder / "long", "long.md", given.read_text(encoding="utf-8") if given else make_list())
    figures = [
        *requests("any 33 ids", ids, world_of(ids.reading_list), 1, again=False),
        *requests("first list", first, first_list_world(), 2),
        *requests("long list", long, world_of(long.reading_list), 3),
    ]
    taken = costs(first, long, rounds)
    return [*figures, *ratios(taken), *imports("first list", first), *imports("long list", long)], taken


def show(figures: list[Figure], taken: Mapping[str, Costs]) -> None:
    """Two tables: the goals, and the costs that they were reckoned from."""
    rows = [("figure", "goal", "measured", "")]
    rows += [(one.figure, one.goal, one.measured, "ok" if one.ok else "NOT MET") for one in figures]
    rows += [("", "", "", ""), ("CPU seconds, user and system", "min / median / max", "peak memory", "")]
    for name, one in taken.items():
        rows.append((name, f"{one.least:.3f} / {one.median:.3f} / {one.most:.3f}", f"{one.peak:.0f} MB", ""))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def main() -> int:
    """Measure and say so; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description="Measure the main job on a stand-in server.")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of the CPU measurement (default: 9)")
    parser.add_argument("--list", type=Path, help="a real reading list in place of the made-up long one")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bertbib-benchmark-"))
    try:
        figures, taken = measure(folder, options.list, max(1, options.rounds))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if options.json:
        document = {
            "figures": [asdict(one) for one in figures],
            "costs": {name: asdict(one) for name, one in taken.items()},
        }
        print(json.dumps(document, indent=2))
    else:
        show(figures, taken)
    return 0 if all(one.ok for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
