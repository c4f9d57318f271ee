"""Exports of reference managers on the real program: read, piped, built offline, and refused when they are cut off."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from first_list import REPOSITORY
from program import Program
from reading import DATA

EXPORTS = DATA / "exports"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "o").mkdir()
    shutil.copy(REPOSITORY / "refs" / "bertbib.lock.json", tmp_path / "o")
    return Program(tmp_path)


@pytest.mark.parametrize("name", ["bbt.json", "zotero-api.json", "zotero.rdf"])
def test_a_library_is_built_offline_with_a_file_for_each_collection(name: str, program: Program) -> None:
    shutil.copy(EXPORTS / name, program.cwd / name)
    done = program("build", name, "--out", "new", "--offline", "--json")
    assert done.code == 3  # nobody could be asked
    assert {path.stem for path in (program.cwd / "new").glob("*.bib")} == {"multi-task", "transfer", Path(name).stem}
    emitted = (program.cwd / "new" / "multi-task.bib").read_text()
    assert "@inproceedings{liu2019mtdnn," in emitted
    assert "@misc{arase2019transfer," in emitted
    assert program("build", name, "--out", "o", "--offline").code == 3  # one work cannot be asked for
    assert "@inproceedings{liu2019multi," in (program.cwd / "o" / "multi-task.bib").read_text()  # the lock's key stays
    assert (program.cwd / name).read_bytes() == (EXPORTS / name).read_bytes()
    shown = program("read", name, "--json").document
    assert sum(shown["counts"].values()) == 10
    paper = next(one for theme in shown["themes"] for one in theme["references"] if one["key"] == "liu2019mtdnn")
    assert paper["labels"] == ["to read", "multi-task"]


@pytest.mark.parametrize("name", ["bbt.json", "zotero-api.json", "better.json", "zotero.rdf"])
@pytest.mark.parametrize("verb", ["read", "build", "lock"])
def test_an_export_that_is_cut_off_is_refused_and_nothing_is_written(verb: str, name: str, program: Program) -> None:
    text = (EXPORTS / name).read_text(encoding="utf-8")
    (program.cwd / name).write_text(text[: len(text) // 2], encoding="utf-8")
    before = {path: path.read_bytes() for path in program.cwd.rglob("*") if path.is_file()}
    done = program(verb, name, *([] if verb == "read" else ["--out", "o", "--offline"]))
    assert done.code == 5
    assert "cut off in column" in done.err
    assert "export the file again" in done.err
    assert f"{name}:" in done.err
    assert before == {path: path.read_bytes() for path in program.cwd.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["bbt.json", "better.yaml", "zotero.rdf", "zotero.ris", "better.json"])
def test_an_export_from_a_pipe(name: str, program: Program) -> None:
    done = program("read", "-", "--json", stdin=(EXPORTS / name).read_text(encoding="utf-8"))
    assert done.code == 0
    assert "arxiv:1909.00931" in done.out


def test_collections_are_chosen_and_nothing_is_added_to_an_export(program: Program) -> None:
    shutil.copy(EXPORTS / "bbt.json", program.cwd / "bbt.json")
    rows = program("themes", "bbt.json", "--out", "o", "--json").document["themes"]
    assert [row["path"] for row in rows] == [["Understanding"], ["Understanding", "Multi-Task"], ["Transfer"], ["bbt"]]
    refused = program("add", "1911.03437", "--theme", "transfer", "--list", "bbt.json", "--out", "o", "--offline")
    assert refused.code != 0
    assert (program.cwd / "bbt.json").read_bytes() == (EXPORTS / "bbt.json").read_bytes()


def test_a_web_page_in_place_of_an_export(program: Program) -> None:
    for name in ("a.json", "a.ris", "a.rdf", "a.yaml", "a.bib"):
        (program.cwd / name).write_text("<!DOCTYPE html>\n<html><title>Log in</title></html>\n")
        done = program("read", name, "--json")
        assert done.code == 5
        assert "web page" in json.dumps(done.document) + done.err
