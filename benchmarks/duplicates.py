"""Measures the finder of duplicates: right and wrong verdicts on labelled pairs, and its cost on large files.

    .venv/bin/python benchmarks/duplicates.py [PAIRS.jsonl ...] [--sizes 10000 100000] [--json]

Each line of PAIRS is an object with ``id``, ``label`` (same, related, different), ``relation`` (what kind of pair) and
the records ``a`` and ``b``: ``type``, ``key`` and BibTeX's fields. Without one, ``tests/data/duplicate_pairs.jsonl`` is
taken. The exit code is 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent.parent))

from benchmarks.children import Command
from benchmarks.noisy_copies import noisy_bib, pairs_of

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.duplicates import Work, compare, work_of
from bertbib.text.bibtex import BibEntry

PAIRS = Path(__file__).resolve().parent.parent / "tests" / "data" / "duplicate_pairs.jsonl"
HIDDEN = frozenset({"doi", "url"})
_NOT_FIELDS = frozenset({"type", "key", "source"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result; figures without a goal are always fine."""

    figure: str
    goal: str
    measured: str
    ok: bool = True


def record(stated: Mapping[str, Any], hidden: frozenset[str] = frozenset()) -> Work:
    """A labelled record as the finder sees it, some fields left out."""
    fields = {name: str(value) for name, value in stated.items() if name not in _NOT_FIELDS | hidden}
    entry = BibEntry(str(stated["type"]).lower(), str(stated.get("key", "")), fields)
    return work_of(item_from_bibtex(entry), identifiers_from_bibtex(entry))


def judged(pairs: Sequence[Mapping[str, Any]], hidden: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """The label, the kind of pair and the verdict of each pair."""
    for pair in pairs:
        verdict = compare(record(pair["a"], hidden), record(pair["b"], hidden))
        yield pair["label"], pair.get("relation", ""), verdict.relation


def verdicts(name: str, pairs: Sequence[Mapping[str, Any]], hidden: frozenset[str] = frozenset()) -> Iterator[Figure]:
    """Precision, recall and F of "same", and what became of the other labels."""
    precise, least = (0.97, 0.92) if hidden else (0.985, 0.955)
    found = list(judged(pairs, hidden))
    counts = Counter((label, verdict) for label, _relation, verdict in found)
    right = counts["same", "same"]
    said = sum(number for (_label, verdict), number in counts.items() if verdict == "same")
    true = sum(number for (label, _verdict), number in counts.items() if label == "same")
    precision, recall = right / (said or 1), right / (true or 1)
    both = 2 * precision * recall / (precision + recall or 1)
    yield Figure(f"{name}: same, precision", f">= {precise}", f"{precision:.3f}", precision >= precise)
    yield Figure(f"{name}: same, recall", "", f"{recall:.3f} of {true}")
    yield Figure(f"{name}: same, F", f">= {least}", f"{both:.3f}", both >= least)
    twins = [verdict for _label, relation, verdict in found if relation == "preprint-published"]
    missed = len(twins) - twins.count("same")
    yield Figure(
        f"{name}: preprint twins",
        "missed <= 3 %",
        f"{len(twins) - missed} of {len(twins)}",
        missed <= len(twins) * 0.031,
    )
    related = sum(number for (label, _verdict), number in counts.items() if label == "related")
    merged, named = counts["related", "same"], counts["related", "related"]
    yield Figure(f"{name}: related, merged", "<= 2.4 %", f"{merged} of {related}", merged <= related * 0.024)
    yield Figure(f"{name}: related, named", ">= 81 %", f"{named} of {related}", named >= related * 0.81)
    others = sum(number for (label, _verdict), number in counts.items() if label == "different")
    wrong = counts["different", "same"]
    yield Figure(f"{name}: different, merged", "<= 1 %", f"{wrong} of {others}", wrong <= others * 0.01)
    yield Figure(f"{name}: different, called related", "", f"{counts['different', 'related']} of {others}")


def halves(name: str, pairs: Sequence[Mapping[str, Any]]) -> Iterator[Figure]:
    """All of a file's pairs, those of odd and those of even number, and all without DOI and URL."""
    odd = [pair for pair in pairs if _number(pair) % 2]
    even = [pair for pair in pairs if not _number(pair) % 2]
    yield from verdicts(name, pairs)
    yield from verdicts(f"{name}, DOI and URL hidden", pairs, HIDDEN)
    for half, members in (("odd", odd), ("even", even)):
        yield from verdicts(f"{name}, {half} half", members)
        yield from verdicts(f"{name}, {half} half, DOI and URL hidden", members, HIDDEN)


def _number(pair: Mapping[str, Any]) -> int:
    return int(re.sub(r"\D", "", str(pair["id"])) or 0)


def cost(sizes: Sequence[int], folder: Path) -> Iterator[Figure]:
    """CPU time, memory and right pairs of ``bertbib dedupe`` on made-up files."""
    taken: list[float] = []
    for size in sizes:
        text, truth = noisy_bib(size)
        path = folder / f"noisy-{size}.bib"
        path.write_text(text, encoding="utf-8")
        argv = [sys.executable, "-m", "bertbib", "dedupe", str(path), "--json"]
        command = Command(argv=argv, cwd=folder, cache=folder / "answers")
        spent = command.cost()
        taken.append(spent.cpu)
        yield Figure(f"{size:,} entries: cost", "", f"{spent.cpu:.1f} s CPU, {spent.peak:.0f} MB")
        document = json.loads(command.run()[0])
        said = pairs_of(group["keys"] for group in document["groups"] if group["relation"] == "same")
        works: dict[int, list[str]] = {}
        for key, work in truth.items():
            works.setdefault(work, []).append(key)
        true = pairs_of(works.values())
        precision, recall = len(said & true) / (len(said) or 1), len(said & true) / (len(true) or 1)
        yield Figure(f"{size:,} entries: precision of pairs", ">= 0.999", f"{precision:.4f}", precision >= 0.999)
        yield Figure(f"{size:,} entries: recall of pairs", "", f"{recall:.4f} of {len(true)}")
    if len(taken) > 1:
        growth, factor = taken[-1] / taken[0], sizes[-1] / sizes[0]
        fine = growth <= 1.15 * factor
        yield Figure(f"growth, {sizes[0]:,} to {sizes[-1]:,}", f"<= {1.15 * factor:.1f} x", f"{growth:.1f} x", fine)


def show(figures: Iterable[Figure]) -> None:
    """A table."""
    rows = [("figure", "goal", "measured", "")]
    rows += [(one.figure, one.goal, one.measured, ("NOT MET", "ok" * bool(one.goal))[one.ok]) for one in figures]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def main() -> int:
    """Measure and say so; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description="Measure the finder of duplicates.")
    parser.add_argument("pairs", nargs="*", type=Path, metavar="PAIRS", help="labelled pairs, one JSON object a line")
    parser.add_argument("--sizes", nargs="*", type=int, default=[10_000, 100_000], help="entries of the made-up files")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    options = parser.parse_args()
    figures: list[Figure] = []
    for path in options.pairs or [PAIRS]:
        lines = path.read_text(encoding="utf-8").splitlines()
        figures += halves(path.stem, [json.loads(line) for line in lines if line.strip()])
    with tempfile.TemporaryDirectory(prefix="bertbib-benchmark-") as folder:
        figures += cost(sorted(options.sizes), Path(folder))
    if options.json:
        print(json.dumps([asdict(one) for one in figures], indent=2))
    else:
        show(figures)
    return 0 if all(one.ok for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
