"""A venue as somebody wrote it -> which venue it is: ids first, then a small grammar and exact lookups.

The order: an id in the text; a whole name of the registry; the track that the words announce; names of the registry in
the parts of the text; acronyms; and if nothing of these is known, the tidied words. Nothing is matched by likeness.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bertbib.venues.boilerplate import CONFERENCE, KINDS, MONTHS, WORKSHOP
from bertbib.venues.index import (
    EVENTS,
    abbreviated,
    by_acronym,
    core,
    joint,
    labels,
    literal_names,
    literally,
    names,
    plural,
    says_nothing,
    spelled_alike,
    vocabulary,
    without_numbers,
)
from bertbib.venues.linked import by_id
from bertbib.venues.macros import written_out
from bertbib.venues.pieces import Part, clean, is_acronym, spaced, tokens, upright, without_series, year_in
from bertbib.venues.reading import JOURNAL_WORDS, Acronym, Hit, Reading
from bertbib.venues.registry import registry
from bertbib.venues.tracks import misspelt, take_track
from bertbib.venues.unknown import as_given, unknown
from bertbib.venues.venue import Venue, beside, host_of, known
from bertbib.venues.words import compiled, language, stems
from bertbib.venues.workshops import HOSTED, at_host, hosted, own_kind

_JOURNAL_FIELDS = frozenset({"journal", "journaltitle"})
_PREPRINT = (
    r"(?i)^\W*(?:https?://(?:www\.)?)?"
    r"(?:(arxiv|corr\b|computing research repository)|(?:iacr )?(?P<iacr>cryptol(?:ogy)?\.? ?eprint)"
    r"|(?P<other>(?:bio|med|chem|psya|tech|soca|eartha|eng)rxiv|ssrn\b))"
)
_FEW_WORDS = 2
_LONGEST_TITLE = 200
_SUBTITLE = r"(?i)\b(?:official|journal)\b"


def identify(raw: str, field: str = "", year: int | None = None) -> Venue:
    """Which venue a text names; ``field`` is the BibTeX field it stood in, ``year`` the record's year. Never raises."""
    return _identify(raw, "journal" if field in _JOURNAL_FIELDS else "event" if field == "booktitle" else "", year)


def series_named(text: str) -> tuple[str, ...]:
    """Ids of the known series that a text names whole, the parts of joint meetings; no servers, no book series."""
    venue = identify(text)
    if not venue.known or venue.kind in ("preprint", "book series"):
        return ()
    series = (venue.host or venue.venue).split("+")
    return tuple(part for one in series for part in (registry()[one].linked("part") or [one]))


def is_journal(series: str) -> bool:
    """Whether an id is a journal's."""
    return series in registry() and registry()[series].kind == "journal"


@lru_cache(maxsize=16384)
def _identify(raw: str, field: str, year: int | None) -> Venue:
    text = clean(written_out(raw))
    linked = by_id(text)
    if linked:
        return _from_id(*linked, year)
    given = as_given(text, year) if "/" in text else None
    if given:
        return given
    apart = spaced(text)
    year = year_in(apart) or year
    preprint = compiled(_PREPRINT).match(text)
    if preprint:
        return known("arxiv" if preprint[1] else "eprint-iacr" if preprint["iacr"] else preprint["other"].lower(), year)
    whole = _whole(text)
    if whole:
        return known(whole, year)
    shorter = upright(without_series(text))
    track, rest = take_track(apart if shorter == text else spaced(shorter))
    venue = _venue(Reading(rest, track, field, year))
    return venue if venue.known or "arxiv" not in text.lower() else known("arxiv", year)


def _from_id(series: str, track: str, topic: str, id_year: int | None, year: int | None) -> Venue:
    if track == "main":
        return known(series, id_year or year)
    return beside(series, track, topic, topic, id_year or year)


def _whole(text: str) -> str:
    """The id of a journal, server or book series whose name is the whole text, empty for none."""
    if len(text) > _LONGEST_TITLE:
        return ""
    for form in dict.fromkeys((text, upright(text))):
        words = stems(form)
        key = without_numbers(word for word in words if word not in MONTHS)
        if " " not in key and any(one.isupper() and by_acronym(one) for one in tokens(spaced(form))):
            continue  # INTERACT 2007 is no issue of Interactions
        foreign = language(form)
        found = names().get(foreign + " ".join(words)) or names().get(foreign + key)
        found = found or literal_names().get(literally(form)) or _volume(words)
        if found and (spelled_alike(form, found) if " " in key else not plural(form, found)):
            return found
    return ""


def _volume(words: Sequence[str]) -> str:
    """The id of a conference whose volumes' title is all that words say: ``Proc. 12th IEEE Visualization``."""
    bare = tuple(word for word in words if not says_nothing(word))
    found = names().get(" ".join(bare), "") if len(bare) < len(words) else ""
    return found if found and len(bare) > 1 and registry()[found].kind in EVENTS else ""


def _venue(reading: Reading) -> Venue:
    """The venue, known or not."""
    workshop = _workshop(reading)
    if workshop is not None:
        return workshop
    periodical = _journal(reading) if reading.parts and _says_journal(reading.parts[0]) else None
    main = "" if periodical else _main(reading)
    if not main:
        periodical = periodical or _journal(reading)
        main = "" if periodical else _lesser(reading)
    if periodical:
        return periodical
    if main and reading.track and not (reading.track == "working-notes" and _is_workshop(main)):
        return beside(host_of(main), reading.track, "", "", reading.year)
    if main:
        return known(main, reading.year)
    return unknown(reading)


def _says_journal(part: Part) -> bool:
    """Whether a part says it is a journal: by a word of journals, or as one whose whole name begins "Proceedings"."""
    if not JOURNAL_WORDS.isdisjoint(part.words):
        return True
    found = names().get(" ".join(part.words)) if part.words[0] == "proc" and len(part.words) > _FEW_WORDS else None
    return found is not None and is_journal(found)


def _main(reading: Reading) -> str:
    """The id of the main event or joint meeting, empty where none is known."""
    strong = [one for one in reading.acronyms if one.strong and _fits(reading, one)]
    named = [one for one in reading.hits if not one.plain]
    if reading.track == "findings" and strong:
        return strong[-1].series
    if named:
        return joint(one.series for one in named) or _lettered(reading, named[0], strong)
    if strong:
        return joint(one.series for one in strong) or strong[0].series
    return ""


def _lettered(reading: Reading, hit: Hit, strong: Sequence[Acronym]) -> str:
    """The id of the series that a name means by its acronym where it says only topic and kind; the hit's without.

    ``Computer Vision - 12th International Conference, ECCV 2015`` is not the International Conference on Computer
    Vision; beside an acronym that nobody knows it is no known one.
    """
    if hit.first == hit.last or hit.series in {one.series for one in reading.acronyms}:
        return hit.series
    span = reading.parts[hit.first : hit.last + 1]
    if any(core(part.words).words for part in span if not KINDS.isdisjoint(part.words)):
        return hit.series
    topic = set(reading.core(hit.first, hit.last).words)
    beside = range(hit.first + 1, hit.last + 2)
    near = (one for one in strong if one.part in beside and reading.parts[one.part].before not in HOSTED)
    found = next((one.series for one in near if topic <= vocabulary(one.series.split("+")[0])), "")
    others = (part for part in reading.parts[hit.first + 1 : hit.last + 2] if part.before not in HOSTED)
    return found or ("" if any(is_acronym(part.text) and not part.empty for part in others) else hit.series)


def _lesser(reading: Reading) -> str:
    """The id of a main event that the words name less clearly, empty where there is none."""
    weak = [one for one in reading.acronyms if not one.strong and _fits(reading, one, part_too=True)]
    if weak:
        return weak[0].series
    plain = [one for one in reading.hits if one.plain and _little_else(reading, one)]
    return plain[0].series if plain else ""


def _fits(reading: Reading, acronym: Acronym, *, part_too: bool = False) -> bool:
    """Whether no part names another event than the acronym's: half of its words are those of the series."""
    words = vocabulary(acronym.series.split("+")[0])
    if _subtitled(reading, acronym):
        return False
    for place, part in enumerate(reading.parts):
        if part.place or (place == acronym.part and not part_too):
            continue
        explains = place + 1 == acronym.part and reading.parts[acronym.part].before.endswith("(")
        if place == acronym.part or explains or _says_kind(part):
            named = [word for word in core(part.words).words if word not in ("j", "int", "joint")]
            if place == acronym.part:
                named = [word for word in named if word not in labels(acronym.series)]
            if sum(word in words for word in named) * 2 < len(named):
                return False
    return True


def _subtitled(reading: Reading, acronym: Acronym) -> bool:
    """Whether a journal's acronym is the beginning of another one's name: ``AER: Insights``."""
    follower = reading.parts[acronym.part + 1 : acronym.part + 2]
    if not follower or follower[0].before != ":" or follower[0].empty or not is_journal(acronym.series):
        return False
    return vocabulary(acronym.series).isdisjoint(follower[0].words)


def _says_kind(part: Part) -> bool:
    return not (CONFERENCE | WORKSHOP | JOURNAL_WORDS).isdisjoint(part.words)


def _little_else(reading: Reading, hit: Hit) -> bool:
    """Whether a bare topic is all that a text says beside places, dates and acronyms, and it was no journal's."""
    for place, part in enumerate(reading.parts):
        if not hit.first <= place <= hit.last and not part.empty and not part.place:
            words = set(core(part.words).words) - vocabulary(hit.series)
            if words and not is_acronym(part.text):
                return False
    return True


def _workshop(reading: Reading) -> Venue | None:
    """The workshop that a text names, None where it names none."""
    if reading.track:
        return None
    named = [one for one in reading.hits if not one.plain]
    own = _registered_workshop(reading, named)
    if own:
        return known(own, reading.year)
    covered = {place for one in named for place in range(one.first, one.last + 1) if not one.workshops}
    said = [place for place, part in enumerate(reading.parts) if place not in covered and WORKSHOP & set(part.words)]
    if not any(one.workshops for one in named):
        said = [place for place in said if not own_kind(reading, place)]
    right, wrong = _misspelt(reading)
    if right:
        text = reading.text.replace(wrong, "workshop" if right == "workshop" else ",")
        return _venue(Reading(text, "" if right == "workshop" else right, reading.field, reading.year))
    lettered = any(one.workshops for one in reading.acronyms) or any(one.workshops for one in named)
    return at_host(reading, named, said) if said or lettered or hosted(reading, named) else None


def _registered_workshop(reading: Reading, named: Sequence[Hit]) -> str:
    """The id of a workshop that the registry knows by itself, empty for none."""
    if named:
        return next((one.series for one in named if registry()[one.series].kind == "workshop"), "")
    likely = [one for one in reading.acronyms if _is_workshop(one.series) and (one.strong or _fits(reading, one))]
    return next((one.series for one in sorted(likely, key=lambda one: not one.strong)), "")


def _misspelt(reading: Reading) -> tuple[str, str]:
    """The track that a misspelt word of a short note means, and that word (``Fidnings``); empty for none."""
    if len(reading.parts) <= 2 and reading.acronyms:
        for word in (word for part in reading.parts for word in tokens(part.text)):
            if misspelt(word):
                return misspelt(word), word
    return "", ""


def _journal(reading: Reading) -> Venue | None:
    """A journal whose name is followed by a subtitle or an acronym, or abbreviated in a way of its own."""
    if reading.track:
        return None
    kept = [part for place, part in enumerate(reading.parts) if not place or not is_acronym(part.text)]
    dotted, shortened = "." in reading.text, False
    for count in range(len(kept), 0, -1):
        if not _may_end(reading, kept, count):
            continue
        words = [word for part in kept[:count] for word in part.words if word not in MONTHS]
        key = without_numbers(words)
        found = names().get(language(reading.text) + key, "")
        if not found and count == len(kept) and (dotted or reading.field == "journal"):
            found = abbreviated(key, dotted=dotted) or (_abbreviated_event(words) if dotted else "")
            shortened = bool(found)
        if found and " " not in key and plural(" ".join(part.text for part in kept[:count]), found):
            found = ""
        if found and (dotted or shortened or spelled_alike(" ".join(part.text for part in kept[:count]), found)):
            return known(found, reading.year)
    return None


def _abbreviated_event(words: Sequence[str]) -> str:
    found = abbreviated(core(words).key)
    return found if found and registry()[found].kind in EVENTS else ""


def _may_end(reading: Reading, kept: Sequence[Part], count: int) -> bool:
    """Whether a journal's name may end before a part: places, dates and a few subtitles follow, never a section."""
    rest = kept[count:]
    if all(part.empty or part.place for part in rest):
        return True
    subtitle = count == 1 and compiled(_SUBTITLE).search(rest[0].text) is not None
    return subtitle and (CONFERENCE | WORKSHOP).isdisjoint(reading.words)


def _is_workshop(series: str) -> bool:
    return "+" not in series and registry()[series].kind == "workshop"
