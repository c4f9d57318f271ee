"""Slugs of themes."""

from __future__ import annotations

import pytest

from bertbib.model import Theme
from bertbib.text.slugs import slug, unique_slugs


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Modification (multi-task, masking strategy, etc.)", "modification-multi-task-masking-strategy-etc"),
        ("Don't Stop Pretraining", "dont-stop-pretraining"),
        ("Don\u2019t  stop", "dont-stop"),
        ("QA, MC, Dialogue", "qa-mc-dialogue"),
        ("WSC, WNLI, NLI / C++", "wsc-wnli-nli-c"),
        ("论文 列表", "论文-列表"),
        ("\uff21\uff22\uff23 \u2460", "abc-1"),
        ("Straße", "strasse"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
        ("🤖 Robots 🤖", "robots"),
        ("../../etc/passwd", "etc-passwd"),
        ("🤖", "theme"),
        ("", "theme"),
        ("...", "theme"),
        ("CON", "con-theme"),
        ("aux", "aux-theme"),
        ("com1", "com1-theme"),
        ("Console", "console"),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    assert slug(title) == expected
    assert slug(expected) == expected


def test_a_long_slug_is_cut_at_a_hyphen() -> None:
    made = slug("word " * 40)
    assert len(made) <= 80
    assert made.endswith("word")
    assert slug("a" * 200) == "a" * 80


def theme(name: str, *above: str, source: str = "refs/nlp.md") -> Theme:
    return Theme(slug=slug(name), title=name, path=(*above, name), source=source)


def test_a_slug_that_is_taken_gets_the_heading_above_then_the_source_then_a_number() -> None:
    themes = [
        theme("Survey"),
        theme("Survey", "Parsing"),
        theme("SURVEY", "Parsing"),
        theme("Survey", "Parsing"),
        theme("Survey", "Parsing"),
        theme("Survey", source="refs/vision.md"),
    ]
    slugs = [made.slug for made in unique_slugs(themes)]
    assert slugs == ["survey", "parsing-survey", "nlp-survey", "survey-2", "survey-3", "vision-survey"]
    assert [made.title for made in unique_slugs(themes)] == [given.title for given in themes]


def test_the_name_of_the_whole_library_is_never_a_theme() -> None:
    assert [made.slug for made in unique_slugs([theme("Library")])] == ["nlp-library"]


def test_slugs_of_other_programs_are_made_safe_too() -> None:
    given = Theme(slug="../Up Here", title="x", path=("x",), source="a.json")
    assert unique_slugs([given])[0].slug == "up-here"
