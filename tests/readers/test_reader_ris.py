"""RIS in the dialects of Zotero, EndNote, Mendeley and publishers."""

from __future__ import annotations

import pytest

from bertbib.model import Date, InputError, Intake, Item, Name, Reference
from bertbib.readers.ris import READER
from reading import DATA, codes, keys, rows


def only(*lines: str, kind: str = "JOUR") -> Reference:
    text = "\n".join((f"TY  - {kind}", *lines, "ER  - "))
    ((reference,),) = (theme.references for theme in READER.read(text, "my.ris").themes)
    return reference


def stated(reference: Reference) -> Item:
    assert reference.stated is not None
    return reference.stated


def item(*lines: str, kind: str = "JOUR") -> Item:
    return stated(only(*lines, kind=kind))


def publishers() -> Intake:
    return READER.read((DATA / "exports" / "publishers.ris").read_text(), "my.ris")


def test_publishers_files() -> None:
    intake = publishers()
    assert rows(intake)["my"] == [
        (5, "paper", "Deep learning", "doi:10.1038/nature14539", None, 2015),
        (22, "no-link", "Loose Blanks and a Title That Goes On", "", None, 2020),
        (36, "no-link", "A Chapter of 1999", "", None, 1999),
        (45, "paper", "An Edited Book", "doi:10.1000/ABC", None, None),
        (50, "no-link", "An Entry without a Type", "", None, 2001),
        (54, "no-link", "The Last Report", "", None, 2002),
    ]
    assert codes(intake) == [("ris-no-end", 36), ("ris-no-type", 50), ("ris-no-end", 54)]
    assert keys(intake)["my"].split() == ["LeCun2015", "None?".rstrip("?"), "None", "None", "None", "None"]


def test_what_they_state() -> None:
    first, second, third, fourth, _fifth, last = (stated(one) for one in publishers().themes[0].references)
    assert (first.container_title, first.page, first.issued) == ("Nature", "436-444", Date(2015, 5, 1))
    assert ("abstract", "Deep learning allows computational models that are composed of multiple processing layers to learn representations of data.") in first.extra  # fmt: skip
    assert second.author == (
        Name("Vogel", "Hans", suffix="Jr."),
        Name("Berg", "Jan", "van der"),
        Name(literal="World Health Organization"),
    )
    assert (second.page, second.container_title) == ("8968-8975", "J. Loose Ends")
    assert (third.type, third.container_title, third.collection_title) == ("chapter", "A Book of Chapters", "A Series")
    assert (third.editor, third.publisher) == ((Name("Editor", "Edna"),), "Press & Sons")
    assert (fourth.author, fourth.editor) == ((), (Name("Editor", "Edna"),))
    assert (last.type, last.number) == ("report", "TR-12")
    assert publishers().themes[0].references[1].labels == ("one", "two")
    assert [link.url for link in publishers().themes[0].references[1].links] == ["https://example.org/a.pdf"]


def test_zotero_s_conference_paper() -> None:
    intake = READER.read((DATA / "exports" / "zotero.ris").read_text(encoding="utf-8"), "my.ris")
    paper, preprint, book, article = intake.themes[0].references
    assert (stated(paper).event_title, stated(paper).container_title[:11]) == ("ACL 2019", "Proceedings")
    assert stated(paper).editor == (Name("Korhonen", "Anna"),)
    assert paper.labels == ("to read", "multi-task")
    assert preprint.key == "arase2019transfer"
    assert (stated(book).page, dict(stated(book).extra)["edition"]) == ("", "1")
    assert stated(article).author[1] == Name("Schmidhuber", "Jürgen")
    assert codes(intake) == []


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (["PY  - 2019"], (2019, None, None)),
        (["PY  - 2019/07/28/"], (2019, 7, 28)),
        (["PY  - 2019///"], (2019, None, None)),
        (["Y1  - 2019/07//"], (2019, 7, None)),
        (["Y1  - 2019/07/28/Epub"], (2019, 7, 28)),
        (["PY  - 2019", "DA  - 2019/07/28"], (2019, 7, 28)),
        (["PY  - 2019", "DA  - 2018/12/01"], (2019, None, None)),
        (["DA  - 2019-07-28"], (2019, 7, 28)),
        (["PY  - 2019//July/"], (2019, 7, None)),
        (["PY  - July 2019"], (2019, 7, None)),
        (["PY  - 2019", "DA  - July"], (2019, None, None)),
    ],
)
def test_dates(lines: list[str], date: tuple[int, int | None, int | None]) -> None:
    issued = item("TI  - T", *lines).issued
    assert issued is not None
    assert (issued.year, issued.month, issued.day) == date


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        (["SP  - 1", "EP  - 9"], "1-9"),
        (["SP  - 1-9"], "1-9"),
        (["SP  - 1\u20139", "EP  - 9"], "1\u20139"),
        (["EP  - 1-9"], "1-9"),
        (["SP  - 7", "EP  - 7"], "7"),
        (["SP  - e17"], "e17"),
        (["SP  - S-1", "EP  - S-9"], "S-1-S-9"),
    ],
)
def test_pages(lines: list[str], pages: str) -> None:
    assert item("TI  - T", *lines).page == pages


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("DO  - 10.1000/x", "doi:10.1000/x"),
        ("DO  - https://doi.org/10.1000/x", "doi:10.1000/x"),
        ("M3  - doi: 10.1000/x", "doi:10.1000/x"),
        ("M3  - Article", ""),
        ("L3  - 10.1000/x", "doi:10.1000/x"),
        ("ID  - 10.1000/x", "doi:10.1000/x"),
        ("UR  - https://arxiv.org/abs/1901.11504", "arxiv:1901.11504"),
        ("UR  - https://a.example/; https://aclanthology.org/P19-1441/", "acl:P19-1441"),
        ("N1  - arXiv: 1901.11504", "arxiv:1901.11504"),
        ("PMID  - 123456", "pmid:123456"),
        ("AN  - 123456", ""),
    ],
)
def test_identifiers(line: str, ids: str) -> None:
    assert " ".join(map(str, only("TI  - T", line).ids)) == ids


@pytest.mark.parametrize(
    ("key", "read"),
    [("Liu2019", "Liu2019"), ("DBLP:conf/acl/X", "DBLP:conf/acl/X"), ("17", None), ("a b", None), ("https://a.b/c", None), ("10.1000/x", None)],
)  # fmt: skip
def test_keys(key: str, read: str | None) -> None:
    assert only("TI  - T", f"ID  - {key}").key == read


def test_names_titles_and_entities() -> None:
    found = item("T1  - A &amp; B <i>c</i>", "AU  - A, B; C, D", "A1  - Plato", "AU  - OpenAI")
    assert found.title == "A & B <i>c</i>"
    assert found.author == (Name("A", "B"), Name("C", "D"), Name(literal="OpenAI"), Name("Plato"))
    assert item("BT  - A Book", kind="BOOK").title == "A Book"
    book = item("TI  - T", "AU  - A, B", "A2  - C, D", kind="BOOK")
    assert (book.editor, dict(book.extra)) == ((), {"serieseditor": "C, D"})
    assert item("TI  - T", "A2  - C, D", kind="BOOK").editor == (Name("C", "D"),)


def test_line_ends_marks_and_blanks() -> None:
    text = "\ufeffTY  - JOUR\r\nTI  - A Title\r\n  of Two Lines\r\n\r\nAU  - B, C\r\nER  -\r\n\r\n\r\nTY  - JOUR\r\nTI  - B\r\nER  - "
    assert [(one.title, one.where.line) for one in READER.read(text, "x").themes[0].references] == [
        ("A Title of Two Lines", 1),
        ("B", 9),
    ]
    assert [one.title for one in READER.read(text.replace("\r\n", "\r"), "x").themes[0].references] == [
        "A Title of Two Lines",
        "B",
    ]


def test_a_broken_entry_costs_no_other() -> None:
    text = "TY  - JOUR\nTI  - A\nTY  - \nTI  - \nER  - \nER  - \nTY  - JOUR\nTI  - B\nER  - \n"
    intake = READER.read(text, "x")
    assert [(one.title, one.outcome) for one in intake.themes[0].references] == [
        ("A", "no-link"),
        ("", "could-not-tell"),
        ("B", "no-link"),
    ]
    assert codes(intake) == [("ris-no-end", 1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\ufeff\n \n", "is empty"),
        ("Nothing here\n", "holds no RIS entry"),
        ("<!DOCTYPE html>\n<html></html>", "web page"),
        ("<html>", "web page"),
    ],
)
def test_what_is_no_ris(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        READER.read(text, "my.ris")
    assert "TY  - JOUR" in caught.value.hint


def test_sniffing() -> None:
    assert READER.sniff("Provider: X\n\nTY  - JOUR\nAU  - A\n")
    assert READER.sniff("TY - JOUR\nTI - A\n")
    assert READER.sniff("TY  - JOUR")
    for text in ("TY  - a title of words\n", "My TY  - JOUR\n", "", "TY  - JOUR\nand words\n", "* TY\n"):
        assert not READER.sniff(text)
