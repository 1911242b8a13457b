"""Our canonical JSON is RFC 8785: proven against an independent implementation."""

from __future__ import annotations

import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from models.canonical import NotCanonical, canonical, compose

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(lambda t: unicodedata.normalize("NFC", t))
keys = st.text(st.characters(codec="ascii"), max_size=8)
scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5), max_leaves=25
)


@given(values)
def test_the_same_bytes_as_rfc_8785(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(st.dictionaries(st.text(st.sampled_from("abcxyz_"), min_size=1, max_size=6), values, min_size=1, max_size=6))
def test_composing_parts_is_the_same_as_encoding_the_whole(parts: dict[str, object]) -> None:
    assert compose({key: canonical(value) for key, value in parts.items()}) == canonical(parts)


@pytest.mark.parametrize(
    "value",
    [1.5, {"a": float("nan")}, {"鍵": 1}, {1: 2}, "e\u0301", ["\ud800"], 2**53, b"bytes", {"a": {1, 2}}],
    ids=repr,
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)
