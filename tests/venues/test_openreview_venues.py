"""OpenReview's venueids: what they name, and which of them accepted papers bear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertbib.venues.openreview import (
    Group,
    agrees,
    by_acronym,
    container_title,
    event_title,
    parse_venueid,
    takes_papers,
    undecorated,
)


@pytest.mark.parametrize(
    ("venueid", "group"),
    [
        ("ICLR.cc/2024/Conference", Group("ICLR.cc", 2024, "Conference")),
        ("robot-learning.org/CoRL/2023/Conference", Group("robot-learning.org/CoRL", 2023, "Conference")),
        ("NeurIPS.cc/2023/Workshop/MATH-AI", Group("NeurIPS.cc", 2023, "Workshop/MATH-AI")),
        ("EMNLP/2023/Conference", Group("EMNLP", 2023, "Conference")),
        ("TMLR", Group("TMLR", None, "")),
        ("TMLR/Under_Review", None),
        ("dblp.org/conf/ICLR/2020", None),
        ("dblp.org/journals/CORR/2019", None),
        ("OpenReview.net/Archive", None),
        ("aclweb.org/ACL/ARR/2024/June", None),
        ("ICLR.cc/Conference", None),
        ("", None),
        ("ICLR.cc/2024/", None),
    ],
)
def test_parsing(venueid: str, group: Group | None) -> None:
    assert parse_venueid(venueid) == group


@pytest.mark.parametrize(
    ("part", "takes"),
    [
        ("Conference", True),
        ("conference", True),
        ("Conference/Submission", False),
        ("Conference/Rejected_Submission", False),
        ("Workshop", True),
        ("Workshop/MATH-AI", True),
        ("Workshop/MATH-AI/Rejected_Submission", False),
        ("Workshop_Mexico_City/ResponsibleFM", True),
        ("Workshop_Mexico_City", False),
        ("Track/Datasets_and_Benchmarks/Round1", True),
        ("Datasets_and_Benchmarks_Track", True),
        ("Datasets_and_Benchmarks_Track/Rejected_Submission", False),
        ("Workshop_Proposals", False),
        ("Some_New_Thing", False),
    ],
)
def test_parts_that_take_papers(part: str, takes: bool) -> None:
    assert takes_papers(Group("NeurIPS.cc", 2024, part)) is takes


@pytest.mark.parametrize(
    ("venue", "kept"),
    [
        ("ICLR 2023 notable top 5%", "ICLR 2023"),
        ("ICML 2025 spotlightposter", "ICML 2025"),
        ("NeurIPS 2022 Accept", "NeurIPS 2022"),
        ("Accepted by TMLR", "TMLR"),
        ("Tiny Papers @ ICLR 2024 (Notable)", "Tiny Papers @ ICLR 2024"),
        ("ICLR 2023 Workshop TSRL4H Poster", "ICLR 2023 Workshop TSRL4H"),
        ("Poster", ""),
    ],
)
def test_the_kind_of_presentation_is_no_part_of_a_name(venue: str, kept: str) -> None:
    assert undecorated(venue) == kept


def test_the_first_benchmark_track_had_its_own_proceedings() -> None:
    first = Group("NeurIPS.cc", 2021, "Track/Datasets_and_Benchmarks/Round1")
    assert container_title(first, "x").startswith("Proceedings of the Neural Information Processing Systems Track")
    assert container_title(Group("NeurIPS.cc", 2022, "Track/Datasets_and_Benchmarks"), "x").startswith("Advances in")


def test_a_track_keeps_its_own_name() -> None:
    tiny = Group("ICLR.cc", 2024, "TinyPapers")
    assert container_title(tiny, "Tiny Papers @ ICLR 2024 Archive") == "Tiny Papers @ ICLR 2024"
    assert container_title(tiny, "") == "ICLR 2024 TinyPapers"


def test_contradictions() -> None:
    group = Group("ICLR.cc", 2020, "Conference")
    assert agrees(group, "ICLR 2020 poster")
    assert agrees(group, "poster")
    assert not agrees(group, "ICLR 2019 poster")
    assert not agrees(group, "ICLR 2020 Workshop on X")


def test_acronyms() -> None:
    assert by_acronym("iclr", 2019) == Group("iclr.cc", 2019, "Conference")
    assert by_acronym("XYZ", 2019) is None
    assert event_title(Group("iclr.cc", 2019, "Conference"), "x") == "ICLR 2019"


@given(st.text(max_size=60), st.text(max_size=40))
def test_any_words_are_survived(venueid: str, venue: str) -> None:
    group = parse_venueid(venueid) or Group("iclr.cc", 2020, "Workshop/X")
    assert isinstance(container_title(group, venue), str)
    assert isinstance(takes_papers(group), bool)
