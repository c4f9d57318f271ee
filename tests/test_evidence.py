"""Citation keys that the user's papers already use."""

from bertbib.model import Identifier, Item, Name
from bertbib.paper_files import gather, read_tex

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
    assert "wrongid" in evidence.reserved()
