"""Whatever a title holds: what was added reads back, and nothing else changes."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bertbib.model import Identifier, InputError, Reference
from bertbib.writers import markdown
from bertbib.writers.work import Work
from grown_lists import GRAMMARS, PREPRINT, PUBLISHED, add, read

LISTS = {name: text.replace("@@", "") for name, text, _work, _line in GRAMMARS}
SPECIALS = st.sampled_from(
    [*"[]()*_`<>|#$&\\~!^+-=:;,.?'\"/@{}%", "\u201c", "\u201d", "\u2013", "\u4e2d", "\u00e9", "1"]
)
WORDS = st.one_of(
    st.sampled_from(
        ["Graphs", "Attention", "of", "the", "Tokens", "BERT", "a", "&amp;", "<b>", "in", "ACL", "$x_1$", "C++", "1."]
    ),
    st.lists(SPECIALS, min_size=1, max_size=4).map("".join),
    st.builds("".join, st.tuples(SPECIALS, st.sampled_from(["word", "Net", "x"]), SPECIALS)),
)
TITLES = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)


def everything(text: str) -> list[tuple[tuple[str, ...], Reference]]:
    return [(theme.path, one) for theme in read(text).themes for one in theme.references]


@given(
    grammar=st.sampled_from(sorted(LISTS)),
    title=TITLES,
    work=st.sampled_from([PUBLISHED, PREPRINT]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
)
@example(grammar="table", title="A | B of [C]", work=PUBLISHED, ending="\n")
@example(grammar="bold", title="*A* of **B** _C_ __D__", work=PUBLISHED, ending="\n")
@settings(max_examples=150, deadline=None)
def test_what_is_added_reads_back_and_all_else_stays(grammar: str, title: str, work: Work, ending: str) -> None:
    before = LISTS[grammar].replace("\n", ending)
    with suppress(InputError):
        written = add(before, work._replace(title=title))
        added = len(written.text) - len(before)
        assert any(before == written.text[:place] + written.text[place + added :] for place in range(len(before) + 1))
        new = [(path, one) for path, one in everything(written.text) if set(one.ids) == set(work.ids)]
        assert [(path[-1], one.title.rstrip(".,;: "), one.links) for path, one in new] == [
            ("Theme", title.rstrip(".,;: "), ())
        ]
        assert len(everything(written.text)) == len(everything(before)) + 1


@pytest.mark.parametrize("grammar", sorted(LISTS))
@given(middle=st.lists(WORDS.filter(lambda word: not word.isspace()), min_size=0, max_size=5).map(" ".join))
@settings(max_examples=40, deadline=None)
def test_a_title_with_words_around_its_marks_is_never_refused(grammar: str, middle: str) -> None:
    title = " ".join(f"Learning About Graphs {middle} With Many Tokens".split())
    written = add(LISTS[grammar], PUBLISHED._replace(title=title))
    assert title in [one.title for _path, one in everything(written.text)]


@given(
    text=st.lists(st.sampled_from([*"[]()*-#|`<>!\n \\", "https://arxiv.org/abs/2001.00001", "T "]), max_size=60).map(
        "".join
    )
)
@settings(max_examples=100, deadline=None)
def test_any_text_is_added_to_or_refused(text: str) -> None:
    whole = f"## Theme\n\n{text}\n\n* [The First Title Here](https://arxiv.org/abs/2001.00009)\n"
    with suppress(InputError):
        for path in [theme.path for theme in read(whole).themes if theme.path[-1] == "Theme"]:
            written = markdown.add(whole, "list.md", path, PREPRINT, read)
            assert len(everything(written.text)) == len(everything(whole)) + 1


def test_many_works_one_after_the_other() -> None:
    text = LISTS["bold"]
    for number in range(1, 20):
        name = f"2104.{number:05}"
        work = PUBLISHED._replace(
            title=f"Title Number {number} of Many",
            url=f"https://arxiv.org/abs/{name}",
            ids=(Identifier("arxiv", name),),
        )
        text = add(text, work).text
    numbers = [line.partition(".")[0] for line in text.splitlines() if line[:1].isdigit()]
    assert numbers == [str(number) for number in range(9, 30)]
    assert len(everything(text)) == 21


@pytest.mark.parametrize("hostile", ["[" * 3000, "**" * 2000, "<a href='" * 500, "\\" * 3000, "| " * 2000, "`" * 2999])
def test_hostile_entries_are_passed_over(hostile: str) -> None:
    text = f"## Theme\n\n* [The First Title Here](https://arxiv.org/abs/2001.00001) {hostile}\n* [The Second Title Here](https://arxiv.org/abs/2001.00002) (ACL2019)\n"
    written = add(text, PUBLISHED)
    assert written.added.endswith("(ACL2022)")
