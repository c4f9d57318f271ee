"""The services as they answer today, and how much of the unseen papers each of them knows.

arXiv knows every preprint; of the first list's 32 records one has a publisher's DOI, some have a comment that names
the venue. Semantic Scholar: of 243 recorded answers about papers with an arXiv id 69 named a venue; 23 of these had a
DBLP key other than CoRR's, 26 a publisher's DOI and 20 nothing but the venue. Here one paper in ten is unknown or
looks like a pure preprint as well, which nobody measured. How often OpenAlex keeps preprint and publication as one
work was not measured either: assumed are six of ten papers with a DOI, three of ten without, and a wrong merger in
fifty. OpenReview answers 403 and DBLP with a challenge page, always. Crossref, the ACL Anthology, PMLR and the
venues' pages know all that is theirs; Crossref gives no given names for the Anthology's papers.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from benchmarks.unseen_facts import VENUES, Work
from benchmarks.unseen_papers import Paper, People

from bertbib.text.titles import plain, words
from standin import ArxivPaper, Reply, Seen, World, crossref_work

ARXIV_DOI, ARXIV_COMMENT = 1 / 32, 0.4
SCHOLAR_UNKNOWN, SCHOLAR_PREPRINT = 0.03, 0.08
SCHOLAR_NAMED = (20, 26, 23)
"""Of those with a venue: nothing but the venue, a DOI, a DBLP key too. Without a DOI the middle ones divide."""
SCHOLAR_MISTAKEN = 0.015
"""Papers whose DOI is another one's; of works of one name or of the same people it is one in seven."""
ALEX_MERGED, ALEX_MERGED_BARE, ALEX_UNKNOWN, ALEX_MISTAKEN = 0.6, 0.3, 0.1, 0.02
WORKSHOP = "Proceedings of the Second Workshop on Unseen Things"


def world(papers: Sequence[Paper], works: Sequence[Work], seed: int) -> World:
    """Everything, with OpenReview closed and DBLP answering with its challenge page."""
    rng = random.Random(seed)
    made = World(openreview_login=True, dblp_challenge=500)
    known = [one for paper in papers for one in (paper.main, paper.like) if one]
    for paper in papers:
        made.arxiv[paper.arxiv] = _arxiv(rng, paper)
        made.datacite[f"10.48550/arxiv.{paper.arxiv}"] = _datacite(paper)
        if (record := _scholar(rng, paper, known)) is not None:
            made.semanticscholar[paper.arxiv] = record
        made.openalex += _openalex(rng, paper, known)
        if paper.kind == "workshop":
            made.files[f"aclanthology.org/{workshop_id(paper)}.bib"] = ("text/plain", _workshop_bib(paper))
    for work in known:
        _publish(made, work)
    _volumes(made, works)
    _listings(made, works)
    for work in works:
        if work.doi:
            made.crossref.setdefault(work.doi, _crossref(work))
    made.hosts["api.crossref.org"] = CrossrefSearch(made)
    return made


def workshop_id(paper: Paper) -> str:
    """The Anthology's id of the workshop paper that came before the main event's."""
    return f"{paper.year}.unseen-1.{int(paper.arxiv[-4:])}"


def _names(authors: People) -> list[str]:
    return [f"{given} {family}".strip() for given, family in authors]


def _arxiv(rng: random.Random, paper: Paper) -> ArxivPaper:
    main, comment = paper.main, rng.choice(("", "", "8 pages, 3 figures", "Work in progress"))
    if main and rng.random() < ARXIV_COMMENT and main.venue != "findings":
        said = rng.choice(("Accepted at {}", "{}", "To appear in {}", "{} camera ready", "Published at {}; 9 pages"))
        comment = said.format(f"{VENUES[main.venue].note} {main.year}")
    elif paper.kind == "rejected":
        comment = rng.choice(("", "Under review"))
    doi = (main.doi,) if main and main.doi and rng.random() < ARXIV_DOI else ()
    names = tuple(_names(paper.authors))
    return ArxivPaper(title=paper.title, authors=names, published=paper.posted, version=2, comment=comment, doi=doi)


def _datacite(paper: Paper) -> dict[str, Any]:
    people = [
        {"name": f"{family}, {given}", "givenName": given, "familyName": family} for given, family in paper.authors
    ]
    return {
        "doi": f"10.48550/arxiv.{paper.arxiv}",
        "titles": [{"title": paper.title}],
        "creators": people,
        "publisher": "arXiv",
        "publicationYear": paper.year,
        "dates": [{"date": paper.posted, "dateType": "Issued"}],
        "types": {"resourceTypeGeneral": "Preprint", "resourceType": "Article"},
        "relatedIdentifiers": [],
        "url": f"https://arxiv.org/abs/{paper.arxiv}",
    }


# --- Semantic Scholar ------------------------------------------------------------------------------------------------


def _scholar(rng: random.Random, paper: Paper, known: Sequence[Work]) -> dict[str, Any] | None:
    if rng.random() < SCHOLAR_UNKNOWN:
        return None
    corr = f"journals/corr/abs-{paper.arxiv.replace('.', '-')}"
    ids: dict[str, str] = {"DBLP": corr, "DOI": f"10.48550/arXiv.{paper.arxiv}"}
    venue, year, title = "arXiv.org", paper.year, paper.title
    main = paper.main
    if paper.like and rng.random() < 1 / 7 and paper.like.doi:
        ids, venue = {"DBLP": corr, "DOI": paper.like.doi}, VENUES[paper.like.venue].name
    elif paper.kind == "rejected":
        venue, year = VENUES["iclr"].name, paper.year + 1
    elif paper.kind == "workshop" and rng.random() < 0.5:
        ids, venue = (
            {"ACL": workshop_id(paper), "DOI": f"10.18653/v1/{workshop_id(paper)}"},
            "Workshop on Unseen Things",
        )
    elif main and rng.random() > SCHOLAR_PREPRINT:
        venue, year = VENUES[main.venue].name, main.year if rng.random() < 0.85 else paper.year
        title = main.title if rng.random() < 0.5 else paper.title
        ids |= _scholar_ids(rng, main)
        if rng.random() < SCHOLAR_MISTAKEN:
            ids["DOI"] = rng.choice([one.doi for one in known if one.doi])
    return {
        "externalIds": {"ArXiv": paper.arxiv, **ids},
        "title": title,
        "venue": venue,
        "publicationVenue": {"name": venue, "type": "journal" if venue == "arXiv.org" else "conference"},
        "publicationTypes": ["JournalArticle"],
        "year": year,
        "journal": {"name": "ArXiv", "volume": f"abs/{paper.arxiv}"},
        "authors": [{"name": _scholarly(rng, *one)} for one in (main.authors if main else paper.authors)],
    }


def _scholar_ids(rng: random.Random, work: Work) -> dict[str, str]:
    """The identifiers of a paper whose venue is known, in the shares that were measured."""
    kind = rng.choices(("venue", "doi", "dblp"), SCHOLAR_NAMED)[0]
    if kind == "doi" and not (work.doi or work.id("acl")):
        kind = rng.choice(("venue", "dblp"))
    found = {"DOI": work.doi, "ACL": work.id("acl")} if kind != "venue" else {}
    if kind == "dblp":
        found["DBLP"] = work.id("dblp")
    return {name: value for name, value in found.items() if value}


def _scholarly(rng: random.Random, given: str, family: str) -> str:
    """A name as Semantic Scholar gives it: one of five with initials, accents lost now and then."""
    name = f"{given} {family}".strip()
    if given and rng.random() < 0.2:
        name = " ".join((*(f"{part[0]}." for part in given.split()), family))
    return name.encode("ascii", "ignore").decode() if rng.random() < 0.02 else name


# --- OpenAlex --------------------------------------------------------------------------------------------------------


def _openalex(rng: random.Random, paper: Paper, known: Sequence[Work]) -> list[dict[str, Any]]:
    """The works that the DOI of a preprint leads to: mostly one."""
    if rng.random() < ALEX_UNKNOWN and paper.kind != "rejected":
        return []
    main = paper.main
    if paper.kind == "rejected":
        forum = f"https://openreview.net/forum?id=rej{paper.arxiv.replace('.', '')}"
        return [_work(paper, "", VENUES["iclr"].name, paper.year + 1, forum)]
    if main and rng.random() < ALEX_MISTAKEN:
        main = rng.choice([one for one in known if one.doi])
    share = ALEX_MERGED if main and (main.doi or main.id("acl")) else ALEX_MERGED_BARE
    if main is None or rng.random() > share:
        return [_work(paper, f"10.48550/arxiv.{paper.arxiv}", "", paper.year, "")]
    page = f"https://doi.org/{main.doi}" if main.doi else main.page
    return [_work(paper, main.doi or f"10.48550/arxiv.{paper.arxiv}", VENUES[main.venue].name, main.year, page, main)]


def _work(paper: Paper, doi: str, venue: str, year: int, page: str, main: Work | None = None) -> dict[str, Any]:
    locations: list[dict[str, Any]] = [
        {
            "landing_page_url": f"https://arxiv.org/abs/{paper.arxiv}",
            "version": "submittedVersion",
            "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
        }
    ]
    if venue:
        published = {"landing_page_url": page, "version": "publishedVersion", "raw_source_name": venue}
        locations.insert(0, {**published, "source": {"display_name": venue, "type": "conference"}})
    authors = main.authors if main else paper.authors
    return {
        "doi": f"https://doi.org/{doi}" if doi else None,
        "title": main.title if main else paper.title,
        "publication_year": year,
        "type": "article" if venue else "preprint",
        "primary_location": locations[0],
        "locations": locations,
        "biblio": {"volume": None, "issue": None, "first_page": None, "last_page": None},
        "authorships": [{"author": {"display_name": name}} for name in _names(authors)],
    }


# --- the authorities -------------------------------------------------------------------------------------------------


def _publish(made: World, work: Work) -> None:
    """What the Anthology and the venue's own site say of a work."""
    if acl := work.id("acl"):
        made.files[f"aclanthology.org/{acl}.bib"] = ("text/plain; charset=utf-8", work.text.lstrip())
    site = re.match(
        r"https?://(?:www\.)?((?:proceedings\.neurips\.cc|openaccess\.thecvf\.com|aaai\.org/ojs)/.*)", work.page
    )
    if site:
        place = site[1].replace("aaai.org/ojs/", "ojs.aaai.org/")
        made.files[place] = made.files[place.replace("/paper/", "/paper_files/paper/")] = ("text/html", _page(work))


def _page(work: Work) -> str:
    """A landing page with citation tags, as a paper's page on the venues' sites has them."""
    tags = [("citation_title", work.title), *(("citation_author", name) for name in _names(work.authors))]
    tags += [("citation_publication_date", str(work.year))]
    if work.venue != "neurips":
        tags += [
            ("citation_conference_title", f"Proceedings of the {VENUES[work.venue].name}"),
            ("citation_doi", work.doi),
        ]
    if work.item.page:
        first, _, last = work.item.page.partition("-")
        tags += [("citation_firstpage", first), ("citation_lastpage", last)]
    meta = "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in tags if value)
    return f"<!doctype html><html><head><title>{escape(work.title)}</title>\n{meta}\n</head><body></body></html>"


def _volumes(made: World, works: Iterable[Work]) -> None:
    """The file of every volume of PMLR that works are in."""
    volumes: dict[str, list[str]] = {}
    for work in works:
        volume, _, paper = work.id("pmlr").partition("/")
        if paper:
            volumes.setdefault(volume, []).append(_pmlr(work, volume, paper))
    for volume, papers in volumes.items():
        place = f"proceedings.mlr.press/{volume}/assets/bib/bibliography.bib"
        made.files[place] = ("application/x-bibtex", "\n".join(papers))


def _listings(made: World, works: Iterable[Work]) -> None:
    """NeurIPS' page for each year: every paper's title, linked to its own page."""
    years: dict[int, list[str]] = {}
    for work in works:
        if work.venue == "neurips" and "/hash/" in work.page:
            page = work.page.partition("neurips.cc")[2].replace("/paper/", "/paper_files/paper/")
            names = escape(", ".join(_names(work.authors)))
            line = f'<li><a title="paper title" href="{page}">{escape(work.title)}</a> <i>{names}</i></li>'
            years.setdefault(work.year, []).append(line)
    for year, lines in years.items():
        head = "<!doctype html><html><head><title>Proceedings</title></head>"
        listing = f"{head}<body><ul class='paper-list'>{''.join(lines)}</ul></body></html>"
        made.files[f"proceedings.neurips.cc/paper_files/paper/{year}"] = ("text/html; charset=utf-8", listing)


def _pmlr(work: Work, volume: str, paper: str) -> str:
    number = work.year - 1983
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    fields = {
        "title": work.title.replace("&", "\\&"),
        "author": " and ".join(f"{family}, {given}" for given, family in work.authors),
        "booktitle": f"Proceedings of the {number}{suffix} International Conference on Machine Learning",
        "pages": work.item.page.replace("-", "--"),
        "year": str(work.year),
        "volume": volume[1:],
        "series": "Proceedings of Machine Learning Research",
        "publisher": "PMLR",
        "url": f"https://proceedings.mlr.press/{volume}/{paper}.html",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@InProceedings{{pmlr-{volume}-{paper},\n{lines}\n}}\n"


def _workshop_bib(paper: Paper) -> str:
    fields = {
        "title": paper.title.replace("&", "\\&"),
        "author": " and ".join(f"{family}, {given}" for given, family in paper.authors),
        "booktitle": WORKSHOP,
        "year": str(paper.year),
        "url": f"https://aclanthology.org/{workshop_id(paper)}/",
    }
    return (
        f"@inproceedings{{w{paper.arxiv},\n"
        + "".join(f'  {name} = "{value}",\n' for name, value in fields.items())
        + "}\n"
    )


# --- Crossref --------------------------------------------------------------------------------------------------------


def _crossref(work: Work) -> dict[str, Any]:
    authors = [("" if work.id("acl") and work.venue != "tacl" else given, family) for given, family in work.authors]
    kind = "journal-article" if work.venue in ("aaai", "tacl") else "proceedings-article"
    container = (
        plain(work.item.container_title) if work.venue != "aaai" else f"Proceedings of the {VENUES['aaai'].name}"
    )
    fields: Mapping[str, Any] = {"type": kind, "container_title": [container], "page": work.item.page}
    return crossref_work(work.doi, work.title, authors, work.year, **fields)


class CrossrefSearch:
    """Crossref's works by DOI and, as its search gives them, by words: the likest titles, whatever they are worth."""

    def __init__(self, made: World) -> None:
        self._made = made
        self._by_word: dict[str, list[str]] = {}
        self._by_doi = {doi.lower(): work for doi, work in made.crossref.items()}
        for doi, work in made.crossref.items():
            for word in set(words(work["title"][0])):
                self._by_word.setdefault(word, []).append(doi)

    def __call__(self, seen: Seen) -> Reply:
        """The answer of ``api.crossref.org``."""
        query = seen.param("query.bibliographic")
        if not query:
            return World(crossref=self._wanted(seen)).answer(seen)
        scores: Counter[str] = Counter()
        for word in words(query):
            places = self._by_word.get(word, [])
            for doi in places:
                scores[doi] += 1_000_000 // (len(places) + 10)
        items = [self._made.crossref[doi] for doi, _score in scores.most_common(int(seen.param("rows", "20")))]
        message = {"total-results": len(scores), "items": items, "items-per-page": len(items)}
        answer = {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}
        return Reply(200, "application/json", json.dumps(answer).encode())

    def _wanted(self, seen: Seen) -> dict[str, dict[str, Any]]:
        """The works that a request names, so that not all of them are looked through."""
        asked = seen.param("filter").lower() + "," + seen.path.lower() + ","
        dois = re.findall(r"(10\.\d+/.+?)(?=,doi:|,|/transform)", asked)
        return {doi: work for doi in dois if (work := self._by_doi.get(doi))}
