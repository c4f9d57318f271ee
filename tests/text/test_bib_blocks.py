"""Cutting .bib text: every block is found where it stands, one whose text is there twice too."""

from bertbib.text.bib_blocks import cut
from bertbib.text.bibtex import parse_bib

ENTRY = "@misc{a,\n  title = {T}\n}\n"


def test_entries_with_the_same_text_have_places_of_their_own() -> None:
    text = f"% a\n{ENTRY}\n\n{ENTRY}free text\n{ENTRY}"
    blocks = [block for block in cut(text) if block.kind == "entry"]
    assert [block.line for block in blocks] == [2, 7, 11]
    assert [block.start for block in blocks] == [at for at in range(len(text)) if text.startswith("@misc", at)]
    assert [text[block.start :][: len(block.raw)] for block in blocks] == [ENTRY.rstrip()] * 3


def test_entries_with_the_same_text_on_one_line() -> None:
    text = "@misc{a, title={T}} " * 2
    assert [(block.line, block.start) for block in cut(text)] == [(1, 0), (1, 20)]


def test_lines_are_counted_past_backslashes_and_broken_entries() -> None:
    text = (
        f"@misc{{b, note = {{x\\\n\ny}}}}\n@misc{{c\n  title = {{T}}\n}}\n@misc{{c\n  title = {{T}}\n}}\n{ENTRY}{ENTRY}"
    )
    entries = parse_bib(text, "my.bib").entries
    assert [(entry.key, entry.line) for entry in entries] == [("b", 1), ("c", 4), ("c", 7), ("a", 10), ("a", 13)]


def test_a_block_that_starts_within_the_text_of_a_broken_one() -> None:
    text = "@article{\n@article{\n@article{a, % why\nauthor = {}\n}\n"
    assert [(block.kind, block.line, block.start) for block in cut(text)] == [
        ("broken", 1, 0),
        ("broken", 2, 10),
        ("entry", 3, 20),
    ]
    assert [(entry.key, entry.line) for entry in parse_bib(text, "my.bib").entries] == [("a", 3)]
