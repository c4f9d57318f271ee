"""Editing somebody else's .bib: what is meant to change does, and no byte beside it."""

import difflib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.emitters.bib_edit import EntryChange, apply_changes, unified_diff
from bertbib.text.bib_spans import scan

LIBRARY = """\
% Encoding: UTF-8
@string{acl = {Proc. of ACL}}

@article{liu2019,
  title     = {Multi-Task {DNN}},  % main baseline
  author    = {Liu, Xiaodong and
               He, Pengcheng},
  journal   = {arXiv preprint arXiv:1901.11504},
  year      = 2018,   % of the preprint
  eprint    = {1901.11504},
  % as discussed
  mynote    = "keep, {as} it is"
}

@misc{broken, title = {T

@InProceedings( zhang, Title="A",Year="2019" )
"""

PUBLISHED = EntryChange(
    "liu2019",
    4,
    "inproceedings",
    {
        "author": "Liu, Xiaodong and He, Pengcheng",
        "title": "Multi-Task Deep Networks",
        "booktitle": "Proceedings of ACL",
        "pages": "4487--4496",
        "year": "2019",
        "month": "jul",
        "doi": "10.18653/v1/P19-1441",
        "keywords": "nlu",
    },
    frozenset({"journal", "note"}),
)


def changed(text: str, *drop: str, entry_type: str | None = None, key: str = "k", line: int = 1, **fields: str) -> str:
    """The text after one change, made sure that making it again changes nothing."""
    changes = [EntryChange(key, line, entry_type, fields, frozenset(drop))]
    result = apply_changes(text, changes)
    assert apply_changes(result, changes) is result
    return result


def test_a_preprint_becomes_a_published_paper() -> None:
    result = apply_changes(LIBRARY, [PUBLISHED])
    assert apply_changes(result, [PUBLISHED]) == result
    assert result == LIBRARY.replace("@article{", "@inproceedings{").replace(
        "{Multi-Task {DNN}}", "{Multi-Task Deep Networks}"
    ).replace(
        "  journal   = {arXiv preprint arXiv:1901.11504},\n",
        "  booktitle = {Proceedings of ACL},\n  pages     = {4487--4496},\n",
    ).replace(
        "year      = 2018,   % of the preprint\n",
        "year      = 2019,   % of the preprint\n  month     = jul,\n  doi       = {10.18653/v1/P19-1441},\n",
    ).replace('it is"\n', 'it is",\n  keywords  = {nlu}\n')


def test_changes_may_come_in_any_order_and_lines_shift() -> None:
    other = EntryChange("zhang", 18, None, {"Doi": "10.1/x"})
    result = apply_changes(LIBRARY, [other, PUBLISHED])
    assert result == apply_changes(apply_changes(LIBRARY, [PUBLISHED]), [other])
    assert result.endswith('@InProceedings( zhang, Title="A",Year="2019", Doi="10.1/x" )\n')
    assert apply_changes(result, [other, PUBLISHED]) is result


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": " Multi-Task\n {DNN} ", "YEAR": "2018"},
        {"author": "Liu, Xiaodong and He, Pengcheng", "mynote": "keep, {as} it is"},
    ],
)
def test_what_says_the_same_is_the_same_text(fields: dict[str, str]) -> None:
    assert apply_changes(LIBRARY, [EntryChange("liu2019", 4, "Article", fields, frozenset({"url"}))]) is LIBRARY
    assert apply_changes(LIBRARY, []) is LIBRARY


def test_macros_that_say_the_same_stay() -> None:
    text = '@string{acl = "Proc. of {ACL}"}\n@misc{k, booktitle = acl # " 2019", month = JUL}'
    assert changed(text, line=2, booktitle="Proc. of {ACL} 2019", month="jul") is text
    assert changed(text, line=2, booktitle="Proc. of {ACL} 2020", month="aug") == text.replace(
        'acl # " 2019"', '"Proc. of {ACL} 2020"'
    ).replace("JUL", "aug")


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("{a}", 'b "c"', '{b "c"}'),
        ('"a"', "b", '"b"'),
        ('"a"', 'b {"c"}', '"b {"c"}"'),
        ('"a"', 'b "c"', '{b "c"}'),
        ("2018", "2019", "2019"),
        ("2018", "in press", "{in press}"),
        ('"a" # {b}', "c", '"c"'),
        ("{{A}}", "B", "{B}"),
        ("{a}", "", "{}"),
        ("{a}", " b\nc ", "{b\r\nc}"),
    ],
)
def test_a_new_value_keeps_the_delimiters_of_the_old_one(old: str, value: str, new: str) -> None:
    text = "@misc{k,\r\n  Note = %s ,\r\n  x = {y}\r\n}"
    assert changed(text % old, note=value) == text % new


def test_months_are_macros_whatever_they_were() -> None:
    assert changed("@misc{k, month = {July}}", month="jul") == "@misc{k, month = jul}"
    assert changed("@misc{k, month = {jul}}", month="jul") == "@misc{k, month = {jul}}"
    assert changed('@misc{k, month = "July"}', month="10~jul") == '@misc{k, month = "10~jul"}'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # One line, with and without blanks and a last comma; no fields at all.
        ("@misc{k, title = {T}, url = {u}}", "@misc{k, title = {T}, year = {1}, url = {u}}"),
        ("@misc{k,title={T}}", "@misc{k,title={T},year={1}}"),
        ('@misc(k, title="T",)', '@misc(k, title="T", year="1",)'),
        ("@misc{k}", "@misc{k, year = {1}}"),
        ("@misc{k,}", "@misc{k, year = {1},}"),
        ("@misc{k,\n}", "@misc{k,\n  year = {1},\n}"),
        ("@misc{k\n}", "@misc{k,\n  year = {1}\n}"),
        # One field a line: indentation, alignment of what people align, tabs, commas, line ends.
        ("@misc{k,\n  title = {T}\n}", "@misc{k,\n  title = {T},\n  year = {1}\n}"),
        ("@misc{k,\r\n\ttitle={T},\r\n}", "@misc{k,\r\n\ttitle={T},\r\n\tyear={1},\r\n}"),
        ("@misc{k,\r title = {T}}", "@misc{k,\r title = {T},\r year = {1}}"),
        (
            "@misc{k,\n  author  = {A},\n  title   = {T},\n  url     = {u},\n}",
            "@misc{k,\n  author  = {A},\n  title   = {T},\n  year    = {1},\n  url     = {u},\n}",
        ),
        (
            "@misc{k,\n  author =   {A},\n  title =    {T},\n  url =      {u},\n}",
            "@misc{k,\n  author =   {A},\n  title =    {T},\n  year =     {1},\n  url =      {u},\n}",
        ),
        (
            "@misc{k,\n  author = {A},\n   title = {T},\n     url = {u}\n}",
            "@misc{k,\n  author = {A},\n   title = {T},\n    year = {1},\n     url = {u}\n}",
        ),
        ("@misc{k,\n  TITLE = {T},\n  URL = {u}\n}", "@misc{k,\n  TITLE = {T},\n  YEAR = {1},\n  URL = {u}\n}"),
        ("@misc{k\n , title = {T}\n , url = {u}\n }", "@misc{k\n , title = {T}\n , year = {1}\n , url = {u}\n }"),
        ("@misc{k\n, title = {T} % c, c\n}", "@misc{k\n, title = {T} % c, c\n, year = {1}\n}"),
        # Comments stay on the line that they are about.
        (
            "@misc{k,\n title = {T}, % c, c\n url = {u}\n}",
            "@misc{k,\n title = {T}, % c, c\n year = {1},\n url = {u}\n}",
        ),
        ("@misc{k,\n title = {T} % c, c\n}", "@misc{k,\n title = {T}, % c, c\n year = {1}\n}"),
        ("@misc{k,\n title = {T}\n % c\n}", "@misc{k,\n title = {T},\n year = {1}\n % c\n}"),
        ("@misc{k, % c\n}", "@misc{k, % c\n  year = {1},\n}"),
        # A comma that was missing, and several fields on a line.
        ("@misc{k,\n title = {T}\n url = {u}\n}", "@misc{k,\n title = {T},\n year = {1},\n url = {u}\n}"),
        (
            "@misc{k,\n author = {A},\n title = {T}, url = {u}\n}",
            "@misc{k,\n author = {A},\n title = {T}, year = {1}, url = {u}\n}",
        ),
    ],
)
def test_a_new_field_looks_like_the_others(old: str, new: str) -> None:
    assert changed(old, year="1") == new


@pytest.mark.parametrize(
    ("order", "name", "result"),
    [
        ("author title year url", "booktitle", "author title booktitle year url"),
        ("title author year url", "booktitle", "title author booktitle year url"),
        ("author title year url", "month", "author title year month url"),
        ("author title doi note", "url", "author title doi url note"),
        ("author title eprint note", "archivePrefix", "author title eprint archivePrefix note"),
        ("author title note", "x-own", "author title note x-own"),
        ("title note", "author", "title note author"),
    ],
)
def test_a_new_field_stands_behind_those_that_usually_precede_it(order: str, name: str, result: str) -> None:
    text = f"@misc{{k,{''.join(f' {one} = {{v}},' for one in order.split())}}}"
    text = apply_changes(text, [EntryChange("k", 1, None, {name: "v"})])
    assert " ".join(one.name for one in scan(text)[0].fields) == result


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@misc{k, a = {1}, note = {n}, b = {2}}", "@misc{k, a = {1}, b = {2}}"),
        ("@misc{k, a = {1}, note = {n}}", "@misc{k, a = {1}}"),
        ("@misc{k, a = {1}, note = {n},}", "@misc{k, a = {1},}"),
        ("@misc{k,note={n},b={2}}", "@misc{k,b={2}}"),
        ("@misc{k, note = {n}}", "@misc{k}"),
        ("@misc{k,\n a = {1},\n note = {n\n n},\n b = {2}\n}", "@misc{k,\n a = {1},\n b = {2}\n}"),
        ("@misc{k,\r\n a = {1},\r\n note = {n}\r\n}", "@misc{k,\r\n a = {1}\r\n}"),
        ("@misc{k,\n a = {1},\n note = {n},\n}", "@misc{k,\n a = {1},\n}"),
        ("@misc{k,\n a = {1},\n note = {n}}", "@misc{k,\n a = {1}}"),
        ("@misc{k,\n note = {n}, note = {m},\n b = {2}\n}", "@misc{k,\n b = {2}\n}"),
        ("@misc{k,\n a = {1},\n note = {n}, b = {2}\n}", "@misc{k,\n a = {1},\n b = {2}\n}"),
        ("@misc{k,\n a = {1}, note = {n},\n b = {2}\n}", "@misc{k,\n a = {1},\n b = {2}\n}"),
        ("@misc{k\n , a = {1}\n , note = {n}\n , b = {2}\n}", "@misc{k\n , a = {1}\n , b = {2}\n}"),
        ("@misc{k\n , a = {1}\n , note = {n}\n}", "@misc{k\n , a = {1}\n}"),
        # Comments survive what they were about.
        ("@misc{k,\n a = {1}, % x\n note = {n}, % y\n b = {2}\n}", "@misc{k,\n a = {1}, % x\n % y\n b = {2}\n}"),
        ("@misc{k,\n a = {1}, % x\n note = {n} % y\n}", "@misc{k,\n a = {1} % x\n % y\n}"),
        ("@misc{k,\n % x, y\n note = {n},\n b = {2}\n}", "@misc{k,\n % x, y\n b = {2}\n}"),
        ("@misc{k\n , a = {1} % x\n , note = {n} % y\n , b = {2}\n}", "@misc{k\n , a = {1} % x\n % y\n , b = {2}\n}"),
        ("@misc{k,\n a = {1},\n % x\n note = {n}}", "@misc{k,\n a = {1}\n % x\n }"),
        ("@misc{k, % x\n note = {n}\n}", "@misc{k, % x\n}"),
        ("@misc{k\n, note = {n} % x\n, b = {2}\n}", "@misc{k,\n % x\n b = {2}\n}"),
    ],
)
def test_a_dropped_field_takes_its_line_and_its_comma_along(old: str, new: str) -> None:
    result = changed(old, "note")
    assert re.sub(r"[ \t]+", " ", result) == new


@pytest.mark.parametrize(
    ("written", "entry_type", "result"),
    [
        ("article", "book", "book"),
        ("ARTICLE", "book", "BOOK"),
        ("Article", "book", "Book"),
        ("ArtIcle", "article", "ArtIcle"),
    ],
)
def test_entry_types_keep_their_capitals(written: str, entry_type: str, result: str) -> None:
    assert changed(f"@{written} {{k, x = {{y}}}}", entry_type=entry_type) == f"@{result} {{k, x = {{y}}}}"


def test_a_field_that_is_there_twice_is_set_and_dropped_twice() -> None:
    text = "@misc{k, note = {a}, title = {x}, Title = {y}, note = {b}}"
    assert changed(text, "note", title="z") == "@misc{k, title = {z}, Title = {z}}"


def test_of_two_entries_with_one_key_the_line_tells_which() -> None:
    text = "@misc{k, x = {1}}\n@misc{k, x = {2}}\n@misc{l, x = {3}}\n"
    assert changed(text, line=2, x="4") == text.replace("{2}", "{4}")
    with pytest.raises(ValueError, match="the entry k in line 7 is not there"):
        changed(text, line=7, x="4")
    with pytest.raises(ValueError, match="the entry k in line 1 is there twice"):
        changed("@misc{k, x = {1}} @misc{k, x = {2}}", x="4")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (EntryChange("nobody", 4, None, {"x": "y"}), "the entry nobody in line 4 is not there"),
        (EntryChange("broken", 16, None, {"x": "y"}), "the entry broken in line 16 is not well-formed"),
        (EntryChange("liu2019", 4, None, {"x": "y"}, frozenset({"x"})), "liu2019 .* get and to lose"),
        (EntryChange("liu2019", 4, None, {"x": "{"}), "liu2019 .* would not be well-formed"),
        (EntryChange("liu2019", 4, None, {"x": "}"}), "liu2019 .* would not be well-formed"),
        (EntryChange("liu2019", 4, None, {"x": "y\\"}), "liu2019 .* would not be well-formed"),
        (EntryChange("liu2019", 4, None, {"x": r"\{"}), "liu2019 .* would not be well-formed"),
        (EntryChange("liu2019", 4, None, {"x": "a}, y = {b"}), "liu2019 .* would not be well-formed"),
        (EntryChange("liu2019", 4, None, {"x": "a\n@misc{l, y = {z}}"}), "liu2019 .* would not be well-formed"),
        (EntryChange("liu2019", 4, None, {"x": "a}}\n@misc{l, y = {z"}), "liu2019 .* would not be well-formed"),
        (EntryChange("liu2019", 4, None, {"x y": "z"}), "liu2019 .* would not be well-formed"),
        (EntryChange("liu2019", 4, "in book"), "liu2019 .* would not be well-formed"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(change: EntryChange, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        apply_changes(LIBRARY, [change])


def test_two_changes_for_one_entry_are_refused() -> None:
    with pytest.raises(ValueError, match="liu2019 in line 5 has two changes"):
        apply_changes(LIBRARY, [PUBLISHED, EntryChange("liu2019", 5)])


def test_a_difference_is_shown_as_by_diff() -> None:
    result = apply_changes(LIBRARY, [PUBLISHED])
    shown = unified_diff(LIBRARY, result, "refs.bib")
    ours = difflib.unified_diff(LIBRARY.splitlines(True), result.splitlines(True), "refs.bib", "refs.bib")
    assert shown == "".join(ours)
    assert unified_diff(LIBRARY, LIBRARY, "refs.bib") == ""


def test_a_difference_in_a_last_line_without_its_end() -> None:
    assert unified_diff("@misc{k,\r\n a={b}}", "@misc{k,\r\n a={c}}", "x") == (
        "--- x\n+++ x\n@@ -1,2 +1,2 @@\n @misc{k,\r\n- a={b}}\n\\ No newline at end of file\n"
        "+ a={c}}\n\\ No newline at end of file\n"
    )


LINES = st.lists(st.sampled_from(["@a\n", "b\n", "c\n", "d\r\n", "\n"]), max_size=30)


@settings(deadline=None)
@given(LINES, LINES)
def test_a_difference_leads_from_the_old_text_to_the_new_one(old: list[str], new: list[str]) -> None:
    """Whatever is shown, the lines that are not removed and not left out are those of the new text."""
    shown = unified_diff("".join(old), "".join(new), "x").split("\n")[2:-1]
    at, result = 0, list[str]()
    for line in shown:
        if head := re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line):
            start = int(head[1]) - (head[2] != "0")
            result += old[at:start]
            at = start
            assert len(result) == int(head[3]) - (head[4] != "0")
        elif line[0] == "+":
            result.append(f"{line[1:]}\n")
        else:
            assert old[at] == f"{line[1:]}\n"
            result += [old[at]] if line[0] == " " else []
            at += 1
    assert result + old[at:] == new


@pytest.mark.parametrize("count", [20_000])
def test_a_large_file_is_edited_and_compared(count: int) -> None:
    """Slow ways of finding entries or differences would never end here."""
    text = "".join(f"@misc{{k{i},\n  author = {{A}},\n  note = {{n}},\n  title = {{T}}\n}}\n\n" for i in range(count))
    changes = [EntryChange(f"k{i}", 6 * i + 1, "book", {"year": "1"}, frozenset({"note"})) for i in range(count)]
    result = apply_changes(text, changes)
    assert result.count("year = {1}\n}") == count
    assert unified_diff(text, result, "x").count("\n-  note") == count
