"""The table of ``bertbib read``, on terminals of several widths and in a pipe."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from bertbib.cli.render import columns_of, cut, padded
from program import Program

LONG = "A Title That Is Longer Than Any Terminal Is Wide " * 4
LIST = f"""# One

* [{LONG}](https://arxiv.org/abs/1901.00001) (ACL2019)
* [预训练语言模型的综述与展望](https://arxiv.org/abs/1902.00002) (EMNLP-IJCNLP 2019 Best Paper Runner Up)
* [Our Code](https://github.com/a/b)
* A Title Without Any Link At All (ICML2020)

# Two

* [{LONG}](https://arxiv.org/abs/1901.00001) [[doi](https://doi.org/10.1000/a-very-long-doi-name/of-many-parts.1234567890)]
* [Another Work Altogether](https://arxiv.org/abs/1901.00001)
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "list.md").write_text(LIST)
    return Program(tmp_path)


def on_terminal(program: Program, columns: int, *args: str) -> list[str]:
    """The lines that a terminal of a width shows, colours taken off."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    env = {name: value for name, value in program.environ(TERM="xterm").items() if name not in ("NO_COLOR", "COLUMNS")}
    command = [sys.executable, "-m", "bertbib", "read", "list.md", *args]
    process = subprocess.Popen(command, cwd=program.cwd, env=env, stdin=slave, stdout=slave, stderr=subprocess.DEVNULL)
    os.close(slave)
    said = b""
    while True:
        try:
            some = os.read(master, 65536)
        except OSError:
            break
        if not some:
            break
        said += some
    os.close(master)
    assert process.wait(60) == 0
    assert b"\x1b[33m!\x1b[0m" in said
    return re.sub(r"\x1b\[\d+m", "", said.decode()).splitlines()


@pytest.mark.parametrize("columns", [80, 100, 140, 200])
def test_rows_fit_the_terminal_and_their_columns_align(program: Program, columns: int) -> None:
    lines = on_terminal(program, columns)
    rows = [line for line in lines if re.match(r"[! ] +\d+  [a-z]", line)]
    assert len(rows) == 6
    assert max(map(columns_of, rows)) <= columns
    papers = [row for row in rows if "arxiv:" in row]
    assert len({columns_of(row[: row.index("arxiv:")]) for row in papers}) == 1
    assert sum(row.count("\u2026") > 0 for row in rows) >= 2


def test_doubtful_units_come_first_in_their_theme_and_all_adds_up(program: Program) -> None:
    lines = on_terminal(program, 100)
    marks = [line[:4].split() for line in lines if re.match(r"[! ] +\d+  ", line)]
    assert marks == [["!", "6"], ["3"], ["4"], ["5"], ["!", "11"], ["10"]]
    assert "  4 units: 1 no-link, 1 not-a-paper, 2 paper; 1 marked !" in lines
    assert "  2 units: 1 duplicate, 1 paper; 1 marked !" in lines
    assert lines[-1] == "6 units in 2 themes: 1 duplicate, 1 no-link, 1 not-a-paper, 3 paper; 2 marked !"


def test_a_pipe_gets_everything_uncut_and_without_colours(program: Program) -> None:
    out = program("read", "list.md").out
    assert "\x1b[" not in out
    assert "\u2026" not in out
    assert out.count(LONG.strip()) == 2
    assert "doi:10.1000/a-very-long-doi-name/of-many-parts.1234567890" in out
    assert "EMNLP-IJCNLP 2019 Best Paper Runner Up" in out
    assert all(line == line.rstrip() for line in out.splitlines())


def test_only_some_outcomes(program: Program) -> None:
    done = program("read", "list.md", "--only", "no-link, duplicate")
    assert [line[:4] for line in done.out.splitlines() if line[:1] == "!"] == ["!  6", "! 11"]
    assert done.out.endswith("2 units in 2 themes: 1 duplicate, 1 no-link; 2 marked ! (4 more are of other outcomes)\n")
    assert program("read", "list.md", "--only", "doubtful").out == done.out
    none = program("read", "list.md", "--only", "could-not-tell")
    assert (none.code, none.out) == (0, "0 units in 0 themes: none (6 more are of other outcomes)\n")
    wrong = program("read", "list.md", "--only", "no-lnk")
    assert (wrong.code, "did you mean 'no-link'?" in wrong.err) == (2, True)
    assert program("read", "list.md", "--only", "no-link", "--json").document["counts"] == {"no-link": 1}


def test_widths_are_those_of_a_terminal() -> None:
    assert [columns_of(text) for text in ("abc", "语言", "e\u0301", "")] == [3, 4, 1, 0]
    assert cut("预训练语言模型", 8) == "预训练\u2026"
    assert cut("abcdef", 6) == "abcdef"
    assert cut("a\n  b", 0) == "a b"
    assert padded("语", 4) + "|" == "语  |"
