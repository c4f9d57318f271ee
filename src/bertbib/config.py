"""Configuration: ``[tool.bertbib]`` in pyproject.toml or a bertbib.toml, and the environment.

Flags win over the environment, the environment over the file, the file over the defaults.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from bertbib.model import ConfigError, Where

LAYOUTS = ("per-theme", "library", "disjoint")
DIALECTS = ("bibtex", "biblatex")
BIB_THEMES = ("auto", "file", "groups", "keywords")
DEFAULT_KEY_PATTERN = "{author}{year}{word}"
TOKENS = ("OPENREVIEW_TOKEN", "S2_API_KEY", "OPENALEX_API_KEY")
"""Environment variables that hold keys of services; keys never come from a file."""

_KEY_FIELDS = ("author", "year", "word")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of a project; paths are relative to ``root``, the folder of the configuration file.

    ``lists`` are paths or glob patterns of reading lists, ``paper`` the .tex (and .bib) files whose citation keys are
    kept, ``key_pattern`` a pattern for new citation keys out of ``{author}``, ``{year}`` and ``{word}``, ``bib_themes``
    what makes the themes of a .bib or CSL-JSON: ``file``, ``groups``, ``keywords``, or ``auto``: groups where there
    are any, else the file. Themes below ``depth`` headings are folded into those above (0: none).
    """

    root: Path = field(default_factory=Path)
    lists: tuple[str, ...] = ("refs/*.md", "refs/*.txt")
    out: str = "refs"
    layout: str = "per-theme"
    dialect: str = "bibtex"
    ascii: bool = False
    stubs: bool = False
    paper: tuple[str, ...] = ()
    key_pattern: str = DEFAULT_KEY_PATTERN
    bib_themes: str = BIB_THEMES[0]
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What the environment says: the gateway, the cache, politeness and keys."""

    gateway: str = ""
    cache: str = ""
    pace: bool = True
    mailto: str = ""
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)

    def cache_dir(self) -> Path:
        """The folder of the answers on disk: BERTBIB_CACHE_DIR, else the user's cache folder after the platform's
        custom.
        """
        if self.cache:
            return Path(self.cache)
        from platformdirs import user_cache_path  # measured: most runs never touch the cache

        return user_cache_path("bertbib", appauthor=False)


def environment(environ: Mapping[str, str] | None = None) -> Environment:
    """Read the ``BERTBIB_*`` variables and the services' keys; raise ConfigError for a gateway that is no URL."""
    env = os.environ if environ is None else environ
    gateway = env.get("BERTBIB_GATEWAY", "").rstrip("/")
    if gateway and not gateway.startswith(("http://", "https://")):
        raise ConfigError(f"BERTBIB_GATEWAY is not a URL: {gateway}", hint="it looks like http://127.0.0.1:8000")
    return Environment(
        gateway=gateway,
        cache=env.get("BERTBIB_CACHE_DIR", ""),
        pace=env.get("BERTBIB_PACE", "") != "0",
        mailto=env.get("BERTBIB_MAILTO", ""),
        tokens={name: env[name] for name in TOKENS if env.get(name)},
    )


def load_config(start: Path) -> Config:
    """The configuration that holds for a folder: the nearest bertbib.toml or pyproject.toml with ``[tool.bertbib]``
    upwards.

    Without one the defaults hold and ``start`` is the root. Raise ConfigError for a file that is no TOML, an unknown
    key or a value of the wrong type.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        own = folder / "bertbib.toml"
        if own.is_file():
            return _config(_toml(own), own, folder)
        shared = folder / "pyproject.toml"
        if shared.is_file() and (table := _own_table(shared)) is not None:
            return _config(table, shared, folder)
        if (folder / ".git").exists():
            break
    return Config(root=start)


def _own_table(path: Path) -> Any:
    """What stands under ``tool.bertbib``, in whichever of TOML's ways to write it; None where nothing does."""
    body = _bytes(path)
    if b"bertbib" not in body or not re.search(_MAYBE_TABLE, body):
        return None
    tool = _toml(path).get("tool", {})
    if not isinstance(tool, dict):
        raise ConfigError("tool must be a table", where=Where(str(path)))
    return tool.get("bertbib")


_MAYBE_TABLE = rb"""(?m)^(?:\xef\xbb\xbf)?[ \t]*(?:\[|tool[ \t"']*[.=]).*bertbib|^[ \t]*["']?bertbib["']?[ \t]*[.=]"""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"the configuration cannot be read: {error.strerror}"
        raise ConfigError(message, where=Where(str(path))) from None


def _toml(path: Path) -> dict[str, Any]:
    import tomllib  # only where there is a configuration

    try:
        return tomllib.loads(_bytes(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"the configuration cannot be read: {error}", where=Where(str(path))) from None


def _config(table: Any, path: Path, root: Path) -> Config:
    where = Where(str(path))
    if not isinstance(table, dict):
        raise ConfigError("tool.bertbib must be a table", where=where, hint="it begins with the line [tool.bertbib]")
    defaults = Config(root=root)
    known = {
        item.name.replace("_", "-"): getattr(defaults, item.name) for item in fields(Config) if item.name != "root"
    }
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("_", "-")
        if name not in known:
            raise ConfigError(f"unknown key {key!r} in the configuration", where=where, hint=suggest(name, known))
        values[name.replace("-", "_")] = _typed(name, value, known[name], where)
    config = replace(defaults, **values)
    one_of("layout", config.layout, LAYOUTS, where)
    one_of("dialect", config.dialect, DIALECTS, where)
    one_of("bib-themes", config.bib_themes, BIB_THEMES, where)
    check_key_pattern(config.key_pattern, where)
    check_depth(config.depth, "depth", where)
    return config


def _typed(name: str, value: Any, default: Any, where: Where) -> Any:
    if isinstance(default, tuple):
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list) and all(isinstance(text, str) for text in values):
            return tuple(_fit(name, text, where) for text in values)
        raise ConfigError(f"{name} must be a list of texts", where=where)
    if type(value) is not type(default):
        kind = {bool: "true or false", int: "a whole number"}.get(type(default), "a text")
        raise ConfigError(f"{name} must be {kind}", where=where)
    return _fit(name, value, where) if isinstance(value, str) else value


def _fit(name: str, text: str, where: Where) -> str:
    if "\0" in text:
        raise ConfigError(f"{name} holds the character NUL, which no path has", where=where)
    return text


def one_of(name: str, value: str, allowed: tuple[str, ...], where: Where | None = None) -> str:
    """The value, if it is allowed; raise ConfigError naming the allowed ones, and the likeliest, otherwise."""
    if value not in allowed:
        hint = suggest(value, dict.fromkeys(allowed)) or f"it is one of {', '.join(allowed)}"
        raise ConfigError(f"{name} cannot be {value!r}", where=where, hint=hint)
    return value


def check_depth(depth: int, name: str = "--depth", where: Where | None = None) -> int:
    """The depth of themes; raise ConfigError where it is below 0."""
    if depth < 0:
        raise ConfigError(
            f"{name} cannot be {depth}", where=where, hint="1 keeps the outermost headings, 0 all of them"
        )
    return depth


def check_key_pattern(pattern: str, where: Where | None = None) -> None:
    """Raise ConfigError where a pattern for citation keys uses anything but ``{author}``, ``{year}`` and ``{word}``."""
    if pattern == DEFAULT_KEY_PATTERN:
        return
    from string import Formatter  # only for a pattern of the user's own

    try:
        parts = list(Formatter().parse(pattern))
        plain = all(name is None or (name in _KEY_FIELDS and not spec and not how) for _text, name, spec, how in parts)
        example = pattern.format(author="liu", year="2019", word="multi") if plain else ""
    except ValueError:
        example = ""
    if not example or not all(char.isalnum() or char in "-_:.+" for char in example):
        allowed = ", ".join(f"{{{name}}}" for name in _KEY_FIELDS)
        raise ConfigError(
            f"key-pattern {pattern!r} is not usable", where=where, hint=f"use {allowed}, letters, - _ : . +"
        )


def suggest(word: str, known: Mapping[str, Any]) -> str:
    """A hint: "did you mean ...?", or all known words where none is near."""
    from difflib import get_close_matches  # only for a mistake

    near = get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(known))}"
