"""Hints, front matter and depth, on the real program."""

from __future__ import annotations

from pathlib import Path

import pytest

from bertbib import lockfile
from bertbib.model import Entry, Identifier, Item, Lock, Name
from program import Program

ONE, TWO, THREE = "1901.11504", "1907.11692", "1909.00931"
LIST = f"""# NLP

## BERT

* [The First Title Here](https://arxiv.org/abs/{ONE})

### Small

* [The Second Title Here](https://arxiv.org/abs/{TWO})

## Blogs

* [The Third Title Here](https://arxiv.org/abs/{THREE})
"""


def entry(key: str, title: str, arxiv: str) -> Entry:
    item = Item(type="article", title=title, author=(Name("Liu", "Ada"),), number=f"arXiv:{arxiv}", archive="arXiv")
    return Entry(key=key, item=item, ids=(Identifier("arxiv", arxiv),), status="preprint", source=f"arxiv:{arxiv}")


@pytest.fixture
def project(tmp_path: Path) -> Program:
    """A list of three themes whose works the lock knows; no network."""
    refs = tmp_path / "refs"
    refs.mkdir()
    (refs / "a.md").write_text(LIST)
    titles = zip(("one", "two", "three"), ("First", "Second", "Third"), (ONE, TWO, THREE), strict=True)
    entries = [entry(key, f"The {word} Title Here", arxiv) for key, word, arxiv in titles]
    (refs / "bertbib.lock.json").write_text(lockfile.dumps(Lock.of(entries)), encoding="utf-8")
    return Program(tmp_path)


def change(project: Program, old: str, new: str) -> None:
    path = project.cwd / "refs" / "a.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_key_of_a_hint_is_the_works_key_and_the_old_one_stays_as_an_alias(project: Program) -> None:
    assert project("build").code == 0
    change(project, f"abs/{ONE})", f"abs/{ONE}) <!-- bertbib: key=ada1901 -->")
    assert project("lock", "--check").code == 1
    assert project("build").code == 0
    text = (project.cwd / "refs" / "bert.bib").read_text()
    assert "@misc{ada1901," in text
    assert "@misc{one," not in text
    assert project("show", "one").out.startswith("ada1901 ")
    again = project("build", "--json").document
    assert (again["written"], again["exit_code"]) == ([], 0)


def test_a_key_that_is_another_works_stays_with_it(project: Program) -> None:
    change(project, f"abs/{ONE})", f"abs/{ONE}) <!-- bertbib: key=two -->")
    done = project("build")
    assert done.code == 0
    assert 'refs/a.md:5: the key two is already that of "The Second Title Here" and stays so' in done.err
    assert "@misc{one," in (project.cwd / "refs" / "bert.bib").read_text()
    assert "@misc{two," in (project.cwd / "refs" / "small.bib").read_text()


def test_one_new_key_for_two_works_is_reported_and_neither_is_lost(project: Program) -> None:
    change(project, f"abs/{ONE})", f"abs/{ONE}) <!-- bertbib: key=new -->")
    (project.cwd / "refs" / "b.md").write_text(
        f"# Other\n\n* [The Second Title Here](https://arxiv.org/abs/{TWO}) <!-- bertbib: key=NEW -->\n"
    )
    done = project("build")
    assert done.code == 0
    assert "the key NEW is given to two works" in done.err
    assert "@misc{new," in (project.cwd / "refs" / "bert.bib").read_text()
    assert "@misc{two," in (project.cwd / "refs" / "small.bib").read_text()


def test_skip_counts_and_is_never_asked_for(project: Program) -> None:
    change(project, "## Blogs\n", "## Blogs\n<!-- bertbib: skip -->\n")
    report = project("build", "--json").document
    assert (report["references"], report["resolved"], report["not_papers"]) == (3, 2, 1)
    outcomes = project("read", "--json").document["counts"]
    assert outcomes == {"not-a-paper": 1, "paper": 2}


def test_front_matter_and_findings_with_their_lines(project: Program) -> None:
    change(project, "# NLP", "---\nbertbib: {depth: 1, skip: [Blogs], dept: 3}\n---\n# NLP")
    done = project("read")
    assert "refs/a.md:2: “dept” is no key of bertbib's in the front matter." in done.err
    assert "did you mean 'depth'?" in done.err
    (theme,) = project("themes", "--json").document["themes"]
    assert (theme["slug"], theme["papers"]) == ("nlp", 2)


def test_depth_folds_themes_wherever_they_are_used(project: Program) -> None:
    def slugs(*options: str) -> list[str]:
        return [theme["slug"] for theme in project("themes", "--json", *options).document["themes"]]

    assert slugs() == ["bert", "small", "nlp"]
    assert slugs("--depth", "2") == ["bert", "nlp"]
    assert project("build", "--depth", "2").code == 0
    text = (project.cwd / "refs" / "bert.bib").read_text()
    assert text.count("\n@") == 2
    assert "keywords = {bert}" in text
    assert not (project.cwd / "refs" / "small.bib").exists()
    (project.cwd / "bertbib.toml").write_text("depth = 1\n")
    assert slugs() == ["nlp"]
    assert slugs("--depth", "0") == ["bert", "small", "nlp"]
    assert project("export", "nlp").out.count("\n@") == 3
    assert project("export", "bert", "--depth", "2").out.count("\n@") == 2
    assert project("read", "--depth", "-1").code == 2
    (project.cwd / "bertbib.toml").write_text("depth = true\n")
    assert "depth must be a whole number" in project("themes").err
