"""Venues hosted on OpenReview: what a ``venueid`` names, and the names that their proceedings bear.

A venueid is the path of a group, ``DOMAIN[/SERIES]/YEAR/PART...`` (``ICLR.cc/2024/Conference``,
``robot-learning.org/CoRL/2023/Conference``); journals have no year (``TMLR``). The groups are listed at
https://openreview.net/venues, the notes' fields described at https://docs.openreview.net.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ANIPS = "Advances in Neural Information Processing Systems"

# Group before the year, in lower case -> acronym of the event, name of its proceedings. Names as the venues' own sites
# give them; NIPS calls itself NeurIPS since 2018.
_SERIES: dict[str, tuple[str, str]] = {
    "aaai.org": ("AAAI", "AAAI Conference on Artificial Intelligence"),
    "aclweb.org/acl": ("ACL", "Annual Meeting of the Association for Computational Linguistics"),
    "aclweb.org/naacl": (
        "NAACL",
        "Conference of the North American Chapter of the Association for Computational Linguistics",
    ),
    "acml.org": ("ACML", "Asian Conference on Machine Learning"),
    "acm.org/thewebconf": ("WWW", "ACM Web Conference"),
    "aistats.org/aistats": ("AISTATS", "International Conference on Artificial Intelligence and Statistics"),
    "akbc.ws": ("AKBC", "Conference on Automated Knowledge Base Construction"),
    "algorithmiclearningtheory.org/alt": ("ALT", "International Conference on Algorithmic Learning Theory"),
    "auai.org/uai": ("UAI", "Conference on Uncertainty in Artificial Intelligence"),
    "automl.cc/automl": ("AutoML", "International Conference on Automated Machine Learning"),
    "cclear.cc/clear": ("CLeaR", "Conference on Causal Learning and Reasoning"),
    "colmweb.org/colm": ("COLM", "Conference on Language Modeling"),
    "eacl.org/eacl": ("EACL", "Conference of the European Chapter of the Association for Computational Linguistics"),
    "emnlp": ("EMNLP", "Conference on Empirical Methods in Natural Language Processing"),
    "iclr.cc": ("ICLR", "International Conference on Learning Representations"),
    "icml.cc": ("ICML", "International Conference on Machine Learning"),
    "kdd.org": ("KDD", "ACM SIGKDD Conference on Knowledge Discovery and Data Mining"),
    "learningtheory.org/colt": ("COLT", "Conference on Learning Theory"),
    "logconference.io/log": ("LoG", "Learning on Graphs Conference"),
    "midl.io": ("MIDL", "Medical Imaging with Deep Learning"),
    "mlsys.org": ("MLSys", "Conference on Machine Learning and Systems"),
    "neurips.cc": ("NeurIPS", _ANIPS),
    "nips.cc": ("NeurIPS", _ANIPS),
    "rl-conference.cc/rlc": ("RLC", "Reinforcement Learning Conference"),
    "robot-learning.org/corl": ("CoRL", "Conference on Robot Learning"),
    "thecvf.com/cvpr": ("CVPR", "IEEE/CVF Conference on Computer Vision and Pattern Recognition"),
    "thecvf.com/eccv": ("ECCV", "European Conference on Computer Vision"),
    "thecvf.com/iccv": ("ICCV", "IEEE/CVF International Conference on Computer Vision"),
    "thecvf.com/wacv": ("WACV", "IEEE/CVF Winter Conference on Applications of Computer Vision"),
}
# Series whose second-tier papers appear in the ACL's Findings, never in the proceedings (EMNLP 2020 onwards).
_FINDINGS = frozenset({"ACL", "EMNLP", "NAACL", "EACL"})

JOURNALS = {
    "TMLR": "Transactions on Machine Learning Research",
    "DMLR": "Journal of Data-centric Machine Learning Research",
}

# Parts of a year, beside Conference and workshops, whose bare path OpenReview gives to accepted papers only.
_TRACKS = frozenset(
    {
        "Track/Datasets_and_Benchmarks",
        "Track/Datasets_and_Benchmarks_Track",
        "Track/Datasets_and_Benchmarks/Round1",
        "Track/Datasets_and_Benchmarks/Round2",
        "Datasets_and_Benchmarks_Track",
        "Evaluations_and_Datasets_Track",
        "Position_Paper_Track",
        "TinyPapers",
        "BlogPosts",
    }
)
_DECISIONS = re.compile(
    r"(?:posters?|orals?|spotlights?|spotlightposter|oralposter|talk|highlight|regular|accept(?:ed)?|notable|top|"
    r"archive|present(?:ation)?|long|short|contributed|\d+%)?"
)


@dataclass(frozen=True, slots=True)
class Group:
    """A venueid taken apart: the group before the year, the year, and the part of that year's event."""

    series: str
    year: int | None
    part: str

    @property
    def acronym(self) -> str:
        """The acronym of the event; the last word of its group where the table does not know it."""
        return _SERIES.get(self.series.lower(), (self.series.rpartition("/")[2], ""))[0]

    @property
    def is_workshop(self) -> bool:
        """Whether this is a workshop of the event, or all of them."""
        return self.part.partition("/")[0].lower().startswith("workshop")


def parse_venueid(venueid: str) -> Group | None:
    """``NeurIPS.cc/2023/Workshop/MATH-AI`` -> its parts; None for imports (``dblp.org/...``) and other forms."""
    if venueid in JOURNALS:
        return Group(venueid, None, "")
    found = re.fullmatch(r"([A-Za-z][\w.-]*(?:/[A-Za-z][\w.-]*)?)/((?:19|20)\d\d)/([\w./@&+:-]+)", venueid, re.ASCII)
    if not found or found[1].lower().startswith(("dblp.org", "openreview.net")):
        return None
    return Group(found[1], int(found[2]), found[3].rstrip("/"))


def takes_papers(group: Group) -> bool:
    """Whether the bare path of this part is what accepted papers bear; ``.../Rejected_Submission`` is not."""
    if group.year is None:
        return True
    head, _, rest = group.part.partition("/")
    if group.is_workshop:
        return rest.count("/") == 0 and (bool(rest) or head.lower() == "workshop")
    return group.part.lower() == "conference" or group.part in _TRACKS


def by_acronym(acronym: str, year: int) -> Group | None:
    """The conference of an acronym and a year, where the table knows the acronym."""
    series = next((name for name, (short, _) in _SERIES.items() if short.lower() == acronym.lower()), None)
    return Group(series, year, "Conference") if series else None


def container_title(group: Group, venue: str) -> str:
    """The name of what an accepted paper appears in; ``venue`` is the note's own words ("ICLR 2024 poster").

    A workshop or track keeps its own name, never its host's: those are different publications.
    """
    if group.year is None:
        return JOURNALS[group.series]
    name = undecorated(venue)
    if group.is_workshop:
        own = group.part.partition("/")[2].replace("_", " ")
        return name if "workshop" in name.lower() else f"{group.acronym} {group.year} Workshop {own}".rstrip()
    if group.acronym in _FINDINGS and "findings" in name.lower():
        return f"Findings of the Association for Computational Linguistics: {group.acronym} {group.year}"
    if "Datasets" in group.part:
        return _benchmarks(group.year)
    proceedings = _SERIES.get(group.series.lower(), ("", ""))[1]
    if group.part.lower() == "conference" and proceedings:
        return proceedings
    return name or f"{group.acronym} {group.year} {group.part.rpartition('/')[2].replace('_', ' ')}"


def event_title(group: Group, venue: str) -> str:
    """The event of a conference paper, such as ``ICLR 2020``; empty for journals and workshops."""
    if group.year is None or group.is_workshop:
        return ""
    return f"{group.acronym} {group.year}" if group.series.lower() in _SERIES else undecorated(venue)


def agrees(group: Group, venue: str) -> bool:
    """Whether the words of a note do not contradict its group: another year, or a workshop in a conference's place."""
    if group.year is None:
        return True
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", venue)
    workshop = "workshop" in venue.lower() and not group.is_workshop
    return not workshop and (not years or str(group.year) in years)


def undecorated(venue: str) -> str:
    """A venue's words without the kind of presentation: ``ICLR 2023 notable top 5%`` -> ``ICLR 2023``."""
    words = venue.split()
    if [word.lower() for word in words[:2]] in (["accepted", "by"], ["accepted", "at"], ["accepted", "to"]):
        words = words[2:]
    while words and _is_decision(words[-1]):
        words.pop()
    return " ".join(words)


def _is_decision(word: str) -> bool:
    return _DECISIONS.fullmatch(word.strip("()[],;:-").lower()) is not None


def _benchmarks(year: int) -> str:
    """The first year of the benchmark track has proceedings of its own; from 2022 it is part of the main ones."""
    return (
        _ANIPS
        if year > 2021
        else "Proceedings of the Neural Information Processing Systems Track on Datasets and Benchmarks"
    )
