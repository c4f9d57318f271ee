"""Exports of reference managers, told apart by what they say, and one library read alike out of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from bertbib import registry
from bertbib.app.lists import read_lists, reader_for
from bertbib.model import Intake, Name, Reference
from bertbib.model.protocols import ThemingReader
from reading import DATA, codes, keys, rows

EXPORTS = DATA / "exports"
READER_OF = {
    "bbt.json": "bbtjson",
    "zotero-api.json": "zoterojson",
    "better.json": "csljson",
    "better.yaml": "cslyaml",
    "zotero.rdf": "zoterordf",
    "zotero.ris": "ris",
    "publishers.ris": "ris",
    "better.bib": "bibtex",
    "../library.json": "csljson",
    "../groups.bib": "bibtex",
}
ALL = ("bbtjson", "zoterojson", "csljson", "zoterordf", "ris", "cslyaml", "bibtex")


def load(name: str) -> ThemingReader:
    reader: ThemingReader = registry.load("readers", name)
    return reader


def text_of(name: str) -> str:
    return (EXPORTS / name).read_text(encoding="utf-8")


def read(name: str) -> Intake:
    return load(READER_OF[name]).read(text_of(name), "mine")


def by_title(intake: Intake) -> dict[str, Reference]:
    return {one.title: one for theme in intake.themes for one in theme.references}


@pytest.mark.parametrize("name", READER_OF)
def test_each_export_is_told_by_its_first_characters_and_by_one_reader_only(name: str) -> None:
    text = text_of(name)
    for variant in (text, text[:4000], "\ufeff" + text, text.replace("\n", "\r\n"), "\n\n" + text):
        assert [each for each in ALL if load(each).sniff(variant)] == [READER_OF[name]]


@pytest.mark.parametrize("name", ["markdown.md", "list.org", "list.rst", "list.txt"])
def test_other_lists_are_no_exports(name: str) -> None:
    texts = {
        "markdown.md": "# T\n\n* [A](https://arxiv.org/abs/1901.00001)\n\n```\nTY  - JOUR\nTI  - A\nER  - \n```\n",
        "list.org": "* TY - JOUR\n** [[https://arxiv.org/abs/1901.00001][A]]\n",
        "list.rst": "references:\n===========\n\n* `A <https://arxiv.org/abs/1901.00001>`_\n",
        "list.txt": "references:\n1901.00001\n- id: a thing\n",
    }
    chosen, _problems = reader_for(name, texts[name], None)
    assert type(chosen).__module__.rpartition(".")[2] in ("markdown", "org", "rst", "ids")


@pytest.mark.parametrize("suffix", [".json", ".txt", ".bib", ".md", ".ris", ".rdf", ".yml", "", ".export"])
@pytest.mark.parametrize("name", ["bbt.json", "zotero-api.json", "better.json", "zotero.rdf", "zotero.ris"])
def test_the_suffix_does_not_matter(name: str, suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"mine{suffix}"
    file.write_text(text_of(name), encoding="utf-8")
    assert [rows(Intake((theme,))) for theme in read_lists([file]).themes] == [
        rows(Intake((theme,))) for theme in read(name).themes
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "\r\n", "\r"])
@pytest.mark.parametrize("name", READER_OF)
def test_encodings_and_line_ends(name: str, encoding: str, tmp_path: Path) -> None:
    text = text_of(name)
    body = text.replace("\n", encoding).encode() if encoding[0] == "\r" else text.encode(encoding)
    (tmp_path / "mine").write_bytes(body)
    found = read_lists([tmp_path / "mine"])
    assert list(rows(Intake(found.themes)).values()) == list(rows(read(name)).values())


@pytest.mark.parametrize("name", ["zotero.ris", "bbt.json", "better.bib"])
def test_a_file_that_is_not_utf_8_is_read_and_said_so(name: str, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(text_of(name).replace('{\\"u}', "ü").encode("cp1252"))
    found = read_lists([tmp_path / "mine"])
    assert [one.code for one in found.problems] == ["encoding"]
    stated = by_title(Intake(found.themes))["Long Short-Term Memory"].stated
    assert stated is not None
    assert stated.author[1] == Name("Schmidhuber", "Jürgen")


LIBRARY = {
    "Understanding": ["not-a-paper Plan"],
    "Understanding / Multi-Task": [
        "paper Multi-Task Deep Neural Networks for Natural Language Understanding doi:10.18653/v1/P19-1441 acl:P19-1441 arxiv:1901.11504",
        "not-a-paper Full Text PDF",
        "not-a-paper Shared encoder, heads by task.",
        "paper Transfer Fine-Tuning: A BERT Case Study arxiv:1909.00931",
    ],
    "Transfer": [
        "paper Transfer Fine-Tuning: A BERT Case Study arxiv:1909.00931",
        "paper Deep Learning isbn:9780262035613",
    ],
    "mine": [
        "paper Long Short-Term Memory doi:10.1162/neco.1997.9.8.1735 pmid:9377276",
        "no-link Effects of CO2 on E. coli",
        "not-a-paper A Loose PDF",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", ["bbt.json", "zotero-api.json", "zotero.rdf"])
def test_a_library_with_its_collections(name: str) -> None:
    intake = read(name)
    found = {
        theme: [f"{outcome} {title} {ids}".strip() for _line, outcome, title, ids, _note, _year in units]
        for theme, units in rows(intake).items()
    }
    assert {theme: sorted(units) for theme, units in found.items()} == {
        theme: sorted(units) for theme, units in LIBRARY.items()
    }
    assert list(found) == list(LIBRARY)
    assert codes(intake) == []
    assert [one.key for one in by_title(intake).values() if one.key] == [
        "liu2019mtdnn",
        "arase2019transfer",
        "goodfellow2016",
    ]


@pytest.mark.parametrize("name", ["bbt.json", "zotero-api.json", "zotero.rdf"])
def test_what_zotero_knows_of_a_work(name: str) -> None:
    works = by_title(read(name))
    paper = works["Multi-Task Deep Neural Networks for Natural Language Understanding"]
    item = paper.stated
    assert item is not None
    assert (item.type, item.event_title, item.page, item.publisher_place) == (
        "paper-conference", "ACL 2019", "4487-4496", "Florence, Italy",
    )  # fmt: skip
    assert item.title.endswith('<span class="nocase">Natural Language Understanding</span>')
    assert (item.issued and (item.issued.year, item.issued.month, item.issued.day)) == (2019, 7, None)
    assert item.author == (Name("Liu", "Xiaodong"), Name("He", "Pengcheng"))
    assert item.editor == (Name("Korhonen", "Anna"),)
    assert dict(item.extra) == {"note": "Comment: ACL 2019", "keywords": "to read, multi-task"}
    assert paper.labels == ("to read", "multi-task")
    preprint = works["Transfer Fine-Tuning: A BERT Case Study"].stated
    assert preprint is not None
    assert (preprint.type, preprint.publisher, preprint.number) == ("article", "arXiv", "arXiv:1909.00931")
    assert preprint.issued is not None
    assert preprint.issued.day == 3
    assert dict(preprint.extra) == {"keywords": "to read", "primaryclass": "cs.CL", "addendum": "with 50\\% more"}
    article = works["Long Short-Term Memory"].stated
    assert article is not None
    assert (article.container_title, article.volume, article.issue, article.DOI) == (
        "Neural Computation", "9", "8", "10.1162/neco.1997.9.8.1735",
    )  # fmt: skip
    report = works["Effects of CO2 on E. coli"].stated
    assert report is not None
    assert report.title == "Effects of CO<sub>2</sub> on <i>E. coli</i>"
    assert (report.author, report.publisher, report.number, report.issued) == (
        (Name(literal="World Health Organization"),), "WHO", "TR-7", None,
    )  # fmt: skip
    assert ("year", "in press") in report.extra
    book = works["Deep Learning"].stated
    assert book is not None
    assert dict(book.extra) == {"edition": "1", "translator": "{The Translators' Guild}"}


def test_themes_of_another_making() -> None:
    for name in ("bbt.json", "zotero-api.json", "zotero.rdf"):
        reader = load(READER_OF[name])
        assert [theme.path for theme in reader.themed("file").read(text_of(name), "mine").themes] == [("mine",)]
        by_tags = reader.themed("keywords").read(text_of(name), "mine")
        assert [(theme.path, len(theme.references)) for theme in by_tags.themes] == [
            (("to read",), 4), (("multi-task",), 2), (("mine",), 4),
        ]  # fmt: skip


def test_units_add_up_and_know_their_lines() -> None:
    for name in READER_OF:
        lines = text_of(name).splitlines()
        for reference in (one for theme in read(name).themes for one in theme.references):
            line = lines[reference.where.line - 1]
            assert any(sign in line for sign in ("{", "TY", "AU", "- id", "<", "@"))


def test_better_bibtex_s_bib() -> None:
    intake = read("better.bib")
    assert keys(intake) == {
        "Understanding / Multi-Task": "liu2019mtdnn arase2019transfer",
        "Transfer": "arase2019transfer goodfellow2016",
        "mine": "hochreiter1997",
    }
    assert codes(intake) == []
    works = by_title(intake)
    assert works["Multi-Task Deep Neural Networks for Natural Language Understanding"].labels == (
        "multi-task",
        "to read",
    )
    assert [str(one) for one in works["Transfer Fine-Tuning: A BERT Case Study"].ids] == [
        "arxiv:1909.00931",
        "pmid:9377276",
    ]
    assert [str(one) for one in works["Long Short-Term Memory"].ids] == ["doi:10.1162/neco.1997.9.8.1735"]


def test_a_doi_of_what_two_works_stand_in_is_neither_s() -> None:
    head = text_of("zotero.rdf").partition("<rdf:Description")[0]
    journal = '<bib:Journal rdf:about="urn:issn:1"><dc:identifier>DOI 10.1000/j</dc:identifier><dc:title>J</dc:title></bib:Journal>'
    work = '<bib:Article><z:itemType>journalArticle</z:itemType><dc:title>{}</dc:title><dcterms:isPartOf rdf:resource="urn:issn:1"/></bib:Article>'
    for number in (1, 2):
        works = "".join(work.format(f"Work {n}") for n in range(number))
        intake = load("zoterordf").read(f"{head}{works}{journal}</rdf:RDF>", "mine")
        assert {" ".join(map(str, one.ids)) for one in intake.themes[0].references} == {
            "doi:10.1000/j" if number == 1 else ""
        }


def test_who_cites_a_bib_uses_its_entries_keys() -> None:
    from bertbib.readers.bibtex import works

    found, _problems = works(text_of("better.bib"), "better.bib")
    assert [(cited, make().key) for cited, make in found][1] == (["arase_transfer_2019"], "arase_transfer_2019")


def test_mendeley_s_folders_and_tags() -> None:
    text = "@article{a, title={A}, mendeley-groups={NLP/Parsing,Old}, mendeley-tags={x,y}, keywords={z}}\n@book{b, title={B}}"
    intake = load("bibtex").read(text, "my.bib")
    assert keys(intake) == {"NLP / Parsing": "a", "Old": "a", "my": "b"}
    assert intake.themes[0].references[0].labels == ("z", "x", "y")
