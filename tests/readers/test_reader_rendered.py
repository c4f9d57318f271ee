"""A theme rendered in each grammar of reading lists and read back says the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.readers.markdown import READER


class Paper(NamedTuple):
    title: str
    id: str
    url: str
    venue: str
    year: int


WORD_LIST = (
    "Attention Graph Neural Learning Deep Sparse Robust Bayesian Parsing Translation Retrieval Summarization Dialogue "
    "Multilingual Contextual Structured Efficient Adaptive Hierarchical Causal Federated Generative Vision Speech"
)
WORDS = WORD_LIST.split()
SMALL = ("for", "with", "of", "and", "in", "via", "without", "from")
VENUES = ("ACL", "EMNLP", "ICML", "NeurIPS", "CVPR", "AAAI")

acronyms = st.sampled_from(["", "", "BERT: ", "X-LM2: ", "Q&A: ", "Is It True? ", "3D-R2N2: "])


@st.composite
def titles(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6, unique=True))
    joined = words[0]
    for word in words[1:]:
        joined += " " + (draw(st.sampled_from(SMALL)) + " " if draw(st.booleans()) else "") + word
    return draw(acronyms) + joined + draw(st.sampled_from(["", " Models", " Is Not Enough", "-based Methods", " 2.0"]))


@st.composite
def papers(draw: st.DrawFn) -> list[Paper]:
    found = []
    for number, title in enumerate(draw(st.lists(titles(), min_size=5, max_size=9, unique=True))):
        year = draw(st.integers(2016, 2024))
        kind = draw(st.sampled_from(["arxiv", "arxiv", "acl", "doi", "openreview"]))
        if kind == "arxiv":
            value = f"{year % 100:02}{draw(st.integers(1, 12)):02}.{number + 1:05}"
            url = draw(st.sampled_from(["https://arxiv.org/abs/{}", "https://arxiv.org/pdf/{}v2.pdf"])).format(value)
        elif kind == "acl":
            value = f"2020.acl-main.{number + 1}"
            url = f"https://www.aclweb.org/anthology/{value}/"
        elif kind == "doi":
            value = f"10.1016/S0140-6736(20)3{number:04}-5"
            url = f"https://doi.org/{value}"
        else:
            value = f"r1xMH{number}tvB"
            url = f"https://openreview.net/pdf?id={value}"
        found.append(Paper(title, f"{kind}:{value}", url, draw(st.sampled_from(VENUES)), year))
    return found


AUTHORS = ("Ada Byron, Emmy Noether and Carl Gauss", "Sofia Kovalevskaya and Leonhard Euler", "Mary Cartwright et al")


def lines(one: Callable[[int, Paper], str], between: str = "\n") -> Callable[[Sequence[Paper]], str]:
    return lambda listed: between.join(one(number, paper) for number, paper in enumerate(listed)) + "\n"


def table(listed: Sequence[Paper]) -> str:
    rows = [f"| {paper.title} | {paper.venue} {paper.year} | [link]({paper.url}) |" for paper in listed]
    return "\n".join(["| Title | Venue | Paper |", "| --- | --- | --- |", *rows]) + "\n"


GRAMMARS: dict[str, Callable[[Sequence[Paper]], str]] = {
    "linked": lines(lambda n, p: f"* [{p.title}]({p.url}) ({p.venue}{p.year}) [[github](https://github.com/a/b{n})]"),
    "named": lines(lambda n, p: f"* NAME{n} - [{p.title}]({p.url}) ({p.venue} {p.year})"),
    "bold": lines(lambda n, p: f"{n + 1}. **{p.title}**. *{AUTHORS[n % 3]}*. {p.venue} {p.year}. [[pdf]({p.url})]"),
    "authors": lines(lambda n, p: f"* {AUTHORS[n % 3]}. {p.year}. [{p.title}]({p.url}). In *{p.venue} {p.year}*."),
    "quoted": lines(lambda n, p: f'- **Nick{n}**: "{p.title}", *{p.venue}, Jan {p.year}*. [[Paper]({p.url})]'),
    "plain": lines(lambda n, p: f"- {p.title}, *{p.venue} {p.year}* ([Paper]({p.url}))"),
    "paragraph": lines(
        lambda n, p: f"**{p.title}** \\\n*{AUTHORS[n % 3]}* \\\n{p.venue} {p.year}. [[Paper]({p.url})]\n"
    ),
    "nested": lines(lambda n, p: f"- **{p.title} ({p.venue} {p.year})**\n  - {AUTHORS[n % 3]}\n  - [[Paper]]({p.url})"),
    "keyed": lines(lambda n, p: f"**{p.title}**\n\n- Paper: {p.url}\n- Code: https://github.com/a/b{n}\n"),
    "piped": lines(
        lambda n, p: f"- **{p.year}-05** | {p.title} | *{AUTHORS[n % 3]}* | [Link]({p.url}) | {p.venue} {p.year}"
    ),
    "table": table,
    "html": lines(
        lambda n, p: (
            f'<details><summary>{p.title} ({p.year}) [<a href="{p.url}">Paper</a>]</summary>\n\n'
            f"* {p.venue}\n\n</details>\n"
        )
    ),
    "badges": lines(
        lambda n, p: f"- [{p.year}/05] **[{p.title}]({p.url})** ![{p.venue}'{p.year % 100}](https://x.example/b{n}.svg)"
    ),
    "prose": lines(lambda n, p: f"- [{p.title}]({p.url}) by {AUTHORS[n % 3]} - a comment of the list's owner."),
}
NOTELESS = {"keyed", "html", "prose"}


@pytest.mark.parametrize("grammar", GRAMMARS)
@given(listed=papers())
@settings(max_examples=30, deadline=None)
def test_read_back(grammar: str, listed: list[Paper]) -> None:
    text = f"# My List\n\n## A Theme of Papers\n\n{GRAMMARS[grammar](listed)}"
    (theme,) = [one for one in READER.read(text, "list.md").themes if one.references]
    assert theme.path[-1] == "A Theme of Papers"
    read = [one for one in theme.references if one.outcome != "not-a-paper"]
    assert [(one.title, str(one.ids[0]) if one.ids else "") for one in read] == [(one.title, one.id) for one in listed]
    if grammar not in NOTELESS:
        assert [one.year for one in read] == [one.year for one in listed]
        assert all(paper.venue in (one.note or "") for one, paper in zip(read, listed, strict=True))
