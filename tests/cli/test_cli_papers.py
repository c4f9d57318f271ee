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


OURS = "papers-of-mine"
"""The .bib that a build of the list writes."""
BIBLIOGRAPHY = rf"\bibliography{{{OURS}}}"


def test_a_citation_in_a_comment_or_of_another_bib_protects_nothing(program: Program) -> None:
    program("build", "list.md", "--out", ".")
    (program.cwd / "main.tex").write_text("% \\cite{joshi2019spanbert}\n" + BIBLIOGRAPHY)
    (program.cwd / "other.tex").write_text(r"\cite{joshi2019spanbert}\bibliography{refs}")
    (program.cwd / "list.md").write_text("".join(LIST.splitlines(keepends=True)[:-1]))
    done = program("build", "list.md", "--out", ".", "--keys-from", "main.tex", "--keys-from", "other.tex")
    assert done.code == 0, done.err


def test_a_citation_that_moves_to_a_bib_of_another_paper_is_broken(program: Program) -> None:
    (program.cwd / "list.md").write_text(LIST + f"\n# Others\n\n* [{MTDNN}](https://arxiv.org/abs/1901.11504)\n")
    program("build", "list.md", "--out", ".")
    (program.cwd / "main.tex").write_text(r"\cite{joshi2019spanbert}" + BIBLIOGRAPHY)
    (program.cwd / "other.tex").write_text(r"\cite{liu2019multi}\bibliography{others}")
    first, second = LIST.splitlines(keepends=True)[2:]
    (program.cwd / "list.md").write_text(f"# Papers of mine\n\n{first}\n# Others\n\n{first}{second}")
    done = program("build", "list.md", "--out", ".", "--keys-from", "main.tex", "--keys-from", "other.tex")
    assert done.code == 5
    assert "main.tex: writing the .bib would break citations that work now: joshi2019spanbert" in done.err


def test_an_alias_that_biblatex_knows_is_a_citation_that_works(program: Program) -> None:
    program("build", "list.md", "--out", ".", "--dialect", "biblatex")
    (program.cwd / "main.tex").write_text(r"\cite{liu2019multi}\addbibresource{papers-of-mine.bib}")
    renaming = ("--keys-from", "main.tex", "--keys-from", "refs.bib")
    assert program("build", "list.md", "--out", ".", "--dialect", "biblatex", "--keys-from", "refs.bib").code == 0
    assert "ids = {liu2019multi}" in (program.cwd / f"{OURS}.bib").read_text().replace("  ", " ")
    before = (program.cwd / f"{OURS}.bib").read_bytes()
    done = program("build", "list.md", "--out", ".", "--dialect", "bibtex", *renaming)
    assert done.code == 5
    assert "would break citations that work now: liu2019multi" in done.err
    assert (program.cwd / f"{OURS}.bib").read_bytes() == before


def test_an_include_that_only_tex_can_find_is_reported(program: Program) -> None:
    (program.cwd / "main.tex").write_text("\\input{\\folder/a}\\input{missing}" + "\\input{" + "x" * 5000 + "}" + TEX)
    (program.cwd / "missing").write_bytes(b"\0binary")
    done = program("build", "list.md", "--out", "out", "--keys-from", "main.tex")
    assert done.code == 0, done.err
    assert keys(program) == ["MTDNN19", "joshi2019spanbert"]
    assert "main.tex: \\folder/a cannot be found without running TeX" in done.err
    assert "missing: citations in this file are not seen: this is a binary file" in done.err


def test_a_named_paper_that_is_missing_is_refused(program: Program) -> None:
    for name in ("none.tex", "none.bib", "list.md"):
        assert program("build", "list.md", "--out", "out", "--keys-from", name).code == 5


def test_one_key_for_two_works_is_refused(program: Program) -> None:
    (program.cwd / "main.tex").write_text(r"\cite{span}\bibliography{refs}")
    (program.cwd / "other.tex").write_text(r"\cite{span}\bibliography{others}")
    (program.cwd / "refs.bib").write_text(f"@misc{{span, title = {{{SPAN}}}, eprint = {{1907.10529}}}}")
    (program.cwd / "others.bib").write_text(BIB.replace("MTDNN19", "span"))
    done = program("build", "list.md", "--out", "out", "--keys-from", "main.tex", "--keys-from", "other.tex")
    assert done.code == 5
    assert "two works as span" in done.err
    assert not (program.cwd / "out").exists()


def test_a_key_of_a_bib_list_that_another_work_has_is_reported(program: Program) -> None:
    other = "@book{MTDNN19, title = {A Book of Mine}, author = {Doe, Jane}, year = 2001, publisher = {Press}}"
    (program.cwd / "books.bib").write_text("\n" + other)
    done = program("build", "refs.bib", "books.bib", "--out", "out")
    assert done.code == 0, done.err
    assert "books.bib:2" in done.err
    assert "the key MTDNN19 is already that of" in done.err
    assert "is now doe2001book" in done.err
