"""``overrides.bib``: what the user accepts, refuses and corrects, and takes back, on the real program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from program import Program, Run
from standin import StandIn
from standin_world import ArxivPaper, World

PEOPLE = ("Ann Abel", "Bob Baker", "Cid Carter")
TITLE = "Robust Frobnication of Language Encoders with Gradient Surgery"
OTHER = "Frobnicate Everything Now"
LINK = "arxiv:1910.00001"
MAIN, FINDINGS = "acl:2020.acl-main.1", "acl:2020.findings-emnlp.9"
KEY = "abel2020robust"


def _anthology(world: World, one: str, title: str, booktitle: str, pages: str) -> None:
    people = " and ".join(PEOPLE)
    world.files[f"aclanthology.org/{one}.bib"] = (
        "text/plain; charset=utf-8",
        f"@inproceedings{{{one},\n  title = {{{title}}},\n  author = {{{people}}},\n  booktitle = {{{booktitle}}},\n"
        f"  year = {{2020}},\n  pages = {{{pages}}},\n  url = {{https://aclanthology.org/{one}/}},\n"
        f"  doi = {{10.18653/v1/{one}}}\n}}\n",
    )


def _world(anthology_id: str = "2020.acl-main.1") -> World:
    """A preprint of which Semantic Scholar says that it is this paper of the ACL Anthology."""
    world = World()
    world.arxiv = {"1910.00001": ArxivPaper(title=TITLE, authors=PEOPLE, published="2019-10-01")}
    world.semanticscholar = {
        "1910.00001": {
            "externalIds": {"ArXiv": "1910.00001", "ACL": anthology_id},
            "title": TITLE,
            "venue": "ACL",
            "year": 2020,
            "authors": [{"name": name} for name in PEOPLE],
        }
    }
    _anthology(world, "2020.acl-main.1", TITLE, "Proceedings of the 58th Annual Meeting of the ACL", "1--10")
    _anthology(world, "2020.findings-emnlp.9", OTHER, "Findings of the ACL: EMNLP 2020", "9--19")
    return world


class Desk:
    """A list of one paper, its lock and its overrides."""

    def __init__(self, folder: Path, services: StandIn) -> None:
        self.program, self.services = Program(folder, services.url), services
        self.out = folder / "out"
        self.out.mkdir()
        (folder / "papers.md").write_text(f"# Theme\n\n* [{TITLE}](https://arxiv.org/abs/1910.00001)\n")

    def override(self, text: str) -> None:
        (self.out / "overrides.bib").write_text(text)

    def build(self) -> Run:
        done = self.program("build", "papers.md", "--out", "out")
        assert done.code == 0, done.err
        return done

    def check(self) -> int:
        return self.program("lock", "papers.md", "--out", "out", "--check").code

    @property
    def item(self) -> Any:
        (item,) = json.loads((self.out / "bertbib.lock.json").read_text())
        return item

    @property
    def own(self) -> Any:
        return self.item["custom"]["bertbib"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with StandIn(_world()) as services:
        yield Desk(tmp_path, services)


def test_a_refused_record_leaves_a_published_entry(desk: Desk) -> None:
    desk.build()
    assert desk.own["source"] == MAIN
    desk.override(f"@bertbib{{{KEY}, not = {{{MAIN}}}}}\n")
    assert desk.check() == 1
    desk.build()
    assert (desk.item["id"], desk.own["source"], desk.own["ids"]) == (KEY, LINK, [LINK])
    assert desk.own["status"] == "unknown"
    assert desk.item["issued"] == {"date-parts": [[2019, 10, 1]]}
    assert "aclanthology" not in (desk.out / "theme.bib").read_text()
    asked = len(desk.services.seen)
    assert "unchanged" in desk.build().out
    assert len(desk.services.seen) == asked
    assert desk.check() == 0
    desk.override("")
    desk.build()
    assert (desk.item["id"], desk.own["source"], desk.own["status"]) == (KEY, MAIN, "published")
    assert "origins" not in desk.own or "not" not in desk.own["origins"]


def test_a_refusal_that_nobody_can_be_asked_about_loses_nothing(desk: Desk) -> None:
    desk.build()
    desk.override(f"@bertbib{{{KEY}, not = {{{MAIN}}}}}\n")
    unplugged = Program(desk.program.cwd, "http://127.0.0.1:9", desk.program.cwd / "empty")
    done = unplugged("build", "papers.md", "--out", "out")
    assert "override-pending" in done.err
    assert desk.own["source"] == MAIN
    desk.build()
    assert desk.own["source"] == LINK


def test_an_accepted_record_replaces_the_published_one_whole(desk: Desk) -> None:
    desk.build()
    desk.override(f"@bertbib{{{KEY}, is = {{{FINDINGS}}}}}\n")
    done = desk.build()
    assert "link-mismatch" not in done.err
    assert "two-works" not in done.err
    assert (desk.item["id"], desk.own["source"]) == (KEY, FINDINGS)
    assert (desk.item["title"], desk.item["page"]) == (OTHER, "9-19")
    assert desk.own["ids"] == [LINK, FINDINGS, "doi:10.18653/v1/2020.findings-emnlp.9"]
    before = (desk.out / "bertbib.lock.json").read_bytes()
    again = desk.build()
    assert again.err == ""
    assert (desk.out / "bertbib.lock.json").read_bytes() == before


def test_overrides_count_on_the_first_build(tmp_path: Path) -> None:
    with StandIn(_world("2020.findings-emnlp.9")) as services:
        desk = Desk(tmp_path, services)
        desk.override(f"@bertbib{{abel2019robust, is = {{{FINDINGS}}}}}\n")
        first = desk.build()
        assert first.err == ""
        assert (desk.own["status"], desk.own["source"]) == ("published", FINDINGS)
        before = (desk.out / "bertbib.lock.json").read_bytes()
        desk.build()
        assert (desk.out / "bertbib.lock.json").read_bytes() == before


def test_a_refusal_counts_on_the_first_build(desk: Desk) -> None:
    desk.override(f"@bertbib{{{KEY}, not = {{{MAIN}}}}}\n")
    desk.build()
    assert (desk.item["id"], desk.own["source"]) == (KEY, LINK)


def test_what_is_taken_back_goes(desk: Desk) -> None:
    desk.build()
    before = desk.item
    desk.override(f"@bertbib{{{KEY}, is = {{{FINDINGS}}}}}\n")
    desk.build()
    (desk.out / "overrides.bib").unlink()
    assert desk.check() == 1
    desk.build()
    assert desk.item == before
    desk.override(f"@misc{{{KEY}, title = {{New Title}}, pages = {{99--100}}, volume = {{7}}}}\n")
    done = desk.build()
    assert done.err == ""
    assert (desk.item["title"], desk.item["page"], desk.item["volume"]) == ("New Title", "99-100", "7")
    assert desk.build().err == ""
    desk.override(f"@misc{{{KEY}, pages = {{99--100}}}}\n")
    desk.build()
    assert (desk.item["title"], desk.item["page"], "volume" in desk.item) == (TITLE, "99-100", False)
    (desk.out / "overrides.bib").unlink()
    assert desk.build().err == ""
    assert desk.item == before


def test_mistakes_are_said_with_their_lines(desk: Desk) -> None:
    desk.build()
    before = desk.item
    desk.override(
        "@bertbib{abel2020robus, is = {acl:P19-1441}}\n"
        f"@bertbib{{{KEY}, ist = {{acl:P19-1441}}}}\n"
        f"@bertbib{{{KEY}, is = {{acl:P99-9999}}}}\n"
        f"@bertbib{{{KEY}, is = {{url:https://example.org/x}}}}\n"
        f"@misc{{{KEY}, tittle = {{No}}}}\n"
    )
    said = desk.build().err
    assert "overrides.bib:1: no entry has the key abel2020robus" in said
    assert f"did you mean '{KEY}'?" in said
    assert "overrides.bib:2: 'ist' is no field" in said
    assert f"{KEY} is to be acl:P99-9999, but acl does not know it" in said
    assert f"{KEY} is to be url:https://example.org/x, but no source can be asked for it" in said
    assert "overrides.bib:5: 'tittle' is no field" in said
    assert desk.item == before


def test_a_decision_and_a_correction_may_share_a_key(desk: Desk) -> None:
    desk.build()
    desk.override(f"@bertbib{{{KEY}, is = {{{FINDINGS}}}}}\n@misc{{{KEY}, pages = {{1--2}}}}\n")
    assert desk.build().err == ""
    assert (desk.own["source"], desk.item["page"]) == (FINDINGS, "1-2")
    desk.override(f"@misc{{{KEY}, volume = {{3}}}}\n@misc{{{KEY}, pages = {{1--2}}}}\n")
    assert f"overrides.bib:2: {KEY} is corrected twice" in desk.build().err


def test_a_list_that_links_the_publication_keeps_its_entry(desk: Desk) -> None:
    link = "https://aclanthology.org/2020.acl-main.1/"
    (desk.program.cwd / "papers.md").write_text(f"# Theme\n\n* [{TITLE}]({link})\n")
    desk.build()
    before = desk.item
    desk.override(f"@bertbib{{{KEY}, not = {{{MAIN}}}}}\n")
    assert "the list links just that" in desk.build().err
    assert desk.own["source"] == MAIN
    desk.override(f"@bertbib{{{KEY}, is = {{{FINDINGS}}}}}\n")
    desk.build()
    accepted = desk.item
    assert (accepted["id"], desk.own["source"], accepted["title"]) == (KEY, FINDINGS, OTHER)
    desk.build()
    assert desk.item == accepted
    desk.override("")
    desk.build()
    assert desk.item == before
