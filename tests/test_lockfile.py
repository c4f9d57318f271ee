"""The lock's text: canonical, readable by others, and refused with a sentence where it is broken."""

import json
from dataclasses import replace

import pytest

from bertbib import lockfile
from bertbib.model import Date, Entry, Identifier, Item, Link, Lock, LockError, Name, Proof

MTDNN = Entry(
    key="liu2019multi",
    item=Item(
        type="paper-conference",
        title='Multi-Task Deep Neural Networks for <span class="nocase">NLU</span>',
        author=(Name(family="Liu", given="Xiaodong"), Name(family="Màrquez", given="Lluís"), Name(literal="The Team")),
        issued=Date(2019, 7),
        container_title="Proceedings of the 57th Annual Meeting",
        page="4487-4496",
        DOI="10.18653/v1/P19-1441",
        extra=(("primaryclass", "cs.CL"),),
    ),
    ids=(Identifier("arxiv", "1901.11504"), Identifier("acl", "P19-1441"), Identifier("doi", "10.18653/v1/P19-1441")),
    status="published",
    source="acl:P19-1441",
    origins=(("primaryclass", "arxiv:1901.11504"),),
    proof=Proof("title+authors", ("acl:P19-1441",), "agrees"),
    asked=(("acl", "2026-11-24"), ("arxiv", "2026-11-24"), ("openreview", "blocked")),
    aliases=("liu2019mt",),
    related=(Identifier("doi", "10.1000/other"),),
    links=(Link("code", "github", "https://github.com/namisan/mt-dnn"),),
    pack=("acl", "2026-01-01"),
)
PLAIN = Entry(key="a2020b", item=Item(title="Untitled $x_1$"), ids=(), status="unknown", source="stated")


def test_round_trip_is_exact() -> None:
    lock = Lock.of([MTDNN, PLAIN])
    text = lockfile.dumps(lock)
    again = lockfile.loads(text, "x.lock.json")
    assert again.entries == lock.entries
    assert lockfile.dumps(again) == text


def test_items_are_sorted_by_key_whatever_the_order_of_arrival() -> None:
    assert lockfile.dumps(Lock.of([MTDNN, PLAIN])) == lockfile.dumps(Lock.of([PLAIN, MTDNN]))
    assert [item["id"] for item in json.loads(lockfile.dumps(Lock.of([MTDNN, PLAIN])))] == ["a2020b", "liu2019multi"]


def test_one_name_and_one_field_a_line() -> None:
    lines = [line.strip() for line in lockfile.dumps(Lock.of([MTDNN])).splitlines()]
    assert '{"family": "Màrquez", "given": "Lluís"},' in lines
    assert '"page": "4487-4496",' in lines
    assert '"issued": {"date-parts": [[2019, 7]]},' in lines
    assert '"status": "published",' in lines


def test_a_changed_fact_is_one_changed_line() -> None:
    before = lockfile.dumps(Lock.of([MTDNN, PLAIN])).splitlines()
    changed = replace(MTDNN, item=replace(MTDNN.item, page="1-9"))
    after = lockfile.dumps(Lock.of([changed, PLAIN])).splitlines()
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_an_empty_lock_is_an_empty_array() -> None:
    assert lockfile.dumps(Lock()) == "[]\n"
    assert len(lockfile.loads("[]\n", "x")) == 0


def broken(**changes: object) -> str:
    item = json.loads(lockfile.dumps(Lock.of([MTDNN])))[0]
    own = item["custom"]["bertbib"]
    for name, value in changes.items():
        target = own if name in own else item
        if value is None:
            del target[name]
        else:
            target[name] = value
    return json.dumps([item], indent=2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the lock is empty"),
        (" \n", "the lock is empty"),
        ("{}", "not an array"),
        ("[1]", "entry number 1"),
        ('[{"id": "x"}]', "entry x: custom.bertbib is missing"),
        ('[{"id": "good", "a": 1},\n{"id": "bad" "x"}]', "after the entry bad"),
        (broken(status="maybe"), "entry liu2019multi: status is 'maybe', not one of published"),
        (broken(ids=["nonsense"]), "entry liu2019multi: not an identifier: 'nonsense'"),
        (broken(source=None), "entry liu2019multi: 'source' is missing"),
        (broken(author="Liu"), "entry liu2019multi: author"),
        (broken(lock=99), "written by a newer bertbib (format 99"),
        (broken(surprise=1), "entry liu2019multi: surprise is not a field"),
        (broken(custom={"zotero": 1}), "entry liu2019multi: custom.bertbib is missing"),
        (broken(author=[{"family": "Liu", "given": "X.", "orcid": "0"}]), "entry liu2019multi: author.orcid is not"),
        (broken(editor=[{"family": "Liu", "given": "X.", "dropping-particle": "de"}]), "editor.dropping-particle"),
        (broken(issued={"date-parts": [[2019]], "circa": True}), "entry liu2019multi: issued.circa is not"),
        (broken(issued={"date-parts": [[2019], [2020]]}), "entry liu2019multi: issued is a range"),
        (broken(proof={"level": "id", "by": [], "note": "silent", "x": 1}), "custom.bertbib.proof.x is not"),
        (broken(links=[{"role": "code", "label": "", "url": "u", "x": 1}]), "custom.bertbib.links.x is not"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_lock_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(LockError) as caught:
        lockfile.loads(text, "refs/bertbib.lock.json")
    assert sentence in str(caught.value)
    assert caught.value.hint


def test_conflict_markers_are_named_with_their_line() -> None:
    text = lockfile.dumps(Lock.of([MTDNN]))
    conflicted = text.replace("  {\n", "<<<<<<< ours\n  {\n=======\n>>>>>>> theirs\n", 1)
    with pytest.raises(LockError, match="merge conflict") as caught:
        lockfile.loads(conflicted, "refs/bertbib.lock.json")
    assert str(caught.value).startswith("refs/bertbib.lock.json:2: ")
    assert "bertbib lock" in caught.value.hint


def test_two_entries_may_not_claim_one_key_or_one_identifier() -> None:
    text = lockfile.dumps(Lock.of([MTDNN]))
    item = json.loads(text)[0]
    upper = {**item, "id": item["id"].upper()}
    with pytest.raises(LockError, match="same citation key"):
        lockfile.loads(json.dumps([item, upper]), "x")
    other = {**item, "id": "other"}
    with pytest.raises(LockError, match=r"both claim arxiv:1901\.11504"):
        lockfile.loads(json.dumps([item, other]), "x")


def test_what_another_program_put_beside_our_facts_is_refused_not_lost() -> None:
    item = json.loads(lockfile.dumps(Lock.of([MTDNN])))[0]
    item["custom"]["zotero"] = {"collection": "x"}
    with pytest.raises(LockError, match=r"entry liu2019multi: custom\.zotero is not a field of the lock"):
        lockfile.loads(json.dumps([item]), "x")


def test_every_string_is_written_as_json_writes_it() -> None:
    odd = 'a "quoted" \\ back\tslash, \u2028, \x7f, \x01, Mär 馬 😀 and </i>'
    name = Name(odd, odd, odd, odd)
    item = Item(type="report", title=odd, author=(name, Name(literal=odd)), extra=(("schlüssel", odd),))
    entry = Entry(key="ö", item=item, ids=(), status="other", source="stated", links=(Link("code", odd, odd),))
    text = lockfile.dumps(Lock.of([entry]))
    assert lockfile.loads(text, "x").entries == {"ö": entry}
    written = json.dumps(odd, ensure_ascii=False)
    assert f'"title": {written},' in text
    assert (
        f'{{"family": {written}, "given": {written}, "non-dropping-particle": {written}, "suffix": {written}}},' in text
    )
    assert f'"schl\\u00fcssel": {written}' in text
