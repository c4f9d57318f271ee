"""The volumes of Proceedings of Machine Learning Research, by the conference and year that somebody names.

Which volume holds which conference is on https://proceedings.mlr.press; a volume's file is the one that the papers'
own records are read from, so it is fetched once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bertbib.finders import _leads
from bertbib.model import Answer, Identifier, Reading, Request, Wanted
from bertbib.sources import _bib, _forms
from bertbib.text.latex import to_text
from bertbib.text.links import parse_identifier
from bertbib.text.titles import plain

_VOLUMES = {
    "icml": {
        2013: 28, 2014: 32, 2015: 37, 2016: 48, 2017: 70, 2018: 80, 2019: 97, 2020: 119, 2021: 139, 2022: 162,
        2023: 202, 2024: 235, 2025: 267,
    },
    "aistats": {
        2010: 9, 2011: 15, 2012: 22, 2013: 31, 2014: 33, 2015: 38, 2016: 51, 2017: 54, 2018: 84, 2019: 89, 2020: 108,
        2021: 130, 2022: 151, 2023: 206, 2024: 238, 2025: 258,
    },
    "uai": {2019: 115, 2020: 124, 2021: 161, 2022: 180, 2023: 216, 2024: 244, 2025: 286},
    "corl": {2017: 78, 2018: 87, 2019: 100, 2020: 155, 2021: 164, 2022: 205, 2023: 229, 2024: 270},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PmlrVolumes:
    """The files of PMLR's volumes as a finder."""

    name: str = "pmlr"
    pace: float = 0.5
    ttl: int = 365 * 86_400

    def questions(self, wanted: Mapping[Identifier, Wanted]) -> list[Request]:
        """One GET for each volume, about all the preprints that are said to be in it."""
        requests = []
        for series, volumes in _VOLUMES.items():
            for year, ids in _leads.at_venues(wanted, series).items():
                if year in volumes:
                    url = f"https://proceedings.mlr.press/v{volumes[year]}/assets/bib/bibliography.bib"
                    titles = tuple(plain(wanted[one].item.title) for one in ids)
                    requests.append(Request(source=self.name, url=url, ids=tuple(ids), titles=titles))
        return requests

    def read(self, answer: Answer) -> Reading:
        """Read the file of a volume; where it is missing, nothing is found."""
        if _bib.is_missing(answer):
            return Reading(absent=frozenset(answer.request.ids))
        text = _forms.utf8(answer)
        found = list(_titles(text))
        if found and _bib.is_cut(text):
            raise _forms.failure(answer, "answered with a part of a volume file")
        if not found:
            raise _forms.failure(answer, "answered with a volume file without papers")
        return _leads.reading(answer, found)


FINDER = PmlrVolumes()


def _titles(text: str) -> Iterator[tuple[str, Identifier]]:
    for entry in _bib.entries(text):
        paper = parse_identifier(entry.fields.get("url", ""))
        if paper is not None and paper.scheme == "pmlr" and entry.type == "inproceedings":
            yield to_text(entry.fields.get("title", "")), paper
