"""Publications that nobody gives an identifier of: searched by title where somebody names their venue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from program import Program
from standin import CHALLENGE_403, UNAVAILABLE, ArxivPaper, StandIn, World, crossref_work
from standin_search import Search

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


NEURIPS = "proceedings.neurips.cc"
PAGE = f"{NEURIPS}/paper_files/paper/2019/hash/{HASH}-Abstract.html"


def on_neurips(services: StandIn, **more: str) -> None:
    """Let NeurIPS have the paper, ``more`` on its page; nobody names its identifier."""
    services.world.semanticscholar["1901.00001"] = scholar("Neural Information Processing Systems")
    tags = [("title", TITLE), *(("author", name) for name in PEOPLE), ("publication_date", "2019"), ("firstpage", "7")]
    body = "".join(f'<meta name="citation_{name}" content="{value}">' for name, value in (*tags, *more.items()))
    services.world.files[PAGE] = ("text/html", f"<html><head>{body}</head></html>")
    listing = f'<html><ul><li><a href="/{PAGE.partition("/")[2]}">{TITLE}</a></li></ul></html>'
    services.world.files[f"{NEURIPS}/paper_files/paper/2019"] = ("text/html", listing)


def test_a_listing_of_proceedings_leads_to_the_papers_page(program: Program, services: StandIn) -> None:
    on_neurips(services)
    entry = build(program)
    assert (entry["status"], entry["source"], entry["volume"]) == ("published", f"url:https://{PAGE}", "32")
    assert services.asked("api.crossref.org") == []  # NeurIPS registers no DOIs


@pytest.mark.parametrize("good", [0, 1], ids=["the listing", "the page that it leads to"])
def test_a_listing_or_a_page_of_it_that_fails_is_asked_again_by_the_next_run(
    program: Program, services: StandIn, good: int
) -> None:
    on_neurips(services)
    services.fail(NEURIPS, UNAVAILABLE, times=99, after=good)
    entry = build(program)
    assert entry["status"] == "unknown"
    assert entry["asked"].items() & {("neurips", "failed"), ("pages", "failed")}
    services._plans.clear()
    entry = build(program)
    assert (entry["status"], entry["source"]) == ("published", f"url:https://{PAGE}")
    asked = len(services.seen)
    assert build(program) == entry
    assert len(services.seen) == asked


def test_a_listing_that_is_cut_says_nothing_of_what_it_lacks(program: Program, services: StandIn) -> None:
    on_neurips(services)
    kind, whole = services.world.files[f"{NEURIPS}/paper_files/paper/2019"]
    assert isinstance(whole, str)
    other = whole.replace(TITLE, "Another Paper").replace(HASH, HASH[::-1]).partition("</ul>")[0]
    services.world.files[f"{NEURIPS}/paper_files/paper/2019"] = (kind, other)
    entry = build(program)
    assert (entry["status"], entry["asked"]["neurips"]) == ("unknown", "malformed")
    services.world.files[f"{NEURIPS}/paper_files/paper/2019"] = (kind, whole)
    assert build(program)["source"] == f"url:https://{PAGE}"


def test_a_venues_page_outranks_the_registry_in_every_later_run(program: Program, services: StandIn) -> None:
    on_neurips(services, doi="10.5555/page")
    services.world.crossref["10.5555/page"] = crossref_work(
        "10.5555/page", TITLE, SPLIT, 2019, container_title=["NeurIPS"]
    )
    services.world.semanticscholar["1901.00001"]["externalIds"]["DOI"] = "10.5555/page"
    services.world.openalex = [on_a_page(PAGE)]
    services.fail("api.crossref.org", CHALLENGE_403, times=99)
    entry = build(program)
    assert (entry["source"], entry["asked"]["crossref"]) == (f"url:https://{PAGE}", "blocked")
    asked = len(services.seen)
    assert build(program) == entry
    assert len(services.seen) == asked  # what the registry says would count for less
    assert program("update", "--out", ".").code == 0
    assert build(program)["source"] == f"url:https://{PAGE}"


def on_a_page(page: str) -> dict[str, Any]:
    """What OpenAlex says of a paper whose publication has this page."""
    work = openalex_preprint()
    source = {"display_name": "Neural Information Processing Systems", "type": "conference"}
    place = {"landing_page_url": f"https://{page}", "version": "publishedVersion", "source": source}
    return {**work, "locations": [place, *work["locations"]]}


def test_a_search_of_everything_is_not_needed_where_a_listing_has_the_paper(
    program: Program, services: StandIn
) -> None:
    on_neurips(services)
    search = services.world.hosts["api.crossref.org"]
    assert isinstance(search, Search)
    search.refuses = True
    note = " (NeurIPS2019 or SIGIR2019)"
    entry = build(program, note)
    assert entry["source"] == f"url:https://{PAGE}"
    del services.world.files[f"{NEURIPS}/paper_files/paper/2019"]
    (program.cwd / "bertbib.lock.json").unlink()
    entry = build(program, note, BERTBIB_CACHE_DIR=str(program.cwd / "empty"))
    assert (entry["status"], entry["asked"]["crossref"]) == ("unknown", "blocked")


@pytest.mark.parametrize("order", ["with a note first", "with a note last"])
@pytest.mark.parametrize("down", [False, True])
def test_a_note_counts_in_whichever_theme_the_work_stands(
    program: Program, services: StandIn, order: str, down: bool
) -> None:
    services.world.semanticscholar["1901.00001"] = scholar("arXiv.org")
    services.world.openalex = [openalex_preprint()]
    lines = [f"* [{TITLE}](https://arxiv.org/abs/1901.00001){note}\n" for note in (" (SIGIR2019)", "")]
    one, two = lines if order == "with a note first" else reversed(lines)
    (program.cwd / "list.md").write_text(f"# Small\n\n{one}\n# Large\n\n{two}")
    if down:
        services.fail("api.crossref.org", UNAVAILABLE, times=99)
        assert program("build", "list.md", "--out", ".").code == 0
        (entry,) = json.loads((program.cwd / "bertbib.lock.json").read_text())
        assert entry["custom"]["bertbib"]["status"] == "unknown"
        services._plans.clear()
    assert program("build", "list.md", "--out", ".").code == 0
    (entry,) = json.loads((program.cwd / "bertbib.lock.json").read_text())
    own = entry["custom"]["bertbib"]
    assert (own["source"], own["proof"]["note"]) == ("doi:10.1145/1.2", "agrees")


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
