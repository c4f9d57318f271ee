"""The registry's file: what a row must be, and that every row is found by what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bertbib.readers.notes import _ACRONYMS
from bertbib.venues.identify import identify
from bertbib.venues.openreview import _SERIES
from bertbib.venues.registry import COLUMNS, KINDS, Series, registry, rows
from bertbib.venues.words import SMALL, stem, word_table

SCHEMES = {"acl", "dblp", "doi", "openreview", "part", "pmlr"}
SHARED_ACRONYMS = {"iswc", "icmlc"}
"""Acronyms of two series: a word of the guard decides."""


def test_the_file_is_sorted_and_its_ids_are_unique() -> None:
    ids = [line.partition("\t")[0] for line in rows()]
    assert ids == sorted(set(ids))
    assert len(ids) > 250


def test_every_row_has_every_column() -> None:
    assert [line for line in rows() if line.count("\t") != len(COLUMNS) - 1] == []


def test_acronyms_are_unique_but_for_guarded_ones() -> None:
    bearers = Counter(text for one in registry().values() for text in {label.text.lower() for label in one.acronyms})
    assert {text for text, count in bearers.items() if count > 1} == SHARED_ACRONYMS
    sharing = [one for one in registry().values() for label in one.acronyms if label.text.lower() in SHARED_ACRONYMS]
    assert all(one.guard for one in sharing)


def test_ids_elsewhere_belong_to_one_row() -> None:
    linked = Counter(link for one in registry().values() for link in one.links if not link.startswith("part:"))
    assert [link for link, count in linked.items() if count > 1] == []
    volumes = Counter(
        volume.partition("=")[0]
        for one in registry().values()
        for link in one.linked("pmlr")
        for volume in link.split(",")
    )
    assert [volume for volume, count in volumes.items() if count > 1] == []


def test_a_row_has_a_kind_a_name_a_source_and_links_that_exist() -> None:
    assert [one.id for one in registry().values() if not _is_whole(one)] == []


def _is_whole(series: Series) -> bool:
    return (
        series.kind in KINDS
        and bool(series.names)
        and series.source.startswith(("https://", "http://"))
        and {link.partition(":")[0] for link in series.links} <= SCHEMES
        and all(part in registry() for part in series.linked("part"))
        and all(word == word.lower() and word.strip() for word in series.guard)
    )


def test_a_row_is_found_by_its_id_its_names_and_its_acronyms() -> None:
    lost = [(one.id, text, identify(text).venue) for one in registry().values() for text in _texts(one)]
    assert [row for row in lost if row[0] != row[2]] == []


def _texts(series: Series) -> Iterator[str]:
    yield series.id
    yield from (label.text for label in series.names)
    yield from (f"{label.text} 2019" for label in series.acronyms if label.text.lower() not in SHARED_ACRONYMS)


def test_series_on_openreview_are_rows() -> None:
    """The other table of the house, of names as OpenReview's records bear them, speaks of venues of this one."""
    assert [name for name, (acronym, _) in _SERIES.items() if not identify(f"{acronym} 2024").known] == []


def test_acronyms_that_lists_write_bare_are_rows() -> None:
    bare = set(_ACRONYMS.split()) - {"ISWC", "SP"}  # the one of two series, the other of many things
    assert [acronym for acronym in sorted(bare) if not identify(f"{acronym} 2019").known] == []


def test_names_and_acronyms_by_year() -> None:
    neurips = registry()["neurips"]
    assert [neurips.acronym(year) for year in (1999, 2017, 2018, 2024, None)] == [
        "NIPS",
        "NIPS",
        "NeurIPS",
        "NeurIPS",
        "NeurIPS",
    ]


def test_the_table_of_words_is_stable() -> None:
    """An abbreviation stands for itself, so that an unknown venue's tidied form is read as itself."""
    shorts = set(word_table().values())
    assert [short for short in shorts if stem(short) != short] == []
    assert shorts & SMALL == set()
