"""What the program promises to shells, scripts and other people's files, on the real program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bertbib import lockfile
from bertbib.model import Entry, Identifier, Item, Lock, Name
from program import Program

ONE, TWO = "1901.11504", "1907.11692"
LINE = "* [{}](https://arxiv.org/abs/{})\n"
DEVICE_FULL = Path("/dev/full")


def entry(key: str, title: str, arxiv: str) -> Entry:
    item = Item(type="article", title=title, author=(Name("Liu", "Ada"),), number=f"arXiv:{arxiv}", archive="arXiv")
    return Entry(key=key, item=item, ids=(Identifier("arxiv", arxiv),), status="preprint", source=f"arxiv:{arxiv}")


@pytest.fixture
def project(tmp_path: Path) -> Program:
    """Two themes that share a work, a third of the same title as the first, and a lock that holds all; no network."""
    refs = tmp_path / "refs"
    refs.mkdir()
    (refs / "a.md").write_text(f"# Package\n\n{LINE.format('One', ONE)}\n# Other\n\n{LINE.format('One', ONE)}")
    (refs / "b.md").write_text(f"# Package\n\n{LINE.format('Two', TWO)}")
    entries = (entry("über", "One", ONE), entry("two", "Two", TWO))
    (refs / "bertbib.lock.json").write_text(lockfile.dumps(Lock.of(entries)), encoding="utf-8")
    return Program(tmp_path)


@pytest.mark.parametrize(
    "text",
    ['{"name": "mine"}\n', '[{"id": "x", "type": "book", "abstract": "mine"}]\n', "not even JSON", "[1]"],
)
def test_export_leaves_the_users_own_json_alone(project: Program, text: str) -> None:
    own = project.cwd / "package.json"
    own.write_text(text)
    done = project("export", "package", "-f", "csljson", "-o", ".")
    assert (done.code, own.read_text()) == (5, text)
    assert "package.json: this file was not written by bertbib" in done.err
    assert not list(project.cwd.glob("*.json.*"))


def test_export_writes_over_what_it_wrote_itself(project: Program) -> None:
    assert project("export", "package", "-f", "csljson", "-o", ".").code == 0
    assert project("export", "package", "-f", "csljson", "--ascii", "-o", ".").out.startswith("wrote package.json")
    assert project("export", "package", "-f", "csljson", "-o", ".").out.startswith("wrote package.json")


def test_export_of_one_theme_says_what_the_build_says(project: Program) -> None:
    assert project("build", "--offline", "--out", "refs").code == 0
    built = (project.cwd / "refs" / "package.bib").read_text()
    assert "keywords = {other, package}" in built
    assert project("export", "package", "-o", "made").code == 0
    assert (project.cwd / "made" / "package.bib").read_text() == built
    assert project("export", "package").out.partition("@")[2] == built.partition("@")[2]


def test_export_follows_the_configuration_of_stubs(project: Program) -> None:
    (project.cwd / "refs" / "a.md").write_text(f"# Package\n\n{LINE.format('Unknown', '2001.00001')}")
    assert "@misc{unresolved-unknown" not in project("export", "package").out
    (project.cwd / "bertbib.toml").write_text("stubs = true\n")
    done = project("export", "package")
    assert done.code == 3
    assert "@misc{unresolved-unknown" in done.out


def test_a_title_of_two_themes_is_ambiguous_and_a_slug_never_is(project: Program) -> None:
    done = project("export", "Package")
    assert done.code == 2
    assert "package, b-package" in done.err
    assert "@misc{two," in project("export", "b-package").out
    assert project("export", "OTHER").code == 0


def test_a_list_named_twice_is_read_once(project: Program) -> None:
    os.symlink("a.md", project.cwd / "refs" / "link.md")
    once = project("read", "refs/a.md").out
    assert project("read", "refs/a.md", "./refs/a.md", project.cwd / "refs" / "a.md", "refs/link.md").out == once
    assert project("read", "-", "-", stdin=f"# T\n\n{LINE.format('One', ONE)}").code == 0


@pytest.mark.parametrize(
    ("setting", "code"),
    [("{folder}/refs/*.md", 0), ("{folder}/refs/**/a.md", 0), ("", 2), (".", 2), ("/", 2), ("refs", 2), ("[", 2)],
)
def test_any_text_may_be_a_pattern_of_lists(project: Program, setting: str, code: int) -> None:
    (project.cwd / "bertbib.toml").write_text(f"lists = [{json.dumps(setting.format(folder=project.cwd))}]\n")
    done = project("read")
    assert done.code == code, done.err
    assert "1901.11504" in done.out or "no reading list found" in done.err


def test_a_broken_configuration_is_a_sentence(project: Program) -> None:
    (project.cwd / "bertbib.toml").write_text('key-pattern = "{author.foo}"\n')
    done = project("read", "--json")
    assert (done.code, done.document["exit_code"]) == (2, 2)
    (project.cwd / "bertbib.toml").unlink()
    (project.cwd / "pyproject.toml").write_text("[[tool.bertbib]]\n")
    assert project("read").code == 2


@pytest.mark.parametrize("arguments", [("-",), ("",), (" ", "-")])
def test_get_of_nothing_is_an_error(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = Program(tmp_path)("get", *arguments, stdin="\n \n")
    assert done.code == 5
    assert "there is no id or URL to look up" in done.err


def test_byte_order_marks_in_pipes_are_passed_over(project: Program) -> None:
    piped = project("get", "-", "--offline", "--json", stdin=b"\xef\xbb\xbf1901.11504\r\n")
    assert piped.document["unresolved"][0]["ids"] == ["arxiv:1901.11504"]
    assert "arxiv:1901.11504" in project("read", "-", stdin=b"\xef\xbb\xbf1901.11504\n").out


def test_json_is_utf_8_whatever_the_locale(project: Program) -> None:
    found = project("show", "über", "--json", PYTHONIOENCODING="ascii")
    assert (found.code, found.document["key"]) == (0, "über")
    lost = project("show", "schräg", "--json", PYTHONIOENCODING="ascii")
    assert lost.code == 5
    assert "schräg" in lost.document["message"]


def shell(project: Program, *arguments: str, stdout: int | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "bertbib", *arguments]
    return subprocess.run(
        command, cwd=project.cwd, env=project.environ(), stdout=stdout, stderr=subprocess.PIPE, timeout=120, check=False
    )


@pytest.mark.parametrize("arguments", [("show", "two"), ("read", "--json"), ("build", "--locked"), ("--help",)])
def test_a_reader_that_has_gone_is_no_error(project: Program, arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = shell(project, *arguments, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not DEVICE_FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "arguments", [("show", "two"), ("show", "two", "--json"), ("show", "none", "--json"), ("--help",)]
)
def test_a_full_disk_behind_standard_output_is_said(project: Program, arguments: tuple[str, ...]) -> None:
    with DEVICE_FULL.open("wb") as full:
        done = shell(project, *arguments, stdout=full.fileno())
    assert done.returncode == 5
    assert b"Traceback" not in done.stderr
    assert b"bug" not in done.stderr
    if "none" not in arguments:
        assert b"error: standard output cannot be written: No space left on device" in done.stderr


def test_standard_streams_may_be_closed(project: Program) -> None:
    command = [sys.executable, "-c", "import os, sys; os.close(1); os.close(2); os.execv(sys.executable, sys.argv[1:])"]
    more = [sys.executable, "-m", "bertbib", "themes"]
    done = subprocess.run([*command, *more], cwd=project.cwd, env=project.environ(), timeout=120, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("moment", ["typer", "bertbib.cli.building", "bertbib.app.build"])
def test_an_interruption_while_loading_is_quiet(project: Program, moment: str) -> None:
    code = f"""
import sys


class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {moment!r}:
            raise KeyboardInterrupt


sys.meta_path.insert(0, Interrupting())
sys.argv = ["bertbib", "build", "--offline"]
from bertbib.cli.main import main

main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project.cwd,
        env=project.environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 130
    assert "Traceback" not in done.stderr


def test_help_says_what_ascii_leaves(project: Program) -> None:
    assert "stay UTF-8" in " ".join(project("build", "--help").out.split())
