"""One-off look-ups without a project: ``get``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bertbib import lockfile, registry
from bertbib.app.build import problem_json, unresolved_json
from bertbib.app.rendering import group, merged_bibliography
from bertbib.app.session import Progress, open_session
from bertbib.evidence import KeyEvidence
from bertbib.model import Entry, InputError, Lock, Problem, Reference, Theme, Where
from bertbib.model.style import Style
from bertbib.resolve import Placement, resolve
from bertbib.text.links import classify, parse_identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReport:
    """The entries found, their text, and what could not be found."""

    text: str
    entries: tuple[Entry, ...]
    unresolved: tuple[Placement, ...]
    requests: Mapping[str, int]
    problems: tuple[Problem, ...]
    exit_code: int

    def to_json(self) -> dict[str, Any]:
        """The stable document ``get/1``; ``entries`` are items as in the lock."""
        return {
            "bertbib": "get/1",
            "text": self.text,
            "entries": lockfile.items(Lock.of(self.entries)),
            "unresolved": [unresolved_json(placement) for placement in self.unresolved],
            "requests": dict(self.requests),
            "problems": [problem_json(problem) for problem in self.problems],
            "exit_code": self.exit_code,
        }


def get(
    names: Sequence[str],
    *,
    format: str | None = None,  # noqa: A002 - the word users know
    ascii: bool | None = None,  # noqa: A002 - the word users know
    offline: bool = False,
    root: Path | None = None,
    progress: Progress | None = None,
) -> GetReport:
    """Resolve ids and URLs to a bibliography, without a project; answers on disk are used first.

    A title alone proves no work: it comes back as unresolved. Blank names are passed over. Raise ConfigError for an
    unknown format, InputError where no name is left.
    """
    asked = [name.strip() for name in names if name.strip()]
    if not asked:
        raise InputError("there is no id or URL to look up", hint="name some: `bertbib get 1901.11504`")
    session = open_session(root, offline=offline, progress=progress)
    config = session.config
    emitter = registry.emitter(format or config.dialect)
    references = [asked_reference(name, number) for number, name in enumerate(asked, 1)]
    theme = Theme(slug="get", title="get", path=("get",), source="command line", references=tuple(references))
    with session.publications() as publications:
        found = resolve([theme], Lock(), publications, KeyEvidence(), config.key_pattern)
    groups = group([theme], found.placements, found.lock)
    entries = tuple(entry for one in groups for entry in one.entries)
    bibliography = merged_bibliography(groups)
    style = Style(dialect=format or config.dialect, ascii=config.ascii if ascii is None else ascii)
    text = emitter.emit(replace(bibliography, title="", notices=(), themes={}), style)
    unresolved = tuple(placement for placement in found.placements if placement.fate == "unresolved")
    nothing = session.unreachable() and not entries
    return GetReport(
        text=text if entries else "",
        entries=entries,
        unresolved=unresolved,
        requests=session.requests,
        problems=(*session.problems, *found.problems),
        exit_code=(4 if nothing else 3) if unresolved else 0,
    )


def asked_reference(name: str, number: int) -> Reference:
    """A reference out of one argument: an identifier, a URL, or a title."""
    where = Where("command line", number)
    identifier = parse_identifier(name)
    url = name if name.startswith(("http://", "https://")) else None
    if identifier is None and url is not None:
        identifier = classify(url)[0]
    if identifier is not None:
        return Reference(title="", where=where, ids=(identifier,), url=url)
    return Reference(title="" if url else name, where=where, outcome="could-not-tell" if url else "no-link", url=url)
