"""The user's own papers: the citation keys they use, and whether new .bib files would break a citation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bertbib import project
from bertbib.evidence import KeyEvidence
from bertbib.model import InputError, Problem, Where
from bertbib.paper_files import TexFacts, gather, read_tex
from bertbib.proof import titles_agree
from bertbib.text.bibtex import BibEntry, parse_bib


@dataclass(slots=True)
class Papers:
    """What was read of the papers: facts of each .tex by path, and the evidence for citation keys."""

    tex: dict[Path, TexFacts] = field(default_factory=dict)
    evidence: KeyEvidence = field(default_factory=KeyEvidence)
    problems: list[Problem] = field(default_factory=list)


def read_papers(paths: Sequence[Path | str]) -> Papers:
    r"""Read .tex and .bib files; a .tex brings in what it ``\input``s and the .bib files that it names and that exist.

    Raise InputError for a named file that is missing or neither .tex nor .bib.
    """
    papers = Papers()
    bibs: dict[str, str] = {}
    waiting = [(Path(path), True) for path in paths]
    while waiting:
        path, named = waiting.pop(0)
        if path in papers.tex or str(path) in bibs or (not named and not path.is_file()):
            continue
        if path.suffix.lower() == ".bib":
            bibs[str(path)] = _read(path, papers)
        elif path.suffix.lower() in (".tex", ".ltx", ".latex"):
            facts = read_tex(_read(path, papers))
            papers.tex[path] = facts
            waiting += [(path.parent / other, False) for other in (*facts.bibliographies, *facts.included)]
        else:
            raise InputError("citation keys are read from .tex and .bib files only", where=Where(str(path)))
    papers.evidence, problems = gather(papers.tex.values(), bibs)
    papers.problems += problems
    return papers


def _read(path: Path, papers: Papers) -> str:
    text, problems = project.read_text(path)
    papers.problems += problems
    return text


def refuse_broken_citations(papers: Papers, files: Mapping[Path, str]) -> None:
    r"""Raise InputError if writing these .bib files would break a ``\cite`` that works now.

    A citation works now if a .bib that the paper can see holds its key; it would break if no such .bib held it
    afterwards, or if the key then named another work.
    """
    if not papers.tex:
        return
    new = {path.resolve(): text for path, text in files.items() if path.suffix == ".bib"}
    old = {path: text for path in new if (text := _existing(path)) is not None}
    if not old:
        return
    for tex, facts in papers.tex.items():
        visible = _visible(tex, facts, papers, old.keys())
        before = _entries(_existing(path) or "" for path in visible)
        after = _entries(new.get(path) or _existing(path) or "" for path in visible)
        broken = [key for key in facts.cited if key in before and not _still_there(key, before, after)]
        if broken:
            keys = ", ".join(broken[:5]) + (f" and {len(broken) - 5} more" if len(broken) > 5 else "")
            raise InputError(
                f"writing the .bib would break citations that work now: {keys}",
                where=Where(str(tex)),
                hint="put the works back into a list, or change the citations first; nothing was written",
            )


def _visible(tex: Path, facts: TexFacts, papers: Papers, ours: Iterable[Path]) -> list[Path]:
    """The .bib files that a .tex can see: those its whole paper names, or all of ours where it names none."""
    named = [(path.parent / bib).resolve() for path, one in papers.tex.items() for bib in one.bibliographies]
    return list(dict.fromkeys(named)) or list(ours)


def _existing(path: Path) -> str | None:
    try:
        return project.read_text(path)[0]
    except InputError:
        return None


def _entries(texts: Iterable[str]) -> dict[str, BibEntry]:
    return {entry.key: entry for text in texts if text for entry in parse_bib(text, "").entries}


def _still_there(key: str, before: Mapping[str, BibEntry], after: Mapping[str, BibEntry]) -> bool:
    old, new = before[key], after.get(key)
    if new is None:
        return any(key in _aliases(entry) for entry in after.values())
    same_id = any(
        old.fields.get(name) and old.fields.get(name) == new.fields.get(name) for name in ("eprint", "doi", "url")
    )
    titles = old.fields.get("title", ""), new.fields.get("title", "")
    return same_id or not all(titles) or titles_agree(*titles)


def _aliases(entry: BibEntry) -> list[str]:
    """Biblatex's ``ids``: other keys that cite the same entry."""
    return [key.strip() for key in entry.fields.get("ids", "").split(",")]
