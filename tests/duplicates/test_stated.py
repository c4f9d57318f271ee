"""Works read straight out of entries: the same as the crosswalk's items give, and no more of them than is asked."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bertbib.crosswalk import identifiers_from_bibtex, item_from_bibtex
from bertbib.duplicates import Work, compare, groups_of, work_of, work_of_entry, works_in
from bertbib.duplicates.blocking import candidates
from bertbib.text.bibtex import BibEntry, parse_bib

TESTS = Path(__file__).parent.parent
FACTS = ("title", "year", "volume", "pages", "ids", "edition", "people", "kind", "venue", "series")


def by_item(entry: BibEntry) -> Work:
    return work_of(item_from_bibtex(entry), identifiers_from_bibtex(entry))


def facts(work: Work) -> list[tuple[str, object]]:
    title = [(name, getattr(work.title, name)) for name in ("words", "numbers")]
    return [*((name, getattr(work, name)) for name in FACTS), *title]


def check(entry: BibEntry) -> None:
    assert facts(work_of_entry(entry)) == facts(by_item(entry))
    assert work_of_entry(entry) == by_item(entry)
    assert hash(work_of_entry(entry)) == hash(by_item(entry))


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.bib")), ids=lambda path: path.name)
def test_files(path: Path) -> None:
    for entry in parse_bib(path.read_text(encoding="utf-8", errors="replace"), "x.bib").entries:
        if "crossref" not in entry.fields:
            check(entry)


TITLES = (
    *(
        "Learning Ribbons",
        "{BERT}: {P}re-training",
        "Erratum to: Ribbons",
        "Ribbons -- a Reply",
        "Ribbons, Part~II",
        "Conv{Nets} and Nets",
        "{3}-dimensional {Nets}",
        "{Poster}: Ribbons",
        "Poster: {R}ibbons",
        "",
        "{}",
    ),
    *(
        "Ribbons (Extended Abstract)",
        "Ribbons, 2nd ed.",
        "The Third Edition of Based Folding",
        "In$_x$Ga C++ 2.0",
        "Ré \\'{e}t",
    ),
    *(
        "Supplementary Material",
        "Comments on ``Ribbons''",
        "Ribbons: Comment",
        "A Note 1,000 {III}",
        "Red. \\ifmmode x\\fi",
    ),
)
AUTHORS = (
    *(
        "Liu, Xiaodong and He, Pengcheng",
        "Xiaodong Liu and P. He and others",
        "X. Liu",
        "van der Berg, Jan",
        "Van Berg, J.",
    ),
    *(
        "Müller, Jörg",
        'M{\\"u}ller, J{\\"o}rg and Doe, A.',
        "{CMS Collaboration}",
        "Liu, X., He, P.",
        "A. Liu And B. Doe",
        "others",
    ),
    *(
        "Doe, Jr, Ann",
        "Liu et al.",
        "Liu; He",
        "family=Oord, given=A",
        "{}",
        "and Liu, X",
        "Liu,",
        "O'Neil, S-J. and Smith-Jones, B",
        "",
    ),
    *(
        "Plato",
        "García Márquez, Gabriel José and\n   Poe, E.",
        "Xiao\nLiu",
        "Wei Wang 0001 and Y. Li",
        "Al-Rfou, Rami and and Doe, A",
        "Ann Liu III and B. Doe Jr.",
        "Doe, III and Poe Sr, A",
        "Liu X, He P",
    ),
)
VENUES = (
    *(
        "Proc. of ACL",
        "{ICML} 2019",
        "CoRR",
        "arXiv preprint arXiv:1901.11504",
        "Journal of Ribbons",
        "",
        "NAACL Workshop on X",
        "{}",
    ),
    *("ECCV", "\\relax", "ArXiv", "Nature", "Proceedings of the IEEE", "TACL", "Computing Research Repository"),
)
LINKS = (
    *(
        "https://doi.org/10.1000/x(1)2",
        "https://doi.org/10.18653/v1/P19-1441",
        "https://arxiv.org/abs/1901.11504v2",
        "http://x.org/10.1000/ab",
    ),
    *(
        "https://dblp.org/rec/conf/acl/LiuHCG19.bib",
        "https://dblp.org/rec/journals/corr/abs-1901-11504.bib",
        "https://aclanthology.org/P19-1441/",
    ),
    *(
        "\\url{https://www.aclweb.org/anthology/P19-1441}",
        "https://proceedings.neurips.cc/paper/2018/x.pdf",
        "arxiv.org/abs/1901.11504",
        "x",
    ),
    *(
        "https://doi.org/10.1000//x",
        "https://doi.org/10.1000/a b",
        "https://web.archive.org/web/2019/https://arxiv.org/abs/1901.11504",
    ),
    *(
        "https://openreview.net/forum?id=r1xMH1BtvB",
        "https://doi.org/10.1000/x.",
        "HTTPS://DOI.ORG/10.1000/X",
        "https://dl.acm.org/doi/10.1145/1.2",
    ),
)
NOTES = (
    "arXiv:1901.11504",
    "In press",
    "PhD thesis",
    "Poster",
    "invited talk",
    "\\url{https://arxiv.org/abs/1901.11504}",
    "arXiv preprint",
    " ",
)
FIELDS = {
    "title": TITLES,
    "author": AUTHORS,
    "editor": AUTHORS,
    "journal": VENUES,
    "booktitle": VENUES,
    "journaltitle": VENUES,
    "year": ("2019", "in press 2019", "19", "", "{2019}", "2019a", "n.d."),
    "month": ("jan", "13", "12", "1", "July 12", "März", "00"),
    "date": ("2018-03", "2018", "x", " "),
    "pages": ("1--9", "12", "214-24", "e12:1--e12:20", "1\u20139", "", "i--ix", "{}", "12, 15", "99--7"),
    "volume": ("abs/1901.11504", "07", "12", "II", "{3}", "A12", " "),
    "number": ("3", "TR-12"),
    "eid": ("e17",),
    "doi": (
        "10.1000/x",
        "https://doi.org/10.1000/X",
        "10.18653/v1/p19-1441",
        "10.1000/x\\_y",
        "10.48550/arXiv.1901.11504",
        "doi: 10.1000/x.",
        "",
    ),
    "url": LINKS,
    "ee": LINKS,
    "eprint": ("1901.11504", "math.GT/0309136", "x", "1901.11504v1"),
    "archiveprefix": ("arXiv", "hal", "", "{arXiv}"),
    "note": NOTES,
    "howpublished": NOTES,
    "institution": ("MIT", "arXiv"),
    "school": ("MIT",),
    "organization": ("IEEE",),
    "publisher": ("arXiv", "Springer", "Zenodo"),
    "edition": ("2", "Second", "x"),
    "isbn": ("978-0-262-03561-3", "1"),
    "type": ("PhD thesis", "Poster"),
    "series": ("LNCS",),
}
made = st.builds(
    BibEntry,
    st.sampled_from(
        ["article", "inproceedings", "misc", "book", "techreport", "phdthesis", "online", "incollection", "proceedings"]
    ),
    st.sampled_from(["k", "DBLP:conf/acl/LiuHCG19", "DBLP:journals/corr/abs-1901-11504"]),
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in FIELDS.items()}),
)


@settings(max_examples=1500, deadline=None)
@given(made)
@example(BibEntry("misc", "k", {"eprint": "1901.11504", "archiveprefix": ""}))
@example(BibEntry("article", "k", {"journal": " ", "journaltitle": "CoRR", "volume": "abs/1901.11504"}))
def test_an_entry_is_read_as_its_item_is(entry: BibEntry) -> None:
    check(entry)


def test_a_paper_takes_from_its_volume_what_it_lacks() -> None:
    volume = BibEntry("proceedings", "Vol", {"title": "Proceedings of ACL 2019", "year": "2019"})
    paper = BibEntry("inproceedings", "a", {"title": "Ribbons", "author": "Doe, A", "crossref": "vol"})
    (work, _) = works_in([paper, volume])
    assert (work.year, work.venue, work.kind) == (2019, "proceedings of acl 2019", "conference")


def test_the_people_of_an_entry_that_meets_no_other_are_not_read() -> None:
    entry = BibEntry("article", "k", {"title": "Learning Ribbons", "author": "Doe, Ann and Roe, Bob"})
    other = BibEntry("article", "l", {"title": "Whales", "author": "Poe, Eve"})
    works = works_in([entry, other])
    assert groups_of(works) == ()
    for work in works:
        with pytest.raises(AttributeError):
            object.__getattribute__(work, "people")


@settings(max_examples=150, deadline=None)
@given(st.lists(made, max_size=8))
def test_what_is_of_one_work_is_compared(entries: list[BibEntry]) -> None:
    """In a few records, all pairs with one title or identifier are candidates."""
    works = list(dict.fromkeys(works_in(entries)))
    found = set(candidates(works))
    for one, other in combinations(range(len(works)), 2):
        left, right = works[one], works[other]
        near = left.ids & right.ids or (left.title.letters and left.title.letters == right.title.letters)
        if near and compare(left, right).relation != "different":
            assert (one, other) in found
