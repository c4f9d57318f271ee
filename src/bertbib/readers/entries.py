"""A unit as a reference: its identifiers, its links by role, its note, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bertbib.model import Identifier, Link, Outcome, Problem, Reference, Where
from bertbib.readers.citing import cited_key
from bertbib.readers.grammars import Grammar, choose, is_sure
from bertbib.readers.labels import Hyperlink, hyperlinks, label_role
from bertbib.readers.notes import is_known_note, is_venue_note, note_after, year_in
from bertbib.readers.pieces import BREAK, Piece, text_of
from bertbib.readers.sentences import is_credit
from bertbib.readers.slots import Title, Unit, clean, italic, quoted
from bertbib.text.links import identifiers_in, parse_identifier


class Setting(NamedTuple):
    """What an entry's list and section say: where it is, how its titles stand, what may be expected.

    ``not_papers``: the section says that it lists no papers, and links none; ``aside``: it says so, ``bare_titles``:
    titles may stand there without a link.
    """

    path: str
    grammar: Grammar
    not_papers: bool
    bare_titles: bool
    aside: bool = False


def reference(unit: Unit, setting: Setting) -> tuple[Reference, list[Problem]]:
    """The reference that a unit states, and what deserves a look in it."""
    where = Where(setting.path, unit.line)
    title = choose(unit, setting.grammar)
    if unit.details and (title is None or not title.strong):
        unit, title = _cited_below(unit) or (unit, title)
    nested = _without_citations(hyperlinks(unit.details), unit) if unit.details else []
    papers, primary = _papers(unit, title, nested)
    ids, problems = _ids(unit, title, papers, where)
    note, year = _note(unit, title)
    prose = _is_prose(unit, title, setting.grammar)
    outcome = "not-a-paper" if prose else _outcome(unit, title, bool(ids or papers), note, setting)
    if outcome == "paper" and primary is None:
        primary = next((link for link in unit.links if link.role == "other" and _leads(link)), None)
    if outcome not in ("paper", "could-not-tell"):
        primary = None
    found = Reference(
        title=_shown(unit, title, outcome, setting),
        where=where,
        outcome=outcome,
        ids=ids,
        url=primary.url if primary and not cited_key(primary.url) else None,
        note=note,
        year=year,
        key=next((key for link in papers if (key := cited_key(link.url))), None),
        links=tuple(
            Link(link.role, link.label, link.url)
            for link in (*unit.links, *nested)
            if link is not primary and "://" in link.url
        ),
    )
    if outcome == "paper" and not found.title and _has_words(unit):
        problems.append(
            Problem("no-title", "info", "No title could be told in this entry; its link alone names the work.", where)
        )
    problems += [
        Problem("not-an-entry", "info", f"“{link.label}” is named within another entry and not read as one.", where)
        for link in (*unit.links, *nested)
        if link.titled and link not in papers and link.role == "paper" and link.identifier not in ids
    ]
    return found, problems


def _cited_below(unit: Unit) -> tuple[Unit, Title] | None:
    """A short name with its work cited in the line below it (``* LSTM [[pdf](u)]`` / ``* Authors, *Title*, Venue``):
    the unit with that line before its own pieces, and the title.
    """
    lines: list[list[Piece]] = [[]]
    for piece in unit.details:
        if piece.kind == "break":
            lines.append([])
        else:
            lines[-1].append(piece)
    line = next((line for line in lines if text_of(line)), [])
    title = italic(Unit.of(unit.line, line)) or quoted(Unit.of(unit.line, line)) if line else None
    if title is None or not title.strong or not is_credit(text_of(line).partition(title.text)[0]):
        return None
    rest = unit.details[unit.details.index(line[-1]) + 1 :]
    return Unit.of(unit.line, [*line, BREAK, *unit.pieces], rest), title


def _is_prose(unit: Unit, title: Title | None, grammar: Grammar) -> bool:
    """Whether an entry is a sentence that mentions papers: its first link's short label stands inside it, or it goes on
    behind its last link and has no title.
    """
    if not unit.links:
        return False
    first, last = unit.links[0], unit.links[-1]
    if title is not None and title.slot == "linked":
        before = text_of(unit.pieces[: first.place])
        inside = first.place == title.after - 1 and before.count(" ") >= 2 and before[-1:].islower()
        return inside and (not title.strong or re.search(r"\bet al\b", title.text) is not None)
    unsure = title is None or (title.slot == "plain" and not is_sure(title, grammar))
    after = text_of(unit.pieces[last.place + 1 :]).lstrip(")] ")
    return unsure and after[:1].islower() and " " in after


def _without_citations(nested: list[Hyperlink], unit: Unit) -> list[Hyperlink]:
    """The links below an entry; a citation there is the entry's own only where nothing else says which work it is."""
    keys = {link.url for link in nested if cited_key(link.url)}
    if not keys or (len(keys) == 1 and not any(link.role == "paper" for link in unit.links)):
        return nested
    return [link for link in nested if link.url not in keys]


def _papers(unit: Unit, title: Title | None, nested: Sequence[Hyperlink]) -> tuple[list[Hyperlink], Hyperlink | None]:
    """The links to this entry's paper, the primary first: the title's own, then those that are labelled so."""
    own = None
    if title and title.slot in ("linked", "cell"):
        own = next((link for link in unit.links if link.place == title.after - 1), None)
    elif title and title.slot == "bold":
        own = next((link for link in unit.links if link.titled and title.text in clean(link.label)), None)
    papers = [link for link in unit.links if link.role == "paper" and (link is own or not link.titled)]
    papers += [link for link in nested if link.role == "paper" and not link.titled]
    if title and title.strong and title.slot in ("bold", "quoted", "piped", "italic"):
        # A title that is marked otherwise leaves to a link behind it the name of a journal as its label.
        behind = [link for link in unit.links if link.titled and link.role == "paper" and link.place >= title.after]
        papers += [link for link in behind if _names_journal(link) or (not papers and len(behind) == 1)]
    if own is not None and own.role == "paper":
        papers = [own, *(link for link in papers if link is not own)]
    return papers, papers[0] if papers else own if own and own.role == "other" and _leads(own) else None


_ONE_EACH = frozenset({"arxiv", "acl", "pmlr", "openreview"})


def _ids(
    unit: Unit, title: Title | None, papers: Sequence[Hyperlink], where: Where
) -> tuple[tuple[Identifier, ...], list[Problem]]:
    """The identifiers of links, then of the text; a second one of a scheme that gives a work one id is another work."""
    found: dict[Identifier, None] = {}
    others = []
    for place, link in enumerate(papers):
        identifier = link.identifier
        if identifier is None or (place and identifier.scheme == "url" and label_role(link.label) != "paper"):
            continue
        if identifier.scheme in _ONE_EACH and identifier not in found and _has_scheme(found, identifier.scheme):
            others.append(identifier)
        else:
            found.setdefault(identifier)
    for identifier in _text_ids(unit, title):
        if not _has_scheme(found, identifier.scheme):
            found.setdefault(identifier)
    message = "This entry names two works: {} is kept out."
    problems = [Problem("two-works", "warning", message.format(other), where) for other in others]
    return tuple(found), problems


def _has_scheme(ids: dict[Identifier, None], scheme: str) -> bool:
    return any(identifier.scheme == scheme for identifier in ids)


def _text_ids(unit: Unit, title: Title | None) -> tuple[Identifier, ...]:
    """The identifiers in the text of an entry, its title left out."""
    start = title.after if title and title.slot == "linked" else 0
    text = "".join(piece.text for piece in unit.pieces[start:] if piece.kind != "link")
    found = identifiers_in(text) if any(map(str.isdigit, text)) else ()
    if not found and not unit.links and " " not in text.strip():
        alone = parse_identifier(text)
        return (alone,) if alone else ()
    return found


def _note(unit: Unit, title: Title | None) -> tuple[str | None, int | None]:
    """The venue note: after the title, before it in brackets, or where a lost link's target should be."""
    if any(unit.claim):
        return unit.claim[0] or None, unit.claim[1]
    if title is None:
        return None, None
    rest = unit.pieces[title.after :]
    if title.tail:
        rest = [Piece(title.tail), *rest]
    note, year = note_after(rest) if rest else (None, None)
    if note is None:
        note, year = _note_elsewhere(unit, title, year)
    if note is None:
        said = (re.sub(r"^[^\W\d_]{1,12}[:\uff1a] ?", "", line) for line in _lines(unit.details))
        note = next((line for line in said if is_venue_note(line)), None)
        year = year_in(note) or year if note else year
    return note, year


def _lines(pieces: Sequence[Piece]) -> list[str]:
    """The lines of nested pieces that hold text only."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == "break":
            lines.append([])
        else:
            lines[-1].append(piece)
    return [text_of(line).strip(" .") for line in lines if line and all(piece.kind == "text" for piece in line)]


def _note_elsewhere(unit: Unit, title: Title, year: int | None) -> tuple[str | None, int | None]:
    for link in unit.links:
        journal = link.place >= title.after and _names_journal(link)
        said = link.label if journal or not link.titled else "" if "://" in link.url else link.url
        if journal or (len(said) <= 40 and is_venue_note(said)):
            return said, year_in(said) or year
    for piece in unit.pieces:  # badges
        if piece.kind == "text" and piece.image and is_venue_note(piece.url):
            return piece.url, year_in(piece.url)
    before = unit.pieces[: title.after - 1] if title.slot in ("linked", "bold", "quoted") else []
    if title.slot == "linked" and before:
        said = re.sub(r"^\d{6,8}\b", "", text_of(before)).strip()
        for one in (said, said.partition(" ")[0]):
            if before[0].kind == "text" and not before[0].bold and is_known_note(one):
                return one, year_in(one) or year
    for piece in before:
        said = piece.text.strip()
        if said[:1] + said[-1:] in ("[]", "()", "\uff08\uff09"):
            said = said[1:-1].strip()
        elif not piece.bold and not piece.italic:
            continue
        if piece.kind == "text" and is_venue_note(said):
            return said, year_in(said)
    return None, year


def _names_journal(link: Hyperlink) -> bool:
    """Whether a label that is no word for a link (``[Nature Methods](doi)``) names where a paper appeared."""
    words = re.sub(r" \((?:19|20)\d\d\)$", "", link.label).split()
    known = label_role(link.label) is not None or link.identifier is None or link.identifier.scheme != "doi"
    capital = all(word[0].isupper() or len(word) < 4 for word in words)
    return not known and capital and (1 < len(words) < 9 or link.label.isupper())


def _leads(link: Hyperlink) -> bool:
    """Whether a link leads anywhere outside its own repository."""
    return link.url.startswith(("http://", "https://"))


def _outcome(unit: Unit, title: Title | None, paper: bool, note: str | None, setting: Setting) -> Outcome:
    if paper:
        return "paper"
    if unit.aside:
        return "not-a-paper"
    leading = [link for link in unit.links if _leads(link)]
    empty = any(not link.url.strip() for link in unit.links)
    if empty and title is not None and title.strong and _begins(unit, title):
        return "no-link"
    if leading:
        return _outcome_of_links(unit, title, leading, note, setting)
    if any("/" in link.url or "." in link.url or ":" in link.url for link in unit.links):
        return "not-a-paper"  # another file of the repository, or an e-mail address
    if title is None:
        return "not-a-paper"
    if title.slot == "plain":
        return "no-link" if note or (setting.bare_titles and _is_bare_title(unit, title)) else "not-a-paper"
    return "no-link" if note or (title.strong and _begins(unit, title)) else "not-a-paper"


def _outcome_of_links(
    unit: Unit, title: Title | None, leading: Sequence[Hyperlink], note: str | None, setting: Setting
) -> Outcome:
    """An entry whose links lead to no paper that can be told by its URL."""
    strong = title is not None and title.strong
    if all(link.role != "other" for link in leading):
        shown = leading[0].titled and leading[0].role in ("video", "slides")
        if not strong or title is None or not (note or _names_preprint(unit)) or (shown and setting.aside):
            return "not-a-paper"
        return "paper" if title.slot in ("linked", "cell", "summary") else "no-link"
    if setting.not_papers or (setting.aside and not note and _is_resource(title, leading)):
        return "not-a-paper"
    if strong and title is not None and (note or _begins(unit, title)):
        return "paper"
    # A link alone whose text is in capitals (``[KDD](https://www.kdd.org)``) names a site or an event.
    if setting.aside and not strong:
        return "not-a-paper"
    return "could-not-tell" if strong or note or not text_of(unit.pieces).isupper() else "not-a-paper"


def _is_resource(title: Title | None, leading: Sequence[Hyperlink]) -> bool:
    """Whether an entry under "Datasets" and the like is one: by the last word of its title, or by links that no label
    calls a paper.
    """
    if title is None or title.slot != "linked":
        return True
    named = re.search(
        r"\b(?:data ?sets?|databases?|corpus|corpora|benchmarks?|librar(?:y|ies)|toolkits?)$", title.text, re.I
    )
    return named is not None and not leading[0].url.endswith(".pdf")


def _names_preprint(unit: Unit) -> bool:
    text = text_of(piece for piece in unit.pieces if piece.kind == "text").lower()
    return "arxiv" in text or "preprint" in text


def _begins(unit: Unit, title: Title) -> bool:
    """Whether a title stands at the start of its entry, or behind a short name and begins like a title."""
    if title.slot == "plain":
        return False
    before = text_of(unit.pieces).partition(title.text)[0]
    return (
        title.slot in ("cell", "sentence", "piped")
        or not before.strip(' *"\u201c[(')
        or (before.count(" ") <= 4 and not title.text[0].islower())
        or is_credit(before.strip(' *"\u201c[('))
    )


_KEY_WORDS = "keyword keywords task tasks note notes author authors abstract todo summary code paper tldr"
_KEYS = frozenset(_KEY_WORDS.split())


def _is_bare_title(unit: Unit, title: Title) -> bool:
    """Whether a text without any link may be a title: no sentence, no ``Keyword: ...``."""
    text = text_of(unit.pieces)
    first = title.text[0]
    key = title.text.partition(":")[0].lower()
    return text[-1:] not in (".", ":", ";") and key not in _KEYS and not first.islower() and title.text.count(" ") < 25


def _has_words(unit: Unit) -> bool:
    """Whether an entry holds more than its links and a few marks."""
    text = "".join(piece.text for piece in unit.pieces if piece.kind == "text")
    return sum(map(str.isalpha, text)) > 12


def _shown(unit: Unit, title: Title | None, outcome: Outcome, setting: Setting) -> str:
    """The title; without a sure one the text of the entry where the outcome says so, and nothing for a paper."""
    if title is not None and (outcome != "paper" or is_sure(title, setting.grammar)):
        return title.text
    return "" if outcome == "paper" else clean(text_of(unit.pieces))[:200]
