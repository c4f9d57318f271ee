"""A .bib text and its entries -> the tidied text, and every change, merger and kinship on the way.

Rules and mergers go on in turn until none has anything to do: what is written is what a second run leaves as it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bertbib.model import Problem, Where
from bertbib.text.bibtex import BibEntry, BibFile, parse_bib
from bertbib.text.name_repair import doubtful_names
from bertbib.tidying.commas import mended
from bertbib.tidying.drafts import Change, Draft
from bertbib.tidying.edits import Facts, Settings
from bertbib.tidying.pieces import joined, without
from bertbib.tidying.places import Places, places
from bertbib.tidying.rules import ENTRY_RULES
from bertbib.tidying.sorting import Unit, in_order, levels
from bertbib.tidying.uniting import Kinship, Merge, Uniting
from bertbib.tidying.wording import PEOPLE

_MENDED = frozenset({"bib-swallowed-field", "bib-missing-comma"})
_REPEATED = "bib-duplicate-field"
_KEYS = "bib-duplicate-key"
_BROKEN = frozenset({"bib-broken-entry", "bib-repaired-entry", "bib-stray-field", "bib-stray-text", "bib-no-key"})
_ROUNDS = 8
"""Of rules on one entry, and of mergers; three are the most that was seen."""

_QUOTED_MONTH = re.compile(r"\bmonth\s*+=\s*+[{\"]", re.IGNORECASE)
_TOGETHER = frozenset({"preprint"})
"""Rules whose edits of one entry are made all or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """The text, and what was done; ``live`` entries are those that are left, ``changed`` those of them that differ."""

    text: str
    changes: tuple[Change, ...] = ()
    merges: tuple[Merge, ...] = ()
    kin: tuple[Kinship, ...] = ()
    problems: tuple[Problem, ...] = ()
    live: int = 0
    changed: int = 0


@dataclass(slots=True)
class _Work:
    """A file on its way."""

    text: str
    path: str
    settings: Settings
    places: Places
    drafts: list[Draft]
    problems: list[Problem] = field(default_factory=list)
    solved: set[tuple[str, int]] = field(default_factory=set)  # codes of the reader's problems, and lines

    def is_writable(self, draft: Draft) -> bool:
        """Whether an entry can be written as it is meant to be; else it stays as it was before, and that is said."""
        wrong = draft.settle(self.places.macros, self.places.newline)
        if wrong:
            where = Where(self.path, draft.entry.line)
            self.problems.append(Problem("not-edited", "warning", wrong, where, "mend it by hand, then run again"))
        return not wrong

    def chunk_of(self, draft: Draft) -> str | None:
        """The bytes of an entry, None if it went."""
        if draft.gone:
            return None
        return draft.written(self.places.macros, self.places.newline) if draft.is_changed else draft.chunk


def tidied(text: str, parsed: BibFile, path: str, settings: Settings, *, merge: bool, sort: bool) -> Tidied:
    """Tidy a text, read as ``parsed``; ``path`` is shown in problems. Never raises.

    Where entries are broken, what stands beside them is read in their light: then the result is read again, and what
    would be read otherwise than it is meant is neither moved nor merged.
    """
    for merging, sorting in dict.fromkeys(((merge, sort), (merge, False), (False, False))):
        done, meant = _tidied(text, parsed, path, settings, merge=merging, sort=sorting)
        if done.text == text or not _is_doubtful(parsed) or _is_read_so(done.text, meant):
            break
    else:
        return Tidied(text=text, problems=(*parsed.problems, _left_alone("changed", path)), live=len(parsed.entries))
    skipped = [
        word for word, wanted, had in (("sorted", sort, sorting), ("merged", merge, merging)) if wanted and not had
    ]
    return replace(done, problems=(*done.problems, *(_left_alone(word, path) for word in skipped)))


def _left_alone(word: str, path: str) -> Problem:
    message = f"nothing was {word}: a broken entry would be read with other text around it"
    return Problem(f"not-{word}", "warning", message, Where(path), "mend the broken entries, then run again")


def _is_doubtful(parsed: BibFile) -> bool:
    return any(problem.code in _BROKEN for problem in parsed.problems)


def _is_read_so(text: str, meant: Sequence[BibEntry]) -> bool:
    """Whether a text is read as entries that say what is meant, in any order."""
    one, other = (
        Counter(
            (entry.type, entry.key, frozenset((name, " ".join(said.split())) for name, said in entry.fields.items()))
            for entry in entries
        )
        for entries in (parse_bib(text, "").entries, meant)
    )
    return one == other


def _tidied(
    text: str, parsed: BibFile, path: str, settings: Settings, *, merge: bool, sort: bool
) -> tuple[Tidied, list[BibEntry]]:
    """What becomes of a text, and the entries that are meant to stand in it."""
    found = places(text, parsed.entries, doubtful=_is_doubtful(parsed))
    placed = zip(parsed.entries, found.spans, found.closed, strict=True)
    drafts = [Draft(at, entry, text, span, closed) for at, (entry, span, closed) in enumerate(placed)]
    work = _Work(text, path, settings, found, drafts)
    _mend(work, parsed.problems)
    raw_months = _QUOTED_MONTH.search(text) is not None
    for draft in drafts:
        _ruled(draft, work, raw_months)
    uniting = Uniting(drafts, settings.dialect, work.is_writable)
    for _ in range(_ROUNDS):
        won = uniting.round(merge=merge)
        if not won:
            break
        for draft in won:
            _ruled(draft, work, raw_months)
    for draft in drafts:
        if draft.is_changed and not draft.gone:
            work.is_writable(draft)
    new = _assembled(work, sort=sort)
    live = [draft for draft in drafts if not draft.gone]
    done = Tidied(
        text=new,
        changes=tuple(change for draft in live for change in draft.changes if change.rule != "merge"),
        merges=tuple(sorted(uniting.merges, key=lambda one: one.line)),
        kin=uniting.kin,
        problems=(*_left(parsed.problems, work), *work.problems, *_key_problems(live, path), *_doubts(live, path)),
        live=len(live),
        changed=sum(draft.is_changed for draft in live),
    )
    return done, [draft.as_entry() for draft in live]


def _mend(work: _Work, problems: Sequence[Problem]) -> None:
    """Free swallowed fields, put commas, and note repeated fields, where the reader complained."""
    codes: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for problem in problems:
        if problem.where and (problem.code in _MENDED or problem.code == _REPEATED):
            codes[problem.where.line][problem.code] = None
    complaints = [(code, draft) for draft in work.drafts for code in codes.get(draft.entry.line, ())]
    for code, draft in complaints:
        if code in _MENDED and not draft.changes and draft.chunk:
            found = mended(draft.chunk)
            if found is not None:
                draft.mend(*found)
        if code in _MENDED and draft.changes:
            work.solved.add((code, draft.entry.line))
    for code, draft in complaints:
        if code == _REPEATED and draft.editable and (code, draft.entry.line) not in work.solved:
            alone = draft.drop_repeats("duplicate-field", work.places.macros)
            if work.is_writable(draft) and alone:
                work.solved.add((code, draft.entry.line))


def _ruled(draft: Draft, work: _Work, raw_months: bool) -> None:
    """Let all rules propose their edits until none has one; each looks again only where its fields have changed."""
    for _ in range(_ROUNDS):
        before, draft.ruled = draft.ruled, draft.fields
        seen = len(draft.changes)
        raw = draft.chunk if raw_months and "month" in draft.fields else ""
        for name, propose, reads in ENTRY_RULES:
            fields = draft.fields
            if before is not None and all(fields.get(one) is before.get(one) for one in reads):
                continue
            edits = [*propose(Facts(draft.type, fields, raw), work.settings)]
            if edits and (name not in _TOGETHER or all(map(draft.admits, edits))):
                for edit in edits:
                    if draft.admits(edit):
                        draft.apply(name, edit)
        if len(draft.changes) == seen:
            break


def _left(problems: Sequence[Problem], work: _Work) -> list[Problem]:
    """The reader's problems that are still there."""
    gone = {draft.entry.line for draft in work.drafts if draft.gone}
    return [
        problem
        for problem in problems
        if problem.code != _KEYS
        and (problem.where is None or (problem.code, problem.where.line) not in work.solved)
        and (problem.where is None or problem.where.line not in gone or problem.code not in (_REPEATED, *_MENDED))
    ]


def _key_problems(live: Sequence[Draft], path: str) -> list[Problem]:
    """Keys that two works have, and old keys that are another entry's."""
    found = []
    first: dict[str, Draft] = {}
    for draft in live:
        other = first.setdefault(draft.key.casefold(), draft)
        if other is not draft and draft.key:
            lines = f"lines {other.entry.line} and {draft.entry.line}"
            message = f"two works have the key {draft.key}: {lines}"
            if other.key != draft.key:
                message = f"the keys {other.key} and {draft.key} differ only in case: {lines}"
            hint = "give one of them another key, in your papers too"
            found.append(Problem(_KEYS, "error", message, Where(path, draft.entry.line), hint))
    claimed: dict[str, Draft] = {}
    for draft in live:
        for alias in filter(None, map(str.strip, draft.fields.get("ids", "").split(","))):
            key = alias.casefold()
            owner = first.get(key, draft)
            other = owner if owner is not draft else claimed.setdefault(key, draft)
            if other is not draft:
                message = f"{alias} is an old key of {draft.key}, and a key of {other.key} in line {other.entry.line}"
                hint = "take it out of the ids of one of them"
                found.append(Problem("alias-clash", "warning", message, Where(path, draft.entry.line), hint))
    return found


def _doubts(live: Sequence[Draft], path: str) -> Iterator[Problem]:
    """Lists of names that may be wrong, and that no rule mends."""
    for draft in live:
        for name in PEOPLE:
            value = draft.fields.get(name)
            if value and (doubt := doubtful_names(value)):
                where = Where(path, draft.entry.line)
                yield Problem("doubtful-names", "info", f"the {name} of {draft.key}: {doubt}; left as it is", where)


def _assembled(work: _Work, *, sort: bool) -> str:
    """The new text: slices of the old one, and the entries that changed."""
    if not sort and not any(draft.is_changed or draft.gone for draft in work.drafts):
        return work.text
    gaps: list[str] = []
    chunks: list[str | None] = []
    kept_blocks: list[tuple[int, int]] = []
    done = 0
    for (start, end), at, line in work.places.blocks:
        gaps.append(work.text[done:start])
        chunk = work.chunk_of(work.drafts[at]) if at >= 0 else work.text[start:end]
        chunks.append(chunk)
        if chunk is not None:
            kept_blocks.append((at, line))
        done = end
    gaps.append(work.text[done:])
    left, kept = without(gaps, chunks)
    if sort:
        left, kept = _sorted(work, left, kept, kept_blocks)
    return joined(left, kept)


def _sorted(
    work: _Work, gaps: list[str], chunks: list[str], blocks: Sequence[tuple[int, int]]
) -> tuple[list[str], list[str]]:
    """Gaps and entries in order; where a macro changes its meaning on the way, nothing is moved."""
    if work.places.ambiguous:
        names = ", ".join(sorted(work.places.ambiguous)[:5])
        message = f"not sorted: the macro {names} is defined twice, with two meanings"
        work.problems.append(
            Problem("not-sorted", "warning", message, Where(work.path), "give one of them another name")
        )
        return gaps, chunks
    entries = [work.drafts[at].as_entry() if at >= 0 else BibEntry("", "", {}) for at, _line in blocks]
    certain = [at >= 0 and (work.places.closed[at] is not False or work.drafts[at].editable) for at, _line in blocks]
    for entry, (_at, line), sure in zip(entries, blocks, certain, strict=True):
        if not sure:
            message = f"{entry.key or 'an entry'} stays where it is: it is not certain where it ends"
            hint = "the entries before and behind it are sorted apart; mend it, then run again"
            work.problems.append(Problem("not-moved", "warning", message, Where(work.path, line), hint))
    mark = "\ufeff" if gaps[0].startswith("\ufeff") else ""
    gaps[0] = gaps[0].removeprefix("\ufeff")
    ordered = [
        Unit(entry.key, level, chunk, fixed=not sure)
        for entry, level, chunk, sure in zip(entries, levels(entries), chunks, certain, strict=True)
    ]
    new_gaps, new_chunks = in_order(gaps, ordered)
    new_gaps[0] = mark + new_gaps[0]
    return new_gaps, new_chunks
