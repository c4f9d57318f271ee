"""A thousand made-up preprints, half of them published, and services that know them: always the same ones."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.long_list import make_list

from standin import ArxivPaper, World, crossref_work

HOW_MANY = 1_000
ACL = "Proceedings of the Annual Meeting of the Association for Computational Linguistics"
JOURNAL = "Journal of Made-up Results"
_VOLUMES = ("acl-long", "emnlp-main", "findings-emnlp", "naacl-main", "coling-1")
_GIVEN = ("Ana", "Bo", "Chloé", "David", "Eva", "Fatima", "George", "Hanna", "Ichiro", "José", "Mei", "Søren")
_FAMILY = ("Bengtsson", "Chen", "Devlin", "Fernández", "Ivanov", "Kowalski", "Liu", "Nguyen", "Petrov", "Tanaka", "Xu")


@dataclass(frozen=True, slots=True)
class Preprint:
    """A paper of arXiv; ``place`` is the DOI or the ACL id of its publication, or nothing."""

    name: str
    title: str
    authors: tuple[tuple[str, str], ...]
    place: str

    @property
    def year(self) -> int:
        """The year of its publication: the one after that of the preprint."""
        return 2001 + int(self.name[:2])

    @property
    def doi(self) -> str:
        """The DOI of the publication; the Anthology's are made of its ids."""
        return self.place if "/" in self.place or not self.place else f"10.18653/v1/{self.place}"


def preprints() -> list[Preprint]:
    """Ids and titles of the long list; every second one is published, by turns in a journal and in the Anthology.

    Two of three papers of the Anthology are in volumes of conferences, each third in the volume of a workshop.
    """
    rng = random.Random(1_000)
    bullets = re.findall(r"- \[(.+?)\]\(https://arxiv\.org/abs/([\d.]+)\)", make_list())
    titles = {name: title for title, name in bullets}
    made = []
    for number, name in enumerate(list(titles)[:HOW_MANY]):
        authors = tuple((rng.choice(_GIVEN), rng.choice(_FAMILY)) for _number in range(rng.randint(2, 6)))
        in_anthology = number % 4 == 2 and int(name[:2]) >= 19  # ids of this form begin with 2020
        volume = f"ws{number}-1" if number % 3 == 0 else _VOLUMES[number // 4 % len(_VOLUMES)]
        in_volume = f"{2001 + int(name[:2])}.{volume}.{number + 1}"
        place = in_volume if in_anthology else f"10.1016/j.made-up.{number + 1}"
        made.append(Preprint(name, titles[name], authors, "" if number % 2 else place))
    return made


def world_of_preprints(papers: list[Preprint]) -> World:
    """arXiv, Semantic Scholar and OpenAlex know all of them; Crossref and the Anthology what appeared there."""
    world = World()
    for paper in papers:
        names = [" ".join(author) for author in paper.authors]
        posted = f"20{paper.name[:2]}-{paper.name[2:4]}-04"
        world.arxiv[paper.name] = ArxivPaper(title=paper.title, authors=tuple(names), published=posted)
        in_anthology = paper.place and paper.place != paper.doi
        venue = (ACL if in_anthology else JOURNAL) if paper.place else ""
        kind = "conference" if in_anthology else "journal"
        world.semanticscholar[paper.name] = _scholar(paper, names, venue, kind)
        world.openalex.append(_openalex(paper, names, venue, kind))
        if in_anthology:
            world.files[f"aclanthology.org/{paper.place}.bib"] = ("text/plain", _anthology(paper))
        elif paper.place:
            facts: Mapping[str, Any] = {"type": "journal-article", "container_title": [JOURNAL]}
            world.crossref[paper.doi] = crossref_work(paper.doi, paper.title, paper.authors, paper.year, **facts)
    return world


def _scholar(paper: Preprint, names: list[str], venue: str, kind: str) -> dict[str, Any]:
    ids = {"DOI": paper.doi} | ({"ACL": paper.place} if paper.place != paper.doi else {}) if paper.place else {}
    return {
        "externalIds": {"ArXiv": paper.name, **ids},
        "title": paper.title,
        "venue": venue or "arXiv.org",
        "publicationVenue": {"name": venue, "type": kind} if venue else None,
        "year": paper.year if venue else paper.year - 1,
        "journal": {"name": venue or "ArXiv"},
        "authors": [{"name": name} for name in names],
    }


def _openalex(paper: Preprint, names: list[str], venue: str, kind: str) -> dict[str, Any]:
    locations: list[dict[str, Any]] = [
        {
            "landing_page_url": f"https://arxiv.org/abs/{paper.name}",
            "version": "submittedVersion",
            "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
        }
    ]
    if venue:
        published = {"landing_page_url": f"https://doi.org/{paper.doi}", "version": "publishedVersion"}
        locations.insert(0, {**published, "source": {"display_name": venue, "type": kind}, "raw_source_name": venue})
    return {
        "doi": f"https://doi.org/{paper.doi or '10.48550/arxiv.' + paper.name}",
        "title": paper.title,
        "display_name": paper.title,
        "publication_year": paper.year if venue else paper.year - 1,
        "type": "article" if venue else "preprint",
        "primary_location": locations[0],
        "locations": locations,
        "biblio": {"volume": None, "issue": None, "first_page": None, "last_page": None},
        "authorships": [{"author": {"display_name": name}} for name in names],
    }


def _anthology(paper: Preprint) -> str:
    fields = {
        "title": paper.title,
        "author": " and ".join(f"{family}, {given}" for given, family in paper.authors),
        "booktitle": ACL,
        "year": str(paper.year),
        "url": f"https://aclanthology.org/{paper.place}/",
        "doi": paper.doi,
    }
    return "@inproceedings{made-up,\n" + "".join(f'  {name} = "{value}",\n' for name, value in fields.items()) + "}\n"
