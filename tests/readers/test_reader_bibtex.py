"""Reading lists that are BibTeX files."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bertbib.model import InputError, Where
from bertbib.model.protocols import Reader
from bertbib.readers.bibtex import READER

TEXT = r"""
@string{acl = "Proceedings of ACL"}

@inproceedings{liu2019,
  title = {Multi-Task {Deep} Networks for {\"U}nderstanding},
  author = {Liu, Xiaodong and He, Pengcheng},
  booktitle = acl,
  year = 2019,
  doi = {10.18653/v1/P19-1441},
}

@article{zhang, title = {{ERNIE}}, journal = {arXiv preprint arXiv:1905.07129}, year = {2019}}

@misc{again, title = {Multi-task deep networks for understanding}, url = {https://aclanthology.org/P19-1441/}}

@book{bare, title = {A Book without Any Identifier}, publisher = {Press}, year = {1999}}

@misc{nothing, note = {x}}
"""


def test_it_is_a_reader() -> None:
    reader: Reader = READER
    assert reader.suffixes == (".bib",)


def test_every_entry_is_a_reference_of_the_file_s_theme() -> None:
    intake = READER.read(TEXT, "refs/My Refs.bib")
    (theme,) = intake.themes
    assert (theme.title, theme.slug, theme.path) == ("My Refs", "my-refs", ("My Refs",))
    assert [(reference.key, reference.outcome) for reference in theme.references] == [
        ("liu2019", "paper"),
        ("zhang", "paper"),
        ("again", "duplicate"),
        ("bare", "no-link"),
        ("nothing", "could-not-tell"),
    ]
    first, second = theme.references[:2]
    assert first.title == "Multi-Task Deep Networks for Ünderstanding"
    assert first.where == Where("refs/My Refs.bib", 4)
    assert first.year == 2019
    assert [str(identifier) for identifier in first.ids][:1] == ["doi:10.18653/v1/P19-1441"]
    assert first.stated is not None
    assert first.stated.container_title == "Proceedings of ACL"
    assert [str(identifier) for identifier in second.ids] == ["arxiv:1905.07129"]


def test_a_key_that_stands_twice_is_a_duplicate() -> None:
    text = "@misc{a, title={One Thing}}\n@misc{a, title={Another Thing}}\n"
    references = READER.read(text, "x.bib").themes[0].references
    assert references[-1].outcome in ("duplicate", "no-link")
    assert len(references) + len(READER.read(text, "x.bib").problems) >= 2


def test_a_broken_entry_is_told_and_the_others_get_through() -> None:
    intake = READER.read(
        "@misc{a, title={One Thing}}\n\n@misc{b, title={Broken\n\n@misc{c, title={Third Thing}}\n", "x.bib"
    )
    assert "a" in [reference.key for reference in intake.themes[0].references]
    assert intake.problems


@pytest.mark.parametrize(
    ("text", "said"), [("", "is empty"), ("just words", "holds no BibTeX entry"), ("%", "holds no")]
)
def test_a_file_without_entries_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=rf"x\.bib {said}"):
        READER.read(text, "x.bib")


def test_sniffing() -> None:
    assert READER.sniff("% words\n@article{a,\n  title={b}}")
    assert not READER.sniff("Mail to a@article{b")
    assert not READER.sniff("# Trees")


def test_importing_the_readers_loads_no_heavy_library() -> None:
    program = (
        "import sys, bertbib.readers.markdown, bertbib.readers.ids, bertbib.readers.bibtex;"
        "heavy = ('bibtexparser', 'pybtex', 'requests', 'arxiv', 'lxml', 'pylatexenc');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
