"""What LaTeX wrote down: .aux and .bcf."""

from __future__ import annotations

import pytest

from bertbib.model import InputError, Intake
from bertbib.model.protocols import FollowingReader
from bertbib.readers.aux import AUX, BCF
from reading import DATA, beside, codes, given, keys, rows

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<bcf:controlfile version="3.8" xmlns:bcf="https://sourceforge.net/projects/biblatex">\n'
BIB = "@article{a, title={Title A}, doi={10.1000/a}}\n"


def bcf(body: str, **files: str) -> Intake:
    return BCF.follow(HEAD + body, "main.bcf", given({name.replace("_", "."): one for name, one in files.items()}))


def test_they_are_readers() -> None:
    readers: tuple[FollowingReader, ...] = (AUX, BCF)
    assert [reader.suffixes for reader in readers] == [(".aux",), (".bcf",)]


def test_an_aux_with_its_parts_and_bibliographies() -> None:
    folder = DATA / "paper"
    intake = AUX.follow((folder / "main.aux").read_text(encoding="utf-8"), "main.aux", beside(folder))
    assert rows(intake) == {
        "main": [
            (4, "paper", "Attention Is All You Need", "arxiv:1706.03762", None, 2017),
            (6, "paper", "BERT: Pre-training of Deep Bidirectional Transformers", "doi:10.18653/v1/N19-1423", None, 2019),
            (6, "paper", "Deep contextualized word representations", "acl:N18-1202", None, 2018),
            (9, "could-not-tell", "", "", None, None),
            (2, "paper", "Semi-Supervised Classification with Graph Convolutional Networks", "arxiv:1609.02907", None, 2017),
            (3, "paper", "Graph Attention Networks", "arxiv:1710.10903", None, 2018),
        ]
    }  # fmt: skip
    assert [one.where.path for one in intake.themes[0].references][-2:] == ["parts/graphs.aux"] * 2
    assert intake.problems == ()


def test_biblatex_s_aux_finds_its_bibliographies_in_the_bcf_beside_it() -> None:
    control = HEAD + "<bcf:bibdata><bcf:datasource>refs.bib</bcf:datasource></bcf:bibdata></bcf:controlfile>"
    files = given({"main.bcf": control, "refs.bib": BIB})
    intake = AUX.follow("\\relax\n\\abx@aux@cite{0}{a}\n\\abx@aux@cite{b}\n", "out/main.aux", files)
    assert keys(intake) == {"main": "a b?"}


def test_an_aux_that_cites_everything_and_a_part_that_is_missing() -> None:
    text = "\\relax\n\\citation{*}\n\\bibdata{refs}\n\\@input{gone.aux}\n"
    intake = AUX.follow(text, "main.aux", given({"refs.bib": BIB}))
    assert (keys(intake), codes(intake)) == ({"main": "a"}, [("paper-unread", 4)])


def test_a_control_file_with_sections_and_sets() -> None:
    folder = DATA / "paper"
    intake = BCF.follow((folder / "main.bcf").read_text(encoding="utf-8"), "main.bcf", beside(folder))
    assert keys(intake) == {
        "main": "vaswani2017 devlin2019 kipf2017 velickovic2018",
        "main / refsection 1": "hochreiter1997 R&D2099?",
    }
    assert [one.where.line for theme in intake.themes for one in theme.references] == [12, 13, 14, 14, 17, 18]


def test_a_control_file_of_everything() -> None:
    body = "<bcf:bibdata><bcf:datasource type='file'>refs.bib</bcf:datasource></bcf:bibdata><bcf:section number='0'><bcf:citekey>*</bcf:citekey></bcf:section></bcf:controlfile>"
    assert keys(bcf(body, refs_bib=BIB)) == {"main": "a"}


def test_a_control_file_that_breaks_off_is_read_so_far_and_told() -> None:
    intake = bcf("<bcf:section number='0'>\n<bcf:citekey>a</bcf:citekey>\n<bcf:cite")
    assert keys(intake) == {"main": "a?"}
    assert codes(intake) == [("bcf-broken", 5)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("no xml", r"main\.bcf:1: this is not well-formed XML"),
        (HEAD + "</bcf:controlfile>", "cites nothing"),
        ("<!DOCTYPE a [<!ENTITY b 'ccc'>]><a>&b;</a>", "declares a document type"),
        ("<a>" * 50_000, "not well-formed"),
        ("\x00" * 100, "not well-formed"),
    ],
)
def test_a_control_file_without_keys_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        BCF.read(text, "main.bcf")


@pytest.mark.parametrize(("text", "said"), [("", "is empty"), ("\\relax\n", "cites nothing"), ("\x00\x01", "nothing")])
def test_an_aux_without_keys_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        AUX.read(text, "main.aux")
    assert "LaTeX writes" in caught.value.hint


def test_line_ends_change_nothing() -> None:
    text = "\\relax\n\\citation{a}\n\n\\citation{b}\n"
    for changed in (text, text.replace("\n", "\r\n"), text.replace("\n", "\r")):
        assert [one.where.line for one in AUX.read(changed, "x.aux").themes[0].references] == [2, 4]


def test_sniffing() -> None:
    assert AUX.sniff("\\relax \n\\citation{a}\n")
    assert AUX.sniff("\\citation{a}\n")
    assert not AUX.sniff("Words and \\citation{a}\n")
    assert BCF.sniff(HEAD)
    assert not BCF.sniff("<controlfile/>")
