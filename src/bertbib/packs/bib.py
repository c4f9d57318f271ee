"""Works of .bib files: anybody's, the ACL Anthology's and PMLR's volumes.

The Anthology's file is https://aclanthology.org/anthology.bib.gz (or ``anthology.bib``, or either with abstracts, which
are not kept); ``url = anth # {P19-1441/}`` in it is read like any other macro. A volume of PMLR is
https://proceedings.mlr.press/vNN/assets/bib/bibliography.bib. Several files may stand in one folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bertbib.model import Identifier
from bertbib.packs.bib_facts import work_of_entry
from bertbib.packs.bib_ids import identifiers
from bertbib.packs.streams import Tally, lines
from bertbib.packs.work import Work
from bertbib.text import id_forms
from bertbib.text.bib_bulk import BulkReader, split_entries
from bertbib.text.bibtex import BibEntry
from bertbib.text.links import canonical_url

_GENERATED = r"% .* generated on (\d{4}-\d\d-\d\d)"
_NOT_KEPT = ("abstract", "pdf")
_OF_PMLR = {"series": "Proceedings of Machine Learning Research", "publisher": "PMLR"}
_PMLR = re.compile(r"pmlr-([vr]\d+)-(.+)")

Origin = Callable[[BibEntry], str]


def any_works(source: Path, tally: Tally) -> Iterator[Work]:
    """The works of any .bib files; their own ids are their citation keys, unless they are DBLP's."""
    return _works(source, tally, lambda entry: "")


def acl_works(source: Path, tally: Tally) -> Iterator[Work]:
    """The works of the Anthology; entries that name no Anthology id are left out."""
    return _works(source, tally, _acl, strict=True)


def pmlr_works(source: Path, tally: Tally) -> Iterator[Work]:
    """The papers of PMLR's volumes; entries that are none, such as the volumes themselves, are left out."""
    return _works(source, tally, _pmlr, strict=True)


def _works(source: Path, tally: Tally, origin: Origin, *, strict: bool = False) -> Iterator[Work]:
    seen: set[int] = set()
    for path in sorted(source.glob("*.bib*")) if source.is_dir() else [source]:
        reader = BulkReader()
        for text in split_entries(_dated(lines(path), tally)):
            for entry in map(_slim, reader.read(text)):
                own = origin(entry)
                if own.startswith("pmlr:"):
                    entry = _in_full(entry, own)
                work = work_of_entry(entry, own) if own or not strict else None
                if work is None:
                    tally.left_out += 1
                elif (digest := hash(work)) not in seen:  # the same entry twice is one record
                    seen.add(digest)
                    yield work
        tally.left_out += reader.broken


def _dated(found: Iterator[str], tally: Tally) -> Iterator[str]:
    for number, line in enumerate(found):
        if number < 10 and (said := re.match(_GENERATED, line)):
            tally.dated(said[1])
        yield line


def _slim(entry: BibEntry) -> BibEntry:
    if not any(name in entry.fields for name in _NOT_KEPT):
        return entry
    return replace(entry, fields={name: value for name, value in entry.fields.items() if name not in _NOT_KEPT})


def _in_full(entry: BibEntry, own: str) -> BibEntry:
    """A paper of PMLR with what all of its papers share, which volumes may leave unsaid."""
    return replace(entry, fields={**_OF_PMLR, **entry.fields, "url": canonical_url(Identifier.parse(own))})


def _acl(entry: BibEntry) -> str:
    """The Anthology id that an entry's page, or else its DOI, names."""
    url = re.fullmatch(r"https?://(?:www\.)?aclanthology\.org/([^/\s]+)/?", entry.fields.get("url", ""))
    paper = id_forms.acl(url[1]) if url else None
    if paper is not None:
        return str(paper)
    return next((one for one in identifiers(entry) if one.startswith("acl:")), "")


def _pmlr(entry: BibEntry) -> str:
    """The id that a paper's page, or else its citation key, names."""
    if entry.type != "inproceedings":
        return ""
    page = next((one for one in identifiers(entry) if one.startswith("pmlr:")), "")
    key = _PMLR.fullmatch(entry.key)
    paper = id_forms.pmlr(f"{key[1]}/{key[2]}") if key and not page else None
    return page or (str(paper) if paper else "")
