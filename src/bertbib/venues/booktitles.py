"""DBLP's booktitles: title of the proceedings, event, place and date in one (https://dblp.org/faq/1474679.html).

Its records come from DBLP itself and out of packs, and name one venue either way.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from bertbib.model import Item
from bertbib.text.titles import plain

_HOSTED = "OpenReview.net"
"""What DBLP names as the publisher of papers that OpenReview only hosts."""

_YEAR = r"(?:19|20)\d\d"
# ", ICLR 2020" or ", RepL4NLP@ACL 2019" or ", RecSys 2011" before a comma or the end; months are no acronyms, and
# cities have one capital.
_EVENT = (
    rf", ((?=[^,]*[A-Z][^,a-z]*[A-Z]|[A-Z][a-z]{{2,8}}[A-Z][a-z]{{2,8}} )[A-Z][\w@/&+.-]{{1,30}}"
    rf"(?: [A-Z][\w@/&+.-]{{1,30}})? {_YEAR})(?=,|$)"
)
_SHORT_EVENT = r"([A-Z][\w@/&+. -]{1,40} '\d\d): "
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
# ", December 5-10, 2016, Barcelona, Spain": what stands behind a date is a place, what stands before may be title.
_DATE_AND_PLACE = rf", (?:{_MONTH}) \d{{1,2}}(?: ?- ?(?:(?:{_MONTH}) )?\d{{1,2}})?, {_YEAR}, "
# Parts behind the event that make it another volume than that of the main conference.
_KEPT_TAIL = (
    r"(?i)\b(?:workshops?|companion|part|volume|vol\.|findings|demos?|demonstrations?|posters?|tutorials?|short papers|"
    r"long papers|student|abstracts|industry|supplement\w*|adjunct|extended|system|revised|selected)\b"
)


def without_place_and_date(item: Item) -> Item:
    """An item of DBLP with the titles of its proceedings and event apart, and no publisher that only hosts it.

    The event that it states itself stays where its booktitle names none.
    """
    container, event = plain(item.container_title), ""
    if item.type == "paper-conference":
        container, event = tidy_booktitle(container)
    return replace(
        item,
        container_title=container,
        event_title=event or item.event_title,
        collection_title=plain(item.collection_title),
        publisher="" if item.publisher == _HOSTED else item.publisher,
    )


def tidy_booktitle(booktitle: str) -> tuple[str, str]:
    """A booktitle of DBLP -> the title of the proceedings and the event, both as far as they can be told.

    ``8th International Conference on Learning Representations, ICLR 2020, Addis Ababa, Ethiopia, April 26-30, 2020``
    gives the words before the first acronym with a year, and ``ICLR 2020``. What names another volume than the main
    conference's ("Workshop Track Proceedings", "Volume 1 (Long and Short Papers)") stays. Without such an acronym only
    a date and the place behind it go.
    """
    short = _compiled(_SHORT_EVENT).match(booktitle)
    if short is not None:
        return booktitle[short.end() :], short[1]
    events = list(_compiled(_EVENT).finditer(booktitle))
    if not events:
        date = _compiled(_DATE_AND_PLACE).search(booktitle)
        behind = booktitle[date.end() :] if date else ""
        more = "Proceedings" in behind or _compiled(_KEPT_TAIL).search(behind)
        return booktitle[: date.start()] if date and not more else booktitle, ""
    tail = booktitle[events[-1].end() :].split(", ")
    return ", ".join([booktitle[: events[0].start()], *filter(_compiled(_KEPT_TAIL).search, tail)]), events[0][1]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """One of the patterns above; few runs need any."""
    return re.compile(pattern)
