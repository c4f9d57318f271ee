"""``upgrade`` for somebody's own .bib, ``update`` for the lock: on the real program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from first_list import LIST, first_list_world
from program import Program
from standin import StandIn

SCHOLAR = r"""% my papers @ home
@string{acl = "ACL"}

@article{liu2019multi,
  title={Multi-task deep neural networks for natural language understanding},
  author={Liu, Xiaodong and He, Pengcheng and Chen, Weizhu and Gao, Jianfeng},
  journal={arXiv preprint arXiv:1901.11504},
  year={2019},
  annote = {read twice}
}

@article{lan2019albert, title={{ALBERT}: A lite {BERT} for self-supervised learning of language representations}, author={Lan, Zhenzhong and Chen, Mingda and others}, journal={arXiv preprint arXiv:1909.11942}, year={2019}}

@article{liu2019roberta,
  title = {{RoBERTa}: A Robustly Optimized {BERT} Pretraining Approach},
  author = {Liu, Yinhan and Ott, Myle and Goyal, Naman},
  journal = {CoRR}, volume = {abs/1907.11692}, year = 2019,
}

@book{knuth, title = "The {\TeX}book", author = {Knuth, Donald E.}, year = 1984, publisher = {Addison-Wesley}}

@inproceedings{broken, title = {No end,
"""


@pytest.fixture
def services() -> Iterator[StandIn]:
    with StandIn(first_list_world()) as standin:
        yield standin


@pytest.fixture
def program(tmp_path: Path, services: StandIn) -> Program:
    (tmp_path / "my.bib").write_bytes(SCHOLAR.replace("\n", "\r\n").encode())
    return Program(tmp_path, services.url)


def test_preprints_become_published_and_all_else_keeps_its_bytes(program: Program) -> None:
    before = (program.cwd / "my.bib").read_bytes()
    done = program("upgrade", "my.bib", "--in-place")
    assert done.code == 0, done.err
    after = (program.cwd / "my.bib").read_bytes()
    assert b"@inproceedings{liu2019multi,\r\n" in after
    assert b"pages={4487--4496}" in after.replace(b" = ", b"=")
    assert b"annote = {read twice}" in after
    assert b"arXiv preprint arXiv:1901.11504" not in after
    assert b"title={Multi-task deep neural networks for natural language understanding}" in after
    assert b"{1901.11504}" in after  # the preprint's number stays
    assert b"@inproceedings{lan2019albert," in after
    for untouched in (
        b"% my papers @ home\r\n",
        b"@string",
        b"@article{liu2019roberta",
        b"@book{knuth",
        b"@inproceedings{broken",
    ):
        start = before.index(untouched)
        end = before.find(b"\r\n\r\n", start)
        assert before[start : end if end > 0 else None] in after
    again = program("upgrade", "my.bib", "--in-place")
    assert again.code == 0
    assert (program.cwd / "my.bib").read_bytes() == after


def test_diff_and_standard_output_write_nothing(program: Program) -> None:
    before = (program.cwd / "my.bib").read_bytes()
    diff = program("upgrade", "my.bib", "--diff")
    assert diff.out.startswith("--- my.bib")
    assert "-@article{liu2019multi," in diff.out
    assert "@book{knuth" not in "".join(line for line in diff.out.splitlines() if line[:1] in "+-")
    assert "@inproceedings{liu2019multi," in program("upgrade", "my.bib").out
    document = program("upgrade", "my.bib", "--json").document
    assert {one["key"] for one in document["upgraded"]} == {"liu2019multi", "lan2019albert"}
    assert document["preprints"] == {"preprint": 1, "published": 2}
    assert (program.cwd / "my.bib").read_bytes() == before


def test_what_could_not_be_asked_is_left_and_said(program: Program, services: StandIn) -> None:
    unplugged = Program(program.cwd, "http://127.0.0.1:9")
    done = unplugged("upgrade", "my.bib", "--in-place")
    assert done.code == 3
    assert (program.cwd / "my.bib").read_bytes() == SCHOLAR.replace("\n", "\r\n").encode()


def test_update_asks_again_and_shows_what_changed(program: Program, services: StandIn) -> None:
    scholar = services.world.semanticscholar
    known, scholar["1907.10529"] = (
        scholar["1907.10529"],
        {
            **scholar["1907.10529"],
            "externalIds": {"ArXiv": "1907.10529"},
            "venue": "arXiv.org",
            "publicationVenue": None,
            "journal": None,
        },
    )
    works = services.world.openalex
    services.world.openalex = [work for work in works if "1907.10529" not in json.dumps(work)]
    program("build", LIST, "--out", "refs")
    lock = program.cwd / "refs" / "bertbib.lock.json"
    assert '"status": "preprint"' in program("show", "joshi2019spanbert", "--json").out
    before = lock.read_bytes()
    scholar["1907.10529"], services.world.openalex = known, works
    assert program("update", "joshi2019spanbert", "--older-than", "1d", "--json").document["asked"] == 0
    dry = program("update", "joshi2019spanbert", "--dry-run")
    assert "joshi2019spanbert  status: preprint -> published" in dry.out
    assert lock.read_bytes() == before
    done = program("update", "joshi2019spanbert", "--json")
    assert done.code == 0, done.err
    assert done.document["published"] == ["joshi2019spanbert"]
    entry = next(item for item in json.loads(lock.read_text()) if item["id"] == "joshi2019spanbert")
    assert entry["page"] == "64-77"
    assert entry["custom"]["bertbib"]["ids"][0] == "arxiv:1907.10529"
    assert program("update", "nobody").code == 5


def test_an_update_without_a_network_changes_nothing(program: Program) -> None:
    program("build", LIST, "--out", "refs")
    before = (program.cwd / "refs" / "bertbib.lock.json").read_bytes()
    done = Program(program.cwd, "http://127.0.0.1:9")("update")
    assert done.code == 4
    assert (program.cwd / "refs" / "bertbib.lock.json").read_bytes() == before


def test_a_published_record_that_changed_is_reported_and_not_overwritten(program: Program, services: StandIn) -> None:
    program("build", LIST, "--out", "refs")
    kind, body = services.world.files["proceedings.mlr.press/v97/assets/bib/bibliography.bib"]
    assert isinstance(body, str)
    services.world.files["proceedings.mlr.press/v97/assets/bib/bibliography.bib"] = (
        kind,
        body.replace("2337--2346", "1--10"),
    )
    done = program("update", "gong2019efficient")
    assert "pmlr:v97/gong19a now says something else of gong2019efficient: page" in done.err
    assert "2337-2346" in (program.cwd / "refs" / "bertbib.lock.json").read_text()


def test_one_entry_that_cannot_be_edited_does_not_sink_the_others(program: Program) -> None:
    text = SCHOLAR.replace("@article{liu2019multi,\n", "@article{liu2019multi\n")  # no comma after the key
    (program.cwd / "my.bib").write_text(text)
    done = program("upgrade", "my.bib", "--in-place")
    after = (program.cwd / "my.bib").read_text()
    assert "[not-edited]" in done.err
    assert "@inproceedings{lan2019albert," in after
    assert "@article{liu2019multi\n" in after
