"""Figures by sex: entered as rows, summed and shared out, charted, cited from the text, and taken as statistics."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from tests.views.sheet_world import SheetWorld
from workflows.content.validation import validated
from workflows.language.decimals import CELL_NOTATION, decimal_of
from workflows.lifecycle.refusals import Malformed
from workflows.schema.figure_tables import cited_tables, has_statistics_by_sex, tables_of
from workflows.schema.sheet import form_version

ROWS = [
    {"id": "t-1", "label": "計畫主持人", "year": "107", "male": "60", "female": "40", "other": "", "unit": "人", "source": "本部"},
    {"id": "t-2", "label": "計畫主持人", "year": "106", "male": "70", "female": "30", "other": "", "unit": "人", "source": "本部"},
    {"id": "t-3", "label": "碩士生", "year": "107", "male": "1", "female": "1", "other": "1", "unit": "人", "source": ""},
]  # fmt: skip


def well_formed(code: str, sheet: dict[str, Any]) -> Any:
    return validated(form_version(code), {}, sheet)[""]


def content(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"need": {"figures": list(rows)}}


def test_rows_of_one_label_are_one_table_in_the_order_of_years() -> None:
    first, second = tables_of(content(*ROWS))
    assert (first.number, first.label, [row.year for row in first.rows]) == (1, "計畫主持人", ["106", "107"])
    assert [(row.total, row.share("female")) for row in first.rows] == [
        (Decimal(100), Decimal("30.0")),
        (Decimal(100), Decimal("40.0")),
    ]
    assert second.rows[0].share("other") == Decimal("33.3")


def test_shares_are_exact_and_need_a_total() -> None:
    (table,) = tables_of(content({"label": "甲", "male": "2", "female": "1"}))
    assert table.rows[0].share("male") == Decimal("66.7")
    (table,) = tables_of(content({"label": "甲", "male": "0", "female": "0"}))
    assert table.rows[0].share("male") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", "1234"),
        ("１２", "12"),
        ("0.5", "0.5"),
        ("-1", None),
        ("1e9", None),
        ("", None),
        ("約三成", None),
        ("NaN", None),
    ],
)
def test_a_figure_is_a_plain_number(text: str, value: str | None) -> None:
    assert decimal_of(text, CELL_NOTATION) == (Decimal(value) if value else None)


def test_statistics_by_sex_are_both_sexes_and_somebody() -> None:
    assert has_statistics_by_sex(content(*ROWS))
    for odd in ({"male": "3"}, {"male": "0", "female": "0"}, {"male": "x", "female": "3"}, {}):
        assert not has_statistics_by_sex(content({"label": "甲", **odd})), odd
    for broken in ({}, {"need": None}, {"need": {"figures": "x"}}, {"need": {"figures": [1, None]}}):
        assert not has_statistics_by_sex(broken), broken


def test_marks_in_texts_name_tables() -> None:
    assert cited_tables("如〔表1〕及〔表 １２〕所示，另見表3") == [1, 12]


def test_a_sheet_has_the_key_only_while_it_has_rows() -> None:
    plain = {"need": {"overview": "甲", "statistics": "", "statistics_plan": ""}}
    assert "figures" not in well_formed("102A", plain)["need"]
    assert "figures" not in well_formed("102A", {"need": {**plain["need"], "figures": []}})["need"]
    assert well_formed("102A", {"need": {**plain["need"], "figures": ROWS}})["need"]["figures"] == ROWS
    wrong: tuple[Any, ...] = ("x", [1], [{"id": "t-1"}], [{**ROWS[0], "more": "1"}], [ROWS[0], ROWS[0]], [ROWS[0]] * 41)
    for odd in wrong:
        with pytest.raises(Malformed):
            well_formed("102A", {"need": {**plain["need"], "figures": odd}})
    with pytest.raises(Malformed):
        well_formed("102A", {"need": "figures"})


@pytest.fixture
def world(app: Flask) -> SheetWorld:
    found = SheetWorld(app)
    found.walked("self_assessment")
    return found


def typed(*rows: dict[str, str]) -> dict[str, str]:
    return {
        f"need-figures-{place}-{name}": value
        for place, row in enumerate(rows)
        for name, value in row.items()
        if name != "id"
    }


def test_rows_are_kept_and_shown_with_sums_shares_and_bars(world: SheetWorld) -> None:
    drafter = world.enter("drafter")
    answer = world.fill(drafter, "need", **typed(*ROWS), go="stay")
    assert answer.status_code == 303, answer.text
    kept = world.content()["need"]["figures"]
    assert [(row["label"], row["year"], row["female"]) for row in kept] == [
        (row["label"], row["year"], row["female"]) for row in ROWS
    ]
    for address in (world.at("need"), world.at()):
        page = drafter.get(address).text
        for told in ("表1", "計畫主持人", "30.0%", "70.0%", "33.3%", "資料來源：本部"):
            assert told in page, (address, told)
    again = world.fill(drafter, "need", go="stay")
    assert again.status_code == 303
    assert world.content()["need"]["figures"] == kept, "a save that changes nothing keeps the rows and their ids"
    world.fill(drafter, "need", **typed(dict.fromkeys(ROWS[0], "")), go="stay")
    assert [row["year"] for row in world.content()["need"]["figures"]] == ["106", "107"]


def test_marks_in_texts_are_links_to_the_tables_that_are_there(world: SheetWorld) -> None:
    drafter = world.enter("drafter")
    text = "女性較少〔表1〕，碩士生相當〔表 ２〕，其餘見〔表9〕；<b>粗</b>。\n第二段"
    world.fill(drafter, "need", **typed(*ROWS), **{"need-overview": text}, go="stay")
    whole = drafter.get(world.at()).text
    assert '<a href="#table-1">〔表1〕</a>' in whole
    assert '<a href="#table-2">〔表 ２〕</a>' in whole
    assert 'id="table-1"' in whole and 'id="table-2"' in whole
    assert "〔表9〕；&lt;b&gt;粗&lt;/b&gt;。<br>第二段" in whole, "no table, no link, and nothing of the text is markup"
    assert "#table-9" not in whole
    world.fill(
        drafter, "beneficiaries", **{"beneficiaries-7-1-reason": "如〔表1〕所示，研究人員以男性為多。"}, go="stay"
    )
    read = world.enter("gender_officer").get(world.at("beneficiaries")).text
    assert f'<a href="{world.at()}#table-1">〔表1〕</a>' in read, "from a page without the tables to the page with them"


def test_what_is_no_figure_comes_back_with_every_word(world: SheetWorld) -> None:
    drafter = world.enter("drafter")
    answer = world.fill(drafter, "need", **typed({"label": "", "male": "許多", "year": "西元 2018"}))
    assert answer.status_code == 422
    for told in ("請填寫統計項目", "人數或數值請填數字", "年度請填民國年", 'value="許多"'):
        assert told in answer.text, told
    hostile = typed({"label": "<script>alert(1)</script>", "male": "1", "female": "2"})
    assert world.fill(drafter, "need", **hostile).status_code == 303
    assert "<script>alert" not in super(type(drafter), drafter).open(world.at("need")).text
