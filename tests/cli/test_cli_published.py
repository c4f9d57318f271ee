"""Published means proven: the first list against services that are open, closed, wrong and broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from first_list import LIST, first_list_facts, first_list_world
from program import Program
from standin import CHALLENGE_200, TRUNCATED, UNAVAILABLE, Fault, StandIn, throttled

VENUES = {  # arXiv id or link -> (words of the venue, year, pages, DOI), from the publishers' records
    "arxiv:1901.11504": (
        "57th Annual Meeting of the Association for Computational Linguistics",
        2019,
        "4487-4496",
        "10.18653/v1/P19-1441",
    ),
    "arxiv:2002.07972": ("System Demonstrations", 2020, "118-126", "10.18653/v1/2020.acl-demos.16"),
    "arxiv:1902.02671": ("36th International Conference on Machine Learning", 2019, "5986-5995", None),
    "arxiv:1905.07129": ("57th Annual Meeting", 2019, "1441-1451", "10.18653/v1/P19-1139"),
    "arxiv:1907.12412": ("AAAI Conference on Artificial Intelligence", 2020, "8968-8975", "10.1609/aaai.v34i05.6428"),
    "arxiv:1906.08101": ("Audio, Speech, and Language Processing", 2021, None, "10.1109/taslp.2021.3124365"),
    "arxiv:1907.10529": (
        "Transactions of the Association for Computational Linguistics",
        2020,
        "64-77",
        "10.1162/tacl_a_00300",
    ),
    "arxiv:2002.03079": ("Empirical Methods", 2020, None, "10.18653/v1/2020.emnlp-main.420"),
    "pmlr:v97/gong19a": ("36th International Conference on Machine Learning", 2019, "2337-2346", None),
    "arxiv:1909.11942": ("Learning Representations", 2020, None, None),
    "openreview:r1xMH1BtvB": ("Learning Representations", 2020, None, None),
    "openreview:BygzbyHFvB": ("Learning Representations", 2020, None, None),
    "arxiv:1710.04334": ("57th Annual Meeting", 2019, None, "10.18653/v1/P19-1442"),
    "arxiv:1908.04577": ("Learning Representations", 2020, None, None),
    "arxiv:1908.05646": ("58th Annual Meeting", 2020, None, "10.18653/v1/2020.acl-main.423"),
    "arxiv:1909.02209": ("AAAI Conference on Artificial Intelligence", 2020, None, "10.1609/aaai.v34i05.6510"),
    "arxiv:1909.07606": ("AAAI Conference on Artificial Intelligence", 2020, None, None),
    "arxiv:1909.04164": ("Empirical Methods", 2019, None, "10.18653/v1/D19-1005"),
    "arxiv:1911.06136": (
        "Transactions of the Association for Computational Linguistics",
        2021,
        None,
        "10.1162/tacl_a_00360",
    ),
    "arxiv:1908.10084": ("Empirical Methods", 2019, None, "10.18653/v1/D19-1410"),
    "arxiv:2002.06652": ("Audio, Speech, and Language Processing", 2020, None, None),
    "arxiv:1909.03405": ("Research and Development in Information Retrieval", 2020, None, "10.1145/3397271.3401309"),
    "arxiv:1909.00931": ("Empirical Methods", 2019, "5393-5404", "10.18653/v1/D19-1542"),
    "arxiv:1909.12440": ("Computational Natural Language Learning", 2019, None, "10.18653/v1/K19-1030"),
    "arxiv:1910.10683": ("Journal of Machine Learning Research", 2020, None, None),
    "arxiv:1911.03437": ("58th Annual Meeting", 2020, None, "10.18653/v1/2020.acl-main.197"),
}
REJECTED = "arxiv:1910.03176"
HOSTS = (
    "export.arxiv.org",
    "api.semanticscholar.org",
    "api.openalex.org",
    "aclanthology.org",
    "api.crossref.org",
    "dblp.org",
    "api.openreview.net",
    "proceedings.mlr.press",
)


@pytest.fixture
def services() -> Iterator[StandIn]:
    with StandIn(first_list_world()) as standin:
        yield standin


@pytest.fixture
def program(tmp_path: Path, services: StandIn) -> Program:
    return Program(tmp_path, services.url)


def locked(program: Program) -> dict[str, dict[str, Any]]:
    """The lock's items by each of their identifiers."""
    items = json.loads((program.cwd / "out" / "bertbib.lock.json").read_text())
    return {one: item for item in items for one in item["custom"]["bertbib"]["ids"]}


def own(item: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = item["custom"]["bertbib"]
    return fields


def wrong(items: dict[str, dict[str, Any]]) -> list[str]:
    """Published entries that are not published, or elsewhere, or in another year."""
    found = []
    for item in {item["id"]: item for item in items.values()}.values():
        if own(item)["status"] != "published":
            continue
        facts = next((VENUES[one] for one in own(item)["ids"] if one in VENUES), ("no publication", 0, None, None))
        venue, year, pages, doi = facts
        right = (
            venue.lower() in f"{item.get('container-title', '')} {item.get('event-title', '')}".lower(),
            item["issued"]["date-parts"][0][0] == year,
            not pages or item.get("page", pages) == pages,
            not doi or item.get("DOI", doi).lower() == doi.lower(),
        )
        if not all(right):
            found.append(item["id"])
    return found


def test_every_published_paper_is_found_with_its_facts_and_nothing_else(program: Program) -> None:
    assert program("build", LIST, "--out", "out").code == 0
    items = locked(program)
    assert {one for one in VENUES if own(items[one])["status"] == "published"} == set(VENUES)
    assert wrong(items) == []
    for one, (_venue, _year, pages, doi) in VENUES.items():
        assert not pages or items[one]["page"] == pages
        assert not doi or items[one]["DOI"].lower() == doi.lower()
    preprints = {one for one, item in items.items() if own(item)["status"] == "preprint"}
    assert len(preprints) == 7
    assert own(items[REJECTED])["status"] == "preprint"
    asked = own(items["arxiv:1907.11692"])["asked"]
    assert {"arxiv", "semanticscholar", "openalex"} <= asked.keys()
    assert all(date[:2] == "20" for date in asked.values())


def test_the_arxiv_id_stays_beside_the_published_record(program: Program) -> None:
    program("build", LIST, "--out", "out")
    (bib,) = (program.cwd / "out").glob("*.bib")
    entry = bib.read_text().partition("@inproceedings{liu2019multi,")[2].partition("\n}")[0]
    assert "eprint = {1901.11504}" in entry
    assert "doi = {10.18653/v1/P19-1441}" in entry


def test_openreview_and_dblp_closed_as_they_are_today(program: Program, services: StandIn) -> None:
    services.world.openreview_login, services.world.dblp_challenge = True, 200
    done = program("build", LIST, "--out", "out")
    assert done.code == 3
    items = locked(program)
    assert sum(own(items[one])["status"] == "published" for one in VENUES if one in items) >= 24
    assert wrong(items) == []
    shown = program("show", "arxiv:1909.11942", "--out", "out").out
    assert "proof: aggregators by semanticscholar:1909.11942, openalex:1909.11942" in shown


@pytest.mark.parametrize("host", ["aclanthology.org", "api.crossref.org", "proceedings.mlr.press"])
def test_an_entry_that_had_to_do_without_its_own_venue_gets_its_record_once_that_answers(
    program: Program, services: StandIn, host: str
) -> None:
    services.fail(host, UNAVAILABLE, times=500)
    program("build", LIST, "--out", "out")
    assert wrong(locked(program)) == []
    services._plans.clear()
    assert program("build", LIST, "--out", "out").code == 0
    healed = locked(program)
    assert all(own(healed[one])["status"] == "published" for one in VENUES)
    names = ("acl", "doi", "pmlr")
    assert [sum(own(healed[one])["source"].startswith(name) for one in VENUES) for name in names] == [13, 1, 2]
    asked = len(services.seen)
    program("build", LIST, "--out", "out")
    assert len(services.seen) == asked  # now there is nothing left to ask


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("fault", [CHALLENGE_200, TRUNCATED, throttled("3600")], ids=["challenge", "truncated", "429"])
def test_a_failing_host_never_makes_a_preprint_of_what_was_not_asked(
    program: Program, services: StandIn, host: str, fault: Fault
) -> None:
    services.fail(host, fault, times=500)
    program("build", LIST, "--out", "out")
    items = locked(program)
    assert wrong(items) == []
    for one in VENUES:
        assert one not in items or own(items[one])["status"] in ("published", "unknown")
    if host in ("api.semanticscholar.org", "api.openalex.org"):
        assert not [one for one, item in items.items() if own(item)["status"] == "preprint"]
    services._plans.clear()
    assert program("build", LIST, "--out", "out").code == 0
    healed = locked(program)
    assert {one for one in VENUES if own(healed[one])["status"] == "published"} == set(VENUES)
    assert wrong(healed) == []


def test_aggregators_that_are_wrong_prove_nothing(program: Program, services: StandIn) -> None:
    scholar, works = services.world.semanticscholar, services.world.openalex
    # another work's identifiers; a venue that only one of them names; a rejected paper that both call published
    scholar["1907.11692"]["externalIds"] = {"ArXiv": "1907.11692", "ACL": "P19-1441", "DOI": "10.18653/v1/P19-1441"}
    scholar["1904.09223"] |= {"venue": "Annual Meeting of the Association for Computational Linguistics", "year": 2019}
    for paper in (scholar["1910.03176"],):
        paper |= {
            "venue": "International Conference on Learning Representations",
            "year": 2020,
            "publicationVenue": None,
        }
    for work in works:
        if any("1910.03176" in str(place["landing_page_url"]) for place in work["locations"]):
            source = {"display_name": "International Conference on Learning Representations", "type": "conference"}
            work["locations"].insert(
                0,
                {
                    "landing_page_url": "https://openreview.net/forum?id=H1lac2Vtwr",
                    "version": "publishedVersion",
                    "source": source,
                },
            )
            work["publication_year"] = 2020
    assert program("build", LIST, "--out", "out").code == 0
    items = locked(program)
    assert wrong(items) == []
    for one in ("arxiv:1907.11692", "arxiv:1904.09223", REJECTED):
        assert own(items[one])["status"] == "unknown"  # somebody says that it is published, and nothing proves it
    assert "P19-1441" not in json.dumps(items["arxiv:1907.11692"])


def test_a_candidate_can_be_accepted_or_refused_for_good(program: Program, services: StandIn) -> None:
    facts = first_list_facts()["arxiv"]["1907.11692"]
    services.world.files["aclanthology.org/X19-1001.bib"] = (
        "text/plain",
        '@inproceedings{x, title = "Robust Pretraining of Language Encoders", author = "Liu, Yinhan and Ott, Myle", year = "2019", '
        'booktitle = "Proceedings of a Conference", url = "https://aclanthology.org/X19-1001/"}',
    )
    services.world.semanticscholar["1907.11692"]["externalIds"]["ACL"] = "X19-1001"
    services.world.semanticscholar["1907.11692"]["venue"] = "A Conference"
    done = program("build", LIST, "--out", "out")
    assert facts["title"] in done.err
    line = "@bertbib{liu2019roberta, is = {acl:X19-1001}}"
    assert line in done.err
    assert own(locked(program)["arxiv:1907.11692"])["status"] == "unknown"
    overrides = program.cwd / "out" / "overrides.bib"
    overrides.write_text(line.replace("is =", "not ="))
    assert "X19-1001" not in program("build", LIST, "--out", "out").err
    overrides.write_text(line + "\n@misc{liu2019multi, pages = {1--2}}\n")
    assert program("build", LIST, "--out", "out").code == 0
    items = locked(program)
    assert own(items["arxiv:1907.11692"])["source"] == "acl:X19-1001"
    assert items["arxiv:1901.11504"]["page"] == "1-2"
    assert own(items["arxiv:1901.11504"])["origins"]["page"] == "override:liu2019multi"
