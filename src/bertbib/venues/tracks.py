"""Events beside a main one: findings, demonstrations, companions and the like, by the words that announce them.

Each is a venue of its own and never its host. Workshops are not among them: the words of a workshop can be part of a
series' name, and are read with it (``identify``).
"""

from __future__ import annotations

import re
from functools import cache

from bertbib.venues.words import nearly

_TRACKS = {
    "findings": r"\bfindings(?: of(?: the)?)?\b",
    "student": r"\bstudent (?:research )?(?:workshop|abstract|session|paper|poster)s?\b(?: and poster program)?"
    r"|\bSRW\b|\bdoctoral (?:consortium|symposium)\b",
    "demo": r"\b(?:system )?demonstrations?(?: (?:session|track|paper|program|volume)s?)?(?=\W*$|\W*[,:;()\[\]])"
    r"|\bsystem demonstrations?\b|\bdemos?\b(?: (?:session|track|paper)s?)?",
    "industry": r"\bindustr(?:y|ial) (?:track|papers?|session|day)s?\b|\bindustry(?: tr\w+)?(?=\W*(?:\d{4}\W*)?$)",
    "tutorial": r"\btutorial (?:abstract|description)s?\b|\btutorials?(?=\W*(?:\d{4}\W*)?$|\W*[,:;()])|^tutorials?\b",
    "extended-abstracts": r"\bextended abstracts?(?: (?:of|on)(?: the)?)?\b|(?<=\bCHI )EA\b"
    r"|\blate[- ]breaking (?:work|result|paper)s?\b",
    "adjunct": r"\badjunct(?: (?:proceedings|publication|papers?))?(?: (?:of|to)(?: the)?)?\b",
    "companion": r"\bcompanion(?: (?:proceedings|publication|volume|papers?))?(?: (?:of|to|for)(?: the)?)?\b"
    r"|\bsupplementary proceedings\b|\bsupplemental volume\b",
    "datasets-and-benchmarks": r"\b(?:track on )?data-?sets? (?:and|&) benchmarks?(?: track)?(?:\W*\(?round \d\)?)?"
    r"|\bD ?& ?B(?: track)?\b|(?<=\bNeurIPS )DB\b",
    "evaluations-and-datasets": r"\b(?:track on )?evaluations (?:and|&) datasets(?: track)?",
    "in-practice": r"\bsoftware engineering in practice(?: track)?\b|\bSEIP\b",
    "new-ideas": r"\bnew ideas and emerging results(?: track)?\b|\bNIER\b",
    "blogposts": r"\bblog ?posts?(?: track)?\b",
    "tiny-papers": r"\btiny papers?(?: track)?\b",
    "competition": r"\bcompetitions?(?: and demonstration)?(?: track)?(?=\W*(?:\d{4}\W*)?$)|\bcompetition track\b",
    "creative-ai": r"\bcreative AI track\b",
}
LABELS = {
    "findings": "Findings",
    "student": "Student Research Workshop",
    "demo": "System Demonstrations",
    "industry": "Industry Track",
    "tutorial": "Tutorial Abstracts",
    "extended-abstracts": "Extended Abstracts",
    "adjunct": "Adjunct Proceedings",
    "companion": "Companion Proceedings",
    "datasets-and-benchmarks": "Datasets and Benchmarks Track",
    "evaluations-and-datasets": "Evaluations and Datasets Track",
    "in-practice": "Software Engineering in Practice",
    "new-ideas": "New Ideas and Emerging Results",
    "blogposts": "Blogposts Track",
    "tiny-papers": "Tiny Papers",
    "competition": "Competition Track",
    "creative-ai": "Creative AI Track",
    "workshop": "Workshops",
}
"""How a track is printed behind the name of its host."""

_MISSPELT = ("findings", "workshop", "industry", "companion", "adjunct", "tutorial")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {track: re.compile(words, re.IGNORECASE) for track, words in _TRACKS.items()}


_ANY = (
    r"(?i)finding|student|SRW|doctoral|demo|industr|tutorial|abstract|late|adjunct|companion|supplement|data-?set"
    r"|D ?& ?B|\bDB\b|blog|tiny|competition|creative|in practice|SEIP|NIER|new ideas|EA\b"
)


def take_track(text: str) -> tuple[str, str]:
    """The track that a venue names, empty for none, and the text without those words."""
    if not re.search(_ANY, text):
        return "", text
    for track, pattern in _patterns().items():
        rest, count = pattern.subn(" , ", text)
        if count:
            return track, rest
    return "", text


def misspelt(word: str) -> str:
    """The track that a misspelt word of a note means (``Fidnings``), empty for none; never a main one."""
    word = word.lower()
    for right in _MISSPELT:
        if word != right and len(word) > 5 and word[0] == right[0] and nearly(word.rstrip("s"), right.rstrip("s")):
            return right
    return ""
