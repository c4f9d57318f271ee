"""The form of a list's venue notes: learned from its source, and written again."""

from __future__ import annotations

import pytest

from bertbib.readers.note_forms import PLAIN, NoteForm, learn_form, spelled, written_note

FORMS = [
    ("* [A title here](https://x.org) (ACL2019)", "ACL2019", "({venue}{year})", "(ICML2021)"),
    ("* [A title here](https://x.org) (ACL 2019)", "ACL 2019", "({venue} {year})", "(ICML 2021)"),
    ("- A title here [ICLR 2020]", "ICLR 2020", "[{venue} {year}]", "[ICML 2021]"),
    ("- **A title here**. Ann Ba. *ACL 2019*. [[pdf](u)]", "ACL 2019", "*{venue} {year}*", "*ICML 2021*"),
    ("- A title | **[ICCV' 19]** |", "ICCV' 19", "**[{venue}' {yy}]**", "**[ICML' 21]**"),
    ("- A title [`ICML 2019`]", "ICML 2019", "[`{venue} {year}`]", "[`ICML 2021`]"),
    ('- **N**: "A title". ACL(2023) [[p](u)]', "ACL(2023)", "{venue}({year})", "ICML(2021)"),
    ("- [A title](u) (2021 EMNLP)", "2021 EMNLP", "({year} {venue})", "(2021 ICML)"),
    ("- A title, *ICASSP'24* (", "ICASSP'24", "*{venue}'{yy}*", "*ICML'21*"),
    ("- A title \uff08ACL2019\uff09", "ACL2019", "\uff08{venue}{year}\uff09", "\uff08ICML2021\uff09"),
    ("- A title, *IJCAI, Aug 2024*.", "IJCAI, Aug 2024", "*{venue}, {year}*", "*ICML, 2021*"),
    ("A. 2020. [T](u). In *Proceedings of AAAI 2020*.", "Proceedings of AAAI 2020", "*Proceedings of {venue} {year}*",
     "*Proceedings of ICML 2021*"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "note", "template", "again"), FORMS)
def test_a_note_is_written_again_in_the_form_it_was_seen_in(source: str, note: str, template: str, again: str) -> None:
    written = written_note(source, note)
    assert written is not None
    assert written.template == template
    assert note in source[written.start : written.end]
    form = learn_form([(source, note)])
    assert form is not None
    assert form.render("ICML", 2021) == again


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ("- A title [[CVPR 2024](https://x.org)]", "CVPR 2024"),  # a link's label: rewriting it would lose the link
        ("- A title (ACL 2019 Best Paper)", "ACL 2019 Best Paper"),
        ("- A title (ACL 2019)", "EMNLP 2019"),
        ("- A title (**ACL** 2019)", "ACL 2019"),
        ("- https://x.org/ACL2019/a.pdf", "ACL2019"),
        ("- {venue} 2019", "{venue} 2019"),
        ("", ""),
    ],
)
def test_what_is_no_plain_note_shows_no_form(source: str, note: str) -> None:
    assert written_note(source, note) is None
    assert learn_form([(source, note)]) is None


def test_the_form_of_most_notes_wins_and_side_events_keep_their_own() -> None:
    form = learn_form(
        [
            ("- A (EMNLP2019 WS)", "EMNLP2019 WS"),
            ("- A, *ACL 2019*", "ACL 2019"),
            ("- A (ACL2019)", "ACL2019"),
            ("- A (ICML2019)", "ICML2019"),
        ]
    )
    assert form == NoteForm("({venue}{year})", " ", "", "", "({venue}{year} WS)")
    assert form.render("NAACL", 2021, "workshop") == "(NAACL2021 WS)"
    assert form.render("NAACL", 2021, "findings") == "(Findings of NAACL2021)"
    assert PLAIN.render("NAACL", 2021, "workshop") == "(NAACL2021 WS)"


def test_the_joint_of_a_note_is_the_lists_own() -> None:
    form = learn_form([("- A title, *ACL 2019*. [pdf](u)", "ACL 2019")])
    assert form is not None
    assert (form.lead, form.trail) == (", ", ".")


def test_a_venue_is_spelled_as_in_notes_of_its_year() -> None:
    notes = ["NIPS 2015", "NIPS 2016", "NIPS 2017", "NeurIPS 2019", "ACL2019"]
    assert spelled("NeurIPS", 2016, notes) == "NIPS"
    assert spelled("NeurIPS", 2019, notes) == "NeurIPS"
    assert spelled("ICML", 2019, notes) == "ICML"


def test_a_long_source_is_searched_in_linear_time() -> None:
    assert written_note("(" * 100_000 + "ACL2019", "ACL2019") is not None
    assert written_note("ACL2018 " * 20_000, "ACL2019") is None
