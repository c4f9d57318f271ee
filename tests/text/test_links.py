"""URLs and ids in every form that people write, by form alone."""

from __future__ import annotations

import pytest

from bertbib.model import Identifier
from bertbib.text.links import canonical_url, classify, identifiers_in, implied, is_arxiv_id, parse_identifier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1901.11504", "arxiv:1901.11504"),
        (" arXiv:1901.11504v2 ", "arxiv:1901.11504"),
        ("arXiv:1901.11504v2 [cs.CL]", "arxiv:1901.11504"),
        ("arxiv: 1901.11504.", "arxiv:1901.11504"),
        ("arxiv:cs/0611011", "arxiv:cs/0611011"),
        ("math.GT/0309136", "arxiv:math/0309136"),
        ("0704.0001", "arxiv:0704.0001"),
        ("10.18653/v1/P19-1441", "doi:10.18653/v1/P19-1441"),
        ("10.18653/V1/p19-1441", "doi:10.18653/v1/P19-1441"),
        ("10.18653/v1/2020.ACL-MAIN.1", "doi:10.18653/v1/2020.acl-main.1"),
        ("doi:10.1016/S0140-6736(20)30183-5", "doi:10.1016/S0140-6736(20)30183-5"),
        ("DOI: 10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("info:doi/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("doi:10.48550/arxiv.1901.11504", "doi:10.48550/arXiv.1901.11504"),
        ("acl:P19-1441", "acl:P19-1441"),
        ("p19-1441", "acl:P19-1441"),
        ("2020.acl-main.1", "acl:2020.acl-main.1"),
        ("pmlr:v97/gong19a", "pmlr:v97/gong19a"),
        ("openreview:r1xMH1BtvB", "openreview:r1xMH1BtvB"),
        ("DBLP:conf/acl/LiuHCG19", "dblp:conf/acl/LiuHCG19"),
        ("isbn:978-0-262-03561-3", "isbn:9780262035613"),
        ("url:https://example.org/thing", "url:https://example.org/thing"),
        ("url:https://arxiv.org/abs/1901.11504", "arxiv:1901.11504"),
        ("<https://doi.org/10.1145/3292500.3330701>", "doi:10.1145/3292500.3330701"),
        ("arxiv.org/abs/1901.11504", "arxiv:1901.11504"),
        ("doi.org/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
    ],
)
def test_ids_as_people_type_them(text: str, expected: str) -> None:
    assert str(parse_identifier(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "BERT", "1913.11504", "1501.0001", "1412.00001", "1901.00000", "0703.0001", "9107001",
        "hep-zz/9901001",
        "10.1145", "10.1/x", "doi:nothing", "acl:hello", "isbn:978-0-262-03561-4", "openreview:a b", "pmlr:97/gong19a",
        "https://example.org/page", "javascript:alert(1)", "mailto:a@b.org", "foo:bar",
        "papers/local.pdf", "\u0662\u0660\u0661\u0669.11504",
        "10.1145/x\x00y", "10.1145/%00y", "10.1145/a}\\input{b", "x" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_identifier(text: str) -> None:
    assert parse_identifier(text) is None


ARXIV = [
    "https://arxiv.org/abs/1901.11504",
    "http://arxiv.org/abs/1901.11504v2",
    "https://arxiv.org/pdf/1901.11504",
    "https://arxiv.org/pdf/1901.11504.pdf",
    "https://arxiv.org/pdf/1901.11504v2.pdf#page=3",
    "https://arxiv.org/html/1901.11504v1",
    "https://arxiv.org/paper/1901.11504.pdf",
    "https://arxiv.org/abs/1901.11504.pdf",
    "https://arxiv.org/abs//1901.11504",
    "https://arxiv.org/pdf/1901.11504.pdfm",
    "https://arxiv.org/pdf/1901.11504.pdf?utm_source=x",
    "https://arxiv.org/pdf/1901.11504.pdf&embed",
    "https://www.arxiv.org/abs/1901.11504",
    "https://export.arxiv.org/abs/1901.11504",
    "https://browse.arxiv.org/pdf/1901.11504",
    "https://ARXIV.org:443/abs/1901.11504/",
    "https://arxiv.org/abs/1901.11504).",
    "https://ar5iv.org/abs/1901.11504",
    "https://ar5iv.labs.arxiv.org/html/1901.11504",
    "https://www.alphaxiv.org/abs/1901.11504v1",
    "https://huggingface.co/papers/1901.11504",
    "https://www.arxiv-vanity.com/papers/1901.11504/",
    "https://www.semanticscholar.org/arxiv/1901.11504",
    "https://api.semanticscholar.org/arXiv:1901.11504",
    "https://hf.co/papers/1901.11504",
    "https://www.alphaxiv.org/overview/1901.11504",
    "https://xxx.lanl.gov/abs/1901.11504",
    "https://arxiv.org/ftp/arxiv/papers/1901/1901.11504.pdf",
    "https://arxiv.org/abs/arXiv:1901.11504",
    "https://arxiv.org/pdf/1901.11504.pdf.",
    "https://arxiv.org/pdf/1901.11504.pdf%20",
    "https://arxiv.org/abs/1901.11504?context=cs.CL",
    "https://arxiv.org/paper/1901.11504.paper",
    "https://web.archive.org/web/20200101000000/https://arxiv.org/abs/1901.11504",
    "https://www.google.com/url?q=https%3A%2F%2Farxiv.org%2Fabs%2F1901.11504&sa=D",
]


@pytest.mark.parametrize("url", ARXIV)
def test_arxiv_urls_and_mirrors(url: str) -> None:
    assert classify(url) == (Identifier("arxiv", "1901.11504"), "paper")


def test_what_publishers_put_behind_a_doi_is_no_part_of_it() -> None:
    supplement = "http://pubs.acs.org/doi/suppl/10.1021/acs.x.7b00595/suppl_file/x7b00595_si_001.pdf"
    advance = "https://academic.oup.com/bioinformatics/advance-article/doi/10.1093/bioinformatics/btad027/6986968"
    assert parse_identifier(supplement) == Identifier("doi", "10.1021/acs.x.7b00595")
    assert parse_identifier(advance) == Identifier("doi", "10.1093/bioinformatics/btad027")
    files = parse_identifier("http://delivery.acm.org/10.1145/1630000/1621986/p94-writer.pdf")
    assert files is None or files.scheme == "url"


def test_a_version_is_kept_and_is_no_part_of_the_identity() -> None:
    first, second = parse_identifier("https://arxiv.org/pdf/1901.11504v2.pdf"), parse_identifier("1901.11504")
    assert first is not None
    assert first.version == "v2"
    assert first == second


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://arxiv.org/abs/math.GT/0309136v1", "arxiv:math/0309136"),
        ("https://arxiv.org/pdf/cs/0611011.pdf", "arxiv:cs/0611011"),
        ("https://arxiv.org/abs/cond-mat/0412004", "arxiv:cond-mat/0412004"),
        ("https://aclanthology.org/P19-1441/", "acl:P19-1441"),
        ("https://aclanthology.org/P19-1441.pdf", "acl:P19-1441"),
        ("https://aclanthology.org/P19-1441v2.pdf", "acl:P19-1441"),
        ("https://aclanthology.org/2020.acl-main.1.bib", "acl:2020.acl-main.1"),
        ("https://www.aclweb.org/anthology/2020.findings-emnlp.12/", "acl:2020.findings-emnlp.12"),
        ("https://www.aclweb.org/anthology/papers/P/P19/P19-1226/", "acl:P19-1226"),
        ("https://www.aclweb.org/anthology/papers/P/P19/P19-1226.pdf", "acl:P19-1226"),
        ("http://aclweb.org/anthology/D18-1001", "acl:D18-1001"),
        ("https://aclanthology.info/papers/P18-1001/p18-1001", "acl:P18-1001"),
        ("https://aclanthology.coli.uni-saarland.de/papers/P18-1001/p18-1001", "acl:P18-1001"),
        ("http://anthology.aclweb.org/P/P16/P16-1001.pdf", "acl:P16-1001"),
        ("http://www.lrec-conf.org/proceedings/lrec2020/pdf/2020.lrec-1.144.pdf", "acl:2020.lrec-1.144"),
        ("http://proceedings.mlr.press/v97/gong19a.html", "pmlr:v97/gong19a"),
        ("http://proceedings.mlr.press/v97/gong19a/gong19a.pdf", "pmlr:v97/gong19a"),
        ("http://proceedings.mlr.press/v97/gong19a/gong19a-supp.pdf", "pmlr:v97/gong19a"),
        ("http://proceedings.mlr.press/v28/wan13.pdf", "pmlr:v28/wan13"),
        ("http://proceedings.mlr.press/v40/Kumar15.html", "pmlr:v40/Kumar15"),
        ("http://jmlr.org/proceedings/papers/v37/ioffe15.pdf", "pmlr:v37/ioffe15"),
        ("http://jmlr.csail.mit.edu/proceedings/papers/v28/wan13.html", "pmlr:v28/wan13"),
        ("https://api.openreview.net/pdf?id=r1xMH1BtvB", "openreview:r1xMH1BtvB"),
        ("https://dl.acm.org/citation.cfm?doid=3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("https://www.biorxiv.org/content/10.1101/031906v2.full.pdf+html", "doi:10.1101/031906"),
        ("https://www.biorxiv.org/content/early/2015/11/16/031906.1", "doi:10.1101/031906"),
        ("http://www.jmlr.org/proceedings/papers/v9/glorot10a/glorot10a.pdf", "pmlr:v9/glorot10a"),
        ("https://openreview.net/forum?id=r1xMH1BtvB", "openreview:r1xMH1BtvB"),
        ("https://openreview.net/pdf?id=r1xMH1BtvB", "openreview:r1xMH1BtvB"),
        ("https://openreview.net/forum?id=r1xMH1BtvB&noteId=abcdef", "openreview:r1xMH1BtvB"),
        ("https://openreview.net/attachment?id=r1xMH1BtvB&name=original_pdf", "openreview:r1xMH1BtvB"),
        ("https://dblp.org/rec/conf/acl/LiuHCG19.html", "dblp:conf/acl/LiuHCG19"),
        ("https://doi.org/10.1016/S0140-6736(20)30183-5", "doi:10.1016/S0140-6736(20)30183-5"),
        ("https://doi.org/10.1016/S0140-6736(20)30183-5).", "doi:10.1016/S0140-6736(20)30183-5"),
        ("http://dx.doi.org/10.1162%2Ftacl_a_00300", "doi:10.1162/tacl_a_00300"),
        ("https://dl.acm.org/doi/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701?casa_token=x", "doi:10.1145/3292500.3330701"),
        ("https://link.springer.com/chapter/10.1007%2F978-3-030-58452-8_13", "doi:10.1007/978-3-030-58452-8_13"),
        ("https://link.springer.com/content/pdf/10.1007/s11263-015-0816-y.pdf", "doi:10.1007/s11263-015-0816-y"),
        ("https://onlinelibrary.wiley.com/doi/10.1002/hbm.24210/abstract", "doi:10.1002/hbm.24210"),
        ("https://onlinelibrary.wiley.com/doi/full/10.1002/hbm.24210", "doi:10.1002/hbm.24210"),
        ("https://www.tandfonline.com/doi/abs/10.1080/01621459.2017.1285773", "doi:10.1080/01621459.2017.1285773"),
        ("https://www.science.org/doi/10.1126/science.aar6404", "doi:10.1126/science.aar6404"),
        ("https://journals.sagepub.com/doi/pdf/10.1177/0278364917710318", "doi:10.1177/0278364917710318"),
        ("https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a_00300/43539/SpanBERT", "doi:10.1162/tacl_a_00300"),
        ("https://direct.mit.edu/tacl/article-pdf/doi/10.1162/tacl_a_00300/1923170/x.pdf", "doi:10.1162/tacl_a_00300"),
        ("https://www.mitpressjournals.org/doi/pdf/10.1162/tacl_a_00300", "doi:10.1162/tacl_a_00300"),
        ("https://www.frontiersin.org/articles/10.3389/fnbot.2019.00001/full", "doi:10.3389/fnbot.2019.00001"),
        (
            "https://iopscience.iop.org/article/10.1088/1742-6596/1234/1/012345/pdf",
            "doi:10.1088/1742-6596/1234/1/012345",
        ),
        ("https://journals.aps.org/prd/abstract/10.1103/PhysRevD.97.014021", "doi:10.1103/PhysRevD.97.014021"),
        (
            "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0123456",
            "doi:10.1371/journal.pone.0123456",
        ),
        ("https://www.nature.com/articles/s41586-020-2649-2", "doi:10.1038/s41586-020-2649-2"),
        ("https://www.nature.com/articles/nature14539.pdf", "doi:10.1038/nature14539"),
        ("https://www.nature.com/nature/journal/v521/n7553/full/nature14539.html", "doi:10.1038/nature14539"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.02.123456v1.full.pdf", "doi:10.1101/2020.01.02.123456"),
        ("https://www.biorxiv.org/content/early/2015/11/16/031906", "doi:10.1101/031906"),
        ("https://www.biorxiv.org/content/biorxiv/early/2018/05/29/031906.full.pdf", "doi:10.1101/031906"),
        ("https://www.medrxiv.org/content/10.1101/2020.07.07.20148585v1", "doi:10.1101/2020.07.07.20148585"),
        ("https://doi.org/10.18653/v1/p19-1441", "doi:10.18653/v1/P19-1441"),
        ("https://papers.nips.cc/paper/7181-attention.pdf", "url:https://papers.nips.cc/paper/7181-attention.pdf"),
        ("https://WWW.ijcai.org/Proceedings/2019/0123.pdf#top", "url:https://www.ijcai.org/Proceedings/2019/0123.pdf"),
        ("https://example.org/own/paper.pdf?utm_source=x&a=b", "url:https://example.org/own/paper.pdf?a=b"),
        ("https://arxiv.org/abs/1913.11504", "url:https://arxiv.org/abs/1913.11504"),
        ("https://openreview.net/references/pdf?id=abc12", "url:https://openreview.net/references/pdf?id=abc12"),
        ("https://dl.acm.org/citation.cfm?id=3342186", "url:https://dl.acm.org/citation.cfm?id=3342186"),
    ],
)
def test_urls_of_papers(url: str, expected: str) -> None:
    identifier, role = classify(url)
    assert str(identifier) == expected
    assert role == "paper"
    assert parse_identifier(url) == identifier


@pytest.mark.parametrize(
    ("url", "role"),
    [
        ("https://github.com/namisan/mt-dnn", "code"),
        ("https://gitlab.inria.fr/a/b", "code"),
        ("https://huggingface.co/bert-base-uncased", "code"),
        ("https://colab.research.google.com/drive/1", "code"),
        ("https://huggingface.co/datasets/squad", "data"),
        ("https://zenodo.org/record/1", "data"),
        ("https://allenai.github.io/scibert/", "project"),
        ("https://ai.googleblog.com/2020/03/electra.html", "blog"),
        ("https://medium.com/@a/b-c", "blog"),
        ("https://ai.stanford.edu/blog/qagnn/", "blog"),
        ("https://www.youtube.com/watch?v=abc", "video"),
        ("https://youtu.be/abc", "video"),
        ("https://www.slideshare.net/a/b", "slides"),
        ("https://example.org/talks/slides.pdf", "slides"),
        ("https://docs.google.com/presentation/d/1", "slides"),
        ("https://twitter.com/a/status/1", "other"),
        ("https://aclanthology.org/", "other"),
        ("https://aclanthology.org/attachments/2020.acl-main.1.Software.zip", "other"),
        ("https://web.archive.org/web/2020/https://github.com/a/b", "code"),
        ("https://proceedings.mlr.press/", "other"),
        ("https://arxiv.org/list/cs.CL/recent", "other"),
        ("https://openreview.net/group?id=ICLR.cc", "other"),
        ("https://notarxiv.org/abs/1901.11504", "other"),
        ("https://arxiv.org.evil.example/abs/1901.11504", "other"),
        ("#anchor", "other"),
        ("README.md", "other"),
        ("javascript:alert(1)//https://arxiv.org/abs/1901.11504", "other"),
        ("mailto:a@b.org", "other"),
        ("ftp://arxiv.org/abs/1901.11504", "other"),
        ("https://openreview.net/forum?id=r1xMH1BtvB ELECTRA", "other"),
        ("https://openreview.net/forum?id=r1xMH1BtvB\tELECTRA", "other"),
        ("https://", "other"),
        ("https://[::1", "other"),
        ("https://\x00arxiv.org/abs/1901.11504", "other"),
        ("", "other"),
    ],
)
def test_links_that_lead_to_no_paper(url: str, role: str) -> None:
    assert classify(url) == (None, role)


def test_ids_in_running_text_in_their_order_and_once() -> None:
    text = (
        "See arXiv preprint arXiv:1505.00521, CoRR, abs/1510.00149 (2015), doi:10.1016/S0140-6736(20)30183-5. Also"
        " (10.1145/123.456); https://aclanthology.org/P19-1441/), arXiv:cs/0611011v2 and arXiv:1505.00521v3."
    )
    assert [str(identifier) for identifier in identifiers_in(text)] == [
        "arxiv:1505.00521",
        "arxiv:1510.00149",
        "doi:10.1016/S0140-6736(20)30183-5",
        "doi:10.1145/123.456",
        "acl:P19-1441",
        "arxiv:cs/0611011",
    ]


@pytest.mark.parametrize(
    "text",
    ["pages 1901.11504", "arXiv 2020", "version 10.15 of 2020", "section P19-1441", "https://github.com/a/b",
     "v10.1234/5", "arXiv:1901.115041", "arXiv:1901.115"],
)  # fmt: skip
def test_text_that_only_looks_like_an_id_is_left_alone(text: str) -> None:
    assert identifiers_in(text) == ()


def test_a_doi_in_chinese_text_ends_at_its_punctuation() -> None:
    found = identifiers_in("见10.1145/123.456。另见\uff0810.1145/7.8\uff09。")
    assert [identifier.value for identifier in found] == ["10.1145/123.456", "10.1145/7.8"]


def test_digits_of_other_scripts_make_no_id() -> None:
    assert identifiers_in("10.\u0661\u0662\u0663\u0664/x arXiv:\u0661901.11504") == ()


@pytest.mark.parametrize(
    ("identifier", "url"),
    [
        (Identifier("arxiv", "cs/0611011"), "https://arxiv.org/abs/cs/0611011"),
        (Identifier("doi", "10.1145/1.2"), "https://doi.org/10.1145/1.2"),
        (Identifier("acl", "P19-1441"), "https://aclanthology.org/P19-1441/"),
        (Identifier("pmlr", "v97/gong19a"), "https://proceedings.mlr.press/v97/gong19a.html"),
        (Identifier("openreview", "r1xMH1BtvB"), "https://openreview.net/forum?id=r1xMH1BtvB"),
        (Identifier("dblp", "conf/acl/LiuHCG19"), "https://dblp.org/rec/conf/acl/LiuHCG19"),
        (Identifier("isbn", "9780262035613"), "https://openlibrary.org/isbn/9780262035613"),
        (Identifier("url", "https://example.org/{x}.pdf"), "https://example.org/{x}.pdf"),
    ],
)
def test_the_page_of_an_identifier_is_read_back_as_it(identifier: Identifier, url: str) -> None:
    assert canonical_url(identifier) == url
    if identifier.scheme != "isbn":
        assert parse_identifier(url) == identifier


def test_an_unknown_scheme_has_its_text_form_for_a_page() -> None:
    assert canonical_url(Identifier("mine", "7")) == "mine:7"


@pytest.mark.parametrize(
    ("given", "follows"),
    [
        ("doi:10.18653/v1/p19-1441", ["acl:P19-1441"]),
        ("doi:10.3115/v1/D14-1162", ["acl:D14-1162"]),
        ("doi:10.18653/v1/2020.acl-main.1", ["acl:2020.acl-main.1"]),
        ("doi:10.48550/arXiv.1901.11504", ["arxiv:1901.11504"]),
        ("dblp:journals/corr/abs-1901-11504", ["arxiv:1901.11504"]),
        ("doi:10.18653/v1/nonsense", []),
        ("doi:10.1162/tacl_a_00300", []),
        ("acl:P19-1441", []),
    ],
)
def test_what_follows_by_form_alone(given: str, follows: list[str]) -> None:
    assert [str(identifier) for identifier in implied(Identifier.parse(given))] == follows


def test_the_grammar_of_arxiv_ids() -> None:
    right = (
        "0704.0001 1412.9999 1501.00001 2312.12345 hep-th/9108001 math/0703999 math.GT/0309136 cond-mat.str-el/0412004"
    )
    wrong = "0703.0001 1412.00001 1501.0001 1900.00001 1913.00001 1901.00000 hep-th/9107001 cs/0704001 foo/0309136"
    assert [value for value in right.split() if not is_arxiv_id(value)] == []
    assert [value for value in wrong.split() if is_arxiv_id(value)] == []
    assert not is_arxiv_id("1901.11504v2")
    assert not is_arxiv_id("1901.11504\n")


@pytest.mark.parametrize(
    "text", ["10.1234" + ".1" * 50000, "10.1234/" + "(" * 100000, "https://" * 20000, "arXiv:" * 30000, ")" * 100000,
             "https://arxiv.org/" + "/" * 100000, "https://a.org/doi/10.1/" + "10.1/" * 20000]
)  # fmt: skip
def test_long_hostile_text_is_read_to_its_end(text: str) -> None:
    assert all(identifier.scheme == "doi" for identifier in identifiers_in(text))
    classify(text)
