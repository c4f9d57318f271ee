"""``bertbib tidy``, on the real program: what is written where, what is said, and files from the wild."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import bertbib
from bertbib import ConfigError, InputError
from bertbib.tidying.engine import Tidied, tidied
from program import Program

MINE = """\
% mine
@article{bert18,
  title={Bert: Pre-training of deep bidirectional transformers},
  author={Devlin, Jacob and Chang, Ming-Wei},
  journal={arXiv preprint arXiv:1810.04805},
  year={2018}
}

@inproceedings{bert19,
  title = {{BERT}: Pre-training of Deep Bidirectional Transformers},
  author = {Devlin, Jacob and Chang, Ming-Wei},
  booktitle = {Proc. NAACL, Minneapolis},
  year = 2019,
  doi = {https://doi.org/10.18653/v1/N19-1423},
  pages = {4171-4186},
}
"""
TIDY = """\
% mine

@inproceedings{bert19,
  title = {{BERT}: Pre-training of Deep Bidirectional Transformers},
  author = {Devlin, Jacob and Chang, Ming-Wei},
  booktitle = {Proc. NAACL, Minneapolis},
  year = 2019,
  doi = {10.18653/v1/N19-1423},
  pages = {4171--4186},
  eprint = {1810.04805},
  archiveprefix = {arXiv},
  ids = {bert18},
}
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "my.bib").write_text(MINE)
    return Program(tmp_path)


def test_the_result_is_printed_and_every_change_named(program: Program) -> None:
    done = program("tidy", "my.bib")
    assert done.code == 0
    assert done.out == TIDY
    assert 'my.bib:9 bert19: pages (pages): "4171-4186" -> "4171--4186"' in done.err
    assert "my.bib:9 bert19: merged with bert18 (line 2)" in done.err
    assert "taken: eprint from bert18" in done.err
    assert 'they disagree on year: bert19: "2019", bert18: "2018"' in done.err
    assert 'left out of bert18: journal = "arXiv preprint arXiv:1810.04805"' in done.err
    assert "2 entries: 1 kept (1 changed, 2 fields), 1 merged away" in done.err
    assert (program.cwd / "my.bib").read_text() == MINE


def test_in_place_then_nothing_is_left_to_do(program: Program) -> None:
    assert program("tidy", "my.bib", "--check").code == 1
    done = program("tidy", "my.bib", "--in-place")
    assert (done.code, done.out) == (0, "")
    assert (program.cwd / "my.bib").read_text() == TIDY
    for options in (["--check"], ["--diff"], ["--in-place"], ["--check", "--sort"]):
        again = program("tidy", "my.bib", *options)
        assert (again.code, again.out) == (0, "")
        assert "wrote" not in again.err
    assert (program.cwd / "my.bib").read_text() == TIDY


def test_diff_and_check_write_nothing(program: Program) -> None:
    done = program("tidy", "my.bib", "--in-place", "--diff")
    assert done.out.startswith("--- my.bib\n+++ my.bib\n")
    assert "-  pages = {4171-4186},\n" in done.out
    assert program("tidy", "my.bib", "-o", "new.bib", "--check").code == 1
    assert not (program.cwd / "new.bib").exists()
    assert (program.cwd / "my.bib").read_text() == MINE


def test_the_document_accounts_for_everything(program: Program) -> None:
    done = program("tidy", "my.bib", "--json", "-o", "new.bib")
    document = done.document
    assert (program.cwd / "new.bib").read_text() == TIDY
    assert (document["bertbib"], document["path"], document["written"]) == ("tidy/1", "my.bib", "new.bib")
    assert document["changes"] == [
        {
            "key": "bert19",
            "line": 9,
            "field": "doi",
            "rule": "doi",
            "old": "https://doi.org/10.18653/v1/N19-1423",
            "new": "10.18653/v1/N19-1423",
        },
        {"key": "bert19", "line": 9, "field": "pages", "rule": "pages", "old": "4171-4186", "new": "4171--4186"},
    ]
    (merge,) = document["merged"]
    assert {name: merge[name] for name in ("key", "line", "retired", "lines")} == {
        "key": "bert19",
        "line": 9,
        "retired": ["bert18"],
        "lines": [2],
    }
    assert merge["disagreements"] == [{"field": "year", "values": {"bert19": "2019", "bert18": "2018"}}]
    assert merge["left_out"] == {"bert18": {"journal": "arXiv preprint arXiv:1810.04805", "year": "2018"}}
    assert (document["related"], document["problems"], document["exit_code"]) == ([], [], 0)
    counts = document["counts"]
    assert counts["entries"] == counts["kept"] + counts["merged_away"] == 2


def test_options_that_exclude_each_other(program: Program) -> None:
    assert program("tidy", "my.bib", "--in-place", "-o", "x.bib").code == 2
    assert program("tidy", "-", "--in-place", stdin=MINE).code == 2
    assert program("tidy", "my.bib", "--venues", "short").code == 2
    with pytest.raises(ConfigError):
        bertbib.tidy(program.cwd / "my.bib", venues="short")


def test_a_file_that_is_somebody_elses_is_not_written(program: Program) -> None:
    (program.cwd / "other.bib").write_text("@misc{mine, note = {precious}}\n")
    done = program("tidy", "my.bib", "-o", "other.bib")
    assert done.code == 5
    assert "holds something else" in done.err
    assert (program.cwd / "other.bib").read_text() == "@misc{mine, note = {precious}}\n"
    assert program("tidy", "my.bib", "-o", "my.bib").code == 0
    assert (program.cwd / "my.bib").read_text() == TIDY


@pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")
def test_a_read_only_file_is_not_written(program: Program) -> None:
    (program.cwd / "my.bib").chmod(0o444)
    done = program("tidy", "my.bib", "--in-place")
    assert done.code == 5
    assert "read-only" in done.err
    assert (program.cwd / "my.bib").read_text() == MINE


def test_a_file_that_changes_meanwhile_is_not_written(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    path = program.cwd / "my.bib"

    def slow(*args: Any, **options: Any) -> Tidied:
        path.write_text(MINE + "@misc{new, note = {x}}\n")
        return tidied(*args, **options)

    monkeypatch.setattr("bertbib.app.tidying.tidied", slow)
    with pytest.raises(InputError, match="changed meanwhile"):
        bertbib.tidy(path, in_place=True)
    assert "@misc{new" in path.read_text()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "latin-1", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_stay(program: Program, encoding: str, newline: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    text = (mark + MINE + "@misc{é, note = {Café}, pages = {1-2}}\n").replace("\n", newline)
    meant = (mark + TIDY + "@misc{é, note = {Café}, pages = {1--2}}\n").replace("\n", newline)
    if encoding != "latin-1":
        text, meant = text.replace("Café", "Café “q”"), meant.replace("Café", "Café “q”")
    (program.cwd / "my.bib").write_bytes(text.encode(encoding))
    assert program("tidy", "my.bib", "--in-place").code == 0
    assert (program.cwd / "my.bib").read_bytes() == meant.encode(encoding)


def test_standard_input_keeps_its_encoding_too(program: Program, tmp_path: Path) -> None:
    body = MINE.replace("Devlin", "Dévlin").replace("\n", "\r\n").encode("utf-16")
    program("tidy", "-", "-o", "out.bib", stdin=body)
    assert (tmp_path / "out.bib").read_bytes() == TIDY.replace("Devlin", "Dévlin").replace("\n", "\r\n").encode(
        "utf-16"
    )
    done = program("tidy", "-", stdin=MINE.replace("\n", "\r\n"))
    assert done.out == TIDY.replace("\n", "\r\n")


def test_decomposed_letters_stay(program: Program) -> None:
    text = "@misc{k, author = {Mu\u0308ller, J.}, title = {U\u0308ber}, pages = {1-2}}\n"
    (program.cwd / "my.bib").write_text(text, encoding="utf-8")
    assert program("tidy", "my.bib", "--in-place").code == 0
    assert (program.cwd / "my.bib").read_text(encoding="utf-8") == text.replace("1-2", "1--2")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no BibTeX entry can be read"),
        (b"% only a comment\n", "no BibTeX entry can be read"),
        (b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>a@b.org</body></html>", "no BibTeX entry"),
        (b"\x00\x01\x02PDF", "binary file"),
        (b"\xff\xfe\x40", "broken UTF-16"),
        (b"@article{cut, title = {It ends he", "not read: @article{cut"),
        (b"<<<<<<< HEAD\n@misc{a, note={1}}\n=======\n@misc{a, note={2}}\n>>>>>>> x\n", "unresolved merge conflict"),
    ],
)
def test_what_cannot_be_tidied_is_said_and_left(program: Program, body: bytes, said: str) -> None:
    (program.cwd / "my.bib").write_bytes(body)
    done = program("tidy", "my.bib", "--in-place")
    assert done.code == 5
    assert said in done.err
    assert (program.cwd / "my.bib").read_bytes() == body
    assert program("tidy", "my.bib", "--json").document["exit_code"] == 5


def test_folders_and_missing_files(program: Program) -> None:
    (program.cwd / "dir.bib").mkdir()
    assert program("tidy", "dir.bib").code == 5
    assert program("tidy", "missing.bib").code == 5


def test_a_truncated_export_costs_its_last_entry_only(program: Program) -> None:
    text = MINE + "@article{cut,\n  title = {It ends he"
    (program.cwd / "my.bib").write_text(text)
    done = program("tidy", "my.bib", "--in-place", "--sort")
    assert done.code == 0
    assert "my.bib:17: not read: @article{cut," in done.err
    assert "1 broken entry" in done.err
    assert (program.cwd / "my.bib").read_text() == TIDY + "@article{cut,\n  title = {It ends he"


HOSTILE = {
    "a long name": "@misc{k,\n  " + "f" * 90_000 + " = {x},\n  pages = {1-2}\n}\n",
    "a picture": "@misc{k, file = {data:image/png;base64," + "iVBORw0KGgo/+" * 5_000 + "==}, pages = {1-2}}\n",
    "a preamble": '@preamble{"\\def\\x#1{\\{#1\\}}" # {\\newcommand{\\y}{z}}}\n@misc{k, pages = {1-2}}\n',
    "round braces": "@misc(k, title = {A (b) c)}, pages = {1-2})\n",
    "signs": "@misc{k, note = {100% [sure] # & _ ^ ~}, url = {http://a.b/%20[x]?a=b&c=d}, pages = {1-2}}\n",
    "deep": "@misc{k, note = " + "{" * 10_000 + "}" * 10_000 + ", pages = {1-2}}\n",
    "wide": "@misc{k" + "".join(f", f{at} = {{x}}" for at in range(5_000)) + ", pages = {1-2}}\n",
    "no line ends": "".join(f"@misc{{k{at}, note = {{{at}}}, pages = {{1-2}}}}" for at in range(2_000)),
    "case": "@misc{Key, title = {First of them}, pages = {1-2}}\n@misc{key, title = {Another work}, pages={1-2}}\n",
    "an entry in an abstract": "@misc{k, abstract = {Write\n@misc{no, pages = {1-2}}\nso}, note = {1-2}}\n@misc{l, pages = {1-2}}\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_come_through(tmp_path: Path, name: str) -> None:
    path = tmp_path / "hostile.bib"
    path.write_text(HOSTILE[name])
    once = bertbib.tidy(path, in_place=True, sort=True)
    if name == "an entry in an abstract":
        assert once.text == HOSTILE[name].replace("@misc{l, pages = {1-2}", "@misc{l, pages = {1--2}")
    else:
        assert (
            once.text == HOSTILE[name].replace("= {1-2}", "= {1--2}").replace("={1-2}", "={1--2}")
            or name == "no line ends"
        )
    assert once.counts["changes"] > 0
    again = bertbib.tidy(path, sort=True)
    assert again.text == once.text == path.read_text()
    assert again.changes == ()
