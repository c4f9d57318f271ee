"""Real engines: a test is skipped where its engine is not installed, and fails there if all tests are asked for."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

# Read before the tests' own environment is emptied.
_ALL = os.environ.get("BERTBIB_TESTS") == "all"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def missing(what: str) -> None:
    """Skip, or fail where BERTBIB_TESTS=all asks for every test."""
    if _ALL:
        pytest.fail(f"{what} is not installed, and BERTBIB_TESTS=all asks for it")
    pytest.skip(f"{what} is not installed")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None and name == "pandoc":
        pypandoc = pytest.importorskip("pypandoc") if not _ALL else __import__("pypandoc")
        try:
            return str(pypandoc.get_pandoc_path())
        except OSError:
            found = None
    if found is None:
        missing(name)
    return str(found)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a program in the test's own directory and return what it said."""

    def call(name: str, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [_program(name), *arguments],
            cwd=tmp_path,
            input=text,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=300,
            check=False,
        )

    return call


@pytest.fixture
def style_file(run: Run) -> Callable[[str], None]:
    """Make sure that a file of the TeX installation is there."""

    def find(name: str) -> None:
        if run("kpsewhich", name).returncode:
            missing(name)

    return find
