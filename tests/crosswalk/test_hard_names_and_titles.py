"""Hard names and titles on their way from BibTeX to CSL and back, in both dialects."""

from __future__ import annotations

import json

import pytest

from bertbib.crosswalk import bibtex_from_entry, item_from_bibtex, item_from_csl, item_to_csl
from bertbib.model import Entry, Item, Name
from bertbib.model.entry import STATED
from bertbib.text.bibtex import BibEntry
from bertbib.text.names import surname_key
from bertbib.text.titles import fold, plain, protect

TITLES = r"""
{BERT}: Pre-training of Deep Bidirectional Transformers for Language Understanding
{Deep Learning for {NLP}}
Span{BERT}: Improving Pre-training
{B}ayesian networks for {I}sing models
T{\"o}RF: Time-of-Flight Radiance Fields
{T{\"o}RF}: Fields
$\ell_1$-norm bounds for $k$-{NN}
Learning in {$L_1$} and $\mathcal{H}_\infty$ spaces
In$_x$Ga$_{1-x}$As quantum wells
H{$_2$}O and CO$_2$ in {MOF}s
wav2vec 2.0: A framework
K-means++: The advantages of careful seeding
C\# and C++ for F\#
AT\&T and R\&D: 50\% off
Is 100\% accuracy enough? {A} study
{\LaTeX}: A document preparation system
The {\TeX}book
{\relax Ch}arles Darwin's Origin
{\'E}tude de l'alg{\`e}bre
\"Uber die Gau{\ss}sche Summe
Na{\"\i}ve {B}ayes
Erd{\H{o}}s--{R}{\'e}nyi graphs
Poincar{\'e}'s conjecture
{S}chr{\"o}dinger's cat
``Why should I trust you?'' {E}xplaining predictions
`Single' and ``double'' quotes
Foo --- bar -- baz - qux
Emph \emph{in silico} words
\textit{E. coli} genome and \textbf{bold} {\em style}
H\textsubscript{2}O and x\textsuperscript{2}
Cost of \$5 and \$6 tickets
Foo \_ bar \textasciitilde{} baz
Part {II}: {T}he {R}ise of the {U.S.}
{I}nter{N}et of {T}hings
Caf\'e society
{\O}rsted, {\AA}ngstr{\"o}m and {\L}{\'o}d{\'z}
\c{C}atalh{\"o}y{\"u}k
深度学习 with {BERT}
Обучение {BERT}
Naïve Bayes: Žižek's Ångström
A: B: C? D! E
{U-Net} and {Mask R-CNN}
{{Double} braces}
x < y > z & w
\url{http://x.org/a_b} note
Self-training $\rightarrow$ co-training
3{D} {ResNet}-50 on {MNIST}
{ATTENTION IS ALL YOU NEED}
\enquote{Quoted} title
Euler's $e^{i\pi}+1=0$
{CO}2 {\&} {N2}O
""".strip("\n").split("\n")

NAMES = r"""
Donald E. Knuth
van Beethoven, Ludwig
van der Putten, Jr., Peter
King, Jr., Martin Luther
{CMS Collaboration}
{Barnes and Noble, Inc.}
{AT\&T Labs}
{\relax Ch}arles Darwin
Garc{\'\i}a M{\'a}rquez, Gabriel
{de la Cruz}, Maria
de la Cruz, Maria
De La Cruz, Maria
d'Alembert, Jean
{d'Alembert}, Jean
Jean-Pierre Serre
J.-P. Serre
{\'E}mile Zola
\v{Z}eljko Agi{\'c}
{\L}ukasz Kaiser
O'Brien, {\'A}ine
al-Khwarizmi, Muhammad
Al-Khwarizmi, Muhammad
McCulloch, Warren S.
LECUN, YANN
李, 飞飞
毛泽东
{毛泽东}
山田 太郎
Plato
danah boyd
boyd, danah
{van den Oord}, A{\"a}ron
Aaron van den Oord
Ford, III, William Clay
Sammy Davis Jr.
others
Nguyen, {Thi Minh}
{Smith and Jones}, Ann
Gerard 't Hooft
Ortega y Gasset, Jos{\'e}
Jos{\'e} Ortega y Gasset
Thi{\^e}n, L{\^e}
Ko{\c{c}}, {\c{S}}{\"u}kr{\"u}
Nguy{\~{\^e}}n, H{\uhorn{o}}ng
Gonz{\'a}lez-Garc{\'\i}a, A.
St. John, Jill
von der Leyen, Ursula
Van Gool, Luc
{Meta AI}
{Team 0007}
Wei Wang 0001
X{\ae}r{\o} {\AE}gir
M\"uller, J\"org
family=Oord, given=A, prefix=van den, suffix=Jr
""".strip("\n").split("\n")


def there(dialect: str, **stated: str) -> tuple[Item, Item, dict[str, str]]:
    """An item as it is read, the one that is read from what is written of it, and what is written."""
    read = item_from_bibtex(BibEntry("article", "k", {"author": "A. Foo", "title": "A Title", **stated}))
    kept = item_from_csl(json.loads(json.dumps(item_to_csl(read))), read.extra)
    written, fields = bibtex_from_entry(Entry(key="k", ids=(), item=kept, status="other", source=STATED), dialect)
    return read, item_from_bibtex(BibEntry(written, "k", dict(fields))), dict(fields)


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize("title", TITLES)
def test_a_title_comes_back(title: str, dialect: str) -> None:
    read, again, fields = there(dialect, title=title)
    assert fold(again.title) == fold(read.title) == fold(title)
    assert protect(again.title) == again.title
    assert plain(again.title) == plain(read.title)
    assert there(dialect, title=fields["title"])[2]["title"] == fields["title"]


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back(name: str, dialect: str) -> None:
    read, again, fields = there(dialect, author=f"{name} and Roe, Bob")
    assert again.author == read.author
    assert len(read.author) == 2
    assert surname_key(read.author[0]) or not read.author[0].family.isascii()
    assert "\\" not in str(read.author[0])
    assert there(dialect, author=fields["author"])[2]["author"] == fields["author"]


@pytest.mark.parametrize(
    ("csl", "name", "written"),
    [
        ({"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}, None, "Beethoven, Ludwig van"),
        ({"family": "Oord", "given": "Aäron", "non-dropping-particle": "van den"}, None, "van den Oord, Aäron"),
        ({"family": "van den Oord", "given": "Aäron"}, None, "{van den Oord}, Aäron"),
        ({"family": "King", "given": "Martin", "suffix": "Jr."}, None, "King, Jr., Martin"),
        ({"family": "King", "given": "Martin", "suffix": "Jr.", "comma-suffix": True}, None, "King, Jr., Martin"),
        ({"literal": "CMS Collaboration"}, None, "{CMS Collaboration}"),
        ({"literal": "Barnes and Noble, Inc."}, None, "{Barnes and Noble, Inc.}"),
        ({"literal": "毛泽东"}, None, "{毛泽东}"),
        ({"family": "李", "given": "飞飞"}, None, "李, 飞飞"),
        ({"family": "山田太郎"}, None, "山田太郎"),
        ({"literal": "et al."}, Name(literal="others"), "others"),
        ({"family": "al.", "given": "et"}, Name(literal="others"), "others"),
        ({"family": "others", "given": ""}, Name(literal="others"), "others"),
        ({"literal": "others"}, Name(literal="others"), "others"),
    ],
)
@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_names_of_csl(csl: dict[str, object], name: Name | None, written: str, dialect: str) -> None:
    item = item_from_csl({"type": "book", "title": "A Title", "author": [csl]})
    if name:
        assert item.author == (name,)
    entry = Entry(key="k", ids=(), item=item, status="other", source=STATED)
    assert dict(bibtex_from_entry(entry, dialect)[1])["author"] == written


STATED_BY_BIBLATEX = {
    "author": "family=Oord, given=A, prefix=van den and Roe, Bob",
    "title": "{BERT}",
    "subtitle": "Pre-training of {Deep} Networks",
    "titleaddon": "A talk",
    "shorttitle": "BERT",
    "journaltitle": "Journal of Things",
    "journalsubtitle": "Series B",
    "issuetitle": "Special",
    "booksubtitle": "Of books",
    "maintitle": "The Whole",
    "mainsubtitle": "In parts",
    "date": "2019-07-05",
    "origdate": "1999",
    "eprint": "123",
    "eprinttype": "jstor",
}


def test_fields_of_biblatex_are_kept() -> None:
    read, _again, fields = there("biblatex", **STATED_BY_BIBLATEX)
    assert fields == STATED_BY_BIBLATEX | {"author": "van den Oord, A and Roe, Bob"}
    assert fold(read.title) == "bert pretraining of deep networks"


def test_a_subtitle_is_printed_by_bibtex_too() -> None:
    _read, _again, fields = there("bibtex", **STATED_BY_BIBLATEX)
    assert fields["title"] == "{BERT}: Pre-training of {Deep} Networks"
    assert "subtitle" not in fields
    lost = STATED_BY_BIBLATEX.keys() - fields.keys()
    assert lost == {"subtitle", "journaltitle", "date"}
    assert (fields["journal"], fields["year"], fields["month"]) == ("Journal of Things", "2019", "jul")


@pytest.mark.parametrize(
    ("title", "subtitle", "whole"),
    [
        ("Is It?", "A Study", "Is It? A Study"),
        ("Main: A Sub", "A Sub", "Main: A Sub"),
        ("Supernets", "nets", "Supernets: nets"),
        ("Main", "?!", "Main: ?!"),
        ("Main", " ", "Main"),
    ],
)
def test_title_and_subtitle(title: str, subtitle: str, whole: str) -> None:
    read, again, _fields = there("biblatex", title=title, subtitle=subtitle)
    assert read.title == again.title == whole
    assert there("bibtex", title=title, subtitle=subtitle)[2]["title"] == whole
