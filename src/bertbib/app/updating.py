"""Ask again: preprints that may have been published since, and what failed last time: ``update``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bertbib import lockfile, project
from bertbib.app.build import problem_json
from bertbib.app.lists import find_lists, read_lists
from bertbib.app.session import Progress, open_session
from bertbib.app.showing import find_entry
from bertbib.config import suggest
from bertbib.crosswalk import item_to_csl
from bertbib.evidence import KeyEvidence
from bertbib.inquiry import Inquiry
from bertbib.model import ConfigError, Entry, Identifier, InputError, Lock, Problem, Reference, Theme, Where
from bertbib.model.entry import STATED
from bertbib.publications import REQUIRED_WITNESSES, Publications
from bertbib.resolve import resolve
from bertbib.retrial import why_by_lock
from bertbib.standing import as_record, is_date
from bertbib.text.titles import plain

_AGE = re.compile(r"(\d+)\s*([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry, before and after; None where it was or is not there.

    ``because`` says in words why a status is another one now.
    """

    key: str
    field: str
    old: Any
    new: Any
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateReport:
    """What asking again has changed, field by field."""

    asked: int
    changes: tuple[FieldChange, ...]
    published: tuple[str, ...]
    requests: Mapping[str, int]
    problems: tuple[Problem, ...]
    written: tuple[Path, ...]
    exit_code: int = 0

    def to_json(self) -> dict[str, Any]:
        """The stable document ``update/1``."""
        return {
            "bertbib": "update/1",
            "asked": self.asked,
            "changes": [_change_json(one) for one in self.changes],
            "published": list(self.published),
            "requests": dict(self.requests),
            "written": [str(path) for path in self.written],
            "problems": [problem_json(problem) for problem in self.problems],
            "exit_code": self.exit_code,
        }


def _change_json(change: FieldChange) -> dict[str, Any]:
    facts = {"key": change.key, "field": change.field, "old": change.old, "new": change.new}
    return facts | ({"because": change.because} if change.because else {})


def update(
    keys: Sequence[str] = (),
    *,
    older_than: str | None = None,
    dry_run: bool = False,
    lock_dir: Path | str | None = None,
    root: Path | None = None,
    progress: Progress | None = None,
) -> UpdateReport:
    """Ask again about entries of the lock: those named, else all that are not published.

    ``older_than`` (``30d``, ``2w``, ``6m``) leaves out what was asked more recently. Answers on disk are not used.
    Citation keys and old identifiers stay; a published record that now says something else is reported, not
    overwritten. Raise InputError for an unknown key, ConfigError for an age that is none.
    """
    session = open_session(root, progress=progress)
    session.refresh = True
    folder = Path(lock_dir) if lock_dir is not None else session.config.root / session.config.out
    lock = project.load_lock(folder)
    before = dict(lock.entries)
    chosen = _chosen(keys, lock, _cutoff(older_than), folder)
    for entry in chosen:
        lock.add(_reopened(entry))
    references = [_reference(entry, notes) for notes in [_notes(session.config)] for entry in chosen]
    theme = Theme(slug="update", title="update", path=("update",), source=str(folder), references=tuple(references))
    decided, wrong = project.load_overrides(folder)
    with session.publications() as publications:
        sources = [Identifier.parse(entry.source) for entry in chosen if entry.status == "published"]
        publications.inquiry.ask(sources)
        found = resolve([theme], lock, publications, KeyEvidence(), session.config.key_pattern, decided)
        problems = [*wrong, *found.problems, *_disagreements(chosen, publications.inquiry)]
        failed_again = [entry for entry in chosen if _settle(entry, lock, publications.inquiry)]
        reasons = _reasons(chosen, references, lock, publications)
    failed = session.unreachable() and bool(chosen)
    if failed_again and not failed:
        problems.append(_not_asked(failed_again, folder))
    changes = tuple(change for old in before.values() for change in _changes(old, lock, reasons))
    written: list[Path] = []
    if changes and not dry_run and not failed:
        written = project.write_files({folder / project.LOCK_NAME: lockfile.dumps(lock)})
    published = [key for key, entry in lock.entries.items() if entry.status == "published" != _status(before, key)]
    unasked = failed_again or any(not is_date(value) for entry in chosen for _name, value in _now(entry, lock).asked)
    return UpdateReport(
        asked=len(chosen),
        changes=changes,
        published=tuple(sorted(published)),
        requests=session.requests,
        problems=(*session.problems, *problems),
        written=tuple(written),
        exit_code=4 if failed else 3 if unasked else 0,
    )


def _cutoff(older_than: str | None) -> date | None:
    if older_than is None:
        return None
    match = _AGE.fullmatch(older_than.strip().lower())
    if match is None:
        raise ConfigError(f"{older_than!r} is no age", hint="write 30d, 2w, 6m or 1y")
    return datetime.now(UTC).date() - timedelta(days=int(match[1]) * _DAYS[match[2]])


def _chosen(keys: Sequence[str], lock: Lock, cutoff: date | None, folder: Path) -> list[Entry]:
    if keys:
        chosen = [_named(key, lock, folder) for key in keys]
    else:
        chosen = [entry for entry in lock if entry.status in ("unknown", "preprint") and entry.source != STATED]
    return [entry for entry in chosen if cutoff is None or _last_asked(entry) <= cutoff.isoformat()]


def _named(key: str, lock: Lock, folder: Path) -> Entry:
    entry = find_entry(key, lock)
    if entry is None:
        hint = suggest(key, {one.key: None for one in lock}) if len(lock) else "run `bertbib build` first"
        raise InputError(f"the lock has no entry for {key!r}", where=Where(str(folder / project.LOCK_NAME)), hint=hint)
    return entry


def _last_asked(entry: Entry) -> str:
    """The oldest date of a valid answer: the entry is as old as what is oldest about it."""
    return min((value for _source, value in entry.asked if is_date(value)), default="")


def _reopened(entry: Entry) -> Entry:
    """A preprint as if no aggregator had been asked about its publication; a published entry as it is."""
    if entry.status not in ("unknown", "preprint"):
        return entry
    return replace(entry, status="unknown", asked=tuple(one for one in entry.asked if one[0] not in REQUIRED_WITNESSES))


def _settle(entry: Entry, lock: Lock, inquiry: Inquiry) -> bool:
    """Let what was known before stand where nothing new was found and somebody failed; return whether that was so."""
    now, before = _now(entry, lock), dict(entry.asked)
    if now.source != entry.source:
        return False
    heard = dict(now.asked)
    expected = [name for name in before if is_date(before[name]) or name in REQUIRED_WITNESSES]
    failed = [name for name in expected if not is_date(heard.get(name, ""))]
    named = any(inquiry.testimonies(one) for one in entry.ids)  # somebody knows of a publication: that is open now
    if not failed or now.status != "unknown" or (named and entry.status != "unknown"):
        return False
    kept = {name: value for name, value in before.items() if is_date(value) and not is_date(heard.get(name, ""))}
    kept |= {name: before[name] for name in failed if name not in heard}
    lock.add(replace(now, status=entry.status, asked=tuple(sorted({**heard, **kept}.items()))))
    return True


def _not_asked(entries: Sequence[Entry], folder: Path) -> Problem:
    keys = ", ".join(entry.key for entry in entries)
    message = f"not everybody could be asked again; what was known before still stands for {keys}"
    where = Where(str(folder / project.LOCK_NAME))
    return Problem("not-asked", "warning", message, where, "run `bertbib update` again later")


def _now(entry: Entry, lock: Lock) -> Entry:
    return lock.find_key(entry.key) or entry


def _status(before: Mapping[str, Entry], key: str) -> str:
    return before[key].status if key in before else ""


def _notes(config: Any) -> dict[str, str]:
    """The lists' venue notes by identifier: they are witnesses here too."""
    try:
        themes = read_lists(find_lists(config), bib_themes=config.bib_themes).themes
    except (ConfigError, InputError):
        return {}
    references = [one for theme in themes for one in theme.references if one.note]
    return {str(name): one.note for one in references for name in one.ids if one.note}


def _reference(entry: Entry, notes: Mapping[str, str]) -> Reference:
    note = next((notes[str(one)] for one in entry.ids if str(one) in notes), None)
    return Reference(title=plain(entry.item.title), where=Where(entry.key), ids=entry.ids, note=note)


def _disagreements(chosen: Sequence[Entry], inquiry: Any) -> list[Problem]:
    """Published records that say something else now than when they were locked."""
    problems = []
    for entry in chosen:
        record = inquiry.record(Identifier.parse(entry.source)) if entry.status == "published" else None
        if record is None:
            continue
        now, then = item_to_csl(record.item), item_to_csl(entry.item)
        own = {name for name, _origin in entry.origins}
        different = [name for name, value in now.items() if name not in own and then.get(name) != value]
        if different:
            message = f"{entry.source} now says something else of {entry.key}: {', '.join(different)}"
            hint = "the lock keeps what it has; correct it in overrides.bib if the record is right"
            problems.append(Problem("record-changed", "warning", message, hint=hint))
    return problems


def _reasons(
    chosen: Sequence[Entry], references: Sequence[Reference], lock: Lock, publications: Publications
) -> dict[str, str]:
    """By its key, in words, why an entry has another status now."""
    reasons: dict[str, str] = {}
    for old, reference in zip(chosen, references, strict=True):
        new = _now(old, lock)
        if new.status == old.status or new.source == STATED:
            continue
        questions = publications.open_questions(as_record(new), reference.note) if new.status == "unknown" else ()
        told = [one.text for one in questions] or why_by_lock(new)
        reasons[new.key] = "; ".join(dict.fromkeys(told))
    return reasons


def _changes(old: Entry, lock: Lock, reasons: Mapping[str, str]) -> list[FieldChange]:
    """The fields of an entry that differ from before; dates of asking are no change of the work."""
    new = lock.find_key(old.key)
    if new is None or new == old:
        return []
    before, after = _facts(old), _facts(new)
    names = list(dict.fromkeys((*before, *after)))
    return [
        FieldChange(new.key, name, before.get(name), after.get(name), reasons.get(new.key, "") * (name == "status"))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _facts(entry: Entry) -> dict[str, Any]:
    return {
        "status": entry.status,
        "source": entry.source,
        "ids": [str(one) for one in entry.ids],
        "asked": dict(entry.asked),
        **item_to_csl(entry.item),
    }
