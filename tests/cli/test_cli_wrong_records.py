"""Records that look right and are another work's: on the real program, with services that mislead it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from program import Program
from standin import CHALLENGE_200, ArxivPaper, StandIn, World, crossref_work

ICLR = "International Conference on Learning Representations"
ABEL, ZULU = ("Ann Abel", "Bob Baker", "Cid Carter"), ("Zed Zulu", "Yan Yeti")
TITLE, OTHER = "Robust Training of Language Encoders with Gradient Surgery", "A Totally Different Paper on Graphs"


@pytest.fixture
def world() -> World:
    return World(
        arxiv={
            "1910.00001": ArxivPaper(title=TITLE, authors=ABEL, published="2019-10-01"),
            "1910.00002": ArxivPaper(title=OTHER, authors=ZULU, published="2019-10-02"),
        }
    )


@pytest.fixture
def program(tmp_path: Path, world: World) -> Iterator[Program]:
    (tmp_path / "papers.md").write_text(f"# T\n\n* [{TITLE}](https://arxiv.org/abs/1910.00001)\n")
    with StandIn(world) as standin:
        yield Program(tmp_path, standin.url)


def witnessed(world: World, number: str, title: str, authors: tuple[str, ...], venue: str = "", **ids: str) -> None:
    """Let Semantic Scholar and OpenAlex speak of a paper, with these further identifiers."""
    world.semanticscholar[number] = {
        "externalIds": {"ArXiv": number, **ids},
        "title": title,
        "venue": venue or "arXiv.org",
        "publicationVenue": {"name": venue, "type": "conference"} if venue else None,
        "year": 2020,
        "journal": {"name": venue or "arXiv.org"},
        "authors": [{"name": name} for name in authors],
    }
    on_arxiv = {
        "landing_page_url": f"https://arxiv.org/abs/{number}",
        "version": "submittedVersion",
        "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
    }
    elsewhere = {
        "landing_page_url": "https://example.org/paper",
        "version": "publishedVersion",
        "source": {"display_name": venue, "type": "conference"},
    }
    world.openalex.append(
        {
            "doi": f"https://doi.org/10.48550/arxiv.{number}",
            "title": title,
            "display_name": title,
            "publication_year": 2020,
            "type": "article",
            "primary_location": elsewhere if venue else on_arxiv,
            "locations": [elsewhere, on_arxiv] if venue else [on_arxiv],
            "biblio": {},
            "authorships": [{"author": {"display_name": name}} for name in authors],
        }
    )


def dblp_entry(key: str, title: str, authors: tuple[str, ...]) -> str:
    people = " and\n               ".join(authors)
    return (
        f"@inproceedings{{DBLP:{key},\n  author       = {{{people}}},\n  title        = {{{title}}},\n"
        f"  booktitle    = {{8th International Conference on Learning Representations, {{ICLR}} 2020}},\n"
        f"  year         = {{2020}}\n}}\n"
    )


def built(program: Program, *args: str) -> dict[str, Any]:
    """The own part of each entry, by its first identifier on arXiv."""
    done = program("build", "papers.md", "--out", "out", *args)
    assert done.code in (0, 3), done.err
    items = json.loads((program.cwd / "out" / "bertbib.lock.json").read_text())
    parts = [item["custom"]["bertbib"] for item in items]
    return {next(one for one in part["ids"] if one.startswith("arxiv:"))[6:]: part for part in parts}


@pytest.mark.parametrize("dblp", ["closed", "without it", "another paper's"])
@pytest.mark.parametrize("key", ["conf/iclr/OtherXY20", "conf/acl/AbelBC20"])
def test_another_papers_dblp_key_publishes_no_rejected_submission(
    program: Program, world: World, dblp: str, key: str
) -> None:
    witnessed(world, "1910.00001", TITLE, ABEL, ICLR, DBLP=key)
    if dblp == "closed":
        world.dblp_challenge = 200
    elif dblp == "another paper's":
        world.dblp[f"{key}"] = dblp_entry(key, OTHER, ZULU)
    part = built(program)["1910.00001"]
    assert part["status"] == "unknown"
    assert not [one for one in part["ids"] if one.startswith("dblp:")]


def test_its_own_dblp_key_does(program: Program, world: World) -> None:
    witnessed(world, "1910.00001", TITLE, ABEL, ICLR, DBLP="conf/iclr/AbelBC20")
    world.dblp_challenge = 200
    part = built(program)["1910.00001"]
    assert (part["status"], part["proof"]["level"]) == ("published", "aggregators")


@pytest.mark.parametrize("order", [("1910.00001", "1910.00002"), ("1910.00002", "1910.00001")])
def test_a_foreign_identifier_takes_no_other_paper_out_of_the_list(
    program: Program, world: World, order: tuple[str, str]
) -> None:
    key = "conf/iclr/ZuluY20"
    witnessed(world, "1910.00001", TITLE, ABEL, DBLP=key)
    witnessed(world, "1910.00002", OTHER, ZULU, ICLR, DBLP=key)
    world.dblp[key] = dblp_entry(key, OTHER, ZULU)
    titles = {"1910.00001": TITLE, "1910.00002": OTHER}
    lines = "".join(f"* [{titles[one]}](https://arxiv.org/abs/{one})\n" for one in order)
    (program.cwd / "papers.md").write_text(f"# T\n\n{lines}")
    parts = built(program)
    assert {one: part["status"] for one, part in parts.items()} == {"1910.00001": "unknown", "1910.00002": "published"}
    bib = (program.cwd / "out" / "t.bib").read_text()
    assert "Zulu, Zed" in bib
    assert "Abel, Ann" in bib


def test_two_papers_of_the_same_people_stay_two(program: Program, world: World) -> None:
    people = ("Guillaume Klein", "Yoon Kim", "Yuntian Deng")
    titles = {
        "1701.02810": "OpenNMT: Open-Source Toolkit for Neural Machine Translation",
        "1805.11462": "OpenNMT: Neural Machine Translation Toolkit",
    }
    for number, title in titles.items():
        world.arxiv[number] = ArxivPaper(title=title, authors=people, published=f"20{number[:2]}-05-01")
    bib = program.cwd / "acl.bib"
    bib.write_text(
        "@inproceedings{klein-etal-2017-opennmt,\n  title = {OpenNMT: Open-Source Toolkit for Neural Machine Translation},\n"
        f"  author = {{{' and '.join(people)}}},\n  booktitle = {{Proceedings of ACL 2017, System Demonstrations}},\n"
        "  year = {2017},\n  url = {https://aclanthology.org/P17-4012/}\n}\n"
    )
    assert program("pack", "build", "own", bib).code == 0
    lines = "".join(f"* [{title}](https://arxiv.org/abs/{number})\n" for number, title in titles.items())
    (program.cwd / "papers.md").write_text(f"# T\n\n{lines}")
    parts = built(program)
    assert parts["1701.02810"]["status"] == "published"
    assert parts["1805.11462"]["status"] != "published"


def test_an_authority_that_only_a_witness_named_is_asked_again(program: Program, world: World, tmp_path: Path) -> None:
    witnessed(world, "1910.00001", TITLE, ABEL, DOI="10.1609/aaai.v1.1")
    world.crossref["10.1609/aaai.v1.1"] = crossref_work(
        "10.1609/aaai.v1.1",
        TITLE,
        [("Ann", "Abel"), ("Bob", "Baker"), ("Cid", "Carter")],
        2020,
        type="proceedings-article",
        **{"container-title": ["Proceedings of the AAAI Conference on Artificial Intelligence"]},
    )
    with StandIn(world) as broken:
        broken.fail("api.crossref.org", CHALLENGE_200, times=50)
        part = built(Program(tmp_path, broken.url))["1910.00001"]
    assert (part["status"], part["asked"]["crossref"][:2] != "20") == ("unknown", True)
    assert built(program)["1910.00001"]["status"] == "published"


def test_a_workshop_in_a_pack_does_not_settle_what_the_note_calls_a_main_event(program: Program, world: World) -> None:
    bib = program.cwd / "own.bib"
    bib.write_text(
        f"@inproceedings{{one,\n  title = {{{TITLE}}},\n  author = {{{' and '.join(ABEL)}}},\n  year = {{2020}},\n"
        "  booktitle = {Proceedings of the 5th Workshop on Representation Learning for NLP},\n"
        "  url = {https://aclanthology.org/2020.repl4nlp-1.7/}\n}\n"
    )
    assert program("pack", "build", "own", bib).code == 0
    witnessed(world, "1910.00001", TITLE, ABEL, ACL="2020.acl-main.1")
    world.files["aclanthology.org/2020.acl-main.1.bib"] = (
        "text/plain; charset=utf-8",
        f"@inproceedings{{abel-etal-2020-robust,\n  title = {{{TITLE}}},\n  author = {{{' and '.join(ABEL)}}},\n"
        "  booktitle = {Proceedings of the 58th Annual Meeting of the Association for Computational Linguistics},\n"
        "  year = {2020},\n  url = {https://aclanthology.org/2020.acl-main.1/}\n}\n",
    )
    (program.cwd / "papers.md").write_text(f"# T\n\n* [{TITLE}](https://arxiv.org/abs/1910.00001) (ACL2020)\n")
    part = built(program)["1910.00001"]
    assert (part["source"], part["proof"]["note"]) == ("acl:2020.acl-main.1", "agrees")


@pytest.mark.parametrize(("reference", "comment"), [("Proc. ACL 2020", ""), ("", "8 pages, accepted at ACL 2020")])
def test_what_its_authors_call_published_is_no_preprint(
    program: Program, world: World, reference: str, comment: str
) -> None:
    witnessed(world, "1910.00001", TITLE, ABEL)
    assert built(program)["1910.00001"]["status"] == "preprint"
    world.arxiv["1910.00001"] = ArxivPaper(
        title=TITLE, authors=ABEL, published="2019-10-01", comment=comment, journal_ref=reference
    )
    for made in ("out/bertbib.lock.json", "out/t.bib"):
        (program.cwd / made).unlink()
    assert program("cache", "clean").code == 0
    assert built(program)["1910.00001"]["status"] == "unknown"
