"""Preprint servers and repositories, by the names that registries and aggregators give them and by their DOIs.

None of them is a publication. Only names that are servers and nothing else stand here: a doubtful one is left out, as
the proof of a publication never rests on a name alone.
"""

from __future__ import annotations

import re

from bertbib.model import Identifier

_SERVERS = (
    "corr ssrn eccc hal zenodo figshare dryad authorea preprints preprint osf openreview researchgate qeios academia "
    "cogprints philarchive ccsd"
)
_PHRASES = frozenset(
    {
        "computing research repository",
        "social science research network",
        "ssrn electronic journal",
        "research square",
        "research square platform llc",
        "preprints org",
        "osf preprints",
        "open science framework",
        "center for open science",
        "peerj preprints",
        "authorea preprints",
        "authorea inc",
        "scielo preprints",
        "jmir preprints",
        "cambridge open engage",
        "openreview net",
        "academia edu",
        "mendeley data",
        "philsci archive",
        "iacr cryptology eprint archive",
        "cryptology eprint archive",
        "electronic colloquium on computational complexity",
        "hal open science",
        "hal ccsd",
        "arxiv cornell university",
        "biorxiv cold spring harbor laboratory",
        "medrxiv cold spring harbor laboratory",
        "zenodo cern european organization for nuclear research",
        "the cryptology eprint archive",
        "semantic scholar",
        "repec research papers in economics",
        "europe pmc pubmed central",
        "dblp",
    }
)
# arXiv, SSRN, bioRxiv and medRxiv (their names begin with a digit, those of the other journals of 10.1101 do not),
# Research Square, Preprints.org, the servers on OSF, EarthArXiv, engrXiv, ChemRxiv, TechRxiv, Cambridge Open Engage,
# PeerJ, JMIR, SciELO, Qeios, ESSOAr, Authorea, Zenodo, figshare, ResearchGate.
_DOI = re.compile(
    r"10\.48550/|10\.2139/ssrn|10\.(?:1101|64898)/\d|10\.21203/rs\.|10\.20944/preprints|10\.\d{4,5}/osf\.io/|10\.31223/x|"
    r"10\.31224/\d|10\.26434/chemrxiv|10\.36227/techrxiv|10\.33774/|10\.7287/peerj\.preprints|10\.2196/preprints|"
    r"10\.1590/scielopreprints|10\.32388/|10\.1002/essoar|10\.22541/(?:au|essoar)\.|10\.5281/zenodo|"
    r"10\.6084/m9\.figshare|10\.13140/rg",
    re.ASCII,
)
# Publishers that hold what their members deposit: repositories and libraries by name, and schools without a press.
_DEPOSITORY = re.compile(
    r"\b(?:repositor|repositum|dataverse|eprints?\b|dspace\b|librar(?:y|ies)\b|biblioth|bibliote[ck]|"
    r"univer[sz]i[td]|uniwersytet|hochschule|institute? (?:of|für|for) techn|"
    r"(?:eth|epfl|rwth|tu|kit|kth|mit|caltech)\b)",
    re.IGNORECASE,
)
_PRESS = re.compile(r"\b(?:press(?:es)?|publish\w*|publications|\w*verlag|editora|editorial|edizioni)\b", re.IGNORECASE)
# The schema's ways to say that nobody knows: https://datacite-metadata-schema.readthedocs.io (":unav", "(:null)").
_UNKNOWN = re.compile(r"\(?:[a-z]{3,4}\)?(?:\s.*)?", re.IGNORECASE)


def is_preprint_server(name: str) -> bool:
    """Whether a venue's name is that of a preprint server or repository ("arXiv.org", "arXiv: Learning", "CoRR")."""
    words = re.sub(r"[\W_]+", " ", name.casefold()).split()
    if not words:
        return False
    if words[0] == "arxiv" or words[:2] in (["corr", "abs"], ["preprint", "arxiv"]):
        return True
    phrase = " ".join(words)
    # bioRxiv, PsyArXiv, EcoEvoRxiv, ChinaXiv: every server of one word that calls itself after arXiv.
    like_arxiv = len(words) == 1 and len(phrase) > 5 and phrase.endswith("xiv")
    return like_arxiv or phrase in _SERVERS.split() or phrase in _PHRASES


def names_venue(name: str) -> bool:
    """Whether a name says something, and something other than a preprint server."""
    return bool(name) and _UNKNOWN.fullmatch(name) is None and not is_preprint_server(name)


def names_publisher(name: str) -> bool:
    """Whether a name is that of a publisher, and not of a server, repository, library or university without a press.

    What such a one holds is a deposit, whose type and venue are whatever the depositor chose.
    """
    return names_venue(name) and (_DEPOSITORY.search(name) is None or _PRESS.search(name) is not None)


def is_preprint_doi(identifier: Identifier) -> bool:
    """Whether this is a DOI that a preprint server or a repository gives."""
    return identifier.scheme == "doi" and _DOI.match(identifier.folded) is not None
