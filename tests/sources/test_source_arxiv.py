"""The arXiv source: batches in, records out, and nothing called absent on the word of a broken answer."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Date, Identifier, Name, Reading, Request, SourceError
from bertbib.sources.arxiv import SOURCE, is_withdrawn
from sources.answering import ANUBIS, PLAIN_PAGE, answer
from sources.feeds import entry, error_feed, feed, old_feed


def ids(*values: str) -> list[Identifier]:
    return [Identifier("arxiv", value) for value in values]


def asking(*values: str) -> Request:
    (request,) = SOURCE.requests(ids(*values))
    return request


def read(
    request: Request, body: bytes | str, status: int = 200, form: str = "application/atom+xml; charset=utf-8"
) -> Reading:
    return SOURCE.read(answer(request, body, status, form))


def settled(reading: Reading, request: Request) -> None:
    """Every identifier of the request is decided or asked again."""
    asked_again = {one for follow in reading.follow for one in follow.ids}
    assert (
        set(request.ids) == set(reading.records) | reading.absent | {*reading.refused, *reading.unclear} | asked_again
    )


MTDNN = entry(
    "1901.11504v2",
    "Multi-Task Deep Neural Networks\n  for Natural Language Understanding",
    ["Xiaodong Liu", "Pengcheng He"],
    extra="<arxiv:comment>10 pages; Accepted by ACL 2019</arxiv:comment><arxiv:primary_category term='cs.CL'/>"
    "<arxiv:journal_ref>ACL 2019</arxiv:journal_ref><arxiv:doi>10.18653/v1/P19-1441</arxiv:doi>",
)


class TestAccepts:
    @pytest.mark.parametrize(
        "value", ["1901.11504", "0704.0001", "1412.9999", "1501.00001", "hep-ex/0307015", "cs/0611011"]
    )
    def test_well_formed(self, value: str) -> None:
        assert SOURCE.accepts(Identifier("arxiv", value))

    @pytest.mark.parametrize(
        "value",
        ["abc", "1913.11504", "1901.1150", "1412.12345", "1501.1234", "1901.11504v2", "1901.11504.pdf", " 1901.11504",
         "arXiv:1901.11504", "math.GT/0309136", "hep-ex/0313015", "1901.11504,abc", "", "1901.11504\n"],
    )  # fmt: skip
    def test_what_would_sink_a_batch_is_refused(self, value: str) -> None:
        assert not SOURCE.accepts(Identifier("arxiv", value))
        assert list(SOURCE.requests([Identifier("arxiv", value), *ids("1901.11504")])) == [asking("1901.11504")]

    def test_other_schemes(self) -> None:
        assert not SOURCE.accepts(Identifier("doi", "10.48550/arXiv.1901.11504"))


class TestRequests:
    def test_one_post_for_five_hundred_ids(self) -> None:
        many = ids(*(f"1901.{number:05}" for number in range(1, 702)))
        first, second = SOURCE.requests(many)
        assert (first.method, first.url) == ("POST", "https://export.arxiv.org/api/query")
        assert (len(first.ids), len(second.ids)) == (500, 201)
        assert dict(first.params)["max_results"] == "500"
        assert dict(first.params)["id_list"].split(",")[499] == "1901.00500"

    def test_versions_are_not_asked_for_and_duplicates_collapse(self) -> None:
        (request,) = SOURCE.requests([Identifier("arxiv", "1901.11504", "v1"), Identifier("arxiv", "1901.11504", "v2")])
        assert dict(request.params) == {"id_list": "1901.11504", "start": "0", "max_results": "1"}

    def test_nothing_asked_nothing_sent(self) -> None:
        assert list(SOURCE.requests([])) == []


class TestRecord:
    def test_facts(self) -> None:
        request = asking("1901.11504")
        record = read(request, feed([MTDNN])).records[request.ids[0]]
        item = record.item
        assert item.title == "Multi-Task Deep Neural Networks for Natural Language Understanding"
        assert item.author == (Name(family="Liu", given="Xiaodong"), Name(family="He", given="Pengcheng"))
        assert (item.type, item.publisher, item.archive, item.number) == (
            "article",
            "arXiv",
            "arXiv",
            "arXiv:1901.11504",
        )
        assert item.issued == Date(2019, 1, 31)
        assert item.URL == "https://arxiv.org/abs/1901.11504"
        assert item.extra == (("primaryclass", "cs.CL"),)
        assert item.DOI == ""
        assert (record.status, record.id.version) == ("preprint", "v2")
        assert record.ids == (request.ids[0], Identifier("doi", "10.18653/v1/P19-1441"))
        assert dict(record.hints) == {"journal_ref": "ACL 2019", "comment": "10 pages; Accepted by ACL 2019"}
        assert record.fetched == "2026-11-03"
        assert len(record.digest) == 64

    def test_every_doi_counts_but_arxivs_own(self) -> None:
        extra = (
            "<arxiv:doi>10.1000/first 10.1000/second</arxiv:doi><arxiv:doi>10.48550/arXiv.1901.11504</arxiv:doi>"
            "<arxiv:doi>https://doi.org/10.1000/third</arxiv:doi><arxiv:doi>see the journal</arxiv:doi>"
        )
        request = asking("1901.11504")
        record = read(request, feed([entry("1901.11504v1", extra=extra)])).records[request.ids[0]]
        assert [str(one) for one in record.ids[1:]] == ["doi:10.1000/first", "doi:10.1000/second", "doi:10.1000/third"]

    def test_the_old_form_and_a_collaboration(self) -> None:
        request = asking("hep-ex/0307015")
        body = old_feed(
            "hep-ex/0307015",
            "Multi-Electron Production at High Transverse\nMomenta in ep Collisions at HERA",
            ["H1 Collaboration"],
            "<arxiv:comment>23 pages</arxiv:comment>",
        )
        record = read(request, body).records[request.ids[0]]
        assert record.item.title == "Multi-Electron Production at High Transverse Momenta in ep Collisions at HERA"
        assert record.item.author == (Name(literal="H1 Collaboration"),)
        assert record.item.issued == Date(2003, 7, 7)
        assert record.id.version is None
        assert dict(record.hints) == {"comment": "23 pages"}

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("0", "0"),
            ("$ω$Test: $\\alpha$-stable laws", "$ω$Test: $\\alpha$-stable laws"),
            ("On Schr\\\"odinger's 50% of $p<q$", "On Schrödinger's 50% of $p<q$"),
            ("BERT & {ELMo}", "BERT & {ELMo}"),
        ],
    )
    def test_titles_keep_their_mathematics(self, sent: str, kept: str) -> None:
        request = asking("2104.12255")
        assert read(request, feed([entry("2104.12255v1", sent)])).records[request.ids[0]].item.title == kept

    def test_spaced_initials_close_up(self) -> None:
        request = asking("1501.04914")
        (name,) = (
            read(request, feed([entry("1501.04914v1", authors=["G. -Q. Hai"])])).records[request.ids[0]].item.author
        )
        assert name == Name(family="Hai", given="G.-Q.")

    def test_of_two_versions_the_last_counts(self) -> None:
        request = asking("1901.11504")
        both = feed([entry("1901.11504v10", "Last"), entry("1901.11504v9", "Last but one")])
        assert read(request, both).records[request.ids[0]].item.title == "Last"


class TestOrderAndStrangers:
    def test_entries_are_found_by_id_not_by_place(self) -> None:
        request = asking("1901.11504", "1904.09286", "1905.07129")
        shuffled = feed([entry("1905.07129v1", "C"), entry("1901.11504v2", "A"), entry("1904.09286v1", "B")])
        reading = read(request, shuffled)
        assert [reading.records[one].item.title for one in request.ids] == ["A", "B", "C"]

    def test_an_entry_nobody_asked_for_is_no_record(self) -> None:
        request = asking("1901.11504")
        reading = read(request, feed([entry("1901.11505v1", "Another paper")]))
        assert not reading.records
        assert not reading.absent, "a page with somebody else's paper proves nothing about ours"
        settled(reading, request)

    def test_a_strangers_defect_does_no_harm(self) -> None:
        request = asking("1901.11504")
        assert request.ids[0] in read(request, feed([MTDNN, entry("1901.11505v1", title=" ")])).records


class TestMissing:
    def test_todays_count_settles_it(self) -> None:
        request = asking("1901.11504", "1912.99999")
        reading = read(request, feed([MTDNN], total=1))
        assert reading.absent == {Identifier("arxiv", "1912.99999")}
        assert not reading.follow

    @pytest.mark.parametrize("total", [2, 0])
    def test_any_other_count_is_asked_about_once(self, total: int) -> None:
        request = asking("1901.11504", "1912.99999")
        reading = read(request, feed([MTDNN], total=total))
        assert not reading.absent
        (again,) = reading.follow
        assert again.ids == tuple(ids("1912.99999"))
        assert again != asking("1912.99999"), "a cache would answer the same question with the same page"
        final = read(again, feed([], total=1))
        assert final.absent == set(again.ids)
        assert not final.follow

    def test_a_lost_page_is_found_the_second_time(self) -> None:
        request = asking("1901.11504", "1905.07129")
        (again,) = read(request, feed([MTDNN], total=2)).follow
        assert set(read(again, feed([entry("1905.07129v1")])).records) == set(again.ids)

    def test_one_unknown_id_is_confirmed(self) -> None:
        request = asking("1912.99999")
        first = read(request, feed())
        assert not first.absent
        assert read(first.follow[0], feed()).absent == set(request.ids)

    def test_an_empty_page_never_condemns_many(self) -> None:
        request = asking(*(f"1901.{number:05}" for number in range(1, 9)))
        (again,) = read(request, feed()).follow
        assert again.ids == request.ids
        with pytest.raises(SourceError, match="empty page twice") as caught:
            read(again, feed())
        assert caught.value.failure == "malformed"

    def test_a_few_are_asked_one_by_one(self) -> None:
        request = asking("1912.99997", "1912.99998", "1912.99999")
        (again,) = read(request, feed()).follow
        singles = read(again, feed()).follow
        assert [one.ids for one in singles] == [(one,) for one in request.ids]
        for single in singles:
            assert read(single, feed()).absent == set(single.ids)


class TestRefusals:
    def test_a_400_names_the_bad_id(self) -> None:
        request = asking("1901.11504", "1905.07129")
        reading = read(request, error_feed("incorrect id format for 1905.07129"), 400)
        assert reading.refused == {request.ids[1]: "incorrect id format for 1905.07129"}
        assert [follow.ids for follow in reading.follow] == [(request.ids[0],)]

    def test_the_old_api_says_it_with_200(self) -> None:
        request = asking("1901.11504")
        reading = read(request, error_feed("incorrect id format for 1901.11504"))
        assert set(reading.refused) == set(request.ids)
        assert not reading.follow

    @pytest.mark.parametrize(
        "body", [error_feed("incorrect id format for abc"), error_feed("bad request"), "", "Bad Request"]
    )
    def test_a_400_that_names_none_of_ours_halves_the_batch(self, body: str) -> None:
        request = asking("1901.00001", "1901.00002", "1901.00003", "1901.00004", "1901.00005")
        halves = read(request, body, 400, "").follow
        assert [len(half.ids) for half in halves] == [2, 3]
        assert sum((half.ids for half in halves), ()) == request.ids

    def test_one_id_and_a_400(self) -> None:
        request = asking("1901.11504")
        assert read(request, error_feed("bad request"), 400).refused == {request.ids[0]: "bad request"}
        with pytest.raises(SourceError):
            read(request, "", 400)
        with pytest.raises(SourceError):
            read(request, error_feed("incorrect id format for abc"), 400)

    @pytest.mark.parametrize("status", [413, 414])
    def test_too_long_halves_the_batch(self, status: int) -> None:
        assert [len(half.ids) for half in read(asking("1901.00001", "1901.00002"), "", status).follow] == [1, 1]
        with pytest.raises(SourceError):
            read(asking("1901.00001"), "", status)

    def test_the_second_asking_stays_second_when_halved(self) -> None:
        (again,) = read(asking("1901.00001", "1901.00002"), feed()).follow
        half = read(again, "", 414).follow[0]
        assert read(half, feed()).absent == set(half.ids)


class TestBrokenAnswers:
    @pytest.mark.parametrize(
        ("body", "status", "form", "failure"),
        [
            (ANUBIS, 200, "text/html", "blocked"),
            (ANUBIS, 200, "application/atom+xml", "blocked"),
            (ANUBIS, 400, "text/html", "blocked"),
            (b"forbidden", 403, "text/plain", "blocked"),
            (PLAIN_PAGE, 200, "text/html", "malformed"),
            (PLAIN_PAGE, 400, "text/html", "malformed"),
            (b"", 200, "application/atom+xml", "malformed"),
            (b"Rate exceeded.", 200, "text/plain", "malformed"),
            (feed([MTDNN]).encode()[:-40], 200, "application/atom+xml", "malformed"),
            (b"<rss><channel/></rss>", 200, "application/xml", "malformed"),
            (b"<feed><entry/></feed>", 200, "application/atom+xml", "malformed"),
            (b"", 404, "", "malformed"),
        ],
    )
    def test_none_of_them_says_absent(self, body: bytes, status: int, form: str, failure: str) -> None:
        with pytest.raises(SourceError) as caught:
            read(asking("1901.11504", "1905.07129"), body, status, form)
        assert caught.value.failure == failure
        assert "export.arxiv.org" in caught.value.message

    def test_entities_are_never_expanded(self) -> None:
        bomb = '<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        with pytest.raises(SourceError):
            read(asking("1901.11504"), feed([entry("1901.11504v1")]).replace("\n", bomb, 1).replace("A title", "&b;"))

    def test_a_feed_has_no_document_type(self) -> None:
        good = feed([MTDNN])
        assert read(asking("1901.11504"), good).records
        with pytest.raises(SourceError):
            read(asking("1901.11504"), good.replace("\n", '\n<!DOCTYPE feed [<!ENTITY a "b">]>', 1))

    @pytest.mark.parametrize(
        "broken",
        [
            entry("1901.11504v2", title="  "),
            entry("1901.11504v2", authors=[]),
            entry("1901.11504v2", authors=["Ada Lovelace", " "]),
            entry("1901.11504v2", published=""),
            entry("1901.11504v2").replace("A title", "A <i>half</i> title"),
            entry("1901.11504v2").replace("A title", "A <!-- cut --> title"),
            entry("1901.11504v2").replace("<updated>2019-05-30T01:00:00Z</updated>", ""),
        ],
    )
    def test_a_defective_entry_is_no_answer_and_spoils_no_other(self, broken: str) -> None:
        with pytest.raises(SourceError) as caught:
            read(asking("1901.11504"), feed([broken]))
        assert caught.value.failure == "malformed"
        both = asking("1901.11504", "1905.07129")
        reading = read(both, feed([broken, entry("1905.07129v1", "Another paper")]))
        assert list(reading.records) == ids("1905.07129")
        assert list(reading.unclear) == ids("1901.11504")
        assert not reading.absent
        assert not reading.follow

    def test_an_impossible_date_is_no_answer(self) -> None:
        with pytest.raises(SourceError) as caught:
            read(asking("1901.11504"), feed([entry("1901.11504v2", published="yesterday")]))
        assert caught.value.failure == "malformed"


class TestWithdrawn:
    @pytest.mark.parametrize(
        "comment",
        [
            "This paper has been withdrawn",
            "This paper has been withdrawn by the author due to a crucial error in equation 3",
            "This submission has been withdrawn by arXiv administrators because it contains disputed authorship",
            "12 pages. This article was withdrawn because of an error in Lemma 2.",
            "Withdrawn by the authors; see arXiv:1905.07129",
            "withdrawn",
            "Paper withdrawn due to an error",
            "The authors have withdrawn this paper",
        ],
    )
    def test_said_of_the_paper(self, comment: str) -> None:
        assert is_withdrawn(comment)
        request = asking("1901.11504")
        body = feed([entry("1901.11504v3", extra=f"<arxiv:comment>{comment}</arxiv:comment>")])
        assert read(request, body).records[request.ids[0]].status == "withdrawn"

    @pytest.mark.parametrize(
        "comment",
        [
            "",
            "The image was withdrawn from the dataset",
            "An earlier version of this paper has been withdrawn",
            "This paper was withdrawn from ICML 2019 and is under review elsewhere",
            "Figure 3 has been withdrawn",
            "A study of withdrawn papers",
            "Accepted at the workshop on alcohol withdrawal",
            "Withdrawn drugs: 12 pages",
        ],
    )
    def test_said_of_something_else(self, comment: str) -> None:
        assert not is_withdrawn(comment)


def test_contract_with_the_arxiv_package() -> None:
    """The one private touch: ``arxiv._feed.parse`` and the attributes that are read of its results."""
    from arxiv import Result, _feed

    assert list(inspect.signature(_feed.parse).parameters) == ["content"]
    parsed = _feed.parse(feed([MTDNN], total=7).encode())
    assert (parsed.malformed, parsed.header.total_results, len(parsed.results)) == (False, 7, 1)
    (result,) = parsed.results
    assert isinstance(result, Result)
    assert result.entry_id == "http://arxiv.org/abs/1901.11504v2"
    assert [author.name for author in result.authors] == ["Xiaodong Liu", "Pengcheng He"]
    assert (result.published.year, result.primary_category) == (2019, "cs.CL")
    assert (result.comment, result.journal_ref) == ("10 pages; Accepted by ACL 2019", "ACL 2019")
    assert _feed.parse(PLAIN_PAGE).results == [], "why the feed is checked before the package sees it"


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """A good feed with a piece cut out, doubled or replaced."""
    body = feed([MTDNN, entry("1905.07129v1", "ERNIE", ["Zhengyan Zhang"])], total=draw(st.integers(0, 3))).encode()
    start = draw(st.integers(0, len(body)))
    end = draw(st.integers(start, min(len(body), start + 120)))
    filling = draw(st.one_of(st.just(b""), st.binary(max_size=8), st.just(body[start:end] * 2), st.just(b"<i/>")))
    return body[:start] + filling + body[end:]


@settings(deadline=None)
@given(mangled(), st.sampled_from([200, 400]))
def test_a_mangled_feed_gives_no_wrong_record(body: bytes, status: int) -> None:
    request = asking("1901.11504", "1905.07129")
    try:
        reading = read(request, body, status)
    except SourceError:
        return
    settled(reading, request)
    for one, record in reading.records.items():
        assert record.id == one
        assert record.item.title
        assert record.item.author


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from([200, 400, 404, 413]))
def test_any_bytes_are_survived(body: bytes, status: int) -> None:
    request = asking("1901.11504", "1905.07129")
    try:
        reading = read(request, body, status, "")
    except SourceError:
        return
    assert not reading.records
    assert not reading.absent
    settled(reading, request)
