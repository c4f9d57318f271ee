"""Fields of names mended in the TeX as it stands; what is doubtful stays and is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Name
from bertbib.text.name_repair import doubtful_names, repaired_names
from bertbib.text.names import parse_bibtex_names, to_bibtex_name
from bertbib.text.tex import balanced

REPAIRED = [
    ("Weijie Liu, Peng Zhou, Zhe Zhao", "Weijie Liu and Peng Zhou and Zhe Zhao"),
    ("Weijie Liu, Peng Zhou, and Zhe Zhao", "Weijie Liu and Peng Zhou and Zhe Zhao"),
    ("Weijie Liu, Peng Zhou, Zhe Zhao and Ping Wang", "Weijie Liu and Peng Zhou and Zhe Zhao and Ping Wang"),
    ("Weijie Liu,\n  Peng Zhou,\n  Zhe Zhao", "Weijie Liu and\n  Peng Zhou and\n  Zhe Zhao"),
    ("Weijie Liu,Peng Zhou,Zhe Zhao", "Weijie Liu and Peng Zhou and Zhe Zhao"),
    ("Weijie Liu , Peng Zhou , Zhe Zhao", "Weijie Liu and Peng Zhou and Zhe Zhao"),
    ("A. van den Oord, Y. Li, O. Vinyals", "A. van den Oord and Y. Li and O. Vinyals"),
    (r"J{\"o}rg M{\"u}ller, {\L}ukasz Kaiser, \'Emile Zola", r"J{\"o}rg M{\"u}ller and {\L}ukasz Kaiser and \'Emile Zola"),
    ("Kingma, D. P., Ba, J.", "Kingma, D. P. and Ba, J."),
    ("Kingma, D.P., Ba, J., and Welling, M.", "Kingma, D.P. and Ba, J. and Welling, M."),
    ("Kingma, Diederik P., Ba, Jimmy", "Kingma, Diederik P. and Ba, Jimmy"),
    ("van den Oord, A., Li, Y., Vinyals, O.", "van den Oord, A. and Li, Y. and Vinyals, O."),
    ("García Márquez, G., Vargas Llosa, M.", "García Márquez, G. and Vargas Llosa, M."),
    (r"Schmidt, H.-P., M{\"u}ller, J. and {\L}ukasz Kaiser", r"Schmidt, H.-P. and M{\"u}ller, J. and {\L}ukasz Kaiser"),
    ("Liu, W.; Zhou, P.", "Liu, W. and Zhou, P."),
    ("Liu, Weijie; Zhou, Peng; and Zhao, Zhe;", "Liu, Weijie and Zhou, Peng and Zhao, Zhe"),
    ("Weijie Liu; {CMS Collaboration}", "Weijie Liu and {CMS Collaboration}"),
    ("A. Foo, B. Bar and C. Baz", "A. Foo and B. Bar and C. Baz"),
    ("A. Foo, B. Bar, and C. Baz", "A. Foo and B. Bar and C. Baz"),
    ("A. Foo and B. Bar, C. Baz", "A. Foo and B. Bar and C. Baz"),
    ("J.-P. Serre, Bob Bar", "J.-P. Serre and Bob Bar"),
    ("A. Foo & B. Bar", "A. Foo and B. Bar"),
    (r"A. Foo \& B. Bar", "A. Foo and B. Bar"),
    (r"Foo, A., Bar, B., \& Baz, C.", "Foo, A. and Bar, B. and Baz, C."),
    ("Smith, J. & Doe, A.", "Smith, J. and Doe, A."),
    ("A. Foo; B. Bar & C. Baz", "A. Foo and B. Bar and C. Baz"),
    ("Kingma DP, Ba J, Liu W", "Kingma, DP and Ba, J and Liu, W"),
    ("Kingma DP, Ba J, and Liu W", "Kingma, DP and Ba, J and Liu, W"),
    ("Tom Brown et al.", "Tom Brown and others"),
    ("Brown, T., et al.", "Brown, T. and others"),
    ("Brown, T., et~al.", "Brown, T. and others"),
    (r"Brown, T., et\ al.", "Brown, T. and others"),
    ("Brown, T. and et al", "Brown, T. and others"),
    ("Brown, T. {et al.}", "Brown, T. and others"),
    (r"Brown, T. \emph{et al.}", "Brown, T. and others"),
    ("Brown, T., others", "Brown, T. and others"),
    ("Brown, T., and others", "Brown, T. and others"),
    ("Liu, W., Zhou, P., et al.", "Liu, W. and Zhou, P. and others"),
    ("Wei Wang 0001", "Wei Wang"),
    ("Wei Wang 0001 and\n Yu Sun 0020", "Wei Wang and\n Yu Sun"),
    ("Wang 0001, Wei", "Wang, Wei"),
    ("Jane Doe and and John Roe", "Jane Doe and John Roe"),
    ("Jane Doe and\n and John Roe and", "Jane Doe and John Roe"),
    ("and Jane Doe", "Jane Doe"),
    ("Jane Doe, and John Roe,", "Jane Doe and John Roe"),
    ("Smith, J.,", "Smith, J."),
    ("García Márquez, Gabriel José, and Ba, Jimmy", "García Márquez, Gabriel José and Ba, Jimmy"),
    ("King, Martin Luther, Jr.", "King, Jr., Martin Luther"),
    ("M. L. King, Jr. and J. Doe", "King, Jr., M. L. and J. Doe"),
    ("{CMS Collaboration}, {ATLAS Collaboration}", "{CMS Collaboration} and {ATLAS Collaboration}"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "repaired"), REPAIRED)
def test_what_is_certainly_wrong_is_mended(written: str, repaired: str) -> None:
    assert repaired_names(written) == repaired
    assert repaired_names(repaired) == repaired
    assert doubtful_names(repaired) is None
    assert parse_bibtex_names(written) == parse_bibtex_names(repaired)


SOUND = [
    "",
    "  Knuth,   Donald~E.\n  and  Leslie Lamport ",
    r"Garc{\'\i}a M{\'a}rquez, Gabriel Jos{\'e}",
    "King, Jr., Martin Luther",
    "Ford, III, William Clay and others",
    r"{Barnes and Noble, Inc.} and {AT\&T} and {CMS Collaboration}",
    r"AT\&T Labs",
    "{Team 0007}",
    "Metin And",
    "And, Metin and Ada AND Foo Bar",
    "Al Gore and Alan Al-Khwarizmi",
    "St. John, Jill and de la Cruz, Maria",
    "Hossain, Md. Mizanur and Rahman, Md.",
    "李, 飞飞 and 王伟 and 山田 太郎",
    "Nagy János and Kovács, Péter",
    "{Smith}, {J.} and {van den Oord}, A.",
    "Smith,, John",
    "family=Oord, given=A, prefix=van den and family=Li, given=Y",
    "family=Oord, given=A and and Wei Wang 0001, others",
    "others",
    "Tom Brown and others",
    "danah boyd and bell hooks",
    r"{} {}, {\'E}mile and Ann Lee",
    "Moreira Salles, Jo{\\~a}o and Vaz Ferreira, Maria Eugenia",
]


@pytest.mark.parametrize("written", SOUND)
def test_sound_fields_stay_byte_for_byte(written: str) -> None:
    assert repaired_names(written) == written
    assert doubtful_names(written) is None


DOUBTFUL = [
    ("Weijie Liu, Peng Zhou and Zhe Zhao", "one name or two"),
    ("Kingma, Diederik, Ba, Jimmy", "commas"),
    ("Plato, Aristotle, Socrates", "commas"),
    ("Kingma, D. P., Ba", "commas"),
    ("A. Smith, Plato, B. Doe, C. Roe", "commas"),
    ("M. L. King, Jr., J. Doe, B. Roe", "commas"),
    ("Department of Energy, Office of Science, Basic Sciences", "commas"),
    ("Weijie Liu, Google Research, Peng Zhou", "commas"),
    ("de la Cruz, Maria Jose, van den Berg, Jan Piet", "commas"),
    ("李飞飞, 王伟, 张三", "commas"),
    ("A. Foo, B.", "initial"),
    ("Kingma DP, Ba J", "one name or two"),
    ("Ernst & Young", "one name or several"),
    (r"Simon \& Schuster", "one name or several"),
    ("Kingma; Ba", "one name or several"),
    (r"J.\,R. Smith and A. B. Foo", "comma"),
    ("M&uuml;ller, A. and Foo, B.", "HTML"),
    ("Liu, Wei{", "braces"),
    ("Liu, Wei} and {Foo", "braces"),
    ("{Weijie Liu and Peng Zhou}", "braces"),
]


@pytest.mark.parametrize(("written", "because"), DOUBTFUL)
def test_what_is_doubtful_stays_and_is_named(written: str, because: str) -> None:
    assert repaired_names(written) == written
    doubt = doubtful_names(written)
    assert doubt is not None
    assert because in doubt


def test_a_doubtful_name_does_not_keep_others_from_being_mended() -> None:
    field = "Plato, Aristotle, Socrates and Wei Wang 0001 and and A. Foo, B. Bar et al."
    repaired = "Plato, Aristotle, Socrates and Wei Wang and A. Foo and B. Bar and others"
    assert repaired_names(field) == repaired
    assert "Plato" in (doubtful_names(field) or "")


PIECES = (
    r"and |and | and |, |,|; | & |\& |A. |B. |Liu |Zhou |J.-P. |van den |de la |Jr. |III |et al.|et~al. |others|0001 |"
    r"{CMS Collaboration} |{} |{\"o}|\'E|{|}|~|\,|\n|DP |X |family=|given=|Md. |&amp;|李|飞飞 |O'Brien |Ä. "
)
FIELD = st.lists(st.sampled_from(PIECES.split("|")), max_size=12).map("".join)


@settings(max_examples=1500, deadline=None)
@given(FIELD)
def test_mending_is_idempotent_and_what_is_read_stays_the_same(field: str) -> None:
    repaired = repaired_names(field)
    assert repaired_names(repaired) == repaired
    assert doubtful_names(repaired) == doubtful_names(field)
    assert parse_bibtex_names(repaired) == parse_bibtex_names(field)
    assert balanced(repaired) == balanced(field)


GIVEN = st.sampled_from(["A.", "Ann", "J.-P.", "Jean Paul", "", "Md.", "DP", "B. Bob", "Ann Lee X"])
FAMILY = st.sampled_from(["Liu", "García Márquez", "O'Brien", "LI", "李", "St. John", "boyd", "Vaz Ferreira"])
NAME = st.builds(Name, FAMILY, GIVEN, st.sampled_from(["", "van den", "de la"]), st.sampled_from(["", "Jr.", "III"]))
GROUP = st.sampled_from(
    [Name(literal=text) for text in ("CMS Collaboration", "Barnes and Noble, Inc.", "AT&T", "others")]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.one_of(NAME, GROUP), min_size=1, max_size=5))
def test_what_bertbib_writes_needs_no_mending(names: list[Name]) -> None:
    written = " and ".join(map(to_bibtex_name, names))
    assert repaired_names(written) == written


@pytest.mark.parametrize(
    "piece",
    ["and ", "{", "A, ", "B; ", " & ", ", ", "; ", "A. Foo, ", "Foo A, ", "0001 ", "et al. ", "others, ", "{A}, "],
)
def test_long_hostile_fields_are_read(piece: str) -> None:
    field = piece * 20_000 + "Doe, Jane"
    repaired_names(field)
    doubtful_names(field)
