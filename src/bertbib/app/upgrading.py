"""Somebody's own .bib: every preprint gets its published record, every other byte stays: ``upgrade``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bertbib import project, registry
from bertbib.app.build import problem_json
from bertbib.app.session import Progress, Session, open_session
from bertbib.crosswalk import bibtex_from_entry
from bertbib.emitters.bib_edit import EntryChange, apply_changes, unified_diff
from bertbib.evidence import KeyEvidence
from bertbib.model import ConfigError, Entry, InputError, Lock, Name, Problem, Reference, Theme, Where
from bertbib.publications import is_preprint
from bertbib.resolve import Placement, resolve
from bertbib.sources._preprints import is_preprint_server
from bertbib.standing import is_open
from bertbib.text.bibtex import BibEntry, parse_bib
from bertbib.text.names import surname_key
from bertbib.text.titles import fold

_VENUES = frozenset({"journal", "journaltitle", "booktitle"})
_SERVER_FIELDS = frozenset({*_VENUES, "howpublished", "volume", "number", "publisher", "note", "type"})
"""Fields in which a preprint's server is named; they go where they say nothing else."""

_PUBSTATES = frozenset({"inpreparation", "submitted", "forthcoming", "inpress", "prepublished"})
"""What biblatex's ``pubstate`` says of works that are not published yet (the biblatex manual, "Publication State")."""

# The words of which a server's statement is made, all of them: any other word is the user's own. Archives and numbers:
# https://arxiv.org/category_taxonomy, https://info.arxiv.org/help/arxiv_identifier.html
_ARCHIVE = (
    r"(?:cs|math|stat|physics|eess|econ|q-bio|q-fin|q-alg|alg-geom|cmp-lg|astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)"
    r"|math-ph|nlin|nucl-(?:ex|th)|quant-ph)(?:\.[a-z-]{2,20})?"
)
_NUMBER = rf"(?<!\w)(?:\d{{4}}\.\d{{4,5}}|{_ARCHIVE}/\d{{7}})(?:v\d{{1,3}})?(?!\w)"
_FIRST = (
    rf"(?:(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/{_NUMBER}(?:\.pdf)?|abs/{_NUMBER}"
    rf"|(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s?)?10\.48550/arxiv\.(?:\d{{4}}\.\d{{4,5}})"
    r"|arxiv(?:\.org)?|corr|computing research repository|(?:bio|med|chem|tech|eng|psya|soca|eartha|eda)rxiv"
    r"|e-?prints?|pre-?prints?)(?!\w)"
)
_NEXT = (
    rf"(?:{_FIRST}|(?:{_NUMBER}|{_ARCHIVE}|cornell university|version:? \d{{1,3}}|(?:available )?(?:at|on|from)"
    r"|(?:19|20)\d\d)(?!\w))"
)
_STATEMENT = rf"(?i)(?:available (?:at|on|from|as) )?{_FIRST}(?:[\s,.:;()\[\]]*+{_NEXT})*+[\s,.;()\[\]]*+"
_PUBLISHER = r"(?i)cornell university(?: library)?(?:,? arxiv(?:\.org)?)?"
_UNBRACED = str.maketrans({"{": None, "}": None, "~": " "})
_LONGEST = 200  # characters; what is longer is no server's statement
_MARKUP = r"\\(?:url|href|path|nolinkurl|texttt|emph|textit)\b\s*"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeReport:
    """What became of a .bib: its new text, the entries upgraded, and each preprint's status.

    ``statuses`` counts the preprints of the file by what they are now known to be; ``other`` counts the entries that
    were none.
    """

    path: str
    old: str
    text: str
    upgraded: Mapping[str, Entry]
    statuses: Mapping[str, int]
    other: int
    requests: Mapping[str, int]
    problems: tuple[Problem, ...]
    written: Path | None = None
    exit_code: int = 0

    def diff(self) -> str:
        """The change as a unified diff."""
        return unified_diff(self.old, self.text, self.path)

    def to_json(self) -> dict[str, Any]:
        """The stable document ``upgrade/1``."""
        return {
            "bertbib": "upgrade/1",
            "path": self.path,
            "upgraded": [
                {"key": key, "source": entry.source, "level": entry.proof.level if entry.proof else None}
                for key, entry in self.upgraded.items()
            ],
            "preprints": dict(self.statuses),
            "other_entries": self.other,
            "requests": dict(self.requests),
            "written": str(self.written) if self.written else None,
            "problems": [problem_json(problem) for problem in self.problems],
            "exit_code": self.exit_code,
        }


def upgrade(
    path: Path | str,
    *,
    out: Path | str | None = None,
    in_place: bool = False,
    dry_run: bool = False,
    offline: bool = False,
    root: Path | None = None,
    progress: Progress | None = None,
) -> UpgradeReport:
    """Upgrade the preprints of a .bib to their published records, under the rule of proof.

    Citation keys, order, comments, unknown fields and untouched entries keep their bytes; a second run changes
    nothing. The result is written to ``out``, or over the file (``in_place``), or only returned. The exit code is 3
    where a preprint could not be asked about. Raise ConfigError where both are given, InputError where the file cannot
    be read or written, or where another file of ``out`` holds something else.
    """
    if in_place and out is not None:
        raise ConfigError("-o and --in-place exclude each other", hint="leave one of them out")
    session = open_session(root, offline=offline, progress=progress)
    text, encoding = project.read_exact(Path(path))
    intake = registry.load("readers", "bibtex").read(text.removeprefix("\ufeff"), str(path))
    references = [one for theme in intake.themes for one in theme.references if one.stated is not None]
    preprints = [one for one in references if is_preprint(one)]
    placements, lock = _resolved(session, preprints)
    changes = {one.key: entry for one in placements if one.reference.key and (entry := _published(one, lock))}
    dialect = "biblatex" if "journaltitle" in text or "eprinttype" in text else "bibtex"
    stated = _stated(text, str(path))
    edits = [
        _change(one.reference, changes[one.key], *stated[one.reference.key or "", one.reference.where.line], dialect)
        for one in placements
        if one.key in changes
    ]
    new, refused = _applied(text, edits, str(path))
    target = Path(path) if in_place else Path(out) if out is not None else None
    written = None
    if target is not None and not dry_run and (new != text or target != Path(path)):
        _refuse_other(target, Path(path), new.encode(encoding))
        written = target if project.write_exact(target, new, encoding) else None
    entries = [entry for one in placements if one.key and (entry := lock.find_key(one.key))]
    not_asked = any(is_open(entry) for entry in entries) or any(one.code == "not-asked" for one in session.problems)
    return UpgradeReport(
        path=str(path),
        old=text,
        text=new,
        upgraded={one.reference.key or "": changes[one.key] for one in placements if one.key in changes},
        statuses=Counter(entry.status for entry in entries),
        other=len(references) - len(preprints),
        requests=session.requests,
        problems=(*intake.problems, *session.problems, *refused),
        written=written,
        exit_code=3 if not_asked else 0,
    )


def _refuse_other(target: Path, path: Path, body: bytes) -> None:
    """Raise InputError where the target is a file with bytes of its own, and not the one that is upgraded."""
    try:
        same = target.is_file() and target.samefile(path)
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", where=Where(str(target))) from None
    if not same:
        project.refuse_other(target, body)


def _resolved(session: Session, preprints: list[Reference]) -> tuple[list[Placement], Lock]:
    theme = Theme(slug="upgrade", title="upgrade", path=("upgrade",), source="", references=tuple(preprints))
    with session.publications() as publications:
        found = resolve([theme], Lock(), publications, KeyEvidence(), session.config.key_pattern)
    session.problems += found.problems
    return found.placements, found.lock


def _published(placement: Placement, lock: Lock) -> Entry | None:
    entry = lock.find_key(placement.key or "")
    return entry if entry is not None and entry.status == "published" else None


def _stated(text: str, path: str) -> dict[tuple[str, int], tuple[BibEntry, bool]]:
    """The entries by key and line, and whether one of their fields is there twice, so that only the first was read."""
    parsed = parse_bib(text.removeprefix("\ufeff"), path)
    twice = {one.where.line for one in parsed.problems if one.where and one.code == "bib-duplicate-field"}
    return {(entry.key, entry.line): (entry, entry.line in twice) for entry in parsed.entries}


def _applied(text: str, edits: Sequence[EntryChange], path: str) -> tuple[str, list[Problem]]:
    """The text with all edits that are safe; an entry whose end is not certain is left as it is, and said."""
    try:
        return apply_changes(text, edits), []
    except ValueError:
        problems = []
    for edit in sorted(edits, key=lambda one: -one.line):  # from the end: the lines before an edit stay where they are
        try:
            text = apply_changes(text, [edit])
        except ValueError as error:
            hint = "mend the entry by hand, then run again"
            problems.append(Problem("not-edited", "warning", str(error), Where(path, edit.line), hint))
    return text, problems


def _change(reference: Reference, entry: Entry, stated: BibEntry, twice: bool, dialect: str) -> EntryChange:
    """The change of one entry: the published record's fields in, those that name the preprint server out."""
    # The user's own fields stand in the file already, and of two entries of one work each has its own.
    extra = tuple((name, value) for name, value in entry.item.extra if name == "primaryclass")
    kind, pairs = bibtex_from_entry(replace(entry, item=replace(entry.item, extra=extra), aliases=()), dialect)
    fields = dict(pairs)
    item = reference.stated
    if item is not None and fold(item.title) == fold(entry.item.title):
        fields.pop("title", None)  # the user's braces stay
    if item is not None and _same_people(item.author, entry.item.author):
        fields.pop("author", None)
    gone = _outdated(stated.fields, fields)
    if twice:
        gone -= _SERVER_FIELDS - _VENUES  # nobody has seen what the second one says
    for name in {"note", "howpublished", "key"} & stated.fields.keys() - gone:
        fields.pop(name, None)  # the user's own words
    if kind == "inproceedings":
        gone |= {"journal", "journaltitle", "volume", "number"} & stated.fields.keys()
    return EntryChange(stated.key, stated.line, kind, fields, frozenset(gone - fields.keys()))


def _outdated(stated: Mapping[str, str], fields: Mapping[str, str]) -> set[str]:
    """The names of stated fields that the published record's make wrong."""
    eprint = fields.get("eprint", stated.get("eprint", ""))
    gone = {name for name in _SERVER_FIELDS & stated.keys() if _names_server(name, stated[name], eprint)}
    if stated.get("pubstate", "").strip().lower() in _PUBSTATES:
        gone.add("pubstate")
    if "url" in fields and stated.get("url", "").split() != fields["url"].split():
        gone.add("urldate")  # the day on which another page was seen
    if "title" in fields:
        gone.add("subtitle")  # the record's title has its own
    gone |= {"date"} if "year" in fields else {"year", "month"} if "date" in fields else set()
    return gone & stated.keys()


def _names_server(name: str, value: str, eprint: str) -> bool:
    """Whether a field's whole value is a preprint server's statement, about no other preprint than this one."""
    said = " ".join(re.sub(_MARKUP, "", value.replace("}{", "} {")).translate(_UNBRACED).split())
    if name in _VENUES and is_preprint_server(said):
        return True
    if name == "publisher" and re.fullmatch(_PUBLISHER, said):
        return True
    statement = rf"{_STATEMENT}|{_NUMBER}" if name in ("volume", "number") else _STATEMENT
    if len(said) > _LONGEST or not re.fullmatch(statement, said):
        return False
    return {_bare(number) for number in re.findall(rf"(?i){_NUMBER}", said)} <= {_bare(eprint)}


def _bare(number: str) -> str:
    """An arXiv identifier without its version and subject class."""
    return re.sub(r"v\d+$|\.[a-z-]+(?=/)", "", number.strip().lower())


def _same_people(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    """The same surnames in the same order, none of them abbreviated further than in the record."""
    same = [surname_key(name) for name in one] == [surname_key(name) for name in other]
    return same and all(len(name.given) >= len(found.given) for name, found in zip(one, other, strict=True))
