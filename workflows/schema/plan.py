"""The fields of the parts of an annual plan, from which forms, pages and checks are generated."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from models.wording import N_
from workflows.schema.impact_claims import BASES, EXEMPT_GROUNDS

Input = Literal[
    "line", "text", "choice", "choices", "flag", "target", "reference", "references", "hidden", "year", "decimal"
]
MAX_ROWS = 500
ROW_ID = re.compile(r"^[a-z]-[0-9a-z]{1,32}$")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Field:
    """One field of a row: how it is typed in, how long it may be, among what one chooses.

    A ``late`` field came after the first plans were stored: a row has it only once it was filled, so that what is
    stored keeps its digest until somebody edits it.
    """

    name: str
    label: str
    input: Input
    most: int = 200
    choices: tuple[tuple[Any, str], ...] = ()
    hint: str = ""
    required: bool = False
    late: bool = False


@dataclass(frozen=True)
class RowShape:
    """A list of rows: the prefix of their ids, their fields, and the list of rows inside each, if any; ``late`` as fields."""

    part: str
    prefix: str
    label: str
    fields: tuple[Field, ...]
    inner: RowShape | None = None
    late: bool = False


METHODS = tuple((name, N_(name)) for name in ("統計數據", "進度控管", "問卷調查", "實地查證", "民意調查"))
REGIMES = (
    (1, N_("1 既有組織架構")), (2, N_("2 特定任務編組")), (3, N_("3 第三者方式")), (4, N_("4 既有組織並邀請第三者")),
    (5, N_("5 其它")),
)  # fmt: skip
CATEGORIES = tuple((name, N_(name)) for name in ("科技發展", "公共建設", "社會發展"))
POLARITIES = (
    ("higher", N_("愈高愈好")), ("lower", N_("愈低愈好")), ("exact", N_("恰等於目標")), ("ladder", N_("依里程碑階梯")),
    ("rank", N_("名次，愈前愈好")),
)  # fmt: skip
CUMULATIVE = ((True, N_("累計至各年")), (False, N_("逐年")))
COMPARATORS = (("", N_("（未標明）")), ("≥", N_("以上")), ("≤", N_("以下")), (">", N_("高於")), ("<", N_("低於")))

ITEM = RowShape("items", "i", N_("細項"), (Field("text", N_("內容"), "text", 4000, required=True),))
STRATEGY = RowShape("strategies", "s", N_("策略"), (Field("text", N_("策略內容"), "text", 8000, required=True),), ITEM)
GOAL = RowShape(
    "goals", "g", N_("施政目標"),
    (
        Field("title", N_("目標名稱"), "line", 200, required=True),
        Field("text", N_("說明"), "text", 8000, hint=N_("沒有分項策略的目標，在這裡寫成一段。")),
    ),
    STRATEGY,
)  # fmt: skip
YEAR = RowShape(
    "years", "y", N_("各年度目標值與實績"),
    (
        Field("year", N_("年度"), "year", required=True),
        Field("target", N_("目標值"), "target", 80),
        Field("actual", N_("實績"), "decimal", 40),
        Field("source", N_("資料來源"), "line", 200),
    ),
    late=True,
)  # fmt: skip
"""The other years of an indicator: the row's own ``target`` is for the year of the plan. ``actual`` is in the target's unit."""
KPI = RowShape(
    "kpis", "k", N_("關鍵績效指標"),
    (
        Field("goal", N_("施政目標"), "reference", 40),
        Field("goal_title", N_("原文所列施政目標"), "hidden", 200),
        Field("title", N_("指標名稱"), "line", 200, required=True),
        Field("regime", N_("評估體制"), "choice", choices=REGIMES),
        Field("method", N_("評估方式"), "choice", choices=METHODS),
        Field("polarity", N_("方向"), "choice", choices=POLARITIES),
        Field("measure", N_("衡量標準"), "text", 8000, hint=N_("印在計畫上的文字。公式另填於下一欄。")),
        Field("formula", N_("計算公式"), "text", 2000, hint=N_("可不填。公式與官方文字並存，不互相取代。")),
        Field("target", N_("年度目標值"), "target", 80, hint=N_("單位請自清單選擇；清單沒有的也可以自行填寫。")),
        Field("cumulative", N_("跨年度計算方式"), "choice", choices=CUMULATIVE, late=True),
        Field("links", N_("與中長程個案計畫關聯"), "choices", choices=(*CATEGORIES, ("無", N_("無")))),
        Field("baseline", N_("基準值"), "line", 200, hint=N_("印在計畫上的文字；數值可另填於下列三欄。")),
        Field("baseline_value", N_("基準數值"), "decimal", 40, late=True),
        Field("baseline_year", N_("基準年度"), "year", late=True),
        Field("baseline_source", N_("基準值資料來源"), "line", 200, late=True),
        Field("difficulty", N_("目標值挑戰性說明"), "text", 2000),
        Field("lowering_reason", N_("下修說明"), "text", 2000, hint=N_("目標值低於上年度實績時，說明原因與因應策略。")),
        Field("common", N_("各機關共同性指標"), "flag"),
        Field("gia_source", N_("來自性別影響評估"), "hidden", 80, late=True),
    ),
    YEAR,
)  # fmt: skip
KEY_PLAN = RowShape(
    "key_plans", "p", N_("重要計畫"),
    (
        Field("work_plan", N_("工作計畫名稱"), "line", 200),
        Field("item", N_("重要計畫項目"), "line", 200, required=True),
        Field("category", N_("計畫類別"), "choice", choices=(*CATEGORIES, ("其它", N_("其它")))),
        Field("content", N_("實施內容"), "text", 20000),
        Field("kpis", N_("與 KPI 關聯"), "references", 40),
        Field("unresolved", N_("原文所列、未對應到指標的名稱"), "hidden", 200),
        Field(
            "gia_owed", N_("應辦性別影響評估"), "flag",
            hint=N_("中長程個案計畫報院前應辦理；僅因物價調整或期程變更者得免辦。"),
        ),
        Field("gia_basis", N_("應辦依據"), "choice", choices=BASES, late=True, hint=N_("計畫類別為科技發展、公共建設或社會發展者，多為中長程個案計畫。")),
        Field("gia_exempt", N_("主張免辦事由"), "choice", choices=tuple(EXEMPT_GROUNDS.items()), late=True, hint=N_("由性平核定；核定之前仍視為應辦。")),
        Field("gia_evidence", N_("免辦佐證"), "line", 300, late=True, hint=N_("公文字號或修正計畫頁次。")),
    ),
)  # fmt: skip
PREAMBLE = Field("preamble", N_("編定說明"), "text", 8000)
ROWS: dict[str, RowShape] = {shape.part: shape for shape in (GOAL, KPI, KEY_PLAN)}
TARGET_KEYS = {"value", "unit", "comparator", "text"}


def tidy(text: str) -> str:
    """NFC, one kind of line end, no white space at the ends of lines."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def sayable(text: str) -> str:
    """Text that may be sent back: half characters, which no encoding knows, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def blank_row(shape: RowShape, row_id: str) -> dict[str, Any]:
    """A new, empty row of this shape; late fields come with their first value."""
    row: dict[str, Any] = {"id": row_id} | {field.name: blank_value(field) for field in shape.fields if not field.late}
    return row | ({shape.inner.part: []} if shape.inner and not shape.inner.late else {})


def blank_value(field: Field) -> Any:
    """What an empty field holds."""
    if field.name == "unresolved" or field.input in ("choices", "references"):
        return []
    if field.input == "flag":
        return False
    if field.input == "target":
        return dict.fromkeys(("value", "unit", "comparator", "text"), "")
    if field.input == "year" or (field.choices and not isinstance(field.choices[0][0], str)):
        return None
    return ""
