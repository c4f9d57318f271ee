"""``read`` and ``build --offline`` on lists of every form, with a lock and without, in a process of its own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from first_list import REPOSITORY
from program import Program, Run
from reading import DATA

PACKS = Path(__file__).resolve().parent.parent / "packs" / "data"
SMART = "SMART: Robust and Efficient Fine-Tuning for Pre-trained Natural Language Models through Principled Regularized Optimization"
# Three works of the committed lock, each named as a format names works.
LISTS = {
    "list.org": "* Tuning\n** [[https://arxiv.org/abs/1911.03437][SMART]]\n** TODO Transfer learning\n[[cite:arase2019transfer]]\n* Tuning\n- cite:liu2019multi\n",
    "list.rst": "Tuning\n======\n\n* `SMART <https://arxiv.org/abs/1911.03437>`_\n* :cite:`arase2019transfer`, :cite:`liu2019multi`\n",
    "list.txt": "# Tuning\n1911.03437 SMART\nacl:D19-1542\nhttps://aclanthology.org/P19-1441/ (ACL2019)\n",
    "list.bib": "@misc{smart, title={SMART}, eprint={1911.03437}, groups={Tuning}}\n@misc{b, title={Transfer Fine-Tuning}, url={https://aclanthology.org/D19-1542/}, groups={Tuning}}\n"
    "@misc{c, title={Multi-Task}, doi={10.18653/v1/P19-1441}, groups={Tuning}}\n",
    "list.json": json.dumps(
        [
            {"id": "s", "type": "article", "title": "SMART", "note": "arXiv:1911.03437", "categories": ["Tuning"]},
            {"id": "t", "type": "article", "title": "Transfer Fine-Tuning: A BERT Case Study", "URL": "https://aclanthology.org/D19-1542/", "categories": ["Tuning"]},
            {"id": "m", "type": "article", "title": "Multi-Task Deep Neural Networks for Natural Language Understanding", "DOI": "10.18653/v1/P19-1441", "categories": ["Tuning"]},
        ]
    ),
    "paper.tex": "\\section{Tuning}\n\\cite{jiang2020smart,arase2019transfer}\n\\textcite{liu2019multi}\n",
    "paper.aux": "\\relax\n\\citation{jiang2020smart,arase2019transfer}\n\\citation{liu2019multi}\n",
    "paper.bcf": '<bcf:controlfile xmlns:bcf="x"><bcf:section number="0"><bcf:citekey>jiang2020smart</bcf:citekey>'
    "<bcf:citekey>arase2019transfer</bcf:citekey><bcf:citekey>liu2019multi</bcf:citekey></bcf:section></bcf:controlfile>",
}  # fmt: skip


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "o").mkdir()
    shutil.copy(REPOSITORY / "refs" / "bertbib.lock.json", tmp_path / "o")
    return Program(tmp_path)


def written(program: Program, name: str) -> list[str]:
    return re.findall(r"^@\w+\{(.*),$", (program.cwd / "o" / name).read_text(), re.MULTILINE)


def references(run: Run) -> list[dict[str, Any]]:
    return [one for theme in run.document["themes"] for one in theme["references"]]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_every_form_is_built_from_the_lock_alone(name: str, program: Program) -> None:
    (program.cwd / name).write_text(LISTS[name])
    done = program("build", name, "--out", "o", "--offline", "--json")
    assert (done.code, done.err) == (0, ""), done.err
    assert (done.document["references"], done.document["resolved"], done.document["requests"]) == (3, 3, {})
    theme = "paper.bib" if name in ("paper.aux", "paper.bcf") else "tuning.bib"
    assert written(program, theme) == ["jiang2020smart", "arase2019transfer", "liu2019multi"]
    before = (program.cwd / "o" / theme).read_bytes()
    again = program("build", name, "--out", "o", "--locked")
    assert (again.code, "unchanged: 2 files" in again.out or "unchanged: 1 file" in again.out) == (0, True), again.out
    assert (program.cwd / "o" / theme).read_bytes() == before
    (theme_row,) = program("themes", name, "--out", "o", "--json").document["themes"]
    assert (theme_row["papers"], theme_row["locked"]) == (3, 3)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("reading.org", {"could-not-tell": 1, "no-link": 1, "not-a-paper": 1, "paper": 18}),
        ("reading.rst", {"paper": 18}),
        ("reading.txt", {"could-not-tell": 2, "no-link": 2, "not-a-paper": 1, "paper": 15}),
        ("groups.bib", {"duplicate": 1, "no-link": 1, "not-a-paper": 1, "paper": 15}),
        ("library.json", {"could-not-tell": 1, "no-link": 3, "paper": 13}),
        ("paper/main.tex", {"could-not-tell": 2, "no-link": 2, "paper": 17}),
        ("paper/main.aux", {"could-not-tell": 1, "paper": 5}),
        ("paper/main.bcf", {"could-not-tell": 1, "paper": 5}),
    ],
)
def test_read_gives_every_unit_an_outcome_and_a_line(name: str, counts: dict[str, int]) -> None:
    run = Program(DATA)("read", name, "--json")
    assert (run.code, run.document["counts"]) == (0, counts)
    assert all(one["line"] > 0 for one in references(run))
    assert sum(counts.values()) == len(references(run))
    shutil.rmtree(DATA / ".cache", ignore_errors=True)


def test_a_paper_with_its_bib_its_lock_and_a_key_of_nobody(program: Program) -> None:
    (program.cwd / "paper.tex").write_text(
        "\\section{Known}\\cite{liu2019multi}\n\\section{Stated}\n\\cite{mine}\\cite{gone}\\bibliography{refs}\n"
    )
    (program.cwd / "refs.bib").write_text(
        "@techreport{mine, title={A Report of Our Own}, author={Ada, A.}, year=2001, institution={Us}}\n"
    )
    (program.cwd / "bertbib.toml").write_text('out = "o"\n')
    read = program("read", "paper.tex")
    assert "Multi-Task Deep Neural Networks" in read.out
    assert re.search(r"3 +could-not-tell .*gone", read.out)
    done = program("build", "paper.tex", "--offline")
    assert done.code == 3
    assert "unresolved: paper.tex:3: gone: neither the lock nor a .bib that is named has the key gone" in done.err
    assert written(program, "known.bib") == ["liu2019multi"]
    assert written(program, "stated.bib") == ["mine"]
    assert "% unresolved: gone (paper.tex:3)" in (program.cwd / "o" / "stated.bib").read_text()
    assert program("show", "mine", "--json").document["source"] == "stated"
    assert program("lock", "paper.tex", "--check").code == 3  # nothing is stale, one key is still nobody's
    assert program("build", "paper.tex", "--locked").code == 3


def test_a_paper_s_own_keys_win_as_with_keys_from(program: Program) -> None:
    (program.cwd / "paper.tex").write_text("\\cite{MTDNN}\\addbibresource{refs.bib}")
    (program.cwd / "refs.bib").write_text(
        "@misc{MTDNN, title={Multi-Task Deep Neural Networks for Natural Language Understanding}, author={Liu, Xiaodong and He, Pengcheng}, eprint={1901.11504}}"
    )
    done = program("build", "paper.tex", "--out", "o", "--offline")
    assert done.code == 0, done.err
    assert written(program, "paper.bib") == ["MTDNN"]
    assert program("show", "liu2019multi", "--out", "o").out.startswith("MTDNN")


def test_a_configured_paper_and_bib_are_lists_of_the_project(program: Program) -> None:
    (program.cwd / "paper.tex").write_text("\\section{Known}\\cite{liu2019multi,old}\n")
    (program.cwd / "mine.bib").write_text("@misc{a, title={SMART}, eprint={1911.03437}, keywords={x, y}}\n")
    (program.cwd / "bertbib.toml").write_text('out = "o"\nlists = ["*.tex", "*.bib"]\nbib-themes = "keywords"\n')
    done = program("build", "--offline")
    assert done.code == 3
    assert sorted(path.name for path in (program.cwd / "o").glob("*.bib")) == ["known.bib", "x.bib", "y.bib"]
    pruned = program("lock", "--offline", "--prune")
    assert pruned.code == 3
    assert len(json.loads((program.cwd / "o" / "bertbib.lock.json").read_text())) == 2
    (program.cwd / "bertbib.toml").write_text('bib-themes = "keyword"\n')
    wrong = program("read", "mine.bib")
    assert (wrong.code, "did you mean 'keywords'?" in wrong.err) == (2, True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.org", f"* T\n- {SPAN}\n** DONE {SPAN} (TACL 2020)\n" if (SPAN := "SpanBERT: Improving Pre-training by Representing and Predicting Spans") else ""),
        ("list.rst", f"T\n=\n\n* **{SPAN}** (TACL 2020)\n"),
        ("list.txt", f"# T\n{SPAN} (TACL 2020)\n"),
        ("list.md", f"# T\n\n* **{SPAN}** (TACL 2020)\n"),
        ("list.bib", f"@misc{{span, title={{{SPAN}}}, year=2020, groups={{T}}}}\n"),
        ("list.json", json.dumps([{"id": "span", "type": "article", "title": SPAN, "issued": "2020", "categories": ["T"]}])),
        ("paper.tex", "\\section{T}\\cite{span}\\bibliography{refs}"),
    ],
)  # fmt: skip
def test_a_title_without_a_link_is_found_in_a_pack_under_the_rule_of_proof(
    name: str, text: str, tmp_path: Path
) -> None:
    program = Program(tmp_path)
    build = "from bertbib.cli.packing import pack; pack(prog_name='bertbib pack')"
    subprocess.run([sys.executable, "-c", build, "build", "acl", str(PACKS / "anthology.bib")], env=program.environ(), cwd=tmp_path, check=True, capture_output=True)  # fmt: skip
    (tmp_path / "refs.bib").write_text(f"@misc{{span, title={{{SPAN}}}, year=2020}}\n")
    (tmp_path / name).write_text(text)
    done = program("build", name, "--out", "o", "--offline", "--json")
    assert done.document["published"] >= 1, done.err
    (item,) = json.loads((tmp_path / "o" / "bertbib.lock.json").read_text())
    assert "10.1162/tacl_a_00300" in item["DOI"]
    assert item["custom"]["bertbib"]["proof"]["level"] in ("title+note", "title")
    (tmp_path / "refs.bib").write_text("@misc{span, title={SpanBERT Improves Predicting}, year=2020}\n")
    (tmp_path / name).write_text(text.replace(SPAN, "SpanBERT Improves Predicting"))
    shutil.rmtree(tmp_path / "o")
    refused = program("build", name, "--out", "o", "--offline", "--json")
    assert refused.document["published"] == 0


@pytest.mark.parametrize(
    "name", ["list.org", "list.rst", "list.txt", "list.json", "paper.tex", "paper.aux", "paper.bcf"]
)
@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xfe\xff", b"words\n" * 3])
def test_what_cannot_be_read_is_one_sentence_and_exit_code_5(name: str, body: bytes, tmp_path: Path) -> None:
    if name == "list.txt" and body.startswith(b"words"):
        pytest.skip("a plain list of titles")
    (tmp_path / name).write_bytes(body)
    run = Program(tmp_path)("read", name)
    assert (run.code, run.out) == (5, "")
    assert name in run.err
    assert "Traceback" not in run.err


def test_help_names_the_formats(tmp_path: Path) -> None:
    for verb in ("build", "read"):
        text = " ".join(Program(tmp_path)(verb, "--help").out.split())
        assert all(name in text for name in ("Markdown", "Org", ".bib", ".tex", "CSL-JSON")), text
