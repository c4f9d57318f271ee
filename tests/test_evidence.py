"""Citation keys that the user's papers already use."""

from bertbib.evidence import KeyEvidence
from bertbib.model import Identifier, Item, Name
from bertbib.paper_files import gather, read_tex
from bertbib.text.titles import fold

TEX = r"""
\documentclass{article}
\addbibresource[label=x]{refs} % \cite{commented}
\bibliography{more,other.bib}
\input{sections/intro}
\begin{document}
\cite{liu2019} and \citep[see][p.~3]{a , b} \textcite{c} \nocite{*} \Citet*{d}
50\% \cite{after-percent}
\end{document}
"""

BIB = r"""
@article{mtdnn, title = {Multi-Task Deep Neural Networks for Natural Language Understanding}, author = {Liu, X. and He, P.},
  journal = {arXiv preprint arXiv:1901.11504}, year = 2019}
@inproceedings{mtdnn-acl, title = {Multi-Task Deep Neural Networks for Natural Language Understanding},
  author = {Xiaodong Liu and Pengcheng He}, booktitle = {ACL}, year = 2019}
@misc{wrongid, title = {Something Else Entirely}, author = {Doe, Jane}, eprint = {1904.09223}, archivePrefix = {arXiv}}
"""


def test_citations_and_files_of_a_tex() -> None:
    facts = read_tex(TEX)
    assert facts.cited == ("liu2019", "a", "b", "c", "d", "after-percent")
    assert facts.bibliographies == ("refs.bib", "more.bib", "other.bib")
    assert facts.included == ("sections/intro.tex",)


def test_a_key_names_a_work_by_id_or_by_title_and_authors_and_the_cited_one_wins() -> None:
    item = Item(
        title="Multi-Task Deep Neural Networks for Natural Language Understanding",
        author=(Name(family="Liu", given="Xiaodong"), Name(family="He", given="Pengcheng")),
    )
    arxiv = (Identifier("arxiv", "1901.11504"),)
    evidence, problems = gather([], {"refs.bib": BIB})
    assert problems == []
    assert evidence.keys_for(arxiv, item) == ("mtdnn", "mtdnn-acl")
    cited, _problems = gather([read_tex(r"\cite{mtdnn-acl}")], {"refs.bib": BIB})
    assert cited.keys_for(arxiv, item) == ("mtdnn-acl", "mtdnn")


def test_a_wrong_id_in_a_bib_names_nothing() -> None:
    item = Item(
        title="ERNIE: Enhanced Representation through Knowledge Integration", author=(Name(family="Sun", given="Yu"),)
    )
    evidence, _problems = gather([], {"refs.bib": BIB})
    assert evidence.keys_for((Identifier("arxiv", "1904.09223"),), item) == ()
    assert "wrongid" in evidence.reserved


def test_a_wrong_id_among_the_works_of_the_same_authors_names_nothing() -> None:
    ernie = "ERNIE: Enhanced Representation through Knowledge Integration"
    pasted = """@misc{sun2020, title = {ERNIE 2.0: A Continual Pre-training Framework}, author = {Sun, Yu and Wang, Shuohuan},
  eprint = {1904.09223}, archivePrefix = {arXiv}}
@misc{untitled, author = {Sun, Yu and Wang, Shuohuan}, eprint = {1904.09223}, archivePrefix = {arXiv}}"""
    item = Item(title=ernie, author=(Name(family="Sun", given="Yu"), Name(family="Wang", given="Shuohuan")))
    evidence, _problems = gather([], {"refs.bib": pasted})
    ids = (Identifier("arxiv", "1904.09223"),)
    assert evidence.keys_for(ids, item) == ("untitled",)
    # An entry that bears the key already keeps it while identifier and authors speak for it.
    assert not evidence.is_anothers("sun2020", ids, item)
    assert evidence.is_anothers("sun2020", (), item)
    assert evidence.is_anothers("SUN2020", ids, Item(title=ernie, author=(Name(family="Roe"),)))
    assert not evidence.is_anothers("sun2019", ids, item)


def test_of_two_entries_of_one_key_the_first_counts_and_one_without_a_key_names_nothing() -> None:
    twice = """@misc{one, title = {The First of Two Works}, author = {Doe, Jane}}
@misc{one, title = {The Second of Two Works}, author = {Doe, Jane}}
@misc{, title = {A Work without a Key}, author = {Doe, Jane}}"""
    evidence, problems = gather([], {"refs.bib": twice})
    by_doe = (Name(family="Doe", given="Jane"),)
    assert evidence.keys_for((), Item(title="The First of Two Works", author=by_doe)) == ("one",)
    assert evidence.keys_for((), Item(title="The Second of Two Works", author=by_doe)) == ()
    assert evidence.keys_for((), Item(title="A Work without a Key", author=by_doe)) == ()
    assert {problem.code for problem in problems} == {"bib-duplicate-key", "bib-no-key"}


def test_without_papers_no_title_is_folded() -> None:
    before = fold.cache_info()
    evidence = KeyEvidence()
    assert evidence.keys_for((), Item(title="A Title That Nothing Else Here Folds")) == ()
    assert not evidence.is_anothers("key", (), Item(title="A Title That Nothing Else Here Folds"))
    assert fold.cache_info().misses == before.misses
