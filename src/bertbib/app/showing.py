"""Why is this entry what it is: ``show``, from the lock alone, and in more detail with what else is at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bertbib import project
from bertbib.account import Candidate, Evidence, from_lock, joined
from bertbib.app.lists import find_lists, read_lists
from bertbib.app.session import Session, open_session
from bertbib.config import Config, suggest
from bertbib.crosswalk import item_to_csl
from bertbib.likeness import Likeness
from bertbib.model import BertbibError, Entry, Identifier, InputError, Lock, Problem, Reference, Where
from bertbib.model.entry import STATED
from bertbib.retrial import Retrial, retry, why_by_lock
from bertbib.text.links import implied, parse_identifier
from bertbib.text.titles import plain


@dataclass(frozen=True, slots=True)
class FieldOrigin:
    """One field of an entry, its value and the record it came from."""

    field: str
    value: Any
    origin: str


@dataclass(frozen=True, slots=True)
class ShowReport:
    """An entry, field by field, with the evidence for it, source by source.

    ``why`` says in words what its status rests on; ``candidates`` are records below the bar, of works that are not
    known to be published. ``problems`` are those of the cache, the packs and ``overrides.bib``.
    """

    entry: Entry
    fields: tuple[FieldOrigin, ...]
    why: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The stable document ``show/1``."""
        from bertbib.app.build import problem_json  # measured: it brings all that a build needs

        entry = self.entry
        return {
            "bertbib": "show/1",
            "key": entry.key,
            "status": entry.status,
            "source": entry.source,
            "ids": [str(one) for one in entry.ids],
            "related": [str(one) for one in entry.related],
            "aliases": list(entry.aliases),
            "proof": proof_json(entry),
            "asked": dict(entry.asked),
            "links": [{"role": link.role, "label": link.label, "url": link.url} for link in entry.links],
            "fields": [{"field": one.field, "value": one.value, "origin": one.origin} for one in self.fields],
            "why": list(self.why),
            "evidence": [_evidence_json(one) for one in self.evidence],
            "candidates": [_candidate_json(one) for one in self.candidates],
            "problems": [problem_json(problem) for problem in self.problems],
        }


def _evidence_json(one: Evidence) -> dict[str, Any]:
    return {
        "source": one.source,
        "record": one.record or None,
        "asked": one.asked or None,
        "verdict": one.verdict,
        "because": one.because,
        "title": one.title or None,
        "venue": one.venue or None,
        "year": one.year,
        "authors": one.authors or None,
        "names": list(one.names),
        "scores": _scores_json(one.scores),
    }


def _candidate_json(one: Candidate) -> dict[str, Any]:
    return {
        "record": one.record,
        "source": one.source,
        "because": one.because,
        "title": one.title or None,
        "venue": one.venue or None,
        "year": one.year,
        "scores": _scores_json(one.scores),
        "accept": one.accept or None,
        "refuse": one.refuse or None,
    }


def _scores_json(scores: Likeness | None) -> dict[str, Any] | None:
    if scores is None:
        return None
    return {
        "title": scores.title,
        "title_words": round(scores.words, 3),
        "first_author": scores.first_author,
        "authors_shared": scores.shared,
        "authors": scores.people,
        "years": scores.years,
        "year_in_window": scores.in_window,
    }


def proof_json(entry: Entry) -> Mapping[str, Any] | None:
    """The proof of a published entry for machines, None for the others."""
    proof = entry.proof
    return {"level": proof.level, "by": list(proof.by), "note": proof.note} if proof else None


def show(name: str, *, lock_dir: Path | str | None = None, deep: bool = False, root: Path | None = None) -> ShowReport:
    """The entry of a citation key, alias or identifier (any form, URLs too), and the evidence for it.

    The lock is enough; the answers on disk, the packs and the lists say more, where they are at hand; arXiv's feeds and
    the pages of venues among them only with ``deep``, as they take longer to read. Nobody is asked.
    Raise InputError where the lock has no such entry, LockError where the lock cannot be read.
    """
    session = open_session(root, offline=True)
    session.light = not deep
    config = session.config
    folder = Path(lock_dir) if lock_dir is not None else config.root / config.out
    locked = project.load_lock(folder)
    entry = find_entry(name, locked)
    if entry is None:
        hint = suggest(name, {one.key: None for one in locked}) if len(locked) else "run `bertbib build` first"
        shown = hint if hint.startswith("did you") else "see `bertbib themes`, or run `bertbib build`"
        raise InputError(
            f"the lock has no entry for {name!r}", where=Where(str(folder / project.LOCK_NAME)), hint=shown
        )
    fields = [FieldOrigin(name, value, _origin(entry, name)) for name, value in item_to_csl(entry.item).items()]
    fields += [FieldOrigin(name, value, _origin(entry, name)) for name, value in entry.item.extra]
    return _with_evidence(ShowReport(entry, tuple(fields)), locked, folder, session)


def _with_evidence(report: ShowReport, locked: Lock, folder: Path, session: Session) -> ShowReport:
    entry, rows = report.entry, from_lock(report.entry)
    overrides, problems = project.load_overrides(folder)
    session.any_age = True
    with session.publications(ask=session.has_answers(), look_up=True) as publications:
        reference = _listed(entry, session.config) or _as_listed(entry)
        trial = retry(entry, reference, publications, locked, overrides)
        evidence = joined(trial.rows(), [_scored(row, trial) for row in rows])
        candidates, why = trial.candidates(), list(dict.fromkeys((*why_by_lock(entry), *trial.why())))
    if not why and entry.status == "unknown":
        why = [f"what was said of it is not at hand: run `bertbib update {entry.key}`"]
    problems += [problem for problem in session.problems if problem.code != "outage"]
    return replace(
        report,
        why=tuple(why),
        evidence=tuple(evidence),
        candidates=tuple(candidates),
        problems=tuple(problems),
    )


def _scored(row: Evidence, trial: Retrial) -> Evidence:
    """A row of the lock, compared with the preprint where that is at hand."""
    entry = trial.entry
    is_own = row.record == entry.source and entry.status == "published"
    return replace(row, scores=trial.scores(entry.item)) if is_own else row


def _listed(entry: Entry, config: Config) -> Reference | None:
    """What the project's lists say of an entry, where one of them names it; a reference with a note counts first."""
    own = {*entry.ids, *entry.related}
    marks = [
        mark.lower()
        for mark in (*(one.value for one in own), *((entry.key, *entry.aliases) if entry.source == STATED else ()))
    ]
    found = []
    try:
        for path in find_lists(config):
            text = project.read_text(path)[0].lower()
            if any(mark in text for mark in marks):  # most lists name it not: reading them would cost time for nothing
                themes = read_lists([path], bib_themes=config.bib_themes).themes
                found += [one for theme in themes for one in theme.references if _names(one, entry, own)]
    except BertbibError:
        pass  # the lock is enough
    return min(found, key=lambda one: not one.note, default=None)


def _names(reference: Reference, entry: Entry, own: Iterable[Identifier]) -> bool:
    if entry.source == STATED and reference.stated is not None and reference.key in (entry.key, *entry.aliases):
        return True
    return any(one in own for named in reference.ids for one in (named, *implied(named)))


def _as_listed(entry: Entry) -> Reference:
    """The entry as a list would name it, where none does."""
    return Reference(title=plain(entry.item.title), where=Where(entry.key), ids=entry.ids)


def find_entry(name: str, locked: Lock) -> Entry | None:
    """The entry of a citation key, alias or identifier of any form."""
    entry = locked.find_key(name)
    identifier = parse_identifier(name)
    if entry is None and identifier is not None:
        found = (locked.find(one) for one in (identifier, *implied(identifier)))
        entry = next((one for one in found if one is not None), None)
    if entry is None:
        same = [one for one in locked if one.key.casefold() == name.casefold()]
        entry = same[0] if len(same) == 1 else None
    return entry


def _origin(entry: Entry, field: str) -> str:
    return dict(entry.origins).get(field, entry.source)
