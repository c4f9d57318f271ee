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
    "student": r"\bstudent (?:research )?(?:workshop|competition|abstract|session|paper|poster)s?\b"
    r"(?: and poster program)?|\bSRW\b|(?<=\()students?(?=\))|\bdoctoral (?:consortium|symposium)\b",
    "working-notes": r"\b(?:online )?working[- ]notes?(?:/labs/workshops?)?(?: (?:papers?|proceedings))?(?: (?:of|for)"
    r"(?: the)?)?\b|\bnotebook papers?(?:/labs/workshops?)?\b",
    "satellite": r"\bsatellite events?\b",
    "poster": r"\bposters?(?: (?:and|&) (?:system )?demo(?:nstration)?s?)?"
    r"(?: (?:session|track|paper|proceeding|volume)s?)\b"
    r"|\bposters(?: (?:and|&) (?:system )?demo(?:nstration)?s?)?(?=\W*(?:\d{4}\W*)?$|\W*[,:;()])",
    "demo": r"\b(?:system )?demonstrations?(?: (?:session|track|paper|program|volume)s?)?(?=\W*$|\W*[,:;()\[\]])"
    r"|\bsystem demonstrations?\b|\b(?:system |phd/)?demos?\b(?: (?:session|track|paper)s?)?|\bshow (?:and|&) tell\b",
    "industry": r"\bindustr(?:y|ial) (?:track|papers?|session|day)s?\b|\bindustry(?: tr\w+)?(?=\W*(?:\d{4}\W*)?$)",
    "tutorial": r"\btutorial (?:abstract|description)s?\b|\btutorials?(?=\W*(?:\d{4}\W*)?$|\W*[,:;()])|^tutorials?\b",
    "extended-abstracts": r"\bextended abstracts?(?: (?:of|on)(?: the)?)?\b|(?<=\bCHI )EA\b"
    r"|\blate[- ]breaking (?:work|result|paper)s?\b|\bLBW\b",
    "adjunct": r"\badjunct(?: (?:proceedings|publication|papers?))?(?: (?:of|to)(?: the)?)?\b",
    "companion": r"\bcompanion(?: (?:proceedings|publication|volume|papers?))?(?: (?:of|to|for)(?: the)?)?\b"
    r"|\bsupplementary proceedings\b|\bsupplemental volume\b",
    "datasets-and-benchmarks": r"\bdata-?sets? track\b"
    r"|\b(?:track on )?data-?sets? (?:and|&) benchmarks?(?: track)?(?:\W*\(?round \d\)?)?"
    r"|\bD ?& ?B(?: track)?\b|(?<=\bNeurIPS )DB\b|(?<=\bNeurIPS \d{4} )DB\b",
    "evaluations-and-datasets": r"\b(?:track on )?evaluations (?:and|&) datasets(?: track)?",
    "position-papers": r"\bposition (?:papers? )?track\b|\bposition papers?(?=\W*(?:\d{4}\W*)?$)",
    "in-practice": r"\bsoftware engineering in practice(?: track)?\b|\bSEIP\b",
    "new-ideas": r"\bnew ideas and emerging results(?: track)?\b|\bNIER\b",
    "education": r"\bSEET\b|(?<=[:,] )software engineering education and training\b",
    "in-society": r"\bSEIS\b|\bsoftware engineering in society\b",
    "blogposts": r"\bblog ?posts?(?: track)?\b",
    "tiny-papers": r"\btiny papers?(?: track)?\b",
    "competition": r"\bcompetitions?(?: and demonstration)?(?: track)?(?=\W*(?:\d{4}\W*)?$)|\bcompetition track\b",
    "creative-ai": r"\bcreative AI(?: track\b|(?=\W*(?:\d{4}\W*)?$))",
}
_SIGGRAPH_TRACKS = {
    "courses": r"\bcourses?(?: notes)?\b",
    "sketches": r"\b(?:technical )?sketches(?: (?:and|&) applications)?\b",
    "talks": r"\btalks\b",
    "panels": r"\bpanels\b",
    "emerging-technologies": r"\bemerging technologies\b|\be-tech\b",
    "art": r"\bart (?:gallery|papers?)\b|\belectronic art (?:and|&) animation catalog\b",
    "animation": r"\b(?:computer animation festival|(?:electronic )?theat(?:er|re)|animation theat(?:er|re))\b",
    "technical-briefs": r"\btechnical (?:briefs|communications)\b",
    "educators": r"\beducators?'?s? (?:forum|program|programme)\b",
    "abstracts": r"\b(?:conference|visual proceedings|abstracts (?:and|&) applications|conference abstracts)"
    r" (?:abstracts|applications)(?: and applications)?\b|\babstracts (?:and|&) applications\b|\bvisual proceedings\b",
    "live": r"\breal-time live\b|\b(?:vr|ar) village\b|\bimmersive pavilion\b|\bstudio\b|\blabs\b|\bappy hour\b",
    "mobile": r"\bmobile graphics (?:and|&) interactive applications\b",
}
"""What stands beside the papers of SIGGRAPH and SIGGRAPH Asia; elsewhere these words are topics."""
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
    "working-notes": "Working Notes",
    "satellite": "Satellite Events",
    "poster": "Posters",
    "position-papers": "Position Paper Track",
    "education": "Software Engineering Education and Training",
    "in-society": "Software Engineering in Society",
    "courses": "Courses",
    "sketches": "Sketches",
    "talks": "Talks",
    "panels": "Panels",
    "emerging-technologies": "Emerging Technologies",
    "art": "Art Papers",
    "animation": "Computer Animation Festival",
    "technical-briefs": "Technical Briefs",
    "educators": "Educators Program",
    "abstracts": "Abstracts and Applications",
    "live": "Live Events",
    "mobile": "Mobile Graphics and Interactive Applications",
    "workshop": "Workshops",
}
"""How a track is printed behind the name of its host."""

_MISSPELT = ("findings", "workshop", "industry", "companion", "adjunct", "tutorial")


@cache
def _patterns(siggraph: bool) -> dict[str, re.Pattern[str]]:
    tracks = {**_TRACKS, **_SIGGRAPH_TRACKS} if siggraph else _TRACKS
    return {track: re.compile(words, re.IGNORECASE) for track, words in tracks.items()}


_MAIN = r"\b(?:research|applied data science(?: and demo)?) track\b"
"""Parts of a main event that have volumes of their own: they are it."""
_HINTED = (
    "finding student srw doctoral demo industr tutorial abstract late adjunct companion supplement dataset "
    "data-set d&b education blog tiny competition creative practice seip nier seet seis ideas poster note satell "
    "society position lbw show"
)
_HINTS = frozenset(_HINTED.split())
_SHORT_HINTS = ("D & B", "D &B", "D& B", "DB", " EA")


def take_track(text: str) -> tuple[str, str]:
    """The track that a venue names, empty for none, and the text without those words; of several tracks the first."""
    lower = text.lower()
    if " track" in lower:
        text = re.sub(_MAIN, " , ", text, flags=re.IGNORECASE)
    at_siggraph = "siggraph" in lower
    if not (at_siggraph or any(map(lower.__contains__, _HINTS)) or any(map(text.__contains__, _SHORT_HINTS))):
        return "", text  # quicker than one pattern of all
    found = ""
    for track, pattern in _patterns(at_siggraph).items():
        rest, count = pattern.subn(" , ", text)
        if count:
            found, text = found or track, rest
    return found, text


def misspelt(word: str) -> str:
    """The track that a misspelt word of a note means (``Fidnings``), empty for none; never a main one."""
    word = word.lower()
    if len(word) <= 5 or word[0] not in "fwicat":
        return ""
    for right in _MISSPELT:
        if word != right and word[0] == right[0] and nearly(word.rstrip("s"), right.rstrip("s")):
            return right
    return ""
