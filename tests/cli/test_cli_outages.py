"""After an outage the next run comes to what a run without it comes to, and in between nobody is called unpublished."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from first_list import LIST, first_list_world
from rebuilding import Entries, Project, keyed, own
from standin import CHALLENGE_403, CUT, TRUNCATED, UNAVAILABLE, ArxivPaper, Fault, StandIn, World, crossref_work
from standin_search import Search

HOSTS = (
    "export.arxiv.org",
    "api.semanticscholar.org",
    "api.openalex.org",
    "aclanthology.org",
    "api.crossref.org",
    "proceedings.mlr.press",
    "api.openreview.net",
    "api2.openreview.net",
    "dblp.org",
    "ojs.aaai.org",
    "jmlr.org",
)
FAULTS = {"503": UNAVAILABLE, "half": TRUNCATED}
FIRST = LIST.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entries]:
    """The entries of the first list, everybody having been heard."""
    with pytest.MonkeyPatch.context() as patch, StandIn(first_list_world()) as services:
        yield Project(tmp_path_factory.mktemp("cold") / "refs", services, patch, FIRST).build()


def check(project: Project, cold: Entries, hosts: tuple[str, ...], fault: Fault) -> None:
    first = project.outage(*hosts, fault=fault)
    unpublished = {one for entry in cold if own(entry)["status"] == "preprint" for one in own(entry)["ids"]}
    called = [entry for entry in first if own(entry)["status"] == "preprint"]
    assert [entry["id"] for entry in called if not unpublished & set(own(entry)["ids"])] == []
    assert [entry["id"] for entry in called if set(own(entry)["asked"].values()) != {"a date"}] == []
    assert project.build() == keyed(cold, first)
    asked = len(project.services.seen)
    project.build()
    assert len(project.services.seen) == asked


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("host", HOSTS)
def test_after_an_outage_the_lock_is_that_of_a_run_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cold: Entries, host: str, fault: str
) -> None:
    with StandIn(first_list_world()) as services:
        check(Project(tmp_path / "refs", services, monkeypatch, FIRST), cold, (host,), FAULTS[fault])


@pytest.mark.parametrize("hosts", [*pairwise(HOSTS[1:]), ("aclanthology.org", "api.semanticscholar.org")], ids="+".join)
def test_after_two_outages_at_once_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cold: Entries, hosts: tuple[str, ...]
) -> None:
    with StandIn(first_list_world()) as services:
        check(Project(tmp_path / "refs", services, monkeypatch, FIRST), cold, hosts, UNAVAILABLE)


def test_with_other_answers_gone_since_nothing_is_lost_and_the_run_after_that_is_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cold: Entries
) -> None:
    with StandIn(first_list_world()) as services:
        project = Project(tmp_path / "refs", services, monkeypatch, FIRST)
        first = project.outage("api.crossref.org")
        monkeypatch.setenv("BERTBIB_CACHE_DIR", str(tmp_path / "elsewhere"))
        second = project.outage("aclanthology.org", "api.semanticscholar.org")
        published = {entry["id"] for entry in first if own(entry)["status"] == "published"}
        assert published <= {entry["id"] for entry in second if own(entry)["status"] == "published"}
        sources = {entry["id"]: own(entry)["source"] for entry in second}
        assert all(
            sources[entry["id"]] == own(entry)["source"] for entry in first if own(entry)["source"][:4] == "acl:"
        )
        assert project.build() == keyed(cold, first)


# --- a list of one paper -----------------------------------------------------------------------------------------------

TITLE = "Learning Very Small Representations of Sentences"
PEOPLE = ("Ann Abel", "Bob Baker", "Cem Cetin")
SPLIT = [(given, family) for given, _space, family in (name.partition(" ") for name in PEOPLE)]
ONE = f"# Small\n\n* [{TITLE}](https://arxiv.org/abs/1901.00001)\n"
PAGE = "proceedings.neurips.cc/paper_files/paper/2019/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract.html"
LISTING = "proceedings.neurips.cc/paper_files/paper/2019"


def told(world: World, venue: str, year: int = 2019, *, comment: str = "", **ids: str) -> None:
    """Let arXiv have the paper, and Semantic Scholar speak of it."""
    world.arxiv["1901.00001"] = ArxivPaper(title=TITLE, authors=PEOPLE, published="2019-01-02", comment=comment)
    world.semanticscholar["1901.00001"] = {
        "externalIds": {"ArXiv": "1901.00001", **ids},
        "title": TITLE,
        "venue": venue,
        "year": year,
        "authors": [{"name": name} for name in PEOPLE],
    }


def a_conference_and_a_journal(world: World) -> None:
    """The authors name NeurIPS, Semantic Scholar a journal; nobody names an identifier of either version."""
    told(world, "Journal of More", 2020, comment="Accepted at NeurIPS 2019")
    journal = {"type": "journal-article", "container_title": ["Journal of More"]}
    world.hosts["api.crossref.org"] = Search(world, crossref_work("10.1000/more", TITLE, SPLIT, 2020, **journal))
    on_neurips(world)


def on_neurips(world: World) -> None:
    tags = [("title", TITLE), *(("author", name) for name in PEOPLE), ("publication_date", "2019"), ("firstpage", "7")]
    head = "".join(f'<meta name="citation_{name}" content="{value}">' for name, value in tags)
    world.files[PAGE] = ("text/html", f"<html><head>{head}</head></html>")
    listing = f'<html><ul><li><a href="/{PAGE.partition("/")[2]}">{TITLE}</a></li></ul></html>'
    world.files[LISTING] = ("text/html", listing)


def drift_that_only_the_comment_confirms(world: World) -> None:
    """One word of the title is another one in the Anthology, and the list notes nothing."""
    told(
        world,
        "Annual Meeting of the Association for Computational Linguistics",
        comment="Accepted at ACL 2019",
        ACL="P19-1001",
    )
    world.files["aclanthology.org/P19-1001.bib"] = (
        "text/plain; charset=utf-8",
        f"@inproceedings{{abel-etal-2019-learning,\n  title = {{{TITLE.replace('Very ', '')}}},\n"
        f"  author = {{{' and '.join(PEOPLE)}}},\n  year = {{2019}},\n"
        "  booktitle = {Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics},\n"
        "  url = {https://aclanthology.org/P19-1001/}\n}\n",
    )


@pytest.mark.parametrize(
    ("world_of", "host", "source"),
    [
        (a_conference_and_a_journal, "proceedings.neurips.cc", f"url:https://{PAGE}"),
        (drift_that_only_the_comment_confirms, "aclanthology.org", "acl:P19-1001"),
    ],
)
@pytest.mark.parametrize("fault", [UNAVAILABLE, TRUNCATED, CUT, CHALLENGE_403], ids=["503", "half", "cut", "403"])
def test_what_only_one_host_can_tell_is_asked_again_until_it_tells(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    world_of: Callable[[World], None],
    host: str,
    source: str,
    fault: Fault,
) -> None:
    world = World()
    world_of(world)
    with StandIn(world) as services:
        cold = Project(tmp_path / "cold", services, monkeypatch, ONE).build()
        assert [own(entry)["source"] for entry in cold] == [source]
        project = Project(tmp_path / "refs", services, monkeypatch, ONE)
        first = project.outage(host, fault=fault)
        assert [own(entry)["status"] for entry in first] != ["preprint"]
        assert own(first[0])["source"] != source
        assert project.build() == keyed(cold, first)
