"""The listings of NeurIPS and ICLR: which years are asked for, and which pages they lead to."""

from __future__ import annotations

import pytest

from bertbib.finders.listings import ICLR, NEURIPS
from bertbib.model import Identifier, Item, SourceError, Wanted
from bertbib.sources._venue_pages import landing_page
from sources.answering import ANUBIS, PLAIN_PAGE, answer

ATTENTION, GANS = Identifier("arxiv", "1706.03762"), Identifier("arxiv", "1406.2661")
HASH = "3f5ee243547dee91fbd053c1c4a845aa"
PAGE = f"""<!doctype html><title>NeurIPS 2017</title><div><a href="/paper_files/paper/2016">before</a>
<ul class="paper-list"><li class="conference"><a title="paper title" href="/paper_files/paper/2017/hash/{HASH}-Abstract.html">
Attention is All you Need</a> <i>Ashish Vaswani, Noam Shazeer</i></li>
<li><a title="paper title" href="/paper_files/paper/2017/hash/{HASH[::-1]}-Abstract-Conference.html">Dual &amp; Other Paths</a>
<i>Somebody Else</i></li></ul></div></body></html>"""


def wanted(**about: tuple[str, str, int]) -> dict[Identifier, Wanted]:
    ids = {"attention": ATTENTION, "gans": GANS}
    return {
        ids[name]: Wanted(Item(title=title), frozenset({(series, year)}))
        for name, (title, series, year) in about.items()
    }


def test_one_page_for_each_year_that_somebody_names() -> None:
    both = wanted(attention=("Attention Is All You Need", "neurips", 2017), gans=("Generative Nets", "neurips", 2017))
    (request,) = NEURIPS.questions(both)
    assert request.url == "https://proceedings.neurips.cc/paper_files/paper/2017"
    assert request.ids == (ATTENTION, GANS)
    assert ICLR.questions(both) == []


def test_a_listed_title_leads_to_its_own_page() -> None:
    (request,) = NEURIPS.questions(wanted(attention=("Attention Is All You Need", "neurips", 2017)))
    reading = NEURIPS.read(answer(request, PAGE, content_type="text/html"))
    (lead,) = reading.records[ATTENTION].ids
    assert lead.value == f"https://proceedings.neurips.cc/paper_files/paper/2017/hash/{HASH}-Abstract.html"
    assert landing_page(lead) == lead.value


def test_a_title_that_is_not_listed_is_absent() -> None:
    (request,) = NEURIPS.questions(wanted(gans=("Generative Adversarial Nets", "neurips", 2017)))
    assert NEURIPS.read(answer(request, PAGE)).absent == {GANS}


def test_iclr_is_asked_for_the_years_that_it_has() -> None:
    assert ICLR.questions(wanted(gans=("A Title of Words", "iclr", 2020))) == []
    (request,) = ICLR.questions(wanted(gans=("A Title of Words", "iclr", 2025)))
    assert request.url == "https://proceedings.iclr.cc/paper_files/paper/2025"
    page = PAGE.replace("2017", "2025").replace("Attention is All you Need", "A Title of Words")
    (lead,) = ICLR.read(answer(request, page)).records[GANS].ids
    assert landing_page(lead) == f"https://proceedings.iclr.cc/paper_files/paper/2025/hash/{HASH}-Abstract.html"


def test_a_year_that_is_not_there_yet_is_absent() -> None:
    (request,) = NEURIPS.questions(wanted(gans=("Generative Adversarial Nets", "neurips", 2030)))
    assert NEURIPS.read(answer(request, b"Not Found", 404)).absent == {GANS}


@pytest.mark.parametrize("sought", ["Attention Is All You Need", "Generative Adversarial Nets"])
def test_a_listing_that_is_cut_anywhere_is_none(sought: str) -> None:
    (request,) = NEURIPS.questions(wanted(gans=(sought, "neurips", 2017)))
    for end in range(PAGE.index("</html>") + len("</html>")):
        with pytest.raises(SourceError) as caught:
            NEURIPS.read(answer(request, PAGE[:end], content_type="text/html"))
        assert caught.value.failure == "malformed"


@pytest.mark.parametrize(
    "odd",
    [
        '<a href="http://[broken/paper_files/paper/2017/hash/x-Abstract.html">Odd</a>',
        '<a href="//[::1/x">Odd</a>',
        "<a href>Odd</a>",
        "<a>Odd</a>",
        '<a href="\x00\ud7ff&#xd800;">Odd</a>',
        "<![odd",
        "<![if x]>",
        '<a href="/paper_files/paper/2017/hash/short-Abstract.html">Attention Is All You Need</a>',
    ],
)
def test_one_odd_link_spoils_no_listing(odd: str) -> None:
    (request,) = NEURIPS.questions(wanted(attention=("Attention Is All You Need", "neurips", 2017)))
    page = PAGE.replace('<ul class="paper-list">', f'{odd} <ul class="paper-list">')
    (lead,) = NEURIPS.read(answer(request, page)).records[ATTENTION].ids
    assert lead.value == f"https://proceedings.neurips.cc/paper_files/paper/2017/hash/{HASH}-Abstract.html"


@pytest.mark.parametrize(
    "host",
    [
        "https://example.org",
        "//example.org",
        "https://papers.nips.cc",
        "https://proceedings.neurips.cc.example.org",
        "https://proceedings.neurips.cc@example.org",
        "https://example.org/?https://proceedings.neurips.cc",
        "https://proceedings.neurips.cc/?of=",
        "ftp://proceedings.neurips.cc",
    ],
)
def test_a_link_to_another_host_is_no_lead(host: str) -> None:
    (request,) = NEURIPS.questions(wanted(attention=("Attention Is All You Need", "neurips", 2017)))
    page = PAGE.replace(f'"/paper_files/paper/2017/hash/{HASH}-', f'"{host}/paper_files/paper/2017/hash/{HASH}-')
    assert page != PAGE
    assert NEURIPS.read(answer(request, page)).absent == {ATTENTION}


@pytest.mark.parametrize(
    "host", ["https://proceedings.neurips.cc", "http://proceedings.neurips.cc", "//Proceedings.NeurIPS.cc"]
)
def test_a_link_with_its_own_host_is(host: str) -> None:
    (request,) = NEURIPS.questions(wanted(attention=("Attention Is All You Need", "neurips", 2017)))
    page = PAGE.replace(f'"/paper_files/paper/2017/hash/{HASH}-', f'"{host}/paper_files/paper/2017/hash/{HASH}-')
    (lead,) = NEURIPS.read(answer(request, page)).records[ATTENTION].ids
    assert lead.value == f"https://proceedings.neurips.cc/paper_files/paper/2017/hash/{HASH}-Abstract.html"


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (ANUBIS, 200, "blocked"),
        (ANUBIS, 403, "blocked"),
        (PLAIN_PAGE, 200, "malformed"),
        (b"\xff\xfe", 200, "malformed"),
    ],
)
def test_a_page_without_papers_is_no_listing(body: bytes, status: int, kind: str) -> None:
    (request,) = NEURIPS.questions(wanted(gans=("Generative Adversarial Nets", "neurips", 2014)))
    with pytest.raises(SourceError) as caught:
        NEURIPS.read(answer(request, body, status))
    assert caught.value.failure == kind
