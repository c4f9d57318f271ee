"""Locks of proven records, made up for lists of a few works."""

from __future__ import annotations

from typing import Any

from bertbib.model import Date, Entry, Identifier, Item, Lock, Name, Proof
from bertbib.model.entry import ProofLevel, Status

VENUES = {
    "ACL": "Proceedings of the Annual Meeting of the Association for Computational Linguistics",
    "ACL WS": "Proceedings of the ACL Workshop on Small Things",
    "EMNLP": "Proceedings of the Conference on Empirical Methods in Natural Language Processing",
    "EMNLP Demo": "Proceedings of the Conference on Empirical Methods in Natural Language Processing: System"
    " Demonstrations",
    "EMNLP-IJCNLP": "Proceedings of the 2019 Conference on Empirical Methods in Natural Language Processing and the 9th"
    " International Joint Conference on Natural Language Processing (EMNLP-IJCNLP)",
    "Findings EMNLP": "Findings of the Association for Computational Linguistics: EMNLP 2020",
    "ICML": "International Conference on Machine Learning",
    "ICLR": "International Conference on Learning Representations",
    "NeurIPS": "Advances in Neural Information Processing Systems",
    "ICCV": "IEEE/CVF International Conference on Computer Vision",
    "CoRL": "Conference on Robot Learning",
    "TACL": "Transactions of the Association for Computational Linguistics",
    "nowhere": "Journal of Obscure Results",
}


def published(
    arxiv: str, title: str, venue: str, year: int, *, level: ProofLevel = "title+authors", **facts: Any
) -> Entry:
    """A published work on arXiv."""
    number = arxiv.replace(".", "")
    item = Item(
        type="paper-conference",
        title=title,
        author=(Name("Liu", "Ada"),),
        issued=Date(year),
        container_title=VENUES.get(venue, venue),
        **facts,
    )
    return Entry(
        key=f"liu{number}",
        item=item,
        ids=(Identifier("arxiv", arxiv),),
        status="published",
        source=f"doi:10.1000/{number}",
        proof=Proof(level, (f"doi:10.1000/{number}",)),
    )


def unpublished(arxiv: str, title: str, status: Status = "preprint") -> Entry:
    """A work on arXiv that is not published, or not known to be."""
    item = Item(type="article", title=title, author=(Name("Liu", "Ada"),), archive="arXiv")
    key = f"liu{arxiv.replace('.', '')}"
    return Entry(key=key, item=item, ids=(Identifier("arxiv", arxiv),), status=status, source=f"arxiv:{arxiv}")


def lock_of(*entries: Entry) -> Lock:
    """A lock of these entries."""
    return Lock.of(entries)
