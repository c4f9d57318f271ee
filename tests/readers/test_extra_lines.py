"""Zotero's Extra field: which lines mean something, and that every other one stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertbib.readers.extra_lines import extra_lines


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Citation Key: liu2019", "liu2019"),
        ("citation-key: liu2019", "liu2019"),
        ("CitationKey:liu2019", "liu2019"),
        ("  Citation key :  liu2019  ", "liu2019"),
        ("bibtex: liu2019", "liu2019"),
        ("bibtex*: liu2019", "liu2019"),
        ("biblatex: liu2019", "liu2019"),
        ("Citation Key: DBLP:conf/acl/X", "DBLP:conf/acl/X"),
        ("Citation Key: two words", ""),
        ("Citation Key: a,b", ""),
        ("Citation Key:", ""),
        ("Citation Key= liu2019", ""),
        ("See Citation Key: liu2019 for more of this and that and so on", ""),
    ],
)
def test_citation_keys(line: str, key: str) -> None:
    found = extra_lines(f"Words.\n{line}\nMore words")
    assert found.key == key
    assert found.rest.split("\n") == ["Words.", *([] if key else [line]), "More words"]


def test_the_first_key_counts_and_the_second_stays() -> None:
    found = extra_lines("Citation Key: a\nCitation Key: b")
    assert (found.key, found.rest) == ("a", "Citation Key: b")


@pytest.mark.parametrize(
    ("line", "ids", "primary", "rest"),
    [
        ("arXiv: 1901.11504", "arxiv:1901.11504", "", ""),
        ("arXiv:1107.4612 [astro-ph.CO]", "arxiv:1107.4612", "astro-ph.CO", ""),
        ("arXiv: 1706.03762 [cs, stat]", "arxiv:1706.03762", "cs", ""),
        ("arXiv: cs/0611011", "arxiv:cs/0611011", "", ""),
        ("DOI: 10.1000/x", "doi:10.1000/x", "", ""),
        ("doi: https://doi.org/10.1000/x", "doi:10.1000/x", "", ""),
        ("PMID: 123", "pmid:123", "", ""),
        ("PMID: 123 (of two)", "pmid:123", "", "PMID: 123 (of two)"),
        ("DOI: 10.1000/x and more", "doi:10.1000/x", "", "DOI: 10.1000/x and more"),
        ("DOI: none", "", "", "DOI: none"),
        ("OpenReview: r1xMH1BtvB", "openreview:r1xMH1BtvB", "", ""),
    ],
)
def test_identifiers(line: str, ids: str, primary: str, rest: str) -> None:
    found = extra_lines(line)
    assert (" ".join(map(str, found.named())), found.primary_class, found.rest) == (ids, primary, rest)


def test_fields_variables_and_names() -> None:
    found = extra_lines(
        "tex.addendum: 50% more\ntex.howpublished= \\url{x}\ntex.ids: old1, old2\nbiblatex.pubstate: inpress\n"
        "tex.referencetype: online\nOriginal Date: 1912\nEvent Title: ACL\nissued: 2019-07\n"
        "Author: Liu || Xiaodong\nAuthor: OpenAI\n{:volume: 7}\nComment: ACL 2019\nA line = with a sign"
    )
    assert found.fields == {
        "addendum": ("50% more", False),
        "howpublished": ("\\url{x}", True),
        "pubstate": ("inpress", False),
        "entrytype": ("online", False),
    }
    assert found.aliases == ["old1", "old2"]
    assert found.variables == {"event-title": "ACL", "issued": "2019-07", "volume": "7"}
    assert found.names == {"author": [{"family": "Liu", "given": "Xiaodong"}, {"literal": "OpenAI"}]}
    assert found.rest == "Original Date: 1912\nComment: ACL 2019\nA line = with a sign"


def test_line_ends_and_length() -> None:
    assert extra_lines("a\r\nCitation Key: k\rDOI: 10.1000/x\nb").rest == "a\nb"
    assert extra_lines("x" * 100_000 + ": y").rest == "x" * 100_000 + ": y"
    assert extra_lines("a b " * 2000 + "=").rest.startswith("a b")


@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(["DOI: 10.1000/x", "tex.a: b", "Citation Key: k", "{:x: y}", "arXiv:"]),
        )
    )
)
def test_what_means_nothing_stays(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = extra_lines(text)
    kept = [line.strip() for line in found.rest.split("\n") if line.strip()]
    said = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    assert all(line in said for line in kept)
    assert all(line in kept for line in said if ":" not in line and "=" not in line)
