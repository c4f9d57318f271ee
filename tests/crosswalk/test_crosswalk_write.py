"""Entries -> types and fields: what each dialect asks for, and where facts go that it has no place for."""

from dataclasses import replace
from typing import Any

import pytest

from bertbib.crosswalk import bibtex_from_entry
from bertbib.model import Date, Entry, Identifier, Item, Name
from sample_entries import MTDNN, ROBERTA


def written(item: Item, dialect: str = "bibtex", *ids: Identifier, **more: Any) -> tuple[str, dict[str, str]]:
    entry = Entry(**{"key": "k", "item": item, "ids": ids, "status": "published", "source": "acl:X", **more})
    entry_type, fields = bibtex_from_entry(entry, dialect)
    assert len(dict(fields)) == len(fields), "a field stands twice"
    return entry_type, dict(fields)


PAPER = Item(
    type="paper-conference", title="T", author=(Name("Doe", "Jane"),), issued=Date(2019, 7, 4), container_title="C"
)


def test_a_conference_paper_in_bibtex() -> None:
    entry_type, fields = bibtex_from_entry(MTDNN, "bibtex")
    assert entry_type == "inproceedings"
    assert fields == (
        ("author", "Liu, Xiaodong and He, Pengcheng and Chen, Weizhu and Gao, Jianfeng"),
        ("title", "Multi-Task Deep Neural Networks for Natural Language Understanding"),
        ("booktitle", "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics"),
        ("pages", "4487--4496"),
        ("year", "2019"),
        ("month", "jul"),
        ("publisher", "Association for Computational Linguistics"),
        ("address", "Florence, Italy"),
        ("doi", "10.18653/v1/P19-1441"),
        ("url", "https://aclanthology.org/P19-1441/"),
        ("eprint", "1901.11504"),
        ("archivePrefix", "arXiv"),
        ("primaryClass", "cs.CL"),
    )


def test_a_conference_paper_in_biblatex() -> None:
    entry_type, fields = bibtex_from_entry(MTDNN, "biblatex")
    named = dict(fields)
    assert entry_type == "inproceedings"
    assert (named["eventtitle"], named["date"], named["location"]) == ("ACL 2019", "2019-07", "Florence, Italy")
    assert (named["eprinttype"], named["eprintclass"], named["ids"]) == ("arxiv", "cs.CL", "liu2019mt")
    assert not {"year", "month", "address", "archivePrefix", "primaryClass"} & named.keys()


def test_a_preprint() -> None:
    entry_type, fields = bibtex_from_entry(ROBERTA, "bibtex")
    assert entry_type == "misc"
    assert dict(fields)["url"] == "https://arxiv.org/abs/1907.11692", "old styles know no eprint"
    assert dict(fields)["author"] == "Liu, Yinhan and Ott, Myle and others"
    entry_type, fields = bibtex_from_entry(ROBERTA, "biblatex")
    assert (entry_type, dict(fields)["date"]) == ("online", "2019-07-26")


@pytest.mark.parametrize(
    ("csl_type", "bibtex", "biblatex"),
    [
        ("paper-conference", "inproceedings", "inproceedings"),
        ("article-journal", "article", "article"),
        ("chapter", "incollection", "incollection"),
        ("book", "book", "book"),
        ("thesis", "phdthesis", "thesis"),
        ("report", "techreport", "report"),
        ("article", "misc", "online"),
        ("webpage", "misc", "online"),
        ("software", "misc", "software"),
        ("dataset", "misc", "dataset"),
        ("document", "misc", "misc"),
    ],
)
def test_types(csl_type: str, bibtex: str, biblatex: str) -> None:
    whole = replace(PAPER, type=csl_type, publisher="P", URL="https://a.org", editor=(Name("Ed"),))
    assert written(whole)[0] == bibtex
    assert written(whole, "biblatex")[0] == biblatex


def test_a_masters_thesis() -> None:
    thesis = replace(PAPER, type="thesis", publisher="MIT", genre="Master's thesis")
    assert written(thesis)[0] == "mastersthesis"
    assert "type" not in written(thesis)[1]
    assert written(thesis, "biblatex")[1]["type"] == "mathesis"


@pytest.mark.parametrize("missing", ["author", "title", "container_title"])
def test_without_what_a_type_requires_an_entry_is_misc(missing: str) -> None:
    empty: Any = () if missing == "author" else ""
    entry_type, fields = written(replace(PAPER, **{missing: empty}))
    assert entry_type == "misc"
    if missing != "container_title":
        assert fields["howpublished"] == "In C", "the venue is still printed"


def test_a_missing_author_leaves_something_to_sort_by() -> None:
    anonymous = replace(PAPER, author=(), title="Attention: a survey")
    assert written(anonymous)[1]["key"] == "Attention"
    assert written(anonymous, "biblatex")[1]["label"] == "Attention"
    assert written(Item())[1]["key"] == "k"


def test_volume_and_number_of_a_conference_never_stand_together() -> None:
    _, fields = written(replace(PAPER, volume="33", issue="01", collection_title="AAAI"))
    assert (fields["volume"], fields["issue"]) == ("33", "01")
    assert "number" not in fields
    assert written(replace(PAPER, issue="01", collection_title="AAAI"))[1]["number"] == "01"
    both = written(replace(PAPER, volume="33", issue="01"), "biblatex")[1]
    assert (both["volume"], both["number"]) == ("33", "01")


@pytest.mark.parametrize(
    ("doi", "url", "ids", "expected"),
    [
        ("10.1/x", "https://publisher.com/x", (), None),
        ("10.1/x", "https://aclanthology.org/P19-1441/", (), "https://aclanthology.org/P19-1441/"),
        ("10.1/x", "", ("acl:P19-1441",), "https://aclanthology.org/P19-1441/"),
        ("", "https://publisher.com/x", (), "https://publisher.com/x"),
        ("", "", ("openreview:r1xMH1BtvB",), "https://openreview.net/forum?id=r1xMH1BtvB"),
        ("", "", ("doi:10.1/x",), None),
    ],
)
def test_the_url_stands_beside_a_doi_only_where_it_is_the_open_version(
    doi: str, url: str, ids: tuple[str, ...], expected: str | None
) -> None:
    identifiers = map(Identifier.parse, ids)
    assert written(replace(PAPER, DOI=doi, URL=url), "bibtex", *identifiers)[1].get("url") == expected


def test_dois_and_urls_are_not_escaped() -> None:
    _, fields = written(replace(PAPER, type="webpage", DOI="10.1/a_b#c", URL="https://arxiv.org/a_b%20c?x=1&y={z}"))
    assert fields["doi"] == "10.1/a_b#c"
    assert fields["url"] == "https://arxiv.org/a_b%20c?x=1&y=%7Bz%7D"


@pytest.mark.parametrize(
    ("title", "tex"),
    [
        ("BERT: a model", "{BERT}: a model"),
        ('Deep <span class="nocase">Bayes</span> nets', "Deep {Bayes} nets"),
        ('<span class="nocase">All of This Title</span>', "All of This Title"),
        ('<span class="nocase">All of BERT</span>', "All of {BERT}"),
        ("In $O(n \\log n)$ time", "In {$O(n \\log n)$} time"),
        ("On $\\ell_1$ norms", "On $\\ell_1$ norms"),
        ("From $5 to $6", "From \\$5 to \\$6"),
    ],
)
def test_titles_protect_words_and_never_themselves(title: str, tex: str) -> None:
    assert written(replace(PAPER, title=title))[1]["title"] == tex


def test_places_with_and_are_one_place() -> None:
    assert written(replace(PAPER, publisher_place="Trinidad and Tobago"))[1]["address"] == "{Trinidad and Tobago}"


OWN = Item(
    type="book",
    title="T",
    editor=(Name("Doe", "Jane"),),
    issued=Date(2019),
    extra=(
        ("entrytype", "proceedings"),
        ("note", r"see \emph{x}"),
        ("abstract", "broken { brace"),
        ("file", "\n  @book{x,"),
        ("primaryclass", "cs.CL"),
    ),
)


def test_the_users_own_fields_go_back_out() -> None:
    for dialect in ("bibtex", "biblatex"):
        entry_type, fields = written(OWN, dialect, source="stated")
        assert entry_type == "proceedings"
        assert fields["note"] == r"see \emph{x}"
        assert fields["abstract"] == r"broken {\textbraceleft} brace"
        assert fields["file"] == r"@book{\textbraceleft}x,"
        assert fields["primaryclass"] == "cs.CL"


def test_a_records_extra_is_not_for_the_bibliography() -> None:
    assert not {"note", "abstract", "file"} & written(OWN)[1].keys()


def test_what_the_user_says_more_precisely_wins() -> None:
    item = Item(title="T", issued=Date(2019), extra=(("year", "2019--2020"),))
    assert written(item, source="stated")[1]["year"] == "2019--2020"


def test_another_dialect_is_refused() -> None:
    with pytest.raises(ValueError, match="ris"):
        bibtex_from_entry(MTDNN, "ris")
