"""Broken, deep and huge lists: never a traceback, never lost without a word."""

from __future__ import annotations

import pytest

from bertbib.model import InputError, Intake, Where
from bertbib.readers.markdown import READER

ENTRY = "- [Counting Trees in Graphs](https://arxiv.org/abs/1901.00001)\n"


@pytest.mark.parametrize(
    "noise",
    [
        "[" * 20000,
        "[" * 10000 + "]" * 10000,
        "![" * 5000,
        "> " * 20000 + "x",
        "*a " * 20000,
        "`" * 30000 + "\n" + "`" * 30000,
        "<" * 20000,
        "<a href=" * 10000,
        "<div>\n" + "<a " * 20000,
        "<!-- " * 10000 + "-->",
        "<details><summary>x</summary>\n\n" * 1000,
        "| a " * 10000 + "\n" + "|-" * 10000,
        '- "a b' * 5000,
        '- "[x](y) ' + '" "a ' * 10000,
        "- [Some Title of Trees](https://arxiv.org/abs/1902.00002) " + "(a" * 20000,
        "- [Some Title of Trees](https://arxiv.org/abs/1902.00002) " + "2019. " * 20000,
        "- [" + "Long " * 20000 + "](https://arxiv.org/abs/1902.00002)",
        "- https://" + "a" * 100000,
        "- " + "http://a.example/x " * 5000,
        "- " + "10.1234/x" * 10000,
        "\x00\x01\x02\ufffe" * 1000,
        "\u202e\u200f שלום - [עץ](https://arxiv.org/abs/1902.00002)",
        "---\r\n" + "a: b\r\n" * 5000,
        "- [broken](https://arxiv.org/abs/19\n- [[paper]https://arxiv.org/abs/1902.00002)\n- ](",
        "- [x](https://[::1) [y](https://exa mple.org) [z](//) [w](https://a.example:99999/)",
        "</details></summary></ul></a></b>\n\n",
    ],
    ids=range(26),
)
def test_an_entry_behind_any_noise_is_read(noise: str) -> None:
    intake = READER.read(f"{noise}\n\n# Trees\n\n{ENTRY}", "x.md")
    titles = [reference.title for theme in intake.themes for reference in theme.references]
    assert titles[-1] == "Counting Trees in Graphs"


def nested(depth: int) -> str:
    return "".join("  " * level + "- group\n" for level in range(depth)) + "  " * depth + ENTRY


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (ENTRY + nested(60), "too-deep", 25),
        (ENTRY + "- " * 20000 + "x\n" + ENTRY, "too-deep", 2),
        (ENTRY + "\n```\n" + ENTRY, "unclosed", 3),
        (ENTRY + "\n~~~~\nx\n~~~\n" + ENTRY, "unclosed", 3),
        (ENTRY + "\n```", "unclosed", 3),
        (ENTRY + "\n<!-- old:\n\n" + ENTRY, "unclosed", 3),
    ],
)
def test_what_hides_the_rest_of_a_list_is_told(text: str, code: str, line: int) -> None:
    (problem,) = READER.read(text, "x.md").problems
    assert (problem.code, problem.where) == (code, Where("x.md", line))


def test_closed_code_and_comments_are_no_findings() -> None:
    text = ENTRY + "\n```bibtex\n@misc{a}\n```\n\n> ~~~\n> x\n> ~~~~\n\n<!-- old -->\n\n- x\n  ```\n  y\n  ```\n"
    assert READER.read(text, "x.md").problems == ()


def test_a_list_that_is_all_hidden_is_refused_with_the_reason() -> None:
    with pytest.raises(InputError, match=r"x\.md:1: .* never closed"):
        READER.read("```\n" + ENTRY, "x.md")


def test_a_deep_nest_within_reach_is_read() -> None:
    references = READER.read(nested(15), "x.md").themes[0].references
    assert [reference.title for reference in references] == ["Counting Trees in Graphs"]


def test_a_huge_list_is_read_whole() -> None:
    text = "# Trees\n" + "".join(
        f"- [Counting Trees of Kind {number}](https://arxiv.org/abs/1901.{number + 1:05d}) (ACL2019)\n"
        for number in range(5000)
    )
    (theme,) = READER.read(text, "x.md").themes
    assert len(theme.references) == 5000
    assert {reference.outcome for reference in theme.references} == {"paper"}


def read_or_refuse(text: str) -> Intake | None:
    try:
        return READER.read(text, "x.md")
    except InputError:
        return None


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_a_list_cut_anywhere_is_read_or_refused(cut: int) -> None:
    text = (
        "Trees\n\n# [Papers]\n* **Nick**: \u201cCounting Trees\u201d, *ACL 2019*. [[pdf](https://arxiv.org/abs/1901.00001)]\n"
        "<details><summary>Counting Cycles (2023) [<a href='https://arxiv.org/abs/1901.00002'>Paper</a>]</summary>\n\n"
        "| Title | Link |\n| --- | --- |\n| Counting Paths | [pdf](https://arxiv.org/abs/1901.00003) |\n\n"
        "- [x]( [[y] **z\n"
    )
    read_or_refuse(text[:cut])
    read_or_refuse(text[cut:])
