"""Works added to plain lists of identifiers, and to .bib files."""

from __future__ import annotations

import pytest

from bertbib.model import Identifier, InputError, Intake
from bertbib.readers import bibtex as bib_reader
from bertbib.readers import ids as ids_reader
from bertbib.writers import bibtex, ids
from bertbib.writers.work import Work

WORK = Work("A Work of Interest", "https://arxiv.org/abs/2104.00001", (Identifier("arxiv", "2104.00001"),))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# One\n1901.00001\n1901.00002@@\n\n# Two\n1901.00003\n", "2104.00001"),
        ("# One\narXiv:1901.00001@@\n", "arxiv:2104.00001"),
        ("# One\nhttps://arxiv.org/abs/1901.00001@@", "https://arxiv.org/abs/2104.00001"),
        ("# One\r\n1901.00001 - A Title Here@@\r\n; end\r\n", "2104.00001 - A Work of Interest"),
        ("\ufeff# One\n1901.00001\tA Title Here@@\n", "2104.00001\tA Work of Interest"),
        ("# Two\n1901.00001\n# One@@\n\n", "2104.00001"),
    ],
)
def test_a_line_like_the_themes_others(text: str, line: str) -> None:
    before = text.replace("@@", "")
    ending = "\r\n" if "\r\n" in text else "\n"
    written = ids.add(before, "list.txt", ("One",), WORK, lambda changed: ids_reader.READER.read(changed, "list.txt"))
    assert written.text == text.replace("@@", ending + line)


def test_a_new_theme_of_identifiers() -> None:
    read = ids_reader.READER.read
    written = ids.add("1901.00001\n", "list.txt", "New one", WORK, lambda changed: read(changed, "list.txt"), new=True)
    assert written.text == "1901.00001\n\n# New one\n2104.00001\n"
    assert (written.line, ids.has_section(written.text, "New one")) == (4, True)


ENTRY = "@misc{work2021,\n  title = {A Work of Interest},\n  eprint = {2104.00001},\n  archivePrefix = {arXiv},\n}\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_an_entry_at_the_end_of_a_bib(ending: str) -> None:
    before = "@comment{mine}\n@article{a, title={One {T}itle}, doi={10.1000/x}}\n% the end\n\n".replace("\n", ending)
    written = bibtex.add(
        before, "a.bib", ("a",), WORK._replace(entry=ENTRY), lambda text: bib_reader.READER.read(text, "a.bib")
    )
    entry = ENTRY.rstrip().replace("\n", ending)
    assert written.text == before.replace(f"end{ending}", f"end{ending}{ending}{entry}{ending}")


def test_a_bib_has_one_theme_and_keeps_its_keys() -> None:
    before = "@article{work2021, title={One}, doi={10.1000/x}}\n"

    def read(text: str) -> Intake:
        return bib_reader.READER.read(text, "a.bib")

    with pytest.raises(InputError, match="one theme"):
        bibtex.add(before, "a.bib", "b", WORK._replace(entry=ENTRY), read, new=True)
    with pytest.raises(InputError, match="read back"):
        bibtex.add(before, "a.bib", ("a",), WORK._replace(entry=ENTRY), read)
