"""Are two records of one work? The rule: what speaks for it, what forbids it, and the reasons in words.

Never merging two works comes first: what forbids a merger outweighs all likeness, and what is doubtful is ``related``:
reported, never merged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from bertbib.duplicates.kinds import Kind, is_journal_of, is_same_name, venues_alike
from bertbib.duplicates.people import Authors, compare_people
from bertbib.duplicates.renaming import is_extension, renamed
from bertbib.duplicates.wording import Titles, are_alike, compare_titles, have_little_in_common, is_about
from bertbib.duplicates.works import Work
from bertbib.model import Identifier

Relation = Literal["same", "related", "different"]

YEARS_APART = 1
"""Years between two records of one publication: a meeting in December, its proceedings in January."""

YEARS_UNTOLD = 2
"""The same where one of them does not say what it is: a report, a manuscript, a page of the web."""

YEARS_BEFORE, YEARS_AFTER = 2, 6
"""A publication lies between two years before what is given for its preprint (often the year of a later version) and
six after it. Wider than the rule of proof: here equal titles and authors say that there is one work.
"""

_DRAFTS = frozenset({"preprint", "report"})
_BESIDE = frozenset({"talk", "thesis", "data"})
"""Kinds that are works of their own beside the paper of the same title."""

_DRAFT_DOI = re.compile(
    r"10\.(?:3386/[wth]\d|1596/1813-9450|17016/feds|20955/wp|24148/wp|5194/(?:egusphere-|[a-z]+d-\d|[a-z]+-20\d\d-\d+$))"
)
"""DOIs of the NBER, the World Bank and the Federal Reserve's working papers, and of Copernicus's discussion papers."""

_OTHER_FORMS = frozenset({"book", "chapter", "data"})
"""Kinds that no paper becomes under another title."""

_NAMES = {
    "abstract": "a poster or extended abstract",
    "talk": "a talk",
    "data": "data, software or the like",
    "journal": "a journal article",
    "conference": "a conference paper",
    "workshop": "a workshop paper",
    "thesis": "a thesis",
    "book": "a book",
    "chapter": "a chapter",
    "report": "a report",
    "preprint": "a preprint",
    "unknown": "a publication",
}
_SCHEMES = {"doi": "DOI", "arxiv": "arXiv id", "acl": "ACL id", "pmlr": "PMLR id", "openreview": "OpenReview id"}


class Verdict(NamedTuple):
    """What two records are to each other, and why.

    ``forbidden`` says that they must never be in one group, however they are linked; without it, ``different`` only
    means that nothing says they are one work. ``weight`` orders mergers: the more certain first.
    """

    relation: Relation
    because: tuple[str, ...] = ()
    forbidden: bool = False
    weight: int = 0


_UNKNOWN = Verdict("different")


def compare(one: Work, other: Work) -> Verdict:
    """The verdict on two records; symmetric.

    A notice (erratum, comment, reply) is related to what it is about. Else one work needs a shared identifier, a shared
    place (volume, pages, year) with titles alike, or titles and authors that agree; and nothing that forbids it.
    """
    if one.title.notice != other.title.notice:
        return _notice(one, other)
    shared = one.ids & other.ids
    if not shared and have_little_in_common(one.title, other.title):
        return _UNKNOWN  # measured: most candidates end here
    same_place = _same_place(one, other) and not _dois_clash(one, other)
    titles = compare_titles(one.title, other.title, close=True)
    if not shared and not same_place:
        return _UNKNOWN if titles == "different" else _by_people(one, other, titles)
    # Who wrote them is asked only where that decides something.
    authors: Authors = "unknown" if titles == "equal" else compare_people(one.people, other.people)
    titles = _unless_far(one, other, titles, authors)
    if shared:
        return _by_id(one, other, shared, titles, authors)
    if _may_be_one(one, other, titles, authors):
        return Verdict("same", ("same pages and year", _said_titles(titles)), weight=3)
    return _UNKNOWN if titles == "different" else _by_people(one, other, titles)


def _by_people(one: Work, other: Work, titles: Titles) -> Verdict:
    """Records that share neither an identifier nor a place; ``titles`` may take them for nearer than they are."""
    authors = compare_people(one.people, other.people)
    titles = _unless_far(one, other, titles, authors)
    if titles == "different":
        return _UNKNOWN
    if titles == "parts" or _volumes_differ(one, other):
        return Verdict("different", ("part numbers differ",), forbidden=True)
    if titles == "loose":
        return _by_team(one, other, titles, authors)
    if authors == "disjoint":
        return Verdict("different", (_said_titles(titles), "authors differ"), forbidden=True)
    return _by_title(one, other, titles, authors)


def _unless_far(one: Work, other: Work, titles: Titles, authors: Authors) -> Titles:
    """What titles say that were compared as those of the same people in near years, where they are not."""
    if titles != "near" or (authors == "agree" and _years_near(one, other)):
        return titles
    return compare_titles(one.title, other.title, close=False)


def _may_be_one(one: Work, other: Work, titles: Titles, authors: Authors) -> bool:
    """Whether two records that stand on the same pages are no two works that do so by chance."""
    return titles == "equal" or (authors != "disjoint" and are_alike(one.title, other.title))


def _notice(one: Work, other: Work) -> Verdict:
    work, notice = sorted((one, other), key=lambda record: record.title.notice)
    kind = notice.title.notice
    kind = f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    if is_about(notice.title, work.title):
        return Verdict("related", (f"one is {kind} to the other",), forbidden=True)
    if one.publication_ids & other.publication_ids:
        return Verdict("related", (_said_id(one.publication_ids & other.publication_ids), f"one is {kind}"), True)
    return Verdict("different", forbidden=True)


def _by_id(one: Work, other: Work, shared: frozenset[Identifier], titles: Titles, authors: Authors) -> Verdict:
    """Records with one identifier: one work, unless everything else speaks of two."""
    reason = _said_id(shared)
    alike = titles not in ("different", "parts") or are_alike(one.title, other.title)
    if not alike and authors not in ("agree", "first", "unknown"):
        return Verdict("related", (reason, "titles and authors differ: one has a wrong identifier"), forbidden=True)
    published = one.publication_ids & other.publication_ids
    if published and not alike and _places_clash(one, other):
        return Verdict("related", (reason, "titles and pages differ"), forbidden=True)
    objections = tuple(_objections(one, other)) if not published else tuple(_edition(one, other))
    if objections:
        return Verdict("related", (reason, *objections), forbidden=True)
    return Verdict("same", (reason, _said_titles(titles)) if alike else (reason,), weight=5 if published else 4)


def _by_title(one: Work, other: Work, titles: Titles, authors: Authors) -> Verdict:
    """Records without a shared identifier, whose titles and authors do not speak against each other."""
    reasons = (_said_titles(titles), _said_authors(authors), *_said_years(one, other))
    objections = tuple(_objections(one, other))
    if titles == "akin" and not _may_be_renamed(one, other):
        return _by_team(one, other, titles, authors)
    if objections:
        linked = authors == "agree" or (titles == "equal" and one.title.is_long)
        if not linked or one.title.is_generic:
            return Verdict("different", (*reasons, *objections), forbidden=True)
        return Verdict("related", (*reasons, *objections), forbidden=True)
    if one.title.is_generic:
        return Verdict("different", (*reasons, "many works bear this title"))
    if titles == "equal" and (authors == "agree" or (one.title.is_long and authors != "unknown")):
        return Verdict("same", reasons, weight=2)
    if titles in ("near", "cut") and authors == "agree":
        return Verdict("same", reasons, weight=1)
    if titles == "equal" and one.title.is_long and _years_near(one, other):
        return Verdict("same", reasons, weight=1)
    if titles == "equal" and one.title.is_long:
        return Verdict("related", (*reasons, "in doubt"))
    return Verdict("different", reasons)


def _by_team(one: Work, other: Work, titles: Titles, authors: Authors) -> Verdict:
    """Records whose titles share words and no more: of one work only if the same people wrote a draft and it."""
    reasons = (_said_titles(titles), _said_authors(authors), *_said_years(one, other))
    if authors != "agree":
        return Verdict("different", reasons)
    found = renamed(one, other)
    if found == "same":
        return Verdict("same", reasons, weight=1)
    clash = _kinds_clash(one, other)
    if found == "related" or (clash and is_extension(one, other)):
        return Verdict("related", (*reasons, clash or "in doubt"), forbidden=bool(clash))
    # Two works of the same people on one subject; two publications of theirs are not brought together by a draft.
    published = not {one.kind, other.kind} & {*_DRAFTS, "unknown"}
    return Verdict("different", reasons, forbidden=published and one.year != other.year)


def _may_be_renamed(one: Work, other: Work) -> bool:
    """Whether akin titles may be those of a paper and its later version, or of two editions."""
    if one.kind == other.kind == "book":
        return any(_edition(one, other))
    kinds = {one.kind, other.kind}
    return len(kinds) > 1 and bool(_kinds_clash(one, other)) and not kinds & _OTHER_FORMS


def _objections(one: Work, other: Work) -> Iterator[str]:
    """What forbids that two records with one title are of one work; none where they stand on the same pages."""
    if _same_place(one, other):
        return
    if _dois_clash(one, other):
        yield "two DOIs of publishers"
    kinds = _kinds_clash(one, other)
    if kinds:
        yield kinds
    yield from _edition(one, other)
    if {one.title.form, other.title.form} in ({"short", ""}, {"short", "full"}):
        yield "one is a short form of the other"
    if _years_clash(one, other):
        yield "too many years apart"
    if not kinds and _places_clash(one, other):
        yield "other pages elsewhere"


def _dois_clash(one: Work, other: Work) -> bool:
    """Whether both have publishers' DOIs and none of them can be another name of one of the other's.

    The ACM registers a paper anew for the journal issue or volume that holds it, under the same last number; JSTOR
    (10.2307) registers what others publish; series of working papers and of discussions register drafts.
    """
    if not one.dois or not other.dois or one.dois & other.dois:
        return False
    if any(doi.startswith("10.2307/") for doi in one.dois | other.dois):
        return False
    if any(map(_DRAFT_DOI.match, one.dois)) != any(map(_DRAFT_DOI.match, other.dois)):
        return False
    return not _acm_numbers(one) & _acm_numbers(other)


def _acm_numbers(work: Work) -> frozenset[str]:
    acm = (doi.rpartition(".") for doi in work.dois if doi.startswith("10.1145/"))
    return frozenset(last for _first, _dot, last in acm if last.isdecimal())


def _volumes_differ(one: Work, other: Work) -> bool:
    """Whether two books are two volumes of a work."""
    return bool(one.volume and other.volume) and one.volume != other.volume and one.kind == other.kind == "book"


def _edition(one: Work, other: Work) -> Iterator[str]:
    if one.edition != other.edition and (one.edition > 1 or other.edition > 1):
        years = one.year is not None and one.year == other.year
        if (one.edition and other.edition) or not years:
            yield "editions differ"


def _kinds_clash(one: Work, other: Work) -> str:
    """Why two kinds of publication cannot be one, or nothing."""
    kinds = {one.kind, other.kind}
    if kinds & _BESIDE and any(work.kind == "unknown" and work.venue for work in (one, other)):
        return _said_kinds(one.kind, other.kind)
    if len(kinds) == 1 or "unknown" in kinds:
        return "venues and years differ" if _elsewhere(one, other) else ""
    if kinds & _BESIDE:
        return _said_kinds(one.kind, other.kind)
    if kinds & _DRAFTS or kinds in ({"chapter", "book"}, {"chapter", "conference"}):
        return ""
    if "abstract" in kinds:
        return _said_kinds(one.kind, other.kind)
    if kinds == {"journal", "conference"}:
        journal, conference = (one, other) if one.kind == "journal" else (other, one)
        if is_journal_of(journal.venue, conference.venue) or is_same_name(one.venue, other.venue):
            return ""
    elif kinds == {"journal", "workshop"}:
        if is_same_name(one.venue, other.venue):
            return ""
    elif "book" not in kinds and _one_venue(one, other) and ("workshop" not in kinds or _one_meeting(one, other)):
        return ""
    return _said_kinds(one.kind, other.kind)


def _elsewhere(one: Work, other: Work) -> bool:
    """Whether both name a venue, by an acronym perhaps that may be a journal's or a meeting's, and those differ."""
    if one.kind in _DRAFTS or other.kind in _DRAFTS or not one.venue or not other.venue or one.year == other.year:
        return False
    return not one.series & other.series and not _one_venue(one, other)


def _one_venue(one: Work, other: Work) -> bool:
    return bool(one.venue and other.venue) and venues_alike(one.venue, other.venue)


def _one_meeting(one: Work, other: Work) -> bool:
    """Whether a workshop and a conference of like names are one: in one year and on no other pages the host alone is
    what somebody wrote for its workshop.
    """
    return one.year == other.year and not _pages_differ(one, other)


def _years_clash(one: Work, other: Work) -> bool:
    if one.year is None or other.year is None:
        return False
    apart = abs(one.year - other.year)
    kinds = {one.kind, other.kind}
    if kinds in ({"preprint"}, _DRAFTS):
        return apart > YEARS_AFTER
    if kinds & _DRAFTS and len(kinds) > 1 and "unknown" not in kinds:
        draft, published = (one, other) if one.kind in _DRAFTS else (other, one)
        begun = min(int(draft.year or 0), draft.since or 9999)
        return not -YEARS_BEFORE <= int(published.year or 0) - begun <= YEARS_AFTER
    return apart > (YEARS_UNTOLD if _is_untold(one) or _is_untold(other) else YEARS_APART)


def _is_untold(work: Work) -> bool:
    """Whether a record does not say where it appeared, or only that it is a draft."""
    return work.kind in _DRAFTS or (work.kind == "unknown" and not work.venue)


def _years_near(one: Work, other: Work) -> bool:
    return not _years_clash(one, other)


def _same_place(one: Work, other: Work) -> bool:
    """Whether two records stand on the same pages: first page and volume, or both pages, in the same year."""
    if not one.pages or not other.pages or one.pages[0] != other.pages[0] or one.year != other.year or not one.year:
        return False
    if one.volume and one.volume == other.volume:
        return True
    return len(one.pages) > 1 and one.pages == other.pages and one.pages[0] != "1"


def _places_clash(one: Work, other: Work) -> bool:
    """Whether two publications of one kind cannot be one, though their titles and authors agree.

    Other pages alone may be an error or another way of counting; with another volume, year or meeting they are not.
    """
    if _is_untold(one) or _is_untold(other):
        return False
    if not one.pages or not other.pages:
        return one.kind == other.kind == "conference" and _meetings_clash(one, other) and one.year != other.year
    if not _pages_differ(one, other):
        return False
    volumes = bool(one.volume and other.volume) and one.volume != other.volume
    return volumes or one.year != other.year or _meetings_clash(one, other)


def _pages_differ(one: Work, other: Work) -> bool:
    """Whether both begin on another page; the first one is where every paper begins that is counted by itself."""
    if not one.pages or not other.pages:
        return False
    return one.pages[0] != other.pages[0] and "1" not in (one.pages[0], other.pages[0])


def _meetings_clash(one: Work, other: Work) -> bool:
    """Whether two meetings are two known series, or their names mention other years."""
    series = bool(one.series and other.series) and not one.series & other.series
    return series or (bool(one.years and other.years) and not one.years & other.years)


def _said_id(shared: frozenset[Identifier]) -> str:
    schemes = sorted(one.scheme for one in shared)
    scheme = next((name for name in ("doi", "arxiv") if name in schemes), schemes[0])
    return f"same {_SCHEMES.get(scheme, scheme.upper())}"


def _said_titles(titles: Titles) -> str:
    return {
        "equal": "title equal",
        "near": "title nearly equal",
        "cut": "title equal but for the subtitle",
        "akin": "titles akin",
        "loose": "titles alike",
        "parts": "title equal but for a number",
        "different": "titles alike",
    }[titles]


def _said_authors(authors: Authors) -> str:
    return {
        "agree": "authors agree",
        "first": "first author equal",
        "overlap": "most authors shared",
        "disjoint": "authors differ",
        "unknown": "authors not comparable",
    }[authors]


def _said_years(one: Work, other: Work) -> Iterator[str]:
    if one.year is not None and other.year is not None:
        first, last = sorted((one.year, other.year))
        yield f"year {first}" if first == last else f"years {first}/{last}"


def _said_kinds(one: Kind, other: Kind) -> str:
    first, second = sorted((one, other))
    return f"one is {_NAMES[first]}, the other {_NAMES[second]}"
