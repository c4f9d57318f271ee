"""``add``, on the real program."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bertbib import lockfile
from first_list import first_list_world
from program import Program
from standin import StandIn

HEAD = """# Transfer

* [Multi-Task Deep Neural Networks for Natural Language Understanding](https://arxiv.org/abs/1901.11504) (ACL2019)

# Empty

# Enhanced

1. **ERNIE: Enhanced Language Representation with Informative Entities**. *Zhengyan Zhang et al.* ACL 2019. [[pdf](https://arxiv.org/abs/1905.07129)]
"""
TRANSFER = "* [Transfer Fine-Tuning: A BERT Case Study](https://arxiv.org/abs/1909.00931) (EMNLP2019)\n"


@pytest.fixture(scope="module")
def services() -> Iterator[StandIn]:
    with StandIn(first_list_world()) as standin:
        yield standin


@pytest.fixture
def project(tmp_path: Path, services: StandIn) -> Program:
    refs = tmp_path / "refs"
    refs.mkdir()
    (refs / "a.md").write_text(HEAD)
    return Program(tmp_path, services.url)


def text(project: Program, name: str = "a.md") -> str:
    return (project.cwd / "refs" / name).read_text()


def test_a_work_is_added_locked_and_built(project: Program) -> None:
    done = project("add", "https://arxiv.org/abs/1909.00931", "--theme", "transfer")
    assert done.code == 0, done.err
    assert text(project) == HEAD.replace("(ACL2019)\n", f"(ACL2019)\n{TRANSFER}")
    assert done.out.startswith("refs/a.md:4: added “Transfer Fine-Tuning: A BERT Case Study”\n")
    lock = lockfile.loads((project.cwd / "refs" / "bertbib.lock.json").read_text(), "lock")
    assert len(lock) == 3
    assert "arase2019transfer" in text(project, "transfer.bib")


def test_a_work_of_the_theme_is_not_added_again_under_any_of_its_ids(project: Program) -> None:
    for name in ("1901.11504v2", "acl:P19-1441", "https://doi.org/10.18653/v1/P19-1441"):
        done = project("add", name, "-t", "transfer")
        assert done.code == 0, done.err
        assert "refs/a.md:3: “Multi-Task Deep Neural Networks" in done.err
        assert "is in this theme already" in done.err
    assert text(project) == HEAD
    elsewhere = project("add", "acl:P19-1441", "-t", "enhanced", "--no-build")
    assert elsewhere.code == 0
    assert text(project).endswith(
        "2. **Multi-Task Deep Neural Networks for Natural Language Understanding**. *Xiaodong Liu et al.* ACL 2019. "
        "[[pdf](https://aclanthology.org/P19-1441/)]\n"
    )
    assert not (project.cwd / "refs" / "bertbib.lock.json").exists()


def test_dry_run_shows_the_lines_and_writes_nothing(project: Program) -> None:
    done = project("add", "1909.00931", "1909.00931", "-t", "Transfer", "--dry-run")
    assert done.code == 0
    assert f"+{TRANSFER}" in done.out
    assert [line for line in done.out.splitlines() if line[:1] in "+-"][:2] == ["--- refs/a.md", "+++ refs/a.md"]
    assert text(project) == HEAD
    assert sorted(path.name for path in (project.cwd / "refs").iterdir()) == ["a.md"]


def test_json_tells_what_became_of_each_name(project: Program) -> None:
    done = project("add", "-", "-t", "transfer", "--json", stdin="1909.00931\n\n1901.11504\n9999.99999\n")
    assert done.code == 3
    document = done.document
    assert (document["bertbib"], document["list"], document["theme"]) == ("add/1", "refs/a.md", "Transfer")
    assert [(one["line"], one["text"], one["grammar"]) for one in document["added"]] == [(4, TRANSFER.strip(), "own")]
    assert [one["line"] for one in document["present"]] == [3]
    assert [one["title"] or one["ids"] for one in document["unresolved"]] != []
    assert document["build"]["resolved"] == 3
    assert text(project) == HEAD.replace("(ACL2019)\n", f"(ACL2019)\n{TRANSFER}")


def test_an_unknown_theme_is_met_with_near_ones_and_can_be_started(project: Program) -> None:
    done = project("add", "1909.00931", "-t", "transfr")
    assert done.code == 2
    assert "did you mean 'transfer'?" in done.err
    assert "--new-theme" in done.err
    assert text(project) == HEAD
    started = project("add", "1909.00931", "1907.12412", "-t", "Fresh ideas", "--new-theme", "--no-build")
    assert started.code == 0, started.err
    assert "\n\n# Fresh ideas\n\n" in text(project)
    again = project("add", "1909.00931", "-t", "fresh ideas", "--new-theme")
    assert again.code == 2
    assert "already" in again.err
    assert project("themes", "--json").document["themes"][-1]["papers"] == 2


def test_a_heading_without_entries_takes_them(project: Program) -> None:
    assert project("add", "1909.00931", "-t", "empty", "--no-build").code == 0
    assert f"# Empty\n\n{TRANSFER}\n# Enhanced\n" in text(project)


def test_what_nobody_knows_is_not_added(project: Program) -> None:
    done = project("add", "9999.99999", "some title of words", "-t", "transfer")
    assert done.code == 3
    assert done.err.count("not added: command line:") == 2
    assert text(project) == HEAD
    offline = project("add", "1911.03437", "-t", "transfer", "--offline")
    assert offline.code == 3
    assert text(project) == HEAD


def test_nothing_is_added_where_nobody_can_be_asked(project: Program) -> None:
    alone = Program(project.cwd)
    done = alone("add", "1909.00931", "-t", "transfer")
    assert (done.code, text(project)) == (4, HEAD)


def test_offline_uses_the_lock(project: Program) -> None:
    assert project("build").code == 0
    alone = Program(project.cwd, cache=project.cwd / "other")
    done = alone("add", "1905.07129", "-t", "transfer", "--offline")
    assert done.code == 0, done.err
    assert "(ACL2019)\n\n# Empty" in text(project)


def test_the_bytes_of_other_encodings_stay(project: Program) -> None:
    path = project.cwd / "refs" / "a.md"
    for encoding in ("utf-16", "utf-8-sig", "cp1252"):
        body = HEAD.replace("# Empty", "# Émpty").replace("\n", "\r\n").rstrip().encode(encoding)
        path.write_bytes(body)
        done = project("add", "1909.00931", "-t", "transfer", "--no-build")
        assert done.code == 0, done.err
        added = TRANSFER.replace("\n", "\r\n")
        after = body.decode(encoding).replace("(ACL2019)\r\n", f"(ACL2019)\r\n{added}")
        assert path.read_bytes() == after.encode(encoding)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_list_is_left_alone(project: Program) -> None:
    path = project.cwd / "refs" / "a.md"
    path.chmod(0o444)
    assert project("add", "1909.00931", "-t", "transfer").code == 5
    assert text(project) == HEAD


def test_two_runs_at_once_lose_nothing(project: Program) -> None:
    names = ("1909.00931", "1909.12440", "1910.03176", "1910.10683")
    project("get", *names)
    runs = [project.start("add", name, "-t", "transfer") for name in names]
    assert [run.wait(timeout=120) for run in runs] == [0, 0, 0, 0]
    for run in runs:
        run.communicate()
    assert all(text(project).count(f"abs/{name})") == 1 for name in names)
    assert len(text(project).splitlines()) == len(HEAD.splitlines()) + len(names)
    assert len(lockfile.loads((project.cwd / "refs" / "bertbib.lock.json").read_text(), "lock")) == 6


def test_lists_of_other_formats(project: Program) -> None:
    (project.cwd / "ids.txt").write_text("# One\n1901.11504\n")
    done = project("add", "acl:D19-1542", "-t", "one", "--list", "ids.txt", "--no-build")
    assert done.code == 0, done.err
    assert (project.cwd / "ids.txt").read_text() == "# One\n1901.11504\nD19-1542\n"
    mine = "@article{liu2019multi, title={Something Else}, doi={10.1000/x}}\n"
    (project.cwd / "mine.bib").write_text(mine)
    done = project("add", "1901.11504", "-t", "mine", "--list", "mine.bib", "--no-build")
    assert done.code == 0, done.err
    after = (project.cwd / "mine.bib").read_text()
    assert after.startswith(f"{mine}\n@inproceedings{{liu2019multia,\n")
    assert after.count("\n@") == 1
    assert project("add", "1901.11504", "-t", "x", "--list", "-").code == 2
    assert project("add", "1901.11504", "-t", "x", "--list", "none.md").code == 5


def test_a_list_outside_the_project_is_built_alone(project: Program) -> None:
    (project.cwd / "own.md").write_text(HEAD)
    done = project("add", "1909.00931", "-t", "transfer", "--list", "own.md", "--out", "made")
    assert done.code == 0, done.err
    assert "arase2019transfer" in (project.cwd / "made" / "transfer.bib").read_text()
    assert text(project) == HEAD


def test_the_new_line_stays_where_building_is_refused(project: Program) -> None:
    (project.cwd / "refs" / "transfer.bib").write_text("@misc{mine, title={Mine}}\n")
    done = project("add", "1909.00931", "-t", "transfer")
    assert done.code == 5
    assert "the list has its new lines, but building failed" in done.err
    assert TRANSFER in text(project)
    assert text(project, "transfer.bib") == "@misc{mine, title={Mine}}\n"
