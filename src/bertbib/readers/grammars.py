"""How a list writes its titles: one slot wins for the whole list, and is asked first for every entry of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from bertbib.readers.pieces import text_of
from bertbib.readers.sentences import is_authors, is_name
from bertbib.readers.slots import SLOTS, Title, Unit, noted


class Grammar(NamedTuple):
    """How a list writes its titles: the slots in the order to ask them, the one that most titles have (plain text
    included, empty where none has any), whether plain text is usual for one, and whether a short name and a dash
    (``GAN - Generative Adversarial Networks``) or authors and a colon usually stand before it.
    """

    order: tuple[str, ...]
    usual: str
    plain: bool
    named: bool = False
    authored: bool = False


def grammar(units: Iterable[Unit]) -> Grammar:
    """The grammar of a list by its units that lead to papers, or by all where next to none do; plain text is asked
    last, since every entry has some.
    """
    votes: Counter[str] = Counter()
    named = authored = 0
    every = list(units)
    leading = [unit for unit in every if any(link.role == "paper" for link in unit.links)]
    for unit in leading if 5 * len(leading) >= len(every) or len(leading) > 3 else every:
        for slot, find in SLOTS.items():
            title = find(unit)
            if title and title.strong:
                votes[slot] += 1
                before = text_of(unit.pieces[: title.after - 1]) if slot != "plain" else ""
                named += _NAMED.fullmatch(before) is not None
                authored += title.slot == "sentence" and slot == "plain"
                break
    places = {slot: place for place, slot in enumerate(SLOTS)}
    order = sorted(SLOTS, key=lambda slot: (slot == "plain", -votes[slot], places[slot]))
    usual = max(votes, key=lambda slot: (votes[slot], -places[slot]), default="")
    said = (n > 3 and n * 2 > votes.total() for n in (named, authored))
    return Grammar(tuple(order), usual, votes["plain"] * 5 >= votes.total(), *said)


_NAMED = re.compile(r"\W*\w\S*(?: \S+){0,3} [-\u2013\u2014]")


def choose(unit: Unit, grammar: Grammar) -> Title | None:
    """The title of a unit by its list's grammar: the first that is long enough, else the first of all.

    Plain text does not win over a short title in the list's own slot.
    """
    if unit.cell:
        return unit.cell
    weak = None
    for slot in grammar.order:
        if slot == "plain" and weak and (weak.slot == grammar.usual or _is_led_to(unit, weak)):
            break
        if slot == "quoted" and weak and weak.slot == grammar.usual == "linked" and weak.after == 1:
            continue  # what is quoted behind a short linked title is what somebody says of it
        title = SLOTS[slot](unit)
        if title and title.text:
            title = noted(_unnamed(title, grammar))
            if title.strong:
                return title
            weak = weak or title
    return weak


def _is_led_to(unit: Unit, title: Title) -> bool:
    """Whether a short linked title leads to a paper behind its authors (``Authors. 2008. [Isolation Forest](u)``)."""
    if title.slot != "linked":
        return False
    before = text_of(unit.pieces[: title.after - 1]).rstrip()
    paper = any(link.role == "paper" and link.place == title.after - 1 for link in unit.links)
    if not paper or before[-1:] not in (".", ":", ","):
        return False
    return before.rstrip(" .:,)")[-4:].isdigit() or is_authors(before) or is_name(before.rstrip(" .:,"))


def _unnamed(title: Title, grammar: Grammar) -> Title:
    """A title in plain text without what usually stands before it: a short name and a dash, an author and a colon."""
    if title.slot != "plain":
        return title
    name = _NAMED.match(title.text) if grammar.named else None
    if name:
        return title._replace(text=title.text[name.end() :].strip())
    author, colon, rest = title.text.partition(": ")
    if grammar.authored and colon and _may_be_authors(author):
        return title._replace(text=rest.strip(), slot="sentence")
    return title


def _may_be_authors(text: str) -> bool:
    """Whether a text may be one author, or two by their surnames, where a list usually begins with authors."""
    names = text.split(" and ")
    return (len(names) == 1 and is_name(text) and 1 <= text.count(" ") <= 3) or (
        len(names) == 2 and all(is_name(name) and name.count(" ") < 3 for name in names)
    )


def is_sure(title: Title, grammar: Grammar) -> bool:
    """Whether a title that was chosen may be shown as one: plain text only where it is usual or written like one."""
    if title.slot != "plain" or grammar.plain:
        return True
    words = [word for word in title.text.split() if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) * 3 >= len(words) * 2
