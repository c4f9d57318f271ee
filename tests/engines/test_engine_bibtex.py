"""Real BibTeX with its standard styles and natbib's: no warning about our entries, and every one of them printed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bertbib.emitters.bib import BIBTEX
from bertbib.model import Date, Entry, Item, Name
from bertbib.model.protocols import Style
from sample_entries import MTDNN, ROBERTA, bibliography, hostile, whole_and_sparse

STYLES = ("plainnat", "abbrvnat", "unsrtnat", "plain", "abbrv", "alpha", "unsrt", "apalike")


def _bibtex(run: Any, folder: Path, style: str, text: str) -> str:
    """Cite all; returns the .bbl."""
    (folder / "list.bib").write_text(text, encoding="utf-8")
    (folder / "paper.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{list}}\n", encoding="utf-8")
    done = run("bibtex", "paper")
    complaints = [line for line in done.stdout.splitlines() if "warning" in line.lower() or "error" in line.lower()]
    assert complaints == []
    assert done.returncode == 0, done.stdout
    return (folder / "paper.bbl").read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("style", STYLES)
def test_no_warning_about_whole_or_sparse_entries(
    run: Any, style_file: Callable[[str], None], tmp_path: Path, style: str
) -> None:
    style_file(f"{style}.bst")
    entries = list(whole_and_sparse())
    bbl = _bibtex(run, tmp_path, style, BIBTEX.emit(bibliography(*entries), Style()))
    assert bbl.count("\\bibitem") == len(entries)


def test_no_warning_about_hostile_entries(run: Any, style_file: Callable[[str], None], tmp_path: Path) -> None:
    style_file("plainnat.bst")
    entries = list(hostile())
    for ascii_only in (False, True):
        bbl = _bibtex(run, tmp_path, "plainnat", BIBTEX.emit(bibliography(*entries), Style(ascii=ascii_only)))
        assert bbl.count("\\bibitem") == len(entries)


def test_what_plainnat_prints(run: Any, style_file: Callable[[str], None], tmp_path: Path) -> None:
    style_file("plainnat.bst")
    bbl = " ".join(_bibtex(run, tmp_path, "plainnat", BIBTEX.emit(bibliography(MTDNN, ROBERTA), Style())).split())
    assert "Xiaodong Liu, Pengcheng He, Weizhu Chen, and Jianfeng Gao." in bbl
    assert "Multi-task deep neural networks for natural language understanding." in bbl
    assert "pages 4487--4496, Florence, Italy, July 2019" in bbl
    assert "\\doi{10.18653/v1/P19-1441}" in bbl
    assert "{RoBERTa}: A robustly optimized {BERT} pretraining approach" in bbl
    assert "Yinhan Liu, Myle Ott, et~al." in bbl
    assert "\\url{https://arxiv.org/abs/1907.11692}" in bbl


def test_eight_bit_bibtex_sorts_and_labels_ascii_names(
    run: Any, style_file: Callable[[str], None], tmp_path: Path
) -> None:
    style_file("alpha.bst")
    names = (Name("Łukasik", "Żaneta"), Name("Ångström", "Örjan"), Name("Čapek", "Ćiril"))
    paper = Item(type="paper-conference", title="Über $\\Gamma$ and BERT", container_title="C", issued=Date(2019))
    entries = [
        Entry(key=f"k{n}", item=replace(paper, author=(name,)), ids=(), status="published", source="test:1")
        for n, name in enumerate(names)
    ]
    bbl = _bibtex(run, tmp_path, "alpha", BIBTEX.emit(bibliography(*entries), Style(ascii=True)))
    order = [line.split("]{")[1][:-1] for line in bbl.splitlines() if line.startswith("\\bibitem")]
    assert order == ["k1", "k2", "k0"], "Ångström, Čapek, Łukasik"
    assert '{\\"U}ber {$\\Gamma$} and {BERT}' in bbl, "neither Gamma nor BERT is lowered"
