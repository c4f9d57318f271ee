"""The ACL Anthology source: one entry, and it has to be the entry that was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Identifier, Name, Reading, SourceError
from bertbib.sources.acl import SOURCE
from sources.answering import ANUBIS, PLAIN_PAGE, answer, stored

MTDNN = Identifier("acl", "P19-1441")
BIB = stored("acl/P19-1441.bib")


def read(asked: Identifier, body: bytes | str, status: int = 200, form: str = "text/plain; charset=utf-8") -> Reading:
    (request,) = SOURCE.requests([asked])
    return SOURCE.read(answer(request, body, status, form))


class TestRequests:
    def test_one_file_for_each_paper(self) -> None:
        asked = [MTDNN, Identifier("acl", "2020.acl-main.423"), MTDNN]
        assert [request.url for request in SOURCE.requests(asked)] == [
            "https://aclanthology.org/P19-1441.bib",
            "https://aclanthology.org/2020.acl-main.423.bib",
        ]

    @pytest.mark.parametrize(
        "value", ["P19-1", "2020.acl-main", "../etc", "P19-1441.pdf", "P19-1441v2", "p19-1441", "", "W18-63"]
    )
    def test_what_is_no_paper_is_not_asked(self, value: str) -> None:
        assert not SOURCE.accepts(Identifier("acl", value))
        assert list(SOURCE.requests([Identifier("acl", value)])) == []


class TestRecord:
    def test_a_conference_paper(self) -> None:
        record = read(MTDNN, BIB).records[MTDNN]
        item = record.item
        assert (record.status, item.type) == ("published", "paper-conference")
        assert item.title == "Multi-Task Deep Neural Networks for Natural Language Understanding"
        assert item.author[0] == Name(family="Liu", given="Xiaodong")
        assert len(item.author) == 4
        assert item.editor[2] == Name(family="Màrquez", given="Lluís")
        assert not any("  " in str(name) or "\n" in str(name) for name in item.author + item.editor)
        assert item.container_title.startswith("Proceedings of the 57th Annual Meeting")
        assert item.page == "4487-4496"
        assert item.issued is not None
        assert item.issued.year == 2019
        assert item.URL == "https://aclanthology.org/P19-1441/"
        assert item.extra == ()
        assert record.ids == (MTDNN, Identifier("doi", "10.18653/v1/P19-1441"))
        assert (record.id, record.source, record.fetched) == (MTDNN, "acl", "2026-11-03")

    def test_a_journal_article_whose_doi_is_the_journals(self) -> None:
        asked = Identifier("acl", "2020.tacl-1.5")
        record = read(asked, stored("acl/2020.tacl-1.5.bib")).records[asked]
        assert (record.status, record.item.type) == ("published", "article-journal")
        assert record.item.container_title == "Transactions of the Association for Computational Linguistics"
        assert (record.item.volume, record.item.page) == ("8", "64-77")
        assert "BERT" in record.item.title
        assert record.ids[1] == Identifier("doi", "10.1162/tacl_a_00300")

    def test_the_doi_speaks_where_no_page_is_given(self) -> None:
        bib = BIB.replace(b'    url = "https://aclanthology.org/P19-1441/",\n', b"")
        assert MTDNN in read(MTDNN, bib).records

    def test_a_volume_is_no_publication(self) -> None:
        bib = BIB.replace(b"@inproceedings", b"@proceedings").replace(b"    author", b"    note")
        assert read(MTDNN, bib).records[MTDNN].status == "other"


class TestBroken:
    def test_404_is_absent(self) -> None:
        assert read(MTDNN, PLAIN_PAGE, 404, "text/html").absent == {MTDNN}

    @pytest.mark.parametrize(
        ("body", "status", "form", "failure"),
        [
            (PLAIN_PAGE, 200, "text/html", "malformed"),
            (PLAIN_PAGE, 200, "text/plain", "malformed"),
            (ANUBIS, 200, "text/html", "blocked"),
            (ANUBIS, 404, "text/html", "blocked"),
            (b"", 403, "", "blocked"),
            (b"", 200, "text/plain", "malformed"),
            (BIB + BIB.replace(b"liu-etal-2019-multi", b"second"), 200, "text/plain", "malformed"),
            (BIB[:200], 200, "text/plain", "malformed"),
            (BIB.replace(b"title =", b"note ="), 200, "text/plain", "malformed"),
            (b"@inproceedings{x, title = {\xff\xfe}}", 200, "text/plain", "malformed"),
            (b"", 410, "", "malformed"),
        ],
    )
    def test_is_never_a_record(self, body: bytes, status: int, form: str, failure: str) -> None:
        with pytest.raises(SourceError) as caught:
            read(MTDNN, body, status, form)
        assert caught.value.failure == failure

    @pytest.mark.parametrize(
        "bib",
        [
            BIB.replace(b"P19-1441", b"P19-1442"),
            BIB.replace(b"aclanthology.org/P19-1441", b"aclanthology.org/P19-1442"),
            BIB.replace(b"url =", b"note =").replace(b"doi =", b"annote ="),
        ],
    )
    def test_another_papers_entry_is_refused(self, bib: bytes) -> None:
        with pytest.raises(SourceError, match="P19-1441"):
            read(MTDNN, bib)


@settings(deadline=None)
@given(st.data())
def test_a_mangled_entry_gives_no_wrong_record(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(BIB)))
    end = data.draw(st.integers(start, min(len(BIB), start + 60)))
    body = BIB[:start] + data.draw(st.binary(max_size=6)) + BIB[end:]
    try:
        reading = read(MTDNN, body)
    except SourceError:
        return
    assert set(reading.records) == {MTDNN}
    assert reading.records[MTDNN].id == MTDNN
    assert reading.records[MTDNN].item.title


@settings(deadline=None)
@given(st.integers(0, len(BIB)))
def test_an_entry_cut_short_is_no_shorter_entry(end: int) -> None:
    whole = read(MTDNN, BIB).records[MTDNN].item
    try:
        record = read(MTDNN, BIB[:end]).records[MTDNN]
    except SourceError:
        return
    assert record.item == whole
