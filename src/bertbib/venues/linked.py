"""Identifiers that give a venue for nothing: DBLP keys, ACL Anthology ids, PMLR volumes, OpenReview venueids, DOIs.

The registry's ``links`` say which series they belong to. Forms: https://dblp.org/faq, https://aclanthology.org/info/ids,
https://proceedings.mlr.press, https://docs.openreview.net, https://www.doi.org.
"""

from __future__ import annotations

import re

from bertbib.venues.openreview import parse_venueid
from bertbib.venues.registry import links, registry
from bertbib.venues.tracks import LABELS

_DBLP = r"(?i)^(?:DBLP:|(?:https?://)?dblp\.org/(?:rec|db|streams?)/)?((?:conf|journals)/[\w-]+)(?:/\S*)?$"
_ACL = r"^(?:(?:https?://)?(?:www\.)?aclanthology\.org/|(?:https?://)?doi\.org/|doi:)?(?:10\.18653/v1/)?((?:19|20)\d\d)\.([a-z0-9]+)-([a-z0-9]+)(?:\.\d+)?/?$"
_ACL_OLD = r"^(?:(?:https?://)?(?:www\.)?aclanthology\.org/|(?:https?://)?doi\.org/|doi:)?(?:10\.(?:18653/v1|3115/v1)/)?([A-Z])(\d\d)-(\d)\d{3}/?$"
_PMLR = r"(?i)^(?:(?:https?://)?proceedings\.mlr\.press/|PMLR[ :/]*)v?(\d{1,3})(?:/\S*)?$"
_DOI = r"(?i)^(?:(?:https?://)?(?:dx\.)?doi\.org/|doi: ?)?(10\.\d{4,9}/\S+)$"
_IEEE = r"(?i)^10\.1109/([a-z-]+?)(w)?\.?((?:19|20)\d\d)[.\d]"
_ACL_PARTS = {
    "demo": "demo",
    "demos": "demo",
    "industry": "industry",
    "srw": "student",
    "tutorials": "tutorial",
}
_PLAIN = r"[a-z0-9+-]+(?:/[a-z-]+(?::[a-z0-9 ]+)?)?"


def by_id(text: str) -> tuple[str, str, str, int | None] | None:
    """The series, track, topic and year that an identifier names; None for words and for ids of unknown venues."""
    if " " in text and ":" not in text and not text.startswith("PMLR "):
        return None
    return _own(text) or _dblp(text) or _acl(text) or _pmlr(text) or _openreview(text) or _doi(text)


def _own(text: str) -> tuple[str, str, str, int | None] | None:
    """An id of our own, as this module's verbs give it."""
    if not re.fullmatch(_PLAIN, text):
        return None
    series, _, rest = text.partition("/")
    track, _, topic = rest.partition(":")
    if not all(one in registry() for one in series.split("+")) or (rest and track not in LABELS):
        return None
    return series, track or "main", topic, None


def _dblp(text: str) -> tuple[str, str, str, int | None] | None:
    found = re.match(_DBLP, text)
    series = links().get(f"dblp:{found[1].lower()}") if found else None
    return (series, "main", "", None) if series else None


def _acl(text: str) -> tuple[str, str, str, int | None] | None:
    found = re.match(_ACL, text)
    if found:
        year, venue, part = int(found[1]), found[2], found[3]
        if venue == "findings":
            series = links().get(f"acl:{part}")
            return (series, "findings", "", year) if series else None
        series = links().get(f"acl:{venue}")
        return (series, _ACL_PARTS.get(part, "main"), "", year) if series else None
    found = re.match(_ACL_OLD, text)
    series = links().get(f"acl:{found[1]}") if found else None
    if not found or not series or found[1] == "W":
        return None
    year = int(found[2])
    return series, "main", "", year + (1900 if year > 50 else 2000)


def _pmlr(text: str) -> tuple[str, str, str, int | None] | None:
    found = re.match(_PMLR, text)
    series = links().get(f"pmlr:{found[1]}") if found else None
    if not found or not series:
        return None
    volumes = dict(one.split("=") for link in registry()[series].linked("pmlr") for one in link.split(","))
    return series, "main", "", int(volumes[found[1]])


def _openreview(text: str) -> tuple[str, str, str, int | None] | None:
    group = parse_venueid(text) if "/" in text or text.isupper() else None
    series = links().get(f"openreview:{group.series.lower()}") if group else None
    if group is None or series is None:
        return None
    head, _, rest = group.part.partition("/")
    if group.is_workshop:
        return series, "workshop", " ".join(re.findall("[a-z0-9]+", rest.lower())), group.year
    if "datasets" in group.part.lower():
        return series, "datasets-and-benchmarks", "", group.year
    if group.year is not None and head.lower() != "conference":
        return None
    return series, "main", "", group.year


def _doi(text: str) -> tuple[str, str, str, int | None] | None:
    found = re.match(_DOI, text)
    if not found:
        return None
    doi = found[1].lower()
    ieee = re.match(_IEEE, doi)
    if ieee:
        return _ieee(ieee[1], bool(ieee[2]), int(ieee[3]))
    series = next(
        (series for link, series in links().items() if link.startswith("doi:") and doi.startswith(link[4:])), None
    )
    return (series, "main", "", None) if series else None


def _ieee(acronym: str, lettered: bool, year: int) -> tuple[str, str, str, int | None] | None:
    """IEEE puts the acronym and the year of a conference into its DOIs: ``10.1109/CVPRW.2017.3``."""
    for name, track in ((acronym + "w", "main"), (acronym, "workshop")) if lettered else ((acronym, "main"),):
        found = [one.id for one in registry().values() if any(name == label.text.lower() for label in one.acronyms)]
        if len(found) == 1 and registry()[found[0]].kind == "conference":
            return found[0], track, "", year
    return None
