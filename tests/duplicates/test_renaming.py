"""Works whose title changed on the way: which drafts are publications under another title, and which are not."""

from __future__ import annotations

import pytest

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.duplicates import Work, compare, work_of
from bertbib.text.bibtex import BibEntry


def record(entry_type: str = "inproceedings", **fields: str) -> Work:
    entry = BibEntry(entry_type, "k", {"year": "2019", **fields})
    return work_of(item_from_bibtex(entry), identifiers_from_bibtex(entry))


TEAM = "Doe, Ann and Roe, Bob and Poe, Eve and Moe, Max"
DRAFT = "Learning to fold ribbons of graphs with careful transformers"


@pytest.mark.parametrize(
    ("title", "authors", "year", "relation"),
    [
        ("Training to fold ribbons of graphs with careful transformers", TEAM, "2020", "same"),
        ("Training to fold ribbons of graphs with careful transformers", TEAM, "2024", "different"),
        ("Training to fold ribbons of graphs with careful transformers", "Doe, Ann and Roe, Bob", "2020", "different"),
        ("Learning to fold ribbons of molecules with careful German transformers", TEAM, "2020", "different"),
        ("Learning to fold ribbons of GaN with careful transformers", TEAM, "2020", "different"),
        ("Learning to fold whales", TEAM, "2020", "different"),
    ],
)
def test_a_team_may_rename_its_draft_but_not_its_next_work(title: str, authors: str, year: str, relation: str) -> None:
    draft = record("misc", title=DRAFT, author=TEAM, eprint="1901.00001", archiveprefix="arXiv")
    other = record(title=title, author=authors, year=year, booktitle="Proceedings of the Conference on Ribbons")
    assert compare(draft, other).relation == relation


def test_one_draft_does_not_bring_two_publications_of_a_team_together() -> None:
    draft = record("misc", title=DRAFT, author=TEAM)
    own = record(title=DRAFT, author=TEAM, year="2019", booktitle="Proceedings of the Conference on Ribbons")
    next_one = record(
        title=DRAFT.replace("Learning", "Training"), author=TEAM, year="2020", booktitle="Proceedings of Folding"
    )
    assert compare(draft, own).relation == "same"
    assert compare(own, next_one).forbidden


def test_the_longer_version_in_a_journal_has_more_authors_and_words_and_is_related() -> None:
    meeting = record(title=DRAFT, author="Doe, Ann and Roe, Bob", booktitle="Proceedings of the Conference on Ribbons")
    longer = "Folding ribbons of graphs: when transformers learn with careful bounds"
    fields = {"journal": "Journal of Ribbons", "year": "2021", "title": longer}
    assert compare(meeting, record("article", author=TEAM, **fields)).relation == "related"
    assert compare(meeting, record("article", author="Doe, Ann and Moe, Max", **fields)).relation == "different"


def test_the_paper_on_a_program_is_not_the_paper_on_its_method() -> None:
    method = record("misc", title="FOLD: Ribbons of Graphs for Folding", author=TEAM, eprint="1901.00001")
    program = record("article", title="FOLD: Ribbons of Graphs", author=TEAM, journal="Journal of Open Source Software")
    assert compare(method, program).relation == "related"


def test_searches_and_measurements_of_one_collaboration_are_many_works() -> None:
    one = record("misc", title="Search for light ribbons in rare decays of bosons", author=TEAM, eprint="1901.00001")
    other = record(
        "article", title="Search for heavy ribbons in rare decays of bosons", author=TEAM, journal="J. Phys."
    )
    assert compare(one, other).relation == "different"
