"""What the stand-in server knows, and how each host says it."""

from __future__ import annotations

import json
import mimetypes
import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import standin_aggregators
import standin_anthology

ATOM = "http://www.w3.org/2005/Atom"
ARXIV = "http://arxiv.org/schemas/atom"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_FEED = "application/atom+xml; charset=utf-8"
_JSON = "application/json"


@dataclass(frozen=True)
class Reply:
    """An answer before anything goes wrong with it."""

    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "headers", dict(self.headers))


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A request as its logical host got it; ``port`` tells connections apart, ``time`` is monotonic."""

    host: str
    method: str
    path: str
    query: str
    params: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes = b""
    time: float = 0.0
    port: int = 0

    def param(self, name: str, default: str = "") -> str:
        """The first value of a parameter of the query string or the form."""
        return next((value for key, value in self.params if key == name), default)


@dataclass(frozen=True, kw_only=True)
class ArxivPaper:
    """A paper of arXiv, as its feed tells of it; ``published`` and ``updated`` are dates (2019-01-31)."""

    title: str
    authors: tuple[str, ...]
    published: str = "2019-01-31"
    updated: str = ""
    version: int = 1
    summary: str = "An abstract."
    categories: tuple[str, ...] = ("cs.CL",)
    comment: str = ""
    journal_ref: str = ""
    doi: tuple[str, ...] = ()
    affiliation: str = ""


@dataclass
class World:
    """All data, by host; tests change it as they like.

    ``files`` maps ``HOST/path`` (with ``?query`` where it matters) to type and body, ``redirects`` to status and URL.
    ``arxiv`` maps ids without version to papers or to entries as XML. ``hosts`` takes whole hosts over.
    """

    arxiv: dict[str, ArxivPaper | str] = field(default_factory=dict)
    files: dict[str, tuple[str, str | bytes]] = field(default_factory=dict)
    redirects: dict[str, tuple[int, str]] = field(default_factory=dict)
    crossref: dict[str, dict[str, Any]] = field(default_factory=dict)
    datacite: dict[str, dict[str, Any]] = field(default_factory=dict)
    openreview: dict[str, dict[str, Any]] = field(default_factory=dict)
    semanticscholar: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Papers by arXiv id; their DOI and ACL id are found too."""
    openalex: list[dict[str, Any]] = field(default_factory=list)
    dblp: dict[str, str] = field(default_factory=dict)
    hosts: dict[str, Callable[[Seen], Reply]] = field(default_factory=dict)
    directory: Path | None = None
    old_totals: bool = False
    """arXiv as it was until 2025: totalResults counts the ids asked for, long titles are wrapped."""
    openreview_login: bool = False
    """Whether OpenReview answers anonymous callers with a challenge."""
    openreview_tokens: set[str] = field(default_factory=set)
    dblp_challenge: int = 0
    """Status of the challenge page that DBLP answers with (500, on mirrors 200); 0 where it gives its records."""

    def answer(self, seen: Seen) -> Reply:
        """The answer of the host that is asked, or its 404."""
        handler = self.hosts.get(seen.host) or _HOSTS.get(seen.host)
        return self._file(seen) or (handler and _call(handler, self, seen)) or _not_found()

    def _file(self, seen: Seen) -> Reply | None:
        place = seen.host + seen.path
        for name in (f"{place}?{seen.query}", place):
            if name in self.redirects:
                status, url = self.redirects[name]
                return Reply(status, "text/html", b"", {"Location": url})
            if name in self.files:
                kind, body = self.files[name]
                return Reply(200, kind, body.encode() if isinstance(body, str) else body)
        return self._from_directory(place)

    def _from_directory(self, place: str) -> Reply | None:
        if self.directory is None:
            return None
        path = (self.directory / place).resolve()
        path = path / "index.html" if path.is_dir() else path
        if not path.is_relative_to(self.directory.resolve()) or not path.is_file():
            return None
        kind = "application/x-bibtex" if path.suffix == ".bib" else mimetypes.guess_type(path.name)[0]
        return Reply(200, f"{kind or 'text/html'}; charset=utf-8", path.read_bytes())


def _call(handler: Callable[..., Reply | None], world: World, seen: Seen) -> Reply | None:
    return handler(seen) if seen.host in world.hosts else handler(world, seen)


def _not_found() -> Reply:
    return Reply(404, "text/html; charset=utf-8", b"<!doctype html><title>404 Not Found</title><h1>Not Found</h1>")


def _json(value: Any, status: int = 200, kind: str = _JSON) -> Reply:
    return Reply(status, kind, json.dumps(value, ensure_ascii=False).encode())


# --- arXiv -----------------------------------------------------------------------------------------------------------

_ANY_ID = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7}")  # the API's own check is unanchored, too


def _arxiv(world: World, seen: Seen) -> Reply | None:
    """The API at /api/query: by GET or POST, in no particular order, without the ids that it does not know."""
    if seen.path != "/api/query":
        return None
    asked = [name for name in seen.param("id_list").split(",") if name]
    for name in asked:
        if not _ANY_ID.search(name):
            return Reply(400, _FEED, _arxiv_error(name).encode())
    found = list(dict.fromkeys(entry for name in asked if (entry := _arxiv_entry(world, name))))
    entries = random.Random(len(found)).sample(found, len(found))
    entries = entries[::-1] if entries == found else entries
    start, most = int(seen.param("start", "0")), int(seen.param("max_results", "10"))
    total = len(asked) if world.old_totals else len(entries)
    page = entries[start : start + most]
    return Reply(200, _FEED, _arxiv_feed(",".join(asked), page, total, start, most).encode())


def _arxiv_entry(world: World, name: str) -> str | None:
    """The entry of an id, in the version asked for; the id has to be exactly the canonical one."""
    bare, _, version = name.partition("v") if re.search(r"\dv\d+$", name) else (name, "", "")
    paper = world.arxiv.get(bare)
    if paper is None or (isinstance(paper, str) and version and f"{bare}v{version}<" not in paper):
        return None
    if isinstance(paper, str):
        return paper
    number = int(version or paper.version)
    return _entry_xml(bare, paper, number, wrap=world.old_totals) if 1 <= number <= paper.version else None


def _entry_xml(bare: str, paper: ArxivPaper, version: int, *, wrap: bool) -> str:
    title = re.sub(r"(.{60}\S*) ", "\\1\n  ", paper.title) if wrap else paper.title
    updated = paper.published if version == 1 else paper.updated or paper.published
    affiliation = f"<arxiv:affiliation>{escape(paper.affiliation)}</arxiv:affiliation>" if paper.affiliation else ""
    lines = [
        f"<id>http://arxiv.org/abs/{bare}v{version}</id><title>{escape(title)}</title><updated>{updated}T17:59:59Z</updated>",
        f'<link href="https://arxiv.org/abs/{bare}v{version}" rel="alternate" type="text/html"/>',
        f'<link href="https://arxiv.org/pdf/{bare}v{version}" rel="related" type="application/pdf" title="pdf"/>',
        f"<summary>{escape(paper.summary)}</summary>",
        *(f'<category term="{term}" scheme="http://arxiv.org/schemas/atom"/>' for term in paper.categories),
        f"<published>{paper.published}T17:59:59Z</published>",
        f"<arxiv:comment>{escape(paper.comment)}</arxiv:comment>" if paper.comment else "",
        *(f'<arxiv:primary_category term="{term}"/>' for term in paper.categories[:1]),
        f"<arxiv:journal_ref>{escape(paper.journal_ref)}</arxiv:journal_ref>" if paper.journal_ref else "",
        *(f"<author><name>{escape(name)}</name>{affiliation}</author>" for name in paper.authors),
        *(f"<arxiv:doi>{escape(doi)}</arxiv:doi>" for doi in paper.doi),
        *(f'<link rel="related" href="https://doi.org/{escape(doi)}" title="doi"/>' for doi in paper.doi),
    ]
    return "<entry>\n" + "\n".join(filter(None, lines)) + "\n</entry>\n"


def _arxiv_feed(names: str, entries: Iterable[str], total: int, start: int, most: int) -> str:
    query = f"search_query=&amp;id_list={escape(names)}&amp;start={start}&amp;max_results={most}"
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="{OPENSEARCH}" xmlns:arxiv="{ARXIV}" xmlns="{ATOM}">
<id>https://arxiv.org/api/0+stand/in0</id><title>arXiv Query: {query}</title><updated>2026-11-01T00:00:00Z</updated>
<link href="https://arxiv.org/api/query?{query}" type="application/atom+xml"/>
<opensearch:itemsPerPage>{most}</opensearch:itemsPerPage><opensearch:totalResults>{total}</opensearch:totalResults>
<opensearch:startIndex>{start}</opensearch:startIndex>
{"".join(entries)}</feed>"""


def _arxiv_error(name: str) -> str:
    place = f"https://arxiv.org/api/errors#incorrect_id_format_for_{escape(name)}"
    entry = (
        f"<entry><id>{place}</id><title>Error</title><updated>2026-11-01T00:00:00Z</updated>"
        f"<summary>incorrect id format for {escape(name)}</summary>"
        f'<author><name>arXiv api core</name></author><link href="{place}" rel="alternate"/></entry>'
    )
    return _arxiv_feed(name, [entry], 1, 0, 1)


# --- DOI registries --------------------------------------------------------------------------------------------------


def crossref_work(doi: str, title: str, authors: Iterable[tuple[str, str]], year: int, **fields: Any) -> dict[str, Any]:
    """A work of Crossref; authors are (given, family), further fields as Crossref has them (``container_title``)."""
    work: dict[str, Any] = {
        "DOI": doi,
        "type": "proceedings-article",
        "title": [title],
        "author": [{"given": given, "family": family, "sequence": "additional"} for given, family in authors],
        "issued": {"date-parts": [[year]]},
        "relation": {},
    }
    return work | {name.replace("_", "-"): value for name, value in fields.items()}


def _crossref(world: World, seen: Seen) -> Reply | None:
    """One work at /works/DOI, several at /works?filter=doi:A,doi:B (20 unless ``rows`` says so), CSL at /transform."""
    works = {doi.lower(): work for doi, work in world.crossref.items()}
    path = re.sub(r"^/v1(?=/)", "", seen.path)
    if path == "/works":
        asked = {part[4:].lower() for part in seen.param("filter").split(",") if part.startswith("doi:")}
        items = [works[doi] for doi in sorted(asked & works.keys())]
        message = {"total-results": len(items), "items": items[: int(seen.param("rows", "20"))], "items-per-page": 20}
        return _json({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})
    doi = path.removeprefix("/works/").removesuffix("/transform").lower()
    if not path.startswith("/works/") or doi not in works:
        return Reply(404, "text/plain", b"Resource not found.")
    if path.endswith("/transform"):
        return _json(works[doi], kind="application/vnd.citationstyles.csl+json")
    return _json({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": works[doi]})


def _datacite(world: World, seen: Seen) -> Reply | None:
    """One DOI at /dois/DOI, several at /dois?query=doi:(...) (25 unless ``page[size]`` says more)."""
    known = {doi.lower(): {"id": doi.lower(), "type": "dois", "attributes": a} for doi, a in world.datacite.items()}
    if seen.path == "/dois":
        text = f"{seen.param('query')} {seen.param('ids')}".lower()
        asked = re.findall(r"10\.\d+/[^\s\"(),]+", text.replace("\\", ""))
        data = [known[doi] for doi in asked if doi in known]
        return _json({"data": data[: int(seen.param("page[size]", "25"))], "meta": {"total": len(data)}})
    doi = seen.path.removeprefix("/dois/").lower()
    if doi not in known:
        return _json({"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}, 404)
    return _json({"data": known[doi]})


def _doi_org(world: World, seen: Seen) -> Reply | None:
    """302 to the registry that knows the DOI, as content negotiation does."""
    doi = seen.path[1:]
    for works, url in (
        (world.crossref, f"https://api.crossref.org/v1/works/{doi}/transform"),
        (world.datacite, f"https://api.datacite.org/dois/{doi}"),
    ):
        if doi.lower() in {known.lower() for known in works}:
            return Reply(302, "text/html", b"", {"Location": url})
    return None


# --- OpenReview ------------------------------------------------------------------------------------------------------


def openreview_note(note: str, title: str, authors: Iterable[str], *, api: int = 2, **content: Any) -> dict[str, Any]:
    """A note of OpenReview's API 1 (plain values) or 2 (wrapped ones); ``venueid``, ``_bibtex`` and so on."""
    everything: dict[str, Any] = {"title": title, "authors": list(authors), **content}
    wrapped = {name: {"value": value} for name, value in everything.items()} if api == 2 else everything
    return {"id": note, "forum": note, "cdate": 1_700_000_000_000, "content": wrapped}


def _openreview(world: World, seen: Seen) -> Reply | None:
    """The note at /notes?id=; each of the two hosts knows only the notes of its own form."""
    if seen.path != "/notes":
        return None
    token = seen.headers.get("authorization", "").removeprefix("Bearer ")
    if world.openreview_login and token not in world.openreview_tokens:
        return _openreview_error("ChallengeRequiredError", "A challenge has to be solved first", 403)
    note = world.openreview.get(seen.param("id"))
    is_second = isinstance(note, dict) and isinstance(note["content"].get("title"), dict)
    if note is None or is_second != (seen.host == "api2.openreview.net"):
        return _openreview_error("NotFoundError", f"The Note {seen.param('id')} was not found", 404)
    return _json({"notes": [note], "count": 1})


def _openreview_error(name: str, message: str, status: int) -> Reply:
    return _json({"name": name, "message": message, "status": status, "details": {}}, status)


# --- aggregators -----------------------------------------------------------------------------------------------------


def _semanticscholar(world: World, seen: Seen) -> Reply | None:
    if seen.path != "/graph/v1/paper/batch" or seen.method != "POST":
        return None
    status, content = standin_aggregators.semanticscholar(world.semanticscholar, seen.body)
    return _json(content, status)


def _openalex(world: World, seen: Seen) -> Reply | None:
    if seen.path != "/works":
        return None
    per_page = int(seen.param("per_page", seen.param("per-page", "25")))
    status, content = standin_aggregators.openalex(world.openalex, seen.param("filter"), per_page)
    return _json(content, status)


def _dblp(world: World, seen: Seen) -> Reply | None:
    if world.dblp_challenge:
        return Reply(world.dblp_challenge, "text/html; charset=utf-8", standin_aggregators.CHALLENGE.encode())
    entry = standin_aggregators.dblp(world.dblp, seen.path)
    return None if entry is None else Reply(200, "application/x-bibtex; charset=utf-8", entry.encode())


# --- files of many papers --------------------------------------------------------------------------------------------


def _anthology(world: World, seen: Seen) -> Reply | None:
    body = standin_anthology.many(standin_anthology.papers(world.files, world.directory), seen.path)
    return None if body is None else Reply(200, "application/octet-stream", body)


_HOSTS: dict[str, Callable[[World, Seen], Reply | None]] = {
    "aclanthology.org": _anthology,
    "export.arxiv.org": _arxiv,
    "api.crossref.org": _crossref,
    "api.datacite.org": _datacite,
    "doi.org": _doi_org,
    "dx.doi.org": _doi_org,
    "api.openreview.net": _openreview,
    "api2.openreview.net": _openreview,
    "api.semanticscholar.org": _semanticscholar,
    "api.openalex.org": _openalex,
    "dblp.org": _dblp,
}


# --- a directory of answers ------------------------------------------------------------------------------------------


def load_world(directory: Path) -> World:
    """A world of recorded answers.

    ``HOST/path`` are served as they are; the entries of ``arxiv.xml`` by id, ``crossref/*.json`` by DOI,
    ``datacite/*.json`` by DOI, ``openreview/*.json`` by note id (each a bare record or a whole answer),
    ``semanticscholar.json`` (an array) by arXiv id, the results of ``openalex.json``, ``dblp/*.bib`` by key.
    """
    world = World(directory=directory)
    if (feed := directory / "arxiv.xml").is_file():
        ElementTree.register_namespace("", ATOM)
        ElementTree.register_namespace("arxiv", ARXIV)
        for entry in ElementTree.parse(feed).iterfind(f"{{{ATOM}}}entry"):
            place = entry.findtext(f"{{{ATOM}}}id", "")
            name = re.sub(r"v\d+$", "", place.partition("/abs/")[2])
            world.arxiv[name] = ElementTree.tostring(entry, encoding="unicode")
    for record in _records(directory / "crossref"):
        message = record.get("message", record)
        for work in message.get("items", [message]):
            world.crossref[work["DOI"]] = work
    for record in _records(directory / "datacite"):
        work = record.get("data", record)
        world.datacite[work["id"]] = work["attributes"]
    for record in _records(directory / "openreview"):
        for note in record.get("notes", [record]):
            world.openreview[note["id"]] = note
    _load_aggregators(world, directory)
    return world


def _load_aggregators(world: World, directory: Path) -> None:
    if (papers := directory / "semanticscholar.json").is_file():
        for paper in filter(None, json.loads(papers.read_bytes())):
            world.semanticscholar[paper["externalIds"]["ArXiv"]] = paper
    if (works := directory / "openalex.json").is_file():
        world.openalex += json.loads(works.read_bytes())["results"]
    for path in sorted((directory / "dblp").glob("*.bib")):
        text = path.read_text("utf-8")
        world.dblp.update((found[1], text) for found in re.finditer(r"@\w+\{DBLP:([^,\s]+),", text))


def _records(directory: Path) -> Iterable[dict[str, Any]]:
    for path in sorted(directory.glob("*.json")):
        yield json.loads(path.read_bytes())
