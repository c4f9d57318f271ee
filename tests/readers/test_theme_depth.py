"""Themes folded to a depth."""

from __future__ import annotations

from bertbib.model import Identifier, Reference, Theme, Where
from bertbib.readers.depth import fold


def theme(*path: str, source: str = "a.md", ids: tuple[str, ...] = ()) -> Theme:
    references = tuple(
        Reference(title=f"Title {one}", where=Where(source, n), ids=(Identifier("arxiv", one),))
        for n, one in enumerate(ids, 1)
    )
    return Theme(slug=path[-1].lower(), title=path[-1], path=path, source=source, references=references)


def test_what_is_below_moves_up_in_order() -> None:
    folded, problems = fold(
        [
            theme("A", ids=("1",)),
            theme("A", "B", "C", ids=("2",)),
            theme("D", "E", ids=("3",)),
            theme("A", "F", ids=("4",)),
        ],
        1,
    )
    assert [(one.slug, one.path, [str(name.ids[0].value) for name in one.references]) for one in folded] == [
        ("a", ("A",), ["1", "2", "4"]),
        ("d", ("D",), ["3"]),
    ]
    assert problems == []


def test_a_work_of_two_themes_that_are_now_one_is_a_duplicate() -> None:
    folded, _problems = fold([theme("A", "B", ids=("1",)), theme("A", "C", ids=("1", "2"))], 1)
    assert [one.outcome for one in folded[0].references] == ["paper", "duplicate", "paper"]


def test_themes_of_two_lists_stay_apart_and_deep_enough_ones_as_they_are() -> None:
    themes = [theme("A", "B", source="a.md", ids=("1",)), theme("A", "B", source="b.md", ids=("1",))]
    assert fold(themes, 2)[0] == tuple(themes)
    assert [one.source for one in fold(themes, 1)[0]] == ["a.md", "b.md"]
