"""The evidence that the lock alone holds: a row for everything it names, and nothing that it does not know."""

from dataclasses import replace

from bertbib.account import Evidence, from_lock, joined
from bertbib.model import Entry, Identifier, Proof
from bertbib.retrial import why_by_lock
from sample_entries import MTDNN

PUBLISHED = replace(
    MTDNN,
    origins=(
        ("page", "override:liu2019multi"),
        ("primaryclass", "arxiv:1901.11504"),
        ("volume", "doi:10.18653/v1/P19-1441"),
    ),
    proof=Proof("title+authors", ("acl:P19-1441",), "contradicts"),
    asked=(
        ("acl", "2026-11-24"),
        ("arxiv", "2026-11-23"),
        ("crossref", "2026-11-22"),
        ("dblp", "blocked"),
        ("openalex", "2026-11-24"),
    ),
    related=(Identifier("acl", "P99-9999"),),
)


def rows(entry: Entry) -> dict[tuple[str, str], Evidence]:
    return {(row.source, row.record): row for row in from_lock(entry)}


def test_everything_that_the_lock_names_has_a_row() -> None:
    found = rows(PUBLISHED)
    proof = found["acl", "acl:P19-1441"]
    assert (proof.verdict, proof.asked, proof.year, proof.authors) == ("proves", "2026-11-24", 2019, 4)
    assert found["arxiv", "arxiv:1901.11504"].because == "the preprint; gives primaryclass"
    assert found["crossref", "doi:10.18653/v1/P19-1441"].because == "gives volume"
    assert found["overrides.bib", "liu2019multi"].because == "corrects page"
    assert (found["dblp", ""].verdict, found["dblp", ""].asked) == ("unasked", "blocked")
    assert found["openalex", ""].verdict == "answered"
    assert found["acl", "acl:P99-9999"].verdict == "refused"
    assert found["list", ""].verdict == "contradicts"
    assert from_lock(PUBLISHED)[0] == proof


def test_a_pack_is_named_with_its_date() -> None:
    packed = replace(PUBLISHED, pack=("acl", "2024-02-03"))
    assert rows(packed)["pack acl", "acl:P19-1441"].asked == "2024-02-03"


def test_only_a_preprint_says_that_aggregators_know_nothing() -> None:
    asked = (("arxiv", "2026-11-24"), ("openalex", "2026-11-24"), ("semanticscholar", "2026-11-24"))
    preprint = Entry(
        key="k",
        item=MTDNN.item,
        ids=(Identifier("arxiv", "1901.11504"),),
        status="preprint",
        source="arxiv:1901.11504",
        asked=asked,
    )
    assert rows(preprint)["openalex", ""].verdict == "silent"
    assert "none named a publication" in why_by_lock(preprint)[0]
    unknown = replace(preprint, status="unknown")
    assert rows(unknown)["openalex", ""].verdict == "answered"
    assert why_by_lock(unknown) == []
    never = replace(unknown, asked=(("arxiv", "2026-11-24"), ("openalex", "timeout")))
    assert why_by_lock(never) == ["openalex could not be asked (timeout)", "semanticscholar has not been asked"]


def test_answers_at_hand_replace_what_the_lock_could_not_tell() -> None:
    told = Evidence(
        source="openalex", record="openalex:1901.11504", asked="2026-11-20", verdict="supports", because="x"
    )
    proof = Evidence(source="acl", record="acl:P19-1441", asked="2026-11-20", verdict="proves", because="y")
    found = {(row.source, row.record): row for row in joined([told, proof], from_lock(PUBLISHED))}
    assert ("openalex", "") not in found
    assert (found["acl", "acl:P19-1441"].because, found["acl", "acl:P19-1441"].asked) == ("y", "2026-11-24")
    assert found["dblp", ""].verdict == "unasked"
