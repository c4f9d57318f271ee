"""The helpers of the sources: challenge pages told from answers, hostile JSON made plain, markup taken off titles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Date, Name, Request
from bertbib.sources import _forms
from bertbib.sources._markup import to_plain
from sources.answering import ANUBIS, PLAIN_PAGE, answer

REQUEST = Request(source="test", url="https://host.example/path", ids=())
JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("body", "form", "html", "challenge"),
    [
        (ANUBIS, "text/html; charset=utf-8", True, True),
        (ANUBIS, "application/json", True, True),
        (PLAIN_PAGE, "TEXT/HTML", True, False),
        (b"\xef\xbb\xbf\r\n<HTML><title>Just a moment...</title>", "", True, True),
        (b'{"title": "Solving captcha, just a moment"}', "application/json", False, False),
        (b"@article{x, title = {On captcha}}", "text/plain", False, False),
    ],
)
def test_pages_and_challenges(body: bytes, form: str, html: bool, challenge: bool) -> None:
    sent = answer(REQUEST, body, 200, form)
    assert (_forms.is_html(sent), _forms.is_challenge(sent)) == (html, challenge)


def test_an_error_names_its_host_and_not_its_token() -> None:
    error = _forms.failure(answer(REQUEST, b""), "said nothing")
    assert (error.message, error.host, error.failure) == ("host.example said nothing", "host.example", "malformed")
    assert _forms.bad_status(answer(REQUEST, b"", 502)).failure == "failed"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("  a\n\tb\u00a0c ", "a b c"),
        ("e\u0301", "é"),
        ("a\x00b\ud800", "ab"),
        (12, "12"),
        (True, ""),
        (1.5, ""),
        (["a"], ""),
    ],
)
def test_text(value: object, kept: str) -> None:
    assert _forms.text(value) == kept


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("2019", Date(2019)),
        ("2019-07", Date(2019, 7)),
        ("2019-07-28T01:02:03Z", Date(2019, 7, 28)),
        ("2019-13-01", Date(2019)),
        ("2019-00", Date(2019)),
        ("20190728", None),
        ("0019", None),
        ("July 2019", None),
        (None, None),
    ],
)
def test_iso_dates(value: object, kept: Date | None) -> None:
    assert _forms.iso_date(value) == kept


@pytest.mark.parametrize(
    ("family", "given_names", "name"),
    [
        ("van der Maaten", "Laurens", Name(family="Maaten", given="Laurens", non_dropping_particle="van der")),
        ("al-Rfou", "Rami", Name(family="al-Rfou", given="Rami")),
        ("hooks", "bell", Name(family="hooks", given="bell")),
        ("", "Plato", Name(family="Plato")),
        ("", "", None),
    ],
)
def test_people(family: str, given_names: str, name: Name | None) -> None:
    assert _forms.person(family, given_names) == name


@settings(deadline=None)
@given(JSONISH)
def test_no_shape_of_json_trips_a_helper(value: object) -> None:
    for helper in (_forms.text, _forms.first_text, _forms.pages, to_plain):
        assert helper(value) == " ".join(helper(value).split())
        helper(value).encode()
    assert isinstance(_forms.mapping(value), dict)
    assert isinstance(_forms.listing(value), list)
    found = _forms.date(value)
    assert found is None or (1000 <= found.year <= 2999 and (found.month or 1) in range(1, 13))
    _forms.person(value, value, value)
    _forms.iso_date(value)
    _forms.whole(value)


@pytest.mark.parametrize("piece", ["<", "<i", "<mml:annotation>", "&amp;", "<sup>1", "<a b='", "0<sup> "])
def test_markup_is_read_in_reasonable_time(piece: str) -> None:
    """Without a clock: a quadratic reading of this much would outlast every patience."""
    assert isinstance(to_plain(piece * 40_000), str)
