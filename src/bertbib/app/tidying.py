"""Any .bib in order: parsed, normalized, its duplicates merged, written: ``tidy``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from bertbib import project
from bertbib.app.build import problem_json
from bertbib.app.lists import STDIN, collection_paused
from bertbib.emitters.bib_edit import unified_diff
from bertbib.model import ConfigError, InputError, Problem, Where
from bertbib.text.bibtex import BibFile, parse_bib
from bertbib.tidying.drafts import Change
from bertbib.tidying.edits import Settings, VenueForm
from bertbib.tidying.engine import Tidied, tidied
from bertbib.tidying.uniting import Kinship, Merge

_BROKEN = "bib-broken-entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyReport:
    """What became of a .bib: its new text, every changed field, every merger, and what is left for people to judge.

    ``counts``: ``entries`` read = ``kept`` + ``merged_away``; ``broken`` ones were not read and keep their bytes.
    """

    path: str
    old: str
    text: str
    encoding: str
    changes: tuple[Change, ...]
    merged: tuple[Merge, ...]
    related: tuple[Kinship, ...]
    counts: Mapping[str, int]
    problems: tuple[Problem, ...]
    written: Path | None = None
    exit_code: int = 0

    def diff(self) -> str:
        """The change as a unified diff."""
        return unified_diff(self.old, self.text, self.path)

    def body(self) -> bytes:
        """The new text in the encoding of the file."""
        return self.text.encode(self.encoding)

    def to_json(self) -> dict[str, Any]:
        """The stable document ``tidy/1``."""
        return {
            "bertbib": "tidy/1",
            "path": self.path,
            "changes": [
                {"key": one.key, "line": one.line, "field": one.field, "rule": one.rule, "old": one.old, "new": one.new}
                for one in self.changes
            ],
            "merged": [_merge_json(one) for one in self.merged],
            "related": [
                {
                    "relation": one.relation,
                    "keys": [key for work in one.works for key in work],
                    "lines": list(one.lines),
                    "because": list(one.because),
                    "works": [list(work) for work in one.works],
                }
                for one in self.related
            ],
            "counts": dict(self.counts),
            "problems": [problem_json(problem) for problem in self.problems],
            "written": str(self.written) if self.written else None,
            "exit_code": self.exit_code,
        }


def _merge_json(merge: Merge) -> dict[str, Any]:
    return {
        "key": merge.key,
        "line": merge.line,
        "retired": list(merge.retired),
        "lines": list(merge.lines),
        "because": list(merge.because),
        "taken": dict(merge.taken),
        "disagreements": [{"field": one.field, "values": dict(one.values)} for one in merge.disagreements],
        "left_out": {key: dict(fields) for key, fields in merge.left_out.items()},
    }


def tidy(
    path: Path | str,
    *,
    out: Path | str | None = None,
    in_place: bool = False,
    dry_run: bool = False,
    check: bool = False,
    sort: bool = False,
    merge: bool = True,
    venues: str = "full",
) -> TidyReport:
    """Tidy a .bib: fields by the rules of ``docs/tidy.md``, entries of one work merged; ``-`` is standard input.

    What nobody asked to change keeps its bytes: comments, macros, layout, encoding, line ends, and entries that cannot
    be read. The result is written to ``out``, or over the file (``in_place``), or only returned. ``sort`` puts entries
    in the order of their keys; without ``merge`` duplicates are only reported; ``venues`` is ``full``, ``acronym``,
    ``abbreviated`` or ``keep``. With ``check`` nothing is written and the exit code is 1 where anything would change.

    Raise ConfigError for options that exclude each other, InputError where no entry can be read, a merge conflict is
    not resolved, or the file cannot be written.
    """
    _refuse_options(path, out, in_place, venues)
    name = str(path)
    text, encoding, noted = _text(name)
    with collection_paused():
        parsed = parse_bib(text, name)
        _refuse_unreadable(parsed, noted, name)
        done = tidied(text, parsed, name, _settings(text, encoding, venues), merge=merge, sort=sort)
    written = None
    if not dry_run and not check:
        written = _written(
            Path(name), Path(name) if in_place else Path(out) if out is not None else None, text, done, encoding
        )
    return TidyReport(
        path=name,
        old=text,
        text=done.text,
        encoding=encoding,
        changes=done.changes,
        merged=done.merges,
        related=done.kin,
        counts=_counts(parsed, done),
        problems=(*noted, *done.problems),
        written=written,
        exit_code=int(check and done.text != text),
    )


def _refuse_options(path: Path | str, out: Path | str | None, in_place: bool, venues: str) -> None:
    if in_place and out is not None:
        raise ConfigError("-o and --in-place exclude each other", hint="leave one of them out")
    if in_place and str(path) == STDIN:
        raise ConfigError("standard input cannot be written over", hint="name a file, or use -o")
    if venues not in get_args(VenueForm):
        raise ConfigError(f"no such form of a venue: {venues}", hint="one of " + ", ".join(get_args(VenueForm)))


def _text(name: str) -> tuple[str, str, list[Problem]]:
    """The text with every byte accounted for, its encoding, and what is to be said of that."""
    if name != STDIN:
        return *project.read_exact(Path(name)), project.read_text(Path(name))[1]
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError("nothing is piped into standard input", where=Where(STDIN), hint="name a file, or pipe one in")
    body = sys.stdin.buffer.read()
    return *project.exact(body, STDIN), project.decoded(body, STDIN)[1]


def _refuse_unreadable(parsed: BibFile, noted: list[Problem], name: str) -> None:
    conflict = next((one for one in parsed.problems if one.code == "bib-conflict-marker"), None)
    if conflict is not None:
        hint = "choose one side and delete the marker lines, then run again; nothing was written"
        raise InputError("this file has an unresolved merge conflict", where=conflict.where, hint=hint)
    if not parsed.entries:
        first = next((one for one in parsed.problems if one.severity == "error"), None)
        if first is not None:
            raise InputError(first.message, where=first.where, hint=first.hint)
        hint = "a .bib file holds entries such as `@inproceedings{key, title = {...}, ...}`"
        raise InputError("no BibTeX entry can be read", where=Where(name), hint=hint)


def _settings(text: str, encoding: str, venues: str) -> Settings:
    biblatex = "journaltitle" in text or "eprinttype" in text
    ascii_only = text.isascii() or not encoding.startswith("utf")
    return Settings(cast("VenueForm", venues), "biblatex" if biblatex else "bibtex", ascii_only)


def _written(path: Path, target: Path | None, text: str, done: Tidied, encoding: str) -> Path | None:
    """Write the result; over the file itself only if it is still what was read."""
    if target is None:
        return None
    if str(path) != STDIN and _is_one_file(target, path):
        if done.text == text:
            return None
        project.write_over(path, text, done.text, encoding)
        return target
    project.refuse_other(target, done.text.encode(encoding))
    return target if project.write_exact(target, done.text, encoding) else None


def _is_one_file(target: Path, path: Path) -> bool:
    try:
        return target == path or (target.exists() and target.samefile(path))
    except OSError:
        return False


def _counts(parsed: BibFile, done: Tidied) -> dict[str, int]:
    merged_away = sum(len(one.retired) for one in done.merges)
    return {
        "entries": len(parsed.entries),
        "kept": done.live,
        "merged_away": merged_away,
        "broken": sum(problem.code == _BROKEN for problem in parsed.problems),
        "changed": done.changed,
        "changes": len(done.changes),
        "merged": len(done.merges),
        "related": sum(one.relation == "related" for one in done.kin),
    }


__all__ = ["TidyReport", "tidy"]
