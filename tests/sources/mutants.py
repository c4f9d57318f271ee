"""Wrong shapes of JSON for the property tests: a good value with parts replaced, dropped or wrapped."""

from __future__ import annotations

from hypothesis import strategies as st

_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just([[]]),
    st.just({"value": None}),
    st.just([{"name": ["x"], "family": 3, "title": {}, "date-parts": "2019"}]),
    st.just("10.1000/another"),
    st.just("\ud800 <b>x</b> &lt;i&gt;"),
)


@st.composite
def mutated(draw: st.DrawFn, value: object, depth: int = 0) -> object:
    """The value with some of its parts turned into junk, numbers into texts, things into lists of themselves."""
    fate = draw(st.integers(0, 14))
    if fate == 0:
        return draw(_JUNK)
    if fate == 1:
        return [value]
    if fate == 2 and isinstance(value, int | str):
        return str(value) if isinstance(value, int) else value.upper()
    if isinstance(value, dict) and depth < 7:
        dropped = draw(st.integers(0, 12))
        return {
            key: draw(mutated(part, depth + 1)) for number, (key, part) in enumerate(value.items()) if number != dropped
        }
    if isinstance(value, list) and depth < 7:
        return [draw(mutated(part, depth + 1)) for part in value]
    return value
