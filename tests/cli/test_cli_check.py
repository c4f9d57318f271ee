"""``bertbib check`` on the real program."""

from __future__ import annotations

from pathlib import Path

import pytest

from bertbib import lockfile
from bertbib.checks.rule import Finding
from bertbib.cli.checking import workflow_command
from program import Program
from proven import lock_of, published

TITLE = "Learning to Read Slowly and Well"
GOOD = f"# T\n\n* [{TITLE}](https://arxiv.org/abs/1901.00001) (ACL2019)\n"
BAD = GOOD + "* [Some Quite Different Work](https://arxiv.org/abs/1901.00001)\n\n# Empty\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A project with one list and no lock."""
    (tmp_path / "refs").mkdir()
    (tmp_path / "refs" / "list.md").write_text(BAD)
    return Program(tmp_path)


def add_lock(program: Program) -> None:
    locked = lock_of(published("1901.00001", TITLE, "EMNLP", 2018))
    (program.cwd / "refs" / "bertbib.lock.json").write_text(lockfile.dumps(locked))


def test_findings_have_place_code_and_next_step_and_add_up(program: Program) -> None:
    done = program("check")
    assert done.code == 1
    assert done.out.splitlines()[0] == "refs/list.md"
    assert "refs/list.md:4: R104 “Some Quite Different Work” has the same identifier as" in done.out
    assert "    One of the two links may be wrong." in done.out
    last = done.out.splitlines()[-1]
    assert (
        last
        == "2 references in 1 list: 2 findings (1 warning, 1 info): R104 same-id-other-title 1, R111 empty-section 1"
    )
    assert "there is no lock" in done.err


def test_infos_alone_are_no_failure(program: Program) -> None:
    assert program("check", "--select", "R111").code == 0
    assert program("check", "--ignore", "R104").code == 0
    assert program("check", "--select", "R111", "--ignore", "R11").code == 0
    (program.cwd / "refs" / "list.md").write_text(GOOD)
    done = program("check")
    assert (done.code, done.out) == (0, "1 reference in 1 list: nothing found by 21 rules\n")


def test_the_lock_adds_its_rules(program: Program) -> None:
    add_lock(program)
    done = program("check", "--select", "R13")
    assert done.code == 1
    assert "R132" in done.out
    assert 'R133 the list notes "ACL2019"' in done.out
    assert "there is no lock" not in done.err


def test_the_document(program: Program) -> None:
    done = program("check", "--json")
    assert done.code == 1
    assert done.document == {
        "bertbib": "check/1",
        "findings": [
            {
                "code": "R104",
                "name": "same-id-other-title",
                "severity": "warning",
                "path": "refs/list.md",
                "line": 4,
                "message": f"“Some Quite Different Work” has the same identifier as “{TITLE}” in line 3.",
                "hint": "One of the two links may be wrong.",
            },
            {
                "code": "R111",
                "name": "empty-section",
                "severity": "info",
                "path": "refs/list.md",
                "line": 6,
                "message": "The section “Empty” is empty.",
                "hint": None,
            },
        ],
        "counts": {"error": 0, "warning": 1, "info": 1},
        "lists": ["refs/list.md"],
        "lock": None,
        "exit_code": 1,
    }


def test_annotations_of_a_workflow(program: Program) -> None:
    done = program("check", "--format", "github")
    assert done.code == 1
    first, second = done.out.splitlines()
    assert first == (
        "::warning file=refs/list.md,line=4,title=R104 same-id-other-title::“Some Quite Different Work” has the same "
        f"identifier as “{TITLE}” in line 3.%0AOne of the two links may be wrong."
    )
    assert second.startswith("::notice file=refs/list.md,line=6,title=R111 empty-section::")
    assert "2 findings" in done.err


def test_no_text_of_a_list_breaks_out_of_a_workflow_command() -> None:
    finding = Finding("R1", "x", "error", "a,b:c%.md", 0, "100%\r\n::set-env name=PATH::evil", "")
    assert workflow_command(finding) == (
        "::error file=a%2Cb%3Ac%25.md,title=R1 x::100%25%0D%0A::set-env name=PATH::evil"
    )
    assert "\n" not in workflow_command(finding)


def test_rules_are_explained(program: Program) -> None:
    done = program("check", "--explain", "link-mismatch")
    assert done.code == 0
    assert done.out.startswith("R132 link-mismatch (warning)\n")
    assert program("check", "--explain", "r132", "--json").document["code"] == "R132"
    assert program("check", "--explain", "all").out.startswith("# Rules of `bertbib check`\n")
    wrong = program("check", "--explain", "link-mismach")
    assert (wrong.code, "did you mean 'link-mismatch'?" in wrong.err) == (2, True)


def test_wrong_usage_and_unreadable_inputs(program: Program) -> None:
    assert program("check", "--select", "nonsense").code == 2
    assert program("check", "--format", "gitlab").code == 2
    assert program("check", "none.md").code == 5
    (program.cwd / "binary.md").write_bytes(b"\x00\x01\x02" * 50)
    assert program("check", "binary.md", "--json").document["exit_code"] == 5
    (program.cwd / "refs" / "bertbib.lock.json").write_text("{")
    assert program("check").code == 5


def test_a_list_from_a_pipe(program: Program) -> None:
    done = program("check", "-", stdin=GOOD + "* [x]()\n")
    assert "-:4: R121 the link “x” has no target" in done.out


def test_colours_only_where_they_are_wanted(program: Program) -> None:
    plain = program("check")
    coloured = program("check", NO_COLOR="", FORCE_COLOR="1")
    assert "\x1b[" not in plain.out
    assert "\x1b[33mR104\x1b[0m" in coloured.out


def test_many_findings_of_a_rule_are_cut_short_and_counted(program: Program) -> None:
    (program.cwd / "refs" / "list.md").write_text(GOOD + "".join(f"* [x{n}]()\n" for n in range(60)))
    done = program("check", "--select", "R121")
    assert done.out.count("R121 the link") == 25
    assert "... and 35 more R121 in refs/list.md; --json lists all" in done.out
    assert len(program("check", "--select", "R121", "--json").document["findings"]) == 60
    assert program("check", "--select", "R121", "--format", "github").out.count("\n") == 60


def test_check_asks_nobody_and_loads_no_network(program: Program) -> None:
    import subprocess
    import sys

    code = (
        "import sys; sys.argv = ['bertbib', 'check']\n"
        "from bertbib.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('requests', 'arxiv', 'lxml', 'pybtex') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=program.cwd,
        env=program.environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.splitlines()[-1] == "[]"
