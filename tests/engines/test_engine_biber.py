"""Real biber: every field and type of ours is in biblatex's data model, and the facts come out of it."""

from pathlib import Path
from typing import Any

from bertbib.crosswalk import item_from_bibtex
from bertbib.emitters.bib import BIBLATEX
from bertbib.model.protocols import Style
from bertbib.text.bibtex import parse_bib
from sample_entries import MTDNN, ROBERTA, bibliography, hostile, whole_and_sparse


def _biber(run: Any, folder: Path, text: str) -> tuple[list[str], str]:
    """Complaints, and the file as biber writes it again."""
    (folder / "list.bib").write_text(text, encoding="utf-8")
    done = run("biber", "--tool", "--validate-datamodel", "--nolog", "list.bib", "-O", "again.bib")
    complaints = [line for line in done.stdout.splitlines() if line.startswith(("WARN", "ERROR"))]
    return complaints, (folder / "again.bib").read_text(encoding="utf-8")


def test_the_data_model_holds_for_whole_and_sparse_entries(run: Any, tmp_path: Path) -> None:
    # Without a title or a date no type of the data model is complete, and none can be made up.
    entries = [entry for entry in whole_and_sparse() if entry.item.title and entry.item.issued]
    complaints, again = _biber(run, tmp_path, BIBLATEX.emit(bibliography(*entries), Style()))
    assert complaints == []
    assert len(parse_bib(again, "again.bib").entries) == len(entries)


def test_without_title_or_date_only_that_is_missed(run: Any, tmp_path: Path) -> None:
    entries = [entry for entry in whole_and_sparse() if not (entry.item.title and entry.item.issued)]
    complaints, _ = _biber(run, tmp_path, BIBLATEX.emit(bibliography(*entries), Style()))
    other = [one for one in complaints if "mandatory field 'title'" not in one and "'date, year'" not in one]
    assert [one for one in other if not one.startswith("INFO")] == []


def test_biber_reads_the_same_facts(run: Any, tmp_path: Path) -> None:
    complaints, again = _biber(run, tmp_path, BIBLATEX.emit(bibliography(MTDNN, ROBERTA), Style()))
    assert complaints == []
    back = {entry.key: item_from_bibtex(entry) for entry in parse_bib(again, "again.bib").entries}
    multi = back["liu2019multi"]
    assert (multi.author, multi.issued, multi.page) == (MTDNN.item.author, MTDNN.item.issued, MTDNN.item.page)
    assert (multi.DOI, multi.URL, multi.event_title) == (MTDNN.item.DOI, MTDNN.item.URL, MTDNN.item.event_title)
    assert back["liu2019roberta"].type == "article"


def test_hostile_texts_reach_biber_whole(run: Any, tmp_path: Path) -> None:
    entries = list(hostile())
    complaints, again = _biber(run, tmp_path, BIBLATEX.emit(bibliography(*entries), Style()))
    # A volume that is no number, and a title that is nothing, are all that biber may miss.
    assert [one for one in complaints if "'volume' must be datatype 'integer'" not in one] == []
    assert len(parse_bib(again, "again.bib").entries) == len(entries)
