"""Merging is a decision: one record wins, others only fill what it leaves open."""

from itertools import permutations

import pytest

from bertbib.merge import merge
from bertbib.model import Date, Identifier, Item, Name, Record

TRUST = {"acl": 90, "crossref": 70, "arxiv": 30}
DOI = Identifier("doi", "10.18653/v1/P19-1441")
ARXIV = Record(
    id=Identifier("arxiv", "1901.11504"),
    source="arxiv",
    status="preprint",
    item=Item(
        type="article",
        title="T",
        author=(Name(family="Liu"),),
        publisher="arXiv",
        URL="https://arxiv.org/abs/1901.11504",
        extra=(("primaryclass", "cs.CL"),),
    ),
)
ACL = Record(
    id=Identifier("acl", "P19-1441"),
    source="acl",
    status="published",
    ids=(DOI,),
    item=Item(
        type="paper-conference",
        title="T!",
        author=(Name(family="Liu", given="X"),),
        issued=Date(2019, 7),
        container_title="ACL",
    ),
)
CROSSREF = Record(
    id=DOI,
    source="crossref",
    status="published",
    item=Item(
        type="paper-conference",
        title="t",
        author=(Name(family="Liu"),),
        container_title="Proc. ACL",
        page="1-9",
        ISBN="978",
    ),
)


@pytest.mark.parametrize("order", list(permutations([ARXIV, ACL, CROSSREF])))
def test_the_most_trusted_published_record_wins_in_any_order(order: tuple[Record, ...]) -> None:
    merged = merge(order, TRUST)
    assert merged.chosen is ACL
    assert (merged.item.title, merged.item.container_title) == ("T!", "ACL")
    assert merged.item.page == "1-9"
    assert dict(merged.origins) == {"page": str(DOI), "ISBN": str(DOI), "primaryclass": "arxiv:1901.11504"}
    assert merged.item.publisher == ""  # a preprint server's facts never fill a published record


def test_two_publications_of_one_text_never_mix() -> None:
    journal = Record(
        id=Identifier("doi", "10.1/journal"), source="crossref", status="published",
        item=Item(type="article-journal", title="T", container_title="Journal", volume="3", page="100-140"),
    )  # fmt: skip
    merged = merge([ACL, journal], TRUST)
    assert merged.item == ACL.item


def test_no_records_are_no_work() -> None:
    with pytest.raises(ValueError, match="no records"):
        merge([], TRUST)
