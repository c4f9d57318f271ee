"""Citation keys: whose key wins, and what is said where two works or two keys meet."""

from collections.abc import Sequence

import pytest

from bertbib.app.papers import refuse_key_clashes
from bertbib.evidence import KeyEvidence
from bertbib.model import Entry, Identifier, InputError, Item, Lock, Name, Problem, Reference, Where
from bertbib.naming import Namer
from bertbib.paper_files import gather, read_tex

SPAN, BERT = "Spans and Where to Find Them", "Bidirectional Things for Everyone"


def item(title: str) -> Item:
    return Item(title=title, author=(Name(family="Doe", given="Jane"),))


def bib(**titles: str) -> str:
    return "".join(f"@misc{{{key}, title = {{{title}}}, author = {{Doe, Jane}}}}\n" for key, title in titles.items())


def evidence(tex: str, *bibs: str) -> KeyEvidence:
    return gather([read_tex(tex)], {f"{number}.bib": text for number, text in enumerate(bibs)})[0]


def entry(key: str, title: str, *aliases: str) -> Entry:
    one = Identifier("url", f"https://e.org/{title[:4]}")
    return Entry(key=key, item=item(title), ids=(one,), status="unknown", source="stated", aliases=aliases)


def ref(title: str, key: str | None = None) -> Reference:
    return Reference(title=title, where=Where("my.bib", 7), key=key)


def namer(known: Sequence[Entry], used: KeyEvidence) -> tuple[Namer, list[Problem]]:
    problems: list[Problem] = []
    return Namer(used, "{author}{year}{word}", Lock.of(known), problems.append), problems


def test_two_cited_keys_of_one_work_are_reported_once() -> None:
    names, problems = namer([entry("doe", SPAN)], evidence(r"\cite{b} \cite{c}", bib(a=SPAN, b=SPAN, c=SPAN)))
    done = names.renamed(names.lock.entries["doe"], ref(SPAN))
    assert (done.key, done.aliases) == ("b", ("c", "a", "doe"))
    names.lock.add(done)
    assert names.renamed(done, ref(SPAN)) == done
    assert [problem.code for problem in problems] == ["two-keys"]
    assert "under two keys, b and c" in problems[0].message
    assert problems[0].severity == "warning"


def test_a_key_that_the_papers_cite_for_two_works_stops_the_build() -> None:
    two = evidence(r"\cite{span}", bib(span=SPAN), bib(span=BERT))
    names, problems = namer([entry("span", SPAN)], two)
    new = entry(names.name((), item(BERT), ref(BERT)), BERT)
    assert names.renamed(new, ref(BERT)).key == new.key == "doebidirectional"
    assert [(problem.code, problem.severity) for problem in problems] == [("key-clash", "error")]
    with pytest.raises(InputError, match=rf'my.bib:7: .*two works as span: "{BERT}", and "{SPAN}"') as error:
        refuse_key_clashes(problems)
    assert "rename one of the two" in error.value.hint
    assert "nothing was written" in error.value.hint


def test_a_key_of_two_works_that_no_paper_cites_is_only_reported() -> None:
    names, problems = namer([entry("span", SPAN), entry("doe", BERT)], evidence("", bib(span=SPAN), bib(span=BERT)))
    assert names.renamed(names.lock.entries["doe"], ref(BERT)).key == "doe"
    assert [(problem.code, problem.severity) for problem in problems] == [("key-moved", "warning")]
    refuse_key_clashes(problems)


def test_a_key_of_the_list_that_another_work_has_is_reported() -> None:
    names, problems = namer([entry("Key", SPAN)], KeyEvidence())
    assert names.name((), item(BERT), ref(BERT, "key")) == "doebidirectional"
    assert [(problem.code, problem.severity, str(problem.where)) for problem in problems] == [
        ("key-moved", "warning", "my.bib:7")
    ]
    assert f'the key key is already that of "{SPAN}"; "{BERT}" is now doebidirectional' in problems[0].message


def test_a_key_of_the_list_that_the_papers_use_for_another_work_is_not_taken() -> None:
    names, problems = namer([], evidence(r"\cite{key}", bib(key=SPAN)))
    assert names.name((), item(BERT), ref(BERT, "key")) == "doebidirectional"
    assert names.name((), item(SPAN), ref(SPAN)) == "key"
    assert [problem.code for problem in problems] == ["key-moved"]


def test_a_free_key_of_the_list_is_kept_silently() -> None:
    names, problems = namer([entry("Key", SPAN)], KeyEvidence())
    assert names.name((), item(BERT), ref(BERT, "key2")) == "key2"
    assert problems == []


def test_no_alias_is_another_entrys_key_in_any_case() -> None:
    broken = [entry("one", SPAN, "TWO", "old"), entry("two", BERT, "Old", "older")]
    names, _problems = namer(broken, KeyEvidence())
    assert {one.key: one.aliases for one in names.lock} == {"one": ("old",), "two": ("older",)}


def test_an_alias_that_the_papers_use_for_another_work_is_free_for_it() -> None:
    names, problems = namer([entry("one", SPAN, "old"), entry("two", BERT)], evidence(r"\cite{Old}", bib(Old=BERT)))
    done = names.renamed(names.lock.entries["two"], ref(BERT))
    assert (done.key, done.aliases, names.lock.entries["one"].aliases) == ("Old", ("two",), ())
    assert problems == []


def test_a_key_in_another_case_is_renamed_and_names_no_other_work() -> None:
    names, problems = namer([entry("doe2019spans", SPAN)], evidence(r"\cite{Doe2019Spans}", bib(Doe2019Spans=SPAN)))
    done = names.renamed(names.lock.entries["doe2019spans"], ref(SPAN))
    assert (done.key, done.aliases) == ("Doe2019Spans", ("doe2019spans",))
    assert problems == []
