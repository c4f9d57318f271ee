"""Project files: read whatever people have, written whole or not at all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bertbib import project
from bertbib.model import InputError


def test_text_in_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_bytes("\ufeffüber".encode())
    assert project.read_text(path) == ("über", [])
    path.write_bytes("über".encode("utf-16"))
    assert project.read_text(path) == ("über", [])
    path.write_bytes("one\ntwo über".encode("latin-1"))
    text, problems = project.read_text(path)
    assert text == "one\ntwo über"
    assert [str(one.where) for one in problems] == [f"{path}:2"]


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\0\0", bytes(range(1, 32)) * 50 + b"\xff\xfe\xfa"])
def test_binary_files_are_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "list.md"
    path.write_bytes(body)
    with pytest.raises(InputError, match="binary file"):
        project.read_text(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        project.read_text(tmp_path / "missing.md")
    with pytest.raises(InputError, match="a folder"):
        project.read_text(tmp_path)


def test_unchanged_files_are_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    assert project.write_files({path: "x\n"}) == [path]
    os.utime(path, (1, 1))
    assert project.write_files({path: "x\n"}) == []
    assert path.stat().st_mtime == 1


def test_a_link_stays_a_link_and_a_mode_a_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "real.bib", tmp_path / "link.bib"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    project.write_files({link: "new\n"})
    assert link.is_symlink()
    assert real.read_text() == "new\n"
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_full_disk_leaves_every_old_file(tmp_path: Path) -> None:
    small, large = tmp_path / "a.bib", tmp_path / "b.bib"
    small.write_text("old a\n")
    large.write_text("old b\n")
    # A limit on the size of a file is what a full disk looks like to a program: the write itself fails.
    code = (
        "import resource, signal, sys; from pathlib import Path; from bertbib import project;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        f"project.write_files({{Path({str(small)!r}): 'new a\\n', Path({str(large)!r}): 'b' * 10000}})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "cannot write the file" in done.stderr
    assert small.read_text() == "old a\n"
    assert large.read_text() == "old b\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.bib", "b.bib"]


def test_kill_in_mid_write_leaves_old_or_new(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    old, new = "old\n" * 1000, "new\n" * 200_000
    code = (
        "from pathlib import Path; from bertbib import project\n"
        f"path = Path({str(path)!r})\n"
        "print('go', flush=True)\n"
        "while True:\n"
        f"    project.write_files({{path: {'old' + chr(10)!r} * 1000}})\n"
        f"    project.write_files({{path: {'new' + chr(10)!r} * 200_000}})\n"
    )
    for delay in (0.0, 0.005, 0.02, 0.05, 0.1):
        path.write_text(old)
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        assert path.read_text() in (old, new)
    with project.exclusive(tmp_path, tmp_path / "state"):
        pass
    assert [one.name for one in tmp_path.iterdir() if one.name != "state"] == ["a.bib"]  # leftovers are swept


def test_foreign_files_are_known(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    assert not project.is_foreign(path)
    path.write_text("@article{x, title = {Mine}}\n")
    assert project.is_foreign(path)
    path.write_text(project.GENERATED + ": a theme\n")
    assert not project.is_foreign(path)
