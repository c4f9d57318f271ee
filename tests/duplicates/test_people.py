"""Lists of authors compared: initials, orders, particles, double surnames, spellings in ASCII."""

from __future__ import annotations

import pytest

from bertbib.duplicates.people import compare_people, people_of
from bertbib.text.names import parse_bibtex_names

PAIRS = [
    ("J. Devlin and M.-W. Chang", "Jacob Devlin and Ming-Wei Chang", "agree"),
    ("Devlin, J and Chang, M W", "Jacob Devlin and Ming-Wei Chang", "agree"),
    ("Jean-Pierre Serre", "J.-P. Serre", "agree"),
    ("Serre, Jean Pierre", "J.-P. Serre", "agree"),
    ("Serre, J. P.", "Jean-Pierre Serre", "agree"),
    ("Tom Brown and Benjamin Mann and others", "Tom B. Brown and Benjamin Mann and Nick Ryder", "agree"),
    ("Brown, Tom and others", "Tom B. Brown and Benjamin Mann and Nick Ryder", "agree"),
    ("Liu Weijie and Zhou Peng", "Weijie Liu and Peng Zhou", "agree"),
    ("Weijie, Liu and Peng, Zhou", "Weijie Liu and Peng Zhou", "agree"),
    (r"Garc{\'i}a M{\'a}rquez, Gabriel", r"Gabriel Garc{\'i}a M{\'a}rquez", "agree"),
    (r"Garc{\'i}a, Gabriel", r"Garc{\'i}a M{\'a}rquez, Gabriel", "agree"),
    ("G. Garcia-Marquez", r"Garc{\'i}a M{\'a}rquez, Gabriel", "agree"),
    (r"Gonz{\'a}lez L{\'o}pez, Mar{\'i}a", r"Gonz{\'a}lez, M.", "agree"),
    (r'van den Oord, A{\"a}ron', "Oord, Aaron van den", "agree"),
    ("A. van den Oord", "{van den Oord}, Aaron", "agree"),
    ("Oord, A.", r'van den Oord, A{\"a}ron', "agree"),
    ("Vandenoord, Aaron", "van den Oord, Aaron", "agree"),
    ("VandenBerghe, Lieven", "Vandenberghe, L.", "agree"),
    ("de Freitas, Nando", "Nando Freitas", "agree"),
    ("De Freitas, Nando", "de Freitas, N.", "agree"),
    ("Di Caro, Gianni", "Dicaro, G.", "agree"),
    (r'M{\"u}ller, Klaus-Robert', "Mueller, K. R.", "agree"),
    (r'M{\"u}ller, Klaus-Robert', "Muller, K.", "agree"),
    (r'M{\"u}ller, Klaus-Robert', "MULLER, K.-R.", "agree"),
    ("Mueller, K.", "Muller, Klaus", "agree"),
    (r"{\L}ukasz Kaiser", "Lukasz Kaiser", "agree"),
    (r"Kaiser, {\L}.", "Kaiser, Lukasz", "agree"),
    (r'Sch{\"o}lkopf, Bernhard', "Schoelkopf, B.", "agree"),
    (r'Sch{\"o}lkopf, Bernhard', "Scholkopf, B.", "agree"),
    (r"S{\o}ren Kierkegaard", "Soeren Kierkegaard", "agree"),
    (r"S{\o}gaard, Anders", "Soegaard, A.", "agree"),
    (r"S{\o}gaard, Anders", "Sogaard, A.", "agree"),
    (r'{\AA}str{\"o}m, Karl Johan', "Astrom, K. J.", "agree"),
    (r'{\AA}str{\"o}m, Karl Johan', "Aastroem, K.J.", "agree"),
    (r"Wei{\ss}, Gerhard", "Weiss, G.", "agree"),
    (r"Chv{\'a}tal, V{\'a}clav", "Chvatal, V.", "agree"),
    (r"\v{Z}eljko Agi{\'c}", "Zeljko Agic", "agree"),
    (r"O'Brien, {\'A}ine", "OBrien, A.", "agree"),
    ("O\u2019Brien, {\\'A}ine", "O'Brien, A.", "agree"),
    ("King, Jr., Martin Luther", "Martin Luther King Jr.", "agree"),
    ("King, Martin Luther", "King, Jr., M. L.", "agree"),
    ("Weijie Liu, Peng Zhou, Zhe Zhao", "Liu, W. and Zhou, P. and Zhao, Z.", "agree"),
    ("Liu, Q. and Kusner, M. J. and Blunsom, P.", "Qi Liu and Matt J. Kusner and Phil Blunsom", "agree"),
    ("Smith-Jones, Ann", "Smith Jones, A.", "agree"),
    ("Smith-Jones, Ann", "Jones, Ann", "agree"),
    ("Smith-Jones, Ann", "Smith, Ann", "agree"),
    ("Chen, Danqi", "Danqi Chen", "agree"),
    ("{OpenAI}", "Josh Achiam and Steven Adler", "unknown"),
    ("Wei Wang 0001", "Wang, Wei", "agree"),
    ("Tikhonov, Andrey", "Tihonov, A.", "agree"),
    ("Dmitry Vetrov", "Dmitrii Vetrov", "agree"),
    ("Wang, Wei", "Zhang, Wei", "disjoint"),
    ("Wang, Wei", "Wang, Yu", "disjoint"),
    ("Smith, John", "Smith, Mary", "disjoint"),
    ("Chen, D.", "Cheng, D.", "disjoint"),
    ("Lee, Kenton", "Lee, Jaehoon", "disjoint"),
    ("Jean-Pierre Serre", "Marie Serre", "disjoint"),
    ("J. Smith", "K. Smith", "disjoint"),
    (r"Garc{\'i}a M{\'a}rquez, Gabriel", r"M{\'a}rquez, Rafael", "disjoint"),
    (r"Garc{\'i}a, Juan", r"Garc{\'i}a, Pedro", "disjoint"),
    ("van der Berg, Jan", "van der Sloot, Piet", "disjoint"),
    ("de la Cruz, Maria", "de la Vega, Juan", "disjoint"),
    ("Anderson, P. and He, X.", "Smith, P. and Ho, X.", "disjoint"),
    ("Tom Brown and others", "Tom Green and others", "disjoint"),
    ("{CMS Collaboration}", "{The CMS Collaboration}", "agree"),
    ("Li, Yang", "Yang, Li", "agree"),
    ("Smith-Jones, A.", "Smith, Ann", "agree"),
    ("Smith, John A.", "Smith, Adam", "agree"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "said"), PAIRS)
def test_what_two_lists_say_to_each_other(one: str, other: str, said: str) -> None:
    left, right = people_of(parse_bibtex_names(one)), people_of(parse_bibtex_names(other))
    assert compare_people(left, right) == said
    assert compare_people(right, left) == said
