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


JOINED = "abel2019robust"
GONE = "abel2020frobnicate"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Desk]:
    """A list of a preprint and of a paper of the Anthology, two works as far as anybody knows."""
    with StandIn(_world()) as services:
        services.world.semanticscholar.clear()
        desk = Desk(tmp_path, services)
        both(desk, "ab")
        yield desk


def both(desk: Desk, order: str, link: str = "https://aclanthology.org/2020.findings-emnlp.9/") -> None:
    lines = {"a": f"* [{TITLE}](https://arxiv.org/abs/1910.00001)\n", "b": f"* [{OTHER}]({link})\n"}
    (desk.program.cwd / "papers.md").write_text("# Theme\n\n" + "".join(lines[one] for one in order))


def entries(desk: Desk) -> dict[str, Any]:
    return {item["id"]: item["custom"]["bertbib"] for item in json.loads((desk.out / "bertbib.lock.json").read_text())}


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_accepting_another_entrys_record_makes_one_entry_of_the_two(two: Desk, order: str) -> None:
    both(two, order)
    two.build()
    before = entries(two)
    assert set(before) == {JOINED, GONE}
    two.override(f"@bertbib{{{JOINED}, is = {{{FINDINGS}}}}}\n")
    assert two.check() == 1
    done = two.build()
    assert f"overrides.bib:1: {JOINED} and {GONE} are one work" in done.err
    assert f"{GONE} is an alias of {JOINED}" in done.err
    assert "1 resolved (1 published), 0 unresolved, 0 not papers, 1 duplicate" in done.out
    (own,) = entries(two).values()
    assert own["ids"] == [LINK, FINDINGS, "doi:10.18653/v1/2020.findings-emnlp.9"]
    assert (own["source"], own["aliases"], two.item["id"]) == (FINDINGS, [GONE], JOINED)
    bib = (two.out / "theme.bib").read_text()
    assert bib.count("\n@") == 1
    assert "eprint = {1910.00001}" in bib
    for name in (JOINED, GONE, LINK, FINDINGS):
        assert two.program("show", name, "--out", "out").out.startswith(JOINED)
    locked = (two.out / "bertbib.lock.json").read_bytes()
    assert two.build().err == ""
    assert (two.out / "bertbib.lock.json").read_bytes() == locked
    assert two.check() == 0

    two.override("")
    assert two.check() == 1
    two.build()
    assert entries(two) == before


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_two_preprints_joined_by_the_user_come_apart_again(two: Desk, order: str) -> None:
    world = two.services.world
    world.arxiv["2005.00002"] = ArxivPaper(title=OTHER, authors=PEOPLE, published="2020-05-01")
    world.semanticscholar["2005.00002"] = {
        "externalIds": {"ArXiv": "2005.00002", "ACL": "2020.findings-emnlp.9"},
        "title": OTHER,
        "venue": "Findings",
        "year": 2020,
        "authors": [{"name": name} for name in PEOPLE],
    }
    both(two, order, "https://arxiv.org/abs/2005.00002")
    two.build()
    before = entries(two)
    assert before[GONE]["status"] == "published"
    two.override(f"@bertbib{{{JOINED}, is = {{{FINDINGS}}}}}\n")
    two.build()
    (own,) = entries(two).values()
    assert {LINK, "arxiv:2005.00002", FINDINGS} <= set(own["ids"])
    assert two.build().err == ""
    two.override("")
    unplugged = Program(two.program.cwd, "http://127.0.0.1:9", two.program.cwd / "empty")
    unplugged("build", "papers.md", "--out", "out")
    assert set(entries(two)) == {JOINED}  # nobody can be asked: nothing is lost
    two.build()
    assert {key: (one["source"], one["ids"]) for key, one in entries(two).items()} == {
        key: (one["source"], one["ids"]) for key, one in before.items()
    }


def test_joined_on_the_first_build_whatever_the_order(two: Desk) -> None:
    both(two, "ba")
    two.override(f"@bertbib{{{JOINED}, is = {{{FINDINGS}}}}}\n")
    done = two.build()
    assert "1 resolved (1 published), 0 unresolved, 0 not papers, 1 duplicate" in done.out
    (own,) = entries(two).values()
    assert set(own["ids"]) == {LINK, FINDINGS, "doi:10.18653/v1/2020.findings-emnlp.9"}
    assert two.item["id"] == JOINED
    assert two.build().err == ""


def test_a_cited_key_stays_the_key_of_the_joined_entry(two: Desk) -> None:
    two.build()
    (two.program.cwd / "paper.tex").write_text(f"\\cite{{{GONE}}}\\bibliography{{mine}}")
    (two.program.cwd / "mine.bib").write_text(
        f"@inproceedings{{{GONE}, title={{{OTHER}}}, author={{{' and '.join(PEOPLE)}}}, year={{2020}}}}\n"
    )
    two.override(f"@bertbib{{{JOINED}, is = {{{FINDINGS}}}}}\n")
    done = two.program("build", "papers.md", "--out", "out", "--keys-from", "paper.tex")
    assert done.code == 0, done.err
    ((key, own),) = entries(two).items()
    assert (key, own["aliases"]) == (GONE, [JOINED])
    again = two.program("build", "papers.md", "--out", "out", "--keys-from", "paper.tex")
    assert (again.code, again.err) == (0, "")


def test_an_acceptance_that_nobody_was_asked_for_is_stale(desk: Desk) -> None:
    desk.build()
    before = (desk.out / "bertbib.lock.json").read_bytes()
    desk.override(f"@bertbib{{{KEY}, is = {{{FINDINGS}}}}}\n")
    for arguments in (("lock", "--check"), ("build", "--locked")):
        done = desk.program(*arguments, "papers.md", "--out", "out")
        assert done.code == 1
        assert f"out/overrides.bib:1: {KEY} is to be {FINDINGS}, but nobody has been asked for that yet" in done.err
        assert "run `bertbib build`" in done.err
        assert (desk.out / "bertbib.lock.json").read_bytes() == before
    desk.build()
    assert desk.check() == 0
    assert desk.program("build", "papers.md", "--out", "out", "--locked").code == 0


def test_an_acceptance_that_nobody_can_be_asked_for_is_wrong_and_not_stale(desk: Desk) -> None:
    desk.build()
    desk.override(f"@bertbib{{{KEY}, is = {{url:https://example.org/x}}}}\n")
    done = desk.program("lock", "--check", "papers.md", "--out", "out")
    assert done.code == 0
    assert "no source can be asked for it" in done.err


def test_what_is_refused_or_taken_back_is_stale_with_a_sentence(desk: Desk) -> None:
    desk.build()
    desk.override(f"@bertbib{{{KEY}, not = {{{MAIN}}}}}\n")
    done = desk.program("lock", "--check", "papers.md", "--out", "out")
    assert (done.code, f"{KEY} is still {MAIN}, which is refused" in done.err) == (1, True)
    desk.build()
    desk.override("")
    done = desk.program("lock", "--check", "papers.md", "--out", "out")
    assert (done.code, f"{KEY} still is as an override had it that is gone" in done.err) == (1, True)
