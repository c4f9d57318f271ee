"""Preprint servers, by the names that aggregators give them and by their DOIs: none of them is a publication.

Only names that are servers and nothing else: a doubtful one is left out, as the proof of a publication never rests on
a name alone.
"""

from __future__ import annotations

import re

from bertbib.model import Identifier

_SERVERS = (
    "biorxiv medrxiv chemrxiv psyarxiv socarxiv eartharxiv engrxiv techrxiv sportrxiv edarxiv metaarxiv lawarxiv vixra "
    "corr ssrn eccc hal zenodo figshare authorea preprints preprint osf openreview researchgate qeios academia"
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
        "peerj preprints",
        "authorea preprints",
        "openreview net",
        "iacr cryptology eprint archive",
        "cryptology eprint archive",
        "electronic colloquium on computational complexity",
        "hal open science",
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
# Research Square, Preprints.org, PsyArXiv, SocArXiv, OSF, ChemRxiv, TechRxiv, Zenodo, Authorea, ResearchGate.
_DOI = re.compile(
    r"10\.48550/|10\.2139/ssrn|10\.1101/\d|10\.21203/rs\.|10\.20944/preprints|10\.31234/osf|10\.31235/osf|"
    r"10\.31219/osf|10\.26434/chemrxiv|10\.36227/techrxiv|10\.5281/zenodo|10\.22541/au\.|10\.13140/rg",
    re.ASCII,
)


def is_preprint_server(name: str) -> bool:
    """Whether a venue's name is that of a preprint server or repository ("arXiv.org", "arXiv: Learning", "CoRR")."""
    words = re.sub(r"[\W_]+", " ", name.casefold()).split()
    if not words:
        return False
    if words[0] == "arxiv" or words[:2] in (["corr", "abs"], ["preprint", "arxiv"]):
        return True
    phrase = " ".join(words)
    return phrase in _SERVERS.split() or phrase in _PHRASES


def names_venue(name: str) -> bool:
    """Whether a name says something, and something other than a preprint server."""
    return bool(name) and not is_preprint_server(name)


def is_preprint_doi(identifier: Identifier) -> bool:
    """Whether this is a DOI that a preprint server gives."""
    return identifier.scheme == "doi" and _DOI.match(identifier.folded) is not None
