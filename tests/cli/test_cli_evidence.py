"""``show`` explains every decision: source by source, with scores, candidates, and the lines that settle them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from program import Program
from standin import CHALLENGE_200, ArxivPaper, StandIn, World, crossref_work, openreview_note

PEOPLE, OTHERS = ("Ann Abel", "Bob Baker", "Cid Carter"), ("Zed Zulu", "Yan Yeti", "Cid Carter")
TITLE = "Robust Frobnication of Language Encoders with Gradient Surgery"
OTHER = "Robust Frobnication of Vision Encoders with Gradient Surgery"
NUMBER = "1910.00001"
LINK = f"arxiv:{NUMBER}"
MAIN = "2020.acl-main.1"
ICLR = "International Conference on Learning Representations"


def anthology(world: World, one: str, title: str = TITLE, people: tuple[str, ...] = PEOPLE, year: int = 2020) -> None:
    """Put a paper into the ACL Anthology."""
    world.files[f"aclanthology.org/{one}.bib"] = (
        "text/plain; charset=utf-8",
        f"@inproceedings{{{one},\n  title = {{{title}}},\n  author = {{{' and '.join(people)}}},\n"
        f"  booktitle = {{Proceedings of the 58th Annual Meeting of the Association for Computational Linguistics}},\n"
        f"  year = {{{year}}},\n  pages = {{1--10}},\n  url = {{https://aclanthology.org/{one}/}},\n"
        f"  doi = {{10.18653/v1/{one}}}\n}}\n",
    )


def scholar(world: World, venue: str = "", year: int = 2019, **ids: str) -> None:
    """Let Semantic Scholar speak of the preprint."""
    world.semanticscholar[NUMBER] = {
        "externalIds": {"ArXiv": NUMBER, **ids},
        "title": TITLE,
        "venue": venue or "arXiv.org",
        "publicationVenue": {"name": venue, "type": "conference"} if venue else None,
        "year": year,
        "authors": [{"name": name} for name in PEOPLE],
    }


def openalex(world: World, venue: str = "", year: int = 2019, page: str = "https://example.org/paper") -> None:
    """Let OpenAlex speak of the preprint."""
    preprint = {
        "landing_page_url": f"https://arxiv.org/abs/{NUMBER}",
        "version": "submittedVersion",
        "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
    }
    source = {"display_name": venue, "type": "conference"}
    published = {"landing_page_url": page, "version": "publishedVersion", "source": source}
    world.openalex.append(
        {
            "doi": f"https://doi.org/10.48550/arxiv.{NUMBER}",
            "title": TITLE,
            "publication_year": year,
            "type": "article",
            "primary_location": published if venue else preprint,
            "locations": [published, preprint] if venue else [preprint],
            "biblio": {},
            "authorships": [{"author": {"display_name": name}} for name in PEOPLE],
        }
    )


@pytest.fixture
def world() -> World:
    return World(arxiv={NUMBER: ArxivPaper(title=TITLE, authors=PEOPLE, published="2019-10-01")})


@pytest.fixture
def services(world: World) -> Iterator[StandIn]:
    with StandIn(world) as standin:
        yield standin


class Desk(Program):
    """A project with one list of one paper."""

    def list(self, note: str = "", more: str = "") -> None:
        (self.cwd / "refs").mkdir(exist_ok=True)
        noted = f" ({note})" if note else ""
        text = f"# Theme\n\n* [{TITLE}](https://arxiv.org/abs/{NUMBER}){noted}\n{more}"
        (self.cwd / "refs" / "papers.md").write_text(text)

    def override(self, text: str) -> None:
        (self.cwd / "refs" / "overrides.bib").write_text(text)

    def status(self) -> Any:
        items = json.loads((self.cwd / "refs" / "bertbib.lock.json").read_text())
        return next(item["custom"]["bertbib"] for item in items if LINK in item["custom"]["bertbib"]["ids"])["status"]

    def shown(self, name: str = LINK) -> Any:
        done = self("show", name, "--deep", "--json")
        assert done.code == 0, done.err
        assert done.err == ""
        return done.document


@pytest.fixture
def desk(tmp_path: Path, services: StandIn) -> Desk:
    desk = Desk(tmp_path, services.url)
    desk.list()
    return desk


def by_source(document: Any) -> dict[str, Any]:
    return {row["source"]: row for row in document["evidence"]}


def test_a_published_entry_shows_who_proves_and_who_supports_it(desk: Desk, world: World, services: StandIn) -> None:
    anthology(world, MAIN)
    scholar(world, "ACL", 2020, ACL=MAIN)
    openalex(world)
    desk.list("ACL2020")
    desk("build")
    asked = len(services.seen)
    document = desk.shown()
    rows = by_source(document)
    assert document["evidence"][0] is rows["acl"]
    proof = rows["acl"]
    assert (proof["verdict"], proof["record"]) == ("proves", f"acl:{MAIN}")
    assert (proof["title"], proof["year"], proof["authors"]) == (TITLE, 2020, 3)
    assert proof["venue"].startswith("Proceedings of the 58th")
    assert proof["asked"][:2] == "20"
    assert proof["scores"] == {
        "title": "equal",
        "title_words": 1.0,
        "first_author": True,
        "authors_shared": 3,
        "authors": 3,
        "years": 1,
        "year_in_window": True,
    }
    assert (rows["arxiv"]["verdict"], rows["arxiv"]["record"]) == ("supports", LINK)
    assert rows["semanticscholar"]["verdict"] == "supports"
    assert rows["semanticscholar"]["names"] == [f"acl:{MAIN}"]
    assert rows["openalex"]["verdict"] == "silent"
    assert "arXiv (Cornell University)" in rows["openalex"]["because"]
    assert (rows["list"]["verdict"], rows["list"]["record"]) == ("supports", "refs/papers.md:3")
    assert document["candidates"] == []
    text = desk("show", LINK, "--deep").out
    assert "same title, 3 of 3 authors, year +1" in text
    assert 'it notes "ACL2020"' in text
    for name in (document["key"], f"https://arxiv.org/abs/{NUMBER}v1", f"acl:{MAIN}"):
        assert desk("show", name, "--deep").out == text
    assert len(services.seen) == asked  # nobody was asked


def test_the_lock_alone_explains_an_entry(desk: Desk, world: World) -> None:
    anthology(world, MAIN)
    scholar(world, "ACL", 2020, ACL=MAIN)
    desk.list("ACL2020")
    desk("build")
    shutil.rmtree(desk.cwd / ".cache")
    (desk.cwd / "refs" / "papers.md").unlink()
    document = Desk(desk.cwd).shown()
    rows = by_source(document)
    assert (rows["acl"]["verdict"], rows["acl"]["record"], rows["acl"]["year"]) == ("proves", f"acl:{MAIN}", 2020)
    assert "title, authors and year agree" in rows["acl"]["because"]
    assert (rows["arxiv"]["verdict"], rows["arxiv"]["record"]) == ("supports", LINK)
    assert rows["semanticscholar"]["verdict"] == "answered"
    assert rows["semanticscholar"]["asked"][:2] == "20"
    assert rows["list"]["verdict"] == "supports"
    assert document["why"] == [f"proven by acl:{MAIN} (title+authors)"]
    assert not (desk.cwd / ".cache").exists()  # showing begins no file for answers


def test_a_preprint_tells_who_knows_of_no_publication(desk: Desk, world: World) -> None:
    scholar(world, DOI=f"10.48550/arXiv.{NUMBER}", DBLP="journals/corr/abs-1910-00001")
    desk("build")
    assert desk.status() == "preprint"
    rows = by_source(desk.shown())
    assert {rows[name]["verdict"] for name in ("semanticscholar", "openalex")} == {"silent"}
    for word in ("arXiv.org", "10.48550", "dblp:journals/corr/abs-1910-00001"):
        assert word in rows["semanticscholar"]["because"]
    assert rows["openalex"]["because"] == f"it does not know {LINK}"
    shutil.rmtree(desk.cwd / ".cache")
    alone = desk.shown()
    assert {by_source(alone)[name]["verdict"] for name in ("semanticscholar", "openalex")} == {"silent"}
    assert "none named a publication" in alone["why"][0]


def test_a_candidate_comes_with_scores_and_with_lines_that_work(desk: Desk, world: World) -> None:
    anthology(world, "X20-1001", OTHER, OTHERS)
    scholar(world, "ACL", 2020, ACL="X20-1001")
    told = desk("build").err
    assert "may be acl:X20-1001 (title alike (83% of the words), 1 of 3 authors, another first author, year +1)" in told
    document = desk.shown()
    assert (document["status"], document["key"]) == ("unknown", "abel2019robust")
    (candidate,) = document["candidates"]
    assert (candidate["record"], candidate["title"], candidate["year"]) == ("acl:X20-1001", OTHER, 2020)
    scores = candidate["scores"]
    assert (scores["title"], scores["title_words"]) == ("alike", 0.833)
    assert (scores["first_author"], scores["authors_shared"], scores["authors"]) == (False, 1, 3)
    assert "Zed Zulu" in candidate["because"]
    assert by_source(document)["acl"]["verdict"] == "refused"
    assert any("semanticscholar names ACL, 2020" in one for one in document["why"])
    text = desk("show", LINK, "--deep").out
    assert candidate["accept"] in text
    assert candidate["refuse"] in text

    desk.override(candidate["refuse"])
    desk("build")
    refused = desk.shown()
    assert refused["candidates"] == []
    rows = by_source(refused)
    assert rows["acl"]["because"] == rows["semanticscholar"]["because"].partition("; ")[2] == "refused in overrides.bib"

    desk.override(candidate["accept"])
    assert desk("build").code == 0
    accepted = desk.shown()
    assert (accepted["status"], accepted["source"]) == ("published", "acl:X20-1001")
    rows = by_source(accepted)
    assert (rows["acl"]["verdict"], rows["acl"]["because"]) == ("proves", "accepted in overrides.bib")
    assert rows["overrides.bib"]["because"] == "accepts the record"


def test_every_candidate_of_a_build_has_its_own_line(desk: Desk, world: World) -> None:
    anthology(world, "X20-1001", OTHER, OTHERS)
    world.crossref["10.5555/other"] = crossref_work("10.5555/other", OTHER, [("Zed", "Zulu")], 2020)
    scholar(world, "ACL", 2020, ACL="X20-1001", DOI="10.5555/other")
    told = desk("build").err
    for one in ("acl:X20-1001", "doi:10.5555/other"):
        assert f"@bertbib{{abel2019robust, is = {{{one}}}}}" in told
    assert {one["record"] for one in desk.shown()["candidates"]} == {"acl:X20-1001", "doi:10.5555/other"}


def test_a_rejected_submission_is_refused_and_said_to_be_one(desk: Desk, world: World) -> None:
    scholar(world, ICLR, 2020)
    openalex(world, ICLR, 2020, page="https://openreview.net/forum?id=H1lac2Vtwr")
    world.openreview["H1lac2Vtwr"] = openreview_note(
        "H1lac2Vtwr", TITLE, PEOPLE, api=1, venue="Submitted to ICLR 2020", venueid="ICLR.cc/2020/Conference"
    )
    desk("build")
    document = desk.shown()
    rows = by_source(document)
    assert document["status"] == "unknown"
    assert rows["openreview"]["verdict"] == "refused"
    assert "not accepted" in rows["openreview"]["because"]
    assert "Submitted to ICLR 2020" in rows["openreview"]["because"]
    for name in ("semanticscholar", "openalex"):
        assert rows[name]["verdict"] == "refused"
        assert "rejected submissions" in rows[name]["because"]
    assert document["candidates"] == []


def test_an_aggregator_alone_is_refused_as_such(desk: Desk, world: World) -> None:
    scholar(world, "ACL", 2020)
    openalex(world)
    desk("build")
    row = by_source(desk.shown())["semanticscholar"]
    assert row["verdict"] == "refused"
    assert row["because"] == "it names ACL, 2020; one aggregator alone proves nothing"
    assert (row["scores"]["title"], row["scores"]["authors_shared"]) == ("equal", 3)


def test_who_could_not_be_asked_is_named_and_what_they_know_stays_a_candidate(
    desk: Desk, world: World, services: StandIn
) -> None:
    scholar(world, ICLR, 2020, DBLP="conf/acl/Other20")
    world.dblp_challenge = 200
    services.fail("api.openalex.org", CHALLENGE_200, times=9)
    desk("build")
    document = desk.shown()
    rows = by_source(document)
    assert (rows["openalex"]["verdict"], rows["openalex"]["asked"]) == ("unasked", "blocked")
    assert (rows["dblp"]["verdict"], rows["dblp"]["asked"]) == ("unasked", "blocked")
    assert "openalex could not be asked (blocked)" in document["why"]
    (candidate,) = document["candidates"]
    assert candidate["record"] == "dblp:conf/acl/Other20"
    assert candidate["accept"] == "@bertbib{abel2019robust, is = {dblp:conf/acl/Other20}}"


def test_a_note_and_an_authors_claim_that_nothing_proves_are_said(desk: Desk, world: World) -> None:
    world.arxiv[NUMBER] = ArxivPaper(
        title=TITLE, authors=PEOPLE, published="2019-10-01", comment="Accepted at ACL 2020"
    )
    scholar(world)
    desk.list("EMNLP2020")
    desk("build")
    document = desk.shown()
    assert document["status"] == "unknown"
    assert 'the list notes "EMNLP2020", and nothing proves it' in document["why"]
    assert f'{LINK} says "Accepted at ACL 2020", and nothing proves it' in document["why"]
    assert by_source(document)["list"]["verdict"] == "contradicts"


def test_what_the_list_links_beside_the_work_is_refused_with_its_differences(desk: Desk, world: World) -> None:
    anthology(world, MAIN, OTHER, OTHERS)
    scholar(world)
    (desk.cwd / "refs" / "papers.bib").write_text(
        f"@misc{{mine, title={{{TITLE}}}, author={{{' and '.join(PEOPLE)}}}, year={{2019}}, eprint={{{NUMBER}}},\n"
        f"  archiveprefix={{arXiv}}, url={{https://aclanthology.org/{MAIN}/}}}}\n"
    )
    desk("build", "refs/papers.bib", "--out", "refs/own")
    done = desk("show", LINK, "--deep", "--out", "refs/own", "--json").document
    assert done["related"] == [f"acl:{MAIN}"]
    row = by_source(done)["acl"]
    assert row["verdict"] == "refused"
    assert "Zed Zulu" in row["because"]
    assert [one["record"] for one in done["candidates"]] == [f"acl:{MAIN}"]
    shutil.rmtree(desk.cwd / ".cache")
    alone = desk("show", LINK, "--deep", "--out", "refs/own", "--json").document
    assert [one["record"] for one in alone["candidates"]] == [f"acl:{MAIN}"]
    assert alone["candidates"][0]["accept"] == f"@bertbib{{mine, is = {{acl:{MAIN}}}}}"


def test_an_aggregator_that_names_another_venue_contradicts(desk: Desk, world: World) -> None:
    anthology(world, MAIN)
    scholar(world, "ACL", 2020, ACL=MAIN)
    openalex(world, ICLR, 2020)
    desk("build")
    row = by_source(desk.shown())["openalex"]
    assert (row["verdict"], row["because"]) == ("contradicts", f"it names {ICLR}, 2020")


def test_a_pack_alone_is_shown_and_gives_candidates(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "old.bib").write_text(
        f"@inproceedings{{x, title = {{{TITLE}}}, author = {{{' and '.join(OTHERS)}}}, year = {{2020}},\n"
        f"  booktitle = {{Proceedings of Something}}, doi = {{10.5555/packed}}}}\n"
    )
    code = "from bertbib.cli.packing import pack; pack(prog_name='bertbib pack')"
    arguments = [sys.executable, "-c", code, "build", "mine", "old.bib"]
    subprocess.run(arguments, cwd=tmp_path, env=desk.environ(), check=True, capture_output=True)
    desk("build")
    (desk.cwd / ".cache" / "answers.sqlite").unlink()
    document = desk.shown()
    row = by_source(document)["pack mine"]
    assert (row["verdict"], row["record"], row["title"]) == ("refused", "bib:x", TITLE)
    (candidate,) = document["candidates"]
    assert (
        candidate["accept"] == "@bertbib{abel2019robust, is = {doi:10.5555/packed}}"
    )  # a pack's own key means nothing
    assert (candidate["scores"]["title"], candidate["scores"]["authors_shared"]) == ("equal", 1)


def test_show_survives_a_broken_cache_list_and_overrides(desk: Desk, world: World) -> None:
    scholar(world)
    desk("build")
    (desk.cwd / ".cache" / "answers.sqlite").write_bytes(b"\0rubbish" * 500)
    (desk.cwd / "refs" / "papers.md").write_bytes(b"\0\1\2" + NUMBER.encode())
    desk.override("@bertbib{abel2019robust, is = {nonsense}}\n@broken{")
    done = desk("show", LINK, "--deep", "--json")
    assert done.code == 0
    assert "'nonsense' is no identifier" in done.err
    assert by_source(done.document)["arxiv"]["record"] == LINK


def test_without_deep_no_heavy_library_is_loaded_whatever_is_on_disk(desk: Desk, world: World) -> None:
    scholar(world)
    desk("build")
    code = (
        "import sys\nfrom bertbib.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('HEAVY', sorted({'requests', 'arxiv', 'pybtex', 'lxml', 'urllib3'} & sys.modules.keys()))"
    )
    arguments = [sys.executable, "-c", code, "show", LINK]
    done = subprocess.run(arguments, cwd=desk.cwd, env=desk.environ(), capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout
    assert "evidence" in done.stdout


def test_what_only_the_users_bib_states_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "mine.bib").write_text("@book{knuth, title={The Art}, author={Knuth, Donald}, year={1968}}\n")
    (tmp_path / "bertbib.toml").write_text('lists = ["lists/*.bib"]\n')
    program = Desk(tmp_path)
    program("build")
    (row,) = program.shown("knuth")["evidence"]
    assert (row["source"], row["record"], row["verdict"]) == ("your .bib", "lists/mine.bib:1", "supports")
    shutil.rmtree(tmp_path / "lists")
    (row,) = program.shown("knuth")["evidence"]
    assert (row["source"], row["record"], row["verdict"]) == ("your .bib", None, "supports")
