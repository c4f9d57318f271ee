"""DBLP: one entry, the one that was asked for, without homonyms' digits, places and dates."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Identifier, Item, Name, Reading, SourceError
from bertbib.sources.dblp import SOURCE
from bertbib.text.titles import plain
from sources.answering import ANUBIS, PLAIN_PAGE, answer, stored

PALS = Identifier("dblp", "conf/icml/Stickland019")
ERNIE = Identifier("dblp", "conf/aaai/SunWLFTWW20")
ALBERT = Identifier("dblp", "conf/iclr/LanCGGSS20")
T5 = Identifier("dblp", "journals/jmlr/RaffelSRLNMZLL20")
BIBS = {
    PALS: stored("dblp/SticklandM19.bib"),
    ERNIE: stored("dblp/SunWLFTWW20.bib"),
    ALBERT: stored("dblp/LanCGGSS20.bib"),
    T5: stored("dblp/RaffelSRLNMZLL20.bib"),
}


def read(asked: Identifier, body: bytes, status: int = 200, form: str = "application/x-bibtex") -> Reading:
    (request,) = SOURCE.requests([asked])
    return SOURCE.read(answer(request, body, status, form))


def item(asked: Identifier) -> Item:
    return read(asked, BIBS[asked]).records[asked].item


class TestRequests:
    def test_one_file_for_each_record(self) -> None:
        urls = [request.url for request in SOURCE.requests([PALS, T5, PALS])]
        assert urls == [f"https://dblp.org/rec/{one.value}.bib" for one in (PALS, T5)]

    @pytest.mark.parametrize(
        "value",
        [
            "journals/corr/abs-1901-11504",
            "journals/iacr/Gentry09",
            "homepages/x/Y",
            "phd/de/X",
            "conf/icml",
            "conf/../etc",
            "conf/a/B?x=1",
            "",
        ],
    )
    def test_what_is_no_published_paper_is_not_asked(self, value: str) -> None:
        assert not SOURCE.accepts(Identifier("dblp", value))
        assert SOURCE.requests([Identifier("dblp", value)]) == []


class TestRecord:
    def test_a_conference_paper(self) -> None:
        record = read(PALS, BIBS[PALS]).records[PALS]
        found = record.item
        assert (record.status, found.type) == ("published", "paper-conference")
        assert plain(found.title).startswith("BERT and PALs: Projected Attention Layers for Efficient Adaptation in")
        assert found.author == (Name("Stickland", "Asa Cooper"), Name("Murray", "Iain"))
        assert [str(name) for name in found.editor] == ["Kamalika Chaudhuri", "Ruslan Salakhutdinov"]
        assert found.container_title == "Proceedings of the 36th International Conference on Machine Learning"
        assert found.event_title == "ICML 2019"
        assert (found.collection_title, found.volume) == ("Proceedings of Machine Learning Research", "97")
        assert (found.page, found.publisher, found.extra) == ("5986-5995", "PMLR", ())
        assert record.ids == (PALS, Identifier("pmlr", "v97/stickland19a"))

    def test_homonyms_and_hyphens(self) -> None:
        record = read(ERNIE, BIBS[ERNIE]).records[ERNIE]
        names = [str(name) for name in record.item.author]
        assert names[:3] == ["Yu Sun", "Shuohuan Wang", "Yu-Kun Li"]
        assert names[-1] == "Haifeng Wang"
        assert record.item.container_title == "The Thirty-Fourth AAAI Conference on Artificial Intelligence"
        assert record.item.event_title == "AAAI 2020"
        assert record.ids == (ERNIE, Identifier("doi", "10.1609/aaai.v34i05.6428"))

    def test_openreview_is_no_publisher_but_a_way_to_the_paper(self) -> None:
        record = read(ALBERT, BIBS[ALBERT]).records[ALBERT]
        assert record.item.publisher == ""
        assert record.item.container_title == "8th International Conference on Learning Representations"
        assert record.ids[1:] == (Identifier("openreview", "H1eA7AEtvS"),)

    def test_a_journal_article(self) -> None:
        assert item(T5).type == "article-journal"
        assert (item(T5).container_title, item(T5).volume, item(T5).event_title) == ("J. Mach. Learn. Res.", "21", "")

    def test_an_article_of_a_preprint_server_is_no_publication(self) -> None:
        bib = BIBS[T5].replace(b"J. Mach. Learn. Res.", b"CoRR")
        assert read(T5, bib).records[T5].status == "preprint"


class TestBroken:
    def test_404_is_absent(self) -> None:
        assert read(PALS, PLAIN_PAGE, 404, "text/html").absent == {PALS}

    @pytest.mark.parametrize(
        ("body", "status", "form", "failure"),
        [
            (ANUBIS, 200, "text/html", "blocked"),
            (ANUBIS, 500, "text/html", "blocked"),
            (ANUBIS, 404, "text/html", "blocked"),
            (b"", 403, "", "blocked"),
            (PLAIN_PAGE, 200, "text/html", "malformed"),
            (PLAIN_PAGE, 500, "text/html", "failed"),
            (b"", 200, "application/x-bibtex", "malformed"),
            (BIBS[ERNIE], 200, "application/x-bibtex", "malformed"),
            (BIBS[PALS] + BIBS[ERNIE], 200, "application/x-bibtex", "malformed"),
            (BIBS[PALS].replace(b"title        =", b"note         ="), 200, "", "malformed"),
            (BIBS[PALS].replace(b"author       =", b"note         ="), 200, "", "malformed"),
            (BIBS[PALS].replace(b"  booktitle ", b"  xooktitle "), 200, "", "malformed"),
            (BIBS[PALS].replace(b"Stickland", b"\xff\xfe"), 200, "", "malformed"),
        ],
    )
    def test_is_never_a_record(self, body: bytes, status: int, form: str, failure: str) -> None:
        with pytest.raises(SourceError) as caught:
            read(PALS, body, status, form)
        assert caught.value.failure == failure


@settings(deadline=None)
@given(st.data(), st.sampled_from(list(BIBS)))
def test_a_mangled_entry_gives_no_wrong_record(data: st.DataObject, asked: Identifier) -> None:
    good = BIBS[asked]
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 60)))
    body = good[:start] + data.draw(st.binary(max_size=6)) + good[end:]
    try:
        reading = read(asked, body)
    except SourceError:
        return
    assert set(reading.records) == {asked}
    assert reading.records[asked].id == asked
    assert reading.records[asked].item.title
