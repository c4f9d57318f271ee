"""Names split into their parts as BibTeX splits them: compared with pybtex, which follows BibTeX to the letter."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pybtex.database import Person
from pybtex.exceptions import PybtexError

from bertbib.model import Name
from bertbib.text.latex import to_text
from bertbib.text.name_repair import repaired_names
from bertbib.text.names import OTHERS, parse_bibtex_names

ALIKE = r"""
Donald E. Knuth
Knuth, Donald E.
Ludwig van Beethoven
van Beethoven, Ludwig
Van Gogh, Vincent
Vincent Van Gogh
Laurens van der Maaten
van der Maaten, Laurens
van der Maaten, Jr., Laurens
Johannes Diderik van der Waals
Charles Louis Xavier Joseph de la Vall{\'e}e Poussin
de la Vall{\'e}e Poussin, Charles
De la Cruz, Maria
Maria de la Cruz
Maria De la Cruz
{de la Cruz}, Maria
Martin Luther {King Jr.}
King, Jr., Martin Luther
{King, Jr.}, Martin Luther
Robert Downey, {Jr.}
Ford, Jr., Henry
Ford, III, William Clay
{\relax Ch}arles Darwin
Darwin, {\relax Ch}arles
{\relax Yu}ri Gagarin
Jean-Pierre Serre
Serre, J.-P.
J.-P. Serre
Jean-paul Sartre
Kang~Min Lee
D.~E. Knuth
Lee, Kang~Min
Smith\ Jones, Ann
LECUN, YANN
YANN LECUN
McCulloch, Warren S.
Warren McCulloch
Frank M{\^c}Courtney
MacDonald, Ian
O'Brien, {\'A}ine
{\'A}ine O'Brien
d'Alembert, Jean le Rond
Jean d'Alembert
Jean le Rond d'Alembert
Jean D'Alembert
al-Khwarizmi, Muhammad
Muhammad al-Khwarizmi
Muhammad Al-Khwarizmi
Abu Ali al-Hasan ibn al-Haytham
ibn Sina
Ibn Sina
bin Laden, Osama
'tHooft, Gerard
Gerard 't Hooft
't~Hooft, Gerard
{\'e}mile zola
{\'E}mile Zola
\'Emile Zola
{\"o}zg{\"u}r foo
{\O}ystein {\AA}s
{\L}ukasz Kaiser
{\l}ukasz Kaiser
{\ss}foo Bar
{\oe}uvre Bar
{CMS} Collaboration
The CMS Collaboration
{AT\&T} Labs
Google Research
Aristotle
danah boyd
boyd, danah
bell hooks
Mao Zedong
{Mao} Zedong
李, 飞飞
毛泽东
Müller, Jörg
Élodie Dupont
élodie Dupont
Dupont, Élodie
{M}{\"u}ller, J{\"o}rg
M\"uller, J\"org
Jos{\'e} Ortega y Gasset
Ortega y Gasset, Jos{\'e}
Garc{\'\i}a M{\'a}rquez, Gabriel
Quinn {\textquoteright}t Hooft
{von} Neumann, John
{von Neumann}, John
{v}on Neumann, John
{V}on Neumann, John
John von {N}eumann
John {von} Neumann
St. John, Jill
Foo {Bar Baz}
1st Foo
Foo 1st
(foo) Bar
Foo (the) Bar
Smith,, John
Smith,
, John
{}Foo Bar
Foo {} Bar
{\foo{bar}} Baz
{\foo bar} Baz
{b}Foo Bar Baz
{a}{\'e} Foo Bar
A. -B. Cee
{\'{e}}mile Zola
{\'{E}}mile Zola
{\v{Z}}eljko Agi{\'c}
{\v Z}eljko Agi{\'c}
\O ystein Foo
\o ystein Foo
\L{}ukasz Kaiser
\aa s Foo
Metin And
van
van der
van Foo bar
foo bar
foo Bar baz Qux
Foo bar Baz qux Quux
""".strip("\n").split("\n")


def as_pybtex_splits(written: str) -> Name:
    person = Person(written)
    given_names = [*person.first_names, *person.middle_names]
    parts = (person.last_names, given_names, person.prelast_names, person.lineage_names)
    return Name(*(to_text(" ".join(part)) for part in parts))


@pytest.mark.parametrize("written", ALIKE)
def test_names_are_split_as_pybtex_splits_them(written: str) -> None:
    assert parse_bibtex_names(written) == (as_pybtex_splits(written),)


PRINTED = "the case of a word is that of the letter which is printed, not of the macro that prints it"
GROUP = "one word in braces is a name that must not be split: CSL's literal"
MISPLACED = "BibTeX knows a suffix only between two commas, and takes one elsewhere for a name"
COMMAS = "BibTeX knows no list joined by commas"
FOREIGN = "what other programs understand, BibTeX prints as a name"
DEVIATIONS = [
    (r"\v{Z}eljko Agi{\'c}", [Name("Agić", "Željko")], PRINTED),
    (r"\'{E}mile Zola", [Name("Zola", "Émile")], PRINTED),
    (r"\c{C}a\u{g}lar Foo", [Name("Foo", "Çağlar")], PRINTED),
    ("{CMS Collaboration}", [Name(literal="CMS Collaboration")], GROUP),
    ("{The {CMS} Collaboration}", [Name(literal="The CMS Collaboration")], GROUP),
    ("{Barnes and Noble, Inc.}", [Name(literal="Barnes and Noble, Inc.")], GROUP),
    ("{Aristotle}", [Name(literal="Aristotle")], GROUP),
    ("Sammy Davis Jr.", [Name("Davis", "Sammy", suffix="Jr.")], MISPLACED),
    ("John Smith III", [Name("Smith", "John", suffix="III")], MISPLACED),
    ("Oscar de la Renta Jr", [Name("Renta", "Oscar", "de la", "Jr")], MISPLACED),
    ("Martin Luther King, Jr.", [Name("King", "Martin Luther", suffix="Jr.")], MISPLACED),
    ("King, Martin Luther, Jr.", [Name("King", "Martin Luther", suffix="Jr.")], MISPLACED),
    ("Weijie Liu, Peng Zhou, Zhe Zhao", [Name("Liu", "Weijie"), Name("Zhou", "Peng"), Name("Zhao", "Zhe")], COMMAS),
    ("Kingma, D. P., Ba, J.", [Name("Kingma", "D. P."), Name("Ba", "J.")], COMMAS),
    ("Liu, W.; Zhou, P.", [Name("Liu", "W."), Name("Zhou", "P.")], COMMAS),
    ("family=Oord, given=A, prefix=van den", [Name("Oord", "A", "van den")], FOREIGN),
    ("Wei Wang 0001", [Name("Wang", "Wei")], FOREIGN),
    ("others", [OTHERS], FOREIGN),
    ("Tom Brown et al.", [Name("Brown", "Tom"), OTHERS], FOREIGN),
]


@pytest.mark.parametrize(("written", "names", "reason"), DEVIATIONS)
def test_where_they_are_split_otherwise_on_purpose(written: str, names: list[Name], reason: str) -> None:
    assert list(parse_bibtex_names(written)) == names, reason
    try:
        theirs = [as_pybtex_splits(written)]
    except PybtexError:  # more commas than a name may have
        theirs = []
    assert names != theirs


WORDS = (
    r"Liu J. Jean-Pierre van der de {\'E}mile {\'e}lan Vall{\'e}e {\L}ukasz {van|den|Oord} {Foo}Bar {b}Foo O'Brien "
    r"d'Alembert al-Razi 't 1st (x) Kang~Le {\relax|Ch}arles {} - {\o} \"{u}ber {A|and|B} LECUN Mc{C}oy {\v{Z}}eljko De"
)
WORD = st.sampled_from([word.replace("|", " ") for word in WORDS.split()])
GIVEN_FIRST = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
INVERTED = st.tuples(GIVEN_FIRST, st.sampled_from([", ", " , ", ", Jr., ", ", III, "]), GIVEN_FIRST).map("".join)
AND = st.sampled_from([" and ", "\n and\n", " AND ", "\tand  "])


@settings(max_examples=500, deadline=None)
@given(st.lists(st.one_of(GIVEN_FIRST, INVERTED), min_size=1, max_size=4), AND)
def test_whole_fields_are_cut_and_split_as_pybtex_does(names: list[str], joint: str) -> None:
    field = joint.join(names)
    assume(repaired_names(field) == field)  # what looks like several names joined by commas is ours
    for ours, written in zip(parse_bibtex_names(field), names, strict=True):
        expected = as_pybtex_splits(written)
        if ours.literal:
            assert ours.literal == str(expected), "one group in braces"
        else:
            assert ours == expected, written
