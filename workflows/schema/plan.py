"""The form of the annual plan and of the indicators that are definitions of their own: sections, rows and fields."""

from __future__ import annotations

from typing import Final

from models.wording import N_
from workflows.schema.fields import Field, Input, Stored, options
from workflows.schema.form import FormVersion, Section
from workflows.schema.impact_claims import CLAIM_BASES, EXEMPT_GROUNDS
from workflows.schema.nodes import Numeral, Record, Rows

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

ITEM = Rows(
    "items",
    N_("細項"),
    "i",
    (Field("text", N_("內容"), Input.TEXT, 4000, required=True, called=N_("目標說明")),),
    numeral=Numeral.ARABIC,
    titles=("text",),
    anchors=False,
)
STRATEGY = Rows(
    "strategies",
    N_("策略"),
    "s",
    (Field("text", N_("策略內容"), Input.TEXT, 8000, required=True, called=N_("目標說明")), ITEM),
    numeral=Numeral.BRACKETED,
    titles=("text",),
)
GOAL = Rows(
    "goals",
    N_("施政目標"),
    "g",
    (
        Field("title", N_("目標名稱"), Input.LINE, required=True, called=N_("施政目標")),
        Field(
            "text", N_("說明"), Input.TEXT, 8000, hint=N_("沒有分項策略的目標，在這裡寫成一段。"), called=N_("目標說明")
        ),
        STRATEGY,
    ),
    numeral=Numeral.CHINESE,
    titles=("title", "text"),
)
YEAR = Rows(
    "years",
    N_("各年度目標值與實績"),
    "y",
    (
        Field("year", N_("年度"), Input.YEAR, required=True),
        Field("target", N_("目標值"), Input.TARGET, 80, called=N_("年度目標值")),
        Field("actual", N_("實績"), Input.DECIMAL, 40),
        Field("source", N_("資料來源"), Input.LINE),
    ),
    titles=("year",),
    title_words=N_("%(year)s 年度"),
    unique="year",
    unique_words=N_("%(year)s 年度列了兩次，請併為一列"),
    reading=("target", "year", "actual", "source"),
    stored=Stored.LATE,
    anchors=False,
)
"""The other years of an indicator: the row's own ``target`` is for the year of the plan. ``actual`` is in the target's unit."""
_KPI_VALUES = (
    Field("goal", N_("施政目標"), Input.REFERENCE, 40, refers="goals", link=True),
    Field("goal_title", N_("原文所列施政目標"), Input.HIDDEN, link=True, called=N_("施政目標")),
    Field("title", N_("指標名稱"), Input.LINE, required=True, called=N_("關鍵績效指標")),
    Field("regime", N_("評估體制"), Input.CHOICE, options=options(*REGIMES)),
    Field("method", N_("評估方式"), Input.CHOICE, options=options(*METHODS)),
    Field("polarity", N_("方向"), Input.CHOICE, options=options(*POLARITIES), called=N_("指標方向")),
    Field("measure", N_("衡量標準"), Input.TEXT, 8000, hint=N_("印在計畫上的文字。公式另填於下一欄。")),
    Field("formula", N_("計算公式"), Input.TEXT, 2000, hint=N_("可不填。公式與官方文字並存，不互相取代。")),
    Field(
        "target",
        N_("年度目標值"),
        Input.TARGET,
        80,
        hint=N_("單位請自清單選擇；清單沒有的也可以自行填寫。"),
    ),
    Field("cumulative", N_("跨年度計算方式"), Input.CHOICE, options=options(*CUMULATIVE), stored=Stored.LATE),
    Field(
        "links",
        N_("與中長程個案計畫關聯"),
        Input.CHOICES,
        options=options(*CATEGORIES, ("無", N_("無"))),
        link=True,
    ),
    Field("baseline", N_("基準值"), Input.LINE, hint=N_("印在計畫上的文字；數值可另填於下列三欄。")),
    Field("baseline_value", N_("基準數值"), Input.DECIMAL, 40, stored=Stored.LATE),
    Field("baseline_year", N_("基準年度"), Input.YEAR, stored=Stored.LATE),
    Field("baseline_source", N_("基準值資料來源"), Input.LINE, stored=Stored.LATE),
    Field("difficulty", N_("目標值挑戰性說明"), Input.TEXT, 2000, called=N_("挑戰性說明")),
    Field("lowering_reason", N_("下修說明"), Input.TEXT, 2000, hint=N_("目標值低於上年度實績時，說明原因與因應策略。")),
    Field("common", N_("各機關共同性指標"), Input.FLAG, link=True, called=N_("共同性指標")),
    Field("gia_source", N_("來自性別影響評估"), Input.HIDDEN, 80, stored=Stored.LATE),
)
_KPI_READING = (
    "title",
    "goal",
    "goal_title",
    "regime",
    "method",
    "target",
    "lowering_reason",
    "years",
    "cumulative",
    "baseline",
    "baseline_value",
    "baseline_year",
    "baseline_source",
    "measure",
    "formula",
    "polarity",
    "difficulty",
    "links",
    "common",
    "gia_source",
)
KPI = Rows(
    "kpis",
    N_("關鍵績效指標"),
    "k",
    (*_KPI_VALUES, YEAR),
    numeral=Numeral.ARABIC,
    under="goal",
    reading=_KPI_READING,
    columns=("goal", "title", "regime", "method", "measure", "formula", "target", "polarity", "links"),
)
KEY_PLAN = Rows(
    "key_plans",
    N_("重要計畫"),
    "p",
    (
        Field("work_plan", N_("工作計畫名稱"), Input.LINE),
        Field("item", N_("重要計畫項目"), Input.LINE, required=True),
        Field("category", N_("計畫類別"), Input.CHOICE, options=options(*CATEGORIES, ("其它", N_("其它")))),
        Field("content", N_("實施內容"), Input.TEXT, 20000),
        Field("kpis", N_("與 KPI 關聯"), Input.REFERENCES, 40, refers="kpis", link=True, called=N_("與KPI關聯")),
        Field(
            "unresolved",
            N_("原文所列、未對應到指標的名稱"),
            Input.UNRESOLVED,
            link=True,
            called=N_("未對應的指標名稱"),
        ),
        Field(
            "gia_owed",
            N_("應辦性別影響評估"),
            Input.FLAG,
            hint=N_("中長程個案計畫報院前應辦理；僅因物價調整或期程變更者得免辦。"),
            link=True,
        ),
        Field(
            "gia_basis",
            N_("應辦依據"),
            Input.CHOICE,
            options=options(*CLAIM_BASES),
            hint=N_("計畫類別為科技發展、公共建設或社會發展者，多為中長程個案計畫。"),
            stored=Stored.LATE,
            link=True,
        ),
        Field(
            "gia_exempt",
            N_("主張免辦事由"),
            Input.CHOICE,
            options=options(*EXEMPT_GROUNDS.items()),
            hint=N_("由性平核定；核定之前仍視為應辦。"),
            stored=Stored.LATE,
            link=True,
        ),
        Field(
            "gia_evidence",
            N_("免辦佐證"),
            Input.LINE,
            300,
            hint=N_("公文字號或修正計畫頁次。"),
            stored=Stored.LATE,
        ),
    ),
    titles=("item", "work_plan"),
    reading=(
        "work_plan",
        "item",
        "category",
        "content",
        "kpis",
        "gia_basis",
        "gia_evidence",
        "gia_exempt",
        "gia_owed",
        "unresolved",
    ),
    columns=("work_plan", "item", "category", "content", "kpis"),
)
PREAMBLE = Field("preamble", N_("編定說明"), Input.TEXT, 8000, called=N_("前言"))
ROWS: Final[dict[str, Rows]] = {rows.path: rows for rows in (GOAL, KPI, KEY_PLAN)}

ANNUAL_PLAN_FORM: Final = FormVersion(
    code="1",
    title=N_("年度施政計畫"),
    sections=(
        Section("preamble", N_("編定說明"), (PREAMBLE,)),
        Section("goals", N_("壹、年度施政目標及策略"), (GOAL,), numeral="壹"),
        Section("kpis", N_("貳、年度關鍵績效指標"), (KPI,), numeral="貳"),
        Section("key_plans", N_("參、年度重要計畫"), (KEY_PLAN,), numeral="參"),
    ),
    parts=("preamble", *ROWS),
)
KPI_DEFINITION_FORM: Final = FormVersion(
    code="1",
    title=N_("關鍵績效指標"),
    sections=(
        Section("goal_title", N_("施政目標"), (Field("goal_title", N_("施政目標"), Input.HIDDEN, link=True),)),
        Section(
            "kpi",
            N_("關鍵績效指標"),
            (Record("kpi", N_("關鍵績效指標"), (*_KPI_VALUES, YEAR), reading=_KPI_READING),),
        ),
    ),
)
"""An indicator as a document of its own: a copy of its row, which nobody edits here."""
CHAPTERS: Final = {section.key: section.heading for section in ANNUAL_PLAN_FORM.sections if section.numeral}
"""The printed chapters with their titles."""
