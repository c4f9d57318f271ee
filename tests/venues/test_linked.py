"""Identifiers that give a venue for nothing."""

from __future__ import annotations

import pytest

from bertbib.venues.identify import identify


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        ("DBLP:conf/nips/VaswaniSPUJGKP17", "neurips", None),
        ("conf/icml", "icml", None),
        ("https://dblp.org/rec/journals/jmlr/BleiNJ03", "jmlr", None),
        ("P19-1441", "acl", 2019),
        ("https://aclanthology.org/D14-1162/", "emnlp", 2014),
        ("2020.acl-main.740", "acl", 2020),
        ("10.18653/v1/2020.acl-demos.9", "acl/demo", 2020),
        ("2020.findings-emnlp.139", "emnlp/findings", 2020),
        ("https://proceedings.mlr.press/v97/houlsby19a.html", "icml", 2019),
        ("PMLR 130", "aistats", 2021),
        ("NeurIPS.cc/2023/Conference", "neurips", 2023),
        ("nips.cc/2020/Workshop/BabyMind", "neurips/workshop:babymind", 2020),
        ("10.1109/CVPR.2016.90", "cvpr", 2016),
        ("10.1109/CVPRW.2017.3", "cvpr/workshop", 2017),
        ("10.1162/tacl_a_00300", "tacl", None),
        ("https://doi.org/10.48550/arXiv.1706.03762", "arxiv", None),
    ],
)
def test_ids_name_their_venue(text: str, venue: str, year: int | None) -> None:
    assert (identify(text).venue, identify(text).year) == (venue, year)


@pytest.mark.parametrize("text", ["W19-4302", "conf/nosuchstream/X12", "10.1145/3292500.3330701", "v97"])
def test_ids_of_unknown_venues_name_none(text: str) -> None:
    assert not identify(text).known
