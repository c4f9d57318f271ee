"""Names: BibTeX's grammar both ways, names of web services, comparison forms."""

from itertools import accumulate

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pybtex.database import Person

from bertbib.model import Name
from bertbib.text.latex import to_text
from bertbib.text.names import (
    OTHERS,
    given_key,
    parse_bibtex_names,
    parse_person,
    surname_key,
    to_bibtex_name,
)

# The name as written, then family, given, particle and suffix.
HARD_NAMES = [
    ("Donald E. Knuth", "Knuth", "Donald E.", "", ""),
    ("Knuth, Donald E.", "Knuth", "Donald E.", "", ""),
    ("Ludwig van Beethoven", "Beethoven", "Ludwig", "van", ""),
    ("van Beethoven, Ludwig", "Beethoven", "Ludwig", "van", ""),
    ('{van den Oord}, A{\\"a}ron', "van den Oord", "Aäron", "", ""),
    ('van den Oord, A{\\"a}ron', "Oord", "Aäron", "van den", ""),
    ("van der Putten, Jr, Peter", "Putten", "Peter", "van der", "Jr"),
    ("King, Jr., Martin Luther", "King", "Martin Luther", "", "Jr."),
    (
        "Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
        "Vallée Poussin",
        "Charles Louis Xavier Joseph",
        "de la",
        "",
    ),
    ("de la Vall{\\'e}e Poussin, Charles", "Vallée Poussin", "Charles", "de la", ""),
    ("Garc{\\'\\i}a M{\\'a}rquez, Gabriel", "García Márquez", "Gabriel", "", ""),
    ("Jos{\\'e} Ortega y Gasset", "Gasset", "José Ortega", "y", ""),
    ("{\\'E}douard Grave", "Grave", "Édouard", "", ""),
    ("\\'Edouard Grave", "Grave", "Édouard", "", ""),
    ("{\\'e}mile zola", "zola", "", "émile", ""),
    ("{\\'E}mile Zola", "Zola", "Émile", "", ""),
    ("\\v{Z}eljko Agi{\\'c}", "Agić", "Željko", "", ""),
    ("{\\v{Z}}eljko Agi{\\'c}", "Agić", "Željko", "", ""),
    ("{\\L}ukasz Kaiser", "Kaiser", "Łukasz", "", ""),
    ("{\\O}ystein {\\AA}s", "Ås", "Øystein", "", ""),
    ("{\\relax Ch}arles Darwin", "Darwin", "Charles", "", ""),
    ("Jean-Pierre Serre", "Serre", "Jean-Pierre", "", ""),
    ("J.-P. Serre", "Serre", "J.-P.", "", ""),
    ("G. -Q. Li", "Li", "G. -Q.", "", ""),
    ("Qui{\\~n}onero-Candela, Joaquin", "Quiñonero-Candela", "Joaquin", "", ""),
    ("Gerard 't~Hooft", "Hooft", "Gerard", "'t", ""),
    ("Jean d'Alembert", "d'Alembert", "Jean", "", ""),
    ("Abu al-Razi Foo", "Foo", "Abu", "al-Razi", ""),
    ("Guido {van} Rossum", "Rossum", "Guido van", "", ""),
    ("Aristotle", "Aristotle", "", "", ""),
    ("danah boyd", "boyd", "", "danah", ""),
    ("boyd, danah", "boyd", "danah", "", ""),
    ("Smith,", "Smith", "", "", ""),
    ("Smith, J.,", "Smith", "J.", "", ""),
    ("Kang~Min Lee", "Lee", "Kang Min", "", ""),
    ("Foo\\ Bar Baz", "Baz", "Foo Bar", "", ""),
    ("{Barnes and} Noble", "Noble", "Barnes and", "", ""),
    ("Noble, {Barnes, Jr}", "Noble", "Barnes, Jr", "", ""),
    ("LECUN, YANN", "LECUN", "YANN", "", ""),
    ("McCulloch, Warren S.", "McCulloch", "Warren S.", "", ""),
    ("O'Brien, {\\'A}ine", "O'Brien", "Áine", "", ""),
    ("O{'}Brien, A.", "O'Brien", "A.", "", ""),
    ('M{\\"u}ller\n  Schmidt, Hans', "Müller Schmidt", "Hans", "", ""),
    ("李, 飞飞", "李", "飞飞", "", ""),
    ("family=Oord, given=A, prefix=van den, suffix=Jr", "Oord", "A", "van den", "Jr"),
    ("given={Jean, Pierre}, given-i=JP, family={de Foo}, useprefix=true", "de Foo", "Jean, Pierre", "", ""),
    ('"family=Doe", "given=J{\\"o}rg"', "Doe", "Jörg", "", ""),
    ("Yu Sun 0020", "Sun", "Yu", "", ""),
    ("von der Leyen, Ursula", "Leyen", "Ursula", "von der", ""),
    ("Vincent Van Gogh", "Gogh", "Vincent Van", "", ""),
]


@pytest.mark.parametrize(("written", "family", "given_name", "particle", "suffix"), HARD_NAMES)
def test_hard_names(written: str, family: str, given_name: str, particle: str, suffix: str) -> None:
    expected = Name(family, given_name, particle, suffix)
    assert parse_bibtex_names(written) == (expected,)
    if given_name:
        assert parse_bibtex_names(to_bibtex_name(expected)) == (expected,)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Jacob Devlin and Ming-Wei Chang AND Lee, Kenton", ["Jacob Devlin", "Ming-Wei Chang", "Kenton Lee"]),
        ("Anna Bland and\n\tSandy Brand", ["Anna Bland", "Sandy Brand"]),
        ("Tom Brown and others", ["Tom Brown", "others"]),
        ("Tom Brown et al.", ["Tom Brown", "others"]),
        ("Brown, T., et~al.", ["T. Brown", "others"]),
        ("{The CMS Collaboration}", ["The CMS Collaboration"]),
        ("{Barnes and Noble, Inc.} and {Google}", ["Barnes and Noble, Inc.", "Google"]),
        ("Weijie Liu, Peng Zhou, Zhe Zhao", ["Weijie Liu", "Peng Zhou", "Zhe Zhao"]),
        ("Weijie Liu, Peng Zhou, and Zhe Zhao", ["Weijie Liu", "Peng Zhou", "Zhe Zhao"]),
        ("Weijie Liu, Peng Zhou, Zhe Zhao and Ping Wang", ["Weijie Liu", "Peng Zhou", "Zhe Zhao", "Ping Wang"]),
        ("A. Smith, Plato, B. Doe, C. Roe", ["A. Smith", "Plato", "B. Doe", "C. Roe"]),
        ("Kingma, D. P., Ba, J.", ["D. P. Kingma", "J. Ba"]),
        ("Kingma, Diederik P., Ba, Jimmy", ["Diederik P. Kingma", "Jimmy Ba"]),
        ("Martin King, Jr., Jane Doe, Bob Roe, Al Poe", ["Martin King Jr.", "Jane Doe", "Bob Roe", "Al Poe"]),
        ("Liu, Weijie; Zhou, Peng", ["Weijie Liu", "Peng Zhou"]),
        ("García Márquez, Gabriel José", ["Gabriel José García Márquez"]),
        ("Jane Doe, and John Roe", ["Jane Doe", "John Roe"]),
        ("and Jane Doe and and John Roe and", ["Jane Doe", "John Roe"]),
        ("family=Oord, given=A and Jane Doe", ["A Oord", "Jane Doe"]),
        ("", []),
        (" , ", []),
    ],
)
def test_lists_of_names(written: str, names: list[str]) -> None:
    assert [str(name) for name in parse_bibtex_names(written)] == names


def test_others_and_groups_are_literals() -> None:
    assert parse_bibtex_names("Brown, T. and others")[-1] == OTHERS == Name(literal="others")
    assert parse_bibtex_names("{{\\O}resund Group}") == (Name(literal="Øresund Group"),)


WORDS = (
    r"Liu J. Jean-Pierre van der de {\'E}mile {\'e}lan Vall{\'e}e \'Eric {\L}ukasz {van|den|Oord} {Foo}Bar {b}Foo "
    r"{Foo Bar} O'Brien d'Alembert 't 1st (x) Kang~Le A\|B {\relax|Ch}arles {} - {\o} \"{u}ber"
)
WORD = st.sampled_from([word.replace("|", " ") for word in WORDS.split()])


def balanced(text: str) -> bool:
    depths = list(accumulate({"{": 1, "}": -1}.get(char, 0) for char in text))
    return min(depths) >= 0 and depths[-1] == 0


@settings(max_examples=500, deadline=None)
@given(st.lists(WORD, min_size=1, max_size=5), st.sets(st.integers(0, 3), max_size=2))
def test_names_are_split_as_pybtex_splits_them(words: list[str], commas: set[int]) -> None:
    written = " ".join(word + "," * (at in commas and at < len(words) - 1) for at, word in enumerate(words))
    assume(balanced(written))
    names = parse_bibtex_names(written)
    assume(len(names) == 1 and not names[0].literal)  # groups, and lists joined by commas, are ours
    person = Person(written)
    given_names = [*person.first_names, *person.middle_names]
    parts = (person.last_names, given_names, person.prelast_names, person.lineage_names)
    assert names == (Name(*(to_text(" ".join(part)) for part in parts)),)


PLAIN = st.text(st.characters(categories=("Lu", "Ll")), min_size=1, max_size=6).map(to_text).filter(str.strip)
UPPER = PLAIN.map(str.capitalize).map(to_text).filter(lambda word: word[0].isupper())


@settings(max_examples=300, deadline=None)
@given(
    st.lists(PLAIN, min_size=1, max_size=3),
    st.lists(UPPER, max_size=2),
    st.lists(st.sampled_from(["van", "de", "la", "'t"]), max_size=2),
    st.sampled_from(["", "Jr.", "III", "Very Odd", "and"]),
)
def test_what_is_written_is_read_back(family: list[str], names: list[str], particle: list[str], suffix: str) -> None:
    name = Name(" ".join(family), " ".join(names), " ".join(particle), suffix)
    assume(names or suffix or len(family) == 1)  # BibTeX has no form for the rest
    assume(names or suffix or family[0].lower() != "others")
    assert parse_bibtex_names(to_bibtex_name(name)) == (name,)
    assert parse_bibtex_names(f"{to_bibtex_name(name)} and A. Other")[0] == name


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name("Putten", "Peter", "van der", "Jr"), "van der Putten, Jr, Peter"),
        (Name("Beethoven", "Ludwig", "van"), "van Beethoven, Ludwig"),
        (Name("de Souza Silva", "Ana"), "{de Souza Silva}, Ana"),
        (Name("García Márquez", "Gabriel"), "García Márquez, Gabriel"),
        (Name("And", "Ada"), "{And}, Ada"),
        (Name("Doe", "AND"), "Doe, {AND}"),
        (Name("Doe", "Jane", literal="The Group"), "{The Group}"),
        (Name("Foo and Bar", "A"), "{Foo and Bar}, A"),
        (Name("Doe", "J, Q"), "Doe, {J, Q}"),
        (Name("King", suffix="Jr"), "King, Jr, {}"),
        (Name("Plato"), "Plato"),
        (Name("Google Research"), "{Google Research}"),
        (Name(given="Madonna"), "{Madonna}"),
        (Name(literal="CMS Collaboration"), "{CMS Collaboration}"),
        (Name("Do}e", "J{a}ne"), "Doe, J{a}ne"),
        (OTHERS, "others"),
        (Name(), ""),
    ],
)
def test_written_names(name: Name, written: str) -> None:
    assert to_bibtex_name(name) == written


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Asa Cooper Stickland", Name("Stickland", "Asa Cooper")),
        ("Ludwig van Beethoven", Name("Beethoven", "Ludwig", "van")),
        ("Laurens van der Maaten", Name("Maaten", "Laurens", "van der")),
        ("van den Oord, Aaron", Name("Oord", "Aaron", "van den")),
        ("José Ortega y Gasset", Name("Ortega y Gasset", "José")),
        ("danah boyd", Name("boyd", "danah")),
        ("Nguyen thi Minh", Name("Minh", "Nguyen thi")),
        ("Liu, Weijie", Name("Liu", "Weijie")),
        ("King, Jr., Martin Luther", Name("King", "Martin Luther", suffix="Jr.")),
        ("Martin Luther King, Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("John Smith III", Name("Smith", "John", suffix="III")),
        ("G. -Q. Li", Name("Li", "G. -Q.")),
        ("  Yu   Sun 0020 ", Name("Sun", "Yu")),
        ("The Anh Nguyen", Name("Nguyen", "The Anh")),
        ("Yi Ai", Name("Ai", "Yi")),
        ("Plato", Name("Plato")),
        ("OpenAI", Name(literal="OpenAI")),
        ("DeepSeek-AI", Name(literal="DeepSeek-AI")),
        ("Meta AI", Name(literal="Meta AI")),
        ("The CMS Collaboration", Name(literal="The CMS Collaboration")),
        ("Gemini Team", Name(literal="Gemini Team")),
        ("University of Foo, Department of Bar", Name(literal="University of Foo, Department of Bar")),
        ("毛泽东", Name(literal="毛泽东")),
        ("山田 太郎", Name(literal="山田 太郎")),
        ("A, B, C, D", Name(literal="A, B, C, D")),
        ("", Name()),
    ],
)
def test_plain_names_of_services(text: str, name: Name) -> None:
    assert parse_person(text) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Name("Łańcucki", "Adrian"), Name("Lancucki", "A.")),
        (Name("Bjørn", "Åse"), Name("Bjorn", "Ase")),
        (Name("Oord", "Aäron", "van den"), Name("van den Oord", "Aaron")),
        (Name("Van Gool", "Luc"), Name("Gool", "L.")),
        (Name("O\u2019Brien", "Áine"), Name("O'Brien", "aine")),
        (Name("Quiñonero-Candela", "Joaquin"), Name("Quinonero Candela", "J.")),
        (Name("MÜLLER", "HANS"), Name("Muller", "Hans")),
    ],
)
def test_spellings_of_one_person_compare_equal(one: Name, other: Name) -> None:
    assert surname_key(one) == surname_key(other) != ""
    assert given_key(one) == given_key(other) != ""


def test_comparison_forms() -> None:
    assert surname_key(Name(literal="The CMS Collaboration")) == "thecmscollaboration"
    assert surname_key(Name("Van")) == "van"
    assert surname_key(Name("Li")) != surname_key(Name("Liu"))
    assert given_key(Name("Plato")) == ""
    assert surname_key(Name()) == ""


@settings(max_examples=300, deadline=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from("\\{}~,;=& andet.'")), max_size=40))
def test_no_text_makes_them_fail(text: str) -> None:
    for name in (*parse_bibtex_names(text), parse_person(text)):
        assert isinstance(to_bibtex_name(name), str)
        key = surname_key(name) + given_key(name)
        assert key == "" or (key.isascii() and key.isalpha() and key.islower())


@pytest.mark.parametrize("piece", ["and ", "{", "}", "A, ", "B; ", "~", "\\ ", "et al. ", "{\\'"])
def test_long_hostile_lists_are_read(piece: str) -> None:
    parse_bibtex_names(piece * 20_000 + "Doe, Jane")
