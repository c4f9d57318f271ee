"""What is said of a preprint's venue, and which records fit it."""

from __future__ import annotations

import pytest

from bertbib.claims import fits, wanted
from bertbib.model import Date, Identifier, Item, Record

ONE = Identifier("arxiv", "1901.11504")


def preprint(year: int = 2019, **hints: str) -> Record:
    item = Item(title="A Title", issued=Date(year))
    return Record(id=ONE, source="arxiv", item=item, status="preprint", hints=tuple(hints.items()))


def told(venue: str, year: int) -> Record:
    item = Item(title="A Title", container_title=venue, issued=Date(year))
    return Record(id=ONE, source="semanticscholar", item=item, status="published")


def at(venue: str, year: int = 2019) -> Item:
    return Item(container_title=venue, issued=Date(year))


ACL = "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics"


def test_nobody_says_anything() -> None:
    assert wanted(preprint(comment="8 pages"), "best paper", [told("", 2019)]) is None


@pytest.mark.parametrize(
    ("note", "comment", "year", "venues"),
    [
        ("ACL2019", "", 2019, {("acl", 2019)}),
        (None, "Accepted at NeurIPS 2020", 2019, {("neurips", 2020)}),
        ("ACL", "", 2018, {("acl", 2018), ("acl", 2019)}),  # without a year: that of the preprint, or the next one
        ("ACL2019 WS", "", 2019, None),
    ],
)
def test_notes_and_comments(note: str | None, comment: str, year: int, venues: set[tuple[str, int]] | None) -> None:
    found = wanted(preprint(year, comment=comment), note, [])
    assert (found and set(found.venues)) == venues


def test_an_aggregator_that_gives_the_year_of_the_preprint_may_mean_the_next_one() -> None:
    found = wanted(preprint(2019), None, [told("International Conference on Machine Learning", 2019)])
    assert found is not None
    assert found.venues == {("icml", 2019), ("icml", 2020)}
    found = wanted(preprint(2019), None, [told("International Conference on Machine Learning", 2020)])
    assert found is not None
    assert found.venues == {("icml", 2020)}


@pytest.mark.parametrize(
    ("said", "item", "does"),
    [
        ([], at(ACL), True),
        ([], at(ACL, 2020), False),
        ([], at("Journal of Longer Versions"), False),
        (
            [told("Findings", 2020)],
            at("Findings of the Association for Computational Linguistics: EMNLP 2020", 2020),
            True,
        ),
        ([told("Journal of Results", 2020)], at("The Journal of Results", 2020), True),
        ([told("Journal of Results", 2020)], at("The Journal of New Results", 2020), False),
        ([told("Machine Learning", 2020)], at("Conference on Machine Learning and Cybernetics", 2020), False),
        ([told("Journal of Results", 2020)], at("The Journal of Methods", 2020), False),
    ],
)
def test_a_record_fits_what_is_said(said: list[Record], item: Item, does: bool) -> None:
    sought = wanted(preprint(2019), "ACL2019", said)
    assert sought is not None
    assert fits(item, sought) is does


def test_where_only_a_workshop_is_named_a_main_event_is_its_sequel() -> None:
    sought = wanted(preprint(2019), None, [told("Workshop on Small Things", 2019)])
    assert sought is not None
    assert fits(at(ACL), sought)
    assert not fits(at("Proceedings of the Third Workshop on Other Things"), sought)
