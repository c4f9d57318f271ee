"""Publications that nobody gives an identifier of: searched by title where somebody names their venue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from program import Program
from standin import UNAVAILABLE, ArxivPaper, Reply, Seen, StandIn, World, crossref_work

TITLE = "Learning Very Small Representations of Sentences"
PEOPLE = ("Ann Abel", "Bob Baker", "Cem Cetin")
SPLIT = [(given, family) for given, _space, family in (name.partition(" ") for name in PEOPLE)]
SIGIR = (
    "Proceedings of the 42nd International ACM SIGIR Conference on Research and Development in Information Retrieval"
)
HASH = "3f5ee243547dee91fbd053c1c4a845aa"


def scholar(venue: str, year: int = 2019, **ids: str) -> dict[str, Any]:
    return {
        "externalIds": {"ArXiv": "1901.00001", **ids},
        "title": TITLE,
        "venue": venue,
        "year": year,
        "authors": [{"name": name} for name in PEOPLE],
    }


class Search:
    """Crossref as the world has it, with a search that answers with these works whatever it is asked for."""

    def __init__(self, world: World, *found: dict[str, Any]) -> None:
        self.found = found
        world.crossref |= {work["DOI"]: work for work in found}
        self._rest = World(crossref=world.crossref)

    def __call__(self, seen: Seen) -> Reply:
        if not seen.param("query.bibliographic"):
            return self._rest.answer(seen)
        body = {"status": "ok", "message": {"total-results": 99, "items": list(self.found)}}
        return Reply(200, "application/json", json.dumps(body).encode())


@pytest.fixture
def services() -> Iterator[StandIn]:
    world = World(dblp_challenge=500)
    world.arxiv["1901.00001"] = ArxivPaper(title=TITLE, authors=PEOPLE, published="2019-01-02")
    world.semanticscholar["1901.00001"] = scholar("Annual International ACM SIGIR Conference on Research and Development in "
        "Information Retrieval")  # fmt: skip
    other = crossref_work("10.1/other", "Learning Very Large Representations of Sentences", SPLIT, 2019)
    longer = crossref_work(
        "10.1/longer", TITLE, SPLIT, 2021, type="journal-article", container_title=["Journal of More"]
    )
    own = crossref_work("10.1145/1.2", TITLE, SPLIT, 2019, container_title=[SIGIR], page="1-4")
    world.hosts["api.crossref.org"] = Search(world, other, longer, own)
    with StandIn(world) as standin:
        yield standin


@pytest.fixture
def program(tmp_path: Path, services: StandIn) -> Program:
    return Program(tmp_path, services.url)


def build(
    program: Program, note: str = "", link: str = "https://arxiv.org/abs/1901.00001", **extra: str
) -> dict[str, Any]:
    """Build a list of the one paper; its entry."""
    (program.cwd / "list.md").write_text(f"# Small\n\n* [{TITLE}]({link}){note}\n")
    done = program("build", "list.md", "--out", ".", **extra)
    assert done.code in (0, 3), done.err
    (entry,) = json.loads((program.cwd / "bertbib.lock.json").read_text())
    return {**entry, **entry["custom"]["bertbib"]}


def test_the_search_leads_to_the_record_at_the_venue_that_is_named(program: Program) -> None:
    entry = build(program)
    assert (entry["status"], entry["source"], entry["page"]) == ("published", "doi:10.1145/1.2", "1-4")
    assert entry["proof"]["level"] == "title+authors"


def test_a_longer_version_elsewhere_is_not_what_was_searched_for(program: Program, services: StandIn) -> None:
    del services.world.crossref["10.1145/1.2"]
    assert build(program)["status"] == "unknown"


def test_where_nobody_names_a_venue_nothing_is_searched_for(program: Program, services: StandIn) -> None:
    services.world.semanticscholar["1901.00001"] = scholar("arXiv.org")
    services.world.openalex = [openalex_preprint()]
    assert build(program)["status"] == "preprint"
    assert services.asked("api.crossref.org") == []


def openalex_preprint() -> dict[str, Any]:
    return {
        "doi": "https://doi.org/10.48550/arxiv.1901.00001",
        "title": TITLE,
        "publication_year": 2019,
        "locations": [{"landing_page_url": "https://arxiv.org/abs/1901.00001", "source": {"type": "repository"}}],
        "authorships": [{"author": {"display_name": name}} for name in PEOPLE],
    }


@pytest.mark.parametrize("note", [" (SIGIR2019)", ""])
def test_a_note_or_the_authors_comment_names_a_venue_too(program: Program, services: StandIn, note: str) -> None:
    services.world.semanticscholar.clear()
    comment = "" if note else "Accepted at SIGIR 2019"
    services.world.arxiv["1901.00001"] = ArxivPaper(
        title=TITLE, authors=PEOPLE, published="2019-01-02", comment=comment
    )
    assert build(program, note)["source"] == "doi:10.1145/1.2"


def test_a_search_that_fails_leaves_the_entry_open_and_the_next_run_finds_it(
    program: Program, services: StandIn
) -> None:
    services.fail("api.crossref.org", UNAVAILABLE, times=9)
    entry = build(program)
    assert (entry["status"], entry["asked"]["crossref"]) == ("unknown", "failed")
    services._plans.clear()
    assert build(program)["source"] == "doi:10.1145/1.2"


def test_a_listing_of_proceedings_leads_to_the_papers_page(program: Program, services: StandIn) -> None:
    services.world.semanticscholar["1901.00001"] = scholar("Neural Information Processing Systems")
    page = f"proceedings.neurips.cc/paper_files/paper/2019/hash/{HASH}-Abstract.html"
    tags = [("title", TITLE), *(("author", name) for name in PEOPLE), ("publication_date", "2019"), ("firstpage", "7")]
    body = "".join(f'<meta name="citation_{name}" content="{value}">' for name, value in tags)
    services.world.files[page] = ("text/html", f"<html><head>{body}</head></html>")
    listing = f'<ul><li><a href="/{page.partition("/")[2]}">{TITLE}</a></li></ul>'
    services.world.files["proceedings.neurips.cc/paper_files/paper/2019"] = ("text/html", listing)
    entry = build(program)
    assert (entry["status"], entry["source"], entry["volume"]) == ("published", f"url:https://{page}", "32")
    assert services.asked("api.crossref.org") == []  # NeurIPS registers no DOIs


DBLP = """@inproceedings{DBLP:conf/iclr/AbelBC19,
  author    = {Ann Abel and Bob Baker and Cem Cetin},
  title     = {SmallNet: Robust Sentence Embeddings with Deeply Gated Networks},
  booktitle = {7th International Conference on Learning Representations, {ICLR} 2019},
  year      = {2019},
  url       = {https://openreview.net/forum?id=SmallNet19},
  biburl    = {https://dblp.org/rec/conf/iclr/AbelBC19.bib}
}
"""


def pack(program: Program, text: str) -> dict[str, str]:
    """Build a pack of a .bib; the environment that has it."""
    (program.cwd / "dblp.bib").write_text(text)
    folder = {"BERTBIB_PACK_DIR": str(program.cwd / "packs")}
    done = program("pack", "build", "own", "dblp.bib", **folder)
    assert done.code == 0, done.err
    return folder


def test_a_pack_has_the_record_that_a_witness_names_while_its_authority_is_closed(
    program: Program, services: StandIn
) -> None:
    title = "SmallNet: Sentence Embeddings with Gated Recurrent Networks"
    services.world.arxiv["1901.00001"] = ArxivPaper(title=title, authors=PEOPLE, published="2019-01-02")
    services.world.semanticscholar["1901.00001"] = scholar("arXiv.org", DBLP="conf/iclr/AbelBC19") | {"title": title}
    entry = build(program, **pack(program, DBLP))
    assert (entry["status"], entry["source"]) == ("published", "dblp:conf/iclr/AbelBC19")
    assert "own" in json.dumps(entry["pack"])


@pytest.mark.parametrize(("note", "level"), [("", "title"), (" (ICLR2019)", "title+note")])
def test_a_pack_has_the_record_of_a_link_that_cannot_be_asked(
    program: Program, services: StandIn, note: str, level: str
) -> None:
    services.world.openreview_login = True
    have = pack(program, DBLP.replace("Robust Sentence Embeddings with Deeply Gated Networks", "Nets"))
    link = "https://openreview.net/forum?id=SmallNet19"
    (program.cwd / "list.md").write_text(f"# Small\n\n* [SmallNet: Nets]({link}){note}\n")
    program("build", "list.md", "--out", ".", **have)
    (entry,) = json.loads((program.cwd / "bertbib.lock.json").read_text())
    own = entry["custom"]["bertbib"]
    assert (own["status"], own["source"], own["proof"]["level"]) == ("published", "dblp:conf/iclr/AbelBC19", level)


@pytest.mark.parametrize("note", [" (ICLR2018)", ""])
def test_a_link_whose_record_bears_another_title_or_venue_proves_nothing(
    program: Program, services: StandIn, note: str
) -> None:
    services.world.openreview_login = True
    title = "SmallNet: Robust Sentence Embeddings with Deeply Gated Networks" if note else "Another Work"
    link = "https://openreview.net/forum?id=SmallNet19"
    have = pack(program, DBLP)
    (program.cwd / "list.md").write_text(f"# Small\n\n* [{title}]({link}){note}\n")
    assert program("build", "list.md", "--out", ".", **have).code in (3, 4)
    lock = program.cwd / "bertbib.lock.json"
    assert not lock.exists() or json.loads(lock.read_text()) == []
