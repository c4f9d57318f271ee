"""Bad input and bad days, on the real program: one clear sentence, the rest gets through, nothing is lost."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from first_list import LIST, SLUG, first_list_world
from program import Program
from standin import CHALLENGE_200, CHALLENGE_500, CUT, EMPTY_FEED, TRUNCATED, StandIn, drip, hang, throttled
from standin_world import ArxivPaper, World

LINK = "* [{title}](https://arxiv.org/abs/{id})\n"
ARXIV = "export.arxiv.org"


def papers(count: int) -> World:
    world = World()
    for number in range(count):
        world.arxiv[f"2001.{number + 1:05}"] = ArxivPaper(
            title=f"Paper {number} of Many", authors=(f"Jane Doe{number}",)
        )
    return world


def reading_list(world: World, *more: str) -> str:
    lines = [
        LINK.format(title=paper.title, id=name) for name, paper in world.arxiv.items() if isinstance(paper, ArxivPaper)
    ]
    return "# Papers of mine\n\n" + "".join([*lines, *more])


@pytest.fixture
def services() -> Iterator[StandIn]:
    with StandIn(first_list_world()) as standin:
        yield standin


@pytest.fixture
def program(tmp_path: Path, services: StandIn) -> Program:
    return Program(tmp_path, services.url)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "is empty"),
        (b"\x7fELF\0\0\0\1", "binary file"),
        (b"just prose, no list at all\n", "list.md"),
    ],
)
def test_what_is_no_list_is_refused(program: Program, body: bytes, sentence: str) -> None:
    (program.cwd / "list.md").write_bytes(body)
    done = program("build", "list.md", "--out", "out")
    assert done.code == 5
    assert sentence in done.err
    assert "Traceback" not in done.err
    assert not (program.cwd / "out").exists()


def test_a_missing_list_and_a_wrong_flag(program: Program) -> None:
    missing = program("build", "missing.md")
    assert (missing.code, "missing.md: there is no such file" in missing.err) == (5, True)
    assert program("build", "--nonsense").code == 2
    assert program("build", LIST, "--layout", "librry").code == 2
    nothing = program("build")
    assert nothing.code == 2
    assert "no reading list found" in nothing.err
    as_json = program("build", "missing.md", "--json")
    assert as_json.document["exit_code"] == 5
    assert as_json.document["path"] == "missing.md"


@pytest.mark.parametrize(
    ("lock", "sentence"),
    [
        ("", "the lock is empty"),
        ("<<<<<<< ours\n[]\n=======\n[]\n>>>>>>> theirs\n", "merge conflict markers"),
        ('[{"id": "liu2019multi", "custom": {"bertbib": {"lock": 1}}}]', "entry liu2019multi"),
        ('[{"id": "liu2019multi", "custom": {"bertbib": {"lock": 999}}}]', "newer bertbib"),
        ("[{]", "not valid JSON"),
    ],
)
def test_a_broken_lock_is_left_alone(program: Program, lock: str, sentence: str) -> None:
    out = program.cwd / "out"
    out.mkdir()
    (out / "bertbib.lock.json").write_text(lock)
    done = program("build", LIST, "--out", "out")
    assert done.code == 5
    assert sentence in done.err
    assert (out / "bertbib.lock.json").read_text() == lock
    assert [path.name for path in out.iterdir()] == ["bertbib.lock.json"]


def test_an_id_that_does_not_exist_is_named_and_the_others_get_through(program: Program, services: StandIn) -> None:
    services.world = papers(3)
    text = reading_list(services.world, LINK.format(title="No Such Paper", id="2001.99999"))
    (program.cwd / "list.md").write_text(text)
    done = program("build", "list.md", "--out", "out")
    assert done.code == 3
    assert "3 resolved" in done.out
    assert "list.md:6: No Such Paper: arxiv does not know arxiv:2001.99999" in done.err
    bib = (program.cwd / "out" / "papers-of-mine.bib").read_text()
    assert bib.count("@misc{") == 3
    assert "% unresolved: No Such Paper <https://arxiv.org/abs/2001.99999> (list.md:6)" in bib
    asked = len(services.seen)
    again = program("build", "list.md", "--out", "out", "--json")
    assert again.code == 3
    assert len(services.seen) == asked  # what is known to be absent is not asked again the same day
    stubs = program("build", "list.md", "--out", "out", "--stubs")
    assert stubs.code == 3
    assert "{No Such Paper}" in (program.cwd / "out" / "papers-of-mine.bib").read_text()


def test_one_malformed_id_does_not_sink_its_batch(program: Program, services: StandIn) -> None:
    services.world = papers(300)
    text = reading_list(services.world, LINK.format(title="Thirteenth Month", id="2013.00001"))
    (program.cwd / "list.md").write_text(text)
    done = program("build", "list.md", "--out", "out", "--json")
    report = done.document
    assert (done.code, report["references"], report["resolved"], len(report["unresolved"])) == (3, 301, 300, 1)
    assert report["unresolved"][0]["line"] == 303
    assert report["requests"][ARXIV] == 1
    assert report["requests"]["api.semanticscholar.org"] == 1


@pytest.mark.parametrize(
    "fault",
    [CHALLENGE_200, CHALLENGE_500, CUT, TRUNCATED, EMPTY_FEED, throttled(), throttled("3600"), hang(60), drip()],
)
def test_a_source_in_trouble_is_unknown_and_the_next_run_is_complete(
    program: Program, services: StandIn, fault: object
) -> None:
    services.fail(ARXIV, fault, times=50)  # type: ignore[arg-type]  # parametrized
    began = time.monotonic()
    done = program("build", LIST, "--out", "out", "--json")
    assert time.monotonic() - began < 60
    report = done.document
    assert done.code == 3
    assert report["resolved"] == 3  # PMLR and OpenReview answered
    assert (report["references"], report["preprint"]) == (33, 0)
    assert len(report["unresolved"]) == 30
    assert any(problem["code"] == "outage" and ARXIV in problem["message"] for problem in report["problems"])
    services._plans.clear()
    healed = program("build", LIST, "--out", "out", "--json")
    assert (healed.code, healed.document["resolved"]) == (0, 33)


def test_no_network_is_said_soon_and_writes_nothing(tmp_path: Path) -> None:
    program = Program(tmp_path)
    began = time.monotonic()
    done = program("build", LIST, "--out", "out")
    assert time.monotonic() - began < 10
    assert done.code == 4
    assert "nothing could be asked" in done.err
    assert not (tmp_path / "out").exists()


def test_no_network_with_a_lock_writes_what_the_lock_allows(program: Program, services: StandIn) -> None:
    services.world = papers(2)
    (program.cwd / "list.md").write_text(reading_list(services.world))
    program("build", "list.md", "--out", "out")
    more = reading_list(services.world, LINK.format(title="A New One", id="2002.00001"))
    (program.cwd / "list.md").write_text(more)
    unplugged = Program(program.cwd, "http://127.0.0.1:9")
    done = unplugged("build", "list.md", "--out", "out", "--json")
    assert (done.code, done.document["resolved"], len(done.document["unresolved"])) == (3, 2, 1)
    offline = unplugged("build", "list.md", "--out", "out", "--offline", "--json")
    assert (offline.code, offline.document["resolved"], offline.document["requests"]) == (3, 2, {})
    locked = unplugged("build", "list.md", "--out", "out", "--locked")
    assert locked.code == 1
    assert "not up to date" in locked.err


def test_interrupted_runs_resume_where_they_stopped(program: Program, services: StandIn) -> None:
    services.fail("proceedings.mlr.press", hang(30), times=9)
    running = program.start("build", LIST, "--out", "out")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (services.asked(ARXIV) and services.asked("proceedings.mlr.press")):
        time.sleep(0.05)
    time.sleep(0.7)
    running.send_signal(signal.SIGINT)
    _out, err = running.communicate(timeout=10)
    assert running.returncode == 130, err
    assert b"Traceback" not in err
    assert not (program.cwd / "out").exists()
    services._plans.clear()
    asked = len(services.asked(ARXIV))
    done = program("build", LIST, "--out", "out", "--json")
    assert (done.code, done.document["resolved"]) == (0, 33)
    assert len(services.asked(ARXIV)) == asked


def test_two_builds_at_once_end_with_one_whole_lock(program: Program, services: StandIn) -> None:
    services.world = papers(40)
    names = list(services.world.arxiv)
    for number, part in enumerate((names[:30], names[10:])):
        lines = "".join(LINK.format(title=f"Paper {names.index(name)} of Many", id=name) for name in part)
        (program.cwd / f"list{number}.md").write_text(f"# Theme {number}\n\n{lines}")
    runs = [program.start("build", f"list{number}.md", "--out", "out") for number in (0, 1)]
    assert [(run.communicate(timeout=60), run.returncode)[1] for run in runs] == [0, 0]
    items = json.loads((program.cwd / "out" / "bertbib.lock.json").read_text())
    assert len(items) == 40
    locked = {item["id"] for item in items}
    for number in (0, 1):
        bib = (program.cwd / "out" / f"theme-{number}.bib").read_text()
        keys = {line.split("{")[1].rstrip(",\n") for line in bib.splitlines() if line.startswith("@")}
        assert len(keys) == 30
        assert keys <= locked


def test_a_removed_line_leaves_the_bib_and_stays_in_the_lock_until_pruned(program: Program, services: StandIn) -> None:
    services.world = papers(3)
    (program.cwd / "list.md").write_text(reading_list(services.world))
    program("build", "list.md", "--out", "out")
    shorter = "".join((program.cwd / "list.md").read_text().splitlines(keepends=True)[:-1])
    (program.cwd / "list.md").write_text(shorter)
    assert program("build", "list.md", "--out", "out").code == 0
    assert (program.cwd / "out" / "papers-of-mine.bib").read_text().count("@misc{") == 2
    lock = program.cwd / "out" / "bertbib.lock.json"
    assert len(json.loads(lock.read_text())) == 3
    assert program("lock", "list.md", "--out", "out", "--prune").code == 0
    assert len(json.loads(lock.read_text())) == 2


def test_the_same_work_in_two_themes_has_one_key_and_the_same_bytes(program: Program, services: StandIn) -> None:
    services.world = papers(1)
    line = LINK.format(title="Paper 0 of Many", id="2001.00001")
    (program.cwd / "list.md").write_text(f"# One\n\n{line}{line}\n# Two\n\n{line}")
    done = program("build", "list.md", "--out", "out", "--json").document
    assert (done["references"], done["resolved"], done["duplicates"]) == (3, 2, 1)
    one, two = ((program.cwd / "out" / f"{name}.bib").read_text().partition("@")[2] for name in ("one", "two"))
    assert one == two
    assert "keywords = {one, two}" in one


def test_a_bib_of_somebody_else_is_not_overwritten(program: Program) -> None:
    out = program.cwd / "out"
    out.mkdir()
    theirs = "@book{mine, title = {My Own}}\n"
    (out / f"{SLUG}.bib").write_text(theirs)
    done = program("build", LIST, "--out", "out")
    assert done.code == 5
    assert "not written by bertbib" in done.err
    assert (out / f"{SLUG}.bib").read_text() == theirs
    assert not (out / "bertbib.lock.json").exists()
