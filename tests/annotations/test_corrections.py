"""Words of notes corrected: as few as make the note agree with its record."""

from __future__ import annotations

import pytest

from bertbib.annotations.corrections import corrected, is_other_version
from bertbib.venues.acronyms import VenueName
from bertbib.venues.notes import parse_note

ACL = VenueName("acl", "ACL", 2019)
FINDINGS = VenueName("emnlp", "EMNLP", 2020, "findings")
WORKSHOP = VenueName("icml", "ICML", 2018, "workshop")


@pytest.mark.parametrize(
    ("note", "venue", "right"),
    [
        ("EMNLP2018", ACL, "ACL2019"),
        ("Proc. of EMNLP 2018, pp. 1-9", ACL, "Proc. of ACL 2019, pp. 1-9"),
        ("EMNLP'18 (spotlight)", ACL, "ACL'19 (spotlight)"),
        ("ACL' 18", ACL, "ACL' 19"),
        ("EMNLP2020 oral", FINDINGS, "Findings of EMNLP2020 oral"),
        ("ACL Findings 2020", FINDINGS, "EMNLP Findings 2020"),
        ("EMNLP2020 WS", FINDINGS, "Findings of EMNLP2020"),
        ("ICML 2018", WORKSHOP, "ICML 2018 WS"),
        ("Findings of ACL: ACL-IJCNLP 2019", ACL, "ACL: ACL-IJCNLP 2019"),
        ("ACL, Aug 2019", ACL._replace(side="workshop"), "ACL, Aug 2019 WS"),
        ("EMNLP, Nov 2018", ACL, None),
        ("NAACL 2018 and EMNLP 2019", ACL, None),
        ("EMNLP 2018, 2019", ACL, None),
    ],
)
def test_only_the_wrong_words_change(note: str, venue: VenueName, right: str | None) -> None:
    assert corrected(note, venue, venue.name) == right


@pytest.mark.parametrize(
    ("note", "venue", "other"),
    [
        ("TACL2020", ACL, True),
        ("JMLR 2020", ACL, True),
        ("EMNLP2018 WS", ACL, True),
        ("ACL2019 WS", ACL, False),
        ("ACL2018 WS", ACL, True),
        ("ICML2018", WORKSHOP, False),
        ("ACL2018", WORKSHOP, True),
        ("EMNLP2018", ACL, False),
    ],
)
def test_versions_of_a_work_are_told_from_errors(note: str, venue: VenueName, other: bool) -> None:
    assert is_other_version(parse_note(note), venue) is other
