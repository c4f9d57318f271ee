"""One library written in every form by small writers: what is read back is the same, as far as the form can say it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib import registry
from bertbib.model import Intake
from bertbib.model.protocols import ThemingReader

Path = tuple[str, ...]


@dataclass(frozen=True)
class Work:
    """A work as a user keeps it."""

    key: str
    title: str
    authors: tuple[tuple[str, str], ...]
    year: int
    month: int
    day: int
    doi: str
    arxiv: str
    labels: tuple[str, ...]
    paths: tuple[Path, ...]


@dataclass
class Tree:
    """Collections by key: name, the key above, the numbers of works."""

    names: dict[Path, str] = field(default_factory=dict)
    members: dict[Path, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, works: list[Work]) -> Tree:
        tree = cls()
        for number, work in enumerate(works):
            for path in work.paths:
                for end in range(1, len(path) + 1):
                    tree.names.setdefault(path[:end], f"C{len(tree.names):07d}")
                    tree.members.setdefault(path[:end], [])
                tree.members[path].append(number)
        return tree

    def above(self, path: Path) -> str:
        return self.names.get(path[:-1], "")


def date_of(work: Work) -> str:
    return f"{work.year}-{work.month:02d}-{work.day:02d}"


def extra_of(work: Work) -> str:
    return f"arXiv: {work.arxiv}" if work.arxiv else ""


def zotero(work: Work, number: int) -> dict[str, Any]:
    return {
        "key": f"I{number:07d}", "itemID": number, "itemType": "journalArticle", "title": work.title, "date": date_of(work),
        "DOI": work.doi, "extra": extra_of(work), "citationKey": work.key, "tags": [{"tag": label} for label in work.labels],
        "creators": [{"creatorType": "author", "lastName": last, "firstName": first} for last, first in work.authors],
    }  # fmt: skip


def write_bbt(works: list[Work]) -> str:
    tree = Tree.of(works)
    collections = {
        key: {"key": key, "name": path[-1], "parent": tree.above(path), "items": tree.members[path], "collections": []}
        for path, key in tree.names.items()
    }
    items = [zotero(work, number) for number, work in enumerate(works)]
    return json.dumps({"config": {"label": "BetterBibTeX JSON"}, "collections": collections, "items": items}, indent=1)


def write_api(works: list[Work]) -> str:
    tree = Tree.of(works)
    objects = [
        {"key": f"I{number:07d}", "version": 1, "data": {**zotero(work, number), "collections": [tree.names[path] for path in work.paths]}}
        for number, work in enumerate(works)
    ]  # fmt: skip
    objects += [
        {
            "key": key,
            "version": 1,
            "data": {"key": key, "name": path[-1], "parentCollection": tree.above(path) or False},
        }
        for path, key in tree.names.items()
    ]
    return json.dumps(objects, ensure_ascii=False)


def write_rdf(works: list[Work]) -> str:
    tree = Tree.of(works)
    out = [
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    ]
    for number, work in enumerate(works):
        people = "".join(
            f"<rdf:li><foaf:Person><foaf:surname>{escape(last)}</foaf:surname><foaf:givenName>{escape(first)}</foaf:givenName></foaf:Person></rdf:li>"
            for last, first in work.authors
        )
        subjects = "".join(f"<dc:subject>{escape(label)}</dc:subject>" for label in work.labels)
        out.append(
            f'<bib:Article rdf:about="#item_{number}"><z:itemType>journalArticle</z:itemType><dc:title>{escape(work.title)}</dc:title>'
            f"<bib:authors><rdf:Seq>{people}</rdf:Seq></bib:authors>{subjects}<dc:date>{date_of(work)}</dc:date>"
            f"<dc:identifier>DOI {work.doi}</dc:identifier><dc:description>{extra_of(work)}\nCitation Key: {work.key}</dc:description></bib:Article>"
        )
    for path, key in tree.names.items():
        below = [other for other in tree.names if other[:-1] == path]
        parts = [f"#{tree.names[one]}" for one in below] + [f"#item_{number}" for number in tree.members[path]]
        listed = "".join(f'<dcterms:hasPart rdf:resource="{part}"/>' for part in parts)
        out.append(f'<z:Collection rdf:about="#{key}"><dc:title>{escape(path[-1])}</dc:title>{listed}</z:Collection>')
    return "\n".join([*out, "</rdf:RDF>"])


def csl(work: Work) -> dict[str, Any]:
    return {
        "id": work.key, "type": "article-journal", "title": work.title, "DOI": work.doi, "note": extra_of(work),
        "author": [{"family": last, "given": first} for last, first in work.authors], "keyword": ", ".join(work.labels),
        "issued": {"date-parts": [[work.year, work.month, work.day]]},
    }  # fmt: skip


def write_csl(works: list[Work]) -> str:
    return json.dumps([csl(work) for work in works], indent=2)


def write_yaml(works: list[Work]) -> str:
    def flow(value: Any) -> str:
        return json.dumps(value, ensure_ascii=True)

    entries = ("\n".join(f"  {name}: {flow(value)}" for name, value in csl(work).items()) for work in works)
    return "---\nreferences:\n" + "".join(f"-{entry[1:]}\n" for entry in entries) + "...\n"


def write_ris(works: list[Work]) -> str:
    def lines(work: Work) -> list[str]:
        return [
            "TY  - JOUR", f"ID  - {work.key}", f"TI  - {work.title}", *(f"AU  - {last}, {first}" for last, first in work.authors),
            f"PY  - {work.year}", f"DA  - {work.year}/{work.month:02d}/{work.day:02d}/", f"DO  - {work.doi}",
            *(f"KW  - {label}" for label in work.labels), f"N1  - {extra_of(work)}", "ER  - ", "",
        ]  # fmt: skip

    return "\r\n".join(line for work in works for line in lines(work))


def write_bib(works: list[Work]) -> str:
    out = []
    for work in works:
        people = " and ".join(f"{last}, {first}" for last, first in work.authors)
        groups = ", ".join("/".join(path) for path in work.paths)
        eprint = f"  eprint = {{{work.arxiv}}},\n  archiveprefix = {{arXiv}},\n" if work.arxiv else ""
        out.append(
            f"@article{{{work.key},\n  title = {{{{{work.title}}}}},\n  author = {{{people}}},\n  date = {{{date_of(work)}}},\n"
            f"  doi = {{{work.doi}}},\n{eprint}  keywords = {{{','.join(work.labels)}}},\n  collections = {{{groups}}}\n}}\n"
        )
    return "\n".join(out)


WORDS = (
    "Deep", "Parsing", "of", "Trees", "naïve", "Überlegung", "Łódź", "BERT-like", "2.0", "<i>E.</i>", "H<sub>2</sub>O", "漢字", "A:", "100", "'quoted'", "(more)",
)  # fmt: skip
WORD = st.sampled_from(WORDS)
TITLES = st.lists(WORD, min_size=1, max_size=6).map(lambda words: "On " + " ".join(words))
FAMILIES = st.sampled_from(["Liu", "Korhonen", "van der Berg", "O'Neil", "García Márquez", "Ng"])
GIVEN = st.sampled_from(["Ada", "J. K.", "Jean-Luc", "Zoë", "Xiaodong"])
LABELS = st.lists(st.sampled_from(["to read", "nlp", "Graphs", "été"]), max_size=3, unique=True).map(tuple)
PATHS = st.lists(
    st.lists(st.sampled_from(["A", "B", "Multi Task", "Ünder"]), min_size=1, max_size=3).map(tuple),
    max_size=3,
    unique=True,
).map(tuple)


@st.composite
def libraries(draw: st.DrawFn) -> list[Work]:
    return [
        Work(
            key=draw(st.sampled_from(["liu", "DBLP:conf/x/", "Key_", "ö"])) + str(number),
            title=draw(TITLES),
            authors=tuple(draw(st.lists(st.tuples(FAMILIES, GIVEN), min_size=1, max_size=3))),
            year=draw(st.integers(1900, 2030)),
            month=draw(st.integers(1, 12)),
            day=draw(st.integers(1, 28)),
            doi=f"10.1000/x.{number}",
            arxiv=draw(st.sampled_from(["", f"1901.0000{number + 1}"])),
            labels=draw(LABELS),
            paths=draw(PATHS),
        )
        for number in range(draw(st.integers(1, 6)))
    ]


Row = tuple[object, ...]


def read(reader: str, text: str) -> tuple[dict[Path, set[Row]], Intake]:
    plugin: ThemingReader = registry.load("readers", reader)
    assert plugin.sniff(text)
    intake = plugin.read(text, "mine")
    found: dict[Path, set[Row]] = {}
    for theme in intake.themes:
        for one in theme.references:
            assert one.stated is not None
            people = tuple(
                f"{name.non_dropping_particle} {name.family}, {name.given}".strip() for name in one.stated.author
            )
            issued = one.stated.issued
            date = (issued.year, issued.month, issued.day) if issued else None
            ids = tuple(sorted(map(str, one.ids)))
            found.setdefault(theme.path, set()).add(
                (one.key, one.title, people, date, ids, frozenset(one.labels), one.outcome)
            )
    return found, intake


def wanted(works: list[Work], *, themes: bool) -> dict[Path, set[Row]]:
    found: dict[Path, set[Row]] = {}
    for work in works:
        title = work.title
        for tag in ("<i>", "</i>", "<sub>", "</sub>"):
            title = title.replace(tag, "")
        dblp = [f"dblp:{work.key[5:]}"] if work.key.startswith("DBLP:") else []
        ids = [f"doi:{work.doi}", *dblp, *([f"arxiv:{work.arxiv}"] if work.arxiv else [])]
        people = tuple(f"{last}, {first}" for last, first in work.authors)
        row = (
            work.key,
            title,
            people,
            (work.year, work.month, work.day),
            tuple(sorted(ids)),
            frozenset(work.labels),
            "paper",
        )
        for path in (work.paths if themes else ()) or (("mine",),):
            found.setdefault(path, set()).add(row)
    return found


@pytest.mark.parametrize(
    ("reader", "write", "themes"),
    [
        ("bbtjson", write_bbt, True),
        ("zoterojson", write_api, True),
        ("zoterordf", write_rdf, True),
        ("bibtex", write_bib, True),
        ("csljson", write_csl, False),
        ("cslyaml", write_yaml, False),
        ("ris", write_ris, False),
    ],
)
@given(works=libraries())
@settings(max_examples=40, deadline=None)
def test_the_same_library_in_every_form(reader: str, write: Any, themes: bool, works: list[Work]) -> None:
    found, intake = read(reader, write(works))
    assert found == wanted(works, themes=themes)
    assert intake.problems == ()


@given(works=libraries())
@settings(max_examples=30, deadline=None)
def test_units_and_order_are_kept(works: list[Work]) -> None:
    for reader, write in (("bbtjson", write_bbt), ("zoterojson", write_api), ("zoterordf", write_rdf)):
        _found, intake = read(reader, write(works))
        units = sum(len(theme.references) for theme in intake.themes)
        assert units == sum(len(work.paths) or 1 for work in works)
        for theme in intake.themes:
            order = [work.key for work in works if theme.path in (work.paths or (("mine",),))]
            assert [one.key for one in theme.references] == order
