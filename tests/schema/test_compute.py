"""Computed cells: sums by row and year, exact, of figures alone, and never stored."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.content.validation import validated
from workflows.lifecycle.refusals import Malformed
from workflows.schema.computing import Endless, compute, figure_words, outside_span
from workflows.schema.fields import Field, Input
from workflows.schema.form import FormVersion, Section, blank_document
from workflows.schema.nodes import Computed, Record, Rows, Span, YearTable
from workflows.schema.sums import Last, Product, Share, Sum

SPAN = Span("overview.from", "overview.to")
MONEY = (Field("current", "經常支出", Input.AMOUNT), Field("capital", "資本支出", Input.AMOUNT))
SUBTOTAL = Computed("subtotal", "小計", Sum((".current", ".capital")))
FORM = FormVersion(
    code="t",
    title="試",
    parts=("overview", "budget", "instruments"),
    sections=(
        Section(
            "overview",
            "壹、概述",
            (
                Record(
                    "overview",
                    "概述",
                    (
                        Field("from", "自", Input.MONTH),
                        Field("to", "至", Input.MONTH),
                        Field("statutory", "法定數", Input.AMOUNT),
                        Field("executed", "執行數", Input.AMOUNT),
                        Computed("rate", "執行率", Share(".executed", ".statutory")),
                        YearTable("years", "經費", (Computed("budget", "經費", Sum(("budget[total].years[@].subtotal",))),), SPAN, ("budget",)),
                        YearTable("quantity", "件數", (Field("value", "件", Input.DECIMAL),), SPAN),
                        Computed("final", "累計", Last((".quantity[*].value",))),
                    ),
                ),
            ),
        ),
        Section(
            "budget",
            "貳、經費",
            (
                Rows(
                    "budget",
                    "細部計畫",
                    "b",
                    (
                        Field("title", "名稱", Input.LINE),
                        YearTable("years", "經費", (*MONEY, SUBTOTAL), SPAN, ("current", "capital", "subtotal")),
                    ),
                    totals=("years.current", "years.capital", "years.subtotal"),
                ),
            ),
        ),
        Section(
            "instruments",
            "參、儀器",
            (
                Rows(
                    "instruments",
                    "儀器",
                    "i",
                    (
                        Field("quantity", "數量", Input.AMOUNT),
                        Field("price", "單價", Input.AMOUNT),
                        Computed("total", "總價", Product((".quantity", ".price"))),
                    ),
                    totals=("total",),
                ),
            ),
        ),
    ),
)  # fmt: skip


def content(**years: dict[str, dict[str, str]]) -> dict[str, Any]:
    rows = [{"id": f"b-{name}", "title": name, "years": by_year} for name, by_year in years.items()]
    overview = {"from": "107-01", "to": "109-12", "statutory": "", "executed": "", "years": {}, "quantity": {}}
    return blank_document(FORM) | {"overview": overview, "budget": rows}


def year(current: str = "", capital: str = "") -> dict[str, str]:
    return {"current": current, "capital": capital}


def test_sums_by_year_by_row_and_in_other_forms() -> None:
    found = compute(FORM, content(a={"107": year("100", "50"), "108": year("0.1", "0.2")}, b={"107": year("1000")}))
    assert found["budget[b-a].years[107].subtotal"] == 150
    assert found["budget[b-a].years[108].subtotal"] == Decimal("0.3")
    assert found["budget[b-a].years[total].subtotal"] == Decimal("150.3")
    assert found["budget[total].years[107].current"] == 1100
    assert found["budget[total].years[total].subtotal"] == Decimal("1150.3")
    assert found["overview.years[107].budget"] == 1150
    assert found["overview.years[total].budget"] == Decimal("1150.3")


def test_of_no_figure_there_is_no_sum_and_nothing_is_not_zero() -> None:
    found = compute(FORM, content(a={"107": year(), "108": year("0")}))
    assert "budget[b-a].years[107].subtotal" not in found
    assert found["budget[b-a].years[108].subtotal"] == 0
    assert "overview.years[109].budget" not in found


def test_shares_products_and_last_figures() -> None:
    whole = content()
    whole["overview"] |= {
        "statutory": "3",
        "executed": "2",
        "quantity": {"107": {"value": "5"}, "109": {"value": "18"}},
    }
    whole["instruments"] = [
        {"id": "i-1", "quantity": "3", "price": "5000.5"},
        {"id": "i-2", "quantity": "", "price": "9"},
    ]
    found = compute(FORM, whole)
    assert found["overview.rate"] == Decimal("66.7")
    assert found["overview.final"] == 18
    assert found["instruments[i-1].total"] == found["instruments[total].total"] == Decimal("15001.5")
    assert "instruments[i-2].total" not in found


def test_what_is_no_figure_counts_for_nothing() -> None:
    found = compute(FORM, content(a={"107": year("一千", "NaN")}, b={"107": year("7")}))
    assert found["budget[total].years[107].subtotal"] == 7


def test_years_of_the_span_and_those_stored_outside_it() -> None:
    whole = content(a={"112": year("5")})
    found = compute(FORM, whole)
    assert found["budget[b-a].years[total].current"] == found["budget[total].years[112].current"] == 5
    assert "overview.years[112].budget" not in found
    assert outside_span(SPAN, whole, "112")
    assert not outside_span(SPAN, whole, "108")
    whole["overview"] |= {"from": "", "to": ""}
    assert outside_span(SPAN, whole, "108")


def test_cells_that_need_each_other_are_told() -> None:
    one, other = Computed("a", "甲", Sum((".b",))), Computed("b", "乙", Sum((".a",)))
    form = FormVersion("t", "試", (Section("x", "壹", (Record("x", "甲", (one, other)),)),))
    with pytest.raises(Endless):
        compute(form, {"x": {}})


def test_a_computed_cell_is_never_stored() -> None:
    whole = content(a={"107": year("1", "2")})
    whole["budget"][0]["years"]["107"]["subtotal"] = "3"
    with pytest.raises(Malformed) as refused:
        validated(FORM, {}, {"budget": whole["budget"]})
    assert [one.at for one in refused.value.findings] == ["budget[b-a].years[107].subtotal"]


AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=3).map(str)


@given(
    st.dictionaries(
        st.sampled_from(["a", "b", "c"]),
        st.dictionaries(st.sampled_from(["107", "108", "109"]), st.builds(year, AMOUNTS, AMOUNTS)),
    )
)
def test_whatever_is_entered_rows_and_years_sum_up_to_the_same(rows: dict[str, dict[str, dict[str, str]]]) -> None:
    found = compute(FORM, content(**rows))
    cells = [Decimal(cell) for by_year in rows.values() for cell in (v for y in by_year.values() for v in y.values())]
    assert found.get("budget[total].years[total].subtotal") == (sum(cells) if cells else None)
    by_row = [found[f"budget[b-{name}].years[total].subtotal"] for name, by_year in rows.items() if by_year]
    assert sum(by_row) == sum(cells)


def test_figures_are_printed_with_their_thousands() -> None:
    assert [figure_words(Decimal(text)) for text in ("1150300", "0.30", "1E+3", "0.00", "-2.50")] == [
        "1,150,300",
        "0.3",
        "1,000",
        "0",
        "-2.5",
    ]
