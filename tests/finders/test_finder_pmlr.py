"""The volumes of PMLR as a finder."""

from __future__ import annotations

import pytest

from bertbib.finders.pmlr import FINDER
from bertbib.model import Identifier, Item, SourceError, Wanted
from bertbib.sources.pmlr import SOURCE
from sources.answering import ANUBIS, answer

ONE = Identifier("arxiv", "1902.02671")
TITLE = "BERT and PALs: Projected Attention Layers for Efficient Adaptation in Multi-Task Learning"
VOLUME = """@Proceedings{ICML2019, title = {Proceedings of ICML}, volume = 97, url = {https://proceedings.mlr.press/v97/}}
@InProceedings{pmlr-v97-gong19a, title = {Efficient Training of {BERT} by Progressively Stacking},
  author = {Gong, Linyuan and He, Di}, year = {2019}, url = {https://proceedings.mlr.press/v97/gong19a.html}}
@InProceedings{pmlr-v97-stickland19a, title = {{BERT} and {PAL}s: Projected Attention Layers for Efficient Adaptation in
  Multi-Task Learning}, author = {Stickland, Asa Cooper and Murray, Iain}, year = {2019},
  url = {https://proceedings.mlr.press/v97/stickland19a.html}}
"""


def wanted(series: str, year: int) -> dict[Identifier, Wanted]:
    return {ONE: Wanted(Item(title=TITLE), frozenset({(series, year)}))}


def test_the_volume_of_a_conference_is_the_file_that_its_papers_are_read_from() -> None:
    (request,) = FINDER.questions(wanted("icml", 2019))
    (own,) = SOURCE.requests([Identifier("pmlr", "v97/stickland19a")])
    assert (request.url, request.params, request.accept) == (own.url, own.params, own.accept)  # fetched once


def test_a_title_leads_to_its_paper() -> None:
    (request,) = FINDER.questions(wanted("icml", 2019))
    assert [str(one) for one in FINDER.read(answer(request, VOLUME)).records[ONE].ids] == ["pmlr:v97/stickland19a"]


@pytest.mark.parametrize(("series", "year"), [("icml", 1999), ("icml", 2099), ("acl", 2019)])
def test_no_volume_is_guessed(series: str, year: int) -> None:
    assert FINDER.questions(wanted(series, year)) == []


def test_a_missing_volume_has_no_papers() -> None:
    (request,) = FINDER.questions(wanted("icml", 2019))
    assert FINDER.read(answer(request, "<h1>404</h1>", 404, "text/html")).absent == {ONE}


@pytest.mark.parametrize("title", ["A Title That the Volume Lacks", TITLE])
def test_a_volume_that_is_cut_within_an_entry_is_none(title: str) -> None:
    (request,) = FINDER.questions({ONE: Wanted(Item(title=title), frozenset({("icml", 2019)}))})
    ends = [*(at for at in range(len(VOLUME)) if VOLUME.startswith("\n@", at)), len(VOLUME.rstrip())]
    for end in range(len(VOLUME.rstrip())):
        if not any(one <= end <= one + 1 for one in ends):  # between two entries nothing tells
            with pytest.raises(SourceError):
                FINDER.read(answer(request, VOLUME[:end]))


@pytest.mark.parametrize("body", [ANUBIS, "", VOLUME[:-40], VOLUME[: len(VOLUME) // 2]])
def test_half_a_volume_is_none(body: bytes | str) -> None:
    (request,) = FINDER.questions(wanted("icml", 2019))
    with pytest.raises(SourceError):
        FINDER.read(answer(request, body))
