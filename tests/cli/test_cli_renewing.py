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


def _preprint(key: str, *fields: str, kind: str = "article") -> str:
    """An entry of a paper that the stand-ins know as published."""
    title = "title = {Multi-task deep neural networks for natural language understanding}"
    author = "author = {Liu, Xiaodong and He, Pengcheng and Chen, Weizhu and Gao, Jianfeng}"
    return f"@{kind}{{{key},\n  " + ",\n  ".join((title, author, *fields)) + "\n}\n"


ON_ARXIV = "journal = {arXiv preprint arXiv:1901.11504}", "year = {2019}"


def _upgraded(program: Program, text: str) -> str:
    """The text after an upgrade, which a second one does not change."""
    (program.cwd / "my.bib").write_text(text)
    done = program("upgrade", "my.bib", "--in-place")
    assert done.code == 0, done.err
    after = (program.cwd / "my.bib").read_text()
    assert program("upgrade", "my.bib", "--in-place").code == 0
    assert (program.cwd / "my.bib").read_text() == after
    return after


def test_an_upgrade_keeps_the_users_own_words(program: Program) -> None:
    own = [
        "note = {Corrected proofs read; my favourite}",
        "note = {Accepted at ACL; see arXiv for appendix. MY OWN NOTE}",
        "note = {my thoughts: supersedes the preprint}",
        "note = {arXiv preprint [my favourite]}",
        "note = {arXiv:2001.00001}",  # another paper
        "howpublished = {my shelf, corridor abs/}",
        r"howpublished = {\url{https://me.example/arxiv.org/abs/1901.11504}}",
        "type = {Preprint with a corrected table}",
        "note = {arXiv preprint},\n  note = {a second note of my own}",
    ]
    after = _upgraded(program, "".join(_preprint(f"k{index}", *ON_ARXIV, one) for index, one in enumerate(own)))
    assert after.count("@inproceedings{") == len(own)
    assert [one for one in own if f"  {one}" not in after] == []


def test_an_upgrade_drops_what_names_the_preprint_server_and_nothing_else(program: Program) -> None:
    servers = [
        "note = {arXiv:1901.11504 [cs, stat] version: 2}",
        "note = {{arXiv}:1901.11504v2 [cs.CL]}",
        "note = {ArXiv e-prints}",
        "note = {Preprint, available at https://arxiv.org/abs/1901.11504}",
        r"howpublished = {\url{https://arxiv.org/abs/1901.11504}}",
        r"howpublished = {\href{https://arxiv.org/abs/1901.11504}{arXiv:1901.11504}}",
        "howpublished = {CoRR, abs/1901.11504}",
        "type = {preprint}",
        "number = {arXiv:1901.11504}",
        "booktitle = {arXiv}",
    ]
    after = _upgraded(program, "".join(_preprint(f"k{index}", *ON_ARXIV, one) for index, one in enumerate(servers)))
    assert after.count("@inproceedings{") == len(servers)
    assert [one for one in servers if f"  {one}" in after] == []
    assert after.count("eprint = {1901.11504}") == len(servers)


def test_two_identical_entries_are_both_upgraded_in_one_run(program: Program) -> None:
    after = _upgraded(program, _preprint("twin", *ON_ARXIV) * 2)
    first, second = after[: len(after) // 2], after[len(after) // 2 :]
    assert first == second
    assert first.startswith("@inproceedings{twin,")


def test_two_entries_of_one_key_each_keep_their_own_fields(program: Program) -> None:
    after = _upgraded(program, _preprint("k", *ON_ARXIV, "annote = {one}") + _preprint("k", *ON_ARXIV, "file = {two}"))
    assert [after.count(word) for word in ("@inproceedings{k,", "annote = {one}", "file = {two}")] == [2, 1, 1]


@pytest.mark.parametrize("field", ["crossref", "xdata"])
def test_an_entry_that_inherits_its_venue_is_no_preprint(program: Program, field: str) -> None:
    entry = _preprint("a", "eprint = {1901.11504}", "archivePrefix = {arXiv}", f"{field} = {{proc}}")
    text = entry + "@proceedings{proc, title = {Proceedings of Foo}, year = {2020}}\n"
    assert _upgraded(program, text) == text


def test_an_upgrade_takes_out_what_biblatex_says_of_the_preprint_only(program: Program) -> None:
    eprint = "eprint = {1901.11504}", "eprinttype = {arxiv}"
    page = "url = {https://arxiv.org/abs/1901.11504}", "urldate = {2020-01-01}"
    after = _upgraded(
        program, _preprint("a", "date = {2019-01}", *eprint, *page, "pubstate = {prepublished}", kind="online")
    )
    assert "@inproceedings{a," in after
    assert [word for word in ("urldate", "pubstate", "arxiv.org") if word in after] == []
    (program.cwd / "page.bib").write_text(after.replace("url = ", "urldate = {2024-01-01},\n  url = "))
    assert "urldate" in program("upgrade", "page.bib").out


def test_a_year_in_another_dialects_field_does_not_outlive_the_upgrade(program: Program) -> None:
    after = _upgraded(program, _preprint("a", "journal = {arXiv}", "eprint = {1901.11504}", "date = {2018-02-03}"))
    assert "2018" not in after
    assert "year = {2019}" in after


def test_an_upgrade_copes_with_a_field_that_is_there_twice(program: Program) -> None:
    after = _upgraded(program, _preprint("a", "year = {2017}", "year = {2018}", ON_ARXIV[0]))
    assert "@inproceedings{a," in after
    assert "2017" not in after


def test_an_upgrade_does_not_write_over_another_file(program: Program) -> None:
    other = program.cwd / "other.bib"
    other.write_text("@book{mine, title = {precious}}\n")
    done = program("upgrade", "my.bib", "-o", "other.bib")
    assert (done.code, "other.bib: this file holds something else" in done.err) == (5, True)
    assert other.read_text() == "@book{mine, title = {precious}}\n"
    other.write_text("")
    assert program("upgrade", "my.bib", "-o", "other.bib").code == 0
    written = other.read_bytes()
    assert b"@inproceedings{liu2019multi" in written
    assert program("upgrade", "my.bib", "-o", "other.bib").code == 0  # the same again
    assert other.read_bytes() == written
    assert program("upgrade", "my.bib", "-o", "./my.bib").code == 0
    assert (program.cwd / "my.bib").read_bytes() == written


def test_an_upgrade_goes_to_one_place(program: Program) -> None:
    before = (program.cwd / "my.bib").read_bytes()
    done = program("upgrade", "my.bib", "-o", "other.bib", "--in-place")
    assert (done.code, "--in-place" in done.err) == (2, True)
    assert (program.cwd / "my.bib").read_bytes() == before
    assert not (program.cwd / "other.bib").exists()
