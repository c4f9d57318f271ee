"""Whatever a list looks like: annotating changes notes and nothing else, and a second time nothing at all."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.annotations.applying import annotated, replaced
from bertbib.annotations.places import code_spans, find_title, mask
from bertbib.model import InputError, Intake, Lock, Reference
from bertbib.readers.markdown import READER
from bertbib.venues.notes import note_verdict
from proven import lock_of, published

TITLES = (
    "Learning to Read Slowly",
    "A Study of Very Long Sentences",
    "What Do Small Models Know?",
    "BERT & *Co*: On C++",
)
IDS = ("1901.00001", "1902.00002", "1903.00003", "1904.00004")
VENUES = st.sampled_from(["ACL", "EMNLP", "ICML", "Findings EMNLP", "ACL WS", "TACL", "nowhere"])
NOTES = st.sampled_from(
    ["", " (ACL2019)", " (EMNLP 2020)", " [ICML'21]", ", *ICLR, May 2018*", " (Findings of EMNLP2020)", " (2020)", " (arXiv 2019)",
     " `ACL 2019`", " (ACL2019 WS oral)", " | **[ICCV' 19]** |", ". ACL 2020.", " ![ACL 2019](x.png)", " (unclosed ACL2019"]
)  # fmt: skip
SHAPES = st.sampled_from(
    [
        "* [{title}](https://arxiv.org/abs/{id}){note} [[code](https://github.com/a/b)]",
        "- **{title}**. *Ada Liu*{note} [[pdf](https://arxiv.org/abs/{id})]",
        '1. "{title}"{note} [[pdf](https://arxiv.org/abs/{id})]',
        "- {title}{note} ([Paper](https://arxiv.org/abs/{id}))",
        "- **{title}{note}**\n  - [[Paper](https://arxiv.org/abs/{id})]",
        '<b>{title}{note}</b> <a href="https://arxiv.org/abs/{id}">Paper</a>\n',
        "**{title}** <br>\n*Ada* <br>\n{note} [[Paper](https://arxiv.org/abs/{id})]\n",
        "-{note} [{title}](https://arxiv.org/abs/{id})  ",
        "* `{title}` [{title}](https://arxiv.org/abs/{id} '{title}'){note} <!-- {title} -->",
        "\n| Title | Venue |\n|---|---|\n| [{title}](https://arxiv.org/abs/{id}) | {note} |\n",
        "# {title}{note}",
        "{note} {title}",
    ]
)
ENTRIES = st.lists(st.tuples(SHAPES, st.integers(0, 3), NOTES), min_size=1, max_size=8)
NOISE = st.text(alphabet="ab *_[]()`<>\"'|#-\n\r\t\\&;:!.1ACL2019é\u3000", max_size=60)


def read(text: str) -> Intake:
    return READER.read(text, "list.md")


def lock(venues: list[str]) -> Lock:
    return lock_of(*(published(IDS[n], TITLES[n], venue, 2019 + n % 3) for n, venue in enumerate(venues)))


def references(text: str) -> list[Reference]:
    return [reference for theme in read(text).themes for reference in theme.references]


@settings(max_examples=300, deadline=None)
@given(
    entries=ENTRIES,
    noise=st.lists(NOISE, max_size=4),
    venues=st.lists(VENUES, min_size=4, max_size=4),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_only_notes_change_and_only_once(entries: list[tuple[str, int, str]], noise: list[str], venues: list[str], ends: str) -> None:  # fmt: skip
    lines = [shape.format(title=TITLES[number], id=IDS[number], note=note) for shape, number, note in entries]
    for place, text in enumerate(noise):
        lines.insert(place * 2, text)
    text = "\n".join(lines).replace("\n", ends)
    try:
        before = references(text)
    except InputError:
        return
    locked = lock(venues)
    done = annotated(text, read, locked)
    edited = {edit.number: edit for edit in done.edits}
    assert edited.keys() | done.left.keys() == set(range(len(before)))
    assert not edited.keys() & done.left.keys()
    after = references(done.text)
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        if number in edited:
            assert replace(new, note=old.note, year=old.year) == old
            assert note_verdict(new.note, edited[number].entry.item) == "agrees"
        else:
            assert new == old
    assert done.text.count("\n") == text.count("\n")
    assert done.text.count("\r") == text.count("\r")
    assert annotated(done.text, read, locked).text == done.text


@settings(max_examples=100, deadline=None)
@given(entries=ENTRIES, venues=st.lists(VENUES, min_size=4, max_size=4))
def test_what_is_written_outside_of_an_edit_is_never_touched(entries: list[tuple[str, int, str]], venues: list[str]) -> None:  # fmt: skip
    text = "\n".join(shape.format(title=TITLES[n], id=IDS[n], note=note) for shape, n, note in entries)
    try:
        done = annotated(text, read, lock(venues))
    except InputError:
        return
    # Line by line: over the whole text, lines that are alike may be matched with each other's.
    for before, after in zip(text.split("\n"), done.text.split("\n"), strict=True):
        for kind, start, end, _new, _end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind in ("delete", "replace"):
                assert "http" not in before[start:end]


@given(text=st.text(alphabet="ab`*_[]()<>!-\\\"'& \nh:/.", max_size=200))
def test_masks_keep_the_length_and_find_titles_anywhere(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert all(hidden in ("\0", shown) for hidden, shown in zip(masked, text, strict=True))
    place = find_title(text, masked, "ab")
    if place is not None:
        assert 0 <= place.opens <= place.start < place.end <= place.closes <= len(text)
        assert not any(start < place.start and place.end < end for start, end in code_spans(text))


def test_hostile_sources_take_no_time() -> None:
    for text in ("[" * 50_000, "`" * 50_000, "<" * 50_000, "](" * 25_000, "<!--" * 12_000, "&" * 50_000, "*" * 50_000):
        mask(text)
        assert find_title(text, mask(text), "a") is None
    assert find_title("a " * 20_000, "a " * 20_000, "a") is not None


def test_replaced_spans_stand_where_they_stood() -> None:
    assert replaced("abc", []) == "abc"
