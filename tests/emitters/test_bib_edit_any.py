"""Editing any .bib at all: only what is named changes, it says what it should, and once is enough."""

import re
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.emitters.bib_edit import EntryChange, apply_changes
from bertbib.text.bib_spans import scan
from bertbib.text.bibtex import parse_bib
from bib_styles import NAMES, PIECES, Styled, StyledFile, bib_files

new_values = (
    st.lists(st.sampled_from([piece for piece in PIECES if "\n" not in piece]), max_size=4)
    .map(lambda pieces: " ".join("".join(pieces).split()))
    .filter(lambda value: not value.startswith("%"))
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[StyledFile, list[EntryChange]]:
    """A file, and changes for some of its entries."""
    file = draw(bib_files(broken=True).filter(lambda file: file.entries))
    lines = {entry.key: entry.line for entry in scan(file.text)}
    changes = []
    for entry in draw(st.lists(st.sampled_from(file.entries), unique=True)):
        names = draw(st.lists(st.sampled_from([*NAMES, "booktitle", "doi"]), max_size=4, unique=True))
        fields = {name: draw(st.just("feb") if name == "month" else new_values) for name in names}
        drop = frozenset(draw(st.lists(st.sampled_from(NAMES)))) - fields.keys()
        entry_type = draw(st.sampled_from([None, "book", "incollection"]))
        changes.append(EntryChange(entry.key, lines[entry.key], entry_type, fields, drop))
    return file, changes


def folded(fields: list[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): " ".join(re.split(r"[ \t\r\n]+", value)).strip() for name, value in fields}


def expected(entry: Styled, change: EntryChange) -> dict[str, str]:
    fields = folded(list(entry.fields)) | folded(list(change.set.items()))
    return {name: value for name, value in fields.items() if name not in change.drop}


@settings(max_examples=200, deadline=None)
@given(edits())
def test_only_what_is_named_changes_and_says_what_it_should(edit: tuple[StyledFile, list[EntryChange]]) -> None:
    file, changes = edit
    result = apply_changes(file.text, changes)
    by_key = {change.key: change for change in changes}
    # Everything outside the entries that change is the same, byte for byte.
    assert outside(result, by_key.__contains__) == outside(file.text, by_key.__contains__)
    parsed = {one.key: one for one in parse_bib(result, "refs.bib").entries}
    spans = {one.key: one for one in scan(result)}
    for entry in file.entries:
        change = by_key.get(entry.key, EntryChange(entry.key, 0))
        text = result[slice(*spans[entry.key].span)]
        assert spans[entry.key].type.lower() == (change.entry_type or entry.type).lower()
        if fields := expected(entry, change):  # without any, a comment may stand where the others look for a field
            assert folded(list(parsed[entry.key].fields.items())) == fields
        assert {one.name.lower() for one in spans[entry.key].fields} == fields.keys()
        assert all(comment in text for comment in entry.comments)
        # Lines end as before, fields that stay keep their order, and one line stays one.
        assert not re.search(r"[\r\n]", text.replace(file.newline, ""))
        kept = [name for name, _ in entry.fields if name.lower() not in change.drop]
        assert [one.name for one in spans[entry.key].fields if one.name in kept] == kept
        if not re.search(r"[\r\n]", entry.text):
            assert not re.search(r"[\r\n]", text)
        if not change.set and not change.drop and change.entry_type is None:
            assert text == entry.text


def outside(text: str, changes: Callable[[str], bool]) -> str:
    """The text without the entries that change."""
    for entry in reversed(scan(text)):
        if changes(entry.key):
            text = text[: entry.span[0]] + entry.key + text[entry.span[1] :]
    return text


@settings(max_examples=200, deadline=None)
@given(edits())
def test_changes_made_again_change_nothing(edit: tuple[StyledFile, list[EntryChange]]) -> None:
    file, changes = edit
    result = apply_changes(file.text, changes)
    assert apply_changes(result, changes) is result


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*'@{}(),="#%\n\r\\ ', "misc{k", "title", "{x}", "% c\n", "1", ",\n"]), max_size=30),
    st.booleans(),
)
def test_whatever_is_edited_is_read_as_meant_or_refused(pieces: list[str], drop: bool) -> None:
    text = f"@misc{{k, a = {{b}}{''.join(pieces)}}}\n@misc{{last, x = {{y}}}}\n"
    entry = scan(text)[0]
    if not entry.closed:
        return
    names = frozenset({"title", "a"}) if drop else frozenset[str]()
    try:
        result = apply_changes(text, [EntryChange(entry.key, entry.line, None, {"year": "1"}, names)])
    except ValueError:
        return
    after = scan(result)[0]
    assert after.closed
    assert outside(result, entry.key.__eq__) == outside(text, entry.key.__eq__)
    got = [(one.name.lower(), result[slice(*one.value_span)]) for one in after.fields]
    before = [(one.name.lower(), text[slice(*one.value_span)]) for one in entry.fields]
    assert [one for one in got if one[0] != "year"] == [one for one in before if one[0] not in {"year", *names}]
    assert [value.strip('{}"') for name, value in got if name == "year"]
