"""Venue notes written into lists of many grammars: exactly the notes change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bertbib.annotations.applying import annotated
from bertbib.model import Identifier, Intake, Lock
from bertbib.readers.markdown import READER
from proven import lock_of, published

FIRST = "Learning to Read Slowly"
SECOND = "A Study of Very Long Sentences"
LONG = "All That Can Be Said of Titles That Are Longer Than Ten Words in All"
THIRD = "What Do Small Models Know?"
A, B, C, D = "1901.00001", "1902.00002", "1903.00003", "1906.00006"
URL = "https://arxiv.org/abs/"


def lock(venue: str = "ICML", year: int = 2021) -> Lock:
    """The first work as ACL 2019, which lists note; the second and third as the venue."""
    return lock_of(
        published(A, FIRST, "ACL", 2019),
        published(B, SECOND, venue, year),
        published(C, THIRD, "NeurIPS", 2020),
        published(D, LONG, venue, year),
    )


def read(text: str) -> Intake:
    return READER.read(text, "list.md")


def fill(text: str, locked: Lock | None = None) -> str:
    """The annotated text; annotating it again must change nothing."""
    locked = locked or lock()
    once = annotated(text, read, locked).text
    assert annotated(once, read, locked).text == once
    return once


def reasons(text: str, locked: Lock) -> set[str]:
    done = annotated(text, read, locked)
    assert done.text == text
    return set(done.left.values()) - {"right"}


GRAMMARS = {
    "linked title, glued": (
        f"# T\n\n* [{FIRST}]({URL}{A}) (ACL2019) [[github](https://github.com/a/b)]\n"
        f"* [{SECOND}]({URL}{B}) [[github](https://github.com/a/c)] \n* [{THIRD}]({URL}{C})\n",
        f"# T\n\n* [{FIRST}]({URL}{A}) (ACL2019) [[github](https://github.com/a/b)]\n"
        f"* [{SECOND}]({URL}{B}) (ICML2021) [[github](https://github.com/a/c)] \n* [{THIRD}]({URL}{C}) (NeurIPS2020)\n",
    ),
    "linked title, spaced": (
        f"- [{FIRST}]({URL}{A}) (ACL 2019)\n- [{SECOND}]({URL}{B})\t\n",
        f"- [{FIRST}]({URL}{A}) (ACL 2019)\n- [{SECOND}]({URL}{B}) (ICML 2021)\t\n",
    ),
    "square brackets": (
        f"- [{FIRST}]({URL}{A}) [ACL 2019]\n- [{SECOND}]({URL}{B})\n",
        f"- [{FIRST}]({URL}{A}) [ACL 2019]\n- [{SECOND}]({URL}{B}) [ICML 2021]\n",
    ),
    "code": (
        f"- [{FIRST}]({URL}{A}) [`ACL 2019`]\n- [{SECOND}]({URL}{B})\n",
        f"- [{FIRST}]({URL}{A}) [`ACL 2019`]\n- [{SECOND}]({URL}{B}) [`ICML 2021`]\n",
    ),
    "no note to learn from": (
        f"* NAME - [{FIRST}]({URL}{A}) ([github](https://github.com/a/b))\n* X - [{SECOND}]({URL}{B}) \n",
        f"* NAME - [{FIRST}]({URL}{A}) (ACL2019) ([github](https://github.com/a/b))\n"
        f"* X - [{SECOND}]({URL}{B}) (ICML2021) \n",
    ),
    "bold title, authors, venue before the links": (
        f"1. **{FIRST}**. *Ada Liu, Bo Chen*. ACL 2019. [[pdf]({URL}{A})]\n"
        f"2. **{SECOND}**. *Ada Liu*. [[pdf]({URL}{B})] [[code](https://github.com/a/c)]\n"
        f"3. **{THIRD}**. *Ada Liu*. Preprint. [[pdf]({URL}{C})]\n",
        f"1. **{FIRST}**. *Ada Liu, Bo Chen*. ACL 2019. [[pdf]({URL}{A})]\n"
        f"2. **{SECOND}**. *Ada Liu*. ICML 2021. [[pdf]({URL}{B})] [[code](https://github.com/a/c)]\n"
        f"3. **{THIRD}**. *Ada Liu*. NeurIPS 2020. [[pdf]({URL}{C})]\n",
    ),
    "quoted title, italic venue": (
        f'* **LRS**: "{FIRST}", *ACL, Aug 2019*. [[Paper]({URL}{A})]\n'
        f'* "{SECOND}". [[Paper]({URL}{B})]\n* **W**: "{THIRD}", *arXiv, Mar 2019*. [[Paper]({URL}{C})]\n',
        f'* **LRS**: "{FIRST}", *ACL, Aug 2019*. [[Paper]({URL}{A})]\n'
        f'* "{SECOND}", *ICML, 2021*. [[Paper]({URL}{B})]\n* **W**: "{THIRD}", *NeurIPS, 2020*. [[Paper]({URL}{C})]\n',
    ),
    "plain title between pipes": (
        f"- {FIRST} | **[ACL' 19]** |[`[pdf]`]({URL}{A})\n- {SECOND} |[`[pdf]`]({URL}{B})\n",
        f"- {FIRST} | **[ACL' 19]** |[`[pdf]`]({URL}{A})\n- {SECOND} | **[ICML' 21]** |[`[pdf]`]({URL}{B})\n",
    ),
    "bold with the note inside, nested": (
        f"- **{FIRST} (ACL 2019)**\n  - Ada Liu\n  - [[Paper]({URL}{A})]\n- **{THIRD}**\n  - [[Paper]({URL}{C})]\n",
        f"- **{FIRST} (ACL 2019)**\n  - Ada Liu\n  - [[Paper]({URL}{A})]\n"
        f"- **{THIRD} (NeurIPS 2020)**\n  - [[Paper]({URL}{C})]\n",
    ),
    "venue first": (
        f"- (ACL 2019) **{FIRST}** [[pdf]({URL}{A})]\n- **{SECOND}** [[pdf]({URL}{B})]\n",
        f"- (ACL 2019) **{FIRST}** [[pdf]({URL}{A})]\n- (ICML 2021) **{SECOND}** [[pdf]({URL}{B})]\n",
    ),
    "full-width brackets": (
        f"- [{FIRST}]({URL}{A})\uff08ACL2019\uff09\n- [{SECOND}]({URL}{B})\n",
        f"- [{FIRST}]({URL}{A})\uff08ACL2019\uff09\n- [{SECOND}]({URL}{B})\uff08ICML2021\uff09\n",
    ),
    "paragraphs with breaks": (
        f"**{FIRST}** <br>\n*Ada Liu* <br>\nACL 2019. [[Paper]({URL}{A})]\n\n"
        f"**{SECOND}** <br>\n*Ada Liu* <br>\n[[Paper]({URL}{B})]\n",
        f"**{FIRST}** <br>\n*Ada Liu* <br>\nACL 2019. [[Paper]({URL}{A})]\n\n"
        f"**{SECOND}** <br>\n*Ada Liu* <br>\nICML 2021. [[Paper]({URL}{B})]\n",
    ),
    "paragraphs with breaks, a preprint's claim": (
        f"**{FIRST}** \\\n*Ada Liu* \\\nACL 2019. [[Paper]({URL}{A})] \\\n1 Jan 2019\n\n"
        f"**{SECOND}** \\\n*Ada Liu* \\\narXiv 2021. [[Paper]({URL}{B})] \\\n1 Feb 2021\n",
        f"**{FIRST}** \\\n*Ada Liu* \\\nACL 2019. [[Paper]({URL}{A})] \\\n1 Jan 2019\n\n"
        f"**{SECOND}** \\\n*Ada Liu* \\\nICML 2021. [[Paper]({URL}{B})] \\\n1 Feb 2021\n",
    ),
    "year and venue first": (
        f"- (2019 ACL) **{FIRST}**. Ada Liu. [[pdf]({URL}{A})]\n- (2021) **{SECOND}**. Bo Chen. [[pdf]({URL}{B})]\n",
        f"- (2019 ACL) **{FIRST}**. Ada Liu. [[pdf]({URL}{A})]\n- (2021 ICML) **{SECOND}**. Bo Chen. [[pdf]({URL}{B})]\n",
    ),
    "year inside of the marks": (
        f"- **{FIRST} (ACL 2019)** [[pdf]({URL}{A})]\n- **{SECOND} (2021)** [[pdf]({URL}{B})]\n",
        f"- **{FIRST} (ACL 2019)** [[pdf]({URL}{A})]\n- **{SECOND} (ICML 2021)** [[pdf]({URL}{B})]\n",
    ),
    "table with venue and year": (
        f"| Title | Venue | Year |\n|---|:-:|---|\n| [{FIRST}]({URL}{A}) | ACL | 2019 |\n"
        f"| [{SECOND}]({URL}{B}) | - |  |\n| [{THIRD}]({URL}{C}) | arXiv | 2019 |\n",
        f"| Title | Venue | Year |\n|---|:-:|---|\n| [{FIRST}]({URL}{A}) | ACL | 2019 |\n"
        f"| [{SECOND}]({URL}{B}) | ICML | 2021 |\n| [{THIRD}]({URL}{C}) | NeurIPS | 2020 |\n",
    ),
    "table with venue alone, no outer pipes": (
        f"Title | Venue\n--- | ---\n[{FIRST}]({URL}{A}) | ACL 2019\n[{SECOND}]({URL}{B}) |\n",
        f"Title | Venue\n--- | ---\n[{FIRST}]({URL}{A}) | ACL 2019\n[{SECOND}]({URL}{B}) |\n",
    ),
    "table with notes behind titles": (
        f"| Title | Code |\n|---|---|\n| [{FIRST}]({URL}{A}) (ACL 2019) | - |\n| [{SECOND}]({URL}{B}) | - |\n",
        f"| Title | Code |\n|---|---|\n| [{FIRST}]({URL}{A}) (ACL 2019) | - |\n"
        f"| [{SECOND}]({URL}{B}) (ICML 2021) | - |\n",
    ),
    "summaries in HTML": (
        f'<details><summary>{FIRST} (2019) [<a href="{URL}{A}">Paper</a>]</summary>\n\ntext\n</details>\n\n'
        f'<details><summary>{SECOND} [<a href="{URL}{B}">Paper</a>]</summary>\n\ntext\n</details>\n',
        f'<details><summary>{FIRST} (ACL2019) [<a href="{URL}{A}">Paper</a>]</summary>\n\ntext\n</details>\n\n'
        f'<details><summary>{SECOND} (ICML2021) [<a href="{URL}{B}">Paper</a>]</summary>\n\ntext\n</details>\n',
    ),
    "quoted title, plain venue": (
        f'* **N**: "{FIRST}". ACL(2019) [[paper]]({URL}{A})\n* **M**: "{SECOND}". [[paper]]({URL}{B})\n'
        f'* "{THIRD}". arXiv(2020) [[paper]]({URL}{C})\n',
        f'* **N**: "{FIRST}". ACL(2019) [[paper]]({URL}{A})\n* **M**: "{SECOND}". ICML(2021) [[paper]]({URL}{B})\n'
        f'* "{THIRD}". NeurIPS(2020) [[paper]]({URL}{C})\n',
    ),
    "plain title, short years": (
        f"- {FIRST}, *ACL'19* ([Paper]({URL}{A}))\n- {THIRD} ([Paper]({URL}{C}))\n- {SECOND}, *arXiv'20* ([Paper]({URL}{B}))\n",
        f"- {FIRST}, *ACL'19* ([Paper]({URL}{A}))\n- {THIRD}, *NeurIPS'20* ([Paper]({URL}{C}))\n"
        f"- {SECOND}, *ICML'21* ([Paper]({URL}{B}))\n",
    ),
    "bold title above keys, nothing to learn from": (
        f"**{SECOND}**\n- Paper: {URL}{B}\n- Code: https://github.com/a/b\n",
        f"**{SECOND} (ICML2021)**\n- Paper: {URL}{B}\n- Code: https://github.com/a/b\n",
    ),
    "after a dash": (
        f"- [{FIRST}]({URL}{A}) - ACL 2019\n- [{SECOND}]({URL}{B})\n- [{THIRD}]({URL}{C}) - arXiv 2020\n",
        f"- [{FIRST}]({URL}{A}) - ACL 2019\n- [{SECOND}]({URL}{B}) - ICML 2021\n- [{THIRD}]({URL}{C}) - NeurIPS 2020\n",
    ),
    "emoji between": (
        f"- \U0001f4c4 [{FIRST}]({URL}{A}) \u2b50 (ACL 2019)\n- \U0001f4c4 [{SECOND}]({URL}{B}) \u2b50\n",
        f"- \U0001f4c4 [{FIRST}]({URL}{A}) \u2b50 (ACL 2019)\n- \U0001f4c4 [{SECOND}]({URL}{B}) (ICML 2021) \u2b50\n",
    ),
    "reference links": (
        f"- [{FIRST}][a] (ACL2019)\n- [{SECOND}][b]\n\n[a]: {URL}{A}\n[b]: {URL}{B}\n",
        f"- [{FIRST}][a] (ACL2019)\n- [{SECOND}][b] (ICML2021)\n\n[a]: {URL}{A}\n[b]: {URL}{B}\n",
    ),
    "items of HTML on one line": (
        f'<ul><li><a href="{URL}{A}">{FIRST}</a> (ACL 2019)</li><li><a href="{URL}{B}">{SECOND}</a></li></ul>\n',
        f'<ul><li><a href="{URL}{A}">{FIRST}</a> (ACL 2019)</li><li><a href="{URL}{B}">{SECOND}</a> (ICML 2021)</li></ul>\n',
    ),
    "in a quotation": (
        f"> - [{FIRST}]({URL}{A}) (ACL2019)\n> - [{SECOND}]({URL}{B})\n",
        f"> - [{FIRST}]({URL}{A}) (ACL2019)\n> - [{SECOND}]({URL}{B}) (ICML2021)\n",
    ),
    "bold in HTML": (
        f"<b>All Else {LONG} (2019 ACL)</b> [[Paper]({URL}{A})]\n\n<b>{LONG}</b> [[Paper]({URL}{D})]\n",
        f"<b>All Else {LONG} (2019 ACL)</b> [[Paper]({URL}{A})]\n\n<b>{LONG} (2021 ICML)</b> [[Paper]({URL}{D})]\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_missing_note_is_written_as_the_list_writes_its_notes(name: str) -> None:
    before, after = GRAMMARS[name]
    assert fill(before) == after


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_stay(ends: str, mark: str) -> None:
    for before, after in GRAMMARS.values():
        assert fill(mark + before.replace("\n", ends)) == mark + after.replace("\n", ends)


CORRECTIONS = [
    ("(EMNLP2018)", "(ACL2019)"),
    ("(EMNLP2018 oral)", "(ACL2019 oral)"),
    ("(NAACL 2019, Best Paper)", "(ACL 2019, Best Paper)"),
    ("[ICCV' 18]", "[ACL' 19]"),
    ("*ICML 2019*", "*ACL 2019*"),
    ("(2018 EMNLP)", "(2019 ACL)"),
    ("(EMNLP-IJCNLP 2019)", "(ACL 2019)"),
    ("(ACL 2019 Workshop)", "(ACL 2019)"),
    ("(ACL2019WS)", "(ACL2019)"),
    ("(Findings of ACL 2019)", "(ACL 2019)"),
    ("(ACL2018; a remark)", "(ACL2019; a remark)"),
    ("*EMNLP, Nov 2018*", "*ACL, 2019*"),
]


@pytest.mark.parametrize(("wrong", "right"), CORRECTIONS)
def test_a_wrong_note_is_corrected_and_its_other_words_stay(wrong: str, right: str) -> None:
    line = f"* [{FIRST}]({URL}{A}) {{}} [[github](https://github.com/a/EMNLP2018)] EMNLP2018 remark\n"
    assert fill(line.format(wrong)) == line.format(right)


def test_a_note_that_is_a_label_is_corrected_in_the_label() -> None:
    line = f"- **{FIRST}** *Ada Liu*. [{{}}]({URL}{A}) [code](https://github.com/a/b)\n"
    assert fill(line.format("EMNLP 2018")) == line.format("ACL 2019")


def test_a_label_of_the_venues_own_page_is_left_to_people() -> None:
    text = f"- **{FIRST}** *Ada*. [EMNLP 2018](https://aclanthology.org/D18-1001/) [arXiv]({URL}{A})\n"
    acl = replace(published(A, FIRST, "ACL", 2019), ids=(Identifier("acl", "D18-1001"), Identifier("arxiv", A)))
    assert reasons(text, lock_of(acl)) == {"no-place"}


def test_side_events_and_tracks_are_written_as_the_list_writes_them() -> None:
    noted = f"* [{FIRST}]({URL}{A}) (ACL2019)\n"
    bare = f"* [{SECOND}]({URL}{B}){{}}\n"
    for venue, year, note in (
        ("Findings EMNLP", 2020, " (Findings of EMNLP2020)"),
        ("ACL WS", 2018, " (ACL2018 WS)"),
        ("EMNLP Demo", 2018, " (EMNLP2018 Demo)"),
        ("EMNLP-IJCNLP", 2019, " (EMNLP2019)"),
        ("TACL", 2020, " (TACL2020)"),
    ):
        assert fill(noted + bare.format(""), lock(venue, year)) == noted + bare.format(note)
    findings = f"* [Other Things Entirely Different]({URL}1904.00004) (EMNLP2020 Findings)\n"
    own = fill(noted + findings + bare.format(""), lock("Findings EMNLP", 2020))
    assert own == noted + findings + bare.format(" (EMNLP2020 Findings)")


def test_a_venue_is_spelled_as_the_list_spells_it() -> None:
    text = f"* [{FIRST}]({URL}{A}) (ACL2019)\n* [Other Things Altogether]({URL}1904.00004) (NIPS2017)\n* [{THIRD}]({URL}{C})\n"
    assert fill(text).endswith(f"({URL}{C}) (NIPS2020)\n")


def test_a_note_in_the_table_is_corrected_cell_by_cell() -> None:
    head = "| Year | Venue | Title |\n|---|---|---|\n"
    assert (
        fill(f"{head}| 2018 |  EMNLP  | [{FIRST}]({URL}{A}) |\n") == f"{head}| 2019 |  ACL  | [{FIRST}]({URL}{A}) |\n"
    )
    one = f"| Title | Venue |\n|---|---|\n| [{FIRST}]({URL}{A}) | {{}} |\n"
    assert fill(one.format("EMNLP 2018 (oral)")) == one.format("ACL 2019 (oral)")
    assert fill(one.format("")) == one.format("ACL 2019")


@pytest.mark.parametrize(
    ("text", "locked", "reason"),
    [
        (f"* [{FIRST}]({URL}{A})\n", lock_of(published(A, FIRST, "ACL", 2019, level="title")), "weak-proof"),
        (f"* [{FIRST}]({URL}{A}) (EMNLP2018)\n", lock_of(published(A, FIRST, "ACL", 2019, level="title+note")), "weak-proof"),
        (f"* [{FIRST}]({URL}{A})\n", lock_of(published(A, "Quite Another Work Here", "ACL", 2019)), "link-mismatch"),
        (f"* [{FIRST}]({URL}{A})\n", lock_of(published(A, FIRST, "nowhere", 2019)), "unknown-venue"),
        (f"* [{FIRST}]({URL}{A})\n", lock_of(published(A, FIRST, "ACL", 2019, event_title="ACL 2018")), "dates-disagree"),
        (f"* [{FIRST}]({URL}{A}) (ECIR2020)\n", lock(), "unread-note"),
        (f"* [{FIRST}]({URL}{A}) (TACL2018)\n", lock(), "other-version"),
        (f"* [{FIRST}]({URL}{A}) (EMNLP2018 WS)\n", lock(), "other-version"),
        (f"* [{FIRST}]({URL}{A}) (2018)\n", lock(), "other-year"),
        (f"* [{FIRST}]({URL}{A}) ![venue](https://img.shields.io/badge/ACL-2019-blue)\n", lock(), "named-already"),
        (f"* [{FIRST}]({URL}{A}): read it, it was at ACL in 2019\n", lock(), "named-already"),
        (f"* [{FIRST} (long]({URL}{A})\n", lock_of(published(A, f"{FIRST} (long", "ACL", 2019)), "no-place"),
        ("* [Something Else Entirely](https://arxiv.org/abs/1905.00005)\n", lock(), "not-in-lock"),
        ("* [Something Else Entirely](https://github.com/a/b)\n* [X y z](https://arxiv.org/abs/1905.00005)\n", lock(), "not-a-paper"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_left_alone_with_the_reason(text: str, locked: Lock, reason: str) -> None:
    assert reason in reasons(text, locked)


def test_a_badge_is_never_rewritten() -> None:
    text = f"* [{FIRST}]({URL}{A}) ![EMNLP'18](https://img.shields.io/badge/EMNLP-18-blue)\n* [{SECOND}]({URL}{B}) (ICML2021)\n"
    assert "![EMNLP'18](https://img.shields.io/badge/EMNLP-18-blue)\n" in fill(text)


def test_two_works_of_one_entry_are_left_alone() -> None:
    text = f"* [{FIRST}]({URL}{A}) [[acl](https://aclanthology.org/P19-1441/)]\n"
    acl = published("1907.00007", "Other Work", "ACL", 2018)
    other = replace(acl, ids=(Identifier("acl", "P19-1441"),))
    assert reasons(text, lock_of(published(A, FIRST, "ACL", 2019), other)) == {"several-works"}


def test_nothing_is_written_into_code_comments_or_targets() -> None:
    text = (
        f'* `[{FIRST}]({URL}{A})` [{FIRST}]({URL}{A} "{FIRST}") <!-- {FIRST} -->\n'
        f"```\n* [{SECOND}]({URL}{B})\n```\n<!-- * [{SECOND}]({URL}{B}) -->\n"
    )
    assert fill(text) == text.replace(f'"{FIRST}") <!--', f'"{FIRST}") (ACL2019) <!--')


def test_titles_with_marks_escapes_and_entities_are_found() -> None:
    locked = lock_of(published(A, "Which *BERT? R&D of C_x in <b>ten</b> steps", "ACL", 2019))
    line = f"* [Which \\*BERT? R&amp;D of `C_x` in *ten* steps]({URL}{A}){{}}\n"
    assert fill(line.format(""), locked) == line.format(" (ACL2019)")


def test_a_work_in_two_themes_is_noted_in_both() -> None:
    text = f"# One\n\n* [{FIRST}]({URL}{A})\n\n# Two\n\n* [{FIRST}]({URL}{A}v2)\n"
    assert fill(text).count("(ACL2019)") == 2
