"""Real LaTeX: the bibliography of a hostile list compiles, and nothing in it is executed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bertbib.emitters.bib import BIBTEX
from bertbib.model import Entry, Item, Name
from bertbib.model.protocols import Style
from sample_entries import HOSTILE, bibliography

PAPER = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{textcomp}
\usepackage{amsmath}
\usepackage{amssymb}
\usepackage{natbib}
\usepackage{url}
\begin{document}
\nocite{*}
\bibliographystyle{plainnat}
\bibliography{list}
\end{document}
"""


@pytest.mark.parametrize("ascii_only", [False, True])
def test_a_hostile_bibliography_compiles_and_does_nothing(
    run: Any, style_file: Callable[[str], None], tmp_path: Path, ascii_only: bool
) -> None:
    for name in ("natbib.sty", "plainnat.bst", "amssymb.sty", "textcomp.sty", "url.sty", "ecrm1000.tfm"):
        style_file(name)
    latin = "".join(map(chr, range(0xA1, 0xAC))) + "ÀÉÎÕÜßàéîõüÿŁłŐőŠšŽž“x” \u2013 \u2026"
    entries = [
        Entry(
            key=f"k{number}",
            item=Item(title=text, author=(Name(f"Doe{number}", text),), URL="https://a.org/a_b%20#c"),
            ids=(),
            status="other",
            source="test:1",
        )
        for number, text in enumerate([*HOSTILE, latin])
    ]
    (tmp_path / "list.bib").write_text(BIBTEX.emit(bibliography(*entries), Style(ascii=ascii_only)), encoding="utf-8")
    (tmp_path / "paper.tex").write_text(PAPER, encoding="utf-8")
    before = {path.name for path in tmp_path.iterdir()}
    latex = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex")
    run(*latex)
    run("bibtex", "paper")
    done = run(*latex)
    assert done.returncode == 0, done.stdout[-3000:]
    new = {path.suffix for path in tmp_path.iterdir() if path.name not in before}
    assert new == {".aux", ".bbl", ".blg", ".log", ".pdf"}
    assert "/etc/passwd" not in (tmp_path / "paper.log").read_text(encoding="utf-8", errors="replace")
