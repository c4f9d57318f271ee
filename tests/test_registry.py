"""Plugins: a third party's source is installed and used; one that fails to load is named and skipped."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bertbib import registry
from bertbib.model import ConfigError
from program import Program

SOURCE = '''
from bertbib.model import Date, Identifier, Item, Name, Reading, Record, Request

class Zenon:
    """Knows one work of one scheme, by asking a host of its own."""

    name, trust, pace, ttl = "zenon", 60, 0.0, 3600

    def accepts(self, identifier):
        return identifier.scheme == "url" and "zenon.example" in identifier.value

    def requests(self, ids):
        return [Request(source=self.name, url="https://zenon.example/api", ids=(one,), params=(("id", one.value),)) for one in ids]

    def read(self, answer):
        one = answer.request.ids[0]
        item = Item(type="article-journal", title=answer.body.decode(), author=(Name(family="Elea", given="Zeno of"),),
                    container_title="Paradoxes", issued=Date(2020))
        return Reading({one: Record(id=one, source=self.name, item=item, status="published")})

SOURCE = Zenon()
'''


def wheel(folder: Path, name: str, module: str, entry_points: str) -> Path:
    """A wheel made by hand: a module and its metadata (https://packaging.python.org/en/latest/specifications/binary-distribution-format/)."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", module)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/entry_points.txt", entry_points)
        archive.writestr(f"{info}/RECORD", "")
    return path


def install(folder: Path, *wheels: Path) -> Path:
    site = folder / "site"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-index",
            "--no-deps",
            "--target",
            str(site),
            *map(str, wheels),
        ],
        check=True,
        capture_output=True,
    )
    return site


def test_a_third_partys_source_answers_and_a_broken_one_is_skipped(tmp_path: Path) -> None:
    from standin import StandIn  # the server is this test's alone
    from standin_world import World

    good = wheel(tmp_path, "zenon", SOURCE, "[bertbib.sources]\nzenon = zenon:SOURCE\narxiv = zenon:SOURCE\n")
    bad = wheel(tmp_path, "broken", "raise RuntimeError('out of order')", "[bertbib.sources]\nbroken = broken:SOURCE\n")
    empty = wheel(tmp_path, "hollow", "SOURCE = object()", "[bertbib.sources]\nhollow = hollow:SOURCE\n")
    site = install(tmp_path, good, bad, empty)
    project = tmp_path / "project"
    project.mkdir()
    (project / "list.md").write_text(
        "# Paradoxes\n\n* [Achilles and the Tortoise](https://zenon.example/paper/1.pdf)\n"
    )
    world = World(
        files={
            "zenon.example/api?id=https%3A%2F%2Fzenon.example%2Fpaper%2F1.pdf": (
                "text/plain",
                "Achilles and the Tortoise",
            )
        }
    )
    with StandIn(world) as services:
        done = Program(project, services.url)("build", "list.md", "--out", "out", PYTHONPATH=str(site))
    assert done.code == 0, done.err
    assert "the source 'broken' (broken:SOURCE) fails to load: out of order; it is skipped" in done.err
    assert "the source 'hollow' (hollow:SOURCE) lacks name" in done.err
    assert "journal = {Paradoxes}" in (project / "out" / "paradoxes.bib").read_text()


def test_the_built_in_plugins_are_entry_points_like_any_other() -> None:
    from importlib.metadata import entry_points

    for group in ("readers", "sources", "emitters"):
        declared = {point.name for point in entry_points(group=f"bertbib.{group}")}
        assert declared
        assert declared <= set(registry.names(group))


def test_an_unknown_plugin_is_said_with_what_there_is() -> None:
    with pytest.raises(ConfigError) as caught:
        registry.load("emitters", "docx")
    assert "no emitter named 'docx'" in str(caught.value)
    assert "bibtex" in caught.value.hint
