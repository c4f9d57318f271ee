"""The user's own papers: the citation keys they use, and whether new .bib files would break a citation."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bertbib import project
from bertbib.app.neighbours import HERE, existing_files, folders
from bertbib.evidence import KeyEvidence
from bertbib.model import InputError, Problem, Where
from bertbib.paper_files import TexFacts, gather, read_tex
from bertbib.proof import titles_agree
from bertbib.text.bibtex import BibEntry, parse_bib

_TEX_SUFFIXES = (".tex", ".ltx", ".latex")


@dataclass(slots=True)
class Paper:
    """One paper: the facts of its main .tex and of all that it includes, by path; the .bib files it names that exist,
    and the names of those that were not found.
    """

    tex: dict[Path, TexFacts] = field(default_factory=dict)
    bibs: list[Path] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Papers:
    """What was read of the papers, and the evidence for citation keys."""

    papers: list[Paper] = field(default_factory=list)
    evidence: KeyEvidence = field(default_factory=KeyEvidence)
    problems: list[Problem] = field(default_factory=list)


def read_papers(paths: Sequence[Path | str]) -> Papers:
    r"""Read .tex and .bib files; a .tex brings in what it ``\input``s and the .bib files that it names and that exist.

    Raise InputError for a named file that is missing or neither .tex nor .bib.
    """
    reader = _Reader()
    papers = [reader.paper(Path(path)) for path in paths if _suffix(path) in _TEX_SUFFIXES]
    bibs = {str(bib): reader.text(bib) for paper in papers for bib in paper.bibs}
    for path in map(Path, paths):
        if _suffix(path) not in (*_TEX_SUFFIXES, ".bib"):
            raise InputError("citation keys are read from .tex and .bib files only", where=Where(str(path)))
        if _suffix(path) == ".bib" and _real(path) not in {_real(Path(bib)) for bib in bibs}:
            bibs[str(path)] = reader.text(path)
    reader.read_own_macros(papers)
    evidence, problems = gather([facts for paper in papers for facts in paper.tex.values()], bibs)
    return Papers(papers, evidence, [*reader.problems, *problems])


def _suffix(path: Path | str) -> str:
    return Path(path).suffix.lower()


def _real(path: Path) -> str:
    return os.path.realpath(path)


@dataclass(slots=True)
class _Reader:
    """Reads each file once."""

    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def text(self, path: Path) -> str:
        real = _real(path)
        if real not in self.texts:
            self.texts[real], problems = project.read_text(path)
            self.problems += problems
        return self.texts[real]

    def paper(self, main: Path) -> Paper:
        """A main file with all that it includes, in the order of a walk through its files level by level."""
        paper = Paper()
        waiting, met = [main], {_real(main)}
        for path in waiting:
            facts = self._facts(path, main)
            if facts is None:
                continue
            paper.tex[path] = facts
            for name in facts.included:
                found = {_real(one): one for one in _included(name, path, main)}
                waiting += [one for real, one in found.items() if real not in met]
                met |= found.keys()
            self._report_unfollowed(path, facts)
            for name in facts.bibliographies:
                bib = next(existing_files([name], (*folders(path, main), *HERE)), None)
                if bib is None:
                    paper.lost.append(name)
                elif bib not in paper.bibs:
                    paper.bibs.append(bib)
        return paper

    def _facts(self, path: Path, main: Path) -> TexFacts | None:
        """The facts of a .tex; of one that is only included and cannot be read, a problem."""
        try:
            return read_tex(self.text(path))
        except InputError as error:
            if path == main:
                raise
            message = f"citations in this file are not seen: {error.message}"
            self.problems.append(Problem("paper-unread", "warning", message, error.where, error.hint))
            return None

    def _report_unfollowed(self, path: Path, facts: TexFacts) -> None:
        r"""Say which includes only TeX itself could resolve (``\input{\folder/a}``)."""
        for name in facts.included:
            if "\\" in name or "#" in name:
                written = name.removesuffix(".tex")
                message = f"{written} cannot be found without running TeX; citations in that file are not seen"
                hint = "name the included file beside this one, so that its keys are kept"
                problem = Problem("paper-unread", "warning", message, Where(str(path)), hint)
                if problem not in self.problems:
                    self.problems.append(problem)

    def read_own_macros(self, papers: Iterable[Paper]) -> None:
        """Read the papers again if they define commands that cite: definitions stand in other files than uses."""
        for paper in papers:
            macros = frozenset[str]().union(*(facts.macros for facts in paper.tex.values()))
            if macros:
                paper.tex = {path: read_tex(self.text(path), macros) for path in paper.tex}


def _included(name: str, path: Path, main: Path) -> list[Path]:
    """The files that a name can mean. All that exist are read, for seeing too many citations breaks none; a .bbl
    (what BibTeX has made) cites nothing.
    """
    names = [name, *([bare] if not (bare := name.removesuffix(".tex")).endswith((".bbl", ".bib")) else [])]
    return list(existing_files(names, folders(path, main))) or list(existing_files(names, HERE))


def refuse_key_clashes(problems: Iterable[Problem]) -> None:
    """Raise InputError if the papers cite two works by one key (``key-clash``): in the .bib files that would be
    written one of the citations would name the other's work.
    """
    clashes = [problem for problem in problems if problem.code == "key-clash"]
    if clashes:
        more = f" (and {len(clashes) - 1} more such keys)" if len(clashes) > 1 else ""
        hint = f"{clashes[0].hint}; nothing was written"
        raise InputError(clashes[0].message + more, where=clashes[0].where, hint=hint)


def refuse_broken_citations(papers: Papers, files: Mapping[Path, str]) -> None:
    r"""Raise InputError if writing these .bib files would break a ``\cite`` that works now.

    A citation works now if a .bib that the paper can see holds its key; it would break if no such .bib held it
    afterwards, or if the key then named another work. Any word between braces that is such a key counts as cited:
    nobody knows all commands that cite.
    """
    if not papers.papers:
        return
    new = {path.resolve(): text for path, text in files.items() if path.suffix == ".bib"}
    old = [path for path in new if _existing(path) is not None]
    for paper in papers.papers if old else ():
        visible = _visible(paper, old)
        before = _entries(_existing(path) or "" for path in visible)
        after = _entries(new[path] if path in new else _existing(path) or "" for path in visible)
        broken = {key for key in before if not _still_there(key, before, after)}
        for tex, facts in paper.tex.items() if broken else ():
            _refuse([key for key in dict.fromkeys((*facts.cited, *sorted(facts.words))) if key in broken], tex)


def _refuse(broken: Sequence[str], tex: Path) -> None:
    if broken:
        keys = ", ".join(broken[:5]) + (f" and {len(broken) - 5} more" if len(broken) > 5 else "")
        raise InputError(
            f"writing the .bib would break citations that work now: {keys}",
            where=Where(str(tex)),
            hint="put the works back into a list, or change the citations first; nothing was written",
        )


def _visible(paper: Paper, ours: Sequence[Path]) -> list[Path]:
    """The .bib files that a paper can see: those it names, and of ours those that bear the name of one that was not
    found (TeX also searches elsewhere); all of ours where nothing else is known.
    """
    names = {PurePosixPath(name).name for name in paper.lost}
    visible = dict.fromkeys([*(path.resolve() for path in paper.bibs), *(path for path in ours if path.name in names)])
    unknown = any("\\" in name or "#" in name for name in paper.lost)
    return list(dict.fromkeys([*visible, *(ours if unknown or not visible else ())]))


def _existing(path: Path) -> str | None:
    try:
        return project.read_text(path)[0]
    except InputError:
        return None


def _entries(texts: Iterable[str]) -> dict[str, BibEntry]:
    """All entries by key, and by the other keys that biblatex lets cite them; the first one of a key counts."""
    entries = [entry for text in texts for entry in parse_bib(text, "").entries]
    found: dict[str, BibEntry] = {}
    for entry in entries:
        found.setdefault(entry.key, entry)
    for entry in entries:
        for alias in entry.fields.get("ids", "").split(","):
            found.setdefault(alias.strip(), entry)
    return {key: entry for key, entry in found.items() if key}


def _still_there(key: str, before: Mapping[str, BibEntry], after: Mapping[str, BibEntry]) -> bool:
    old, new = before[key], after.get(key)
    if new is None:
        return False
    same_id = any(
        old.fields.get(name) and old.fields.get(name) == new.fields.get(name) for name in ("eprint", "doi", "url")
    )
    titles = old.fields.get("title", ""), new.fields.get("title", "")
    return same_id or not all(titles) or titles_agree(*titles)
