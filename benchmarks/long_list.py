"""A made-up reading list as large as the largest real ones, and services that know the papers of any list."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import bertbib
from standin import ArxivPaper, World, crossref_work, openreview_note

ARXIV, ACL, OPENREVIEW, DOIS, PAGES = 1405, 77, 20, 12, 2
"""Distinct works by where their links lead; with the arXiv ids that are listed twice they are the bullets."""
IN_TWO_THEMES, TWICE_IN_ONE = 4, 4
BULLETS = ARXIV + IN_TWO_THEMES + TWICE_IN_ONE + ACL + OPENREVIEW + DOIS + PAGES
HEADINGS = 36


def _words(text: str) -> list[str]:
    return text.split()


def _phrases(text: str) -> list[str]:
    return text.replace("\n", ", ").split(", ")


_MODELS = _words("BERT RoBERTa XLNet GPT T5 BART ELECTRA ALBERT DeBERTa CLIP")
_PREFIXES = _words("Bio Sci Fin Law Code Math Poly Tiny Robo Neo Omni Quick Deep Dial Geo Chem Meta Fair Graph Prompt")
_VERBS = _words("Improving Rethinking Probing Exploring Scaling Distilling Evaluating Aligning Measuring Unifying")
_WHAT = _phrases("""Pre-training, Self-supervised Learning, Knowledge Distillation, Question Answering
Named Entity Recognition, Dense Passage Retrieval, Text Classification, Cross-lingual Transfer, Dialogue State Tracking
Relation Extraction, Masked Language Models, Commonsense Reasoning, Abstractive Summarization, Machine Translation
Word Sense Disambiguation, Attention Heads, Contextualized Embeddings, Prompt Tuning, Semantic Parsing""")
_HOW = _phrases("""Contrastive Objectives, Low-resource Languages, Long Documents, Adapters, Span Prediction
Noisy Labels, Multi-task Learning, Knowledge Graphs, Adversarial Training, Human Feedback, Sparse Attention""")
_VENUES = _words("ACL EMNLP NAACL ICLR NeurIPS ICML AAAI IJCAI COLING CoNLL SIGIR TACL WWW KDD CVPR ICASSP")
_GIVEN = _words("Ana Bo Chloé David Eva Fatima George Hanna Ichiro José Kim Lukas Mei Nina Paweł Qi Rosa Søren Wei")
_FAMILY = _words("""Abadi Bengtsson Chen Devlin Eriksen Fernández García Huang Ivanov Jørgensen Kowalski Liu Müller
Nguyen O'Connor Petrov Qian Rossi Şahin Tanaka Ueda Vogel Wang Xu Yavuz Zhang""")


def make_list(seed: int = 2023) -> str:
    """The list as Markdown: 1,405 distinct arXiv ids in 1,524 bullets under 36 headings, about 190 kB."""
    rng = random.Random(seed)
    titles = _titles(rng)
    arxiv = [f"https://arxiv.org/abs/{name}" for name in rng.sample(_arxiv_ids(), ARXIV)]
    bullets = [_bullet(rng, next(titles), url) for url in (*arxiv, *_other_urls(rng))]
    rng.shuffle(bullets)
    listed_twice = [one for one in bullets if "arxiv.org" in one][: IN_TWO_THEMES + TWICE_IN_ONE]
    size = len(bullets) // HEADINGS
    themes = [bullets[at * size : (at + 1) * size] for at in range(HEADINGS - 1)] + [bullets[(HEADINGS - 1) * size :]]
    themes[0] += listed_twice[:TWICE_IN_ONE]
    themes[-1] += listed_twice[TWICE_IN_ONE:]
    topics = rng.sample([f"{what} and {how.lower()}" for what in _WHAT for how in _HOW], HEADINGS)
    return "\n".join(f"## {topic}\n\n" + "".join(theme) for topic, theme in zip(topics, themes, strict=True))


def some_arxiv_ids(count: int, seed: int = 33) -> list[str]:
    """Any so many arXiv ids."""
    return random.Random(seed).sample(_arxiv_ids(), count)


def _arxiv_ids() -> list[str]:
    return [f"{year}{month:02}.{number:05}" for year in range(18, 24) for month in range(1, 13)
            for number in range(17, 17_000, 211)]  # fmt: skip


def _titles(rng: random.Random) -> Iterator[str]:
    """Different titles of 30 to 130 characters."""
    seen: set[str] = set()
    while True:
        what, other = rng.sample(_WHAT, 2)
        title = f"{rng.choice(_VERBS)} {what} {rng.choice(('with', 'for', 'via', 'by'))} {rng.choice(_HOW)}"
        if rng.random() < 0.5:
            title = f"{rng.choice(_PREFIXES)}{rng.choice(_MODELS)}: {title}"
        if rng.random() < 0.65:
            title += f" in {other}"
        if title not in seen:
            seen.add(title)
            yield title


def _other_urls(rng: random.Random) -> Iterator[str]:
    for number in range(ACL):
        yield f"https://aclanthology.org/{rng.choice(('2020', '2021'))}.acl-long.{number + 1}/"
    for _number in range(OPENREVIEW):
        yield "https://openreview.net/forum?id=" + "".join(rng.choices("abcdefghijkmnopqrstuvwxyzABCDEFGH123", k=10))
    for number in range(DOIS):
        yield f"https://doi.org/10.1145/{3_300_000 + number}.{3_310_000 + number}"
    for number in range(PAGES):
        yield f"https://blog.example.org/posts/{number}"


def _bullet(rng: random.Random, title: str, url: str) -> str:
    note = ""
    if rng.random() < 0.5:
        volume = re.search(r"aclanthology\.org/(\d{4})", url)
        year = rng.randint(2018, 2023)
        note = f" (ACL{volume[1]})" if volume else f" ({rng.choice(_VENUES)}{year})" if "arxiv.org" in url else ""
    slug = title.partition(":")[0].replace(" ", "-").lower()[:24]
    code = f" [[github](https://github.com/{rng.choice(_FAMILY).lower()}/{slug})]" if rng.random() < 0.12 else ""
    return f"- [{title}]({url}){note}{code}\n"


def world_of(path: Path) -> World:
    """Services that know the papers that a list links, under the list's titles, with authors made up."""
    world, rng = World(), random.Random(7)
    for theme in bertbib.read([path]).themes:
        for reference in theme.references:
            for identifier in reference.ids:
                _add(world, rng, identifier.scheme, identifier.value, reference.title or f"Paper {identifier.value}")
    return world


def _add(world: World, rng: random.Random, scheme: str, name: str, title: str) -> None:
    authors = [(rng.choice(_GIVEN), rng.choice(_FAMILY)) for _number in range(rng.randint(2, 8))]
    names = [" ".join(author) for author in authors]
    year = rng.randint(2018, 2023)
    if scheme == "arxiv" and name not in world.arxiv:
        dois = (f"10.1016/j.made-up.{len(world.arxiv)}",) if len(world.arxiv) % 25 == 0 else ()
        world.arxiv[name] = ArxivPaper(title=title, authors=tuple(names), published=f"{year}-05-04", doi=dois)
        world.crossref |= {doi: _work(doi, title, authors, year) for doi in dois}
    elif scheme == "doi":
        world.crossref[name] = _work(name, title, authors, year)
    elif scheme == "openreview":
        world.openreview[name] = openreview_note(
            name, title, names, venue=f"ICLR {year}", venueid=f"ICLR.cc/{year}/Conference"
        )
    elif scheme == "acl":
        world.files[f"aclanthology.org/{name}.bib"] = ("text/plain", _anthology_entry(name, title, authors))


def _anthology_entry(name: str, title: str, authors: list[tuple[str, str]]) -> str:
    """An entry of the ACL Anthology; its ids begin with the year or, as in P19-1226, hold its last two digits."""
    fields = {
        "title": title,
        "author": " and ".join(f"{family}, {given}" for given, family in authors),
        "booktitle": "Proceedings of the Annual Meeting of the Association for Computational Linguistics",
        "year": name[:4] if name[:4].isdigit() else f"20{name[1:3]}",
        "url": f"https://aclanthology.org/{name}/",
        "doi": f"10.18653/v1/{name}",
        "pages": "100--110",
    }
    return "@inproceedings{made-up,\n" + "".join(f'  {field} = "{value}",\n' for field, value in fields.items()) + "}\n"


def _work(doi: str, title: str, authors: list[tuple[str, str]], year: int) -> dict[str, object]:
    return crossref_work(
        doi, title, authors, year, type="journal-article", container_title=["Journal of Made-up Results"]
    )
