"""The venues' own pages: known sites only, whole citation tags only, and the page of the paper that was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Date, Identifier, Name, Reading, Record, SourceError
from bertbib.sources._meta_tags import read_date
from bertbib.sources._venue_pages import SITES, landing_page, site_of
from bertbib.sources.pages import SOURCE
from bertbib.text.links import classify, parse_identifier
from sources.answering import ANUBIS, PLAIN_PAGE, answer, stored

HASH = "0123456789abcdef0123456789abcdef"
NEURIPS_PAGE = f"https://proceedings.neurips.cc/paper_files/paper/2017/hash/{HASH}-Abstract.html"
NIPS, AAAI, IJCAI, JMLR, USENIX = (
    stored(f"pages/{name}.html") for name in ("nips-2017", "aaai-6428", "ijcai-2019-123", "jmlr-20-074", "unquoted")
)
GOYAL = "https://www.usenix.org/conference/nsdi22/presentation/goyal"


def url(address: str) -> Identifier:
    return Identifier("url", address)


def read(address: str, body: bytes, status: int = 200, form: str = "text/html; charset=utf-8") -> Reading:
    (request,) = SOURCE.requests([url(address)])
    return SOURCE.read(answer(request, body, status, form))


def record(address: str, body: bytes) -> Record:
    return read(address, body).records[url(address)]


def failure(address: str, body: bytes, status: int = 200, form: str = "text/html") -> str:
    with pytest.raises(SourceError) as caught:
        read(address, body, status, form)
    return caught.value.failure


class TestPages:
    @pytest.mark.parametrize(
        ("link", "page"),
        [
            (
                "http://papers.nips.cc/paper/7181-attention-is-all-you-need.pdf",
                "https://papers.nips.cc/paper/7181-attention-is-all-you-need",
            ),
            (NEURIPS_PAGE.replace("hash", "file").replace("Abstract.html", "Paper.pdf"), NEURIPS_PAGE),
            (
                f"https://proceedings.neurips.cc/paper/2022/file/{HASH}-Paper-Conference.pdf",
                f"https://proceedings.neurips.cc/paper/2022/hash/{HASH}-Abstract-Conference.html",
            ),
            (
                f"https://datasets-benchmarks-proceedings.neurips.cc/paper/2021/file/{HASH}-Paper-round1.pdf",
                f"https://datasets-benchmarks-proceedings.neurips.cc/paper/2021/hash/{HASH}-Abstract-round1.html",
            ),
            (
                "https://aaai.org/ojs/index.php/AAAI/article/view/6428",
                "https://ojs.aaai.org/index.php/AAAI/article/view/6428",
            ),
            (
                "https://ojs.aaai.org//index.php/AAAI/article/view/6428/6284",
                "https://ojs.aaai.org/index.php/AAAI/article/view/6428",
            ),
            ("https://www.ijcai.org/proceedings/2019/0123.pdf", "https://www.ijcai.org/proceedings/2019/123"),
            ("https://www.ijcai.org/Proceedings/16/Papers/008.pdf", "https://www.ijcai.org/Abstract/16/008"),
            (
                "http://openaccess.thecvf.com/content_CVPR_2019/papers/Xu_A_CVPR_2019_paper.pdf",
                "https://openaccess.thecvf.com/content_CVPR_2019/html/Xu_A_CVPR_2019_paper.html",
            ),
            (
                "https://openaccess.thecvf.com/content/CVPR2021W/EarthVision/papers/Xu_A_CVPRW_2021_paper.pdf",
                "https://openaccess.thecvf.com/content/CVPR2021W/EarthVision/html/Xu_A_CVPRW_2021_paper.html",
            ),
            ("http://www.jmlr.org/papers/volume21/20-074/20-074.pdf", "https://jmlr.org/papers/v21/20-074.html"),
            (
                "http://jmlr.csail.mit.edu/papers/volume3/bengio03a/bengio03a.pdf",
                "https://jmlr.org/papers/v3/bengio03a.html",
            ),
            (GOYAL, GOYAL),
            ("https://dl.acm.org/citation.cfm?id=3295349", "https://dl.acm.org/citation.cfm?id=3295349"),
        ],
    )
    def test_of_links(self, link: str, page: str) -> None:
        found = parse_identifier(link)
        assert found is not None
        assert found.scheme == "url"
        assert [request.url for request in SOURCE.requests([found])] == [page]
        assert landing_page(url(page)) == page, "a page is its own page"

    @pytest.mark.parametrize(
        "link",
        [
            "https://example.org/papers/v21/20-074.html",
            "https://papers.nips.cc@example.org/paper/7181-attention",
            "https://papers.nips.cc/book/advances-in-neural-information-processing-systems-30-2017",
            "https://papers.nips.cc/",
            f"https://papers.nips.cc/paper/2019/file/{HASH}-Supplemental.pdf",
            "https://www.ijcai.org/proceedings/2019/",
            "https://www.usenix.org/system/files/nsdi22-paper-goyal.pdf",
            "https://openaccess.thecvf.com/CVPR2021?day=all",
            "https://ojs.aaai.org/index.php/AAAI/issue/view/255",
            "https://peerj.com/preprints/123/",
            "file:///etc/passwd",
            "https://127.0.0.1/paper/7181-attention",
            "",
        ],
    )
    def test_of_nothing_else(self, link: str) -> None:
        assert not SOURCE.accepts(url(link))
        assert SOURCE.requests([url(link)]) == []

    def test_old_pages_of_ijcai(self) -> None:
        assert landing_page(url("https://www.ijcai.org/Abstract/16/008")) == "https://www.ijcai.org/Abstract/16/008"

    def test_two_links_to_one_page_ask_once(self) -> None:
        links = [url(NEURIPS_PAGE), url(NEURIPS_PAGE.replace("hash", "file").replace("Abstract.html", "Paper.pdf"))]
        (request,) = SOURCE.requests(links)
        assert set(SOURCE.read(answer(request, NIPS, 200, "text/html")).records) == set(links)

    def test_only_urls(self) -> None:
        assert not SOURCE.accepts(Identifier("doi", "10.1609/aaai.v34i05.6428"))


PAPERS = f"""
https://papers.nips.cc/paper/7181-attention-is-all-you-need
https://papers.nips.cc/paper_files/paper/2019/hash/{HASH}-Abstract.html
https://papers.neurips.cc/paper/7181-attention-is-all-you-need
https://proceedings.neurips.cc/paper/2019/hash/{HASH}-Abstract.html
https://proceedings.nips.cc/paper/2019/hash/{HASH}-Abstract.html
https://datasets-benchmarks-proceedings.neurips.cc/paper/2021/hash/{HASH}-Abstract-round1.html
https://proceedings.iclr.cc/paper_files/paper/2025/hash/{HASH}-Abstract-Conference.html
https://aaai.org/papers/05681-a-paper/
https://aaai.org/Papers/AAAI/2008/AAAI08-001.php
https://aaai.org/index.php/AAAI/article/view/6428
https://aaai.org/ojs/index.php/AAAI/article/view/6428
https://ojs.aaai.org/index.php/AAAI/article/view/6428
https://ojs.aaai.org/ojs/index.php/AAAI/article/view/6428
https://www.ijcai.org/proceedings/2019/123
https://www.ijcai.org/Proceedings/2019/123
https://www.ijcai.org/Abstract/16/008
https://www.ijcai.org/abstract/16/008
https://openaccess.thecvf.com/content_CVPR_2019/html/Xu_A_CVPR_2019_paper.html
https://openaccess.thecvf.com/content/CVPR2021W/EarthVision/html/Xu_A_CVPRW_2021_paper.html
https://www.cv-foundation.org/openaccess/content_cvpr_2016/html/Xu_A_CVPR_2016_paper.html
https://jmlr.org/papers/v21/20-074.html
http://jmlr.csail.mit.edu/papers/v3/bengio03a.html
https://www.usenix.org/conference/nsdi22/presentation/goyal
https://dl.acm.org/citation.cfm?id=3295349
https://ieeexplore.ieee.org/document/8099678
https://ieeexplore.ieee.org/abstract/document/8099678
https://link.springer.com/chapter/an-old-address
https://www.sciencedirect.com/science/article/pii/S0004370220301867
https://www.mdpi.com/1424-8220/20/1/1
https://www.jair.org/index.php/jair/article/view/11030
https://peerj.com/articles/cs-1/
https://elifesciences.org/articles/12345
https://www.isca-archive.org/interspeech_2020/xu20_interspeech.html
https://www.cambridge.org/core/journals/a-journal/article/a-paper/0123
https://academic.oup.com/bioinformatics/article/36/4/1234/5566506
https://direct.mit.edu/neco/article/9/8/1735/6109/A-Paper
https://projecteuclid.org/journals/a-journal/volume-1/issue-1/a-paper.full
https://projecteuclid.org/euclid/aos/1176344136
https://www.roboticsproceedings.org/rss17/p001.html
""".split()


class TestLinksOfReadingLists:
    """A page that can be read is of no use where a list's link to it is not taken for a paper's."""

    @pytest.mark.parametrize("link", PAPERS)
    def test_are_taken_for_papers(self, link: str) -> None:
        identifier, role = classify(link)
        assert (role, identifier) == ("paper", url(link))
        assert SOURCE.accepts(url(link))

    def test_of_every_site(self) -> None:
        assert {site_of(link) for link in PAPERS} == set(SITES)


class TestRecord:
    @pytest.mark.parametrize("link", [NEURIPS_PAGE, "https://papers.nips.cc/paper/7181-attention-is-all-you-need.pdf"])
    def test_neurips(self, link: str) -> None:
        found = record(link, NIPS)
        item = found.item
        assert (found.status, item.type) == ("published", "paper-conference")
        assert item.title == "Attention is All you Need"
        assert item.author[0] == Name("Vaswani", "Ashish")
        assert item.author[6] == Name("Kaiser", "Łukasz")
        assert len(item.author) == 8
        assert (item.container_title, item.volume) == ("Advances in Neural Information Processing Systems", "30")
        assert item.issued == Date(2017)
        assert found.ids[0] == url(link)

    def test_aaai(self) -> None:
        found = record("https://aaai.org/ojs/index.php/AAAI/article/view/6428", AAAI)
        item = found.item
        assert item.type == "paper-conference", "AAAI's proceedings only look like a journal"
        assert item.container_title == "Proceedings of the AAAI Conference on Artificial Intelligence"
        assert (item.volume, item.issue, item.page, item.issued) == ("34", "05", "8968-8975", Date(2020))
        assert [str(name) for name in item.author][:3] == ["Yu Sun", "Shuohuan Wang", "Yukun Li"]
        assert len(item.author) == 7
        assert Identifier("doi", "10.1609/aaai.v34i05.6428") in found.ids

    def test_ijcai_whose_tags_name_no_venue(self) -> None:
        item = record("https://www.ijcai.org/proceedings/2019/0123.pdf", IJCAI).item
        assert item.container_title == "International Joint Conference on Artificial Intelligence"
        assert (item.type, item.page, item.issued) == ("paper-conference", "880-886", Date(2019))
        assert item.author[1] == Name("Berg", "Bertrand", "van den")

    def test_jmlr(self) -> None:
        item = record("https://jmlr.org/papers/v21/20-074.html", JMLR).item
        assert (item.type, item.container_title) == ("article-journal", "Journal of Machine Learning Research")
        assert (item.volume, item.issue, item.page) == ("21", "140", "1-67")

    def test_attributes_unquoted_and_in_any_order(self) -> None:
        item = record(GOYAL, USENIX).item
        assert [str(name) for name in item.author] == ["Prateesh Goyal", "Preey Shah", "Thomas E. Anderson"]
        assert item.container_title.startswith("19th USENIX Symposium")
        assert (item.page, item.ISBN, item.issued) == ("779-805", "978-1-939133-27-4", Date(2022))

    def test_a_workshop_of_cvf_is_not_its_conference(self) -> None:
        page = NIPS.replace(b"journal_title", b"conference_title").replace(
            b"Advances in Neural Information Processing Systems", b"Proceedings of the IEEE/CVF Conference on CVPR"
        )
        link = "https://openaccess.thecvf.com/content/CVPR2021W/EarthVision/html/Xu_A_CVPRW_2021_paper.html"
        assert record(link, page).item.container_title == "Proceedings of the IEEE/CVF Conference on CVPR Workshops"
        assert record(link.replace("CVPR2021W/EarthVision", "CVPR2021"), page).item.container_title.endswith("CVPR")

    def test_a_paper_about_challenges_is_no_challenge(self) -> None:
        page = NIPS.replace(b"<body>", b"<body><p>CAPTCHA: are you not a bot? Just a moment</p>")
        assert record(NEURIPS_PAGE, page).status == "published"

    def test_markup_and_entities(self) -> None:
        page = NIPS.replace(
            b'Attention is All you Need">', b'Learning &amp;lt;i&amp;gt;Caf&amp;eacute;&amp;lt;/i&amp;gt;">'
        )
        assert record(NEURIPS_PAGE, page).item.title == "Learning Café"

    def test_latin_1_where_it_is_declared(self) -> None:
        page = NIPS.replace("Łukasz".encode(), b"Andr\xe9").replace(b"utf-8", b"iso-8859-1")
        (request,) = SOURCE.requests([url(NEURIPS_PAGE)])
        found = SOURCE.read(answer(request, page, 200, "text/html")).records[url(NEURIPS_PAGE)]
        assert found.item.author[6] == Name("Kaiser", "André")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019/06/09", Date(2019, 6, 9)),
        ("2021/6", Date(2021, 6)),
        ("2018-05-24", Date(2018, 5, 24)),
        ("2019", Date(2019)),
        ("2019-06-09T12:00:00Z", Date(2019, 6, 9)),
        ("06/09/2019", Date(2019)),
        ("9 June 2019", Date(2019)),
        ("2019-2020", None),
        ("soon", None),
        ("0000", None),
        ("2019/13/45", Date(2019)),
    ],
)
def test_dates(text: str, day: Date | None) -> None:
    assert read_date(text) == day


class TestBroken:
    @pytest.mark.parametrize("status", [404, 410])
    def test_a_missing_page_is_absent(self, status: int) -> None:
        assert read(GOYAL, PLAIN_PAGE, status).absent == {url(GOYAL)}

    @pytest.mark.parametrize(
        ("body", "status", "expected"),
        [
            (ANUBIS, 200, "blocked"),
            (ANUBIS, 404, "blocked"),
            (b"", 403, "blocked"),
            (PLAIN_PAGE, 200, "malformed"),
            (b"%PDF-1.5 \xff\xfe", 200, "malformed"),
            (b"", 200, "malformed"),
            (b"", 406, "malformed"),
            (b"<![x" * 1000, 200, "malformed"),
            (b" " * 3_000_000, 200, "malformed"),
            (USENIX.replace(b"name=citation_title", b"name=title"), 200, "malformed"),
            (USENIX.replace(b"citation_conference_title", b"x"), 200, "malformed"),
            (USENIX.replace(b"citation_publication_date", b"x"), 200, "malformed"),
            (USENIX.lower().replace(b"citation_author>", b"x>").replace(b'"citation_author"', b"x"), 200, "malformed"),
            (USENIX.replace(b"Prateesh Goyal", b"Prateesh Goyal, Preey Shah, Kevin Zhao, Ada X"), 200, "malformed"),
            (USENIX.replace(b"Prateesh Goyal", b"Prateesh Goyal and Preey Shah"), 200, "malformed"),
        ],
    )
    def test_is_never_a_record(self, body: bytes, status: int, expected: str) -> None:
        assert failure(GOYAL, body, status) == expected

    @pytest.mark.parametrize(("link", "page"), [(NEURIPS_PAGE, NIPS), (GOYAL, USENIX)])
    def test_a_page_that_is_cut_among_its_tags_is_none(self, link: str, page: bytes) -> None:
        """Else a work would have the authors that came before the cut, and no others."""
        whole = record(link, page).item
        end = page.lower().index(b"</head")
        for cut in range(end):
            assert failure(link, page[:cut]) in ("malformed", "blocked")
        assert record(link, page[: end + len(b"</head>")]).item == whole

    @pytest.mark.parametrize(
        ("link", "page"),
        [
            ("https://ojs.aaai.org/index.php/AAAI/article/view/6429", AAAI),
            ("https://ojs.aaai.org/index.php/AAAI/article/view/642", AAAI),
            ("https://www.ijcai.org/proceedings/2019/124", IJCAI),
            ("https://www.ijcai.org/proceedings/2018/123", IJCAI),
            ("https://jmlr.org/papers/v20/20-074.html", JMLR),
            (NEURIPS_PAGE.replace(HASH, HASH[::-1]), NIPS),
        ],
    )
    def test_another_papers_page_is_refused(self, link: str, page: bytes) -> None:
        assert failure(link, page) == "malformed"


@settings(deadline=None)
@given(st.data(), st.sampled_from([(NEURIPS_PAGE, NIPS), (GOYAL, USENIX)]))
def test_a_mangled_page_gives_no_record_without_its_parts(data: st.DataObject, good: tuple[str, bytes]) -> None:
    link, page = good
    start = data.draw(st.integers(0, len(page)))
    end = data.draw(st.integers(start, min(len(page), start + 80)))
    body = page[:start] + data.draw(st.binary(max_size=6)) + page[end:]
    try:
        reading = read(link, body)
    except SourceError:
        return
    assert set(reading.records) == {url(link)}
    item = reading.records[url(link)].item
    assert item.title
    assert item.author
    assert item.container_title
    assert item.issued
