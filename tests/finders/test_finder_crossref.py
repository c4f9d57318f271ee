"""Crossref's search: when it is asked, and what its answers lead to."""

from __future__ import annotations

from typing import Any

import pytest

from bertbib.finders.crossref import FINDER
from bertbib.model import Date, Identifier, Item, Name, SourceError, Wanted
from sources.answering import ANUBIS, PLAIN_PAGE, answer

ONE = Identifier("arxiv", "1901.11504")
TITLE = "Multi-Task Deep Neural Networks for Natural Language Understanding"


def sought(*venues: tuple[str, int], names: tuple[str, ...] = (), title: str = TITLE) -> dict[Identifier, Wanted]:
    item = Item(title=title, author=(Name(family="Liu", given="Xiaodong"),), issued=Date(2019))
    return {ONE: Wanted(item, frozenset(venues), frozenset(names))}


def page(*works: dict[str, Any]) -> dict[str, Any]:
    return {"status": "ok", "message-type": "work-list", "message": {"total-results": 9_999, "items": list(works)}}


def work(doi: str, title: str, kind: str = "proceedings-article") -> dict[str, Any]:
    return {"DOI": doi, "title": [title], "type": kind}


def leads(body: object, **about: Any) -> list[str]:
    (request,) = FINDER.questions(sought(("acl", 2019), **about))
    reading = FINDER.read(answer(request, body))
    return [one.value for record in reading.records.values() for one in record.ids]


def test_one_title_and_its_first_author_are_asked_for() -> None:
    (request,) = FINDER.questions(sought(("acl", 2019), title='<span class="nocase">BERT</span> and PALs'))
    assert dict(request.params)["query.bibliographic"] == "BERT and PALs Liu"
    assert request.ids == (ONE,)


@pytest.mark.parametrize("venue", [("iclr", 2020), ("neurips", 2019), ("icml", 2019)])
def test_venues_without_dois_are_not_asked_for(venue: tuple[str, int]) -> None:
    assert FINDER.questions(sought(venue)) == []
    assert len(FINDER.questions(sought(venue, ("aaai", 2020)))) == 1
    assert len(FINDER.questions(sought(names=("The Journal of Results",)))) == 1


def test_only_titles_that_may_be_the_preprints_lead_on_the_equal_one_first() -> None:
    body = page(
        work(
            "10.1/toolkit",
            "The Microsoft Toolkit of Multi-Task Deep Neural Networks for Natural Language Understanding",
        ),
        work("10.1/other", "Attention is All you Need"),
        work("10.1/same", TITLE),
        work("10.1/book", TITLE, "book"),
    )
    assert leads(body) == ["10.1/same", "10.1/toolkit"]


def test_a_search_without_a_likely_title_found_nothing() -> None:
    (request,) = FINDER.questions(sought(("acl", 2019)))
    assert FINDER.read(answer(request, page(work("10.1/x", "Something Else Entirely")))).absent == {ONE}
    assert FINDER.read(answer(request, page())).absent == {ONE}


def test_a_paper_about_captchas_is_no_challenge() -> None:
    title = "Breaking a captcha without access denied pages"
    assert leads(page(work("10.1/captcha", title)), title=title) == ["10.1/captcha"]


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (ANUBIS, 200, "blocked"),
        (ANUBIS, 500, "blocked"),
        (PLAIN_PAGE, 200, "malformed"),
        ({"status": "ok"}, 200, "malformed"),
        ({"message": {"items": {}}}, 200, "malformed"),
        (b'{"message": {"items": [', 200, "malformed"),
        ({"status": "failed"}, 400, "malformed"),
    ],
)
def test_what_is_no_list_of_works_is_no_answer(body: object, status: int, kind: str) -> None:
    (request,) = FINDER.questions(sought(("acl", 2019)))
    with pytest.raises(SourceError) as caught:
        FINDER.read(answer(request, body, status))
    assert caught.value.failure == kind


def test_a_mirror_without_the_search_leaves_it_open() -> None:
    (request,) = FINDER.questions(sought(("acl", 2019)))
    reading = FINDER.read(answer(request, "Resource not found.", 404))
    assert (list(reading.unclear), reading.absent) == ([ONE], frozenset())


ODD: list[Any] = [{}, [], [[]], [{}], None, True, ""]


@pytest.mark.parametrize(
    "works",
    [
        [None],
        ["x"],
        [{"DOI": 3}],
        *([{"DOI": "10.1/x", "title": [TITLE], "type": odd}] for odd in [*ODD, 3, ["journal-article"]]),
        *([{"DOI": odd, "title": [TITLE], "type": "journal-article"}] for odd in ODD),
        *([{"DOI": "10.1/x", "title": odd, "type": "journal-article"}] for odd in ODD),
    ],
)
def test_hostile_works_are_left_out_and_only_they(works: list[Any]) -> None:
    (request,) = FINDER.questions(sought(("acl", 2019)))
    assert FINDER.read(answer(request, {"message": {"items": works}})).absent == {ONE}
    (good,) = FINDER.read(answer(request, page(*works, work("10.1/same", TITLE)))).records[ONE].ids
    assert good.value == "10.1/same"
