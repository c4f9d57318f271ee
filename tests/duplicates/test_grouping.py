"""Groups of records: what comes together, what stays apart, and that neither order nor keys matter."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.duplicates import Work, compare, groups_of, work_of
from bertbib.duplicates.blocking import CROWD, candidates
from bertbib.duplicates.grouping import LARGEST
from bertbib.text.bibtex import BibEntry

TITLE = "Learning Ribbons by Careful Folding of Graphs"


def record(entry_type: str = "inproceedings", **fields: str) -> Work:
    usual = {"title": TITLE, "author": "Doe, Ann and Roe, Bob", "year": "2019"}
    entry = BibEntry(entry_type, "k", {name: value for name, value in {**usual, **fields}.items() if value})
    return work_of(item_from_bibtex(entry), identifiers_from_bibtex(entry))


PREPRINT = record("article", journal="CoRR", year="2018", eprint="1801.00001", archiveprefix="arXiv")
MEETING = record(booktitle="Proceedings of the Conference on Ribbons")
JOURNAL = record("article", journal="Journal of Ribbons", year="2021")
ERRATUM = record("article", title=f"Erratum to: {TITLE}", journal="Journal of Ribbons", year="2022")
OTHER = record(title="Whale Songs Through the Ages", author="Poe, Eve")


def shown(works: list[Work]) -> set[tuple[str, frozenset[frozenset[Work]]]]:
    """The groups by what their records say."""
    return {
        (group.relation, frozenset(frozenset(works[at] for at in members) for members in group.works))
        for group in groups_of(works)
    }


def test_versions_of_one_work_are_a_group_and_its_other_publications_are_related() -> None:
    same, related = groups_of([PREPRINT, OTHER, JOURNAL, MEETING, ERRATUM])
    assert (same.relation, same.works) == ("same", ((0, 3),))
    assert same.because == ("title equal", "authors agree", "years 2018/2019")
    assert (related.relation, related.works) == ("related", ((0, 3), (2,), (4,)))
    assert related.members == (0, 2, 3, 4)


def test_a_group_never_holds_two_that_must_not_be_merged() -> None:
    for works in ([PREPRINT, MEETING, JOURNAL], [JOURNAL, PREPRINT, MEETING], [MEETING, JOURNAL, PREPRINT]):
        for group in groups_of(works):
            if group.relation == "same":
                pairs = [(one, other) for one in group.members for other in group.members if one < other]
                assert not any(compare(works[one], works[other]).forbidden for one, other in pairs)


def test_what_was_kept_apart_is_said() -> None:
    reasons = [reason for group in groups_of([PREPRINT, MEETING, JOURNAL]) for reason in group.because]
    assert any(reason.startswith("kept apart: ") and "journal article" in reason for reason in reasons)


def test_copies_are_a_group() -> None:
    (group,) = groups_of([OTHER, MEETING, OTHER])
    assert (group.members, group.because) == ((0, 2), ("the same record again",))


def test_nothing_and_one_record_make_no_group() -> None:
    assert groups_of([]) == groups_of([MEETING]) == ()


def test_records_without_anything_are_no_copies_of_one_work() -> None:
    blank = record("misc", title="", author="", year="")
    assert groups_of([blank, blank]) == ()


def test_a_typing_error_in_any_word_is_met() -> None:
    words = TITLE.split()
    for at, word in enumerate(words):
        if len(word) > 5:
            broken = " ".join([*words[:at], word[:2] + word[3:], *words[at + 1 :]])
            assert len(groups_of([MEETING, record(title=broken)])) == 1, broken


def test_crowds_cost_no_more_than_their_size() -> None:
    crowd = [record(title="Editorial", author=f"Author{number:x}, A.", volume=str(number)) for number in range(2000)]
    assert len(candidates(crowd)) < 60 * len(crowd)


def test_a_group_stays_within_bounds() -> None:
    many = [record(booktitle=f"Ribbons {number}") for number in range(LARGEST + CROWD)]
    sizes = [len(group.members) for group in groups_of(many) if group.relation == "same"]
    assert max(sizes) <= LARGEST


made = st.builds(
    record,
    st.sampled_from(["inproceedings", "article", "misc"]),
    title=st.sampled_from(
        [TITLE, TITLE.lower(), f"{TITLE}, Part II", f"Comment on {TITLE}", "Learning Ribbons", "Whales"]
    ),
    author=st.sampled_from(["Doe, Ann and Roe, Bob", "A. Doe and others", "Poe, Eve", ""]),
    year=st.sampled_from(["2018", "2019", "2022", ""]),
    journal=st.sampled_from(["", "CoRR", "Journal of Ribbons"]),
    doi=st.sampled_from(["", "10.1000/a", "10.1000/b", "10.48550/arXiv.1801.00001"]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(made, max_size=9), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_records(works: list[Work], shuffle: random.Random) -> None:
    mixed = list(works)
    shuffle.shuffle(mixed)
    assert shown(works) == shown(mixed)


@settings(max_examples=100, deadline=None)
@given(st.lists(made, max_size=9))
def test_no_group_holds_a_forbidden_pair_and_no_record_is_in_two(works: list[Work]) -> None:
    same = [group for group in groups_of(works) if group.relation == "same"]
    for group in same:
        members = group.members
        assert not any(compare(works[a], works[b]).forbidden for a in members for b in members if a < b)
    placed = [at for group in same for at in group.members]
    assert len(placed) == len(set(placed))


@settings(max_examples=100, deadline=None)
@given(st.lists(made, max_size=9))
def test_a_group_by_itself_is_that_group_again(works: list[Work]) -> None:
    for group in groups_of(works):
        if group.relation == "same":
            alone = [works[at] for at in group.members]
            (again,) = (one for one in groups_of(alone) if one.relation == "same")
            assert len(again.members) == len(alone)
