"""A first run in an existing paper: keys that are cited stay, citations that work go on working."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from program import Program
from standin import StandIn
from standin_world import ArxivPaper, World

MTDNN, SPAN = "Multi-Task Deep Neural Networks for Natural Language Understanding", "SpanBERT: Improving Pre-training"
LIST = f"""# Papers of mine

* [{MTDNN}](https://arxiv.org/abs/1901.11504)
* [{SPAN}](https://arxiv.org/abs/1907.10529)
"""
BIB = f"""@article{{MTDNN19, title = {{{MTDNN}}}, author = {{Liu, X. and He, P.}},
  journal = {{arXiv preprint arXiv:1901.11504}}, year = {{2019}}}}
"""
TEX = r"\documentclass{article}\begin{document}\cite{MTDNN19}\bibliography{refs}\end{document}"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    world = World()
    world.arxiv["1901.11504"] = ArxivPaper(title=MTDNN, authors=("Xiaodong Liu", "Pengcheng He"))
    world.arxiv["1907.10529"] = ArxivPaper(title=SPAN, authors=("Mandar Joshi", "Danqi Chen"), published="2019-07-24")
    (tmp_path / "list.md").write_text(LIST)
    (tmp_path / "refs.bib").write_text(BIB)
    (tmp_path / "main.tex").write_text(TEX)
    with StandIn(world) as standin:
        yield Program(tmp_path, standin.url)


def keys(program: Program) -> list[str]:
    return re.findall(r"@\w+\{(.*),", (program.cwd / "out" / "papers-of-mine.bib").read_text())


def test_keys_of_a_paper_are_kept(program: Program) -> None:
    done = program("build", "list.md", "--out", "out", "--keys-from", "main.tex")
    assert done.code == 0, done.err
    assert keys(program) == ["MTDNN19", "joshi2019spanbert"]


def test_keys_of_the_configured_paper_rename_what_is_locked(program: Program) -> None:
    program("build", "list.md", "--out", "out")
    assert keys(program) == ["liu2019multi", "joshi2019spanbert"]
    (program.cwd / "bertbib.toml").write_text('paper = ["main.tex", "refs.bib"]\n')
    done = program("build", "list.md", "--out", "out", "--report")
    assert done.code == 0, done.err
    assert "`liu2019multi` is now `MTDNN19`" in done.out
    assert keys(program) == ["MTDNN19", "joshi2019spanbert"]
    items = json.loads((program.cwd / "out" / "bertbib.lock.json").read_text())
    assert [item["custom"]["bertbib"].get("aliases") for item in items] == [["liu2019multi"], None]
    assert program("show", "liu2019multi", "--out", "out").out.startswith("MTDNN19")


def test_a_build_that_would_break_a_citation_is_refused(program: Program) -> None:
    program("build", "list.md", "--out", ".")
    (program.cwd / "main.tex").write_text(r"\cite{joshi2019spanbert} \bibliography{papers-of-mine}")
    (program.cwd / "list.md").write_text("".join(LIST.splitlines(keepends=True)[:-1]))
    before = {path.name: path.read_bytes() for path in program.cwd.iterdir() if path.is_file()}
    done = program("build", "list.md", "--out", ".", "--keys-from", "main.tex")
    assert done.code == 5
    assert "would break citations that work now: joshi2019spanbert" in done.err
    assert {path.name: path.read_bytes() for path in program.cwd.iterdir() if path.is_file()} == before
    (program.cwd / "main.tex").write_text(r"\cite{liu2019multi} \bibliography{papers-of-mine}")
    assert program("build", "list.md", "--out", ".", "--keys-from", "main.tex").code == 0


def test_a_users_own_bib_of_the_same_name_is_never_overwritten(program: Program) -> None:
    (program.cwd / "list.md").write_text(LIST.replace("Papers of mine", "Refs"))
    done = program("build", "list.md", "--out", ".", "--keys-from", "main.tex")
    assert done.code == 5
    assert (program.cwd / "refs.bib").read_text() == BIB


def test_a_key_that_the_user_gave_to_another_work_is_not_taken(program: Program) -> None:
    (program.cwd / "refs.bib").write_text("@book{liu2019multi, title = {Another Work}, author = {Doe, Jane}}")
    done = program("build", "list.md", "--out", "out", "--keys-from", "refs.bib")
    assert done.code == 0, done.err
    assert keys(program) == ["liu2019multia", "joshi2019spanbert"]


def test_the_report_says_what_is_new(program: Program) -> None:
    first = program("build", "list.md", "--out", "out", "--report")
    assert "**New** (2)" in first.out
    assert f"- `liu2019multi` {MTDNN} (arXiv, 2019, preprint)" in first.out
    assert "No change since the last lock." in program("build", "list.md", "--out", "out", "--report").out
