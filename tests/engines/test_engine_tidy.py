"""Real TeX on a tidied file: merged entries compile with BibTeX, and an old key still cites its work with biber."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import bertbib

MESSY = r"""@string{naacl = "NAACL"}
@article{old:key,
  title={Bert: Pre-training of deep bidirectional transformers},
  author={Devlin, Jacob and Chang, Ming-Wei et al.},
  journal={arXiv preprint arXiv:1810.04805},
  year={2018},
  month={October}
}
@inproceedings{new-key,
  title = {{BERT: Pre-training of Deep Bidirectional Transformers}},
  author = {Devlin, Jacob and Chang, Ming-Wei},
  booktitle = naacl, year = 2019, pages = {4171-4186}, doi = {https://doi.org/10.18653/v1/N19-1423}
}
@article{slip, title = {A title that slipped,
  year = {2001},
  journal = {Nature}}, author = {Doe, Jane} volume = 3
}
"""
PAPER = r"""\documentclass{article}
\usepackage[backend=biber]{biblatex}
\addbibresource{list.bib}
\begin{document}
\cite{old:key}\cite{slip}
\printbibliography
\end{document}
"""


def test_bibtex_takes_a_tidied_file(run: Any, style_file: Callable[[str], None], tmp_path: Path) -> None:
    style_file("plain.bst")
    (tmp_path / "list.bib").write_text(MESSY, encoding="utf-8")
    assert bertbib.tidy(tmp_path / "list.bib", in_place=True, sort=True).counts["merged_away"] == 1
    (tmp_path / "paper.aux").write_text("\\citation{*}\n\\bibstyle{plain}\n\\bibdata{list}\n", encoding="utf-8")
    done = run("bibtex", "paper")
    assert done.returncode == 0, done.stdout
    assert "warning" not in done.stdout.lower(), done.stdout
    bbl = (tmp_path / "paper.bbl").read_text(encoding="utf-8")
    assert bbl.count("\\bibitem") == 2
    assert "2001" in bbl


def test_an_old_key_still_cites_its_work(run: Any, style_file: Callable[[str], None], tmp_path: Path) -> None:
    style_file("biblatex.sty")
    (tmp_path / "list.bib").write_text(MESSY, encoding="utf-8")
    bertbib.tidy(tmp_path / "list.bib", in_place=True)
    (tmp_path / "paper.tex").write_text(PAPER, encoding="utf-8")
    latex = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex")
    run(*latex)
    done = run("biber", "paper")
    assert done.returncode == 0, done.stdout
    assert "WARN" not in done.stdout, done.stdout
    run(*latex)
    done = run(*latex)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "undefined" not in done.stdout, done.stdout[-3000:]
