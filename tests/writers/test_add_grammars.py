"""A work is added to a list in the list's own grammar, and no other byte changes."""

from __future__ import annotations

import pytest

from bertbib.model import Identifier, InputError
from bertbib.writers import markdown
from bertbib.writers.work import Work, Written
from grown_lists import GRAMMARS, LINKED, PREPRINT, PUBLISHED, A, N, T, U, add, read


def checked(text: str, work: Work, line: str, theme: str = "Theme") -> Written:
    """Add a work to a list whose place for it is marked; everything else has to keep its bytes."""
    before, after = text.replace("@@", ""), text.replace("@@", f"\n{line}")
    written = add(before, work, theme)
    assert written.text == after
    assert written.added == line.strip("\n")
    return written


@pytest.mark.parametrize(("text", "work", "line"), [one[1:] for one in GRAMMARS], ids=[one[0] for one in GRAMMARS])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("frame", ["", "bom", "open end"])
def test_each_grammar(text: str, work: Work, line: str, ending: str, frame: str) -> None:
    if frame == "open end":
        text = text.rstrip("\n")
    text = ("\ufeff" if frame == "bom" else "") + text.replace("\n", ending)
    line = line.replace("\n", ending)
    before, after = text.replace("@@", ""), text.replace("@@", f"{ending}{line}")
    written = add(before, work)
    assert written.text == after
    assert written.own_grammar


def test_the_number_after_the_last_one_and_lists_that_count_only_ones() -> None:
    ones = f"## Theme\n\n1. [The First Title Here](https://{A}1)\n1. [The Second Title Here](https://{A}2)@@\n"
    checked(ones, PREPRINT, f"1. [{N}]({U})")
    checked(ones.replace("1. [The Second", "2. [The Second"), PREPRINT, f"3. [{N}]({U})")
    checked(f"## Theme\n\n7) [The First Title Here](https://{A}1)@@\n", PREPRINT, f"8) [{N}]({U})")


def test_blank_lines_between_entries_are_kept_up() -> None:
    loose = (
        f"## Theme\n\n- [The First Title Here](https://{A}1)\n\n- [The Second Title Here](https://{A}2)@@\n\n## Z\n\n"
    )
    checked(loose, PREPRINT, f"\n- [{N}]({U})")


def test_indented_and_quoted_lists_and_checkboxes() -> None:
    checked(f"## Theme\n\n- Group\n    - [The First Title Here](https://{A}1)@@\n", PREPRINT, f"    - [{N}]({U})")
    checked(f"## Theme\n\n- [x] [The First Title Here](https://{A}1)@@\n", PREPRINT, f"- [ ] [{N}]({U})")


def test_the_last_paper_of_the_theme_comes_before_what_is_none() -> None:
    text = f"## Theme\n\n- [The First Title Here](https://{A}1)@@\n- [some code](https://github.com/a/b)\n"
    checked(text, PREPRINT, f"- [{N}]({U})")


def test_comments_are_not_copied_into_the_new_line() -> None:
    text = f"## Theme\n\n- [The First Title Here](https://{A}1) <!-- bertbib: key=first2019 -->@@\n"
    checked(text, PREPRINT, f"- [{N}]({U})")


def test_a_label_that_names_a_site_does_not_lie() -> None:
    acl = PREPRINT._replace(url="https://aclanthology.org/P19-1441/", ids=(Identifier("acl", "P19-1441"),))
    text = f"## Theme\n\n- **The First Title Here** [[arXiv](https://{A}1)]\n- **The Second Title Here** [[arXiv](https://{A}2)]@@\n"
    checked(text, acl, f"- **{N}** [[Paper](https://aclanthology.org/P19-1441/)]")


def test_preprints_are_noted_where_the_list_notes_them() -> None:
    text = f"## Theme\n\n- [The First Title Here](https://{A}1), arXiv 2020\n- [The Second Title Here](https://{A}2), arXiv 2020@@\n"
    checked(text, PREPRINT, f"- [{N}]({U}), arXiv 2021")


def test_a_venue_as_the_links_label() -> None:
    text = f"## Theme\n\n- **The First Title Here** [[CVPR 2020](https://{A}1)]\n- **The Second Title Here** [[ECCV 2020](https://{A}2)]@@\n"
    checked(text, PUBLISHED, f"- **{T}** [[ACL 2022]({U})]")


def test_the_plain_form_where_the_lists_own_would_not_read_back() -> None:
    text = f"## Theme\n\n- [The First Title Here][one] - prose.\n- [The Second Title Here][two] - prose.@@\n\n[one]: https://{A}1\n[two]: https://{A}2\n"
    written = checked(text, PUBLISHED, f"- [{T}]({U}) (ACL2022)")
    assert not written.own_grammar


def test_a_work_that_would_change_what_others_are_is_refused() -> None:
    text = f"## Theme\n\n- [The First Title Here](https://{A}1)\n\n## Books\n\n- [A Book of Interest](https://books.example/one)\n"
    with pytest.raises(InputError, match="other entries") as refused:
        add(text, PREPRINT, "Books")
    assert U in refused.value.hint


def test_a_new_theme_gets_a_heading_like_its_siblings() -> None:
    before = LINKED.replace("@@", "")
    written = markdown.add(before, "list.md", "Fresh *ideas*", PUBLISHED, read, new=True)
    assert written.text == before + f"\n## Fresh \\*ideas\\*\n\n* [{T}]({U}) (ACL2022)\n"
    assert [theme.title for theme in read(written.text).themes][-1] == "Fresh *ideas*"


def test_a_heading_without_entries_is_filled() -> None:
    text = f"# A\n* [The First Title Here](https://{A}1)\n\n# Fresh\n\n# B\n* [The Second Title Here](https://{A}2)\n"
    written = markdown.add(text, "list.md", "fresh", PREPRINT, read)
    assert written.text == text.replace("# Fresh\n", f"# Fresh\n* [{N}]({U})\n")
    assert markdown.has_section(text, "list.md", "FRESH")
    assert not markdown.has_section(text, "list.md", "fresher")


def test_a_theme_that_only_hints_make_is_refused_with_a_sentence() -> None:
    text = f"# A\n\n* [The First Title Here](https://{A}1) <!-- bertbib: theme=Hinted -->\n* [The Second Title Here](https://{A}2)\n"
    with pytest.raises(InputError, match="hints make it"):
        add(text, PREPRINT, "Hinted")
