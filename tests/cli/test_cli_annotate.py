"""``bertbib annotate`` on the real program."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bertbib import lockfile
from program import Program
from proven import lock_of, published, unpublished

FIRST, SECOND = "Learning to Read Slowly", "A Study of Very Long Sentences"
BEFORE = (
    f"# T\n\n* [{FIRST}](https://arxiv.org/abs/1901.00001) (EMNLP2018)\n"
    f"* [{SECOND}](https://arxiv.org/abs/1902.00002) \n* [Not Published Yet](https://arxiv.org/abs/1903.00003)\n"
    "* [Our Code](https://github.com/a/b)\n"
)
AFTER = BEFORE.replace("EMNLP2018", "ACL2019").replace("1902.00002)", "1902.00002) (ICML2021)")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A project with one list and a lock, and no network."""
    refs = tmp_path / "refs"
    refs.mkdir()
    (refs / "list.md").write_text(BEFORE)
    locked = lock_of(
        published("1901.00001", FIRST, "ACL", 2019),
        published("1902.00002", SECOND, "ICML", 2021),
        unpublished("1903.00003", "Not Published Yet"),
    )
    (refs / "bertbib.lock.json").write_text(lockfile.dumps(locked))
    return Program(tmp_path)


def text(program: Program) -> str:
    return (program.cwd / "refs" / "list.md").read_text()


def test_without_a_terminal_nothing_is_written_unless_yes(program: Program) -> None:
    asked = program("annotate", "refs/list.md")
    assert (asked.code, text(program)) == (1, BEFORE)
    assert "--yes writes" in asked.err
    assert f"-* [{SECOND}](https://arxiv.org/abs/1902.00002) \n" in asked.out
    done = program("annotate", "refs/list.md", "--yes")
    assert (done.code, text(program)) == (0, AFTER)
    assert "wrote refs/list.md" in done.err
    again = program("annotate", "refs/list.md")
    assert (again.code, text(program)) == (0, AFTER)
    assert again.out.startswith("4 references: notes 0 added, 0 corrected, 2 right, 2 left as they are:")


def test_the_counts_add_up_and_name_the_reasons(program: Program) -> None:
    done = program("annotate", "refs/list.md", "--dry-run")
    assert (done.code, text(program)) == (0, BEFORE)
    assert done.out.startswith("--- refs/list.md\n+++ refs/list.md\n")
    summary = done.out[done.out.index("4 references") :].splitlines()
    assert summary == [
        "4 references: notes 1 added, 1 corrected, 0 right, 2 left as they are:",
        "      1 no works",
        "      1 not known to be published",
    ]


def test_check_writes_nothing_and_says_by_its_code(program: Program) -> None:
    assert program("annotate", "refs/list.md", "--check").code == 1
    assert program("annotate", "refs/list.md", "--check", "--yes", "--json").document["exit_code"] == 1
    assert text(program) == BEFORE
    program("annotate", "refs/list.md", "--yes")
    assert program("annotate", "refs/list.md", "--check").code == 0


def test_the_document(program: Program) -> None:
    dry = program("annotate", "refs/list.md", "--json")
    assert (dry.code, dry.document["written"], dry.document["exit_code"]) == (1, False, 1)
    done = program("annotate", "refs/list.md", "--json", "--yes")
    assert done.code == 0
    document = done.document
    assert document.pop("diff").count("\n+* ") == 2
    assert document == {
        "bertbib": "annotate/1",
        "path": "refs/list.md",
        "edits": [
            {
                "line": 3,
                "title": FIRST,
                "old": "EMNLP2018",
                "new": "ACL2019",
                "key": "liu190100001",
                "source": "doi:10.1000/190100001",
            },
            {
                "line": 4,
                "title": SECOND,
                "old": None,
                "new": "(ICML2021)",
                "key": "liu190200002",
                "source": "doi:10.1000/190200002",
            },
        ],
        "left": [
            {"line": 5, "title": "Not Published Yet", "reason": "not-published"},
            {"line": 6, "title": "Our Code", "reason": "not-a-paper"},
        ],
        "counts": {
            "references": 4,
            "added": 1,
            "corrected": 1,
            "right": 0,
            "left": {"not-a-paper": 1, "not-published": 1},
        },
        "written": True,
        "exit_code": 0,
    }


class Terminal:
    """The program on a terminal."""

    def __init__(self, program: Program, *args: str) -> None:
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bertbib", *args], cwd=program.cwd, env=program.environ(), stdin=slave, stdout=slave,
            stderr=slave, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.said = ""

    def until(self, text: str) -> None:
        """Read until a text has come."""
        while text not in self.said and self._more():
            pass
        assert text in self.said

    def _more(self, seconds: float = 60) -> bool:
        """Read what comes within some seconds; False where nothing does, or the other side is closed."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            some = os.read(self.master, 65536)
        except OSError:
            return False
        self.said += some.decode()
        return bool(some)

    def answer(self, text: str) -> int:
        """Type a text and wait for the end; the exit code."""
        os.write(self.master, text.encode())
        return self.end()

    def end(self) -> int:
        while self._more():
            pass
        os.close(self.master)
        return self.process.wait(60)

    def interrupt(self) -> int:
        """Press Ctrl-C until it is heard: one that comes before the program waits for an answer may get lost."""
        while self.process.poll() is None and "interrupted" not in self.said:
            self.process.send_signal(signal.SIGINT)
            while self._more(1) and "interrupted" not in self.said:
                pass
        return self.end()


@pytest.mark.parametrize(
    ("answer", "code", "after"), [("y\n", 0, AFTER), ("n\n", 1, BEFORE), ("\n", 1, BEFORE), ("\x04", 1, BEFORE)]
)
def test_on_a_terminal_the_change_is_shown_and_the_user_asked(
    program: Program, answer: str, code: int, after: str
) -> None:
    terminal = Terminal(program, "annotate", "refs/list.md")
    terminal.until("[y/N]")
    assert "+* [" in terminal.said
    assert text(program) == BEFORE
    assert terminal.answer(answer) == code
    assert text(program) == after
    assert terminal.said.count("+++ refs/list.md") == 1


def test_an_interrupted_question_writes_nothing(program: Program) -> None:
    terminal = Terminal(program, "annotate", "refs/list.md")
    terminal.until("[y/N]")
    assert terminal.interrupt() == 130
    assert text(program) == BEFORE
    assert "Traceback" not in terminal.said
    assert [path.name for path in (program.cwd / "refs").iterdir() if path.name.startswith(".")] == []


def test_a_list_that_was_changed_while_the_user_thought_is_not_overwritten(program: Program) -> None:
    terminal = Terminal(program, "annotate", "refs/list.md")
    terminal.until("[y/N]")
    path = program.cwd / "refs" / "list.md"
    path.write_text(BEFORE + "* more\n")
    assert terminal.answer("y\n") == 5
    assert path.read_text() == BEFORE + "* more\n"
    assert "changed meanwhile" in terminal.said


def test_a_read_only_list_stays(program: Program) -> None:
    path = program.cwd / "refs" / "list.md"
    path.chmod(0o444)
    done = program("annotate", "refs/list.md", "--yes")
    assert (done.code, text(program)) == (5, BEFORE)
    assert "read-only" in done.err
    assert program("annotate", "refs/list.md", "--dry-run").code == 0


def test_links_and_modes_stay(program: Program) -> None:
    path = program.cwd / "refs" / "list.md"
    path.chmod(0o640)
    (program.cwd / "link.md").symlink_to("refs/list.md")
    assert program("annotate", "link.md", "--yes").code == 0
    assert (program.cwd / "link.md").is_symlink()
    assert text(program) == AFTER
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_stays(program: Program, encoding: str) -> None:
    path = program.cwd / "refs" / "list.md"
    mark = "" if encoding in ("utf-8-sig", "cp1252") else "\ufeff"
    path.write_bytes(f"{mark}{BEFORE}\r\nnaïve café\t \r\n".encode(encoding))
    assert program("annotate", "refs/list.md", "--yes").code == 0
    assert path.read_bytes() == f"{mark}{AFTER}\r\nnaïve café\t \r\n".encode(encoding)


def test_what_cannot_be_annotated_is_said(program: Program) -> None:
    (program.cwd / "a.bib").write_text("@article{a, title = {A}}\n")
    assert program("annotate", "a.bib").code == 2
    assert program("annotate", "-", stdin=BEFORE).code == 2
    assert program("annotate", "none.md").code == 5
    without = program("annotate", "refs/list.md", "--out", "elsewhere")
    assert (without.code, "bertbib build" in without.err) == (5, True)
    (program.cwd / "refs" / "bertbib.lock.json").write_text("[")
    assert program("annotate", "refs/list.md").code == 5
    assert text(program) == BEFORE
