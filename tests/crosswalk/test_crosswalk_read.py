"""Entries of .bib files as people write them -> items and identifiers, with nothing lost."""

import pytest

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.model import Date, Item, Name
from bertbib.text.bibtex import BibEntry


def read(entry_type: str, key: str = "k", **fields: str) -> Item:
    return item_from_bibtex(BibEntry(entry_type, key, fields))


def ids(entry_type: str = "misc", key: str = "k", **fields: str) -> list[str]:
    return [str(one) for one in identifiers_from_bibtex(BibEntry(entry_type, key, fields))]


def test_a_conference_paper() -> None:
    item = read(
        "inproceedings",
        author=r"M{\"u}ller, J{\"o}rg and van der Putten, Peter and {CMS Collaboration} and others",
        title=r"{BERT}: Pre-training \& More",
        booktitle="Proceedings of Things",
        pages="4171--4186",
        year="2019",
        month="jun",
        address="Minneapolis",
        publisher="ACL",
        doi=r"https://doi.org/10.18653/v1/N19-1423",
    )
    assert item == Item(
        type="paper-conference",
        author=(
            Name("Müller", "Jörg"),
            Name("Putten", "Peter", "van der"),
            Name(literal="CMS Collaboration"),
            Name(literal="others"),
        ),
        title='<span class="nocase">BERT</span>: Pre-training & More',
        container_title="Proceedings of Things",
        page="4171-4186",
        issued=Date(2019, 6),
        publisher_place="Minneapolis",
        publisher="ACL",
        DOI="10.18653/v1/N19-1423",
    )


@pytest.mark.parametrize(
    ("entry_type", "csl_type"),
    [
        ("conference", "paper-conference"),
        ("incollection", "chapter"),
        ("phdthesis", "thesis"),
        ("techreport", "report"),
        ("online", "webpage"),
        ("software", "software"),
        ("nobody-knows", "document"),
    ],
)
def test_types(entry_type: str, csl_type: str) -> None:
    assert read(entry_type, title="T").type == csl_type


@pytest.mark.parametrize(
    "fields",
    [
        {"journal": "arXiv preprint arXiv:1810.04805"},
        {"journal": "CoRR", "volume": "abs/1810.04805"},
        {"journal": "ArXiv", "volume": "abs/1810.04805"},
        {"journal": "arXiv e-prints", "eprint": "1810.04805"},
        {"journal": "arXiv:1810.04805 [cs.CL]"},
        {"eprint": "1810.04805", "archiveprefix": "arXiv"},
    ],
)
def test_an_article_in_no_journal_but_arxiv_is_a_preprint(fields: dict[str, str]) -> None:
    item = read("article", title="T", **fields)
    assert (item.type, item.container_title, item.volume, item.archive) == ("article", "", "", "arXiv")
    assert ids("article", **fields) == ["arxiv:1810.04805"]
    assert item.extra == ()


def test_a_journal_that_only_begins_like_arxiv_is_not_thrown_away() -> None:
    item = read("article", title="T", journal="arXiv: Learning")
    assert (item.type, item.container_title) == ("article", "arXiv: Learning")
    unreadable = read("article", title="T", journal="arXiv preprint arXiv:12345")
    assert unreadable.container_title == "arXiv preprint arXiv:12345"


def test_a_published_article_stays_one_beside_its_eprint() -> None:
    item = read(
        "article", title="T", journal="Nature", eprint="1810.04805", archiveprefix="arXiv", primaryclass="cs.CL"
    )
    assert (item.type, item.container_title, item.archive) == ("article-journal", "Nature", "")
    assert item.extra == (("primaryclass", "cs.CL"),)


def test_fields_that_nobody_knows_stay_as_they_are_written() -> None:
    item = read(
        "article",
        title="T",
        journal="J",
        abstract=r"50\% of {\em all}",
        file=":a.pdf:PDF",
        eprint="123",
        eprinttype="pubmed",
    )
    assert item.extra == (
        ("abstract", r"50\% of {\em all}"),
        ("file", ":a.pdf:PDF"),
        ("eprint", "123"),
        ("eprinttype", "pubmed"),
    )


def test_a_second_field_of_one_variable_is_kept() -> None:
    item = read("inproceedings", title="T", booktitle="Proceedings", journal="J", publisher="P", organization="O")
    assert (item.container_title, item.publisher) == ("Proceedings", "P")
    assert item.extra == (("journal", "J"), ("organization", "O"))


def test_types_that_csl_cannot_tell_are_remembered() -> None:
    assert read("proceedings", title="T").extra == (("entrytype", "proceedings"),)


def test_numbers_of_journals_conferences_and_reports() -> None:
    assert read("article", number="3", volume="7", issue="Spring").issue == "3"
    assert read("article", number="3", issue="Spring").extra == (("issue", "Spring"),)
    assert read("inproceedings", number="01", volume="33").issue == "01"
    assert read("techreport", number="TR-7", institution="MIT") == Item(type="report", number="TR-7", publisher="MIT")


def test_theses_say_their_degree() -> None:
    assert read("phdthesis", school="MIT").genre == "PhD thesis"
    assert read("mastersthesis", school="MIT").genre == "Master's thesis"
    assert read("thesis", institution="MIT", type="mathesis").genre == "Master's thesis"
    assert read("phdthesis", type="Habilitation").genre == "Habilitation"


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ({"year": "2019"}, Date(2019)),
        ({"year": "{2019}", "month": "jul"}, Date(2019, 7)),
        ({"year": "2019", "month": "July"}, Date(2019, 7)),
        ({"year": "2019", "month": "7"}, Date(2019, 7)),
        ({"year": "2019", "month": "12~jul"}, Date(2019, 7, 12)),
        ({"year": "2019", "month": "jul", "day": "12"}, Date(2019, 7, 12)),
        ({"date": "2019-07-12"}, Date(2019, 7, 12)),
        ({"date": "2019-07", "year": "2019"}, Date(2019, 7)),
        ({"date": "-0044"}, Date(-44)),
        ({"year": "n.d."}, None),
    ],
)
def test_dates(fields: dict[str, str], issued: Date | None) -> None:
    item = read("misc", **fields)
    assert (item.issued, item.extra) == (issued, ())


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ({"year": "in press"}, None),
        ({"year": "2019--2020"}, Date(2019)),
        ({"date": "2019-07-12/2019-08-01"}, Date(2019, 7, 12)),
        ({"date": "2019-13"}, None),
        ({"year": "2019", "month": "Summer"}, Date(2019)),
    ],
)
def test_what_a_date_cannot_hold_is_kept(fields: dict[str, str], issued: Date | None) -> None:
    item = read("misc", **fields)
    assert item.issued == issued
    *_, last = fields.items()
    assert last in item.extra


@pytest.mark.parametrize(
    ("doi", "bare"),
    [
        ("10.1000/a_b", "10.1000/a_b"),
        (r"10.1000/a\_b", "10.1000/a_b"),
        (r"\url{http://dx.doi.org/10.1000/X}", "10.1000/X"),
        ("doi: 10.1000/x", "10.1000/x"),
    ],
)
def test_dois_are_bare(doi: str, bare: str) -> None:
    item = read("misc", doi=doi)
    assert bare == item.DOI


def test_urls_lose_their_macros_but_not_the_words_around_them() -> None:
    assert read("misc", url=r"\url{https://a.org/x\_y}").URL == "https://a.org/x_y"
    wordy = read("misc", url=r"seen at \url{https://a.org/x}")
    assert wordy.URL == "https://a.org/x"
    assert wordy.extra == (("url", r"seen at \url{https://a.org/x}"),)


def test_identifiers_come_once_the_most_authoritative_first() -> None:
    found = ids(
        "inproceedings",
        key="DBLP:conf/acl/LiuHCG19",
        url="https://arxiv.org/abs/1901.11504v2",
        eprint="1901.11504",
        archiveprefix="arXiv",
        doi="10.18653/V1/P19-1441",
        biburl="https://dblp.org/rec/conf/acl/LiuHCG19.bib",
    )
    assert found == ["doi:10.18653/v1/P19-1441", "arxiv:1901.11504", "dblp:conf/acl/LiuHCG19"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"url": "https://www.aclweb.org/anthology/P19-1441.pdf"}, ["acl:P19-1441"]),
        ({"note": "arXiv:1901.11504"}, ["arxiv:1901.11504"]),
        ({"note": "Preprint, available at arXiv:1901.11504v2 [cs.CL]"}, ["arxiv:1901.11504"]),
        ({"howpublished": r"\url{https://arxiv.org/abs/1901.11504}"}, ["arxiv:1901.11504"]),
        ({"volume": "abs/1901.11504"}, ["arxiv:1901.11504"]),
        ({"eprint": "cs/0112017"}, ["arxiv:cs/0112017"]),
        # Another work's number: an extension of it is not it.
        ({"note": "Extends arXiv:1901.11504"}, []),
        ({"eprint": "1901.11504", "archiveprefix": "pubmed"}, []),
        ({"volume": "33/2", "journal": "Nature"}, []),
        ({"doi": "none"}, []),
    ],
)
def test_where_identifiers_are_found(fields: dict[str, str], found: list[str]) -> None:
    assert ids(**fields) == found


def test_only_a_books_isbn_names_the_work() -> None:
    assert ids("book", isbn="978-3-16-148410-0") == ["isbn:9783161484100"]
    assert ids("inproceedings", isbn="978-3-16-148410-0") == []


def test_long_hostile_notes_take_no_time() -> None:
    assert ids(note="v1" * 5000 + "x", journal="arXiv " * 5000) == []
