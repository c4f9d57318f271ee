"""Configuration: mistakes are said with a suggestion."""

from pathlib import Path

import pytest

from bertbib.config import Config, environment, load_config
from bertbib.model import ConfigError


def write(folder: Path, text: str, name: str = "bertbib.toml") -> Path:
    (folder / name).write_text(text)
    return folder


def test_defaults_without_a_file(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert load_config(tmp_path) == Config(root=tmp_path.resolve())


def test_the_nearest_file_upwards_holds(tmp_path: Path) -> None:
    write(tmp_path, '[tool.bertbib]\nlists = "papers/*.md"\nkey-pattern = "{author}_{year}"\n', "pyproject.toml")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    config = load_config(below)
    assert config.root == tmp_path.resolve()
    assert config.lists == ("papers/*.md",)
    assert config.key_pattern == "{author}_{year}"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("layuot = 'library'", "unknown key 'layuot'", "did you mean 'layout'?"),
        ("layout = 'librry'", "layout cannot be 'librry'", "did you mean 'library'?"),
        ("ascii = 'yes'", "ascii must be true or false", ""),
        ("lists = [1]", "lists must be a list of texts", ""),
        ("key-pattern = '{authr}'", "key-pattern '{authr}' is not usable", "{author}"),
        ("key-pattern = '{author} {year}'", "is not usable", "{author}"),
        ("key-pattern = '{author.foo}'", "is not usable", "{author}"),
        ("key-pattern = '{author[0]}{year}'", "is not usable", "{author}"),
        ("key-pattern = '{author:>9}'", "is not usable", "{author}"),
        ("key-pattern = '{author!r}'", "is not usable", "{author}"),
        ("key-pattern = '{0}'", "is not usable", "{author}"),
        ("key-pattern = '{author'", "is not usable", "{author}"),
        ('out = "a\\u0000b"', "out holds the character NUL", ""),
        ('paper = ["a\\u0000.tex"]', "paper holds the character NUL", ""),
        ('lists = "\\u0000"', "lists holds the character NUL", ""),
        ("x = [", "cannot be read", ""),
        ("x = " + "[" * 20_000, "cannot be read", ""),
    ],
)
def test_mistakes(tmp_path: Path, text: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(write(tmp_path, text))
    assert message in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert hint in caught.value.hint


def test_environment(tmp_path: Path) -> None:
    env = environment(
        {
            "BERTBIB_GATEWAY": "http://127.0.0.1:1/",
            "BERTBIB_CACHE_DIR": str(tmp_path),
            "BERTBIB_PACE": "0",
            "OPENREVIEW_TOKEN": "geheim",
        }
    )
    assert (env.gateway, env.cache_dir(), env.pace) == ("http://127.0.0.1:1", tmp_path, False)
    assert env.tokens == {"OPENREVIEW_TOKEN": "geheim"}
    assert "geheim" not in repr(env)
    with pytest.raises(ConfigError, match="BERTBIB_GATEWAY"):
        environment({"BERTBIB_GATEWAY": "localhost:80"})


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    for name, text in (("bertbib.toml", "out = 'a'"), ("pyproject.toml", "[tool.bertbib]\nout = 'a'")):
        folder = tmp_path / name[:2]
        folder.mkdir()
        (folder / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
        assert load_config(folder).out == "a"


@pytest.mark.parametrize(
    "text",
    [
        "[tool.bertbib]\nout = 'a'",
        "[tool]\nbertbib = {out = 'a'}",
        "[tool]\nbertbib.out = 'a'",
        "tool.bertbib.out = 'a'",
        "[ tool . bertbib ]\nout = 'a'",
        "[tool.'bertbib']\nout = 'a'",
        "tool = {bertbib = {out = 'a'}}",
    ],
)
def test_every_way_to_write_the_table_counts(tmp_path: Path, text: str) -> None:
    assert load_config(write(tmp_path, text, "pyproject.toml")).out == "a"


@pytest.mark.parametrize(
    "text", ["[[tool.bertbib]]\nout = 'a'", "[tool]\nbertbib = 3", "tool = 3\n# [tool.bertbib]\nbertbib = 1"]
)
def test_a_table_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="must be a table"):
        load_config(write(tmp_path, text, "pyproject.toml"))


def test_a_pyproject_that_only_mentions_the_program_configures_nothing(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "[project]\ndependencies = ['bertbib']\n[project.scripts]\nbertbib = 'x'\n", "pyproject.toml")
    assert load_config(tmp_path) == Config(root=tmp_path.resolve())
