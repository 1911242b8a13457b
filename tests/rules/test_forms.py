"""Form versions as data: complete, in official wording, refused when they contradict themselves."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from tests.rules.examples import clean_sheet
from workflows.schema.conditions import is_asked
from workflows.schema.fields import Input
from workflows.schema.form import blank_document, item_at, paths_of
from workflows.schema.form_files import FormDataError, read_version
from workflows.schema.paths import value_at
from workflows.schema.sheet import FORMS, FillingParty, UnknownFormVersion, form_version, form_versions


def raw(code: str = "102A") -> dict[str, Any]:
    """Return the data of a form as they stand in its file."""
    data: dict[str, Any] = json.loads((FORMS / f"{code}.json").read_text(encoding="utf-8"))
    return deepcopy(data)


def test_102a_has_every_item_of_the_source() -> None:
    form = form_version("102A")
    numbers = [item.no for section in form.sections for item in section.items if item.no[:1].isdigit()]
    expected = ["3-8", "4-1", "4-2", "4-3", "7-1", "7-2", "7-3", *(f"8-{n}" for n in range(1, 10))]
    expected += ["9-1", "9-2-1", "9-2-2", "9-3", *(f"10-{n}" for n in range(1, 13))]
    assert numbers == expected
    assert [section.numeral for section in form.sections if section.numeral] == list("壹貳參肆伍陸柒捌玖拾")
    assert len(form.places["domains"][1].options) == 8
    assert not form.to_be_confirmed


def test_unverified_versions_say_so() -> None:
    for code in ("98A", "108"):
        form = form_version(code)
        assert form.to_be_confirmed
        assert any(item.to_be_confirmed for section in form.sections for item in section.items)
    known = form_version("108").places["need.overview"][1]
    assert (known.no, known.to_be_confirmed) == ("1-1", False)


@pytest.mark.parametrize("form", form_versions(), ids=lambda one: one.code)
def test_every_place_belongs_to_one_party_and_is_laid_by_a_blank_sheet(form: Any) -> None:
    paths = [path for part in FillingParty for path in paths_of(form, part)]
    assert len(paths) == len(set(paths))
    empty = blank_document(form)
    laid = [path for path in paths if form.places[path][1].input is not Input.FIGURES]
    assert all(value_at(empty, path) in ("", [], False) for path in laid)
    assert len(paths) - len(laid) <= 1, "the tables of figures alone come with their first row"
    assert all(item_at(form, path) is not None for path in paths)


def test_a_blank_102a_has_the_keys_of_the_interface() -> None:
    def keys(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: keys(one) for key, one in value.items()}
        return (
            [row["item"] for row in value] if isinstance(value, list) and value and isinstance(value[0], dict) else None
        )

    assert keys(blank_document(form_version("102A"))) == keys(clean_sheet())
    assert blank_document(form_version("102A"), plan_title="某計畫")["plan_title"] == "某計畫"


def test_conditions_show_what_becomes_owed() -> None:
    form = form_version("102A")
    evaluation = next(section for section in form.sections if section.key == "evaluation")
    sheet = clean_sheet()
    assert is_asked(evaluation.when, sheet)
    sheet["beneficiaries"][1]["answer"] = "否"
    assert not is_asked(evaluation.when, sheet)
    assert not is_asked(form.places["domains_other"][1].when, sheet)
    assert is_asked(form.places["domains_other"][1].when, sheet | {"domains": ["3-8"]})


def test_an_unknown_code_is_refused_and_never_read_from_elsewhere() -> None:
    for code in ("77X", "../102A", ""):
        with pytest.raises(UnknownFormVersion):
            form_version(code)


def broken(change: Any) -> dict[str, Any]:
    """Return the data of 102A after one contradiction was put in."""
    data = raw()
    change(data)
    return data


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["concepts"]["REL"].append("participation.nowhere"),
        lambda data: data["sections"][0].update(half="three"),
        lambda data: data["sections"][8].update(when=[{"path": "nowhere", "is": "是"}]),
        lambda data: data["sections"][0]["items"].append(dict(data["sections"][0]["items"][0])),
        lambda data: data["sections"][3]["items"][0].update(options=[]),
    ],
    ids=["concept", "half", "condition", "twice", "no options"],
)
def test_contradictory_data_are_refused(change: Any) -> None:
    with pytest.raises(FormDataError):
        read_version(broken(change))


def test_kinds_are_those_the_pages_know() -> None:
    kinds = {item.input for form in form_versions() for _, item in form.places.values()}
    assert kinds <= set(Input)
