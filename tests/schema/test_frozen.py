"""One schema for all forms changed nothing: every content that was ever stored keeps its digest, every fault its words."""

from __future__ import annotations

from tests.schema.frozen import frozen, outcomes


def test_every_document_every_edit_and_every_fault_is_as_it_was() -> None:
    was, now = frozen(), outcomes()
    assert sum(map(len, was.values())) > 10_000
    assert was.keys() == now.keys()
    differing = {
        f"{name} {number}"
        for name, values in was.items()
        for number, (old, new) in enumerate(zip(values, now[name], strict=True))
        if old != new
    }
    assert not differing


def test_the_edits_are_taken_and_refused_in_good_measure() -> None:
    for name, values in frozen().items():
        if name.startswith("changes "):
            refused = values.count("-") / len(values)
            assert 0.2 < refused < 0.7, name
