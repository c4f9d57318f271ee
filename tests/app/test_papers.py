"""Which files a paper is made of, and which citations a new .bib would break."""

from pathlib import Path

import pytest

from bertbib.app.papers import read_papers, refuse_broken_citations
from bertbib.model import InputError

OURS = "papers-of-mine"
BIBLIOGRAPHY = rf"\bibliography{{{OURS}}}"
KEPT = "@misc{kept, title = {A Work That Stays}, eprint = {1901.11504}}\n"
GONE = "@misc{gone, title = {A Work That Goes}, eprint = {1907.10529}}\n"


def written(folder: Path, files: dict[str, str]) -> list[Path]:
    for name, text in {f"{OURS}.bib": KEPT + GONE, "refs.bib": KEPT, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return [folder / name for name in files]


@pytest.mark.parametrize(
    "files",
    [
        {"main.tex": r"\input{ch/a}" + BIBLIOGRAPHY, "ch/a.tex": r"\input{ch/b}", "ch/b.tex": r"\cite{gone}"},
        {"main.tex": r"\import{ch/}{a}" + BIBLIOGRAPHY, "ch/a.tex": r"\input{b}", "ch/b.tex": r"\cite{gone}"},
        {"main.tex": r"\cite{gone}\include{ch/a}", "ch/a.tex": BIBLIOGRAPHY},
        {"main.tex": "\\input ch/a\n" + BIBLIOGRAPHY, "ch/a.tex": r"\cite{gone}"},
        {"main.tex": r'\input{"ch/a b"}' + BIBLIOGRAPHY, "ch/a b.tex": r"\cite{gone}"},
        {"main.tex": r"\input{ch/a.inc}" + BIBLIOGRAPHY, "ch/a.inc": r"\cite{gone}"},
        {"ch/main.tex": r"\input{ch/a}" + BIBLIOGRAPHY, "ch/a.tex": r"\cite{gone}"},
        {"main.tex": r"\parencites(see)(end)[1]{a}[see {[1]}]{gone}" + BIBLIOGRAPHY},
        {"main.tex": r"\input{macros}\pc{gone}" + BIBLIOGRAPHY, "macros.tex": r"\newcommand{\pc}[1]{\citep{#1}}"},
        {"main.tex": r"\usepackage{mine}\likeso{other, gone}" + BIBLIOGRAPHY},
        {"main.tex": r"\cite{gone}\bibliography{nowhere}"},
        {"main.tex": r"\cite{gone}\bibliography{refs,\bibfolder/all}"},
        {"main.tex": rf"\cite{{gone}}\bibliography{{refs,elsewhere/{OURS}}}"},
        {"main.tex": r"\cite{gone}\input{main}\input{../x/main}" + BIBLIOGRAPHY},
        {"main.tex": "\ufeff\\cite{a,% b\r\n gone}\r\n" + BIBLIOGRAPHY},
        {"main.tex": r"\cite{gone}"},
    ],
    ids=str,
)
def test_citations_are_seen_wherever_they_stand(
    files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    monkeypatch.chdir(folder)
    papers = read_papers(written(folder, files)[:1])
    assert papers.problems == []
    refuse_broken_citations(papers, {folder / f"{OURS}.bib": GONE + KEPT})
    with pytest.raises(InputError, match="would break citations that work now: gone"):
        refuse_broken_citations(papers, {folder / f"{OURS}.bib": KEPT})


@pytest.mark.parametrize(
    "source",
    [
        "% \\cite{gone}\n" + BIBLIOGRAPHY,
        "\\begin{verbatim}\\cite{gone}\\end{verbatim}" + BIBLIOGRAPHY,
        r"\cite{gone} \bibliography{refs}",
        r"gone \cite{kept}" + BIBLIOGRAPHY,
    ],
)
def test_what_is_no_working_citation_protects_nothing(source: str, tmp_path: Path) -> None:
    papers = read_papers(written(tmp_path, {"main.tex": source}))
    refuse_broken_citations(papers, {tmp_path / f"{OURS}.bib": KEPT})


def test_a_key_that_then_names_another_work_is_broken(tmp_path: Path) -> None:
    papers = read_papers(written(tmp_path, {"main.tex": r"\cite{gone}" + BIBLIOGRAPHY}))
    other = KEPT + GONE.replace("A Work That Goes", "Entirely Different Matters").replace("1907.10529", "2001.00001")
    with pytest.raises(InputError, match="would break citations that work now: gone"):
        refuse_broken_citations(papers, {tmp_path / f"{OURS}.bib": other})


def test_each_paper_sees_its_own_bibs_only(tmp_path: Path) -> None:
    main, other = r"\cite{gone}" + BIBLIOGRAPHY, r"\cite{kept}\bibliography{refs}"
    papers = read_papers(written(tmp_path, {"main.tex": main, "other.tex": other}))
    with pytest.raises(InputError, match=r"main\.tex: .*: gone"):
        refuse_broken_citations(papers, {tmp_path / f"{OURS}.bib": KEPT, tmp_path / "refs.bib": KEPT + GONE})


def test_citations_of_all_files_are_evidence(tmp_path: Path) -> None:
    files = {
        "main.tex": r"\input{a}\pc{one}\bibliography{refs}",
        "a.tex": r"\newcommand{\pc}[1]{\citep{#1}}\cites{two}{three}",
    }
    papers = read_papers([written(tmp_path, files)[0], tmp_path / "refs.bib"])
    assert papers.evidence.cited == {"one", "two", "three"}
    assert [work.key for work in papers.evidence.works] == ["kept"]
