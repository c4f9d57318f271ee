"""Every rule with a list that triggers it and one that does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bertbib.app.checking import rules_page
from bertbib.checks.registry import RULES, chosen, find_rule, findings
from bertbib.checks.rule import Finding, Subject
from bertbib.model import ConfigError, Identifier, Intake, Lock, Problem, Theme, Where
from bertbib.readers.ids import READER as IDS
from bertbib.readers.markdown import READER
from bertbib.readers.source_links import source_links
from proven import lock_of, published, unpublished

REPOSITORY = Path(__file__).parents[2]
TITLE = "Learning to Read Slowly and Well"
GOOD = f"# T\n\n* [{TITLE}](https://arxiv.org/abs/1901.00001) (ACL2019)\n"
LOCK = lock_of(published("1901.00001", TITLE, "ACL", 2019))


def found(text: str, lock: Lock | None = None) -> list[Finding]:
    intake = READER.read(text, "list.md")
    links = source_links(text, "list.md")
    return findings(Subject(themes=intake.themes, problems=intake.problems, links=links, lock=lock))


def lines(code: str, text: str, lock: Lock | None = None) -> list[int]:
    return [one.line for one in found(text, lock) if one.code == code]


def test_a_good_list_gives_nothing() -> None:
    assert found(GOOD, LOCK) == []


DEEP = "".join("  " * level + "* x\n" for level in range(60))
TRIGGERS = {
    "R101": GOOD + "* see [this site](https://example.org/thing)\n",
    "R102": GOOD + "* Another Fine Title Without Link (ACL2018)\n",
    "R103": GOOD + f"* [{TITLE}](https://arxiv.org/pdf/1901.00001v2.pdf)\n",
    "R104": GOOD + "* [Some Quite Different Work](https://arxiv.org/abs/1901.00001)\n",
    "R105": GOOD + "* [Two in One](https://arxiv.org/abs/1901.00002) [[pdf](https://arxiv.org/pdf/1901.00003)]\n",
    "R106": GOOD + "* A model of many words. It is described, in short, as one. [pdf](https://arxiv.org/abs/1901.00002)\n",
    "R107": GOOD + "  * see also [Some Quite Different Work](https://arxiv.org/abs/1901.00002)\n",
    "R108": GOOD + "* [A Title of Many Words](https://example.org/thing)\n",
    "R111": GOOD + "\n# Empty\n\n# Full\n\ntext\n",
    "R112": GOOD + "\n```\n* [Swallowed](https://arxiv.org/abs/1901.00002)\n",
    "R113": GOOD + "\n# Deep\n\n" + DEEP,
    "R121": GOOD + "* [Some Quite Different Work](https://arxiv.org/abs/1901.00002) [code]()\n",
    "R122": GOOD + "* [Some Quite Different Work](arxiv.org/abs/1901.00002)\n",
    "R123": GOOD + "* [Some Quite Different Work](https://arxiv.org/abs/1913.00002)\n",
    "R124": GOOD + "* [Some Quite Different Work](https://arxiv.org/abs/1901.00002) [[paper](https://github.com/a/b)]\n",
    "R131": GOOD + "* [Some Quite Different Work](https://arxiv.org/abs/1901.00002)\n",
    "R132": GOOD.replace(TITLE, "Some Quite Different Work"),
    "R133": GOOD.replace("ACL2019", "EMNLP2018"),
    "R134": GOOD.replace(" (ACL2019)", ""),
    "R135": GOOD + "* [Some Quite Different Work](https://arxiv.org/abs/1901.00004)\n",
    "R136": GOOD + "* [Some Quite Different Work](https://arxiv.org/abs/1901.00005) (ICML2019)\n",
}  # fmt: skip
LOCKED = lock_of(
    *LOCK,
    unpublished("1901.00004", "Some Quite Different Work", "withdrawn"),
    unpublished("1901.00005", "Some Quite Different Work"),
)


@pytest.mark.parametrize("code", TRIGGERS)
def test_every_rule_finds_what_it_is_for(code: str) -> None:
    where = lines(code, TRIGGERS[code], LOCKED)
    assert len(where) == 1, found(TRIGGERS[code], LOCKED)
    assert where[0] >= 3


def test_every_rule_is_triggered_somewhere() -> None:
    assert {rule.code for rule in RULES} - set(TRIGGERS) == {"R114", "R119"}  # in the next two tests


def test_what_readers_report_besides_keeps_its_severity() -> None:
    problems = [
        Problem("encoding", "warning", "not UTF-8", Where("a.md", 1)),
        Problem("bib-odd", "info", "odd", Where("a.bib", 2)),
        Problem("bib-broken", "error", "broken", Where("a.bib", 3)),
    ]
    assert [(one.code, one.severity, one.line) for one in findings(Subject(problems=problems))] == [
        ("R119", "info", 2),
        ("R119", "error", 3),
        ("R114", "warning", 1),
    ]


def test_no_report_of_a_reader_is_lost_or_said_twice() -> None:
    for text in TRIGGERS.values():
        intake = READER.read(text, "list.md")
        said = findings(Subject(problems=intake.problems))
        assert len(said) == len(set(intake.problems))


QUIET = {
    "R103": [GOOD + f"\n# Other\n\n* [{TITLE}](https://arxiv.org/abs/1901.00001)\n", TRIGGERS["R104"]],
    "R108": [GOOD + "* [Some Quite Different Work](https://example.org/thing) [[arXiv](https://arxiv.org/abs/1901.00002)]\n"],
    "R121": [GOOD + "\n[up](#t) `[code]()` <!-- [code]() -->\n", GOOD + "* [Gone Entirely and Forever]() (ACL2018)\n# x\n"],
    "R122": [
        GOOD + "\n[a](docs/list.md) [b](/x.pdf) [c](paper.pdf) [d](mailto:a@b.org) [e](http://x.org) [f](HTTPS://x.org)\n",
        GOOD + "\n[g](https://web.archive.org/web/2020/https://x.org/y) [h](notes.md)\n",
    ],
    "R123": [
        GOOD + "\n[a](https://arxiv.org/list/cs.CL/recent) [b](https://arxiv.org/abs/cs/0611011) [c](https://doi.org)\n",
        GOOD + "\n[d](https://openreview.net/group?id=ICLR.cc/2020) [e](https://aclanthology.org/venues/acl/)\n",
        GOOD + "\n[f](https://www.aclweb.org/anthology/P19-1441.pdf) [g](https://doi.org/10.18653/v1/P19-1441)\n",
    ],
    "R124": [
        GOOD + "\n[code](https://github.com/a/b) [paper](https://github.com/a/b/raw/main/x.pdf) [source](https://arxiv.org/abs/1901.00002)\n"
    ],
    "R131": [GOOD + "* [Our Code is All Here](https://github.com/a/b)\n", TRIGGERS["R102"]],
    "R134": [GOOD],
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in QUIET.items() for text in texts])
def test_no_rule_cries_over_what_is_fine(code: str, text: str) -> None:
    if code == "R121" and "Gone" in text:
        assert [one.code for one in found(text) if one.line == 4] == ["R121"]  # one fault, one finding
    else:
        assert lines(code, text, LOCKED) == []


@pytest.mark.parametrize("url", ["http//x.org", "https:/arxiv.org/abs/1901.1", "hhttps://x.org", "www.x.org",
                                 "https://https://x.org", "//arxiv.org/abs/1901.00001", "example.org/a", "ttps://x.org"])  # fmt: skip
def test_a_url_without_a_proper_scheme_is_found(url: str) -> None:
    assert lines("R122", GOOD + f"\n[a]({url})\n") == [5]


@pytest.mark.parametrize("url", ["https://arxiv.org/abs/", "https://arxiv.org/pdf/1901.123", "https://doi.org/P19-1441", "https://openreview.net/forum",
                                 "https://aclanthology.org/P19-144/", "http://dx.doi.org/10.18653"])  # fmt: skip
def test_a_url_without_a_well_formed_identifier_is_found(url: str) -> None:
    assert lines("R123", GOOD + f"\n[a]({url})\n") == [5]


def test_one_work_by_two_identifiers_is_a_duplicate_by_the_lock() -> None:
    both = replace(next(iter(LOCK)), ids=(Identifier("arxiv", "1901.00001"), Identifier("acl", "P19-1441")))
    text = GOOD + f"* [{TITLE}](https://aclanthology.org/P19-1441/)\n"
    assert lines("R103", text, lock_of(both)) == [4]
    assert lines("R103", text) == []
    (finding,) = (one for one in found(text, lock_of(both)) if one.code == "R103")
    assert "line 3 (both are liu190100001 in the lock)" in finding.message


def test_without_a_lock_nothing_is_said_about_one() -> None:
    assert [one.code for text in TRIGGERS.values() for one in found(text) if one.code.startswith("R13")] == []


def test_plain_lists_are_checked_too() -> None:
    intake: Intake = IDS.read("# T\n1901.00001\n1901.00001\n10.99/x\nA title alone\n", "ids.txt")
    codes = [(one.line, one.code) for one in findings(Subject(themes=intake.themes, problems=intake.problems))]
    assert codes == [(3, "R104"), (4, "R101"), (5, "R102")] or codes == [(3, "R103"), (4, "R101"), (5, "R102")]


def test_links_in_html_and_in_tables_have_their_lines() -> None:
    text = 'x\n\n<div>\n<!-- <a href="">no</a>\n-->\n<p>\n<a href="https://doi.org/x">p</a></p>\n</div>\n\n| a |\n|---|\n| [t]() |\n\nb\nc [d]()\n'
    assert [(link.where.line, link.label) for link in source_links(text, "x")] == [(7, "p"), (12, "t"), (15, "d")]


def test_selection_by_code_beginning_and_name() -> None:
    default = {rule.code for rule in chosen()}
    assert "R134" not in default
    assert {rule.code for rule in chosen(["R12, r101", "unnoted"])} == {"R101", "R121", "R122", "R123", "R124", "R134"}
    assert {rule.code for rule in chosen((), ["R1"])} == set()
    assert default - {rule.code for rule in chosen((), ["link-mismatch,R101"])} == {"R132", "R101"}
    assert find_rule("LINK-mismatch") is find_rule("r132")
    with pytest.raises(ConfigError, match="there is no rule 'R999'"):
        chosen(["R999"])
    with pytest.raises(ConfigError) as wrong:
        chosen((), ["link-mismach"])
    assert wrong.value.hint == "did you mean 'link-mismatch'?"


def test_codes_and_names_are_unique_and_well_formed() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    assert [rule.code for rule in RULES] == sorted(rule.code for rule in RULES)
    assert all(rule.summary.endswith(".") and rule.explanation.endswith(".") for rule in RULES)


def test_the_page_of_rules_is_the_registry() -> None:
    assert (REPOSITORY / "docs" / "rules.md").read_text(encoding="utf-8") == rules_page()


def test_a_theme_without_references_is_no_trouble() -> None:
    assert findings(Subject(themes=(Theme(slug="t", title="T", path=("T",), source="x"),), lock=LOCK)) == []
