"""Exports that are cut off, of another form, huge in one direction, or made to explode: one sentence, or what is whole."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib import registry
from bertbib.model import InputError, Intake
from bertbib.model.protocols import ThemingReader
from reading import DATA, codes, rows

EXPORTS = DATA / "exports"
WHOLE_ONLY = {
    "bbt.json": "bbtjson",
    "zotero-api.json": "zoterojson",
    "better.json": "csljson",
    "zotero.rdf": "zoterordf",
}


def load(name: str) -> ThemingReader:
    reader: ThemingReader = registry.load("readers", name)
    return reader


def bbt(items: Any, collections: Any = None) -> Intake:
    document = {"config": {"label": "BetterBibTeX JSON"}, "collections": collections or {}, "items": items}
    return load("bbtjson").read(json.dumps(document), "my.json")


def work(number: int, **fields: Any) -> dict[str, Any]:
    return {"itemID": number, "itemType": "book", "title": f"Book {number}", **fields}


def titles(intake: Intake) -> dict[str, list[str]]:
    return {theme: [title for _line, _outcome, title, *_rest in units] for theme, units in rows(intake).items()}


@pytest.mark.parametrize("name", WHOLE_ONLY)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_refused_with_line_column_and_next_step(name: str, share: float) -> None:
    text = (EXPORTS / name).read_text(encoding="utf-8").rstrip()
    cut = text[: int(len(text) * share)]
    with pytest.raises(InputError) as caught:
        load(WHOLE_ONLY[name]).read(cut, "mine")
    error = caught.value
    assert error.where is not None
    assert 1 <= error.where.line <= cut.count("\n") + 1
    assert "column" in error.message
    assert "cut off" in error.message
    assert "export the file again" in error.hint


def test_the_place_of_a_mistake_in_json() -> None:
    with pytest.raises(InputError, match=r"Expecting ',' delimiter \(column 3\)") as caught:
        load("bbtjson").read('{"items": [\n{"itemType": "book"}\n  {"x": 1}]}', "my.json")
    assert caught.value.where is not None
    assert caught.value.where.line == 3
    conflict = '{"items": [\n<<<<<<< ours\n{"itemType": "book"}]}'
    with pytest.raises(InputError, match="unresolved merge conflict"):
        load("bbtjson").read(conflict, "my.json")


@pytest.mark.parametrize("reader", ["bbtjson", "zoterojson", "csljson", "zoterordf", "ris", "cslyaml", "bibtex"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\ufeff \r\n", "is empty"),
        ("<!DOCTYPE html>\n<html><body>Log in</body></html>", "web page"),
        ("\n<!-- x -->\n<HTML>", "web page"),
    ],
)
def test_what_is_no_export_at_all(reader: str, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        load(reader).read(text, "mine")
    assert caught.value.hint


@pytest.mark.parametrize("reader", ["bbtjson", "zoterojson", "csljson"])
@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        '{"items":' * 100_000,
        "[" + "9" * 10_000 + "]",
        "null",
        '"x"',
        "[1]",
        "{}",
        '{"items": {}}',
        "[[]]",
    ],
)
def test_json_that_is_no_library(reader: str, text: str) -> None:
    with pytest.raises(InputError):
        load(reader).read(text, "mine")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<a>" * 5000, "nested too deeply"),
        ('<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><rdf:RDF xmlns:rdf="x">&c;</rdf:RDF>', "document type"),
        ("<a/>", "no RDF"),
        ("<rdf:RDF xmlns:rdf='x'/>", "holds no item"),
        ("<rdf:RDF>", "unbound prefix"),
        ("<a></b>", "mismatched tag"),
        ("words", "syntax error"),
        ("\x00", "not well-formed|is empty"),
        ("\ud800<a/>", "not well-formed|no RDF|syntax"),
    ],
)
def test_xml_that_is_no_library(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        load("zoterordf").read(text, "mine")


def test_values_of_another_type_cost_themselves_only() -> None:
    odd_values: list[Any] = [
        None,
        5,
        True,
        [],
        {},
        [[]],
        {"x": {"y": []}},
        "",
        "x" * 1000,
        [None],
        [{"tag": None}],
        -1,
        1.5,
    ]
    fields = (
        "title",
        "creators",
        "tags",
        "date",
        "extra",
        "attachments",
        "notes",
        "collections",
        "citationKey",
        "itemType",
        "itemID",
        "DOI",
        "url",
        "deleted",
        "parentItem",
    )
    for field in fields:
        for value in odd_values:
            intake = bbt([work(1), {**work(2), field: value}, work(3)])
            assert {"Book 1", "Book 3"} <= {title for units in titles(intake).values() for title in units}
            envelope = [{"key": "A", "version": 1, "data": {**work(2, key="A"), field: value}}, {"data": work(3)}]
            assert load("zoterojson").read(json.dumps(envelope), "mine").themes or field == "itemType"


def test_entries_that_are_no_items_are_told() -> None:
    intake = load("bbtjson").read('{"items": [\n5,\n{"itemType": "book", "title": "A"},\n[]\n]}', "mine")
    assert codes(intake) == [("zotero-no-item", 2), ("zotero-no-item", 4)]
    intake = load("zoterojson").read('[\n{"itemType": "book", "title": "A"},\n{"x": 1}\n]', "mine")
    assert codes(intake) == [("zotero-no-item", 3)]


def test_trees_of_collections_in_circles_too_deep_and_unknown() -> None:
    circle = {"A": {"name": "a", "parent": "B", "items": [1]}, "B": {"name": "b", "parent": "A", "items": []}}
    assert titles(bbt([work(1)], circle)) == {"b / a": ["Book 1"]}
    own = {"A": {"name": "a", "parent": "A", "items": [1], "collections": ["A"]}}
    assert titles(bbt([work(1)], own)) == {"a": ["Book 1"]}
    chain = {f"C{n}": {"name": f"c{n}", "parent": f"C{n - 1}", "items": [1] if n == 4999 else []} for n in range(5000)}
    (path,) = (theme.path for theme in bbt([work(1)], chain).themes)
    assert (len(path), path[-1]) == (30, "c4999")
    nested: dict[str, Any] = {"name": "x", "items": [1]}
    for _level in range(200):
        nested = {"name": "x", "items": [], "collections": [nested]}
    assert sum(map(len, titles(bbt([work(1)], [nested])).values())) == 1
    trees: list[Any] = [5, "x", [5], {"A": 5}, {"A": {"name": 5, "items": {}}}, {"A": {"items": [[], None, 2]}}]
    for odd in trees:
        assert titles(bbt([work(1)], odd)) == {"my": ["Book 1"]}


def test_collections_nested_in_each_other() -> None:
    tree = [{"name": "A", "items": [1], "collections": [{"name": "B", "items": [2], "collections": []}]}]
    assert titles(bbt([work(1), work(2)], tree)) == {"A": ["Book 1"], "A / B": ["Book 2"]}


def test_collections_whose_names_nobody_tells() -> None:
    item = {"key": "I", "version": 1, "library": {"id": 7}, "data": work(1, key="I", collections=["ABCD2345"])}
    intake = load("zoterojson").read(json.dumps([item]), "mine")
    assert titles(intake) == {"ABCD2345": ["Book 1"]}
    assert codes(intake) == [("zotero-unnamed-collection", 0)]


def test_two_libraries_with_the_same_keys_stay_apart() -> None:
    def item(library: int, title: str) -> dict[str, Any]:
        return {
            "key": "I",
            "version": 1,
            "library": {"id": library},
            "data": {"itemType": "book", "title": title, "key": "I", "collections": ["C"]},
        }

    def collection(library: int, name: str) -> dict[str, Any]:
        return {
            "key": "C",
            "version": 1,
            "library": {"id": library},
            "data": {"key": "C", "name": name, "parentCollection": False},
        }

    objects = [item(1, "One"), item(2, "Two"), collection(1, "Mine"), collection(2, "Ours")]
    assert titles(load("zoterojson").read(json.dumps(objects), "mine")) == {"Mine": ["One"], "Ours": ["Two"]}


def test_an_item_that_stands_twice_is_a_duplicate_the_second_time() -> None:
    intake = bbt([work(1), work(2), work(1)])
    assert [one.outcome for one in intake.themes[0].references] == ["no-link", "no-link", "duplicate"]
    same_key = bbt([work(1, citationKey="k"), work(2, citationKey="k")])
    assert [one.outcome for one in same_key.themes[0].references] == ["no-link", "duplicate"]


def test_the_trash_and_what_lost_its_item() -> None:
    child = {"itemID": 9, "itemType": "attachment", "title": "Orphan", "parentItem": "GONE"}
    intake = bbt([work(1, deleted=True), work(2), child])
    assert [(one.title, one.outcome) for one in intake.themes[0].references] == [
        ("Book 1", "not-a-paper"),
        ("Book 2", "no-link"),
        ("Orphan", "not-a-paper"),
    ]


def test_a_value_of_very_many_lines() -> None:
    text = "TY  - JOUR\nTI  - A Title\nAB  - x\n" + "word\n" * 100_000 + "KW  - a\n" * 10_000 + "ER  - \n"
    (reference,) = load("ris").read(text, "mine").themes[0].references
    assert reference.stated is not None
    assert (len(dict(reference.stated.extra)["abstract"]), reference.labels) == (500_001, ("a",))
    extra = "a: b\n" * 50_000 + "Citation Key: mine\n" + "- " * 100_000 + ": x"
    assert bbt([work(1, extra=extra)]).themes[0].references[0].key == "mine"


def test_yaml_with_dashes_on_lines_of_their_own() -> None:
    text = "references:\n  -\n    id: a\n    author:\n      -\n        family: X\n    title: T\n  -\n    id: b\n    title: U\n"
    found = load("cslyaml").read(text, "mine").themes[0].references
    assert [(one.key, one.title, one.where.line) for one in found] == [("a", "T", 2), ("b", "U", 8)]
    block = "- id: a\n  abstract: |\n    - one\n\n    references:\n  title: T\n- id: b\n  title: U\n"
    assert [one.title for one in load("cslyaml").read(block, "mine").themes[0].references] == ["T", "U"]


@pytest.mark.parametrize(
    "noise",
    [
        "\n" * 30_000,
        " \n" * 30_000,
        "# x\n" * 20_000,
        "a:\n" + "  b: c\n" * 20_000,
        "a:\n" + "    " * 900 + "b\n",
        "references:\n" + "\n" * 30_000 + "x",
        "references:\n" + " #\n" * 20_000 + "x",
        "- id: a\n" + "\n" * 50_000 + "  title: t\n",
        "- id: a\n" + "  #\n" * 20_000,
        "---\n" * 20_000,
        "references:" + " " * 100_000,
        "TY  - JOUR\nID  - " + "a" * 300_000 + " b\nER  - \n",
        "TY  - JOUR\nM2  - a: x" + " " * 4000 + "y\n" + ("b: x" + " " * 4000 + "y\n") * 50,
        "TY  - JOUR\n" + " " * 200_000 + "\nSP  - " + "1 " * 100_000,
        "\n" * 30_000 + "{" + " " * 100_000,
        '{"a"' + " " * 300_000,
        "<!--" * 50_000,
        "<" + " " * 300_000,
    ],
    ids=range(18),
)
def test_runs_of_blanks_and_marks(noise: str) -> None:
    for name in ("bbtjson", "zoterojson", "csljson", "zoterordf", "ris", "cslyaml"):
        reader = load(name)
        reader.sniff(noise)
        with contextlib.suppress(InputError):
            assert reader.read(noise, "mine").themes


def test_forms_of_the_api_s_answers() -> None:
    bare = work(1, key="A")
    for document in (
        bare,
        [bare],
        {"data": bare},
        {"data": [bare]},
        {"key": "A", "version": 3, "data": bare},
        [{"data": bare}],
    ):
        text = "\n" + json.dumps(document, indent=1)
        assert load("zoterojson").sniff(text)
        assert titles(load("zoterojson").read(text, "mine")) == {"mine": ["Book 1"]}
    dated = {"key": "A", "version": 3, "meta": {"parsedDate": "2019-07"}, "data": {**bare, "date": ""}}
    assert load("zoterojson").read(json.dumps([dated]), "mine").themes[0].references[0].year == 2019


PIECES = (
    "\n", "{", "}", "[", "]", ",", ":", '"', '"items"', '"itemType"', '"book"', '"data"', '"title"', '"x"', '"collections"',
    '"key"', "1", "null", "TY  - JOUR\n", "ER  - \n", "TI  - a\n", "AU  - ", "references:\n", "- id: a\n", "  title: b\n", "&a", "*a",
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:z='http://www.zotero.org/namespaces/export#'>",
    "<z:itemType>book</z:itemType>", "<z:Attachment rdf:about='a'>", "</z:Attachment>", "</rdf:RDF>", "<z:Collection rdf:about='c'>", "</z:Collection>",
)  # fmt: skip


@pytest.mark.parametrize("name", ["bbtjson", "zoterojson", "csljson", "zoterordf", "ris", "cslyaml"])
@given(st.lists(st.one_of(st.text(max_size=10), st.sampled_from(PIECES)), max_size=25).map("".join))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_or_refused(name: str, text: str) -> None:
    reader = load(name)
    reader.sniff(text)
    try:
        intake = reader.read(text, "x")
    except InputError:
        return
    assert any(theme.references for theme in intake.themes)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= one.where.line <= lines for theme in intake.themes for one in theme.references)
