"""Packs: building, listing and removing the offline indexes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bertbib.app.build import problem_json
from bertbib.model import ConfigError, Problem
from bertbib.packs.build import WHERE_FROM, build_pack, list_packs, remove_pack
from bertbib.packs.detect import KINDS
from bertbib.packs.staleness import stale
from bertbib.packs.store import PackInfo, default_folder


@dataclass(frozen=True, slots=True)
class PackReport:
    """The packs that a command built, found or removed (``did``), and their folder."""

    did: str
    folder: Path
    packs: tuple[PackInfo, ...]
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The stable document ``pack/1``."""
        return {
            "bertbib": "pack/1",
            "did": self.did,
            "folder": str(self.folder),
            "packs": [_pack(info) for info in self.packs],
            "problems": [problem_json(one) for one in self.problems],
        }


def pack_build(
    name: str,
    source: Path | None,
    *,
    kind: str | None = None,
    folder: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> PackReport:
    """Build the pack of this name; a name that is a kind says the kind, else the file's content does.

    Raise ConfigError where the file is not named, and what ``build_pack`` raises.
    """
    kind = kind or (name if name in KINDS else "auto")
    if source is None:
        hint = WHERE_FROM.get(kind, "name the file that it is to be built from")
        raise ConfigError(f"pack {name!r}: built from which file?", hint=hint)
    folder = folder or default_folder()
    return PackReport("built", folder, (build_pack(kind, source, folder, name=name, progress=progress),))


def pack_list(folder: Path | None = None) -> PackReport:
    """The packs that there are; a problem for each file among them that is none, and for each that is stale."""
    folder = folder or default_folder()
    packs, problems = list_packs(folder)
    old = [said for info in packs if (said := stale(info, date.today()))]
    return PackReport("listed", folder, tuple(packs), (*problems, *old))


def pack_remove(name: str, folder: Path | None = None) -> PackReport:
    """Remove a pack; raise ConfigError where there is none of this name."""
    folder = folder or default_folder()
    return PackReport("removed", folder, (remove_pack(folder, name),))


def _pack(info: PackInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "kind": info.kind or None,
        "records": info.records,
        "left_out": info.left_out,
        "built": info.built or None,
        "date": info.date or None,
        "source": info.source or None,
        "path": str(info.path),
        "bytes": info.size,
    }
