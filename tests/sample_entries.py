"""Entries to write: one of every type, whole and with facts missing, and texts that are hostile to TeX."""

from collections.abc import Iterator
from typing import Any

from bertbib.model import Date, Entry, Identifier, Item, Name
from bertbib.model.protocols import Bibliography

MTDNN = Entry(
    key="liu2019multi",
    item=Item(
        type="paper-conference",
        title="Multi-Task Deep Neural Networks for Natural Language Understanding",
        author=(
            Name("Liu", "Xiaodong"),
            Name("He", "Pengcheng"),
            Name("Chen", "Weizhu"),
            Name("Gao", "Jianfeng"),
        ),
        issued=Date(2019, 7),
        container_title="Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics",
        event_title="ACL 2019",
        publisher="Association for Computational Linguistics",
        publisher_place="Florence, Italy",
        page="4487-4496",
        DOI="10.18653/v1/P19-1441",
        URL="https://aclanthology.org/P19-1441/",
        extra=(("primaryclass", "cs.CL"),),
    ),
    ids=(Identifier("acl", "P19-1441"), Identifier("doi", "10.18653/v1/P19-1441"), Identifier("arxiv", "1901.11504")),
    status="published",
    source="acl:P19-1441",
    aliases=("liu2019mt",),
)
ROBERTA = Entry(
    key="liu2019roberta",
    item=Item(
        type="article",
        title="RoBERTa: A Robustly Optimized BERT Pretraining Approach",
        author=(Name("Liu", "Yinhan"), Name("Ott", "Myle"), Name(literal="others")),
        issued=Date(2019, 7, 26),
        archive="arXiv",
        extra=(("primaryclass", "cs.CL"),),
    ),
    ids=(Identifier("arxiv", "1907.11692"),),
    status="preprint",
    source="arxiv:1907.11692",
)

TYPES = (
    *("paper-conference", "article-journal", "article", "chapter", "book", "thesis", "report", "software", "dataset"),
    *("webpage", "document", "manuscript", "entry-encyclopedia", "review", "post", "pamphlet", "no-csl-type"),
)

_FACTS: dict[str, Any] = {
    "title": "A Title: with BERT & $O(N)$",
    "author": (Name("Doe", "Jane", "van der", "Jr."), Name(literal="The Team and Friends")),
    "editor": (Name("Müller", "Jörg"),),
    "issued": Date(2019, 7),
    "container_title": "Journal or Proceedings of Things & Co",
    "event_title": "THINGS 2019",
    "publisher": "Press of This and That",
    "publisher_place": "Trinidad and Tobago",
    "volume": "3",
    "issue": "2",
    "number": "7",
    "page": "1-2",
    "collection_title": "Lecture Notes",
    "DOI": "10.1000/a_b%c",
    "URL": "https://example.org/a_b%20c#d",
    "ISBN": "978-3-16-148410-0",
    "genre": "Genre",
    "archive": "bioRxiv",
}


def whole_and_sparse() -> Iterator[Entry]:
    """Of every type: all facts, all but one, one alone, one beside title and year; with and without an arXiv id."""
    number = 0
    for csl_type in TYPES:
        few = {"title": "Title", "issued": Date(2019)}
        choices = [{}, _FACTS, *({**few, name: value} for name, value in _FACTS.items())]
        choices += [{name: value} for name, value in _FACTS.items()]
        choices += [{name: value for name, value in _FACTS.items() if name != left_out} for left_out in _FACTS]
        for facts in choices:
            number += 1
            ids = (Identifier("arxiv", "1901.11504"),) if number % 3 == 0 else ()
            yield _distinct(number, csl_type, facts, ids)


def _distinct(number: int, csl_type: str, facts: dict[str, Any], ids: tuple[Identifier, ...]) -> Entry:
    """An entry whose names and title no other one has: styles count equal ones up to 26 and no further."""
    word = "".join(chr(97 + number // 26**place % 26) for place in range(3))
    own = dict(facts)
    if "author" in own:
        own["author"] = (Name(word.title(), "Jane"), *own["author"])
    if "editor" in own:
        own["editor"] = (Name(word.title(), "Edna"),)
    if "title" in own:
        own["title"] = f"{word} {own['title']}"
    return Entry(key=f"{word}{number}", item=Item(type=csl_type, **own), ids=ids, status="published", source="test:1")


HOSTILE = (
    r"\input{/etc/passwd}",
    r"\immediate\write18{touch pwned}",
    r"$\input{x}$ and $\catcode`\%=12$",
    r"$^^5cinput x$ $\def\x{}$ $a$$b$ $$ $",
    "100% & #1_2 ~ ^ \\ {",
    "} closes and { opens",
    "{{{ } }",
    "\\",
    "a\\\\b\\}",
    "C-- and ``quotes'' ''too'' ?` !` << >>",
    "costs $5 and $6, not 7$",
    "@article{fake, title = x}",
    "\n@misc{fake2,\n title = y}\n",
    '<span class="nocase">open',
    'close</span> <i>x</b> <sub>2</sub> <span class="nocase">{</span>',
    r"$\frac$ $x_$ $\left( x$ $a_1_2$ ${$ $\text{$",
    "% comment",
    "tab\tnew\nline\x00nul\x7f",
    r"$\mathcal{O}(\sqrt{N})$ $\ell_1$ $x^{2}_{i}$ $\{a\}$ $\left(\frac{1}{2}\right)$",
)


def hostile() -> Iterator[Entry]:
    """Entries whose every text is hostile."""
    for number, text in enumerate(HOSTILE):
        for csl_type in ("paper-conference", "article-journal", "book", "thesis", "article"):
            item = Item(
                type=csl_type,
                title=text,
                author=(Name(f"Doe{number}", text), Name(literal=text)),
                editor=(Name(text, "Jane"),),
                issued=Date(2019, 7),
                container_title=text,
                publisher=text,
                publisher_place=text,
                volume=text,
                page=text,
                collection_title=text,
                DOI="10.1000/a{b}%_\\x",
                URL="https://example.org/{" + text.replace("\n", " ") + "}",
            )
            yield Entry(key=f"hostile{number}{csl_type}", item=item, ids=(), status="published", source="test:1")


def bibliography(*entries: Entry, title: str = "Theme", **themes: tuple[str, ...]) -> Bibliography:
    """A file of these entries."""
    return Bibliography(title=title, entries=entries, themes=themes)
