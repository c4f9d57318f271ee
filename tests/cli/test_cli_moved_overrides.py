"""A line of ``overrides.bib`` that is moved from one record, or one key, to another: one run makes of it what a lock
that never knew the old line would be.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rebuilding import Entries, Project, own
from standin import UNAVAILABLE, ArxivPaper, StandIn, World

PEOPLE = ("Ann Abel", "Bob Baker", "Cid Carter")
WORKS = {
    "arxiv:1910.00001": "Robust Frobnication of Language Encoders with Gradient Surgery",
    "acl:2020.findings-emnlp.9": "Frobnicate Everything Now",
    "acl:2020.acl-main.7": "A Third Thing about Gradients",
    "arxiv:1911.00002": "Some Other Frobnication of Language Models",
}
FURTHER = {"acl:2020.acl-main.1": WORKS["arxiv:1910.00001"], "acl:2020.acl-main.8": WORKS["arxiv:1911.00002"]}
"""Papers that no list links."""
FINDINGS, MAIN = "acl:2020.findings-emnlp.9", "acl:2020.acl-main.7"
ROBUST, FROBNICATE, THIRD, SOME = "abel2019robust", "abel2020frobnicate", "abel2020third", "abel2019some"


def _is(key: str, record: str) -> str:
    return f"@bertbib{{{key}, is = {{{record}}}}}\n"


LINES = {
    "nothing": "",
    "robust is Findings": _is(ROBUST, FINDINGS),
    "robust is third": _is(ROBUST, MAIN),
    "robust is a paper of no list": _is(ROBUST, "acl:2020.acl-main.1"),
    "some is Findings": _is(SOME, FINDINGS),
    "some is third": _is(SOME, MAIN),
    "third is Findings": _is(THIRD, FINDINGS),
    "frobnicate is third": _is(FROBNICATE, MAIN),
    "both": _is(ROBUST, FINDINGS) + _is(SOME, MAIN),
    "both crosswise": _is(ROBUST, MAIN) + _is(SOME, FINDINGS),
    "robust is not Findings": f"@bertbib{{{ROBUST}, not = {{{FINDINGS}}}}}\n",
}


def _text(order: str) -> str:
    links = {"arxiv": "https://arxiv.org/abs/", "acl": "https://aclanthology.org/"}
    lines = [f"* [{title}]({links[one.partition(':')[0]]}{one.partition(':')[2]})\n" for one, title in WORKS.items()]
    return "# Theme\n\n" + "".join(lines if order == "as they came" else reversed(lines))


@pytest.fixture(scope="module")
def services() -> Iterator[StandIn]:
    world = World()
    for one, title in (WORKS | FURTHER).items():
        scheme, _colon, name = one.partition(":")
        if scheme == "arxiv":
            world.arxiv[name] = ArxivPaper(title=title, authors=PEOPLE, published=f"20{name[:2]}-{name[2:4]}-01")
            continue
        body = (
            f"@inproceedings{{x,\n  title = {{{title}}},\n  author = {{{' and '.join(PEOPLE)}}},\n  year = {{2020}},\n"
            f"  booktitle = {{Proceedings of {name.rpartition('.')[0]}}},\n  url = {{https://aclanthology.org/{name}/}},\n"
            f"  doi = {{10.18653/v1/{name}}}\n}}\n"
        )
        world.files[f"aclanthology.org/{name}.bib"] = ("text/plain; charset=utf-8", body)
    with StandIn(world) as standin:
        yield standin


class Desk:
    """Projects of the same list; each begins without a lock."""

    def __init__(self, folder: Path, services: StandIn, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.services, self._patch, self._count = folder, services, patch, 0

    def project(self, order: str) -> Project:
        self._count += 1
        return Project(self.folder / str(self._count), self.services, self._patch, _text(order))


@pytest.fixture
def desk(tmp_path: Path, services: StandIn, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, services, monkeypatch)


def build(project: Project, lines: str) -> Entries:
    (project.folder / "overrides.bib").write_text(LINES[lines])
    return project.build()


def taken(entries: Entries) -> tuple[Entries, dict[str, set[str]]]:
    """Entries without their old keys, and these."""
    aliases: dict[str, set[str]] = {}
    for entry in entries:
        part: dict[str, Any] = own(entry)
        aliases[entry["id"]] = {*part.pop("aliases", ())}
        part.get("origins", {}).pop("joined", None)
        if not part.get("origins"):
            part.pop("origins", None)
    return entries, aliases


@pytest.mark.parametrize("order", ["as they came", "the other way round"])
def test_one_run_makes_of_a_moved_line_what_it_is_in_a_new_lock(desk: Desk, order: str) -> None:
    new = {}
    some = [*LINES] if order == "as they came" else [*LINES][::2]
    for lines in some:
        project = desk.project(order)
        new[lines] = (*taken(build(project, lines)), project.report.exit_code)
    for old in some:
        project = desk.project(order)
        before = {entry["id"]: own(entry)["ids"][0] for entry in build(project, old)}
        path = project.folder / "bertbib.lock.json"
        lock = path.read_bytes()
        for moved in some:
            path.write_bytes(lock)
            now, aliases = taken(build(project, moved))
            expected, cold, code = new[moved]
            assert now == expected, (old, moved)
            assert project.report.exit_code == code, (old, moved)
            for entry in now:  # a key that was an entry's own is an alias where that work is now, and nowhere else
                retired = {key for key, link in before.items() if key not in cold and link in own(entry)["ids"]}
                assert aliases[entry["id"]] == cold[entry["id"]] | retired, (old, moved)


def test_after_that_run_nothing_is_left_to_do(desk: Desk) -> None:
    project = desk.project("as they came")
    for lines in LINES:
        build(project, lines)
        lock, asked = (project.folder / "bertbib.lock.json").read_bytes(), len(desk.services.seen)
        project.build()
        assert (project.folder / "bertbib.lock.json").read_bytes() == lock, lines
        assert len(desk.services.seen) == asked, lines


@pytest.mark.parametrize("lines", ["nothing", "robust is third", "some is Findings"])
def test_what_cannot_be_asked_for_is_not_lost_by_a_moved_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, lines: str
) -> None:
    (before, _aliases), project = (
        taken(build(cold := desk.project("as they came"), lines)),
        desk.project("as they came"),
    )
    assert cold.report.exit_code == 0
    first = build(project, "robust is Findings")
    monkeypatch.setenv("BERTBIB_CACHE_DIR", str(project.folder / "elsewhere"))
    (project.folder / "overrides.bib").write_text(LINES[lines])
    held = project.outage("aclanthology.org", fault=UNAVAILABLE)
    assert {key["id"]: own(key)["source"] for key in held} == {key["id"]: own(key)["source"] for key in first}
    assert project.report.exit_code == 0
    assert any(problem.code == "override-pending" for problem in project.report.problems)
    assert taken(project.build())[0] == before


def test_a_refusal_that_is_taken_back_is_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    world = desk.services.world
    world.semanticscholar["1910.00001"] = {
        "externalIds": {"ArXiv": "1910.00001", "ACL": "2020.acl-main.1"},
        "title": WORKS["arxiv:1910.00001"],
        "venue": "ACL",
        "year": 2020,
        "authors": [{"name": name} for name in PEOPLE],
    }
    try:
        cold = build(desk.project("as they came"), "nothing")
        project = desk.project("as they came")
        (project.folder / "overrides.bib").write_text("@bertbib{abel2020robust, not = {acl:2020.acl-main.1}}\n")
        first = project.build()
        assert [own(entry)["source"] for entry in first if entry["id"] == "abel2020robust"] == ["arxiv:1910.00001"]
        assert build(project, "nothing") == cold
        (project.folder / "overrides.bib").write_text("@bertbib{abel2020robust, not = {acl:2020.acl-main.8}}\n")
        assert [own(entry)["status"] for entry in project.build() if entry["id"] == "abel2020robust"] == ["published"]
        monkeypatch.setenv("BERTBIB_CACHE_DIR", str(project.folder / "elsewhere"))
        (project.folder / "overrides.bib").write_text("")
        assert [own(entry)["source"] for entry in project.outage("api.semanticscholar.org")] == [
            own(entry)["source"] for entry in cold
        ]
        assert project.build() == cold
    finally:
        world.semanticscholar.clear()
