"""Measures the reader of venues against labelled names: what is one venue, and what is not.

    .venv/bin/python benchmarks/venues.py LABELLED.tsv [--json]

LABELLED is a tab-separated file with a line of column names, of which these are read: ``raw`` (a venue as found),
``field`` and ``year`` (of the entry it stood in), ``venue`` (the label: rows of one venue bear the same), ``track`` and
``host`` (of rows that are beside a main event: the label of that event), ``also`` (labels of which a joint meeting is a
part, separated by semicolons: neither right nor wrong). Labels are compared as clusters, so they need not be the
registry's ids. Precision and recall are B-cubed (Bagga and Baldwin 1998). The exit code is 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bertbib.venues.identify import identify

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result; figures without a goal are always fine."""

    figure: str
    measured: float
    goal: str = ""
    ok: bool = True


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the labelled rows, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, metavar="LABELLED.tsv")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    with options.labelled.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    figures = measure(rows)
    if options.json:
        print(json.dumps([asdict(one) for one in figures], indent=2))
    else:
        for one in figures:
            print(f"{'ok  ' if one.ok else 'MISS'}  {one.figure:42} {one.measured:10.4f}  {one.goal}")
    return 0 if all(one.ok for one in figures) else 1


def measure(rows: Sequence[Row]) -> list[Figure]:
    """The figures of labelled rows."""
    identify("Proceedings of Nothing in Particular, 2001")  # the registry is read once, whatever is asked
    start = time.process_time()
    found = [identify(row["raw"], row.get("field", ""), _year(row)) for row in rows]
    spent = time.process_time() - start
    answers = [one.venue for one in found]
    precision, recall = _bcubed(rows, answers)
    f = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    leaked = _leaked(rows, answers)
    return [
        Figure("rows", len(rows)),
        Figure("rows of a venue of the registry", sum(one.known for one in found)),
        Figure("B-cubed precision", precision, ">= 0.985", precision >= 0.985),
        Figure("B-cubed recall", recall),
        Figure("B-cubed F", f, ">= 0.94", f >= 0.94),
        Figure("rows beside a main event, merged with it", leaked, "<= 2", leaked <= 2),
        Figure("microseconds of CPU time a row", 1e6 * spent / max(len(rows), 1)),
    ]


def _year(row: Row) -> int | None:
    year = row.get("year", "")
    return int(year) if year.isdigit() else None


def _joint(one: Row, other: Row) -> bool:
    also = one.get("also", "").split(";"), other.get("also", "").split(";")
    return one["venue"] in also[1] or other["venue"] in also[0]


def _bcubed(rows: Sequence[Row], answers: Sequence[str]) -> tuple[float, float]:
    clusters: dict[str, list[int]] = defaultdict(list)
    venues: dict[str, int] = defaultdict(int)
    for place, (row, answer) in enumerate(zip(rows, answers, strict=True)):
        clusters[answer].append(place)
        venues[row["venue"]] += 1
    precision = recall = 0.0
    for place, row in enumerate(rows):
        beside = [rows[other] for other in clusters[answers[place]] if other == place or not _joint(row, rows[other])]
        same = sum(other["venue"] == row["venue"] for other in beside)
        precision += same / len(beside)
        recall += same / venues[row["venue"]]
    return precision / max(len(rows), 1), recall / max(len(rows), 1)


def _leaked(rows: Sequence[Row], answers: Sequence[str]) -> int:
    mains = {(row["venue"], answer) for row, answer in zip(rows, answers, strict=True)}
    beside = ((row, answer) for row, answer in zip(rows, answers, strict=True) if row.get("host"))
    return sum(row.get("track") != "main" and (row["host"], answer) in mains for row, answer in beside)


if __name__ == "__main__":
    sys.exit(main())
