"""Real pandoc: it reads the same facts in our .bib and our CSL-JSON, and formats them."""

import json
from typing import Any

import pytest

from bertbib.crosswalk import item_from_csl
from bertbib.emitters.bib import BIBLATEX, BIBTEX, BibEmitter
from bertbib.emitters.csljson import EMITTER
from bertbib.model import Name
from bertbib.model.protocols import Style
from bertbib.text.titles import plain
from sample_entries import MTDNN, ROBERTA, bibliography, hostile, whole_and_sparse


def _pandoc(run: Any, text: str, *arguments: str) -> str:
    done = run("pandoc", *arguments, text=text)
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


@pytest.mark.parametrize("emitter", [BIBTEX, BIBLATEX], ids=["bibtex", "biblatex"])
def test_pandoc_reads_our_facts_in_bib_files(run: Any, emitter: BibEmitter) -> None:
    text = emitter.emit(bibliography(MTDNN, ROBERTA), Style())
    items = {item["id"]: item for item in json.loads(_pandoc(run, text, "-f", emitter.dialect, "-t", "csljson"))}
    multi = items["liu2019multi"]
    assert (multi["type"], multi["DOI"], multi["URL"]) == ("paper-conference", MTDNN.item.DOI, MTDNN.item.URL)
    assert [Name(name["family"], name["given"]) for name in multi["author"]] == list(MTDNN.item.author)
    assert multi["issued"] == {"date-parts": [[2019, 7]]}
    assert multi["page"].replace("\u2013", "-") == MTDNN.item.page
    assert multi["container-title"].lower() == MTDNN.item.container_title.lower(), "pandoc lowers English titles itself"
    assert plain(items["liu2019roberta"]["title"]).lower() == ROBERTA.item.title.lower()


@pytest.mark.parametrize("emitter", [BIBTEX, BIBLATEX], ids=["bibtex", "biblatex"])
def test_pandoc_reads_every_entry(run: Any, emitter: BibEmitter) -> None:
    entries = [*whole_and_sparse(), *hostile()]
    text = emitter.emit(bibliography(*entries), Style())
    assert len(json.loads(_pandoc(run, text, "-f", emitter.dialect, "-t", "csljson"))) == len(entries)


def test_pandoc_reads_our_csl_json_as_it_is(run: Any) -> None:
    text = EMITTER.emit(bibliography(MTDNN, ROBERTA), Style())
    items = json.loads(_pandoc(run, text, "-f", "csljson", "-t", "csljson"))
    back = {item["id"]: item_from_csl(item) for item in items}
    multi = back["liu2019multi"]
    assert (multi.author, multi.issued, multi.DOI) == (MTDNN.item.author, MTDNN.item.issued, MTDNN.item.DOI)
    assert plain(multi.title) == MTDNN.item.title


def test_pandoc_formats_our_csl_json(run: Any, tmp_path: Any) -> None:
    (tmp_path / "list.json").write_text(EMITTER.emit(bibliography(MTDNN, ROBERTA), Style()), encoding="utf-8")
    text = _pandoc(
        run, "@liu2019multi and @liu2019roberta", "--citeproc", "--bibliography=list.json", "-t", "plain", "--wrap=none"
    )
    assert "X. Liu et al. (2019) and Y. Liu et al. (2019)" in text
    assert "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics" in text
    assert "https://doi.org/10.18653/v1/P19-1441" in text
