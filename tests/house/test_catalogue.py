"""The English catalogue is complete, and a gap in a catalogue is found."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from tests.house.catalogue import lacks, read, sentences


def test_the_english_catalogue_is_complete() -> None:
    assert lacks(read("en"), sentences()) == []


def test_the_english_catalogue_can_be_compiled() -> None:
    """A catalogue without a header counts as unsure, and ``pybabel compile`` passes over it without an error."""
    assert not read("en").fuzzy


def test_sentences_are_found_in_code_and_templates() -> None:
    found = {location[0].rsplit(".", 1)[-1] for message in sentences() for location in message.locations}
    assert found == {"py", "html"}


@pytest.mark.parametrize(
    ("translation", "flags", "fault"),
    [
        ("%(count)s items", (), None),
        ("", (), "no translation"),
        ("%(count)s items", ("fuzzy",), "unsure"),
        ("%(number)s items", (), "other placeholders"),
        ("items", (), "other placeholders"),
    ],
)
def test_a_gap_is_found(translation: str, flags: tuple[str, ...], fault: str | None) -> None:
    source, catalogue = Catalog(), Catalog(locale="en")
    source.add("共 %(count)s 項")
    catalogue.add("共 %(count)s 項", translation, flags=flags)
    found = lacks(catalogue, source)
    assert [each.split(":")[0] for each in found] == ([fault] if fault else [])


def test_a_sentence_out_of_use_is_found() -> None:
    catalogue = Catalog(locale="en")
    catalogue.add("從前", "once")
    assert lacks(catalogue, Catalog()) == ["no longer used: 從前"]
