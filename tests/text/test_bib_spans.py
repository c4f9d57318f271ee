"""Finding entries and fields in .bib files as people write them, and leaving alone what is not certain."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.text.bib_spans import EntrySpan, macros, scan
from bertbib.text.bib_values import evaluate
from bertbib.text.bibtex import parse_bib
from bib_styles import StyledFile, bib_files

TEXT = """% my refs, mail me@home.org (x)
@string{acl = "Proc. of {ACL}"}
@Article (DBLP:a/b ,
  title     = {A {B} "c"}, % why
  Journal   = acl # { 2019} , year=2019
)
"""


def only(text: str) -> EntrySpan:
    entries = scan(text)
    assert len(entries) == 1
    return entries[0]


def raw_fields(text: str, entry: EntrySpan) -> list[tuple[str, str]]:
    return [(one.name, text[slice(*one.value_span)]) for one in entry.fields]


def test_the_spans_of_an_entry() -> None:
    entry = only(TEXT)
    assert (entry.type, entry.key, entry.line, entry.closed) == ("Article", "DBLP:a/b", 3, True)
    assert TEXT[slice(*entry.type_span)] == "Article"
    assert TEXT[slice(*entry.key_span)] == "DBLP:a/b"
    assert TEXT[slice(*entry.span)] == TEXT[TEXT.index("@Art") :].rstrip()
    assert raw_fields(TEXT, entry) == [("title", '{A {B} "c"}'), ("Journal", "acl # { 2019}"), ("year", "2019")]
    assert [TEXT[slice(*one.name_span)] for one in entry.fields] == ["title", "Journal", "year"]
    wholes = [TEXT[slice(*one.whole_span)] for one in entry.fields]
    assert wholes == ['title     = {A {B} "c"},', "Journal   = acl # { 2019} ,", "year=2019"]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ('@misc{k, title = "a {"}quoted{"} b"}', {"title": '"a {"}quoted{"} b"'}),
        ("@misc{k\n , title = {T} % so, {so}\n , year = 1}", {"title": "{T}", "year": "1"}),
        ("@misc{k,\n  % year = {2018},\n title={T}}", {"title": "{T}"}),
        ("@misc{k, title = {T}\n year = 2019}", {"title": "{T}", "year": "2019"}),
        ('@misc{k, month = 8 # "~" # % when\n feb}', {"month": '8 # "~" # % when\n feb'}),
        ('@misc(k, title = {a) b}, note = "(")', {"title": "{a) b}", "note": '"("'}),
        ("@misc{k, title = {e = {m} @ home, @foo{x}}}", {"title": "{e = {m} @ home, @foo{x}}"}),
        ("@misc{k, title = {a {b,\n year = {1}} c}}", {"title": "{a {b,\n year = {1}} c}"}),
        ("@misc{k,, title={},, }", {"title": "{}"}),
        ("@ misc\n{k, title={x}}", {"title": "{x}"}),
        ("@misc{k}", {}),
        ("@misc{k,}", {}),
    ],
)
def test_forms_of_entries(text: str, fields: dict[str, str]) -> None:
    entry = only(text)
    assert (entry.closed, entry.key, dict(raw_fields(text, entry))) == (True, "k", fields)
    assert entry.span == (0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "@misc{k, title = {T",
        "@misc{k, title = {T}",
        '@misc{k, title = "T}',
        "@misc{k, title = {T}, {x}}",
        "@misc{k, title = {T} and {U}}",
        "@misc{k, title = }",
        "@misc{title = {T}}",
        "@misc{k\n title = {T}}",
        "@misc{",
        # BibTeX and others end these values, or the entry, in different places.
        r"@misc{k, title = {a \} b}}",
        r"@misc{k, title = {a \{ b}, note = {c \} d}}",
        r'@misc{k, title = "G\"odel", x = "y"}',
        "@misc{k, title={x}, % :-}\n year=2019\n}",
        # A brace was forgotten, and the value goes on.
        "@misc{k,\n title = {T {B},\n year = {2019},\n note = {N}\n}\n}",
        "@misc{k,\r\n title = {T {B},\r\n year = 2019,\r\n x = {N}\r\n}\r\n}",
    ],
)
def test_what_is_not_certain_is_not_closed_and_costs_nothing_else(text: str) -> None:
    found = scan(f"@misc{{a, title={{x}}}}\n\n{text}\n\n@misc{{last, title={{x}}}}\n")
    assert [(entry.key, entry.closed) for entry in found if entry.closed] == [("a", True), ("last", True)]
    assert [entry.line for entry in found if not entry.closed] == [3]


def test_entries_inside_a_value_or_a_comment_are_never_closed() -> None:
    text = (
        "@misc{a, abstract={code:\n@article{x,\n title={T}\n}\n}, year=1}\n"
        "@comment{\n@misc{b, title={x}}\n}\n@misc{c, title={x}}\n"
    )
    assert [(entry.key, entry.closed) for entry in scan(text)] == [
        ("a", False),
        ("x", False),
        ("b", False),
        ("c", True),
    ]


def test_free_text_and_other_blocks_are_no_entries() -> None:
    text = (
        "Mail me@home.org (anytime) or you@work {x}.\n% Encoding: UTF-8, see @misc\n%@misc{old, title = {x}}\n"
        '@comment{jabref-meta: @misc{x, y = {z}};}\n@preamble{"\\def\\x{y}"}\n@string(a = "b")\n'
        "see @misc{k, title={x}} and @misc{l, title={x}}@misc{m}\n"
    )
    assert [(entry.key, entry.line, entry.closed) for entry in scan(text)] == [
        ("k", 7, True),
        ("l", 7, True),
        ("m", 7, True),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_by_any_line_end(newline: str) -> None:
    text = "\ufeff@misc{a,\n title={x\ny}\n}\n\n@misc{b, title={x}}\n".replace("\n", newline)
    assert [(entry.key, entry.line) for entry in scan(text)] == [("a", 1), ("b", 6)]


def test_macros() -> None:
    text = '@string{A = {x}}@string(b = a # " y")\n@string{c = {1}}@string{c = {2}}@string{jan = {Januar}}'
    found = macros(text)
    assert (found["a"], found["b"], found["jan"]) == ("x", "x y", "jan")
    assert "c" not in found


@settings(deadline=None)
@given(bib_files())
def test_what_is_well_formed_is_read_as_when_reading_lists(file: StyledFile) -> None:
    known = macros(file.text)
    found = [
        (
            entry.type,
            entry.key,
            entry.closed,
            [(name, evaluate(raw, known).text) for name, raw in raw_fields(file.text, entry)],
        )
        for entry in scan(file.text)
    ]
    written = [
        (one.type, one.key, True, [(name, value.replace("\n", file.newline)) for name, value in one.fields])
        for one in file.entries
    ]
    assert found == written
    parsed = parse_bib(file.text, "refs.bib").entries
    assert [(one.type.lower(), one.key, {name.lower(): text for name, text in one.fields}) for one in file.entries] == [
        (one.type.lower(), one.key, one.fields) for one in parsed
    ]
    assert [entry.line for entry in scan(file.text)] == [entry.line for entry in parsed]


@settings(deadline=None)
@given(bib_files(broken=True))
def test_broken_entries_cost_only_themselves(file: StyledFile) -> None:
    found = scan(file.text)
    assert [entry.key for entry in found if entry.closed] == [entry.key for entry in file.entries]
    assert {entry.key for entry in found if not entry.closed} <= {"lost", ""}


GARBAGE = st.text(st.one_of(st.characters(), st.sampled_from('@{}(),="#%\n\r\\ article')), max_size=80) | st.lists(
    st.sampled_from(["@misc{k,", "@a(", "\n@b{c,", "t={", 'u="', "}", ")", '"', "%", "@string{", "@comment{", "#", ","])
).map("".join)


@settings(max_examples=300, deadline=None)
@given(GARBAGE)
def test_no_text_makes_it_fail(text: str) -> None:
    end = 0
    for entry in scan(text):
        start, stop = entry.span
        assert text[start] == "@"
        assert start < stop <= len(text)
        if entry.closed:
            assert start >= end
            assert text[stop - 1] in "})"
            end = stop
        inner = [entry.type_span, entry.key_span, *(one.whole_span for one in entry.fields)]
        assert inner == sorted(inner)
    macros(text)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("@a{b, title = {" + "{" * 10_000 + "x" + "}" * 10_000 + "}}", 1),
        ("@a{b, title = {" + "{" * 1_000_000, 0),
        ("@a{b, t = {\n" * 100_000, 0),
        ("@a{b, t = {\n" * 20_000 + "}}" * 20_000, 0),
        ('@a{b, t = "{\n' * 20_000 + '}"}' * 20_000, 0),
        ('@a(b, t = "{\n' + '{\n@a(b,t="}' * 20_000, 0),
        ("x@a(b, c={ " * 100_000, 0),
        ("x@a(" * 200_000, 0),
        ("@a(b, c=d" * 100_000, 0),
        ('@a(b, x = "' + ', x = "\n@a(b, y = " , z = "" ' * 20_000, 0),
        ("@a{b, t = {x," + " " * 1_000_000 + "= }}", 1),
        ("@a{b" + "," * 1_000_000 + "}", 1),
        ("@" + " " * 1_000_000 + "a" * 1_000_000, 0),
        ("@a{%\n" * 50_000, 0),
        ("@comment{\n" * 100_000, 0),
        ("@string{a = b #\n" * 50_000, 0),
        ("\r" * 1_000_000 + "@a{b, c = {d}}", 1),
    ],
)
def test_long_hostile_text_is_read(text: str, closed: int) -> None:
    assert sum(entry.closed for entry in scan(text)) == closed
