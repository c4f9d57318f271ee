"""The files of many papers that the stand-in's ACL Anthology makes of its entries of single papers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from pathlib import Path

HEAD = "% https://aclanthology.org/anthology.bib.gz generated on 2026-11-01\n\n"


def papers(files: Mapping[str, tuple[str, str | bytes]], directory: Path | None) -> dict[str, str]:
    """The entries of single papers by Anthology id, of a world's files and of its directory of answers."""
    place = re.compile(r"aclanthology\.org/([\w.-]+-[\w.]+)\.bib")
    named = {match[1]: body for name, (_kind, body) in files.items() if (match := place.fullmatch(name))}
    found = {name: body if isinstance(body, str) else body.decode() for name, body in named.items()}
    stored = sorted((directory / "aclanthology.org").glob("*-*.bib")) if directory else []
    return found | {path.stem: path.read_text("utf-8") for path in stored}


def many(entries: Mapping[str, str], path: str) -> bytes | None:
    """The file of a volume or of everything, of the entries by Anthology id; None for other paths and empty volumes."""
    if path == "/anthology.bib.gz":
        return gzip.compress((HEAD + "\n".join(entries.values())).encode()) if entries else None
    volume = re.fullmatch(r"/volumes/([\w.-]+)\.bib", path)
    own = [entry for name, entry in entries.items() if volume and volume_of(name) == volume[1]]
    if not volume or not own:
        return None
    cover = (
        f'@proceedings{{cover,\n  title = "Proceedings",\n  url = "https://aclanthology.org/volumes/{volume[1]}/"\n}}\n'
    )
    return (cover + "\n".join(own)).encode()


def volume_of(name: str) -> str:
    """The volume of a paper: ``2020.acl-main.1``, ``P19-1441`` (one digit) or ``W18-6310`` (two)."""
    if "." in name:
        return name.rpartition(".")[0]
    return name[:6] if name.startswith(("W", "C69", "D19-5", "D19-6")) else name[:5]
