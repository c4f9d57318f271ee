"""Booktitles of DBLP: what is the title of the proceedings, what the event, and what is left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Item
from bertbib.venues.booktitles import tidy_booktitle, without_place_and_date

ICLR = "8th International Conference on Learning Representations, ICLR 2020, Addis Ababa, Ethiopia, April 26-30, 2020"


@pytest.mark.parametrize(
    ("booktitle", "container", "event"),
    [
        (
            "Proceedings of the 2019 Conference of the North American Chapter of the Association for Computational "
            "Linguistics: Human Language Technologies, NAACL-HLT 2019, Minneapolis, MN, USA, June 2-7, 2019, Volume 1 "
            "(Long and Short Papers)",
            "Proceedings of the 2019 Conference of the North American Chapter of the Association for Computational "
            "Linguistics: Human Language Technologies, Volume 1 (Long and Short Papers)",
            "NAACL-HLT 2019",
        ),
        (
            "57th Conference of the Association for Computational Linguistics, ACL 2019, Florence, Italy, July 28- August "
            "2, 2019, Volume 1: Long Papers",
            "57th Conference of the Association for Computational Linguistics, Volume 1: Long Papers",
            "ACL 2019",
        ),
        (
            "6th International Conference on Learning Representations, ICLR 2018, Vancouver, BC, Canada, April 30 - "
            "May 3, 2018, Workshop Track Proceedings",
            "6th International Conference on Learning Representations, Workshop Track Proceedings",
            "ICLR 2018",
        ),
        (
            "6th International Conference on Learning Representations, ICLR 2018, Vancouver, BC, Canada, April 30 - "
            "May 3, 2018, Conference Track Proceedings",
            "6th International Conference on Learning Representations",
            "ICLR 2018",
        ),
        (
            "Proceedings of the 4th Workshop on Representation Learning for NLP, RepL4NLP@ACL 2019, Florence, Italy, "
            "August 2, 2019",
            "Proceedings of the 4th Workshop on Representation Learning for NLP",
            "RepL4NLP@ACL 2019",
        ),
        (
            "IEEE International Conference on Acoustics, Speech and Signal Processing, ICASSP 2019, Brighton, United "
            "Kingdom, May 12-17, 2019",
            "IEEE International Conference on Acoustics, Speech and Signal Processing",
            "ICASSP 2019",
        ),
        (
            "Computer Vision - ECCV 2020 - 16th European Conference, Glasgow, UK, August 23-28, 2020, Proceedings, "
            "Part XIII",
            "Computer Vision - ECCV 2020 - 16th European Conference, Glasgow, UK, August 23-28, 2020, Proceedings, "
            "Part XIII",
            "",
        ),
        (
            "Proceedings of the 2011 ACM Conference on Recommender Systems, RecSys 2011, Chicago, IL, USA, October 23-27, "
            "2011",
            "Proceedings of the 2011 ACM Conference on Recommender Systems",
            "RecSys 2011",
        ),
        (
            "Advances in Neural Information Processing Systems 29: Annual Conference on Neural Information Processing "
            "Systems 2016, December 5-10, 2016, Barcelona, Spain",
            "Advances in Neural Information Processing Systems 29: Annual Conference on Neural Information Processing "
            "Systems 2016",
            "",
        ),
        ("A Conference, June 30 - July 2, 2000, Stanford, CA", "A Conference", ""),
        ("A Conference, Paris, June 1-2, 2000", "A Conference, Paris, June 1-2, 2000", ""),
        ("A, Rome, May 1-2, 2000, Proceedings, Part I", "A, Rome, May 1-2, 2000, Proceedings, Part I", ""),
        ("A, Rome, May 1-2, 2000, Revised Papers", "A, Rome, May 1-2, 2000, Revised Papers", ""),
        ("Modelling, San Francisco 2000", "Modelling, San Francisco 2000", ""),
        ("KDD '20: The 26th ACM SIGKDD Conference", "The 26th ACM SIGKDD Conference", "KDD '20"),
        ("A Conference, Paris, June 2019, Paris", "A Conference, Paris, June 2019, Paris", ""),
        ("", "", ""),
    ],
)
def test_booktitles(booktitle: str, container: str, event: str) -> None:
    assert tidy_booktitle(booktitle) == (container, event)


def test_an_item_without_place_date_and_host() -> None:
    item = Item(
        type="paper-conference",
        title="T, ICLR 2020, Addis Ababa",
        container_title=ICLR.replace("ICLR", '<span class="nocase">ICLR</span>'),
        publisher="OpenReview.net",
    )
    tidied = without_place_and_date(item)
    assert tidied.container_title == "8th International Conference on Learning Representations"
    assert (tidied.event_title, tidied.publisher, tidied.title) == ("ICLR 2020", "", item.title)
    assert without_place_and_date(tidied) == tidied


def test_a_stated_event_stays_where_the_booktitle_names_none() -> None:
    item = Item(type="paper-conference", container_title="ACL", event_title="ACL", publisher="Springer")
    assert without_place_and_date(item) == item


def test_journals_keep_their_names() -> None:
    item = Item(type="article-journal", container_title="Lecture Notes, LNCS 2020, Part", publisher="Springer")
    assert without_place_and_date(item) == item


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_booktitle_keeps_its_words_or_its_event(booktitle: str) -> None:
    container, event = tidy_booktitle(booktitle)
    assert all(part in booktitle for part in (*container.split(", "), event))


@pytest.mark.parametrize("piece", [", A", ", AB 20", "A ", ", May 1-2, 2000, ", ", Ab", " - "])
def test_hostile_booktitles_take_no_time(piece: str) -> None:
    tidy_booktitle("A Conference" + piece * 20_000 + ", Proceedings")
