"""Which lists a project has, and which format a list is in: by its suffix, then by what it says."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from bertbib.app.lists import find_lists, read_lists
from bertbib.app.neighbours import Neighbourhood
from bertbib.config import Config
from bertbib.model import InputError
from bertbib.project import GENERATED
from reading import DATA

URL = "https://arxiv.org/abs/1901.00001"
TEXTS = {
    "markdown": f"# T\n\n* [Counting Trees]({URL})\n",
    "markdown with LaTeX": f"# T\n\n* [Counting $\\alpha$ Trees]({URL}) \\cite{{x}}\n\n```\n\\documentclass{{a}}\n\\section{{B}}\n```\n",
    "markdown with BibTeX": f"* [Counting Trees]({URL})\n\n```bibtex\n@misc{{a, title={{Not This}}}}\n```\n",
    "markdown with bare brackets": f"# T\n\n* [Counting Trees]({URL}) [[pdf]({URL})]\n",
    "org": f"* T\n** [[{URL}][Counting Trees]]\n",
    "org with keywords": f"#+TITLE: T\n\n- [[{URL}][Counting Trees]] (ACL2019)\n",
    "org with source": f"#+TITLE: T\n- [[{URL}][Counting Trees]]\n#+begin_src bibtex\n@misc{{a, title={{Not This}}}}\n#+end_src\n",
    "rst": f"T\n=\n\n* `Counting Trees <{URL}>`_\n",
    "rst with targets": f"T\n~~~\n\n* `Counting Trees`_\n\n.. _Counting Trees: {URL}\n",
    "ids": "# T\n1901.00001 Counting Trees\n; more\n",
    "urls": f"{URL} Counting Trees\n",
    "bibtex": f"% words\n@misc{{a, title={{Counting Trees}}, url={{{URL}}}}}\n",
    "bibtex with Markdown": f"@misc{{a, title={{Counting Trees}}, url={{{URL}}}, abstract={{# A\n\n* [x](y)}}}}\n",
    "csljson": '[{"id": "a", "type": "article", "title": "Counting Trees", "URL": "' + URL + '"}]',
    "tex": "\\documentclass{a}\n\\begin{filecontents}{x.bib}\n@misc{a, title={Counting Trees}, url={"
    + URL
    + "}}\n\\end{filecontents}\n\\begin{document}# \\cite{a}\\end{document}\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pipe(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))


def titles(path: str) -> list[str]:
    return [one.title for theme in read_lists([path]).themes for one in theme.references]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "utf-16", "\r\n", "\r"])
def test_a_piped_list_is_recognized_by_what_it_says(name: str, encode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXTS[name]
    body = text.replace("\n", encode).encode() if encode[0] == "\r" else text.encode(encode)
    pipe(monkeypatch, body)
    assert [title.replace("$\\alpha$ ", "") for title in titles("-")] == ["Counting Trees"]


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_file_may_be_in_any_format(name: str, folder: Path) -> None:
    for file in ("list.txt", "list", "list.unheard-of"):
        (folder / file).write_text(TEXTS[name])
        assert [title.replace("$\\alpha$ ", "") for title in titles(file)] == ["Counting Trees"]


def test_a_suffix_decides_where_it_is_one_format_s_own(folder: Path) -> None:
    (folder / "list.md").write_text(f"\\section{{A}}\n\n* [Counting Trees]({URL})\n\n\\cite{{a}}\n")
    assert titles("list.md") == ["Counting Trees"]
    (folder / "list.txt").write_text("# Theme\nCounting Trees and More\nAnother Title of Words\n")
    assert titles("list.txt") == ["Counting Trees and More", "Another Title of Words"]
    (folder / "list.json").write_text('{"a": "* [x](https://a.example)"}')
    with pytest.raises(InputError, match="not CSL-JSON"):
        read_lists(["list.json"])
    (folder / "list.org").write_text(TEXTS["markdown"])
    assert [one.source for one in read_lists(["list.org"], reader="markdown").themes] == ["list.org"]


def test_what_is_nothing_is_refused_with_the_formats_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, b"words and words\nand more\n")
    with pytest.raises(InputError, match="format of this list is not known") as caught:
        read_lists(["-"])
    assert all(name in caught.value.hint for name in ("markdown", "org", "rst", "tex", "csljson", "--format"))
    pipe(monkeypatch, b"\x89PNG\r\n\0\0\1")
    with pytest.raises(InputError, match="binary"):
        read_lists(["-"])


def test_the_themes_of_a_bib_are_the_configured_ones() -> None:
    counts = {by: len(read_lists([DATA / "groups.bib"], bib_themes=by).themes) for by in ("auto", "file", "keywords")}
    assert counts == {"auto": 8, "file": 1, "keywords": 7}


def test_what_bertbib_writes_is_no_list(folder: Path) -> None:
    for name, text in {
        "mine.bib": "@misc{a, title={A}}",
        "theme.bib": f"{GENERATED}: Theme (list.md)\n@misc{{a, title={{A}}}}\n",
        "overrides.bib": "@misc{a, pages={1}}",
        "bertbib.lock.json": "[]",
        "bertbib.sync.json": "{}",
        "items.json": "[]",
        "list.org": "",
        "README.org": "",
        ".hidden.org": "",
    }.items():
        (folder / name).write_text(text)
    config = Config(root=folder, lists=("*.bib", "*.json", "*.org"))
    assert sorted(path.name for path in find_lists(config)) == ["items.json", "list.org", "mine.bib"]


def test_neighbours_are_found_beside_the_main_file_the_naming_one_and_here(folder: Path) -> None:
    (folder / "paper" / "parts").mkdir(parents=True)
    (folder / "paper" / "a.tex").write_text("A")
    (folder / "paper" / "parts" / "b.tex").write_text("B")
    (folder / "here.bib").write_text("H")
    find = Neighbourhood("paper/main.tex")
    parts = str(Path("paper/parts/b.tex"))
    found = [find(*asked) for asked in (("a.tex", parts), ("b.tex", parts), ("here.bib", parts), ("parts/b.tex", "x"))]
    assert [one.path if one else None for one in found] == [str(Path("paper/a.tex")), parts, "here.bib", parts]
    assert (find("gone.tex", parts), find("", parts), find("a\0b", parts), find("paper", "x")) == (None,) * 4
    assert find.problems == []


def test_a_neighbour_has_one_path_whatever_leads_to_it(folder: Path) -> None:
    (folder / "a.tex").write_text("A")
    (folder / "loop").symlink_to(folder)
    find = Neighbourhood("main.tex")
    paths = {
        found.path for name in ("a.tex", "loop/a.tex", "loop/loop/loop/a.tex") if (found := find(name, "main.tex"))
    }
    assert paths == {"a.tex"}


def test_a_neighbour_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "refs.bib").write_bytes(b"\x00\x01\x02")
    find = Neighbourhood("main.tex")
    assert find("refs.bib", "main.tex") is None
    assert [(problem.code, str(problem.where)) for problem in find.problems] == [("neighbour-unread", "refs.bib")]
