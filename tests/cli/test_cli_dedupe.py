"""``bertbib dedupe``, on the real program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import bertbib
from bertbib import ConfigError, InputError
from program import Program

ADAM = """\
@article{kingma2014adam,
  title={Adam: A method for stochastic optimization},
  author={Kingma, Diederik P and Ba, Jimmy},
  journal={arXiv preprint arXiv:1412.6980},
  year={2014}
}
"""
ADAM_AGAIN = """\
@inproceedings{DBLP:journals/corr/KingmaB14,
  author    = {Diederik P. Kingma and Jimmy Ba},
  title     = {Adam: {A} Method for Stochastic Optimization},
  booktitle = {3rd International Conference on Learning Representations, {ICLR} 2015},
  year      = {2015}
}
"""
MASK = """\
@inproceedings{he2017, title={Mask {R-CNN}}, author={Kaiming He and Georgia Gkioxari}, year=2017,
  booktitle={Proceedings of the IEEE International Conference on Computer Vision}}
@article{he2020, title={Mask {R-CNN}}, author={Kaiming He and Georgia Gkioxari}, year=2020,
  journal={IEEE Transactions on Pattern Analysis and Machine Intelligence}}
"""
BROKEN = "@article{broken, title={No end, author={Nobody}\n\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "a.bib").write_text(f"{ADAM}\n{MASK}")
    (tmp_path / "b.bib").write_text(f"{BROKEN}{ADAM_AGAIN}")
    return Program(tmp_path)


def test_duplicates_in_several_files_and_related_works(program: Program) -> None:
    done = program("dedupe", "a.bib", "b.bib", "--json")
    same, related = done.document["groups"]
    assert done.code == 0
    assert done.document["bertbib"] == "dedupe/1"
    assert same == {
        "keys": ["kingma2014adam", "DBLP:journals/corr/KingmaB14"],
        "relation": "same",
        "because": ["title equal", "authors agree", "years 2014/2015"],
        "files": ["a.bib", "b.bib"],
        "lines": [1, 3],
        "works": [["kingma2014adam", "DBLP:journals/corr/KingmaB14"]],
    }
    assert (related["relation"], related["keys"]) == ("related", ["he2017", "he2020"])
    assert related["works"] == [["he2017"], ["he2020"]]
    assert "one is a conference paper, the other a journal article" in related["because"]


def test_the_summary_adds_up_and_broken_entries_are_named_with_their_line(program: Program) -> None:
    done = program("dedupe", "a.bib", "b.bib")
    assert done.out.splitlines()[-1] == (
        "4 entries in 2 files: 3 works, 1 duplicate (in 1 group); 1 group of related works"
    )
    assert "b.bib:1: " in done.err
    assert "bib-broken-entry" in done.err
    assert "a.bib:1" in done.out


def test_check_is_for_ci(program: Program) -> None:
    (program.cwd / "clean.bib").write_text(ADAM)
    assert program("dedupe", "a.bib", "--check").code == 1
    assert program("dedupe", "clean.bib", "--check").code == 0
    assert program("dedupe", "clean.bib").out == (
        "1 entry in 1 file: 1 work, 0 duplicates (in 0 groups); 0 groups of related works\n"
    )


def test_exit_5_only_if_nothing_can_be_read(program: Program) -> None:
    (program.cwd / "empty.bib").write_text("")
    (program.cwd / "binary.bib").write_bytes(b"\0\1\2")
    for path in ("missing.bib", "empty.bib", "binary.bib"):
        done = program("dedupe", path, "--json")
        assert (done.code, done.document["bertbib"], done.document["path"]) == (5, "error/1", path)
    beside = program("dedupe", "missing.bib", "binary.bib", "a.bib")
    assert beside.code == 0
    assert "missing.bib" in beside.err
    assert "binary.bib" in beside.err
    assert program("dedupe").code == 2


def test_standard_input_is_a_file_and_a_file_named_twice_is_one(program: Program) -> None:
    done = program("dedupe", "-", "a.bib", "./a.bib", "--json", stdin=ADAM_AGAIN)
    assert done.document["counts"] == {"entries": 4, "works": 3, "duplicates": 1, "same": 1, "related": 1}
    assert done.document["groups"][0]["files"] == ["-", "a.bib"]


def test_nothing_is_written(program: Program) -> None:
    before = {path: path.read_bytes() for path in program.cwd.rglob("*.bib")}
    program("dedupe", "a.bib", "b.bib")
    assert {path: path.read_bytes() for path in program.cwd.rglob("*") if path.is_file()} == before


def test_facts_of_a_crossref_count(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(
        "@inproceedings{a, title={Ribbons and Their Graphs}, author={Doe, Ann}, crossref={V}}\n"
        "@article{b, title={Ribbons and Their Graphs}, author={Doe, Ann}, journal={Journal of Ribbons}, year=2019}\n"
        "@proceedings{v, title={Proceedings of the Conference on Ribbons}, year=2019}\n"
    )
    (group,) = bertbib.dedupe([path]).groups
    assert (group.relation, group.because[-1]) == ("related", "one is a conference paper, the other a journal article")


def test_keys_and_their_order_do_not_matter(tmp_path: Path) -> None:
    entries = [ADAM, ADAM_AGAIN, *(f"@{part}" for part in MASK.split("@")[1:])]
    shapes = set()
    for number, order in enumerate(([0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0])):
        path = tmp_path / f"{number}.bib"
        texts = [entries[at].replace("{", f"{{k{at}x{number}", 1) for at in order]
        path.write_text("\n".join(texts))
        report = bertbib.dedupe([path])
        shapes.add(
            frozenset((g.relation, frozenset(report.entries[at].key[:2] for at in g.members)) for g in report.groups)
        )
    assert shapes == {frozenset({("same", frozenset({"k0", "k1"})), ("related", frozenset({"k2", "k3"}))})}


def test_the_function_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        bertbib.dedupe([])
    with pytest.raises(InputError):
        bertbib.dedupe([tmp_path / "missing.bib"])


def test_no_network_library_is_loaded(program: Program) -> None:
    code = (
        "import sys, bertbib\n"
        "bertbib.dedupe(['a.bib'])\n"
        "print(sorted({'requests', 'arxiv', 'pybtex', 'lxml', 'urllib3'} & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=program.cwd,
        env=program.environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[]\n", done.stderr


def test_hostile_entries_end_in_time(tmp_path: Path) -> None:
    path = tmp_path / "hostile.bib"
    titles = [
        "," * 100_000,
        "(" * 100_000 + "2 editions",
        "a" * 100_000,
        "a " * 50_000,
        "{" * 300 + "}" * 300,
        "-" * 90_000,
    ]
    entries = [
        f"@article{{k{at}{twin}, title={{{title}{twin}}}, author={{{'A, B and ' * 3000}C}}}}\n"
        for at, title in enumerate(titles)
        for twin in "xy"
    ]
    path.write_text("".join(entries))
    assert len(bertbib.dedupe([path]).entries) == len(entries)


def test_thousands_of_copies_and_of_variants(tmp_path: Path) -> None:
    path = tmp_path / "copies.bib"
    variants = [ADAM.replace("kingma2014adam", f"k{at}").replace("2014", str(2014 + at % 2)) for at in range(1500)]
    path.write_text("".join(variants))
    (group,) = bertbib.dedupe([path]).groups
    assert len(group.members) == 1500
