"""Well-formed entries read fast: the same as bibtexparser's blocks give, whatever stands around them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.text.bib_certain import CertainReader
from bertbib.text.bib_origins import has_conflicts, original_span, tightened, with_line_feeds, without_conflicts
from bertbib.text.bib_values import MONTHS
from bertbib.text.bibtex import BibFile, parse_bib, parse_bib_by_blocks
from bib_styles import bib_files

TESTS = Path(__file__).parent.parent
EVERY_FILE = sorted(TESTS.rglob("*.bib"))
ENTRY = """@InProceedings{devlin-etal-2019-bert,
    title = "{BERT}: Pre-training {\\"o}",
    author = {Devlin, Jacob  and
      Chang, Ming-Wei},
    YEAR = 2019, month = jun # "~" # 12,
    note = {a@b.org = mail},
}
"""


def both(text: str) -> BibFile:
    """What the fast way reads, the same as the slow one."""
    file, slow = parse_bib(text, "x.bib"), parse_bib_by_blocks(text, "x.bib")
    assert file == slow
    assert [entry.span for entry in file.entries] == [entry.span for entry in slow.entries]
    return file


def is_certain(text: str) -> bool:
    found = CertainReader(MONTHS).read(text)
    return found is not None and not found.behind.strip()


def test_spans_hold_the_entries() -> None:
    text = f"\ufeffText.\r\n{ENTRY}<<<<<<< mine\n@ misc\n {{a, title={{b}}}}}}\r\n=======\n@misc(b, year = 1) {ENTRY}"
    file = both(text)
    spans = [text[slice(*entry.span)] for entry in file.entries]
    assert spans == [ENTRY.rstrip(), "@ misc\n {a, title={b}}", "@misc(b, year = 1)", ENTRY.rstrip()]


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.name)
def test_files(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    both(text)
    both(text.replace("\n", "\r\n"))
    both(text[: len(text) // 2])
    both(text[len(text) // 3 :])


def test_what_is_certain() -> None:
    assert is_certain(ENTRY)
    assert is_certain("@misc{a'(b), title={T}}")
    for text in (
        "@comment{a, b = {c}}",
        "@misc{a, title = {T}",
        "@misc{a, title = {T}, title = {U}}",
        "@misc{a, title = {T \\} U}}",
        '@misc{a, title = "T {"} U"}',
        "@misc{a, title = {T},, year = 1}",
        "@misc{a, title = {T} year = 1}",
        "@misc{a, title = unknown}",
        "@misc{a, title = {T,\n year = {1},\n}}",
        "@misc{a, % why\n title = {T}}",
        "@misc{a, abstract = {see\n @misc{b, title = {c}}}}",
        "@misc(a, title = {T})",
        "@misc{a}",
        "@misc{, title = {T}}",
    ):
        assert not is_certain(text), text


def test_a_stretch_that_seems_to_end_within_an_open_value() -> None:
    """Two entries that are whole stand in the comment that an open brace makes of the rest."""
    shown = ENTRY.replace("devlin", "shown")
    for lead in (
        "@comment{ {",
        "@string{a = {x",
        "@misc{x, title = {",
        '@misc{x, title = "',
        "{",
        "% ",
        "@misc{x, ",
        "@x",
    ):
        for gap in ("", " ", "\n", "\n\n"):
            both(f"{ENTRY}{lead}{gap}{shown}{ENTRY}}}\n{ENTRY}")


def test_macros_on_the_way() -> None:
    text = f"{ENTRY}@string{{acl = {{ACL}}}}\n" + "@misc{a, title = acl # { 1}, note = nowhere}\n" * 3
    file = both(text + "@string{acl = {EACL}}\n@misc{b, title = ACL, note = NOWHERE, month = January}\n" + ENTRY)
    assert [entry.fields["title"] for entry in file.entries][1:5] == ["ACL 1", "ACL 1", "ACL 1", "EACL"]
    assert [problem.code for problem in file.problems].count("bib-undefined-macro") == 1


PIECES = (
    *(
        ENTRY,
        ENTRY,
        ENTRY,
        "@misc{k, title={T}}",
        "@misc{k, title={T}}\n",
        "@ misc {j, year = 1}",
        "@misc(p, year=2)\n",
    ),
    *(
        "@string{m = {M}}\n",
        "@string(m = m # {N})\n",
        "@comment{x}\n",
        "@comment{ {\n",
        '@preamble{"x"}\n',
        "@misc{m, note = m}\n",
    ),
    *(
        "{",
        "}",
        '"',
        "\\",
        "\\{",
        "\n",
        "\r\n",
        " ",
        "\t",
        "%",
        "@",
        "@misc{",
        "a@b.c",
        ",",
        "=",
        "#",
        "(",
        ")",
        "text\n",
    ),
    *(
        "\n@misc",
        "\n  @misc{i, title = {T}}\n",
        "  title = {stray},\n",
        "<<<<<<< HEAD\n",
        "=======\n",
        ">>>>>>> b\n",
        "\n%",
    ),
    *(
        '@misc{q, title = "T {\\"o} # # {x}"}\n',
        "@misc{r, title = {T,\n  year = {1},\n}}\n",
        "@misc{r,\n",
        "x = y",
        "\x0b",
        "\u2028",
    ),
)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_anything(text: str) -> None:
    both(text)


@settings(max_examples=200, deadline=None)
@given(bib_files(broken=True), st.data())
def test_mutated_files(file: object, data: st.DataObject) -> None:
    text = getattr(file, "text", "")
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(text)))
        piece = data.draw(st.sampled_from(PIECES))
        text = text[:at] + piece + text[at + data.draw(st.integers(0, 2)) :]
    both(text)


@given(
    st.lists(st.sampled_from(["@", " ", "\n", "misc", "book", "let", "{", "(", "x", "\r\n", "<<<<<<<", "\t"])).map(
        "".join
    )
)
def test_origins(given_text: str) -> None:
    """What stands in a text that was changed is found in the one that was given."""
    text, ways = with_line_feeds("\ufeff" + given_text)
    if has_conflicts(text):
        text, more = without_conflicts(text)
        ways = [*more, *ways]
    text, more = tightened(text)
    ways = [*more, *ways]
    for at, letter in enumerate(text):
        if not letter.isspace():
            start, end = original_span(ways, at, at + 1)
            assert ("\ufeff" + given_text)[start:end] == letter


def test_large_ones() -> None:
    """Neither quadratic time nor a limit on depth, however much one entry holds."""
    deep = "@misc{d, title = {" + "{" * 10_000 + "x" + "}" * 10_000 + "}}\n"
    assert [entry.key for entry in both(ENTRY + deep + ENTRY).entries][1:2] == ["d"]
    assert len(parse_bib("@misc{k, title = {T}}" * 3_000, "x.bib").entries) == 3_000
    long = "x {y} " * 1_000_000
    assert len(parse_bib(f"{ENTRY}@misc{{k, title = {{{long}}}}}\n{ENTRY}", "x.bib").entries[1].fields["title"]) == len(
        long
    )
    for part in ("@misc{a, title = {\n", "@misc{a, title = {T}\n", "@", "\n@ \n", "{\n@misc{", '@misc{a, b = "\n'):
        parse_bib(ENTRY + part * 2_000, "x.bib")
