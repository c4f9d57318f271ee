"""The grammars in which people write their reading lists: a list of papers in, its text out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.unseen_papers import Paper

from bertbib.text.links import classify


def identifier_of(paper: Paper) -> str:
    """The identifier that a list's link names, in its text form."""
    found = classify(paper.link)[0]
    return f"{found.scheme}:{found.value}" if found else ""


def _people(paper: Paper) -> str:
    return ", ".join(f"{given} {family}" for given, family in paper.authors)


def bullets(papers: Sequence[Paper]) -> str:
    """``- [Title](URL) (ACL2019) [[github](URL)]``."""
    lines = ["# Things to read", ""]
    for number, paper in enumerate(papers):
        note = f" ({paper.note})" if paper.note else ""
        code = f" [[github](https://github.com/unseen/code{number})]" if number % 4 == 0 else ""
        lines.append(f"- [{paper.listed}]({paper.link}){note}{code}")
    return "\n".join(lines) + "\n"


def numbered(papers: Sequence[Paper]) -> str:
    """``1. **Title**. *Authors*. ACL 2019. [[pdf](URL)]``."""
    lines = ["# Must-read papers", "", "### Models", ""]
    for number, paper in enumerate(papers, 1):
        venue = f" {paper.note}." if paper.note else " Preprint."
        lines.append(f"{number}. **{paper.listed}**. *{_people(paper)}*.{venue} [[pdf]({paper.link})]")
    return "\n".join(lines) + "\n"


def zoo(papers: Sequence[Paper]) -> str:
    """``* NAME - [Title](URL) ([github](URL))``."""
    lines = ["# The Zoo", ""]
    for number, paper in enumerate(papers):
        code = f" ([github](https://github.com/unseen/zoo{number}))" if number % 3 == 0 else ""
        lines.append(f"* Net-{number} - [{paper.listed}]({paper.link}){code}")
    return "\n".join(lines) + "\n"


def quoted(papers: Sequence[Paper]) -> str:
    """``* **NAME**: "Title", *ACL 2019*. [[Paper](URL)]``."""
    lines = ["# Awesome Unseen", "", "## Papers", ""]
    for number, paper in enumerate(papers):
        venue = paper.note or f"arXiv, Feb {paper.year}"
        lines.append(f'* **N{number}**: "{paper.listed}", *{venue}*. [[Paper]({paper.link})]')
    return "\n".join(lines) + "\n"


def nested(papers: Sequence[Paper]) -> str:
    """``- [Title](URL)`` with authors and keywords in bullets below."""
    lines = ["# Awesome", "", "### 2020", ""]
    for paper in papers:
        lines += [f"- [{paper.listed}]({paper.link})", f"  - {_people(paper)}", "  - Keyword: unseen, things"]
    return "\n".join(lines) + "\n"


def bibliography(papers: Sequence[Paper]) -> str:
    """Entries as Google Scholar writes preprints; papers that are not linked on arXiv by their address alone."""
    entries = []
    for number, paper in enumerate(papers):
        authors = " and ".join(f"{family}, {given}" for given, family in paper.authors)
        title = paper.listed.replace("&", "\\&").replace("%", "\\%").replace("#", "\\#")
        on_arxiv = "arxiv.org" in paper.link
        place = f"  journal={{arXiv preprint arXiv:{paper.arxiv}}},\n" if on_arxiv else f"  url={{{paper.link}}},\n"
        kind = "article" if on_arxiv else "misc"
        people = f"  author={{{authors}}},\n"
        entries.append(f"@{kind}{{unseen{number},\n  title={{{title}}},\n{people}{place}  year={{{paper.year}}}\n}}\n")
    return "\n".join(entries)


GRAMMARS: tuple[tuple[str, Callable[[Sequence[Paper]], str]], ...] = (
    ("bullets.md", bullets),
    ("numbered.md", numbered),
    ("zoo.md", zoo),
    ("quoted.md", quoted),
    ("nested.md", nested),
    ("scholar.bib", bibliography),
)
"""The file of a list and how it is written."""
