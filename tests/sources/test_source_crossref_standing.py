"""What Crossref registers as an article and is none: the preprints of servers, and notices about other works."""

from __future__ import annotations

import pytest

from bertbib.model import Identifier, Record
from bertbib.sources.crossref import SOURCE
from sources.answering import answer


def found(doi: str, **facts: object) -> Record:
    """The record of an article of a journal under this DOI, with these fields changed."""
    asked = Identifier("doi", doi)
    message = {
        "DOI": doi.lower(),
        "type": "journal-article",
        "title": ["On Things"],
        "author": [{"given": "Ada", "family": "Lovelace"}],
        "container-title": ["Journal of Things"],
        "volume": "3",
        "publisher": "A House",
        **{field.replace("_", "-"): value for field, value in facts.items()},
    }
    (request,) = SOURCE.requests([asked])
    return SOURCE.read(answer(request, {"message-type": "work", "message": message})).records[asked]


class TestPreprints:
    @pytest.mark.parametrize(
        ("doi", "facts", "publisher"),
        [
            ("10.2139/ssrn.3592841", {"container_title": ["SSRN Electronic Journal"], "publisher": "Elsevier BV"},
             "SSRN Electronic Journal"),
            ("10.1000/1", {"container_title": ["SSRN Electronic Journal"]}, "SSRN Electronic Journal"),
            ("10.21203/rs.3.rs-1/v1", {"container_title": [], "publisher": "Research Square Platform LLC"},
             "Research Square Platform LLC"),
            ("10.1000/1", {"container_title": [], "publisher": "Research Square Platform LLC"},
             "Research Square Platform LLC"),
            ("10.20944/preprints202001.0001.v1", {"container_title": [], "publisher": "MDPI AG"}, "MDPI AG"),
            ("10.1000/1", {"container_title": ["Preprints.org"], "publisher": "MDPI AG"}, "Preprints.org"),
            ("10.1101/2020.01.02.123456", {"container_title": []}, "A House"),
            ("10.64898/2025.12.02.123456", {"container_title": ["bioRxiv"]}, "bioRxiv"),
            ("10.31234/osf.io/abcde", {"container_title": [], "publisher": "Center for Open Science"},
             "Center for Open Science"),
            ("10.1000/1", {"container_title": ["PsyArXiv"]}, "PsyArXiv"),
            ("10.1000/1", {"type": "proceedings-article", "publisher": "Zenodo", "container_title": []}, "Zenodo"),
        ],
    )  # fmt: skip
    def test_registered_as_published(self, doi: str, facts: dict[str, object], publisher: str) -> None:
        record = found(doi, **facts)
        item = record.item
        assert (record.status, item.type, item.publisher) == ("preprint", "article", publisher)
        assert (item.container_title, item.volume) == ("", "")

    def test_a_journal_named_beside_a_servers_doi_is_a_hint(self) -> None:
        record = found("10.2139/ssrn.1")
        assert (record.status, record.item.container_title) == ("preprint", "")
        assert dict(record.hints) == {"container_title": "Journal of Things"}

    @pytest.mark.parametrize(
        ("doi", "facts"),
        [
            ("10.1101/gr.123456.111", {"container_title": ["Genome Research"],
                                       "publisher": "Cold Spring Harbor Laboratory"}),
            ("10.32396/usurj.v1i1.55", {"publisher": "University of Saskatchewan Library"}),
            ("10.3390/s20010001", {"container_title": ["Sensors"], "publisher": "MDPI AG"}),
            ("10.1000/ssrn.1", {}),
        ],
    )  # fmt: skip
    def test_journals_stay_published(self, doi: str, facts: dict[str, object]) -> None:
        record = found(doi, **facts)
        assert (record.status, record.item.type) == ("published", "article-journal")


class TestNotices:
    @pytest.mark.parametrize(
        "kind", ["erratum", "correction", "retraction", "expression_of_concern", "withdrawal", None]
    )
    @pytest.mark.parametrize("form", ["journal-article", "proceedings-article", "book-chapter"])
    def test_what_updates_another_work(self, kind: str | None, form: str) -> None:
        record = found(
            "10.1000/2", type=form, title=["Erratum to: On Things"], update_to=[{"DOI": "10.1000/1", "type": kind}]
        )
        assert (record.status, record.item.title) == ("other", "Erratum to: On Things")

    @pytest.mark.parametrize(
        "updates",
        [
            None,
            [],
            {},
            [None],
            [{}],
            "x",
            [{"DOI": "10.1000/A", "type": "correction"}],
            [{"DOI": "10.1000/1", "type": "new_version"}],
            [{"DOI": "10.1000/1", "type": "new_edition"}],
        ],
    )
    def test_an_article_is_no_notice(self, updates: object) -> None:
        assert found("10.1000/a", update_to=updates).status == "published"

    def test_the_article_that_was_corrected_is_no_notice(self) -> None:
        assert found("10.1000/1", updated_by=[{"DOI": "10.1000/2", "type": "erratum"}]).status == "published"

    @pytest.mark.parametrize(
        "title",
        ["Corrigendum: On Things", "Retraction: On Things", "RETRACTED: On Things", "Reply to Babbage", "Addendum"],
    )
    def test_titles_of_such_works_are_kept(self, title: str) -> None:
        assert found("10.1000/2", title=[title]).item.title == title
