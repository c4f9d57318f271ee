"""The stand-in server itself: tests and benchmarks lean on it."""

from __future__ import annotations

import json
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from standin import ArxivPaper, StandIn, World, crossref_work, openreview_note

ATOM = {"a": "http://www.w3.org/2005/Atom", "o": "http://a9.com/-/spec/opensearch/1.1/"}
QUERY = "export.arxiv.org/api/query"


def get(url: str, data: bytes | None = None, **headers: str) -> tuple[int, str, bytes]:
    """Status, type (of a redirect: its target) and body."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request("POST" if data else "GET", f"{parts.path}?{parts.query}", data, headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers["Location"] or answer.headers["Content-Type"], body


def feed(body: bytes) -> tuple[list[str], int]:
    """The ids of the entries, and what totalResults says."""
    root = ElementTree.fromstring(body)
    ids = [entry.findtext("a:id", "", ATOM) for entry in root.iterfind("a:entry", ATOM)]
    return ids, int(root.findtext("o:totalResults", "", ATOM))


@pytest.fixture
def arxiv(standin: StandIn) -> str:
    for number in range(1, 30):
        standin.world.arxiv[f"1901.{number:05}"] = ArxivPaper(title=f"Paper <{number}>", authors=("A & B",), version=2)
    standin.world.arxiv["math/0309136"] = ArxivPaper(title="Old", authors=("C",))
    return f"{standin.url}/{QUERY}"


def test_arxiv_answers_by_id_in_another_order_and_without_the_unknown(arxiv: str) -> None:
    asked = ["1901.00003", "1901.00001", "math/0309136", "1901.99999", "1901.00001"]
    status, kind, body = get(f"{arxiv}?id_list={'%2C'.join(asked)}")
    ids, total = feed(body)
    assert (status, kind, total) == (200, "application/atom+xml; charset=utf-8", 3)
    places = [f"http://arxiv.org/abs/{name}" for name in ("1901.00003v2", "1901.00001v2", "math/0309136v1")]
    assert sorted(ids) == sorted(places)
    assert ids != places


def test_arxiv_by_post_and_in_pages(arxiv: str, standin: StandIn) -> None:
    names = ",".join(standin.world.arxiv).encode()
    assert len(feed(get(arxiv, b"id_list=" + names)[2])[0]) == 10
    ids, total = feed(get(arxiv, b"max_results=100&start=20&id_list=" + names)[2])
    assert (len(ids), total) == (10, 30)
    assert standin.seen[-1].method == "POST"


def test_arxiv_versions(arxiv: str) -> None:
    ids, _ = feed(get(f"{arxiv}?id_list=1901.00001v1,1901.00002v2,1901.00003v3")[2])
    assert sorted(ids) == ["http://arxiv.org/abs/1901.00001v1", "http://arxiv.org/abs/1901.00002v2"]


def test_arxiv_refuses_a_malformed_id(arxiv: str) -> None:
    status, _, body = get(f"{arxiv}?id_list=1901.00001,abc")
    assert status == 400
    assert feed(body)[0] == ["https://arxiv.org/api/errors#incorrect_id_format_for_abc"]


def test_arxiv_finds_only_what_is_written_exactly(arxiv: str) -> None:
    assert feed(get(f"{arxiv}?id_list=arXiv:1901.00001,1901.00001.pdf")[2]) == ([], 0)


def test_arxiv_refuses_long_lines(arxiv: str) -> None:
    assert get(f"{arxiv}?id_list={'1901.00001,' * 1000}1901.00001")[0] == 414


def test_arxiv_of_old_counted_what_was_asked(arxiv: str, standin: StandIn) -> None:
    standin.world.old_totals = True
    assert feed(get(f"{arxiv}?id_list=1901.00001,1901.99999")[2])[1] == 2


def test_crossref(standin: StandIn) -> None:
    standin.world.crossref["10.1/A"] = crossref_work("10.1/A", "T", [("G", "F")], 2019, container_title=["P"])
    api = f"{standin.url}/api.crossref.org"
    message = json.loads(get(f"{api}/works/10.1%2Fa")[2])["message"]
    assert (message["DOI"], message["container-title"], message["issued"]) == (
        "10.1/A",
        ["P"],
        {"date-parts": [[2019]]},
    )
    listed = json.loads(get(f"{api}/works?filter=doi:10.1/a,doi:10.1/b")[2])["message"]
    assert (listed["total-results"], listed["items"]) == (1, [message])
    assert get(f"{api}/works/10.1/b") == (404, "text/plain", b"Resource not found.")
    for resolver in ("doi.org", "dx.doi.org"):
        redirect = get(f"{standin.url}/{resolver}/10.1/a")
        assert redirect == (302, "https://api.crossref.org/v1/works/10.1/a/transform", b"")
    csl = get(f"{api}/v1/works/10.1/a/transform")
    assert (csl[1], json.loads(csl[2])) == ("application/vnd.citationstyles.csl+json", message)
    assert get(f"{standin.url}/doi.org/10.1/unknown")[0] == 404


def test_datacite(standin: StandIn) -> None:
    standin.world.datacite["10.48550/arXiv.1901.00001"] = {"titles": [{"title": "T"}]}
    api = f"{standin.url}/api.datacite.org/dois"
    one = json.loads(get(f"{api}/10.48550/arxiv.1901.00001")[2])["data"]
    assert one["attributes"]["titles"] == [{"title": "T"}]
    several = json.loads(get(f'{api}?query=doi:("10.48550/arxiv.1901.00001"%20OR%20"10.48550/arxiv.2")')[2])
    assert several["data"] == [one]
    assert get(f"{api}/10.1/none")[0] == 404


def test_openreview(standin: StandIn) -> None:
    standin.world.openreview["old"] = openreview_note("old", "T", ["G F"], api=1, venue="ICLR 2020")
    standin.world.openreview["new"] = openreview_note("new", "T", ["G F"], api=2, venue="ICLR 2024 poster")
    first, second = f"{standin.url}/api.openreview.net/notes", f"{standin.url}/api2.openreview.net/notes"

    def venue(url: str) -> Any:
        return json.loads(get(url)[2])["notes"][0]["content"]["venue"]

    assert venue(f"{first}?id=old") == "ICLR 2020"
    assert venue(f"{second}?id=new") == {"value": "ICLR 2024 poster"}
    for unknown in (f"{first}?id=new", f"{second}?id=old", f"{second}?id=x"):
        status, _, body = get(unknown)
        assert (status, json.loads(body)["name"]) == (404, "NotFoundError")
    standin.world.openreview_login = True
    standin.world.openreview_tokens = {"right"}
    status, _, body = get(f"{first}?id=old")
    assert (status, json.loads(body)["name"]) == (403, "ChallengeRequiredError")
    assert get(f"{first}?id=old", Authorization="Bearer wrong")[0] == 403
    assert get(f"{first}?id=old", Authorization="Bearer right")[0] == 200


def test_a_directory_is_served(tmp_path: Path) -> None:
    """As a program of its own, the way benchmarks use it."""
    (tmp_path / "aclanthology.org").mkdir()
    (tmp_path / "aclanthology.org/P19-1.bib").write_text("@book{x}")
    (tmp_path / "secret").write_text("above the directory")
    served = tmp_path / "served"
    served.mkdir()
    (tmp_path / "aclanthology.org").rename(served / "aclanthology.org")
    with StandIn(World(arxiv={"1901.00001": ArxivPaper(title="Ünïcode & more", authors=("A",))})) as source:
        (served / "arxiv.xml").write_bytes(get(f"{source.url}/{QUERY}?id_list=1901.00001")[2])
    for folder, record in (
        ("crossref", {"message": crossref_work("10.1/a", "T", [], 2019)}),
        ("openreview", {"notes": [openreview_note("n1", "T", [])]}),
    ):
        (served / folder).mkdir()
        (served / folder / "one.json").write_text(json.dumps(record))
    command = [sys.executable, str(Path(__file__).with_name("standin.py")), "--dir", str(served)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        assert get(f"{url}/aclanthology.org/P19-1.bib")[2] == b"@book{x}"
        assert get(f"{url}/aclanthology.org/P19-2.bib")[0] == 404
        assert get(f"{url}/aclanthology.org/%2e%2e/%2e%2e/secret")[0] == 404
        _, _, body = get(f"{url}/{QUERY}?id_list=1901.00001")
        assert feed(body) == (["http://arxiv.org/abs/1901.00001v1"], 1)
        assert "Ünïcode &amp; more".encode() in body
        assert get(f"{url}/api.crossref.org/works/10.1/a")[0] == 200
        assert get(f"{url}/api2.openreview.net/notes?id=n1")[0] == 200
        server.terminate()
