"""Storing an import and printing it again gives the same plan."""

from collections.abc import Callable
from itertools import count
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from exchange.content import to_content, to_import
from exchange.imported import Imported
from exchange.shape import PlanShape
from exchange.targets import parse_target
from models.canonical import canonical
from workflows.language.targets import target_words
from workflows.language.text import fold, nfc


def minting() -> Callable[[str], str]:
    numbers = count()
    return lambda letter: f"{letter}-{next(numbers):08x}"


def normalised(plan: PlanShape) -> PlanShape:
    """Say independently what storing may change: NFC, edges, targets, titles that resolve, order of citations."""

    def text(value: Any) -> Any:
        if isinstance(value, str):
            return nfc(value).strip()
        if isinstance(value, list):
            return [text(inner) for inner in value]
        return {key: text(inner) for key, inner in value.items()} if isinstance(value, dict) else value

    def first(rows: list[Any], title: str) -> str | None:
        return next((row["title"] for row in rows if fold(title) and fold(row["title"]) == fold(title)), None)

    clean = text(plan)
    for kpi in clean["kpis"]:
        kpi["goal"] = first(clean["goals"], kpi["goal"]) or kpi["goal"]
        kpi["target"] = target_words(parse_target(kpi["target"]))
        kpi["links"] = list(dict.fromkeys(filter(None, kpi["links"])))
        for name in ("formula", "polarity", "baseline", "difficulty", "lowering_reason"):
            if not kpi.get(name):
                kpi.pop(name, None)
        for name in ("baseline_value", "baseline_year", "baseline_source", "cumulative"):
            if kpi.get(name) in (None, ""):
                kpi.pop(name, None)
        for row in kpi.get("years", ()):
            row["target"] = target_words(parse_target(row.get("target", "")))
            for name in ("target", "actual", "source"):
                if not row.get(name):
                    row.pop(name, None)
        kpi["years"] = sorted(kpi.get("years", ()), key=lambda row: row["year"])
        if not kpi["years"]:
            kpi.pop("years")
    for row in clean["key_plans"]:
        cited = list(dict.fromkeys(filter(None, row["kpis"])))
        found = dict.fromkeys(title for one in cited if (title := first(clean["kpis"], one)) is not None)
        row["kpis"] = [*found, *(one for one in cited if first(clean["kpis"], one) is None)]
        if not row.get("gia_owed"):
            row.pop("gia_owed", None)
    return cast("PlanShape", clean)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
title_words = st.sampled_from(["甲案", "乙 案", "台灣", "臺灣", "其它", "節能、減碳", "", "！"]) | words
targets = (
    st.sampled_from(["5520人次", "5,520 人次", "８０％", "10%以下", "≧98分", "-0.1%", "1-2 家", "", "007"]) | words
)


def record(required: dict[str, Any], optional: dict[str, Any] | None = None) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(required, optional=optional or {})


strategies = st.lists(record({"text": words, "items": st.lists(record({"text": words}), max_size=2)}), max_size=2)
plans = record(
    {
        "preamble": words,
        "goals": st.lists(record({"title": title_words, "text": words, "strategies": strategies}), max_size=3),
        "kpis": st.lists(
            record(
                {
                    "goal": title_words,
                    "title": title_words,
                    "regime": st.none() | st.integers(1, 5),
                    "method": words,
                    "measure": words,
                    "target": targets,
                    "links": st.lists(words, max_size=2),
                },
                {
                    "formula": words,
                    "baseline": words,
                    "polarity": st.sampled_from(["", "higher", "ladder"]),
                    "cumulative": st.none() | st.booleans(),
                    "baseline_value": words,
                    "baseline_year": st.none() | st.integers(1, 999),
                    "years": st.lists(
                        record({"year": st.integers(1, 999)}, {"target": targets, "actual": words, "source": words}),
                        max_size=3,
                        unique_by=lambda row: row["year"],
                    ),
                },
            ),
            max_size=3,
        ),
        "key_plans": st.lists(
            record(
                {
                    "work_plan": words,
                    "item": words,
                    "category": words,
                    "content": words,
                    "kpis": st.lists(title_words, max_size=3),
                },
                {"gia_owed": st.booleans()},
            ),
            max_size=3,
        ),
    }
)


@given(plans)
def test_there_and_back(plan: PlanShape) -> None:
    content = to_content(Imported(plan), new_id=minting())
    canonical(content)
    assert to_import(content, 107, "科技部")["content"] == normalised(plan)


def test_the_real_plan_there_and_back(most: Imported) -> None:
    content = to_content(most, new_id=minting())
    shape = to_import(content, most.year, most.agency)
    assert shape["content"] == most.content == normalised(most.content)
    assert shape == {**most.shape(), "uncertain": []}


def test_the_stored_form_of_the_real_plan(most: Imported) -> None:
    content = to_content(most, new_id=minting())
    canonical(content)
    goals, kpis, rows = content["goals"], content["kpis"], content["key_plans"]
    assert kpis[3]["target"] == {"value": "85", "unit": "分", "comparator": "", "text": ""}
    assert kpis[12]["target"] == {"value": "10757", "unit": "公噸二氧化碳當量", "comparator": "", "text": ""}
    assert [kpi["common"] for kpi in kpis] == [False] * 15 + [True, True]
    assert kpis[13]["goal"] == goals[10]["id"] and kpis[13]["goal_title"] == ""
    assert kpis[4]["goal"] == "" and kpis[4]["goal_title"].startswith("延攬、培育、留用科技人才")
    assert rows[0]["kpis"] == [kpis[1]["id"], kpis[2]["id"]] and rows[0]["unresolved"] == []
    assert rows[26]["kpis"] == [] and rows[26]["unresolved"] == ["補助能源科技研究計畫衍生研發成果綜效指數"]
    ids = [row["id"] for row in [*goals, *kpis, *rows]]
    ids += [one["id"] for goal in goals for one in goal["strategies"]]
    assert len(ids) == len(set(ids)) == 13 + 17 + 68 + 21
    assert set(kpis[0]) == {
        *("id", "goal", "goal_title", "title", "regime", "method", "measure", "formula", "target", "polarity"),
        *("links", "baseline", "difficulty", "lowering_reason", "common"),
    }
    assert set(rows[0]) == {"id", "work_plan", "item", "category", "content", "kpis", "unresolved", "gia_owed"}
