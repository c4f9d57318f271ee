"""The main job on the first list, end to end, with the real program."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from first_list import LIST, REPOSITORY, SLUG, first_list_world
from program import Program
from standin import StandIn

DATE = re.compile(r"\b20\d\d-\d\d-\d\d\b")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[StandIn]:
    with StandIn(first_list_world()) as standin:
        yield standin


def test_the_committed_lock_builds_the_committed_bib_without_a_network(tmp_path: Path) -> None:
    refs = tmp_path / "refs"
    refs.mkdir()
    for name in ("modification.md", "bertbib.lock.json", "README.md"):
        (refs / name).write_bytes((REPOSITORY / "refs" / name).read_bytes())
    done = Program(tmp_path)("build")
    assert done.code == 0, done.err
    assert "33 references in 1 theme: 33 resolved" in done.out
    assert "requests: none" in done.out
    for path in (REPOSITORY / "refs").iterdir():
        assert (refs / path.name).read_bytes() == path.read_bytes()


def test_the_committed_lock_is_what_the_program_makes_of_the_services_answers(
    tmp_path: Path, services: StandIn
) -> None:
    done = Program(tmp_path, services.url)("build", LIST, "--out", "out", "--json")
    assert done.code == 0, done.err
    report = done.document
    assert (report["references"], report["resolved"], report["published"], report["preprint"]) == (33, 33, 26, 7)
    requests = report["requests"]
    for host in ("export.arxiv.org", "api.semanticscholar.org", "api.openalex.org", "proceedings.mlr.press"):
        assert requests[host] == 1  # the whole list in one question
    assert requests["aclanthology.org"] == 11  # 13 papers, three of which are of one volume
    made = (tmp_path / "out" / "bertbib.lock.json").read_text()
    committed = (REPOSITORY / "refs" / "bertbib.lock.json").read_text()
    assert DATE.sub("DATE", made) == DATE.sub("DATE", committed)
    made_bib = (tmp_path / "out" / f"{SLUG}.bib").read_bytes()
    assert made_bib == (REPOSITORY / "refs" / f"{SLUG}.bib").read_bytes()


def test_the_second_run_asks_nobody_and_writes_nothing(tmp_path: Path, services: StandIn) -> None:
    program = Program(tmp_path, services.url)
    program("build", LIST, "--out", "out")
    asked = len(services.seen)
    again = program("build", LIST, "--out", "out", "--json").document
    assert again["requests"] == {}
    assert again["written"] == []
    assert len(services.seen) == asked
    (tmp_path / "out" / "bertbib.lock.json").unlink()
    fresh = program("build", LIST, "--out", "out", "--json").document  # answers on disk rebuild the lock
    assert fresh["requests"] == {}
    assert fresh["resolved"] == 33


def test_lock_items_carry_what_other_programs_rely_on(tmp_path: Path, services: StandIn) -> None:
    Program(tmp_path, services.url)("build", LIST, "--out", "out")
    items = json.loads((tmp_path / "out" / "bertbib.lock.json").read_text())
    by_arxiv = {one: item for item in items for one in item["custom"]["bertbib"]["ids"]}
    transfer = by_arxiv["arxiv:1909.00931"]
    own = transfer["custom"]["bertbib"]
    assert own["ids"] == ["arxiv:1909.00931", "acl:D19-1542", "doi:10.18653/v1/D19-1542"]
    assert (own["status"], own["source"], own["proof"]["level"], own["proof"]["note"]) == (
        "published", "acl:D19-1542", "title+authors", "agrees",
    )  # fmt: skip
    stacking = by_arxiv["pmlr:v97/gong19a"]
    assert stacking["page"] == "2337-2346"
    assert [name["family"] for name in stacking["editor"]] == ["Chaudhuri", "Salakhutdinov"]
    assert (stacking["collection-title"], stacking["volume"], stacking["publisher"]) == (
        "Proceedings of Machine Learning Research", "97", "PMLR",
    )  # fmt: skip
    assert stacking["custom"]["bertbib"]["links"] == [
        {"role": "code", "label": "github", "url": "https://github.com/gonglinyuan/StackingBERT"}
    ]
    for one in ("openreview:r1xMH1BtvB", "openreview:BygzbyHFvB"):
        assert by_arxiv[one]["custom"]["bertbib"]["status"] == "published"
    assert by_arxiv["arxiv:1910.03176"]["custom"]["bertbib"]["status"] == "preprint"


def test_openreview_closed_to_anonymous_callers_is_unknown_not_absent(tmp_path: Path, services: StandIn) -> None:
    services.world.openreview_login = True
    program = Program(tmp_path, services.url)
    closed = program("build", LIST, "--out", "out", "--json")
    assert closed.code == 3
    report = closed.document
    assert (report["resolved"], len(report["unresolved"])) == (31, 2)
    assert all("OPENREVIEW_TOKEN" in one["reason"] or "blocked" in one["reason"] for one in report["unresolved"])
    bib = (tmp_path / "out" / f"{SLUG}.bib").read_text()
    assert "unresolved: ELECTRA" in bib
    assert "(modification.md:19)" in bib
    assert "<https://openreview.net/forum?id=r1xMH1BtvB>" in bib
    services.world.openreview_tokens.add("geheim")
    opened = program("build", LIST, "--out", "out", "--json", OPENREVIEW_TOKEN="geheim")
    assert opened.code == 0
    assert opened.document["published"] == 26
    everything = "".join(path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file())
    assert "geheim" not in everything + opened.out + opened.err
