"""The other verbs, on the real program."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from first_list import REPOSITORY, SLUG, first_list_world
from program import Program
from standin import StandIn


@pytest.fixture
def project(tmp_path: Path) -> Program:
    """A project with the committed lists and lock, and no network."""
    refs = tmp_path / "refs"
    refs.mkdir()
    for name in ("modification.md", "bertbib.lock.json"):
        (refs / name).write_bytes((REPOSITORY / "refs" / name).read_bytes())
    return Program(tmp_path)


@pytest.fixture
def services() -> Iterator[StandIn]:
    with StandIn(first_list_world()) as standin:
        yield standin


def test_read_as_json(project: Program) -> None:
    document = project("read", "--json").document
    assert document["bertbib"] == "read/1"
    assert document["counts"] == {"paper": 33}
    (theme,) = document["themes"]
    title = "Modification (multi-task, masking strategy, etc.)"
    assert (theme["slug"], theme["title"], theme["path"], theme["source"]) == (
        SLUG,
        title,
        [title],
        "refs/modification.md",
    )
    electra = theme["references"][13]
    assert electra == {
        "line": 19,
        "title": "ELECTRA: Pre-training Text Encoders as Discriminators Rather Than Generators",
        "kind": "paper",
        "ids": ["openreview:r1xMH1BtvB"],
        "url": "https://openreview.net/forum?id=r1xMH1BtvB",
        "note": "ICLR2020",
        "year": 2020,
        "venue": {"name": "ICLR", "year": 2020, "qualifiers": []},
        "links": [
            {"role": "code", "label": "github", "url": "https://github.com/google-research/electra"},
            {
                "role": "blog",
                "label": "blog",
                "url": "https://ai.googleblog.com/2020/03/more-efficient-nlp-model-pre-training.html",
            },
        ],
        "outcome": "paper",
        "key": None,
        "labels": [],
    }
    assert [problem["code"] for problem in document["problems"]] == ["empty-section"] * 3


def test_read_from_a_pipe_in_three_formats(project: Program) -> None:
    assert project("read", "-", stdin="# T\n\n* [A Title](https://arxiv.org/abs/1901.11504)\n").out.endswith(
        "1 unit in 1 theme: 1 paper\n"
    )
    assert "arxiv:1901.11504" in project("read", "-", stdin="1901.11504\n10.18653/v1/P19-1441\n").out
    assert "doi:10.1000/x" in project("read", "-", stdin="@article{k, title={A}, doi={10.1000/x}}\n").out
    assert project("read", "-", stdin="").code == 5


def test_themes_and_show(project: Program) -> None:
    (theme,) = project("themes", "--json").document["themes"]
    assert (theme["papers"], theme["locked"], theme["statuses"]) == (33, 33, {"preprint": 7, "published": 26})
    by_key = project("show", "arase2019transfer")
    assert by_key.code == 0
    assert "acl:D19-1542" in by_key.out
    assert "proof: title+authors by acl:D19-1542; the list's note agrees" in by_key.out
    for name in ("https://arxiv.org/abs/1909.00931v1", "10.18653/v1/d19-1542", "acl:D19-1542", "ARASE2019transfer"):
        assert project("show", name).out == by_key.out
    document = project("show", "arase2019transfer", "--json").document
    origins = {one["field"]: one["origin"] for one in document["fields"]}
    assert (origins["page"], origins["primaryclass"]) == ("acl:D19-1542", "arxiv:1909.00931")
    missing = project("show", "arase2019transfr")
    assert missing.code == 5
    assert "did you mean 'arase2019transfer'?" in missing.err


def test_export_to_standard_output_and_to_files(project: Program) -> None:
    text = project("export", SLUG, "-f", "biblatex")
    assert text.code == 0
    assert text.out.count("\n@") == 33
    assert "eprinttype = {arxiv}" in text.out
    assert project("export", "modificaton").code == 2
    assert "did you mean" in project("export", SLUG[:-4]).err
    assert "there are" in project("export", "-f", "nonsense").err
    done = project("export", "--layout", "library", "-o", "made")
    assert done.code == 0
    assert [path.name for path in (project.cwd / "made").iterdir()] == ["library.bib"]
    items = project("export", "-f", "csljson").document
    assert len(items) == 33
    assert all("custom" not in item for item in items)


def test_export_of_preprints_for_those_who_cite_what_they_read(project: Program) -> None:
    text = project("export", "--prefer", "preprint").out
    entry = text.partition("{arase2019transfer,")[2].partition("\n}")[0]
    assert "eprint = {1909.00931}" in entry
    assert "year = {2019}" in entry
    assert "month = sep" in entry
    assert "Empirical Methods" not in entry
    assert "@inproceedings{gong2019efficient," in text  # never was a preprint
    assert project("export", "--prefer", "both").code == 2


def test_lock_check(project: Program, services: StandIn) -> None:
    assert project("lock", "--check").code == 0
    path = project.cwd / "refs" / "modification.md"
    path.write_text(
        path.read_text().replace(
            "## [Papers- Survey]", "* [New](https://arxiv.org/abs/2001.00001)\n\n## [Papers- Survey]"
        )
    )
    before = (project.cwd / "refs" / "bertbib.lock.json").read_bytes()
    stale = project("lock", "--check")
    assert stale.code == 1
    assert (project.cwd / "refs" / "bertbib.lock.json").read_bytes() == before


def test_get_needs_no_project(tmp_path: Path, services: StandIn) -> None:
    program = Program(tmp_path, services.url)
    done = program("get", "https://arxiv.org/abs/1901.11504v1", "pmlr:v97/gong19a")
    assert done.code == 0, done.err
    assert done.out.startswith("@inproceedings{liu2019multi,")
    assert "pages = {2337--2346}" in done.out
    piped = program("get", "-", stdin="1901.11504\n")
    assert piped.out.startswith("@inproceedings{liu2019multi,")
    unknown = program("get", "1901.11504", "1901.99999", "--json")
    assert unknown.code == 3
    assert [len(unknown.document["entries"]), len(unknown.document["unresolved"])] == [1, 1]
    title = program("get", "Attention is all you need")
    assert (title.code, title.out) == (3, "")
    assert not (tmp_path / "refs").exists()


def test_cache_dir_and_clean(tmp_path: Path, services: StandIn) -> None:
    program = Program(tmp_path, services.url)
    program("get", "1901.11504")
    assert program("cache", "dir").out.strip() == str(tmp_path / ".cache")
    assert program("cache", "clean", "--json").document["answers"] == 4
    assert program("cache", "dir", "--json").document["answers"] == 0


def test_layouts_and_dialects(tmp_path: Path, services: StandIn) -> None:
    program = Program(tmp_path, services.url)
    line = "* [Multi-Task Deep Neural Networks for Natural Language Understanding](https://arxiv.org/abs/1901.11504)\n"
    (tmp_path / "list.md").write_text(f"# One\n\n{line}\n# Two\n\n{line}")
    program("build", "list.md", "--out", "a", "--layout", "library", "--dialect", "biblatex")
    text = (tmp_path / "a" / "library.bib").read_text()
    assert "keywords = {one, two}" in text
    assert text.count("@inproceedings{") == 1
    program("build", "list.md", "--out", "b", "--layout", "disjoint")
    assert (tmp_path / "b" / "one.bib").read_text().count("@inproceedings{") == 1
    two = (tmp_path / "b" / "two.bib").read_text()
    assert "@inproceedings{" not in two
    assert "liu2019multi (see one.bib)" in two


@pytest.mark.parametrize("verb", ["build", "lock", "read", "themes", "show", "export", "get"])
def test_offline_verbs_and_help_import_no_network_library(project: Program, verb: str) -> None:
    arguments = {"show": ["arase2019transfer"], "get": ["--help"], "export": ["-f", "csljson"]}.get(verb, [])
    code = (
        "import sys; sys.argv = ['bertbib', *sys.argv[1:]]\n"
        "from bertbib.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "loaded = {'requests', 'arxiv', 'pybtex', 'lxml', 'urllib3'} & sys.modules.keys()\n"
        "print('LOADED', sorted(loaded))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, verb, *arguments],
        cwd=project.cwd,
        env=project.environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.endswith("LOADED []\n"), done.stdout[-500:] + done.stderr


def test_colours_only_on_a_terminal_and_never_with_no_color(project: Program) -> None:
    assert "\x1b[" not in project("themes").out
    assert "\x1b[" in project("themes", FORCE_COLOR="1", NO_COLOR="").out
    for no_color, coloured in (("", True), ("1", False)):
        ours, theirs = pty.openpty()
        env = project.environ(NO_COLOR=no_color, TERM="xterm")
        running = subprocess.Popen(
            [sys.executable, "-m", "bertbib", "themes"], cwd=project.cwd, env=env, stdout=theirs, stderr=theirs
        )
        running.wait(timeout=60)
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.close(ours)
        assert (b"\x1b[1m" in shown) is coloured


def test_version_help_and_completion(project: Program) -> None:
    assert project("--version").out.startswith("bertbib 0.")
    assert "Exit codes" in project("build", "--help").out
    words = {"COMP_WORDS": "bertbib show ara", "COMP_CWORD": "2", "_BERTBIB_COMPLETE": "complete_bash"}
    assert project(**words).out.split() == ["arase2019transfer"]
    words["COMP_WORDS"] = "bertbib export mod"
    assert project(**words).out.split() == [SLUG]
