"""Any .bib at all: nothing is lost, what is not named in the report stays, and once is enough."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.text.bib_spans import scan
from bertbib.text.bibtex import parse_bib
from bib_styles import bib_files
from messy_bib import messy_bibs
from tidied_text import tidy

any_text = st.one_of(messy_bibs(), bib_files(broken=True).map(lambda file: file.text))


@settings(max_examples=300, deadline=None)
@given(any_text, st.booleans(), st.booleans())
def test_a_second_run_changes_nothing(text: str, sort: bool, merge: bool) -> None:
    once = tidy(text, sort=sort, merge=merge)
    again = tidy(once.text, sort=sort, merge=merge)
    assert again.text == once.text
    assert not again.changes
    assert not again.merges


@settings(max_examples=200, deadline=None)
@given(any_text, st.booleans())
def test_entries_add_up_and_old_keys_live_on(text: str, sort: bool) -> None:
    before = parse_bib(text, "refs.bib").entries
    done = tidy(text, sort=sort)
    after = parse_bib(done.text, "refs.bib").entries
    retired = [key for merge in done.merges for key in merge.retired]
    assert len(before) == len(after) + len(retired) == done.live + len(retired)
    assert Counter(entry.key for entry in before) == Counter(entry.key for entry in after) + Counter(retired)
    known = {entry.key for entry in after} | {
        alias.strip() for one in after for alias in one.fields.get("ids", "").split(",")
    }
    assert {entry.key for entry in before} <= known


@settings(max_examples=200, deadline=None)
@given(any_text, st.booleans())
def test_what_is_not_named_keeps_its_bytes(text: str, sort: bool) -> None:
    done = tidy(text, sort=sort)
    touched = {change.line for change in done.changes} | {
        line for merge in done.merges for line in (merge.line, *merge.lines)
    }
    spans = scan(text)
    # What stands between entries stays, in its order unless entries are sorted, but for blanks.
    for span in spans:
        if span.line not in touched:
            assert text[slice(*span.span)] in done.text
    if not touched and not sort:
        assert done.text == text
    old, new = frame(text, touched), frame(done.text, set())
    assert (Counter(old) == Counter(new)) if sort else (old == new)


def frame(text: str, mended: set[int]) -> list[str]:
    """The lines between entries, and those of entries that nobody can read."""
    for span in reversed(scan(text)):
        if span.closed or span.line in mended:
            text = text[: span.span[0]] + "\n" + text[span.span[1] :]
    return [line.strip() for line in text.removeprefix("\ufeff").splitlines() if line.strip()]


@settings(max_examples=200, deadline=None)
@given(any_text)
def test_every_difference_is_reported(text: str) -> None:
    done = tidy(text)
    before = {entry.line: entry for entry in parse_bib(text, "refs.bib").entries}
    merged = {merge.line: merge for merge in done.merges}
    gone = {line for merge in done.merges for line in merge.lines}
    named = {(change.line, change.field) for change in done.changes}
    left = [entry for line, entry in sorted(before.items()) if line not in gone]
    after = parse_bib(done.text, "refs.bib").entries
    if len(before) < len(parse_bib(text, "refs.bib").entries):
        return  # two entries on one line
    for old, new in zip(left, after, strict=True):
        assert old.key == new.key
        if old.type != new.type:
            assert (old.line, "entrytype") in named
        for name in old.fields.keys() | new.fields.keys():
            was, now = (" ".join(one.fields.get(name, "").split()) for one in (old, new))
            if was != now:
                assert (old.line, name) in named or (
                    old.line in merged and (name in merged[old.line].taken or name == "ids")
                )
