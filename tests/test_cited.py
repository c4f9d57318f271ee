"""References by key alone, looked up in the lock."""

from __future__ import annotations

from bertbib.cited import is_key_alone, known_by_key
from bertbib.model import Entry, Identifier, Item, Lock, Reference, Theme, Where

ARXIV = Identifier("arxiv", "1901.11504")


def theme(*keys: str) -> Theme:
    references = tuple(
        Reference(title="", where=Where("p.tex", n), outcome="could-not-tell", key=key) for n, key in enumerate(keys, 1)
    )
    return Theme(slug="t", title="T", path=("T",), source="p.tex", references=references)


def lock() -> Lock:
    item = Item(title='<span class="nocase">BERT</span> and Trees', type="article")
    return Lock.of(
        [
            Entry(
                key="liu2019", item=item, ids=(ARXIV,), status="preprint", source="arxiv:1901.11504", aliases=("old",)
            ),
            Entry(key="mine", item=Item(title="My Report"), ids=(), status="unknown", source="stated"),
        ]
    )


def test_a_key_of_the_lock_is_its_work() -> None:
    (found,), problems = known_by_key([theme("liu2019", "mine", "gone")], lock())
    known, stated, gone = found.references
    assert (known.ids, known.title, known.outcome, known.stated) == ((ARXIV,), "BERT and Trees", "paper", None)
    assert (stated.outcome, stated.title, stated.stated) == ("no-link", "My Report", Item(title="My Report"))
    assert (gone.outcome, gone.key, is_key_alone(gone)) == ("could-not-tell", "gone", True)
    assert problems == []


def test_an_old_key_is_told() -> None:
    (found,), problems = known_by_key([theme("old")], lock())
    assert (found.references[0].key, found.references[0].ids) == ("liu2019", (ARXIV,))
    assert [(problem.code, problem.where) for problem in problems] == [("old-key", Where("p.tex", 1))]


def test_what_says_more_than_its_key_is_left_alone() -> None:
    reference = Reference(title="T", where=Where("x.bib", 1), key="liu2019", ids=(Identifier("doi", "10.1000/1"),))
    listed = Theme(slug="t", title="T", path=("T",), source="x.bib", references=(reference,))
    assert known_by_key([listed], lock())[0] == (listed,)
