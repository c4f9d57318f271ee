"""CSL-JSON files: valid, exact, and in any program's encoding."""

import json
from dataclasses import replace

import jsonschema

from bertbib.crosswalk import item_from_csl
from bertbib.emitters.csljson import EMITTER, may_have_written
from bertbib.model import Entry, Item
from bertbib.model.protocols import Style
from sample_entries import MTDNN, ROBERTA, TYPES, bibliography, hostile, whole_and_sparse


def test_an_item_is_its_key_its_facts_and_its_themes() -> None:
    text = EMITTER.emit(bibliography(MTDNN, ROBERTA, liu2019multi=("nlu", "multi-task")), Style())
    multi, roberta = json.loads(text)
    assert (multi["id"], multi["keyword"]) == ("liu2019multi", "multi-task, nlu")
    assert "keyword" not in roberta
    assert "custom" not in multi
    assert item_from_csl(multi) == replace(MTDNN.item, extra=())
    assert text.startswith('[\n  {\n    "id": "liu2019multi",\n    "type": "paper-conference",\n    "title": ')
    assert text.endswith("\n]\n")


def test_the_themes_of_an_unknown_type_and_of_no_entry() -> None:
    odd = Entry(key="k", item=Item(type="no-csl-type"), ids=(), status="other", source="x:1")
    assert json.loads(EMITTER.emit(bibliography(odd), Style()))[0]["type"] == "document"
    assert EMITTER.emit(bibliography(), Style()) == "[]\n"


def test_facts_of_all_entries_come_back() -> None:
    entries = [*whole_and_sparse(), *hostile()]
    items = json.loads(EMITTER.emit(bibliography(*entries), Style()))
    assert len(items) == len(entries)
    for entry, item in zip(entries, items, strict=True):
        assert replace(item_from_csl(item), type=entry.item.type) == entry.item


# What the schema (csl-data.json of the Citation Style Language) allows, as far as we write it.
_TEXT = {"type": "string"}
_NAMES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": dict.fromkeys(("family", "given", "non-dropping-particle", "suffix", "literal"), _TEXT),
        "additionalProperties": False,
    },
}
_PARTS = {"type": "array", "items": {"type": "number"}, "minItems": 1, "maxItems": 3}
_DATE = {
    "type": "object",
    "properties": {"date-parts": {"type": "array", "items": _PARTS, "minItems": 1, "maxItems": 2}},
    "additionalProperties": False,
}
_VARIABLES = (
    "id type title container-title collection-title event-title publisher publisher-place volume issue page number "
    "genre archive DOI ISBN URL keyword"
)
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            **dict.fromkeys(_VARIABLES.split(), _TEXT),
            "author": _NAMES,
            "editor": _NAMES,
            "issued": _DATE,
            "type": {"enum": [one for one in TYPES if one != "no-csl-type"]},
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}


def test_files_are_valid() -> None:
    entries = [MTDNN, ROBERTA, *whole_and_sparse(), *hostile()]
    text = EMITTER.emit(bibliography(*entries, liu2019multi=("nlu",)), Style())
    jsonschema.validate(json.loads(text), SCHEMA)


def test_encodings() -> None:
    accented = replace(MTDNN, item=replace(MTDNN.item, title="Łódź \ud800"))
    text = EMITTER.emit(bibliography(accented), Style())
    assert "Łódź" in text
    assert text.encode()
    assert EMITTER.emit(bibliography(accented), Style(ascii=True)).isascii()


def test_an_entry_given_twice_stands_once() -> None:
    assert len(json.loads(EMITTER.emit(bibliography(MTDNN, MTDNN), Style()))) == 1


def test_only_its_own_files_may_be_written_over() -> None:
    for style in (Style(), Style(ascii=True)):
        text = EMITTER.emit(bibliography(*whole_and_sparse(), *hostile(), liu2019multi=("nlu",)), style)
        assert may_have_written(text)
        assert not may_have_written(text.replace('"type"', '"note": "mine",\n    "type"', 1))
        assert not may_have_written(json.dumps(json.loads(text)))
    assert may_have_written(EMITTER.emit(bibliography(), Style()))
    assert may_have_written("")
    for foreign in ('{"name": "my-package"}\n', "[1]\n", '[{"id": "x"}]\n', "[" * 20_000, "not json", "[\n  {}\n]\n"):
        assert not may_have_written(foreign)
