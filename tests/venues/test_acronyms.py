"""The short name of the venue that a record names."""

from __future__ import annotations

import pytest

from bertbib.model import Date, Item
from bertbib.venues.acronyms import VenueName, venue_name

NAMES = [
    ("Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics", 2019, ("acl", "ACL", 2019, "", "")),
    ("Proceedings of the 2019 Conference on Empirical Methods in Natural Language Processing and the 9th International Joint Conference"
     " on Natural Language Processing (EMNLP-IJCNLP)", 2019, ("emnlp", "EMNLP", 2019, "", "")),
    ("Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021", 2021, ("acl", "ACL", 2021, "findings", "")),
    ("Findings of the ACL: EMNLP 2020", 2020, ("emnlp", "EMNLP", 2020, "findings", "")),
    ("Proceedings of the 2019 ACL Workshop BlackboxNLP", 2019, ("acl", "ACL", 2019, "workshop", "")),
    ("Proceedings of the 58th Annual Meeting of the Association for Computational Linguistics: System Demonstrations", 2020,
     ("acl", "ACL", 2020, "", "Demo")),
    ("Proceedings of the 2018 Conference of the North American Chapter of the Association for Computational Linguistics: Human Language"
     " Technologies, Volume 3 (Industry Papers)", 2018, ("naacl", "NAACL", 2018, "", "Industry")),
    ("Advances in Neural Information Processing Systems 32", 2019, ("neurips", "NeurIPS", 2019, "", "")),
    ("Transactions of the Association for Computational Linguistics", 2020, ("tacl", "TACL", 2020, "", "")),
    ("Proceedings of the 23rd Conference on Computational Natural Language Learning (CoNLL)", 2019, ("conll", "CoNLL", 2019, "", "")),
    ("2019 IEEE/CVF International Conference on Computer Vision (ICCV)", 2019, ("iccv", "ICCV", 2019, "", "")),
    ("Interspeech 2019", 2019, ("interspeech", "Interspeech", 2019, "", "")),
]  # fmt: skip


@pytest.mark.parametrize(("venue", "year", "name"), NAMES)
def test_known_venues_have_short_names(venue: str, year: int, name: tuple[str, str, int, str, str]) -> None:
    found = venue_name(Item(container_title=venue, issued=Date(year)))
    assert isinstance(found, VenueName)
    assert tuple(found) == name


@pytest.mark.parametrize(
    ("item", "trouble"),
    [
        (Item(container_title="Journal of Obscure Results", issued=Date(2019)), "unknown-venue"),
        (Item(container_title="Joint Workshop of ICML and KDD", issued=Date(2019)), "unknown-venue"),
        (Item(container_title="Proceedings of ACL: Tutorial Abstracts", issued=Date(2019)), "unknown-venue"),
        (Item(container_title="ICML"), "dates-disagree"),
        (Item(container_title="ECCV 2018", issued=Date(2019)), "dates-disagree"),
        (Item(container_title="Proceedings of ECCV", event_title="ECCV 2018", issued=Date(2019)), "dates-disagree"),
        (Item(issued=Date(2019)), "unknown-venue"),
    ],
)
def test_what_is_not_certain_has_none(item: Item, trouble: str) -> None:
    assert venue_name(item) == trouble
