"""Ways of breaking the clean plan that a reviewer of indicators would notice, and some that only look like it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from tests.rules.plan_mutations import Content, K, Mutation
from workflows.rules.kpi.wording_of_measures import measure_key
from workflows.rules.subjects.kpi_row import Kpi
from workflows.rules.subjects.plan import Elsewhere


def _year(number: int, value: str = "", actual: str = "", source: str = "年報", unit: str = "家") -> dict[str, Any]:
    target = {"value": value, "unit": unit if value else "", "comparator": "", "text": ""}
    return {"id": f"y-{number}", "year": number, "target": target, "actual": actual, "source": source}


def _kpi(number: int, target: dict[str, str] | None = None, **fields: Any) -> Any:
    def plant(plan: Content) -> None:
        row = plan["kpis"][number - 1]
        row.update(fields)
        row["target"].update(target or {})

    return plant


def _others(measure: str) -> Elsewhere:
    return Elsewhere({measure_key(Kpi({"measure": measure}, "kpi")): "經濟部「某指標」"}, measure)


MEETINGS: Final = {"title": "海岸治理座談會", "measure": "年度辦理海岸治理座談會之場數"}
SURVEY: Final = {
    "title": "座談會滿意度",
    "method": "問卷調查",
    "measure": "辦理座談會，以問卷調查與會者，滿意人數÷有效問卷數×100%",
}
CAPITAL: Final = (
    "（本年度資本門實支數＋資本門應付未付數＋資本門賸餘數）÷（資本門預算數）×100%"
    "（以上各數均含本年度原預算、追加預算及以前年度保留數）"
)
LENGTH: Final = "當年度以柔性工法完成復育之海岸長度"
LINTER: Final = (
    Mutation("KP-18", "meetings only", _kpi(4, {"value": "6", "unit": "場"}, **MEETINGS), (K.format(4, "measure"),)),
    Mutation("KP-18", "handbooks only", _kpi(4, {"unit": "份"}, title="海岸手冊", measure="完成手冊編印"), (K.format(4, "measure"),)),
    Mutation("KP-19", "compared with nothing", _kpi(4, measure="輔導家數較基準年多出之家數"), (K.format(4, "baseline"),)),
    Mutation("KP-19", "a baseline without its year", _kpi(4, baseline_value="40", baseline_source="年報"), (K.format(4, "baseline_value"),)),
    Mutation("KP-19", "a baseline without its source", _kpi(4, baseline_value="40", baseline_year=105), (K.format(4, "baseline_value"),)),
    Mutation("KP-19", "an actual without its source", _kpi(4, years=[_year(106, actual="50", source="")]), (K.format(4, "years"),)),
    Mutation("KP-19", "years that may add up or not", _kpi(4, years=[_year(108, "70")]), (K.format(4, "cumulative"),)),
    Mutation("KP-20", "reached three years ago", _kpi(4, years=[_year(104, actual="61"), _year(106, actual="55")]), (K.format(4, "target"),)),
    Mutation("KP-20", "just reached", _kpi(4, years=[_year(106, actual="60")]), (K.format(4, "target"),)),
    Mutation(
        "KP-20", "the lower the better, reached", _kpi(6, years=[_year(105, actual="3", unit="%"), _year(106, actual="5", unit="%")]),
        (K.format(6, "target"),),
    ),
    Mutation("KP-09", "below the last actual listed", _kpi(4, years=[_year(106, actual="66")]), (K.format(4, "target"),)),
    Mutation("KP-21", "in force elsewhere", _kpi(2), (K.format(2, "measure"),), {"elsewhere": _others(LENGTH)}),
    Mutation("KP-22", "several", _kpi(4, measure="當年度輔導數個聚落並取得登記之家數"), (K.format(4, "measure"),)),
    Mutation("KP-22", "some", _kpi(4, measure="當年度輔導若干青年取得登記之家數"), (K.format(4, "measure"),)),
    Mutation("KP-22", "a degree", _kpi(4, measure="當年度加強輔導並取得登記之家數"), (K.format(4, "measure"),)),
    Mutation("KP-23", "two targets for one year", _kpi(4, cumulative=False, years=[_year(107, "70")]), (K.format(4, "years"),)),
    Mutation("KP-24", "a unit of its own", _kpi(4, {"unit": "隻貓"}), (K.format(4, "target"),)),
)  # fmt: skip

SILENT: Final[tuple[tuple[str, Any, dict[str, Any]], ...]] = (
    ("meetings with an effect", _kpi(4, {"value": "80", "unit": "%"}, **SURVEY), {}),
    ("a comparison with its baseline", _kpi(4, measure="輔導家數較基準年多出之家數", baseline="105 年 40 家"), {}),
    ("a comparison with an actual", _kpi(4, measure="輔導家數較基準年多出之家數", years=[_year(106, actual="40")]), {}),
    ("a whole baseline", _kpi(4, baseline_value="40", baseline_year=105, baseline_source="年報"), {}),
    ("years that say how they count", _kpi(4, cumulative=True, years=[_year(106, actual="50"), _year(108, "120")]), {}),
    ("reached, and said why", _kpi(4, years=[_year(106, actual="60")], difficulty="輔導對象改為偏鄉，難度提高。"), {}),
    ("a hundred per cent cannot be bettered", _kpi(5, {"value": "100"}, years=[_year(106, actual="100", unit="%")]), {}),
    ("an actual of the plan's own year", _kpi(4, years=[_year(107, actual="70")]), {}),
    ("the common ones are alike by rule", _kpi(5), {"elsewhere": _others(CAPITAL)}),
    ("too general to be anybody's", _kpi(1, measure="（年度達成值÷年度目標值）×100%"), {"elsewhere": _others("（年度達成值÷年度目標值）×100%")}),
    ("figures beside a degree", _kpi(4, measure="加強輔導，當年度取得登記之家數 60 家"), {}),
    ("數值 is no amount", _kpi(4, measure="當年度輔導家數之數值"), {}),
    ("the same target twice", _kpi(4, cumulative=False, years=[_year(107, "60")]), {}),
    ("paper has no column for it", _kpi(4, {"unit": "隻貓"}), {"paper": True}),
    ("last year's result below the target", _kpi(4), {"previous": {"輔導青年返鄉創業家數": Decimal(55)}}),
)  # fmt: skip
