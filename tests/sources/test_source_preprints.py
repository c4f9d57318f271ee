"""Names and DOIs of preprint servers and repositories: neither too few of them, nor a venue among them."""

from __future__ import annotations

import pytest

from bertbib.model import Identifier
from bertbib.sources._preprints import is_preprint_doi, is_preprint_server, names_publisher, names_venue


@pytest.mark.parametrize(
    "name",
    ["arXiv.org", "arXiv: Learning", "CoRR", "bioRxiv", "medRxiv", "PsyArXiv", "EcoEvoRxiv", "ChinaXiv", "SSRN",
     "SSRN Electronic Journal", "Research Square", "Preprints.org", "OSF Preprints", "Zenodo", "figshare", "HAL",
     "ResearchGate", "OpenReview.net", "TechRxiv", "Authorea Preprints", "Center for Open Science"],
)  # fmt: skip
def test_servers(name: str) -> None:
    assert is_preprint_server(name)
    assert not names_venue(name)
    assert not names_publisher(name)


@pytest.mark.parametrize(
    "name",
    ["Nature", "Halo", "Advances in Neural Information Processing Systems", "Genome Research", "XIV", "Louis XIV",
     "Archive for Rational Mechanics and Analysis", "Journal of Zenodo Studies", "Preprints in Biology",
     "Correspondence", "Cold Spring Harbor Laboratory", "Library Trends", "University of Toronto Quarterly"],
)  # fmt: skip
def test_venues(name: str) -> None:
    assert names_venue(name)


@pytest.mark.parametrize("name", ["", ":unav", ":none", "(:tba)", "(:unkn) unknown"])
def test_nothing(name: str) -> None:
    assert not names_venue(name)
    assert not names_publisher(name)


@pytest.mark.parametrize(
    "value",
    ["10.48550/arXiv.1901.11504", "10.2139/SSRN.123", "10.1101/087452", "10.1101/2020.01.02.123456",
     "10.64898/2025.12.02.123456", "10.21203/rs.3.rs-1/v1", "10.20944/preprints202001.0001.v1",
     "10.31234/osf.io/abcde", "10.35542/OSF.IO/abcde", "10.26434/chemrxiv-2021-abc", "10.33774/coe-2021-abc",
     "10.7287/peerj.preprints.1v1", "10.22541/au.1.2", "10.22541/essoar.1", "10.5281/zenodo.1",
     "10.6084/m9.figshare.1", "10.13140/RG.2.2.1.2"],
)  # fmt: skip
def test_dois_of_servers(value: str) -> None:
    assert is_preprint_doi(Identifier("doi", value))


@pytest.mark.parametrize(
    "value",
    ["10.18653/v1/P19-1441", "10.1101/gr.123456.111", "10.1000/osf.io", "10.7717/peerj-cs.1", "10.1000/10.2139/ssrn.1",
     "10.2196/12345", "10.2139/other", "10.31223/journal"],
)  # fmt: skip
def test_dois_of_publishers(value: str) -> None:
    assert not is_preprint_doi(Identifier("doi", value))
