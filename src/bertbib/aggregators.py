"""What Semantic Scholar and OpenAlex say of a preprint, weighed: alone neither is believed, together only so far."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from bertbib.model import Date, Identifier, Item, Record
from bertbib.proof import agree
from bertbib.text.names import surname_key
from bertbib.text.titles import plain
from bertbib.venues.notes import note_verdict, same_venue, series_of

_ON_OPENREVIEW = frozenset({"iclr", "tmlr", "colm", "neurips", "corl", "icml", "uai"})
"""Venues that decide on OpenReview: aggregators list rejected submissions there as published, so a DBLP key is asked
for too.
"""

_DBLP_VENUES = {"neurips": "nips"}
"""Where DBLP's keys name a venue otherwise (``conf/nips/VaswaniSPUJGKP17``)."""

_WITH_AN_AUTHORITY = frozenset({"acl", "naacl", "eacl", "aacl", "emnlp", "ijcnlp", "conll", "coling", "lrec", "tacl"})
"""Venues whose every paper is in the ACL Anthology: without an Anthology id it is the workshop or Findings, or
nothing.
"""


class Weighed(NamedTuple):
    """What two aggregators' testimony comes to: a publication, or in words why it is not believed."""

    record: Record | None
    against: str = ""


def weigh(
    scholar: Record, openalex: Record, preprint: Record, note: str | None, denied: Callable[[Identifier], bool]
) -> Weighed:
    """What two testimonies that name a publication of a preprint come to.

    Both agree with the preprint on title and authors and with each other on venue and year; the list's note does not
    contradict; a venue that decides on OpenReview needs a DBLP key beside them, and a venue with an authority of its
    own that is always open is believed from there only. ``denied`` tells whether an authority knows an identifier as
    another work's, or not at all.
    """
    for record in (scholar, openalex):
        if against := agree(preprint.item, record.item, named=True).against:
            return Weighed(None, f"{record.source} speaks of another work: {'; '.join(against)}")
    if not same_venue(scholar.item, openalex.item) or _year(scholar.item) != _year(openalex.item):
        return Weighed(None, f"the aggregators name {where_published(scholar)} and {where_published(openalex)}")
    series = series_of(scholar.item) | series_of(openalex.item)
    if listed := sorted(series & _WITH_AN_AUTHORITY):
        return Weighed(None, f"the ACL Anthology has every paper of {listed[0].upper()}, and was not led to by its id")
    for name in (name for record in (scholar, openalex) for name in record.ids if name.scheme != "arxiv"):
        if denied(name):
            return Weighed(None, f"its authority knows {name} as another work's, or not at all")
    record = _combined(scholar, openalex, preprint)
    if series & _ON_OPENREVIEW and not any(_is_key_of(name, series) for name in record.ids):
        return Weighed(None, "aggregators call rejected submissions published there, and no DBLP key says otherwise")
    if note_verdict(note, record.item) == "contradicts":
        return Weighed(None, f'the list notes "{note}"')
    return Weighed(record)


def where_published(testimony: Record) -> str:
    """Where a witness says that a work was published: the venue and the year, or the identifiers that it names."""
    item = testimony.item
    named = ", ".join(str(name) for name in testimony.ids if name.scheme != "arxiv")
    venue = plain(item.container_title) if testimony.status == "published" else ""
    return f"{venue}, {_year(item) or 'no year'}" if venue else named


def _combined(scholar: Record, openalex: Record, preprint: Record) -> Record:
    """The aggregators' common testimony as a record; pages and volume only where both give the same."""
    item = openalex.item

    def common(name: str) -> str:
        value: str = getattr(item, name)
        return value if value == getattr(scholar.item, name) else ""

    arxiv = next(one for one in (preprint.id, *preprint.ids) if one.scheme == "arxiv")
    facts = Item(
        type=_kind(scholar.item, item),
        title=preprint.item.title,
        author=preprint.item.author,
        issued=Date(_year(item)) if _year(item) else None,
        container_title=item.container_title,
        page=common("page"),
        volume=common("volume"),
        issue=common("issue"),
    )
    keys = tuple(name for record in (scholar, openalex) for name in record.ids if _may_be_key(name, facts))
    return Record(
        id=Identifier("semanticscholar", arxiv.value),
        source="semanticscholar",
        item=facts,
        status="published",
        ids=(arxiv, *dict.fromkeys(keys)),
        fetched=scholar.fetched,
        digest=scholar.digest,
    )


def _may_be_key(name: Identifier, item: Item) -> bool:
    """Whether a DBLP key has the form of this publication's: first author and year (``conf/iclr/ClarkLLM20``).

    Aggregators attach other works' keys. Of two authors of one name DBLP writes a number (``conf/iclr/0225BYWXBPS20``).
    """
    if name.scheme != "dblp" or not item.author or not item.issued:
        return False
    first = item.author[0]
    forms = (
        {surname_key(first), surname_key(replace(first, family=first.family.split()[-1]))} if first.family else set()
    )
    written = re.fullmatch(r"(.*?)(\d\d)[a-z]*", name.value.rpartition("/")[2])
    if written is None or int(written[2]) != item.issued.year % 100:
        return False
    return bool(re.match(r"\d{3}", written[1])) or any(written[1].lower().startswith(form) for form in forms - {""})


def _is_key_of(name: Identifier, series: frozenset[str]) -> bool:
    """Whether a DBLP key is of one of these venues."""
    venue = name.value.split("/")[1:2]
    return name.scheme == "dblp" and bool({_DBLP_VENUES.get(one, one) for one in series} & set(venue))


def _kind(one: Item, other: Item) -> str:
    kinds = {item.type for item in (one, other)} & {"article-journal", "paper-conference"}
    if len(kinds) == 1:
        return kinds.pop()
    words = f"{one.container_title} {other.container_title}".lower()
    journal = any(word in words for word in ("journal", "transactions", "letters", "magazine", "review"))
    return "article-journal" if journal else "paper-conference"


def _year(item: Item) -> int:
    return item.issued.year if item.issued else 0
